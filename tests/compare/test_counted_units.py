"""Which units count, and once each."""

from __future__ import annotations

import pandas as pd
import pytest

from policytasks.compare.counted_units import UNIT_KINDS, counted_units
from policytasks.errors import PolicyTasksError


def test_tasks_alone_count_by_default(corpus):
    units = counted_units(corpus.tasks)
    assert units.sizes == {"e": 4, "w": 3, "v": 0}


@pytest.mark.parametrize(
    ("kinds", "sizes"),
    [
        (("subtask",), {"e": 0, "w": 3, "v": 0}),
        (("task", "subtask"), {"e": 4, "w": 4, "v": 0}),
        (("duty", "safeguard"), {"e": 0, "w": 1, "v": 1}),
        (UNIT_KINDS, {"e": 5, "w": 5, "v": 1}),
        ((), {"e": 0, "w": 0, "v": 0}),
    ],
)
def test_an_annex_row_never_counts_beside_its_body_task(corpus, kinds, sizes):
    assert counted_units(corpus.tasks, kinds=kinds).sizes == sizes


def test_annex_rows_fold_into_the_body_task_that_counts(corpus):
    units = counted_units(corpus.tasks, kinds=("task", "subtask")).members
    unit_of = dict(zip(units["task_id"], units["unit_id"], strict=True))
    assert unit_of["w:004"] == unit_of["w:005"] == "w:002"
    assert unit_of["w:007"] == "w:007"


def test_white_space_is_no_character(corpus):
    units = counted_units(corpus.tasks).members.set_index("task_id")
    assert units["characters"].to_dict() == {
        **{"e:002": 100, "e:003": 200, "e:004": 100, "e:005": 100},
        **{"w:001": 100, "w:002": 100, "w:003": 200},
    }


def test_a_document_of_no_known_place_is_a_place_of_its_own(corpus):
    corpus.tasks["place_id"] = corpus.tasks["place_id"].replace("west", None)
    assert counted_units(corpus.tasks, by="place_id").sizes == {"east": 4, "w": 3, "void": 0}


@pytest.mark.parametrize("argument", [{"by": "level"}, {"kinds": ("tasks",)}, {"kinds": "task"}])
def test_a_grouping_or_kind_that_does_not_exist_is_refused(corpus, argument):
    with pytest.raises(PolicyTasksError) as caught:
        counted_units(corpus.tasks, **argument)
    assert caught.value.where == next(iter(argument))
    assert caught.value.remedy


def test_unused_categories_make_no_group(corpus):
    for column in ("document_id", "document_id", "kind", "task_id", "parent_id"):
        categories = pd.CategoricalDtype([*corpus.tasks[column].dropna().unique(), "unused"])
        corpus.tasks[column] = corpus.tasks[column].astype(categories)
    assert counted_units(corpus.tasks).sizes == {"e": 4, "w": 3, "v": 0}
