"""Text that belongs to no unit, and what it is."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from policytasks.audit.findings import Found
from policytasks.model import Heading, ParsedDocument, Span
from policytasks.reading.kinds import opens_background
from policytasks.reading.view import View, without_space
from policytasks.words.documents import THIS_DOCUMENT
from policytasks.words.ordinals import read_ordinal

__all__ = ["outside"]

_LONGEST_LIST_OF_ANNEXES = 400
_ANNEX = re.compile(r"附件")
# A list of the members of a body, which is no task.
_MEMBERS = re.compile(r"组\s*长|副组长|成\s*员|主\s*任委员")
_TABLE_HEAD = re.compile(r"序号.{0,60}(?:单位|部门|时限)")
_CLOSING = re.compile(THIS_DOCUMENT)


def outside(source: str, parsed: ParsedDocument) -> Iterator[Found]:
    """Yield the stretches that no unit holds, what each is, and whether that is known."""
    edges = [0]
    for task in sorted(parsed.tasks, key=lambda task: task.span.start):
        edges += [task.span.start, max(task.span.end, edges[-1])]
    edges.append(len(source))
    sections = {
        part
        for task in parsed.tasks
        if task.section
        for part in [*task.section.split(" > "), task.section]
    }
    in_order = sorted(parsed.headings, key=_start)
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if not source[start:end].strip():
            continue
        span = _stripped(source, Span(start, end))
        first, last = (bisect_left(in_order, edge, key=_start) for edge in (start, end))
        headings = in_order[first:last]
        is_last = end == len(source)
        is_first = not parsed.tasks or start == 0
        reason = _what_it_is(source, span, headings, sections, is_first, is_last)
        yield span, reason or "unknown", reason is not None


def _start(heading: Heading) -> int:
    return heading.span.start


def _stripped(source: str, span: Span) -> Span:
    text = source[span.start : span.end]
    return Span(span.end - len(text.lstrip()), span.start + len(text.rstrip()))


def _what_it_is(
    source: str,
    span: Span,
    headings: list[Heading],
    sections: set[str],
    is_first: bool,
    is_last: bool,
) -> str | None:
    """Name what stands outside the units, or return None."""
    printed = source[span.start : span.end]
    text = View.of(printed).text
    if is_first and not _has_items(_without_headings(source, span, headings)):
        return "title, notice and legal basis before the first section"
    if _ANNEX.match(text):
        return _what_the_annex_is(text)
    if _TABLE_HEAD.match(text):
        return "head of a table"
    ordinal = read_ordinal(text)
    if ordinal and opens_background(text, ordinal.end):
        return "background of the plan"
    if without_space(printed).strip("。:：") in sections:
        return "heading of a section"
    if headings and not re.search(r"\w", _without_headings(source, span, headings)):
        return "heading of a section"
    if _CLOSING.match(text):
        return "closing clause"
    if is_last and ("。" not in text or text.startswith("抄送")):
        return "signature, editor's note or page furniture"
    return None if re.search(r"\w", text) else "signs of the page"


def _what_the_annex_is(text: str) -> str | None:
    if len(text) <= _LONGEST_LIST_OF_ANNEXES and "。" not in text:
        return "list of annexes, or head of an annex"
    return "list of members" if _MEMBERS.search(text) else None


def _without_headings(source: str, span: Span, headings: list[Heading]) -> str:
    """Return a stretch without the headings in it."""
    left = []
    position = span.start
    for heading in headings:
        left.append(source[position : heading.span.start])
        position = max(position, heading.span.end)
    return "\n".join([*left, source[position : span.end]])


def _has_items(printed: str) -> bool:
    """Tell whether a line of a text opens with an ordinal that the outline does not hold."""
    lines = (View.of(line).text for line in printed.splitlines())
    ordinals = [read_ordinal(line) for line in lines if line]
    return any(ordinal and ordinal.style in ("chinese", "bracketed") for ordinal in ordinals)
