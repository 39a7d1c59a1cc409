"""Task-list annexes: tables whose rows are subtasks.

A table reaches the text in two ways: with its cells apart (tabs, pipes), or
flattened, one cell after the other with blank lines between or a line each, as a
copied web page or PDF leaves it. Consumes the view from an annex's head on; produces rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from policytasks.reading.dates import read_due_date
from policytasks.reading.numerals import chinese_integer
from policytasks.reading.view import Break, View

__all__ = ["AnnexRow", "read_annex", "table_start"]

Cell = tuple[int, int]

_COLUMNS = {
    "number": re.compile(r"^(?:序号|编号|项目序号)$"),
    "lead": re.compile(r"^(?:.{1,8}内)?(?:牵头|主办|主责)(?:责任)?(?:单位|部门|[处科]室)?$"),
    "support": re.compile(
        r"^(?:.{1,8}内)?(?:配合|参与|协助|协办|参加|协同|支撑)(?:单位|部门|[处科]室)?$"
    ),
    "responsible": re.compile(
        r"^(?:.{1,8}内)?(?:责任|负责|承办|实施|落实)(?:单位|部门|主体|[处科]室)$"
    ),
    "deadline": re.compile(r"^(?:计划)?(?:完成|办理|落实)?(?:时限|期限|时间)(?:要求|节点)?$"),
    "text": re.compile(r"^.{0,8}(?:任务|措施|举措|事项|内容|项目|清单|目标|要求|工作|指标).{0,4}$"),
}
_AGENCY_COLUMNS = ("lead", "support", "responsible")
_SECTION = re.compile(r"^([一二三四五六七八九十]{1,3}、|\([一二三四五六七八九十]{1,3}\)).{2,60}$")
_NUMBER = re.compile(r"^\(?(\d{1,3}|[一二三四五六七八九十]{1,3})\)?[.、]?$")
_ONGOING = re.compile(r"^(?:持续|长期|常年|全年|每年|常态|按).{0,12}$")
_DEADLINE = re.compile(
    r"^(?:(?:\d{4}年|今年|明年|年底|\d{1,2}月|第?[一二三四]季度|“?十[四五]五).{0,16})$"
)
_BETWEEN_NAMES = re.compile("[、,;]")
_LINE = re.compile(r"[^\n]+")
_CELL = re.compile(r"[^\t|]+|(?:^|(?<=[\t|]))(?=[\t|]|$)", re.MULTILINE)
# How an imported table marks the rows over which a cell is merged.
_DITTO = "〃"
# How an empty cell is printed.
_NOBODY = frozenset(("无", "/", "-", "—", "——", "--"))
_OFFICES = re.compile(r"[一-鿿]{2,6}[处科室股](?:[、,;][一-鿿]{2,6}[处科室股])*")
_PLACE = re.compile(r"[一-鿿]{2,6}[省市州盟县区旗]")
_REMARK = re.compile(r"\([^()]*\)")
_LONGEST_HEAD = 12
_LARGEST_GAP = 3
_LONGEST_NAME = 40


@dataclass(slots=True)
class AnnexRow:
    """One row: a measure with its own text.

    All stretches are positions of the view; ``name`` is the task's name, which
    a numbered item that fills several rows prints once.
    """

    number: int | None
    section: Cell | None
    name: Cell | None
    text: list[Cell]
    lead: list[Cell] = field(default_factory=list)
    support: list[Cell] = field(default_factory=list)
    responsible: list[Cell] = field(default_factory=list)
    deadline: Cell | None = None
    start: int = 0
    end: int = 0

    @property
    def answers(self) -> int:
        """How many cells of agencies the row has."""
        return len(self.lead) + len(self.support) + len(self.responsible)

    @property
    def is_answered(self) -> bool:
        """Whether the row has agencies or a deadline of its own."""
        return bool(self.answers or self.deadline)


def _separated_rows(view: View, start: int, end: int) -> list[list[Cell]]:
    """Return the rows of a table that parts its cells by tabs or pipes, a line a row."""
    if start >= end:
        return []
    first, last = view.offset(start), view.offset(end - 1) + 1
    rows = []
    for line in _LINE.finditer(view.source, first, last):
        if "\t" not in line[0] and "|" not in line[0]:
            continue
        row = []
        for cell in _CELL.finditer(view.source, *line.span()):
            row.append((view.position(cell.start()), view.position(cell.end())))
        rows.append(row)
    return rows


def _stretches(view: View, start: int, end: int, parting: Break) -> list[Cell]:
    """Return the stretches between breaks of a kind."""
    cells = []
    begin = start
    while begin < end:
        stop = view.next_break(begin, end, parting)
        cells.append((begin, stop))
        begin = stop
    return cells


def _column(label: str) -> str | None:
    label = _REMARK.sub("", label)
    if len(label) > _LONGEST_HEAD:
        return None
    for column, pattern in _COLUMNS.items():
        if pattern.match(label):
            return column
    return None


def _head(view: View, cells: list[Cell]) -> tuple[int, int, list[str]] | None:
    """Find the head: neighbouring cells that name columns, a duty column among them.

    Returns the index of its first cell, that of the first cell after it, and
    the columns in order.
    """
    index = 0
    while index < len(cells):
        columns = []
        while index + len(columns) < len(cells):
            column = _column(view.text[slice(*cells[index + len(columns)])])
            if column is None:
                break
            columns.append(column)
        if len(columns) >= 3 and {"lead", "responsible"} & set(columns) and "text" in columns:
            # The list's title (重点任务清单) may look like a column; numbers stand first.
            first = columns.index("number") if "number" in columns else 0
            return index + first, index + len(columns), columns[first:]
        index += max(len(columns), 1)
    return None


def _list_of_agencies(view: View, cell: Cell, is_agency: Callable[[str], bool]) -> bool:
    """Tell whether a cell names agencies, parted by signs or by its lines."""
    text = view.text[slice(*cell)]
    if "。" in text:
        return False
    if _names(text, is_agency):
        return True
    lines = _stretches(view, *cell, Break.LINE)
    return len(lines) > 1 and all(_names(view.text[slice(*line)], is_agency) for line in lines)


def _names(text: str, is_agency: Callable[[str], bool]) -> bool:
    names = [name for name in _BETWEEN_NAMES.split(text) if name]
    if not names or max(map(len, names)) > _LONGEST_NAME:
        return False
    # 各市、州、县人民政府: the first members of a collective lack its noun.
    if is_agency(names[-1]) and (is_agency(names[0]) or len(names) > 1):
        return True
    # 省科技厅、杭州市: a place stands for its government.
    return is_agency(names[0]) and all(is_agency(n) or _PLACE.fullmatch(n) for n in names)


def _is_deadline(text: str) -> bool:
    if len(text) > 20:
        return False
    return bool(_ONGOING.match(text) or (_DEADLINE.match(text) and read_due_date(text, 2000)))


def _number(text: str) -> int | None:
    match = _NUMBER.match(text)
    if not match:
        return None
    return int(match[1]) if match[1].isdigit() else chinese_integer(match[1])


def _opens_numbers(view: View, value: int, cells: list[Cell]) -> bool:
    """Tell whether a number may be the first of a table, which an excerpt counts on from."""
    return value == 1 or any(_number(view.text[slice(*cell)]) == value + 1 for cell in cells)


def _flat_rows(
    view: View, cells: list[Cell], columns: list[str], is_agency: Callable[[str], bool]
) -> Iterator[AnnexRow]:
    """Read a flattened table cell by cell.

    A row opens with text after agencies or a deadline, or with a number. A
    cell that the page cut in two continues the text before it. A row that
    lacks agencies or a deadline shares the merged cell of the row above it.
    """
    agency_columns = [column for column in columns if column in _AGENCY_COLUMNS]
    section: Cell | None = None
    number: int | None = None
    name: Cell | None = None
    start_of_item: int | None = None
    row: AnnexRow | None = None
    previous: AnnexRow | None = None
    expected: int | None = None

    def open_row() -> AnnexRow | None:
        """Return the row under way; an item's only text is a row, not the name of rows to come."""
        if row is None and name is not None:
            return AnnexRow(number, section, None, [name], start=start_of_item, end=name[1])
        return row

    def is_answer(cell: Cell, text: str) -> bool:
        """Tell whether a cell names agencies, offices of those before it, or says that none."""
        if text in _NOBODY or _list_of_agencies(view, cell, is_agency):
            return True
        lacks_answers = row is not None and 0 < row.answers < len(agency_columns)
        return lacks_answers and bool(_OFFICES.fullmatch(text))

    for cell in cells:
        text = view.text[slice(*cell)]
        value = _number(text)
        counts_on = value is not None and (
            _opens_numbers(view, value, cells)
            if expected is None
            else expected <= value <= expected + _LARGEST_GAP
        )
        if counts_on or (_SECTION.match(text) and (row is None or row.lead or row.responsible)):
            row = open_row()
            if row and counts_on and previous and _is_heading(row, columns):
                section = row.text[0][0], row.text[-1][1]
            elif row:
                previous = _closed(row, previous)
                yield previous
            row = name = number = start_of_item = None
            if counts_on:
                number, start_of_item, expected = value, cell[0], value + 1
            else:
                section = cell
        elif _is_deadline(text) and (row := open_row()):
            row.deadline, row.end = cell, cell[1]
            start_of_item = None
        elif is_answer(cell, text) and (row := open_row()):
            column = agency_columns[min(row.answers, len(agency_columns) - 1)]
            getattr(row, column).append((cell[1], cell[1]) if text in _NOBODY else cell)
            row.end = cell[1]
            start_of_item = None
        elif number is not None or start_of_item is not None or row or columns[0] != "number":
            if (
                name is None
                and row is None
                and len(text) <= _LONGEST_NAME
                and text[-1] not in "。;"
            ):
                name = cell
                start_of_item = cell[0] if start_of_item is None else start_of_item
                continue
            if row is None or row.is_answered:
                if row:
                    previous = _closed(row, previous)
                    yield previous
                begin = start_of_item if start_of_item is not None else cell[0]
                row = AnnexRow(number, section, name, [cell], start=begin, end=cell[1])
                start_of_item = None
            else:
                row.text.append(cell)
                row.end = cell[1]
    # What follows the table (an editor's name, a signature) has no cells of its own.
    if row and row.is_answered:
        yield _closed(row, previous)


