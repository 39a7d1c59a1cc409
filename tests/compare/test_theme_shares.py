"""Themes: worked by hand, or against a formula written out."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from policytasks.compare import theme_mentions, theme_shares

BOTH = ("task", "subtask")


# --- shares ---------------------------------------------------------------------


def test_share_of_tasks_that_act_on_a_theme(corpus, cell):
    frame = theme_shares(corpus.tasks, corpus.themes)
    counts = frame.pivot(index="document_id", columns="theme_id", values="count")
    assert counts.loc["e"].to_dict() == {"care": 2, "governance": 0, "home": 2, "meals": 0}
    assert counts.loc["w"].to_dict() == {"care": 1, "governance": 0, "home": 1, "meals": 1}
    care = cell(frame, document_id="e", theme_id="care")
    assert (care["n"], care["share"], care["task_ids"]) == (4, 0.5, ("e:002", "e:003"))
    # Wilson for 2 of 4: centre 1/2, half-width z / (1 + z²/4) · sqrt(1/16 + z²/64).
    z2 = 1.959963984540054**2
    reach = np.sqrt(z2) / (1 + z2 / 4) * np.sqrt(1 / 16 + z2 / 64)
    assert (care["low"], care["high"]) == pytest.approx((0.5 - reach, 0.5 + reach))


def test_a_place_without_tasks_shows_with_nothing_to_divide_by(corpus):
    void = theme_shares(corpus.tasks, corpus.themes).query("document_id == 'v'")
    assert len(void) == 4
    assert (void["n"] == 0).all()
    assert void[["share", "low", "high"]].isna().all(axis=None)


def test_an_annex_row_adds_its_theme_to_the_body_task_and_no_unit(corpus, cell):
    frame = theme_shares(corpus.tasks, corpus.themes, kinds=BOTH)
    meals = cell(frame, document_id="w", theme_id="meals")
    assert (meals["count"], meals["n"], meals["task_ids"]) == (2, 4, ("w:003", "w:004"))
    home = cell(frame, document_id="w", theme_id="home")
    assert (home["count"], home["task_ids"]) == (1, ("w:002", "w:005"))


def test_annex_rows_on_their_own_count_singly(corpus, cell):
    frame = theme_shares(corpus.tasks, corpus.themes, kinds=("subtask",))
    assert cell(frame, document_id="w", theme_id="home")[["count", "n"]].tolist() == [1, 3]


def test_shares_by_document_keep_the_reading_order(corpus):
    frame = theme_shares(corpus.tasks, corpus.themes, by="document_id")
    assert list(frame["document_id"].unique()) == ["e", "w", "v"]


def test_themes_asked_for_show_in_that_order_even_if_nobody_acts(corpus, cell):
    frame = theme_shares(corpus.tasks, corpus.themes, theme_ids=["tcm", "home"])
    assert list(frame["theme_id"]) == ["tcm", "home"] * 3
    assert cell(frame, document_id="e", theme_id="tcm")["count"] == 0


# --- mentions -------------------------------------------------------------------


def test_mentions_in_a_thousand_characters(corpus, cell):
    frame = theme_mentions(corpus.tasks, corpus.themes)
    care = cell(frame, document_id="e", theme_id="care")
    assert care[["mentions", "characters", "per_1000"]].tolist() == [4, 500, 8]
    meals = cell(frame, document_id="w", theme_id="meals")
    assert meals[["mentions", "characters", "per_1000"]].tolist() == [4, 400, 10]
    assert meals["task_ids"] == ("w:003",)


def test_no_mention_is_none_and_no_text_is_missing(corpus, cell):
    frame = theme_mentions(corpus.tasks, corpus.themes)
    assert cell(frame, document_id="e", theme_id="meals")["per_1000"] == 0
    assert pd.isna(cell(frame, document_id="v", theme_id="care")["per_1000"])


def test_text_that_an_annex_row_restates_is_not_measured_again(corpus, cell):
    frame = theme_mentions(corpus.tasks, corpus.themes, kinds=BOTH)
    meals = cell(frame, document_id="w", theme_id="meals")
    assert meals[["mentions", "characters"]].tolist() == [4, 500]
    assert meals["task_ids"] == ("w:003",)
