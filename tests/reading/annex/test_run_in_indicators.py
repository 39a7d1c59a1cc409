"""Boxes of indicators that the page has put into one line without cells."""

import pytest

from policytasks.codebook import load_codebook
from policytasks.documents import describe
from policytasks.reading import read

CODEBOOK = load_codebook()


def targets(box, between=""):
    text = f"一、工作目标到2025年，体系更加健全。{between}{box}{between}二、主要任务（一）建设食堂。建好食堂。"
    parsed = read(text, describe(text, document_id="plan"), CODEBOOK)
    assert [task.kind for task in parsed.tasks] == ["objective", "task"]
    return [
        (
            t.indicator,
            t.comparator,
            t.value,
            t.unit,
            t.baseline,
            t.nature,
            t.deadline and t.deadline.year,
        )
        for t in parsed.tasks[0].targets
    ]


def natures(found):
    return [row[5] for row in found]


BOXES = {
    "base year and target year": (
        "养老服务主要指标序号指标单位2020年2025年目标属性1护理型床位占比%4255约束性2护理员人次8003000预期性",
        [("护理型床位占比", "=", 55, "%", 42, 2025), ("护理员", "=", 3000, "人次", 800, 2025)],
    ),
    "state and target": (
        "专栏1主要指标指标名称计量单位2020年现状值2025年目标值指标属性社区食堂个1040预期性床位张200500约束性",
        [("社区食堂", "=", 40, "个", 10, 2025), ("床位", "=", 500, "张", 200, 2025)],
    ),
    "a target alone": (
        "指标单位2025年目标属性护理型床位占比%55约束性社区设施覆盖率%100预期性",
        [
            ("护理型床位占比", "=", 55, "%", None, 2025),
            ("社区设施覆盖率", "=", 100, "%", None, 2025),
        ],
    ),
    "signs before the values": (
        "序号指标单位2020年2025年属性1护理型床位占比%≥45≥55约束性2探访率%≥80≥100预期性",
        [("护理型床位占比", ">=", 55, "%", 45, 2025), ("探访率", ">=", 100, "%", 80, 2025)],
    ),
    "no column of natures": (
        "序号指标单位2020年现状2025年目标1社区食堂个10402床位张2005003护理员人100300",
        [
            ("社区食堂", "=", 40, "个", 10, 2025),
            ("床位", "=", 500, "张", 200, 2025),
            ("护理员", "=", 300, "人", 100, 2025),
        ],
    ),
    "decimals": (
        "序号指标单位2020年2025年属性1每千名老年人床位张30.535.5预期性2助餐率%12.520.5预期性",
        [("每千名老年人床位", "=", 35.5, "张", 30.5, 2025), ("助餐率", "=", 20.5, "%", 12.5, 2025)],
    ),
    "the unit beside the values": (
        "主要指标2020年现状2025年目标属性护理型床位占比42%55%约束性探访率80%100%预期性",
        [("护理型床位占比", "=", 55, "%", 42, 2025), ("探访率", "=", 100, "%", 80, 2025)],
    ),
    "ages in the names": (
        "序号指标单位2020年2025年属性165岁以上老年人健康管理率%6575预期性280周岁以上老年人探访率%90100预期性",
        [
            ("65岁以上老年人健康管理率", "=", 75, "%", 65, 2025),
            ("80周岁以上老年人探访率", "=", 100, "%", 90, 2025),
        ],
    ),
    "ages within the names": (
        "序号指标单位2020年2025年属性1独居65岁以上老年人签约率%6575预期性2护理员人100300预期性",
        [
            ("独居65岁以上老年人签约率", "=", 75, "%", 65, 2025),
            ("护理员", "=", 300, "人", 100, 2025),
        ],
    ),
    "labels with further words": (
        "指标单位名称2020年2025年属性值床位张100300预期性食堂个1040约束性",
        [("床位", "=", 300, "张", 100, 2025), ("食堂", "=", 40, "个", 10, 2025)],
    ),
    "a fall": (
        "序号指标单位2020年2025年属性1空置率%6050预期性2床位张100300预期性",
        [("空置率", "=", 50, "%", 60, 2025), ("床位", "=", 300, "张", 100, 2025)],
    ),
    "natures cut short": (
        "指标单位2025年目标属性床位张300约束食堂个20预期",
        [("床位", "=", 300, "张", None, 2025), ("食堂", "=", 20, "个", None, 2025)],
    ),
}


@pytest.mark.parametrize(("box", "expected"), BOXES.values(), ids=BOXES)
def test_rows_without_cells_are_targets(box, expected):
    found = [(*row[:5], row[6]) for row in targets(box)]
    assert found == expected


def test_natures_are_read():
    (box, _), *_ = BOXES.values()
    assert natures(targets(box)) == ["binding", "expected"]


def test_blanks_between_the_cells_part_the_numbers():
    box = "指标 单位 2020年 2025年 属性 床位 张 2 305 预期性 食堂 个 10 12 预期性"
    assert [(row[2], row[4]) for row in targets(box, between=" ")] == [(305, 2), (12, 10)]


@pytest.mark.parametrize(
    "words",
    [
        "主要指标全面完成，指标单位另行公布。",
        "序号指标单位责任部门甲床位张市民政局乙食堂个市财政局",
        "指标名称计量单位指标属性床位张预期性食堂个预期性",
        "核心指标2025年目标值达到国家要求。",
        "指标单位现状目标另行下达。",
        "考核指标由市级单位下达，目标2025年完成。",
        "各项指标单位现状见附表，目标值另行确定。",
        "序号指标单位备注甲床位张无乙食堂个无",
        "指标体系单位目标任务数2025年。",
        "指标单位2020年2025年属性另文下达约束性指标。",
    ],
)
def test_other_words_of_indicators_give_no_rows(words):
    assert [row for row in targets(words) if row[2] is not None] == []
