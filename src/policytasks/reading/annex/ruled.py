"""Ruled tables: the cells of a row stand in one line, parted by tabs or pipes."""

from __future__ import annotations

import re

from policytasks.codebook import Codebook
from policytasks.reading.annex.rows import AnnexRow, heads_a_task_list, is_section, number_of
from policytasks.reading.drafts import Stretch
from policytasks.reading.view import View
from policytasks.roles import ROLES
from policytasks.words.marks import DITTO

__all__ = ["ruled_table", "ruled_table_start"]

_LINE = re.compile(r"[^\n]+")
_CELL = re.compile(r"[^\t|]+|(?:^|(?<=[\t|]))(?=[\t|]|$)", re.MULTILINE)
_Row = list[Stretch]
_Columns = list[str | None]


def ruled_table_start(view: View, codebook: Codebook) -> int | None:
    """Return where the first ruled task list starts, None without one."""
    rows = _rows(view, 0, len(view.text))
    head = _head(view, rows, codebook)
    return rows[head[0]][0][0] if head else None


def ruled_table(view: View, start: int, end: int, codebook: Codebook) -> list[AnnexRow] | None:
    """Read the ruled task list in ``view.text[start:end]``; None if there is none."""
    rows = _rows(view, start, end)
    head = _head(view, rows, codebook)
    if head is None:
        return None
    _, after, columns = head
    return _Reader(view, columns, codebook).read(rows[after:])


def _rows(view: View, start: int, end: int) -> list[_Row]:
    """Return the cells of each line that has several."""
    if start >= end:
        return []
    first, last = view.offset(start), view.offset(end - 1) + 1
    return [
        [
            (view.position(cell.start()), view.position(cell.end()))
            for cell in _CELL.finditer(view.source, *line.span())
        ]
        for line in _LINE.finditer(view.source, first, last)
        if "\t" in line[0] or "|" in line[0]
    ]


def _head(view: View, rows: list[_Row], codebook: Codebook) -> tuple[int, int, _Columns] | None:
    """Find the head, which may fill two rows.

    Returns the index of its first row, that of the first row after it, and the
    column that each cell names, None for columns of no use here (remarks).
    """
    for index, row in enumerate(rows):
        labels = [view.text[slice(*cell)] for cell in row]
        below = rows[index + 1] if index + 1 < len(rows) else []
        lower = [view.text[slice(*cell)] for cell in below]
        if DITTO in lower and len(lower) == len(labels):
            # 责任单位 over 牵头单位 and 配合单位: the lower row says which is which.
            both = [
                low if low not in ("", DITTO) else label
                for label, low in zip(labels, lower, strict=True)
            ]
            columns = [codebook.roles.column(label) for label in both]
            if heads_a_task_list(columns):
                return index, index + 2, columns
        columns = [codebook.roles.column(label) for label in labels]
        if heads_a_task_list(columns):
            return index, index + 1, columns
    return None


class _Reader:
    """Reads the rows of one table, column by column."""

    def __init__(self, view: View, columns: _Columns, codebook: Codebook) -> None:
        self.view = view
        self.columns = columns
        self.codebook = codebook
        self.section: Stretch | None = None
        self.above: _Row = []
        self.found: list[AnnexRow] = []

    def read(self, rows: list[_Row]) -> list[AnnexRow]:
        """Return the rows of the table below its head."""
        for cells in rows:
            self._read_row(cells)
        return self.found

    def _printed(self, cell: Stretch) -> str:
        return self.view.text[slice(*cell)]

    def _read_row(self, printed_cells: _Row) -> None:
        printed = [cell for cell in printed_cells if self._printed(cell) not in ("", DITTO)]
        if not printed:
            return
        if len(printed) == 1 and is_section(self._printed(printed[0])):
            self.section, self.above = printed[0], []
            return
        heads = [self.codebook.roles.column(self._printed(cell)) for cell in printed_cells]
        if heads == self.columns:
            # The head again, on the table's next page.
            return
        is_ditto = [self._printed(cell) == DITTO for cell in printed_cells]
        cells = self._with_cells_from_above(printed_cells, is_ditto)
        self.above = cells
        values: dict[str, list[Stretch]] = {}
        merged: dict[str, bool] = {}
        for column, cell, ditto in zip(self.columns, cells, is_ditto, strict=False):
            if column and cell[0] < cell[1]:
                values.setdefault(column, []).append(cell)
                merged[column] = ditto
        if "measure" not in values:
            return
        if merged["measure"] and self.found:
            self._add_agencies(cells, is_ditto, printed[-1][1])
            return
        self._add_row(values, printed[0][0], printed[-1][1])

    def _with_cells_from_above(self, cells: _Row, is_ditto: list[bool]) -> _Row:
        """Put the cell above in the place of a ditto mark."""
        filled = []
        for place, (cell, ditto) in enumerate(zip(cells, is_ditto, strict=True)):
            if ditto:
                cell = self.above[place] if place < len(self.above) else (cell[0], cell[0])
            filled.append(cell)
        return filled

    def _add_agencies(self, cells: _Row, is_ditto: list[bool], end: int) -> None:
        """Add agencies to the row above, whose measure goes on in this row."""
        row = self.found[-1]
        for column, cell, ditto in zip(self.columns, cells, is_ditto, strict=False):
            if column in ROLES and cell[0] < cell[1] and not ditto:
                row.agencies[column].append(cell)
        row.end = max(row.end, end)

    def _add_row(self, values: dict[str, list[Stretch]], start: int, end: int) -> None:
        before = self.found[-1] if self.found else None
        texts = values["measure"]
        number = number_of(self._printed(values["number"][0])) if "number" in values else None
        if number is None and before:
            number = before.number
        is_same_item = before is not None and before.number == number
        name = texts[0] if len(texts) > 1 else None
        if name is None and before and is_same_item:
            name = before.name
        row = AnnexRow(number, self.section, name, texts[1:] or texts, start=start, end=end)
        for role in ROLES:
            row.agencies[role] = values.get(role, [])
        row.deadline = values["deadline"][0] if "deadline" in values else None
        # Here an empty cell can be seen; only the rows of one item share cells without a mark.
        row.fill_from(before if is_same_item else None)
        self.found.append(row)
