"""Counting into cells: the count, its denominator, its interval and the ids behind it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from policytasks.compare.counted_units import Units
from policytasks.compare.intervals import Floats, wilson

__all__ = [
    "Floats",
    "distinct",
    "divided",
    "group_cells",
    "in_order",
    "most_and_nearly",
    "quotient",
    "records_of",
    "shares",
    "tally",
]


def records_of(frame: pd.DataFrame) -> Iterator[Any]:
    """Yield the rows as named tuples, of what types the columns hold."""
    return iter(frame.itertuples())


def distinct(values: Iterable[str]) -> tuple[str, ...]:
    """Return the values, each once, in their order."""
    return tuple(dict.fromkeys(values))


def in_order(frame: pd.DataFrame, orders: Mapping[str, Iterable[str]]) -> pd.DataFrame:
    """Sort by the place of each column's value in its list, first column first.

    Rows that agree in all of them keep their order.
    """
    ranks = {
        column: pd.Index(list(order)).get_indexer(pd.Index(frame[column]))
        for column, order in orders.items()
    }
    return frame.iloc[np.lexsort(list(ranks.values())[::-1])]


def group_cells(units: Units, *levels: Iterable[str]) -> list[tuple[str, ...]]:
    """Return every combination of a group and further levels, in order."""
    return list(product(units.groups, *levels))


def tally(
    rows: pd.DataFrame, keys: Sequence[str], cells: Sequence[tuple[str, ...]] | None = None
) -> pd.DataFrame:
    """Count the units in each cell.

    Parameters
    ----------
    rows
        With the key columns, ``task_id`` and ``unit_id``, in reading order.
    keys
        The columns that make a cell.
    cells
        The cells to show, in order; by default those that have rows, in order
        of first appearance.

    Returns
    -------
    DataFrame
        The keys, ``count`` (distinct units) and ``task_ids`` (tuple of the
        distinct rows of the tasks table, in reading order).
    """
    behind: dict[tuple[str, ...], dict[str, str]] = {}
    for *cell, task_id, unit_id in rows[[*keys, "task_id", "unit_id"]].itertuples(index=False):
        behind.setdefault(tuple(cell), {})[task_id] = unit_id
    shown = list(behind) if cells is None else list(cells)
    frame = pd.DataFrame(shown, columns=list(keys))
    frame["count"] = [len(set(behind.get(cell, {}).values())) for cell in shown]
    frame["task_ids"] = [tuple(behind.get(cell, ())) for cell in shown]
    return frame


def quotient(part: ArrayLike, whole: ArrayLike) -> Floats:
    """Divide; NaN where the denominator is 0."""
    part, whole = np.asarray(part, float), np.asarray(whole, float)
    parted: Floats = np.divide(part, whole, out=np.full(whole.shape, np.nan), where=whole != 0)
    return parted


def divided(frame: pd.DataFrame, n: Iterable[int]) -> pd.DataFrame:
    """Add ``n``, ``share`` and its Wilson interval to a frame with ``count``.

    Where ``n`` is 0, share and interval are missing.
    """
    n = np.array(list(n), dtype=float)
    low, high = wilson(frame["count"], n)
    return frame.assign(n=n, share=quotient(frame["count"], n), low=low, high=high)


def shares(
    units: Units,
    rows: pd.DataFrame,
    keys: Sequence[str],
    cells: Sequence[tuple[str, ...]] | None = None,
) -> pd.DataFrame:
    """Tally rows into cells and divide by all units of the cell's group.

    The first key is the group.
    """
    frame = tally(rows, keys, cells)
    sizes = units.sizes
    return divided(frame, (sizes[group] for group in frame[units.by]))


def most_and_nearly(frame: pd.DataFrame, by: str, groups: Iterable[str]) -> pd.DataFrame:
    """Return the cells with most units of each group and those with one less, by ``behind``.

    One coding error turns a unit.
    """
    most = frame.groupby(by, sort=False)["count"].transform("max")
    frame = frame.assign(behind=most - frame["count"])
    frame = frame[(frame["behind"] <= 1) & (frame["count"] > 0)]
    return in_order(frame.sort_values("behind", kind="stable"), {by: groups})
