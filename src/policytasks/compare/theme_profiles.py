"""What sets the theme profiles of documents apart, and what chance would.

A profile is the share of each theme among the codes (pairs of unit and theme) of a
group's units. Tests deal the units out at random, each with all its codes: codes of one
unit come together. Arguments and columns that functions share: see `policytasks.compare`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations, product

import numpy as np
import pandas as pd
from scipy.spatial.distance import jensenshannon
from scipy.stats import norm

from policytasks.compare.chance import dealt_out, holm, permutation_p
from policytasks.compare.columns import SHARE, tidy
from policytasks.compare.counted_units import TASKS, Units, counted_units
from policytasks.compare.intervals import CONFIDENCE, SEED, Floats
from policytasks.compare.tallies import divided, group_cells, quotient, tally
from policytasks.compare.theme_shares import chosen_themes, mentions_in, on_themes

__all__ = ["distinctive_themes", "profile_distance", "theme_profile"]


def theme_profile(
    tasks: pd.DataFrame,
    themes: pd.DataFrame,
    *,
    by: str = "document_id",
    kinds: Sequence[str] = TASKS,
    theme_ids: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Return each document's profile: the share of each theme among its codes.

    A document that cuts its tasks long has more themes in each; the profile is
    free of that, the share of tasks is not.

    Returns
    -------
    DataFrame
        ``by``, ``theme_id``, ``count`` of ``n`` codes, ``share``, ``low``,
        ``high`` (Wilson), ``mentions`` (of the theme in those units), ``single``
        (one mention is all there is), ``task_ids``; one row for every group and
        theme.
    """
    units = counted_units(tasks, by=by, kinds=kinds)
    rows = units.rows(themes, ["theme_id", "mentions"])
    ids = chosen_themes(themes, theme_ids)
    rows = rows[rows["theme_id"].isin(ids)]
    frame = tally(rows, [by, "theme_id"], group_cells(units, ids))
    n = frame.groupby(by, sort=False)["count"].transform("sum")
    frame["mentions"] = mentions_in(rows, frame, by)
    frame["single"] = (frame["mentions"] == 1) & (frame["count"] == 1)
    columns = [by, "theme_id", *SHARE[:-1], "mentions", "single", "task_ids"]
    return tidy(divided(frame, n), columns)


def distinctive_themes(
    tasks: pd.DataFrame,
    themes: pd.DataFrame,
    *,
    by: str = "document_id",
    kinds: Sequence[str] = TASKS,
    theme_ids: Sequence[str] | None = None,
    seed: int = SEED,
) -> pd.DataFrame:
    """Return how much more each document turns to a theme than the others together.

    Returns
    -------
    DataFrame
        ``by``, ``theme_id``, ``count`` of ``n`` (units that act on the theme, and
        the sum of that over the themes shown), ``rest_count`` of ``rest_n`` (the same
        in all other groups), ``log_odds`` (difference of the two log-odds:
        above 0 where the group turns to the theme more), ``low`` and ``high``
        (95 %), ``z`` (log-odds over its standard error), ``p`` (how often the
        largest of all ``z``, sign aside, is as large by chance), ``task_ids``.
        Missing statistics where the group or the rest has no code, or where nobody
        acts on the theme. One group alone has no rest: no rows.

    Notes
    -----
    Weighted log-odds ratio with an informative Dirichlet prior: Monroe, Colaresi
    & Quinn (2008), Fightin' words, Political Analysis 16, 372-403. The prior is
    the profile of all groups together and weighs as many codes as there are themes. The variance is the one with all four
    terms, not its approximation for rare words: themes are few and not rare.

    ``p`` holds for all themes and groups at once: the null of the largest |z| of
    Westfall & Young (1993), Resampling-Based Multiple Testing.
    """
    units = counted_units(tasks, by=by, kinds=kinds)
    ids = chosen_themes(themes, theme_ids)
    groups = list(units.groups) if len(units.groups) > 1 else []
    codes = _codes_of_units(units, themes, ids)
    rows = units.rows(themes, ["theme_id"])
    frame = tally(rows, [by, "theme_id"], list(product(groups, ids)))
    frame = _with_log_odds(frame, [codes[group] for group in groups], len(ids), seed)
    columns = [by, "theme_id", "count", "n", "rest_count", "rest_n", "log_odds", "low", "high"]
    return tidy(frame, [*columns, "z", "p", "task_ids"])


