"""Comparable indicators: statements, verdicts, ambition."""

from __future__ import annotations

from itertools import combinations

import pandas as pd
import pytest

from policytasks.compare import (
    VERDICTS,
    ambition_per_year,
    indicator_pairs,
    indicator_statements,
    side_by_side,
)
from policytasks.errors import PolicyTasksError

# What a target is unless a test says otherwise.
TARGET = {
    "kind": "quantity",
    "indicator_id": "bed_share",
    "comparator": ">=",
    "value": 50,
    "unit": "%",
    "scope": "whole",
    "every": None,
    "deadline": "2025-12-31",
    "quote": "不低于50%",
}


@pytest.fixture
def state(corpus, make_tasks, make_targets, make_documents):
    """Return what two places state: each a list of what differs from ``TARGET``."""

    def statements(east, west, *, levels=("prefecture", "prefecture"), **arguments):
        stated = {"e:1": east, "w:1": west}
        changed = [TARGET | change for changes in stated.values() for change in changes]
        ids = [f"{id}:t{n}" for id, all in stated.items() for n in range(1, len(all) + 1)]
        rows = [
            (id, *(target[key] for key in TARGET)) for id, target in zip(ids, changed, strict=True)
        ]
        targets = make_targets(rows).assign(
            base=[target.get("base") for target in changed],
            mode=[target.get("mode") for target in changed],
        )
        documents = zip("ew", levels, ["2021-11-25", "2020-11-11"], strict=True)
        tasks = make_tasks([(task_id, "task", None, 20) for task_id in stated])
        return indicator_statements(
            tasks, targets, make_documents(documents), corpus.indicators, **arguments
        )

    return statements


# --- statements -----------------------------------------------------------------


def test_a_restated_value_is_one_statement_that_the_annex_dates(corpus):
    frame = indicator_statements(corpus.tasks, corpus.targets, corpus.documents, corpus.indicators)
    west = frame[frame["document_id"] == "w"]
    assert len(west) == 1
    assert west.iloc[0]["deadline"] == pd.Timestamp("2021-12-31")
    assert west.iloc[0]["target_ids"] == ("w:002:t1", "w:004:t1")
    assert west.iloc[0]["task_ids"] == ("w:002", "w:004")
    assert west.iloc[0]["quote"] == "占比90%以上"


def test_statements_carry_what_the_codebook_says(state):
    row = state([{}], []).iloc[0]
    assert row[["zh", "en"]].tolist() == ["bed_share的中文", "bed_share in English"]
    assert row[["measure", "basis", "standard_unit"]].tolist() == ["share", "stock", "%"]
    assert row[["note", "note_zh"]].tolist() == ["Note on bed_share.", "bed_share说明。"]
    assert row["level"] == "prefecture"


def test_values_compare_in_the_codebooks_unit(state):
    frame = state([{"indicator_id": "beds", "unit": "万张", "value": 1.5}], [])
    assert frame.loc[0, "standard_value"] == 15000
    assert frame.loc[0, ["value", "unit", "standard_unit"]].tolist() == [1.5, "万张", "张"]


@pytest.mark.parametrize(
    ("target", "basis"),
    [
        ({"indicator_id": "beds", "quote": "床位数不少于5000张"}, "stock"),
        ({"indicator_id": "beds", "quote": "新增床位500张"}, "new"),
        ({"indicator_id": "bed_share", "quote": "新建小区占比50%"}, "stock"),
        ({"indicator_id": "carers_trained", "every": "year"}, "yearly"),
        ({"indicator_id": "carers_trained"}, "new"),
        ({"indicator_id": "land", "every": "month"}, "standard"),
    ],
)
def test_what_a_value_holds_for(state, target, basis):
    assert state([target], []).loc[0, "basis"] == basis


@pytest.mark.parametrize(
    ("target", "year"),
    [
        ({}, 2025),
        ({"deadline": None}, None),
        ({"deadline": None, "kind": "norm"}, 2021),
        ({"kind": "norm"}, 2025),
    ],
)
def test_the_year_a_value_is_for(state, target, year):
    found = state([target], []).loc[0, "year"]
    assert found == year if year else pd.isna(found)


def test_statements_come_by_codebook_place_and_year(state):
    frame = state(
        [{"indicator_id": "land"}, {"deadline": None}, {}, {"deadline": "2022-12-31"}], [{}]
    )
    order = zip(frame["indicator_id"], frame["document_id"], frame["year"].fillna(0), strict=True)
    assert list(order) == [
        ("bed_share", "e", 2022),
        ("bed_share", "e", 2025),
        ("bed_share", "e", 0),
        ("bed_share", "w", 2025),
        ("land", "e", 2025),
    ]


def test_an_indicator_that_the_codebook_lacks_is_refused(state):
    with pytest.raises(PolicyTasksError, match=r"e:1:t1.*no indicator 'lifts'"):
        state([{"indicator_id": "lifts"}], [])


# --- verdicts -------------------------------------------------------------------

