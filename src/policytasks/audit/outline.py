"""Doubts about the outline: numbers that are missing, sections that are out of proportion."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median

from policytasks.audit.findings import Found
from policytasks.model import Heading, ParsedDocument, Task
from policytasks.words.marks import HALF_WIDTH
from policytasks.words.numerals import ORDINAL_SIGNS
from policytasks.words.ordinals import read_ordinal

__all__ = ["LACKS", "doubts", "gaps", "sentences_as_headings"]

# A unit so many times longer than the middle one of its kind, and so long, holds others.
_TIMES_LONGER = 10
_LONG = 800
_FEWEST_SIBLINGS = 3
_LABEL = re.compile(r"(?:责任|牵头|配合)(?:单位|部门)\s*[:：]")
_STATES_AIMS = ("objective", "principle")
_LONGEST_PHRASE = 60
_LONGEST_PHRASE_WITH_COMMAS = 30
_FEWEST_COMMAS = 2
_COMMAS = re.compile("[,，;；]")

# Where a text may hold an ordinal: behind a stop, or one in brackets that none refers to.
_MAY_COUNT = re.compile(
    rf"(?:\A|(?<=[。;)]))(?=[\d第{ORDINAL_SIGNS}])|(?<![第至见按、和及与或])(?=[(〔])"
)
# （二）项, （二）、（三）, 二、三级: a reference, or part of a list.
_REFERS = re.compile("[项款类条的至、和及与级]")

# How the reason of a gap opens that tells of a missing number, not of a repeated one.
LACKS = "the numbering lacks"


def doubts(parsed: ParsedDocument) -> Iterator[Found]:
    """Yield signs that the outline is wrong: units that hold what belongs to others."""
    for heading in parsed.headings:
        if not heading.quote:
            reason = f"the heading {heading.number} of style {heading.style} is lacking before this"
            yield heading.span, reason, False
    yield from _out_of_proportion(parsed.tasks)
    yield from _counting_on(parsed)
    for task in parsed.tasks:
        if task.kind in _STATES_AIMS and (task.responsibilities or _LABEL.search(task.text)):
            kind = "an objective" if task.kind == "objective" else "a principle"
            yield task.span, f"a statement of responsibility stands in {kind}", False
        elif len(_LABEL.findall(task.text)) > 1:
            yield task.span, "several statements of responsibility stand in one text", False


def _counting_on(parsed: ParsedDocument) -> Iterator[Found]:
    """Yield the units whose text holds an ordinal that counts on from their own."""
    styles = {heading.span.start: heading.style for heading in parsed.headings}
    for task in parsed.tasks:
        style, text = styles.get(task.span.start), task.text.translate(HALF_WIDTH)
        if style is None or task.number is None:
            continue
        for place in _MAY_COUNT.finditer(text):
            found = read_ordinal(text, place.start())
            if found is None or found.style != style or _REFERS.match(text, found.end):
                continue
            if found.number is not None and found.number > task.number:
                yield (
                    task.span,
                    f"the text of item {task.number} holds an item {found.number}",
                    False,
                )
                break


def _out_of_proportion(tasks: Sequence[Task]) -> Iterator[Found]:
    for kind in sorted({task.kind for task in tasks}):
        of_kind = [task for task in tasks if task.kind == kind]
        # One objective, one of two safeguards: it is compared with all units.
        siblings = of_kind if len(of_kind) >= _FEWEST_SIBLINGS else tasks
        middle = median(len(task.text) for task in siblings)
        for task in of_kind:
            length = len(task.text)
            if len(siblings) >= _FEWEST_SIBLINGS and length > max(_LONG, _TIMES_LONGER * middle):
                reason = f"has {length} characters, its siblings {middle:.0f}"
                yield task.span, reason, False


def gaps(headings: Sequence[Heading]) -> Iterator[Found]:
    """Yield the headings whose number neither counts on nor starts a list."""
    last: dict[str, int] = {}
    held: dict[str, int] = {}
    for heading, parent in zip(headings, _parents(headings), strict=True):
        style, number = heading.style, heading.number
        if number is None:
            continue
        before = last.get(style, 0)
        if number > before + 1:
            missing = ", ".join(map(str, range(before + 1, number)))
            yield heading.span, f"{LACKS} {missing} before {number}", False
        elif number == before and held.get(style) == parent:
            yield heading.span, f"the number {number} is printed twice in a row", False
        last[style] = number
        held[style] = parent


def _parents(headings: Sequence[Heading]) -> list[int]:
    """Return the index of the heading that holds each, -1 for an outermost one."""
    parents: list[int] = []
    above: list[int] = []
    for index, heading in enumerate(headings):
        while above and headings[above[-1]].depth >= heading.depth:
            above.pop()
        parents.append(above[-1] if above else -1)
        above.append(index)
    return parents


def sentences_as_headings(parsed: ParsedDocument) -> Iterator[Found]:
    """Yield the headings of sections and the titles of units that are no phrases."""
    for heading, following in pairwise(parsed.headings):
        # An article opens with its sentence.
        holds_others = following.depth > heading.depth and heading.style != "article"
        if holds_others and _is_sentence(heading.quote):
            yield heading.span, "a sentence stands where a heading should", False
    for task in parsed.tasks:
        if task.title and _is_sentence(task.title):
            yield task.span, f"a sentence is taken for a title: {task.title}", False


def _is_sentence(words: str) -> bool:
    """Tell whether words are too long for a phrase, or have several commas."""
    commas = len(_COMMAS.findall(words))
    return len(words) > _LONGEST_PHRASE or (
        len(words) > _LONGEST_PHRASE_WITH_COMMAS and commas >= _FEWEST_COMMAS
    )
