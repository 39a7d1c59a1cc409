"""The rows of one document while they are corrected, and how a decision finds its own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from policytasks.corrections.decisions import Correction, folded
from policytasks.model import Span
from policytasks.reading.view import View
from policytasks.schema import TABLES, Columns

__all__ = ["NoPlace", "Row", "Rows"]


class NoPlace(Exception):
    """A decision does not find its row or its words; says why."""


class Row:
    """A row: what was read, what it holds now, and whose decisions made the difference."""

    __slots__ = ("added_by", "changed_by", "deleted_by", "read", "table", "values")

    def __init__(self, table: str, values: dict[str, Any]) -> None:
        self.table = table
        self.values = values
        self.read = dict(values)
        self.changed_by: dict[str, Correction] = {}
        self.added_by: Correction | None = None
        self.deleted_by: Correction | None = None

    @property
    def decided_by(self) -> Correction | None:
        """A decision that gave the row something it must keep."""
        return self.added_by or next(iter(self.changed_by.values()), None)

    @property
    def key(self) -> tuple[Any, ...]:
        """What no other row of the table may have."""
        return tuple(self.values[name] for name in TABLES[self.table].key)

    @property
    def span(self) -> Span:
        """Where its words stand in the source."""
        return Span(self.values["start"], self.values["end"])

    def has(self, wanted: Mapping[str, Any]) -> bool:
        """Whether it has these values now, or was read with them."""
        return all(value in (self.values[n], self.read[n]) for n, value in wanted.items())


class Rows:
    """All rows of one document, with its text.

    Parameters
    ----------
    tables
        As they were read.
    source
        The text, as decoded.
    """

    def __init__(self, tables: Mapping[str, Columns], source: str) -> None:
        self.view = View.of(source)
        self.tables: dict[str, list[Row]] = {
            name: [
                Row(name, dict(zip(columns, values, strict=True)))
                for values in zip(*columns.values(), strict=True)
            ]
            for name, columns in tables.items()
        }
        self._unit_places: list[tuple[Row, int, int]] = []
        self._by_quote: dict[tuple[str, str], list[Row]] = {}
        for name, rows in self.tables.items():
            if "quote" in TABLES[name].columns:
                for row in rows:
                    self.remember(row)

    def remember(self, row: Row) -> None:
        """Let a row be found by its quote."""
        quote = folded(row.values["quote"])
        self._by_quote.setdefault((row.table, quote), []).append(row)

    @property
    def document(self) -> Row:
        """The row of the document itself."""
        return self.tables["documents"][0]

    def units(self, opening: str) -> list[Row]:
        """Return the units that open with these words; deleted ones only where no other does."""
        if len(self._unit_places) != len(self.tables["tasks"]):
            position = self.view.position
            self._unit_places = [
                (unit, position(unit.values["start"]), position(unit.values["end"]))
                for unit in self.tables["tasks"]
            ]
        text = self.view.text
        return _living(
            unit for unit, *place in self._unit_places if text.startswith(opening, *place)
        )

    def unit_id(self, opening: str | None) -> str | None:
        """Return the id of the one unit that opens with these words; None for None.

        Raises
        ------
        NoPlace
            None does, or several do.
        """
        if opening is None:
            return None
        units = self.units(opening)
        if len(units) != 1:
            raise NoPlace(f"{len(units) or 'no'} units open with {opening!r}")
        (unit_id,) = units[0].key
        return str(unit_id)

    def find(self, correction: Correction) -> Row:
        """Return the row that a decision is about.

        Raises
        ------
        NoPlace
            None is, or several are alike.
        """
        table = correction.table
        if table == "documents":
            return self.document
        if table == "tasks":
            found = self.units(correction.quote)
        else:
            found = self._by_quote.get((table, correction.quote), [])
            if correction.unit:
                ids = {unit.values["task_id"] for unit in self._units_of(correction)}
                found = [row for row in found if row.values["task_id"] in ids]
        found = _living([row for row in found if row.has(correction.key)])
        if not found:
            where = "this unit" if correction.unit else "the document"
            if correction.quote not in self.view.text:
                raise NoPlace("its words stand no longer in the text")
            raise NoPlace(f"{where} has no such row of {table} any more")
        if len(found) > 1 and correction.action == "change":
            found = [row for row in found if row.has({correction.field: correction.old})] or found
        return self._one(found, correction)

    def _units_of(self, correction: Correction) -> list[Row]:
        units = self.units(correction.unit)
        if not units:
            raise NoPlace("no unit opens with the words of column unit any more")
        return units

    def _one(self, found: list[Row], correction: Correction) -> Row:
        """Choose among rows that are alike: the one at the offset, or near it in one unit."""
        start = correction.start
        there = [row for row in found if row.values["start"] == start]
        if len(found) == 1 or len(there) == 1:
            return (there or found)[0]
        # A text that was imported anew moves units, seldom what stands within one.
        in_one_unit = len({row.values.get("task_id") for row in found}) == 1
        if start is not None and in_one_unit:
            return min(found, key=lambda row: abs(row.values["start"] - start))
        raise NoPlace(f"{len(found)} rows of {correction.table} are like this, at other offsets")

    def place(self, correction: Correction) -> tuple[Row | None, Span, str]:
        """Return the unit, the stretch and the quote of a row to add.

        Raises
        ------
        NoPlace
            The words do not stand there, or several times.
        """
        units: list[Row | None] = [None]
        if correction.unit:
            units = list(self._units_of(correction))
        found = [
            (unit, *self.view.cite(position, position + len(correction.quote)))
            for unit in units
            for position in self._positions(correction.quote, unit)
        ]
        if not found:
            raise NoPlace(
                "its words stand no longer "
                + ("in this unit" if correction.unit else "in the text")
            )
        start = correction.start
        there = [each for each in found if each[1].start == start]
        if len(found) == 1 or len(there) == 1:
            return (there or found)[0]
        if start is not None and len(units) == 1:
            return min(found, key=lambda each: abs(each[1].start - start))
        raise NoPlace(f"its words stand {len(found)} times, at other offsets")

    def _positions(self, quote: str, unit: Row | None) -> Iterator[int]:
        first, last = 0, len(self.view.text)
        if unit:
            first, last = map(self.view.position, unit.span)
        position = self.view.text.find(quote, first, last)
        while position >= 0:
            yield position
            position = self.view.text.find(quote, position + 1, last)

    def insert(self, row: Row) -> None:
        """Put a row at its place in the order of reading."""
        starts = {unit.key[0]: unit.values["start"] for unit in self.tables["tasks"]}

        def order(each: Row) -> tuple[int, int]:
            start = each.values["start"]
            return starts.get(each.values.get("task_id"), start), start

        if row.table == "tasks":
            starts = {}
        rows, own = self.tables[row.table], order(row)
        index = next((i for i, other in enumerate(rows) if order(other) > own), len(rows))
        rows.insert(index, row)
        if "quote" in row.values:
            self.remember(row)

    def siblings(self, row: Row) -> list[Row]:
        """Return the rows of the same table and, where it has units, of the same unit."""
        unit = row.values.get("task_id") if row.table != "tasks" else None
        rows = self.tables[row.table]
        return rows if unit is None else [each for each in rows if each.values["task_id"] == unit]

    def depend_on(self, row: Row) -> Iterator[tuple[Row, str]]:
        """Yield the living rows that name this one, and the column in which they do."""
        if len(TABLES[row.table].key) != 1:
            return
        for name, schema in TABLES.items():
            for column, other in schema.references.items():
                if other == row.table:
                    for each in self.tables[name]:
                        if not each.deleted_by and each.values[column] == row.key[0]:
                            yield each, column


def _living(rows: Iterable[Row]) -> list[Row]:
    """Leave out the deleted rows, unless there are no others."""
    found = list(rows)
    return [row for row in found if not row.deleted_by] or found