def _with_log_odds(
    frame: pd.DataFrame, codes: Sequence[Floats], weight: float, seed: int
) -> pd.DataFrame:
    """Add to the counts of each group and theme how they compare with all other groups."""
    groups = len(codes)
    count = frame["count"].to_numpy(float).reshape(groups, len(frame) // max(groups, 1))
    log_odds, error = _against_the_rest(count, weight)
    z, odds = (log_odds / error).ravel(), log_odds.ravel()
    reach = float(norm.ppf((1 + CONFIDENCE) / 2)) * error.ravel()
    rest = count.sum(axis=0) - count
    return frame.assign(
        n=np.repeat(count.sum(axis=1), count.shape[1]),
        rest_count=rest.ravel(),
        rest_n=np.repeat(rest.sum(axis=1), count.shape[1]),
        log_odds=odds,
        low=odds - reach,
        high=odds + reach,
        z=z,
        p=_largest_by_chance(z, codes, weight, seed),
    )


def _largest_by_chance(z: Floats, codes: Sequence[Floats], weight: float, seed: int) -> Floats:
    """Return how often the largest |z| is as large once units are dealt out at random."""
    if not np.isfinite(z).any():
        return np.full(z.shape, np.nan)
    sizes = [len(own) for own in codes]
    odds, errors = _against_the_rest(dealt_out(np.concatenate(codes), sizes, seed=seed), weight)
    largest = np.nanmax(np.abs(odds / errors), axis=(1, 2))
    return np.array([np.nan if np.isnan(one) else permutation_p(abs(one), largest) for one in z])


def profile_distance(
    tasks: pd.DataFrame,
    themes: pd.DataFrame,
    *,
    by: str = "document_id",
    kinds: Sequence[str] = TASKS,
    seed: int = SEED,
) -> pd.DataFrame:
    """Return how far apart the profiles of each two documents are, and how far by chance.

    Returns
    -------
    DataFrame
        ``a``, ``b`` (the two groups), ``n_a``, ``n_b`` (their units that act on
        any theme), ``distance`` (0 alike, 1 no theme in common), ``chance_low``
        and ``chance_high`` (between which 95 % of the distances lie once the
        units of both are dealt out at random), ``p`` (how often these are as
        large), ``p_holm`` (for all pairs at once), ``task_ids``. One row a pair;
        all missing without units in one of the two.

    Notes
    -----
    Distance: square root of the Jensen-Shannon divergence to base 2, Lin (1991),
    Divergence measures based on the Shannon entropy, IEEE Trans. Inf. Theory 37,
    145-151; a metric by Endres & Schindelin (2003), A new metric for probability
    distributions, ibid. 49, 1858-1860; computed by scipy.

    Few units make profiles look far apart although they were drawn from one:
    only the distance beside what chance shows can be read, never the distance
    beside 0. Permutation: Fisher (1935), The Design of Experiments.
    """
    units = counted_units(tasks, by=by, kinds=kinds)
    codes = _codes_of_units(units, themes, chosen_themes(themes, None))
    codes = {group: own[own.sum(axis=1) > 0] for group, own in codes.items()}
    rows = units.rows(themes, ["theme_id"])
    pairs = [
        {
            "a": a,
            "b": b,
            "n_a": len(codes[a]),
            "n_b": len(codes[b]),
            **_distance(codes[a], codes[b], seed),
            "task_ids": tuple(rows.loc[rows[by].isin([a, b]), "task_id"].unique()),
        }
        for a, b in combinations(units.groups, 2)
    ]
    columns = ["a", "b", "n_a", "n_b", "distance", "chance_low", "chance_high", "p", "p_holm"]
    frame = tidy(pairs, [*columns, "task_ids"])
    return frame.assign(p_holm=holm(frame["p"]))


def _codes_of_units(
    units: Units, themes: pd.DataFrame, theme_ids: Sequence[str]
) -> dict[str, Floats]:
    """Return units by themes for each group: 1 where the unit acts on the theme."""
    acts = on_themes(units, themes, theme_ids)
    of_group = units.members.groupby(units.by)["unit_id"].unique()
    return {group: acts.loc[of_group.get(group, [])].to_numpy(float) for group in units.groups}


def _against_the_rest(count: Floats, weight: float) -> tuple[Floats, Floats]:
    """Return the log-odds of each count less those of all other groups, and its error."""
    total = count.sum(axis=-2, keepdims=True)
    prior = quotient(weight * total, total.sum(axis=-1, keepdims=True) + np.zeros(total.shape))
    log_odds, variance = _log_odds(count, prior, weight)
    rest_log_odds, rest_variance = _log_odds(total - count, prior, weight)
    return log_odds - rest_log_odds, np.sqrt(variance + rest_variance)


def _log_odds(count: Floats, prior: Floats, weight: float) -> tuple[Floats, Floats]:
    """Return the log-odds of counts under a Dirichlet prior, and their variance."""
    n = count.sum(axis=-1, keepdims=True)
    inside = count + prior
    outside = n + weight - inside
    defined = (n > 0) & (prior > 0) & (outside > 0)
    inside, outside = np.where(defined, inside, np.nan), np.where(defined, outside, np.nan)
    return np.log(inside / outside), 1 / inside + 1 / outside


def _distance(a: Floats, b: Floats, seed: int) -> dict[str, float]:
    """Return the distance of two groups' profiles, and what chance would show."""
    if min(len(a), len(b)) == 0:
        return {}

    sums = np.stack([a.sum(axis=0), b.sum(axis=0)])
    dealt = dealt_out(np.concatenate([a, b]), (len(a), len(b)), seed=seed)
    found = float(jensenshannon(sums[0], sums[1], base=2))
    null = np.asarray(jensenshannon(dealt[:, 0], dealt[:, 1], base=2, axis=-1))
    edge = (1 - CONFIDENCE) / 2
    low, high = np.quantile(null, [edge, 1 - edge])
    return {
        "distance": found,
        "chance_low": float(low),
        "chance_high": float(high),
        "p": permutation_p(found, null),
    }
