"""Numbers that tell what was or is, not what is to be."""

from __future__ import annotations

import re

from policytasks.places import UNIT_SIGNS
from policytasks.reading.numbers import StatedNumber
from policytasks.words.numerals import NUMERAL_SIGNS

__all__ = ["is_past"]

_EXISTING = re.compile(
    r"""
    (?:现有|已有|原有|共有|已[为对向给]|累计已|已达到?|已增至|已建成?(?![^,。;]{0,6}(?:区|小区|住宅|住房|社区)))   # 已建成居住区: which ones
    (?![^,。;]*基础上)[^,。;]{0,24}$
    """,
    re.VERBOSE,
)
_AS_OF_NOW = re.compile(
    rf"(?:(?:目前|截至)[^,。;]{{0,6}}|占(?:全[{UNIT_SIGNS}])?(?:户籍|常住)?总?人口的?)$"
)
_SO_FAR = re.compile("目前|截至目前|截止目前|现已|当前")
# 去年完成50户; not 在去年的基础上, 比去年增长10%.
_LAST_YEAR = re.compile(
    r"""
    (?:去年|前年|此前
      |上一?年度?(?=[^,。;]{0,2}[建完新改投累]))               # 上年度完成50户
    (?![^,。;]{0,10}基础)
    """,
    re.VERBOSE,
)
# 近年来, 开院12年来; a date that follows holds instead.
_FOR_YEARS = re.compile(
    "[^,。;]{0,8}年来|(?:截[至止]到?)?[去上前]年度?[底末]?,"
    rf"|过去[\d{NUMERAL_SIGNS}]{{1,2}}年"
)
# 床位已由8000张增至1.2万张,护理型床位占比达到48%: the clause goes on to tell what is.
_SO_IT_IS = re.compile("(?:达到?|为|占|增至|上升到)$")
_HAS_COME = re.compile("[共现]有|老年人口\\d|已(?:由|从|达|有|建成|增|累计|完成|实现)")
# 入住率54.3%,供需矛盾突出: how hard things are.
_IS_HARD = re.compile("矛盾|严峻|供不应求|滞后|短板")
_IS_TO_BE = re.compile("到20|力争|确保|将|要|计划|目标|争取|新增|继续|每|至少")
# 三分之一的老年人患有慢性病: how things are.
_IS_SO = re.compile("[^,。;]{0,12}(?:患|建于|属于|存在|面临|缺乏|处于|短缺)")
# 全市老年人口35.6万: how many there are, or will be, is nobody's doing.
_POPULATION = re.compile(
    "老年人口(?:总数|总量|数量|数|规模)?(?:将|已)?(?:突破|超过|达到?|约?为|约)?$"
)
_SERVED = re.compile("服务|覆盖|惠及|帮扶|保障")
_LONGEST_WAY_BACK = 120


def is_past(number: StatedNumber) -> bool:
    """现有6家医院, 新增了6家, 2014年以来建成30家, 目前已完成选址,…40张."""
    return bool(
        (number.counts("share") and _IS_SO.match(number.after))
        or (_POPULATION.search(number.before) and not _SERVED.search(number.before))
        or (number.due and number.due.is_past)
        or number.before.endswith(("了", "已"))
        or _EXISTING.search(number.before)
        or _AS_OF_NOW.search(number.before)
        or _SO_FAR.match(number.text, number.sentence_start)
        or (not number.due and _LAST_YEAR.match(number.text, number.clause_start))
        or (not number.due and _goes_on_telling(number))
        or (not number.due and _FOR_YEARS.match(number.text, number.sentence_start))
    )


def _goes_on_telling(number: StatedNumber) -> bool:
    """床位已由8000张增至1.2万张,护理型床位占比达到48%; 共有63家,床位9800张."""
    start = max(number.sentence_start, number.clause_start - _LONGEST_WAY_BACK)
    is_bare = number.closes_part and not (number.is_built or number.follows_verb)
    if (number.quantity.unit or "").endswith("元") or not (
        is_bare or _SO_IT_IS.search(number.before)
    ):
        return False
    if is_bare and not number.is_compared:
        end = number.clause_end
        if _IS_HARD.search(number.text, end, min(number.passage.sentence_end(end), end + 40)):
            return True
    come = _HAS_COME.search(number.text, start, number.clause_start)
    return bool(come and not _IS_TO_BE.search(number.text, come.end(), number.quantity.start))
