"""How sure a share or another statistic is, given how few units there are."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias, cast

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.stats import bootstrap
from statsmodels.stats.proportion import proportion_confint

__all__ = [
    "CONFIDENCE",
    "RESAMPLES",
    "SEED",
    "Floats",
    "Resampled",
    "bootstrap_interval",
    "wilson",
]

Floats: TypeAlias = NDArray[np.float64]

CONFIDENCE = 0.95
RESAMPLES = 2000
SEED = 2024

# How many resamples to hold in memory at once.
_BATCH = 250
# Resamples that differ by less differ by rounding.
_ALIKE = 1e-12


def wilson(count: ArrayLike, n: ArrayLike) -> tuple[Floats, Floats]:
    """Return the 95 % score interval of shares; NaN where ``n`` is 0.

    Source: Wilson (1927), Probable inference, the law of succession, and
    statistical inference, JASA 22, 209-212; computed by statsmodels.

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


class Resampled(NamedTuple):
    """What the resamples of a statistic say: arrays of its shape.

    Attributes
    ----------
    low, high
        Limits of the 95 % interval.
    mean
        Mean over the resamples: as far from the estimate as the estimate, by its
        bias, is from the truth.
    """

    low: Floats
    high: Floats
    mean: Floats


def bootstrap_interval(
    statistic: Callable[..., Floats],
    *samples: Floats,
    seed: int,
    method: str,
) -> Resampled:
    """Return the 95 % bootstrap interval of a statistic over units.

    Source: Efron (1979), Bootstrap methods: another look at the jackknife,
    Annals of Statistics 7, 1-26; ``basic`` and ``percentile`` as in Davison &
    Hinkley (1997), Bootstrap Methods and their Application, chapter 5; computed
    by scipy.

    Parameters
    ----------
    statistic
        Takes one array of shape (..., units, k) a sample and returns an array of
        shape (...) or (..., m), finite for every resample.
    samples
        Arrays of shape (units, k), one row a unit. Each is resampled by itself.
    seed
        Seed of the random numbers.
    method
        ``percentile``, or ``basic``, which reflects the resamples at the
        estimate, for a statistic that is biased in small samples.

    Returns
    -------
    Resampled
        Missing where a sample has fewer than two units; the limits also where
        all resamples agree, because units that do not differ in a small sample
        do not tell how much others would.
    """
    if min(map(len, samples)) < 2:
        nothing = np.full(np.shape(statistic(*samples)), np.nan)
        return Resampled(nothing, nothing, nothing)

    def of_units(*picked: Floats, axis: int = -1) -> Floats:
        rows = (sample[units] for sample, units in zip(samples, picked, strict=True))
        # scipy wants the resamples on the last axis, statistics have them first.
        return np.asarray(statistic(*rows)).T

    # The stubs know only samples of numbers, not of rows.
    result = cast(Any, bootstrap)(
        tuple(np.arange(len(sample)) for sample in samples),
        of_units,
        n_resamples=RESAMPLES,
        batch=_BATCH,
        vectorized=True,
        confidence_level=CONFIDENCE,
        method=method,
        rng=np.random.default_rng(seed),
    )
    resamples, interval = result.bootstrap_distribution, result.confidence_interval
    varies = np.ptp(resamples, axis=-1) > _ALIKE
    low, high = np.where(varies, interval.low, np.nan), np.where(varies, interval.high, np.nan)
    return Resampled(low, high, resamples.mean(axis=-1))
