"""Dates as policy texts state them, read as the periods by which work is due.

The pattern accepts the view's text: no white space, half-width signs.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta
from typing import NamedTuple

__all__ = ["DatePhrase", "find_dates", "read_due_date"]

_PERIOD = r"""
    (?:第?[一二三四1-4]季度                          # 第二季度
      |[上下]半年
      |\d{1,2}月(?:份|\d{1,2}[日号]|[上中下]旬)?        # 6月, 6月30日
    )
"""
_PATTERN = re.compile(
    rf"""
    (?:(?P<from>(?P<from_year>\d{{4}})年?(?P<from_period>{_PERIOD})?)   # 2024年至2026年
       (?:至|到|-|—|~)(?:(?P<lead2>到|至)?))?
    (?:
       (?P<year>(?:19|20)\d{{2}})(?:年年?)                  # 2025年, 2025年年底
       (?P<period>{_PERIOD})?
       (?:(?:至|到|-|—|~)(?P<until>\d{{1,2}}月))?                  # 2021年10月至12月
      |(?P<plan>[“"]?十[一二三四五六七]五[”"]?)(?P<plan_end>时?期?(?=末))  # “十四五”末
      |(?P<relative>今年|本年|当年|明年|(?<![每全近逐历数几半一二三四五六七八九十两\d])年)(?=[底末]|内|中|第|上|下|\d)(?P<relative_period>{_PERIOD})?
      |(?P<month_only>(?<![\d年.])\d{{1,2}}月)(?=底|末|前|\d{{1,2}}日)(?P<month_day>\d{{1,2}}日)?
      |(?P<quarter_only>(?<![\d年每各上本])(?:第[一二三四1-4]|(?<![一二三四五六七八九十第])[一二三四1-4])季度)
    )
    (?P<end>年?[底末])?
    (?P<within>年?内|期间|中)?
    (?P<before>之前|以前|前)?
    """,
    re.VERBOSE,
)
_LEAD = re.compile("(?:到|至|在|于|截至|截止到?|从|自|争取|力争|确保)$")
_LONGEST_LEAD = 3
_BASELINE = frozenset("比较")
# What follows a date that is no deadline.
_NO_DEADLINE = re.compile(
    r"""
    以来|以后|之后|后|起|开始                                  # 2014年以来, 自2021年起
    |版|年度|第\d+次|同期|新发布|印发|发布                      # 2013版, 2020年印发
    |[^,。;]{0,10}(?:颁布|制定|制订|发布|出台|印发|修订)的       # 2005年本市制定的标准
    |[^,。;]{0,6}(?:到期|届满|注册|成立|建成|出生|登记|取得|缴纳  # 2022年底前到期的贷款
      |签订|入住|开工|立项|批准)的
    """,
    re.VERBOSE,
)
_FIVE_YEAR_PLANS = {"十一五": 2010, "十二五": 2015, "十三五": 2020, "十四五": 2025, "十五五": 2030}
_FIVE_YEAR_PLANS |= {"十六五": 2035, "十七五": 2040}


class DatePhrase(NamedTuple):
    """A date as printed at ``text[start:end]`` and the period it names.

    ``due`` is the last day of the period, or the day before it for a bare 前;
    ``begin`` its first day where a range prints one. ``is_past`` tells that it
    looks back: 2014年以来, or a year before the document's.
    """

    start: int
    end: int
    text: str
    begin: date | None
    due: date
    is_deadline: bool
    is_past: bool


def _last_day(year: int, month: int) -> date:
    return date(year, month, calendar.monthrange(year, month)[1])


def _bounds(year: int, period: str | None) -> tuple[date, date]:
    """Return first and last day of a year or of a period of it."""
    if not period:
        return date(year, 1, 1), date(year, 12, 31)
    if "季" in period:
        sign = period.strip("第季度")
        quarter = int(sign) if sign.isdigit() else "一二三四".index(sign) + 1
        return date(year, 3 * quarter - 2, 1), _last_day(year, 3 * quarter)
    if "半年" in period:
        first = 1 if period[0] == "上" else 7
        return date(year, first, 1), _last_day(year, first + 5)
    month = int(period.partition("月")[0])
    day = re.search(r"月(\d+)[日号]", period)
    if day:
        exact = date(year, month, int(day[1]))
        return exact, exact
    if "旬" in period:
        first, last = {"上": (1, 10), "中": (11, 20), "下": (21, None)}[period[-2]]
        end = date(year, month, last) if last else _last_day(year, month)
        return date(year, month, first), end
    return date(year, month, 1), _last_day(year, month)


def _year(
    printed: str | None,
    plan: str | None,
    relative: str | None,
    said: int | None,
    this_year: int | None,
) -> int | None:
    """Return the year of a date: printed, the last of a five-year plan, or to be inferred."""
    if printed:
        return int(printed)
    if plan:
        return _FIVE_YEAR_PLANS.get(plan.strip('“”"'))
    # 2023年3月底前…,6月底前…,年底前…: all of that year.
    year = said if said and relative in (None, "年") else this_year
    return year + (relative == "明年") if year is not None else None


def _read(
    text: str,
    start: int,
    match: re.Match[str],
    end: int,
    this_year: int | None,
    year_said: int | None,
) -> DatePhrase | None:
    """Read the date whose core matched, led by the words from ``start`` on.

    ``year_said`` is the year of the date before it in its sentence.
    """
    year_printed, period, until, plan, relative, ends, within, before = match.group(
        "year", "period", "until", "plan", "relative", "end", "within", "before"
    )
    if not year_printed and not plan:
        period = match["relative_period"] or match["quarter_only"]
        if match["month_only"]:
            period = match["month_only"] + (match["month_day"] or "")
    year = _year(year_printed, plan, relative, year_said, this_year)
    if year is None:
        return None
    if relative and not (period or ends or within):
        return None
    try:
        first, due = _bounds(year, period)
        begin = _bounds(int(match["from_year"]), match["from_period"])[0] if match["from"] else None
        if until:
            begin, due = first, _bounds(year, until)[1]
        days_named = period is not None and first == due
        if before and not (ends or within or days_named):
            due = first - timedelta(days=1)
    except (ValueError, TypeError, OverflowError):
        return None
    if begin and begin > due:
        # 2026年至2024年: a misprint, of which the end alone is certain to be due.
        begin = None
    core, stop = match.span()
    looks_back = _NO_DEADLINE.match(text, stop, end) or text[start:core] in ("从", "自")
    # A bare date with a day reports an event (2020年2月12日,…) unless something says "by".
    event = days_named and not (before or start < core)
    printed = text[start:stop]
    return DatePhrase(
        start,
        stop,
        printed,
        begin,
        due,
        not (looks_back or event),
        _is_past(printed, text[stop : stop + 2], due.year, this_year),
    )


def _is_past(printed: str, after: str, year: int, this_year: int | None) -> bool:
    if after == "以来":
        return True
    if this_year is None or year >= this_year:
        return False
    # 2021年前, said in 2021, ends in the year before.
    ends_before = "前" in printed or "底" in printed or after[:1] in ("前", "底")
    return year < this_year - 1 or not ends_before


def find_dates(
    text: str, this_year: int | None = None, start: int = 0, end: int | None = None
) -> list[DatePhrase]:
    """Return the dates of ``text[start:end]``.

    ``this_year`` is the year that 年底前 means, the year of the document.

    >>> [str(d.due) for d in find_dates("2021年前完成，到2022年6月前，2024年至2026年，2025年年底前")]
    ['2020-12-31', '2022-05-31', '2026-12-31', '2025-12-31']
    """
    end = len(text) if end is None else end
    found: list[DatePhrase] = []
    position = start
    for match in _PATTERN.finditer(text, start, end):
        core = match.start()
        if core > start and text[core - 1] in _BASELINE:
            # 比2020年增长10%: what is compared with, not when.
            position = match.end()
            continue
        lead = _LEAD.search(text, max(position, core - _LONGEST_LEAD), core)
        begin = lead.start() if lead else core
        before = found[-1] if found and not found[-1].is_past else None
        year_said = before.due.year if before and text.find("。", before.end, core) < 0 else None
        phrase = _read(text, begin, match, end, this_year, year_said)
        if phrase:
            found.append(phrase)
        position = match.end()
    return found


def read_due_date(text: str, this_year: int | None = None) -> date | None:
    """Return the date that a cell such as 完成时限 states, or None (持续推进).

    >>> read_due_date("2021年12月")
    datetime.date(2021, 12, 31)
    """
    dates = find_dates(text, this_year)
    return dates[-1].due if dates else None
