"""Figures with the verbatim clause under the pointer."""

from __future__ import annotations

import html
from collections.abc import Mapping, Sequence
from textwrap import wrap
from typing import Any, TypeAlias

import pandas as pd
import plotly.graph_objects as go

from policytasks.compare.tallies import records_of
from policytasks.figures.draw_responsibility import on_circle
from policytasks.figures.draw_targets import on_calendar
from policytasks.figures.panels import positions
from policytasks.figures.style import INK, MUTED, RULE, Style

__all__ = ["calendar", "network", "theme_flow"]

_SYMBOLS = {"quantity": "circle", "norm": "square-open", "milestone": "diamond-open"}
_CLAUSES_SHOWN = 6
_LINE = 40

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
            x=own["half"]
            + pd.to_timedelta((own["column"] - (own["wide"] - 1) / 2) * _DOT_DAYS, "D"),
            y=own["level"] / 2 + lane,
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
        lane += (own["level"].max() + 1 if len(own) else 1) / 2 + 2
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
    places = _with_rows(frame, style)
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
                "source": positions(own["theme_id"], themes),
                "target": positions(own["agency_id"], agencies) + len(themes),
                "value": own["count"],
                "color": _pale(style.color(place)),
                "customdata": [
                    _clause_lines(row.task_ids, row.clauses, style) for row in records_of(own)
                ],
                "hovertemplate": "%{source.label} → %{target.label}: %{value}<br>%{customdata}<extra></extra>",
            },
        )
    figure.update_layout(
        **_LAYOUT, height=720, updatemenus=_buttons(style, places, [1] * len(places))
    )
    return figure


def network(frame: pd.DataFrame, style: Style) -> go.Figure:
    """Return the lead-support network of each place, chosen by a button."""
    spot = on_circle(frame)
    figure = go.Figure()
    places, traces = _with_rows(frame, style), []
    for place in places:
        before = len(figure.data)
        own = frame[frame["document_id"] == place]
        look = {"visible": place == places[0], "showlegend": False}
        _add_ties(figure, own, spot, style.color(place), look)
        _add_clauses(figure, own, spot, style, look)
        _add_agencies(figure, own, spot, style, look)
        traces.append(len(figure.data) - before)
    figure.update_layout(**_LAYOUT, height=720, updatemenus=_buttons(style, places, traces))
    figure.update_xaxes(visible=False, range=[-1.9, 1.9])
    figure.update_yaxes(visible=False, range=[-1.25, 1.25], scaleanchor="x")
    return figure


_Spots: TypeAlias = Mapping[str, tuple[float, float]]


def _add_ties(
    figure: go.Figure, own: pd.DataFrame, spot: _Spots, color: str, look: Mapping[str, Any]
) -> None:
    """Draw the lines of one place's network, the wider the more tasks."""
    for count in sorted(own["count"].unique()):
        ties = own[own["count"] == count]
        ends = [(*spot[row.lead], *spot[row.support]) for row in records_of(ties)]
        figure.add_scatter(
            x=[x for x0, _, x1, _ in ends for x in (x0, x1, None)],
            y=[y for _, y0, _, y1 in ends for y in (y0, y1, None)],
            mode="lines",
            line={"color": _pale(color), "width": 1 + count},
            hoverinfo="skip",
            **look,
        )


def _add_clauses(
    figure: go.Figure, own: pd.DataFrame, spot: _Spots, style: Style, look: Mapping[str, Any]
) -> None:
    """Draw a dot on each line, with the clauses under the pointer."""
    # A third of the way from the lead: arrows back and forth stay apart.
    thirds = [
        [(2 * a + b) / 3 for a, b in zip(spot[row.lead], spot[row.support], strict=True)]
        for row in records_of(own)
    ]
    figure.add_scatter(
        x=[x for x, _ in thirds],
        y=[y for _, y in thirds],
        mode="markers",
        marker={"color": style.color(own["document_id"].iloc[0]), "size": 7},
        text=[
            f"<b>{_escaped(style.name('agency', row.lead))}</b> → "
            f"{_escaped(style.name('agency', row.support))}: {row.count}"
            f"<br>{_clause_lines(row.task_ids, row.clauses, style)}"
            for row in records_of(own)
        ],
        hovertemplate="%{text}<extra></extra>",
        **look,
    )


def _add_agencies(
    figure: go.Figure, own: pd.DataFrame, spot: _Spots, style: Style, look: Mapping[str, Any]
) -> None:
    """Draw the agencies with their names outside the circle, leads filled."""
    color = style.color(own["document_id"].iloc[0])
    leads = set(own["lead"])
    agencies = list(dict.fromkeys([*own["lead"], *own["support"]]))
    figure.add_scatter(
        x=[spot[agency][0] for agency in agencies],
        y=[spot[agency][1] for agency in agencies],
        mode="markers+text",
        marker={
            "color": [color if agency in leads else "white" for agency in agencies],
            "line": {"color": color, "width": 2},
            "size": 14,
        },
        text=[_escaped(style.name("agency", agency)) for agency in agencies],
        textposition=[_outward(*spot[agency]) for agency in agencies],
        hoverinfo="skip",
        cliponaxis=False,
        **look,
    )


def _outward(x: float, y: float) -> str:
    vertical = "top" if y > 0.5 else "bottom" if y < -0.5 else "middle"
    return f"{vertical} {'right' if x >= 0 else 'left'}"


def _pale(color: str) -> str:
    red, green, blue = (int(color[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},0.35)"


def _with_rows(frame: pd.DataFrame, style: Style) -> list[str]:
    """Return the places that have anything to show."""
    return [place for place in style.documents if (frame["document_id"] == place).any()]


def _buttons(style: Style, places: Sequence[str], traces: Sequence[int]) -> list[dict]:
    """Return a row of buttons, one a place, each of which shows the place's traces."""
    owner = [place for place, number in zip(places, traces, strict=True) for _ in range(number)]
    buttons = [
        {
            "label": _escaped(style.name("document", place)),
            "method": "update",
            "args": [{"visible": [other == place for other in owner]}],
        }
        for place in places
    ]
    row = {"type": "buttons", "direction": "right", "buttons": buttons}
    return [{**row, "x": 0, "xanchor": "left", "y": 1.02, "yanchor": "bottom"}] if buttons else []
