"""From the view of a plan to its outline: the numbered headings and what they hold.

Consumes a :class:`~policytasks.reading.view.View`; produces a tree of
:class:`Section`. The outline knows nothing of tasks: which section is a unit,
and of which kind, is decided in ``units``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from operator import itemgetter

from policytasks.reading.annex.rows import Table
from policytasks.reading.candidates import (
    NOT_BEFORE_ORDINAL,
    Candidate,
    find_boxes,
    find_candidates,
    unnumbered_headings,
    unnumbered_parts,
)
from policytasks.reading.sequences import Chosen, choose
from policytasks.reading.view import Break, View
from policytasks.words.numerals import ORDINAL_NUMERAL
from policytasks.words.ordinals import BOX, FIRST_OF_OUTERMOST, RANKS, Ordinal, read_ordinal

__all__ = ["Outline", "Section", "read_outline"]

# The first or second, as the very first heading may be lost.
_OUTER = f"{FIRST_OF_OUTERMOST}|二、|第二(?:部分|[章编条])"
_FIRST_ANYWHERE = re.compile(rf"(?<![{NOT_BEFORE_ORDINAL}])(?:{FIRST_OF_OUTERMOST})")
_FIRST_AT_BREAK = (re.compile(_OUTER), re.compile(r"[(\[〔]一[)\]〕]|1[.、]|㈠|⒈"))
# The style of the headings of a plan's parts, whether these print their ordinals or not.
_PART = "chinese"
# A list of annexes under a plan may have a shorter label: 附|:1.项目库
_SHORT_LIST = ":(?=1[.、]|一、)"
_ANNEX = re.compile(rf"附件(?:\d{{1,2}}|{ORDINAL_NUMERAL})?|附{_SHORT_LIST}")
# A list of annexes that nothing parts from the last sentence: …落实。附件:1.清单2.名单
_GLUED_ANNEX = re.compile(
    rf"附(?<=[。;)]附)(?:件(?:\d{{1,2}}|{ORDINAL_NUMERAL})?[:.]|{_SHORT_LIST})"
)


@dataclass(slots=True)
class Section:
    """A numbered heading and the stretch of the view that it heads.

    ``text[start:body]`` is the printed ordinal, ``text[body:end]`` heading
    and body, down to the next heading of the same or a higher rank. A section whose
    heading the text lacks starts with its first item.
    """

    style: str
    rank: float
    number: int | None
    start: int
    body: int
    end: int
    children: list[Section] = field(default_factory=list)

    @property
    def is_lost(self) -> bool:
        """Whether the text lacks the heading, words and all, and its items alone tell of it."""
        return bool(self.children) and self.children[0].start == self.start


@dataclass(frozen=True, slots=True)
class Outline:
    """The outline of a text.

    Attributes
    ----------
    view
        The text.
    parting
        The weakest break that may part its paragraphs.
    sections
        The outermost sections in reading order. What stands before the first of them
        (the notice that forwards the plan, the legal basis) is part of none.
    end
        Where the plan's own text ends: before its annexes or their list.
    annexes
        Where annexes start.
    table
        The first table of tasks or duties that tells so itself, if the text has one. The
        plan's own text may go on behind it.
    """

    view: View
    parting: Break
    sections: list[Section]
    end: int
    annexes: list[int]
    table: Table | None

    def walk(self) -> Iterator[tuple[int, Section]]:
        """Yield the depth of each section and the section, in reading order."""
        yield from _walk(self.sections, 0)


def _walk(sections: list[Section], depth: int) -> Iterator[tuple[int, Section]]:
    for section in sections:
        yield depth, section
        yield from _walk(section.children, depth + 1)


def read_outline(view: View, table: Table | None = None) -> Outline:
    """Read the outline of a text; ``table`` is the first of tasks or duties in it."""
    parting = _paragraph_break(view)
    end = _body_end(view, parting)
    candidates = find_candidates(view, end, parting)
    if table is not None and table.start < end:
        before = [found for found in candidates if found.start < table.start]
        behind = [found for found in candidates if found.start >= table.end]
        if _goes_on(before, behind):
            candidates = [*before, *behind]
        else:
            candidates, end = before, table.start
    annexes = [start for start in _annexes(view, end, parting) if start >= end]
    sections = _sections(view, candidates, end, parting)
    if table is not None:
        _cut_at(sections, table.start)
    return Outline(view, parting, sections, end, annexes, table)


def _goes_on(before: list[Candidate], behind: list[Candidate]) -> bool:
    """Tell whether the outermost items before a table count on behind it."""
    likely = [found for found in before if found.score > 0]
    if not likely:
        return False
    outermost = min(likely, key=lambda found: RANKS[found.style]).style
    last = max(found.number for found in likely if found.style == outermost)
    return any(
        (found.style, found.number) == (outermost, last + 1) and found.score > 0 for found in behind
    )


def _cut_at(sections: list[Section], position: int) -> None:
    """End the sections that a table stands in where the table starts."""
    for section in sections:
        if section.start < position < section.end:
            section.end = position
            _cut_at(section.children, position)


def _count_ordinals(view: View, kind: Break) -> int:
    positions = (position for position, found in view.breaks.items() if found is kind)
    return sum(read_ordinal(view.text, position) is not None for position in positions)


def _paragraph_break(view: View) -> Break:
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


def _annexes(view: View, after: int, parting: Break) -> list[int]:
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


def _body_end(view: View, parting: Break) -> int:
    """Return where the plan's own text ends: before its annexes or their list.

    A notice may name the plan itself as its annex, so what stands before the
    first heading ends nothing.
    """
    first = _first_heading(view)
    at_break = (
        match.start()
        for match in _ANNEX.finditer(view.text, first)
        if view.break_before(match.start()) >= parting
    )
    glued = (match.start() for match in _GLUED_ANNEX.finditer(view.text, first))
    end = len(view.text)
    return min(next(at_break, end), next(glued, end))


def _first_heading(view: View) -> int:
    for heading in _FIRST_AT_BREAK:
        for position in view.positions[Break.SPACE]:
            if heading.match(view.text, position):
                return position
    anywhere = _FIRST_ANYWHERE.search(view.text)
    return anywhere.start() if anywhere else len(view.text)


def _sections(view: View, candidates: list[Candidate], end: int, parting: Break) -> list[Section]:
    """Return the outermost sections of ``view.text[:end]``, with what they hold."""
    chosen = choose(view, candidates, unnumbered_headings(view, candidates, parting))
    styles = {item.candidate.style for item in chosen} | {
        item.lost.style for item in chosen if item.lost and item.lost.start is None
    }
    has_parts = any(RANKS[style] <= RANKS[_PART] for style in styles)
    numbered = {item.candidate.start for item in chosen}
    parts = [] if has_parts else [p for p in unnumbered_parts(view, end) if p not in numbered]
    styles |= {item.lost.style for item in chosen if item.lost}
    if parts:
        styles.add(_PART)
    if not styles:
        return []
    tree = _Tree(min(styles, key=RANKS.__getitem__), end)
    steps = [
        *((start, partial(tree.add_part, start)) for start in parts),
        *((box.start, partial(tree.add_box, box)) for box in find_boxes(view, end)),
        *((item.candidate.start, partial(tree.add, item)) for item in chosen),
    ]
    for _, step in sorted(steps, key=itemgetter(0)):
        step()
    return tree.root


class _Tree:
    """The sections put one below the other, by the ranks of their ordinals."""

    def __init__(self, outermost: str, end: int) -> None:
        self.root: list[Section] = []
        self._outermost = outermost
        self._end = end
        self._open: list[Section] = []
        self._parts: set[int] = set()
        # The item that a box stands behind, by the box.
        self._before_box: dict[int, Section] = {}

    def add(self, item: Chosen) -> None:
        """Add an item, and before it the section whose heading the text lacks."""
        candidate = item.candidate
        self._close_box(candidate)
        if item.lost and item.lost.start in self._parts:
            pass
        elif item.lost and item.lost.start is not None:
            # The words of the heading are there, and no number is printed.
            self._put(item.lost.style, None, item.lost.start, item.lost.start)
        elif item.lost:
            self._put(item.lost.style, item.lost.number, candidate.start, candidate.start)
        elif not self.root and candidate.style != self._outermost:
            return
        self._put(candidate.style, candidate.number, candidate.start, candidate.body)

    def add_part(self, start: int) -> None:
        """Add a part of the plan whose heading has no ordinal."""
        self._parts.add(start)
        self._put(_PART, None, start, start)

    def add_box(self, box: Ordinal) -> None:
        """Add a box: it ends the item before it, and holds the items in it."""
        if not self.root:
            return
        items = [section for section in self._open if section.style != self._outermost]
        rank = (items[0].rank if items else self._open[-1].rank + 1) - 0.5
        self._put(BOX, None, box.start, box.end, rank)
        if items:
            self._before_box[box.start] = items[0]

    def _close_box(self, candidate: Candidate) -> None:
        """End the box before an item that counts on from the one before the box, not in it."""
        boxes = [place for place, section in enumerate(self._open) if section.style == BOX]
        if not boxes:
            return
        box = self._open[boxes[-1]]
        before = self._before_box.get(box.start)
        following = candidate.style, candidate.number
        if before is None or following != (before.style, (before.number or 0) + 1):
            return
        last = box.children[-1] if box.children else None
        if last and (last.style, last.number) == (candidate.style, candidate.number - 1):
            return
        for section in self._open[boxes[-1] :]:
            section.end = candidate.start
        del self._open[boxes[-1] :]

    def _put(
        self, style: str, number: int | None, start: int, body: int, rank: float | None = None
    ) -> None:
        rank = float(RANKS[style]) if rank is None else rank
        while self._open and self._open[-1].rank >= rank:
            self._open.pop().end = start
        section = Section(style, rank, number, start, body, self._end)
        (self._open[-1].children if self._open else self.root).append(section)
        self._open.append(section)
