"""Responsibilities: worked by hand on the two small plans."""

from __future__ import annotations

import numpy as np
import pytest

from policytasks.compare import (
    agencies_per_task,
    agency_shares,
    assignment_forms,
    counties_named,
    crosswalk_effect,
    lead_support_edges,
    shared_leads,
    solo_and_shared,
    tasks_without_lead,
)
from policytasks.errors import PolicyTasksError

BOTH = ("task", "subtask")


# --- functions and names --------------------------------------------------------


def test_shares_led_supported_and_answered_for(corpus, cell):
    frame = agency_shares(corpus.tasks, corpus.responsibilities)
    lead = cell(frame, document_id="w", agency_id="civil_affairs", role="lead")
    assert lead[["count", "n"]].tolist() == [2, 3]
    assert lead["task_ids"] == ("w:001", "w:003")
    answered = cell(frame, document_id="e", agency_id="civil_affairs", role="responsible")
    assert answered[["count", "n", "share"]].tolist() == [2, 4, 0.5]
    assert cell(frame, document_id="e", agency_id="finance", role="lead")["count"] == 0


def test_agencies_come_by_how_many_units_name_them(corpus):
    frame = agency_shares(corpus.tasks, corpus.responsibilities)
    assert list(frame["agency_id"].unique()) == [
        "civil_affairs",
        "finance",
        "local_government",
        "natural_resources",
        "某协会",
    ]


def test_an_agency_without_a_function_keeps_its_name(corpus, cell):
    frame = agency_shares(corpus.tasks, corpus.responsibilities)
    assert cell(frame, document_id="w", agency_id="某协会", role="support")["count"] == 1


def test_the_same_table_by_names_as_written(corpus, cell):
    frame = agency_shares(corpus.tasks, corpus.responsibilities, key="agency")
    assert "agency_id" not in frame
    assert cell(frame, document_id="w", agency="民政部门", role="support")["count"] == 1
    assert cell(frame, document_id="w", agency="市民政局", role="support")["count"] == 1


def test_what_the_crosswalk_joins(corpus, cell):
    frame = crosswalk_effect(corpus.tasks, corpus.responsibilities)
    bureau = cell(frame, document_id="w", role="support", agency="市民政局")
    assert bureau[["count", "function_count", "n", "names"]].tolist() == [1, 2, 3, 3]
    assert bureau["task_ids"] == ("w:002",)
    assert cell(frame, document_id="w", agency="市国土局")["names"] == 1


# --- how many share a task ------------------------------------------------------


def test_agencies_a_task(corpus, cell):
    frame = agencies_per_task(corpus.tasks, corpus.responsibilities)
    east, west = cell(frame, document_id="e"), cell(frame, document_id="w")
    assert east[["n", "mean", "median", "most"]].tolist() == [4, 0.75, 0.5, 2]
    # w:003 names civil affairs under two names, and one agency besides.
    assert west[["n", "median", "most"]].tolist() == [3, 2, 3]
    assert west["mean"] == pytest.approx(7 / 3)
    # Of 2, 1, 0, 0 the deviation is .957; Student's t of 3 degrees is 3.182.
    assert east[["low", "high"]].tolist() == pytest.approx([-0.773, 2.273], abs=1e-3)
    assert east["task_ids"] == ("e:002", "e:003")


def test_names_as_written_are_more_than_functions(corpus, cell):
    frame = agencies_per_task(corpus.tasks, corpus.responsibilities, key="agency")
    assert cell(frame, document_id="w")["mean"] == pytest.approx(8 / 3)


def test_solo_shared_and_nobody(corpus):
    frame = solo_and_shared(corpus.tasks, corpus.responsibilities)
    east = frame.query("document_id == 'e'").set_index("sharing")
    assert east["count"].to_dict() == {"nobody": 2, "solo": 1, "shared": 1}
    assert east.loc["nobody", "task_ids"] == ("e:004", "e:005")
    west = frame.query("document_id == 'w'").set_index("sharing")
    assert west["count"].to_dict() == {"nobody": 0, "solo": 0, "shared": 3}


def test_sharing_parts_add_up_to_all_units(corpus):
    frame = solo_and_shared(corpus.tasks, corpus.responsibilities, kinds=BOTH)
    sums = frame.groupby("document_id").agg({"count": "sum", "n": "first"})
    assert (sums["count"] == sums["n"]).all()


def test_tasks_without_a_lead(corpus, cell):
    frame = tasks_without_lead(corpus.tasks, corpus.responsibilities)
    assert cell(frame, document_id="e", gap="no_lead")["share"] == 1
    nobody = cell(frame, document_id="e", gap="nobody")
    assert (nobody["count"], nobody["task_ids"]) == (2, ("e:004", "e:005"))
    assert cell(frame, document_id="w", gap="no_lead")["count"] == 0


def test_a_lead_in_the_annex_is_a_lead_of_the_body_task(corpus, cell):
    without_body = corpus.responsibilities.query("task_id != 'w:002'")
    alone = tasks_without_lead(corpus.tasks, without_body)
    assert cell(alone, document_id="w", gap="nobody")["task_ids"] == ("w:002",)
    folded = tasks_without_lead(corpus.tasks, without_body, kinds=BOTH)
    assert cell(folded, document_id="w", gap="nobody")["task_ids"] == ("w:007",)


# --- levels ---------------------------------------------------------------------


def test_counties_are_named_by_role_and_only_from_above(corpus, cell):
    levels = corpus.documents.set_index("document_id")["level"].to_dict()
    documents = corpus.documents
    frame = counties_named(corpus.tasks, corpus.responsibilities, documents)
    support = cell(frame, document_id="w", role="support")
    assert (support["count"], support["n"], support["task_ids"]) == (1, 3, ("w:001",))
    assert cell(frame, document_id="w", role="lead")["count"] == 0
    assert levels["w"] == "prefecture"
    county = documents.assign(level="county")
    assert counties_named(corpus.tasks, corpus.responsibilities, county).empty
    central = corpus.responsibilities.assign(level="central")
    assert not counties_named(corpus.tasks, central, documents)["count"].any()


def test_duties_are_responsibility_too(corpus, cell):
    """The third plan has no task: it names its department in a duty."""
    frame = assignment_forms(corpus.tasks, corpus.responsibilities).set_index("document_id")
    assert frame["form"].to_dict() == {"e": "by task", "w": "by task", "v": "by department"}
    assert frame.loc["e", ["tasks", "naming", "led"]].tolist() == [4, 2, 0]
    assert frame.loc["v", ["tasks", "duties", "departments"]].tolist() == [0, 1, 1]
    nobody = assignment_forms(corpus.tasks, corpus.responsibilities.iloc[:0])
    assert set(nobody["form"]) == {"none"}


@pytest.mark.parametrize("argument", [{"key": "name"}, {"roles": ("leader",)}, {"roles": "lead"}])
def test_an_unknown_key_or_role_is_refused(corpus, argument):
    with pytest.raises(PolicyTasksError) as caught:
        shared_leads(corpus.tasks, corpus.responsibilities, **argument)
    assert caught.value.where == next(iter(argument))


def test_nobody_named_anywhere_is_an_answer(corpus):
    nobody = corpus.responsibilities.iloc[:0]
    assert agency_shares(corpus.tasks, nobody).empty
    assert lead_support_edges(corpus.tasks, nobody).empty
    assert agencies_per_task(corpus.tasks, nobody)["mean"].tolist()[:2] == [0, 0]
    assert np.isnan(agencies_per_task(corpus.tasks, nobody)["low"]).all()
    assert tasks_without_lead(corpus.tasks, nobody)["share"].dropna().eq(1).all()
