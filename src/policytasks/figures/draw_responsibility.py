"""Figures of the third question: how is responsibility split?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from policytasks.compare.tallies import records_of
from policytasks.figures.matrix import LEAST, Heads, fit, fit_both, heads_over
from policytasks.figures.sheet import GAP, LINE, ROW, Scale, Sheet, shortened, sizes_of
from policytasks.figures.style import INK, MUTED, text_width

__all__ = ["draw_agency_roles", "draw_gaps", "draw_lead_themes", "draw_task_departments"]

_FUNCTIONS_SHOWN = 16
_OTHERS = "others"
_LEAST_PANEL = 15.0
_ONE_OF_MANY: Mapping[str, Any] = {"color": INK, "marker": "o"}
# The fills of the roles, which a grey printer tells apart: dark, hatched, white.
_ROLE_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "lead": {"face": "#0B4F85", "edgecolor": "#0B4F85"},
    "responsible": {"face": "#A9CDE5", "edgecolor": "#0B4F85", "hatch": "/////"},
    "support": {"face": "white", "edgecolor": "#0B4F85"},
}


def _role_key(sheet: Sheet, frame: pd.DataFrame) -> dict[str, Mapping[str, Any]]:
    """Return the key of the roles that occur."""
    found = set(frame["role"])
    return {
        sheet.style.name("role", role): look for role, look in _ROLE_LOOKS.items() if role in found
    }


def _left_of(sheet: Sheet, names: Iterable[str]) -> float:
    """Return where rows begin that have these names at their left."""
    return min(max(map(text_width, names)) + GAP + 1.5, 0.4 * sheet.width)


def draw_agency_roles(frame: pd.DataFrame, sheet: Sheet) -> None:
    """Draw `compare.agency_shares`: a row a function, a panel a document, roles stacked.

    Where panels do not fit, one panel has the tasks of all documents, and at its right
    stands in how many documents the function is named.
    """
    style = sheet.style
    some = frame[frame["count"] > 0]
    documents = sheet.documents(frame)
    if some.empty:
        sheet.nothing(style.say("no task names an agency", "各任务均未列责任单位"))
        return
    key = _role_key(sheet, some)
    above = sheet.key_height(key)
    order = some.groupby("agency_id")["count"].sum()
    agencies = sorted(order.index, key=lambda id: -order[id])
    together = bool(style.groups) or len(documents) * _LEAST_PANEL > 0.6 * sheet.width
    if together:
        sheet.read_as_many()
    panels: dict[str | None, str] = {None: ""}
    if not together:
        sizes = sizes_of(frame)
        panels = {id: sheet.counted(id, sizes) for id in documents}
    most = min(sheet.that_fit(agencies, 0.85 * ROW, beside=above + 5 * LINE), _FUNCTIONS_SHOWN)
    kept = agencies[: most - (most < len(agencies))]
    rows = {id: style.name("agency", id) for id in kept}
    if rest := len(agencies) - len(kept):
        rows[_OTHERS] = style.say(f"{rest} others", f"其余 {rest} 项职能")
    left = _left_of(sheet, rows.values())
    panel = (sheet.width - left) / len(panels)
    heads = heads_over(list(panels.values()), panel)
    top = above + heads.height * (not together) + 2
    high = min(ROW, (sheet.room - top - 2 * LINE) / len(rows))
    bottom = top + high * len(rows)
    sheet.start(bottom + 2 * LINE + 1)
    sheet.key(key)
    ys = [top + high * (number + 0.5) for number in range(len(rows))]
    sheet.row_labels(rows.values(), left, ys)
    shown = some.assign(agency=some["agency_id"].where(some["agency_id"].isin(kept), _OTHERS))
    if together:
        _draw_all_documents(sheet, shown, list(rows), (left, top, high))
        return
    longest = shown.groupby(["document_id", "agency"])["count"].sum().max()
    for number, (document, head) in enumerate(zip(panels, heads.texts, strict=True)):
        start = left + panel * number
        sheet.panel_head(start, panel, top - 1, head, upright=heads.upright)
        own = shown[shown["document_id"] == document]
        scale = Scale(sheet, start, start + panel - 6, longest)
        scale.draw(top, bottom)
        for agency, y in zip(rows, ys, strict=True):
            _draw_roles(sheet, scale, own[own["agency"] == agency], y, high)
    label = style.say("Tasks that name the function", "列出该职能的任务数")
    sheet.text((left + sheet.width) / 2, bottom + 0.6 + 1.5 * LINE, label, ha="center", color=MUTED)


def _draw_all_documents(
    sheet: Sheet, shown: pd.DataFrame, rows: Sequence[str], place: tuple[float, float, float]
) -> None:
    """Draw one panel of all documents, and in how many of them a function is named."""
    left, top, high = place
    style = sheet.style
    documents = style.say("documents", "文件数")
    right = sheet.width - text_width(documents) - 6
    scale = Scale(sheet, left, right, shown.groupby("agency")["count"].sum().max())
    bottom = top + high * len(rows)
    scale.draw(top, bottom, style.say("Tasks that name the function", "列出该职能的任务数"))
    sheet.text(sheet.width - 0.5, bottom + 0.6 + LINE / 2, documents, ha="right", color=MUTED)
    for number, agency in enumerate(rows):
        y = top + high * (number + 0.5)
        own = shown[shown["agency"] == agency]
        _draw_roles(sheet, scale, own, y, high)
        naming = own["document_id"].nunique()
        sheet.text(sheet.width - 0.5, y, f"{naming}", ha="right", color=MUTED)


def _draw_roles(sheet: Sheet, scale: Scale, own: pd.DataFrame, y: float, high: float) -> None:
    """Draw the stacked bar of one function, with the number of its tasks."""
    reached = 0
    counts = own.groupby("role")["count"].sum()
    for role, look in _ROLE_LOOKS.items():
        if count := int(counts.get(role, 0)):
            start = scale.at(reached)
            reached += count
            sheet.box(start, y - 0.34 * high, scale.at(reached) - start, 0.68 * high, **look)
    if reached:
        sheet.text(scale.at(reached) + 0.8, y, f"{reached}")


def draw_task_departments(frame: pd.DataFrame, sheet: Sheet) -> None:
    """Draw `plotted.task_departments`: functions by the tasks of each document in order.

    A field is a task that names the function: dark where it leads. Where the tasks of
    all documents do not fit, functions stand by documents, or their groups, with the
    number of tasks.
    """
    style = sheet.style
    if frame["agency_id"].isna().all():
        sheet.nothing(style.say("no task names an agency", "各任务均未列责任单位"))
        return
    named = frame.dropna(subset="agency_id")
    order = (
        named.groupby("agency_id")["task_id"].nunique().sort_values(ascending=False, kind="stable")
    )
    if style.groups or not _draw_tasks(frame, list(order.index), sheet):
        _draw_departments_by_document(frame, list(order.index), sheet)


def _draw_tasks(frame: pd.DataFrame, agencies: Sequence[str], sheet: Sheet) -> bool:
    """Draw the fields where they fit; return whether they do."""
    style = sheet.style
    documents = sheet.documents(frame)
    sizes = frame.groupby("document_id")["task_id"].nunique().to_dict()
    documents = [id for id in documents if sizes.get(id, 0)]
    key = _role_key(sheet, frame)
    above = sheet.key_height(key)
    most = int((sheet.room - above - 5 * LINE - 1.5) / LEAST)
    most = min(most, _FUNCTIONS_SHOWN, len(agencies))
    shown = list(agencies[:most])
    names = [style.name("agency", id) for id in shown]
    left = _left_of(sheet, names)
    gap = 2.0
    wide = (sheet.width - left - 1 - gap * (len(documents) - 1)) / sum(sizes.values())
    wide = min(wide, 5)
    if wide < 1.1 or most < 5:
        return False
    rest = [style.name("agency", id) for id in agencies[most:]]
    sheet.leave_out(rest, ", named least", "（列出最少者）")
    panels = {id: wide * sizes[id] for id in documents}
    heads = _heads_over_each({sheet.counted(id, sizes): panels[id] + gap for id in documents})
    head = heads.height + 1.5
    high = min(ROW, (sheet.room - above - head - 1) / most)
    top = above + head
    sheet.start(top + high * most + 1)
    sheet.key(key)
    ys = [top + high * (number + 0.5) for number in range(most)]
    sheet.row_labels(names, left, ys)
    start = left
    for (document, panel), text in zip(panels.items(), heads.texts, strict=True):
        sheet.panel_head(start, panel, top - 1, text, upright=heads.upright)
        own = frame[frame["document_id"] == document]
        tasks = list(dict.fromkeys(own["task_id"]))
        sheet.box(start, top, panel, high * most, "#F4F4F4")
        for row in records_of(own[own["agency_id"].isin(shown)]):
            x = start + wide * tasks.index(row.task_id)
            y = top + high * shown.index(row.agency_id)
            sheet.box(x + 0.1, y + 0.2, wide - 0.2, high - 0.4, **_ROLE_LOOKS[row.role])
        start += panel + gap
    return True


def _heads_over_each(rooms: Mapping[str, float]) -> Heads:
    """Return the heads of panels that each have so much room: level if all fit, else upright."""
    level = [heads_over([title], room).texts[0] for title, room in rooms.items()]
    fit = all(
        text_width(text) <= room and text.count("\n") < 3
        for text, room in zip(level, rooms.values(), strict=True)
    )
    if fit:
        return Heads(level, upright=False)
    return Heads([shortened(title, 36) for title in rooms], upright=True)


def _draw_departments_by_document(
    frame: pd.DataFrame, agencies: Sequence[str], sheet: Sheet
) -> None:
    """Draw functions by documents, or groups of them: the share of tasks that name each."""
    sheet.read_as_many()
    style = sheet.style
    documents = sheet.documents(frame)
    names = {id: style.name("agency", id) for id in agencies[:_FUNCTIONS_SHOWN]}
    sizes = frame.groupby("document_id")["task_id"].nunique().to_dict()
    units, grid = fit(sheet, documents, names, sizes=sizes)
    unit = units.of(frame)
    totals = frame.groupby(unit)["task_id"].nunique()
    counts = frame.groupby([unit, frame["agency_id"]])["task_id"].nunique()
    sheet.start(grid.bottom)
    grid.draw(sheet)
    for each in units.labels:
        for agency in names:
            if cell := grid.cell(each, agency):
                count = int(counts.get((each, agency), 0))
                grid.fill(sheet, *cell, count / max(totals.get(each, 0), 1), f"{count or ''}")


_SQUARE = 10.0


def draw_lead_themes(frame: pd.DataFrame, sheet: Sheet) -> None:
    """Draw `compare.lead_themes`: themes by functions, the tasks of all documents together.

    A framed cell: in one document at least, the function leads the theme more often
    than it leads at all.
    """
    style = sheet.style
    if frame.empty:
        sheet.nothing(style.say("nobody leads", "无牵头"))
        return
    counts = frame.groupby(["theme_id", "agency_id"])["count"].sum()
    themes, agencies = (
        {
            id: style.name(kind, id)
            for id in counts.groupby(f"{kind}_id")
            .sum()
            .sort_values(ascending=False, kind="stable")
            .index
        }
        for kind in ("theme", "agency")
    )
    grid = fit_both(sheet, themes, agencies, most_columns=_FUNCTIONS_SHOWN, most=_SQUARE)
    sheet.start(grid.bottom)
    grid.draw(sheet)
    grid.rule(sheet)
    for theme in grid.rows:
        for agency in grid.columns:
            if count := counts.get((theme, agency), 0):
                grid.fill(sheet, theme, agency, count / counts.max(), f"{count}")
    beyond = frame[frame["p_holm"] <= 0.05].drop_duplicates(["theme_id", "agency_id"])
    for row in records_of(beyond):
        if cell := grid.cell(row.theme_id, row.agency_id):
            grid.box(sheet, *cell, "none", edgecolor=INK, linewidth=1.2 * style.page.scale)


def draw_gaps(frame: pd.DataFrame, sheet: Sheet) -> None:
    """Draw the shares of tasks with a ``gap``: no lead, nobody, or a county named.

    A row a document, with how it assigns its work, a column a gap: a mark with its
    interval where there is room, else the number of tasks on the shade of the share.
    """
    style = sheet.style
    documents = sheet.documents(frame)
    gaps = {id: name for id, name in style.names["gap"].items() if id in set(frame["gap"])}
    if not gaps or not documents:
        sheet.nothing(style.say("no task", "无任务"))
        return
    sizes = sizes_of(frame)
    room = {"below": 2 * LINE + 1, "beside": 4, "most": 45.0}
    units, grid = fit(sheet, documents, gaps, sizes=sizes, ways=(True,), **room)
    spacious = grid.wide >= 22 and not units.are_groups
    if not spacious:
        sheet.read_as_many()
    sheet.start(grid.bottom + (2 * LINE + 1) * spacious)
    grid.draw(sheet)
    of_unit = frame.assign(unit=units.of(frame))
    for gap in gaps:
        own = of_unit[of_unit["gap"] == gap]
        left = grid.x(gap) - grid.wide / 2 + 2
        scale = Scale(sheet, left, left + grid.wide - 9, 1, percent=True)
        if spacious:
            scale.draw(grid.top, grid.bottom, "%")
        for unit, rows in own.groupby("unit", sort=False):
            count, n = int(rows["count"].sum()), int(rows["n"].sum())
            if not spacious:
                share = count / n if n else 0
                grid.fill(sheet, str(unit), gap, share, f"{count}")
            elif n:
                _draw_gap(sheet, scale, rows.iloc[0], grid.y(str(unit)), left + grid.wide - 7)
    if spacious:
        grid.rule(sheet)


def _draw_gap(sheet: Sheet, scale: Scale, row: Any, y: float, beside: float) -> None:
    style, id = sheet.style, row["document_id"]
    # Every row names its document: a look by group would need a key and tell no more.
    known = not style.groups
    look = sheet.look(id) if known else _ONE_OF_MANY
    sheet.line([scale.at(row["low"]), scale.at(row["high"])], [y, y], look["color"], 0.9)
    sheet.mark(scale.at(row["share"]), y, **look, hollow=row["count"] == 0)
    sheet.text(beside, y, f"{row['count']}", color=MUTED)
