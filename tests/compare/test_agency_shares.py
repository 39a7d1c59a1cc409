"""Responsibilities: worked by hand on the two small plans."""

from __future__ import annotations

import numpy as np
import pytest

from policytasks.compare import (
    agencies_per_task,
    agency_shares,
    crosswalk_effect,
    handed_down_themes,
    lead_concentration,
    lead_support_edges,
    lead_themes,
    level_shares,
    solo_and_shared,
    tasks_without_lead,
)
from policytasks.errors import PolicyTasksError

BOTH = ("task", "subtask")


# --- functions and names --------------------------------------------------------


def test_shares_led_supported_and_answered_for(corpus, cell):
    frame = agency_shares(corpus.tasks, corpus.responsibilities)
    lead = cell(frame, place_id="west", agency_id="civil_affairs", role="lead")
    assert lead[["count", "n"]].tolist() == [2, 3]
    assert lead["task_ids"] == ("w:001", "w:003")
    answered = cell(frame, place_id="east", agency_id="civil_affairs", role="responsible")
    assert answered[["count", "n", "share"]].tolist() == [2, 4, 0.5]
    assert cell(frame, place_id="east", agency_id="finance", role="lead")["count"] == 0


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
    assert cell(frame, place_id="west", agency_id="某协会", role="support")["count"] == 1


def test_the_same_table_by_names_as_written(corpus, cell):
    frame = agency_shares(corpus.tasks, corpus.responsibilities, key="agency")
    assert "agency_id" not in frame
    assert cell(frame, place_id="west", agency="民政部门", role="support")["count"] == 1
    assert cell(frame, place_id="west", agency="市民政局", role="support")["count"] == 1


def test_what_the_crosswalk_joins(corpus, cell):
    frame = crosswalk_effect(corpus.tasks, corpus.responsibilities)
    bureau = cell(frame, place_id="west", role="support", agency="市民政局")
    assert bureau[["count", "function_count", "n", "names"]].tolist() == [1, 2, 3, 3]
    assert bureau["task_ids"] == ("w:002",)
    assert cell(frame, place_id="west", agency="市国土局")["names"] == 1


# --- concentration --------------------------------------------------------------


def test_concentration_counted_by_hand(corpus, cell):
    """Civil affairs leads two of west's three tasks: (2/3)² + (1/3)² = 5/9.

    Of 27 resamples 9 have one leader alone, index 1; the others have 5/9. The log of
    5/9 reflected at itself and at 1 gives the limits (5/9)² and 5/9.
    """
    west = cell(lead_concentration(corpus.tasks, corpus.responsibilities), place_id="west")
    assert west[["n", "agencies"]].tolist() == [3, 2]
    index = west[["herfindahl", "low", "high"]].tolist()
    assert index == pytest.approx([5 / 9, 25 / 81, 5 / 9])
    effective = west[["effective", "effective_low", "effective_high"]].tolist()
    assert effective == pytest.approx([9 / 5, 9 / 5, 81 / 25])
    assert west["task_ids"] == ("w:001", "w:002", "w:003")


def test_several_leads_share_their_unit(corpus, cell):
    """Folded, w:002 has three leads of a third each: civil affairs 2/3, three with 1/9."""
    frame = lead_concentration(corpus.tasks, corpus.responsibilities, kinds=BOTH)
    west = cell(frame, place_id="west")
    assert west[["n", "agencies"]].tolist() == [3, 4]
    assert west["herfindahl"] == pytest.approx(4 / 9 + 3 / 81)


def test_without_a_lead_there_is_no_concentration(corpus, cell):
    east = cell(lead_concentration(corpus.tasks, corpus.responsibilities), place_id="east")
    assert east["n"] == 0
    assert east[["herfindahl", "low", "effective"]].isna().all()


def test_answering_can_count_as_leading(corpus, cell):
    frame = lead_concentration(corpus.tasks, corpus.responsibilities, roles=("lead", "responsible"))
    # e:002 is half civil affairs, half finance; e:003 civil affairs alone.
    assert cell(frame, place_id="east")["herfindahl"] == pytest.approx(9 / 16 + 1 / 16)


def test_one_leader_of_all_has_no_interval(corpus, cell):
    alone = corpus.responsibilities.query("agency_id == 'civil_affairs'")
    west = cell(lead_concentration(corpus.tasks, alone), place_id="west")
    assert west[["herfindahl", "effective"]].tolist() == [1, 1]
    assert west[["low", "high", "effective_low", "effective_high"]].isna().all()


# --- how many share a task ------------------------------------------------------


