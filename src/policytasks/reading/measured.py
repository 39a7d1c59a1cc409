"""What a number measures: the words beside it in its clause.

Consumes a quantity in its passage; answers what is measured, for whom each, how often,
and which stretch quotes it.
"""

from __future__ import annotations

import re

from policytasks.places import UNIT_SIGNS, find_place
from policytasks.reading.comparators import EACH
from policytasks.reading.drafts import Stretch
from policytasks.reading.numbers import (
    ACHIEVING,
    ENDS_WITH_VERB,
    StatedNumber,
    place_before,
)
from policytasks.reading.passages import Passage
from policytasks.reading.quantities import Quantity
from policytasks.words.numerals import NUMERAL_SIGNS
from policytasks.words.verbs import BENEFITS, FALLS, PROMOTES, RISES

__all__ = [
    "LINKS",
    "LONGEST_INDICATOR",
    "cadence",
    "clause_before",
    "holding_part",
    "is_bare_rate",
    "measured_thing",
    "quoted",
    "scope_of",
    "without_opener",
]

# What joins two numbers.
LINKS = frozenset("、和与及,")
LONGEST_INDICATOR = 60
_LONGEST_VERB = 12
_LONGEST_PLACE = 12

_COUNTY = r"(?:区县|县区|县\(市[、,]?区\)|县\(市\)区|县市区|市县|县|区)"
_SCOPES = (
    ("each_person", re.compile(r"每人|人均|每名|每位|每个?老年人|按人")),
    (
        "each_village",
        re.compile(r"(?:每个?|各|所有|全部|[%的]的?)(?:(?:行政|建制)?村|社区\(村\))|村村"),
    ),
    (
        "each_street",
        re.compile(
            r"""
            (?:每个?|各|所有|全部|%以?上?的)(?:城市|城镇)?      # 50%以上的街道
            (?:街道|乡镇|镇|乡|社区|街镇)                        # 每个街道建成1处
            |每镇|每街
            """,
            re.VERBOSE,
        ),
    ),
    (
        "each_county",
        re.compile(
            rf"""
            (?:每个?|各|所有)(?:市(?:\(州\))?[、,])?{_COUNTY}   # 各县(市、区), 各市(州)、县
            |(?:区县|县区|县\(市、?区\)|县级)[^,。;]{{0,6}}各    # 县级至少各建成1所
            |每县|每区
            """,
            re.VERBOSE,
        ),
    ),
)
_DISTRIBUTES = re.compile("每|各|均|村|按人|所有|全部|%")
_IN_EACH_PLACE = re.compile(r"在([一-鿿、]{2,8}(?:市区|区|县|镇|市))各")
_PLACE_OF_MANY = re.compile(r"[每各全本所该有多级]|区县|县市|县区|市县")
_PER = {"/年": "year", "/月": "month"}
_EVERY = (
    ("half-year", re.compile(r"每半年|半年(?:召开|开展|组织|报送|通报|调度)?1?一?次")),
    ("quarter", re.compile(r"每个?季度?|按季|逐季")),
    ("month", re.compile(r"每个?月|按月|逐月")),
    ("year", re.compile(r"每年|年均|逐年|每个年度|每年度")),
)
_CADENCE_BEFORE = re.compile(
    r"""
    (?<![^,。;:])每(?:半年|年|个?季度|个?月)
    (?:[\d一二三四第季度上下月日旬底末初前和、份中]{0,16}                   # 每年6月底前,各报送总结1次
      |[^,。;\d]{0,8}(?:前后?|期间))                              # 每年重阳节前后,组织活动
    ,$
    """,
    re.VERBOSE,
)
_LONGEST_CADENCE = 30

