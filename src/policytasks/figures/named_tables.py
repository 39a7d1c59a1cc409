"""Compared frames as tables to read: names for ids, heads in the language of the style."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from policytasks import compare
from policytasks.figures.style import Style
from policytasks.figures.terms import LABELS, Words

__all__ = ["named_table"]

# What the ids and codes of a column are names of.
_NAMED = {
    **dict.fromkeys(("document_id", "a", "b"), "document"),
    **dict.fromkeys(("theme_id", "theme_a", "theme_b"), "theme"),
    **dict.fromkeys(("agency_id", "lead", "support"), "agency"),
    **dict.fromkeys(("grade", "grade_program", "grade_hand"), "grade"),
    **{each: each for each in ("role", "status", "state", "form", "level", "scope", "reform")},
    **{each: each for each in ("annex", "genre", "table", "coincides", "turned_by")},
    "kind": "target_kind",
}
_ANSWERS = {True: Words("yes", "是"), False: Words("no", "否")}
_HEADS = LABELS["column"]


def named_table(frame: pd.DataFrame, style: Style, *columns: str) -> pd.DataFrame:
    """Return a frame for a notebook to show: names, rounded numbers, no ids of rows.

    Parameters
    ----------
    frame
        A compared frame.
    columns
        Which columns to show, in order; by default all but those of ids.
    """
    shown = list(columns) or [name for name in frame.columns if not name.endswith("_ids")]
    table = frame[shown].copy()
    numbers = table.select_dtypes("number").columns
    table = table.round(dict.fromkeys(numbers, 3)).reset_index(drop=True)
    for column in table.columns.difference(numbers):
        values = [_shown(value, str(column), style) for value in table[column]]
        table[column] = pd.Series(values, table.index, dtype="object")
    return table.rename(columns={name: _head(str(name), style) for name in table})


def _shown(value: Any, column: str, style: Style) -> Any:
    """Return a value in words of the style's language; – where there is none."""
    if isinstance(value, tuple):
        return style.say(", ", "、").join(_shown(part, column, style) for part in value)
    if pd.isna(value):
        return "–"
    if isinstance(value, bool | np.bool_):
        return style.say(*_ANSWERS[bool(value)])
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return style.name(_NAMED[column], value) if column in _NAMED else value


def _head(column: str, style: Style) -> str:
    """Return the head of a column: links of the chain by their names, others as listed."""
    if set(links := column.split(" + ")) <= set(compare.CHAIN):
        return style.say(" + ", "＋").join(style.name("link", link) for link in links)
    return style.say(*_HEADS[column]) if column in _HEADS else column
