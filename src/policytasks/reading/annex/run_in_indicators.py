"""Boxes of indicators without any breaks: 1床位占比%4255约束性2护理员人100200预期性.

The labels of the head tell the columns. Of a row what is left are its numbers: the name of
the indicator and its unit stand before them, 约束性 or 预期性 behind them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import count, pairwise

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
# What may stand behind the word of a label.
_LABEL_ENDS = ("值", "名称", "内容")
# The values of a row, with what says how they are meant; ages and times are part of a name.
_VALUE = r"[≥≤><]?\d+(?:\.\d+)?[%‰]?(?:以上|以下|左右)?"
_VALUES = re.compile(
    r"""
    (?:[≥≤><]?[\d.]++[%‰]?(?:以上|以下|左右)?[-—~]?)++  # ≥45≥55, 30.535.5
    (?!周?岁|小时|分钟|个月|级|类|A)                    # 65岁以上, 24小时
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
        head, columns, behind = _head(view.text, start + place.start(), end, column)
        if "number" in columns[1:] or columns.count("indicator") != 1:
            # 主要指标 is the title of the box.
            continue
        if len(set(columns)) >= _FEWEST_COLUMNS:
            rows = list(_rows(view, behind, end, columns))
            if rows:
                return [head, *rows]
    return []


def _head(text: str, start: int, end: int, column: _Column) -> tuple[Cells, list[str], int]:
    """Return the labels that follow each other, the columns that they name, and where they end."""
    head: Cells = []
    columns: list[str] = []
    position = start
    while len(head) < _MOST_LABELS and (label := _label(text, position, end, columns, column)):
        stop, named = label
        if named == "indicator" and named in columns:
            break
        head.append((position, stop))
        columns.append(named)
        # 单位名称, 现状值
        position = stop + next((len(e) for e in _LABEL_ENDS if text.startswith(e, stop)), 0)
    return head, columns, position


def _label(
    text: str, start: int, end: int, columns: list[str], column: _Column
) -> tuple[int, str] | None:
    """Return where the label ends that opens here, the shortest one, and what it names."""
    stops = range(start + 2, min(end, start + _LONGEST_LABEL) + 1)
    labels = [(stop, named) for stop in stops if (named := column(text[start:stop]))]
    if not labels:
        return None
    stop, named = labels[0]
    if named == "year":
        # 2025年, 2025年目标
        stop += text[stop : stop + 1] == "年"
        longer = [label for label in labels if label[0] > stop and label[1] in _VALUE_COLUMNS]
        if longer and not text[stop : stop + 1].isdigit():
            stop, named = longer[0]
    elif named == "indicator" and named in columns:
        # 指标属性
        longer = [label for label in labels if label[1] in ("nature", "unit")]
        stop, named = [*longer, (stop, named)][0]
    return stop, named


def _rows(view: View, start: int, end: int, columns: list[str]) -> Iterator[Cells]:
    """Yield the cells of each row behind the head, by its columns."""
    text = view.text
    position = start
    is_numbered = columns[0] == "number"
    for number in count(1):
        printed = str(number) if is_numbered else ""
        name = position + len(printed)
        values = _VALUES.search(text, name + 1, min(end, name + _LONGEST_NAME))
        if (
            not text.startswith(printed, position)
            or not values
            or _NOT_IN_NAME.search(text, name, values.start())
        ):
            return
        stop = values.end()
        nature = _NATURE.match(text, stop, end)
        if is_numbered and not nature and stop < end and "nature" not in columns:
            # The number of the next row stands right behind the last value.
            following = str(number + 1)
            stop -= len(following) if text.endswith(following, values.start(), stop) else 0
        row = {
            "number": (position, name),
            "indicator": (name, values.start()),
            "nature": nature.span() if nature else (stop, stop),
        }
        cells = _cells(view, row, (values.start(), stop), columns)
        if cells is None:
            return
        yield cells
        position = nature.end() if nature else stop


def _cells(
    view: View, row: dict[str, Stretch], values: Stretch, columns: list[str]
) -> Cells | None:
    """Put the parts of a row into its columns; None where its values fit no columns."""
    name, first = row["indicator"]
    unit = _unit(view.text, name, first) if "unit" in columns else first
    printed = sum(column in _VALUE_COLUMNS for column in columns)
    parted = _parted(view, *values, printed, is_share="%" in view.text[unit:first])
    if parted is None or unit <= name:
        return None
    row |= {"indicator": (name, unit), "unit": (unit, first)}
    following = iter(parted)
    return [next(following) if column in _VALUE_COLUMNS else row[column] for column in columns]


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
