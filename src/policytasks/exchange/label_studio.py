"""Label Studio: tasks with pre-annotations out, its JSON export in.

Label Studio counts ``start`` and ``end`` in code points, its old versions in UTF-16 code
units; ``\\r\\n`` is two signs. A region carries its words, which tell the two apart.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from pydantic import BaseModel, TypeAdapter, ValidationError

from policytasks.entries import explain
from policytasks.errors import ReviewError
from policytasks.exchange.codes import Code, CodedText, Coding, Origin, guid
from policytasks.exchange.returned import LARGEST_FILE, Returned, ReturnedCoding
from policytasks.files import write_together
from policytasks.reading.view import without_space

__all__ = ["read_tasks", "write_tasks"]

_TEXT = "text"
_EXPORT_ANEW = "export the project from Label Studio in the format JSON"


def write_tasks(
    texts: Iterable[CodedText], groups: Mapping[str, Sequence[Code]], path: Path
) -> Path:
    """Write a task for each text, with its codings as a prediction.

    Returns
    -------
    Path
        The labeling configuration, which is written beside with the ending ``.xml``.

    Raises
    ------
    OSError
        One of them cannot be written; what was there before is still there.
    """
    tasks = [
        {
            "data": {_TEXT: text.text, "policytasks": text.origin.model_dump()},
            "predictions": [
                {
                    "model_version": "policytasks",
                    "result": [_region(text.text, coding) for coding in text.codings],
                }
            ],
        }
        for text in texts
    ]
    view = Element("View")
    for group, codes in groups.items():
        SubElement(view, "Header", value=group)
        labels = SubElement(view, "Labels", name=group, toName=_TEXT)
        for code in codes:
            SubElement(labels, "Label", value=code.name, hint=code.definition)
    SubElement(view, "Style").text = ".htx-text{ white-space: pre-wrap; }"
    SubElement(view, "Text", name=_TEXT, value=f"${_TEXT}", saveTextResult="yes")
    ElementTree.indent(view)
    beside = path.with_suffix(".xml")
    content = json.dumps(tasks, ensure_ascii=False, indent=1).encode()
    write_together({beside: ElementTree.tostring(view, encoding="utf-8"), path: content})
    return beside


def _region(text: str, coding: Coding) -> dict[str, Any]:
    return {
        "id": guid("region", coding.code.group, coding.key)[:8],
        "from_name": coding.code.group,
        "to_name": _TEXT,
        "type": "labels",
        "value": {
            "start": coding.start,
            "end": coding.end,
            "text": text[coding.start : coding.end],
            "labels": [coding.code.name],
        },
    }


class _Data(BaseModel):
    text: str
    policytasks: Origin


class _Value(BaseModel):
    start: int
    end: int
    labels: list[str]
    text: str | None = None


class _Annotation(BaseModel):
    result: list[dict[str, Any]]
    was_cancelled: bool = False
    completed_by: Any = None


class _Task(BaseModel):
    data: _Data
    annotations: list[_Annotation] = []
    predictions: list[Any] = []


def read_tasks(file: Path) -> list[Returned]:
    """Read the tasks of an export with what people labeled.

    A task that nobody annotated is taken with its prediction; without one it is left out.

    Raises
    ------
    ReviewError
        The file is no such export, or a task has several annotations.
    """
    if file.stat().st_size > LARGEST_FILE:
        raise ReviewError(
            f"has more than {LARGEST_FILE} bytes",
            where=str(file),
            remedy="export a project with fewer plans",
        )
    try:
        tasks = TypeAdapter(list[_Task]).validate_json(file.read_bytes())
    except ValidationError as error:
        place, problem = explain(error)
        raise ReviewError(
            f"is no export of Label Studio of texts that policytasks gave it: {place}: {problem}",
            where=str(file),
            remedy=_EXPORT_ANEW,
        ) from None
    return [returned for task in tasks for returned in _returned(task, file)]


def _returned(task: _Task, file: Path) -> Iterator[Returned]:
    origin = task.data.policytasks
    where = f"{file}, task of {origin.document_id}"
    done = [each for each in task.annotations if not each.was_cancelled]
    if len(done) > 1:
        raise ReviewError(
            f"has {len(done)} annotations, and which one counts is not said",
            where=where,
            remedy="keep one annotation of this task in Label Studio, or export one person's",
        )
    if not done:
        # An export names predictions by their number where it does not hold them.
        held = [each for each in task.predictions if isinstance(each, dict) and "result" in each]
        done = [_Annotation(result=each["result"]) for each in held[:1]]
    for annotation in done:
        codings = list(_codings(annotation, task.data.text, where))
        yield Returned(origin.document_id, origin, task.data.text, codings, where)


def _codings(annotation: _Annotation, text: str, where: str) -> Iterator[ReturnedCoding]:
    by = annotation.completed_by
    who = str(by.get("email") or "") if isinstance(by, dict) else ""
    for region in annotation.result:
        if region.get("type") != "labels":
            continue
        place = f"{where}, region {region.get('id')}"
        try:
            value = _Value.model_validate(region.get("value"))
        except ValidationError as error:
            raise ReviewError(": ".join(explain(error)), where=place, remedy=_EXPORT_ANEW) from None
        start, end = _code_points(value, text, place)
        for label in value.labels:
            yield ReturnedCoding((label,), start, end, who, place)


def _code_points(value: _Value, text: str, where: str) -> tuple[int, int]:
    """Return the offsets in code points, by the words that the region holds."""
    # Some versions write the ends of lines in these words as a backslash and an n.
    words = None if value.text is None else without_space(value.text.replace("\\n", ""))
    if words is None or without_space(text[value.start : value.end]) == words:
        return value.start, value.end
    units = text.encode("utf-16-le", errors="surrogatepass")
    start, end = (
        len(units[: 2 * max(offset, 0)].decode("utf-16-le", errors="replace"))
        for offset in (value.start, value.end)
    )
    if without_space(text[start:end]) != words:
        raise ReviewError(
            f"the words from {value.start} to {value.end} are not {value.text!r}",
            where=where,
            remedy="label the words anew in Label Studio",
        )
    return start, end
