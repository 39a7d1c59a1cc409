"""The document's frame: what its title calls it, what it is about and for which years."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from policytasks.places import UNITS
from policytasks.reading.periods import FIVE_YEAR_PLAN, five_year_plan
from policytasks.words.documents import DATE, FORWARDS, ISSUES
from policytasks.words.numerals import NUMERAL_SIGNS, chinese_integer

__all__ = ["Frame", "find_frame"]

# The last word of a title, longer words before their own endings.
_GENRES = {
    "行动计划": "action",
    "行动方案": "action",
    "规划纲要": "plan",
    "规划": "plan",
    "纲要": "plan",
    "计划": "action",
    "方案": "scheme",
    "意见": "opinion",
    "措施": "measures",
    "办法": "regulation",
    "条例": "regulation",
    "规定": "regulation",
    "细则": "regulation",
    "清单": "list",
    "分工": "list",
    "通知": "notice",
}
# What a genre is called besides: 实施方案, 三年行动计划, 2023年工作方案, 若干措施, 的实施意见.
_GENRE = re.compile(
    rf"""
    (?:的)?
    (?:“?{FIVE_YEAR_PLAN}”?(?:时期)?)?          # “十四五”规划
    (?:20\d\d(?:[-—–~至]20\d\d)?年)?             # 2023年实施方案
    (?:[\d{NUMERAL_SIGNS}]+年)?            # 三年行动计划
    (?:实施|工作|总体|专项|具体|指导|若干|政策)*   # 若干政策措施
    ({"|".join(_GENRES)})
    (?:的通知)?$
    """,
    re.VERBOSE,
)
_NAMED = re.compile(r"《([^《》]+)》")
_FORWARDS = re.compile(rf"关于(?:(?:{FORWARDS}|发布)(.+?)|(《.+》))的?通知$")
_ABOUT = re.compile(r"^[^《“”]{0,60}?关于")
_BRACKET_AT_END = re.compile(r"\([^()]*\)$")
# 吉林市推进…, 阜新蒙古族自治县推广…: a name of a place before the subject.
_PLACE = re.compile(rf"^[\u4e00-\u9fff]{{2,12}}?(?:{UNITS})(?!域|块)")

_YEARS = re.compile(r"(20\d\d)年?(?:[-—–~]|至|到)(20\d\d)年?")
_ONE_YEAR = re.compile(r"(?<![\d〔\[(])(20\d\d)年")
_FIVE_YEARS = re.compile(FIVE_YEAR_PLAN)
# 规划期为2021—2025年, 实施期限：2021年至2025年
_SCOPE = re.compile(
    r"(?:规划期限?|实施期限?|执行期限?|实施时间|试点期限|试点时间)(?:为|是|:|自)?" + _YEARS.pattern
)
_DAY = r"(20\d\d)年(\d{1,2})月(\d{1,2})日"
_VALIDITY = re.compile(
    rf"""
    自(?:{_DAY}|(?:{ISSUES})之日)起               # 自印发之日起, 自2024年4月1日起
    (?:施行|实施|执行|生效)?,?
    (?:有效期|试行期|执行期|有效期限|执行期限)?(?:为|至|到)?
    (?:(?P<count>[\d{NUMERAL_SIGNS}]{{1,3}})(?P<unit>年|个月)   # 有效期5年, 执行期限为3个月
      |(?P<last>{DATE}))                                              # 有效期至2025年12月31日
    """,
    re.VERBOSE,
)
_DATE = re.compile(_DAY)


@dataclass(frozen=True, slots=True)
class Frame:
    """The frame of one document; None where its title and text do not tell."""

    horizon_start: date | None = None
    horizon_end: date | None = None
    genre: str | None = None
    mandate: str | None = None


def find_frame(text: str, title: str | None, issued: date | None) -> Frame:
    """Read a document's frame.

    Parameters
    ----------
    text
        The whole document as a view's text: half-width, without white space.
    title
        Its title as printed.
    issued
        Its day of issue, from which a term of validity counts.

    Examples
    --------
    >>> find_frame("", "清河市关于推进老年助餐的三年行动方案（2024—2026年）", None)
    ... # doctest: +NORMALIZE_WHITESPACE
    Frame(horizon_start=datetime.date(2024, 1, 1), horizon_end=datetime.date(2026, 12, 31),
          genre='action', mandate='推进老年助餐')
    """
    name = _own_name((title or "").replace("（", "(").replace("）", ")"))
    start, end = _years(name) or _term(text, issued) or (None, None)
    genre, mandate = _genre_and_mandate(name)
    return Frame(start, end, genre, mandate)


def _own_name(title: str) -> str:
    """Return what a plan is called in the title of the notice that forwards it.

    >>> _own_name("清河市人民政府关于印发《清河市助餐方案》的通知")
    '清河市助餐方案'
    """
    forwards = _FORWARDS.search(title)
    if forwards is None:
        return title
    named = _NAMED.search(forwards[0])
    return named[1] if named else forwards[1]


def _genre_and_mandate(name: str) -> tuple[str | None, str | None]:
    name = _BRACKET_AT_END.sub("", name)
    genre = _GENRE.search(name)
    if genre is None:
        return None, None
    subject = name[: genre.start()]
    about = _ABOUT.match(subject)
    subject = subject[about.end() :] if about else _PLACE.sub("", subject)
    return _GENRES[genre[1]], subject.strip("《》") or None


def _years(name: str) -> tuple[date, date] | None:
    """Return the years that a plan's name gives: 2024—2026年, “十四五”, 2023年."""
    if years := _YEARS.search(name):
        return _whole(int(years[1]), int(years[2]))
    if years := _FIVE_YEARS.search(name):
        return five_year_plan(years[0])
    if years := _ONE_YEAR.search(name):
        return _whole(int(years[1]), int(years[1]))
    return None


def _whole(first: int, last: int) -> tuple[date, date] | None:
    return (date(first, 1, 1), date(last, 12, 31)) if first <= last else None


def _term(text: str, issued: date | None) -> tuple[date | None, date] | None:
    """Return the period that a clause of scope or of validity gives."""
    if scope := _SCOPE.search(text):
        return _whole(int(scope[1]), int(scope[2]))
    validity = _VALIDITY.search(text)
    if validity is None:
        return None
    start = _day(validity[0]) if validity[1] else issued
    if validity["last"]:
        last = _day(validity["last"])
        return (start, last) if last and (start is None or start <= last) else None
    count = validity["count"]
    number = int(count) if count.isdecimal() else chinese_integer(count)
    if start is None or not number:
        return None
    end = _later(start, number * 12 if validity["unit"] == "年" else number)
    return (start, end) if end else None


def _day(text: str) -> date | None:
    found = _DATE.search(text)
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _later(start: date, months: int) -> date | None:
    """Return the last day of a term of months that begins on a day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    try:
        return date(year, month + 1, min(start.day, 28)) + timedelta(
            days=start.day - min(start.day, 28) - 1
        )
    except (ValueError, OverflowError):
        return None
