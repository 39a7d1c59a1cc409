"""The targets of counted units, one that a document restates counted once."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from policytasks.compare.counted_units import Units
from policytasks.compare.tallies import tally

__all__ = ["STATED", "VALUE", "stated_targets", "tally_targets"]

# The columns of the targets table that say what is committed to.
STATED = (
    *("kind", "indicator", "indicator_id", "comparator", "value", "value_high", "unit"),
    *("scope", "every", "deadline", "base", "mode", "quote"),
)
# What two statements of one and the same commitment agree in.
VALUE = ("kind", "comparator", "value", "value_high", "unit", "scope", "every")


def stated_targets(units: Units, targets: pd.DataFrame) -> pd.DataFrame:
    """Return the targets of counted units and what each is ``stated_as``.

    Where body and annex row of one unit both state a value, the two have the
    first one's ``target_id`` there: the first of either, the second of either.
    The annex often adds a date, so that a deadline tells only milestones apart.
    Where an overall goal states what a unit states too (the same indicator, value
    and date, or no date), it has that target's.
    """
    rows = units.rows(targets, ["target_id", *STATED])
    rows["due"] = rows["deadline"].where(rows["kind"] == "milestone")
    value = ["unit_id", *VALUE, "due"]
    rows["occurrence"] = rows.groupby([*value, "unit_kind"], dropna=False).cumcount()
    same = rows.groupby([*value, "occurrence"], dropna=False)
    return _with_goals(rows.assign(stated_as=same["target_id"].transform("first")))


def _with_goals(rows: pd.DataFrame) -> pd.DataFrame:
    """Let an overall goal that a unit states too be stated as that unit's target."""
    is_goal = rows["unit_kind"] == "objective"
    key = ["document_id", "indicator_id", *VALUE]
    goals = rows[is_goal & rows["indicator_id"].notna()]
    pairs = goals[[*key, "target_id", "deadline"]].merge(
        rows.loc[~is_goal, [*key, "stated_as", "deadline"]], on=key, suffixes=("", "_of_unit")
    )
    undated = pairs["deadline"].isna() | pairs["deadline_of_unit"].isna()
    pairs = pairs[undated | (pairs["deadline"] == pairs["deadline_of_unit"])]
    first = pairs.drop_duplicates("target_id")
    of_unit = dict(zip(first["target_id"], first["stated_as"], strict=True))
    ids = zip(rows["target_id"], rows["stated_as"], strict=True)
    stated_as = [of_unit.get(target_id, own) for target_id, own in ids]
    return rows.assign(stated_as=pd.Series(stated_as, rows.index, dtype="str"))


def tally_targets(
    rows: pd.DataFrame, keys: Sequence[str], cells: Sequence[tuple[str, ...]] | None = None
) -> pd.DataFrame:
    """Tally targets, one that is restated once, with ``task_ids`` and ``target_ids``."""
    as_units = rows.assign(task_id=rows["target_id"], unit_id=rows["stated_as"])
    frame = tally(as_units, keys, cells).rename(columns={"task_ids": "target_ids"})
    return frame.assign(task_ids=tally(rows, keys, cells)["task_ids"])
