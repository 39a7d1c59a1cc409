"""Responsibility statements: who answers for a unit, as its own text prints it.

Consumes the view and the stretch of a unit; produces the statements found there
and the agencies that each names with their roles. What an agency's name looks
like is asked of the caller, because names are vocabulary.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import NamedTuple

from policytasks.reading.view import CLOSING, Break, View

__all__ = [
    "FIRST_LEADS",
    "WORDS_OF_FIRST_LEADS",
    "NamedAgency",
    "Statement",
    "find_statements",
    "split_agencies",
]

# 牵头单位: 责任部门: … a label that opens a statement, with the role it gives; 牵头领导: names
# a person.
_LABELS = (
    (
        "person",
        r"(?:牵头|分管|责任|负责|主要|第一|配合|包抓|包联)+[省市县区]?级?(?:领导|责任人|负责人)",
    ),
    ("lead", r"(?:牵头|主办|主责|主要责任|第一责任)(?:责任)?"),
    ("support", r"(?:配合|参与|参加|协助|协办|支持|支撑|协同)(?:责任)?"),
    ("responsible", r"(?:责任|承办|负责|落实|实施|执行|承担)"),
    ("deadline", r"(?:完成|办理|落实|工作)?(?:时限|期限|时间)(?:要求|节点|进度|安排)?"),
)
_BODY = r"(?:单位|部门|机构|主体|处室)?"
_WITHOUT_BODY = ("person", "deadline")
_LABEL = re.compile(
    "|".join(
        rf"(?P<{role}>{words}{'' if role in _WITHOUT_BODY else _BODY})" for role, words in _LABELS
    ).join(("(?:[省市县区]级)?(?:", "):"))
)
_LABEL_BEFORE = re.compile(_LABEL.pattern + r"\Z")
_COLON = re.compile(":")
_LONGEST_LABEL = 12

# …牵头, …配合, …按职责分工负责: a verb that closes a list of agencies.
_BY_DUTIES = r"(?:按照?|依|根据)?(?:部门|各自)?(?:的)?(?:职责|职能|任务|权限)(?:任务)?(?:分工|范围)?(?:要求)?"
_VERB = re.compile(
    rf"""
    (?=[共联牵主积协按依根部各的职任权配参支并分具抓组密负落实承执结])  # no other opens a verb: fail fast
    (?:(?P<lead>(?:负责)?(?:共同|联合)?(?:牵头|主办)(?:并?{_BY_DUTIES})?(?:分别|共同|分工)?(?:负责|落实|组织实施|实施|组织)?)
   |(?P<support>(?:负责)?(?:积极|共同|协同|协助|{_BY_DUTIES})?(?:配合|参与|协助|协办|参加|支持)
       (?:实施|落实|工作|负责)?)
    # 职责分工 is one word or two: {{0,8}}+ takes the first reading, and none back.
   |(?P<responsible>(?:{_BY_DUTIES}|并?共同|分工|分头|分别|具体|各自|抓好|组织|密切|结合(?:本地|各自)?实际){{0,8}}+
       (?:负责|落实|实施|承办|执行)(?:落实|实施)?))
    """,
    re.VERBOSE,
)
_ENDS_OF_VERBS = frozenset("头办责能务限工围求别同实施织合与助加持作行")
_AFTER_VERB = "。;,"
# What parts two names, and the brackets inside which nothing does. Each alternative opens with
# signs of its own, so that a search skips all others at full speed.
_ENDS_OF_NAMES = "局委办厅部院会府门位司行所心队联区"
_PARTING = re.compile(
    rf"""
    [、,;/(\[〔)\]〕]
    # …和…: only between the end of one name and the start of another
   |(?:以及(?<=[{_ENDS_OF_NAMES}]以及)|会同(?<=[{_ENDS_OF_NAMES}]会同)
      |[和及与](?<=[{_ENDS_OF_NAMES}][和及与]))(?=[省市县区州盟旗各国有相中])
    # 市民政局等相关部门
   |等(?=各?(?:相关|有关|市级|省级|成员|行业|主管|职能|部门|单位|多?部门))
    """,
    re.VERBOSE,
)
_CLOSING_SIGNS = frozenset(CLOSING.values())
_OPENING = re.compile(r"[(\[〔]")
_LABELLED_OPENING = re.compile(_OPENING.pattern + _LABEL.pattern)
_LONGEST_STATEMENT = 900
_LONGEST_NAME = 45

# 各市、州、县人民政府 is one collective: its first members lack the noun.
_BARE_MEMBER = re.compile(
    r"^各?(?:有关|相关)?(?:[省市县区州盟旗]|(?:地级|设区的?)?市|县\(市、?区\)|市\(州\))$"
)
_ENDS_OF_BARE_MEMBERS = frozenset("省市县区州盟旗)")
# 南宁、柳州、桂林等市人民政府 is one collective too: its members are bare names of places.
_SEVERAL_PLACES = re.compile(r"\w{2,4}等[地市县区州旗盟]")
_BARE_PLACE = re.compile(r"\w{2,4}(?<![局委办厅部院会府门司行处中心队联])$")
# 省国资委等单位: what the names before it are, no name of its own.
_SORTS_OF_NAMES = frozenset(("单位", "部门", "机构"))
_DEPARTMENTS = re.compile("等(?:有关|相关|各)?部门")
_BEHIND_NAMES = re.compile(rf"[等、,]*+(?:{'|'.join(sorted(_SORTS_OF_NAMES))})?")
# 以下各项均需各区政府负责落实,不再一一列出: a remark on other units.
_ON_OTHER_UNITS = re.compile(r"。[^。]{0,4}(?:以下|下同|下列|其他各项)[^。]*。?$")
# …,排第一位的为牵头单位,下同: a remark on the order of names, which names nobody.
FIRST_LEADS = re.compile(
    r"(?:位列|排列|排名|排序|列|排|居)(?:在|于)?(?:首位|第一位?|最前面?|前面)的?(?:单位|部门)?"
    r"(?:为|是|即为)牵头(?:责任)?(?:单位|部门)?(?:[,、]?以?下同|\(以?下同\))?"
)
# Each of these remarks holds one of these.
WORDS_OF_FIRST_LEADS = ("为牵头", "是牵头")
_ENDS_OF_REMARK = frozenset("头任位门同)")
# (市民政局负责,2021年3月底前完成): the time limit of the whole item.
_DUE_AT_END = re.compile(
    r"[,;、](?:于|在|到)?((?:20\d\d年|今年|明年|年|\d{1,2}月)[^,;、。(]{0,12}?(?:年|月|日|[底末前内]|季度|半年))"
    r"(?:基本|全部|全面)?(?:完成|落实|实施|启动|建成|实现|到位)?$"
    r"|[,;、](持续推进|持续实施|长期坚持|常年坚持|长期推进)$"
)
_LONGEST_DUE = 32
_NOT_FIRST_OF_NAME = frozenset("、,;.。:由请并和及 ")
_NOT_LAST_OF_NAME = frozenset("、,;.。等 —-")
# What may stand before a labelled line.
_BULLETS = "—-·●◆■▲★※*"
# A line that is shorter than this share of a full one was not broken by the page.
_FULL = 0.85
_NOT_IN_A_NAME = re.compile(r"[。!?“”《》%：:]|\d{4}年")


class NamedAgency(NamedTuple):
    """An agency at ``text[start:end]`` of the view, and its role."""

    start: int
    end: int
    role: str


class Statement(NamedTuple):
    """A statement at ``text[start:end]`` of the view, brackets included.

    ``deadline`` is the stretch that a 完成时限 label introduces, if any.
    """

    start: int
    end: int
    agencies: tuple[NamedAgency, ...]
    deadline: tuple[int, int] | None


def split_agencies(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Split a list of agencies into the stretches of their names.

    >>> text = "市自然资源和规划局、各市、州、县人民政府,市民政局等相关部门"
    >>> [text[a:b] for a, b in split_agencies(text, 0, len(text))]
    ['市自然资源和规划局', '各市、州、县人民政府', '市民政局', '相关部门']
    """
    cuts = [start]
    depth = 0
    for match in _PARTING.finditer(text, start, end):
        begin, stop = match.span()
        if text[begin] in CLOSING:
            depth += 1
        elif text[begin] in _CLOSING_SIGNS:
            depth = max(depth - 1, 0)
        elif not depth:
            cuts += begin, stop
    cuts.append(end)
    names: list[tuple[int, int]] = []
    held: int | None = None
    for begin, stop in zip(cuts[::2], cuts[1::2], strict=True):
        begin, stop = _trimmed(text, begin, stop)
        if begin >= stop or text[begin:stop] in _SORTS_OF_NAMES:
            continue
        if text[stop - 1] in _ENDS_OF_BARE_MEMBERS and _BARE_MEMBER.match(text[begin:stop]):
            held = begin if held is None else held
            continue
        # 等 is rare in a name, and looking for it much faster than trying the pattern.
        if text.find("等", begin, stop) >= 0 and _SEVERAL_PLACES.match(text, begin, stop):
            while held is None and names and _BARE_PLACE.match(text[slice(*names[-1])]):
                begin = names.pop()[0]
        names.append((begin if held is None else held, stop))
        held = None
    if held is not None:
        names.append((held, _trimmed(text, held, end)[1]))
    return names


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """Cut what is no part of a name: stops, 由, 等."""
    while start < end and text[start] in _NOT_FIRST_OF_NAME:
        start += 1
    while start < end and text[end - 1] in _NOT_LAST_OF_NAME:
        end -= 1
    return start, end


