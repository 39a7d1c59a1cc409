"""The clauses behind rows: which rows fulfil what is asked, and how they show themselves."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import chain
from typing import Any, Protocol

import pandas as pd

from policytasks.codebook import Codebook
from policytasks.errors import PolicyTasksError
from policytasks.reading.themes import find_mentions
from policytasks.reading.view import View, without_space
from policytasks.schema import TABLES
from policytasks.selection import check_names, values_of

__all__ = ["Evidence", "Frames", "Values", "find_evidence"]

Values = str | Iterable[str]


class Frames(Protocol):
    """The tables as frames, and the texts that their offsets refer to."""

    @property
    def documents(self) -> pd.DataFrame:
        """One row a document."""

    @property
    def tasks(self) -> pd.DataFrame:
        """One row a unit."""

    def source(self, document_id: str, /) -> str:
        """Return the text of a document."""


_CONDITIONS = {
    "theme": ("themes", ("theme_id",)),
    "place": ("documents", ("place_id", "place_zh", "place_en")),
    "document": ("documents", ("document_id",)),
    "task": ("tasks", ("task_id",)),
    "indicator": ("targets", ("indicator_id", "indicator")),
    "agency": ("responsibilities", ("agency_id", "agency")),
    "role": ("responsibilities", ("role",)),
}
_MOST_TELLING_FIRST = ("targets", "responsibilities", "themes", "tasks")
_EVIDENCE_HEAD = ("document_id", "place_id", "task_id", "title")
_EVIDENCE_TAIL = ("quote", "start", "end", "matched")


def find_evidence(
    corpus: Frames, conditions: Mapping[str, Values | None], table: str | None, codebook: Codebook
) -> Evidence:
    """Return the clauses behind the rows that fulfil every condition.

    Parameters
    ----------
    corpus
        The tables.
    conditions
        Values, by the parameters of `policytasks.Corpus.evidence`; None asks nothing.
    table
        Whose rows to return; by default those that the conditions are about.
    codebook
        Names the themes there are, and the words that show them.

    Raises
    ------
    PolicyTasksError
        A value does not exist in the corpus; the message lists those that do.
    """
    asked = {
        name: [values] if isinstance(values, str) else list(values)
        for name, values in conditions.items()
        if values is not None
    }
    themes = [theme.id for theme in codebook.themes]
    fulfilled: dict[str, pd.Series] = {}
    for name, values in asked.items():
        about, columns = _condition(name, values)
        frame = getattr(corpus, about)
        known = [frame[column] for column in columns]
        # A theme on which no unit acts is still a theme.
        further = themes if name == "theme" else []
        check_names(name, values, [*further, *chain.from_iterable(map(values_of, known))])
        holds = pd.concat([column.isin(values) for column in known], axis=1).any(axis=1)
        fulfilled[about] = fulfilled.get(about, True) & holds
    if table is None:
        table = next((name for name in _MOST_TELLING_FIRST if name in fulfilled), "tasks")
    elif table not in _MOST_TELLING_FIRST:
        raise PolicyTasksError(
            f"there is no evidence in a table {table!r}",
            remedy=f"ask for one of {', '.join(_MOST_TELLING_FIRST)}",
        )
    rows = getattr(corpus, table)
    if table in fulfilled:
        rows = rows[fulfilled[table]]
    for about, holds in fulfilled.items():
        if about != table:
            link = "document_id" if about == "documents" else "task_id"
            rows = rows[rows[link].isin(getattr(corpus, about).loc[holds, link])]
    return _evidence(corpus, table, rows.copy(), asked.get("theme", []), codebook)


def _condition(name: str, values: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    """Return the table that a condition is about, and the columns that may fulfil it."""
    if name != "kind":
        return _CONDITIONS[name]
    of_targets = TABLES["targets"].categories["kind"]
    return ("targets" if set(values) <= set(of_targets) else "tasks"), ("kind",)


def _evidence(
    corpus: Frames, table: str, rows: pd.DataFrame, themes: Collection[str], codebook: Codebook
) -> Evidence:
    if table == "tasks":
        texts = {name: corpus.source(name) for name in rows["document_id"].unique()}
        rows["quote"] = [
            without_space(texts[document_id][start:end])
            for document_id, start, end in zip(
                rows["document_id"], rows["start"], rows["end"], strict=True
            )
        ]
        matched = [_mentions(quote, themes, codebook) for quote in rows["quote"]]
    else:
        rows["title"] = rows["task_id"].map(corpus.tasks.set_index("task_id")["title"])
        if table == "themes":
            matched = [
                _mentions(quote, [theme_id], codebook)
                for theme_id, quote in zip(rows["theme_id"], rows["quote"], strict=True)
            ]
        elif table == "targets":
            matched = [_words_of_target(row) for row in rows.to_dict("records")]
        else:
            matched = [(agency,) for agency in rows["agency"]]
    rows["matched"] = pd.Series(matched, index=rows.index, dtype=object)
    rest = [name for name in rows.columns if name not in (*_EVIDENCE_HEAD, *_EVIDENCE_TAIL)]
    return Evidence(rows[[*_EVIDENCE_HEAD, *rest, *_EVIDENCE_TAIL]].reset_index(drop=True))


def _mentions(quote: str, theme_ids: Collection[str], codebook: Codebook) -> tuple[str, ...]:
    """Return the words of a quote that show the themes, each once.

    None show a theme that the codebook has no longer.
    """
    view = View.of(quote)
    found = (
        view.ink[start:end]
        for theme in codebook.themes
        if theme.id in theme_ids
        for start, end in find_mentions(view.text, theme)
    )
    return tuple(dict.fromkeys(found))


def _words_of_target(row: Mapping[Any, Any]) -> tuple[str, ...]:
    """Return what a quote says of what is measured, how much of it and by when."""
    value = "" if pd.isna(row["value"]) else f"{row['value']:g}"
    words = [value + row["unit"] if value and pd.notna(row["unit"]) else value]
    words += [row[name] for name in ("indicator", "deadline_text") if pd.notna(row[name])]
    return tuple(dict.fromkeys(word for word in words if word and word in row["quote"]))


class Evidence(pd.DataFrame):
    """Clauses of the documents, one row each: a frame that shows itself as text.

    Columns are ``document_id``, ``place_id``, ``task_id``, ``title`` of the unit,
    those of the table that the rows come from, ``quote``, its offsets ``start``
    and ``end`` in the source, and ``matched``, a tuple of the words in the quote
    that led to the row.
    """

    @property
    def _constructor(self) -> Callable[..., pd.DataFrame]:
        return _evidence_if_complete

    def __repr__(self) -> str:
        lines = [self._summary()]
        for row in self.head(_CLAUSES_SHOWN).to_dict("records"):
            lines.append(f"{row['task_id']} {_text(row['title'])} [{row['start']}:{row['end']}]")
            lines.append(f"    {row['quote']}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        clauses = "".join(
            "<tr>"
            f"<td>{html.escape(row['document_id'])}</td>"
            f"<td>{html.escape(row['task_id'])}<br>{html.escape(_text(row['title']))}</td>"
            f"<td>{_marked(row['quote'], row['matched'])}</td>"
            f"<td>{row['start']}–{row['end']}</td>"
            "</tr>"
            for row in self.head(_CLAUSES_SHOWN).to_dict("records")
        )
        return (
            f"<p>{html.escape(self._summary())}</p>"
            '<table style="text-align: left">'
            "<thead><tr><th>document</th><th>task</th><th>clause</th><th>offsets</th></tr></thead>"
            f"<tbody>{clauses}</tbody></table>"
        )

    def _summary(self) -> str:
        documents = self["document_id"].nunique()
        hidden = len(self) - _CLAUSES_SHOWN
        return (
            f"{len(self)} clause{'' if len(self) == 1 else 's'} "
            f"from {documents} document{'' if documents == 1 else 's'}"
            + (f", the first {_CLAUSES_SHOWN} of them" if hidden > 0 else "")
        )


_CLAUSES_SHOWN = 60


def _evidence_if_complete(*args: Any, **kwargs: Any) -> pd.DataFrame:
    """Keep rows of evidence evidence, and let a choice of columns be a plain frame."""
    frame = pd.DataFrame(*args, **kwargs)
    complete = {*_EVIDENCE_HEAD, *_EVIDENCE_TAIL} <= set(frame.columns)
    return Evidence(frame) if complete else frame


def _text(value: str | float | None) -> str:
    return "" if pd.isna(value) else str(value)


def _marked(quote: str, words: Iterable[str]) -> str:
    """Return the quote as HTML with the words marked.

    >>> _marked("<b>智慧养老</b>", ["智慧"])
    '&lt;b&gt;<mark>智慧</mark>养老&lt;/b&gt;'
    """
    longest_first = sorted(words, key=len, reverse=True)
    if not longest_first:
        return html.escape(quote)
    # With the words as a group, split returns them at every second place.
    parts = re.split(f"({'|'.join(map(re.escape, longest_first))})", quote)
    return "".join(
        f"<mark>{html.escape(part)}</mark>" if position % 2 else html.escape(part)
        for position, part in enumerate(parts)
    )