_DIGIT = re.compile(r"\d")
# Not the 65 of 65岁以上老年人.
_COUNTED = re.compile(r"\d(?![\d.]*(?:周?岁|级|类|年|月|日))")
_PARTS = re.compile(rf"、|和(?=[^,。;]{{0,8}}[\d{NUMERAL_SIGNS}])")
_OPENER = re.compile(
    rf"""
    (?:(?:同时|其中|并且|并|力争|争取|确保|努力|积极|[全我][{UNIT_SIGNS}]     # 力争全市
      |要|应|到|在|将|起|推动|促进|到时|届时|年内|使)[,:]?)+
    """,
    re.VERBOSE,
)
_BARE_RATE = re.compile(
    r"""
    (?:建设|设置|配建|总体|总)?                                         # 建设覆盖率
    (?:覆盖率|占比|比例|比率|达标率|签约率|合格率|完成率|普及率|数量)
    """,
    re.VERBOSE,
)
_PREDICATE = re.compile(
    rf"""
    (?:(?:{RISES}|{FALLS}|控制)(?:至|到|在)               # 放宽至3个月
      |要|应|须|将|需|达到|达|为|有|保持在|保持|稳定在|维持在|增加|增至|减少|降至|新增                # 覆盖率要达到
      |完成(?:安装|改造)?|建成|实现|培训|配备|原则上|给予|(?<=[床户人张个家次穴予各])(?:{BENEFITS})|分别|均|都|各
      |按照?|{EACH}|最高|最多|共计?|不)+$
    """,
    re.VERBOSE,
)
# Not the 建 of 建筑面积, the 设 of 设施, the 服务 of 服务业: a verb is taken whole or not at all.
_LEADING_VERB = re.compile(
    rf"""
    (?:(?:每个?|各)[^,。;]{{0,12}}?)?(?:[或和及]?(?:至少|{ACHIEVING}))++(?![率面达筑业施备标档的补])   # 每县建成
    |(?:按照?|每[人户月年])+                                                      # 每人每月
    """,
    re.VERBOSE,
)


# 推进3家中心建设, 抽取10%的机构: what is urged stands behind the number.
_URGES = re.compile(
    f"(?:{PROMOTES}|启动|抓好|抽取|抽查|选取|重点|统筹|加快|积极|力争|[每当今明]年|每季度|每半年|每月)+"
)


def _start_of(ending: re.Pattern[str], text: str, start: int, end: int) -> int:
    """Return where such an ending of ``text[start:end]`` starts; its end where it has none."""
    match = ending.search(text, start, end)
    return match.start() if match else end


def holding_part(number: StatedNumber, *, is_joined: bool) -> Stretch:
    """Return the part of an enumerating clause (A区4个、B区3个) that holds a number.

    A number that is joined to the one before it (30%和35%) has no part of its own.
    """
    text, quantity = number.text, number.quantity
    start, end = number.clause_start, number.clause_end
    first = quantity.start if is_joined else quantity.number_start + 1
    opening = text.rfind("(", start, quantity.start)
    is_inside = opening >= 0 and text.find(")", opening, quantity.start) < 0
    if is_inside and _COUNTED.search(text, start, opening):
        # 1500张(其中:公办900张、民办600张)
        start = opening + 1
        closing = text.find(")", quantity.end, end)
        end = closing if closing >= 0 else end
    for match in _PARTS.finditer(text, start, first):
        # 每个县(市、区)建成1个
        in_brackets = (
            text.rfind("(", start, match.start()) > text.rfind(")", start, match.start())
            and text.find(")", match.end(), quantity.start) >= 0
        )
        numbered = _COUNTED.search(text, start, match.start())
        if numbered and not in_brackets and not number.passage.date_at(match.start() - 1):
            start = match.end()
    if text.startswith("(", quantity.end) and _COUNTED.search(
        text, quantity.end, max(quantity.end, text.find(")", quantity.end, end))
    ):
        return start, quantity.end
    following = _PARTS.search(text, quantity.end, end)
    if following and _DIGIT.search(text, following.end(), end):
        end = following.start()
    return start, end


def without_opener(passage: Passage, start: int, end: int) -> int:
    """Return where the measured thing starts: after dates and openers of a clause."""
    moved = True
    while moved and start < end:
        moved = False
        date_here = passage.date_at(start)
        if date_here:
            start = date_here.end
            moved = True
        match = _OPENER.match(passage.text, start, end)
        if match:
            start = match.end()
            moved = True
        while start < end and passage.text[start] in ",:、 ":
            start += 1
            moved = True
    return start


