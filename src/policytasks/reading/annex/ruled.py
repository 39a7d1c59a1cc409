"""Ruled tables: the cells of a row stand in one line, parted by tabs or pipes."""

from __future__ import annotations

import re

from policytasks.codebook import Codebook
from policytasks.reading.annex.glued import parted_rows
from policytasks.reading.annex.rows import (
    AnnexRow,
    Table,
    as_read,
    heads_a_task_list,
    heads_duties,
    is_section,
    names_agencies,
    number_of,
)
from policytasks.reading.drafts import Stretch
from policytasks.reading.view import View
from policytasks.roles import ROLES
from policytasks.words.marks import DITTO

__all__ = ["ruled_table", "table_rows"]

_LINE = re.compile(r"[^\n]+")
_CELL = re.compile(r"[^\t|]+|(?:^|(?<=[\t|]))(?=[\t|]|$)", re.MULTILINE)
_BETWEEN_CELLS = ("\t", "|", " ")
_HAS_DIGIT = re.compile(r"\d")
_LONGEST_HEADING = 80
_EMPTY = ("", DITTO)
_Row = list[Stretch]
_Columns = list[str | None]


def ruled_table(view: View, start: int, end: int, codebook: Codebook) -> Table | None:
    """Read the ruled tables in ``view.text[start:end]``; None if there is none.

    Each head opens a table; what stands before the first is none.
    """
    rows = table_rows(view, start, end, codebook)
    heads = (index for index in range(len(rows)) if _head(view, rows, index, codebook))
    rows = rows[next(heads, len(rows)) :]
    if not rows:
        return None
    first_words = (
        next(filter(None, (view.text[slice(*cell)] for cell in row)), "") for row in rows
    )
    counts_in_digits = any(map(str.isdigit, first_words))
    reader: _Reader | None = None
    found: list[AnnexRow] = []
    index = 0
    while index < len(rows):
        head = _head(view, rows, index, codebook)
        if head:
            lines, columns = head
            # The head again, on the table's next page, opens none.
            if reader is None or columns != reader.columns:
                reader = _Reader(view, columns, found, codebook, counts_in_digits=counts_in_digits)
            index += lines
            continue
        if reader:
            reader.read_row(rows[index])
        index += 1
    return Table(rows[0][0][0], _end_of_first(rows), found)


def _end_of_first(rows: list[_Row]) -> int:
    """Return where the first of some rows end that no line of other text parts."""
    end = reached = rows[0][-1][1]
    for row in rows[1:]:
        if row[0][0] > reached:
            break
        reached = max(reached, row[-1][1])
        # What looks like the heading of a section ends no table, and may be the plan's.
        end = reached if len(row) > 1 else end
    return end


def table_rows(view: View, start: int, end: int, codebook: Codebook) -> list[_Row]:
    """Return the cells of each row of a line, or of each of the rows that a line holds."""
    if start >= end:
        return []
    first, last = view.offset(start), view.offset(end - 1) + 1
    while view.source[last : last + 1] in _BETWEEN_CELLS:
        # Empty cells at the end of the last row.
        last += 1
    rows: list[_Row] = []
    for line in _LINE.finditer(view.source, first, last):
        if "\t" not in line[0] and "|" not in line[0]:
            # The heading of a section of the table may stand alone in its line.
            if rows and len(line[0]) <= _LONGEST_HEADING and is_section(_view_of(view, line)):
                rows.append([(view.position(line.start()), view.position(line.end()))])
            continue
        cells = [
            (view.position(cell.start()), view.position(cell.end()))
            for cell in _CELL.finditer(view.source, *line.span())
        ]
        rows += parted_rows(view, cells, codebook) or [cells]
    return rows


def _view_of(view: View, line: re.Match[str]) -> str:
    return view.text[view.position(line.start()) : view.position(line.end())]


def _head(
    view: View, rows: list[_Row], index: int, codebook: Codebook
) -> tuple[int, _Columns] | None:
    """Return how many rows the head at an index fills, and the column that each cell names.

    None for a row that is no head. Columns of no use here (remarks) are None.
    """
    labels = [view.text[slice(*cell)] for cell in rows[index]]
    below = rows[index + 1] if index + 1 < len(rows) else []
    lower = [view.text[slice(*cell)] for cell in below]
    heads = [(1, labels)]
    if DITTO in lower and len(lower) == len(labels):
        # 责任单位 over 牵头单位 and 配合单位: the lower row says which is which.
        both = [
            low if low not in ("", DITTO) else label
            for label, low in zip(labels, lower, strict=True)
        ]
        heads.insert(0, (2, both))
    for lines, texts in heads:
        columns = as_read([codebook.roles.column(text) for text in texts])
        divides_duties = heads_duties(columns) and not _heads_indicators(texts, codebook)
        if heads_a_task_list(columns) or divides_duties:
            return lines, columns
    return None


