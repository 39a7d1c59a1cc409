"""Figures of the first question: how often does each theme appear?"""

from __future__ import annotations

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.axes import Axes
from matplotlib.figure import Figure

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
    room_for,
    table_of_marks,
    tidy_axes,
)
from policytasks.figures.style import INK, MUTED, TWO_COLUMNS, Style

__all__ = [
    "draw_distinctive_themes",
    "draw_profile_distance",
    "draw_theme_co_occurrence",
    "draw_theme_directions",
    "draw_theme_mentions",
    "draw_theme_profile",
    "draw_theme_shares",
    "draw_theme_states",
]

_KEY_COLUMNS = 4
_UNSETTLED: Look = {"marker": ".", "color": MUTED, "markersize": 2.5, "linestyle": "none"}


def draw_theme_shares(frame: pd.DataFrame, style: Style) -> Figure:
    """Draw `compare.theme_shares`: one panel a document, one row a theme."""
    return interval_panels(
        frame,
        style,
        panel_by="document_id",
        panels=document_titles(frame, style),
        row_by="theme_id",
        rows=_themes(frame, style, "share"),
        value="share",
        percent=True,
        beside="count",
        xlabel=style.say("Share of tasks, %", "占任务比例，%"),
        empty=style.say("no task", "无任务"),
    )


def draw_theme_mentions(frame: pd.DataFrame, style: Style) -> Figure:
    """Draw `compare.theme_mentions`: one panel a document, one row a theme."""
    return interval_panels(
        frame.assign(count=frame["mentions"], low=np.nan, high=np.nan),
        style,
        panel_by="document_id",
        panels=document_titles(frame, style, n="characters"),
        row_by="theme_id",
        rows=_themes(frame, style, "per_1000"),
        value="per_1000",
        beside="mentions",
        xlabel=style.say("Mentions per 1,000 characters", "每千字提及次数"),
        empty=style.say("no task", "无任务"),
    )


def draw_distinctive_themes(frame: pd.DataFrame, style: Style) -> Figure:
    """Draw `compare.distinctive_themes`: the themes that pass, a panel a document."""
    passing = frame[frame["p"] <= 0.05]
    own = frame[frame["theme_id"].isin(passing["theme_id"])]
    # The widest pull first, whichever document it comes from.
    rows = _themes(own.assign(pull=own["z"].abs()), style, "pull", how="max")
    return interval_panels(
        passing,
        style,
        panel_by="document_id",
        panels=document_titles(frame, style),
        row_by="theme_id",
        rows=rows,
        value="log_odds",
        reference=0,
        beside="count",
        xlabel=style.say("Log-odds against the others", "与其他文件相比的对数优势比"),
        empty=style.say("none beyond chance", "无超出偶然者"),
    )


def draw_theme_profile(frame: pd.DataFrame, style: Style) -> Figure:
    """Draw `compare.theme_profile`: one panel a document, one row a theme."""
    marked = frame["count"].where(~frame["single"])
    return interval_panels(
        frame.assign(beside=[f"{n:g}" if n == n else "1†" for n in marked]),
        style,
        panel_by="document_id",
        panels=document_titles(frame, style),
        row_by="theme_id",
        rows=_themes(frame, style, "share"),
        value="share",
        percent=True,
        beside="beside",
        xlabel=style.say("Share of codes, %", "占编码比例，%"),
        empty=style.say("no code", "无编码"),
    )


def draw_profile_distance(frame: pd.DataFrame, style: Style) -> Figure:
    """Draw `compare.profile_distance`: one row a pair, on the band of what chance shows."""
    frame = frame.sort_values("p", kind="stable")
    names = [
        f"{style.name('document', a)} – {style.name('document', b)}"
        for a, b in zip(frame["a"], frame["b"], strict=True)
    ]
    figure, (axes,) = panel_grid(
        1,
        width=TWO_COLUMNS,
        height=ROW * max(len(frame), 2),
        left=room_for(names),
        right=22,
        title=ROW,
        key=1.4 * ROW,
    )
    y = np.arange(len(frame))
    chance: Look = {"color": MUTED, "alpha": 0.35, "linewidth": 5}
    axes.hlines(y, frame["chance_low"], frame["chance_high"], **chance)
    mark(axes, frame, y, value="distance", color=INK, marker="o")
    right = axes.get_yaxis_transform()
    for height, p in enumerate(frame["p_holm"]):
        text = "–" if np.isnan(p) else f"p = {p:.2f}" if p >= 0.01 else "p < 0.01"
        axes.text(1.02, height, text, transform=right, va="center", size=6.5)
    label_rows([axes], names)
    axes.set_xlim(0, 1)
    axes.set_xlabel(style.say("Jensen–Shannon distance", "JS 距离"))
    tidy_axes(axes)
    if frame.empty:
        empty_note(axes, style.say("no two documents to compare", "没有可比较的两份文件"))
    looks: dict[str, Look] = {
        style.say("distance", "距离"): {"marker": "o", "color": INK},
        style.say("95 % of what chance shows", "随机情形下 95% 的范围"): {
            "marker": "s",
            "color": MUTED,
            "alpha": 0.35,
        },
    }
    marker_key(figure, looks, columns=2)
    return figure