def _is_heading(row: AnnexRow, columns: list[str]) -> bool:
    """Tell a heading, short and without cells of its own, from a row of a numbered table."""
    follows_number = row.start < row.text[0][0]
    is_short = row.text[-1][1] - row.text[0][0] <= _LONGEST_NAME
    return columns[0] == "number" and not (row.is_answered or follows_number) and is_short


def _closed(row: AnnexRow, above: AnnexRow | None) -> AnnexRow:
    """Fill the cells that the row shares with the one above it."""
    if above is None:
        return row
    if not row.answers:
        for column in _AGENCY_COLUMNS:
            setattr(row, column, [*getattr(above, column)])
    if row.deadline is None:
        row.deadline = above.deadline
    return row


def _separate_head(view: View, rows: list[list[Cell]]) -> tuple[int, int, list[str | None]] | None:
    """Find the head of a table whose cells are apart; it may fill two rows.

    Returns the index of its first row, that of the first row after it, and the
    column that each cell names, None for columns of no use here (remarks).
    """
    for index, row in enumerate(rows):
        labels = [view.text[slice(*cell)] for cell in row]
        columns = [_column(label) for label in labels]
        after = index + 1
        if after < len(rows):
            below = [view.text[slice(*cell)] for cell in rows[after]]
            if _DITTO in below and len(below) == len(labels):
                # 责任单位 over 牵头单位 and 配合单位: the lower row says which is which.
                labels = [
                    label if lower in ("", _DITTO) else lower
                    for label, lower in zip(labels, below, strict=True)
                ]
                lower_columns = [_column(label) for label in labels]
                if _names_columns(lower_columns):
                    return index, after + 1, lower_columns
        if _names_columns(columns):
            return index, after, columns
    return None


