"""From outline and annexes to units: which stretch is a unit, and of which kind.

Consumes the view and :func:`~policytasks.reading.outline.read_outline`;
produces :class:`~policytasks.reading.drafts.Unit` in reading order. Targets and themes
come later.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from policytasks.codebook import Codebook
from policytasks.reading.annex import Table, read_annex
from policytasks.reading.annex.indicators import indicator_rows
from policytasks.reading.annex.units import units_of_rows
from policytasks.reading.drafts import IndicatorRow, NamedAgency, Statement, Stretch, Unit
from policytasks.reading.duties import Duties
from policytasks.reading.endings import end_of_text, end_of_unit
from policytasks.reading.headings import (
    LONGEST_TITLE,
    Layout,
    have_headings,
    heading_before,
    heading_end,
    item_title,
    layout_of,
)
from policytasks.reading.kinds import (
    is_background,
    is_objective,
    kind_named,
    kind_of_article,
    names_support,
    opens_requirements,
)
from policytasks.reading.order_of_names import OrderOfNames
from policytasks.reading.outline import Outline, Section
from policytasks.reading.statements import find_statements

__all__ = ["read_units"]


def read_units(outline: Outline, codebook: Codebook) -> Iterator[Unit]:
    """Yield the units of a plan in reading order: of its body and of its task lists."""
    view = outline.view
    reader = _Reader(layout_of(outline), codebook, outline.table)
    units = list(reader.units(outline.sections))
    rows = [
        unit
        for start, end in _with_task_lists(outline, has_units=bool(units))
        for unit in units_of_rows(
            view, read_annex(view, start, end, codebook, outline.table), units, codebook
        )
    ]
    yield from _in_reading_order([*units, *rows])


def _with_task_lists(outline: Outline, *, has_units: bool) -> list[Stretch]:
    """Return where task lists are looked for: in the annexes, and from a table before them on.

    Where the plan goes on behind that table, it ends there. A text without units may be
    nothing but a list.
    """
    table, end = outline.table, len(outline.view.text)
    annexes = list(pairwise([*outline.annexes, end]))
    if table and all(table.start < start for start, _ in annexes):
        behind = min(outline.annexes, default=end)
        goes_on = table.start < outline.end
        return [(table.start, table.end if goes_on else behind), *annexes]
    return annexes if annexes or has_units else [(0, end)]


def _above_items(section: Section) -> Section:
    """Return the part of a section before its first item, and before a table in it."""
    return replace(section, end=min(section.end, section.children[0].start), children=[])


def _in_reading_order(units: list[Unit]) -> Iterator[Unit]:
    """Yield units from first to last; a parent is told by its place among them."""
    order = sorted(range(len(units)), key=lambda place: units[place].start)
    new_place = {place: new for new, place in enumerate(order)}
    for place in order:
        parent = units[place].parent
        yield units[place]._replace(parent=None if parent is None else new_place[parent])


class _Reader:
    """Walks one outline; holds what every step needs."""

    def __init__(self, layout: Layout, codebook: Codebook, table: Table | None) -> None:
        self.layout = layout
        self.table = table
        self.view = layout.view
        self.codebook = codebook
        self.duties = Duties(layout, codebook)
        self.order = OrderOfNames.of(layout.view)

    def units(self, root: list[Section]) -> Iterator[Unit]:
        """Yield the units of the body."""
        follows_tasks = False
        headed = have_headings(self.layout, root)
        for section in root:
            heading = self.view.text[section.body : heading_end(self.view, section)].rstrip("。:")
            is_support = follows_tasks and bool(section.children) and names_support(heading)
            for unit in self._section(
                section, (), "safeguard" if is_support else None, headed=headed
            ):
                follows_tasks = follows_tasks or unit.kind == "task"
                yield unit

    def _section(
        self, section: Section, above: tuple[str, ...], kind: str | None, *, headed: bool
    ) -> Iterator[Unit]:
        """Yield the units of a section, of items that are ``headed`` or not like it."""
        section = self._with_boxes(section)
        end = heading_end(self.view, section)
        if self.table and section.end == self.table.start == end and not section.children:
            # 二、部门职责 heads nothing but a table.
            return
        heading = self.view.text[section.body : end]
        if not above and is_background(heading.rstrip("。:")):
            return
        # What a stage is made of are steps of it, not stages.
        if not section.children or kind == "phase" or self._enumerates(section):
            yield from self._leaf(section, above, kind, headed=headed)
            return
        if kind == "duty" and self._names_department(section.body, end):
            # What a department is to do may have numbers of its own.
            yield from self._leaf(section, above, kind, headed=headed)
            return
        if section.style == "article":
            kind = self._kind_of_article(section, section.children[0].start, kind)
        elif not heading and section.children[0].style == "article":
            # The first chapter, whose heading is lost, holds the general provisions.
            kind = "objective" if section.number == 1 else "task"
        else:
            kind = _kind_of_items(heading or self._first_title(section), kind)
        if self._names_departments(section.children):
            kind = "duty"
        if all(child.style == "box" for child in section.children):
            # The body above its boxes is a unit of its own.
            body = _above_items(section)
            yield from self._leaf(body, above, kind)
        printed = self._printed((section.start, end))
        if printed:
            above = (*above, printed)
        if kind == "duty":
            yield from self._duties_before(section)
        headed = have_headings(self.layout, section.children)
        units = [
            unit
            for child in section.children
            for unit in self._section(child, above, kind, headed=headed)
        ]
        if kind in _STATES_AIMS and _are_answered_for(units):
            # No aims: the heading of the tasks is lost, or is worded like one of aims.
            units = [
                unit if self._states_aim(unit) else unit._replace(kind="task") for unit in units
            ]
        yield from units

    def _states_aim(self, unit: Unit) -> bool:
        return unit.title is not None and is_objective(self.view.text[slice(*unit.title)])

    def _duties_before(self, section: Section) -> Iterator[Unit]:
        """Yield the duties that a section divides in its own text, before its first item."""
        body = _above_items(section)
        for unit in self._leaf(body, (), None):
            if unit.basis == "duty":
                yield unit

    def _names_departments(self, items: list[Section]) -> bool:
        """Tell whether each of some items opens with the department that answers for it."""
        return len(items) >= _FEWEST_DEPARTMENTS and all(
            self.duties.opens_duty(item.body, item.end) for item in items
        )

    def _names_department(self, start: int, end: int) -> bool:
        while end > start and self.view.text[end - 1] in "。:":
            end -= 1
        return self.duties.department(start, end) is not None

    def _first_title(self, section: Section) -> str:
        """Return the heading of the first item, which tells of a section whose own is lost."""
        first = section.children[0]
        title, _ = item_title(self.layout, first, first.end)
        return self.view.text[slice(*title)] if title else ""

    def _with_boxes(self, section: Section) -> Section:
        """Put boxes of indicators into what they stand under: they are no units."""
        if all(child.style != "box" for child in section.children):
            return section
        children: list[Section] = []
        for child in section.children:
            if child.style != "box" or not self._indicators(child):
                children.append(child)
            elif children:
                children[-1] = _extended(children[-1], child.end)
        return replace(section, children=children)

    def _indicators(self, section: Section) -> tuple[IndicatorRow, ...]:
        if self.view.text.find("指标", section.start, section.end) < 0:
            return ()
        return tuple(indicator_rows(self.view, section.start, section.end, self.codebook))

    def _printed(self, stretch: Stretch) -> str:
        return self.view.ink[slice(*stretch)].strip("。:： ")

    def _enumerates(self, section: Section) -> bool:
        """Tell whether the items under a section only spell out its sentence.

        Items under a heading are units. Items under a sentence (…符合以下条件:)
        are units only when they have headings of their own.
        """
        text, children = self.view.text, section.children
        lead = text[section.body : children[0].start]
        if children[0].number != 1:
            # The ordinal of the first item is lost, and its text stands in the lead.
            lead = text[section.body : self._end_of_lead(section.body, children[0].start)]
        if section.style == "article":
            return self._enumerates_in_article(lead, children)
        if children[0].style == "article" or self._names_departments(children):
            return False
        goes_on = len(children) > 1 and all(text[child.end - 1] in ";," for child in children[:-1])
        if goes_on and lead[-1:] == ":" and len(lead) > LONGEST_TITLE:
            # …符合以下条件:(一)依法成立;(二)具有场所;
            return True
        if len(lead) <= LONGEST_TITLE or "。" in lead[:-1]:
            return False
        titled = sum(
            item_title(self.layout, child, child.end)[0] is not None for child in section.children
        )
        return titled * 2 < len(section.children) or lead.count("。") > 1

    def _end_of_lead(self, start: int, end: int) -> int:
        """Return where the sentence ends that introduces items: at its colon or its line."""
        colon = self.view.text.find(":", start, end) + 1
        return min(colon or end, self.view.next_break(start, end, self.layout.parting))

    def _enumerates_in_article(self, lead: str, items: list[Section]) -> bool:
        """Tell whether the items of an article are parts of its sentence, or conditions in it."""
        if self._names_departments(items):
            return False
        text = self.view.text
        if _CONDITIONS.search(lead):
            return True
        go_on = sum(text[item.end - 1] in ";," for item in items[:-1])
        return go_on * 2 >= len(items[:-1]) and go_on > 0

    def _leaf(
        self, section: Section, above: tuple[str, ...], kind: str | None, *, headed: bool = True
    ) -> Iterator[Unit]:
        """Yield the unit of a section without items, or the duties that it assigns."""
        text = self.view.text
        end, statements = self._statements(section)
        indicators = self._indicators(section)
        if indicators:
            end = max(end, indicators[-1].end)
        first_statement = statements[0].start if statements else end
        last_statement = statements[-1].end if statements else end
        title, body = item_title(self.layout, section, first_statement)
        if statements and text[last_statement:end].strip("。;"):
            # 推进医养结合(责任单位:市民政局)建设…: what a statement stands behind is the heading.
            title = title or heading_before(self.layout, section.body, first_statement)
            body = max(body, title[1]) if title else body
        if title and not headed and text.startswith("。", title[1]):
            is_named = kind is None and kind_named(text[slice(*title)])
            title, body = (title, body) if is_named else (None, section.body)
        if kind == "duty":
            department = self.duties.department_before_colon(section.body, first_statement)
            title, body = department or (title, body)
        heading = text[slice(*title)] if title else ""
        if section.style == "article":
            kind = self._kind_of_article(section, end, kind)
        is_outermost = kind is None
        named = kind_named(heading) if is_outermost else None
        kind = named or "task" if kind is None else _kind_of_item(heading, kind)
        number = section.number
        if title and named:
            # 二、主要任务 heads a body without items: the ordinal is the section's.
            number = None
            above = (self._printed((section.start, title[1])),)
        stated = text[body:first_statement] + text[last_statement:end]
        if title and not is_outermost and not stated.strip("。;"):
            # One sentence alone is the measure itself, not a heading over it.
            title, body = None, section.body
        unit = Unit(
            kind,
            number,
            " > ".join(above) or None,
            section.start,
            end,
            title,
            _without((body, end), [(s.start, s.end) for s in statements]),
            _unique(statements, text),
            deadline=next((s.deadline for s in statements if s.deadline), None),
            indicators=indicators,
        )
        yield from self._with_duties(unit, body, heading)

    def _statements(self, section: Section) -> tuple[int, list[Statement]]:
        """Return where the unit of a section ends, and its statements."""
        end = end_of_text(self.layout, section.body, section.end)
        found = find_statements(self.view, section.body, end, self.codebook)
        statements = [self.order.applied(statement, self.view.text) for statement in found]
        end = end_of_unit(self.layout, section.start, end, statements)
        return end, [statement for statement in statements if statement.end <= end]

    def _with_duties(self, unit: Unit, body: int, heading: str) -> Iterator[Unit]:
        """Yield a unit, or its own sentence and the duties that follow."""
        # An item with a statement of its own is one unit, whomever its text names.
        is_stated = unit.kind != "duty" and unit.agencies
        duties = [] if is_stated else self.duties.in_unit(unit, body, heading)
        is_told_in_table = unit.kind == "duty" and self.table and unit.end == self.table.start
        if not duties and not is_told_in_table:
            yield unit
        elif duties and unit.kind != "duty" and unit.start < duties[0].start:
            own = (body, duties[0].start)
            yield unit._replace(end=own[1], text=(own,) if own[0] < own[1] else ())
        yield from duties

    def _kind_of_article(self, section: Section, end: int, kind: str | None) -> str:
        """Return the kind of an article: general provisions divide duties, others set tasks."""
        own = kind_of_article(self.view.text, section.body, end, kind)
        if own:
            return own
        if kind == "objective" and self.duties.opens_with_departments(section.body, end):
            return "duty"
        if kind is None and self.duties.divides(section.body, end):
            return "duty"
        return "task" if kind in (None, "objective") else kind


_STATES_AIMS = ("objective", "requirements")
_FEWEST_ANSWERED = 3
_FEWEST_DEPARTMENTS = 3
# What the items under the sentence of an article are, if they are no measures of their own.
_CONDITIONS = re.compile(r"条件|情形|情况|材料|对象|标准之一|行为|职责|下列人员|以下人员")


def _are_answered_for(units: list[Unit]) -> bool:
    """Tell whether agencies answer for most of some units, as they do for tasks."""
    answered = sum(bool(unit.agencies) and unit.kind != "duty" for unit in units)
    return answered >= _FEWEST_ANSWERED and answered * 2 > len(units)


def _extended(section: Section, end: int) -> Section:
    """Let a section and the last of its items reach to a position."""
    children = section.children
    if children:
        children = [*children[:-1], _extended(children[-1], end)]
    return replace(section, end=end, children=children)


def _kind_of_items(heading: str, kind: str | None) -> str:
    """Return the kind of the items under a heading, inside a section of some kind.

    Inside general requirements or safeguards a carrier's heading refines the kind; inside
    the main work words such as 保障 are its subject.
    """
    own = kind_named(heading)
    if kind in (None, "objective") and own:
        kind = own
    elif kind is None:
        kind = "task"
    if kind == "objective" and own != "principle" and opens_requirements(heading):
        kind = "requirements"
    return kind


def _kind_of_item(heading: str, kind: str) -> str:
    """Return the kind of an item in a section of some kind."""
    if kind == "requirements":
        kind = "objective" if is_objective(heading) else "principle"
    if kind in ("objective", "principle") and "原则" in heading:
        kind = "principle"
    return kind


def _without(stretch: Stretch, holes: list[Stretch]) -> tuple[Stretch, ...]:
    """Return what is left of a stretch when the holes are cut out."""
    start, end = stretch
    left = []
    for hole_start, hole_end in holes:
        if start < hole_start:
            left.append((start, min(hole_start, end)))
        start = max(start, hole_end)
    if start < end:
        left.append((start, end))
    return tuple(left)


def _unique(statements: list[Statement], text: str) -> tuple[NamedAgency, ...]:
    """Keep the first of each agency and role: several statements may repeat them."""
    seen: dict[tuple[str, str], NamedAgency] = {}
    for statement in statements:
        for agency in statement.agencies:
            seen.setdefault((text[agency.start : agency.end], agency.role), agency)
    return tuple(seen.values())
