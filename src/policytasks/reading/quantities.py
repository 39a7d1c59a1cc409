"""Numbers with their units, as a passage states them.

Consumes the view's text; produces :class:`Quantity` in reading order. Whether
one is a target, and of which kind, is decided in ``commitments``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from policytasks.reading.comparators import EACH, compare
from policytasks.reading.number_forms import (
    NUMBER,
    RANGE_SIGN,
    form_of,
    noun_of,
    power_of,
    read_words,
)
from policytasks.words.verbs import FALLS, RISES

__all__ = ["RISES_TO", "Quantity", "baseline_of", "find_quantities"]

# What the first number of 由2020年的45%提高到55% stands behind, and what joins it to the second.
_FROM = re.compile(r"(?:由|从|自)[^,。;:]{0,16}$")
RISES_TO = re.compile(
    rf"""
    (?:\(20\d\d年[底末]?\))?[^,。;:\d]{{0,6}},?                            # 45%(2020年)提高到55%
    (?:逐步|分步|稳步|均|进一步|大幅)?
    (?:{RISES}|增|扩建|拓展|发展|{FALLS}|降|调整)
    # 提高到2025年的55%
    (?:至|到|为)(?:20\d\d年[底末]?的)?(?:不低于|不少于|不超过|{EACH}|约)*
    """,
    re.VERBOSE,
)
# 在2021年30%的基础上提高5个百分点
_ON_BASIS_OF = re.compile(r"在[^,。;:]{0,16}$")
_RISES_BY = re.compile(
    f"的?基础上,?(?:再|各|均|至少|进一步){{0,2}}(?:{RISES}|{FALLS})(?:不少于|不低于|至少|约)?"
)
_LONGEST_FROM = 20
_LAST_POWER = re.compile("[万亿]+$")
_LAST_COUNT_OF_YEARS = 1900
_RANGE = re.compile(rf"(?:\(含\))?{RANGE_SIGN}")
_GIVE_OR_TAKE = ("±", "+-", "+/-")
_COORDINATING = frozenset(("、", "和", "与", "及", "或", "以及"))


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number at ``text[start:end]``, its unit, comparison and baseline included.

    Attributes
    ----------
    number_start, number_end
        Where number and unit alone stand.
    value, value_high, unit
        The number, the upper end of a range, and the unit as written.
    per
        What the unit is counted by (/年 of 2万元/年), else empty.
    comparator
        One of ``>= <= = > < ~ range``.
    is_chinese
        Whether it is a plain number in Chinese numerals (一个), which may count nothing.
    baseline
        The value from which it starts, in the same unit (由45%提高到55%).
    is_baseline
        Whether it is itself where the next one starts.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    value: float
    value_high: float | None
    unit: str | None
    per: str
    comparator: str
    is_chinese: bool
    baseline: float | None = None
    is_baseline: bool = False


def find_quantities(text: str, start: int, end: int) -> list[Quantity]:
    """Return the quantities of ``text[start:end]``.

    Two numbers that 至 or — joins are one range, with the unit on one side or on both.
    Numbers joined by 和 or 、 share the unit and the comparison that only the
    last or the first of them prints (分别达到30%和35%以上).

    >>> text = "分别达到30%和35%以上,培养5-10名,设立两个基地"
    >>> [(q.comparator, q.value, q.value_high, q.unit) for q in find_quantities(text, 0, len(text))]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('>=', 30.0, None, '%'), ('>=', 35.0, None, '%'), ('range', 5.0, 10.0, '名'),
     ('=', 2.0, None, '个')]
    """
    found = [_read(text, match, start, end) for match in NUMBER.finditer(text, start, end)]
    if not found:
        return []
    numbers = _with_ranges(text, [quantity for quantity in found if quantity])
    return _with_baselines(text, start, _with_shared_units(text, numbers))


# --- one number ------------------------------------------------------------------


def _read(text: str, match: re.Match[str], first: int, last: int) -> Quantity | None:
    """Read a number with what stands around it in ``text[first:last]``."""
    form = form_of(match)
    words, unit = match[form], match["unit"]
    if form in ("chinese", "formal") and unit:
        # 三千万元 is 3000 万元, as 3000万元 is; 一亿二千万 stays whole.
        power = _LAST_POWER.search(words)
        if power and power.start() and not set("万亿") & set(words[: power.start()]):
            words, unit = words[: power.start()], power[0] + unit
    value, high, own_unit = read_words(form, words)
    if value is None:
        return None
    comparison = compare(text, match.start(), match.end(), first, last)
    comparator = comparison.comparator
    if match["more"]:
        unit = match["power"] + (unit or "")
        # 5000余张, but 十来个.
        inexact = "~" if match["more"] == "来" else ">="
        comparator = inexact if comparator == "=" else comparator
    return Quantity(
        comparison.start,
        comparison.end,
        match.start(),
        match.end(),
        value,
        high,
        own_unit or unit,
        match["per"],
        "range" if high else comparator,
        form == "chinese",
    )


# --- numbers that belong together ----------------------------------------------


def _with_ranges(text: str, numbers: list[Quantity]) -> list[Quantity]:
    """Join the two ends of a range: 5-10名, 2000元至3000元, 10张和20张之间."""
    joined: list[Quantity] = []
    for high in numbers:
        low = joined[-1] if joined else None
        if low and _makes_range(text, low, high):
            joined[-1] = _range(low, high, text)
        elif low and text[low.number_end : high.number_start] in _GIVE_OR_TAKE:
            joined[-1] = _around(low, high)
        else:
            joined.append(high)
    return joined


def _around(middle: Quantity, deviation: Quantity) -> Quantity:
    """Return the range of 22℃±2℃."""
    low, high = (middle.value + sign * deviation.value for sign in (-1, 1))
    both = replace(deviation, start=middle.start, number_start=middle.number_start)
    return replace(both, value=low, value_high=high, comparator="range")


def _makes_range(text: str, low: Quantity, high: Quantity) -> bool:
    link = text[low.number_end : high.number_start]
    between = link in ("和", "与") and text.startswith("之间", high.number_end)
    if low.value_high is not None or not (between or _RANGE.fullmatch(link)):
        return False
    return low.unit is None or noun_of(low.unit) in ("", noun_of(high.unit))


def _range(low: Quantity, high: Quantity, text: str) -> Quantity:
    """Return the range of two numbers, in the unit of the second.

    Where their units differ by a power of ten (5000元至1万元), in the unit without it.
    """
    bottom, top, unit = low.value, high.value, high.unit
    unit_of_low = low.unit or (unit if bottom < top else noun_of(unit))
    if power_of(unit_of_low) != power_of(unit):
        bottom, top, unit = bottom * power_of(unit_of_low), top * power_of(unit), noun_of(unit)
    rises = top > bottom
    return replace(
        high,
        start=low.start,
        end=high.end + 2 if text.startswith("之间", high.end) else high.end,
        number_start=low.number_start,
        value=bottom,
        value_high=top if rises else None,
        # 41-0个 is a code or a misprint: without a unit, no rule makes it a target.
        unit=(unit or None) if rises else None,
        comparator="range" if rises else "=",
        is_chinese=low.is_chinese and high.is_chinese,
    )


def _with_shared_units(text: str, numbers: list[Quantity]) -> list[Quantity]:
    """Give coordinated numbers the unit and comparison they share."""
    shared: list[Quantity] = []
    group: list[Quantity] = []
    for number in numbers:
        if group and text[group[-1].end : number.start] not in _COORDINATING:
            shared += _share_unit(group)
            group = []
        group.append(number)
    return shared + _share_unit(group)


def _share_unit(group: list[Quantity]) -> list[Quantity]:
    if len(group) < 2:
        return group
    first, last = group[0], group[-1]
    comparator = first.comparator if first.comparator != "=" else last.comparator
    shared = []
    for number in group:
        if number.unit is None and last.unit is not None and not last.is_chinese:
            number = replace(number, unit=last.unit)
        if number.comparator == "=" and comparator != "range" and number.unit == last.unit:
            number = replace(number, comparator=comparator)
        shared.append(number)
    return shared


def _with_baselines(text: str, first: int, numbers: list[Quantity]) -> list[Quantity]:
    """Tell the value from which another one starts: 由2020年的45%提高到55%以上."""
    told: list[Quantity] = []
    for number in numbers:
        # 由45%提高到2025年的55%: a year may stand between them.
        back = 2 if told and _is_year(told[-1]) else 1
        start = told[-back] if len(told) >= back else None
        opens = start and not _is_year(number) and _what_opens_rise(text, start, number)
        if start and opens:
            lead = opens.search(text, max(first, start.start - _LONGEST_FROM), start.start)
            told[-back] = replace(start, is_baseline=True, unit=start.unit or number.unit)
            number = replace(
                number,
                start=lead.start() if lead else start.start,
                baseline=baseline_of(start, number),
            )
        told.append(number)
    return told


def _what_opens_rise(text: str, start: Quantity, number: Quantity) -> re.Pattern[str] | None:
    """Return what a rise from one number to or by another opens with; None where it is none."""
    if start.is_baseline:
        return None
    if RISES_TO.fullmatch(text, start.end, number.number_start):
        return _FROM
    return _ON_BASIS_OF if _RISES_BY.fullmatch(text, start.end, number.start) else None


def _is_year(number: Quantity) -> bool:
    """提高到2025年的55%: the 2025年."""
    return number.unit == "年" and number.value > _LAST_COUNT_OF_YEARS


def baseline_of(start: Quantity, number: Quantity) -> float | None:
    """Return the value of a baseline in the unit of its target; None where that cannot be."""
    unit = start.unit or number.unit
    if unit == "%" and (number.unit or "").endswith("百分点"):
        return start.value
    if noun_of(unit) != noun_of(number.unit):
        return None
    return start.value * power_of(unit) / power_of(number.unit)
