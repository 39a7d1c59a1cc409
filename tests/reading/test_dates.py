"""Deadlines as texts print them, against the last day of the period by the manual."""

from datetime import date

import pytest

from policytasks.reading.dates import find_dates, read_due_date

DUE = [
    ("2025年底前", date(2025, 12, 31)),
    ("到2025年底", date(2025, 12, 31)),
    ("2025年年底前", date(2025, 12, 31)),
    ("到2025年", date(2025, 12, 31)),
    ("2023年末", date(2023, 12, 31)),
    ("2021年6月底前", date(2021, 6, 30)),
    ("2021年6月", date(2021, 6, 30)),
    ("2024年2月", date(2024, 2, 29)),
    ("2021年第二季度", date(2021, 6, 30)),
    ("2022年上半年", date(2022, 6, 30)),
    ("2021年前", date(2020, 12, 31)),
    ("2022年6月前", date(2022, 5, 31)),
    ("2022年6月底前", date(2022, 6, 30)),
    ("2023年6月30日前", date(2023, 6, 30)),
    ("“十四五”末", date(2025, 12, 31)),
    ("年底前", date(2023, 12, 31)),
    ("明年6月底前", date(2024, 6, 30)),
    ("9月底前", date(2023, 9, 30)),
]


@pytest.mark.parametrize(("text", "due"), DUE, ids=[text for text, _ in DUE])
def test_due_date_is_the_last_day_of_the_period(text, due):
    (phrase,) = find_dates(text + ",完成改造", date(2023, 3, 1))
    assert phrase.due == due
    assert phrase.is_deadline


def test_a_range_has_its_first_day_too():
    (phrase,) = find_dates("2024年至2026年,改造老旧小区")
    assert (phrase.begin, phrase.due) == (date(2024, 1, 1), date(2026, 12, 31))
    (phrase,) = find_dates("验收阶段(2021年10月至12月)")
    assert (phrase.begin, phrase.due) == (date(2021, 10, 1), date(2021, 12, 31))


@pytest.mark.parametrize("text", ["2014年以来", "自2021年起", "2020年2月12日,收到通知"])
def test_what_looks_back_is_no_deadline(text):
    assert not any(phrase.is_deadline for phrase in find_dates(text))


@pytest.mark.parametrize(
    "text", ["每年2月底前", "一年内完成", "近年来", "100周年", "2021年13月", "“十四五”规划", "全年"]
)
def test_no_date_where_none_is_stated(text):
    assert [
        phrase.due for phrase in find_dates(text, date(2023, 3, 1)) if phrase.due.month != 12
    ] == []
    assert "每年2月" not in text or not list(find_dates(text, date(2023, 3, 1)))


def test_a_cell_without_a_date_has_none():
    assert read_due_date("持续推进") is None
    assert read_due_date("2021年12月") == date(2021, 12, 31)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        (
            "2023年3月底前完成选址,6月底前开工,年底前投入使用",
            ["2023-03-31", "2023-06-30", "2023-12-31"],
        ),
        ("2023年3月底前完成选址。6月底前开工", ["2023-03-31", "2021-06-30"]),
        ("2018年启动,6月底前完成", ["2018-12-31", "2021-06-30"]),
        (
            "2023年第二季度完成,第三季度验收,明年1月底前投入使用",
            ["2023-06-30", "2023-09-30", "2022-01-31"],
        ),
        ("第二季度完成,4季度验收", ["2021-06-30", "2021-12-31"]),
        ("每季度通报,各季度调度,9月前完成", ["2021-08-31"]),
        ("比2020年增长10%,较2021年底下降", []),
    ],
)
def test_a_date_without_a_year_is_of_the_year_said_before_it(text, due):
    assert [str(phrase.due) for phrase in find_dates(text, date(2021, 3, 1))] == due


@pytest.mark.parametrize(
    "words",
    [
        *(
            "2025年底前",
            "二〇二五年",
            "一九九九年",
            "25年底前",
            "2025.6.30前",
            "20250630前",
            "2025.6底前",
        ),
        *(
            "今年底前",
            "本年底前",
            "当年底前",
            "明年",
            "后年",
            "次年",
            "来年",
            "翌年",
            "年底前",
            "年内",
        ),
        *("上半年", "下半年", "前三季度", "首季度", "第二季度", "二季度", "4季度"),
        *(
            "6月底前",
            "六月底前",
            "十二月底前",
            "3—6月,",
            "9月30日前",
            "8月中旬",
            "“十四五”期间",
            "十四五末",
        ),
        *("印发后3个月内", "发文之日起1个月内", "下发后30日内", "本方案印发之日起半年内"),
        *("该办法公布后1个月内", "实施方案印发后1个月内", "方案印发后1个月内", "意见印发后1个月内"),
        *("办法施行后1个月内", "通知印发后1个月内", "计划印发后1个月内", "规划发布后1个月内"),
        *("文件下发后1个月内", "细则出台后1个月内", "措施实施后1个月内", "规定施行后1个月内"),
    ],
)
def test_a_date_may_open_with_any_of_these(words):
    (phrase,) = find_dates(words + ",完成改造", date(2023, 3, 1))
    assert phrase.text.startswith(words[0])
