"""Which themes travel together, beyond what their frequency alone would make.

Arguments and columns that functions share: see `policytasks.compare`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

import pandas as pd

from policytasks.compare.chance import holm, stratified_p
from policytasks.compare.columns import SHARE, tidy
from policytasks.compare.counted_units import TASKS, counted_units
from policytasks.compare.tallies import divided
from policytasks.compare.theme_shares import chosen_themes

__all__ = ["theme_co_occurrence"]


def theme_co_occurrence(
    tasks: pd.DataFrame,
    themes: pd.DataFrame,
    *,
    by: str = "document_id",
    kinds: Sequence[str] = TASKS,
    theme_ids: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Return which themes travel together, over all tasks given.

    Returns
    -------
    DataFrame
        ``theme_a``, ``theme_b``, ``count`` (units that act on both) of ``n``
        (units that act on either), ``share`` with ``low`` and ``high``,
        ``count_a``, ``count_b`` (units that act on each), ``units`` (all of
        them), ``expected`` (units that would act on both if within each document
        the two had nothing to do with each other), ``p`` (exact, two-sided, of so
        many or as unlikely a number within documents), ``p_holm`` (for all pairs
        at once), ``task_ids`` (those that act on both). One row a pair of themes.

    Notes
    -----
    The share is the coefficient of Jaccard (1912), The distribution of the flora
    in the alpine zone, New Phytologist 11, 37-50; its interval is Wilson's (1927).
    Two themes that are frequent in one document and rare in another meet often over
    all: the test of ``chance.stratified_p`` holds each document's frequencies.
    """
    units = counted_units(tasks, by=by, kinds=kinds)
    group_of = units.members.drop_duplicates("unit_id").set_index("unit_id")[units.by]
    acting: dict[str, dict[str, set[str]]] = {id: {} for id in chosen_themes(themes, theme_ids)}
    rows = units.rows(themes, ["theme_id"])
    for theme_id, unit_id, task_id in zip(
        rows["theme_id"], rows["unit_id"], rows["task_id"], strict=True
    ):
        if theme_id in acting:
            acting[theme_id].setdefault(unit_id, set()).add(task_id)
    place = {task_id: number for number, task_id in enumerate(units.members["task_id"])}
    of_group = {theme: group_of[list(own)].value_counts() for theme, own in acting.items()}
    pairs = []
    for (theme_a, a), (theme_b, b) in combinations(acting.items(), 2):
        both = a.keys() & b.keys()
        task_ids: set[str] = set().union(*(a[unit] | b[unit] for unit in both))
        strata = _strata(units.sizes, of_group[theme_a], of_group[theme_b])
        pairs.append(
            {
                "theme_a": theme_a,
                "theme_b": theme_b,
                "count": len(both),
                "either": len(a.keys() | b.keys()),
                "count_a": len(a),
                "count_b": len(b),
                "units": len(group_of),
                "expected": sum(one * other / n for n, one, other in strata),
                "p": stratified_p(len(both), strata),
                "task_ids": tuple(sorted(task_ids, key=place.__getitem__)),
            }
        )
    return _as_frame(pairs)


def _strata(
    sizes: Mapping[str, int], one: pd.Series, other: pd.Series
) -> list[tuple[int, int, int]]:
    """Return each group's units, and how many of them act on the one and the other theme."""
    return [
        (n, int(one.get(group, 0)), int(other.get(group, 0))) for group, n in sizes.items() if n
    ]


def _as_frame(pairs: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    columns = ["theme_a", "theme_b", *SHARE[:-1], "count_a", "count_b", "units"]
    columns += ["expected", "p", "p_holm", "task_ids"]
    frame = pd.DataFrame(list(pairs), columns=["either", *columns])
    frame["p_holm"] = holm(frame["p"].astype("float64"))
    return tidy(divided(frame, frame["either"]), columns)
