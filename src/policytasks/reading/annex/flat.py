"""Flat tables: the page has lost the rows, and cells follow each other line by line.

A task list is told by the count of its columns. The two of a division of duties (部门, 职责)
are too few for that; the names of departments on lines of their own tell its rows. So they do
where a list has them for headings.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from policytasks.codebook import Codebook
from policytasks.reading.annex.rows import (
    BEHIND_TABLE,
    LONGEST_NAME,
    AnnexRow,
    Cells,
    Table,
    heads_a_task_list,
    heads_duties,
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
from policytasks.words.documents import DATE
from policytasks.words.ordinals import read_ordinal

__all__ = ["flat_duties", "flat_list_of_duties", "flat_table"]

_FEWEST_COLUMNS = 3
# How far a number may jump: a list skips a number by mistake, not a dozen.
_LARGEST_GAP = 3
# How an empty cell is printed.
_NOBODY = frozenset(("无", "/", "-", "—", "——", "--"))
# 规划处、人事处 in a column beside that of the agencies
_OFFICES = re.compile(r"[一-鿿]{2,6}[处科室股](?:[、,;][一-鿿]{2,6}[处科室股])*")
_FEWEST_DEPARTMENTS = 2
_MOST_COLUMNS_OF_DUTIES = 4
_LONGEST_NUMBER = 4
# The title of a list by department, and within how many lines it stands.
_TITLE = re.compile("[^,。;:]{0,24}(?:职责|分工)[^,。;:]{0,6}")
_LONGEST_TITLE_PAGE = 6
# A signature stands behind the table: 某县人民政府办公室, 2023年5月6日.
_SIGNED = re.compile(DATE)


def flat_table(view: View, start: int, end: int, codebook: Codebook) -> Table | None:
    """Read the flat task list in ``view.text[start:end]``; None if there is none."""
    for parting in (Break.PARAGRAPH, Break.LINE, Break.SPACE):
        cells = stretches(view, start, end, parting)
        head = _head(map(codebook.roles.column, words(view, cells)))
        if head:
            after, columns = head
            rows = _Reader(view, cells[after:], columns, codebook).rows()
            if rows:
                return Table(rows[0].start, rows[-1].end, rows)
    return None


def _head(columns: Iterable[str | None]) -> tuple[int, list[str]] | None:
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
        self.numbers = set(map(number_of, words(view, cells)))
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
        self.closed: list[AnnexRow] = []
        self.expected: int | None = None

    def rows(self) -> list[AnnexRow]:
        """Return the rows in order."""
        for cell in self.cells:
            text = self.view.text[slice(*cell)]
            value = number_of(text)
            if value is not None and self._counts_on(value):
                self._open_item(value, cell)
            elif is_section(text) and (self.row is None or self._has_lead(self.row)):
                self._row_under_way()
                self._close_item()
                self.section = cell
            elif is_time_limit(text) and (row := self._row_under_way()):
                row.deadline = cell
                row.end = cell[1]
            elif self._is_answer(cell, text) and (row := self._row_under_way()):
                column = self.agency_columns[min(row.answers, len(self.agency_columns) - 1)]
                row.agencies[column].append((cell[1], cell[1]) if text in _NOBODY else cell)
                row.end = cell[1]
            elif not self.is_numbered or self.number is not None or self.row:
                self._add_text(cell, text)
        # What follows the table (an editor's name, a signature) has no cells of its own.
        if self.row and self.row.is_answered:
            self._close_row()
        return self.closed

    def _has_lead(self, row: AnnexRow) -> bool:
        return bool(row.agencies["lead"] or row.agencies["responsible"])

    def _counts_on(self, value: int) -> bool:
        """Tell whether a number is the next item's; an excerpt may count on from any."""
        if self.expected is not None:
            return self.expected <= value <= self.expected + _LARGEST_GAP
        return value == 1 or value + 1 in self.numbers

    def _row_under_way(self) -> AnnexRow | None:
        """Return the row under way; an item's only text is a row, not the name of rows to come."""
        if self.row is None and self.name is not None:
            self.row = self._row_of(self.name, None)
        return self.row

    def _row_of(self, cell: Stretch, name: Stretch | None) -> AnnexRow:
        """Return a row that opens with a text, or with the number of the item before it."""
        start = cell[0] if self.start_of_item is None else self.start_of_item
        self.start_of_item = None
        return AnnexRow(self.number, self.section, name, [cell], start=start, end=cell[1])

    def _is_answer(self, cell: Stretch, text: str) -> bool:
        """Tell whether a cell names agencies, offices of those before it, or says that none."""
        if text in _NOBODY or names_agencies(self.view, cell, self.codebook):
            return True
        lacks_answers = self.row is not None and 0 < self.row.answers < len(self.agency_columns)
        return lacks_answers and _OFFICES.fullmatch(text) is not None

    def _add_text(self, cell: Stretch, text: str) -> None:
        """Take a cell as the name of the item, as a new row's text or as more of a row's text."""
        may_be_name = len(text) <= LONGEST_NAME and text[-1] not in "。;"
        if self.name is None and self.row is None and may_be_name:
            self.name = cell
            if self.start_of_item is None:
                self.start_of_item = cell[0]
        elif self.row is None or self.row.is_answered:
            self._close_row()
            self.row = self._row_of(cell, self.name)
        else:
            self.row.text.append(cell)
            self.row.end = cell[1]

    def _open_item(self, number: int, cell: Stretch) -> None:
        row = self._row_under_way()
        if row and self.closed and self._is_heading(row):
            self.section = row.text[0][0], row.text[-1][1]
            self.row = None
        self._close_item()
        self.number, self.start_of_item, self.expected = number, cell[0], number + 1

    def _is_heading(self, row: AnnexRow) -> bool:
        """Tell a heading, short and without cells of its own, from a row of a numbered table."""
        follows_number = row.start < row.text[0][0]
        is_short = row.text[-1][1] - row.text[0][0] <= LONGEST_NAME
        return self.is_numbered and is_short and not (row.is_answered or follows_number)

    def _close_item(self) -> None:
        self._close_row()
        self.number = self.start_of_item = self.name = None

    def _close_row(self) -> None:
        if self.row:
            self.row.fill_from(self.closed[-1] if self.closed else None, self.view, self.codebook)
            self.closed.append(self.row)
        self.row = None


