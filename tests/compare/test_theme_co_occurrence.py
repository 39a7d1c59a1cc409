"""Themes that travel together: worked by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import fisher_exact

from policytasks.compare import theme_co_occurrence

BOTH = ("task", "subtask")


def test_themes_that_travel_together(corpus, cell):
    """Of seven tasks three act on care, three on home, one (e:002) on both."""
    pair = cell(theme_co_occurrence(corpus.tasks, corpus.themes), theme_a="care", theme_b="home")
    assert pair[["count", "n", "count_a", "count_b", "units"]].tolist() == [1, 5, 3, 3, 7]
    assert pair["share"] == 1 / 5
    # East 2 of 4 and 2 of 4, west 1 of 3 and 1 of 3.
    assert pair["expected"] == pytest.approx(2 * 2 / 4 + 1 * 1 / 3)
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


def test_one_document_alone_is_fishers_test(corpus):
    tasks = corpus.tasks[corpus.tasks["document_id"] == "e"]
    pair = theme_co_occurrence(tasks, corpus.themes, theme_ids=["care", "home"]).iloc[0]
    assert pair["p"] == pytest.approx(fisher_exact([[1, 1], [1, 1]]).pvalue)


def test_what_only_two_documents_make_is_no_company(make_tasks):
    """Both themes fill one document and are absent in the other: within either, no more
    together than they must be."""
    tasks = make_tasks([(f"{d}:{n}", "task", None, 10) for d in "ew" for n in range(10)])
    codes = [(f"e:{n}", theme, 1) for n in range(10) for theme in "pq"]
    themes = pd.DataFrame(codes, columns=["task_id", "theme_id", "mentions"])
    pair = theme_co_occurrence(tasks, themes).iloc[0]
    assert (pair["count"], pair["expected"]) == (10, 10)
    assert pair["p"] == pytest.approx(1)


def test_draws_without_company_show_it_no_more_often_than_stated(make_tasks):
    """After Holm at most 5 % of corpora show any pair (40 corpora: at most 7, 99.9 %)."""
    random = np.random.default_rng(3)
    tasks = make_tasks([(f"{d}:{n}", "task", None, 10) for d in "ew" for n in range(15)])
    false = 0
    for _ in range(40):
        acts = random.random((len(tasks), 5)) < 0.35
        rows = [
            (tasks["task_id"][at], f"theme{theme}", 1)
            for at, theme in zip(*np.nonzero(acts), strict=True)
        ]
        themes = pd.DataFrame(rows, columns=["task_id", "theme_id", "mentions"])
        false += theme_co_occurrence(tasks, themes)["p_holm"].min() <= 0.05
    assert false <= 7
