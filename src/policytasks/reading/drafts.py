"""What passes between the steps of reading: stretches of the view, not yet rows.

A stretch is a pair of positions of the view; :mod:`rows` gives each its place in the
source and its quote.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

__all__ = [
    "IndicatorRow",
    "LeftoverNumber",
    "NamedAgency",
    "Statement",
    "Stretch",
    "TargetDraft",
    "TimeLimit",
    "Unit",
]

Stretch = tuple[int, int]


class NamedAgency(NamedTuple):
    """An agency at ``text[start:end]`` of the view, and its role."""

    start: int
    end: int
    role: str


class Statement(NamedTuple):
    """A statement at ``text[start:end]`` of the view, brackets included.

    ``deadline`` is the stretch that a 完成时限 label introduces, if any.
    """

    start: int
    end: int
    agencies: tuple[NamedAgency, ...]
    deadline: Stretch | None


class IndicatorRow(NamedTuple):
    """A row of a box of indicators at ``text[start:end]`` of the view.

    Each of its other parts is the stretch of a cell, None where the box has no such column
    or the cell is empty. The years are those in the heads of the columns; a box with several
    columns of targets gives a row for each. The row is part of its unit's ``text`` too.
    """

    start: int
    end: int
    indicator: Stretch
    target: Stretch
    unit: Stretch | None = None
    baseline: Stretch | None = None
    nature: Stretch | None = None
    target_year: int | None = None
    base_year: int | None = None


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
    indicators: tuple[IndicatorRow, ...] = ()


class TimeLimit(NamedTuple):
    """The 完成时限 of an annex row: its date, none for 持续推进, and its words."""

    date: date | None = None
    printed: str | None = None


class TargetDraft(NamedTuple):
    """A target at ``text[start:end]`` of the view.

    ``indicator`` is what is measured; ``subject`` what an earlier clause said of which it
    is the rate, if it names none itself (覆盖率达到90%). ``deadline_text`` is a stretch, or
    the words of a row's time limit.
    """

    kind: str
    start: int
    end: int
    indicator: Stretch | None
    subject: Stretch | None = None
    comparator: str | None = None
    value: float | None = None
    value_high: float | None = None
    unit: str | None = None
    scope: str = "whole"
    period_start: date | None = None
    deadline: date | None = None
    deadline_text: Stretch | str | None = None
    every: str | None = None
    base: Stretch | None = None
    mode: str = "reach"
    baseline: float | None = None
    nature: str | None = None
    conditional: bool = False


class LeftoverNumber(NamedTuple):
    """A number at ``text[start:end]`` that is no target, and why."""

    start: int
    end: int
    reason: str
