"""Dates as policy texts state them, read as the periods by which work is due.

The patterns accept the view's text: no white space, half-width signs.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import NamedTuple

from policytasks.reading.periods import (
    DAY,
    FESTIVAL,
    FIVE_YEAR_PLAN,
    MONTH,
    PART_OF_YEAR,
    PERIOD,
    SPAN,
    after,
    bounds,
    five_year_plan,
    number,
)
from policytasks.words.documents import DRAWS_UP, ISSUES, PLANS
from policytasks.words.numerals import NUMERAL_SIGNS, YEAR_IN_WORDS
from policytasks.words.verbs import FALLS, RISES

__all__ = ["DatePhrase", "find_dates", "find_yearly_dates", "read_due_date"]

_TO = "起?(?:至|到|-|—{1,2}|~)(?:到|至)?"
_YEAR = rf"(?:(?:19|20)\d{{2}}|{YEAR_IN_WORDS})"
# 2025年度,新增100张; not 2024年度工作总结.
_FISCAL = "(?:度(?=[底末内前,]|累计|计划|新[增建]|再|建成|完成|培训|改造|打造|实现))?"
_BARE_PERIOD = rf"""
    (?:{MONTH}(?=月?[底末]|前|份|[上中下]旬|{DAY})            # 6月底, 9月30日
      |\d{{1,2}}月?份?(?:{_TO}){MONTH}(?=[,前底]|期间)    # 1—6月,
      |{FESTIVAL}(?=前|之前)
      |{PART_OF_YEAR})
