"""Intervals against their formulas, and how often they miss."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy.stats import beta, binom, t

from policytasks.compare.intervals import highest_unseen, interval_of_mean, wilson

Z = 1.959963984540054
# As many tasks as plans have.
SIZES = (5, 7, 13, 27, 42)


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


def test_the_interval_of_a_mean_is_students():
    values = [0, 1, 1, 4, 2]
    low, high = interval_of_mean(values)
    reach = t.ppf(0.975, 4) * np.std(values, ddof=1) / np.sqrt(5)
    assert (low, high) == pytest.approx((1.6 - reach, 1.6 + reach))


@pytest.mark.parametrize("values", [[5], [5, 5, 5], []])
def test_values_that_do_not_differ_tell_no_interval(values):
    assert np.isnan(interval_of_mean(values)).all()


@pytest.mark.parametrize("n", SIZES)
def test_the_largest_unseen_share_is_the_exact_limit(n):
    """Clopper and Pearson's one-sided limit for 0 of n; beyond it none is rarer than 5 %."""
    limit = highest_unseen(n)
    assert limit == pytest.approx(beta.ppf(0.95, 1, n))
    assert binom.pmf(0, n, limit) == pytest.approx(0.05)
    assert np.isnan(highest_unseen(0))


# --- what one pool shows --------------------------------------------------------
# Every outcome, each as likely as it is: no random numbers but for the mean.


@pytest.mark.parametrize("n", SIZES)
def test_wilson_misses_as_often_as_its_docstring_says(n):
    """On the average over shares 5 %, at worst 17 %."""
    shares = np.linspace(0.001, 0.999, 999)
    low, high = wilson(np.arange(n + 1), np.full(n + 1, n))
    chances = binom.pmf(np.arange(n + 1), n, shares[:, np.newaxis])
    misses = (chances * ((shares[:, np.newaxis] < low) | (shares[:, np.newaxis] > high))).sum(1)
    assert misses.mean() <= 0.05
    assert misses.max() <= 0.17


@pytest.mark.parametrize("share", [0.05, 0.1, 0.3, 0.5, 0.8])
@pytest.mark.parametrize(("n", "m"), [(5, 13), (7, 27), (27, 29)])
def test_wilson_intervals_of_two_draws_part_at_most_as_often_as_stated(share, n, m):
    """Readers who hold two intervals apart where they do not touch err in under 5 % of cases."""
    lows, highs = zip(*(wilson(np.arange(k + 1), np.full(k + 1, k)) for k in (n, m)), strict=True)
    apart = sum(
        binom.pmf(x, n, share) * binom.pmf(y, m, share)
        for x, y in product(range(n + 1), range(m + 1))
        if highs[0][x] < lows[1][y] or highs[1][y] < lows[0][x]
    )
    assert apart <= 0.05


@pytest.mark.parametrize("n", SIZES)
def test_the_interval_of_a_mean_misses_at_most_as_often_as_stated(n):
    """Agencies a task, as unevenly as in plans: of 1,000 draws at 5 % at most 73 miss (99.9 %)."""
    random = np.random.default_rng(n)
    number, chance = np.arange(7), np.array([0.06, 0.1, 0.2, 0.28, 0.19, 0.15, 0.02])
    mean = (number * chance).sum()
    missed = 0
    for _ in range(1000):
        low, high = interval_of_mean(random.choice(number, n, p=chance))
        missed += bool(mean < low or mean > high)
    assert missed <= binom.ppf(0.999, 1000, 0.05)
