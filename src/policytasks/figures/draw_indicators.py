"""The ladder of indicators: what documents promise of the same thing, and what compares."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from policytasks.compare import VERDICTS
from policytasks.compare.tallies import records_of
from policytasks.figures.panels import ROW, Look, empty_note, marker_key, panel_grid, room_for
from policytasks.figures.style import INK, RULE, TWO_COLUMNS, Style, wrapped

__all__ = ["draw_indicators", "statement", "verdict_lines"]

_VERDICT_SIGNS = dict(zip(VERDICTS, "●◐○", strict=True))
_LINE_OF_VERDICT = 2.9
_SIZE = 6.5
# Room at the right for verdicts, mm, and for statements, in lengths of a full line.
_BESIDE = 70
_ROOM_FOR_TEXT = 1.75


def draw_indicators(frame: pd.DataFrame, style: Style) -> Figure:
    """Draw `compare.side_by_side`: a block an indicator, a row a statement, highest first.

    A line's length is the value over 100 %, or over the largest of its indicator.
    """
    order = frame.sort_values("standard_value", ascending=False, kind="stable")
    blocks = [order[order["indicator_id"] == id] for id in dict.fromkeys(frame["indicator_id"])]
    heights = [_height(stated, style) for stated in blocks]
    height = max(sum(heights), 4 * ROW)
    figure, (axes,) = panel_grid(
        1,
        width=TWO_COLUMNS,
        height=height,
        left=room_for(style.name("document", document) for document in style.documents),
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
            axes, style.say("no indicator is stated by two documents", "没有两份文件同时提出的指标")
        )
    looks: dict[str, Look] = {
        f"{sign} {style.name('verdict', verdict)}": {"marker": "", "color": INK}
        for verdict, sign in _VERDICT_SIGNS.items()
    }
    marker_key(figure, looks, columns=3)
    return figure


def verdict_lines(stated: pd.DataFrame, style: Style) -> list[str]:
    """Return a line for each two documents of an indicator: sign, documents, grounds.

    Documents whose pairs have one verdict for one reason share a line.
    """
    pairs: dict[tuple[str, str], list[str]] = {}
    seen = set()
    for row in records_of(stated):
        said = zip(row.others, row.verdicts, row.reasons, row.reasons_zh, strict=True)
        for other, verdict, reason, reason_zh in said:
            both = frozenset((row.document_id, other))
            if both not in seen:
                seen.add(both)
                names = [style.name("document", id) for id in style.documents if id in both]
                key = (verdict, style.say(reason, reason_zh))
                pairs.setdefault(key, []).append(" – ".join(names))
    colon, comma = style.say(": ", "："), style.say(", ", "、")
    return [
        f"{_VERDICT_SIGNS[verdict]} {comma.join(names)}{colon}{reason}"
        for (verdict, reason), names in pairs.items()
    ] or [style.say("stated by one document alone", "仅一份文件提出")]


def _verdicts(stated: pd.DataFrame, style: Style) -> str:
    lines = verdict_lines(stated, style)
    return "\n".join(wrapped(line, _BESIDE - 4, size=_SIZE) for line in lines)


def _height(stated: pd.DataFrame, style: Style) -> float:
    """Return the height of an indicator's block, mm."""
    verdicts = _LINE_OF_VERDICT * (_verdicts(stated, style).count("\n") + 1)
    return ROW * 1.3 + max(ROW * len(stated), verdicts - ROW)


def _draw_block(axes: Axes, stated: pd.DataFrame, style: Style, top: float) -> None:
    """Draw one indicator: its name, a row a statement, and the verdicts beside them."""
    head, across = top + ROW * 0.7, ("figure fraction", "data")
    rule: dict[str, Any] = {"arrowstyle": "-", "color": RULE, "linewidth": 0.5}
    axes.annotate("", (0, top), (1, top), across, across, arrowprops=rule)
    axes.annotate(stated[style.lang].iloc[0], (0.01, head), xycoords=across, va="center")
    verdicts: Look = {"va": "top", "size": _SIZE, "annotation_clip": False, "linespacing": 1.25}
    place = (_ROOM_FOR_TEXT + 0.03, top + ROW * 0.25)
    axes.annotate(_verdicts(stated, style), place, **verdicts)
    largest = 100 if stated["standard_unit"].iloc[0] == "%" else stated["standard_value"].max()
    beside: Look = {"textcoords": "offset points", "va": "center", "annotation_clip": False}
    for number, row in enumerate(records_of(stated)):
        y = top + ROW * (1.75 + number)
        reached = row.standard_value / largest if largest else 0
        look: Look = {"color": style.color(row.document_id)}
        axes.hlines(y, 0, reached, linewidth=1.5, **look)
        axes.plot(reached, y, clip_on=False, marker=style.marker(row.document_id), **look)
        name = style.name("document", row.document_id)
        axes.annotate(name, (0, y), xytext=(-5, 0), ha="right", **beside)
        text = statement(row, style)
        axes.annotate(text, (reached, y), xytext=(6, 0), size=_SIZE, **beside)


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
