"""Tests and corrections against other implementations, and lists of all outcomes."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from scipy.stats import binom, fisher_exact
from statsmodels.stats.multitest import multipletests

from policytasks.compare.chance import (
    dealt_out,
    fisher,
    holm,
    newcombe,
    permutation_p,
    q_values,
    stratified_p,
)

P_VALUES = [0.03, 0.001, np.nan, 0.2, 0.03, 0.9, 0.0004, 1.0]


@pytest.mark.parametrize(("function", "method"), [(holm, "holm"), (q_values, "fdr_bh")])
def test_corrections_are_those_of_statsmodels(function, method):
    known = [p for p in P_VALUES if not np.isnan(p)]
    adjusted = function(P_VALUES)
    assert np.isnan(adjusted[2])
    assert adjusted[~np.isnan(adjusted)] == pytest.approx(multipletests(known, method=method)[1])
    assert function([]).size == 0
    assert np.isnan(function([np.nan])).all()


def test_corrections_by_hand():
    """Of .01, .02, .04 Holm makes 3 x, 2 x and 1 x, none below the one before; Benjamini
    and Hochberg 3/1, 3/2 and 3/3 x, none above the one after."""
    assert holm([0.04, 0.01, 0.02]) == pytest.approx([0.04, 0.03, 0.04])
    assert q_values([0.04, 0.01, 0.02]) == pytest.approx([0.04, 0.03, 0.03])


@pytest.mark.parametrize("counts", [(16, 27, 7, 29), (0, 5, 20, 27), (3, 3, 0, 3)])
def test_the_interval_of_a_difference_is_newcombes(counts):
    """Squares of the distances to the Wilson limits add up (Newcombe 1998, method 10)."""
    z2 = 1.959963984540054**2
    limits = []
    for count, n in (counts[:2], counts[2:]):
        share = count / n
        reach = np.sqrt(z2 * (share * (1 - share) / n + z2 / (4 * n * n)))
        limits.append([(share + z2 / (2 * n) + sign * reach) / (1 + z2 / n) for sign in (-1, 1)])
    one, other = counts[0] / counts[1], counts[2] / counts[3]
    low = one - other - np.hypot(one - limits[0][0], limits[1][1] - other)
    high = one - other + np.hypot(limits[0][1] - one, other - limits[1][0])
    assert newcombe(*counts) == pytest.approx((low, high))


def test_nothing_to_divide_by_is_missing():
    assert np.isnan(newcombe(0, 0, 1, 2)).all()
    assert np.isnan(fisher(1, 2, 0, 0))


def test_one_stratum_is_fishers_test():
    """Of 9 units 4 have one trait and 5 the other; so many have both."""
    for both in range(5):
        table = [[both, 4 - both], [5 - both, both]]
        assert stratified_p(both, [(9, 4, 5)]) == pytest.approx(fisher_exact(table).pvalue)


def test_two_strata_are_the_list_of_all_ways_to_deal():
    """Every way to give 2 of 4 and 1 of 3 units the second trait, each as likely."""
    ways = [
        (own[0] + own[1]) + other[0]
        for own in product((0, 1), repeat=4)
        if sum(own) == 2
        for other in product((0, 1), repeat=3)
        if sum(other) == 1
    ]
    share = {number: ways.count(number) / len(ways) for number in range(4)}
    for both, chance in share.items():
        expected = sum(other for other in share.values() if other <= chance + 1e-12)
        assert stratified_p(both, [(4, 2, 2), (3, 1, 1)]) == pytest.approx(expected)


def test_what_is_dealt_out_is_all_there_is(monkeypatch):
    monkeypatch.setattr("policytasks.compare.chance.RESAMPLES", 500)
    units = np.arange(10.0)[:, np.newaxis]
    sums = dealt_out(units, (3, 7), seed=1)
    assert sums.shape == (500, 2, 1)
    assert (sums.sum(axis=1) == 45).all()
    # Three of the ten have the mean 4.5: 13.5, with the deviation of draws without return.
    assert sums[:, 0].mean() == pytest.approx(13.5, abs=3 * np.sqrt(3 * 8.25 * 7 / 9 / 500))


def test_a_permutation_p_is_uniform_where_chance_alone_is_at_work():
    """Of 19 deals and the observed one each is as likely to be the largest: p is at most
    .05 in 5 % of cases (of 2,000 draws 99.9 % of the binomial)."""
    random = np.random.default_rng(3)
    draws = random.normal(size=(2000, 20))
    false = sum(permutation_p(row[0], row[1:]) <= 0.05 for row in draws)
    assert binom.ppf(0.001, 2000, 0.05) <= false <= binom.ppf(0.999, 2000, 0.05)
