"""Shares of 100 % that are said without a number: 全覆盖, and a dated 所有.

Consumes a passage; produces :class:`TargetDraft`, by the rules of section 3 of the coding
manual.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policytasks.reading.drafts import Stretch, TargetDraft, TimeLimit
from policytasks.reading.measured import LONGEST_INDICATOR, without_opener
from policytasks.reading.passages import Passage
from policytasks.reading.qualifiers import base_of_group, is_conditional, period_of

__all__ = ["ALL", "whole_groups"]

# As the attribute of another noun (全覆盖提质工程) it commits to nothing.
_FULL_COVERAGE = re.compile(r"全覆盖(?=[,;。、:和与及)”]|目标|$)|全面覆盖")
ALL = re.compile(r"(?:所有|全部)(?![权制者])")
_COVERS = re.compile(r"覆盖[^,。;:《》]{0,10}$")
_LONGEST_COVERS = 12
_LONGEST_BEFORE = 8
_ALL_IS_NO_GROUP = re.compile(r"(?:人|单位|企业|集体|国家|归|用于|必须)$")
_LINKS = frozenset("、和与及")


def whole_groups(passage: Passage, limit: TimeLimit) -> Iterator[TargetDraft]:
    """Yield the rows of 100 % that 全覆盖 and a dated 所有 state.

    One a clause, but of 签约全覆盖、建档全覆盖 each its own.
    """
    text = passage.text
    # Where the next one of a clause may start.
    parts: dict[int, int | None] = {}
    for match in _FULL_COVERAGE.finditer(text, passage.start, passage.end):
        index = passage.clause_index(match.start())
        clause_start, clause_end = passage.clause(match.start())
        part = parts.get(index, clause_start)
        if part is None or passage.is_quoted(match.start()) or _names_no_group(text, part, match):
            continue
        goes_on = text[match.end() : match.end() + 1] in _LINKS and _FULL_COVERAGE.search(
            text, match.end(), clause_end
        )
        parts[index] = match.end() + 1 if goes_on else None
        begin = without_opener(passage, part, match.start())
        end = match.end() if goes_on else clause_end
        yield _draft(passage, begin, end, (match.start(), clause_end), limit)
    for match in ALL.finditer(text, passage.start, passage.end):
        start = match.start()
        covers = _COVERS.search(text, max(passage.start, start - _LONGEST_COVERS), start)
        start = covers.start() if covers else start
        index = passage.clause_index(start)
        clause_start, clause_end = passage.clause(start)
        due = passage.deadline(start, passage.sentence_start(start))
        if passage.is_quoted(start) or index in parts or not (due and due.is_deadline):
            continue
        if _ALL_IS_NO_GROUP.search(text, max(clause_start, start - _LONGEST_BEFORE), start):
            continue
        parts[index] = None
        begin = without_opener(passage, clause_start, start) if covers else start
        group = (start + len("覆盖") if covers else start), clause_end
        yield _draft(passage, begin, clause_end, group, limit)


def _names_no_group(text: str, start: int, match: re.Match[str]) -> bool:
    before = max(start, match.start() - _LONGEST_BEFORE)
    return _ALL_IS_NO_GROUP.search(text, before, match.start()) is not None


def _draft(passage: Passage, begin: int, end: int, group: Stretch, limit: TimeLimit) -> TargetDraft:
    """Return the target of ``text[begin:end]``, whose group is named in a stretch."""
    text, position = passage.text, group[0]
    due = passage.deadline(position, passage.sentence_start(position))
    period_start, deadline, words = period_of(due, limit)
    clause_start, clause_end = passage.clause(position)
    return TargetDraft(
        "quantity",
        begin,
        end,
        (begin, min(end, begin + LONGEST_INDICATOR)),
        comparator="=",
        value=100.0,
        unit="%",
        period_start=period_start,
        deadline=deadline,
        deadline_text=words,
        base=base_of_group(text, *group),
        conditional=is_conditional(text, clause_start, clause_end),
    )
