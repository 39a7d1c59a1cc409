"""Which themes a place acts on, how strongly, and what sets places apart.

Every function takes the tasks and the themes table and returns a tidy frame.
Arguments that they share:

``by``
    ``place_id`` or ``document_id``: the column that groups the units.
``kinds``
    The kinds of unit that count. An annex row counts as its body task where both
    count, so that nothing counts twice.
``theme_ids``
    The themes to show, in order, such as the codebook's; by default those of the
    themes table, in alphabetical order.
``seed``
    Seed of the random numbers of bootstrap and permutation.

Columns that they share: ``count`` units of ``n``, ``share`` and its Wilson 95 %
interval ``low`` to ``high``, and ``task_ids``, the tuple of ids behind the row.
Where ``n`` is 0, share and interval are missing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import chain, combinations

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy.spatial.distance import jensenshannon
from scipy.stats import kendalltau, norm, permutation_test

from policytasks.compare.cells import (
    SHARE,
    divided,
    group_cells,
    in_order,
    quotient,
    shares,
    tally,
    tidy,
)
from policytasks.compare.intervals import CONFIDENCE, RESAMPLES, SEED, bootstrap_interval
from policytasks.compare.units import TASKS, UNIT_KINDS, counted_units, typed

__all__ = [
    "distinctive_themes",
    "profile_distance",
    "ranking_agreement",
    "silent_themes",
    "theme_co_occurrence",
    "theme_mentions",
    "theme_rankings",
    "theme_shares",
]

_CODE = {"theme_id": "str"}
_CODED = ("theme_id", "unit_id", "task_id")


def theme_shares(
    tasks: pd.DataFrame,
    themes: pd.DataFrame,
    *,
    by: str = "place_id",
    kinds: Sequence[str] = TASKS,
    theme_ids: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Return the share of units that act on each theme, by place or document.

    Returns
    -------
    DataFrame
        ``by``, ``theme_id``, ``count``, ``n``, ``share``, ``low``, ``high``,
        ``task_ids``; one row for every group and theme, also where the count is 0.

    Notes
    -----
    Interval: Wilson (1927), Probable inference, JASA 22, 209-212.
    """
    units = counted_units(tasks, by=by, kinds=kinds)
    cells = group_cells(units, _theme_ids(themes, theme_ids))
    frame = shares(units, units.rows(themes, _CODE), [by, "theme_id"], cells)
    return tidy(frame, {by: "str", "theme_id": "str", **SHARE})


def theme_mentions(
    tasks: pd.DataFrame,
    themes: pd.DataFrame,
    *,
    by: str = "place_id",
    kinds: Sequence[str] = TASKS,
    theme_ids: Sequence[str] | None = None,
    seed: int = SEED,
) -> pd.DataFrame:
    """Return how often each theme is mentioned in 1,000 characters of the units.

    Returns
    -------
    DataFrame
        ``by``, ``theme_id``, ``mentions``, ``characters`` (of all units of the
        group, white space aside), ``per_1000``, ``low``, ``high``, ``task_ids``
        (those that mention the theme); one row for every group and theme.

    Notes
    -----
    Mentions come in clusters, several in one task, so the 95 % interval
    resamples whole units: percentile bootstrap, Efron (1979), Bootstrap methods,
    Annals of Statistics 7, 1-26. Where there is no mention, or fewer than two
    units, resamples tell nothing and the limits are missing.

    An annex row that counts as its body task adds no text: it restates the task.
    """
    units = counted_units(tasks, by=by, kinds=kinds)
    theme_ids = _theme_ids(themes, theme_ids)
    # An annex row that counts as its body task has that task's id, not its own.
    members = units.members.query("task_id == unit_id")
    rows = units.rows(themes, {"theme_id": "str", "mentions": "int64"})
    rows = rows.query("task_id == unit_id and mentions > 0")
    rates: list[tuple[float, ...]] = []
    for group in units.groups:
        own = members[members[by] == group]
        mentions = _matrix(rows, own["task_id"], theme_ids, rows["mentions"])
        rates += _rates(mentions, own["characters"].to_numpy(float), seed)
    frame = tally(rows, [by, "theme_id"], group_cells(units, theme_ids))
    figures = ["mentions", "characters", "per_1000", "low", "high"]
    frame[figures] = pd.DataFrame(rates, columns=figures)
    columns = {by: "str", "theme_id": "str", "mentions": "int64", "characters": "int64"}
    columns |= {"per_1000": "float64", "low": "float64", "high": "float64", "task_ids": "object"}
    return tidy(frame, columns)


