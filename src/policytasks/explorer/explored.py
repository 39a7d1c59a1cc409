"""What the page shows, as plain lists: the tables, the texts and the marks in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from policytasks.codebook import Codebook, Theme
from policytasks.corpus import Corpus
from policytasks.errors import SourceError
from policytasks.figures.style import LANGUAGES, Style
from policytasks.reading.themes import find_mentions
from policytasks.reading.view import View

__all__ = ["explored"]

Column = list[Any]
Columns = dict[str, Column]

_DOCUMENT = (
    *("document_id", "place_id", "title", "number", "issuer", "level", "source"),
    *("issued", "published"),
)
_UNIT = ("kind", "number", "section", "title", "deadline", "deadline_text", "ongoing")
_SPAN = ("start", "end")
_TARGET = (
    *("kind", "indicator", "indicator_id", "comparator", "value", "value_high", "unit"),
    *("scope", "base", "deadline", "deadline_text", "every"),
)


def explored(corpus: Corpus, codebook: Codebook) -> dict[str, Any]:
    """Return everything that the page knows, ready for JSON.

    Parameters
    ----------
    corpus
        The tables, and the texts as far as they can be read.
    codebook
        Names themes, functions and indicators; its patterns give the words of a theme
        that are marked.

    Returns
    -------
    dict
        Names by id; of each table its columns. Rows name their unit and document by
        position. ``start`` and ``end`` are the offsets of the tables, in code points.
        A document whose text cannot be read has null for it, and its units their
        ``title`` and ``text``.
    """
    documents, tasks = corpus.documents, corpus.tasks
    texts = [_text(corpus, document_id) for document_id in documents["document_id"]]
    position_of_document = {id: row for row, id in enumerate(documents["document_id"])}
    unit_of = {id: row for row, id in enumerate(tasks["task_id"])}
    of_document = [position_of_document[id] for id in tasks["document_id"]]
    units = {
        "id": [id.rpartition(":")[2] for id in tasks["task_id"]],
        "document": of_document,
        "parent": [unit_of.get(id) for id in tasks["parent_id"]],
        **_columns(tasks, (*_UNIT, *_SPAN)),
        "text": [
            _json(text) if texts[document] is None else None
            for text, document in zip(tasks["text"], of_document, strict=True)
        ],
    }
    return {
        "names": _names(corpus, codebook),
        "documents": _columns(documents, _DOCUMENT) | {"text": texts},
        "units": units,
        "themes": _of_unit(corpus.themes, unit_of, ("theme_id", *_SPAN))
        | {"marks": _marks(corpus.themes, units, texts, unit_of, codebook.themes)},
        "targets": _of_unit(corpus.targets, unit_of, (*_TARGET, *_SPAN)),
        "responsibilities": _of_unit(
            corpus.responsibilities, unit_of, ("agency", "agency_id", "role", *_SPAN)
        ),
    }


def _names(corpus: Corpus, codebook: Codebook) -> dict[str, dict[str, dict[str, str]]]:
    """Return by language what each id is called, by what it is an id of.

    Themes come in the order of the codebook, also those on which no unit acts; of
    functions and indicators only those that occur.
    """
    occurring = {
        "agency": set(corpus.responsibilities["agency_id"].dropna()),
        "indicator": set(corpus.targets["indicator_id"].dropna()),
    }
    names = {}
    for lang in LANGUAGES:
        style = Style.of(corpus, lang, codebook=codebook)
        names[lang] = {
            kind: {id: name for id, name in called.items() if id in occurring.get(kind, called)}
            for kind, called in style.names.items()
        }
    return names


def _text(corpus: Corpus, document_id: str) -> str | None:
    """Return a document's text, None where its file is missing or has changed."""
    try:
        return corpus.source(document_id)
    except SourceError:
        return None


def _of_unit(table: pd.DataFrame, unit_of: dict[str, int], names: Sequence[str]) -> Columns:
    return {"row": [unit_of[id] for id in table["task_id"]], **_columns(table, names)}


def _columns(table: pd.DataFrame, names: Iterable[str]) -> Columns:
    return {name: [_json(value) for value in table[name].tolist()] for name in names}


def _json(value: Any) -> Any:
    """Return a value of a frame as JSON has it.

    >>> [_json(value) for value in (pd.Timestamp(2025, 12, 31), float("nan"), 40.0, 0.5, "甲")]
    ['2025-12-31', None, 40, 0.5, '甲']
    """
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _marks(
    table: pd.DataFrame,
    units: Columns,
    texts: Sequence[str | None],
    unit_of: dict[str, int],
    themes: Sequence[Theme],
) -> list[list[int]]:
    """Return for each row of `themes` where the unit has words of it: starts and ends in turn."""
    known = {theme.id: theme for theme in themes}
    marks: list[list[int]] = [[] for _ in range(len(table))]
    rows_of_unit = defaultdict(list)
    for row, (task_id, theme_id) in enumerate(
        zip(table["task_id"], table["theme_id"], strict=True)
    ):
        if theme_id in known:
            rows_of_unit[unit_of[task_id]].append((row, known[theme_id]))
    for unit, rows in rows_of_unit.items():
        text = texts[units["document"][unit]]
        if text is None:
            continue
        start, end = units["start"][unit], units["end"][unit]
        view = View.of(text[start:end])
        for row, theme in rows:
            for mention in find_mentions(view.text, theme):
                span = view.span(*mention)
                marks[row] += [start + span.start, start + span.end]
    return marks
