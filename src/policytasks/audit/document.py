"""The audit of one document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from policytasks.audit.findings import FINDINGS, DocumentAudit, Finding, Found, clipped
from policytasks.audit.outline import LACKS, doubts, gaps, sentences_as_headings
from policytasks.audit.outside import outside
from policytasks.audit.tables import lacking_annexes, short_rows
from policytasks.model import ParsedDocument, Span
from policytasks.reading.view import without_space
from policytasks.words.numerals import ORDINAL_NUMERAL, chinese_integer

__all__ = ["audit_document"]

_DECLARED = re.compile(
    rf"""
    (?P<number>\d{{1,3}}|{ORDINAL_NUMERAL})(?:项|条|个方面的?|大)  # 12项重点任务
    (?:重点|主要|具体|工作|政策)*(?:任务|措施|举措|行动|工程)
    (?!.{{0,4}}清单)
    """,
    re.VERBOSE,
)
# Of this share of a document's characters units should hold more.
_LEAST_SHARE = 0.5
_FEWEST_CHARACTERS = 400
_CHARACTERS_OF_PAGE = 600

_REASONS = {
    "eligibility": "says who is eligible",
    "reference": "refers to a document, a base or an existing thing",
    "penalty": "is a fine or penalty",
    "size": "is the size of a project",
    "baseline": "is the value from which a target starts",
    "name": "is part of a name or slogan",
    "past": "is of the past",
    "term": "is a term or a duration",
    "unknown": "no rule reads it",
}


def audit_document(
    source: str,
    parsed: ParsedDocument,
    task_ids: list[str],
    corrections_left: Iterable[tuple[str, int, str]] = (),
) -> tuple[DocumentAudit, list[Finding]]:
    """Audit one document.

    Parameters
    ----------
    source
        The text that was read.
    parsed
        What was read from it.
    task_ids
        The ids of its tasks in the tables, in the same order.
    corrections_left
        The words, the offset and the reason of each correction that was not applied.

    Returns
    -------
    The counts, and the findings in the order of `FINDINGS` and of the text.
    """
    document_id = parsed.document.document_id
    characters = len(without_space(source))
    stretches = list(outside(source, parsed))
    left_out = sum(len(without_space(source[s.start : s.end])) for s, _, _ in stretches)
    found = [
        *_of_kind("outside", stretches),
        *_of_kind("outline", doubts(parsed)),
        *_of_kind("outline", _mostly_left_out(source, characters, left_out)),
        *_of_kind("outline", _pages_left_out(source, stretches)),
        *_of_kind("gap", gaps(parsed.headings)),
        *_of_kind("heading", sentences_as_headings(parsed)),
        *_of_kind("annex", lacking_annexes(source, parsed)),
        *_of_kind("row", short_rows(source, parsed)),
        *_of_kind("declared", _declared(source, parsed, stretches)),
        *_of_tasks(parsed),
    ]
    findings = [
        Finding(
            document_id,
            kind,
            None if task is None else task_ids[task],
            reason,
            explained,
            clipped(source, span),
            span.start,
            span.end,
        )
        for kind, span, reason, explained, task in found
    ]
    findings += [
        Finding(document_id, "correction", None, reason, False, words, start, start)
        for words, start, reason in corrections_left
    ]
    findings.sort(key=lambda finding: (list(FINDINGS).index(finding.finding), finding.start))
    return _counts(parsed, findings, characters, characters - left_out), findings


_Listed = tuple[str, Span, str, bool, int | None]


def _of_kind(kind: str, found: Iterable[Found]) -> Iterator[_Listed]:
    for span, reason, explained in found:
        yield kind, span, reason, explained, None


def _of_tasks(parsed: ParsedDocument) -> Iterator[_Listed]:
    """Yield what is found task by task."""
    for left in parsed.leftovers:
        yield "number", left.span, _REASONS[left.reason], left.reason != "unknown", left.task
    for left in parsed.unread:
        yield "unread", left.span, "names no agency that was read", False, left.task
    for position, task in enumerate(parsed.tasks):
        for row in task.responsibilities:
            if row.agency_id is None:
                yield "agency", row.span, "the codebook has no such name", False, position
        roles = {row.role for row in task.responsibilities}
        if roles and task.kind != "duty" and "lead" not in roles:
            reason = "prints responsible agencies without a lead"
            if roles == {"support"}:
                reason = "prints supporting agencies only"
            yield "no_lead", task.span, reason, True, position
        if not task.themes:
            yield "no_theme", task.span, "no wording of a theme decides", True, position


def _counts(
    parsed: ParsedDocument, findings: list[Finding], characters: int, in_units: int
) -> DocumentAudit:
    taken = sum(target.value is not None for task in parsed.tasks for target in task.targets)
    kinds = [finding.finding for finding in findings]
    return DocumentAudit(
        document_id=parsed.document.document_id,
        characters=characters,
        in_units=in_units,
        share_in_units=in_units / characters if characters else None,
        units=len(parsed.tasks),
        numbers=taken + len(parsed.leftovers),
        numbers_left=len(parsed.leftovers),
        agencies=sum(len(task.responsibilities) for task in parsed.tasks),
        agencies_without_function=kinds.count("agency"),
        statements_without_lead=kinds.count("no_lead"),
        units_without_theme=kinds.count("no_theme"),
        gaps=kinds.count("gap"),
        doubts=kinds.count("outline") + sum(found.reason.startswith(LACKS) for found in findings),
        corrections_left=kinds.count("correction"),
        unexplained=sum(not finding.explained for finding in findings),
    )


def _mostly_left_out(source: str, characters: int, left_out: int) -> Iterator[Found]:
    """Yield a document of which the units hold little."""
    if characters >= _FEWEST_CHARACTERS and left_out > characters * (1 - _LEAST_SHARE):
        share = left_out / characters
        yield Span(0, len(source)), f"{share:.0%} of the text belongs to no unit", False


def _pages_left_out(source: str, stretches: list[Found]) -> Iterator[Found]:
    """Yield what would fill a page and is in no unit, for no known reason."""
    for span, _, explained in stretches:
        length = len(without_space(source[span.start : span.end]))
        if not explained and length >= _CHARACTERS_OF_PAGE:
            yield span, f"{length} characters in a row belong to no unit", False


def _declared(source: str, parsed: ParsedDocument, stretches: list[Found]) -> Iterator[Found]:
    """Yield counts of tasks that text outside the units declares (N项重点任务)."""
    tasks = [task for task in parsed.tasks if task.kind == "task"]
    sections = {task.section for task in tasks}
    for span, _, _ in stretches:
        for match in _DECLARED.finditer(source, span.start, span.end):
            numeral = match["number"]
            number = int(numeral) if numeral.isdigit() else chinese_integer(numeral)
            reason = f"declares {number}; found {len(tasks)} tasks in {len(sections)} sections"
            yield Span(*match.span()), reason, number in (len(tasks), len(sections))
