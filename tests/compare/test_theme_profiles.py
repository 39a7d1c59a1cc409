"""Profiles of themes: worked by hand, and what two draws from one pool show."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from policytasks.compare import distinctive_themes, profile_distance, theme_profile
from policytasks.compare.intervals import RESAMPLES

# --- distinctive themes ---------------------------------------------------------


def log_odds_by_hand(y, n, y_rest, n_rest, prior, size):
    """Monroe, Colaresi & Quinn (2008): log-odds, difference, standard error."""
    inside, outside = y + prior, n + size - y - prior
    inside_rest, outside_rest = y_rest + prior, n_rest + size - y_rest - prior
    difference = np.log(inside / outside) - np.log(inside_rest / outside_rest)
    terms = (inside, outside, inside_rest, outside_rest)
    return difference, np.sqrt(sum(1 / term for term in terms))


def test_distinctive_themes_are_weighted_log_odds(corpus, cell):
    """East codes care 2, home 2 of 4; west care, home, meals 1 of 3; the prior of one code
    a theme, four in all, is the profile of both together."""
    frame = distinctive_themes(corpus.tasks, corpus.themes)
    for theme, prior in [("care", 12 / 7), ("home", 12 / 7), ("meals", 4 / 7)]:
        east = cell(frame, document_id="e", theme_id=theme)
        difference, error = log_odds_by_hand(
            east["count"], 4, east["rest_count"], 3, prior=prior, size=4
        )
        assert east[["n", "rest_n"]].tolist() == [4, 3]
        assert east["log_odds"] == pytest.approx(difference)
        assert east["z"] == pytest.approx(difference / error)
        assert east["high"] - east["low"] == pytest.approx(2 * 1.959963984540054 * error)


def test_distinctive_of_one_of_two_places_is_the_reverse_of_the_other(corpus):
    tasks = corpus.tasks[corpus.tasks["document_id"] != "v"]
    z = distinctive_themes(tasks, corpus.themes).pivot(
        index="theme_id", columns="document_id", values="z"
    )
    assert z["e"].dropna().to_numpy() == pytest.approx(-z["w"].dropna().to_numpy())
    assert z.loc["meals", "w"] > 0


def test_a_theme_nobody_acts_on_and_a_place_without_codes_are_not_distinctive(corpus, cell):
    frame = distinctive_themes(corpus.tasks, corpus.themes)
    assert cell(frame, document_id="e", theme_id="governance")[["log_odds", "z"]].isna().all()
    assert frame.query("document_id == 'v'")[["log_odds", "z"]].isna().all(axis=None)


# --- distance -------------------------------------------------------------------


def distance_by_hand(p, q):
    """Jensen-Shannon distance to base 2, by entropies."""
    p, q = np.array(p) / np.sum(p), np.array(q) / np.sum(q)

    def entropy(r):
        return -sum(x * np.log2(x) for x in r if x)

    return np.sqrt(entropy((p + q) / 2) - (entropy(p) + entropy(q)) / 2)


def test_distance_of_two_profiles(corpus, cell):
    frame = profile_distance(corpus.tasks, corpus.themes)
    pair = cell(frame, a="e", b="w")
    assert pair["distance"] == pytest.approx(distance_by_hand([2, 2, 0], [1, 1, 1]))
    assert (pair["n_a"], pair["n_b"]) == (3, 3)
    assert pair["task_ids"] == ("e:002", "e:003", "e:004", "w:001", "w:002", "w:003")


def two_places(make_tasks, of_east, of_west):
    """Return tasks and themes of two places, one theme a task."""
    codes = [("e", theme) for theme in of_east] + [("w", theme) for theme in of_west]
    rows = [(f"{place}:{n}", theme, 1) for n, (place, theme) in enumerate(codes)]
    tasks = make_tasks([(task_id, "task", None, 10) for task_id, _, _ in rows])
    return tasks, pd.DataFrame(rows, columns=["task_id", "theme_id", "mentions"])


def test_distance_runs_from_0_to_1(make_tasks):
    alike = profile_distance(*two_places(make_tasks, "pq", "pqpq"))
    assert alike["distance"].tolist() == [0]
    apart = profile_distance(*two_places(make_tasks, "pp", "qq"))
    assert apart["distance"].tolist() == [1]


def test_the_chance_of_a_distance_counted_by_hand(make_tasks):
    """East p, q; west p, p. However the four tasks are dealt out, q stands beside p:
    every deal gives the distance d, so p is 1."""
    pair = profile_distance(*two_places(make_tasks, "pq", "pp")).iloc[0]
    d = distance_by_hand([1, 1], [1, 0])
    assert pair["distance"] == pytest.approx(d)
    assert (pair["chance_low"], pair["chance_high"]) == pytest.approx((d, d))
    assert pair["p"] == pair["p_holm"] == 1


def test_two_that_share_nothing_are_apart_beyond_chance(make_tasks):
    """Of 20 choose 10 deals two part the themes: p is about 1 in 92,378."""
    pair = profile_distance(*two_places(make_tasks, "p" * 10, "q" * 10)).iloc[0]
    assert pair["distance"] == 1 > pair["chance_high"]
    assert pair["p"] == pytest.approx(1 / (RESAMPLES + 1))


def test_a_pair_has_the_same_interval_whoever_else_is_compared(corpus):
    without_void = corpus.tasks[corpus.tasks["document_id"] != "v"]
    alone = profile_distance(without_void, corpus.themes)
    among_others = profile_distance(corpus.tasks, corpus.themes).iloc[[0]]
    pd.testing.assert_frame_equal(alone, among_others)


def test_a_distance_to_nothing_is_missing(corpus, cell):
    frame = profile_distance(corpus.tasks, corpus.themes)
    to_void = cell(frame, a="e", b="v")
    assert to_void[["distance", "chance_low", "chance_high", "p"]].isna().all()
    assert to_void["n_b"] == 0


# --- the profile ----------------------------------------------------------------


def test_a_profile_adds_up_to_one_and_marks_single_mentions(corpus, cell):
    frame = theme_profile(corpus.tasks, corpus.themes)
    east = frame[frame["document_id"] == "e"]
    assert east["share"].sum() == pytest.approx(1)
    home = cell(frame, document_id="e", theme_id="home")
    assert home[["count", "n", "mentions", "single"]].tolist() == [2, 4, 3, False]
    assert cell(frame, document_id="w", theme_id="home")["single"]


# --- what one pool shows --------------------------------------------------------


def drawn_from_one_pool(make_tasks, random, sizes=(7, 12, 27)):
    """Return tasks of several documents, the codes of each task drawn from one pool."""
    chances = np.array([0.4, 0.3, 0.2, 0.15, 0.1, 0.05])
    rows, tasks = [], []
    for name, size in zip("abc", sizes, strict=True):
        for number in range(size):
            tasks.append((f"{name}:{number}", "task", None, 10))
            codes = np.flatnonzero(random.random(6) < chances)
            rows += [(f"{name}:{number}", f"theme{code}", 1) for code in codes]
    return make_tasks(tasks), pd.DataFrame(rows, columns=["task_id", "theme_id", "mentions"])


@pytest.mark.parametrize("name", ["distance", "distinctive"])
def test_draws_from_one_pool_differ_no_more_often_than_stated(name, make_tasks, monkeypatch):
    """At 5 % at most 9 of 60 corpora may show a difference (binomial, 99.9 %)."""
    monkeypatch.setattr("policytasks.compare.chance.RESAMPLES", 99)
    random = np.random.default_rng(5)
    false = 0
    for seed in range(60):
        tables = drawn_from_one_pool(make_tasks, random)
        if name == "distance":
            smallest = profile_distance(*tables, seed=seed)["p_holm"].min()
        else:
            smallest = distinctive_themes(*tables, seed=seed)["p"].min()
        false += smallest <= 0.05
    assert false <= 9


def test_distances_within_one_pool_lie_in_the_band_of_chance_as_often_as_stated(
    make_tasks, monkeypatch
):
    """Of 120 distances 95 % are 114; fewer than 100 would not be the band that is drawn."""
    monkeypatch.setattr("policytasks.compare.chance.RESAMPLES", 199)
    random = np.random.default_rng(11)
    inside = 0
    for seed in range(40):
        frame = profile_distance(*drawn_from_one_pool(make_tasks, random), seed=seed)
        inside += frame["distance"].between(frame["chance_low"], frame["chance_high"]).sum()
    assert 100 <= inside < 120


def test_a_planted_theme_is_found(make_tasks):
    random = np.random.default_rng(7)
    tasks, themes = drawn_from_one_pool(make_tasks, random, (20, 20, 20))
    own = tasks["task_id"][tasks["document_id"] == "a"]
    planted = pd.DataFrame({"task_id": own, "theme_id": "theme5", "mentions": 1})
    themes = pd.concat([themes, planted]).drop_duplicates(["task_id", "theme_id"])
    frame = distinctive_themes(tasks, themes)
    found = frame[frame["p"] <= 0.05]
    assert ("a", "theme5") in set(zip(found["document_id"], found["theme_id"], strict=True))
