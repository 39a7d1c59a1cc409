"""Tables of a DOCX: Word's merges, marked in each cell, as cells with spans."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from docx.oxml.ns import nsmap, qn
from lxml.etree import _Element

from policytasks.importing.docx_values import VALUE, number_in
from policytasks.importing.grid import WIDEST_CELL, Cell

__all__ = ["CELL", "SKIPPED", "is_table", "rows_of", "spanned_cells"]

CELL = qn("w:tc")
_ROW = qn("w:tr")
# What holds no text of the document, or text that is deleted.
SKIPPED = frozenset(
    map(qn, ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:rt", "w:sdtPr", "w:sectPr"))
)


def rows_of(table: _Element) -> list[list[_Element]]:
    """Return the cells of each row that is not deleted."""
    return [list(_outermost(row, CELL)) for row in _outermost(table, _ROW)]


def is_table(rows: list[list[_Element]]) -> bool:
    """Whether two rows have cells side by side; else it is a frame around text."""
    return sum(len(cells) >= 2 for cells in rows) >= 2


def spanned_cells(
    rows: list[list[_Element]], text_of: Callable[[_Element], str]
) -> list[list[Cell]]:
    """Return for each row the cells that begin in it, with how far they are merged."""
    grid: list[list[Cell]] = []
    # For each column: where the cell stands that a merge may continue.
    open_merges: dict[int, tuple[int, int]] = {}
    for cells in rows:
        line: list[Cell] = []
        column = _columns_before(cells)
        if column:
            line.append(Cell("", columns=column))
        merges: dict[int, tuple[int, int]] = {}
        for cell in cells:
            width = min(number_in(cell, "w:tcPr/w:gridSpan") or 1, WIDEST_CELL)
            merge = cell.find("w:tcPr/w:vMerge", nsmap)
            above = open_merges.get(column)
            if merge is not None and merge.get(VALUE) != "restart" and above:
                row, place = above
                first = grid[row][place]
                grid[row][place] = Cell(first.text, first.rows + 1, first.columns)
                merges[column] = above
            else:
                if merge is not None:
                    merges[column] = (len(grid), len(line))
                line.append(Cell(text_of(cell), 1, width))
            column += width
        grid.append(line)
        open_merges = merges
    return grid


def _columns_before(cells: list[_Element]) -> int:
    """Return how many columns a row leaves out on its left."""
    row = cells[0].getparent() if cells else None
    return min(number_in(row, "w:trPr/w:gridBefore") or 0, WIDEST_CELL)


def _outermost(element: _Element, tag: str) -> Iterator[_Element]:
    """Yield the descendants of one tag that do not lie in one another, nor in deleted rows."""
    for child in element:
        if child.tag == tag:
            if child.find("w:trPr/w:del", nsmap) is None:
                yield child
        elif child.tag not in SKIPPED:
            yield from _outermost(child, tag)