PREFECTURES = ("prefecture", "prefecture")
ACROSS = ("province", "prefecture")
BEDS = {"indicator_id": "beds", "unit": "张"}
PER_COUNTY = {"indicator_id": "beds_per_county", "unit": "张"}
LAND = {"indicator_id": "land", "kind": "norm", "deadline": None, "unit": "平方米"}


@pytest.mark.parametrize(
    ("east", "west", "levels", "verdict", "reason"),
    [
        ({}, {}, PREFECTURES, "comparable", "same scope, measure, level and year"),
        ({}, {"value": 70}, PREFECTURES, "comparable", "same scope, measure, level and year"),
        ({}, {}, ACROSS, "caveat", "province against prefecture"),
        ({}, {"deadline": "2026-12-31"}, PREFECTURES, "caveat", "2025 against 2026"),
        ({}, {"deadline": None}, PREFECTURES, "caveat", "2025 against no deadline"),
        (
            {"deadline": None},
            {"deadline": None},
            PREFECTURES,
            "caveat",
            "no deadline on either side",
        ),
        ({}, {"scope": "each_county"}, PREFECTURES, "caveat", "whole against each county"),
        ({}, {"scope": "耀州区"}, PREFECTURES, "not", "whole against 耀州区"),
        (PER_COUNTY, PER_COUNTY | {"quote": "新增1张"}, PREFECTURES, "not", "stock against new"),
        (
            PER_COUNTY,
            PER_COUNTY | {"scope": "each_county"},
            PREFECTURES,
            "not",
            "whole against each county",
        ),
        (BEDS, BEDS, PREFECTURES, "caveat", "not in relation to the size of the place"),
        (BEDS, BEDS, ACROSS, "not", "province against prefecture"),
        (LAND, LAND, PREFECTURES, "caveat", "2021 against 2020"),
    ],
)
def test_verdict_and_reason_of_two_statements(state, east, west, levels, verdict, reason):
    names = {"comparable": 0, "caveat": 1, "not": 2}
    pair = indicator_pairs(state([east], [west], levels=levels)).iloc[0]
    assert pair["verdict"] == list(VERDICTS)[names[verdict]]
    assert pair["verdict_zh"] == VERDICTS[pair["verdict"]]
    assert pair["reason"] == reason
    assert (pair["grounds"] == ()) is (verdict == "comparable")


def test_reasons_in_chinese_name_the_same_grounds(state):
    target = {**BEDS, "quote": "新增500张", "deadline": "2026-12-31"}
    pair = indicator_pairs(state([BEDS], [target], levels=ACROSS)).iloc[0]
    assert pair["grounds"] == ("basis", "level", "year")
    assert pair["reason"] == "stock against new; province against prefecture; 2025 against 2026"
    assert pair["reason_zh"] == "存量对新增量；省级对地市级；2025对2026"


def test_a_verdict_does_not_depend_on_who_comes_first(state):
    scopes = [{"scope": "each_county"}, {"scope": "耀州区"}]
    changes = [{}, {"deadline": None}, {"every": "year"}, *scopes]
    for one, other in combinations(changes, 2):
        frame = state([one], [other], levels=ACROSS)
        there, back = (indicator_pairs(rows).iloc[0] for rows in (frame, frame.iloc[::-1]))
        assert (there["a"], there["b"]) == (back["b"], back["a"])
        assert (there["verdict"], there["grounds"]) == (back["verdict"], back["grounds"])


def test_each_statement_is_held_against_the_nearest_and_the_gravest_counts(state):
    dated = [{"deadline": f"{year}-12-31", "value": year} for year in (2021, 2022, 2025)]
    same = indicator_pairs(state(dated, [{"deadline": "2021-12-31"}])).iloc[0]
    assert (same["verdict"], same["year_b"]) == ("comparable with a caveat", 2021)
    # One of two values is of another group: the other, which compares, does not cover it.
    other = [{}, {"base": "特困人员供养机构", "value": 30, "deadline": "2025-12-31"}]
    pair = indicator_pairs(state(other, [{}])).iloc[0]
    assert (pair["verdict"], pair["grounds"]) == ("not comparable", ("base",))


@pytest.mark.parametrize(
    ("one", "other", "comparable"),
    [
        ("公办养老机构", None, False),
        ("公办养老机构", "特困人员供养机构", False),
        ("全市养老机构", "所有养老机构", True),
        (None, None, True),
    ],
)
def test_shares_of_different_groups_do_not_compare(state, one, other, comparable):
    pair = indicator_pairs(state([{"base": one}], [{"base": other}])).iloc[0]
    assert (pair["verdict"] == "comparable") is comparable
    assert ("base" in pair["grounds"]) is not comparable


def test_to_keep_is_not_to_reach_and_to_add_is_another_thing(state):
    kept = indicator_pairs(state([{"mode": "keep"}], [{"mode": "reach"}])).iloc[0]
    assert (kept["verdict"], kept["grounds"]) == ("comparable with a caveat", ("mode",))
    turned = indicator_pairs(state([{"mode": "reach"}], [{"mode": "keep"}])).iloc[0]
    assert (turned["verdict"], turned["grounds"]) == ("comparable with a caveat", ("mode",))
    both = indicator_pairs(state([{"mode": "keep"}], [{"mode": "keep"}])).iloc[0]
    assert (both["verdict"], both["grounds"]) == ("comparable", ())
    added = indicator_pairs(state([{"mode": "add"}], [{"mode": "reach"}])).iloc[0]
    assert (added["verdict"], added["grounds"]) == ("not comparable", ("basis",))


