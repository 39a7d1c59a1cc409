"""Flat tables: the page has lost the rows, and cells follow each other line by line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policytasks.codebook import Codebook
from policytasks.reading.annex.rows import (
    LONGEST_NAME,
    AnnexRow,
    Cells,
    Table,
    heads_a_task_list,
    is_section,
    is_time_limit,
    names_agencies,
    number_of,
    runs_of_heads,
    stretches,
    words,
)
from policytasks.reading.drafts import Stretch
from policytasks.reading.view import Break, View
from policytasks.roles import ROLES

__all__ = ["flat_table"]

_FEWEST_COLUMNS = 3
# How far a number may jump: a list skips a number by mistake, not a dozen.
_LARGEST_GAP = 3
# How an empty cell is printed.
_NOBODY = frozenset(("无", "/", "-", "—", "——", "--"))
# 规划处、人事处 in a column beside that of the agencies
_OFFICES = re.compile(r"[一-鿿]{2,6}[处科室股](?:[、,;][一-鿿]{2,6}[处科室股])*")


def flat_table(view: View, start: int, end: int, codebook: Codebook) -> Table | None:
    """Read the flat task list in ``view.text[start:end]``; None if there is none."""
    for parting in (Break.PARAGRAPH, Break.LINE, Break.SPACE):
        cells = stretches(view, start, end, parting)
        head = _head(list(map(codebook.roles.column, words(view, cells))))
        if head:
            after, columns = head
            rows = list(_Reader(view, cells[after:], columns, codebook).rows())
            if rows:
                return Table(rows[0].start, rows[-1].end, rows)
    return None


def _head(columns: list[str | None]) -> tuple[int, list[str]] | None:
    """Find the head among cells that head columns, or nothing.

    Returns the index of the first cell after it, and the columns in order.
    """
    for index, run in runs_of_heads(columns):
        if len(run) >= _FEWEST_COLUMNS and heads_a_task_list(run):
            # The list's title (重点任务清单) may look like a column; numbers stand first.
            numbered = run[run.index("number") :] if "number" in run else run
            return index + len(run), numbered if heads_a_task_list(numbered) else run
    return None


class _Reader:
    """Reads a flat table cell by cell.

    A row opens with text after agencies or a deadline, or with a number. A
    cell that the page cut in two continues the text before it. A row that
    lacks agencies or a deadline shares the merged cell of the row above it.
    """

    def __init__(self, view: View, cells: Cells, columns: list[str], codebook: Codebook) -> None:
        self.view = view
        self.cells = cells
        self.numbers = {number_of(view.text[slice(*cell)]) for cell in cells}
        self.codebook = codebook
        self.is_numbered = columns[0] == "number"
        self.agency_columns = [column for column in columns if column in ROLES]
        self.section: Stretch | None = None
        # The item under way: its number, where it starts, and its name, which may turn out to
        # be its only text.
        self.number: int | None = None
        self.start_of_item: int | None = None
        self.name: Stretch | None = None
        self.row: AnnexRow | None = None
        self.closed: AnnexRow | None = None
        self.expected: int | None = None

    def rows(self) -> Iterator[AnnexRow]:
        """Yield the rows in order."""
        for cell in self.cells:
            text = self.view.text[slice(*cell)]
            value = number_of(text)
            if value is not None and self._counts_on(value):
                yield from self._open_item(value, cell)
            elif is_section(text) and (self.row is None or self._has_lead()):
                self._row_under_way()
                yield from self._close_row()
                self._forget_item()
                self.section = cell
            elif is_time_limit(text) and self._row_under_way():
                self._answer(cell)
            elif self._is_answer(cell, text) and self._row_under_way():
                self._answer(cell, text)
            elif self._belongs_to_item():
                yield from self._add_text(cell, text)
        # What follows the table (an editor's name, a signature) has no cells of its own.
        if self.row and self.row.is_answered:
            yield from self._close_row()

    def _has_lead(self) -> bool:
        return self.row is not None and bool(
            self.row.agencies["lead"] or self.row.agencies["responsible"]
        )

    def _counts_on(self, value: int) -> bool:
        """Tell whether a number is the next item's; an excerpt may count on from any."""
        if self.expected is not None:
            return self.expected <= value <= self.expected + _LARGEST_GAP
        return value == 1 or value + 1 in self.numbers

    def _row_under_way(self) -> AnnexRow | None:
        """Return the row under way; an item's only text is a row, not the name of rows to come."""
        if self.row is None and self.name is not None:
            self.row = AnnexRow(self.number, self.section, None, [self.name], end=self.name[1])
            self.row.start = self.name[0] if self.start_of_item is None else self.start_of_item
        return self.row

    def _is_answer(self, cell: Stretch, text: str) -> bool:
        """Tell whether a cell names agencies, offices of those before it, or says that none."""
        if text in _NOBODY or names_agencies(self.view, cell, self.codebook):
            return True
        lacks_answers = self.row is not None and 0 < self.row.answers < len(self.agency_columns)
        return lacks_answers and _OFFICES.fullmatch(text) is not None

    def _answer(self, cell: Stretch, names: str | None = None) -> None:
        """Put a cell of agencies, or without ``names`` a time limit, into the row under way."""
        row = self.row
        if row is None:
            return
        if names is None:
            row.deadline = cell
        else:
            column = self.agency_columns[min(row.answers, len(self.agency_columns) - 1)]
            row.agencies[column].append((cell[1], cell[1]) if names in _NOBODY else cell)
        row.end = cell[1]
        self.start_of_item = None

    def _belongs_to_item(self) -> bool:
        return not self.is_numbered or self.number is not None or self.row is not None

    def _add_text(self, cell: Stretch, text: str) -> Iterator[AnnexRow]:
        """Take a cell as the name of the item, as a new row's text or as more of a row's text."""
        may_be_name = len(text) <= LONGEST_NAME and text[-1] not in "。;"
        if self.name is None and self.row is None and may_be_name:
            self.name = cell
            if self.start_of_item is None:
                self.start_of_item = cell[0]
        elif self.row is None or self.row.is_answered:
            yield from self._close_row()
            begin = cell[0] if self.start_of_item is None else self.start_of_item
            self.row = AnnexRow(
                self.number, self.section, self.name, [cell], start=begin, end=cell[1]
            )
            self.start_of_item = None
        else:
            self.row.text.append(cell)
            self.row.end = cell[1]

    def _open_item(self, number: int, cell: Stretch) -> Iterator[AnnexRow]:
        row = self._row_under_way()
        if row and self.closed and self._is_heading(row):
            self.section = row.text[0][0], row.text[-1][1]
            self.row = None
        yield from self._close_row()
        self._forget_item()
        self.number, self.start_of_item, self.expected = number, cell[0], number + 1

    def _is_heading(self, row: AnnexRow) -> bool:
        """Tell a heading, short and without cells of its own, from a row of a numbered table."""
        follows_number = row.start < row.text[0][0]
        is_short = row.text[-1][1] - row.text[0][0] <= LONGEST_NAME
        return self.is_numbered and is_short and not (row.is_answered or follows_number)

    def _close_row(self) -> Iterator[AnnexRow]:
        row, self.row = self.row, None
        if row:
            row.fill_from(self.closed, self.view, self.codebook)
            self.closed = row
            yield row

    def _forget_item(self) -> None:
        self.number = self.start_of_item = self.name = self.row = None
