"""The tables as pandas frames, and the clauses behind them."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import date, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from policytasks.audit import Audit, audit_document
from policytasks.codebook import Codebook, load_codebook
from policytasks.errors import PolicyTasksError
from policytasks.model import Document
from policytasks.paths import PathFinder
from policytasks.reading import read
from policytasks.reading.themes import find_mentions
from policytasks.reading.view import View, without_space
from policytasks.schema import TABLES, TableSchema
from policytasks.sources import describe, read_source
from policytasks.tables import read_tables, tabulate, to_arrow

__all__ = ["Corpus", "Evidence", "load", "parse"]

_Values = str | Iterable[str]


def load(dir: Path | str | None = None, *, sources: Path | str | None = None) -> Corpus:
    """Read the tables that ``policytasks build`` or ``policytasks parse`` wrote.

    Parameters
    ----------
    dir
        Folder with the five Parquet files; by default the project's
        ``data/tables``.
    sources
        Folder of the texts, for `Corpus.source`; by default the folder
        ``sources`` beside ``dir``, else the project's ``data/sources``.

    Returns
    -------
    Corpus

    Raises
    ------
    TableError
        A table is missing or breaks its schema.
    """
    folder = PathFinder.find().tables if dir is None else Path(dir)
    tables = read_tables(folder)
    documents = tables["documents"].select(["document_id", "source", "sha256"]).to_pylist()
    registered = {row["document_id"]: (row["source"], row["sha256"]) for row in documents}

    def source(document_id: str) -> str:
        if sources is not None:
            texts = Path(sources)
        elif (folder.parent / "sources").is_dir():
            texts = folder.parent / "sources"
        else:
            texts = PathFinder.find().sources
        return read_source(texts, *registered[document_id], registered=str(folder))

    return Corpus(lambda: tables, source)


def parse(
    text: str,
    document_id: str = "document",
    *,
    place_id: str | None = None,
    place_zh: str | None = None,
    place_en: str | None = None,
    level: str | None = None,
    title: str | None = None,
    number: str | None = None,
    issuer: str | None = None,
    issued: date | None = None,
    published: date | None = None,
    codebook: Codebook | None = None,
) -> Corpus:
    """Read one text.

    Parameters
    ----------
    text
        A whole plan. Its offsets in the result count code points of this string.
    document_id
        Its id in the tables.
    place_id, place_zh, place_en, level, title, number, issuer, issued, published
        What is known of the document; what is not given is looked for in the
        text, except ``place_id`` and ``place_en``, which no text tells.
    codebook
        By default the project's, read once in a process.

    Returns
    -------
    Corpus
        With one document; without tasks where nothing in the text is numbered.

    Raises
    ------
    SourceError
        The text is empty or holds half a surrogate pair; the document_id or the
        level is none.
    """
    known = {
        "place_zh": place_zh,
        "level": level,
        "title": title,
        "number": number,
        "issuer": issuer,
        "issued": issued,
        "published": published,
    }
    document = describe(
        text,
        document_id=document_id,
        place_id=place_id,
        place_en=place_en,
        **{
            # A pandas Timestamp is a datetime, and a datetime is no date to Arrow.
            name: value.date() if isinstance(value, datetime) else value
            for name, value in known.items()
            if value is not None
        },
    )
    parsed = read(text, document, _codebook() if codebook is None else codebook)

    def tables() -> dict[str, pa.Table]:
        rows = tabulate(parsed, text)
        return {name: to_arrow(TABLES[name], columns) for name, columns in rows.items()}

    return Corpus(tables, {document_id: text}.__getitem__)


@cache
def _codebook() -> Codebook:
    return load_codebook()


class Corpus:
    """Documents as five tidy tables, and the way back to their words.

    `load` and `parse` make it. Identifiers and texts are of pandas' ``str`` type,
    fixed categories are categorical (with all of their values, in the order of
    the data contract), dates are ``datetime64[ms]``, offsets and counts ``int32``
    and, where they may be missing, ``Int32``. The data contract and the schema in
    `policytasks.schema` describe every column.
    """

    def __init__(
        self, tables: Callable[[], Mapping[str, pa.Table]], source: Callable[[str], str]
    ) -> None:
        self._tables = tables
        self._source = source

    @cached_property
    def _arrow(self) -> Mapping[str, pa.Table]:
        return self._tables()

    @cached_property
    def documents(self) -> pd.DataFrame:
        """One row a document; key ``document_id``."""
        return _frame(self._arrow["documents"], TABLES["documents"])

    @cached_property
    def tasks(self) -> pd.DataFrame:
        """One row a unit of any kind, in reading order; key ``task_id``."""
        return _frame(self._arrow["tasks"], TABLES["tasks"])

    @cached_property
    def themes(self) -> pd.DataFrame:
        """One row a unit and theme; key ``task_id`` and ``theme_id``."""
        return _frame(self._arrow["themes"], TABLES["themes"])

    @cached_property
    def targets(self) -> pd.DataFrame:
        """One row a value that can be checked; key ``target_id``."""
        return _frame(self._arrow["targets"], TABLES["targets"])

    @cached_property
    def responsibilities(self) -> pd.DataFrame:
        """One row an agency named for a unit; key ``task_id`` and ``position``."""
        return _frame(self._arrow["responsibilities"], TABLES["responsibilities"])

    def __repr__(self) -> str:
        counts = ", ".join(f"{name} {table.num_rows}" for name, table in self._arrow.items())
        return f"Corpus({counts})"

    def source(self, document_id: str) -> str:
        """Return the text of a document, which offsets refer to.

        Raises
        ------
        SourceError
            Its file is missing or has changed since the tables were built.
        PolicyTasksError
            There is no such document.
        """
        _check_known("document", [document_id], self.documents["document_id"])
        return self._source(document_id)

    def audit(self, documents: Iterable[str] | None = None) -> Audit:
        """Return what was not understood of the documents, by default of all.

        Raises
        ------
        SourceError
            The text of a document is missing or has changed since the tables were built.
        PolicyTasksError
            There is no such document.
        """
        rows = self.documents
        if documents is not None:
            documents = list(documents)
            _check_known("document", documents, rows["document_id"])
            rows = rows[rows["document_id"].isin(documents)]
        audited = []
        for row in self._arrow["documents"].to_pylist():
            if row["document_id"] not in set(rows["document_id"]):
                continue
            source = self._source(row["document_id"])
            parsed = read(source, Document(**row), _codebook())
            ids = self.tasks.loc[self.tasks["document_id"] == row["document_id"], "task_id"]
            audited.append(audit_document(source, parsed, list(ids)))
        return Audit(audited)

    def evidence(
        self,
        *,
        theme: _Values | None = None,
        place: _Values | None = None,
        document: _Values | None = None,
        task: _Values | None = None,
        kind: _Values | None = None,
        indicator: _Values | None = None,
        agency: _Values | None = None,
        role: _Values | None = None,
        table: str | None = None,
    ) -> Evidence:
        """Return the clauses behind the rows that fulfil every condition.

        Parameters
        ----------
        theme
            theme_id of the codebook, as all conditions one or several.
        place
            place_id, or the place's Chinese or English name.
        document, task
            document_id, task_id.
        kind
            Kind of unit (task, duty, …) or of target (quantity, …).
        indicator
            indicator_id, or an indicator as written.
        agency
            agency_id, or an agency as written.
        role
            lead, support or responsible.
        table
            Whose rows to return: themes, targets, responsibilities or tasks; by
            default those that the conditions are about. A condition on another
            table holds for the unit: ``theme="meals", table="targets"`` gives the
            targets of the units that act on meals.

        Returns
        -------
        Evidence
            A frame with the rows in reading order.

        Raises
        ------
        PolicyTasksError
            A value does not exist in the corpus; the message lists those that do.

        Examples
        --------
        ``corpus.evidence(theme="smart_care", place="jining")``
        """
        asked = {
            name: [values] if isinstance(values, str) else list(values)
            for name, values in {
                "theme": theme,
                "place": place,
                "document": document,
                "task": task,
                "kind": kind,
                "indicator": indicator,
                "agency": agency,
                "role": role,
            }.items()
            if values is not None
        }
        fulfilled: dict[str, pd.Series] = {}
        for name, values in asked.items():
            about, columns = self._condition(name, values)
            frame = getattr(self, about)
            known = [frame[column] for column in columns]
            _check_known(name, values, *known)
            holds = pd.concat([column.isin(values) for column in known], axis=1).any(axis=1)
            fulfilled[about] = fulfilled.get(about, True) & holds
        if table is None:
            table = next((name for name in _MOST_TELLING_FIRST if name in fulfilled), "tasks")
        elif table not in _MOST_TELLING_FIRST:
            raise PolicyTasksError(
                f"there is no evidence in a table {table!r}",
                remedy=f"ask for one of {', '.join(_MOST_TELLING_FIRST)}",
            )
        rows = getattr(self, table)
        if table in fulfilled:
            rows = rows[fulfilled[table]]
        for about, holds in fulfilled.items():
            if about != table:
                link = "document_id" if about == "documents" else "task_id"
                rows = rows[rows[link].isin(getattr(self, about).loc[holds, link])]
        return self._evidence(table, rows, asked.get("theme", []))

    def _condition(self, name: str, values: Iterable[str]) -> tuple[str, tuple[str, ...]]:
        """Return the table that a condition is about, and the columns that may fulfil it."""
        if name != "kind":
            return _CONDITIONS[name]
        of_targets = TABLES["targets"].categories["kind"]
        return ("targets" if set(values) <= set(of_targets) else "tasks"), ("kind",)

    def _evidence(self, table: str, rows: pd.DataFrame, themes: Collection[str]) -> Evidence:
        rows = rows.copy()
        if table == "tasks":
            texts = {name: self.source(name) for name in rows["document_id"].unique()}
            rows["quote"] = [
                without_space(texts[document_id][start:end])
                for document_id, start, end in zip(
                    rows["document_id"], rows["start"], rows["end"], strict=True
                )
            ]
            matched = [_mentions(quote, themes) for quote in rows["quote"]]
        else:
            titles = self.tasks.set_index("task_id")["title"]
            rows["title"] = rows["task_id"].map(titles)
            if table == "themes":
                matched = [
                    _mentions(quote, [theme_id])
                    for theme_id, quote in zip(rows["theme_id"], rows["quote"], strict=True)
                ]
            elif table == "targets":
                matched = list(map(_words_of_target, rows.to_dict("records")))
            else:
                matched = [(agency,) for agency in rows["agency"]]
        rows["matched"] = pd.Series(matched, index=rows.index, dtype=object)
        rest = [name for name in rows.columns if name not in (*_EVIDENCE_HEAD, *_EVIDENCE_TAIL)]
        return Evidence(rows[[*_EVIDENCE_HEAD, *rest, *_EVIDENCE_TAIL]].reset_index(drop=True))


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
_LISTED_AT_MOST = 40


def _check_known(name: str, values: Iterable[str], *columns: pd.Series) -> None:
    """Raise PolicyTasksError for a value that stands in none of the columns."""
    first = columns[0]
    known = (
        list(first.cat.categories)
        if isinstance(first.dtype, pd.CategoricalDtype)
        else list(first.dropna().unique())
    )
    if name == "theme":
        # A theme on which no unit acts is still a theme.
        known = list(dict.fromkeys([*(theme.id for theme in _codebook().themes), *known]))
    for value in values:
        if value not in known and not any((column == value).any() for column in columns):
            more = len(known) - _LISTED_AT_MOST
            raise PolicyTasksError(
                f"there is no {name} {value!r}",
                remedy=f"there are {', '.join(known[:_LISTED_AT_MOST])}"
                + (f" and {more} more" if more > 0 else ""),
            )


def _mentions(quote: str, theme_ids: Collection[str]) -> tuple[str, ...]:
    """Return the words of a quote that show the themes, each once.

    None show a theme that the codebook has no longer.
    """
    view = View.of(quote)
    found = (
        view.ink[start:end]
        for theme in _codebook().themes
        if theme.id in theme_ids
        for start, end in find_mentions(view.text, theme)
    )
    return tuple(dict.fromkeys(found))


def _words_of_target(row: Mapping[str, Any]) -> tuple[str, ...]:
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


def _text(value: object) -> str:
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


def _frame(table: pa.Table, schema: TableSchema) -> pd.DataFrame:
    """Turn a table into a frame of the types that `Corpus` promises."""
    frame = table.to_pandas(date_as_object=False)
    for field in schema.arrow:
        if field.name in schema.categories:
            declared, column = list(schema.categories[field.name]), frame[field.name]
            # A file names only the categories that occur in it; setting them is slow.
            if list(column.cat.categories) != declared:
                frame[field.name] = column.cat.set_categories(declared)
        elif field.nullable and pa.types.is_integer(field.type):
            frame[field.name] = table[field.name].to_pandas(
                types_mapper={pa.int32(): pd.Int32Dtype()}.get
            )
    return frame
