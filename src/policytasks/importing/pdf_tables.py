"""Ruled tables of a PDF, with what a page break parts put together again."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from policytasks.importing.grid import Cell, grid_lines
from policytasks.importing.pdf_lines import Character, Line, lines_of
from policytasks.words.numerals import ORDINAL_SIGNS

__all__ = ["Table", "ruled_tables"]

# Left, top, right and bottom, in points from the page's upper left.
_Box = tuple[float, float, float, float]

_LATIN = re.compile(r"[A-Za-z]")
_RUNNING_TEXT = re.compile("[，。；]")
_NUMBER = re.compile(rf"[\d{ORDINAL_SIGNS}（）()、.．]+")
# A line of a cell is full when less than this many characters would still fit; the
# cell's margins count too.
_FULL_LINE = 2.5
# A line of running text is also full when it ends so many characters before the
# longest of its column.
_RAGGED = 1.5
_SAME_EDGE = 3.0
_HEAD_ROWS = 3
# Rules of a table with two columns.
_FEWEST_RULES = 3


@dataclass(frozen=True, slots=True)
class _PdfCell(Cell):
    """A cell, and whether the last of its lines goes to the cell's end."""

    is_full: bool = False


@dataclass(slots=True)
class Table:
    """A ruled table: where it stands, and for each place of its grid the cell there.

    A cell that is merged over several places stands at each of them in ``places``,
    which names the place where it begins; ``cells`` holds it once.
    """

    top: float
    bottom: float
    lefts: list[float]
    rows: int
    cells: dict[tuple[int, int], _PdfCell]
    places: dict[tuple[int, int], tuple[int, int]]

    @property
    def middle(self) -> float:
        """Half way between its top and its bottom."""
        return (self.top + self.bottom) / 2

    @property
    def text(self) -> str:
        """Its rows as lines with tabs."""
        return "\n".join(grid_lines(self._cells_of(row) for row in range(self.rows)))

    def _cells_of(self, row: int) -> list[Cell]:
        # A place without rules around it is empty; without a cell there, the next
        # cells would stand in the wrong columns.
        return [
            self.cells.get((row, column)) or Cell("")
            for column in range(len(self.lefts))
            if self.places.get((row, column), (row, column)) == (row, column)
        ]

    def cell_at(self, row: int, column: int) -> _PdfCell:
        """Return the cell at a place, wherever it begins; an empty one where there is none."""
        place = self.places.get((row, column), (row, column))
        return self.cells.get(place) or _PdfCell("")

    def goes_on_in(self, other: Table) -> bool:
        """Whether ``other``, at the top of the next page, has the same columns."""
        return len(self.lefts) == len(other.lefts) and all(
            abs(one - two) <= _SAME_EDGE for one, two in zip(self.lefts, other.lefts, strict=True)
        )

    def append(self, other: Table) -> None:
        """Put the rows of ``other`` below its own: a head once, a row that was cut as one."""
        first = self._repeated_head(other)
        if first < other.rows and self._is_cut(other, first):
            self._complete_last_row(other, first)
            first += 1
        elif first < other.rows:
            self._reach_down_into(other, first)
        shift = self.rows - first
        for (row, column), place in other.places.items():
            if row >= first:
                self.places[row + shift, column] = place[0] + shift, place[1]
                self.cells[place[0] + shift, place[1]] = other.cells[place]
        self.rows += other.rows - first

    def _texts(self, row: int) -> list[str]:
        return [self.cell_at(row, column).text for column in range(len(self.lefts))]

    def _repeated_head(self, other: Table) -> int:
        """Return how many first rows of ``other`` print this table's head anew."""
        count = 0
        for row in range(min(_HEAD_ROWS, self.rows, other.rows)):
            if not any(self._texts(row)) or self._texts(row) != other._texts(row):
                break
            count += 1
        return count

    def _is_cut(self, other: Table, row: int) -> bool:
        """Whether a row of ``other`` is the rest of this table's last one.

        Its cells hold what did not fit: each goes on from a full line, and there are
        cells that had fitted.
        """
        above = [self.cell_at(self.rows - 1, column) for column in range(len(self.lefts))]
        below = [other.cell_at(row, column) for column in range(len(self.lefts))]
        if _NUMBER.fullmatch(below[0].text) or any(cell.rows > 1 for cell in below):
            return False
        goes_on = [one for one, two in zip(above, below, strict=True) if two.text]
        fitted = [one for one, two in zip(above, below, strict=True) if one.text and not two.text]
        return bool(goes_on and fitted) and all(cell.is_full for cell in goes_on)

    def _complete_last_row(self, other: Table, row: int) -> None:
        for column in range(len(self.lefts)):
            place = self.places.get((self.rows - 1, column))
            rest = other.cells.get((row, column))
            if place is not None and rest is not None and rest.text:
                cell = self.cells[place]
                text = cell.text + _between(cell.text, rest.text, cell.is_full) + rest.text
                self.cells[place] = replace(cell, text=text, is_full=rest.is_full)

    def _reach_down_into(self, other: Table, row: int) -> None:
        """Merge the last row's cells with the empty ones that go before a row's first text."""
        for column in range(len(self.lefts)):
            place = self.places.get((self.rows - 1, column))
            rest = other.cells.get((row, column))
            if place is None or rest is None or rest.text or not self.cells[place].text:
                break
            self.cells[place] = replace(self.cells[place], rows=self.cells[place].rows + rest.rows)
            for covered in [at for at, begin in other.places.items() if begin == (row, column)]:
                del other.places[covered]
                self.places[covered[0] - row + self.rows, covered[1]] = place