def distinctive_themes(
    tasks: pd.DataFrame,
    themes: pd.DataFrame,
    *,
    by: str = "place_id",
    kinds: Sequence[str] = TASKS,
    theme_ids: Sequence[str] | None = None,
    prior_size: float | None = None,
) -> pd.DataFrame:
    """Return how much more each place turns to a theme than the others together.

    Parameters
    ----------
    prior_size
        How many codes the prior weighs; by default as many as there are themes.

    Returns
    -------
    DataFrame
        ``by``, ``theme_id``, ``count`` of ``n`` (units that act on the theme, and
        the sum of that over the themes shown), ``rest_count`` of ``rest_n`` (the same
        in all other groups), ``log_odds`` (difference of the two log-odds:
        above 0 where the group turns to the theme more), ``low`` and ``high``
        (95 %), ``z`` (log-odds over its standard error), ``task_ids``. Missing
        statistics where the group or the rest has no code, or where nobody acts
        on the theme. One group alone has no rest: no rows.

    Notes
    -----
    Weighted log-odds ratio with an informative Dirichlet prior: Monroe, Colaresi
    & Quinn (2008), Fightin' words, Political Analysis 16, 372-403. The prior is
    the profile of all groups together. The variance is the one with all four
    terms, not its approximation for rare words: themes are few and not rare.
    """
    units = counted_units(tasks, by=by, kinds=kinds)
    theme_ids = _theme_ids(themes, theme_ids)
    cells = group_cells(units, theme_ids) if len(units.groups) > 1 else []
    rows = units.rows(themes, _CODE)
    rows = rows[rows["theme_id"].isin(theme_ids)]
    frame = tally(rows, [by, "theme_id"], cells)
    count = frame["count"]
    n = count.groupby(frame[by], sort=False).transform("sum")
    total = count.groupby(frame["theme_id"], sort=False).transform("sum")
    rest_count, rest_n = total - count, count.sum() - n
    weight = len(theme_ids) if prior_size is None else prior_size
    prior = weight * total / max(count.sum(), 1)
    log_odds, variance = _log_odds(count, n, prior, weight)
    rest_log_odds, rest_variance = _log_odds(rest_count, rest_n, prior, weight)
    difference, error = log_odds - rest_log_odds, np.sqrt(variance + rest_variance)
    reach = norm.ppf((1 + CONFIDENCE) / 2) * error
    frame = frame.assign(
        n=n,
        rest_count=rest_count,
        rest_n=rest_n,
        log_odds=difference,
        low=difference - reach,
        high=difference + reach,
        z=difference / error,
    )
    columns = {by: "str", "theme_id": "str"}
    columns |= dict.fromkeys(("count", "n", "rest_count", "rest_n"), "int64")
    columns |= dict.fromkeys(("log_odds", "low", "high", "z"), "float64")
    return tidy(frame, columns | {"task_ids": "object"})