def test_agencies_a_task(corpus, cell):
    frame = agencies_per_task(corpus.tasks, corpus.responsibilities)
    east, west = cell(frame, place_id="east"), cell(frame, place_id="west")
    assert east[["n", "mean", "median", "most"]].tolist() == [4, 0.75, 0.5, 2]
    # w:003 names civil affairs under two names, and one agency besides.
    assert west[["n", "median", "most"]].tolist() == [3, 2, 3]
    assert west["mean"] == pytest.approx(7 / 3)
    assert 0 <= east["low"] < 0.75 < east["high"] <= 2
    assert east["task_ids"] == ("e:002", "e:003")


def test_names_as_written_are_more_than_functions(corpus, cell):
    frame = agencies_per_task(corpus.tasks, corpus.responsibilities, key="agency")
    assert cell(frame, place_id="west")["mean"] == pytest.approx(8 / 3)


def test_solo_shared_and_nobody(corpus):
    frame = solo_and_shared(corpus.tasks, corpus.responsibilities)
    east = frame.query("place_id == 'east'").set_index("sharing")
    assert east["count"].to_dict() == {"nobody": 2, "solo": 1, "shared": 1}
    assert east.loc["nobody", "task_ids"] == ("e:004", "e:005")
    west = frame.query("place_id == 'west'").set_index("sharing")
    assert west["count"].to_dict() == {"nobody": 0, "solo": 0, "shared": 3}


def test_sharing_parts_add_up_to_all_units(corpus):
    frame = solo_and_shared(corpus.tasks, corpus.responsibilities, kinds=BOTH)
    sums = frame.groupby("place_id").agg({"count": "sum", "n": "first"})
    assert (sums["count"] == sums["n"]).all()


def test_tasks_without_a_lead(corpus, cell):
    frame = tasks_without_lead(corpus.tasks, corpus.responsibilities)
    assert cell(frame, place_id="east", gap="no_lead")["share"] == 1
    nobody = cell(frame, place_id="east", gap="nobody")
    assert (nobody["count"], nobody["task_ids"]) == (2, ("e:004", "e:005"))
    assert cell(frame, place_id="west", gap="no_lead")["count"] == 0


def test_a_lead_in_the_annex_is_a_lead_of_the_body_task(corpus, cell):
    without_body = corpus.responsibilities.query("task_id != 'w:002'")
    alone = tasks_without_lead(corpus.tasks, without_body)
    assert cell(alone, place_id="west", gap="nobody")["task_ids"] == ("w:002",)
    folded = tasks_without_lead(corpus.tasks, without_body, kinds=BOTH)
    assert cell(folded, place_id="west", gap="nobody")["task_ids"] == ("w:007",)


# --- who leads what, with whom --------------------------------------------------


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


# --- levels ---------------------------------------------------------------------


def test_levels_named(corpus, cell):
    frame = level_shares(corpus.tasks, corpus.responsibilities)
    county = cell(frame, place_id="west", level="county", role="any")
    assert (county["count"], county["task_ids"]) == (1, ("w:001",))
    assert cell(frame, place_id="west", level="county", role="lead")["count"] == 0
    assert cell(frame, place_id="east", level="province", role="any")["count"] == 2


def test_what_is_handed_down_to_counties(corpus, cell):
    frame = handed_down_themes(corpus.tasks, corpus.themes, corpus.responsibilities)
    assert cell(frame, place_id="west", theme_id="care")[["count", "n"]].tolist() == [1, 1]
    assert cell(frame, place_id="west", theme_id="home")[["count", "n"]].tolist() == [0, 1]
    only_lead = handed_down_themes(
        corpus.tasks, corpus.themes, corpus.responsibilities, kinds=BOTH, roles=("lead",)
    )
    assert cell(only_lead, place_id="west", theme_id="home")["task_ids"] == ("w:005",)
    assert cell(only_lead, place_id="west", theme_id="care")["count"] == 0


@pytest.mark.parametrize("argument", [{"key": "name"}, {"roles": ("leader",)}, {"roles": "lead"}])
def test_an_unknown_key_or_role_is_refused(corpus, argument):
    with pytest.raises(PolicyTasksError) as caught:
        lead_concentration(corpus.tasks, corpus.responsibilities, **argument)
    assert caught.value.where == next(iter(argument))


def test_nobody_named_anywhere_is_an_answer(corpus):
    nobody = corpus.responsibilities.iloc[:0]
    assert agency_shares(corpus.tasks, nobody).empty
    assert lead_support_edges(corpus.tasks, nobody).empty
    assert agencies_per_task(corpus.tasks, nobody)["mean"].tolist()[:2] == [0, 0]
    assert np.isnan(agencies_per_task(corpus.tasks, nobody)["low"]).all()
    assert tasks_without_lead(corpus.tasks, nobody)["share"].dropna().eq(1).all()