def _names_columns(columns: list[str | None]) -> bool:
    return "text" in columns and bool({"lead", "responsible"} & set(columns))


def _separate_rows(view: View, rows: list[list[Cell]], columns: list[str | None]) -> list[AnnexRow]:
    """Read a table whose cells are apart, column by column."""
    found: list[AnnexRow] = []
    section: Cell | None = None
    above: list[Cell] = []
    for cells in rows:
        printed = [cell for cell in cells if view.text[slice(*cell)] not in ("", _DITTO)]
        if not printed:
            continue
        if len(printed) == 1 and _SECTION.match(view.text[slice(*printed[0])]):
            section, above = printed[0], []
            continue
        if [_column(view.text[slice(*cell)]) for cell in cells] == columns:
            # The head again, on the table's next page.
            continue
        same = [view.text[slice(*cell)] == _DITTO for cell in cells]
        cells = [
            cell if not ditto else above[place] if place < len(above) else (cell[0], cell[0])
            for place, (cell, ditto) in enumerate(zip(cells, same, strict=True))
        ]
        above = cells
        values: dict[str, list[Cell]] = {}
        places: dict[str, int] = {}
        for place, (column, cell) in enumerate(zip(columns, cells, strict=False)):
            if column and cell[0] < cell[1]:
                values.setdefault(column, []).append(cell)
                places[column] = place
        texts = values.get("text", [])
        if not texts:
            continue
        if same[places["text"]] and found:
            # Further agencies for the measure of the row above.
            for column, cell, ditto in zip(columns, cells, same, strict=False):
                if column in _AGENCY_COLUMNS and cell[0] < cell[1] and not ditto:
                    getattr(found[-1], column).append(cell)
            found[-1].end = max(found[-1].end, printed[-1][1])
            continue
        before = found[-1] if found else None
        number = _number(view.text[slice(*values["number"][0])]) if "number" in values else None
        if number is None and before:
            number = before.number
        name = texts[0] if len(texts) > 1 else None
        if name is None and before and before.number == number:
            name = before.name
        row = AnnexRow(
            number,
            section,
            name,
            texts[1:] or texts,
            values.get("lead", []),
            values.get("support", []),
            values.get("responsible", []),
            (values.get("deadline") or [None])[0],
            printed[0][0],
            printed[-1][1],
        )
        # Here an empty cell can be seen; only the rows of one item share cells without a mark.
        shares = before if before and before.number == number else None
        found.append(_closed(row, shares))
    return found


def table_start(view: View) -> int | None:
    """Return where the first task list with separate cells starts, None without one."""
    if "\t" not in view.source and "|" not in view.source:
        return None
    rows = _separated_rows(view, 0, len(view.text))
    head = _separate_head(view, rows)
    return rows[head[0]][0][0] if head else None


def read_annex(
    view: View, start: int, end: int, is_agency: Callable[[str], bool]
) -> list[AnnexRow]:
    """Read the rows of the task list in ``view.text[start:end]``; none if it holds no such table.

    Member lists and forms have no duty column, and so no rows.
    """
    rows = _separated_rows(view, start, end)
    separate_head = _separate_head(view, rows)
    if separate_head:
        return _separate_rows(view, rows[separate_head[1] :], separate_head[2])
    for parting in (Break.PARAGRAPH, Break.LINE, Break.SPACE):
        cells = _stretches(view, start, end, parting)
        head = _head(view, cells)
        if head:
            return list(_flat_rows(view, cells[head[1] :], head[2], is_agency))
    return []
