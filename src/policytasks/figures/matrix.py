"""Rows by columns: the form of most figures, and how it adapts to a page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import pandas as pd
from matplotlib.colors import to_hex
from seaborn import blend_palette
from seaborn.utils import relative_luminance

from policytasks.figures.sheet import GAP, LINE, Sheet, shortened
from policytasks.figures.style import INK, RULE, SHADES, Style, text_width, wrapped

__all__ = ["Grid", "Heads", "Units", "fit", "fit_both", "heads_over", "ink_on", "shade"]

LEAST = 3.15
"""The least height of a row, and width of a column with an upright label."""
_MOST_ROW = 5.2
_MOST_COLUMN = 26.0
_HEAD_LINES = 3
_LONGEST_HEAD = 44.0
# The most of the width that labels take, unless columns are few and have their room.
_LONGEST_LABEL = 0.44
_COLUMN_BESIDE_LABELS = 17.0

# The luminance (WCAG 2.2) to which ink and white have the same contrast.
_EQUAL_CONTRAST = 0.2
_SCALE = blend_palette(SHADES, as_cmap=True)


def shade(share: float) -> str:
    """Return the colour of a share from 0 to 1; what is not 0 is never white."""
    return to_hex(_SCALE(0.08 + 0.92 * min(share, 1) if share > 0 else 0.0))


def ink_on(share: float) -> str:
    """Return the colour of a text on the shade of a share: that with more contrast to it."""
    return INK if relative_luminance(shade(share)) > _EQUAL_CONTRAST else "white"


class Heads(NamedTuple):
    """The heads of columns in lines, and whether they stand upright for want of room."""

    texts: list[str]
    upright: bool

    @property
    def height(self) -> float:
        """How high the highest of them is, mm."""
        if self.upright:
            return max(map(text_width, self.texts), default=0)
        return LINE * max((text.count("\n") + 1 for text in self.texts), default=1)


@dataclass(frozen=True)
class Grid:
    """Where rows and columns stand on a sheet."""

    rows: Mapping[str, str]
    columns: Mapping[str, str]
    left: float
    top: float
    wide: float
    high: float
    heads: Heads

    @property
    def bottom(self) -> float:
        """Where the last row ends."""
        return self.top + self.high * len(self.rows)

    @property
    def right(self) -> float:
        """Where the last column ends."""
        return self.left + self.wide * len(self.columns)

    def x(self, column: str) -> float:
        """Return the middle of a column."""
        return self.left + self.wide * (list(self.columns).index(column) + 0.5)

    def y(self, row: str) -> float:
        """Return the middle of a row."""
        return self.top + self.high * (list(self.rows).index(row) + 0.5)

    def takes(self, text: str) -> bool:
        """Whether a text fits into a cell."""
        return text_width(text) <= self.wide - 0.3

    def draw(self, sheet: Sheet) -> None:
        """Write the labels."""
        sheet.row_labels(self.rows.values(), self.left, map(self.y, self.rows))
        look = {"rotation": 90} if self.heads.upright else {}
        for head, column in zip(self.heads.texts, self.columns, strict=True):
            sheet.text(self.x(column), self.top - 1, head, ha="center", va="bottom", **look)

    def rule(self, sheet: Sheet) -> None:
        """Draw a thin line through each row."""
        for row in self.rows:
            y = self.y(row)
            sheet.line([self.left, self.right], [y, y], RULE, 0.4, zorder=0)

    def cell(self, one: str, other: str) -> tuple[str, str] | None:
        """Return two ids, whichever names the row, as row and column; None if one has no place."""
        row, column = (one, other) if one in self.rows else (other, one)
        return (row, column) if row in self.rows and column in self.columns else None

    def box(self, sheet: Sheet, row: str, column: str, face: str, **look: Any) -> None:
        """Draw a rectangle that is a cell."""
        x, y = self.x(column) - self.wide / 2, self.y(row) - self.high / 2
        sheet.box(x, y, self.wide, self.high, face, **look)

    def fill(self, sheet: Sheet, row: str, column: str, share: float, text: str) -> None:
        """Fill a cell with the shade of a share, and write a text into it where it fits."""
        self.box(sheet, row, column, shade(share), edgecolor="white")
        if text and self.takes(text):
            sheet.text(self.x(column), self.y(row), text, ha="center", color=ink_on(share))


def _lay_out(
    sheet: Sheet,
    rows: Mapping[str, str],
    columns: Mapping[str, str],
    *,
    above: float = 0,
    below: float = 0,
    beside: float = 1.5,
    most: float = _MOST_COLUMN,
) -> Grid | None:
    """Return where rows and columns stand, or None where they do not fit on the page.

    Parameters
    ----------
    rows, columns
        Ids with their labels.
    above, below, beside
        Room to leave over the heads of the columns, under the rows, at their right.
    most
        The most width of a column.
    """
    labels = max(map(text_width, rows.values()), default=0)
    spare = sheet.width - beside - _COLUMN_BESIDE_LABELS * len(columns)
    left = min(labels + GAP + 1.5, max(_LONGEST_LABEL * sheet.width, spare))
    wide = min((sheet.width - left - beside) / max(len(columns), 1), most)
    if wide < LEAST:
        return None
    heads = heads_over(list(columns.values()), wide)
    top = above + heads.height + 2
    high = min((sheet.room - top - below) / max(len(rows), 1), _MOST_ROW)
    if high < LEAST:
        return None
    return Grid(rows, columns, left, top, wide, high, heads)


def heads_over(names: Sequence[str], wide: float) -> Heads:
    """Return the heads of columns that are so wide: level where they fit, else upright."""
    level = [wrapped(name, wide - 1) for name in names]
    if all(text_width(name) <= wide - 1 and name.count("\n") < _HEAD_LINES for name in level):
        return Heads(level, upright=False)
    lines = max(int((wide - 0.2) / LINE), 1)
    longest = int(max(map(text_width, names)))
    for length in range(min(longest // lines, int(_LONGEST_HEAD)), int(_LONGEST_HEAD) + 1):
        upright = [wrapped(name, length) for name in names]
        if all(name.count("\n") < lines and text_width(name) <= length for name in upright):
            return Heads(upright, upright=True)
    return Heads([shortened(name, _LONGEST_HEAD) for name in names], upright=True)


@dataclass(frozen=True)
class Units:
    """What a figure sets side by side: documents, or groups of them.

    Attributes
    ----------
    labels
        Ids of documents or names of groups, with what they are called.
    of_document
        The id or group of each document.
    """

    labels: Mapping[str, str]
    of_document: Mapping[str, str]

    def of(self, frame: pd.DataFrame) -> pd.Series:
        """Return the id or group of each row's document."""
        return frame["document_id"].map(dict(self.of_document))

    @property
    def are_groups(self) -> bool:
        """Whether these are groups of documents."""
        return set(self.of_document) != set(self.labels)


