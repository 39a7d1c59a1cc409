"""What sets the theme profiles of documents apart.

Arguments and columns as in ``theme_shares``. A profile is the share of each theme
among the codes (pairs of unit and theme) of a group's units.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from scipy.spatial.distance import jensenshannon
from scipy.stats import norm, permutation_test

from policytasks.compare.counted_units import TASKS, counted_units
from policytasks.compare.intervals import CONFIDENCE, RESAMPLES, SEED, bootstrap_interval
from policytasks.compare.tallies import Floats, group_cells, tally, tidy
from policytasks.compare.theme_shares import CODE, chosen_themes, matrix_of

__all__ = ["distinctive_themes", "profile_distance"]


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
    theme_ids = chosen_themes(themes, theme_ids)
    cells = group_cells(units, theme_ids) if len(units.groups) > 1 else []
    rows = units.rows(themes, CODE)
    rows = rows[rows["theme_id"].isin(theme_ids)]
    frame = _log_odds_ratio(tally(rows, [by, "theme_id"], cells), by, prior_size)
    columns = {by: "str", "theme_id": "str"}
    columns |= dict.fromkeys(("count", "n", "rest_count", "rest_n"), "int64")
    columns |= dict.fromkeys(("log_odds", "low", "high", "z"), "float64")
    return tidy(frame, columns | {"task_ids": "object"})


def _log_odds_ratio(frame: pd.DataFrame, by: str, prior_size: float | None) -> pd.DataFrame:
    """Add to the counts of each group and theme how they compare with all other groups."""
    count = frame["count"]
    n = count.groupby(frame[by], sort=False).transform("sum")
    total = count.groupby(frame["theme_id"], sort=False).transform("sum")
    rest_count, rest_n = total - count, count.sum() - n
    weight = frame["theme_id"].nunique() if prior_size is None else prior_size
    prior = weight * total / max(count.sum(), 1)
    log_odds, variance = _log_odds(count, n, prior, weight)
    rest_log_odds, rest_variance = _log_odds(rest_count, rest_n, prior, weight)
    difference, error = log_odds - rest_log_odds, np.sqrt(variance + rest_variance)
    reach = norm.ppf((1 + CONFIDENCE) / 2) * error
    return frame.assign(
        n=n,
        rest_count=rest_count,
        rest_n=rest_n,
        log_odds=difference,
        low=difference - reach,
        high=difference + reach,
        z=difference / error,
    )


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
    theme_ids = chosen_themes(themes, None)
    rows = units.rows(themes, CODE)
    profiles = {}
    for group in units.groups:
        own = rows[rows[by] == group]
        acting = own["unit_id"].unique()
        profiles[group] = matrix_of(own.assign(task_id=own["unit_id"]), acting, theme_ids)
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


def _log_odds(
    count: pd.Series, n: pd.Series, prior: pd.Series, weight: float
) -> tuple[Floats, Floats]:
    """Return the log-odds of counts under a Dirichlet prior, and their variance."""
    inside = (count + prior).to_numpy(float)
    outside = (n + weight).to_numpy(float) - inside
    defined = (n.to_numpy() > 0) & (prior.to_numpy() > 0) & (outside > 0)
    inside, outside = np.where(defined, inside, np.nan), np.where(defined, outside, np.nan)
    return np.log(inside / outside), 1 / inside + 1 / outside


def _distance(a: Floats, b: Floats, seed: int) -> dict[str, Any]:
    """Return the distance of two groups' profiles, its interval and that of chance."""

    def distance(a: Floats, b: Floats) -> Floats:
        return np.asarray(
            jensenshannon(a.sum(axis=-2), b.sum(axis=-2), base=2, axis=-1), dtype=np.float64
        )

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


def _chance(statistic: Callable[..., Floats], a: Floats, b: Floats, seed: int) -> float:
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
