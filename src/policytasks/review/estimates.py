"""Shares in the population that a sample was drawn from, each with its interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from scipy.stats import norm, t
from statsmodels.stats.proportion import proportion_confint

from policytasks.compare.intervals import CONFIDENCE

__all__ = ["Estimate", "ratio"]


class Estimate(NamedTuple):
    """A share with its 95 % interval; NaN where nothing was counted."""

    share: float
    low: float
    high: float


def ratio(
    strata: Sequence[str], of: Sequence[float], whole: Sequence[float], sizes: Mapping[str, int]
) -> Estimate:
    """Estimate how much of a whole has a property, from a stratified sample.

    Parameters
    ----------
    strata
        The stratum of each thing drawn.
    of, whole
        For each, how much of it has the property, and how much there is: a row that is
        right counts 1 of 1, a unit of which two rows were found and one was missed 2 of 3.
    sizes
        How many things each stratum has.

    Notes
    -----
    The variance is that of a ratio in a stratified sample without replacement (Cochran
    1977, Sampling Techniques, ch. 5 and 6). The interval is that of Korn & Graubard (1998,
    Confidence intervals for proportions with small expected number of positive counts
    estimated from survey data, Survey Methodology 24, 193-201): exact (Clopper-Pearson, by
    statsmodels) for the number of independent things that would have this variance. In
    simulated reviews of the five plans Wilson's interval of the same number held the true
    share in 94 % to 98 % of samples of 40 to 100 rows, this one in 96 % to 100 %; near 1,
    where few errors are met, the difference counts.
    """
    names, labels = np.unique(np.asarray(strata), return_inverse=True)
    y, x = np.asarray(of, float), np.asarray(whole, float)
    drawn = np.bincount(labels, minlength=len(names))
    size = np.array([sizes[name] for name in names], float)
    weight = (size / drawn)[labels]
    total = float(weight @ x)
    if not total:
        return Estimate(np.nan, np.nan, np.nan)
    share = float(weight @ y) / total
    if (drawn == size).all():
        return Estimate(share, share, share)
    rest = (y - share * x) / total
    mean = np.bincount(labels, rest) / drawn
    squares = np.bincount(labels, (rest - mean[labels]) ** 2)
    kept = 1 - drawn / size
    variance = float((size**2 * kept / drawn * squares / np.maximum(drawn - 1, 1)).sum())
    # Things of which several are drawn together tell no more than as many apart.
    most = float(x.sum()) / (1 - drawn.sum() / size.sum())
    fewest = float((x > 0).sum()) / (1 - drawn.sum() / size.sum())
    number = min(share * (1 - share) / variance, most) if variance > 0 else fewest
    number *= _known_variance(max(len(y) - len(names), 1))
    low, high = proportion_confint(share * number, number, alpha=1 - CONFIDENCE, method="beta")
    return Estimate(share, 0.0 if share == 0 else float(low), 1.0 if share == 1 else float(high))


@lru_cache
def _known_variance(freedom: int) -> float:
    """Return how much less a sample tells because its variance is estimated too."""
    level = (1 + CONFIDENCE) / 2
    return float((norm.ppf(level) / t.ppf(level, freedom)) ** 2)
