"""The figure of lineage: which plan rests on which document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from policytasks.compare.tallies import records_of
from policytasks.figures.matrix import fit
from policytasks.figures.sheet import LINE, Sheet
from policytasks.figures.style import INK

__all__ = ["draw_lineage"]

_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "basis": {"marker": "s", "color": INK},
    "mention": {"marker": "o", "color": INK, "hollow": True, "size": 0.8},
}


def draw_lineage(frame: pd.DataFrame, sheet: Sheet) -> None:
    """Draw `plotted.lineage`: cited documents by plans, those that most plans cite first."""
    style = sheet.style
    if frame.empty:
        sheet.nothing(style.say("no plan cites a document", "没有文件引用其他文件"))
        return
    order = frame.drop_duplicates("target").sort_values("cited_by", ascending=False, kind="stable")
    levels = ["national", "province", "prefecture", "county"]
    rank = {level: number for number, level in enumerate(levels)}
    cited = sorted(records_of(order), key=lambda row: (-row.cited_by, rank.get(row.level, 9)))
    labels = {row.target: _label(row) for row in cited}
    key = {style.name("relation", relation): look for relation, look in _LOOKS.items()}
    above = sheet.key_height(key)
    units, grid = fit(sheet, sheet.documents(frame), labels, ways=(False,), above=above)
    sheet.start(grid.bottom)
    sheet.key(key)
    grid.draw(sheet)
    grid.rule(sheet)
    unit = units.of(frame)
    for (each, target), own in frame.groupby([unit, "target"], sort=False):
        if target not in grid.rows:
            continue
        x, y = grid.x(str(each)), grid.y(str(target))
        if units.are_groups:
            sheet.box(x - LINE, y - LINE / 2, 2 * LINE, LINE, "white")
            sheet.text(x, y, f"{own['document_id'].nunique()}", ha="center")
        else:
            relation = "basis" if (own["relation"] == "basis").any() else "mention"
            sheet.mark(x, y, **_LOOKS[relation])


def _label(row: Any) -> str:
    """Return a cited document's year, number and title, as far as it has them."""
    title = row.title if isinstance(row.title, str) else ""
    number = row.number if isinstance(row.number, str) else ""
    return " ".join(filter(None, [number, title]))
