"""Figures of the first question: how often does each theme appear?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure
from matplotlib.ticker import PercentFormatter

from policytasks.figures.panels import (
    ROW,
    Look,
    empty_note,
    interval_panels,
    label_rows,
    mark,
    marker_key,
    panel_grid,
    place_titles,
    positions,
    room_for,
    table_of_marks,
    tidy_axes,
)
from policytasks.figures.style import COLUMN, INK, MUTED, TWO_COLUMNS, Style

__all__ = [
    "draw_distinctive_themes",
    "draw_profile_distance",
    "draw_silent_themes",
    "draw_theme_co_occurrence",
    "draw_theme_mentions",
    "draw_theme_rankings",
    "draw_theme_shares",
]


def draw_theme_shares(frame: pd.DataFrame, style: Style) -> Figure:
    """Draw `compare.theme_shares`: one panel a place, one row a theme."""
    return interval_panels(
        frame,
        style,
        panel_by="place_id",
        panels=place_titles(frame, style),
        row_by="theme_id",
        rows=_themes(frame, style, "share"),
        value="share",
        percent=True,
        beside="count",
        xlabel=style.say("Share of tasks, %", "占任务比例，%"),
        empty=style.say("no task", "无任务"),
    )


def draw_theme_mentions(frame: pd.DataFrame, style: Style) -> Figure:
    """Draw `compare.theme_mentions`: one panel a place, one row a theme."""
    return interval_panels(
        frame.assign(count=frame["mentions"]),
        style,
        panel_by="place_id",
        panels=place_titles(frame, style, n="characters"),
        row_by="theme_id",
        rows=_themes(frame, style, "per_1000"),
        value="per_1000",
        beside="mentions",
        xlabel=style.say("Mentions per 1,000 characters", "每千字提及次数"),
        empty=style.say("no task", "无任务"),
    )


def draw_distinctive_themes(frame: pd.DataFrame, style: Style) -> Figure:
    """Draw `compare.distinctive_themes`: one panel a place, one row a theme."""
    # The widest pull first, whichever place it comes from.
    widest = frame.assign(pull=frame["z"].abs())
    return interval_panels(
        frame,
        style,
        panel_by="place_id",
        panels=place_titles(frame, style),
        row_by="theme_id",
        rows=_themes(widest, style, "pull", how="max"),
        value="log_odds",
        reference=0,
        beside="count",
        xlabel=style.say("Log-odds against the others", "与其他地区相比的对数优势比"),
        empty=style.say("no other place to compare with", "没有可比较的其他地区"),
    )


def draw_profile_distance(frame: pd.DataFrame, style: Style) -> Figure:
    """Draw `compare.profile_distance`: one row a pair of places, closest first."""
    frame = frame.sort_values("corrected", kind="stable")
    names = [
        f"{style.name('place', a)} – {style.name('place', b)}"
        for a, b in zip(frame["a"], frame["b"], strict=True)
    ]
    figure, (axes,) = panel_grid(
        1,
        width=COLUMN,
        height=ROW * max(len(frame), 2),
        left=room_for(names),
        title=2,
        key=2.2 * ROW,
    )
    mark(axes, frame, range(len(frame)), value="corrected", color=INK, marker="o")
    chance: Look = {"marker": "|", "markersize": 8, "color": MUTED}
    axes.plot(frame["chance"], range(len(frame)), linestyle="none", **chance)
    label_rows([axes], names)
    axes.set_xlim(left=0)
    axes.set_xlabel(style.say("Jensen–Shannon distance", "JS 距离"))
    tidy_axes(axes)
    if frame.empty:
        empty_note(axes, style.say("no two places to compare", "没有可比较的两地"))
    marker_key(
        figure,
        {
            style.say("distance, corrected for small numbers", "距离（经小样本校正）"): {
                "marker": "o",
                "color": INK,
            },
            style.say(
                "what chance alone would show, not corrected", "仅由偶然产生的距离（未校正）"
            ): chance,
        },
        columns=1,
    )
    return figure


def draw_theme_co_occurrence(frame: pd.DataFrame, style: Style) -> Figure:
    """Draw `compare.theme_co_occurrence`: a triangle of themes by themes."""
    ids = list(dict.fromkeys([*frame["theme_a"], *frame["theme_b"]]))
    names = [style.name("theme", id) for id in ids]
    shares, counts = (
        frame.pivot(index="theme_b", columns="theme_a", values=column).reindex(
            index=ids[1:], columns=ids[:-1]
        )
        for column in ("share", "count")
    )
    room = room_for(names)
    figure, (axes,) = panel_grid(
        1, width=TWO_COLUMNS, height=5.5 * max(len(ids) - 1, 1), left=room, title=2, axis=room
    )
    sns.heatmap(
        shares,
        mask=shares.isna(),
        annot=counts.map(lambda count: f"{count:g}" if count > 0 else ""),
        fmt="",
        annot_kws={"size": 6},
        cmap="Blues",
        vmin=0,
        vmax=np.nanmax([0.01, *frame["share"]]),
        linewidths=0.5,
        cbar=False,
        ax=axes,
    )
    axes.set(xlabel="", ylabel="")
    axes.set_xticks(np.arange(len(ids) - 1) + 0.5, names[:-1], rotation=90)
    axes.set_yticks(np.arange(len(ids) - 1) + 0.5, names[1:], rotation=0)
    axes.tick_params(length=0)
    scale = figure.colorbar(
        axes.collections[0],
        cax=axes.inset_axes((0.62, 0.93, 0.36, 0.025)),
        orientation="horizontal",
        format=PercentFormatter(1),
    )
    scale.outline.set_visible(False)
    scale.set_label(
        style.say(
            "Of the tasks on either theme, share on both", "涉及任一主题的任务中兼涉两者的比例"
        )
    )
    return figure


_TASKS: Look = {"marker": "o", "color": MUTED, "markersize": 5}
_OTHER_MEASURES: dict[str, Look] = {
    "characters": {"marker": "o", "color": INK, "markerfacecolor": "white", "markersize": 3.5},
    "mentions": {"marker": "x", "color": INK, "markersize": 3.5},
    "subtasks": {"marker": "+", "color": INK, "markersize": 4.5},
}


def draw_theme_rankings(frame: pd.DataFrame, style: Style) -> Figure:
    """Draw `compare.theme_rankings`: how far each theme's rank moves."""
    by_task = frame[frame["measure"] == "tasks"]
    rows = _themes(by_task, style, "value")
    figure = interval_panels(
        by_task,
        style,
        panel_by="place_id",
        panels=place_titles(by_task, style),
        row_by="theme_id",
        rows=rows,
        value="rank",
        xlabel=style.say("Rank of the theme (1 = most)", "主题排名（1 为最多）"),
        key=ROW,
        empty=style.say("no task", "无任务"),
    )
    for axes, place in zip(figure.axes, style.places, strict=True):
        own = frame[frame["place_id"] == place].dropna(subset="rank")
        reach = own.groupby("theme_id", sort=False)["rank"].agg(["min", "max"])
        y = positions(reach.index, rows)
        axes.hlines(y, reach["min"], reach["max"], color=MUTED, linewidth=0.6, zorder=1)
        for measure, look in _OTHER_MEASURES.items():
            marks = own[own["measure"] == measure]
            axes.plot(
                marks["rank"],
                positions(marks["theme_id"], rows),
                linestyle="none",
                zorder=4,
                markeredgewidth=0.7,
                **look,
            )
    looks = {"tasks": _TASKS, **_OTHER_MEASURES}
    marker_key(
        figure, {style.name("measure", measure): look for measure, look in looks.items()}, columns=4
    )
    return figure


def draw_silent_themes(frame: pd.DataFrame, style: Style) -> Figure:
    """Draw `compare.silent_themes`: places by the themes that one is silent on."""
    limit = {
        (place, theme): high
        for place, theme, high in zip(
            frame["place_id"], frame["theme_id"], frame["high"], strict=True
        )
    }
    return table_of_marks(
        style,
        rows={theme: style.name("theme", theme) for theme in dict.fromkeys(frame["theme_id"])},
        text_of=lambda place, theme: (
            f"≤ {limit[place, theme]:.0%}" if (place, theme) in limit else None
        ),
        empty=style.say("no place is silent on any theme", "各地均未缺失任何主题"),
    )


def _themes(frame: pd.DataFrame, style: Style, value: str, *, how: str = "mean") -> dict[str, str]:
    """Return the themes with their names, the largest mean (or other) value first."""
    means = frame.groupby("theme_id", sort=False)[value].agg(how)
    means = means.sort_values(ascending=False, kind="stable")
    return {theme: style.name("theme", theme) for theme in means.index}
