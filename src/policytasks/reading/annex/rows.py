"""Rows of a task list, and what their cells look like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from typing import NamedTuple

from policytasks.codebook import Codebook
from policytasks.places import TERRITORY_SIGNS, UNIT_SIGNS
from policytasks.reading.dates import read_due_date
from policytasks.reading.drafts import Stretch
from policytasks.reading.names import agencies_in_list
from policytasks.reading.periods import ONGOING
from policytasks.reading.view import Break, View
from policytasks.roles import ROLES
from policytasks.words.marks import DITTO
from policytasks.words.numerals import ORDINAL_NUMERAL, chinese_integer

__all__ = [
    "BEHIND_TABLE",
    "LEVEL",
    "LONGEST_NAME",
    "AnnexRow",
    "Cells",
    "Table",
    "as_read",
    "heads_a_task_list",
    "heads_duties",
    "is_section",
    "is_time_limit",
    "names_agencies",
    "number_of",
    "runs_of_heads",
    "stretches",
    "with_merged",
    "words",
]

# 一、社区服务 over the rows of a section
_SECTION = re.compile(rf"^({ORDINAL_NUMERAL}、|\({ORDINAL_NUMERAL}\)).{{2,60}}$")
_NUMBER = re.compile(rf"^\(?(\d{{1,3}}|{ORDINAL_NUMERAL})\)?[.、]?$")
_ONGOING = re.compile(rf"^(?:{ONGOING}|每年|按).{{0,12}}$")
_DEADLINE = re.compile(
    r"^(?:(?:\d{4}年|今年|明年|年底|\d{1,2}月|第?[一二三四]季度|“?十[四五]五).{0,16})$"
)
_LONGEST_TIME_LIMIT = 20
# Only whether it is a date counts here, so that any year will do.
_ANY_DAY = date(2000, 1, 1)
_BETWEEN_NAMES = re.compile("[、,;]")
_PLACE = re.compile(rf"[一-鿿]{{2,6}}[{UNIT_SIGNS}]")
LONGEST_NAME = 40
# What the page puts right behind the last row of a table that has lost its lines.
BEHIND_TABLE = re.compile(rf"附件|(?<=[。)]){ORDINAL_NUMERAL}、")
# Signs of levels, with which most names open; but not in 社区, 城市.
LEVEL = re.compile(rf"(?!(?<=城)市|(?<=[社园地辖城小])区)[{TERRITORY_SIGNS}各]")
_DEPARTMENTS = ("department", "responsible")
# The cells of a row, or of a whole table that has lost its rows.
Cells = list[Stretch]


@dataclass(slots=True)
class AnnexRow:
    """One row: a measure with its own text.

    All stretches are positions of the view; ``name`` is the task's name, which
    a numbered item that fills several rows prints once. ``agencies`` holds the cells
    of each role. In a division of duties (``is_duty``) the name is the department.
    """

    number: int | None
    section: Stretch | None
    name: Stretch | None
    text: Cells
    agencies: dict[str, Cells] = field(default_factory=lambda: {role: [] for role in ROLES})
    deadline: Stretch | None = None
    start: int = 0
    end: int = 0
    is_duty: bool = False

    @classmethod
    def of_department(cls, department: Stretch, text: Cells, start: int, end: int) -> AnnexRow:
        """Return a row of a division of duties, for which its department answers."""
        row = cls(None, None, department, text, start=start, end=end, is_duty=True)
        row.agencies["responsible"].append(department)
        return row

    @property
    def answers(self) -> int:
        """How many cells of agencies the row has."""
        return sum(map(len, self.agencies.values()))

    @property
    def is_answered(self) -> bool:
        """Whether the row has agencies or a deadline of its own."""
        return bool(self.answers or self.deadline)

    def fill_from(self, above: AnnexRow | None, view: View, codebook: Codebook) -> None:
        """Take the cells that the row shares with the one above it.

        No mark says that they are shared: what names no agency is nobody's but its own row's.
        """
        if above is None:
            return
        if not self.answers:
            self.agencies = {
                role: [cell for cell in cells if _holds_agencies(view, cell, role, codebook)]
                for role, cells in above.agencies.items()
            }
        if self.deadline is None:
            self.deadline = above.deadline


class Table(NamedTuple):
    """A table with its head: where it starts and ends, and its rows.

    Below a ruled table others may follow, whose rows are read with its own.
    """

    start: int
    end: int
    rows: list[AnnexRow]

    def stands_in(self, start: int, end: int) -> bool:
        """Tell whether the table and all its rows stand in a stretch."""
        return start <= self.start and all(row.end <= end for row in self.rows)


def stretches(view: View, start: int, end: int, parting: Break) -> Cells:
    """Return the stretches between breaks of a kind: the cells of a table that has lost its rows."""
    found = []
    begin = start
    while begin < end:
        stop = view.next_break(begin, end, parting)
        found.append((begin, stop))
        begin = stop
    return found


def words(view: View, cells: Cells) -> list[str]:
    """Return what each cell prints."""
    return [view.text[slice(*cell)] for cell in cells]


def with_merged(view: View, cells: Cells, above: Cells, width: int) -> list[tuple[Stretch, bool]]:
    """Return the cells of a row and whether each is one above it, with which it is merged.

    A cell above stands in the place of a ditto mark, and of cells that the row lacks: a page
    that lost the marks prints a row that is shorter than the head, and opens with no number.
    """
    first = view.text[slice(*cells[0])]
    may_lack = len(cells) > 1 and first and number_of(first) is None
    lacking = above[: max(width - len(cells), 0)] if may_lack else []
    found = [(cell, True) for cell in lacking]
    for place, cell in enumerate(cells, len(lacking)):
        is_ditto = view.text[slice(*cell)] == DITTO
        if is_ditto:
            cell = above[place] if place < len(above) else (cell[0], cell[0])
        found.append((cell, is_ditto))
    return found


def runs_of_heads(columns: Iterable[str | None]) -> Iterator[tuple[int, list[str]]]:
    """Yield where cells that follow each other head columns, and these columns.

    Parameters
    ----------
    columns
        What each cell heads, None for those that head nothing.
    """
    run: list[str] = []
    for place, column in enumerate(chain(columns, [None])):
        if column:
            run.append(column)
        elif run:
            yield place - len(run), run
            run = []


def heads_a_task_list(columns: Sequence[str | None]) -> bool:
    """Tell whether columns are those of a task list: measures, and who leads or answers."""
    return "measure" in columns and ("lead" in columns or "responsible" in columns)


def heads_duties(columns: Sequence[str | None]) -> bool:
    """Tell whether columns are those of a division of duties: departments, then their duties."""
    department = next((place for place, c in enumerate(columns) if c in _DEPARTMENTS), None)
    if department is None or {"lead", "support"} & set(columns):
        return False
    if {"measure", "duty"} & set(columns[:department]):
        # 指标, 单位, 目标值: not of departments
        return False
    wanted = ("duty", "measure") if columns[department] == "department" else ("duty",)
    return any(column in wanted for column in columns[department + 1 :])


def as_read(columns: Sequence[str | None]) -> list[str | None]:
    """Return the columns of a table by what they are read as.

    In a task list 职责 is a measure; in a division of duties 责任单位 is the department.
    """
    if heads_duties(columns):
        return ["department" if column == "responsible" else column for column in columns]
    return ["measure" if column == "duty" else column for column in columns]


def is_section(text: str) -> bool:
    """Tell whether a cell is the heading of a section of the list."""
    return _SECTION.match(text) is not None


def number_of(text: str) -> int | None:
    """Return the number of an item that a cell prints, None for other cells."""
    match = _NUMBER.match(text)
    if not match:
        return None
    return int(match[1]) if match[1].isdigit() else chinese_integer(match[1])


def is_time_limit(text: str) -> bool:
    """Tell whether a cell states a time limit (2021年6月, 持续推进)."""
    if len(text) > _LONGEST_TIME_LIMIT:
        return False
    if _ONGOING.match(text):
        return True
    return _DEADLINE.match(text) is not None and read_due_date(text, _ANY_DAY) is not None


def names_agencies(view: View, cell: Stretch, codebook: Codebook) -> bool:
    """Tell whether a cell names agencies, parted by signs or by its lines."""
    text = view.text[slice(*cell)]
    if "。" in text:
        return False
    if _are_names(text, codebook):
        return True
    lines = stretches(view, *cell, Break.LINE)
    return len(lines) > 1 and all(_are_names(view.text[slice(*line)], codebook) for line in lines)


def _holds_agencies(view: View, cell: Stretch, role: str, codebook: Codebook) -> bool:
    """Tell whether a cell of a column of agencies names one, whatever else it names."""
    names = agencies_in_list(view.text, *cell, role, codebook.roles)
    return any(codebook.is_agency_name(view.text[name.start : name.end]) for name in names)


def _are_names(text: str, codebook: Codebook) -> bool:
    is_agency = codebook.is_agency_name
    names = [name for name in _BETWEEN_NAMES.split(text) if name]
    if not names or max(map(len, names)) > LONGEST_NAME:
        return False
    # 各市、州、县人民政府: the first members of a collective lack its noun.
    if is_agency(names[-1]) and (is_agency(names[0]) or len(names) > 1):
        return True
    # 省科技厅、杭州市: a place stands for its government.
    return is_agency(names[0]) and all(is_agency(n) or _PLACE.fullmatch(n) for n in names)
