"""Annexes that are lacking, and rows of tables that lack cells."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from policytasks.audit.findings import Found
from policytasks.model import ParsedDocument, Span
from policytasks.reading.view import without_space

__all__ = ["lacking_annexes", "short_rows"]

_FIRST_WORDS = 10
_CELL_ENDS = "\t|"

# 任务分工见附件, 详见附表2
_REFERENCE = re.compile(r"(?:详?见|参照|参见)附[件表]\s*\d{0,2}")
_LACKING = "the text announces this annex and does not hold it"


def lacking_annexes(source: str, parsed: ParsedDocument) -> Iterator[Found]:
    """Yield the annexes that the text announces behind its last section and does not hold."""
    printed = without_space(source)
    first = min((task.span.start for task in parsed.tasks), default=0)
    for citation in parsed.citations:
        words = citation.cited_title[:_FIRST_WORDS]
        if citation.relation != "enclosure" or citation.span.start < first:
            continue
        before = len(without_space(source[: citation.span.end]))
        if words not in printed[before:]:
            yield citation.span, _LACKING, False
    yield from _referred_to(source, parsed)


def _referred_to(source: str, parsed: ParsedDocument) -> Iterator[Found]:
    """Yield the annexes to which a unit refers (见附件2), where the text has none behind it."""
    annexes = (heading.span.start for heading in parsed.headings if heading.style == "annex")
    last = max(annexes, default=-1)
    for task in parsed.tasks:
        if task.span.start < last:
            continue
        for reference in _REFERENCE.finditer(source, task.span.start, task.span.end):
            yield Span(*reference.span()), _LACKING, False


def short_rows(source: str, parsed: ParsedDocument) -> Iterator[Found]:
    """Yield rows of a ruled table that have fewer cells than most rows of it."""
    # The rows of a list that stands alone are tasks, not subtasks.
    rows = [
        task.span
        for task in parsed.tasks
        if task.kind == "subtask" or any(row.basis == "table" for row in task.responsibilities)
    ]
    cells = {span: _cells(source, span) for span in rows}
    ruled = [count for count in cells.values() if count > 1]
    if not ruled:
        return
    usual = Counter(ruled).most_common(1)[0][0]
    for span, count in cells.items():
        if 1 < count < usual:
            yield span, f"the row has {count} cells, its table {usual}", True


def _cells(source: str, span: Span) -> int:
    """Return how many cells the line has in which a row starts."""
    start = source.rfind("\n", 0, span.start) + 1
    end = source.find("\n", span.start)
    line = source[start : end if end >= 0 else len(source)]
    return sum(line.count(sign) for sign in _CELL_ENDS) + 1
