"""Decisions applied to the rows that were read from one document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from policytasks.codebook import Codebook
from policytasks.corrections.adding import added_values
from policytasks.corrections.decisions import Correction, Corrections
from policytasks.corrections.rows import NoPlace, Row, Rows
from policytasks.corrections.values import is_reference_to_own_table, printed_value
from policytasks.errors import CorrectionError, TableError
from policytasks.model import Document
from policytasks.reading import read
from policytasks.schema import TABLES, Columns
from policytasks.tables import tabulate

__all__ = ["Applied", "Unplaced", "apply_corrections", "apply_to_reading", "on_no_document"]

# Two rows with the same words are the same row where these agree.
_DISTINCT = ("task_id", "theme_id", "agency", "role", "kind", "value")


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A decision that was not applied, and why."""

    correction: Correction
    reason: str

    @property
    def as_found(self) -> tuple[str, int, str]:
        """Its words, where they stood, and why it was not applied, with its file and line."""
        cells = self.correction.cells
        return cells.quote, cells.start or 0, f"{self.correction.where}: {self.reason}"

    def __str__(self) -> str:
        return (
            f"{self.correction.where}: is not applied: {self.reason} "
            "(look at the text and write the row anew, or take it out)"
        )


@dataclass(frozen=True, slots=True)
class Applied:
    """Corrected tables, how many rows were changed in which way, and what found no place."""

    tables: dict[str, Columns]
    counts: Counter[str]
    unplaced: tuple[Unplaced, ...]


def on_no_document(decided: Corrections, documents: Collection[str]) -> list[Unplaced]:
    """Return the decisions on documents that are none of these."""
    return [
        Unplaced(correction, f"no document {document_id!r} is registered")
        for document_id, corrections in decided.by_document.items()
        if document_id not in documents
        for correction in corrections
    ]


def apply_corrections(
    tables: Mapping[str, Columns],
    source: str,
    corrections: Sequence[Correction],
    codebook: Codebook,
) -> Applied:
    """Apply the decisions on one document.

    Parameters
    ----------
    tables
        The document's rows as `policytasks.tables.tabulate` returns them.
    source
        Its text, as decoded.
    corrections
        The decisions, in the order of their files. Each may build on another, whatever
        their order.
    codebook
        Names the function of an added agency.

    Raises
    ------
    CorrectionError
        Two decisions contradict each other, or a corrected row breaks the schema.
    """
    if not corrections:
        return Applied(dict(tables), Counter(), ())
    return _Work(Rows(tables, source), codebook).apply(corrections)


def apply_to_reading(
    source: str, document: Document, corrections: Sequence[Correction], codebook: Codebook
) -> Applied:
    """Read a document and apply decisions to its rows, without writing anything.

    Raises
    ------
    CorrectionError
        Two decisions contradict each other, or a corrected row breaks the schema.
    """
    tables = tabulate(read(source, document, codebook), source)
    return apply_corrections(tables, source, corrections, codebook)


