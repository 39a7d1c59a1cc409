"""Figures with the verbatim clause under the pointer."""

from __future__ import annotations

import html
from collections.abc import Sequence
from textwrap import wrap

import pandas as pd
import plotly.graph_objects as go
from plotly.colors import hex_to_rgb

from policytasks.compare.tallies import records_of
from policytasks.figures.draw_targets import on_calendar
from policytasks.figures.style import INK, MUTED, RULE, Style

__all__ = ["calendar", "theme_flow"]

_SYMBOLS = {"quantity": "circle", "norm": "square-open", "milestone": "diamond-open"}
_CLAUSES_SHOWN = 6
_LINE = 40

# Dots side by side in a half-year.
_STACK = 3
# Days by which a dot of size 7 stands beside the next.
_DOT_DAYS = 34
_DOT_HEIGHT = 11

_FONT = {"family": "Noto Sans SC Subset, sans-serif", "size": 13, "color": INK}
_LAYOUT = {
    "font": _FONT,
    "paper_bgcolor": "white",
    "plot_bgcolor": "white",
    "hoverlabel": {"align": "left", "bgcolor": "white", "bordercolor": MUTED, "font": _FONT},
    "margin": {"l": 10, "r": 10, "t": 50, "b": 40},
}


def _escaped(text: str) -> str:
    """Return a text as plotly shows it: it reads a few HTML tags in labels."""
    return html.escape(text, quote=False)


def _clause_lines(task_ids: Sequence[str], clauses: Sequence[str], style: Style) -> str:
    """Return the first clauses with their tasks, escaped, each broken into short lines."""
    found = [f"{task_id} {clause}" for task_id, clause in zip(task_ids, clauses, strict=True)]
    lines = ["<br>".join(map(_escaped, wrap(each, _LINE))) for each in found[:_CLAUSES_SHOWN]]
    more = len(found) - len(lines)
    if more > 0:
        lines.append(style.say(f"and {more} more", f"另有 {more} 条"))
    return "<br>".join(lines)


def calendar(frame: pd.DataFrame, style: Style) -> go.Figure:
    """Return the calendar of targets: a dot a target, its clause under the pointer."""
    dots = on_calendar(frame)
    figure = go.Figure()
    ticks: dict[str, float] = {}
    lane = 0.0
    for place in reversed(style.documents):
        own = dots[dots["document_id"] == place]
        name = _escaped(style.name("document", place))
        ticks[name] = lane
        figure.add_scatter(
            x=own["half"] + pd.to_timedelta((own["number"] % _STACK - 1) * _DOT_DAYS, "D"),
            y=own["number"] // _STACK / 2 + lane,
            mode="markers",
            name=name,
            marker={
                "color": style.color(place),
                "symbol": [_SYMBOLS[kind] for kind in own["kind"]],
                "size": 7,
            },
            text=[
                f"<b>{name}</b> {row.deadline:%Y-%m-%d} {style.name('target_kind', row.kind)}"
                f"<br>{_clause_lines(row.task_ids[:1], [row.quote], style)}"
                for row in records_of(own)
            ],
            hovertemplate="%{text}<extra></extra>",
        )
        lane += (own["number"].max() // _STACK + 1 if len(own) else 1) / 2 + 2
    figure.update_layout(
        **_LAYOUT, height=120 + 2 * _DOT_HEIGHT * lane, showlegend=False, hoverdistance=12
    )
    figure.update_xaxes(
        showgrid=True, gridcolor=RULE, dtick="M12", tickformat="%Y", ticklabelmode="period"
    )
    figure.update_yaxes(
        tickvals=list(ticks.values()), ticktext=list(ticks), showgrid=False, zeroline=False
    )
    return figure


def theme_flow(frame: pd.DataFrame, style: Style) -> go.Figure:
    """Return a flow from themes to agencies for each place, chosen by a button."""
    figure = go.Figure()
    having = set(frame["document_id"])
    places = [place for place in style.documents if place in having]
    for place in places:
        own = frame[frame["document_id"] == place]
        themes = list(dict.fromkeys(own["theme_id"]))
        agencies = list(dict.fromkeys(own["agency_id"]))
        labels = [style.name("theme", theme) for theme in themes]
        labels += [style.name("agency", agency) for agency in agencies]
        figure.add_sankey(
            visible=place == places[0],
            valueformat=".0f",
            node={
                "label": list(map(_escaped, labels)),
                "color": [MUTED] * len(themes) + [style.color(place)] * len(agencies),
                "pad": 10,
                "thickness": 12,
                "line": {"width": 0},
                "hovertemplate": "%{label}<extra></extra>",
            },
            link={
                "source": [themes.index(id) for id in own["theme_id"]],
                "target": [agencies.index(id) + len(themes) for id in own["agency_id"]],
                "value": own["count"],
                "color": "rgba({},{},{},0.35)".format(*hex_to_rgb(style.color(place))),
                "customdata": [
                    _clause_lines(row.task_ids, row.clauses, style) for row in records_of(own)
                ],
                "hovertemplate": "%{source.label} → %{target.label}: %{value}<br>%{customdata}<extra></extra>",
            },
        )
    figure.update_layout(**_LAYOUT, height=720, updatemenus=_buttons(style, places))
    return figure


def _buttons(style: Style, places: Sequence[str]) -> list[dict]:
    """Return a row of buttons, one a place, each of which shows the place's trace."""
    buttons = [
        {
            "label": _escaped(style.name("document", place)),
            "method": "update",
            "args": [{"visible": [other == place for other in places]}],
        }
        for place in places
    ]
    row = {"type": "buttons", "direction": "right", "buttons": buttons}
    return [{**row, "x": 0, "xanchor": "left", "y": 1.02, "yanchor": "bottom"}] if buttons else []
