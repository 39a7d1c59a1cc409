"""Themes: worked by hand, or against a formula written out."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from policytasks.compare import (
    UNIT_KINDS,
    distinctive_themes,
    profile_distance,
    ranking_agreement,
    silent_themes,
    theme_co_occurrence,
    theme_mentions,
    theme_rankings,
    theme_shares,
)

BOTH = ("task", "subtask")


# --- shares ---------------------------------------------------------------------


def test_share_of_tasks_that_act_on_a_theme(corpus, cell):
    frame = theme_shares(corpus.tasks, corpus.themes)
    counts = frame.pivot(index="place_id", columns="theme_id", values="count")
    assert counts.loc["east"].to_dict() == {"care": 2, "governance": 0, "home": 2, "meals": 0}
    assert counts.loc["west"].to_dict() == {"care": 1, "governance": 0, "home": 1, "meals": 1}
    care = cell(frame, place_id="east", theme_id="care")
    assert (care["n"], care["share"], care["task_ids"]) == (4, 0.5, ("e:002", "e:003"))
    # Wilson for 2 of 4: centre 1/2, half-width z / (1 + z²/4) · sqrt(1/16 + z²/64).
    z2 = 1.959963984540054**2
    reach = np.sqrt(z2) / (1 + z2 / 4) * np.sqrt(1 / 16 + z2 / 64)
    assert (care["low"], care["high"]) == pytest.approx((0.5 - reach, 0.5 + reach))


def test_a_place_without_tasks_shows_with_nothing_to_divide_by(corpus):
    void = theme_shares(corpus.tasks, corpus.themes).query("place_id == 'void'")
    assert len(void) == 4
    assert (void["n"] == 0).all()
    assert void[["share", "low", "high"]].isna().all(axis=None)


def test_an_annex_row_adds_its_theme_to_the_body_task_and_no_unit(corpus, cell):
    frame = theme_shares(corpus.tasks, corpus.themes, kinds=BOTH)
    meals = cell(frame, place_id="west", theme_id="meals")
    assert (meals["count"], meals["n"], meals["task_ids"]) == (2, 4, ("w:003", "w:004"))
    home = cell(frame, place_id="west", theme_id="home")
    assert (home["count"], home["task_ids"]) == (1, ("w:002", "w:005"))


def test_annex_rows_on_their_own_count_singly(corpus, cell):
    frame = theme_shares(corpus.tasks, corpus.themes, kinds=("subtask",))
    assert cell(frame, place_id="west", theme_id="home")[["count", "n"]].tolist() == [1, 3]


def test_shares_by_document_keep_the_reading_order(corpus):
    frame = theme_shares(corpus.tasks, corpus.themes, by="document_id")
    assert list(frame["document_id"].unique()) == ["e", "w", "v"]


def test_themes_asked_for_show_in_that_order_even_if_nobody_acts(corpus, cell):
    frame = theme_shares(corpus.tasks, corpus.themes, theme_ids=["tcm", "home"])
    assert list(frame["theme_id"]) == ["tcm", "home"] * 3
    assert cell(frame, place_id="east", theme_id="tcm")["count"] == 0


# --- mentions -------------------------------------------------------------------


def test_mentions_in_a_thousand_characters(corpus, cell):
    frame = theme_mentions(corpus.tasks, corpus.themes)
    care = cell(frame, place_id="east", theme_id="care")
    assert care[["mentions", "characters", "per_1000"]].tolist() == [4, 500, 8]
    meals = cell(frame, place_id="west", theme_id="meals")
    assert meals[["mentions", "characters", "per_1000"]].tolist() == [4, 400, 10]
    assert meals["task_ids"] == ("w:003",)


def test_mentions_in_two_tasks_range_over_their_resamples(corpus, make_tasks):
    """Of four resamples of a task with 2 mentions and one with 0, each in 100 characters,
    one has 20 in a thousand and one has 0."""
    tasks = make_tasks([("e:1", "task", None, 100), ("e:2", "task", None, 100)])
    themes = pd.DataFrame({"task_id": ["e:1"], "theme_id": ["care"], "mentions": [2]})
    care = theme_mentions(tasks, themes).iloc[0]
    assert care[["per_1000", "low", "high"]].tolist() == [10, 0, 20]


def test_no_mention_gives_no_interval(corpus, cell):
    frame = theme_mentions(corpus.tasks, corpus.themes)
    assert cell(frame, place_id="east", theme_id="meals")["per_1000"] == 0
    assert cell(frame, place_id="east", theme_id="meals")[["low", "high"]].isna().all()
    assert cell(frame, place_id="void", theme_id="care")[["per_1000", "low"]].isna().all()


def test_text_that_an_annex_row_restates_is_not_measured_again(corpus, cell):
    frame = theme_mentions(corpus.tasks, corpus.themes, kinds=BOTH)
    meals = cell(frame, place_id="west", theme_id="meals")
    assert meals[["mentions", "characters"]].tolist() == [4, 500]
    assert meals["task_ids"] == ("w:003",)


# --- distinctive themes ---------------------------------------------------------


def log_odds_by_hand(y, n, y_rest, n_rest, prior, size):
    """Monroe, Colaresi & Quinn (2008): log-odds, difference, standard error."""
    inside, outside = y + prior, n + size - y - prior
    inside_rest, outside_rest = y_rest + prior, n_rest + size - y_rest - prior
    difference = np.log(inside / outside) - np.log(inside_rest / outside_rest)
    terms = (inside, outside, inside_rest, outside_rest)
    return difference, np.sqrt(sum(1 / term for term in terms))


def test_distinctive_themes_are_weighted_log_odds(corpus, cell):
    """East codes care 2, home 2 of 4; west care, home, meals 1 of 3; a prior of 3.5."""
    frame = distinctive_themes(corpus.tasks, corpus.themes, prior_size=3.5)
    for theme, prior in [("care", 1.5), ("home", 1.5), ("meals", 0.5)]:
        east = cell(frame, place_id="east", theme_id=theme)
        difference, error = log_odds_by_hand(
            east["count"], 4, east["rest_count"], 3, prior=prior, size=3.5
        )
        assert east[["n", "rest_n"]].tolist() == [4, 3]
        assert east["log_odds"] == pytest.approx(difference)
        assert east["z"] == pytest.approx(difference / error)
        assert east["high"] - east["low"] == pytest.approx(2 * 1.959963984540054 * error)


def test_distinctive_of_one_of_two_places_is_the_reverse_of_the_other(corpus):
    tasks = corpus.tasks[corpus.tasks["place_id"] != "void"]
    z = distinctive_themes(tasks, corpus.themes).pivot(
        index="theme_id", columns="place_id", values="z"
    )
    assert z["east"].dropna().to_numpy() == pytest.approx(-z["west"].dropna().to_numpy())
    assert z.loc["meals", "west"] > 0


def test_a_theme_nobody_acts_on_and_a_place_without_codes_are_not_distinctive(corpus, cell):
    frame = distinctive_themes(corpus.tasks, corpus.themes)
    assert cell(frame, place_id="east", theme_id="governance")[["log_odds", "z"]].isna().all()
    assert frame.query("place_id == 'void'")[["log_odds", "z"]].isna().all(axis=None)


def test_the_default_prior_weighs_one_code_a_theme(corpus):
    default = distinctive_themes(corpus.tasks, corpus.themes)
    pd.testing.assert_frame_equal(
        default, distinctive_themes(corpus.tasks, corpus.themes, prior_size=4)
    )


# --- distance -------------------------------------------------------------------


def distance_by_hand(p, q):
    """Jensen-Shannon distance to base 2, by entropies."""
    p, q = np.array(p) / np.sum(p), np.array(q) / np.sum(q)

    def entropy(r):
        return -sum(x * np.log2(x) for x in r if x)

    return np.sqrt(entropy((p + q) / 2) - (entropy(p) + entropy(q)) / 2)


def test_distance_of_two_profiles(corpus, cell):
    frame = profile_distance(corpus.tasks, corpus.themes)
    pair = cell(frame, a="east", b="west")
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


def test_bootstrap_and_chance_of_a_distance_counted_by_hand(make_tasks):
    """East p, q; west p, p. Of four resamples one is at 0, two at the distance d, one
    at 1. However the four tasks are dealt out, q stands beside p: chance is d."""
    pair = profile_distance(*two_places(make_tasks, "pq", "pp")).iloc[0]
    d = distance_by_hand([1, 1], [1, 0])
    assert pair["distance"] == pytest.approx(d)
    assert (pair["low"], pair["high"]) == pytest.approx((2 * d - 1, min(2 * d, 1)))
    assert pair["corrected"] == pytest.approx(2 * d - (2 * d + 1) / 4, abs=0.02)
    assert pair["chance"] == pytest.approx(d)


def test_a_pair_has_the_same_interval_whoever_else_is_compared(corpus):
    without_void = corpus.tasks[corpus.tasks["place_id"] != "void"]
    alone = profile_distance(without_void, corpus.themes)
    among_others = profile_distance(corpus.tasks, corpus.themes).iloc[[0]]
    pd.testing.assert_frame_equal(alone, among_others)


def test_a_distance_to_nothing_is_missing(corpus, cell):
    frame = profile_distance(corpus.tasks, corpus.themes)
    to_void = cell(frame, a="east", b="void")
    assert to_void[["distance", "corrected", "low", "high", "chance"]].isna().all()
    assert to_void["n_b"] == 0


# --- co-occurrence --------------------------------------------------------------


def test_themes_that_travel_together(corpus, cell):
    """Of seven tasks three act on care, three on home, one (e:002) on both."""
    pair = cell(theme_co_occurrence(corpus.tasks, corpus.themes), theme_a="care", theme_b="home")
    assert pair[["count", "n", "count_a", "count_b", "units"]].tolist() == [1, 5, 3, 3, 7]
    assert pair["share"] == 1 / 5
    assert pair["expected"] == pytest.approx(9 / 7)
    assert pair["task_ids"] == ("e:002",)


def test_body_and_annex_row_travel_together_as_one_unit(corpus, cell):
    frame = theme_co_occurrence(corpus.tasks, corpus.themes, kinds=BOTH)
    pair = cell(frame, theme_a="home", theme_b="meals")
    assert pair[["count", "n", "units"]].tolist() == [1, 4, 8]
    assert pair["task_ids"] == ("w:002", "w:004", "w:005")


def test_every_pair_of_themes_has_a_row_and_a_missing_share_where_neither_occurs(corpus):
    frame = theme_co_occurrence(corpus.tasks, corpus.themes, theme_ids=["care", "tcm", "ltc"])
    assert list(zip(frame["theme_a"], frame["theme_b"], strict=True)) == [
        ("care", "tcm"),
        ("care", "ltc"),
        ("tcm", "ltc"),
    ]
    assert frame["share"].isna().tolist() == [False, False, True]


# --- sensitivity ----------------------------------------------------------------


def test_rankings_by_task_by_character_by_mention_and_by_annex_row(corpus):
    frame = theme_rankings(corpus.tasks, corpus.themes)
    west = frame.query("place_id == 'west'").pivot(
        index="theme_id", columns="measure", values=["value", "rank"]
    )
    assert west["value"].loc["meals"].to_dict() == {
        "tasks": pytest.approx(1 / 3),
        "characters": 0.5,
        "mentions": 10,
        "subtasks": pytest.approx(1 / 3),
    }
    # care, home and meals share ranks 1 to 3 by tasks; by characters meals leads.
    assert west["rank"]["tasks"].to_dict() == {"care": 2, "governance": 4, "home": 2, "meals": 2}
    assert west["rank"]["characters"].to_dict() == {
        "care": 2.5,
        "governance": 4,
        "home": 2.5,
        "meals": 1,
    }


def test_agreement_of_two_rankings_is_tau_b(corpus, cell):
    """East: care and home tie by tasks; by characters care (300) leads home (200)."""
    frame = ranking_agreement(corpus.tasks, corpus.themes)
    tied = cell(frame, place_id="east", measure_a="tasks", measure_b="characters")
    assert tied["themes"] == 2
    assert np.isnan(tied["tau"])
    agreed = cell(frame, place_id="east", measure_a="characters", measure_b="mentions")
    assert agreed["tau"] == 1
    # West by characters: meals 200, care and home 100 each; by mentions 4, 2, 1.
    # Of three pairs two agree and one ties on one side: 2 / sqrt(2 · 3).
    partly = cell(frame, place_id="west", measure_a="characters", measure_b="mentions")
    assert partly["tau"] == pytest.approx(2 / np.sqrt(6))
    assert partly["task_ids"] == ("w:001", "w:002", "w:003")


def test_a_place_without_an_annex_ranks_nothing_by_annex_rows(corpus):
    frame = theme_rankings(corpus.tasks, corpus.themes)
    east = frame.query("place_id == 'east' and measure == 'subtasks'")
    assert (east["n"] == 0).all()
    assert east[["value", "rank"]].isna().all(axis=None)
    agreement = ranking_agreement(corpus.tasks, corpus.themes)
    assert agreement.query("place_id == 'east' and measure_b == 'subtasks'")["tau"].isna().all()


# --- silence --------------------------------------------------------------------


def test_silence_names_who_does_speak(corpus, cell):
    frame = silent_themes(corpus.tasks, corpus.themes)
    silent = list(zip(frame["place_id"], frame["theme_id"], strict=True))
    assert silent == [
        ("east", "governance"),
        ("east", "meals"),
        ("void", "governance"),
        ("void", "home"),
        ("void", "meals"),
    ]
    home = cell(frame, place_id="void", theme_id="home")
    assert home["elsewhere"] == ("east", "west")
    assert home["elsewhere_task_ids"] == ("e:002", "e:004", "w:002", "w:005")
    assert home["task_ids"] == ()


def test_silence_of_few_units_says_little(corpus, cell):
    """Wilson's upper limit for 0 of n is z² / (n + z²)."""
    z2 = 1.959963984540054**2
    frame = silent_themes(corpus.tasks, corpus.themes, kinds=UNIT_KINDS)
    east = cell(frame, place_id="east", theme_id="meals")
    assert east["n"] == 5
    assert east["high"] == pytest.approx(z2 / (5 + z2))


def test_a_theme_that_nobody_acts_on_is_everybodys_silence(corpus):
    frame = silent_themes(corpus.tasks, corpus.themes, theme_ids=["tcm"])
    assert list(frame["place_id"]) == ["east", "west", "void"]
    assert set(frame["elsewhere"]) == {()}
