"""Responsibility statements: who answers for a unit, as its own text prints it.

Consumes the view and the stretch of a unit; produces the statements found there
with what each says (:mod:`wording`).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass

from policytasks.codebook import Codebook
from policytasks.reading.drafts import Statement
from policytasks.reading.names import BEHIND_NAME
from policytasks.reading.view import Break, View
from policytasks.reading.wording import Wording
from policytasks.words.documents import THIS_DOCUMENT
from policytasks.words.marks import BULLETS, CLOSING_BRACKETS
from policytasks.words.numerals import ORDINAL_NUMERAL

__all__ = ["find_statements"]

_LONGEST_LABEL = 12
_LONGEST_STATEMENT = 900
# 按照各自职责分工负责具体组织实施, and the signs after it
_LONGEST_VERB = 40
# Of an agency; what is longer goes on in the next line, whatever it ends with.
_LONGEST_NAME = 60
# Over how many lines a bracket with verbs and without an end may reach.
_MOST_LINES = 3
_OPENING = re.compile(r"[(\[〔]")
_CLOSING_SIGNS = frozenset(CLOSING_BRACKETS.values())
_COLON = re.compile(":")
# A list of names that the page has not parted from what follows it.
_RUN_IN = re.compile(
    rf"""
    {BEHIND_NAME}
    (?:\d{{1,2}}[.、](?!\d)                             # 市财政局2.培训人员
      |{ORDINAL_NUMERAL}、                                # 市财政局二、保障措施
      |\((?:{ORDINAL_NUMERAL}|\d{{1,3}})\)                # 市财政局(二)培训人员
      |第{ORDINAL_NUMERAL}[章节条]                        # 市财政局第二章
      |{THIS_DOCUMENT}(?:自|由|从))               # 市财政局本意见自…
    """,
    re.VERBOSE,
)
# 建设食堂,由市民政局负责; not of a case (逾期的,由…) or a time (验收后,由…).
_PASSIVE = re.compile("(?<![的后前时]),(?:具体)?(?=由)")
# A line that is shorter than this share of a full one was not broken by the page.
_FULL = 0.85


def find_statements(view: View, start: int, end: int, codebook: Codebook) -> list[Statement]:
    """Find the responsibility statements of a unit at ``text[start:end]``.

    Reads parentheticals in any bracket, with labels (牵头单位:…) or verbs
    (…牵头,…配合), and labelled lines without brackets. A bracket that the page
    lost is closed at the end of its line.
    """
    return _Reader(Wording(view, codebook)).statements(start, end)


@dataclass(frozen=True)
class _Reader:
    """Finds statements in one view."""

    wording: Wording

    @property
    def view(self) -> View:
        return self.wording.view

    @property
    def text(self) -> str:
        return self.wording.text

    def statements(self, start: int, end: int) -> list[Statement]:
        statements: list[Statement] = []
        openings = (bracket.start() for bracket in _OPENING.finditer(self.text, start, end))
        opening = next(openings, end)
        position = start
        while position < end:
            while opening < position:
                opening = next(openings, end)
            label = self.next_line_label(position, opening)
            if label is None and self.opens_label(opening, end):
                label = opening
            if label is not None:
                stop = self.end_of_labels(label, end)
                outside = (label, stop)
                # What opened before the label: (联系电话:1;责任单位:市民政局)
                lone = self.lone_closing(label - 1, stop)
                inside = (self.behind_bullets(label), stop if lone is None else lone)
                after_none = outside[1]
            elif opening < end:
                closing = self.closing(opening, end)
                if closing is None:
                    position = opening + 1
                    continue
                outside = (opening, min(closing + 1, end))
                inside = (opening + 1, closing)
                after_none = opening + 1
            else:
                break
            read = self.wording.read(*inside) if inside[0] < inside[1] else None
            if read:
                statements.append(Statement(*outside, *read))
            position = outside[1] if read else after_none
        if not statements:
            last = self.last_sentence(start, end)
            return [last] if last else []
        return statements

    def last_sentence(self, start: int, end: int) -> Statement | None:
        """Return the statement that a unit ends with in words of its own.

        A sentence of names and verbs (市民政局牵头,市财政局配合。), or the last clauses of one
        that 由 opens (建设食堂,由市民政局负责。).
        """
        text = self.text
        stop = end
        while stop > start and text[stop - 1] in "。;":
            stop -= 1
        earliest = max(start, stop - _LONGEST_STATEMENT)
        opening = max(text.rfind(sign, earliest, stop) + 1 for sign in "。;")
        opening = max(opening, earliest, self.view.line_start(stop))
        passive = _PASSIVE.search(text, opening, stop)
        for begin in (opening, passive.end() if passive else start):
            if begin <= start:
                continue
            read = self.wording.read(begin, stop)
            if read and read[0] and all(self.wording.is_agency(a.start, a.end) for a in read[0]):
                return Statement(begin, end, *read)
        return None

    def closing(self, opening: int, end: int) -> int | None:
        """Return where the bracket at ``opening`` ends; None for one too long for a statement.

        A statement that lost its closing bracket ends where the next one opens, else with its
        last bracket or its sentence.
        """
        closing = self.view.closings.get(opening, end)
        limit = min(end, opening + _LONGEST_STATEMENT)
        if closing < limit:
            return closing
        if not self.wording.label_at(opening + 1, end):
            return self.line_with_verb(opening, limit) if closing >= end else None
        for following in _OPENING.finditer(self.text, opening + 1, limit):
            if self.wording.label_at(following.end(), limit):
                limit = following.start()
                break
        last = self.lone_closing(opening, limit)
        if last is not None:
            return last
        stop = self.text.find("。", opening, limit)
        return stop if stop >= 0 else limit

    def line_with_verb(self, opening: int, limit: int) -> int | None:
        """Return the end of the line in which a bracket that lost its end closes with a verb."""
        line = opening
        for _ in range(_MOST_LINES):
            line = self.view.next_break(line, limit, Break.LINE)
            if self.wording.verb_at_end(max(opening + 1, line - _LONGEST_VERB), line):
                return line
            if line >= limit:
                break
        return None

    def lone_closing(self, opening: int, limit: int) -> int | None:
        """Return the last closing bracket, of whatever form, that closes no bracket within."""
        within = _OPENING.finditer(self.text, opening + 1, limit)
        closed = {self.view.closings.get(bracket.start()) for bracket in within}
        return next(
            (
                position
                for position in range(limit - 1, opening, -1)
                if self.text[position] in _CLOSING_SIGNS and position not in closed
            ),
            None,
        )

    def next_line_label(self, start: int, end: int) -> int | None:
        """Return where a labelled line without brackets starts."""
        text = self.text
        for colon in _COLON.finditer(text, start, end):
            earliest = max(start, colon.end() - _LONGEST_LABEL)
            label = self.wording.roles.label_before.search(text, earliest, colon.end())
            if not label:
                continue
            begin = label.start()
            while begin > start and text[begin - 1] in BULLETS:
                begin -= 1
            after_stop = begin and text[begin - 1] in "。;" and label.lastgroup != "deadline"
            if self.view.break_before(begin) >= Break.LINE or after_stop:
                return begin
        return None

    def opens_label(self, opening: int, end: int) -> bool:
        """Tell whether a bracket behind a sentence holds a label alone ([牵头单位]市民政局)."""
        if opening >= end or not self.wording.label_at(opening, end):
            return False
        return self.text[opening - 1] in "。;" or self.view.break_before(opening) >= Break.LINE

    def behind_bullets(self, position: int) -> int:
        while position < len(self.text) and self.text[position] in BULLETS:
            position += 1
        return position

    def end_of_labels(self, start: int, end: int) -> int:
        """Return where a run of labelled lines ends: at a full stop or a line without a label."""
        position = start
        while True:
            line = self.view.next_break(position, end, Break.LINE)
            while line < end and self.goes_on(position, line, end):
                line = self.view.next_break(line, end, Break.LINE)
            stop = self.text.find("。", position, line)
            after = stop + 1 if stop >= 0 else line
            run_in = _RUN_IN.search(self.text, position, after)
            if run_in:
                return run_in.start()
            if after >= end or not self.wording.label_at(self.behind_bullets(after), end):
                return after
            position = after

    def goes_on(self, start: int, line: int, end: int) -> bool:
        """Tell whether the page broke the list of names from ``start`` on before this line."""
        text, view = self.text, self.view
        if self.wording.label_at(self.behind_bullets(line), end):
            return False
        if text[line - 1] in "、,:" or text[line] in "、,;":
            return True
        lines = view.positions[Break.LINE]
        opening = lines[bisect_left(lines, line) - 1]
        if opening > start and text[opening - 1] != "。" and self.lists_names(opening, line, end):
            return True
        if line - opening < view.full_line * _FULL or text[line - 1] in "。;":
            return False
        earliest = max(start, line - _LONGEST_NAME)
        last_name = max(earliest, *(text.rfind(sign, earliest, line) + 1 for sign in "、,;:"))
        return not self.wording.is_agency(last_name, line)

    def lists_names(self, opening: int, line: int, end: int) -> bool:
        """Tell whether the lines before and after a break are a name each."""
        following = self.view.next_break(line, end, Break.LINE)
        return self.wording.is_agency(opening, line) and self.wording.is_agency(line, following)
