"""Ruled tables: the cells of a row stand in one line, parted by tabs or pipes."""

from __future__ import annotations

import re
from collections import defaultdict

from policytasks.codebook import Codebook
from policytasks.reading.annex.glued import parted_rows
from policytasks.reading.annex.rows import (
    AnnexRow,
    Cells,
    Table,
    as_read,
    heads_a_task_list,
    heads_duties,
    is_section,
    names_agencies,
    number_of,
    with_merged,
    words,
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
    counts_in_digits = any(_first_words(view, row).isdigit() for row in rows)
    readers: list[_Reader] = []
    index = 0
    while index < len(rows):
        head = _head(view, rows, index, codebook)
        lines, columns = head or (1, [])
        if head is None:
            readers[-1].read_row(rows[index])
        elif not readers or columns != readers[-1].columns:
            # The head again, on the table's next page, opens none.
            readers.append(_Reader(view, columns, codebook, counts_in_digits=counts_in_digits))
        index += lines
    found = [row for reader in readers for row in reader.rows]
    return Table(rows[0][0][0], _end_of_first(rows), found)


def _end_of_first(rows: list[Cells]) -> int:
    """Return where the first of some rows end that no line of other text parts."""
    end = reached = rows[0][-1][1]
    for row in rows[1:]:
        if row[0][0] > reached:
            break
        reached = max(reached, row[-1][1])
        # What looks like the heading of a section ends no table, and may be the plan's.
        end = reached if len(row) > 1 else end
    return end


def table_rows(view: View, start: int, end: int, codebook: Codebook) -> list[Cells]:
    """Return the cells of each row of a line, or of each of the rows that a line holds."""
    if start >= end:
        return []
    first, last = view.offset(start), view.offset(end - 1) + 1
    while view.source[last : last + 1] in _BETWEEN_CELLS:
        # Empty cells at the end of the last row.
        last += 1
    rows: list[Cells] = []
    for line in _LINE.finditer(view.source, first, last):
        if "\t" not in line[0] and "|" not in line[0]:
            # The heading of a section of the table may stand alone in its line.
            if rows and len(line[0]) <= _LONGEST_HEADING:
                heading = _in_view(view, line)
                rows += [[heading]] if is_section(view.text[slice(*heading)]) else []
            continue
        cells = [_in_view(view, cell) for cell in _CELL.finditer(view.source, *line.span())]
        rows += parted_rows(view, cells, codebook) or [cells]
    return rows


def _in_view(view: View, found: re.Match[str]) -> Stretch:
    return view.position(found.start()), view.position(found.end())


def _first_words(view: View, row: Cells) -> str:
    return next(filter(None, words(view, row)), "")


def _head(
    view: View, rows: list[Cells], index: int, codebook: Codebook
) -> tuple[int, _Columns] | None:
    """Return how many rows the head at an index fills, and the column that each cell names.

    None for a row that is no head. Columns of no use here (remarks) are None.
    """
    labels = words(view, rows[index])
    lower = words(view, rows[index + 1]) if index + 1 < len(rows) else []
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
        self, view: View, columns: _Columns, codebook: Codebook, *, counts_in_digits: bool
    ) -> None:
        self.view = view
        self.counts_in_digits = counts_in_digits
        self.codebook = codebook
        self.columns = columns
        self.divides_duties = heads_duties(columns)
        self.rows: list[AnnexRow] = []
        self.section: Stretch | None = None
        # The last row as it is printed, with what it shares with those above it, and the one
        # before it.
        self.printed: Cells = []
        self.above: Cells = []
        self.before: Cells = []

    def read_row(self, printed_cells: Cells) -> None:
        """Read a row below the head into a row of its own or into the one above."""
        rest = self._without_empty_left(printed_cells)
        if self._goes_on(rest):
            printed_cells = self._joined(rest)
        elif self._lacks_left(rest, printed_cells):
            printed_cells = rest
        printed = [cell for cell in printed_cells if self._words(cell) not in _EMPTY]
        if not printed:
            return
        stretch = printed[0][0], printed[-1][1]
        if self._heads_section(printed):
            self.section, self.above = stretch, []
            return
        self.printed = printed_cells
        filled = with_merged(self.view, printed_cells, self.above, len(self.columns))
        self.before, self.above = self.above, [cell for cell, _ in filled]
        # The cells under each column, and those that are the row's own.
        values, own = defaultdict[str, Cells](list), defaultdict[str, Cells](list)
        for column, (cell, is_from_above) in zip(self.columns, filled, strict=False):
            # What stands beside a duty (a remark, what it bears on) is part of it.
            column = "duty" if column is None and self.divides_duties else column
            if column and cell[0] < cell[1]:
                values[column].append(cell)
                own[column] += [] if is_from_above else [cell]
        if self.divides_duties:
            self._add_duty(values, own, stretch)
        elif values["measure"] and (own["measure"] or not self.rows):
            self._add_row(values, stretch)
        elif self.rows and (values["measure"] or not values["number"]):
            # The measure goes on, or below the page its agencies: those of the row are its own.
            row = self.rows[-1]
            for role in ROLES:
                row.agencies[role] += own[role]
            row.end = max(row.end, stretch[1])

    def _words(self, cell: Stretch) -> str:
        return self.view.text[slice(*cell)]

    def _heads_section(self, printed: Cells) -> bool:
        """Tell whether cells head a section of the list: 一、助餐, or 一 and 助餐 over 1, 2, 3."""
        first = self._words(printed[0])
        if len(printed) == 1:
            return is_section(first)
        is_numeral = number_of(first) is not None and not first.isdigit()
        return is_numeral and self.counts_in_digits and len(printed) == 2 < len(self.columns)

    def _without_empty_left(self, cells: Cells) -> Cells:
        """Return the cells of a row without the empty ones at its left."""
        filled = (place for place, cell in enumerate(cells) if self._words(cell))
        return cells[next(filled, 0) :]

    def _lacks_left(self, rest: Cells, cells: Cells) -> bool:
        """Tell whether what fills the row at its right names agencies where these should stand.

        A row that is shorter than the head may have an empty cell in the place of several.
        """
        width = len(self.columns)
        if len(cells) >= width or len(rest) == len(cells) or len(rest) < 2:
            return False
        in_place = [
            cell
            for column, cell in zip(self.columns[width - len(rest) :], rest, strict=True)
            if column in ROLES and self._words(cell)
        ]
        return bool(in_place) and all(
            names_agencies(self.view, cell, self.codebook) for cell in in_place
        )

    def _goes_on(self, cells: Cells) -> bool:
        """Tell whether a row is the rest of the one above, which a page break has cut.

        The page cut it within a cell, so that the two have all the cells of a row and one more.
        """
        width = len(self.columns)
        if len(cells) == 1 or not 1 <= len(self.printed) < width:
            return False
        if len(self.printed) + len(cells) != width + 1:
            return False
        cut, rest = self.printed[-1], cells[0]
        is_whole = self._words(cut)[-1:] in ("", *"。;")
        if "number" in self.columns:
            # A row without its number lacks cells at its left, and is whole at its right.
            is_whole = is_whole or number_of(self._words(self.printed[0])) is None
        return not is_whole and cut[1] == rest[0] and number_of(self._words(rest)) is None

    def _joined(self, cells: Cells) -> Cells:
        """Join a row to the one above, which is read anew."""
        if self.rows and self.rows[-1].end == self.printed[-1][1]:
            self.rows.pop()
        row = [*self.printed[:-1], (self.printed[-1][0], cells[0][1]), *cells[1:]]
        self.above = self.before
        return row

    def _add_row(self, values: dict[str, Cells], stretch: Stretch) -> None:
        """Add a row of a task list; the first of several measures is its name."""
        before = self.rows[-1] if self.rows else None
        number = number_of(self._words(values["number"][0])) if values["number"] else None
        if number is None and before:
            number = before.number
        item = before if before and before.number == number else None
        texts = values["measure"]
        name = item.name if item else None
        name, text = (texts[0], texts[1:]) if len(texts) > 1 else (name, texts)
        # What a cell above says is said there; only a row without words of its own has it.
        own = [cell for cell in text if cell[0] >= stretch[0]]
        agencies = {role: values[role] for role in ROLES}
        deadline = next(iter(values["deadline"]), None)
        row = AnnexRow(number, self.section, name, own or text, agencies, deadline, *stretch)
        # Here an empty cell can be seen; only the rows of one item share cells without a mark.
        row.fill_from(item, self.view, self.codebook)
        self.rows.append(row)

    def _add_duty(self, values: dict[str, Cells], own: dict[str, Cells], stretch: Stretch) -> None:
        """Add what a row assigns to its department, or further duties of the one above."""
        texts = sorted(own["measure"] + own["duty"])
        if not texts or not values["department"]:
            return
        if self.rows and not own["department"]:
            self.rows[-1].text += texts
            self.rows[-1].end = max(self.rows[-1].end, stretch[1])
            return
        row = AnnexRow.of_department(values["department"][0], texts, *stretch)
        row.section, row.deadline = self.section, next(iter(values["deadline"]), None)
        self.rows.append(row)
