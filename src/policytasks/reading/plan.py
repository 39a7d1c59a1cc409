"""The whole of reading: a source and a codebook in, a parsed document out."""

from __future__ import annotations

from datetime import date

from policytasks.agencies import agency_level
from policytasks.codebook import Codebook
from policytasks.model import (
    Document,
    Leftover,
    ParsedDocument,
    Responsibility,
    Target,
    Task,
    ThemeCode,
)
from policytasks.reading.dates import read_due_date
from policytasks.reading.passages import Landmarks
from policytasks.reading.targets import Body, LeftoverNumber, TargetDraft, find_targets
from policytasks.reading.themes import code_themes
from policytasks.reading.units import Unit, read_units
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
    view = View.of(source)
    year = document.issued.year if document.issued else None
    landmarks = Landmarks(view, year)
    tasks: list[Task] = []
    units = read_units(view, codebook.is_agency_name)
    deadlines = [_deadline(view, unit, year) for unit in units]
    bodies = [
        Body(unit.title, unit.text, unit.kind == "objective", deadline)
        for unit, deadline in zip(units, deadlines, strict=True)
    ]
    stated = find_targets(landmarks, bodies)
    targets = [tuple(_target(view, draft, codebook) for draft in drafts) for drafts, _ in stated]
    leftovers = [
        _leftover(view, position, number)
        for position, (_, numbers) in enumerate(stated)
        for number in numbers
    ]
    for unit, (deadline, deadline_text), own in zip(units, deadlines, targets, strict=True):
        tasks.append(
            Task(
                kind=unit.kind,
                number=unit.number,
                section=unit.section,
                title=_text(view, unit.title),
                text="".join(view.ink[start:end] for start, end in unit.text),
                parent=unit.parent,
                deadline=deadline,
                deadline_text=deadline_text,
                ongoing=deadline_text is not None and deadline is None,
                span=view.span(unit.start, unit.end),
                responsibilities=_responsibilities(view, unit, codebook, year),
                targets=own,
                themes=_themes(view, unit, codebook),
            )
        )
    return ParsedDocument(document, tuple(tasks), tuple(leftovers))


def _deadline(view: View, unit: Unit, year: int | None) -> tuple[date | None, str | None]:
    """Return the date and the words of a unit's own 完成时限."""
    printed = _text(view, unit.deadline)
    return read_due_date(view.text[slice(*unit.deadline)], year) if printed else None, printed


def _text(view: View, stretch: tuple[int, int] | None) -> str | None:
    if stretch is None or stretch[0] >= stretch[1]:
        return None
    return view.ink[slice(*stretch)]


def _responsibilities(
    view: View, unit: Unit, codebook: Codebook, year: int | None
) -> tuple[Responsibility, ...]:
    rows = []
    for start, end, role in unit.agencies:
        name = view.ink[start:end]
        agency_id, level = codebook.agency_id(name, year), agency_level(name)
        span, quote = view.cite(start, end)
        rows.append(Responsibility(name, agency_id, role, level, unit.basis, span, quote))
    return tuple(rows)


def _target(view: View, draft: TargetDraft, codebook: Codebook) -> Target:
    indicator = _text(view, draft.indicator)
    if draft.subject and indicator:
        indicator = _text(view, draft.subject) + indicator
    span, quote = view.cite(draft.start, draft.end)
    printed = draft.deadline_text
    return Target(
        kind=draft.kind,
        indicator=indicator,
        indicator_id=codebook.indicator_id(indicator or quote, draft.unit, draft.kind, quote),
        comparator=draft.comparator,
        value=draft.value,
        value_high=draft.value_high,
        unit=draft.unit,
        scope=draft.scope,
        period_start=draft.period_start,
        deadline=draft.deadline,
        deadline_text=_text(view, printed) if isinstance(printed, tuple) else printed,
        every=draft.every,
        span=span,
        quote=quote,
    )


def _leftover(view: View, task: int, number: LeftoverNumber) -> Leftover:
    return Leftover(task, number.reason, *view.cite(number.start, number.end))


def _themes(view: View, unit: Unit, codebook: Codebook) -> tuple[ThemeCode, ...]:
    """Code the themes of a unit."""
    matches = code_themes(
        view.text, unit.title, unit.text, unit.section or "", unit.kind, codebook.themes
    )
    return tuple(ThemeCode(m.theme_id, m.mentions, *view.cite(m.start, m.end)) for m in matches)
