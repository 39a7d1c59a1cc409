"""Boxes of indicators without any breaks: 1床位占比%4255约束性2护理员人100200预期性.

The labels of the head tell the columns. Of a row what is left are its numbers: the name of
the indicator and its unit stand before them, 约束性 or 预期性 behind them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import pairwise

from policytasks.codebook import Codebook
from policytasks.reading.annex.rows import Cells
from policytasks.reading.drafts import Stretch
from policytasks.reading.quantities import find_quantities
from policytasks.reading.view import Break, View

__all__ = ["run_in_rows"]

# What stands under a label of a box.
_Column = Callable[[str], str | None]

_FEWEST_COLUMNS = 3
_LONGEST_LABEL = 8
_MOST_LABELS = 8
_VALUE_COLUMNS = ("baseline", "target", "year")
# What two labels may be read as one: 指标单位 is that of the indicator and that of its unit.
_LABEL_ENDS = ("值", "名称", "内容")
# The values of a row, with what says how they are meant; ages and times are part of a name.
_VALUE = r"[≥≤><]?\d+(?:\.\d+)?[%‰]?(?:以上|以下|左右)?"
_VALUES = re.compile(
    r"""
    (?:[≥≤><]?[\d.]+[%‰]?(?:以上|以下|左右)?[-—~]?)+  # ≥45≥55, 30.535.5
    (?!周?岁|小时|分钟|个月|级|类|A)                  # 65岁以上, 24小时
    """,
    re.VERBOSE,
)
_PRINTED_VALUE = re.compile(_VALUE)
_NATURE = re.compile("约束性?|预期性?")
_NOT_IN_NAME = re.compile("[。;:!?]")
_LONGEST_NAME = 40
_LONGEST_UNIT = 5
_WHOLE = 100


def run_in_rows(view: View, start: int, end: int, codebook: Codebook) -> list[Cells]:
    """Read the run-in box in ``view.text[start:end]``: its head, then its rows; none if none."""
    # The same words recur.
    column = cache(codebook.roles.indicator_column)
    for place in re.finditer("序号|指标", view.text[start:end]):
        head, columns = _head(view.text, start + place.start(), end, column)
        if "number" in columns[1:] or columns.count("indicator") != 1:
            # 主要指标 is the title of the box.
            continue
        if len(set(columns)) >= _FEWEST_COLUMNS:
            rows = list(_rows(view, head[-1][1], end, columns))
            if rows:
                return [head, *rows]
    return []


def _head(text: str, start: int, end: int, column: _Column) -> tuple[Cells, list[str]]:
    """Return the labels that stand one behind the other, and the columns that they name."""
    head: Cells = []
    columns: list[str] = []
    position = start
    while len(head) < _MOST_LABELS and (stop := _label_end(text, position, end, columns, column)):
        named = column(text[position:stop]) or ""
        if named == "indicator" and named in columns:
            break
        head.append((position, stop))
        columns.append(named)
        position = stop
    return head, columns


def _label_end(text: str, start: int, end: int, columns: list[str], column: _Column) -> int | None:
    """Return where the label ends that opens here; the shortest one, with what belongs to it."""
    stops = range(start + 2, min(end, start + _LONGEST_LABEL) + 1)
    stop = next((stop for stop in stops if column(text[start:stop])), None)
    if stop is None:
        return None
    if column(text[start:stop]) == "year":
        # 2025年, 2025年目标
        stop += text[stop : stop + 1] == "年"
        named = next(
            (s for s in stops if s > stop and column(text[start:s]) in _VALUE_COLUMNS), None
        )
        if named and not text[stop : stop + 1].isdigit():
            stop = named
    elif "indicator" in columns and column(text[start:stop]) == "indicator":
        # 指标属性
        named = next((s for s in stops if column(text[start:s]) in ("nature", "unit")), None)
        stop = named or stop
    return stop + next((len(e) for e in _LABEL_ENDS if text.startswith(e, stop)), 0)


def _rows(view: View, start: int, end: int, columns: list[str]) -> Iterator[Cells]:
    """Yield the cells of each row behind the head, by its columns."""
    text = view.text
    position = start
    expected = 1
    is_numbered = columns[0] == "number"
    while position < end:
        number = (position, position)
        if is_numbered:
            if not text.startswith(str(expected), position):
                return
            number = (position, position + len(str(expected)))
        values = _VALUES.search(text, number[1] + 1, min(end, number[1] + _LONGEST_NAME))
        if not values or _NOT_IN_NAME.search(text, number[1], values.start()):
            return
        stop = values.end()
        expected += 1
        nature = _NATURE.match(text, stop, end)
        if is_numbered and not nature and stop < end and "nature" not in columns:
            # The number of the next row stands right behind the last value.
            following = str(expected)
            stop -= len(following) if text.endswith(following, values.start(), stop) else 0
        row = _row(view, (number, (values.start(), stop)), nature, columns)
        if row is None:
            return
        yield row
        position = nature.end() if nature else stop


def _row(
    view: View,
    found: tuple[Stretch, Stretch],
    nature: re.Match[str] | None,
    columns: list[str],
) -> Cells | None:
    """Put the parts of a row into its columns; None where its values fit no columns."""
    number, (first, stop) = found
    name = number[1], first
    unit = _unit(view.text, *name) if "unit" in columns else first
    printed = sum(column in _VALUE_COLUMNS for column in columns)
    values = _parted(view, first, stop, printed, is_share="%" in view.text[unit:first])
    if values is None or unit <= name[0]:
        return None
    parts: dict[str, Iterator[Stretch]] = {
        "number": iter([number]),
        "indicator": iter([(name[0], unit)]),
        "unit": iter([(unit, first)]),
        "nature": iter([nature.span() if nature else (stop, stop)]),
        "value": iter(values),
    }
    cells = []
    for column in columns:
        sort = "value" if column in _VALUE_COLUMNS else column
        cells.append(next(parts[sort], (stop, stop)))
    return cells


def _unit(text: str, start: int, end: int) -> int:
    """Return where the unit starts that ends a name: the longest that a number may have."""
    for length in range(_LONGEST_UNIT, 0, -1):
        words = "1" + text[max(start, end - length) : end]
        found = find_quantities(words, 0, len(words))
        if length < end - start and any(quantity.unit == words[1:] for quantity in found):
            return end - length
    return end


def _parted(
    view: View, start: int, end: int, columns: int, *, is_share: bool
) -> list[Stretch] | None:
    """Part the values of a row: at breaks and signs, else where the numbers are most alike."""
    edges = [start]
    while (edge := view.next_break(edges[-1], end, Break.SPACE)) < end:
        edges.append(edge)
    at_breaks = list(pairwise([*edges, end]))
    if len(at_breaks) == columns:
        return at_breaks
    printed = [match.span() for match in _PRINTED_VALUE.finditer(view.text, start, end)]
    if len(printed) == columns and sum(b - a for a, b in printed) == end - start:
        return printed
    if columns != 2:
        return None
    cuts = [
        (_unlikeness(*numbers), cut)
        for cut in range(start + 1, end)
        if (numbers := _two_numbers(view.text[start:cut], view.text[cut:end], is_share=is_share))
    ]
    return [(start, min(cuts)[1]), (min(cuts)[1], end)] if cuts else None


def _two_numbers(first: str, second: str, *, is_share: bool) -> tuple[float, float] | None:
    """Return the two numbers that digits may be, None where they are none."""
    numbers = []
    for digits in (first, second):
        if not re.fullmatch(r"(?:0|[1-9]\d*)(?:\.\d+)?", digits):
            return None
        numbers.append(float(digits))
    if is_share and max(numbers) > _WHOLE:
        return None
    return numbers[0], numbers[1]


def _unlikeness(base: float, target: float) -> float:
    """Weigh how far a target is from its base: most rise, and not a hundredfold."""
    larger, smaller = max(base, target), max(min(base, target), 0.1)
    return larger / smaller + (0.5 if target < base else 0.0)
