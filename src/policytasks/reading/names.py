"""Lists of agencies: where one name ends and the next begins.

Consumes a stretch of the view that holds nothing but names; produces the stretch of each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policytasks.agencies.names import LEVEL_WORD
from policytasks.places import TERRITORY_SIGNS, UNIT_SIGNS
from policytasks.reading.drafts import NamedAgency, Stretch
from policytasks.roles import Roles
from policytasks.words.agencies import ORGAN_SIGNS
from policytasks.words.marks import BULLETS, CLOSING_BRACKETS
from policytasks.words.numerals import NUMERAL_SIGNS

__all__ = ["BEHIND_NAME", "agencies_in_list", "is_name", "split_agencies", "trimmed"]

# What parts two names, and the brackets inside which nothing does.
_ENDS_OF_NAMES = ORGAN_SIGNS + "区"
# Right behind a name or its brackets, where no sign parts it from what follows.
BEHIND_NAME = rf"(?<=[{_ENDS_OF_NAMES}社校团)])"
_PARTING = re.compile(
    rf"""
    [、,;。/(\[〔)\]〕]
    # …和…: only between the end of one name and the start of another
   |(?<=[{_ENDS_OF_NAMES})])(?:以及|会同|[和及与])(?=[{TERRITORY_SIGNS}街各国有相中])
    # 市民政局等相关部门, 市民政局等市直有关单位, 市民政局等9部门
   |(?<![高中初同])等(?=[^、,;。:()局厅委]{{0,10}}?(?:部门|单位|机构|企业))
    # 市民政局等各县区政府; 桂林等市人民政府 is one collective
   |(?<=[{_ENDS_OF_NAMES}])等(?=各)
    """,
    re.VERBOSE,
)
_CLOSING_SIGNS = frozenset(CLOSING_BRACKETS.values())
_LONGEST_NAME = 45

# 各市、州、县人民政府 is one collective: its first members lack the noun.
_BARE_MEMBER = re.compile(
    rf"^各?(?:有关|相关)?(?:[{UNIT_SIGNS}]|(?:地级|设区的?)?市|县\(市、?区\)|市\(州\))$"
)
# 南宁、柳州、桂林等市人民政府 is one collective too: its members are bare names of places.
_SEVERAL_PLACES = re.compile(rf"\w{{2,4}}等[地{UNIT_SIGNS}]")
_BARE_PLACE = re.compile(rf"\w{{2,4}}(?<![{ORGAN_SIGNS}处])$")
# 省国资委等单位, 市民政局等9部门: what the names before it are, no name of its own.
_SORT_OF_NAMES = re.compile(rf"(?:[\d{NUMERAL_SIGNS}]+|多|几)?[个家]?(?:单位|部门|机构)")
# 各县(市、区)党委、政府 and 各有关部门、单位 are one.
_SECOND_HALF = re.compile(
    "(?:(?<=党委)|(?<=党工委))、(?:人民)?政府$|(?<=部门)、单位$|(?<=各镇)、街道$|(?<=乡镇)、街道$"
)
_ENDS_OF_OFFICES = "处科股室"
# What opens with a level or a place is an agency of its own: 市机关事务管理处, 青山县公路管理处.
_OFFICE = re.compile(
    rf"""
    (?!{LEVEL_WORD}
      |\w{{1,4}}?(?:(?<!城)市(?![场政容])|县(?!域)|[州旗])
      |机关事务|市政工程)
    (?:社会|会计|干部|医院|[^局委厅部院会()]){{1,12}}  # 养老服务处, 社会救助科
    (?<!办事)(?:[处科股]室?)
    """,
    re.VERBOSE,
)
# A department with its office: 市民政局养老服务科, but 市委办公室 is an agency of its own.
_OFFICE_OF_DEPARTMENT = re.compile(
    rf"""
    (?:
    # 市民政局养老服务科, 省民政厅办公室
      (?P<bureau>[^局厅()]{{2,30}}[局厅])[^局厅()]{{1,14}}(?<!办事)(?:[处科股]室?|室)
    # 市卫生健康委老龄健康科, 市委组织部干部科, 市政府办公室秘书科
   |(?P<organ>
        [^局厅()委]{{2,20}}(?<![{UNIT_SIGNS}党])委(?:员?会)?
       |[^局厅()委]{{1,10}}委[^局厅()委部]{{2,4}}部
       |[^局厅()办]{{1,10}}[府委]办(?:公室)?
       |[^局厅()联]{{1,10}}残联
     )[^局厅()]{{1,14}}(?<!办事)[处科股]室?
    )
    """,
    re.VERBOSE,
)
# 市民政局牵头,会同市财政局落实; 以上任务由市民政局负责
_OPENS_LINKED = re.compile(
    f"会同(?!县)|联合(?=[{UNIT_SIGNS}])|(?:以上|上述|本项|该项|此项|本)(?:任务|工作|事项|内容|项目)?由"
)
_IN_BRACKETS = re.compile(r"(?<=.)[(\[〔]([^()\[\]〔〕]*)[)\]〕]$")
_BETWEEN_OFFICES = re.compile(r"[、,;]")
_NOT_FIRST_OF_NAME = frozenset("、,;.。:由请并和及 " + BULLETS)
_NOT_LAST_OF_NAME = frozenset("、,;.。等 " + BULLETS)
_NOT_IN_A_NAME = re.compile(r"[。!?“”《》%：:]|\d{4}年")


def split_agencies(text: str, start: int, end: int) -> list[Stretch]:
    """Split a list of agencies into the stretches of their names.

    >>> text = "市自然资源和规划局、各市、州、县人民政府,市民政局等相关部门"
    >>> [text[a:b] for a, b in split_agencies(text, 0, len(text))]
    ['市自然资源和规划局', '各市、州、县人民政府', '市民政局', '相关部门']
    """
    cuts = [start]
    depth = 0
    for match in _PARTING.finditer(text, start, end):
        begin, stop = match.span()
        if text[begin] in CLOSING_BRACKETS:
            depth += 1
        elif text[begin] in _CLOSING_SIGNS:
            depth = max(depth - 1, 0)
        elif not depth:
            cuts += begin, stop
    cuts.append(end)
    names: list[Stretch] = []
    held: int | None = None
    for begin, stop in zip(cuts[::2], cuts[1::2], strict=True):
        begin, stop = trimmed(text, begin, stop)
        linked = _OPENS_LINKED.match(text, begin, stop)
        begin = linked.end() if linked else begin
        if names and _SECOND_HALF.match(text, names[-1][1], stop):
            names[-1] = names[-1][0], stop
            continue
        if begin >= stop or _SORT_OF_NAMES.fullmatch(text, begin, stop):
            continue
        if _BARE_MEMBER.match(text[begin:stop]):
            held = begin if held is None else held
            continue
        if _SEVERAL_PLACES.match(text, begin, stop):
            while held is None and names and _BARE_PLACE.match(text[slice(*names[-1])]):
                begin = names.pop()[0]
        names.append((begin if held is None else held, stop))
        held = None
    if held is not None:
        names.append((held, trimmed(text, held, end)[1]))
    return names


def trimmed(text: str, start: int, end: int) -> Stretch:
    """Cut what is no part of a name: stops, 由, 等."""
    while start < end and text[start] in _NOT_FIRST_OF_NAME:
        start += 1
    while start < end and text[end - 1] in _NOT_LAST_OF_NAME:
        end -= 1
    return start, end


def is_name(name: str) -> bool:
    """Tell whether a stretch of a list may be a name at all."""
    return 2 <= len(name) <= _LONGEST_NAME and not _NOT_IN_A_NAME.search(name)


def agencies_in_list(
    text: str, start: int, end: int, role: str, roles: Roles
) -> Iterator[NamedAgency]:
    """Yield the agencies of a list, with the role of the list or that in their own brackets.

    Offices inside a department are no agencies: of 市民政局养老服务科 the department is
    named, and a name does not hold the offices that it prints in brackets.
    """
    for begin, stop in split_agencies(text, start, end):
        own = role
        brackets = _IN_BRACKETS.search(text, begin, stop)
        if brackets:
            # 市财政局(牵头)、市发展改革委(配合单位)
            told = roles.role_alone(brackets[1])
            offices = _BETWEEN_OFFICES.split(brackets[1])
            if told or all(_OFFICE.fullmatch(office) for office in offices):
                stop = brackets.start()
            own = told or role
        is_office = text[stop - 1] in _ENDS_OF_OFFICES
        department = _OFFICE_OF_DEPARTMENT.fullmatch(text, begin, stop) if is_office else None
        if department:
            stop = begin + len(department["bureau"] or department["organ"])
        elif is_office and _OFFICE.fullmatch(text, begin, stop):
            continue
        if not roles.person.search(text, begin, stop):
            yield NamedAgency(begin, stop, own)
