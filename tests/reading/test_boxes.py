"""Rows of boxes of indicators as targets."""

from datetime import date

import pytest

import policytasks as pt
from policytasks.reading.boxes import outside_boxes, targets_of_boxes
from policytasks.reading.drafts import IndicatorRow, TimeLimit, Unit
from policytasks.reading.targets import find_targets
from policytasks.reading.view import View


def row(view, indicator, target, *, unit=None, baseline=None, nature=None, year=2025):
    """Return the row whose cells are these words, one after the other."""
    position = view.text.index(indicator)
    spans = {}
    cells = {"indicator": indicator, "unit": unit, "baseline": baseline, "target": target}
    for name, words in {**cells, "nature": nature}.items():
        if words is not None:
            start = view.text.index(words, position)
            spans[name] = (start, start + len(words))
            position = start + len(words)
    first, last = spans["indicator"][0], max(end for _, end in spans.values())
    return IndicatorRow(first, last, target_year=year, **spans)


def stated(text, **cells):
    view = View.of(text)
    targets = targets_of_boxes(view, (row(view, **cells),))
    return [
        (
            t.comparator,
            t.value,
            t.unit,
            view.text[slice(*t.indicator)],
            t.baseline,
            t.nature,
            str(t.deadline),
        )
        for t in targets
    ]


@pytest.mark.parametrize(
    ("text", "cells", "expected"),
    [
        (
            "护理型床位占比(%)\t52\t≥60\t约束性",
            {
                "indicator": "护理型床位占比(%)",
                "baseline": "52",
                "target": "≥60",
                "nature": "约束性",
            },
            (">=", 60, "%", "护理型床位占比", 52, "binding", "2025-12-31"),
        ),
        (
            "社区食堂\t个\t30\t120\t预期性",
            {
                "indicator": "社区食堂",
                "unit": "个",
                "baseline": "30",
                "target": "120",
                "nature": "预期性",
            },
            ("=", 120, "个", "社区食堂", 30, "expected", "2025-12-31"),
        ),
        (
            "事故率\t≤0.4‰\t约束性",
            {"indicator": "事故率", "target": "≤0.4‰", "nature": "约束性"},
            ("<=", 0.4, "‰", "事故率", None, "binding", "2025-12-31"),
        ),
        (
            "护理员培训(万人次)\t1.5\t预期性",
            {"indicator": "护理员培训(万人次)", "target": "1.5", "nature": "预期性"},
            ("=", 1.5, "万人次", "护理员培训", None, "expected", "2025-12-31"),
        ),
        (
            "服务设施\t%\t—\t90%以上",
            {"indicator": "服务设施", "unit": "%", "baseline": "—", "target": "90%以上"},
            (">=", 90, "%", "服务设施", None, None, "2025-12-31"),
        ),
        (
            "探访关爱\t%\t全覆盖\t预期性",
            {"indicator": "探访关爱", "unit": "%", "target": "全覆盖", "nature": "预期性"},
            ("=", 100, "%", "探访关爱", None, "expected", "2025-12-31"),
        ),
        (
            "床位总数\t万张\t3.2\t[1.8]",
            {"indicator": "床位总数", "unit": "万张", "baseline": "3.2", "target": "[1.8]"},
            ("=", 1.8, "万张", "床位总数", 3.2, None, "2025-12-31"),
        ),
    ],
)
def test_a_row_is_a_target(text, cells, expected):
    assert stated(text, **cells) == [expected]


def test_a_row_without_a_value_is_none():
    assert stated("标准体系\t建立\t预期性", indicator="标准体系", target="建立") == []


def test_a_box_without_a_year_gives_no_deadline():
    view = View.of("社区食堂\t个\t120")
    (target,) = targets_of_boxes(view, (row(view, "社区食堂", "120", unit="个", year=None),))
    assert target.deadline is None


def test_what_stands_around_a_box_is_read_as_text_and_its_rows_once():
    view = View.of("到2024年，新增床位500张。\n护理型床位占比(%)\t52\t≥60\t约束性\n培训300人次。")
    box = row(view, "护理型床位占比(%)", "≥60", baseline="52", nature="约束性")
    end = len(view.text)
    unit = Unit("objective", None, None, 0, end, None, ((0, end),), indicators=(box,))
    targets, _ = find_targets(view, unit, TimeLimit(), date(2024, 1, 1))
    assert [(t.value, t.baseline) for t in targets] == [(500, None), (60, 52), (300, None)]


def test_stretches_lose_the_rows_of_boxes():
    rows = (IndicatorRow(4, 6, (4, 5), (5, 6)), IndicatorRow(6, 8, (6, 7), (7, 8)))
    assert outside_boxes(((0, 10), (12, 14)), rows) == [(0, 4), (8, 10), (12, 14)]


HEAD = "甲市养老服务发展规划\n甲政发〔2022〕3号\n一、发展目标\n到2025年，体系更加完善。\n专栏1 主要指标\n"
ROWS = "序号 指标 单位 2020年 2025年目标 属性\n1 床位总数 万张 1.4 2.0 预期性\n2 护理型床位占比 % 41 58 约束性\n"
TAIL = "二、主要任务\n（一）提升能力。新增食堂50个。\n三、保障措施\n（一）加强领导。建立机制。\n"


@pytest.mark.parametrize("parting", ["\n", " "], ids=["a row a line", "all in one line"])
def test_a_box_whose_cells_only_blanks_part_is_read(parting):
    corpus = pt.parse((HEAD + ROWS + TAIL).replace("\n", parting), document_id="x")
    boxed = corpus.targets[corpus.targets["nature"].notna()]
    assert list(zip(boxed["value"], boxed["unit"], boxed["baseline"], strict=True)) == [
        (2.0, "万张", 1.4),
        (58.0, "%", 41.0),
    ]
