"""A view of the source for pattern matching, with the way back to the source.

The view drops white space, invisible marks, page furniture and Markdown and writes
full-width signs as half-width ones, so that a pattern meets one spelling of a
word however the page broke it. The source itself is never rewritten: every
position of the view knows its offset.
"""

from __future__ import annotations

import re
import sys
import unicodedata
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from itertools import accumulate, pairwise
from operator import sub

import numpy as np

from policytasks.model import Span

__all__ = ["CLOSING", "Break", "View", "code_points", "without_space"]


class Break(IntEnum):
    """What the source has between two neighbouring characters of the view."""

    NONE = 0
    SPACE = 1
    LINE = 2
    PARAGRAPH = 3


_LONGEST_LINE = 400

# Brackets as the view writes them.
CLOSING = {"(": ")", "[": "]", "〔": "〕"}

# Full-width ASCII by its half-width twin, one character for one, so that
# offsets stay true; brackets and quotation marks of one function by one sign.
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_HALF_WIDTH |= dict(
    zip(
        map(ord, "﹐﹕∶︰﹔﹙﹚【】﹝﹞〖〗﹪․﹒～〜﹣‐‑–−"),
        map(ord, ",:::;()[]〔〕[]%..~~-----"),
        strict=True,
    )
)
# PDF files often carry radicals in the place of the characters they look like.
_HALF_WIDTH |= {
    code: ord(unicodedata.normalize("NFKC", chr(code))) for code in range(0x2F00, 0x2FD6)
}

# By code point, whether a sign is ink and how the view writes it: an array answers for all signs
# of a text at once.
_INVISIBLE_RANGES = (
    *((0x00, 0x1F), (0x7F, 0x7F), (0xAD, 0xAD), (0x200B, 0x200F), (0x202A, 0x202E)),
    *((0x2060, 0x2069), (0xFEFF, 0xFEFF)),
)
_LAST_SPACE = 0x3000
_IS_INK = np.ones(sys.maxunicode + 1, bool)
_IS_INK[[code for code in range(_LAST_SPACE + 1) if chr(code).isspace()]] = False
for _first, _last in _INVISIBLE_RANGES:
    _IS_INK[_first : _last + 1] = False
_IN_VIEW = np.arange(sys.maxunicode + 1, dtype=np.uint32)
_IN_VIEW[list(_HALF_WIDTH)] = list(_HALF_WIDTH.values())
_IS_BRACKET = np.zeros(sys.maxunicode + 1, bool)
_IS_BRACKET[[ord(bracket) for pair in CLOSING.items() for bracket in pair]] = True

# A line that is a page's mark; the line break before it starts the match.
# Blanks give nothing back (*+): a line of nothing else would cost its length squared.
_PAGE_MARK = re.compile(
    r"\n[^\S\n]*+("
    r"#?[^\S\n]*+Page[^\S\n]+\d+(?:[^\S\n]*+:)?"  # Page 198:
    r"|第[^\S\n]*\d+[^\S\n]*页(?:[^\S\n]*+[,，/]?[^\S\n]*+共[^\S\n]*\d+[^\S\n]*页)?"  # 第3页 共9页
    r"|[-—–－][^\S\n]*\d+[^\S\n]*[-—–－]"  # - 3 -
    r")[^\S\n]*\r?(?=\n|\Z)"
)
# Signs by which Markdown marks a heading, bold words and a number that counts no list, each
# with what a text without it lacks.
_MARKUP = (
    ("#", re.compile(r"\n[^\S\n]*+#{1,6}(?=[^\S\n])")),
    ("**", re.compile(r"\*\*")),
    ("\\", re.compile(r"\\(?<=\d\\)(?=[.)])")),
)
_LONE_NUMBER = re.compile(r"\n[^\S\n]*(\d{1,4})[^\S\n]*\r?(?=\n[^\S\n]*\S)")


