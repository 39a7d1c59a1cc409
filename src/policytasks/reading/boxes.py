"""Boxes of indicators: one target a row, in the objective that the box stands under.

Consumes the rows that the annexes hand on; produces :class:`TargetDraft`, by section 3 of
the coding manual.
"""

from __future__ import annotations

import re
from datetime import date

from policytasks.reading.drafts import IndicatorRow, Stretch, TargetDraft
from policytasks.reading.quantities import Quantity, find_quantities
from policytasks.reading.view import View

__all__ = ["outside_boxes", "targets_of_boxes"]

_NATURES = (("binding", "约束"), ("expected", "预期"))
# 护理型床位占比(%): the unit behind the name.
_UNIT_BEHIND = re.compile(r"\((?P<unit>[^()]{1,8})\)$")
_ALL_COVERED = "全覆盖"


def targets_of_boxes(view: View, rows: tuple[IndicatorRow, ...]) -> list[TargetDraft]:
    """Return the targets that rows of boxes state; none for a row without a value."""
    drafts = (_target(view, row) for row in rows)
    return [draft for draft in drafts if draft]


def outside_boxes(stretches: tuple[Stretch, ...], rows: tuple[IndicatorRow, ...]) -> list[Stretch]:
    """Return the stretches of a unit's text without the rows of its boxes."""
    kept: list[Stretch] = []
    for start, end in stretches:
        position = start
        for row in rows:
            if start <= row.start < end:
                kept.append((position, row.start))
                position = min(row.end, end)
        kept.append((position, end))
    return [(start, end) for start, end in kept if start < end]


def _target(view: View, row: IndicatorRow) -> TargetDraft | None:
    name = view.text[slice(*row.indicator)]
    behind = _UNIT_BEHIND.search(name)
    unit = view.text[slice(*row.unit)] if row.unit else behind["unit"] if behind else None
    number = _number(view.text, row.target)
    if number:
        value, high, comparator = number.value, number.value_high, number.comparator
        unit = number.unit or unit
    elif _ALL_COVERED in view.text[slice(*row.target)]:
        value, high, comparator, unit = 100.0, None, "=", "%"
    else:
        return None
    base = _number(view.text, row.baseline) if row.baseline else None
    nature = view.text[slice(*row.nature)] if row.nature else ""
    start, end = row.indicator
    return TargetDraft(
        "quantity",
        min(row.indicator[0], row.target[0]),
        max(row.indicator[1], row.target[1]),
        (start, end - len(behind[0]) if behind else end),
        comparator=comparator,
        value=value,
        value_high=high,
        unit=unit.strip("()") if unit else None,
        deadline=date(row.target_year, 12, 31) if row.target_year else None,
        baseline=base.value if base else None,
        nature=next((nature_id for nature_id, word in _NATURES if word in nature), None),
    )


def _number(text: str, cell: Stretch) -> Quantity | None:
    """Return the number of a cell, None where it has none (—, 建立)."""
    # Alone: the view has nothing between the cells of a row.
    words = text[slice(*cell)]
    return next(iter(find_quantities(words, 0, len(words))), None)