def ruled_tables(page: Any) -> tuple[list[Table], list[Character]]:
    """Return a pdfplumber page's tables with their text, and the characters outside them."""
    settings = {"explicit_horizontal_lines": _open_ends(page)}
    grids = [_Grid(table.cells) for table in page.find_tables(settings)]
    # A frame around text, or a rule below a head, is no table.
    grids = [grid for grid in grids if len(grid.lefts) >= 2 and len(grid.tops) >= 2]
    inside: dict[_Box, list[Character]] = {}
    outside: list[Character] = []
    for character in page.chars:
        boxes = (grid.box_around(character) for grid in grids)
        box = next(filter(None, boxes), None)
        (outside if box is None else inside.setdefault(box, [])).append(character)
    lines = {box: lines_of(characters) for box, characters in inside.items()}
    return [grid.table(lines) for grid in grids], outside


def _open_ends(page: Any) -> list[float]:
    """Return where rules between columns end without a rule below or above that closes a row.

    So a row is printed that the end of the page cuts.
    """
    closed = [edge["top"] for edge in page.edges if edge["orientation"] == "h"]
    rules = [edge for edge in page.edges if edge["orientation"] == "v"]
    ends: list[float] = []
    for name, outermost in (("top", min), ("bottom", max)):
        if not rules or not closed:
            continue
        end = outermost(rule[name] for rule in rules)
        count = sum(abs(rule[name] - end) <= _SAME_EDGE for rule in rules)
        if count >= _FEWEST_RULES and min(abs(end - other) for other in closed) > _SAME_EDGE:
            ends.append(end)
    return ends


class _Grid:
    """Where a table's columns and rows begin, and which cell covers each place of them."""

    def __init__(self, boxes: list[_Box]) -> None:
        self.boxes = boxes
        self.lefts = sorted({box[0] for box in boxes})
        self.tops = sorted({box[1] for box in boxes})
        self._box_at = {place: box for box in boxes for place in product(*self._spans(box))}

    def _spans(self, box: _Box) -> tuple[range, range]:
        """Return the rows and the columns that a cell covers."""
        left, top, right, bottom = box
        return (
            range(bisect_left(self.tops, top), bisect_left(self.tops, bottom)),
            range(bisect_left(self.lefts, left), bisect_left(self.lefts, right)),
        )

    def box_around(self, character: Character) -> _Box | None:
        """Return the cell in which the middle of a character lies."""
        across = (character["x0"] + character["x1"]) / 2
        down = (character["top"] + character["bottom"]) / 2
        place = bisect_right(self.tops, down) - 1, bisect_right(self.lefts, across) - 1
        box = self._box_at.get(place)
        return box if box and across < box[2] and down < box[3] else None

    def table(self, lines: dict[_Box, list[Line]]) -> Table:
        """Put the table together from the lines in its cells."""
        longest: dict[float, float] = {}
        for box in self.boxes:
            ends = [line.right for line in lines.get(box, ())]
            longest[box[2]] = max([longest.get(box[2], 0.0), *ends])
        cells: dict[tuple[int, int], _PdfCell] = {}
        places: dict[tuple[int, int], tuple[int, int]] = {}
        for box in self.boxes:
            rows, columns = self._spans(box)
            begin = rows.start, columns.start
            text, is_full = _unwrapped(lines.get(box, []), box[2] - box[0], longest[box[2]])
            cells[begin] = _PdfCell(text, len(rows), len(columns), is_full)
            places.update(dict.fromkeys(product(rows, columns), begin))
        bottom = max(box[3] for box in self.boxes)
        return Table(self.tops[0], bottom, self.lefts, len(self.tops), cells, places)


def _unwrapped(lines: list[Line], width: float, longest: float) -> tuple[str, bool]:
    """Join a cell's lines; say whether the last one is full."""
    is_running = any(_RUNNING_TEXT.search(line.text) for line in lines)
    text = ""
    was_full = False
    for line in lines:
        text += _between(text, line.text, was_full) + line.text
        was_full = width - (line.right - line.left) < _FULL_LINE * line.size or (
            is_running and longest - line.right < _RAGGED * line.size
        )
    return text, was_full


def _between(above: str, below: str, was_full: bool) -> str:
    """Return what stands between two lines of a cell: nothing where the first was full."""
    if not above:
        return ""
    is_latin = _LATIN.match(above[-1]) and _LATIN.match(below[0])
    return "" if was_full and not is_latin else " "
