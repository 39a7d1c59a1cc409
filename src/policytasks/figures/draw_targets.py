"""Figures of the second question: how do targets differ?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from policytasks.figures.matrix import fit
from policytasks.figures.sheet import GAP, LINE, Scale, Sheet, sizes_of
from policytasks.figures.style import INK, MUTED, RULE, text_width

__all__ = ["KIND_MARKERS", "draw_deadline_calendar", "draw_deadline_status", "on_calendar"]

KIND_MARKERS = {"quantity": "o", "norm": "s", "milestone": "D"}
_HOLLOW = {"quantity": False, "norm": True, "milestone": True}

_STATUS_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "dated": {"face": "#2F7FB5"},
    "recurring": {"face": "#DCEAF4", "edgecolor": "#2F7FB5", "hatch": "////"},
    "open": {"face": "white", "edgecolor": "#2F7FB5"},
}


def draw_deadline_status(frame: pd.DataFrame, sheet: Sheet) -> None:
    """Draw `compare.deadline_status` of quantities: a bar of 100 % a document, or a group."""
    style = sheet.style
    quantities = frame[frame["kind"] == "quantity"]
    documents = sheet.documents(quantities)
    if not quantities["count"].sum():
        sheet.nothing(style.say("no target is a quantity", "无数量目标"))
        return
    sizes = sizes_of(quantities)
    key = {style.name("status", status): look for status, look in _STATUS_LOOKS.items()}
    above = sheet.key_height(key)
    bar = {"share": ""}
    room = {"below": 2 * LINE + 2, "beside": 5, "most": sheet.width}
    units, grid = fit(sheet, documents, bar, sizes=sizes, ways=(True,), above=above, **room)
    sheet.start(grid.bottom + 2 * LINE + 2)
    sheet.key(key)
    grid.draw(sheet)
    scale = Scale(sheet, grid.left, grid.right, 1, percent=True)
    scale.draw(grid.top, grid.bottom, style.say("Share of quantities, %", "占数量目标比例，%"))
    unit = units.of(quantities)
    counts = quantities.groupby([unit, quantities["status"]])["count"].sum()
    for each in units.labels:
        _draw_bar(sheet, scale, counts[each], grid.y(each), 0.7 * grid.high)


def _draw_bar(sheet: Sheet, scale: Scale, counts: pd.Series, y: float, high: float) -> None:
    """Draw one bar of 100 %, each part with its number where that fits."""
    if not counts.sum():
        sheet.text(scale.at(0) + GAP, y, sheet.style.say("no quantity", "无数量目标"), color=MUTED)
        return
    reached = 0.0
    for status, look in _STATUS_LOOKS.items():
        count = counts.get(status, 0)
        left, right = scale.at(reached), scale.at(reached + count / counts.sum())
        sheet.box(left, y - high / 2, right - left, high, **look)
        text = f"{count}"
        if count and text_width(text) < right - left - 0.6:
            middle = (left + right) / 2
            if status == "recurring":
                sheet.box(middle - 2, y - high / 2 + 0.3, 4, high - 0.6, "white")
            color = "white" if status == "dated" else INK
            sheet.text(middle, y, text, ha="center", color=color)
        reached += count / counts.sum()


def on_calendar(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the calendar's targets, each with the half-year in which it is due.

    ``half`` is that half-year's last day, ``number`` counts the targets that a document
    has in it, by kind, from 0.
    """
    half = pd.to_datetime(frame["deadline"]) + pd.offsets.HalfYearEnd(0)
    order = frame["kind"].map(list(KIND_MARKERS).index)
    frame = frame.assign(half=half).iloc[order.argsort(kind="stable")]
    return frame.assign(number=frame.groupby(["document_id", "half"]).cumcount())


_DOT = 2.0
_LEAST_LANE = 3 * _DOT
_HIGHEST_LANE = 40.0
_AXIS = LINE + 2


def draw_deadline_calendar(frame: pd.DataFrame, sheet: Sheet) -> None:
    """Draw `compare.deadline_calendar`: a lane a document, a mark a target, stacked upwards.

    Where the lanes do not fit, or there are more documents than colours, a matrix of
    documents by years holds the numbers of targets.
    """
    if frame.empty:
        sheet.nothing(sheet.style.say("no target has a deadline", "没有设定期限的目标"))
        return
    dots = on_calendar(frame)
    documents = sheet.documents(frame)
    years = list(range(int(frame["year"].min()), int(frame["year"].max()) + 1))
    if sheet.style.groups or not _draw_lanes(dots, documents, years, sheet):
        _draw_years(frame, documents, years, sheet)