def _heads_indicators(labels: list[str], codebook: Codebook) -> bool:
    """Tell whether the columns are those of a box: 单位, 2025年目标, 属性."""
    columns = [codebook.roles.indicator_column(label) for label in labels]
    has_year = any(
        column == "target" and _HAS_DIGIT.search(label)
        for column, label in zip(columns, labels, strict=True)
    )
    return has_year or bool({"nature", "baseline"}.intersection(filter(None, columns)))


class _Reader:
    """Reads the rows of one table, column by column."""

    def __init__(
        self,
        view: View,
        columns: _Columns,
        found: list[AnnexRow],
        codebook: Codebook,
        *,
        counts_in_digits: bool,
    ) -> None:
        self.view = view
        self.counts_in_digits = counts_in_digits
        self.codebook = codebook
        self.columns = columns
        self.divides_duties = heads_duties(columns)
        self.section: Stretch | None = None
        self.above: _Row = []
        # The last row as it is printed.
        self.printed: _Row = []
        self.before: _Row = []
        self.found = found
        self.first = len(found)

    def _printed(self, cell: Stretch) -> str:
        return self.view.text[slice(*cell)]

    def read_row(self, printed_cells: _Row) -> None:
        """Read a row below the head into a row of its own or into the one above."""
        rest = self._without_empty_left(printed_cells)
        if self._goes_on(rest):
            printed_cells = self._joined(rest)
        elif self._lacks_left(rest, printed_cells):
            printed_cells = rest
        printed = [cell for cell in printed_cells if self._printed(cell) not in _EMPTY]
        if not printed:
            return
        if self._heads_section(printed):
            self.section, self.above = (printed[0][0], printed[-1][1]), []
            return
        self.printed = printed_cells
        cells, is_ditto = self._with_cells_from_above(printed_cells)
        self.before, self.above = self.above, cells
        values: dict[str, list[Stretch]] = {}
        merged: dict[str, bool] = {}
        for column, cell, ditto in zip(self.columns, cells, is_ditto, strict=False):
            # What stands beside a duty (a remark, what it bears on) is part of it.
            column = "duty" if column is None and self.divides_duties else column
            if column and cell[0] < cell[1]:
                values.setdefault(column, []).append(cell)
                merged[column] = ditto and merged.get(column, True)
        end = printed[-1][1]
        if self.divides_duties:
            self._add_duty(values, merged, printed[0][0], end)
        elif "measure" not in values:
            # 责任单位 goes on below the page: only these cells of the row have words.
            if self._row_above() and "number" not in values:
                self._add_agencies(cells, is_ditto, end)
        elif merged["measure"] and self._row_above():
            self._add_agencies(cells, is_ditto, end)
        else:
            self._add_row(values, printed[0][0], end)

    def _heads_section(self, printed: _Row) -> bool:
        """Tell whether cells head a section of the list: 一、助餐, or 一 and 助餐 over 1, 2, 3."""
        first = self._printed(printed[0])
        if len(printed) == 1:
            return is_section(first)
        is_numeral = number_of(first) is not None and not first.isdigit()
        return is_numeral and self.counts_in_digits and len(printed) == 2 < len(self.columns)

    def _without_empty_left(self, cells: _Row) -> _Row:
        """Return the cells of a row without the empty ones at its left."""
        filled = (place for place, cell in enumerate(cells) if self._printed(cell))
        return cells[next(filled, 0) :]

    def _lacks_left(self, rest: _Row, cells: _Row) -> bool:
        """Tell whether what fills the row at its right names agencies where these should stand.

        A row that is shorter than the head may have an empty cell in the place of several.
        """
        lacking = len(self.columns) - len(rest)
        if len(cells) >= len(self.columns) or len(rest) == len(cells) or len(rest) < 2:
            return False
        in_place = [
            cell
            for column, cell in zip(self.columns[lacking:], rest, strict=True)
            if column in ROLES and self._printed(cell)
        ]
        return bool(in_place) and all(
            names_agencies(self.view, cell, self.codebook) for cell in in_place
        )

    def _goes_on(self, cells: _Row) -> bool:
        """Tell whether a row is the rest of the one above, which a page break has cut.

        The page cut it within a cell, so that the two have all the cells of a row and one more.
        """
        width = len(self.columns)
        if len(cells) == 1 or not 1 <= len(self.printed) < width:
            return False
        if len(self.printed) + len(cells) != width + 1:
            return False
        cut, rest = self.printed[-1], cells[0]
        is_whole = self._printed(cut)[-1:] in ("", *"。;")
        if "number" in self.columns:
            # A row without its number lacks cells at its left, and is whole at its right.
            is_whole = is_whole or number_of(self._printed(self.printed[0])) is None
        return not is_whole and cut[1] == rest[0] and number_of(self._printed(rest)) is None

    def _joined(self, cells: _Row) -> _Row:
        """Join a row to the one above, which is read anew."""
        if self.found and self._row_above() and self.found[-1].end == self.printed[-1][1]:
            self.found.pop()
        row = [*self.printed[:-1], (self.printed[-1][0], cells[0][1]), *cells[1:]]
        self.above = self.before
        return row

    def _row_above(self) -> AnnexRow | None:
        return self.found[-1] if len(self.found) > self.first else None

    def _with_cells_from_above(self, cells: _Row) -> tuple[_Row, list[bool]]:
        """Put the cell above in the place of a ditto mark, and of cells that a row lacks.

        A page that lost the marks prints a row without the cells that are merged with
        those above: it is shorter than the head, and its first cell is no number.
        """
        lacking = len(self.columns) - len(cells)
        first = self._printed(cells[0])
        is_heading = len(cells) == 1
        if lacking > 0 and self.above and first and not is_heading and number_of(first) is None:
            cells = [*self.above[:lacking], *cells]
            is_ditto = [place < lacking for place in range(len(cells))]
        else:
            is_ditto = [False] * len(cells)
        filled = []
        for place, cell in enumerate(cells):
            if self._printed(cell) == DITTO:
                is_ditto[place] = True
                cell = self.above[place] if place < len(self.above) else (cell[0], cell[0])
            filled.append(cell)
        return filled, is_ditto

    def _add_agencies(self, cells: _Row, is_ditto: list[bool], end: int) -> None:
        """Add agencies to the row above, whose measure goes on in this row."""
        row = self.found[-1]
        for column, cell, ditto in zip(self.columns, cells, is_ditto, strict=False):
            if column in ROLES and cell[0] < cell[1] and not ditto:
                row.agencies[column].append(cell)
        row.end = max(row.end, end)

    def _add_row(self, values: dict[str, list[Stretch]], start: int, end: int) -> None:
        before = self._row_above()
        texts = values["measure"]
        number = number_of(self._printed(values["number"][0])) if "number" in values else None
        if number is None and before:
            number = before.number
        is_same_item = before is not None and before.number == number
        name = texts[0] if len(texts) > 1 else None
        if name is None and before and is_same_item:
            name = before.name
        text = texts[1:] or texts
        # What a cell above says is said there; only a row without words of its own has it.
        own = [cell for cell in text if cell[0] >= start]
        row = AnnexRow(number, self.section, name, own or text, start=start, end=end)
        for role in ROLES:
            row.agencies[role] = values.get(role, [])
        row.deadline = values["deadline"][0] if "deadline" in values else None
        # Here an empty cell can be seen; only the rows of one item share cells without a mark.
        row.fill_from(before if is_same_item else None, self.view, self.codebook)
        self.found.append(row)

    def _add_duty(
        self,
        values: dict[str, list[Stretch]],
        merged: dict[str, bool],
        start: int,
        end: int,
    ) -> None:
        """Add what a row assigns to its department, or further duties of the one above."""
        texts = [
            cell
            for column in ("measure", "duty")
            for cell in values.get(column, [])
            if not merged[column]
        ]
        texts.sort()
        before = self._row_above()
        if not texts or "department" not in values:
            return
        if before and merged["department"]:
            before.text += texts
            before.end = max(before.end, end)
            return
        department = values["department"][0]
        row = AnnexRow(None, self.section, department, texts, start=start, end=end, is_duty=True)
        row.agencies["responsible"] = [department]
        row.deadline = values["deadline"][0] if "deadline" in values else None
        self.found.append(row)