class _Work:
    """One document's corrections under way."""

    def __init__(self, rows: Rows, codebook: Codebook) -> None:
        self.rows = rows
        self.codebook = codebook
        self.with_their_unit = 0

    def apply(self, corrections: Sequence[Correction]) -> Applied:
        # Rows of an added unit need it, and added units need their order.
        waiting = sorted(
            corrections,
            key=lambda c: (0, c.start or 0) if (c.action, c.table) == ("add", "tasks") else (1, 0),
        )
        reasons: dict[int, str] = {}
        left: list[Correction] = []
        while waiting and len(left) != len(waiting):
            left, waiting = waiting, []
            for correction in left:
                try:
                    getattr(self, f"_{correction.action}")(correction)
                except NoPlace as reason:
                    reasons[id(correction)] = str(reason)
                    waiting.append(correction)
        unplaced = [Unplaced(c, reasons[id(c)]) for c in corrections if c in waiting]
        return Applied(self._tables(), self._counts(), tuple(unplaced))

    def _change(self, correction: Correction) -> None:
        row = self.rows.find(correction)
        if row.deleted_by:
            raise _contradiction(correction, row.deleted_by)
        name = correction.field
        old, new = correction.old, correction.new
        if is_reference_to_own_table(correction.table, name):
            # The decision names another unit by the words with which it opens.
            old, new = (self.rows.unit_id(opening) for opening in (old, new))
        now, by = row.values[name], row.changed_by.get(name, row.added_by)
        if now == old:
            row.values[name] = new
            row.changed_by[name] = correction
        elif now == new and by:
            return
        elif by and old == row.read[name]:
            raise _contradiction(correction, by)
        elif now == new:
            raise NoPlace(f"the program reads {_quoted(new)} by itself now")
        else:
            raise NoPlace(f"{name} is {_quoted(now)} now, not {_quoted(correction.old)}")

    def _delete(self, correction: Correction) -> None:
        row = self.rows.find(correction)
        if row.deleted_by:
            return
        if row.decided_by:
            raise _contradiction(correction, row.decided_by)
        row.deleted_by = correction
        for dependent, column in list(self.rows.depend_on(row)):
            if dependent.decided_by:
                raise _contradiction(correction, dependent.decided_by)
            if TABLES[dependent.table].arrow.field(column).nullable:
                dependent.values[column] = None
                dependent.changed_by[column] = correction
            else:
                dependent.deleted_by = correction
                self.with_their_unit += 1

    def _add(self, correction: Correction) -> None:
        unit, span, quote = self.rows.place(correction)
        if unit and unit.deleted_by:
            raise _contradiction(correction, unit.deleted_by)
        values = added_values(self.rows, correction, unit, span, quote, self.codebook)
        row = Row(correction.table, values)
        siblings = self.rows.siblings(row)
        # Every one is asked: any may contradict.
        if not any([_is_there(row, other, correction) for other in siblings]):
            row.added_by = correction
            self.rows.insert(row)

    def _tables(self) -> dict[str, Columns]:
        """Return the rows as columns, checked where a decision made them."""
        tables: dict[str, Columns] = {}
        for name, rows in self.rows.tables.items():
            kept = [row for row in rows if not row.deleted_by]
            if name == "responsibilities":
                _number(kept)
            keys: dict[tuple[Any, ...], Row] = {}
            for row in kept:
                if row.decided_by:
                    row.values["origin"] = "added" if row.added_by else "corrected"
                    _check(row)
                other = keys.setdefault(row.key, row)
                if other is not row:
                    raise _repeated(row, other)
            tables[name] = {
                column: [row.values[column] for row in kept] for column in TABLES[name].columns
            }
        return tables

    def _counts(self) -> Counter[str]:
        counts: Counter[str] = Counter()
        for rows in self.rows.tables.values():
            for row in rows:
                if row.deleted_by:
                    counts["deleted"] += 1
                elif row.added_by:
                    counts["added"] += 1
                elif row.changed_by:
                    counts["corrected"] += 1
        counts["deleted with their unit"] = self.with_their_unit
        counts["deleted"] -= self.with_their_unit
        return +counts


def _is_there(row: Row, other: Row, correction: Correction) -> bool:
    """Whether another decision adds the same row already.

    Raises
    ------
    NoPlace
        The program reads it, or something that excludes it.
    CorrectionError
        Another decision deletes it or adds a different one in its place.
    """
    if row.table == "tasks":
        is_same = row.span == other.span
        excludes = other.span.start < row.span.end and row.span.start < other.span.end
    else:
        is_same = row.span == other.span and all(
            row.values[name] == other.values[name] for name in _DISTINCT if name in row.values
        )
        excludes = is_same or (row.table == "themes" and row.key == other.key)
    if other.deleted_by:
        if is_same and row.table != "tasks":
            raise _contradiction(correction, other.deleted_by)
        return False
    if not excludes:
        return False
    if other.decided_by is None:
        which = f"the unit {other.key[0]}" if row.table == "tasks" else f"such a row of {row.table}"
        raise NoPlace(f"the program reads {which} there, and nothing deletes it")
    if not (is_same and other.added_by and other.added_by.values == correction.values):
        raise _contradiction(correction, other.decided_by)
    return True


def _number(rows: Sequence[Row]) -> None:
    """Count the agencies of each unit anew."""
    counts: Counter[str] = Counter()
    for row in rows:
        counts[row.values["task_id"]] += 1
        row.values["position"] = counts[row.values["task_id"]]


def _check(row: Row) -> None:
    """Hold that a row that decisions made is one that the schema allows."""
    wheres = [c.where for c in (row.added_by, *row.changed_by.values()) if c]
    try:
        TABLES[row.table].check(
            {name: [value] for name, value in row.values.items()},
            where="; ".join(dict.fromkeys(wheres)),
            remedy="give the row values that go together",
        )
    except TableError as error:
        raise CorrectionError(error.problem, where=error.where, remedy=error.remedy) from None


def _repeated(row: Row, other: Row) -> CorrectionError:
    decided = row.decided_by or other.decided_by
    key = ", ".join(map(str, row.key))
    return CorrectionError(
        f"gives {row.table} a second row {key}",
        where=decided.where if decided else "",
        remedy="delete one of the two rows",
    )


def _contradiction(one: Correction, other: Correction) -> CorrectionError:
    return CorrectionError(
        f"contradicts the correction at {other.where}",
        where=one.where,
        remedy="take one of the two out",
    )


def _quoted(value: Any) -> str:
    return repr(printed_value(value)) if value is not None else "missing"
