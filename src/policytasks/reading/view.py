"""A view of the source for pattern matching, with the way back to the source.

The view drops white space, invisible marks and page furniture and writes
full-width signs as half-width ones, so that a pattern meets one spelling of a
word however the page broke it. The source itself is never rewritten: every
position of the view knows its offset.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

from policytasks.model import Span

__all__ = ["CLOSING", "Break", "View", "find_opened", "without_space"]


class Break(IntEnum):
    """What the source has between two neighbouring characters of the view."""

    NONE = 0
    SPACE = 1
    LINE = 2
    PARAGRAPH = 3


# White space sign by sign: a set of single signs is searched for in a third of the time of \\s.
_SPACE = "\t-\r\x1c- \x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000"
_INVISIBLE = "\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x1f\x7f"
_GAP = re.compile(f"[{_SPACE}{_INVISIBLE}]+")
_LONGEST_LINE = 400

# Brackets as the view writes them.
CLOSING = {"(": ")", "[": "]", "〔": "〕"}
_BRACKET = re.compile(r"[()\[\]〔〕]")

# Full-width ASCII by its half-width twin, one character for one, so that
# offsets stay true; brackets and quotation marks of one function by one sign.
_HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}
_HALF_WIDTH |= {
    ord("﹐"): ",",
    ord("﹕"): ":",
    ord("∶"): ":",
    ord("︰"): ":",
    ord("﹔"): ";",
    ord("﹙"): "(",
    ord("﹚"): ")",
    ord("【"): "[",
    ord("】"): "]",
    ord("﹝"): "〔",
    ord("﹞"): "〕",
    ord("〖"): "[",
    ord("〗"): "]",
    ord("﹪"): "%",
    ord("․"): ".",
    ord("﹒"): ".",
    ord("～"): "~",
    ord("〜"): "~",
    ord("﹣"): "-",
    ord("‐"): "-",
    ord("‑"): "-",
    ord("–"): "-",
    ord("−"): "-",
}
# PDF files often carry radicals in the place of the characters they look like.
_HALF_WIDTH |= {
    code: ord(unicodedata.normalize("NFKC", chr(code))) for code in range(0x2F00, 0x2FD6)
}
# Plain replacement of the few signs that most texts have beats a look-up a character.
_FREQUENT = tuple((wide, chr(ord(wide) - 0xFEE0)) for wide in "，：；（）％！？．－＋～／［］")
_TO_HALVE = re.compile("[" + re.escape("".join(map(chr, _HALF_WIDTH))) + "]")

# A line that is a page's mark; the line break before it starts the match.
# Blanks give nothing back (*+): a line of nothing else would cost its length squared.
_PAGE_MARK = re.compile(
    r"\n[^\S\n]*+("
    r"#?[^\S\n]*+Page[^\S\n]+\d+(?:[^\S\n]*+:)?"  # Page 198:
    r"|第[^\S\n]*\d+[^\S\n]*页(?:[^\S\n]*+[,，/]?[^\S\n]*+共[^\S\n]*\d+[^\S\n]*页)?"  # 第3页 共9页
    r"|[-—–－][^\S\n]*\d+[^\S\n]*[-—–－]"  # - 3 -
    r")[^\S\n]*\r?(?=\n|\Z)"
)
_LONE_NUMBER = re.compile(r"\n[^\S\n]*(\d{1,4})[^\S\n]*\r?(?=\n[^\S\n]*\S)")


def without_space(text: str) -> str:
    """Return ``text`` without white space, as quotes are written.

    >>> without_space("到 2020 年\\n底")
    '到2020年底'
    """
    return "".join(text.split())


def find_opened(
    opening: re.Pattern, pattern: re.Pattern, text: str, start: int, end: int
) -> Iterator[re.Match]:
    """Yield the matches of a pattern in ``text[start:end]``, tried only where ``opening`` matches.

    A pattern with many ways to begin is slow to search for; ``opening`` is one that
    skips quickly to where it may.
    """
    while opened := opening.search(text, start, end):
        match = pattern.match(text, opened.start(), end)
        if match:
            yield match
        start = match.end() if match else opened.start() + 1


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


def _closing_brackets(text: str) -> dict[int, int]:
    """Match brackets, each kind for itself, so that one left open harms no other kind."""
    closings: dict[int, int] = {}
    open_brackets: dict[str, list[int]] = {closing: [] for closing in CLOSING.values()}
    for match in _BRACKET.finditer(text):
        bracket = match[0]
        if bracket in CLOSING:
            open_brackets[CLOSING[bracket]].append(match.start())
        elif open_brackets[bracket]:
            closings[open_brackets[bracket].pop()] = match.start()
    return closings


def _halved(ink: str) -> str:
    for wide, half in _FREQUENT:
        ink = ink.replace(wide, half)
    return ink.translate(_HALF_WIDTH) if _TO_HALVE.search(ink) else ink


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
    runs, shifts
        From position ``runs[k]`` on, up to the next run, ``source`` is
        ``shifts[k]`` characters ahead of the view.
    breaks
        Positions of the view before which the source breaks, and how.
    positions
        For each kind of break, the positions before which such a one stands or
        a stronger one, in order.
    has_lines
        False for a text that a page put on few endless lines.
    closings
        The position of the bracket that closes each bracket that is closed.
    """

    source: str
    text: str
    ink: str
    runs: list[int]
    shifts: list[int]
    breaks: dict[int, Break]
    positions: dict[Break, list[int]]
    has_lines: bool
    closings: dict[int, int]

    @classmethod
    def of(cls, source: str) -> View:
        """Make the view of ``source``."""
        pieces: list[str] = []
        runs: list[int] = []
        shifts: list[int] = []
        breaks: dict[int, Break] = {}
        furniture = _furniture(source)
        edges = [0, *(edge for span in furniture for edge in span), len(source)]
        position = last_end = 0
        for start, end in zip(edges[::2], edges[1::2], strict=True):
            page_turns = last_end < start
            for stop, after in (
                *(gap.span() for gap in _GAP.finditer(source, start, end)),
                (end, end),
            ):
                if start < stop:
                    # A page mark may stand in the middle of a sentence.
                    kind = Break.LINE if page_turns else _break(source[last_end:start])
                    if not position:
                        kind = Break.PARAGRAPH
                    if kind:
                        breaks[position] = kind
                    pieces.append(source[start:stop])
                    runs.append(position)
                    shifts.append(start - position)
                    position += stop - start
                    last_end, page_turns = stop, False
                start = after
        ink = "".join(pieces)
        lines = [position for position, kind in breaks.items() if kind >= Break.LINE]
        has_lines = (len(lines) - 1) * _LONGEST_LINE > len(ink)
        text = _halved(ink)
        return cls(
            source,
            text,
            ink,
            runs,
            shifts,
            breaks,
            {
                Break.SPACE: list(breaks),
                Break.LINE: lines,
                Break.PARAGRAPH: [p for p in lines if breaks[p] == Break.PARAGRAPH],
            },
            has_lines,
            _closing_brackets(text),
        )

    def offset(self, position: int) -> int:
        """Return the offset in the source of a position of the view."""
        return position + self.shifts[bisect_right(self.runs, position) - 1]

    def position(self, offset: int) -> int:
        """Return the first position of the view at or after an offset in the source."""
        run = bisect_right(self.runs, offset, key=lambda run: self.offset(run)) - 1
        if run < 0:
            return 0
        end = self.runs[run + 1] if run + 1 < len(self.runs) else len(self.text)
        return min(offset - self.shifts[run], end)

    def span(self, start: int, end: int) -> Span:
        """Return the stretch of the source that ``text[start:end]`` stands for."""
        return self.cite(start, end)[0]

    def cite(self, start: int, end: int) -> tuple[Span, str]:
        """Return the span of ``text[start:end]``, and that stretch without its white space."""
        run = bisect_right(self.runs, start) - 1
        first = start + self.shifts[run]
        if run + 1 == len(self.runs) or end <= self.runs[run + 1]:
            return Span(first, end + self.shifts[run]), self.ink[start:end]
        last = self.offset(end - 1) + 1
        return Span(first, last), without_space(self.source[first:last])

    def break_before(self, position: int) -> Break:
        """Return how the source breaks before a position of the view."""
        return self.breaks.get(position, Break.NONE)

    def next_break(self, start: int, end: int, kind: Break) -> int:
        """Return the first position after ``start`` that such a break precedes, else ``end``."""
        positions = self.positions[kind]
        index = bisect_right(positions, start)
        return positions[index] if index < len(positions) and positions[index] < end else end