def _draw_lanes(
    dots: pd.DataFrame, documents: Sequence[str], years: Sequence[int], sheet: Sheet
) -> bool:
    """Draw the lanes where they fit; return whether they do."""
    style = sheet.style
    sizes = dots.groupby("document_id").size().to_dict()
    names = [sheet.counted(id, sizes) for id in documents]
    left = max(map(text_width, names)) + GAP + 1.5
    slot = (sheet.width - left - 1) / (2 * len(years))
    across = int((slot - 0.4) / _DOT)
    if across < 1:
        return False
    stacks = dots.groupby(["document_id", "half"]).size().groupby("document_id").max()
    lanes = [
        max(_DOT * -(-int(stacks.get(id, 0)) // across), _LEAST_LANE - LINE) + LINE + 0.8
        for id in documents
    ]
    key: dict[str, Mapping[str, Any]] = {
        style.name("target_kind", kind): {"marker": marker, "color": INK, "hollow": _HOLLOW[kind]}
        for kind, marker in KIND_MARKERS.items()
    }
    above = sheet.key_height(key)
    if above + sum(lanes) + _AXIS > sheet.room or max(lanes) > _HIGHEST_LANE:
        return False
    sheet.start(above + sum(lanes) + _AXIS)
    sheet.key(key)
    base = above
    for id, name, lane in zip(documents, names, lanes, strict=True):
        base += lane
        sheet.text(left - GAP, base - 1.6, name, ha="right")
        sheet.line([left, sheet.width - 1], [base, base], MUTED, 0.5)
        for _, own in dots[dots["document_id"] == id].groupby("half"):
            half = own["half"].iloc[0]
            place = 2 * (half.year - years[0]) + (half.month > 6)
            _draw_stack(sheet, own, left + slot * (place + 0.5), base, across, style.color(id))
    _draw_year_axis(sheet, years, left, 2 * slot, (above, base))
    return True


def _draw_stack(
    sheet: Sheet, own: pd.DataFrame, x: float, base: float, across: int, color: str
) -> None:
    """Draw the targets that a document has in one half-year, with their number on top."""
    wide = min(across, len(own))
    for kind, number in zip(own["kind"], own["number"], strict=True):
        row, column = divmod(int(number), across)
        place = x + _DOT * (column - (wide - 1) / 2)
        look: dict[str, Any] = {"hollow": _HOLLOW[kind], "size": 0.8}
        sheet.mark(place, base - _DOT * (row + 0.6), KIND_MARKERS[kind], color, **look)
    top = base - _DOT * -(-len(own) // across)
    sheet.text(x, top - LINE / 2 - 0.2, f"{len(own)}", ha="center", color=MUTED)


def _draw_year_axis(
    sheet: Sheet, years: Sequence[int], left: float, wide: float, reach: tuple[float, float]
) -> None:
    """Draw a line between the years, and their names where they fit."""
    every = -(-int(text_width("2025") + 1.5) // max(int(wide), 1)) if wide < 7 else 1
    for number, year in enumerate(years):
        x = left + wide * number
        sheet.line([x, x], reach, RULE, 0.5, zorder=0)
        if number % every == 0:
            sheet.text(x + wide / 2, reach[1] + 1 + LINE / 2, f"{year}", ha="center", color=MUTED)


def _draw_years(
    frame: pd.DataFrame, documents: Sequence[str], years: Sequence[int], sheet: Sheet
) -> None:
    """Draw documents, or groups of them, by years: how many targets are due."""
    columns = {f"{year}": f"{year}" for year in years}
    sheet.read_as_many()
    sizes = frame.groupby("document_id").size()
    known = {id: int(sizes.get(id, 0)) for id in documents}
    units, grid = fit(sheet, documents, columns, sizes=known, ways=(True,))
    unit = units.of(frame)
    counts = frame.groupby([unit, frame["year"].astype("str")]).size()
    sheet.start(grid.bottom)
    grid.draw(sheet)
    grid.rule(sheet)
    for each, of_unit in counts.groupby(level=0):
        for year, count in of_unit.droplevel(0).items():
            grid.fill(sheet, str(each), str(year), count / counts.max(), f"{count}")
