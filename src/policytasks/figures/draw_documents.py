"""The figure of what is compared: documents and their units."""

from __future__ import annotations

import pandas as pd

from policytasks.figures.matrix import fit
from policytasks.figures.sheet import Sheet

__all__ = ["draw_unit_kinds"]


def draw_unit_kinds(frame: pd.DataFrame, sheet: Sheet) -> None:
    """Draw `unit_kinds`: documents by kinds, the number of units in each cell."""
    some = frame.groupby("kind")["count"].sum()
    kinds = {id: name for id, name in sheet.style.names["unit_kind"].items() if some.get(id, 0)}
    documents = sheet.documents(frame)
    if not kinds or not documents:
        sheet.nothing(sheet.style.say("no unit", "无单元"))
        return
    units, grid = fit(sheet, documents, kinds, ways=(True,))
    counts = frame.assign(unit=units.of(frame))
    table = counts.groupby(["unit", "kind"])["count"].sum()
    sheet.start(grid.bottom)
    grid.draw(sheet)
    most = table.max()
    for unit in units.labels:
        for kind in kinds:
            count = table.get((unit, kind), 0)
            grid.fill(sheet, unit, kind, 0.7 * count / most, f"{count}" if count else "–")
