"""Which themes travel together, beyond what their frequency alone would make.

Arguments and columns that functions share: see `policytasks.compare`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import pandas as pd

from policytasks.compare.chance import holm, stratified_p
from policytasks.compare.columns import SHARE, tidy
from policytasks.compare.counted_units import TASKS, counted_units
from policytasks.compare.tallies import distinct, divided
from policytasks.compare.theme_shares import chosen_themes, on_themes

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
    rows = units.rows(themes, ["theme_id"])
    acts = on_themes(units, themes, chosen_themes(themes, theme_ids))
    group_of = units.members.drop_duplicates("unit_id")[by].to_numpy()
    sizes = {group: n for group, n in units.sizes.items() if n}
    of_group = acts.groupby(group_of).sum().loc[list(sizes)]
    pairs = []
    for theme_a, theme_b in combinations(acts, 2):
        a, b = acts[theme_a], acts[theme_b]
        both = acts.index[a & b]
        of_both = rows["unit_id"].isin(both) & rows["theme_id"].isin([theme_a, theme_b])
        acting = (of_group[theme].tolist() for theme in (theme_a, theme_b))
        strata = list(zip(sizes.values(), *acting, strict=True))
        pairs.append(
            {
                "theme_a": theme_a,
                "theme_b": theme_b,
                "count": len(both),
                "either": (a | b).sum(),
                "count_a": a.sum(),
                "count_b": b.sum(),
                "units": len(acts),
                "expected": sum(one * other / n for n, one, other in strata),
                "p": stratified_p(len(both), strata),
                "task_ids": distinct(rows.loc[of_both, "task_id"]),
            }
        )
    columns = ["theme_a", "theme_b", *SHARE[:-1], "count_a", "count_b", "units"]
    columns += ["expected", "p", "p_holm", "task_ids"]
    frame = pd.DataFrame(pairs, columns=["either", *columns])
    frame["p_holm"] = holm(frame["p"].astype("float64"))
    return tidy(divided(frame, frame["either"]), columns)
