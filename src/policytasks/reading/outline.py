"""From the view of a plan to its outline: the numbered headings and what they hold.

Consumes a :class:`~policytasks.reading.view.View`; produces a tree of
:class:`Section`. The outline knows nothing of tasks: which section is a unit,
and of which kind, is decided in ``units``.
"""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from policytasks.reading.view import Break, View
from policytasks.words.numerals import ORDINAL_NUMERAL
from policytasks.words.ordinals import (
    BOX,
    FIRST_OF_OUTERMOST,
    ONE_SIGN_ORDINALS,
    RANKS,
    Ordinal,
    read_ordinal,
)

__all__ = [
    "Section",
    "annexes",
    "body_end",
    "heading_end",
    "paragraph_break",
    "read_outline",
    "walk",
]

_N = ORDINAL_NUMERAL
_ALWAYS_HEADINGS = ("division", "chapter", "part")

# How far a number may jump: plans skip a number by mistake, not a dozen.
_LARGEST_GAP = 4
_SENTENCE_END = "。;!)”]"
_STOP = re.compile(f"[{re.escape(_SENTENCE_END)}]")
_ENDS_SENTENCE = re.compile("[。;!?]")
_LONGEST_HEADING = 60

# What may be an ordinal in the middle of a line, as 统一、规范 and 第(一)项 are not.
_NO_ORDINAL_BEHIND = "统之唯同单专划合如万第一二三四五六七八九十百零〇"
_IN_LINE = re.compile(
    rf"(?<![{_NO_ORDINAL_BEHIND}])(?={_N}、)"
    rf"|(?<!第)(?=\((?:{_N}|\d{{1,3}})\))|(?<![\d.])(?=\d{{1,3}}[.、])"
    rf"|(?=第{_N}(?:[章编节条]|部分))|(?=[{''.join(ONE_SIGN_ORDINALS)}])"
)
_FIRST_IN_LINE = re.compile(rf"(?<![{_NO_ORDINAL_BEHIND}])(?:{FIRST_OF_OUTERMOST})")
_FIRST_HEADINGS = (re.compile(FIRST_OF_OUTERMOST), re.compile(r"\(一\)|1[.、]|㈠|⒈"))
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


def _ordinals(view: View, positions: Iterable[int], end: int) -> Iterator[Ordinal]:
    """Yield the ordinals that open at some of these positions."""
    for position in positions:
        ordinal = read_ordinal(view.text, position, end)
        if ordinal:
            yield ordinal


def _count_ordinals(view: View, kind: Break) -> int:
    positions = (position for position, found in view.breaks.items() if found is kind)
    return sum(1 for _ in _ordinals(view, positions, len(view.text)))


def paragraph_break(view: View) -> Break:
    """Return the weakest break that may part the paragraphs of a text.

    Headings open lines, but not in a text that a page put on few endless ones. Such a text
    tells itself where its lines were broken after all: most headings follow a blank.
    """
    if not view.has_lines:
        return Break.SPACE
    at_blanks = _count_ordinals(view, Break.SPACE)
    # Most texts have none at a blank, and few blanks.
    if not at_blanks:
        return Break.LINE
    at_lines = _count_ordinals(view, Break.LINE) + _count_ordinals(view, Break.PARAGRAPH)
    return Break.LINE if at_lines >= at_blanks else Break.SPACE


def _candidates(view: View, end: int, *, open_lines: bool) -> list[Ordinal]:
    """Return what may be the ordinals of headings: they follow a break.

    Where headings need not open lines, one may also follow a full stop directly, and the
    first of all anything.
    """
    text = view.text
    positions = [position for position in view.positions[Break.SPACE] if position < end]
    if not open_lines:
        stops = (match.end() for match in _STOP.finditer(text, 0, end - 1))
        first = _FIRST_IN_LINE.search(text, 0, end)
        positions = sorted({*positions, *stops, *([first.start()] if first else [])})
    return list(_ordinals(view, positions, end))


def _right_below(view: View, heading: Ordinal, end: int) -> Iterator[Ordinal]:
    """Yield what may be the ordinal of a heading that follows another one without a break."""
    begin = heading.end
    end = min(end, begin + _LONGEST_HEADING)
    stop = _ENDS_SENTENCE.search(view.text, begin, end)
    in_line = _IN_LINE.finditer(view.text, begin, stop.start() if stop else end)
    return _ordinals(view, (match.start() for match in in_line), len(view.text))


def _opens_line(view: View, ordinal: Ordinal) -> bool:
    return view.break_before(ordinal.start) >= Break.LINE


