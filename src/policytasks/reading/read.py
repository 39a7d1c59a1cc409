"""The whole of reading: a source and a codebook in, a parsed document out."""

from __future__ import annotations

from dataclasses import asdict, replace
from itertools import accumulate

from policytasks.codebook import Codebook
from policytasks.errors import SourceError
from policytasks.model import Document, ParsedDocument
from policytasks.reading.annex import first_table
from policytasks.reading.citations import find_citations
from policytasks.reading.drafts import Unit
from policytasks.reading.frame import find_frame
from policytasks.reading.headings import heading_rows
from policytasks.reading.outline import read_outline
from policytasks.reading.rows import (
    clause_rows,
    leftover_row,
    responsibility_rows,
    target_row,
    task_row,
    theme_rows,
    time_limit,
    wording,
)
from policytasks.reading.targets import find_targets
from policytasks.reading.themes import is_on_eldercare
from policytasks.reading.units import read_units
from policytasks.reading.unread import unread_rows
from policytasks.reading.view import View
from policytasks.schema import most_rows

__all__ = ["read"]


def read(source: str, document: Document, codebook: Codebook) -> ParsedDocument:
    """Read a plan.

    Parameters
    ----------
    source
        The text as decoded; offsets in the result count its code points.
    document
        What the registry says of it; the year of issue dates 年底前.
    codebook
        Themes, agencies and indicators.

    Raises
    ------
    SourceError
        It gives more tasks and responsibilities than `most_rows` allows a text of its length.
    """
    view = View.of(source)
    outline = read_outline(view, first_table(view, codebook))
    units = list(read_units(outline, codebook))
    _refuse_too_many(view, units, document)
    in_eldercare_plan = is_on_eldercare(document.title, [wording(view, unit) for unit in units])
    # Each step goes through all units before the next begins, so that its patterns stay at hand
    # for the processor: a plan is read a tenth faster than unit by unit.
    limits = [time_limit(view, unit, document.issued) for unit in units]
    agencies = [responsibility_rows(view, unit, codebook, document) for unit in units]
    found = [
        find_targets(view, unit, limit, document.issued)
        for unit, limit in zip(units, limits, strict=True)
    ]
    targets = [tuple(target_row(view, draft, codebook) for draft in drafts) for drafts, _ in found]
    themes = theme_rows(view, units, codebook, in_eldercare_plan=in_eldercare_plan)
    clauses = [clause_rows(view, unit, codebook) for unit in units]
    rows = zip(units, limits, agencies, targets, themes, clauses, strict=True)
    frame = find_frame(view.text, document.title, document.issued)
    document = replace(document, **asdict(frame))
    return ParsedDocument(
        document,
        tuple(task_row(view, *row) for row in rows),
        tuple(
            leftover_row(view, task, number)
            for task, (_, numbers) in enumerate(found)
            for number in numbers
        ),
        find_citations(view),
        heading_rows(outline),
        tuple(
            row
            for task, unit in enumerate(units)
            for row in unread_rows(view, unit, codebook, task)
        ),
    )


def _refuse_too_many(view: View, units: list[Unit], document: Document) -> None:
    """Raise SourceError where a table shares so many agencies with its rows that they explode."""
    most = most_rows(len(view.source))
    rows = accumulate(1 + len(unit.agencies) for unit in units)
    for unit, so_far in zip(units, rows, strict=True):
        if so_far > most:
            line = view.source.count("\n", 0, view.offset(unit.start)) + 1
            raise SourceError(
                f"gives more than {most:,} rows, the most for its {len(view.source):,} characters",
                where=f"{document.source or document.document_id}, line {line}",
                remedy="see whether a cell of its tables, such as a long list of agencies, holds "
                "for rows on end, and cut the text to the plan alone",
            )
