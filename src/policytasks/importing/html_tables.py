"""Tables of a web page: which hold data, and their rows as lines with tabs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

from policytasks.importing.grid import WIDEST_CELL, Cell, grid_lines, in_one_line
from policytasks.importing.html_lines import runs_of
from policytasks.importing.imported_text import without_invisible_characters

__all__ = ["is_data_table", "lay_out_tables", "rows_with_cells"]

_SPAN = re.compile(r"\s*(\d{1,5})")


def is_data_table(table: HtmlElement) -> bool:
    """Whether a table has cells side by side in two rows, rather than laying out a page."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    return rows_with_cells(table) >= 2


def rows_with_cells(table: HtmlElement) -> int:
    """Return how many rows have two cells or more that hold text."""
    filled = (
        sum(1 for cell in row.iterchildren("td", "th") if cell.text_content().strip())
        for row in table.iter("tr")
    )
    return sum(count >= 2 for count in filled)


def lay_out_tables(body: HtmlElement) -> None:
    """Put each data table's rows in its place, as lines with tabs."""
    for table in [table for table in body.iter("table") if is_data_table(table)]:
        laid_out = table.makeelement("pre")
        # Browsers show a caption, and text that stands between cells, before the rows.
        in_cells = {inside for cell in table.iter("td", "th") for inside in cell.iter()}
        outside = [run.text for run in runs_of(table) if run.block not in in_cells]
        rows = "\n".join([*outside, *grid_lines(_cells(table))])
        # lxml reads control characters from a page but takes none from a program.
        laid_out.text = without_invisible_characters(rows)
        laid_out.tail = table.tail
        table.addprevious(laid_out)
        table.tail = None
        table.drop_tree()


def _cells(table: HtmlElement) -> Iterator[list[Cell]]:
    rows = list(table.iter("tr"))
    for position, row in enumerate(rows):
        yield [
            Cell(
                in_one_line(run.text for run in runs_of(cell)),
                min(_span(cell, "rowspan"), len(rows) - position),
                min(_span(cell, "colspan"), WIDEST_CELL),
            )
            for cell in row.iterchildren("td", "th")
        ]


def _span(cell: HtmlElement, name: str) -> int:
    match = _SPAN.match(cell.get(name, ""))
    return max(1, int(match[1])) if match else 1
