"""Ordinals that could open an item of the outline, and how plausible each is by itself.

What stands before an ordinal and right after it tells most of it: a line that it opens,
a sentence that ends before it, a heading phrase or a cross-reference behind it. Whether
its neighbours count on is weighed later, in :mod:`sequences`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from policytasks.reading.kinds import names_part
from policytasks.reading.names import BEHIND_NAME
from policytasks.reading.view import Break, View
from policytasks.words.documents import PLANS, THIS_DOCUMENT
from policytasks.words.numerals import ORDINAL_NUMERAL, ORDINAL_SIGNS
from policytasks.words.ordinals import (
    BOX,
    ONE_SIGN_ORDINALS,
    OPENING_SIGNS,
    Ordinal,
    read_ordinal,
)

__all__ = [
    "FILE_NAME",
    "NOT_BEFORE_ORDINAL",
    "Candidate",
    "find_boxes",
    "find_candidates",
    "unnumbered_headings",
    "unnumbered_parts",
]

_N = ORDINAL_NUMERAL
# Signs that make a numeral a part of their word (统一、规范; 第二十一、).
NOT_BEFORE_ORDINAL = "统之唯同单专划合如万第" + ORDINAL_SIGNS
_ANYWHERE = re.compile(
    rf"""
    # What an ordinal may open with.
    (?=[{re.escape("".join(OPENING_SIGNS))}\d])
    (?:
    (?:(?<![{NOT_BEFORE_ORDINAL}])|(?<=配合))(?={_N}[、.])  # …。二、主要任务, …配合二、
   |(?<![第附表图])(?=[(\[〔](?:{_N}|\d{{1,3}})[)\]〕])  # …。(三)发展
   |(?<![\d.、~-])(?=\d{{1,3}}[.、)])         # …。3.建设
   |(?=第{_N}(?:[章编节条]|部分|阶段))        # 第二章
   |(?=[{"".join(ONE_SIGN_ORDINALS)}])        # ③
   |(?<=[。;])(?=[任行举工].{{1,3}}:)             # …。任务一:建设食堂
    )
    """,
    re.VERBOSE,
)
# A line that goes on with a reference to an item, and the signs that nothing opens with.
_REFERENCE = re.compile(
    rf"""
    (?:项(?!目)|款(?!待)|目(?!标|前|录)|类(?!型|别|似))|条(?!件|例)|所列|的|规定|之|至|及第|[,。;:)\]〕%、]
    # 二、三条
   |[和及与、]?(?:第?[(\[〔]?{_N}[)\]〕]?)(?:[项款条、]|[和及与至][(第])
    """,
    re.VERBOSE,
)
# Words before a reference: 按照二、三条; 本方案一、三条, but the notice ends with 制定本方案.
_REFERS = re.compile(r"(?:按照?|依照?|符合|根据|(?<!意)见|附[件表图]|[及和与或》至])\Z")
# Words before a list within a sentence: 包括(1)助餐;(2)助浴
_LISTS = re.compile(r"(?:包括|包含|分为|例如|即|主要有)\Z")
_OWN_PART = re.compile(rf"(?:{THIS_DOCUMENT}|本[条款])\Z")
# A file for downloading: 1.任务清单.docx
FILE_NAME = re.compile(
    r"""
    [^。;]{1,40}?[.](?:docx?|xlsx?|pptx?|pdf|ofd|wps|et|rar|zip|jpe?g|png)(?![a-z])  # 任务清单.docx
    """,
    re.VERBOSE | re.IGNORECASE,
)
_STOPS = "。!?;"
_WEAK_STOPS = ":)]〕”》"
# A statement without its full stop: 市民政局牵头2.建设
_STATEMENT_BEFORE = re.compile(r"(?:牵头|配合|负责|落实)\Z")
# One that names who does: …,市民政局牵头,市住建局配合2.建设
_NAMED_BEFORE = re.compile(rf"{BEHIND_NAME}(?:牵头|配合|负责)\Z")
# One with its label ends with a name, and only an item opens behind it:
# 责任单位:市民政局、市财政局2.建设 (责任单位:市民政局)2.建设
_LABELLED_BEFORE = re.compile(rf"(?:单位|部门):[^。;:]{{2,150}}{BEHIND_NAME}\Z")
_LABELLED = _LABELLED_BEFORE, _NAMED_BEFORE
_STATEMENT_REACH = 160
_FULL_LINE = 0.85
_LONGEST_HEADING = 40
_HEADING_END = re.compile("[。:;,]")
_LONGEST_UNNUMBERED = 24
# What no phrase holds that heads a section: the name of a document, a table, a date.
_NO_PHRASE = re.compile(
    rf"""
    [,。;:?!“”《》\d]|附件|专栏|[图表]$
    # 关于…的通知, …人民政府办公室
   |(?:{PLANS}|通知|清单|公告|函)$(?<!保障措施)(?<!主要措施)(?<!政策措施)
   |(?:政府|局|委|办|办公室|厅|部|部门|单位)$
    """,
    re.VERBOSE,
)
_BARE_NUMBER = re.compile(r"\d{1,2}(?![\d.、)])")
# A table of indicators under its title stands in the objective that it belongs to.
_BOX_OF_INDICATORS = re.compile(r"[^。]{0,12}指标")


class Candidate(NamedTuple):
    """An ordinal at ``text[start:body]`` that may open an item.

    ``score`` is how plausible it is by what stands around it: above 0 rather than not.
    ``above`` are the numbers of the items that 2.1.3 says it is in.
    """

    style: str
    number: int
    start: int
    body: int
    score: float
    above: tuple[int, ...] = ()


def find_candidates(view: View, end: int, parting: Break) -> list[Candidate]:
    """Find what may open an item of ``view.text[:end]``, in reading order."""
    within = {match.start() for match in _ANYWHERE.finditer(view.text, 0, end)}
    at_breaks = {position for position in view.positions[Break.SPACE] if position < end}
    closings = set(view.closings.values())
    found = []
    for start in sorted(at_breaks | within):
        for style, number, _, body, above in _readings(view, start, end):
            closes_bracket = style == "half" and body - 1 in closings
            if number and not closes_bracket and not _is_part_of_sentence(view, style, start, body):
                score = _before(view, style, start, parting) + _behind(view, body, end)
                found.append(Candidate(style, number, start, body, score, above))
    # 一、 in 任务一、 is no ordinal of its own.
    inner = {at for one in found if one.style == "named" for at in range(one.start + 1, one.body)}
    found = [candidate for candidate in found if candidate.start not in inner]
    return sorted([*found, *_bare_numbers(view, end, found)], key=lambda found: found.start)


def find_boxes(view: View, end: int) -> list[Ordinal]:
    """Find the boxes between the items; one of indicators belongs to its objective."""
    ordinals = (
        read_ordinal(view.text, position, end)
        for position in view.positions[Break.LINE]
        if position < end
    )
    return [
        ordinal
        for ordinal in ordinals
        if ordinal and ordinal.style == BOX and not _BOX_OF_INDICATORS.match(view.text, ordinal.end)
    ]


def unnumbered_headings(
    view: View, candidates: Sequence[Candidate], parting: Break
) -> dict[int, int]:
    """Find the headings without an ordinal right above an item, by where that item starts.

    One alone has lost its ordinal. Several are a plan's own way to set headings, so that
    only those count whose words are headings of the genre (保障措施).
    """
    found: dict[int, int] = {}
    positions = view.positions[parting]
    for candidate in candidates:
        index = bisect_left(positions, candidate.start)
        if index == 0 or positions[index : index + 1] != [candidate.start]:
            continue
        start = positions[index - 1]
        if _may_be_heading(view, start, candidate.start):
            found[candidate.start] = start
    if len(set(found.values())) > 1:
        text = view.text
        found = {item: start for item, start in found.items() if names_part(text[start:item])}
    return found


def unnumbered_parts(view: View, end: int) -> list[int]:
    """Find the lines that name the parts of a plan whose parts have no ordinals.

    主要任务, 【主要任务】: what stands before such a line has come to its end; the first one may
    follow the title of the plan, and sentences follow it.
    """
    lines = [line for line in view.positions[Break.LINE] if line < end]
    found: list[int] = []
    for start, stop in pairwise([*lines, end]):
        words = view.text[start:stop].removeprefix("[").removesuffix("]").rstrip(":")
        if read_ordinal(words) or words[:1].isdigit() or not names_part(words):
            continue
        below = view.next_break(stop, end, Break.LINE)
        holds_text = below - stop > _LONGEST_UNNUMBERED or view.text[below - 1] in _STOPS
        if (not found and holds_text) or view.text[start - 1] in _STOPS + ")〕":
            found.append(start)
    return found if len(found) > 1 else []


def _may_be_heading(view: View, start: int, end: int) -> bool:
    """Tell whether a line is a phrase alone, behind a text that has come to its end."""
    text = view.text
    if not 2 <= end - start <= _LONGEST_UNNUMBERED or _NO_PHRASE.search(text, start, end):
        return False
    if read_ordinal(text, start) or start == 0:
        return False
    return text[start - 1] in _STOPS + ")〕"


def _readings(view: View, start: int, end: int) -> Iterator[Ordinal]:
    """Yield the ordinals that may be meant: 1.80 is item 1.80, or item 1. of 80 of something."""
    ordinal = read_ordinal(view.text, start, end)
    if ordinal is None or ordinal.style == BOX:
        return
    if ordinal.style == "named" and not _stands_apart(view, ordinal):
        return
    if not ordinal.above:
        yield ordinal
        return
    is_whole = view.next_break(start, ordinal.end, Break.SPACE) == ordinal.end
    ends_before = start == 0 or view.text[start - 1] in _STOPS
    if is_whole and (ends_before or view.break_before(start) >= Break.LINE):
        yield ordinal
    point = view.text.index(".", start) + 1
    yield Ordinal("arabic", ordinal.above[0], start, point)


def _stands_apart(view: View, ordinal: Ordinal) -> bool:
    """Tell whether a sign or a break parts 任务一 from what it numbers."""
    return view.text[ordinal.end - 1] in ":、" or view.break_before(ordinal.end) >= Break.SPACE


def _bare_numbers(view: View, end: int, found: list[Candidate]) -> Iterator[Candidate]:
    """Yield the lines that open with a number and a blank, where 1.1 and 1.2 count below it."""
    tops = {candidate.above[0] for candidate in found if candidate.above}
    if not tops:
        return
    for start in view.positions[Break.LINE]:
        number = _BARE_NUMBER.match(view.text, start, end)
        if number and 0 < int(number[0]) <= max(tops) and view.break_before(number.end()):
            yield Candidate("arabic", int(number[0]), start, number.end(), 1.0)


def _is_part_of_sentence(view: View, style: str, start: int, body: int) -> bool:
    """Tell a cross-reference or a number (第九条规定的, 1.5万户) from an ordinal."""
    text = view.text
    if body < len(text) and (_REFERENCE.match(text, body) or FILE_NAME.match(text, body)):
        return True
    if text.endswith("注:", 0, start):
        return True
    ends_before = start == 0 or text[start - 1] in _STOPS + _WEAK_STOPS
    opens_line = view.break_before(start) >= Break.LINE
    if text[body : body + 1].isdigit() and text[body - 1] == "." and not view.break_before(body):
        # 1.5万户, broken before its number by the page, but 1. 80周岁以上… after a full stop
        return not (opens_line and ends_before)
    if opens_line and ends_before:
        return False
    if not opens_line and _LISTS.search(text, max(0, start - 3), start):
        return True
    if not opens_line and _OWN_PART.search(text, max(0, start - 5), start):
        return True
    return bool(_REFERS.search(text, max(0, start - 4), start)) and style != "chapter"


def _before(view: View, style: str, start: int, parting: Break) -> float:
    """Weigh what stands before an ordinal."""
    text = view.text
    if start == 0:
        return 2.0
    before = text[start - 1]
    reach = max(0, start - _STATEMENT_REACH)
    is_labelled = any(found.search(text, reach, start) for found in _LABELLED)
    if before in _STOPS:
        stop = 2
    elif before in _WEAK_STOPS or is_labelled or _STATEMENT_BEFORE.search(text, reach, start):
        stop = 1
    else:
        stop = 0
    kind = view.break_before(start)
    if is_labelled and kind < Break.LINE:
        return 1.0
    if parting < Break.LINE:
        if kind >= Break.SPACE:
            return (0.3, 1.0, 1.5)[stop]
        return (-2.0, 0.5, 1.0)[stop]
    if kind >= Break.LINE:
        return 2.0 if stop or not _fills_line(view, start) else 0.0
    if before in NOT_BEFORE_ORDINAL and text[start - 2 : start] != "配合":
        return -4.0
    score = (-1.5, 0.0, 0.5)[stop] if kind == Break.SPACE else (-2.3, -1.5, -1.0)[stop]
    is_plain = style in ("chinese", "bracketed", "chapter", "division")
    # One sign that is an ordinal and nothing else: …。②发展助餐。
    return (
        score if is_plain or (before == "。" and text[start] in ONE_SIGN_ORDINALS) else score - 2.5
    )


def _fills_line(view: View, start: int) -> bool:
    """Tell whether the line before a position is full, so that it may go on in the next."""
    return start - view.line_start(start) >= view.full_line * _FULL_LINE


def _behind(view: View, body: int, end: int) -> float:
    """Weigh what follows an ordinal: a phrase up to a stop or a break is a heading."""
    limit = min(end, body + _LONGEST_HEADING)
    stop = _HEADING_END.search(view.text, body, limit)
    if stop:
        return 0.4 if stop[0] in "。:" else 0.0
    return 0.4 if view.next_break(body, limit, Break.LINE) < limit else 0.0