def test_of_two_statements_of_a_topic_the_one_of_the_same_indicator_is_held_against(state):
    topics = {"beds": "beds", "bed_share": "beds"}
    later = {**BEDS, "deadline": "2027-12-31"}
    pair = indicator_pairs(state([BEDS, {}], [later, {}], topics=topics)).iloc[0]
    # Beds of 2025 against the share of 2025 would not compare at all.
    assert "measure" not in pair["grounds"]


def test_topics_set_a_share_beside_a_count(state):
    topics = {"beds": "beds", "bed_share": "beds"}
    frame = state([BEDS], [{}], topics=topics)
    pair = indicator_pairs(frame).iloc[0]
    assert pair["topic"] == "beds"
    assert pair["grounds"] == ("measure", "size")
    assert pair["verdict"] == "not comparable"
    assert pair["reason"].startswith("count against share")


def test_topics_set_two_like_indicators_side_by_side_with_a_caveat(state):
    topics = {"beds": "beds", "beds_per_county": "beds"}
    pair = indicator_pairs(state([BEDS], [PER_COUNTY], topics=topics)).iloc[0]
    assert "indicator" in pair["grounds"]
    assert "beds in English against beds_per_county in English" in pair["reason"]


def test_each_two_documents_have_a_verdict_of_their_own(corpus, make_tasks, make_targets):
    """East and west agree; void states a part of the place only."""
    rows = [
        (f"{task_id}:t1", *(TARGET | change).values())
        for task_id, change in [("e:1", {}), ("w:1", {}), ("v:1", {"scope": "新区"})]
    ]
    tasks = make_tasks([(f"{place}:1", "task", None, 20) for place in "ewv"])
    documents = corpus.documents.assign(level="prefecture")
    frame = indicator_statements(tasks, make_targets(rows), documents, corpus.indicators)
    verdicts = ["comparable", "not comparable", "not comparable"]
    assert indicator_pairs(frame)["verdict"].tolist() == verdicts
    shown = side_by_side(frame).set_index("document_id")
    assert shown.loc["e", "others"] == ("w", "v")
    assert shown.loc["e", "verdicts"] == ("comparable", "not comparable")
    assert shown.loc["v", "reasons"] == ("whole against 新区",) * 2


def test_what_one_document_alone_states_shows_on_request(state):
    frame = state([{}], [])
    assert side_by_side(frame).empty
    alone = side_by_side(frame, also=["bed_share"]).iloc[0]
    assert (alone["others"], alone["verdicts"]) == ((), ())


def test_documents_of_one_place_are_not_held_against_each_other_by_place(corpus):
    corpus.tasks["place_id"] = "here"
    tables = (corpus.tasks, corpus.targets, corpus.documents, corpus.indicators)
    by = {"by": "place_id"}
    assert indicator_pairs(indicator_statements(*tables, **by), **by).empty
    pair = indicator_pairs(indicator_statements(*tables)).iloc[0]
    assert (pair["a"], pair["b"]) == ("e", "w")


# --- ambition -------------------------------------------------------------------


def test_ambition_from_one_deadline_to_the_next(state):
    steps = [(40, "2021-12-31"), (55, "2025-12-31"), (50, "2022-06-30")]
    frame = ambition_per_year(state([{"value": v, "deadline": d} for v, d in steps], [{}]))
    assert frame["document_id"].tolist() == ["e", "e"]
    assert frame[["value_from", "value_to"]].to_numpy().tolist() == [[40, 50], [50, 55]]
    assert frame["years"].tolist() == [0.5, 3.5]
    assert frame["per_year"].tolist() == pytest.approx([20, 5 / 3.5])
    assert frame["target_ids"].tolist() == [("e:1:t1", "e:1:t3"), ("e:1:t3", "e:1:t2")]


def test_two_deadlines_in_one_month_are_days_apart(state):
    steps = [{"value": 40, "deadline": "2021-12-15"}, {"value": 50, "deadline": "2021-12-31"}]
    frame = ambition_per_year(state(steps, []))
    assert frame["years"].tolist() == [16 / 365.25]


LATER = {"value": 60, "deadline": "2026-12-31"}


@pytest.mark.parametrize(
    "others",
    [
        [LATER | {"deadline": None}],
        [LATER | {"scope": "each_county"}],
        [LATER | {"indicator_id": "land"}],
        [{"value": 90}, LATER],
    ],
    ids=["no deadline", "another scope", "another indicator", "two values on one day"],
)
def test_what_does_not_follow_on_makes_no_step(state, others):
    assert len(ambition_per_year(state([{}, LATER], []))) == 1
    assert ambition_per_year(state([{}, *others], [])).empty


def test_amounts_to_be_added_do_not_follow_on_one_another(state):
    added = {**BEDS, "quote": "新增500张"}
    assert ambition_per_year(state([added, added | {"deadline": "2026-12-31"}], [])).empty
