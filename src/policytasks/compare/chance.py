"""What chance alone would show: exact and permutation p values, and many at once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.stats import false_discovery_control, fisher_exact, hypergeom
from statsmodels.stats.proportion import confint_proportions_2indep

from policytasks.compare.intervals import CONFIDENCE, RESAMPLES, Floats

__all__ = [
    "dealt_out",
    "fisher",
    "holm",
    "newcombe",
    "permutation_p",
    "q_values",
    "stratified_p",
]

# Statistics that differ by less are equal but for rounding.
_ALIKE = 1e-9


def permutation_p(observed: float, null: ArrayLike) -> float:
    """Return the share of results under chance that are at least as large.

    The observed one counts as one of them: (b + 1) / (m + 1), so that p is never
    0. Source: Phipson & Smyth (2010), Permutation P-values should never be zero,
    Stat. Appl. Genet. Mol. Biol. 9, article 39.

    >>> permutation_p(3, [1, 2, 3])
    0.5
    """
    null = np.asarray(null, float)
    return float((np.sum(null >= observed - _ALIKE) + 1) / (null.size + 1))


def dealt_out(units: Floats, sizes: Sequence[int], *, seed: int) -> Floats:
    """Return the sums of groups once their units are dealt out anew at random.

    Parameters
    ----------
    units
        One row a unit, one column a thing to be summed.
    sizes
        How many units each group has, all units together.
    seed
        Seed of the random numbers.

    Returns
    -------
    array
        Of shape (deals, groups, columns).
    """
    random = np.random.default_rng(seed)
    group_of = np.repeat(np.arange(len(sizes)), sizes)
    dealt = random.permuted(np.tile(group_of, (RESAMPLES, 1)), axis=1)
    sums = [(dealt == group).astype(float) @ units for group in range(len(sizes))]
    return np.stack(sums, axis=1)


def holm(p: Sequence[float] | pd.Series) -> Floats:
    """Return p values adjusted for how many they are; missing ones stay missing.

    Source: Holm (1979), A simple sequentially rejective multiple test procedure,
    Scandinavian Journal of Statistics 6, 65-70. (statsmodels' function collects
    garbage at each call, which takes longer than all else here.)

    >>> holm([0.01, 0.04]).tolist()
    [0.02, 0.04]
    """
    adjusted = np.asarray(p, float).copy()
    order = np.argsort(adjusted)[: np.sum(~np.isnan(adjusted))]
    times = np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(np.maximum.accumulate(adjusted[order] * times), 1)
    return adjusted


def q_values(p: Sequence[float] | pd.Series) -> Floats:
    """Return the false discovery rate at which each p value would be called.

    Source: Benjamini & Hochberg (1995), Controlling the false discovery rate,
    Journal of the Royal Statistical Society B 57, 289-300; computed by scipy.

    >>> q_values([0.01, 0.04]).tolist()
    [0.02, 0.04]
    """
    adjusted = np.asarray(p, float).copy()
    known = ~np.isnan(adjusted)
    adjusted[known] = false_discovery_control(adjusted[known])
    return adjusted


@cache
def newcombe(count: int, n: int, other_count: int, other_n: int) -> tuple[float, float]:
    """Return the 95 % interval of the difference of two shares, the first less the other.

    Source: Newcombe (1998), Interval estimation for the difference between
    independent proportions: comparison of eleven methods, Statistics in Medicine
    17, 873-890, method 10; computed by statsmodels. Missing where a group is empty.

    >>> [round(limit, 4) for limit in newcombe(56, 70, 48, 80)]
    [0.0524, 0.3339]
    """
    if min(n, other_n) == 0:
        return np.nan, np.nan
    low, high = confint_proportions_2indep(
        count, n, other_count, other_n, method="newcomb", compare="diff", alpha=1 - CONFIDENCE
    )
    return float(low), float(high)


@cache
def fisher(count: int, n: int, other_count: int, other_n: int) -> float:
    """Return the exact two-sided p of two shares being one; missing where a group is empty.

    Source: Fisher (1935), The logic of inductive inference, Journal of the Royal
    Statistical Society 98, 39-82; computed by scipy.

    >>> round(fisher(3, 3, 0, 3), 4)
    0.1
    """
    if min(n, other_n) == 0:
        return np.nan
    table = np.array([[count, n - count], [other_count, other_n - other_count]])
    return float(fisher_exact(table).pvalue)


def stratified_p(together: int, strata: Sequence[tuple[int, int, int]]) -> float:
    """Return the exact two-sided p of two traits being met together so often.

    Within each stratum the traits are as frequent as they are, and have nothing to
    do with each other: the number together is a sum of hypergeometric numbers.
    Results no more likely than the one found are at least as extreme. Source:
    Mehta, Patel & Gray (1985), Computing an exact confidence interval for the
    common odds ratio in several 2 x 2 contingency tables, JASA 80, 969-973.

    Parameters
    ----------
    together
        The units that have both traits, all strata together.
    strata
        For each stratum its units, and how many have the one and the other trait.

    >>> round(stratified_p(3, [(6, 3, 3)]), 4)
    0.1
    """
    chances = np.ones(1)
    for units, one, other in strata:
        chances = np.convolve(chances, _meetings(units, one, other))
    found = chances[together] if together < len(chances) else 0.0
    return float(min(chances[chances <= found * (1 + _ALIKE)].sum(), 1))


@cache
def _meetings(units: int, one: int, other: int) -> Floats:
    """Return how likely two traits that have nothing to do with each other meet 0, 1 … times."""
    chances: Floats = hypergeom.pmf(np.arange(min(one, other) + 1), units, one, other)
    return chances
