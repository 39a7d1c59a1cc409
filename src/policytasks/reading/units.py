"""From outline and annexes to units: which stretch is a unit, and of which kind.

Consumes the view and :func:`~policytasks.reading.outline.read_outline`;
produces :class:`Unit` in reading order. Targets and themes come later.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from policytasks.reading.annex import AnnexRow, read_annex, table_start
from policytasks.reading.outline import (
    Section,
    annexes,
    body_end,
    heading_end,
    paragraph_break,
    read_outline,
)
from policytasks.reading.statements import (
    FIRST_LEADS,
    WORDS_OF_FIRST_LEADS,
    NamedAgency,
    Statement,
    find_statements,
    split_agencies,
)
from policytasks.reading.view import Break, View

__all__ = ["BACKGROUND", "Unit", "read_units"]

Stretch = tuple[int, int]
IsAgency = Callable[[str], bool]

# What the heading of a section says of the units under it. The words are the
# fixed phrases of the genre, not vocabulary that a researcher would extend.
_KINDS = (
    ("principle", re.compile(r"原则")),
    (
        "phase",
        re.compile(r"(?:实施|工作|方法|进度|推进)?步骤|实施阶段|阶段安排|(?:进度|时间|工作)安排"),
    ),
    ("duty", re.compile(r"职责分工|责任分工|任务分工|工作分工|部门职责|工作职责|职责任务")),
    (
        "safeguard",
        re.compile(
            r"(?:保障|支持和?保障)(?:措施|机制)|组织(?:保障|实施|领导)|(?:工作|实施|有关|相关|其他|几点)要求"
            r"|(?:实施|工作|制度|支撑)保障$|^(?:强化|加强|健全)?(?:保障|督导落实|组织推进)$|附则|法律责任"
        ),
    ),
    (
        "objective",
        re.compile(
            r"总体(?:要求|目标|思路|部署|安排)|(?:工作|发展|主要|任务|行动|建设|预期|具体)目标|目标(?:任务|要求)|(?:发展|主要|预期|具体)指标|指导思想"
            r"|(?:工作|基本|发展)思路|愿景|总则|重要意义|^目标$"
        ),
    ),
    ("task", re.compile(r"任务|举措|措施|重点(?:工作|行动)|工作内容")),
)
_OBJECTIVE_ITEM = re.compile(r"指导思想|目标|愿景|总体(?:要求|思路)|思路|定位|意义")
_SECTION_OF_PRINCIPLES = re.compile(r"要求|思路|部署")
_NAMES_DUTIES = re.compile(
    r"职责|责任|分工|(?:部门|协同|上下|工作)(?:协同|协作|协调|配合|联动|合作|合力)"
)

_PLAIN_HEADING = re.compile(
    r"(?:(?:总体|工作|发展|主要|基本|重点)(?:要求|目标|思路|原则|任务|举措)|指导思想|保障措施|工作要求"
    r"|实施步骤|组织(?:实施|保障)|(?:职责|责任|任务)分工|附则)(?![。:;,、和及与的])"
)
# What a plan tells of the state of things before it says what is to be done.
_STATE = "背景|基础|现状|形势|环境|回顾|情况|成就|成效|机遇|挑战|问题"
BACKGROUND = re.compile(
    rf"(?:(?:规划|编制|发展|现实|工作|面临|当前|基本|主要|存在)?的?(?:{_STATE})[和与及、]?)+"
)
_LONGEST_TITLE = 40
_LONGEST_NAME = 60
_LONGEST_REMAINDER = 6
_LONGEST_LABEL_TITLE = 16
_SENTENCE_END = "。;!?"
_DUTY_HEADING = re.compile(r"([^\d,。;:(《“]{2,30}(?:\([^)]{1,12}\))?)[:：]")
_AND_OTHERS = re.compile(r"等(?:相关|有关|其他|行业)?(?:部门|单位)$")
_CLAUSE_END = re.compile("[。;]")
_DUTY_CLAUSE = re.compile(
    r"([^\d,。;:《“]{2,30}?)(?=要|应|负责|牵头|主要负责|[按依]照?职责|是[^,。;]{2,40}主管部门)"
)
# Articles that frame a regulation: purpose, scope, definitions, entry into force.
_FRAME_ARTICLE = re.compile(
    r"为(?:了|进一步)?[^。]*制定本|[^。]*适用本|本(?:办法|细则|条例|规定|意见)[^。]{0,12}(?:所称|自[^。]*(?:施行|实施))"
    r"|[^。]*(?:本(?:办法|细则|条例|规定)施行|自印发之日起)"
)
_DUTY_ARTICLE = re.compile(r"([^\d,。;:《“]{2,30}?)(?=负责|牵头|主要负责|是[^,。;]{2,40}主管部门)")
_CLOSING_CLAUSE = re.compile(
    r"本(?:实施|行动|工作)?(?:方案|意见|办法|计划|规划|通知|细则|措施)(?:自|由|从|有效期|未尽|涉及|所称|中[“所])"
)


class Unit(NamedTuple):
    """A unit as stretches of the view.

    ``text`` holds the stretches of its body, without title and statements;
    ``basis`` tells where its agencies are printed.
    """

    kind: str
    number: int | None
    section: str | None
    start: int
    end: int
    title: Stretch | None
    text: tuple[Stretch, ...]
    agencies: tuple[NamedAgency, ...] = ()
    basis: str = "statement"
    deadline: Stretch | None = None
    parent: int | None = None


@dataclass(frozen=True)
class _Layout:
    """What the lines of a text tell of its headings.

    ``parting`` is the weakest break that may part its paragraphs.
    """

    view: View
    parting: Break

    @property
    def wraps_anywhere(self) -> bool:
        """Whether lines end where they are full, and paragraphs at blanks."""
        return self.view.has_lines and self.parting < Break.LINE

    def next_blank(self, start: int, end: int) -> int:
        """Return the first position after ``start`` that a blank precedes, else ``end``."""
        position = self.view.next_break(start, end, Break.SPACE)
        while (
            position < end
            and self.wraps_anywhere
            and self.view.break_before(position) == Break.LINE
        ):
            position = self.view.next_break(position, end, Break.SPACE)
        return position


def _title(layout: _Layout, section: Section, end: int) -> tuple[Stretch | None, int]:
    """Return the heading phrase of an item and where its body starts."""
    view = layout.view
    text, begin = view.text, section.body
    if section.style == "article":
        # Articles of a regulation open with their sentence.
        return None, begin
    stop = text.find("。", begin, end)
    stop = stop if 0 <= stop - begin <= _LONGEST_TITLE else -1
    if layout.parting < Break.LINE:
        # The page may have lost what stood between a heading and its text.
        plain = _PLAIN_HEADING.match(text, begin, end)
        if plain:
            return plain.span(), plain.end()
    line = end if layout.wraps_anywhere else _line_end(view, begin, end)
    if 0 <= stop < line:
        return (begin, stop), stop + 1
    blank = layout.next_blank(begin, end)
    # Where lines tell nothing, a heading before a blank does not reach over it.
    label_end = line if layout.parting == Break.LINE else min(line, blank)
    colon = text.find(":", begin, min(begin + _LONGEST_LABEL_TITLE, end))
    if begin < colon < label_end and not re.search(
        r"[,。;]|如下|以下|单位|部门", text[begin:colon]
    ):
        return (begin, colon), colon + 1
    # With its number, a heading that wraps fills its line.
    short = line - begin <= 16 or (
        line - begin <= _LONGEST_TITLE and line - section.start <= view.full_line * 0.85
    )
    if line < end and short and not re.search(r"[。;:]|,$", text[begin:line]):
        return (begin, line), line
    if stop >= 0:
        return (begin, stop), stop + 1
    if blank < end and blank - begin <= 30 and not re.search(r"[,。;:]", text[begin:blank]):
        return (begin, blank), blank
    return None, begin


def _line_end(view: View, begin: int, end: int) -> int:
    """Return where a line ends; a PDF may break it before, within and after a quotation."""
    text = view.text
    line = view.next_break(begin, end, Break.LINE)
    while line < min(end, begin + _LONGEST_TITLE) and (
        text[line] == "“"
        or text.count("“", begin, line) > text.count("”", begin, line)
        or (text[line - 1] == "”" and 0 <= text.find("。", line, end) - line <= _LONGEST_REMAINDER)
    ):
        line = view.next_break(line, end, Break.LINE)
    return line


def _kind_named(heading: str) -> str | None:
    for kind, pattern in _KINDS:
        if pattern.search(heading):
            return kind
    return None


def _trimmed_end(layout: _Layout, start: int, end: int, statements: list[Statement]) -> int:
    """Return where a unit ends: at its statement, or with its last sentence.

    Signatures, dates, closing clauses and page furniture after the last unit
    of a part are no part of it.
    """
    view, text = layout.view, layout.view.text
    if statements:
        last = statements[-1].end
        if last < end and text[last] in "。;":
            last += 1
        if last >= end or view.break_before(last) >= layout.parting:
            return last
    closing = _CLOSING_CLAUSE.search(text, start, end)
    while closing and view.break_before(closing.start()) < layout.parting:
        closing = _CLOSING_CLAUSE.search(text, closing.end(), end)
    if closing:
        end = closing.start()
    stop = max(text.rfind(sign, start, end) for sign in _SENTENCE_END) + 1
    if statements and stop < statements[-1].end:
        return statements[-1].end
    if not stop:
        return end
    if stop < end and view.break_before(stop) < layout.parting:
        # A last sentence without its full stop runs to the end of its line.
        stop = view.next_break(stop, end, Break.LINE)
    return stop


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


def _joined(stretches: list[Stretch]) -> tuple[Stretch, ...]:
    """Join neighbouring stretches: the page may have cut a cell within a word."""
    joined = [stretches[0]]
    for start, end in stretches[1:]:
        if start == joined[-1][1]:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)


def _unique(agencies: Iterator[NamedAgency], text: str) -> tuple[NamedAgency, ...]:
    """Keep the first of each agency and role: several statements may repeat them."""
    seen: dict[tuple[str, str], NamedAgency] = {}
    for agency in agencies:
        seen.setdefault((text[agency.start : agency.end], agency.role), agency)
    return tuple(seen.values())


def _printed(view: View, stretch: Stretch) -> str:
    return view.ink[slice(*stretch)].strip("。:： ")


def _order_counts_from(view: View) -> int | None:
    """Return from where on the first of several names leads, by a remark of the plan.

    A remark inside a statement holds from there, a note for the whole plan.
    """
    # Most plans have none, and looking for words of it tells so at once.
    if not any(words in view.text for words in WORDS_OF_FIRST_LEADS):
        return None
    remark = FIRST_LEADS.search(view.text)
    if not remark:
        return None
    opening = view.text.rfind("(", 0, remark.start())
    return remark.start() if view.closings.get(opening, -1) >= remark.end() else 0


class _Reader:
    """Walks one outline; holds what every step needs."""

    def __init__(self, view: View, parting: Break, is_agency: IsAgency) -> None:
        self.view = view
        self.layout = _Layout(view, parting)
        self.is_agency = is_agency
        self.order_counts_from = _order_counts_from(view)

    def units(self, root: list[Section]) -> Iterator[Unit]:
        """Yield the units of the body."""
        for section in root:
            yield from self._section(section, (), None)

    def _section(
        self, section: Section, above: tuple[str, ...], kind: str | None
    ) -> Iterator[Unit]:
        if not above and self._is_background(section):
            return
        # What a stage is made of are steps of it, not stages.
        if not section.children or kind == "phase" or self._enumerates(section):
            yield from self._leaf(section, above, kind)
            return
        end = heading_end(self.view, section)
        heading = self.view.text[section.body : end]
        own = _kind_named(heading)
        # Inside general requirements or safeguards a carrier's heading refines
        # the kind; inside the main work words such as 保障 are its subject.
        if kind in (None, "objective") and own:
            kind = own
        elif kind is None:
            kind = "task"
        if kind == "objective" and own != "principle" and _SECTION_OF_PRINCIPLES.search(heading):
            kind = "requirements"
        if all(child.style == "box" for child in section.children):
            # The body above its boxes is a unit of its own.
            yield from self._leaf(
                replace(section, end=section.children[0].start, children=[]), above, kind
            )
        printed = _printed(self.view, (section.start, end))
        for child in section.children:
            yield from self._section(child, (*above, printed), kind)

    def _is_background(self, section: Section) -> bool:
        """Tell whether a section only describes the state of things (发展基础, 面临形势)."""
        end = heading_end(self.view, section)
        return bool(BACKGROUND.fullmatch(self.view.text[section.body : end].rstrip("。:")))

    def _enumerates(self, section: Section) -> bool:
        """Tell whether the items under a section only spell out its sentence.

        Items under a heading are units. Items under a sentence (…符合以下条件:)
        are units only when they have headings of their own.
        """
        first = section.children[0]
        lead = self.view.text[section.body : first.start]
        if section.style != "article" and (len(lead) <= _LONGEST_TITLE or "。" in lead[:-1]):
            return False
        titled = sum(
            _title(self.layout, child, child.end)[0] is not None for child in section.children
        )
        return titled * 2 < len(section.children) or lead.count("。") > 1

    def _leaf(self, section: Section, above: tuple[str, ...], kind: str | None) -> Iterator[Unit]:
        view, text = self.view, self.view.text
        statements = find_statements(view, section.body, section.end, self.is_agency)
        if self.order_counts_from is not None:
            statements = [self._in_order(statement) for statement in statements]
        end = _trimmed_end(self.layout, section.start, section.end, statements)
        statements = [s for s in statements if s.end <= end]
        first_statement = statements[0].start if statements else end
        title, body = _title(self.layout, section, first_statement)
        if kind == "duty":
            department = _DUTY_HEADING.match(text, section.body, first_statement)
            if department and self.is_agency(department[1]):
                title, body = department.span(1), department.end()
        heading = text[slice(*title)] if title else ""
        if section.style == "article":
            if _FRAME_ARTICLE.match(text, section.body, end):
                return
            kind = self._kind_of_article(section.body, end, kind)
        outermost = kind is None
        named = _kind_named(heading) if outermost else None
        if outermost:
            kind = named or "task"
        elif kind == "requirements":
            kind = "objective" if _OBJECTIVE_ITEM.search(heading) else "principle"
        if kind in ("objective", "principle") and not outermost and "原则" in heading:
            kind = "principle"
        number = section.number
        if outermost and title and named:
            # 二、主要任务 heads a body without items: the ordinal is the section's.
            number = None
            above = (_printed(view, (section.start, title[1])),)
        if title and not outermost and not text[body:first_statement].strip("。;"):
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
            _unique((a for s in statements for a in s.agencies), text),
            deadline=next((s.deadline for s in statements if s.deadline), None),
        )
        # An item with a statement of its own is one unit, whomever its text names.
        stated = kind != "duty" and unit.agencies
        duties = [] if stated else list(self._duties(unit, body, end, heading))
        if not duties:
            yield unit
            return
        if kind != "duty":
            yield unit._replace(end=duties[0].start, text=((body, duties[0].start),))
        yield from duties

    def _in_order(self, statement: Statement) -> Statement:
        """Make the first of several names the lead, where the plan says that it is."""
        first, *others = statement.agencies or (None,)
        if statement.end <= self.order_counts_from or not others:
            return statement
        if any(agency.role != "responsible" for agency in statement.agencies):
            return statement
        return statement._replace(agencies=(first._replace(role="lead"), *others))

    def _kind_of_article(self, start: int, end: int, kind: str | None) -> str | None:
        """Return the kind of an article: general provisions divide duties or set tasks."""
        if kind not in ("objective", "safeguard"):
            return kind
        first = _DUTY_ARTICLE.match(self.view.text, start, end)
        return "duty" if first and self._are_agencies(first[1]) else "task"

    def _are_agencies(self, names: str) -> bool:
        """Tell whether a list of names ends with an agency's (市、区民政部门, 消防等部门)."""
        return (
            self.is_agency(names)
            or self.is_agency(names.rpartition("、")[2])
            or bool(_AND_OTHERS.search(names))
        )

    def _duties(self, unit: Unit, body: int, end: int, heading: str) -> Iterator[Unit]:
        """Yield what a division of duties assigns, one unit a department."""
        view, text = self.view, self.view.text
        if unit.kind == "duty" and unit.title and self.is_agency(heading):
            yield self._duty(unit.section, unit.start, unit.title, (body, end))
            return
        found: list[Stretch] = []
        if unit.kind == "duty":
            breaks = view.positions[Break.SPACE]
            openings = {*breaks[bisect_left(breaks, body) : bisect_left(breaks, end)]}
            for opening in sorted(openings.union(self._clauses(body, end))):
                if found and opening < found[-1][1]:
                    # The page broke the name.
                    continue
                match = _DUTY_HEADING.match(text, opening, end)
                if match and self.is_agency(match[1]):
                    found.append(match.span(1))
        if len(found) < 2 and (unit.kind == "duty" or _NAMES_DUTIES.search(heading)):
            found = []
            own_sentence = text.find("。", body, end) + 1
            if unit.kind != "duty" and ";" not in text[body:own_sentence]:
                body = own_sentence or body
            for begin in self._clauses(body, end):
                match = _DUTY_CLAUSE.match(text, begin, end)
                if match and self._are_agencies(match[1]):
                    found.append(match.span(1))
        if len(found) < (1 if unit.kind == "duty" else 3):
            return
        edges = [start for start, _ in found[1:]] + [end]
        for name, edge in zip(found, edges, strict=True):
            skip = 1 if text[name[1]] in ":：" else 0
            yield self._duty(unit.section, name[0], name, (name[1] + skip, edge))

    def _clauses(self, start: int, end: int) -> Iterator[int]:
        """Yield where the parts of a text between full stops and semicolons start."""
        yield start
        for stop in _CLAUSE_END.finditer(self.view.text, start, end - 1):
            yield stop.end()

    def _duty(self, section: str | None, start: int, name: Stretch, body: Stretch) -> Unit:
        end = _trimmed_end(self.layout, *body, [])
        agencies = tuple(
            NamedAgency(*part, "responsible") for part in split_agencies(self.view.text, *name)
        )
        return Unit(
            "duty", None, section, start, end, name, ((body[0], end),), agencies, basis="duty"
        )

    def subtasks(self, rows: list[AnnexRow], body_units: list[Unit]) -> Iterator[Unit]:
        """Yield the rows of an annex, each with its place under a body task."""
        tasks = _Tasks(self.view, body_units)
        for row in rows:
            agencies = [
                NamedAgency(*name, role)
                for role in ("lead", "support", "responsible")
                for cell in getattr(row, role)
                for line in self._lines(cell)
                for name in split_agencies(self.view.text, *line)
                if name[1] - name[0] <= _LONGEST_NAME
            ]
            yield Unit(
                "subtask",
                row.number,
                _printed(self.view, row.section) if row.section else None,
                row.start,
                row.end,
                row.name,
                _joined(row.text),
                tuple(agencies),
                basis="table",
                deadline=row.deadline,
                parent=tasks.above(row),
            )

    def _lines(self, cell: Stretch) -> Iterator[Stretch]:
        """Part a cell at its line breaks where they part two names, not one name."""
        view = self.view
        begin = position = cell[0]
        while (position := view.next_break(position, cell[1], Break.LINE)) < cell[1]:
            if position - begin > _LONGEST_NAME:
                continue
            before = view.text[begin:position]
            after = view.text[position : view.next_break(position, cell[1], Break.LINE)]
            if self.is_agency(before.strip("、,")) and self.is_agency(after.strip("、,")):
                yield begin, position
                begin = position
        yield begin, cell[1]


