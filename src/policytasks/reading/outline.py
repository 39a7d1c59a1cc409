"""From the view of a plan to its outline: the numbered headings and what they hold.

Consumes a :class:`~policytasks.reading.view.View`; produces a tree of
:class:`Section`. The outline knows nothing of tasks: which section is a unit,
and of which kind, is decided in ``units``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from policytasks.reading.numerals import chinese_integer
from policytasks.reading.view import Break, View

__all__ = [
    "Section",
    "annexes",
    "body_end",
    "heading_end",
    "paragraph_break",
    "read_outline",
    "walk",
]

_NUMERAL = "[一二三四五六七八九十百零〇]{1,5}"
# One alternative a style of ordinal, outermost first: the rank of a heading is
# the position of its style here.
_ORDINAL = re.compile(
    rf"""
    (?P<chapter>第{_NUMERAL}[章编](?![的、和第规之]))   # 第一章
   |(?P<part>第{_NUMERAL}节(?![的、和第规之]))          # 第二节
   |(?P<article>第{_NUMERAL}条)         # 第十条
   |(?P<chinese>{_NUMERAL})、           # 一、
   |\((?P<bracketed>{_NUMERAL})\)、?    # (一)
   |(?P<stage>第{_NUMERAL}阶段)(?=[:、(])[:、]? # 第一阶段:
   |(?P<arabic>\d{{1,3}})[.、]           # 1.  1、
   |\((?P<small>\d{{1,3}})\)、?          # (1)
   |(?P<circled>[①-⑳])                  # ①
   |(?P<sign_bracketed>[㈠-㈩])           # ㈠: one sign for (一), as for the next two
   |(?P<sign_arabic>[⒈-⒛])              # ⒈
   |(?P<sign_small>[⑴-⒇])               # ⑴
   |(?P<box>专栏(?:{_NUMERAL}|\d{{1,2}})?) # 专栏一: a box between numbered items
    """,
    re.VERBOSE,
)
_ONE_SIGN = "sign_"
_SIGNS = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇"
_OPENS_ORDINAL = frozenset(f"第(专一二三四五六七八九十百零〇{_SIGNS}")
_RANKS = (
    *("chapter", "part", "article", "chinese", "bracketed"),
    *("stage", "arabic", "small", "circled"),
)
_BOX = "box"
_ALWAYS_HEADINGS = ("chapter", "part")

# How far a number may jump: plans skip a number by mistake, not a dozen.
_LARGEST_GAP = 4
_SENTENCE_END = "。;!)”]"
_STOP = re.compile(f"[{re.escape(_SENTENCE_END)}]")
_ENDS_SENTENCE = re.compile("[。;!?]")
_LONGEST_HEADING = 60

# What may be an ordinal in the middle of a line, as 统一、规范 and 第(一)项 are not.
_IN_LINE = re.compile(
    rf"(?<![统之唯同单专划合如万第一二三四五六七八九十百零〇])(?={_NUMERAL}、)"
    rf"|(?<!第)(?=\((?:{_NUMERAL}|\d{{1,3}})\))|(?<![\d.])(?=\d{{1,3}}[.、])"
    rf"|(?=第{_NUMERAL}[章编节条])|(?=[{_SIGNS}])"
)
_FIRST_HEADINGS = (re.compile(r"一、|第一[章条]"), re.compile(r"\(一\)|1[.、]|㈠|⒈"))
_ANNEX = re.compile(r"附件(?:\d{1,2}|[一二三四五六七八九十])?(?=[:.]|)")


@dataclass(slots=True)
class Section:
    """A numbered heading and the stretch of the view that it heads.

    ``text[start:body]`` is the printed ordinal, ``text[body:end]`` heading
    and body, down to the next heading of the same or a higher rank.
    """

    style: str
    rank: float
    number: int | None
    start: int
    body: int
    end: int
    children: list[Section] = field(default_factory=list)


def walk(sections: list[Section]) -> Iterator[Section]:
    """Yield sections and all that they hold, in reading order."""
    for section in sections:
        yield section
        yield from walk(section.children)


def _number(printed: str) -> int | None:
    if printed in _SIGNS:
        return int(unicodedata.numeric(printed))
    numeral = printed.strip("第章编节条阶段专栏")
    return int(numeral) if numeral.isdecimal() else chinese_integer(numeral)


def _ordinal_at(view: View, position: int, end: int) -> re.Match | None:
    """Match the ordinal that opens at a position, if any."""
    # Few lines open with an ordinal, and their first sign tells so at once.
    opens = view.text[position] in _OPENS_ORDINAL or view.text[position].isdecimal()
    return _ORDINAL.match(view.text, position, end) if opens else None


def _headings_open_lines(view: View) -> bool:
    """Tell whether headings stand at lines: not in a text that a page put on few endless ones.

    Such a text tells itself where its lines are broken after all: most headings follow a blank.
    """
    if not view.has_lines:
        return False
    of_lines = of_blanks = 0
    for position in view.positions[Break.SPACE]:
        if _ordinal_at(view, position, len(view.text)):
            if view.break_before(position) >= Break.LINE:
                of_lines += 1
            else:
                of_blanks += 1
    return of_lines >= of_blanks


def paragraph_break(view: View) -> Break:
    """Return the weakest break that may end a paragraph of a text."""
    return Break.LINE if _headings_open_lines(view) else Break.SPACE


def _candidates(
    view: View, end: int, *, open_lines: bool
) -> Iterator[tuple[re.Match, str, int | None, bool]]:
    """Yield what looks like an ordinal, its style and number, and whether a line starts with it.

    A heading follows a break. Where headings need not open lines, one may also follow a full
    stop directly, or the heading above it.
    """
    text = view.text
    positions = [position for position in view.positions[Break.SPACE] if position < end]
    if not open_lines:
        stops = (match.end() for match in _STOP.finditer(text, 0, end - 1))
        in_line = (match.start() for match in _IN_LINE.finditer(text, 0, end - 1))
        positions = sorted({*positions, *stops, *in_line})
    for position in positions:
        match = _ordinal_at(view, position, end)
        if match:
            style = match.lastgroup
            number = None if style == _BOX else _number(match[style])
            yield (
                match,
                style.removeprefix(_ONE_SIGN),
                number,
                view.break_before(position) >= Break.LINE,
            )


def _is_decimal(view: View, match: re.Match, opens_line: bool) -> bool:
    """Tell 1.5万户, broken before its number by the page, from item 1. 80周岁以上…"""
    after = match.end()
    if not view.text[after : after + 1].isdigit() or view.break_before(after):
        return False
    return not (opens_line and match.start() and view.text[match.start() - 1] in _SENTENCE_END)


def annexes(view: View, after: int) -> list[int]:
    """Return where annexes start, after a position: at paragraphs of nothing but 附件 or 附件1.

    The list of annexes under the plan (附件:1. …) names them; it starts none.
    """
    starts = []
    parting = paragraph_break(view)
    for match in _ANNEX.finditer(view.text, after):
        if view.break_before(match.start()) < parting:
            continue
        end = match.end()
        if view.break_before(end) >= parting or end == len(view.text):
            starts.append(match.start())
    return starts


def body_end(view: View) -> int:
    """Return where the plan's own text ends: before its annexes or their list.

    A notice may name the plan itself as its annex, so what stands before the
    first heading ends nothing.
    """
    first = next(
        (
            position
            for heading in _FIRST_HEADINGS
            for position in view.positions[Break.SPACE]
            if heading.match(view.text, position)
        ),
        len(view.text),
    )
    parting = paragraph_break(view)
    for match in _ANNEX.finditer(view.text, first):
        if view.break_before(match.start()) >= parting:
            return match.start()
    return len(view.text)


def _under_heading(
    view: View, above: list[tuple[re.Match, str, int | None]], match: re.Match
) -> bool:
    """Tell whether an ordinal follows nothing but the words of the heading above it."""
    if not above:
        return True
    begin, end = above[-1][0].end(), match.start()
    return end - begin <= _LONGEST_HEADING and not _ENDS_SENTENCE.search(view.text, begin, end)


def _accepted(view: View, end: int) -> list[tuple[re.Match, str, int | None]]:
    """Keep the ordinals that count on: 1 opens a list, others follow their predecessor.

    The first of a style may be any number that the text counts on from, as in an excerpt.
    """
    last: dict[str, int] = {}
    kept: list[tuple[re.Match, str, int | None]] = []
    open_lines = _headings_open_lines(view)
    candidates = list(_candidates(view, end, open_lines=open_lines))
    at_lines = {(style, number) for _, style, number, opens_line in candidates if opens_line}
    for match, style, number, opens_line in candidates:
        if style == _BOX:
            if opens_line:
                kept.append((match, style, None))
            continue
        if not number or _is_decimal(view, match, opens_line):
            continue
        before = last.get(style)
        continues = before is not None and number == before + 1
        if opens_line:
            jumps = before is not None and before < number <= before + _LARGEST_GAP
            excerpt = before is None and (style, number + 1) in at_lines
            if not (number == 1 or continues or jumps or excerpt or style in _ALWAYS_HEADINGS):
                continue
        else:
            after_stop = match.start() > 0 and view.text[match.start() - 1] in _SENTENCE_END
            spaced = view.break_before(match.start()) == Break.SPACE
            if open_lines:
                # Among real lines, only a lost line break before the expected number.
                opens = before is None and number == 1 and (style, 2) in at_lines
                if not (continues or opens) or style not in ("chinese", "bracketed"):
                    continue
                if not (spaced and (after_stop or (opens and view.text[match.start() - 1] == ":"))):
                    continue
            elif not (continues or number == 1) or not (
                spaced or after_stop or _under_heading(view, kept, match)
            ):
                continue
        last[style] = number
        kept.append((match, style, number))
    return kept


def read_outline(view: View, end: int) -> list[Section]:
    """Read the outline of ``view.text[:end]``.

    Returns the outermost sections in reading order. What stands before the
    first of them (the notice that forwards the plan, the legal basis) is part
    of none.
    """
    found = _accepted(view, end)
    styles = [style for _, style, _ in found if style != _BOX]
    if not styles:
        return []
    outermost = min(styles, key=_RANKS.index)
    root: list[Section] = []
    stack: list[Section] = []
    for match, style, number in found:
        if not root and style != outermost:
            continue
        if style == _BOX:
            items = [section for section in stack if section.style != outermost]
            rank = (items[0].rank if items else stack[-1].rank + 1) - 0.5
        else:
            rank = float(_RANKS.index(style))
        while stack and stack[-1].rank >= rank:
            stack.pop().end = match.start()
        section = Section(style, rank, number, match.start(), match.end(), end)
        (stack[-1].children if stack else root).append(section)
        stack.append(section)
    return root


def heading_end(view: View, section: Section) -> int:
    """Return where the heading of a section that holds others ends.

    A carrier's heading runs to its full stop or to the end of its line; it may
    fill two lines when nothing else stands before the first item.
    """
    text = view.text
    limit = section.children[0].start if section.children else section.end
    stop = text.find("。", section.body, limit)
    limit = stop if stop >= 0 else limit
    if limit - section.body <= _LONGEST_HEADING and stop < 0 and section.children:
        line = view.next_break(section.body, limit, Break.PARAGRAPH)
    else:
        line = view.next_break(section.body, limit, Break.LINE)
    if line == limit and limit - section.body > _LONGEST_HEADING:
        line = view.next_break(section.body, limit, Break.SPACE)
    return line
