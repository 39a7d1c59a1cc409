"""What a target carries beside its value: its base, its mode and whether it is conditional.

The base is the group of which a share is taken; the rules are those of section 3 of the
coding manual.
"""

from __future__ import annotations

import re
from datetime import date

from policytasks.places import UNIT_SIGNS
from policytasks.reading.dates import DatePhrase
from policytasks.reading.drafts import Stretch, TimeLimit
from policytasks.reading.numbers import StatedNumber
from policytasks.reading.passages import Passage
from policytasks.words.verbs import BUILDS, PROMOTES, RISES, SETS_UP

__all__ = ["base_of_group", "base_of_number", "is_conditional", "mode_of", "period_of"]

# What a group is made of: institutions, places, people. What is counted itself (设施, 中心)
# is a group only where a number stands before it.
_INSTITUTIONS = "机构|医院|敬老院|福利院|卫生院|养老院|护理院|企业|学校"
_MEMBERS = (
    rf"{_INSTITUTIONS}|街道(?:\((?:乡镇|镇|镇乡)\))?|乡镇(?:\(街道\))?(?!敬老院|卫生院|养老|政府|人民)|(?<!农)村(?:社(?!区)|居)?+|县(?![(在的级])|小区|居住区|街镇|(?<=\w\w)(?<!嵌入式)社区"
    "|家庭(?!医生|养老|照护|病床)|人员(?!供养(?:服务)?(?:机构|设施))|人群|人口|(?:老年人|老人)(?!家庭(?!医生|养老|照护|病床))|护理员|护士|医师|职工|儿童|对象"
)
_ALSO_COUNTED = "农村|社区|中心|设施|服务站|驿站|幸福院|食堂|区|镇|组织|项目|住宅|床位"
_GROUP = rf"[^,。;:《》“”]{{0,18}}?(?:{_MEMBERS})"
_LAST_MEMBER = re.compile(rf".*(?:{_MEMBERS}|{_ALSO_COUNTED})")
# Where the words on what a group does begin.
_DOES = re.compile(
    rf"""
    要|应|须|能|可|以(?!上|下)|均|都|至少|与|(?<!所)有(?!条件)|智慧化          # 养老机构以不同形式
    |{SETS_UP}|达到|实现|提供                                             # 医疗机构设置
    |覆盖|落实|投入|获得|享受|接受|实行|参加|具备|纳入|成为
    """,
    re.VERBOSE,
)
_OPENS_GROUP = re.compile(r"(?:及|\(含\))?(?:以上|以下)?的?")
_WHOLE_PLACE = re.compile(f"全[{UNIT_SIGNS}国]的?")
_RATE = "(?:率|占比|比例|比重|占)"
_OF_INDICATOR = re.compile(
    rf"""
    (?P<base>{_GROUP}(?:[和及、与]{_GROUP})*)
    (?!覆盖率|占比|比例|比重|占)(?=.{{2,}}{_RATE})                # 养老机构护理型床位占比
    """,
    re.VERBOSE,
)
_OF_SUBJECT = re.compile(rf"(?P<base>{_GROUP}(?:[和及、与]{_GROUP})*)(?=.{{2,}})")
_ONE_GROUP = re.compile(rf"[^,。;:《》“”\d]{{0,14}}(?:{_MEMBERS})")
_AMONG = re.compile(rf"在?(?P<base>[^,。;:《》“”\d]{{0,14}}(?:{_MEMBERS}))中")
_OF_BEDS = re.compile(
    rf"(?P<base>[^,。;:《》“”]{{0,18}}?(?:{_INSTITUTIONS}))(?=[^,。;]{{0,8}}床位)"
)
_RATE_AT_END = re.compile(rf"(?:数量|总数)?(?:的)?{_RATE}$")
_VERB_OF_POLICY = re.compile(f".*(?:{PROMOTES}|促进|优化|保障|增加|提升|提高|扩大|建设|改造|新增)")
_HAVE = re.compile(
    rf"(?P<base>[^,。;:]{{2,36}}?(?:{_MEMBERS}|{_ALSO_COUNTED}))(?:要|应|须)?(?:至少)?有?$"
)
_LED_BY = re.compile(rf"(?:全[{UNIT_SIGNS}]|积极|大力|全面|逐步|{PROMOTES}|(?:建成|新建)(?!的))+")
_LONGEST_WAY_BACK = 160
_NEWLY = ("新建", "在建", "改建", "扩建")
_SHORTEST_THING = 4

_ACTS = re.compile(f"{BUILDS}|达到|保持")
_KEPT = re.compile("保持|维持|稳定在")
_ADDED = re.compile("新增|新建|再建|增加(?![到至])|增设|增建|净增|新设")
_RAISED_BY = re.compile(f"(?:{RISES})(?:不少于|不低于|超过|约)?$")
_CONDITION = re.compile("有条件|具备条件|条件成熟|条件允许|条件许可|原则上")


def is_conditional(text: str, start: int, end: int) -> bool:
    """Tell whether a clause names a condition under which it holds.

    >>> text = "有条件的农村要设立康复场所"
    >>> is_conditional(text, 0, len(text))
    True
    """
    return _CONDITION.search(text, start, end) is not None


