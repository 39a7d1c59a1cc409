"""What was not understood: the text that no unit holds, numbers that no target took, and more.

The audit reads a source again and lists, with offsets, everything that the
tables leave out, each with the reason as far as one is known.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from policytasks.model import ParsedDocument, Span
from policytasks.reading.kinds import opens_background
from policytasks.reading.outline import body_end, paragraph_break, read_outline, walk
from policytasks.reading.view import View, without_space
from policytasks.words.numerals import chinese_integer

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Audit", "DocumentAudit", "Finding", "audit_document"]

# What kinds of finding there are, in the order in which they are listed.
FINDINGS = {
    "outside": "text that belongs to no unit",
    "number": "numbers that no target took",
    "agency": "agencies without a function",
    "no_lead": "statements that name no lead",
    "no_theme": "units without a theme",
    "gap": "gaps in the numbering",
    "declared": "counts that the text declares",
}

_HEADING = re.compile(
    r"(?:第[一二三四五六七八九十百]+[章节条编]|[一二三四五六七八九十]{1,4}、|\([一二三四五六七八九十]{1,4}\)"
    r"|\d{1,3}[.、]|\(\d{1,3}\)|专栏[一二三四五六七八九十\d]*)"
)
_LONGEST_HEADINGS = 60
_ANNEX = re.compile(r"附件")
_TABLE_HEAD = re.compile(r"序号.{0,60}(?:单位|部门|时限)")
_CLOSING = re.compile(r"本(?:实施|行动|工作)?(?:方案|意见|办法|计划|规划|通知|细则|措施)")
_ITEM_IN_FRONT = re.compile(
    r"(?:^|\n)[^\S\n]*(?:[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十]{1,3}[)）])"
)
_DECLARED = re.compile(
    r"(?P<number>\d{1,3}|[一二三四五六七八九十]{1,3})(?:项|条|个方面的?|大)(?:重点|主要|具体|工作|政策)*"
    r"(?:任务|措施|举措|行动|工程)(?!.{0,4}清单)"
)
_LONGEST_QUOTE = 120

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


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was not understood, or not taken, at ``source[start:end]``.

    ``explained`` is false where the audit knows no reason for it.
    """

    document_id: str
    finding: str
    task_id: str | None
    reason: str
    explained: bool
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class DocumentAudit:
    """The counts of one document.

    ``characters`` and ``in_units`` count characters that are no white space;
    ``share_in_units`` is their ratio. ``numbers`` are the values that targets
    took and those that none did.
    """

    document_id: str
    characters: int
    in_units: int
    share_in_units: float | None
    units: int
    numbers: int
    numbers_left: int
    agencies: int
    agencies_without_function: int
    statements_without_lead: int
    units_without_theme: int
    gaps: int
    unexplained: int