def profile_distance(
    tasks: pd.DataFrame,
    themes: pd.DataFrame,
    *,
    by: str = "place_id",
    kinds: Sequence[str] = TASKS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Return how far apart the theme profiles of each two places are.

    A profile is the share of each theme among the codes of the place's units.

    Returns
    -------
    DataFrame
        ``a``, ``b`` (the two groups), ``n_a``, ``n_b`` (their units that act on
        any theme), ``distance`` (0 alike, 1 no theme in common), ``corrected``
        (the distance less its bias), ``low``, ``high``, ``chance`` (the mean
        distance once the units of both are dealt out at random: what units of one
        and the same profile would show), ``task_ids``. One row a pair. Without
        units in one of the two all of these are missing; with a single one, all
        but the distance.

    Notes
    -----
    Distance: square root of the Jensen-Shannon divergence to base 2, Lin (1991),
    Divergence measures based on the Shannon entropy, IEEE Trans. Inf. Theory 37,
    145-151; a metric by Endres & Schindelin (2003), A new metric for probability
    distributions, ibid. 49, 1858-1860; computed by scipy.

    Few units make profiles look farther apart than what they were drawn from.
    Resampling them (Efron 1979, Bootstrap methods, Annals of Statistics 7, 1-26)
    shows by how much: ``corrected`` takes that bias off, and the 95 % interval,
    the basic one of Davison & Hinkley (1997, chapter 5), holds for it. It may lie
    below ``distance``.
    """
    units = counted_units(tasks, by=by, kinds=kinds)
    theme_ids = _theme_ids(themes, None)
    rows = units.rows(themes, _CODE)
    profiles = {}
    for group in units.groups:
        own = rows[rows[by] == group]
        acting = own["unit_id"].unique()
        profiles[group] = _matrix(own.assign(task_id=own["unit_id"]), acting, theme_ids)
    pairs = [
        {
            "a": a,
            "b": b,
            "n_a": len(profiles[a]),
            "n_b": len(profiles[b]),
            **_distance(profiles[a], profiles[b], seed),
            "task_ids": tuple(rows.loc[rows[by].isin([a, b]), "task_id"].unique()),
        }
        for a, b in combinations(units.groups, 2)
    ]
    columns = {"a": "str", "b": "str", "n_a": "int64", "n_b": "int64"}
    columns |= dict.fromkeys(("distance", "corrected", "low", "high", "chance"), "float64")
    columns["task_ids"] = "object"
    return tidy(pd.DataFrame(pairs, columns=list(columns)), columns)


def theme_co_occurrence(
    tasks: pd.DataFrame,
    themes: pd.DataFrame,
    *,
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
        them), ``expected`` (units that would act on both if the two had nothing
        to do with each other), ``task_ids`` (those that act on both). One row a
        pair of themes.

    Notes
    -----
    The share is the coefficient of Jaccard (1912), The distribution of the flora
    in the alpine zone, New Phytologist 11, 37-50; its interval is Wilson's
    (1927).
    """
    units = counted_units(tasks, kinds=kinds)
    total = sum(units.sizes.values())
    acting: dict[str, dict[str, set[str]]] = {id: {} for id in _theme_ids(themes, theme_ids)}
    rows = units.rows(themes, _CODE)
    for theme_id, unit_id, task_id in zip(*(rows[c] for c in _CODED), strict=True):
        if theme_id in acting:
            acting[theme_id].setdefault(unit_id, set()).add(task_id)
    place = {task_id: number for number, task_id in enumerate(units.members["task_id"])}
    pairs = []
    for (theme_a, a), (theme_b, b) in combinations(acting.items(), 2):
        both = a.keys() & b.keys()
        task_ids = set().union(*(a[unit] | b[unit] for unit in both))
        pairs.append(
            {
                "theme_a": theme_a,
                "theme_b": theme_b,
                "count": len(both),
                "either": len(a.keys() | b.keys()),
                "count_a": len(a),
                "count_b": len(b),
                "units": total,
                "expected": len(a) * len(b) / total if total else np.nan,
                "task_ids": tuple(sorted(task_ids, key=place.__getitem__)),
            }
        )
    columns = {"theme_a": "str", "theme_b": "str", **SHARE}
    del columns["task_ids"]
    columns |= dict.fromkeys(("count_a", "count_b", "units"), "int64")
    columns |= {"expected": "float64", "task_ids": "object"}
    frame = pd.DataFrame(pairs, columns=["either", *columns])
    return tidy(divided(frame, frame["either"]), columns)


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
    chosen = {"by": by, "theme_ids": theme_ids}
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


def silent_themes(
    tasks: pd.DataFrame,
    themes: pd.DataFrame,
    *,
    by: str = "place_id",
    kinds: Sequence[str] = UNIT_KINDS,
    theme_ids: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Return the themes on which no unit of a place acts.

    All kinds of unit count by default: a place that names a theme as its
    objective is not silent on it.

    Returns
    -------
    DataFrame
        ``by``, ``theme_id``, ``n`` (units that could have), ``high`` (the largest
        share of acting units that none among ``n`` leaves plausible: Wilson's
        upper 95 % limit), ``elsewhere`` (tuple of the groups that do act on it),
        ``task_ids`` (empty), ``elsewhere_task_ids``. One row for every silence;
        a theme that nobody acts on shows if ``theme_ids`` names it.
    """
    frame = theme_shares(tasks, themes, by=by, kinds=kinds, theme_ids=theme_ids)
    silent, acting = frame[frame["count"] == 0], frame[frame["count"] > 0]
    elsewhere = [acting[acting["theme_id"] == theme] for theme in silent["theme_id"]]
    silent = silent.assign(
        elsewhere=[tuple(others[by]) for others in elsewhere],
        elsewhere_task_ids=[tuple(chain.from_iterable(o["task_ids"])) for o in elsewhere],
    )
    columns = {by: "str", "theme_id": "str", "n": "int64", "high": "float64"}
    columns |= dict.fromkeys(("elsewhere", "task_ids", "elsewhere_task_ids"), "object")
    return tidy(silent, columns)


def _theme_ids(themes: pd.DataFrame, theme_ids: Sequence[str] | None) -> list[str]:
    """Return the themes to show: those asked for, or those that occur."""
    if theme_ids is None:
        return sorted(typed(themes["theme_id"], "str").unique())
    return list(theme_ids)


def _matrix(
    rows: pd.DataFrame,
    ids: Sequence[str],
    theme_ids: Sequence[str],
    values: ArrayLike = 1.0,
) -> NDArray:
    """Return ids by themes: the value of the row of that ``task_id`` and theme, else 0."""
    matrix = np.zeros((len(ids), len(theme_ids)))
    row = pd.Index(ids).get_indexer(rows["task_id"])
    column = pd.Index(theme_ids).get_indexer(rows["theme_id"])
    known = (row >= 0) & (column >= 0)
    matrix[row[known], column[known]] = np.broadcast_to(values, row.shape)[known]
    return matrix


def _rates(mentions: NDArray, characters: NDArray, seed: int) -> list[tuple[float, ...]]:
    """Return mentions, characters, rate and interval of each theme in one group."""
    counted = np.column_stack([mentions, characters])

    def rates(units: NDArray) -> NDArray:
        sums = units.sum(axis=-2)
        return quotient(
            1000 * sums[..., :-1], np.broadcast_to(sums[..., -1:], sums[..., :-1].shape)
        )

    low, high, _ = bootstrap_interval(rates, counted, seed=seed, method="percentile")
    sums = mentions.sum(axis=0)
    total = np.full(sums.shape, characters.sum())
    return list(zip(sums, total, rates(counted), low, high, strict=True))


def _log_odds(
    count: pd.Series, n: pd.Series, prior: pd.Series, weight: float
) -> tuple[NDArray, NDArray]:
    """Return the log-odds of counts under a Dirichlet prior, and their variance."""
    inside = count + prior
    outside = n + weight - inside
    defined = (n > 0) & (prior > 0) & (outside > 0)
    inside, outside = np.where(defined, inside, np.nan), np.where(defined, outside, np.nan)
    return np.log(inside / outside), 1 / inside + 1 / outside


def _distance(a: NDArray, b: NDArray, seed: int) -> dict[str, float]:
    """Return the distance of two groups' profiles, its interval and that of chance."""

    def distance(a: NDArray, b: NDArray) -> NDArray:
        return jensenshannon(a.sum(axis=-2), b.sum(axis=-2), base=2, axis=-1)

    if min(len(a), len(b)) == 0:
        return {}
    found = distance(a, b)
    low, high, mean = bootstrap_interval(distance, a, b, seed=seed, method="basic")
    return {
        "distance": found,
        "corrected": np.clip(2 * found - mean, 0, 1),
        "low": np.clip(low, 0, 1),
        "high": np.clip(high, 0, 1),
        "chance": _chance(distance, a, b, seed),
    }


def _chance(statistic: Callable[..., NDArray], a: NDArray, b: NDArray, seed: int) -> float:
    """Return the mean of a statistic once the units of both are dealt out at random."""
    if min(len(a), len(b)) < 2:
        return np.nan
    units = np.concatenate([a, b])
    dealt = permutation_test(
        (np.arange(len(a)), np.arange(len(a), len(units))),
        lambda one, other, axis: statistic(units[one], units[other]),
        n_resamples=RESAMPLES,
        vectorized=True,
        rng=np.random.default_rng(seed),
    )
    return float(dealt.null_distribution.mean())


def _tau(a: pd.Series, b: pd.Series) -> float:
    """Return Kendall's tau-b; NaN where one of the two orders nothing."""
    if a.nunique() < 2 or b.nunique() < 2:
        return np.nan
    return float(kendalltau(a, b).statistic)
