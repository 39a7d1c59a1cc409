"""A view of the source for pattern matching, with the way back to the source.

The view drops white space, invisible marks, page furniture and Markdown and writes
full-width signs as half-width ones, so that a pattern meets one spelling of a
word however the page broke it. The source itself is never rewritten: every
position of the view knows its offset.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from enum import IntEnum
from itertools import accumulate, chain, pairwise

from policytasks.model import Span
from policytasks.words.marks import (
    CLOSING_BRACKETS,
    COMPATIBILITY_IDEOGRAPHS,
    HALF_WIDTH,
    INK,
    PAGE_MARK,
    RADICALS,
)
from policytasks.words.numerals import ORDINAL_SIGNS

__all__ = ["Break", "View", "without_space"]


class Break(IntEnum):
    """What the source has between two neighbouring characters of the view."""

    NONE = 0
    SPACE = 1
    LINE = 2
    PARAGRAPH = 3


# A text whose lines are longer on the average has no lines that tell of its paragraphs.
_LONGEST_LINE = 400
# How the view writes signs that it does not take over as they are.
_IN_VIEW = {
    chr(sign): chr(other)
    for sign, other in (HALF_WIDTH | RADICALS | COMPATIBILITY_IDEOGRAPHS).items()
}

# Signs by which Markdown marks a heading, bold words, and a number that counts no list.
_MARKUP = (
    re.compile(r"(?:\A|\n)[^\S\n]*+#{1,6}(?=[^\S\n])"),  # ## 一、总体要求
    re.compile(r"\*\*"),  # **（一）发展助餐**
    re.compile(r"\\(?=[.)])(?<=\d\\)"),  # 1\.
    re.compile(r"\n(?=[-: ]*+\|)[-|: ]++(?=\r?(?:\n|\Z))"),  # |---|---| under the head of a table
)
_POINT_FOR_STOP = re.compile(rf"(?<=[一-鿿%”》])(?<![{ORDINAL_SIGNS}])[.](?![a-zA-Z])")
_BRACKET = re.compile(f"[{re.escape(''.join(chain(*CLOSING_BRACKETS.items())))}]")
_LONE_NUMBER = re.compile(r"\n[^\S\n]*+(\d{1,4})[^\S\n]*\r?(?=\n[^\S\n]*\S)")


def without_space(text: str) -> str:
    """Return ``text`` without white space, as quotes are written.

    >>> without_space("到 2020 年\\n底")
    '到2020年底'
    """
    return "".join(text.split())


def _in_view(ink: str) -> str:
    """Return signs as the view writes them; few of a text need another."""
    for sign in _IN_VIEW.keys() & set(ink):
        ink = ink.replace(sign, _IN_VIEW[sign])
    return ink


def _page_marks(source: str) -> list[Span]:
    """Find page marks and the page numbers that a PDF left between two lines.

    Lone numbers count as page numbers where a neighbour differs by one;
    in a table the numbers of rows do so too, so a text with a table head keeps
    them.
    """
    found = [Span(*match.span(1)) for match in PAGE_MARK.finditer(source)]
    if "序号" not in source:
        lone = [
            (int(match[1]), Span(*match.span(1)))
            for match in _LONE_NUMBER.finditer(source)
            if not source[match.start() - 1 : match.start()].isspace()
        ]
        found += (
            span
            for index, (number, span) in enumerate(lone)
            if (index and lone[index - 1][0] == number - 1)
            or (index + 1 < len(lone) and lone[index + 1][0] == number + 1)
        )
    return sorted(found)


def _markup(source: str) -> list[Span]:
    """Find the marks of a text in Markdown."""
    return [Span(*match.span()) for pattern in _MARKUP for match in pattern.finditer(source)]


def _blanked(source: str, spans: list[Span]) -> str:
    """Return the source with these stretches blank, so that offsets stay true."""
    pieces = []
    position = 0
    for start, end in sorted(spans):
        pieces += [source[position:start], " " * (end - max(start, position))]
        position = max(end, position)
    return "".join([*pieces, source[position:]])


def _closing_brackets(text: str) -> dict[int, int]:
    """Match brackets, each kind for itself, so that one left open harms no other kind."""
    closings: dict[int, int] = {}
    open_brackets: dict[str, list[int]] = {sign: [] for sign in CLOSING_BRACKETS.values()}
    for match in _BRACKET.finditer(text):
        bracket = match[0]
        if bracket in CLOSING_BRACKETS:
            open_brackets[CLOSING_BRACKETS[bracket]].append(match.start())
        elif open_brackets[bracket]:
            closings[open_brackets[bracket].pop()] = match.start()
    return closings


def _break(gap: str) -> Break:
    """Name the break that the characters between two runs of ink make."""
    lines = gap.count("\n") or gap.count("\r")
    if lines:
        return Break.LINE if lines == 1 else Break.PARAGRAPH
    return Break.SPACE if any(map(str.isspace, gap)) else Break.NONE


@dataclass(frozen=True, slots=True)
class View:
    """The view of one source.

    Attributes
    ----------
    source
        The text as decoded.
    text
        The view: no white space, half-width signs.
    ink
        As ``text``, with the signs as printed; same length.
    runs, offsets
        The view is made of runs of ink: the k-th starts at position ``runs[k]`` of the
        view, and at ``offsets[k]`` in ``source``.
    breaks
        Positions of the view before which the source breaks, and how.
    positions
        For each kind of break, the positions before which such a one stands or
        a stronger one, in order.
    has_lines
        False for a text that a page put on few endless lines.
    full_line
        The length that most full lines have: where a PDF wraps its lines.
    closings
        The position of the bracket that closes each bracket that is closed.
    """

    source: str
    text: str
    ink: str
    runs: list[int]
    offsets: list[int]
    breaks: dict[int, Break]
    positions: dict[Break, list[int]]
    has_lines: bool
    full_line: int
    closings: dict[int, int]

    @classmethod
    def of(cls, source: str) -> View:
        """Make the view of ``source``."""
        page_marks = _page_marks(source)
        spans = [m.span() for m in INK.finditer(_blanked(source, page_marks + _markup(source)))]
        offsets = [start for start, _ in spans]
        runs = list(accumulate((end - start for start, end in spans), initial=0))[:-1]
        ends = [0, *(end for _, end in spans)]
        kinds = [_break(source[end:start]) for end, start in zip(ends, offsets, strict=False)]
        for _, end in page_marks:
            # A page mark may stand in the middle of a sentence.
            run = bisect_left(offsets, end)
            if 0 < run < len(offsets):
                kinds[run] = Break.LINE
        if kinds:
            kinds[0] = Break.PARAGRAPH
        ink = "".join(source[start:end] for start, end in spans)
        text = _in_view(ink)
        if "。" not in text:
            # 目标．到2025年: the only stops that a text has.
            text = _POINT_FOR_STOP.sub("。", text)
        breaks = {run: kind for run, kind in zip(runs, kinds, strict=True) if kind}
        lines = [run for run, kind in breaks.items() if kind >= Break.LINE]
        lengths = sorted(b - a for a, b in pairwise(lines))
        return cls(
            source,
            text,
            ink,
            runs,
            offsets,
            breaks,
            {
                Break.SPACE: list(breaks),
                Break.LINE: lines,
                Break.PARAGRAPH: [line for line in lines if breaks[line] == Break.PARAGRAPH],
            },
            (len(lines) - 1) * _LONGEST_LINE > len(text),
            lengths[len(lengths) * 9 // 10] if lengths else 0,
            _closing_brackets(text),
        )

    def offset(self, position: int) -> int:
        """Return the offset in the source of a position of the view."""
        run = bisect_right(self.runs, position) - 1
        return position - self.runs[run] + self.offsets[run]

    def position(self, offset: int) -> int:
        """Return the first position of the view at or after an offset in the source."""
        run = bisect_right(self.offsets, offset) - 1
        if run < 0:
            return 0
        end = self.runs[run + 1] if run + 1 < len(self.runs) else len(self.text)
        return min(offset - self.offsets[run] + self.runs[run], end)

    def span(self, start: int, end: int) -> Span:
        """Return the stretch of the source that ``text[start:end]`` stands for."""
        return Span(self.offset(start), self.offset(end - 1) + 1)

    def cite(self, start: int, end: int) -> tuple[Span, str]:
        """Return the span of ``text[start:end]``, and that stretch without its white space."""
        runs = self.runs
        run = bisect_right(runs, start) - 1
        ahead = self.offsets[run] - runs[run]
        if run + 1 == len(runs) or end <= runs[run + 1]:
            return Span(start + ahead, end + ahead), self.ink[start:end]
        first, last = start + ahead, self.offset(end - 1) + 1
        return Span(first, last), without_space(self.source[first:last])

    def break_before(self, position: int) -> Break:
        """Return how the source breaks before a position of the view."""
        return self.breaks.get(position, Break.NONE)

    def line_start(self, position: int) -> int:
        """Return where the line before a position opens."""
        lines = self.positions[Break.LINE]
        index = bisect_left(lines, position)
        return lines[index - 1] if index else 0

    def next_break(self, start: int, end: int, kind: Break) -> int:
        """Return the first position after ``start`` that such a break precedes, else ``end``."""
        positions = self.positions[kind]
        index = bisect_right(positions, start)
        return positions[index] if index < len(positions) and positions[index] < end else end