def audit_document(
    source: str, parsed: ParsedDocument, task_ids: list[str]
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

    Returns
    -------
    The counts, and the findings in the order of `FINDINGS` and of the text.
    """
    document_id = parsed.document.document_id

    def finding(kind: str, reason: str, span: Span, task: int | None = None, explained=True):
        quote = without_space(source[span.start : span.end])
        if len(quote) > _LONGEST_QUOTE:
            quote = quote[: _LONGEST_QUOTE - 1] + "…"
        task_id = None if task is None else task_ids[task]
        return Finding(document_id, kind, task_id, reason, explained, quote, span.start, span.end)

    outside = list(_outside(source, parsed))
    findings = [
        finding("outside", reason, span, explained=reason != "unknown") for span, reason in outside
    ]
    findings += (
        finding("number", _REASONS[left.reason], left.span, left.task, left.reason != "unknown")
        for left in parsed.leftovers
    )
    numbers_taken = 0
    agencies = unknown_agencies = 0
    for position, task in enumerate(parsed.tasks):
        numbers_taken += sum(target.value is not None for target in task.targets)
        agencies += len(task.responsibilities)
        for row in task.responsibilities:
            if row.agency_id is None:
                unknown_agencies += 1
                findings.append(
                    finding("agency", "the codebook has no such name", row.span, position, False)
                )
        roles = {row.role for row in task.responsibilities}
        if roles and task.kind != "duty" and "lead" not in roles:
            reason = "prints responsible agencies without a lead"
            if roles == {"support"}:
                reason = "prints supporting agencies only"
            findings.append(finding("no_lead", reason, task.span, position))
        if not task.themes:
            findings.append(
                finding("no_theme", "no wording of a theme decides", task.span, position)
            )
    findings += (finding("gap", reason, span, explained=False) for span, reason in _gaps(source))
    findings += (
        finding("declared", reason, span, explained=agrees)
        for span, reason, agrees in _declared(source, parsed)
    )
    findings.sort(key=lambda found: (list(FINDINGS).index(found.finding), found.start))
    characters = len(without_space(source))
    in_units = characters - sum(len(without_space(source[s.start : s.end])) for s, _ in outside)
    count = [found.finding for found in findings].count
    return (
        DocumentAudit(
            document_id,
            characters,
            in_units,
            in_units / characters if characters else None,
            len(parsed.tasks),
            numbers_taken + len(parsed.leftovers),
            len(parsed.leftovers),
            agencies,
            unknown_agencies,
            count("no_lead"),
            count("no_theme"),
            count("gap"),
            sum(not found.explained for found in findings),
        ),
        findings,
    )


def _outside(source: str, parsed: ParsedDocument) -> Iterator[tuple[Span, str]]:
    """Yield the stretches that no unit holds, and what each is."""
    edges = [0]
    for task in sorted(parsed.tasks, key=lambda task: task.span.start):
        edges += [task.span.start, max(task.span.end, edges[-1])]
    edges.append(len(source))
    stretches = [
        Span(start, end)
        for start, end in zip(edges[::2], edges[1::2], strict=True)
        if source[start:end].strip()
    ]
    for span in stretches:
        first = not parsed.tasks or span.start == 0
        last = span.end == len(source)
        yield _stripped(source, span), _what_it_is(source[span.start : span.end], first, last)


def _stripped(source: str, span: Span) -> Span:
    text = source[span.start : span.end]
    return Span(
        span.end - len(text.lstrip()),
        span.start + len(text.rstrip()),
    )


def _what_it_is(printed: str, first: bool, last: bool) -> str:
    """Name what stands outside the units, or return ``unknown``."""
    text = View.of(printed).text
    if first and not _ITEM_IN_FRONT.search(printed[:-_LONGEST_HEADINGS]):
        return "title, notice and legal basis before the first section"
    if _ANNEX.match(text):
        return "list of annexes, annex without tasks, or head of a table"
    if _TABLE_HEAD.match(text):
        return "head of a table"
    ordinal = _HEADING.match(text)
    if ordinal and opens_background(text, ordinal.end()):
        return "background of the plan"
    if ordinal and len(text) <= _LONGEST_HEADINGS:
        return "heading of a section"
    if _CLOSING.match(text):
        return "closing clause"
    if last and ("。" not in text or text.startswith("抄送")):
        return "signature, editor's note or page furniture"
    if not re.search(r"\w", text):
        return "signs of the page"
    return "unknown"


def _gaps(source: str) -> Iterator[tuple[Span, str]]:
    """Yield the headings before which the numbering skips, neither the next nor a new 1."""
    view = View.of(source)
    parting = paragraph_break(view)
    last: dict[str, int] = {}
    for section in walk(read_outline(view, body_end(view, parting), parting)):
        if section.number is None:
            continue
        before = last.get(section.style, 0)
        if section.number > before + 1:
            missing = ", ".join(map(str, range(before + 1, section.number)))
            span = view.span(section.start, min(section.end, section.start + _LONGEST_HEADINGS))
            yield span, f"the numbering lacks {missing} before {section.number}"
        last[section.style] = section.number


def _declared(source: str, parsed: ParsedDocument) -> Iterator[tuple[Span, str, bool]]:
    """Yield counts of tasks that text outside the units declares (N项重点任务)."""
    tasks = [task for task in parsed.tasks if task.kind == "task"]
    sections = {task.section for task in tasks}
    for span, _ in _outside(source, parsed):
        for match in _DECLARED.finditer(source, span.start, span.end):
            numeral = match["number"]
            number = int(numeral) if numeral.isdigit() else chinese_integer(numeral)
            agrees = number in (len(tasks), len(sections))
            yield (
                Span(*match.span()),
                f"declares {number}; found {len(tasks)} tasks in {len(sections)} sections",
                agrees,
            )


class Audit:
    """The audit of a corpus.

    Attributes
    ----------
    documents
        One row a document, with the counts of `DocumentAudit`.
    findings
        One row a finding, with the columns of `Finding`; offsets count code
        points of the document's source.
    """

    def __init__(self, audited: Iterable[tuple[DocumentAudit, list[Finding]]]) -> None:
        self._audited = list(audited)

    @property
    def documents(self) -> pd.DataFrame:
        return _frame(DocumentAudit, [counts for counts, _ in self._audited])

    @property
    def findings(self) -> pd.DataFrame:
        return _frame(Finding, [found for _, findings in self._audited for found in findings])

    def to_json(self) -> str:
        """Return the audit as JSON: ``{"documents": […], "findings": […]}``."""
        rows = {
            "documents": [asdict(counts) for counts, _ in self._audited],
            "findings": [asdict(found) for _, findings in self._audited for found in findings],
        }
        return json.dumps(rows, ensure_ascii=False, indent=1)

    def __repr__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        for counts, findings in self._audited:
            share = "–" if counts.share_in_units is None else f"{counts.share_in_units:.1%}"
            yield (
                f"{counts.document_id}: {counts.units} units hold {share} of "
                f"{counts.characters} characters; {counts.numbers_left} of {counts.numbers} "
                f"numbers left; {counts.unexplained} findings unexplained"
            )
            for kind, what in FINDINGS.items():
                of_kind = [found for found in findings if found.finding == kind]
                if of_kind:
                    yield f"  {what}: {len(of_kind)}"
                for found in of_kind:
                    mark = " " if found.explained else "!"
                    yield (
                        f"  {mark} [{found.start}:{found.end}] {found.reason}: "
                        f"{_clipped(found.quote)}"
                    )

    def _repr_html_(self) -> str:
        parts = [self.documents.to_html(index=False, float_format="{:.3f}".format, na_rep="")]
        for counts, findings in self._audited:
            rows = "".join(
                f"<tr><td>{html.escape(FINDINGS[found.finding])}</td>"
                f"<td>{html.escape(found.reason)}</td>"
                f"<td>{'' if found.explained else '<strong>unexplained</strong>'}</td>"
                f"<td>{html.escape(found.task_id or '')}</td>"
                f"<td>{html.escape(_clipped(found.quote))}</td>"
                f"<td>{found.start}–{found.end}</td></tr>"
                for found in findings
            )
            parts.append(
                f"<details><summary>{html.escape(counts.document_id)}: {len(findings)} findings, "
                f"{counts.unexplained} unexplained</summary>"
                '<table style="text-align: left"><thead><tr><th>what</th><th>reason</th><th></th>'
                "<th>task</th><th>words</th><th>offsets</th></tr></thead>"
                f"<tbody>{rows}</tbody></table></details>"
            )
        return "".join(parts)


def _clipped(quote: str) -> str:
    return quote if len(quote) <= 48 else quote[:30] + "…" + quote[-16:]


def _frame(kind: type, rows: list) -> pd.DataFrame:
    # pandas is slow to import, and only frames need it.
    import pandas as pd

    return pd.DataFrame([asdict(row) for row in rows], columns=list(kind.__dataclass_fields__))
