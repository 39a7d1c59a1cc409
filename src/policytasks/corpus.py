"""The tables as pandas frames, and the clauses behind them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from datetime import date
from functools import cache, cached_property
from pathlib import Path

import pandas as pd
import pyarrow as pa

from policytasks.audit import Audit, audit_document
from policytasks.codebook import Codebook, load_codebook
from policytasks.corrections import Corrections, apply_corrections, load_corrections, on_no_document
from policytasks.documents import describe
from policytasks.errors import PolicyTasksError
from policytasks.evidence import Evidence, Values, find_evidence
from policytasks.model import Document
from policytasks.paths import PathFinder
from policytasks.reading import read
from policytasks.schema import TABLES, TableSchema
from policytasks.selection import (
    Names,
    check_names,
    chosen_documents,
    names,
    of_documents,
    on_themes,
)
from policytasks.sources import read_source
from policytasks.tables import read_tables, tabulate, task_ids, to_arrow

__all__ = ["Corpus", "Evidence", "load", "parse"]


def load(dir: Path | str | None = None, *, sources: Path | str | None = None) -> Corpus:
    """Read the tables that ``policytasks build`` or ``policytasks parse`` wrote.

    Parameters
    ----------
    dir
        Folder with the Parquet files; by default the project's
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

    def decided() -> Corrections:
        beside = folder.parent
        if not (beside / "sources").is_dir() and (root := PathFinder.find().root):
            beside = root / "data"
        return load_corrections(beside / "corrections", _codebook())

    return Corpus(lambda: tables, source, decided)


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
    document = describe(
        text,
        document_id=document_id,
        place_id=place_id,
        place_zh=place_zh,
        place_en=place_en,
        level=level,
        title=title,
        number=number,
        issuer=issuer,
        issued=issued,
        published=published,
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
    """Documents as tidy tables, and the way back to their words.

    `load` and `parse` make it. Identifiers and texts are of pandas' ``str`` type,
    fixed categories are categorical (with all of their values, in the order of
    the data contract), dates are ``datetime64[ms]``, offsets and counts ``int32``
    and, where they may be missing, ``Int32``. The data contract and the schema in
    `policytasks.schema` describe every column.

    Attributes
    ----------
    chosen_themes
        The themes that `select` chose; None where it chose none.
    before_themes
        The same documents with all of their units: what the shares of a chosen theme
        are shares of.
    """

    def __init__(
        self,
        tables: Callable[[], Mapping[str, pa.Table]],
        source: Callable[[str], str],
        decided: Callable[[], Corrections] = lambda: Corrections({}, ""),
    ) -> None:
        self._tables = tables
        self._source = source
        self._decided = decided
        self.chosen_themes: tuple[str, ...] | None = None
        self.before_themes = self

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

    @cached_property
    def clauses(self) -> pd.DataFrame:
        """One row a clause of a unit, with what it answers; key ``clause_id``."""
        return _frame(self._arrow["clauses"], TABLES["clauses"])

    @cached_property
    def citations(self) -> pd.DataFrame:
        """One row a document that a plan names; key ``citation_id``."""
        return _frame(self._arrow["citations"], TABLES["citations"])

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
        check_names("document", [document_id], self.documents["document_id"])
        return self._source(document_id)

    def document(self, document_id: str) -> Document:
        """Return what is known of a document, as reading takes it.

        Raises
        ------
        PolicyTasksError
            There is no such document.
        """
        check_names("document", [document_id], self.documents["document_id"])
        rows = self._arrow["documents"].to_pylist()
        row = next(row for row in rows if row["document_id"] == document_id)
        return Document(**{field.name: row[field.name] for field in fields(Document)})

    def select(
        self,
        *,
        places: Names | None = None,
        documents: Names | None = None,
        levels: Names | None = None,
        themes: Names | None = None,
        since: date | str | None = None,
        until: date | str | None = None,
    ) -> Corpus:
        """Return the part of the corpus that fulfils every condition.

        Parameters
        ----------
        places
            place_id, or the place's Chinese or English name; one or several.
        documents
            document_id.
        levels
            province, prefecture or county.
        themes
            theme_id of the codebook. The units that act on one of them stay, a task
            with its annex rows, and the documents that have such a unit.
        since, until
            First and last day on which a document was issued, else published: a date,
            or its year, month or day as text (``2021``, ``2021-05``). A document
            without a date is left out.

        Raises
        ------
        PolicyTasksError
            There is no such place, document, level or theme (the message names those
            that are near), something is no date, or nothing is left.

        Examples
        --------
        ``corpus.select(places=["jining", "tongchuan"], since="2020")``
        """
        ids = chosen_documents(
            self.documents, places=places, ids=documents, levels=levels, since=since, until=until
        )
        chosen = of_documents(self._arrow, ids)
        part = Corpus(lambda: chosen, self._source, lambda: self._decided().on(ids))
        if themes is None:
            return part
        wanted = names(themes)
        coded = [str(theme) for theme in self.themes["theme_id"].unique()]
        check_names("theme", wanted, [*(theme.id for theme in _codebook().themes), *coded])
        acting = on_themes(chosen, wanted)
        if not acting["tasks"].num_rows:
            raise PolicyTasksError(
                f"no unit of {len(ids)} documents acts on {', '.join(wanted)}",
                remedy="choose other themes or more documents",
            )
        narrowed = Corpus(lambda: acting, self._source, part._decided)
        narrowed.chosen_themes, narrowed.before_themes = wanted, part
        return narrowed

    def audit(self, documents: Iterable[str] | None = None) -> Audit:
        """Return what was not understood of the documents, by default of all.

        It is about the program's own reading, and names the corrections that were not
        applied to it.

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
            check_names("document", documents, rows["document_id"])
            rows = rows[rows["document_id"].isin(documents)]
        decided = self._decided()
        audited = []
        for document_id in rows["document_id"]:
            source = self._source(document_id)
            parsed = read(source, self.document(document_id), _codebook())
            corrections = decided.of(document_id)
            left: list[tuple[str, int, str]] = []
            if corrections:
                read_rows = tabulate(parsed, source)
                applied = apply_corrections(read_rows, source, corrections, _codebook())
                left = [unplaced.as_found for unplaced in applied.unplaced]
            ids = task_ids(document_id, len(parsed.tasks))
            audited.append(audit_document(source, parsed, ids, left))
        lost = on_no_document(decided, set(self.documents["document_id"]))
        return Audit(audited, map(str, lost) if documents is None else ())

    def evidence(
        self,
        *,
        theme: Values | None = None,
        place: Values | None = None,
        document: Values | None = None,
        task: Values | None = None,
        kind: Values | None = None,
        indicator: Values | None = None,
        agency: Values | None = None,
        role: Values | None = None,
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
        conditions = {
            **{"theme": theme, "place": place, "document": document, "task": task},
            **{"kind": kind, "indicator": indicator, "agency": agency, "role": role},
        }
        return find_evidence(self, conditions, table, _codebook())


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
