"""The pieces that several figures are made of. Lengths are in mm."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, TypeAlias

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator, PercentFormatter
from matplotlib.transforms import ScaledTranslation
from numpy.typing import ArrayLike

from policytasks.figures.style import (
    COLUMN,
    INK,
    MUTED,
    RULE,
    TWO_COLUMNS,
    Style,
    text_width,
    wrapped,
)

__all__ = [
    "ROW",
    "Look",
    "add_caption",
    "document_titles",
    "empty_note",
    "interval_panels",
    "label_columns",
    "label_rows",
    "mark",
    "marker_key",
    "panel_grid",
    "positions",
    "room_for",
    "table_of_marks",
    "tidy_axes",
]

Look: TypeAlias = Mapping[str, Any]
"""How a mark is drawn, in the terms of matplotlib's lines."""

ROW = 4.2
"""Height of a row of text or of dots."""

_TITLE = 6
_AXIS = 9
_EDGE = 2
_MM_PER_INCH = 25.4


def panel_grid(
    count: int,
    *,
    width: float,
    height: float,
    across: int = 1,
    left: float = 0,
    right: float = _EDGE,
    title: float = _TITLE,
    axis: float = _AXIS,
    between: float | None = None,
    gap: float = 4,
    key: float = 0,
    share: bool = True,
) -> tuple[Figure, list[Axes]]:
    """Return a figure with a grid of axes.

    Parameters
    ----------
    count
        How many axes.
    width
        Width of the figure.
    height
        Height of each axes.
    across
        Most axes side by side.
    left, right
        Room beside the outer axes, such as for labels.
    title, axis
        Room above and below each axes.
    between
        Room below all axes but the lowest, which are then not labelled; by
        default as below the lowest.
    gap
        Room between axes side by side.
    key
        Room at the top of the figure, for the key.
    share
        Whether all axes have the same limits; inner ones are then not labelled.
    """
    across = max(min(across, count), 1)
    down = max(-(-count // across), 1)
    below = axis if between is None else between
    pitch = title + height + below
    total = key + down * pitch - below + axis
    each = (width - left - right - gap * (across - 1)) / across
    figure = Figure(figsize=(width / _MM_PER_INCH, total / _MM_PER_INCH))
    grid: list[Axes] = []
    for number in range(max(count, 1)):
        row, column = divmod(number, across)
        low = total - key - row * pitch - title - height
        box = ((left + column * (each + gap)) / width, low / total, each / width, height / total)
        first = grid[0] if grid and share else None
        grid.append(figure.add_axes(box, sharex=first, sharey=first, label=str(number)))
        if first is not None:
            grid[-1].tick_params(labelleft=column == 0)
        if between is not None:
            grid[-1].tick_params(labelbottom=number + across >= count)
    return figure, grid


def add_caption(figure: Figure, text: str) -> None:
    """Write a caption under a figure, which grows by its height."""
    size, line = 6, 2.7
    width, height = figure.get_size_inches() * _MM_PER_INCH
    lines = wrapped(text, width - 2 * _EDGE, size=size)
    more = line * (lines.count("\n") + 1) + 2 * _EDGE
    boxes = [axes.get_position().bounds for axes in figure.axes]
    figure.set_size_inches(width / _MM_PER_INCH, (height + more) / _MM_PER_INCH)
    for axes, (x, y, wide, high) in zip(figure.axes, boxes, strict=True):
        low = (y * height + more) / (height + more)
        axes.set_position((x, low, wide, high * height / (height + more)))
    figure.text(
        _EDGE / width,
        (more - _EDGE) / (height + more),
        lines,
        size=size,
        color=MUTED,
        va="top",
    )


def positions(ids: pd.Series | pd.Index, order: Iterable[str]) -> np.ndarray:
    """Return at which place of an order each id stands, from 0."""
    return pd.Index(list(order), dtype="str").get_indexer(pd.Index(ids)).astype(float)


def label_rows(grid: Sequence[Axes], labels: Sequence[str]) -> None:
    """Give axes one row for each label, the first at the top, named at the left.

    Texts and lines, because ticks and annotations take many times as long to draw.
    """
    first = min(axes.get_position().x0 for axes in grid)
    for axes in grid:
        across = axes.get_yaxis_transform()
        axes.set(yticks=[], ylim=(max(len(labels), 1) - 0.4, -0.6))
        axes.hlines(range(len(labels)), 0, 1, transform=across, color=RULE, linewidth=0.3, zorder=0)
        if axes.get_position().x0 == first:
            left = across + _shift(axes, x=-4)
            for y, label in enumerate(labels):
                axes.text(0, y, label, transform=left, ha="right", va="center")


def label_columns(grid: Sequence[Axes], labels: Sequence[str]) -> None:
    """Give axes one column for each label, named upright under the lowest."""
    lowest = min(axes.get_position().y0 for axes in grid)
    for axes in grid:
        up = axes.get_xaxis_transform()
        axes.set(xticks=[], xlim=(-0.7, max(len(labels), 1) - 0.3))
        axes.vlines(range(len(labels)), 0, 1, transform=up, color=RULE, linewidth=0.3, zorder=0)
        if axes.get_position().y0 == lowest:
            below = up + _shift(axes, y=-4)
            for x, label in enumerate(labels):
                axes.text(x, 0, label, transform=below, ha="center", va="top", rotation=90)


def _shift(axes: Axes, *, x: float = 0, y: float = 0) -> ScaledTranslation:
    """Return a shift by points."""
    return ScaledTranslation(x / 72, y / 72, axes.figure.dpi_scale_trans)


def room_for(labels: Iterable[str]) -> float:
    """Return the room that the widest label takes beside an axes."""
    return max(map(text_width, labels), default=0) + 2 * _EDGE


def tidy_axes(axes: Axes, *, grid: Literal["x", "y"] = "x") -> None:
    """Draw the grid of one axis and leave out the other's line."""
    axes.grid(axis=grid)
    axes.spines["left" if grid == "x" else "bottom"].set_visible(False)


def empty_note(axes: Axes, text: str) -> None:
    """Say in empty axes why they are empty."""
    axes.text(
        0.5, 0.5, wrapped(text, 28), transform=axes.transAxes, ha="center", va="center", color=MUTED
    )


def marker_key(figure: Figure, entries: Mapping[str, Look], *, columns: int) -> None:
    """Explain marks at the top of a figure.

    Parameters
    ----------
    entries
        For each label how the mark is drawn, in the terms of matplotlib's lines.
    """
    handles = [Line2D([], [], **{"linestyle": "none", **look}) for look in entries.values()]
    figure.legend(
        handles,
        list(entries),
        loc="upper left",
        bbox_to_anchor=(0, 1),
        ncols=columns,
        borderaxespad=0.3,
        handletextpad=0.4,
        columnspacing=1.6,
    )


def mark(
    axes: Axes,
    rows: pd.DataFrame,
    y: ArrayLike,
    *,
    value: str,
    color: str,
    marker: str,
) -> None:
    """Draw values with their intervals; hollow where the count behind a value is 0.

    Parameters
    ----------
    rows
        With the column ``value``, its limits ``low`` and ``high`` where it has
        any, and ``count`` where it counts something.
    y
        The height of each row.
    """
    heights = np.asarray(y, float)
    if "low" in rows:
        axes.hlines(heights, rows["low"], rows["high"], color=color, linewidth=1.2, alpha=0.55)
    some = rows["count"].to_numpy() > 0 if "count" in rows else np.ones(len(rows), bool)
    for shown, face in ((some, color), (~some, "white")):
        axes.plot(
            rows[value].to_numpy()[shown],
            heights[shown],
            linestyle="none",
            marker=marker,
            color=color,
            markerfacecolor=face,
            clip_on=False,
            zorder=3,
        )


def document_titles(frame: pd.DataFrame, style: Style, *, n: str = "n") -> dict[str, str]:
    """Return each place with its name and the number of units that column ``n`` gives."""
    sizes = frame.groupby("document_id")[n].max()
    return {
        place: style.with_n(style.name("document", place), sizes.get(place, 0))
        for place in style.documents
    }


def interval_panels(
    frame: pd.DataFrame,
    style: Style,
    *,
    panel_by: str,
    panels: Mapping[str, str],
    row_by: str,
    rows: Mapping[str, str],
    value: str,
    xlabel: str,
    across: int = 4,
    beside: str | None = None,
    percent: bool = False,
    reference: float | None = None,
    empty: str = "",
) -> Figure:
    """Draw one panel for each of ``panels``, with a dot and interval in each row.

    Parameters
    ----------
    frame
        One row a dot: ``panel_by``, ``row_by``, ``document_id`` (which gives
        its look), ``value``, ``low`` and ``high``.
    panels, rows
        The ids in order, with their titles and labels.
    across, beside
        Most panels side by side; column of the numbers at the right of each row.
    percent, reference
        Whether values are shares, from 0 to 1; where to draw a vertical line.
    empty
        What to say in a panel without values.
    """
    figure, grid = panel_grid(
        len(panels),
        width=TWO_COLUMNS,
        height=ROW * max(len(rows), 3),
        across=across,
        left=room_for(rows.values()),
        right=_EDGE + 4 * bool(beside),
        gap=4 + 3 * bool(beside),
    )
    for axes, (panel, title) in zip(grid, panels.items(), strict=True):
        own = frame[(frame[panel_by] == panel) & frame[row_by].isin(list(rows))]
        _mark_places(axes, own, style, positions(own[row_by], rows), value)
        if beside:
            _numbers_beside(axes, positions(own[row_by], rows), own[beside])
        axes.set_title(title)
        axes.set_xlabel(xlabel)
        tidy_axes(axes)
        if reference is not None:
            axes.axvline(reference, color=INK, linewidth=0.6, zorder=1)
        if own[value].isna().all():
            empty_note(axes, empty)
    label_rows(grid, list(rows.values()))
    grid[0].xaxis.set_major_locator(MaxNLocator(4))
    if percent:
        grid[0].set_xlim(0, np.nanmax([0.01, *frame["high"], *frame[value]]))
        grid[0].xaxis.set_major_formatter(PercentFormatter(1, symbol=""))
    return figure


def _mark_places(
    axes: Axes, own: pd.DataFrame, style: Style, heights: np.ndarray, value: str
) -> None:
    """Draw the dots of a panel, each place's in its look."""
    for place in dict.fromkeys(own["document_id"]):
        of_place = (own["document_id"] == place).to_numpy()
        look = {"color": style.color(place), "marker": style.marker(place)}
        mark(axes, own[of_place], heights[of_place], value=value, **look)


def _numbers_beside(axes: Axes, heights: Iterable[float], numbers: Iterable[float | str]) -> None:
    """Print a number, or a text, at the right of each row."""
    right = axes.get_yaxis_transform() + _shift(axes, x=6)
    for y, number in zip(heights, numbers, strict=True):
        text = number if isinstance(number, str) else f"{number:g}"
        axes.text(1, y, text, transform=right, va="center", color=MUTED, size=6)


def table_of_marks(
    style: Style,
    *,
    rows: Mapping[str, str],
    text_of: Callable[[str, str], str | None],
    empty: str,
) -> Figure:
    """Draw rows by places: a text where there is one, else the place's mark.

    Parameters
    ----------
    rows
        The ids of the rows in order, with their labels.
    text_of
        Takes a place and a row, returns the text of the cell.
    empty
        What to say where there are no rows.
    """
    left = room_for(rows.values())
    width = min(TWO_COLUMNS, max(COLUMN, left + 25 * len(style.documents)))
    each = (width - left - _EDGE) / max(len(style.documents), 1) - 1
    names = [wrapped(style.name("document", place), each) for place in style.documents]
    figure, (axes,) = panel_grid(
        1,
        width=width,
        height=1.2 * ROW * max(len(rows), 2),
        left=left,
        title=ROW * (1 + max(name.count("\n") + 1 for name in names)),
        axis=0,
    )
    for x, place in enumerate(style.documents):
        for y, row in enumerate(rows):
            text = text_of(place, row)
            if text is None:
                axes.plot(x, y, marker=style.marker(place), color=style.color(place))
            else:
                axes.text(x, y, text, ha="center", va="center", backgroundcolor="white")
    label_rows([axes], list(rows.values()))
    axes.set_xticks(range(len(names)), names, va="baseline")
    axes.set_xlim(-0.5, len(names) - 0.5)
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    if not rows:
        empty_note(axes, empty)
    return figure