def flat_duties(view: View, start: int, end: int, codebook: Codebook) -> Table | None:
    """Read the flat division of duties in ``view.text[start:end]``; None if there is none.

    It stands below the first head (部门, 职责) that several rows follow.
    """
    for parting in (Break.PARAGRAPH, Break.LINE):
        cells = stretches(view, start, end, parting)
        for place, run in runs_of_heads(map(codebook.roles.column, words(view, cells))):
            # The title (部门职责分工) may look like a column.
            for first in range(len(run)):
                head = run[first : first + _MOST_COLUMNS_OF_DUTIES]
                if heads_duties(head):
                    rows = _rows_by_department(view, cells[place + first + len(head) :], codebook)
                    if len(rows) >= _FEWEST_DEPARTMENTS:
                        rows[0].start = cells[place + first][0]
                        return Table(rows[0].start, rows[-1].end, rows)
    return None


def flat_list_of_duties(view: View, start: int, end: int, codebook: Codebook) -> Table | None:
    """Read a list by department (部门职责分工, 一、市民政局, 1.统筹…); None if there is none."""
    cells = stretches(view, start, end, Break.LINE)
    for index, cell in enumerate(cells[:_LONGEST_TITLE_PAGE]):
        if _TITLE.fullmatch(view.text, *cell):
            rows = _rows_by_department(view, cells[index + 1 :], codebook)
            if len(rows) >= _FEWEST_DEPARTMENTS:
                return Table(cell[0], rows[-1].end, rows)
            break
    return None


def _rows_by_department(view: View, cells: Cells, codebook: Codebook) -> list[AnnexRow]:
    """Return the rows: each opens with a name, and the first sentences close the last."""
    rows: list[AnnexRow] = []
    for cell in cells:
        text = view.text[slice(*cell)]
        if len(text) <= _LONGEST_NUMBER and number_of(text) is not None:
            continue
        is_answered = not rows or bool(rows[-1].text)
        ordinal = read_ordinal(view.text, *cell)
        name = (ordinal.end if ordinal else cell[0], cell[1])
        if is_answered and len(text) <= LONGEST_NAME and names_agencies(view, name, codebook):
            rows.append(AnnexRow.of_department(name, [], *cell))
        elif not rows or BEHIND_TABLE.match(text) or _SIGNED.match(text):
            break
        else:
            rows[-1].text.append(cell)
            rows[-1].end = cell[1]
    if rows:
        _cut_last(view, rows[-1])
    return [row for row in rows if row.text]


def _cut_last(view: View, row: AnnexRow) -> None:
    """End the last row with its first line that ends a sentence: a signature may follow."""
    for count, cell in enumerate(row.text, 1):
        if view.text[cell[1] - 1] == "。":
            row.text, row.end = row.text[:count], cell[1]
            return
