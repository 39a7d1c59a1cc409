"""The audit of a corpus, as frames, JSON and a page to read."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, fields
from typing import TYPE_CHECKING

from policytasks.audit.findings import FINDINGS, DocumentAudit, Finding

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Audit"]


class Audit:
    """The audit of a corpus.

    Attributes
    ----------
    documents
        One row a document, with the counts of `DocumentAudit`.
    findings
        One row a finding, with the columns of `Finding`; offsets count code
        points of the document's source.
    notes
        What concerns no document: corrections of documents that are not there.
    """

    def __init__(
        self,
        audited: Iterable[tuple[DocumentAudit, list[Finding]]],
        notes: Iterable[str] = (),
    ) -> None:
        self._audited = list(audited)
        self.notes = tuple(notes)

    @property
    def documents(self) -> pd.DataFrame:
        return _frame(DocumentAudit, [counts for counts, _ in self._audited])

    @property
    def findings(self) -> pd.DataFrame:
        return _frame(Finding, [found for _, findings in self._audited for found in findings])

    def to_json(self) -> str:
        """Return the audit as JSON: ``{"documents": […], "findings": […], "notes": […]}``."""
        rows = {
            "documents": [asdict(counts) for counts, _ in self._audited],
            "findings": [asdict(found) for _, findings in self._audited for found in findings],
            "notes": list(self.notes),
        }
        return json.dumps(rows, ensure_ascii=False, indent=1)

    def __repr__(self) -> str:
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        yield from (f"! {note}" for note in self.notes)
        for counts, findings in self._audited:
            if counts.doubts:
                yield f"! {counts.document_id}: the outline looks wrong, {counts.doubts} reasons below"
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
                        f"{_shown(found.quote)}"
                    )

    def _repr_html_(self) -> str:
        parts = [self.documents.to_html(index=False, float_format="{:.3f}".format, na_rep="")]
        parts += [f"<p><strong>{html.escape(note)}</strong></p>" for note in self.notes]
        for counts, findings in self._audited:
            rows = "".join(
                f"<tr><td>{html.escape(FINDINGS[found.finding])}</td>"
                f"<td>{html.escape(found.reason)}</td>"
                f"<td>{'' if found.explained else '<strong>unexplained</strong>'}</td>"
                f"<td>{html.escape(found.task_id or '')}</td>"
                f"<td>{html.escape(_shown(found.quote))}</td>"
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


def _shown(quote: str) -> str:
    return quote if len(quote) <= 48 else quote[:30] + "…" + quote[-16:]


def _frame(kind: type, rows: list) -> pd.DataFrame:
    # pandas is slow to import, and only frames need it.
    import pandas as pd

    return pd.DataFrame(
        [asdict(row) for row in rows], columns=[field.name for field in fields(kind)]
    )
