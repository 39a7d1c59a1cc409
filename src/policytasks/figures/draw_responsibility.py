"""Figures of the third question: how is responsibility split?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from math import gcd

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import FancyArrowPatch

from policytasks.compare.tallies import records_of
from policytasks.figures.panels import (
    ROW,
    Look,
    document_titles,
    empty_note,
    interval_panels,
    label_columns,
    label_rows,
    mark,
    marker_key,
    panel_grid,
    positions,
    room_for,
    tidy_axes,
)
from policytasks.figures.style import COLUMN, INK, MUTED, TWO_COLUMNS, Style, text_width, wrapped

__all__ = [
    "draw_agencies_per_task",
    "draw_agency_shares",
    "draw_crosswalk_effect",
    "draw_gaps",
    "draw_lead_support_network",
    "draw_lead_themes",
    "draw_shared_leads",
    "draw_task_sharing",
    "on_circle",
]

_AGENCIES_SHOWN = 20
_KEY_COLUMNS = 6
_ROLES = {"lead": ("o", -0.27), "support": ("^", 0.0), "responsible": ("s", 0.27)}


def draw_agency_shares(frame: pd.DataFrame, style: Style) -> Figure:
    """Draw `compare.agency_shares`: a panel a document, a row a function.

    A role that a place never gives to a function is not drawn.
    """
    agencies = list(dict.fromkeys(frame["agency_id"]))[:_AGENCIES_SHOWN]
    names = [style.name("agency", agency) for agency in agencies]
    titles = document_titles(frame, style)
    figure, grid = panel_grid(
        len(titles),
        width=TWO_COLUMNS,
        height=1.7 * ROW * max(len(agencies), 2),
        across=4,
        left=room_for(names),
        gap=6,
        key=ROW,
    )
    for axes, (place, title) in zip(grid, titles.items(), strict=True):
        own = frame[
            (frame["document_id"] == place)
            & (frame["count"] > 0)
            & frame["agency_id"].isin(agencies)
        ]
        for role, (marker, offset) in _ROLES.items():
            rows = own[own["role"] == role]
            y = positions(rows["agency_id"], agencies) + offset
            mark(axes, rows, y, value="share", color=style.color(place), marker=marker)
        axes.set_title(title)
        axes.set_xlabel(style.say("Share of tasks, %", "占任务比例，%"))
        tidy_axes(axes)
        axes.hlines(np.arange(1, len(agencies)) - 0.5, 0, 1, color=MUTED, linewidth=0.2)
        if own.empty:
            empty_note(axes, style.say("no agency named", "未列责任单位"))
    label_rows(grid, names)
    grid[0].set_xlim(0, 1)
    grid[0].set_xticks([0, 0.5, 1], ["0", "50", "100"])
    looks: dict[str, Look] = {
        style.name("role", role): {"marker": marker, "color": INK}
        for role, (marker, _) in _ROLES.items()
    }
    marker_key(figure, looks, columns=3)
    return figure


def draw_shared_leads(frame: pd.DataFrame, style: Style) -> Figure:
    """Draw `compare.shared_leads`: one row a document, the range without any one task."""
    titles = document_titles(frame, style)
    figure, (axes,) = panel_grid(
        1,
        width=COLUMN,
        height=ROW * 1.2 * max(len(titles), 2),
        left=room_for(titles.values()),
        title=2,
    )
    own = frame.assign(low=frame["lowest"], high=frame["highest"], count=frame["n"])
    for y, document in enumerate(titles):
        row = own[own["document_id"] == document]
        look = {"color": style.color(document), "marker": style.marker(document)}
        mark(axes, row, [y] * len(row), value="probability", **look)
        if row["probability"].isna().all():
            axes.text(0.02, y, style.say("no lead named", "未列牵头"), va="center", color=MUTED)
    label_rows([axes], list(titles.values()))
    axes.set_xlim(0, 1)
    axes.set_xlabel(style.say("Probability of a common lead", "两项任务同一牵头的概率"))
    tidy_axes(axes)
    return figure


def draw_agencies_per_task(frame: pd.DataFrame, style: Style) -> Figure:
    """Draw `compare.agencies_per_task`: mean, median and most."""
    titles = document_titles(frame, style)
    figure, (axes,) = panel_grid(
        1,
        width=COLUMN,
        height=ROW * 1.2 * max(len(titles), 2),
        left=room_for(titles.values()),
        title=2,
        key=1.4 * ROW,
    )
    others: dict[str, Look] = {
        "median": {"marker": "|", "markersize": 8, "color": INK},
        "most": {"marker": "x", "color": MUTED},
    }
    for y, place in enumerate(titles):
        own = frame[(frame["document_id"] == place) & (frame["n"] > 0)]
        mark(
            axes,
            own,
            np.full(len(own), y),
            value="mean",
            color=style.color(place),
            marker=style.marker(place),
        )
        for column, look in others.items():
            axes.plot(own[column], np.full(len(own), y), linestyle="none", zorder=4, **look)
    label_rows([axes], list(titles.values()))
    axes.set_xlim(left=0)
    axes.set_xlabel(style.say("Agencies named in a task", "每项任务列出的单位数"))
    tidy_axes(axes)
    marker_key(
        figure,
        {
            style.say("mean", "均值"): {"marker": "o", "color": INK},
            style.say("median", "中位数"): others["median"],
            style.say("most", "最多"): others["most"],
        },
        columns=3,
    )
    return figure


def draw_task_sharing(frame: pd.DataFrame, style: Style) -> Figure:
    """Draw `compare.solo_and_shared`: a panel a way of sharing."""
    return _shares_by_document(frame, style, panel_by="sharing")


def draw_gaps(frame: pd.DataFrame, style: Style) -> Figure:
    """Draw the shares of tasks with a ``gap``: no lead, nobody, or a county named.

    ``form`` says how each document assigns its work.
    """
    forms = dict(zip(frame["document_id"], frame["form"], strict=True))
    rows = {
        document: f"{title}{style.say(', ', '，')}{style.name('form', forms[document])}"
        for document, title in document_titles(frame, style).items()
        if document in forms
    }
    return _shares_by_document(frame, style, panel_by="gap", rows=rows, across=2)


def _shares_by_document(
    frame: pd.DataFrame,
    style: Style,
    *,
    panel_by: str,
    rows: Mapping[str, str] | None = None,
    across: int = 3,
) -> Figure:
    return interval_panels(
        frame,
        style,
        panel_by=panel_by,
        panels=style.names[panel_by],
        row_by="document_id",
        rows=document_titles(frame, style) if rows is None else rows,
        value="share",
        percent=True,
        beside="count",
        across=across,
        xlabel=style.say("Share of tasks, %", "占任务比例，%"),
        empty=style.say("no task", "无任务"),
    )


def draw_lead_themes(frame: pd.DataFrame, style: Style) -> Figure:
    """Draw `compare.lead_themes`: a panel a document, a disc a count."""
    named = [id for id in style.names["theme"] if id in set(frame["theme_id"])]
    themes = list(dict.fromkeys([*named, *frame["theme_id"]]))
    order = frame.groupby("agency_id")["count"].sum().sort_values(ascending=False, kind="stable")
    agencies = list(order.index[:_AGENCIES_SHOWN])
    names = [style.name("theme", theme) for theme in themes]
    labels = [style.name("agency", agency) for agency in agencies]
    figure, grid = panel_grid(
        len(style.documents),
        width=TWO_COLUMNS,
        height=0.85 * ROW * max(len(themes), 4),
        across=2,
        left=room_for(names),
        axis=room_for(labels),
        between=1,
    )
    for axes, place in zip(grid, style.documents, strict=True):
        own = frame[(frame["document_id"] == place) & frame["agency_id"].isin(agencies)]
        axes.set_title(style.name("document", place))
        axes.scatter(
            positions(own["agency_id"], agencies),
            positions(own["theme_id"], themes),
            s=11 * own["count"],
            color=style.color(place),
            alpha=0.6,
            linewidth=np.where(own["p_holm"] <= 0.05, 1.2, 0),
            edgecolor=INK,
        )
        for row in records_of(own[own["count"] > 1]):
            axes.annotate(
                f"{row.count}",
                (agencies.index(row.agency_id), themes.index(row.theme_id)),
                ha="center",
                va="center",
                size=5,
            )
        axes.spines[:].set_visible(False)
        if own.empty:
            empty_note(axes, style.say("nobody leads", "无牵头"))
    label_rows(grid, names)
    label_columns(grid, labels)
    return figure


def on_circle(frame: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """Return a place on the unit circle for each agency of a network.

    The one with most ties stands at the top. An agency has one place for all
    places' networks, so that these can be laid side by side.
    """
    ties = pd.concat([frame.groupby(end)["count"].sum() for end in ("lead", "support")])
    order = ties.groupby(level=0).sum().sort_values(ascending=False, kind="stable").index
    # A stride of about a golden cut sets those with most ties far from each other.
    count = max(len(order), 1)
    stride = next(step for step in range(round(count * 0.382), count + 1) if gcd(step, count) == 1)
    turn = np.pi / 2 - 2 * np.pi * (np.arange(len(order)) * stride % count) / count
    return dict(zip(order, zip(np.cos(turn), np.sin(turn), strict=True), strict=True))


def draw_lead_support_network(frame: pd.DataFrame, style: Style) -> Figure:
    """Draw `compare.lead_support_edges`: a panel a document.

    An arrow runs from the agency that leads to the one that supports; its width
    is the number of tasks.
    """
    spot = on_circle(frame)
    label = {agency: wrapped(style.name("agency", agency), 22, size=6) for agency in spot}
    figure, grid = panel_grid(
        len(style.documents), width=TWO_COLUMNS, height=90, across=2, axis=1, left=2, gap=2
    )
    most = frame["count"].max()
    for axes, place in zip(grid, style.documents, strict=True):
        own = frame[frame["document_id"] == place]
        axes.set_title(style.with_n(style.name("document", place), len(own)))
        axes.set_axis_off()
        axes.set(xticks=[], yticks=[])
        for row in records_of(own):
            axes.add_patch(
                FancyArrowPatch(
                    spot[row.lead],
                    spot[row.support],
                    connectionstyle="arc3,rad=0.12",
                    arrowstyle="-|>",
                    mutation_scale=5,
                    shrinkA=3,
                    shrinkB=4,
                    color=style.color(place),
                    alpha=0.75,
                    linewidth=0.4 + 3 * row.count / most,
                )
            )
        _agencies_around(axes, own, spot, label, style.color(place))
        if own.empty:
            empty_note(
                axes,
                style.say(
                    "no task names both a lead and a support", "没有同时列出牵头与配合单位的任务"
                ),
            )
    grid[0].set_xlim(-2.1, 2.1)
    grid[0].set_ylim(-2.05, 2.05)
    return figure


def _agencies_around(
    axes: Axes,
    edges: pd.DataFrame,
    spot: dict[str, tuple[float, float]],
    label: dict[str, str],
    color: str,
) -> None:
    """Draw the agencies of one place's network, leads filled, with their names outside."""
    leads = set(edges["lead"])
    for agency in dict.fromkeys([*edges["lead"], *edges["support"]]):
        x, y = spot[agency]
        axes.plot(
            x,
            y,
            marker="o",
            color=color,
            markerfacecolor=color if agency in leads else "white",
            zorder=3,
        )
        turn = np.degrees(np.arctan2(y, x))
        leftward = abs(turn) > 90
        axes.text(
            1.1 * x,
            1.1 * y,
            label[agency],
            size=6,
            rotation=turn + 180 * leftward,
            rotation_mode="anchor",
            ha="right" if leftward else "left",
            va="center",
        )


