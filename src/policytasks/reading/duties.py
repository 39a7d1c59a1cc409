"""Divisions of duties: what a plan assigns to one department, one unit a department."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from policytasks.codebook import Codebook
from policytasks.reading.drafts import NamedAgency, Stretch, Unit
from policytasks.reading.endings import end_of_unit
from policytasks.reading.headings import Layout
from policytasks.reading.kinds import may_name_duties
from policytasks.reading.names import split_agencies
from policytasks.reading.view import Break

__all__ = ["Duties"]

# 市民政局: above or before what it is to do.
_DUTY_HEADING = re.compile(r"([^\d,。;:(《“]{2,30}(?:\([^)]{1,12}\))?)[:：]")
_AND_OTHERS = re.compile(r"等(?:相关|有关|其他|行业)?(?:部门|单位)$")
_CLAUSE_END = re.compile("[。;]")
# 市政府各相关部门要加强配合: a sentence of the section itself, on all of them.
_EVERYBODY = re.compile("各|有关|相关")
_DUTY_CLAUSE = re.compile(
    r"""
    # 民政部门要牵头…, 财政部门按职责…, 市医保局是…的主管部门
    ([^\d,。;:《“]{2,60}?)(?=要|应|负责|牵头|主要负责|[按依]照?职责|是[^,。;]{2,40}主管部门)
    # 民政部门履行监督职责, 财政部门对…给予保障
   |([^\d,。;:《“]{2,30}?(?:部门|成员单位))(?=履行|将|对|切实|依法|加强|做好|指导|落实|加大|完善|根据)
    """,
    re.VERBOSE,
)
# An article of a regulation that opens with a department: 市民政部门负责…
_DUTY_ARTICLE = re.compile(r"([^\d,。;:《“]{2,60}?)(?=负责|牵头|主要负责|是[^,。;]{2,40}主管部门)")
_FEWEST_CLAUSES = 3


class Duties:
    """Reads divisions of duties in one text."""

    def __init__(self, layout: Layout, codebook: Codebook) -> None:
        self.layout = layout
        self.view = layout.view
        self.is_agency = codebook.is_agency_name

    def in_unit(self, unit: Unit, body: int, heading: str) -> list[Unit]:
        """Return the duties that a unit with such a body and heading assigns; most hold none.

        A section of duties names its departments as headings or at the head of clauses;
        elsewhere only a run of clauses under a heading such as 强化部门协同 divides duties.
        """
        is_section = unit.kind == "duty"
        if is_section and unit.title and self.is_agency(heading):
            return [self._duty(unit.section, unit.start, unit.title, (body, unit.end))]
        found = self._headings(body, unit.end) if is_section else []
        if len(found) < 2 and (is_section or may_name_duties(heading)):
            found = self._openings_of_clauses(body, unit.end, is_section=is_section)
        if len(found) < (1 if is_section else _FEWEST_CLAUSES):
            return []
        edges = [start for start, _ in found[1:]] + [unit.end]
        duties = []
        for name, edge in zip(found, edges, strict=True):
            colon = 1 if self.view.text[name[1]] in ":：" else 0
            duties.append(self._duty(unit.section, name[0], name, (name[1] + colon, edge)))
        return duties

    def opens_article(self, start: int, end: int) -> bool:
        """Tell whether an article of a regulation opens with who is to do it."""
        opening = _DUTY_ARTICLE.match(self.view.text, start, end)
        return opening is not None and self._are_agencies(opening[1])

    def department_before_colon(self, start: int, end: int) -> tuple[Stretch, int] | None:
        """Return the department that a text opens with, and where its duty starts."""
        heading = _DUTY_HEADING.match(self.view.text, start, end)
        if heading and self.is_agency(heading[1]):
            return heading.span(1), heading.end()
        return None

    def _are_agencies(self, names: str) -> bool:
        """Tell whether a list of names ends with an agency's (市、区民政部门, 消防等部门)."""
        return (
            self.is_agency(names)
            or self.is_agency(names.rpartition("、")[2])
            or _AND_OTHERS.search(names) is not None
        )

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
        for begin in self._clauses(body, end):
            opening = _DUTY_CLAUSE.match(text, begin, end)
            if opening and self._are_agencies(_named(opening)):
                found.append(opening.span(opening.lastindex or 0))
        return found

    def _clauses(self, start: int, end: int) -> Iterator[int]:
        """Yield where the parts of a text between full stops and semicolons start."""
        yield start
        for stop in _CLAUSE_END.finditer(self.view.text, start, end - 1):
            yield stop.end()

    def _duty(self, section: str | None, start: int, name: Stretch, body: Stretch) -> Unit:
        end = end_of_unit(self.layout, *body, [])
        agencies = tuple(
            NamedAgency(*part, "responsible") for part in split_agencies(self.view.text, *name)
        )
        return Unit(
            "duty", None, section, start, end, name, ((body[0], end),), agencies, basis="duty"
        )


def _named(opening: re.Match[str]) -> str:
    """Return the departments that a clause opens with."""
    return opening[opening.lastindex or 0]
