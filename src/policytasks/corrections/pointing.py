"""How a decision points at a row: by its unit, its words and what tells it from its like."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from policytasks.corrections.values import pairs
from policytasks.reading.view import without_space

__all__ = ["opening", "pointing_at"]

_LONGEST_OPENING = 30
_TELLING = {
    "tasks": ("kind",),
    "themes": ("theme_id",),
    "targets": ("kind", "value"),
    "responsibilities": ("agency", "role"),
}


def opening(source: str, start: int, end: int) -> str:
    """Return the first words of a unit, by which a decision names it.

    >>> opening("一、 发展助餐\\n新建食堂。", 0, 14)
    '一、发展助餐新建食堂。'
    """
    return without_space(source[start:end])[:_LONGEST_OPENING]


def pointing_at(
    table: str, row: Mapping[str, Any], source: str, unit: Mapping[str, Any] | None
) -> dict[str, Any]:
    """Return the cells of a decision that point at a row.

    Parameters
    ----------
    table, row
        The row by column.
    source
        The text of its document.
    unit
        The row of its unit in ``tasks``; None where the table has no units.
    """
    cells: dict[str, Any] = {"document_id": row["document_id"], "table": table}
    cells |= {"unit": "", "quote": "", "start": None, "key": ""}
    if table == "documents":
        return cells
    if table == "tasks":
        cells["quote"] = opening(source, row["start"], row["end"])
    else:
        cells["quote"] = row["quote"]
    if unit:
        cells["unit"] = opening(source, unit["start"], unit["end"])
    cells["start"] = row["start"]
    cells["key"] = pairs({name: row[name] for name in _TELLING.get(table, ())})
    return cells