def fit(
    sheet: Sheet,
    documents: Sequence[str],
    others: Mapping[str, str],
    *,
    sizes: Mapping[Any, int] | None = None,
    ways: Sequence[bool] = (False, True),
    above: float = 0,
    **room: float,
) -> tuple[Units, Grid]:
    """Return documents by something else, in the first form that fits on the page.

    Parameters
    ----------
    documents
        They are grouped where they do not fit and are more than there are colours.
    others
        Ids and labels of the other side, the most important first. Where not even groups
        fit with all of them, the last are left out, and the caption names these.
    sizes
        The number of units of each document, for its label.
    ways
        Whether documents may be columns (False), rows (True), in the order of preference.
    above, **room
        As `_lay_out` takes them.
    """
    forms = [_documents(sheet.style, documents, sizes or {})]
    if sheet.style.groups and len(documents) > 1:
        forms.append(_groups(sheet.style, documents))
    for most in range(len(others), 0, -1):
        shown = dict(list(others.items())[:most])
        for units in forms:
            for documents_are_rows in ways:
                rows, columns = (
                    (units.labels, shown) if documents_are_rows else (shown, units.labels)
                )
                lines = 3 * LINE * (most < len(others))
                if grid := _lay_out(sheet, rows, columns, above=above + lines, **room):
                    sheet.leave_out(list(others.values())[most:])
                    return units, replace(grid, top=grid.top - lines)
    raise AssertionError("one column fits on every page")


def fit_both(
    sheet: Sheet,
    rows: Mapping[str, str],
    columns: Mapping[str, str],
    *,
    most_columns: int,
    **room: float,
) -> Grid:
    """Return the most cells of the first rows and columns that fit, at most so many columns.

    The caption names the others.
    """
    if len(columns) <= most_columns and (whole := _lay_out(sheet, rows, columns, **room)):
        return whole
    lines = 6 * LINE
    best: Grid | None = None
    for wide in range(min(len(columns), most_columns), 0, -1):
        shown = dict(list(columns.items())[:wide])
        for many in range(len(rows), 0, -1):
            first = dict(list(rows.items())[:many])
            if grid := _lay_out(sheet, first, shown, above=lines, **room):
                cells = len(best.rows) * len(best.columns) if best else 0
                best = grid if many * wide > cells else best
                break
    assert best is not None, "one cell fits on every page"
    for kept, all_ in ((best.rows, rows), (best.columns, columns)):
        sheet.leave_out(list(all_.values())[len(kept) :])
    return replace(best, top=best.top - lines)


def _documents(style: Style, documents: Iterable[str], sizes: Mapping[Any, int]) -> Units:
    """Return documents as they are."""
    names = {id: style.name("document", id) for id in documents}
    labels = {
        id: style.with_n(name, sizes[id]) if id in sizes else name for id, name in names.items()
    }
    return Units(labels, {id: id for id in names})


def _groups(style: Style, documents: Sequence[str]) -> Units:
    """Return the groups of documents, each with their number."""
    member = {id: style.groups[id] for id in documents}
    found = list(member.values())
    names = [name for name in dict.fromkeys(style.groups.values()) if name in found]
    return Units({name: style.with_n(name, found.count(name)) for name in names}, member)
