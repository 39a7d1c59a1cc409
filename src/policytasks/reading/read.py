"""The whole of reading: a source and a codebook in, a parsed document out."""

from __future__ import annotations

from dataclasses import asdict, replace

from policytasks.codebook import Codebook
from policytasks.model import Document, Leftover, ParsedDocument, Task
from policytasks.reading.citations import find_citations
from policytasks.reading.frame import find_frame
from policytasks.reading.rows import (
    leftover_row,
    responsibility_rows,
    target_row,
    task_row,
    theme_rows,
    time_limit,
)
from policytasks.reading.targets import find_targets
from policytasks.reading.units import read_units
from policytasks.reading.view import View

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
    """
    year = document.issued.year if document.issued else None
    view = View.of(source)
    tasks: list[Task] = []
    leftovers: list[Leftover] = []
    for unit in read_units(view, codebook):
        limit = time_limit(view, unit, document.issued)
        agencies = responsibility_rows(view, unit, codebook, year)
        drafts, numbers = find_targets(view, unit, limit, document.issued)
        targets = tuple(target_row(view, draft, codebook) for draft in drafts)
        themes = theme_rows(view, unit, codebook)
        leftovers += [leftover_row(view, len(tasks), number) for number in numbers]
        tasks.append(task_row(view, unit, limit, agencies, targets, themes))
    frame = find_frame(view.text, document.title, document.issued)
    document = replace(document, **asdict(frame))
    return ParsedDocument(document, tuple(tasks), tuple(leftovers), find_citations(view))
