"""Divisions of duties: what a plan assigns to one department, one unit a department."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise

from policytasks.codebook import Codebook
from policytasks.reading.drafts import Stretch, Unit
from policytasks.reading.endings import end_of_text, end_of_unit
from policytasks.reading.headings import Layout
from policytasks.reading.kinds import may_name_duties
from policytasks.reading.names import agencies_in_list, split_agencies
from policytasks.reading.view import Break
from policytasks.roles import ROLES
from policytasks.words.marks import BULLETS

__all__ = ["Duties"]

# 市民政局: above or before what it is to do.
_DUTY_HEADING = re.compile(
    rf"[{re.escape(BULLETS)}]*+([^\d,。;:(《“—]{{2,30}}(?:\([^)]{{1,12}}\))?)(?::|—{{1,2}})"
)
# 市民政局主要职责 names the department too.
_ITS_DUTIES = re.compile("的?(?:主要|工作|具体)?职责(?:任务|分工)?$")
_AND_OTHERS = re.compile(r"等(?:相关|有关|其他|行业)?(?:部门|单位)$")
_CLAUSE_END = re.compile("[。;]")
# 具体分工如下:
_TOLD = re.compile("(?:分工|职责)(?:任务)?如下:")
# 市政府各相关部门要加强配合: a sentence of the section itself, on all of them.
_EVERYBODY = re.compile("各|有关|相关")
_COMMA = re.compile(",")
_LONGEST_LABEL = 12
# 市民政局负责统筹,有关部门要配合: what the others add is part of the duty.
_OTHERS = re.compile("有关|相关|其他|各部门|各单位")
_DUTY_CLAUSE = re.compile(
    r"""
    # 民政部门要牵头…, 市医保局是…的主管部门
    ([^\d,。;:《“]{2,60}?)(?=要|应|负责|牵头|主要负责|是[^,。;]{0,40}(?:(?:主管|牵头)部门|责任主体|(?:牵头|责任)单位)|作为|协助|协同
      |(?:[按依]照?|根据|在)(?:各自)?的?(?:职责|规定))  # 财政部门按各自职责…
    # 民政部门履行监督职责, 财政部门对…给予保障
   |([^\d,。;:《“]{2,30}?(?:部门|成员单位))(?=履行|将|对|切实|依法|加强|做好|指导|落实|加大|完善|根据|保障|组织|制定|推进|统筹)
    """,
    re.VERBOSE,
)
# What says that a department alone is meant, not all who act on a subject: 市民政部门负责…
_ANSWERS = re.compile(r"(?:主要)?负责|牵头|是[^,。;]{2,40}主管部门|承担|[:：]")
# How many departments divide duties: in a section of duties, under a heading that tells of
# duties or as headings of their own, and where nothing but their run tells of it.
_FEWEST_IN_SECTION = 2
_FEWEST_CLAUSES = 3
_FEWEST_IN_A_ROW = 4
# Most of the clauses from the first to the last of them open with a department.
_LEAST_SHARE = 0.75


class Duties:
    """Reads divisions of duties in one text."""

    def __init__(self, layout: Layout, codebook: Codebook) -> None:
        self.layout = layout
        self.view = layout.view
        self.is_agency = codebook.is_agency_name
        self.roles = codebook.roles

    def in_unit(self, unit: Unit, body: int, heading: str) -> list[Unit]:
        """Return the duties that a unit with such a body and heading assigns; most hold none.

        A section of duties names its departments as headings or at the head of clauses;
        elsewhere a run of clauses under a heading such as 强化部门协同 divides duties, or
        without it, as the text may have lost it, one that nothing interrupts.
        """
        is_section = unit.kind == "duty"
        department = self.department(*unit.title) if is_section and unit.title else None
        if department:
            return [self._duty(unit.section, unit.start, department, (body, unit.end))]
        told = _TOLD.search(self.view.text, body, unit.end)
        body = told.end() if told else body
        found = self._headings(body, unit.end)
        if len(found) < (_FEWEST_IN_SECTION if is_section else _FEWEST_CLAUSES):
            clauses = self._openings_of_clauses(body, unit.end, is_section=is_section)
            is_told = is_section or told or may_name_duties(heading)
            found = clauses if is_told or self._follow_each_other(clauses) else []
        if len(found) < (1 if is_section else _FEWEST_CLAUSES):
            return []
        edges = [start for start, _ in found[1:]] + [unit.end]
        duties = []
        for name, edge in zip(found, edges, strict=True):
            colon = 1 if self.view.text[name[1]] in ":：" else 0
            # What an article opens with starts at its ordinal.
            start = unit.start if unit.title is None and name[0] == body else name[0]
            duties.append(self._duty(unit.section, start, name, (name[1] + colon, edge)))
        return duties

    def divides(self, start: int, end: int) -> bool:
        """Tell whether a text does nothing but say which department answers for what."""
        names = self._openings_of_clauses(start, end, is_section=True)
        return len(names) > 1 and names[0][0] == start and self.opens_duty(start, end)

    def opens_duty(self, start: int, end: int) -> bool:
        """Tell whether a text opens with a department and what it answers for."""
        if self.department_before_colon(start, end):
            return True
        opening = _DUTY_CLAUSE.match(self.view.text, start, end)
        if opening is None or not self._are_agencies(_named(opening)):
            return False
        return _ANSWERS.match(self.view.text, opening.end(opening.lastindex or 0), end) is not None

    def opens_with_departments(self, start: int, end: int) -> bool:
        """Tell whether a text opens with departments that do, or are to do, something."""
        opening = _DUTY_CLAUSE.match(self.view.text, start, end)
        return opening is not None and self._are_agencies(_named(opening))

    def department_before_colon(self, start: int, end: int) -> tuple[Stretch, int] | None:
        """Return the department that a text opens with, and where its duty starts."""
        heading = _DUTY_HEADING.match(self.view.text, start, end)
        department = self.department(*heading.span(1)) if heading else None
        return (department, heading.end()) if heading and department else None

    def department(self, start: int, end: int) -> Stretch | None:
        """Return the departments that a heading names and nothing else (市民政局、市财政局职责)."""
        text = self.view.text
        label = self.roles.label.match(text, start, end)
        start = label.end() if label else start
        suffix = _ITS_DUTIES.search(text, start, end)
        stop = suffix.start() if suffix else end
        names = split_agencies(text, start, stop)
        if names and all(self.is_agency(text[slice(*name)]) for name in names):
            return start, stop
        return None

    def _are_agencies(self, names: str) -> bool:
        """Tell whether a list of names ends with an agency's (市、区民政部门, 消防等部门)."""
        if self.is_agency(names) or _AND_OTHERS.search(names):
            return True
        parts = split_agencies(names, 0, len(names))
        return len(parts) > 1 and self.is_agency(names[slice(*parts[-1])])

    def _headings(self, body: int, end: int) -> list[Stretch]:
        """Find departments with a colon, after a break or at the head of a clause."""
        breaks = self.view.positions[Break.SPACE]
        openings = {*breaks[bisect_left(breaks, body) : bisect_left(breaks, end)]}
        found: list[Stretch] = []
        for opening in sorted(openings.union(self._clauses(body, end))):
            if found and opening < found[-1][1]:
                # The page broke the name.
                continue
            heading = self.department_before_colon(opening, end)
            if heading:
                found.append(heading[0])
        return found

    def _openings_of_clauses(self, body: int, end: int, *, is_section: bool) -> list[Stretch]:
        """Find the departments with which clauses open (财政部门要落实资金)."""
        text = self.view.text
        own_sentence = text.find("。", body, end) + 1
        first = _DUTY_CLAUSE.match(text, body, end)
        if first and not _EVERYBODY.search(_named(first)) and self._are_agencies(_named(first)):
            own_sentence = 0
        if not is_section and own_sentence and ";" not in text[body:own_sentence]:
            body = own_sentence
        found = []
        clauses = [*self._clauses(body, end), end]
        for begin, stop in pairwise(clauses):
            opening = _DUTY_CLAUSE.match(text, begin, stop)
            if opening and self._are_agencies(_named(opening)):
                found.append(opening.span(opening.lastindex or 0))
                found += self._openings_behind_commas(opening.end(), stop)
        return found

    def _openings_behind_commas(self, start: int, end: int) -> Iterator[Stretch]:
        """Yield the departments that go on a clause (民政部门负责指导,财政部门负责资金)."""
        for comma in _COMMA.finditer(self.view.text, start, end):
            opening = _DUTY_CLAUSE.match(self.view.text, comma.end(), end)
            if opening is None or _OTHERS.search(_named(opening)):
                continue
            if self.is_agency(_named(opening)):
                yield opening.span(opening.lastindex or 0)

    def _follow_each_other(self, names: list[Stretch]) -> bool:
        """Tell whether clauses that open with departments are a run, not some among others."""
        if len(names) < _FEWEST_IN_A_ROW:
            return False
        clauses = sum(1 for _ in self._clauses(names[0][0], names[-1][1]))
        return len(names) >= clauses * _LEAST_SHARE

    def _clauses(self, start: int, end: int) -> Iterator[int]:
        """Yield where the parts of a text between full stops and semicolons start."""
        yield start
        for stop in _CLAUSE_END.finditer(self.view.text, start, end - 1):
            yield stop.end()

    def _duty(self, section: str | None, start: int, name: Stretch, body: Stretch) -> Unit:
        end = end_of_unit(self.layout, body[0], end_of_text(self.layout, *body), [])
        # 牵头部门:市民政局
        label = self.roles.label_before.search(
            self.view.text, max(0, name[0] - _LONGEST_LABEL), name[0]
        )
        role = label.lastgroup if label and label.lastgroup in ROLES else "responsible"
        # 市民政局(牵头单位)
        agencies = tuple(agencies_in_list(self.view.text, *name, str(role), self.roles))
        return Unit(
            "duty", None, section, start, end, name, ((body[0], end),), agencies, basis="duty"
        )


def _named(opening: re.Match[str]) -> str:
    """Return the departments that a clause opens with."""
    return opening[opening.lastindex or 0]
