"""Divisions of duties without any breaks: 部门职责市民政局统筹服务。市财政局落实资金。

The names of departments are all that is left to tell the rows: one behind the head, and the
others behind the last sentence, or the last list, of the row before.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from policytasks.codebook import Codebook
from policytasks.reading.annex.rows import BEHIND_TABLE, LEVEL, AnnexRow, Table
from policytasks.reading.view import Break, View
from policytasks.words.numerals import ORDINAL_SIGNS

__all__ = ["run_in_duties"]

_IsName = Callable[[str], bool]

_FEWEST_ROWS = 3
_LONGEST_NAME = 24
_LONGEST_LABEL = 12
_LONGEST_OTHER_LABEL = 10
# 各单位按职责分工负责 is no head.
_HEAD = re.compile(
    r"(?:部门|单位)(?:名称)?(?![按依根各要应负和与或在之将对由协])(?=[^,。;:、的]{2})"
)
# 四、部门职责 heads a section of the plan, whose sentences name the departments.
_HEADING = re.compile(rf"(?:[{ORDINAL_SIGNS}]、|[)\]〕.])[^。;]{{0,6}}\Z")
_NOT_IN_LABEL = re.compile("[,。;:、()]")
# Where a name may open a row: behind a sentence, or behind a last cell that only lists things.
_BEFORE_ROW = re.compile(r"[。;]|(?=[省市县各])")
# What precedes a name that is part of a sentence.
_BEFORE_NAME = "由与和及同向经报合助给对为、,(《“"
_LIST = re.compile(r"\w{2,10}(?:、\w{2,12})*")
_LONGEST_LIST = 60
# What follows a name that is part of a sentence.
_AFTER_NAME = re.compile("[、,;。:等和与及的)》”]|负责人")


def run_in_duties(view: View, start: int, end: int, codebook: Codebook) -> Table | None:
    """Read the run-in division of duties in ``view.text[start:end]``; None if there is none."""
    # The same words recur.
    column, is_name = cache(codebook.roles.column), codebook.is_agency_name
    for head in _HEAD.finditer(view.text, start, end):
        if _HEADING.search(view.text, max(start, head.start() - 8), head.start()):
            continue
        first = _first_name(view.text, head.end(), end, column, is_name)
        # Where lines part the head from the rows, or the rows, the table is not run in.
        line = view.next_break(head.start(), end, Break.LINE)
        if first is None or first >= line or len(_rows(view, first, line, is_name)) < 2:
            continue
        behind = BEHIND_TABLE.search(view.text, first, end)
        rows = _rows(view, first, behind.start() if behind else end, is_name)
        if len(rows) >= _FEWEST_ROWS:
            rows[0].start = head.start()
            return Table(head.start(), rows[-1].end, rows)
    return None


def _first_name(
    text: str, start: int, end: int, column: Callable[[str], str | None], is_name: _IsName
) -> int | None:
    """Return where the name behind the labels of a head starts, None if it is no head."""
    lengths = range(min(_LONGEST_LABEL, end - start), 1, -1)
    labels = [length for length in lengths if column(text[start : start + length]) == "duty"]
    if not labels:
        return None
    limit = min(start + labels[0] + _LONGEST_OTHER_LABEL, end)
    for at in range(start + labels[-1], limit):
        if _opens_name(text, at) and _name_end(text, at, end, is_name):
            return None if _NOT_IN_LABEL.search(text, start, at) else at
    return None


def _opens_name(text: str, at: int) -> bool:
    return LEVEL.match(text, at) is not None and text[at - 1] not in _BEFORE_NAME


def _name_end(text: str, start: int, end: int, is_name: _IsName) -> int | None:
    """Return where the longest name ends that opens here and that a verb follows."""
    for stop in range(min(end, start + _LONGEST_NAME), start + 2, -1):
        if is_name(text[start:stop]):
            return None if _AFTER_NAME.match(text, stop) else stop
    return None


def _rows(view: View, first: int, end: int, is_name: _IsName) -> list[AnnexRow]:
    text = view.text
    names = []
    position: int | None = first
    while position is not None and (stop := _name_end(text, position, end, is_name)):
        names.append((position, stop))
        position = _next_name(text, stop, end, is_name)
    edges = [*(start for start, _ in names), end]
    return [
        AnnexRow.of_department(name, [(name[1], edge)], name[0], edge)
        for name, edge in zip(names, edges[1:], strict=True)
    ]


def _next_name(text: str, start: int, end: int, is_name: _IsName) -> int | None:
    stop = start
    for boundary in _BEFORE_ROW.finditer(text, start, end):
        at = boundary.end()
        is_behind = boundary.start() < at or (
            stop > start and at - stop <= _LONGEST_LIST and _LIST.fullmatch(text, stop, at)
        )
        if boundary.start() < at:
            stop = at
        if is_behind and _opens_name(text, at) and _name_end(text, at, end, is_name):
            return at
    return None
