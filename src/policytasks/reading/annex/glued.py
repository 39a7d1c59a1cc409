"""Ruled tables whose rows the page has put into one line: the cells are apart, the rows not.

The last cell of a row and the first of the next are one: 健康环境市民政局. A number that
counts on, or the name of a department at its end, tells where the next row starts.
"""

from __future__ import annotations

import re

from policytasks.codebook import Codebook
from policytasks.reading.annex.rows import BEHIND_TABLE, LEVEL, Cells
from policytasks.reading.drafts import Stretch
from policytasks.reading.view import View
from policytasks.words.marks import DITTO

__all__ = ["parted_rows"]

_FEWEST_CELLS = 4
_LONGEST_LABEL = 12
_MOST_COLUMNS = 12
# How long the label of the first column may be: 序号, 部门, 成员单位.
_FIRST_LABELS = (4, 3, 2)
_LONGEST_NAME = 24
_LONGEST_LAST_CELL = 200
_BETWEEN_ITEMS = re.compile(r"[、,;](?![^()]{0,30}\))")
_ENDS_CELL = "。;"


def parted_rows(view: View, cells: Cells, codebook: Codebook) -> list[Cells]:
    """Part a line into the head and the rows of the table in it; no rows if it is none."""
    if len(cells) < _FEWEST_CELLS:
        return []
    for index, (start, end) in enumerate(cells):
        for first in (end - length for length in _FIRST_LABELS if length <= end - start):
            column = codebook.roles.column(view.text[first:end])
            if column in ("number", "department"):
                glued = _Glued(view, codebook, is_numbered=column == "number")
                found = glued.table((first, end), cells, index + 1)
                if found:
                    return found
                break
    return []


class _Glued:
    """Parts the cells of one line behind the first label of a head."""

    def __init__(self, view: View, codebook: Codebook, *, is_numbered: bool) -> None:
        self.text = view.text
        self.codebook = codebook
        self.is_numbered = is_numbered
        self.expected = 1
        # What the last column lists, as 健康环境: it parts a list from the name behind it.
        self.listed: set[str] = set()

    def table(self, first: Stretch, cells: Cells, index: int) -> list[Cells]:
        """Return the head of a label and the cells from an index on, and the rows behind it.

        Nothing if it is no head.
        """
        head = [first]
        for place, cell in enumerate(cells[index : index + _MOST_COLUMNS - 1], index + 1):
            cut = None if self._is_label(cell) else self.cut(*cell)
            if cut is not None and cut > cell[0]:
                head.append((cell[0], cut))
                if any(map(self._is_label, head[1:])):
                    return [head, *self.rows((cut, cell[1]), cells[place:], len(head))]
                return []
            if cell[1] - cell[0] > _LONGEST_LABEL:
                return []
            head.append(cell)
        return []

    def _is_label(self, cell: Stretch) -> bool:
        return self.codebook.roles.column(self.text[slice(*cell)]) is not None

    def rows(self, first: Stretch, cells: Cells, width: int) -> list[Cells]:
        """Part the cells behind the head into rows of its width."""
        self._list_items(cells[width - 2 :: width - 1])
        rows = []
        for start in range(0, len(cells), width - 1):
            row = [first, *cells[start : start + width - 1]]
            if len(row) < width:
                break
            begin, end = row[-1]
            self.expected += 1
            cut = self.cut(begin, end) if start + width - 1 < len(cells) else None
            if cut is None:
                rows.append([*row[:-1], (begin, self._end_of_table(begin, end))])
                break
            rows.append([*row[:-1], (begin, cut)])
            first = cut, end
        return rows

    def _list_items(self, last_cells: Cells) -> None:
        for cell in last_cells:
            if "。" not in self.text[slice(*cell)]:
                self.listed.update(_BETWEEN_ITEMS.split(self.text[slice(*cell)])[:-1])

    def cut(self, start: int, end: int) -> int | None:
        """Return where the first cell of the next row starts in a cell, None if it does not."""
        text = self.text
        if text.endswith(DITTO, start, end):
            return end - len(DITTO)
        if self.is_numbered:
            printed = str(self.expected)
            return end - len(printed) if text.endswith(printed, start, end) else None
        limit = max(start, end - _LONGEST_NAME)
        stop = max(text.rfind(sign, limit, end - 1) for sign in _ENDS_CELL) + 1
        if stop:
            return stop
        last = max((m.end() for m in _BETWEEN_ITEMS.finditer(text, limit, end)), default=limit)
        return self._cut_before_name(last, end)

    def _cut_before_name(self, start: int, end: int) -> int | None:
        """Return where a name starts behind the last item of a list, or behind a label."""
        text, codebook = self.text, self.codebook
        places = [at for at in range(start + 1, end - 1) if codebook.is_agency_name(text[at:end])]
        labels = [at for at in places if codebook.roles.column(text[start:at])]
        listed = [at for at in places if text[start:at] in self.listed]
        levels = [at for at in places if LEVEL.match(text, at)]
        known = [at for at in places if codebook.agency_id(text[at:end]) is not None]
        behind_label = [at for at in levels if at in labels] or labels[-1:]
        # A name of no level is as short as may be.
        return next(iter(behind_label or listed or levels or known[-1:] or places), None)

    def _end_of_table(self, start: int, end: int) -> int:
        """Return where the last cell ends, in which the rest of the text may stand."""
        behind = BEHIND_TABLE.search(self.text, start, end)
        end = behind.start() if behind else end
        if end - start <= _LONGEST_LAST_CELL:
            return end
        stop = self.text.find("。", start, end)
        return stop + 1 if stop >= 0 else end
