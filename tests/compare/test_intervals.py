"""Intervals against their formulas and against resamples counted by hand."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from policytasks.compare.intervals import bootstrap_interval, wilson

Z = 1.959963984540054


@pytest.mark.parametrize(("count", "n"), [(0, 3), (1, 3), (5, 29), (27, 27), (40, 99)])
def test_wilson_is_the_formula_of_1927(count, n):
    share = count / n
    middle = (share + Z**2 / (2 * n)) / (1 + Z**2 / n)
    reach = Z / (1 + Z**2 / n) * np.sqrt(share * (1 - share) / n + Z**2 / (4 * n**2))
    low, high = wilson([count], [n])
    assert low[0] == pytest.approx(middle - reach, abs=1e-12)
    assert high[0] == pytest.approx(middle + reach, abs=1e-12)


def test_wilson_of_none_and_of_all_touches_the_bound_exactly():
    low, high = wilson([0, 7], [7, 7])
    assert low[0] == 0
    assert high[1] == 1


def test_wilson_of_nothing_is_missing():
    low, high = wilson([0, 1], [0, 2])
    assert np.isnan([low[0], high[0]]).all()
    assert np.isfinite([low[1], high[1]]).all()


def mean(units: np.ndarray) -> np.ndarray:
    return units[..., 0].mean(axis=-1)


def test_percentile_bootstrap_of_three_units_is_the_list_of_all_resamples():
    """Of 27 resamples of 1, 2, 3 one has mean 1 and one mean 3: 3.7 % each."""
    values = np.array([[1.0], [2.0], [3.0]])
    all_means = [np.mean(resample) for resample in product(values.ravel(), repeat=3)]
    low, high, middle = bootstrap_interval(mean, values, seed=0, method="percentile")
    assert (low, high) == pytest.approx(
        np.percentile(all_means, [2.5, 97.5], method="inverted_cdf")
    )
    assert middle == pytest.approx(2, abs=0.05)


def test_basic_bootstrap_reflects_the_resamples_at_the_estimate():
    values = np.array([[1.0], [1.0], [4.0]])
    low, high, _ = bootstrap_interval(mean, values, seed=0, method="basic")
    assert (low, high) == pytest.approx((2 * 2 - 4, 2 * 2 - 1))


def test_a_statistic_of_several_values_has_as_many_limits():
    def means(units: np.ndarray) -> np.ndarray:
        return units.mean(axis=-2)

    values = np.array([[1.0, 10.0], [2.0, 20.0], [3.0, 30.0]])
    low, high, _ = bootstrap_interval(means, values, seed=0, method="percentile")
    assert low == pytest.approx([1, 10])
    assert high == pytest.approx([3, 30])


@pytest.mark.parametrize("values", [[[5.0]], [[5.0], [5.0], [5.0]]], ids=["one", "all alike"])
def test_units_that_do_not_differ_tell_no_interval(values):
    low, high, _ = bootstrap_interval(mean, np.array(values), seed=0, method="percentile")
    assert np.isnan([low, high]).all()


def test_a_seed_gives_the_same_interval_again():
    values = np.random.default_rng(1).normal(size=(9, 1))
    first = bootstrap_interval(mean, values, seed=3, method="percentile")
    assert first == bootstrap_interval(mean, values, seed=3, method="percentile")
    assert first != bootstrap_interval(mean, values, seed=4, method="percentile")
