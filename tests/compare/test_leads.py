"""Who leads what, with whom: worked by hand on the two small plans."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

from policytasks.compare import lead_support_edges, lead_themes, leading_agencies, shared_leads

BOTH = ("task", "subtask")


def test_which_agency_leads_which_theme(corpus):
    frame = lead_themes(corpus.tasks, corpus.themes, corpus.responsibilities)
    led = frame[["theme_id", "agency_id", "count", "n"]].to_numpy().tolist()
    assert led == [
        ["care", "civil_affairs", 1, 1],
        ["home", "natural_resources", 1, 1],
        ["meals", "civil_affairs", 1, 1],
    ]


def test_an_annex_row_is_led_by_its_own_lead(corpus):
    frame = lead_themes(corpus.tasks, corpus.themes, corpus.responsibilities, kinds=BOTH)
    meals = frame[frame["theme_id"] == "meals"].set_index("agency_id")
    assert meals["count"].to_dict() == {"civil_affairs": 1, "housing": 1}
    assert meals["n"].unique().tolist() == [2]
    assert meals.loc["housing", "task_ids"] == ("w:004",)


def test_the_network_of_lead_and_support(corpus):
    frame = lead_support_edges(corpus.tasks, corpus.responsibilities)
    edges = frame[["lead", "support", "count", "n"]].to_numpy().tolist()
    assert edges == [
        ["civil_affairs", "finance", 1, 2],
        ["civil_affairs", "local_government", 1, 2],
        ["civil_affairs", "某协会", 1, 2],
        ["natural_resources", "civil_affairs", 1, 1],
    ]


def test_an_edge_joins_those_that_one_statement_names(corpus):
    frame = lead_support_edges(corpus.tasks, corpus.responsibilities, kinds=BOTH)
    pairs = set(zip(frame["lead"], frame["support"], strict=True))
    assert ("housing", "finance") in pairs
    assert ("natural_resources", "finance") not in pairs


def test_a_theme_is_led_beyond_what_the_agency_leads_at_all(corpus, cell):
    """Civil affairs leads two of west's three tasks: of one task on a theme 2/3 are expected."""
    frame = lead_themes(corpus.tasks, corpus.themes, corpus.responsibilities)
    care = cell(frame, theme_id="care", agency_id="civil_affairs")
    assert (care["led"], care["expected"]) == (2, pytest.approx(2 / 3))
    assert care["deviation"] == pytest.approx(1 / 3)
    # One of three tasks is on care; it is one of the two led with 2/3, else with 1/3.
    assert care["p"] == 1
    home = cell(frame, theme_id="home", agency_id="natural_resources")
    assert home["p"] == pytest.approx(1 / 3)
    assert home["p_holm"] == pytest.approx(1)


def test_leads_that_have_nothing_to_do_with_themes_show_it_no_more_often_than_stated(make_tasks):
    """After Holm at most 5 % of plans show any pair (60 plans: at most 9, 99.9 %)."""
    random = np.random.default_rng(23)
    tasks = make_tasks([(f"e:{n}", "task", None, 10) for n in range(29)])
    false = 0
    for _ in range(60):
        acts = random.random((29, 6)) < np.array([0.5, 0.3, 0.2, 0.1, 0.07, 0.04])
        themes = pd.DataFrame(
            [(f"e:{n}", f"theme{theme}", 1) for n, theme in zip(*np.nonzero(acts), strict=True)],
            columns=["task_id", "theme_id", "mentions"],
        )
        leads = random.choice(list("abcde"), 29, p=[0.5, 0.2, 0.15, 0.1, 0.05])
        named = pd.DataFrame({"task_id": tasks["task_id"], "agency_id": leads, "agency": leads})
        frame = lead_themes(tasks, themes, named.assign(role="lead", level="province"))
        false += frame["p_holm"].min() <= 0.05
    assert false <= binom.ppf(0.999, 60, 0.05)


def test_all_pairs_are_tested_at_once_also_those_that_do_not_meet(corpus, cell):
    """West has two leads and three themes: six pairs, of which three meet."""
    frame = lead_themes(corpus.tasks, corpus.themes, corpus.responsibilities)
    assert len(frame) == 3
    home = cell(frame, theme_id="home", agency_id="natural_resources")
    assert home["p_holm"] == pytest.approx(min(6 * home["p"], 1))


def test_all_agencies_within_one_task_of_the_first_to_lead(corpus):
    """West: civil affairs leads two tasks, natural resources one; east names no lead."""
    frame = leading_agencies(corpus.tasks, corpus.responsibilities)
    assert set(frame["document_id"]) == {"w"}
    assert frame[["agency_id", "count", "behind"]].values.tolist() == [
        ["civil_affairs", 2, 0],
        ["natural_resources", 1, 1],
    ]


def test_two_tasks_share_a_lead_counted_by_hand(corpus, cell):
    """Of west's three leads two are civil affairs: one of three pairs. Without either of
    these none of the rest share, without the third both do."""
    west = cell(shared_leads(corpus.tasks, corpus.responsibilities), document_id="w")
    assert west[["n", "agencies"]].tolist() == [3, 2]
    assert west["probability"] == pytest.approx(1 / 3)
    assert west[["lowest", "highest"]].tolist() == [0, 1]
    east = cell(shared_leads(corpus.tasks, corpus.responsibilities), document_id="e")
    assert east["n"] == 0
    assert east[["probability", "lowest", "highest"]].isna().all()


def test_the_probability_is_that_of_two_draws(make_tasks):
    """Simpson's unbiased index: 4 and 3 of 7 leads give (4 * 3 + 3 * 2) / (7 * 6)."""
    tasks = make_tasks([(f"e:{n}", "task", None, 10) for n in range(7)])
    named = pd.DataFrame({"task_id": [f"e:{n}" for n in range(7)], "agency_id": list("aaaabbb")})
    named = named.assign(agency=named["agency_id"], role="lead", level="province")
    assert shared_leads(tasks, named)["probability"][0] == pytest.approx(18 / 42)


def test_the_index_is_unbiased_for_two_draws_from_one_pool(make_tasks):
    """Over many small plans of one pool the mean is the pool's own probability."""
    random = np.random.default_rng(11)
    tasks = make_tasks([(f"e:{n}", "task", None, 10) for n in range(6)])
    chances = np.array([0.6, 0.3, 0.1])
    found = []
    for _ in range(60):
        leads = random.choice(list("abc"), size=6, p=chances)
        named = pd.DataFrame({"task_id": tasks["task_id"], "agency_id": leads, "agency": leads})
        frame = shared_leads(tasks, named.assign(role="lead", level="province"))
        found.append(frame["probability"][0])
    assert np.mean(found) == pytest.approx((chances**2).sum(), abs=0.07)