class _Tasks:
    """The positions of the tasks of the body, by number and by title."""

    def __init__(self, view: View, units: list[Unit]) -> None:
        self.view = view
        self.by_number: dict[int, list[int]] = {}
        self.by_title: dict[str, list[int]] = {}
        for position, unit in enumerate(units):
            if unit.kind != "task":
                continue
            if unit.number is not None:
                self.by_number.setdefault(unit.number, []).append(position)
            if unit.title:
                self.by_title.setdefault(view.text[slice(*unit.title)], []).append(position)

    def above(self, row: AnnexRow) -> int | None:
        """Return the task of a row's number, or where that does not tell, of its name."""
        same = self.by_number.get(row.number, [])
        if len(same) != 1 and row.name:
            titled = self.by_title.get(self.view.text[slice(*row.name)], [])
            if same:
                titled = sorted(set(titled).intersection(same))
            same = titled
        return same[0] if len(same) == 1 else None


def read_units(view: View, is_agency: IsAgency) -> list[Unit]:
    """Read the units of a plan in reading order: its body, then its task-list annexes.

    ``is_agency`` tells from the shape of a name whether it is an agency's.
    """
    parting = paragraph_break(view)
    reader = _Reader(view, parting, is_agency)
    end = body_end(view, parting)
    table = table_start(view)
    if table is not None:
        end = min(end, table)
    units = list(reader.units(read_outline(view, end, parting)))
    starts = [start for start in annexes(view, end, parting) if start >= end]
    if not starts and (table is not None or not units):
        starts = [table or 0]
    found = list(units)
    for start, end in pairwise([*starts, len(view.text)]):
        found += reader.subtasks(read_annex(view, start, end, is_agency), units)
    return found