"""
_YEARS_AHEAD = {"明年": 1, "次年": 1, "下年": 1, "来年": 1, "翌年": 1, "后年": 2}
_DOCUMENT = f"{PLANS}|通知|文件"
# The first signs of 实施方案印发后3个月内.
_OPENS_SPAN = "".join(word[0] for word in f"实施|{_DOCUMENT}|{ISSUES}".split("|"))
_PATTERN = re.compile(
    rf"""
    # What a date may open with: a figure, a numeral, a word for a year or a part of one, a document.
    (?=[\d“"{NUMERAL_SIGNS}今本当明后次同来翌年上下前首头第该元劳国{_OPENS_SPAN}])
    (?:
      # 2025.6.30, 2025-06-30, 2025/6/30, 20250630
      (?<![\d.])(?P<numeric>20\d\d(?P<point>[./-])(?:1[0-2]|0?[1-9])(?P=point)
                            (?:[12]\d|3[01]|0?[1-9])(?![\d%])
                           |20\d\d(?:1[0-2]|0[1-9])(?:[0-2]\d|3[01])(?=前|底))
      # 2024.3-2025.12
    | (?<![\d.])(?P<first_month>20\d\d[./](?:1[0-2]|0?[1-9]))(?:{_TO})
                 (?P<last_month>20\d\d[./](?:1[0-2]|0?[1-9]))(?![\d./])
      # 2025.6底前
    | (?<![\d.])(?P<numeric_month>20\d\d[./](?:1[0-2]|0?[1-9]))(?=月?[底末前])
      # 自本方案印发之日起3个月内
    | (?:(?:本|该)?(?:实施)?(?:{_DOCUMENT})(?:正式)?
         (?:{ISSUES}|出台|施行|实施)
        |印发|发文|下发|(?<=自)(?:{ISSUES}))(?:之?日)?(?:起|后|以后|之后)*的?(?P<span>{SPAN})(?:之|以)?内
      # 今明两年
    | (?P<two_years>(?:今明|明后)[两二2]年)
      # 本月底前, 下月中旬
    | (?P<month_said>[本下](?:月|季度))(?=[底末内])
      # “十四五”末, “十四五”期间
    | [“"]?(?P<plan>{FIVE_YEAR_PLAN})[”"]?(?P<whole_plan>(?:规划)?(?:时?期)?(?=[末内])|期间|时期|(?=以来))
    | (?:
        # 2025年, 二〇二五年, 2024年至2026年, 2024年7月1日至2025年6月30日
        (?:(?<!\d)(?P<from_year>{_YEAR})(?:年(?P<from_period>{PERIOD})?)?(?:{_TO}))?
        (?<!\d)(?P<year>{_YEAR})(?:年{_FISCAL}|(?<=[-—~至到].{{4}})(?=[两二三四五]年)|(?=[、和](?:{_YEAR}[、和]){{0,4}}{_YEAR}年))
        (?:[两二三四五]年(?:间|期间)?)?
        # 25年底
      | (?<![\d.])(?P<short_year>[1-4]\d)年(?=年?[底末]|{MONTH})
        # 明年3月, 次年, 年底, 年内
      | (?P<relative>(?:今年|本年|当年|同年|{"|".join(_YEARS_AHEAD)}){_FISCAL}
          |(?<![每全近逐历数几半去上前\d{NUMERAL_SIGNS}])年(?=[底末内中第]|[上下]半|\d))
        # 6月底, 下半年
      | (?P<bare>(?<![\d年.每各个近逐第上本{NUMERAL_SIGNS}]){"(?=" + _BARE_PERIOD + ")"})
      )
      (?:(?:\d{{1,2}}月?、)+(?={MONTH}))?                    # 6、7月
      (?P<period>\d{{1,2}}(?=(?:{_TO}){MONTH})|{MONTH}\d{{1,2}}(?=(?:{_TO}){DAY})|{PERIOD})?
      (?(period)(?:(?:{_TO})(?P<until>{MONTH}(?:{DAY})?|{DAY}))?)  # 1—6月, 3月至5月, 10月12-19日
    )
    (?P<end>[年月]?度?[底末])?
    (?P<within>年?内|期间|中(?=[,。;前完基建实]))?
    (?:24时)?(?:\(含[^()]{{0,4}}\))?(?P<before>之前|以前|前)?
    """,
    re.VERBOSE,
)
_LEAD = re.compile("(?:到|至|在|于|截至|截止到?|从|自|争取|力争|确保)$")
_LONGEST_LEAD = 3
_YEARLY = re.compile(r"每年\d{1,2}月[^。;]*$")
_LONGEST_YEARLY = 80
# What is compared with, not when: 比2020年增长10%, 2020年的1.5倍, 由2020年的45%提高到55%.
_COMPARED_BEFORE = ("比", "较")
# 护理型床位占比2024年底不低于50%
_RATES = ("占比", "配比", "对比")
_COMPARED_AFTER = re.compile(
    rf"(?:年?[底末])?(?:的[\d.{NUMERAL_SIGNS}]{{1,8}}倍|(?:的?\d[^,。;:]{{0,8}})?的?基础上)"
)
_RISES_FROM = ("由", "从", "自")
_RISES = re.compile(
    rf"(?:年?[底末])?的?[^,。;:\d]{{0,10}}\d[^,。;:]{{0,8}},?(?:{RISES}|{FALLS}|[增降减压缩调])"
)
# What follows a date that is no deadline.
_NO_DEADLINE = re.compile(
    r"""
    以来|以后|之后|后|起|开始                                  # 2014年以来, 自2021年起
    |(?:春节|中秋|重阳|端午|清明|农历)[^,。;]{0,3}前               # no day that the year tells
    |版|度|第\d+次|同期|新发布|印发|发布                      # 2013版, 2020年印发
    """,
    re.VERBOSE,
)
# A date that says which ones are meant, not by when.
_SAYS_WHICH = re.compile(
    rf"""
    [^,。;]{{0,10}}(?:{DRAWS_UP}|{ISSUES})的                                 # 2005年本市制定的标准
    |[^,。;]{{0,6}}(?:到期|届满|注册|成立|建成|建设|建造|出生|登记  # 2022年底前到期的贷款
      |取得|缴纳|签订|入住|开工|竣工|交付|立项|批准|备案|开办|评定)的           # 1998年9月以前建设的小区
    """,
    re.VERBOSE,
)


class DatePhrase(NamedTuple):
    """A date as printed at ``text[start:end]`` and the period it names.

    ``due`` is the last day of the period, or the day before it for a bare 前;
    ``begin`` its first day where a range prints one. ``is_past`` tells that it
    looks back: 2014年以来, or a year before the document's; ``says_which`` that it is an
    attribute of what is meant (1998年9月以前建设的小区) and holds for nothing else.
    """

    start: int
    end: int
    text: str
    begin: date | None
    due: date
    is_deadline: bool
    is_past: bool
    says_which: bool


def find_dates(
    text: str, issued: date | None = None, start: int = 0, end: int | None = None
) -> list[DatePhrase]:
    """Return the dates of ``text[start:end]``.

    ``issued`` is the day of the document: 年底前 means its year, 印发后3个月内 counts from it.

    >>> [str(d.due) for d in find_dates("2021年前完成，到2022年6月前，2024年至2026年，2025年年底前")]
    ['2020-12-31', '2022-05-31', '2026-12-31', '2025-12-31']
    """
    end = len(text) if end is None else end
    found: list[DatePhrase] = []
    position = start
    for match in _PATTERN.finditer(text, start, end):
        core = match.start()
        if _is_compared_with(text, match, start, end):
            position = match.end()
            continue
        if match["bare"] is not None and _YEARLY.search(
            text, max(start, core - _LONGEST_YEARLY), core
        ):
            # 每年4月底前报送,5月底前完成清算: no date of one year.
            continue
        lead = _LEAD.search(text, max(position, core - _LONGEST_LEAD), core)
        before = found[-1] if found and not found[-1].is_past else None
        year_said = before.due.year if before and text.find("。", before.end, core) < 0 else None
        phrase = _read(text, lead.start() if lead else core, match, end, issued, year_said)
        if phrase:
            found.append(phrase)
        position = match.end()
    return found


_YEARLY_DATE = re.compile(
    r"""
    [每\d]
    (?:(?<=每)年\d{1,2}月(?:\d{1,2}日|底|份|[上中下]旬)?(?:之?前)?        # 每年3月底前
      |(?P<next>(?<=[,;于并]\d)\d?月(?:\d{1,2}日|底)?前)               # …,5月底前完成清算
    )
    """,
    re.VERBOSE,
)


def find_yearly_dates(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the dates of every year in ``text[start:end]``: 每年4月底前报送,5月底前清算."""
    found: list[tuple[int, int]] = []
    for match in _YEARLY_DATE.finditer(text, start, end):
        if match["next"] and not (found and text.find("。", found[-1][1], match.start()) < 0):
            # A month of this year.
            continue
        found.append(match.span())
    return found


def _is_compared_with(text: str, match: re.Match[str], start: int, end: int) -> bool:
    core, stop = match.span()
    is_rate = text.startswith(_RATES, core - 2)
    if text.startswith(_COMPARED_BEFORE, core - 1) and core > start and not is_rate:
        return True
    if _COMPARED_AFTER.match(text, stop, end):
        return True
    rises_from = core > start and text.startswith(_RISES_FROM, core - 1)
    return rises_from and _RISES.match(text, stop, end) is not None


def _read(
    text: str,
    start: int,
    match: re.Match[str],
    end: int,
    issued: date | None,
    year_said: int | None,
) -> DatePhrase | None:
    """Read the date whose core matched, led by the words from ``start`` on.

    ``year_said`` is the year of the date before it in its sentence.
    """
    try:
        period = _period(match, issued, year_said)
    except (ValueError, OverflowError):
        return None
    if period is None:
        return None
    begin, first, due = period
    days_named = first == due
    ends, within, before = match.group("end", "within", "before")
    if before and not (ends or within or days_named):
        due = first - timedelta(days=1)
    if begin and begin > due:
        # 2026年至2024年: a misprint, of which the end alone is certain to be due.
        begin = None
    core, stop = match.span()
    is_led_by_from = text[start:core] in ("从", "自") and not (begin or match["span"])
    says_which = _SAYS_WHICH.match(text, stop, end) is not None
    looks_back = is_led_by_from or says_which or _NO_DEADLINE.match(text, stop, end) is not None
    # A bare date with a day reports an event (2020年2月12日,…) unless something says "by".
    event = days_named and not (before or begin or start < core or match["span"])
    printed = text[start:stop]
    return DatePhrase(
        start,
        stop,
        printed,
        begin,
        due,
        not (looks_back or event),
        _is_past(printed, text[stop : stop + 2], due, issued),
        says_which,
    )


def _period(
    match: re.Match[str], issued: date | None, year_said: int | None
) -> tuple[date | None, date, date] | None:
    """Return where a range begins, and first and last day of what a match names."""
    if match["numeric"]:
        day = _day(match["numeric"], match["point"])
        return None, day, day
    if match["numeric_month"]:
        return None, *_of_month(match["numeric_month"])
    if match["first_month"]:
        begin, _ = _of_month(match["first_month"])
        return begin, *_of_month(match["last_month"])
    if match["two_years"]:
        if issued is None:
            return None
        first_year = issued.year + match["two_years"].startswith("明")
        begin = date(first_year, 1, 1)
        return begin, begin, date(first_year + 1, 12, 31)
    if match["month_said"]:
        return _of_this_month(match["month_said"], issued)
    if match["span"]:
        due = after(issued, match["span"]) if issued else None
        return (None, due, due) if due else None
    if match["plan"]:
        first, due = five_year_plan(match["plan"])
        is_whole = match["whole_plan"] in ("期间", "时期") and not match["end"]
        return (first if is_whole else None), first, due
    year = _year(match, issued.year if issued else None, year_said)
    if year is None:
        return None
    return _of_year(match, year)


def _of_month(words: str) -> tuple[date, date]:
    """Return first and last day of 2025.6."""
    return bounds(int(words[:4]), words[5:] + "月")


def _of_this_month(words: str, issued: date | None) -> tuple[None, date, date] | None:
    """Return first and last day of 本月, 下季度, as they count from the day of issue."""
    if issued is None:
        return None
    if words.endswith("季度"):
        years, quarter = divmod((issued.month - 1) // 3 + (words[0] == "下"), 4)
        return None, *bounds(issued.year + years, f"{quarter + 1}季度")
    years, month = divmod(issued.month - (words[0] == "本"), 12)
    return None, *bounds(issued.year + years, f"{month + 1}月")


def _day(words: str, point: str | None) -> date:
    if point is None:
        return date(int(words[:4]), int(words[4:6]), int(words[6:]))
    year, month, day = map(int, words.split(point))
    return date(year, month, day)


def _year(match: re.Match[str], this_year: int | None, year_said: int | None) -> int | None:
    """Return the year of a date: printed, or to be inferred from the one said before it."""
    if match["year"]:
        return number(match["year"])
    if match["short_year"]:
        return 2000 + int(match["short_year"])
    relative = (match["relative"] or "").removesuffix("度")
    if (
        relative in ("本年", "当年", "年")
        and not match["relative"].endswith("度")
        and not any(match.group("period", "end", "within"))
    ):
        return None
    # 2023年3月底前…,6月底前…,年底前…: all of that year.
    said = year_said if relative in ("", "年", "同年", "次年", "翌年") else None
    year = said or this_year
    if year is None:
        return None
    return year + _YEARS_AHEAD.get(relative, 0)


def _of_year(match: re.Match[str], year: int) -> tuple[date | None, date, date]:
    period, until = match.group("period", "until")
    begin = None
    if until:
        # 1—6月, 3月至5月, 10月12-19日
        assert period is not None
        month, _, _ = period.partition("月")
        begin, _ = bounds(year, period if "月" in period else month + "月")
        first, due = bounds(year, until if "月" in until else f"{month}月{until}")
        return begin, begin, due
    if match["from_year"]:
        begin, _ = bounds(number(match["from_year"]), match["from_period"])
    first, due = bounds(year, period)
    if match["within"] == "中":
        due = date(year, 6, 30)
    return begin, first, due


def _is_past(printed: str, following: str, due: date, issued: date | None) -> bool:
    if following == "以来":
        return True
    if issued and printed.startswith("截"):
        # 截至2023年底, said in 2024.
        return due < issued
    if issued is None or due.year >= issued.year:
        return False
    # 2021年前, said in 2021, ends in the year before; a plan may come late: 到2021年底.
    is_due = "前" in printed or following[:1] == "前"
    ends_before = is_due or ("底" in printed and printed[0] not in "12二今本年")
    return due.year < issued.year - 1 or not ends_before


def read_due_date(text: str, issued: date | None = None) -> date | None:
    """Return the date that a cell such as 完成时限 states, or None (持续推进).

    >>> read_due_date("2021年12月")
    datetime.date(2021, 12, 31)
    """
    dates = find_dates(text, issued)
    return dates[-1].due if dates else None