def measured_thing(text: str, start: int, end: int, quantity: Quantity) -> Stretch | None:
    """Return what is measured: the object after a verb and number, else the words before."""
    after_start = quantity.end
    while after_start < end and text[after_start] in "的以上内":
        after_start += 1
    after = (after_start, min(end, after_start + LONGEST_INDICATOR))
    has_object = text[after_start : after_start + 1] == "“" or (
        end - after_start >= 2 and text[after_start] not in "、和与及("
    )
    before_end = quantity.start
    verb_start = max(start, before_end - _LONGEST_VERB)
    if has_object and _start_of(ENDS_WITH_VERB, text, verb_start, before_end) < before_end:
        return after
    before_start = start
    if has_object and _URGES.fullmatch(text, start, before_end):
        return after
    if start < before_end:
        before_end = _start_of(_PREDICATE, text, start, before_end)
        leading = _LEADING_VERB.match(text, start, quantity.start)
        before_start = leading.end() if leading else start
    while before_end > before_start and text[before_end - 1] in "的、和,":
        before_end -= 1
    if before_end - before_start >= 2:
        return before_start, min(before_end, before_start + LONGEST_INDICATOR)
    return after if has_object else None


def is_bare_rate(text: str, indicator: Stretch) -> bool:
    """Tell a rate that does not say of what (覆盖率) from one that does."""
    return _BARE_RATE.fullmatch(text, *indicator) is not None


def clause_before(passage: Passage, position: int) -> Stretch | None:
    """Return the clause that ends before a position where another one starts."""
    if position <= passage.start:
        return None
    start, end = passage.clause(position - 1)
    if start == end:
        return None
    return start, min(end, start + LONGEST_INDICATOR)


def scope_of(text: str, start: int, part: int, quantity: Quantity) -> str:
    """Return for whom each the number holds; its clause and its part of it start there."""
    if quantity.unit == "%":
        # 90%以上的城市社区和60%以上的农村: each share has its own group.
        start = part
    if "/人" in quantity.per:
        return "each_person"
    distributes = _DISTRIBUTES.search(text, start, quantity.start)
    found = [
        (match.end(), scope)
        for scope, pattern in (_SCOPES if distributes else ())
        for match in pattern.finditer(text, start, quantity.start)
    ]
    if found:
        return max(found)[1]
    if quantity.unit == "%":
        return "whole"
    county = find_place(text[start : min(start + _LONGEST_PLACE, quantity.start)])
    if county and county.listed and county.level == "county":
        # 任城区新增床位200张
        after = start + len(county.name)
        if _LEADING_VERB.match(text, after, quantity.end):
            return county.name
    before = text[start : quantity.start]
    place = place_before(before)
    if place and not _PLACE_OF_MANY.search(place["place"]):
        return str(place["place"])
    place = _IN_EACH_PLACE.search(before) if distributes else None
    return str(place[1]) if place else "whole"


def cadence(text: str, start: int, quantity: Quantity) -> str | None:
    """Return how often the number is due (每半年报送一次), None where once."""
    if quantity.per in _PER:
        return _PER[quantity.per]
    announced = _CADENCE_BEFORE.search(text, max(0, start - _LONGEST_CADENCE), start)
    start = max(announced.start() if announced else start, quantity.start - _LONGEST_CADENCE)
    for every, pattern in _EVERY:
        if pattern.search(text, start, quantity.end):
            return every
    return None


def quoted(text: str, begin: int, end: int, quantity: Quantity) -> Stretch:
    """Return the shortest stretch with the measured thing, from ``begin`` on, and the number."""
    begin = min(begin, quantity.start)
    if (
        text[quantity.end : quantity.end + 1] in LINKS
        and quantity.start - begin >= 2
        and _start_of(ENDS_WITH_VERB, text, begin, quantity.start) != begin
    ):
        return begin, quantity.end
    return begin, end
