"""What is said of the five plans: each claim that once was wrong, with what holds instead."""

from __future__ import annotations

import inspect

import pandas as pd
import pytest

import policytasks as pt
from policytasks import compare
from policytasks.codebook import load_codebook
from policytasks.reference import load_hand_codes


@pytest.fixture(scope="module")
def plans() -> pt.Corpus:
    return pt.load()


@pytest.fixture(scope="module")
def coded(plans) -> pd.DataFrame:
    """Themes as coders have them, where they coded."""
    hand = load_hand_codes()
    return compare.with_hand_codes(plans.themes, hand.themes, hand.documents)


def test_1_no_two_profiles_are_further_apart_than_chance(plans, coded):
    frame = compare.profile_distance(plans.tasks, coded)
    assert len(frame) == 10
    assert (frame["p_holm"] > 0.05).all()
    assert not {"low", "high", "corrected"} & set(frame)


def test_2_targets_of_goals_and_annex_count_and_the_contrast_turns(plans):
    frame = compare.deadline_status(plans.tasks, plans.targets)
    open_ = frame.query("kind == 'quantity' and status == 'open'").set_index("document_id")
    tongchuan, jining = open_.loc["tongchuan-2020-34"], open_.loc["jining-2024-42"]
    assert tongchuan["n"] >= 40 and tongchuan["share"] < 0.2 < jining["share"]
    body = compare.deadline_status(plans.tasks, plans.targets, kinds=("task",))
    alone = body.query("kind == 'quantity' and status == 'open'").set_index("document_id")
    assert alone.loc["tongchuan-2020-34", "n"] < tongchuan["n"]


def test_3_first_themes_are_all_within_one_task_whatever_the_order_of_rows(plans, coded):
    frame = compare.leading_themes(plans.tasks, coded)
    assert frame.groupby("document_id").size().max() > 1
    assert (frame["behind"] <= 1).all()
    again = compare.leading_themes(plans.tasks, coded.iloc[::-1])
    pairs = [set(zip(f["document_id"], f["theme_id"], strict=True)) for f in (frame, again)]
    assert pairs[0] == pairs[1]


def test_4_a_plan_on_medical_integration_is_not_silent_on_what_lies_outside(plans, coded):
    frame = compare.theme_states(plans.tasks, coded, plans.documents, load_codebook().themes)
    city = frame[frame["document_id"] == "jilin-city-2017-48"].set_index("theme_id")["state"]
    assert "outside" in set(city)
    assert "nothing" not in set(city)
    assert set(frame["state"]) == {"acts", "names", "outside", "nothing"}


def test_5_three_groups_of_beds_and_a_count_against_a_share_do_not_compare(plans):
    indicators = load_codebook().indicators
    statements = compare.indicator_statements(
        plans.tasks,
        plans.targets,
        plans.documents,
        indicators,
        topics={i.id: i.topic for i in indicators if i.topic},
    )
    pairs = compare.indicator_pairs(statements)
    beds = pairs[pairs["indicator_id_a"] == "nursing_bed_share"]
    assert len(beds) == 3
    assert set(beds["verdict"]) == {"not comparable"}
    assert all("base" in grounds for grounds in beds["grounds"])
    measure = statements.drop_duplicates("indicator_id").set_index("indicator_id")["measure"]
    mixed = pairs["indicator_id_a"].map(measure) != pairs["indicator_id_b"].map(measure)
    assert mixed.any()
    assert set(pairs.loc[mixed, "verdict"]) == {"not comparable"}
    assert not pairs.duplicated(["topic", "a", "b"]).any()


def test_6_what_sets_a_plan_apart_is_held_against_the_largest_by_chance(plans, coded):
    frame = compare.distinctive_themes(plans.tasks, coded)
    alone = (frame["z"].abs() > 1.96).sum()
    assert (frame["p"] <= 0.05).sum() <= alone
    assert frame.loc[frame["z"].abs().idxmax(), "p"] == frame["p"].min()


