"""What passes between the steps of reading: stretches of the view, not yet rows.

A stretch is a pair of positions of the view; :mod:`rows` gives each its place in the
source and its quote.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

__all__ = ["LeftoverNumber", "TargetDraft", "TimeLimit"]

Stretch = tuple[int, int]


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