def draw_theme_co_occurrence(frame: pd.DataFrame, style: Style) -> Figure:
    """Draw `compare.theme_co_occurrence`: a triangle of themes by themes."""
    ids = list(dict.fromkeys([*frame["theme_a"], *frame["theme_b"]]))
    names = [style.name("theme", id) for id in ids]
    passes = frame["p_holm"] <= 0.05
    shown = frame.assign(
        beyond=(frame["count"] - frame["expected"]).where(frame["n"] > 0),
        text=[
            f"{count:g}{'*' if passed else ''}" if count > 0 else ""
            for count, passed in zip(frame["count"], passes, strict=True)
        ],
    )
    beyond, texts = (
        shown.pivot(index="theme_b", columns="theme_a", values=column).reindex(
            index=ids[1:], columns=ids[:-1]
        )
        for column in ("beyond", "text")
    )
    room = room_for(names)
    figure, (axes,) = panel_grid(
        1, width=TWO_COLUMNS, height=5.5 * max(len(ids) - 1, 1), left=room, title=2, axis=room
    )
    reach = float(np.nanmax([1, *shown["beyond"].abs()]))
    sns.heatmap(
        beyond,
        mask=beyond.isna(),
        annot=texts.fillna(""),
        fmt="",
        annot_kws={"size": 6},
        cmap="PuOr_r",
        vmin=-reach,
        vmax=reach,
        linewidths=0.5,
        cbar=False,
        ax=axes,
    )
    axes.set(xlabel="", ylabel="")
    axes.set_xticks(np.arange(len(ids) - 1) + 0.5, names[:-1], rotation=90)
    axes.set_yticks(np.arange(len(ids) - 1) + 0.5, names[1:], rotation=0)
    axes.tick_params(length=0)
    _color_scale(
        figure,
        axes,
        style.say("tasks on both, beyond what is expected", "同时涉及的任务数与期望之差"),
    )
    return figure


def _color_scale(figure: Figure, axes: Axes, label: str) -> None:
    """Explain the colours of a triangle in its empty corner."""
    scale = figure.colorbar(
        axes.collections[0],
        cax=axes.inset_axes((0.62, 0.93, 0.36, 0.025)),
        orientation="horizontal",
        format="%+g",
    )
    scale.outline.set_visible(False)
    scale.set_label(label)


def draw_theme_directions(frame: pd.DataFrame, style: Style) -> Figure:
    """Draw `compare.theme_directions`: themes by pairs, the mark of the one that says more."""
    pairs = list(dict.fromkeys(zip(frame["a"], frame["b"], strict=True)))
    themes = list(dict.fromkeys(frame["theme_id"]))
    held = frame[frame["holds"]].groupby("theme_id").size()
    themes.sort(key=lambda theme: -held.get(theme, 0))
    rows = [style.name("theme", theme) for theme in themes]
    columns = [f"{style.name('document', a)} – {style.name('document', b)}" for a, b in pairs]
    figure, (axes,) = panel_grid(
        1,
        width=TWO_COLUMNS,
        height=ROW * max(len(rows), 3),
        left=room_for(rows),
        title=2,
        axis=room_for(columns),
        key=1.4 * ROW * -(-(len(style.documents) + 1) // _KEY_COLUMNS),
    )
    for row in records_of(frame):
        x, y = pairs.index((row.a, row.b)), themes.index(row.theme_id)
        if row.holds:
            more = row.a if row.direction > 0 else row.b
            axes.plot(x, y, marker=style.marker(more), color=style.color(more))
        else:
            axes.plot(x, y, **_UNSETTLED)
    label_rows([axes], rows)
    label_columns([axes], columns)
    axes.spines[:].set_visible(False)
    if frame.empty:
        empty_note(axes, style.say("no two documents to compare", "没有可比较的两份文件"))
    looks: dict[str, Look] = {
        style.name("document", document): {
            "marker": style.marker(document),
            "color": style.color(document),
        }
        for document in style.documents
    }
    looks[style.say("measures disagree", "各测度不一致")] = _UNSETTLED
    marker_key(figure, looks, columns=_KEY_COLUMNS)
    return figure


def draw_theme_states(frame: pd.DataFrame, style: Style) -> Figure:
    """Draw `compare.theme_states`: documents by the themes on which one does not act."""
    not_acting = frame[frame["state"] != "acts"]
    state = {
        (row.document_id, row.theme_id): (row.state, row.high) for row in records_of(not_acting)
    }

    def text_of(document: str, theme: str) -> str | None:
        if (document, theme) not in state:
            return None
        found, high = state[document, theme]
        name = style.name("state", found)
        return f"{name} ≤ {high:.0%}" if found == "nothing" else name

    themes = [id for id in dict.fromkeys(frame["theme_id"]) if id in set(not_acting["theme_id"])]
    return table_of_marks(
        style,
        rows={theme: style.name("theme", theme) for theme in themes},
        text_of=text_of,
        empty=style.say("every document acts on every theme", "各文件均涉及全部主题"),
    )


def _themes(frame: pd.DataFrame, style: Style, value: str, *, how: str = "mean") -> dict[str, str]:
    """Return the themes with their names, the largest mean (or other) value first."""
    means = frame.groupby("theme_id", sort=False)[value].agg(how)
    means = means.sort_values(ascending=False, kind="stable")
    return {theme: style.name("theme", theme) for theme in means.index}
