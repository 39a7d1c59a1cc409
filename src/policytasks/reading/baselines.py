"""Baselines that stand in brackets beside their target: 覆盖率(2020年为40%)提高到80%.

Consumes a passage; produces its quantities. Those of 由45%提高到55% are read in ``quantities``.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from policytasks.reading.passages import Passage
from policytasks.reading.quantities import RISES_TO, Quantity, baseline_of

__all__ = ["quantities_with_baselines"]

# What opens such a bracket beside a date of the past: (现状为40%.
_SO_FAR = re.compile(r"(?:现状|目前|当前|基期|现有?|上年底?|去年底?)(?:值|数)?")
_WAS = re.compile("底|末|已|达到?|为|是|值|实际|:|约")
_REACHES = re.compile(r"\)(?:逐步)?(?:达到?|为|保持在|控制在)?(?:不低于|不少于)?")
_LONGEST_LEAD = 16


def quantities_with_baselines(passage: Passage) -> list[Quantity]:
    """Return the quantities of a passage, each bracketed baseline told by its target."""
    numbers = passage.quantities()
    openings = [_opening(passage, number) for number in numbers]
    for index, (first, second) in enumerate(pairwise(numbers)):
        unit = first.unit or second.unit
        if first.is_baseline or second.unit != unit:
            continue
        opening = openings[index]
        if opening is not None and _leads_on(passage.text, first, second):
            # 覆盖率(2020年为40%)提高到80%
            numbers[index] = replace(first, is_baseline=True)
            numbers[index + 1] = replace(second, start=opening, baseline=baseline_of(first, second))
        elif openings[index + 1] == first.end:
            # 覆盖率提高到80%(2020年为40%)
            numbers[index] = replace(first, baseline=baseline_of(second, first))
            numbers[index + 1] = replace(second, is_baseline=True)
    return numbers


def _opening(passage: Passage, number: Quantity) -> int | None:
    """Return where the bracket opens that says what a number was before; None for any other."""
    text, start = passage.text, number.start
    opening = text.rfind("(", max(passage.start, start - _LONGEST_LEAD), start)
    if opening < 0 or not text.startswith(")", number.end):
        return None
    phrase = passage.date_at(opening + 1)
    words = _SO_FAR.match(text, opening + 1, start)
    said = phrase.end if phrase and phrase.is_past else words.end() if words else None
    if said is None or said > start:
        return None
    return None if _WAS.sub("", text[said:start]) else opening


def _leads_on(text: str, first: Quantity, second: Quantity) -> bool:
    end = second.number_start
    return bool(
        RISES_TO.fullmatch(text, first.end, end) or _REACHES.fullmatch(text, first.end, end)
    )
