"""Figures of the second question: how do targets differ?"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.figure import Figure

from policytasks.compare import VERDICTS
from policytasks.compare.tallies import records_of
from policytasks.figures.panels import (
    ROW,
    Look,
    empty_note,
    interval_panels,
    marker_key,
    panel_grid,
    place_titles,
    room_for,
    tidy_axes,
)
from policytasks.figures.style import INK, MUTED, RULE, TWO_COLUMNS, Style, wrapped

__all__ = [
    "KIND_MARKERS",
    "draw_ambition",
    "draw_deadline_calendar",
    "draw_deadline_status",
    "draw_indicators",
    "draw_target_shares",
    "on_calendar",
]

KIND_MARKERS = {"quantity": "o", "norm": "s", "milestone": "D"}


def draw_target_shares(frame: pd.DataFrame, style: Style) -> Figure:
    """Draw `compare.target_shares`: one panel a kind, one row a place."""
    return interval_panels(
        frame,
        style,
        panel_by="kind",
        panels=style.names["target_kind"],
        row_by="place_id",
        rows=place_titles(frame, style),
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
        row_by="place_id",
        rows=place_titles(frame, style),
        value="share",
        percent=True,
        beside="count",
        across=3,
        xlabel=style.say("Share of targets, %", "占目标比例，%"),
        empty=style.say("no target", "无目标"),
    )


_VERDICT_MARKS: dict[str, Look] = dict(
    zip(
        VERDICTS,
        ({"markerfacecolor": INK}, {"fillstyle": "left"}, {"markerfacecolor": "white"}),
        strict=True,
    )
)
_LINE_OF_REASON = 2.9
# Room at the right for reasons, mm, and for statements, in lengths of a full line.
_BESIDE = 62
_ROOM_FOR_TEXT = 1.55


def draw_indicators(frame: pd.DataFrame, style: Style) -> Figure:
    """Draw `compare.side_by_side`: a block an indicator, a row a statement.

    A line's length is the value over 100 %, or over the largest of its unit there.
    """
    blocks = [stated for _, stated in frame.groupby("topic", sort=False)]
    heights = [_height(stated, style) for stated in blocks]
    height = max(sum(heights), 4 * ROW)
    figure, (axes,) = panel_grid(
        1,
        width=TWO_COLUMNS,
        height=height,
        left=room_for(style.name("place", place) for place in style.places),
        right=_BESIDE,
        title=2,
        axis=2,
        key=1.4 * ROW,
    )
    axes.set_axis_off()
    axes.set(xticks=[], yticks=[], xlim=(0, _ROOM_FOR_TEXT), ylim=(height, 0))
    for stated, top in zip(blocks, np.cumsum([0, *heights]), strict=False):
        _draw_block(axes, stated, style, top)
    if not blocks:
        empty_note(
            axes, style.say("no indicator is stated by two places", "没有两地同时提出的指标")
        )
    looks: dict[str, Look] = {
        style.name("verdict", verdict): {"marker": "o", "color": INK, **look}
        for verdict, look in _VERDICT_MARKS.items()
    }
    marker_key(figure, looks, columns=3)
    return figure


def _height(stated: pd.DataFrame, style: Style) -> float:
    """Return the height of an indicator's block, mm."""
    reason = _LINE_OF_REASON * (_reason(stated, style).count("\n") + 1)
    return ROW * 1.3 + max(ROW * len(stated), reason - ROW)


def _draw_block(axes: Axes, stated: pd.DataFrame, style: Style, top: float) -> None:
    """Draw one indicator: its name and verdict, then a row a statement."""
    head, across = top + ROW * 0.7, ("figure fraction", "data")
    rule: dict[str, Any] = {"arrowstyle": "-", "color": RULE, "linewidth": 0.5}
    axes.annotate("", (0, top), (1, top), across, across, arrowprops=rule)
    names = " / ".join(stated[style.lang].unique())
    axes.annotate(names, (0.01, head), xycoords=across, va="center")
    verdict: Look = {"color": INK, **_VERDICT_MARKS[stated["verdict"].iloc[0]]}
    axes.plot(_ROOM_FOR_TEXT + 0.05, head, marker="o", clip_on=False, **verdict)
    reason: Look = {"va": "top", "size": 6.5, "annotation_clip": False, "linespacing": 1.25}
    axes.annotate(_reason(stated, style), (_ROOM_FOR_TEXT + 0.09, top + ROW * 0.25), **reason)
    largest = stated.groupby("standard_unit")["standard_value"].max()
    beside: Look = {"textcoords": "offset points", "va": "center", "annotation_clip": False}
    before = None
    for number, row in enumerate(records_of(stated)):
        y, place = top + ROW * (1.75 + number), row.place_id
        whole = 100 if row.standard_unit == "%" else largest[row.standard_unit]
        reached = row.standard_value / whole if whole else 0
        axes.hlines(y, 0, reached, color=style.color(place), linewidth=1.5)
        look: Look = {"marker": style.marker(place), "color": style.color(place)}
        axes.plot(reached, y, clip_on=False, **look)
        if place != before:
            axes.annotate(style.name("place", place), (0, y), xytext=(-5, 0), ha="right", **beside)
        axes.annotate(statement(row, style), (reached, y), xytext=(6, 0), size=6.5, **beside)
        before = place


