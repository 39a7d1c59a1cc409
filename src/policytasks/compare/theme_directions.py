"""Whether one document says more of a theme than another, however it is counted.

The median task is several times as long in one document as in another, so no single way
of counting settles which of two says more. Arguments and columns that functions share:
see `policytasks.compare`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from policytasks.compare.columns import tidy
from policytasks.compare.counted_units import counted_units
from policytasks.compare.tallies import quotient
from policytasks.compare.theme_profiles import theme_profile
from policytasks.compare.theme_shares import theme_mentions, theme_shares

__all__ = ["MEASURES", "theme_directions", "theme_measures"]

MEASURES = ("codes", "tasks", "characters", "mentions")


def theme_measures(
    tasks: pd.DataFrame,
    themes: pd.DataFrame,
    *,
    by: str = "document_id",
    theme_ids: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Return how much of each document is on each theme, by four measures.

    Returns
    -------
    DataFrame
        ``by``, ``theme_id``, ``codes`` (share among the document's codes: its
        profile), ``tasks`` (share of tasks that act on the theme), ``characters``
        (share of the tasks' characters that stand in such tasks), ``mentions`` (per
        1,000 characters), ``task_ids``. Missing where there is no task or code.
    """
    chosen: dict[str, Any] = {"by": by, "theme_ids": theme_ids}
    by_task = theme_shares(tasks, themes, **chosen)
    by_mention = theme_mentions(tasks, themes, **chosen)
    lengths = counted_units(tasks, by=by).members.set_index("task_id")["characters"]
    in_acting = [lengths.loc[list(ids)].sum() for ids in by_task["task_ids"]]
    frame = by_task.assign(
        codes=theme_profile(tasks, themes, **chosen)["share"],
        tasks=by_task["share"],
        characters=quotient(in_acting, by_mention["characters"]),
        mentions=by_mention["per_1000"],
    )
    columns = [by, "theme_id", *MEASURES, "task_ids"]
    return tidy(frame, columns, **dict.fromkeys(MEASURES, "float64"))


def theme_directions(
    tasks: pd.DataFrame,
    themes: pd.DataFrame,
    *,
    by: str = "document_id",
    theme_ids: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Return which of two documents says more of a theme, and whether all measures agree.

    Returns
    -------
    DataFrame
        ``a``, ``b``, ``theme_id``, ``codes``, ``tasks``, ``characters``,
        ``mentions`` (1 where ``a`` has more by the measure, -1 where ``b`` has, 0
        alike), ``direction`` (the same where all four agree, else 0), ``holds``
        (whether they do; not where neither acts on the theme), ``task_ids``. One
        row for each two groups with tasks and each theme.
    """
    frame = theme_measures(tasks, themes, by=by, theme_ids=theme_ids)
    of_group = {
        group: own.set_index("theme_id")
        for group, own in frame.dropna(subset="codes").groupby(by, sort=False)
    }
    parts = []
    for a, b in combinations(of_group, 2):
        one, other = of_group[a], of_group[b]
        more = (one[list(MEASURES)] - other[list(MEASURES)]).round(12)
        signs = pd.DataFrame(np.sign(more)).astype("int64")
        direction = signs["codes"].where(signs.nunique(axis=1) == 1, 0)
        task_ids = one["task_ids"] + other["task_ids"]
        parts.append(signs.assign(a=a, b=b, direction=direction, task_ids=task_ids))
    columns = ["a", "b", "theme_id", *MEASURES, "direction", "holds", "task_ids"]
    rows = pd.concat(parts).reset_index() if parts else pd.DataFrame(columns=columns)
    return tidy(
        rows.assign(holds=rows["direction"] != 0), columns, **dict.fromkeys(MEASURES, "int64")
    )
