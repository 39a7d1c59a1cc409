"""Figures of the second question: how do targets differ?"""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure

from policytasks.figures.panels import (
    ROW,
    Look,
    document_titles,
    empty_note,
    interval_panels,
    marker_key,
    panel_grid,
    room_for,
)
from policytasks.figures.style import INK, MUTED, TWO_COLUMNS, Style

__all__ = [
    "KIND_MARKERS",
    "draw_deadline_calendar",
    "draw_deadline_status",
    "draw_target_shares",
    "on_calendar",
]

KIND_MARKERS = {"quantity": "o", "norm": "s", "milestone": "D"}


def draw_target_shares(frame: pd.DataFrame, style: Style) -> Figure:
    """Draw `compare.target_shares`: one panel a kind, one row a document."""
    return interval_panels(
        frame,
        style,
        panel_by="kind",
        panels=style.names["target_kind"],
        row_by="document_id",
        rows=document_titles(frame, style),
        value="share",
        percent=True,
        beside="targets",
        xlabel=style.say("Share of tasks with one, %", "含有该类目标的任务比例，%"),
        empty=style.say("no task", "无任务"),
    )


def draw_deadline_status(frame: pd.DataFrame, style: Style) -> Figure:
    """Draw `compare.deadline_status`, all kinds of target together."""
    frame = frame[frame["kind"] == "any"]
    return interval_panels(
        frame,
        style,
        panel_by="status",
        panels=style.names["status"],
        row_by="document_id",
        rows=document_titles(frame, style),
        value="share",
        percent=True,
        beside="count",
        across=3,
        xlabel=style.say("Share of targets, %", "占目标比例，%"),
        empty=style.say("no target", "无目标"),
    )


_STACK = 3
_DOT = 2.1


def on_calendar(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the calendar's targets with a place in the drawing for each dot.

    Targets of one document that are due in one half of a year stand over its last day
    (``half``), in rows of three, one row over the other: ``column`` and ``level`` count
    from 0, ``wide`` is the number of columns.
    """
    due = pd.to_datetime(frame["deadline"])
    half = pd.to_datetime(
        due.dt.strftime("%Y-") + (due.dt.month > 6).map({True: "12-31", False: "06-30"})
    )
    frame = frame.assign(half=half)
    order = frame["kind"].map(list(KIND_MARKERS).index)
    frame = frame.iloc[order.argsort(kind="stable")]
    same = frame.groupby(["document_id", "half"])
    number = same.cumcount()
    size = same["half"].transform("size").clip(upper=_STACK)
    return frame.assign(column=number % _STACK, level=number // _STACK, wide=size)


def draw_deadline_calendar(frame: pd.DataFrame, style: Style) -> Figure:
    """Draw `compare.deadline_calendar`: a lane a place, a dot a target."""
    dots = on_calendar(frame)
    levels = dots.groupby("document_id")["level"].max() + 1
    lanes = [max(2.5, levels.get(place, 0)) + 1.5 for place in style.documents]
    sizes = frame.groupby("document_id").size()
    names = [
        style.with_n(style.name("document", place), sizes.get(place, 0))
        for place in style.documents
    ]
    left = room_for(names)
    figure, (axes,) = panel_grid(
        1, width=TWO_COLUMNS, height=_DOT * 1.3 * sum(lanes), left=left, title=2, key=1.4 * ROW
    )
    bottom = sum(lanes)
    axes.set_ylim(0, bottom)
    if dots.empty:
        axes.set_xticks([])
        empty_note(axes, style.say("no target has a deadline", "没有设定期限的目标"))
    else:
        _year_axis(axes, dots, style)
    days_per_mm = (axes.get_xlim()[1] - axes.get_xlim()[0]) / (TWO_COLUMNS - left - 2)
    ticks = []
    for place, lane in zip(style.documents, lanes, strict=True):
        bottom -= lane
        ticks.append(bottom + 1)
        axes.axhline(bottom + 0.4, color=MUTED, linewidth=0.5)
        own = dots[dots["document_id"] == place]
        _draw_lane(axes, own, bottom, style.color(place), days_per_mm)
    axes.set_yticks(ticks, names)
    axes.spines[["left", "bottom"]].set_visible(False)
    axes.grid(axis="x")
    looks: dict[str, Look] = {
        style.name("target_kind", kind): {
            "marker": marker,
            "color": INK,
            "markerfacecolor": INK if kind == "quantity" else "white",
        }
        for kind, marker in KIND_MARKERS.items()
    }
    marker_key(figure, looks, columns=3)
    return figure


def _draw_lane(
    axes: Axes, own: pd.DataFrame, bottom: float, color: str, days_per_mm: float
) -> None:
    """Draw the targets of one lane: a dot each, and how many are due on the day."""
    for kind, marker in KIND_MARKERS.items():
        some = own[own["kind"] == kind]
        x = date2num(some["half"]) + (some["column"] - (some["wide"] - 1) / 2) * _DOT * days_per_mm
        axes.plot(
            x,
            bottom + 1 + some["level"],
            linestyle="none",
            marker=marker,
            markersize=3.6,
            color=color,
            markerfacecolor=color if kind == "quantity" else "white",
        )
    for day, own_day in own.groupby("half"):
        axes.annotate(
            f"{len(own_day)}",
            (date2num(day), bottom + 1.9 + own_day["level"].max()),
            ha="center",
            va="center",
            size=6,
            color=MUTED,
        )


def _year_axis(axes: Axes, dots: pd.DataFrame, style: Style) -> None:
    """Let the time axis run over whole years, with a tick at each year's end."""
    years = range(dots["year"].min(), dots["year"].max() + 1)
    first, last = pd.Timestamp(years[0], 1, 1), pd.Timestamp(years[-1] + 1, 8, 1)
    axes.set_xlim(*date2num([first, last]))
    ends = date2num([pd.Timestamp(year, 12, 31) for year in years])
    axes.set_xticks(ends, [style.say(f"end of {year}", f"{year} 年底") for year in years])
