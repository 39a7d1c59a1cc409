"""What a plan takes from another: worked by hand, and planted changes."""

from __future__ import annotations

import pandas as pd
import pytest

import policytasks as pt
from policytasks.compare import align_units, lead_changes, target_changes

PROVINCE = """一、主要任务
（一）发展老年助餐。2025年底前建设老年食堂10个，助餐覆盖率达到60%。（牵头单位：省民政厅；配合单位：省财政厅）
（二）培训护理人员。每年培训养老护理员500名以上。（牵头单位：省人力资源社会保障厅）
（三）改造居家环境。对困难老年人家庭实施适老化改造2000户。（牵头单位：省住房城乡建设厅）
（四）开展旅居康养。2024年底前建成康养基地3个。（牵头单位：省文化和旅游厅）
"""
CITY = """一、主要任务
（一）发展老年助餐。2024年底前建设老年食堂10个，助餐覆盖率达到80%。（牵头单位：市民政局；配合单位：市财政局）
（二）推进家庭适老化。2025年底前对困难老年人家庭实施适老化改造2000户。（牵头单位：市民政局）
（三）培训护理人员。每年培训养老护理员300名以上。（牵头单位：市人力资源社会保障局）
（四）推行长护险试点。2025年底前参保率达到90%。（牵头单位：市医疗保障局）
"""


@pytest.fixture(scope="module")
def plans():
    return pt.parse(PROVINCE, document_id="p"), pt.parse(CITY, document_id="c")


@pytest.fixture(scope="module")
def pairs(plans):
    return align_units(*(plan.tasks for plan in plans))


def test_units_are_aligned_by_heading_and_else_by_phrases(pairs):
    found = pairs.set_index("task_id_a")[["task_id_b", "by"]].to_numpy().tolist()
    assert found == [
        ["c:001", "title"],
        ["c:003", "title"],
        ["c:002", "phrases"],
    ]
    assert (pairs["shared"] > 0.2).all()


def test_one_unit_is_paired_once(make_tasks):
    twice = pd.DataFrame({"task_id": ["a:1", "a:2"], "title": ["助餐", "助餐"], "text": ["", ""]})
    once = pd.DataFrame({"task_id": ["b:1"], "title": ["助餐"], "text": [""]})
    assert align_units(twice, once)["task_id_a"].tolist() == ["a:1"]
    assert align_units(twice, once.iloc[:0]).empty


def test_a_unit_that_the_newer_text_splits_has_several_parts():
    whole = "建设老年食堂十个并配送到户。为困难老人免费助餐每天一次。"
    old = pd.DataFrame({"task_id": ["a:1"], "title": ["发展助餐"], "text": [whole]})
    parts = whole.split("。")
    new = pd.DataFrame({"task_id": ["b:1", "b:2"], "title": ["发展助餐", None], "text": parts[:2]})
    assert align_units(old, new)["by"].tolist() == ["title", "part"]


def test_what_became_of_each_target(plans, pairs):
    one, other = plans
    targets = pd.concat([one.targets, other.targets])
    frame = target_changes(pairs, targets, one.tasks["task_id"], other.tasks["task_id"])
    changes = {(row.quote_a, row.change) for row in frame.itertuples() if row.change != "new"}
    kinds = frame.groupby("change").size().to_dict()
    # Ten canteens come a year earlier, 60 % becomes 80 %; 500 carers become 300; 2,000
    # households get a date; the bases of the province go, the city's insurance comes.
    assert kinds == {"strengthened": 2, "weakened": 1, "dated": 1, "dropped": 1, "new": 1}
    assert any("康养基地3个" in quote and change == "dropped" for quote, change in changes)
    assert frame[frame["change"] == "new"]["quote_b"].str.contains("90%").all()


def test_a_text_against_itself_changes_nothing(plans):
    one, _ = plans
    pairs = align_units(one.tasks, one.tasks)
    assert (pairs["task_id_a"] == pairs["task_id_b"]).all()
    frame = target_changes(pairs, one.targets, one.tasks["task_id"], one.tasks["task_id"])
    assert set(frame["change"]) == {"same"}
    assert set(lead_changes(pairs, one.responsibilities)["change"]) == {"same"}


def changes_between(*texts):
    """Return what became of the targets of one plan in another."""
    plans = [pt.parse(text, document_id=f"d{number}") for number, text in enumerate(texts)]
    units = [plan.tasks for plan in plans]
    frame = target_changes(
        align_units(*units),
        pd.concat([plan.targets for plan in plans]),
        *(list(own["task_id"]) for own in units),
    )
    return sorted(frame["change"])


def test_what_is_for_another_part_of_the_place_is_neither_stronger_nor_weaker():
    """One kitchen in each of two districts is two in both together."""
    found = changes_between(
        "一、主要任务\n（一）发展老年助餐。2025年底前每个县建设中央厨房1个。\n",
        "一、主要任务\n（一）发展老年助餐。2025年底前全市建设中央厨房2个。\n",
    )
    assert found == ["changed"]


def test_targets_that_share_a_few_signs_are_not_one():
    found = changes_between(
        "一、主要任务\n（一）发展老年助餐。建食堂20个。\n",
        "一、主要任务\n（一）发展老年助餐。购设备30个。\n",
    )
    assert found == ["dropped", "new"]


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ("建食堂20个", "建食堂30个", "strengthened"),
        ("建食堂二十个", "建食堂三十个", "strengthened"),
        ("购车40辆", "购车30辆", "weakened"),
    ],
)
def test_what_no_indicator_tells_is_one_thing_by_its_words_not_its_number(old, new, change):
    plan = "一、主要任务\n（一）发展老年助餐。{}。\n"
    assert changes_between(plan.format(old), plan.format(new)) == [change]


def test_numbers_without_words_are_not_one_thing(plans, pairs):
    one, other = (plan.targets[plan.targets["unit"] == "%"] for plan in plans)
    bare = [
        frame.assign(quote=quote, indicator_id=None)
        for frame, quote in ((one, "60%"), (other, "80%"))
    ]
    ids = (plan.tasks["task_id"] for plan in plans)
    changes = set(target_changes(pairs, pd.concat(bare), *ids)["change"])
    assert changes == {"dropped", "new"}


def test_a_lead_that_moved(plans, pairs):
    named = pd.concat([plan.responsibilities for plan in plans])
    frame = lead_changes(pairs, named).set_index("task_id_a")
    assert frame["change"].to_dict() == {"p:001": "same", "p:002": "same", "p:003": "moved"}
    assert frame.loc["p:003", "leads_b"] == ("civil_affairs",)