def test_7_a_plan_that_assigns_by_department_has_its_duties(plans):
    forms = compare.assignment_forms(plans.tasks, plans.responsibilities).set_index("document_id")
    by_department = forms.loc["jilin-2022-1"]
    assert (by_department["form"], by_department["duties"]) == ("by department", 8)
    cards = compare.plan_cards(plans.documents, plans.tasks, plans.citations)
    assert cards.set_index("document_id").loc["jilin-2021-41", "annex"] == "missing"


def test_8_names_are_joined_across_the_reform(plans):
    """That work is not, 04_responsibility says; here stands what is joined."""
    frame = compare.crosswalk_effect(plans.tasks, plans.responsibilities)
    health = frame[frame["agency_id"] == "health"]["agency"]
    assert health.nunique() > 1


def test_9_counties_are_named_to_support(plans):
    frame = compare.counties_named(plans.tasks, plans.responsibilities, plans.documents)
    counts = frame.groupby("role")["count"].sum()
    assert counts["support"] > 10 * counts["lead"] > 0


def test_10_two_tasks_share_a_lead_with_a_range_and_no_interval(plans):
    frame = compare.shared_leads(plans.tasks, plans.responsibilities).dropna(subset="probability")
    assert (frame["lowest"] <= frame["probability"]).all()
    assert (frame["probability"] <= frame["highest"]).all()
    assert not {"low", "high"} & set(frame)


def test_11_a_direction_between_two_plans_seldom_holds_by_every_measure(plans, coded):
    frame = compare.theme_directions(plans.tasks, coded)
    acting = frame[(frame[["codes", "tasks", "characters", "mentions"]] != 0).any(axis=1)]
    assert 0.5 < acting["holds"].mean() < 0.95
    assert compare.theme_profile(plans.tasks, coded)["single"].any()


def test_12_hardly_a_pair_of_themes_travels_together_beyond_chance(plans, coded):
    frame = compare.theme_co_occurrence(plans.tasks, coded)
    assert len(frame) == 210
    assert (frame["p"] <= 0.05).sum() > (frame["p_holm"] <= 0.05).sum() <= 3


def test_13_ambition_is_a_step_within_a_plan_and_a_lead_is_held_against_its_base_rate(plans, coded):
    statements = compare.indicator_statements(
        plans.tasks, plans.targets, plans.documents, load_codebook().indicators
    )
    steps = compare.ambition_per_year(statements)
    for ids, document in zip(steps["task_ids"], steps["document_id"], strict=True):
        assert {id.split(":")[0] for id in ids} == {document}
    leads = compare.lead_themes(plans.tasks, coded, plans.responsibilities)
    assert (leads["deviation"] == leads["count"] - leads["expected"]).all()


def test_14_documents_are_compared_unless_places_are_asked_for(plans):
    for name in compare.__all__:
        parameters = inspect.signature(getattr(compare, name)).parameters if name.islower() else {}
        if "by" in parameters:
            assert parameters["by"].default == "document_id", name
    frame = compare.theme_shares(plans.tasks, plans.themes)
    assert frame["document_id"].nunique() == len(plans.documents)


def test_the_annex_keeps_what_the_body_states_and_moves_four_leads(plans):
    units = plans.tasks[plans.tasks["document_id"] == "tongchuan-2020-34"]
    body, annex = (units[units["kind"] == kind] for kind in ("task", "subtask"))
    pairs = compare.align_units(body, annex)
    changes = compare.target_changes(pairs, plans.targets, body["task_id"], annex["task_id"])
    counts = changes["change"].value_counts()
    aligned = len(changes) - counts.get("new", 0) - counts.get("dropped", 0)
    assert aligned >= 48 and len(changes) - aligned <= 4
    leads = compare.lead_changes(pairs, plans.responsibilities)
    assert leads.loc[leads["change"] == "moved", "task_id_a"].nunique() == 4
