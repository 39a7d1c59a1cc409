"""Run-in tables: the page has lost every break between the cells of a task list.

What is left are the numbers that count on and, before each of them, the agencies that
close the row: 1建设食堂市民政局(牵头)、市财政局2024年底前2增加床位市卫健委…
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from policytasks.agencies.names import LEVEL_WORD, NATIONAL
from policytasks.codebook import Codebook
from policytasks.places import UNIT_SIGNS
from policytasks.reading.annex.rows import AnnexRow, Table
from policytasks.reading.drafts import Stretch
from policytasks.reading.names import split_agencies
from policytasks.reading.periods import ONGOING
from policytasks.reading.view import Break, View
from policytasks.roles import ROLES
from policytasks.words.agencies import ORGAN_SIGNS
from policytasks.words.numerals import ORDINAL_NUMERAL

__all__ = ["run_in_table"]

_FEWEST_ROWS = 3
_LONGEST_HEAD = 60
_LONGEST_GROUP = 60
_LONGEST_NAME = 24
_LONGEST_ROW = 1500
# How far behind the head the first row may start.
_LONGEST_GAP = 80
_OTHER_HEADS = re.compile(r"备注|联系人|联系方式|联系电话")
_PARTING = re.compile(
    rf"""
    [(、,;)]
    # 市卫健委会同市民政局; 市卫健委等相关部门
   |(?<=[{ORGAN_SIGNS})])(?:(?:和|及|会同)(?=[{UNIT_SIGNS}各有相])|等(?=[相有]关))
    """,
    re.VERBOSE,
)
_BRACKETS = re.compile(r"\([^()]{1,40}\)")
# Where the name of an agency may begin in running text.
_OPENS_NAME = re.compile(rf"{NATIONAL}|人行|人民银行|各|有关|相关|{LEVEL_WORD}")
_LEVEL_SIGNS = "各" + UNIT_SIGNS
# A name as short as the first of these is one however it begins, as the second where it
# begins as names do: 解决困难市民政局 is longer.
_SHORT, _SHORT_ENOUGH = 5, 14
_YOUTH_LEAGUE = re.compile(f"团[{UNIT_SIGNS}]委")
_BANK = re.compile(r"(?:中国)?人民银行|人行")
# Of a kind unheard of, between two names: 宣传影视部.
_ENDS_NAME = re.compile(r"[^\W省市县区]{2,5}(?:局|委|办|部|会|社|中心|公司)$")
# 2014年4季度出台具体措施, 持续实施
_TIME_LIMIT = re.compile(
    rf"""
    (?:20\d\d年|每年|逐年|{ONGOING}|年底|[一二三四]季度)  # 2024年, 持续
    [^、,;。:]{{0,16}}?
    # up to the next section, or what the page shows behind the table
    (?=$|{ORDINAL_NUMERAL}、|\(|相关附件|附件|打印|分享|扫一扫|二维码)
    """,
    re.VERBOSE,
)
_SECTION = re.compile(rf"{ORDINAL_NUMERAL}、[^、。;]{{2,20}}$")
# What follows a number that counts things, and no item's.
_AFTER_NUMBER = r"(?![\d.、,:%‰年月日季个名张元户所处次周岁万亿—~\-]|家(?![庭政长]))"


class _Answer(NamedTuple):
    """Who answers for a row: where the names start and end, and the time limit behind them.

    ``cut`` is where the second column of names starts, if there are two.
    """

    start: int
    end: int
    limit: Stretch | None
    cut: int | None


class _Head(NamedTuple):
    start: int
    end: int
    roles: list[str]


def run_in_table(view: View, start: int, end: int, codebook: Codebook) -> Table | None:
    """Read the run-in task list in ``view.text[start:end]``; None if there is none.

    It stands below the first head that rows follow.
    """
    for head in _heads(view, start, end, codebook):
        rows = _Reader(view, head, end, codebook).rows()
        if len(rows) >= _FEWEST_ROWS:
            return Table(head.start, rows[-1].end, rows)
    return None


def _heads(view: View, start: int, end: int, codebook: Codebook) -> list[_Head]:
    """Find 序号 and a label of agencies close behind it: 序号工作任务负责单位时间进度."""
    text = view.text
    heads = []
    label = codebook.roles.agency_head
    for number in re.finditer("序号", text[start:end]):
        begin = start + number.start()
        limit = min(end, begin + _LONGEST_HEAD)
        first = label.search(text, begin, limit)
        if not first or "。" in text[begin : first.start()]:
            continue
        if view.next_break(begin, first.end(), Break.LINE) < first.end():
            # Its cells stand in lines of their own.
            continue
        roles = []
        position = first.start()
        while found := (
            label.match(text, position, limit)
            or codebook.roles.deadline_head.match(text, position)
            or _OTHER_HEADS.match(text, position)
        ):
            roles += [found.lastgroup] if found.lastgroup in ROLES else []
            position = found.end()
        heads.append(_Head(begin, position, roles))
    return heads


def _number(value: int) -> re.Pattern[str]:
    """Return what the number of an item is told by."""
    return re.compile(rf"(?<!\d){value}{_AFTER_NUMBER}")


class _Reader:
    """Reads the rows behind one head."""

    def __init__(self, view: View, head: _Head, end: int, codebook: Codebook) -> None:
        self.text = view.text
        self.head = head
        self.end = end
        self.codebook = codebook
        # Names of the rows read so far, without their level: 社会事业局 of 区社会事业局.
        self.seen: set[str] = set()

    def rows(self) -> list[AnnexRow]:
        """Return the rows, which number themselves from 1."""
        rows: list[AnnexRow] = []
        behind = self.head.end
        first = _number(1).search(self.text, behind, min(self.end, behind + _LONGEST_GAP))
        begin = first.start() if first else None
        section = None
        while begin is not None:
            section = self._section(behind, begin) or section
            number = len(rows) + 1
            body = begin + len(str(number))
            following, answer = self._next(body, number + 1)
            if answer is None:
                break
            end = answer.limit[1] if answer.limit else answer.end
            row = AnnexRow(number, section, None, [(body, answer.start)], start=begin, end=end)
            row.deadline = answer.limit
            edges = [answer.start, *([answer.cut] if answer.cut else []), answer.end]
            for role, cell in zip(self.head.roles, pairwise(edges), strict=False):
                row.agencies[role].append(cell)
            rows.append(row)
            self._remember(answer.start, answer.end)
            begin, behind = following, answer.end
        return rows

    def _next(self, body: int, number: int) -> tuple[int | None, _Answer | None]:
        """Return where the row with a number starts, and who answers for the one before it."""
        for candidate in _number(number).finditer(self.text, body, self.end):
            answer = self._answer(body, candidate.start())
            if answer:
                return candidate.start(), answer
            if candidate.start() - body > _LONGEST_ROW:
                break
        return None, self._answer(body, min(self.end, body + _LONGEST_ROW))

    def _section(self, start: int, end: int) -> Stretch | None:
        section = _SECTION.search(self.text, max(start, end - 24), end)
        return section.span() if section else None

    def _remember(self, start: int, end: int) -> None:
        for name in split_agencies(self.text, start, end):
            printed = _BRACKETS.sub("", self.text[slice(*name)])
            self.seen.update({printed, printed.lstrip(_LEVEL_SIGNS)})

    # --- who answers -----------------------------------------------------------

    def _answer(self, start: int, end: int) -> _Answer | None:
        """Find the names that close a row at ``text[start:end]``."""
        between = self._between_signs(start, end)
        while between and end - between[-1][1] <= _LONGEST_GROUP:
            closing = self._closing_name(*between[-1], end)
            if closing:
                first, cut = self._first_name(between, closing[0])
                limit = _TIME_LIMIT.match(self.text, closing[1], end)
                return _Answer(first, closing[1], limit.span() if limit else None, cut)
            between.pop()
        return None

    def _between_signs(self, start: int, end: int) -> list[Stretch]:
        """Return what stands between the signs that part names, but for those in brackets."""
        edges = [start]
        depth = 0
        for sign in _PARTING.finditer(self.text, start, end):
            depth = max(depth + (sign[0] == "(") - (sign[0] == ")"), 0)
            if not depth and sign[0] != ")":
                edges += sign.span()
        return list(zip(edges[::2], [*edges[1::2], end], strict=True))

    def _first_name(self, between: list[Stretch], name: int) -> tuple[int, int | None]:
        """Return where the names before a closing one start, and the second column of them.

        They go back to a name that running text precedes; in a table with two columns also
        to the names of the other column, which no sign parts from these.
        """
        cut = None
        before: int | None = name
        while before is not None:
            name = before
            start, _ = between[-1]
            if name == start and len(between) > 1:
                between.pop()
                is_name = _ENDS_NAME.fullmatch(self.text, *between[-1])
                before = between[-1][0] if is_name else self._last_name(*between[-1])
            elif len(self.head.roles) > 1 and cut is None and name > start + 1:
                before, cut = self._last_name(start, name), name
            else:
                break
        return name, cut if cut != name else None

    def _closing_name(self, start: int, end: int, row_end: int) -> Stretch | None:
        """Return the last name in ``text[start:end]`` behind which no running text follows."""
        # With what it has in brackets.
        stops = range(min(end, start + _LONGEST_NAME), start + 1, -1)
        longest = next((stop for stop in stops if self._is_name(start, stop)), None)
        # 培训护理员区人社局区民政局: what opens here may hold more than one name.
        is_last = longest is not None and not (longest < end and self._last_name(longest, end))
        if longest and is_last and self._may_follow(longest, row_end):
            name = self._last_name(start, longest)
            return (start if name is None else name), longest
        for stop in range(end, max(start, end - _LONGEST_GROUP), -1):
            name = self._last_name(start, stop) if self._may_follow(stop, row_end) else None
            if name is not None:
                return name, stop
        return None

    def _may_follow(self, stop: int, row_end: int) -> bool:
        return "。" not in self.text[stop:row_end] and row_end - stop <= _LONGEST_GROUP

    def _last_name(self, start: int, end: int) -> int | None:
        """Return where the name starts that ends here; it may stand behind running text."""
        bare = end
        if self.text[end - 1] == ")":
            opening = self.text.rfind("(", start, end)
            bare = opening if opening > start else end
        bank = _BANK.search(self.text, max(start, bare - _LONGEST_NAME), bare)
        if bank and self._is_name(bank.start(), bare):
            return bank.start()
        whole = self._is_name(start, bare)
        opens = _SHORT_ENOUGH if _OPENS_NAME.match(self.text, start) else _SHORT
        if whole and bare - start <= opens:
            return start
        for begin in range(bare - 2, max(start, bare - _LONGEST_NAME) - 1, -1):
            if _OPENS_NAME.match(self.text, begin) and self._is_name(begin, bare):
                return self._with_all(start, begin)
        known = (
            begin
            for begin in range(max(start, bare - _LONGEST_NAME), bare - 2)
            if self.text[begin:bare] in self.seen
        )
        return start if whole else next(known, None)

    def _with_all(self, start: int, begin: int) -> int:
        """Go back to 各 before a name: 各区市县|县人民政府, 各片区|区管理局; to 团 of 团市委."""
        if _YOUTH_LEAGUE.match(self.text, begin - 1):
            return begin - 1
        every = self.text.rfind("各", max(start, begin - 4), begin)
        return begin if every < 0 else every

    def _is_name(self, start: int, end: int) -> bool:
        return self.codebook.is_agency_name(_BRACKETS.sub("", self.text[start:end]))
