"""The whole of reading: a source and a codebook in, a parsed document out."""

from __future__ import annotations

from dataclasses import asdict, replace

from policytasks.codebook import Codebook
from policytasks.errors import SourceError
from policytasks.model import Document, Leftover, ParsedDocument, Task
from policytasks.reading.annex import first_table
from policytasks.reading.citations import find_citations
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
        It gives more rows than `most_rows` allows a text of its length.
    """
    view = View.of(source)
    tasks: list[Task] = []
    leftovers: list[Leftover] = []
    left = most_rows(len(source))
    unread: list[Leftover] = []
    outline = read_outline(view, first_table(view, codebook))
    units = list(read_units(outline, codebook))
    in_eldercare_plan = is_on_eldercare(document.title, [wording(view, unit) for unit in units])
    for unit in units:
        limit = time_limit(view, unit, document.issued)
        agencies = responsibility_rows(view, unit, codebook, document)
        drafts, numbers = find_targets(view, unit, limit, document.issued)
        targets = tuple(target_row(view, draft, codebook) for draft in drafts)
        themes = theme_rows(view, unit, codebook, in_eldercare_plan=in_eldercare_plan)
        leftovers += [leftover_row(view, len(tasks), number) for number in numbers]
        clauses = clause_rows(view, unit, codebook)
        unread += unread_rows(view, unit, codebook, len(tasks))
        tasks.append(task_row(view, unit, limit, agencies, targets, themes, clauses))
        left -= 1 + len(agencies) + len(targets) + len(themes) + len(clauses)
        if left < 0:
            raise _too_many_rows(source, document, tasks[-1])
    frame = find_frame(view.text, document.title, document.issued)
    document = replace(document, **asdict(frame))
    return ParsedDocument(
        document,
        tuple(tasks),
        tuple(leftovers),
        find_citations(view),
        heading_rows(outline),
        tuple(unread),
    )


def _too_many_rows(source: str, document: Document, task: Task) -> SourceError:
    line = source.count("\n", 0, task.span.start) + 1
    return SourceError(
        f"gives more than {most_rows(len(source)):,} rows, the most for its {len(source):,} "
        "characters",
        where=f"{document.source or document.document_id}, line {line}",
        remedy="see whether a cell of its tables, such as a long list of agencies, holds for rows "
        "on end, and cut the text to the plan alone",
    )
