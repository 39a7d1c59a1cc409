"""From drafts, which are stretches of the view, to rows, which quote the source."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from policytasks.agencies import names_own_city
from policytasks.codebook import Codebook
from policytasks.model import Clause, Document, Leftover, Responsibility, Target, Task, ThemeCode
from policytasks.reading.clauses import find_clauses
from policytasks.reading.dates import read_due_date
from policytasks.reading.drafts import LeftoverNumber, Stretch, TargetDraft, TimeLimit, Unit
from policytasks.reading.themes import code_themes
from policytasks.reading.view import View

__all__ = [
    "clause_rows",
    "leftover_row",
    "responsibility_rows",
    "target_row",
    "task_row",
    "theme_rows",
    "time_limit",
    "wording",
]


def _printed(view: View, stretch: Stretch | None) -> str | None:
    if stretch is None or stretch[0] >= stretch[1]:
        return None
    return view.ink[slice(*stretch)]


def time_limit(view: View, unit: Unit, issued: date | None) -> TimeLimit:
    """Return a unit's own 完成时限; ``issued`` is the day of the document."""
    words = _printed(view, unit.deadline)
    if unit.deadline is None or words is None:
        return TimeLimit()
    return TimeLimit(read_due_date(view.text[slice(*unit.deadline)], issued), words)


def task_row(
    view: View,
    unit: Unit,
    limit: TimeLimit,
    responsibilities: tuple[Responsibility, ...],
    targets: tuple[Target, ...],
    themes: tuple[ThemeCode, ...],
    clauses: tuple[Clause, ...],
) -> Task:
    """Return a unit with all that it holds."""
    return Task(
        kind=unit.kind,
        number=unit.number,
        section=unit.section,
        title=_printed(view, unit.title),
        text="".join(view.ink[start:end] for start, end in unit.text),
        parent=unit.parent,
        deadline=limit.date,
        deadline_text=limit.printed,
        ongoing=limit.printed is not None and limit.date is None,
        span=view.span(unit.start, unit.end),
        responsibilities=responsibilities,
        targets=targets,
        themes=themes,
        clauses=clauses,
    )


def responsibility_rows(
    view: View, unit: Unit, codebook: Codebook, document: Document
) -> tuple[Responsibility, ...]:
    """Return the agencies that a unit names.

    The document's year tells which names were in use, and its place on which level a
    city stands whose agencies it calls 市民政局: 昆山市 is one of county level.
    """
    year = document.issued.year if document.issued else None
    is_of_city = bool(document.level and (document.place_zh or "").endswith("市"))
    rows = []
    for start, end, role in unit.agencies:
        name = view.ink[start:end]
        agency_id, level = codebook.agency_id(name, year), codebook.agency_level(name)
        if is_of_city and document.level and names_own_city(name):
            level = document.level
        span, quote = view.cite(start, end)
        rows.append(Responsibility(name, agency_id, role, level, unit.basis, span, quote))
    return tuple(rows)


def target_row(view: View, draft: TargetDraft, codebook: Codebook) -> Target:
    """Return a target with the indicator of the codebook that it states."""
    indicator = _printed(view, draft.indicator)
    if draft.subject and indicator:
        indicator = (_printed(view, draft.subject) or "") + indicator
    span, quote = view.cite(draft.start, draft.end)
    words = draft.deadline_text
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
        deadline_text=_printed(view, words) if isinstance(words, tuple) else words,
        every=draft.every,
        base=_printed(view, draft.base),
        mode=draft.mode,
        baseline=draft.baseline,
        nature=draft.nature,
        conditional=draft.conditional,
        span=span,
        quote=quote,
    )


def wording(view: View, unit: Unit) -> str:
    """Return the nearest heading of a unit, its title and its body, as one compact text."""
    stretches = [*filter(None, [unit.title]), *unit.text]
    return (unit.section or "").rpartition(">")[2] + "".join(
        view.text[start:end] for start, end in stretches
    )


def theme_rows(
    view: View, units: Sequence[Unit], codebook: Codebook, *, in_eldercare_plan: bool
) -> list[tuple[ThemeCode, ...]]:
    """Return for each unit its themes, each with the clause of its first mention."""
    coded = code_themes(view.text, units, codebook.themes, in_eldercare_plan=in_eldercare_plan)
    return [
        tuple(ThemeCode(m.theme_id, m.mentions, *view.cite(m.start, m.end)) for m in matches)
        for matches in coded
    ]


def clause_rows(view: View, unit: Unit, codebook: Codebook) -> tuple[Clause, ...]:
    """Return the clauses of a unit with the questions that each answers."""
    return tuple(
        Clause(
            "money" in found.answers, "check" in found.answers, *view.cite(found.start, found.end)
        )
        for found in find_clauses(view.text, unit, codebook.questions)
    )


def leftover_row(view: View, task: int, number: LeftoverNumber) -> Leftover:
    """Return a number of a task, the ``task``-th, that is no target."""
    return Leftover(task, number.reason, *view.cite(number.start, number.end))
