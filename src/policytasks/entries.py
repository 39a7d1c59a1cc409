"""Files that people edit, as checked objects: what is wrong is said with file, line and remedy.

The shape of an entry is a pydantic model. Its faults become messages here, in the
words of the file that a researcher has open, not in those of Python.
"""

from __future__ import annotations

import csv
import io
import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, StringConstraints, ValidationError

from policytasks.errors import CodebookError, reading
from policytasks.files import what_is_no_file
from policytasks.words.marks import starts_formula

__all__ = [
    "Entry",
    "Fault",
    "NamedEntry",
    "Text",
    "Texts",
    "csv_rows",
    "explain",
    "guarded",
    "read_codebook_file",
    "toml_entries",
    "unguarded",
]

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Texts = Annotated[tuple[str, ...], Field(min_length=1)]

_DESCRIBED = {
    "bool_type": "true or false",
    "string_type": "a string",
    "tuple_type": "a list, in square brackets",
    "dict_type": "a table",
    "mapping_type": "a table",
}


class Entry(BaseModel):
    """One entry of a codebook; ``where`` is its file and line, for messages."""

    model_config = ConfigDict(frozen=True, extra="forbid")
    _where: str = PrivateAttr("")

    @property
    def where(self) -> str:
        """File and line; empty where the entry was made in Python."""
        return self._where


class NamedEntry(Entry):
    """An entry with an id of its own."""

    id: Text


_Kind = TypeVar("_Kind", bound=Entry)
_Named = TypeVar("_Named", bound=NamedEntry)


class Fault(ValueError):
    """What a validator raises: the problem, and the remedy that the user is told."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.remedy = remedy


def explain(error: ValidationError) -> tuple[str, str]:
    """Return the problem and the remedy of the fault that explains an entry best."""
    # A key that is written wrong is unknown first and missing second.
    errors = sorted(error.errors(), key=lambda detail: detail["type"] != "extra_forbidden")
    return _explain(errors[0])


def _explain(detail: Mapping[str, Any]) -> tuple[str, str]:
    name = str(detail["loc"][0]) if detail["loc"] else ""
    value, context = detail["input"], detail.get("ctx", {})
    match detail["type"]:
        case "value_error":
            return str(context["error"]), getattr(context["error"], "remedy", "correct it")
        case "extra_forbidden":
            return f"unknown key {name!r}", "see the other entries for the keys there are"
        case "missing":
            return f"key {name!r} is missing", "add it"
        case "string_too_short" | "too_short":
            return f"{name} is empty", "fill it in"
        case "literal_error":
            return f"{name} {value!r} is unknown", f"write one of {context['expected']}"
        case kind:
            described = _DESCRIBED.get(kind, detail["msg"])
            return f"key {name!r} is {value!r}", f"write it as {described}"


def guarded(text: str) -> str:
    """Put an apostrophe before a text that a spreadsheet would run as a formula.

    >>> [guarded(text) for text in ("=1+1", "新建=助餐")]
    ["'=1+1", '新建=助餐']
    """
    return f"'{text}" if starts_formula(text) else text


def unguarded(cell: object) -> object:
    """Take off what `guarded` puts before a text.

    >>> unguarded("'=1+1")
    '=1+1'
    """
    if isinstance(cell, str) and cell.startswith("'") and starts_formula(cell[1:]):
        return cell[1:]
    return cell


def read_codebook_file(path: Path) -> bytes:
    """Read a file's bytes; CodebookError where it is not there."""
    with reading(path, CodebookError, "restore the file from the repository or the package"):
        if os.path.lexists(path) and not path.is_file():
            raise CodebookError(
                f"cannot be read ({what_is_no_file(path)})",
                where=str(path),
                remedy="put the file itself there",
            )
        return path.read_bytes()


def _decode(path: Path, content: bytes) -> str:
    """Decode a codebook, which is UTF-8 with or without a mark at its head."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CodebookError(
            "is not UTF-8", where=f"{path}, line {line}", remedy="save the file as UTF-8"
        ) from None


def toml_entries(path: Path, content: bytes, name: str, kind: type[_Named]) -> tuple[_Named, ...]:
    """Read a file's ``[[name]]`` tables.

    Parameters
    ----------
    path, content
        The file, for messages, and its bytes.
    name
        What its tables are called.
    kind
        The model of a table.

    Raises
    ------
    CodebookError
        The file is no TOML, holds something else, or an entry is at fault or has
        the id of another.
    """
    text = _decode(path, content)
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CodebookError(
            f"is no TOML: {error}", where=str(path), remedy="mend the line that the message names"
        ) from None
    if set(document) != {name} or not isinstance(document[name], list):
        raise CodebookError(
            f"holds {', '.join(sorted(document)) or 'nothing'}",
            where=str(path),
            remedy=f"write every entry as a [[{name}]] table",
        )
    heads = [n for n, line in enumerate(text.splitlines(), 1) if line.strip() == f"[[{name}]]"]
    entries: dict[str, _Named] = {}
    for number, table in enumerate(document[name]):
        where = f"{path}, line {heads[number] if number < len(heads) else 1}"
        entry = _entry(kind, table, where)
        if entry.id in entries:
            raise CodebookError(
                f"id {entry.id!r} is taken by the entry at {entries[entry.id].where}",
                where=where,
                remedy="give every entry an id of its own",
            )
        entries[entry.id] = entry
    return tuple(entries.values())


def _entry(kind: type[_Kind], values: dict[str, Any], where: str) -> _Kind:
    try:
        entry = kind.model_validate(values)
    except ValidationError as error:
        problem, remedy = explain(error)
        raise CodebookError(problem, where=where, remedy=remedy) from None
    entry._where = where
    return entry


def csv_rows(path: Path, content: bytes, kind: type[_Kind]) -> Iterator[tuple[int, _Kind]]:
    """Read a table with a head, one row after the other.

    Lines above the head that begin with ``#`` are notes on where the table comes from.

    Parameters
    ----------
    path, content
        The file, for messages, and its bytes.
    kind
        The model of a row; its fields are the columns, in any order, and further
        columns are left to the user.

    Yields
    ------
    int and Entry
        The line on which a row ends, and the row.

    Raises
    ------
    CodebookError
        The file is no CSV, lacks a column, or a row is at fault.
    """
    reader = csv.reader(io.StringIO(_decode(path, content), newline=""), strict=True)
    try:
        head = next((cells for cells in reader if not "".join(cells[:1]).startswith("#")), [])
        missing = [name for name in kind.model_fields if name not in head]
        if missing:
            raise CodebookError(
                f"column {missing[0]!r} is missing",
                where=f"{path}, line 1",
                remedy=f"the columns are {', '.join(kind.model_fields)}",
            )
        for cells in reader:
            if not cells:
                continue
            where = f"{path}, line {reader.line_num}"
            if len(cells) != len(head):
                raise CodebookError(
                    f"has {len(cells)} cells, the head {len(head)}",
                    where=where,
                    remedy="put cells that hold a comma between quotation marks",
                )
            named = dict(zip(head, map(str.strip, cells), strict=True))
            row = _entry(kind, {name: named[name] for name in kind.model_fields}, where)
            yield reader.line_num, row
    except csv.Error as error:
        raise CodebookError(
            f"is no valid CSV: {error}",
            where=f"{path}, line {reader.line_num}",
            remedy='look for a quotation mark that is not closed or not doubled ("")',
        ) from None
