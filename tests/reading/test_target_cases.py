"""Sentences of our own for each kind of number and date, right ones and near misses.

``cases/targets.json`` has, by kind, each sentence with what it states, in words: kind,
comparator, value and unit; by and from when, how often; base, baseline, mode and condition.
They are of a plan issued on 2024-03-01.
"""

import json
from datetime import date
from pathlib import Path

import pytest

from policytasks.reading.drafts import TimeLimit, Unit
from policytasks.reading.targets import find_targets
from policytasks.reading.view import View

CASES = json.loads((Path(__file__).parent / "cases" / "targets.json").read_text(encoding="utf-8"))
FEWEST_OF_A_KIND = 10


def in_words(view, target):
    """Return a target as the cases write it."""
    value = None if target.value is None else f"{target.value:.10g}"
    if target.value_high is not None:
        value += f"–{target.value_high:.10g}"
    said = [target.kind, target.comparator, value, target.unit]
    said += [f"by {target.deadline}"] if target.deadline else []
    said += [f"from {target.period_start}"] if target.period_start else []
    said += [f"every {target.every}"] if target.every else []
    said += [f"base {view.text[slice(*target.base)]}"] if target.base else []
    said += [f"baseline {target.baseline:.10g}"] if target.baseline is not None else []
    said += [target.mode] if target.mode != "reach" else []
    said += ["conditional"] if target.conditional else []
    return " ".join(word for word in said if word)


def read(text):
    view = View.of(text)
    end = len(view.text)
    unit = Unit("task", None, None, 0, end, None, ((0, end),))
    return view, *find_targets(view, unit, TimeLimit(), date(2024, 3, 1))


@pytest.mark.parametrize(
    ("text", "expected"),
    [(text, expected) for cases in CASES.values() for text, expected in cases.items()],
    ids=[text for cases in CASES.values() for text in cases],
)
def test_what_a_sentence_states(text, expected):
    view, targets, _ = read(text)
    assert [in_words(view, target) for target in targets] == expected


@pytest.mark.parametrize("kind", CASES)
def test_each_kind_has_right_ones_and_near_misses(kind):
    assert len(CASES[kind]) >= FEWEST_OF_A_KIND


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("护理床位占比由40%提高到60%。", "baseline"),
        ("违反规定的处2万元以上5万元以下罚款。", "penalty"),
        ("总投资8亿元的康养小镇项目开工建设。", "size"),
        ("分3个阶段推进。", "name"),
        ("核定养老床位80张及以上，并投入使用的机构可申请。", "eligibility"),
        ("本办法有效期5年。", "term"),
    ],
)
def test_a_number_that_is_none_says_why(text, reason):
    assert reason in {number.reason for number in read(text)[2]}


@pytest.mark.parametrize("text", ["新增床位12,500张。", "到2025年，投入1，200万元。"])
def test_a_quote_holds_the_whole_number(text):
    view, targets, _ = read(text)
    (target,) = targets
    assert any(
        number in view.text[target.start : target.end] for number in ("12,500张", "1,200万元")
    )


@pytest.mark.parametrize(
    ("text", "scopes"),
    [
        ("每个县(区)至少建成2所护理院。", ["each_county"]),
        ("各街道建成1处综合体。", ["each_street"]),
        ("每个社区（村）确定1名联络员。", ["each_village"]),
        ("村村建有1个活动室。", ["each_village"]),
        ("每位护理员补贴400元。", ["each_person"]),
        ("任城区新增床位150张。", ["任城区"]),
        ("新建食堂20个，其中兖州区8个。", ["whole", "兖州区"]),
        ("主城区新增床位150张。", ["whole"]),
        ("统筹城乡设立120个站点。", ["whole"]),
        ("全区新增床位150张。", ["whole"]),
    ],
)
def test_for_whom_each_a_number_holds(text, scopes):
    _, targets, _ = read(text)
    assert [target.scope for target in targets] == scopes


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        (
            "床位达到1500张(其中:公办900张、民办600张)。",
            ["床位达到1500张", "公办900张", "民办600张"],
        ),
        ("建设中心3个(山南镇2个、河北镇1个)。", ["建设中心3个", "山南镇2个", "河北镇1个"]),
        ("每个县(市、区)建成1个中心。", ["每个县(市、区)建成1个中心"]),
        ("配备设备20台(套)。", ["配备设备20台(套)"]),
    ],
)
def test_the_parts_of_a_number_in_brackets_have_their_own_words(text, quotes):
    view, targets, _ = read(text)
    assert [view.text[target.start : target.end] for target in targets] == quotes
