"""Whether a ranking of themes survives another way of counting.

Arguments and columns as in ``theme_shares``.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, combinations
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import kendalltau

from policytasks.compare.counted_units import counted_units
from policytasks.compare.tallies import in_order, quotient, tidy
from policytasks.compare.theme_shares import theme_mentions, theme_shares

__all__ = ["ranking_agreement", "theme_rankings"]


def theme_rankings(
    tasks: pd.DataFrame,
    themes: pd.DataFrame,
    *,
    by: str = "place_id",
    theme_ids: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Return each place's ranking of themes under four ways of counting.

    Returns
    -------
    DataFrame
        ``by``, ``measure``, ``theme_id``, ``value``, ``n`` (the denominator),
        ``rank`` (1 for the largest value, ties share their mean rank),
        ``task_ids``. The measures: ``tasks`` (share of tasks that act on the
        theme), ``characters`` (share of the tasks' characters that stand in such
        tasks), ``mentions`` (per 1,000 characters of the tasks) and ``subtasks``
        (share of annex rows). Value and rank are missing where ``n`` is 0: a
        place without an annex.
    """
    chosen: dict[str, Any] = {"by": by, "theme_ids": theme_ids}
    by_task = theme_shares(tasks, themes, **chosen)
    by_row = theme_shares(tasks, themes, kinds=("subtask",), **chosen)
    by_mention = theme_mentions(tasks, themes, **chosen)
    lengths = counted_units(tasks, by=by).members.set_index("task_id")["characters"]
    in_acting = [lengths.loc[list(ids)].sum() for ids in by_task["task_ids"]]
    measures = {
        "tasks": by_task.assign(value=by_task["share"]),
        "characters": by_mention.assign(
            value=quotient(in_acting, by_mention["characters"]),
            n=by_mention["characters"],
            task_ids=by_task["task_ids"],
        ),
        "mentions": by_mention.assign(value=by_mention["per_1000"], n=by_mention["characters"]),
        "subtasks": by_row.assign(value=by_row["share"]),
    }
    columns = {by: "str", "measure": "str", "theme_id": "str", "value": "float64", "n": "int64"}
    columns |= {"rank": "float64", "task_ids": "object"}
    frame = pd.concat(
        [measure.assign(measure=name) for name, measure in measures.items()], ignore_index=True
    )
    frame["rank"] = frame.groupby([by, "measure"])["value"].rank(ascending=False)
    return tidy(in_order(frame, {by: by_task[by].unique()}), columns)


def ranking_agreement(
    tasks: pd.DataFrame,
    themes: pd.DataFrame,
    *,
    by: str = "place_id",
    theme_ids: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Return whether a place's ranking of themes survives another way of counting.

    Returns
    -------
    DataFrame
        ``by``, ``measure_a``, ``measure_b`` (as in ``theme_rankings``), ``themes``
        (how many the place acts on by either), ``tau`` (1 the same order, -1 the
        reverse; missing where one of the two ranks nothing), ``task_ids``.

    Notes
    -----
    Kendall's tau-b: Kendall (1945), The treatment of ties in ranking problems,
    Biometrika 33, 239-251; computed by scipy. Themes with neither are left out:
    agreement on what is absent would flatter.
    """
    rankings = theme_rankings(tasks, themes, by=by, theme_ids=theme_ids)
    pairs = []
    for group, own in rankings.groupby(by, sort=False):
        measures = {name: part.set_index("theme_id") for name, part in own.groupby("measure")}
        for name_a, name_b in combinations(dict.fromkeys(own["measure"]), 2):
            a, b = measures[name_a], measures[name_b]
            present = (a["value"] > 0) | (b["value"] > 0)
            ids = chain.from_iterable([*a["task_ids"], *b["task_ids"]])
            pairs.append(
                {
                    by: group,
                    "measure_a": name_a,
                    "measure_b": name_b,
                    "themes": int(present.sum()),
                    "tau": _tau(a.loc[present, "value"], b.loc[present, "value"]),
                    "task_ids": tuple(dict.fromkeys(ids)),
                }
            )
    columns = {by: "str", "measure_a": "str", "measure_b": "str", "themes": "int64"}
    columns |= {"tau": "float64", "task_ids": "object"}
    return tidy(pd.DataFrame(pairs, columns=list(columns)), columns)


def _tau(a: pd.Series, b: pd.Series) -> float:
    """Return Kendall's tau-b; NaN where one of the two orders nothing."""
    if a.nunique() < 2 or b.nunique() < 2:
        return np.nan
    return float(kendalltau(a, b).statistic)
