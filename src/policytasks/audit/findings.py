"""What the audit finds: the kinds of findings, their rows, and the counts of a document."""

from __future__ import annotations

from dataclasses import dataclass

from policytasks.model import Span
from policytasks.reading.view import without_space

__all__ = ["FINDINGS", "DocumentAudit", "Finding", "Found", "clipped"]

Found = tuple[Span, str, bool]
"""A stretch, the reason why it is listed, and whether that explains it."""

# What kinds of finding there are, in the order in which they are listed.
FINDINGS = {
    "correction": "corrections that were not applied",
    "outline": "signs that the outline is wrong",
    "gap": "gaps and repetitions in the numbering",
    "outside": "text that belongs to no unit",
    "annex": "annexes that the text announces and lacks",
    "unread": "words in statements and rows that were not read",
    "row": "rows with fewer cells than their table",
    "heading": "headings that are sentences",
    "number": "numbers that no target took",
    "agency": "agencies without a function",
    "no_lead": "statements that name no lead",
    "no_theme": "units without a theme",
    "declared": "counts that the text declares",
}
_LONGEST_QUOTE = 120


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was not understood, or not taken, at ``source[start:end]``.

    The words of a correction that was not applied may stand elsewhere or nowhere: it has the
    offset at which they stood, twice.
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
    took and those that none did. ``doubts`` are the reasons to hold the outline for wrong;
    ``corrections_left`` are the corrections that were not applied.
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
    doubts: int
    corrections_left: int
    unexplained: int


def clipped(source: str, span: Span) -> str:
    """Return the words of a stretch without white space, not too many of them."""
    quote = without_space(source[span.start : span.end])
    return quote if len(quote) <= _LONGEST_QUOTE else quote[: _LONGEST_QUOTE - 1] + "…"