def _is_decimal(view: View, ordinal: Ordinal) -> bool:
    """Tell 1.5万户, broken before its number by the page, from item 1. 80周岁以上…"""
    after = ordinal.end
    if not view.text[after : after + 1].isdigit() or view.break_before(after):
        return False
    return not (
        _opens_line(view, ordinal)
        and ordinal.start
        and view.text[ordinal.start - 1] in _SENTENCE_END
    )


def annexes(view: View, after: int, parting: Break) -> list[int]:
    """Return where annexes start, after a position: at paragraphs of nothing but 附件 or 附件1.

    The list of annexes under the plan (附件:1. …) names them; it starts none.
    """
    starts = []
    for match in _ANNEX.finditer(view.text, after):
        if view.break_before(match.start()) < parting:
            continue
        end = match.end()
        if view.break_before(end) >= parting or end == len(view.text):
            starts.append(match.start())
    return starts


def body_end(view: View, parting: Break) -> int:
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
    for match in _ANNEX.finditer(view.text, first):
        if view.break_before(match.start()) >= parting:
            return match.start()
    return len(view.text)


def _under_heading(view: View, above: list[Ordinal], ordinal: Ordinal) -> bool:
    """Tell whether an ordinal follows nothing but the words of the heading above it."""
    if not above:
        return True
    begin, end = above[-1].end, ordinal.start
    return end - begin <= _LONGEST_HEADING and not _ENDS_SENTENCE.search(view.text, begin, end)


def _accepted(view: View, end: int, *, open_lines: bool) -> list[Ordinal]:
    """Keep the ordinals that count on: 1 opens a list, others follow their predecessor.

    The first of a style may be any number that the text counts on from, as in an excerpt.
    """
    last: dict[str, int] = {}
    kept: list[Ordinal] = []
    candidates = _candidates(view, end, open_lines=open_lines)
    at_lines = {
        (ordinal.style, ordinal.number) for ordinal in candidates if _opens_line(view, ordinal)
    }
    starts = set(map(_start, candidates))
    index = 0
    while index < len(candidates):
        ordinal = candidates[index]
        style, number = ordinal.style, ordinal.number
        opens_line = _opens_line(view, ordinal)
        index += 1
        if style == BOX:
            if opens_line:
                kept.append(ordinal)
            continue
        if not number or _is_decimal(view, ordinal):
            continue
        if style == "half" and ordinal.end - 1 in view.closings.values():
            # The page broke what stands in brackets.
            continue
        before = last.get(style)
        continues = before is not None and number == before + 1
        if opens_line:
            jumps = before is not None and before < number <= before + _LARGEST_GAP
            excerpt = before is None and (style, number + 1) in at_lines
            if not (number == 1 or continues or jumps or excerpt or style in _ALWAYS_HEADINGS):
                continue
        else:
            after_stop = ordinal.start > 0 and view.text[ordinal.start - 1] in _SENTENCE_END
            spaced = view.break_before(ordinal.start) == Break.SPACE
            if open_lines:
                # Among real lines, only a lost line break before the expected number.
                opens = before is None and number == 1 and (style, 2) in at_lines
                if not (continues or opens) or style not in ("chinese", "bracketed"):
                    continue
                if not (spaced and (after_stop or (opens and view.text[ordinal.start - 1] == ":"))):
                    continue
            elif not (continues or number == 1) or not (
                spaced or after_stop or _under_heading(view, kept, ordinal)
            ):
                continue
        last[style] = number
        kept.append(ordinal)
        if not open_lines:
            for below in _right_below(view, ordinal, end):
                if _start(below) not in starts:
                    starts.add(_start(below))
                    insort(candidates, below, index, key=_start)
    return kept


def _start(ordinal: Ordinal) -> int:
    return ordinal.start


def read_outline(view: View, end: int, parting: Break) -> list[Section]:
    """Read the outline of ``view.text[:end]``, whose paragraphs such breaks part.

    Returns the outermost sections in reading order. What stands before the
    first of them (the notice that forwards the plan, the legal basis) is part
    of none.
    """
    found = _accepted(view, end, open_lines=parting == Break.LINE)
    styles = [ordinal.style for ordinal in found if ordinal.style != BOX]
    if not styles:
        return []
    outermost = min(styles, key=RANKS.__getitem__)
    root: list[Section] = []
    stack: list[Section] = []
    for style, number, start, body in found:
        if not root and style != outermost:
            continue
        if style == BOX:
            items = [section for section in stack if section.style != outermost]
            rank = (items[0].rank if items else stack[-1].rank + 1) - 0.5
        else:
            rank = float(RANKS[style])
        while stack and stack[-1].rank >= rank:
            stack.pop().end = start
        section = Section(style, rank, number, start, body, end)
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