def _tasks_by_name(frame: pd.DataFrame) -> pd.DataFrame:
    """Return how many tasks name each function by each name, of those with several names."""
    ids = frame.groupby(["agency_id", "document_id", "agency"], sort=False)["task_ids"].agg(
        lambda parts: len(set().union(*parts))
    )
    pieces = ids.rename("tasks").reset_index()
    names = pieces.groupby("agency_id")["agency"].nunique()
    return pieces[pieces["agency_id"].map(names) > 1]


def draw_crosswalk_effect(frame: pd.DataFrame, style: Style) -> Figure:
    """Draw `compare.crosswalk_effect`, all roles together.

    A bar a function that more than one name stands for, a piece a name.
    """
    pieces = _tasks_by_name(frame)
    names = pieces.groupby("agency_id")["agency"].nunique()
    totals = pieces.groupby("agency_id")["tasks"].sum().sort_values(ascending=False, kind="stable")
    labels = [style.with_n(style.name("agency", id), names[id]) for id in totals.index]
    figure, (axes,) = panel_grid(
        1,
        width=TWO_COLUMNS,
        height=1.5 * ROW * max(len(labels), 2),
        left=room_for(labels),
        title=2,
        key=1.4 * ROW * -(-len(style.documents) // _KEY_COLUMNS),
    )
    limit = 1.3 * totals.max() if len(totals) else 1
    scale = (TWO_COLUMNS - room_for(labels) - 2) / limit
    for y, agency_id in enumerate(totals.index):
        reached = 0
        beside: Counter[str] = Counter()
        for piece in records_of(pieces[pieces["agency_id"] == agency_id]):
            look: Look = {
                "color": style.color(piece.document_id),
                "edgecolor": "white",
                "alpha": 0.55,
            }
            axes.barh(y, piece.tasks, left=reached, height=0.75, **look)
            text = f"{piece.agency} {piece.tasks}"
            if text_width(text, size=6) < scale * piece.tasks - 1:
                axes.text(reached + piece.tasks / 2, y, text, ha="center", va="center", size=6)
            else:
                beside[piece.agency] += piece.tasks
            reached += piece.tasks
        text = style.say(", ", "、").join(f"{name} {tasks}" for name, tasks in beside.items())
        first, *more = wrapped(text, scale * (limit - reached) - 6, size=6).split("\n")
        axes.annotate(
            f"{first} …" if more else first,
            (reached, y),
            xytext=(4, 0),
            textcoords="offset points",
            va="center",
            size=6,
            color=MUTED,
        )
    label_rows([axes], labels)
    axes.set_xlim(0, limit)
    axes.set_xlabel(style.say("Tasks that name the agency", "列出该单位的任务数"))
    tidy_axes(axes)
    if not labels:
        empty_note(axes, style.say("every function goes by one name", "各职能均只有一个名称"))
    looks: dict[str, Look] = {
        style.name("document", place): {"marker": "s", "color": style.color(place), "alpha": 0.55}
        for place in style.documents
    }
    marker_key(figure, looks, columns=_KEY_COLUMNS)
    return figure