def _named(text: str, start: int, end: int, default: str | None) -> Iterator[NamedAgency]:
    """Yield the agencies of one labelled part, or of an unlabelled statement.

    Each verb gives its role to the names since the verb before it; names that
    no verb follows have the role of the label.
    """
    position = start
    for match in _VERB.finditer(text, start, end):
        following = text[match.end() : min(match.end() + 1, end)]
        if following and following not in "、,;。)]〕":
            continue
        for name in split_agencies(text, position, match.start()):
            yield NamedAgency(*name, match.lastgroup)
        position = match.end()
    if default:
        for name in split_agencies(text, position, end):
            yield NamedAgency(*name, default)


def _labelled_parts(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """Return role, start and end of each labelled part."""
    labels = list(_LABEL.finditer(text, start, end))
    ends = [label.start() for label in labels[1:]] + [end]
    return [(label.lastgroup, label.end(), stop) for label, stop in zip(labels, ends, strict=True)]


def _at_blanks(
    view: View, agency: NamedAgency, is_agency: Callable[[str], bool]
) -> list[NamedAgency]:
    """Part what stands between two signs where blanks part agencies (市民政局 市财政局)."""
    start, end, role = agency
    edges = [start, *_breaks_within(view, start, end), end]
    parts = list(pairwise(edges))
    if all(is_agency(view.text[begin:stop]) for begin, stop in parts):
        return [NamedAgency(begin, stop, role) for begin, stop in parts]
    return [agency]


def _breaks_within(view: View, start: int, end: int) -> list[int]:
    positions = view.positions[Break.SPACE]
    return positions[bisect_right(positions, start) : bisect_left(positions, end)]


def _read(
    view: View, start: int, end: int, is_agency: Callable[[str], bool]
) -> tuple[tuple[NamedAgency, ...], tuple[int, int] | None] | None:
    """Read the inside of a statement; None when it is none."""
    text = view.text
    agencies: list[NamedAgency] = []
    deadline = None
    if text[end - 1] in _ENDS_OF_REMARK:
        order = FIRST_LEADS.search(text, start, end)
        if order and order.end() == end:
            end = order.start() - 2 * text.endswith("其中", start, order.start())
    if text.find("。", start, end) >= 0:
        remark = _ON_OTHER_UNITS.search(text, start, end)
        end = remark.start() if remark else end
    due = _DUE_AT_END.search(text, max(start, end - _LONGEST_DUE), end)
    if due:
        deadline, end = due.span(due.lastindex), due.start()
    if _LABEL.match(text, start, end):
        for role, begin, stop in _labelled_parts(text, start, end):
            if role == "deadline":
                deadline = _trimmed(text, begin, stop)
            else:
                named = list(_named(text, begin, stop, "responsible" if role == "person" else role))
                # The page breaks names, too, where signs part them.
                if len(named) == 1:
                    named = _at_blanks(view, named[0], is_agency)
                if role == "person":
                    named = [name for name in named if is_agency(text[name.start : name.end])]
                agencies += named
        agencies = [name for name in agencies if _is_name(text[name.start : name.end])]
        return (tuple(agencies), deadline) if agencies or deadline else None
    agencies = _closed_by_verbs(text, start, end, is_agency) or _bare(text, start, end, is_agency)
    return (tuple(agencies), deadline) if agencies else None


def _closed_by_verbs(
    text: str, start: int, end: int, is_agency: Callable[[str], bool]
) -> list[NamedAgency] | None:
    """Return the agencies of a statement whose roles verbs give."""
    # Most brackets are no statement, as their last sign tells at once.
    if text[start:end].rstrip(_AFTER_VERB)[-1:] not in _ENDS_OF_VERBS:
        return None
    agencies = list(_named(text, start, end, None))
    if not agencies or not _ends_with_verb(text, agencies[-1].end, end):
        return None
    names = [text[name.start : name.end] for name in agencies]
    if not all(map(_is_name, names)):
        return None
    # 市发展改革、民政、财政等部门: short names, of which the last word tells.
    if not (is_agency(names[0]) or is_agency(names[-1]) or _DEPARTMENTS.search(text, start, end)):
        return None
    return agencies


def _bare(
    text: str, start: int, end: int, is_agency: Callable[[str], bool]
) -> list[NamedAgency] | None:
    """Return the agencies of a bracket behind a sentence that holds nothing but their names."""
    if start < 2 or text[start - 1] not in CLOSING or text[start - 2] not in "。;":
        return None
    names = split_agencies(text, start, end)
    if not all(is_agency(text[slice(*name)]) for name in names):
        return None
    return [NamedAgency(*name, "responsible") for name in names]


def _ends_with_verb(text: str, start: int, end: int) -> bool:
    """Tell whether nothing but a verb follows the last name."""
    behind_names = _BEHIND_NAMES.match(text, start, end).end()
    return bool(_VERB.fullmatch(text[behind_names:end].rstrip(_AFTER_VERB)))


def _is_name(name: str) -> bool:
    return 2 <= len(name) <= _LONGEST_NAME and not _NOT_IN_A_NAME.search(name)


def find_statements(
    view: View, start: int, end: int, is_agency: Callable[[str], bool]
) -> list[Statement]:
    """Find the responsibility statements of a unit at ``text[start:end]``.

    Reads parentheticals in any bracket, with labels (牵头单位:…) or verbs
    (…牵头,…配合), and labelled lines without brackets. A bracket that the page
    lost is closed at the end of its line.
    """
    text = view.text
    statements: list[Statement] = []
    openings = (bracket.start() for bracket in _OPENING.finditer(text, start, end))
    opening = next(openings, end)
    position = start
    while position < end:
        while opening < position:
            opening = next(openings, end)
        label = _next_line_label(view, position, opening)
        if label >= 0:
            stop = _end_of_labels(view, label, end, is_agency)
            inside = (_behind_bullets(text, label), stop)
            outside = (label, stop)
        elif opening < end:
            closing = view.closings.get(opening, end)
            if closing >= min(end, opening + _LONGEST_STATEMENT):
                if not _LABEL.match(text, opening + 1, end):
                    position = opening + 1
                    continue
                closing = _lost_closing(view, opening, end)
            inside = (opening + 1, closing)
            outside = (opening, min(closing + 1, end))
        else:
            break
        read = _read(view, *inside, is_agency)
        if read:
            statements.append(Statement(*outside, *read))
            position = outside[1]
        else:
            position = outside[0] + 1 if label < 0 else outside[1]
    return statements


def _next_line_label(view: View, start: int, end: int) -> int:
    """Return where a labelled line without brackets starts, or -1."""
    text = view.text
    for match in _COLON.finditer(text, start, end):
        label = _LABEL_BEFORE.search(text, max(start, match.end() - _LONGEST_LABEL), match.end())
        if not label:
            continue
        begin = label.start()
        while begin > start and text[begin - 1] in _BULLETS:
            begin -= 1
        after_stop = begin and text[begin - 1] in "。;" and label.lastgroup != "deadline"
        if view.break_before(begin) >= Break.LINE or after_stop:
            return begin
    return -1


def _behind_bullets(text: str, position: int) -> int:
    while text[position : position + 1] in _BULLETS and position < len(text):
        position += 1
    return position


def _end_of_labels(view: View, start: int, end: int, is_agency: Callable[[str], bool]) -> int:
    """Return where a run of labelled lines ends: at a full stop or a line without a label."""
    text = view.text
    position = start
    while True:
        line = view.next_break(position, end, Break.LINE)
        while line < end and _goes_on(view, position, line, end, is_agency):
            line = view.next_break(line, end, Break.LINE)
        stop = text.find("。", position, line)
        after = stop + 1 if stop >= 0 else line
        if after >= end or not _LABEL.match(text, _behind_bullets(text, after), end):
            return after
        position = after


def _goes_on(view: View, start: int, line: int, end: int, is_agency: Callable[[str], bool]) -> bool:
    """Tell whether the list of names from ``start`` on was broken before this line by the page."""
    text = view.text
    if _LABEL.match(text, _behind_bullets(text, line), end):
        return False
    if text[line - 1] in "、,:" or text[line] in "、,;":
        return True
    lines = view.positions[Break.LINE]
    opening = lines[bisect_left(lines, line) - 1]
    if line - opening < view.full_line * _FULL or text[line - 1] in "。;":
        return False
    last_name = max(text.rfind(sign, start, line) for sign in "、,;:") + 1
    return not is_agency(text[last_name:line])


def _lost_closing(view: View, opening: int, end: int) -> int:
    """Return where a statement without its closing bracket ends."""
    text = view.text
    end = min(end, opening + _LONGEST_STATEMENT)
    following = _LABELLED_OPENING.search(text, opening + 1, end)
    if following:
        end = following.start()
    last = text.rfind(CLOSING[text[opening]], opening, end)
    if last >= 0:
        return last
    stop = text.find("。", opening, end)
    return stop if stop >= 0 else end
