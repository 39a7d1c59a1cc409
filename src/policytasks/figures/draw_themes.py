"""Figures of the first question: what is each document about?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from policytasks.compare.tallies import records_of
from policytasks.figures.matrix import LEAST, Grid, fit, ink_on, shade
from policytasks.figures.sheet import GAP, LINE, ROW, Scale, Sheet, sizes_of
from policytasks.figures.style import INK, MUTED, RULE, text_width

__all__ = ["draw_theme_co_occurrence", "draw_theme_matrix", "draw_theme_profile"]

# Marks of silence, which no shade can be taken for.
_SILENT: Mapping[str, Mapping[str, Any]] = {
    "names": {"marker": "D", "hollow": True, "size": 0.7},
    "outside": {"marker": "x", "size": 0.8},
    "nothing": {"marker": "_", "size": 1},
}


def draw_theme_matrix(frame: pd.DataFrame, sheet: Sheet) -> None:
    """Draw `plotted.theme_matrix`: themes by documents, what each does with each.

    A document that acts on a theme has a shade (the share of its tasks) and the number
    of these tasks; silence has a mark. Of a group, the shade is the share of its
    documents that act, the number says how many.
    """
    style = sheet.style
    acting = frame.assign(acts=frame["state"] == "acts")
    order = acting.groupby("theme_id", sort=False)[["acts", "share"]].mean().fillna(0)
    order = order.sort_values(["acts", "share"], ascending=False, kind="stable")
    themes = {id: style.name("theme", id) for id in order.index}
    documents = sheet.documents(frame)
    if not (documents and themes):
        sheet.nothing(style.say("no unit", "无单元"))
        return
    words = style.names["state"]
    key: dict[str, Mapping[str, Any]] = {words["acts"]: {"face": shade(0.5)}}
    key |= {words[state]: {**look, "color": INK} for state, look in _SILENT.items()}
    above = sheet.key_height(key)
    sizes = sizes_of(frame)
    units, grid = fit(sheet, documents, themes, sizes=sizes, above=above)
    sheet.start(grid.bottom)
    sheet.key(key)
    grid.draw(sheet)
    acting = acting.assign(unit=units.of(acting))
    for (unit, theme), own in acting.groupby(["unit", "theme_id"], sort=False):
        if cell := grid.cell(str(unit), str(theme)):
            _draw_state(sheet, grid, cell, own, grouped=units.are_groups)


def _draw_state(
    sheet: Sheet, grid: Grid, cell: tuple[Any, Any], own: pd.DataFrame, *, grouped: bool
) -> None:
    """Draw one cell: a shade where there is action, else the mark of the silence."""
    acts = int(own["acts"].sum())
    if acts and grouped:
        grid.fill(sheet, *cell, acts / len(own), f"{acts}")
    elif acts:
        row = own.iloc[0]
        share = 0.0 if pd.isna(row["share"]) else row["share"]
        grid.fill(sheet, *cell, max(share, 0.02), f"{row['tasks']}")
    else:
        state = own["state"].mode().iloc[0]
        x, y = grid.x(cell[1]), grid.y(cell[0])
        grid.box(sheet, *cell, "white", edgecolor=RULE)
        limit = f"≤ {own['high'].iloc[0]:.0%}"
        if state == "nothing" and not sheet.style.groups and grid.takes(f"{limit}     "):
            sheet.mark(x - text_width(limit) / 2 - 1, y, color=INK, **_SILENT[state])
            sheet.text(x + 1.5, y, limit, ha="center", color=MUTED)
        else:
            sheet.mark(x, y, color=INK, **_SILENT[state])


def draw_theme_profile(frame: pd.DataFrame, sheet: Sheet) -> None:
    """Draw `plotted.theme_profile`: one row a theme, with all documents in it.

    Up to as many documents as there are colours stand with their intervals one under
    the other in each row. More documents are marks on one line, by group, with the
    median and the middle half of the documents.
    """
    style = sheet.style
    documents = sheet.documents(frame)
    frame = frame[frame["document_id"].isin(documents)]
    means = frame.groupby("theme_id", sort=False)["share"].mean().fillna(0)
    themes = list(means.sort_values(ascending=False, kind="stable").index)
    if frame["share"].isna().all():
        sheet.nothing(style.say("no theme is coded", "无主题编码"))
        return
    key = sheet.document_key(documents, sizes_of(frame))
    above = sheet.key_height(key)
    many = bool(style.groups)
    step = 0 if many else 1.35
    high = ROW if many else max(step * len(documents) + 0.9, 3.6)
    fits = sheet.that_fit(themes, high, beside=above + 3 * LINE)
    bare = many or fits < len(themes) / 2
    if bare and not many:
        sheet.note(style.say("Intervals are left out for room.", "限于篇幅未绘区间。"))
        step, high = 0, 0.85 * ROW
        fits = sheet.that_fit(themes, high, beside=above + 3 * LINE)
    rest = [style.name("theme", id) for id in themes[fits:]]
    sheet.leave_out(rest, ", the least frequent", "（最少见者）")
    shown = {id: style.name("theme", id) for id in themes[:fits]}
    robust = not many and len(documents) > 1
    held = style.say("pairs alike", "一致对数")
    left = max(map(text_width, shown.values())) + GAP + 1.5
    right = sheet.width - (text_width(held) + 3 if robust else 5)
    above += LINE * robust
    sheet.start(above + high * fits + 2 * LINE + 1.5)
    sheet.key(key)
    top = frame["share" if bare else "high"].max()
    scale = Scale(sheet, left, right, top, percent=True)
    bottom = above + high * fits
    scale.draw(above, bottom, style.say("Share of codes, %", "占编码比例，%"))
    if robust:
        sheet.text(sheet.width - 1, above - LINE / 2, held, ha="right", color=MUTED)
    for number, (theme, name) in enumerate(shown.items()):
        middle = above + high * (number + 0.5)
        sheet.text(left - GAP, middle, name, ha="right")
        if number:
            sheet.line([left, right], [middle - high / 2] * 2, RULE, 0.4, zorder=0)
        own = frame[frame["theme_id"] == theme]
        if many:
            _draw_spread(sheet, scale, own, middle)
        for row in records_of(own):
            y = middle + step * (documents.index(row.document_id) - (len(documents) - 1) / 2)
            _draw_share(sheet, scale, row, y, sheet.look(row.document_id), interval=not bare)
        if robust:
            pairs, agreed = int(own["pairs"].iloc[0]), int(own["held"].iloc[0])
            sheet.text(sheet.width - 1, middle, f"{agreed}/{pairs}", ha="right", color=MUTED)


def _draw_share(
    sheet: Sheet, scale: Scale, row: Any, y: float, look: Mapping[str, Any], *, interval: bool
) -> None:
    if pd.isna(row.share):
        return
    if interval:
        sheet.line([scale.at(row.low), scale.at(row.high)], [y, y], look["color"], 0.8)
    hollow = bool(row.single) or row.count == 0
    sheet.mark(scale.at(row.share), y, **look, hollow=hollow, size=0.75)


def _draw_spread(sheet: Sheet, scale: Scale, own: pd.DataFrame, y: float) -> None:
    """Draw the middle half of the documents as a bar and the median as a line."""
    low, median, high = (scale.at(each) for each in np.nanquantile(own["share"], (0.25, 0.5, 0.75)))
    sheet.box(low, y - 1.5, max(high - low, 0.3), 3, "#E6E6E6", edgecolor=MUTED)
    sheet.line([median, median], [y - 1.8, y + 1.8], INK, 1.4)


def draw_theme_co_occurrence(frame: pd.DataFrame, sheet: Sheet) -> None:
    """Draw `compare.theme_co_occurrence`: a triangle whose names stand on the diagonal."""
    style = sheet.style
    ids = list(dict.fromkeys([*frame["theme_a"], *frame["theme_b"]]))
    if len(ids) < 2 or not frame["count"].sum():
        sheet.nothing(style.say("no task acts on two themes", "没有同时涉及两个主题的任务"))
        return
    key: dict[str, Mapping[str, Any]] = {
        style.say("more tasks than expected", "多于期望"): {"face": shade(0.6)},
        style.say("fewer", "少于期望"): {"face": "white", "edgecolor": INK, "hatch": "/////"},
        style.say("* beyond chance", "* 超出偶然"): {"face": "none"},
    }
    above = sheet.key_height(key) + 1
    together = (
        frame.groupby("theme_a")["count"]
        .sum()
        .add(frame.groupby("theme_b")["count"].sum(), fill_value=0)
    )
    most = sheet.that_fit(ids, LEAST, beside=above)
    if most < len(ids):
        order = sorted(ids, key=lambda id: -together[id])
        sheet.leave_out([style.name("theme", id) for id in order[most:]])
        ids = [id for id in ids if id in order[:most]]
    names = [style.name("theme", id) for id in ids]
    spare = max(text_width(name) for name in names[-4:]) + 2 * GAP
    left = 1.5
    wide = min((sheet.width - spare - left) / len(ids), 7)
    high = min((sheet.room - above) / len(ids), 5.2)
    sheet.start(above + high * len(ids))
    sheet.key(key)
    reach = max((frame["count"] - frame["expected"]).abs().max(), 1)
    for number, name in enumerate(names):
        sheet.text(left + number * wide + GAP, above + high * (number + 0.5), name)
    for row in records_of(frame[frame["theme_a"].isin(ids) & frame["theme_b"].isin(ids)]):
        column, line = sorted((ids.index(row.theme_a), ids.index(row.theme_b)))
        x, y = left + column * wide, above + line * high
        beyond = (row.count - row.expected) / reach
        fewer = beyond < -0.15
        face = "white" if fewer else shade(max(beyond, 0))
        sheet.box(x, y, wide, high, face, edgecolor=RULE)
        if fewer:
            sheet.box(x, y, wide, high, "none", edgecolor=MUTED, hatch="/////", linewidth=0)
        star = "*" if row.p_holm <= 0.05 else ""
        text = f"{row.count}{star}" if row.count else ""
        if text and text_width(text) <= wide:
            look = {"backgroundcolor": "white"} if fewer else {"color": ink_on(max(beyond, 0))}
            sheet.text(x + wide / 2, y + high / 2, text, ha="center", **look)
        elif star:
            sheet.text(x + wide / 2, y + high / 2, "*", ha="center", color=ink_on(max(beyond, 0)))
