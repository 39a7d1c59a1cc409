"""Boxes of indicators (指标, 单位, 现状, 目标值, 属性): one target a row."""

from __future__ import annotations

import re
from functools import partial
from itertools import takewhile
from typing import NamedTuple

from policytasks.codebook import Codebook
from policytasks.reading.annex.rows import Cells, runs_of_heads, stretches, with_merged, words
from policytasks.reading.annex.ruled import table_rows
from policytasks.reading.annex.run_in_indicators import run_in_rows
from policytasks.reading.drafts import IndicatorRow, Stretch
from policytasks.reading.view import Break, View

__all__ = ["indicator_rows"]

_YEAR = re.compile(r"20\d\d")
_FEWEST_COLUMNS = 3
_LONGEST_CELL = 60
_HAS_DIGIT = re.compile(r"\d")


class _Head(NamedTuple):
    """The columns of a box, and the year that each head names."""

    columns: list[str | None]
    years: list[int | None]


def indicator_rows(view: View, start: int, end: int, codebook: Codebook) -> list[IndicatorRow]:
    """Read the boxes of indicators in ``view.text[start:end]``.

    Ruled ones, else a flat one, else one that the page has run together.
    """
    for rows_of in (table_rows, _flat_rows, run_in_rows):
        found = _targets_of_rows(view, rows_of(view, start, end, codebook), codebook)
        if found:
            return found
    return []


def _targets_of_rows(view: View, rows: list[Cells], codebook: Codebook) -> list[IndicatorRow]:
    found: list[IndicatorRow] = []
    head: _Head | None = None
    above: Cells = []
    for cells in rows:
        own_head = _head(words(view, cells), codebook)
        if own_head:
            head, above = own_head, []
        elif head:
            above = [cell for cell, _ in with_merged(view, cells, above, len(head.columns))]
            printed = [cell for cell in cells if cell[0] < cell[1]]
            if printed:
                found += _targets(view, above, head, (printed[0][0], printed[-1][1]))
    return found


def _head(labels: list[str], codebook: Codebook) -> _Head | None:
    columns = [codebook.roles.indicator_column(label) for label in labels]
    if "indicator" not in columns or len(set(columns) - {None}) < _FEWEST_COLUMNS:
        return None
    years = [int(year[0]) if (year := _YEAR.search(label)) else None for label in labels]
    # 2020年 and 2025年 alone: the earlier one is the state of things.
    bare = [place for place, column in enumerate(columns) if column == "year"]
    has_target = "target" in columns
    for place in bare:
        is_first_of_two = len(bare) > 1 and place == bare[0] and "baseline" not in columns
        columns[place] = "baseline" if has_target or is_first_of_two else "target"
    return _Head(columns, years) if "target" in columns else None


def _targets(view: View, cells: Cells, head: _Head, row: Stretch) -> list[IndicatorRow]:
    """Return a row's targets: one for each column of targets whose cell holds a value."""
    parts: dict[str, Stretch] = {}
    base_year = None
    columns = list(zip(head.columns, head.years, cells, strict=False))
    for column, year, cell in columns:
        if column and column != "target" and cell[0] < cell[1]:
            parts[column] = cell
            base_year = year if column == "baseline" else base_year
    if "indicator" not in parts:
        return []
    return [
        IndicatorRow(
            *row,
            indicator=parts["indicator"],
            target=cell,
            unit=parts.get("unit"),
            baseline=parts.get("baseline"),
            nature=parts.get("nature"),
            target_year=year,
            base_year=base_year,
        )
        for column, year, cell in columns
        if column == "target" and _HAS_DIGIT.search(view.text[slice(*cell)])
    ]


def _flat_rows(view: View, start: int, end: int, codebook: Codebook) -> list[Cells]:
    """Cut a box whose cells follow each other into rows as long as its head.

    Lines part the cells, or blanks where a text has no lines or a row is one.
    """
    return _rows_parted_by(Break.LINE, view, start, end, codebook) or _rows_parted_by(
        Break.SPACE, view, start, end, codebook
    )


def _rows_parted_by(
    parting: Break, view: View, start: int, end: int, codebook: Codebook
) -> list[Cells]:
    cells = stretches(view, start, end, parting)
    labels = words(view, cells)
    for place, run in runs_of_heads(map(codebook.roles.indicator_column, labels)):
        while run.count("indicator") > 1:
            # 专栏1 主要指标 stands before the head and is none of it.
            place, run = place + 1, run[1:]
        width = len(run)
        if _head(labels[place : place + width], codebook):
            rows = [cells[row : row + width] for row in range(place, len(cells), width)]
            return list(takewhile(partial(_is_flat_row, view, width), rows))
    return []


def _is_flat_row(view: View, width: int, row: Cells) -> bool:
    """Tell whether cells may be a row of the box, not the text below it."""
    are_short = all("。" not in t and len(t) <= _LONGEST_CELL for t in words(view, row))
    return len(row) == width and are_short
