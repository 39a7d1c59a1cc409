"""A part of the corpus: what is asked for stays, and nothing else."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import policytasks as pt
from policytasks.errors import PolicyTasksError
from policytasks.selection import as_day

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def corpus() -> pt.Corpus:
    return pt.load(ROOT / "data" / "tables")


def places(corpus: pt.Corpus) -> set[str]:
    return set(corpus.documents["place_id"])


def test_places_are_chosen_by_id_and_by_either_name(corpus):
    row = corpus.documents.iloc[0]
    chosen = [corpus.select(places=row[name]) for name in ("place_id", "place_zh", "place_en")]
    assert [places(part) for part in chosen] == [{row["place_id"]}] * 3


def test_every_table_keeps_only_the_chosen_documents(corpus):
    document = corpus.documents["document_id"].iloc[-1]
    part = corpus.select(documents=[document])
    for table in ("documents", "tasks", "themes", "targets", "responsibilities", "citations"):
        frame, whole = getattr(part, table), getattr(corpus, table)
        assert list(frame.columns) == list(whole.columns)
        assert len(frame) == (whole["document_id"] == document).sum()
    assert part.source(document) == corpus.source(document)


def test_dates_bound_when_documents_were_issued(corpus):
    issued = corpus.documents["issued"].sort_values()
    middle = issued.iloc[len(issued) // 2]
    later, earlier = corpus.select(since=middle.date()), corpus.select(until=middle.date())
    assert later.documents["issued"].min() == middle == earlier.documents["issued"].max()
    assert corpus.select(since=str(middle.year)).documents["issued"].min().year >= middle.year


def test_a_year_is_its_first_or_its_last_day():
    assert as_day("2021") == pd.Timestamp(2021, 1, 1)
    assert as_day("2020-02", last=True) == pd.Timestamp(2020, 2, 29)
    assert as_day(date(2021, 5, 3)) == pd.Timestamp(2021, 5, 3)


@pytest.mark.parametrize("text", ["last year", "2021-13", "2021-02-30", "21"])
def test_what_is_no_date_is_refused(corpus, text):
    with pytest.raises(PolicyTasksError, match="is no date"):
        corpus.select(since=text)


def test_units_on_a_theme_stay_with_their_annex_rows(corpus):
    part = corpus.select(themes="rural_care")
    assert set(part.themes["theme_id"]) == {"rural_care"}
    acting = set(part.themes["task_id"])
    for _, own in part.tasks.groupby(part.tasks["parent_id"].fillna(part.tasks["task_id"])):
        assert acting & set(own["task_id"])
    assert set(part.targets["task_id"]) <= set(part.tasks["task_id"])
    assert set(part.tasks["document_id"]) == set(part.documents["document_id"])
    assert len(part.before_themes.documents) == len(corpus.documents)
    assert part.chosen_themes == ("rural_care",)


@pytest.mark.parametrize(
    ("conditions", "near"),
    [
        ({"places": "jinning"}, "jining"),
        ({"documents": "jining-2024"}, "jining-2024-42"),
        ({"themes": "rural"}, "rural_care"),
        ({"levels": "provinces"}, "province"),
    ],
)
def test_an_unknown_name_is_refused_with_the_near_ones(corpus, conditions, near):
    with pytest.raises(PolicyTasksError, match=rf"there is no .* \(did you mean .*{near}"):
        corpus.select(**conditions)


def test_a_selection_of_nothing_says_what_each_condition_leaves(corpus):
    with pytest.raises(PolicyTasksError, match=r"no document is left .* since 2090: 0"):
        corpus.select(places="jining", since="2090")


def test_a_theme_on_which_nothing_acts_is_said(corpus):
    silent = corpus.select(documents="jilin-2021-41")
    with pytest.raises(PolicyTasksError, match="no unit of 1 documents acts on meals"):
        silent.select(themes="meals")
