"""Parts of a year and spans of time, from their words to their first and last day."""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from policytasks.words.numerals import DIGITS, NUMERAL_SIGNS, numeral_value

__all__ = [
    "DAY",
    "FESTIVAL",
    "FIVE_YEAR_PLAN",
    "MONTH",
    "ONGOING",
    "PART_OF_YEAR",
    "PERIOD",
    "SPAN",
    "after",
    "bounds",
    "five_year_plan",
    "number",
]

MONTH = rf"(?:\d{{1,2}}|十[一二]?|[{DIGITS}])月"
DAY = rf"(?:\d{{1,2}}|二?十[{DIGITS}]?|三十一?|[{DIGITS}])[日号]"
# The feasts whose day is the same every year; that of 春节 is not.
_FESTIVALS = {"元旦": 1, "五一": 5, "劳动": 5, "国庆": 10}
FESTIVAL = '[“"]?(?:元旦节?|五一|劳动节|国庆节?)[”"]?'
# 第二季度, 首季度, 前三季度, 上半年
PART_OF_YEAR = "第?[一二三四1-4]季度|首个?季度|[前头][两二三23]个?季度|[上下前后]半年"
PERIOD = rf"""
    (?: {FESTIVAL}(?=前|之前|以前)                           # 国庆节前
      | 第?[一二三四](?=[、和及][一二三四]季度)               # 第三、四季度
      | {PART_OF_YEAR}
      | [前头](?:\d{{1,2}}|[{NUMERAL_SIGNS}]{{1,2}})个月               # 前6个月
      | {MONTH}(?:份?[上中下]旬|{DAY}|份)?                 # 6月, 6月30日, 六月中旬
    )"""
# For work without an end: 长期坚持, 常态化推进.
ONGOING = "持续|长期|常年|全年|常态化?"
# How long after the issue of a document: 3个月, 半年, 20个工作日.
SPAN = rf"(?:(?:\d{{1,3}}|[{NUMERAL_SIGNS}]{{1,3}})(?:个工作日|工作日|个月|周|年|日|天)|半年)"
FIVE_YEAR_PLAN = f"十[{DIGITS}]五"
_FIRST_PLAN = 2006  # 十一五


def number(words: str) -> int:
    """Return a number of a date: 6, 十二, 二〇二五."""
    value = numeral_value(words)
    if value is None:
        raise ValueError(words)
    return int(value)


def last_day(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def five_year_plan(name: str) -> tuple[date, date]:
    """Return first and last day of a five-year plan.

    >>> [str(day) for day in five_year_plan("十四五")]
    ['2021-01-01', '2025-12-31']
    """
    first = _FIRST_PLAN + 5 * DIGITS.index(name[1])
    return date(first, 1, 1), date(first + 4, 12, 31)


def bounds(year: int, period: str | None) -> tuple[date, date]:
    """Return first and last day of a year or of a period of it.

    >>> [str(day) for day in bounds(2024, "前三季度")], str(bounds(2024, "六月中旬")[1])
    (['2024-01-01', '2024-09-30'], '2024-06-20')
    """
    if not period:
        return date(year, 1, 1), date(year, 12, 31)
    feast = period.strip('“”"').removesuffix("节")
    if feast in _FESTIVALS:
        # What is due before a feast is due on its eve.
        eve = date(year, _FESTIVALS[feast], 1) - timedelta(days=1)
        return eve, eve
    if "季度" in period or period.removeprefix("第") in "一二三四":
        return _quarter(year, period.removesuffix("季度").removesuffix("个"))
    if period.endswith("半年"):
        first = 1 if period[0] in "上前" else 7
        return date(year, first, 1), last_day(year, first + 5)
    if period.endswith("个月"):
        return date(year, 1, 1), last_day(year, number(period[1:-2]))
    return _month(year, *period.split("月", 1))


def _quarter(year: int, name: str) -> tuple[date, date]:
    if name[0] in "前头":
        return date(year, 1, 1), last_day(year, 3 * number(name[1:]))
    quarter = 1 if name == "首" else number(name.removeprefix("第"))
    return date(year, 3 * quarter - 2, 1), last_day(year, 3 * quarter)


_THIRDS = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31)}


def _month(year: int, month_said: str, rest: str) -> tuple[date, date]:
    month = number(month_said)
    rest = rest.removeprefix("份")
    if rest in _THIRDS:
        first, last = _THIRDS[rest]
        return date(year, month, first), min(
            date(year, month, 28) + timedelta(last - 28), last_day(year, month)
        )
    if rest:
        day = date(year, month, number(rest.rstrip("日号")))
        return day, day
    return date(year, month, 1), last_day(year, month)


_SPAN_PARTS = re.compile(rf"(\d+|[{NUMERAL_SIGNS}]+)(\D+)")


def after(issued: date, span: str) -> date:
    """Return the day that lies so long after another one.

    Working days leave out Saturdays and Sundays; public holidays are not known here.

    >>> str(after(date(2024, 1, 31), "1个月")), str(after(date(2024, 3, 1), "5个工作日"))
    ('2024-02-29', '2024-03-08')
    """
    if span == "半年":
        return _months_after(issued, 6)
    parts = _SPAN_PARTS.fullmatch(span)
    if parts is None:
        raise ValueError(span)
    count, unit = number(parts[1]), parts[2]
    if unit in ("个月", "年"):
        return _months_after(issued, count * (12 if unit == "年" else 1))
    if not unit.endswith("工作日"):
        return issued + timedelta(count * (7 if unit == "周" else 1))
    day = issued
    while count:
        day += timedelta(1)
        count -= day.weekday() < 5
    return day


def _months_after(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    last = last_day(day.year + years, month + 1)
    return min(last, last.replace(day=day.day)) if day.day <= last.day else last