def _reason(stated: pd.DataFrame, style: Style) -> str:
    return wrapped(
        stated[style.say("reason", "reason_zh")].iloc[0]
        or style.name("verdict", stated["verdict"].iloc[0]),
        54,
        size=6.5,
    )


def statement(row: Any, style: Style) -> str:
    """Return a statement of `compare.indicator_statements` in short: ≥ 55% by 2025."""
    value = f"{row.standard_value:,g}"
    if not pd.isna(row.standard_high):
        value += f"–{row.standard_high:,g}"
    words = style.name("comparator", row.comparator) + value + style.name("unit", row.standard_unit)
    scope = style.name("scope", row.scope)
    every = "" if pd.isna(row.every) else style.name("every", row.every)
    if pd.isna(row.deadline):
        due = every or style.say("no deadline", "无期限")
    else:
        due = style.say(f"by {row.deadline.year}", f"{row.deadline.year} 年")
    promised = style.say(f"{words} {scope}", f"{scope} {words}").strip()
    return style.say(", ", "，").join([promised, due])


_STACK = 6
_DOT = 2.1


def on_calendar(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the calendar's targets with a place in the drawing for each dot.

    Targets of one place and day stand in rows of six, one row over the other:
    ``column`` and ``level`` count from 0, ``wide`` is the number of columns.
    """
    order = frame["kind"].map(list(KIND_MARKERS).index)
    frame = frame.iloc[order.argsort(kind="stable")]
    same = frame.groupby(["place_id", "deadline"])
    number = same.cumcount()
    size = same["deadline"].transform("size").clip(upper=_STACK)
    return frame.assign(column=number % _STACK, level=number // _STACK, wide=size)


def draw_deadline_calendar(frame: pd.DataFrame, style: Style) -> Figure:
    """Draw `compare.deadline_calendar`: a lane a place, a dot a target."""
    dots = on_calendar(frame)
    levels = dots.groupby("place_id")["level"].max() + 1
    lanes = [max(2.5, levels.get(place, 0)) + 1.5 for place in style.places]
    sizes = frame.groupby("place_id").size()
    names = [
        style.with_n(style.name("place", place), sizes.get(place, 0)) for place in style.places
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
    for place, lane in zip(style.places, lanes, strict=True):
        bottom -= lane
        ticks.append(bottom + 1)
        axes.axhline(bottom + 0.4, color=MUTED, linewidth=0.5)
        own = dots[dots["place_id"] == place]
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
        x = (
            date2num(some["deadline"])
            + (some["column"] - (some["wide"] - 1) / 2) * _DOT * days_per_mm
        )
        axes.plot(
            x,
            bottom + 1 + some["level"],
            linestyle="none",
            marker=marker,
            markersize=3.6,
            color=color,
            markerfacecolor=color if kind == "quantity" else "white",
        )
    for day, own_day in own.groupby("deadline"):
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


def draw_ambition(frame: pd.DataFrame, style: Style) -> Figure:
    """Draw `compare.ambition_per_year`: a panel an indicator, a line a place."""
    indicators = list(dict.fromkeys(frame["indicator_id"]))
    figure, grid = panel_grid(
        len(indicators),
        width=TWO_COLUMNS,
        height=32,
        across=4,
        left=9,
        right=8,
        title=12,
        gap=11,
        share=False,
    )
    for axes, indicator in zip(grid, indicators, strict=False):
        steps = frame[frame["indicator_id"] == indicator]
        unit = style.name("unit", steps["standard_unit"].iloc[0]).strip()
        axes.set_title(wrapped(f"{steps[style.lang].iloc[0]} ({unit})", 40), va="baseline")
        for (place, _), own in steps.groupby(["place_id", "scope"], sort=False):
            look: Look = {"color": style.color(place), "marker": style.marker(place)}
            days = [*own["deadline_from"], own["deadline_to"].iloc[-1]]
            values = [*own["value_from"], own["value_to"].iloc[-1]]
            axes.plot(date2num(days), values, clip_on=False, **look)
            for step in records_of(own):
                middle = (date2num(step.deadline_from) + date2num(step.deadline_to)) / 2
                axes.annotate(
                    f"{step.per_year:+.3g}",
                    (middle, (step.value_from + step.value_to) / 2),
                    xytext=(-3, 3),
                    textcoords="offset points",
                    ha="right",
                    size=6,
                    color=MUTED,
                )
            axes.annotate(
                style.name("place", place),
                (date2num(days[0]), values[0]),
                xytext=(3, -10),
                textcoords="offset points",
                size=6.5,
            )
        years = sorted({day.year for day in [*steps["deadline_from"], *steps["deadline_to"]]})
        axes.set_xticks(
            date2num([pd.Timestamp(year, 12, 31) for year in years]), [str(year) for year in years]
        )
        axes.set_ylim(0, None)
        axes.margins(x=0.12)
        tidy_axes(axes, grid="y")
        axes.spines["bottom"].set_visible(True)
    if not indicators:
        grid[0].set_axis_off()
        empty_note(
            grid[0],
            style.say("no place dates one indicator twice", "没有一地对同一指标设定多个年度目标"),
        )
    return figure