def mode_of(number: StatedNumber, part: int) -> str:
    """Return whether a value is to be reached, kept or added.

    ``part`` is where its part of the clause starts; a part without a verb has the verb of
    the clause (新建3个食堂和2个浴室).
    """
    text, until = number.text, number.quantity.number_start
    start = part if _ACTS.search(text, part, until) else number.clause_start
    if _KEPT.search(text, start, until):
        return "keep"
    # A share of 新设企业 is not added.
    is_added = not number.counts("share") and _ADDED.search(text, start, until)
    return "add" if is_added or _RAISED_BY.search(text, start, until) else "reach"


def base_of_group(text: str, start: int, end: int) -> Stretch | None:
    """Return the group that words such as 所有 open, up to what it does.

    >>> text = "所有养老机构应当备案"
    >>> text[slice(*base_of_group(text, 0, len(text)))]
    '所有养老机构'
    """
    whole = _WHOLE_PLACE.match(text, start, end)
    start = whole.end() if whole else start
    does = _DOES.search(text, start, end)
    group = _LAST_MEMBER.match(text, start, does.start() if does else end)
    if not group:
        return None
    # 乡镇(街道): the bracket belongs to it.
    closes = text.startswith(")", group.end()) and text.rfind("(", start, group.end()) > text.rfind(
        ")", start, group.end()
    )
    return start, group.end() + closes


def base_of_number(
    number: StatedNumber, part: Stretch, indicator: Stretch | None, subject: Stretch | None
) -> Stretch | None:
    """Return the group of which a number is a share, None where nothing narrows it.

    Parameters
    ----------
    number
        A number in its place.
    part
        The part of its clause that says what it measures.
    indicator, subject
        What it measures, and what an earlier clause said of which it is the rate.
    """
    text = number.text
    if not number.counts("share"):
        return _at_front(_OF_BEDS, text, indicator) if number.quantity.unit == "张" else None
    return (
        _behind_number(number, part[1])
        or _before_number(number, part[0])
        or _at_front(_OF_SUBJECT, text, subject)
        or _at_front(_OF_INDICATOR, text, indicator)
        or _whole_group(text, indicator)
        or _among(number.passage, number.clause_start)
        or _said_before(number.passage, number.sentence_start, subject or indicator)
    )


def _behind_number(number: StatedNumber, end: int) -> Stretch | None:
    """60%以上的养老机构开展居家上门服务."""
    text, start = number.text, number.quantity.end
    opens = _OPENS_GROUP.match(text, start, end)
    return base_of_group(text, opens.end() if opens else start, end)


def _before_number(number: StatedNumber, begin: int) -> Stretch | None:
    """各区县建成的日间照料中心要有30%以上实行公建民营, 养老机构100%实现医养结合."""
    if not _DOES.match(number.text, number.quantity.end, number.clause_end):
        return None
    have = _HAVE.search(number.text, begin, number.quantity.start)
    return have.span("base") if have else None


def _at_front(pattern: re.Pattern[str], text: str, words: Stretch | None) -> Stretch | None:
    if not words:
        return None
    led = _LED_BY.match(text, *words)
    found = pattern.match(text, led.end() if led else words[0], words[1])
    if not found:
        return None
    start, end = found.span("base")
    # 新建居住区配套设施达标率: a verb to the reader, a part of the name of the group.
    return (start - 2 if text.startswith(_NEWLY, start - 2) else start), end


def _whole_group(text: str, indicator: Stretch | None) -> Stretch | None:
    """民办养老机构不低于50%: what is measured is the group itself."""
    group = indicator and _ONE_GROUP.fullmatch(text, *indicator)
    return indicator if group else None


def _among(passage: Passage, clause_start: int) -> Stretch | None:
    """公办养老机构中,护理型床位占比达到60%."""
    if clause_start <= passage.start:
        return None
    among = _AMONG.fullmatch(passage.text, *passage.clause(clause_start - 1))
    return among.span("base") if among else None


def _said_before(passage: Passage, start: int, indicator: Stretch | None) -> Stretch | None:
    """鼓励公办养老机构公建民营,2021年底前公建民营比例不低于50%: whose 公建民营."""
    if indicator is None:
        return None
    text = passage.text
    rate = _RATE_AT_END.search(text, *indicator)
    thing = text[indicator[0] : rate.start() if rate else indicator[1]]
    at = text.find(thing, max(start, indicator[0] - _LONGEST_WAY_BACK), indicator[0])
    if at < 0 or len(thing) < _SHORTEST_THING:
        return None
    clause_start, _ = passage.clause(at)
    verb = _VERB_OF_POLICY.match(text, clause_start, at)
    clause_start = verb.end() if verb else clause_start
    group = re.fullmatch(_GROUP, text[clause_start:at])
    return (clause_start, at) if group else None


def period_of(
    due: DatePhrase | None, limit: TimeLimit
) -> tuple[date | None, date | None, Stretch | str | None]:
    """Return first day, last day and printed form of the period by which a target is due."""
    if due and due.is_deadline:
        return due.begin, due.due, (due.start, due.end)
    if limit.date:
        return None, limit.date, limit.printed
    return None, None, None
