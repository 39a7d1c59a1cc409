"""The chain of commitment: which links stand, and in how many tasks together."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from policytasks.compare import CHAIN
from policytasks.compare.tallies import records_of
from policytasks.figures.panels import ROW, empty_note, panel_grid, tidy_axes
from policytasks.figures.style import INK, RULE, TWO_COLUMNS, Style, wrapped

__all__ = ["draw_commitment_chain"]

_DOTS = 42


def draw_commitment_chain(frame: pd.DataFrame, style: Style) -> Figure:
    """Draw `compare.commitment_patterns`: a row a set of links, a panel of bars a document.

    After UpSet (Lex et al. 2014, IEEE Trans. Vis. Comput. Graph. 20, 1983-1992): dots
    show which links stand, bars how many tasks have exactly these.
    """
    patterns = list(dict.fromkeys(frame[list(CHAIN)].itertuples(index=False, name=None)))
    patterns.sort(key=lambda links: (-sum(links), [not link for link in links]))
    documents = [id for id in style.documents if id in set(frame["document_id"])]
    figure, grid = panel_grid(
        max(len(documents), 1),
        width=TWO_COLUMNS,
        height=ROW * max(len(patterns), 3),
        across=max(len(documents), 1),
        left=_DOTS,
        gap=5,
        title=3.2 * ROW,
        between=1,
    )
    _draw_links(grid[0], patterns, style)
    for axes, document in zip(grid, documents, strict=False):
        own = frame[frame["document_id"] == document]
        color = style.color(document)
        for row in records_of(own):
            y = patterns.index(tuple(getattr(row, link) for link in CHAIN))
            axes.barh(y, row.count, height=0.7, color=color)
            axes.annotate(
                f"{row.count}",
                (row.count, y),
                xytext=(2, 0),
                textcoords="offset points",
                va="center",
                size=6,
            )
        name = wrapped(style.name("document", document), (TWO_COLUMNS - _DOTS) / len(documents) - 6)
        axes.set_title(f"{name}\nn = {own['count'].sum()}")
        tidy_axes(axes)
        axes.tick_params(labelleft=False)
    most = frame["count"].max() if len(frame) else 1
    grid[0].set(xlim=(0, 1.2 * most), ylim=(max(len(patterns), 1) - 0.4, -0.6), yticks=[])
    grid[0].xaxis.set_major_locator(MaxNLocator(3, integer=True))
    grid[len(grid) // 2].set_xlabel(style.say("Tasks", "任务数"))
    if not documents:
        empty_note(grid[0], style.say("no task", "无任务"))
    return figure


def _draw_links(axes: Axes, patterns: list[tuple[bool, ...]], style: Style) -> None:
    """Draw left of the bars a dot for each link of each set, filled where it stands."""
    left = axes.get_position().x0 * TWO_COLUMNS
    wide = axes.get_position().width * TWO_COLUMNS
    places = [(5 + number * (left - 8) / len(CHAIN) - left) / wide for number in range(len(CHAIN))]
    across = axes.get_yaxis_transform()
    for y, links in enumerate(patterns):
        stands = [place for place, link in zip(places, links, strict=True) if link]
        axes.plot(stands, np.full(len(stands), y), transform=across, color=INK, clip_on=False)
        for place, stood in zip(places, links, strict=True):
            color = INK if stood else RULE
            axes.plot(place, y, "o", transform=across, color=color, markersize=4.5, clip_on=False)
    for place, link in zip(places, CHAIN, strict=True):
        axes.text(
            place,
            -1,
            style.name("link", link),
            transform=across,
            ha="center",
            va="bottom",
            rotation=90,
        )