def without_space(text: str) -> str:
    """Return ``text`` without white space, as quotes are written.

    >>> without_space("到 2020 年\\n底")
    '到2020年底'
    """
    return "".join(text.split())


def _furniture(source: str) -> list[tuple[int, int]]:
    """Find page marks and the page numbers that a PDF left between two lines.

    Lone numbers count as page numbers where a neighbour differs by one;
    in a table the numbers of rows do so too, so a text with a table head keeps
    them.
    """
    found = [match.span(1) for match in _PAGE_MARK.finditer(source)]
    if "序号" not in source:
        lone = [
            (int(match[1]), match.span(1))
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


def _markup(source: str) -> list[tuple[int, int]]:
    """Find the marks of a text in Markdown."""
    return [
        match.span()
        for sign, pattern in _MARKUP
        if sign in source
        for match in pattern.finditer(source)
    ]


def _closing_brackets(text: str, codes: np.ndarray) -> dict[int, int]:
    """Match brackets, each kind for itself, so that one left open harms no other kind."""
    closings: dict[int, int] = {}
    open_brackets: dict[str, list[int]] = {closing: [] for closing in CLOSING.values()}
    for position in _IS_BRACKET.take(codes).nonzero()[0].tolist():
        bracket = text[position]
        if bracket in CLOSING:
            open_brackets[CLOSING[bracket]].append(position)
        elif open_brackets[bracket]:
            closings[open_brackets[bracket].pop()] = position
    return closings


def code_points(text: str) -> np.ndarray:
    """Return the code point of each sign of a text."""
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _text(codes: np.ndarray) -> str:
    return codes.tobytes().decode("utf-32-le", "surrogatepass")


@lru_cache(maxsize=1024)
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
        codes = code_points(source)
        # A sign that is no ink before and behind the text, so that ink begins and ends within.
        is_ink = np.zeros(len(codes) + 2, bool)
        is_ink[1:-1] = _IS_INK.take(codes)
        furniture = _furniture(source)
        for start, end in (*furniture, *_markup(source)):
            is_ink[start + 1 : end + 1] = False
        # Where ink begins, where it ends, and so on in turn.
        edges = (is_ink[1:] != is_ink[:-1]).nonzero()[0]
        begins, ends = edges[::2].tolist(), edges[1::2].tolist()
        gaps = zip([0, *ends], begins, strict=False)
        kinds = [_break(source[end:begin]) for end, begin in gaps]
        for _, end in furniture:
            # A page mark may stand in the middle of a sentence.
            run = bisect_left(begins, end)
            if 0 < run < len(begins):
                kinds[run] = Break.LINE
        if kinds:
            kinds[0] = Break.PARAGRAPH
        runs = list(accumulate(map(sub, ends, begins), initial=0))[:-1]
        codes = codes[is_ink[1:-1]]
        in_view = _IN_VIEW.take(codes)
        text = _text(in_view)
        breaks = {run: kind for run, kind in zip(runs, kinds, strict=True) if kind}
        lines = [run for run, kind in breaks.items() if kind >= Break.LINE]
        lengths = sorted(b - a for a, b in pairwise(lines))
        return cls(
            source,
            text,
            _text(codes),
            runs,
            begins,
            breaks,
            {
                Break.SPACE: list(breaks),
                Break.LINE: lines,
                Break.PARAGRAPH: [line for line in lines if breaks[line] == Break.PARAGRAPH],
            },
            (len(lines) - 1) * _LONGEST_LINE > len(text),
            lengths[len(lengths) * 9 // 10] if lengths else 0,
            _closing_brackets(text, in_view),
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
        return self.cite(start, end)[0]

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

    def next_break(self, start: int, end: int, kind: Break) -> int:
        """Return the first position after ``start`` that such a break precedes, else ``end``."""
        positions = self.positions[kind]
        index = bisect_right(positions, start)
        return positions[index] if index < len(positions) and positions[index] < end else end
