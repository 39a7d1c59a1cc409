"""Responsibility statements: who answers for a unit, as its own text prints it.

Consumes the view and the stretch of a unit; produces the statements found there
and the agencies that each names with their roles. Which words are labels and verbs,
and what an agency's name looks like, is asked of the codebook.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from policytasks.codebook import Codebook
from policytasks.reading.drafts import NamedAgency, Statement, Stretch
from policytasks.reading.names import BEHIND_NAME, agencies_in_list, is_name, trimmed
from policytasks.reading.order_of_names import without_remark
from policytasks.reading.view import Break, View
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
# What may follow a verb that closes a list of names.
_AFTER_VERB = "。;,"
_AFTER_LIST = "、,;。)]〕"
_OPENING = re.compile(r"[(\[〔]")
_CLOSING_SIGNS = frozenset(CLOSING_BRACKETS.values())
_COLON = re.compile(":")
# 市发展改革、民政、财政等部门: short names, of which the last word tells.
_DEPARTMENTS = re.compile("等(?:有关|相关|各)?部门")
# A list of names that the page has not parted from what follows it.
_RUN_IN = re.compile(
    rf"""
    {BEHIND_NAME}
    (?:\d{{1,2}}[.、](?!\d)                             # 市财政局2.培训人员
      |{ORDINAL_NUMERAL}、                                # 市财政局二、保障措施
      |\((?:{ORDINAL_NUMERAL}|\d{{1,3}})\)                # 市财政局(二)培训人员
      |第{ORDINAL_NUMERAL}[章节条]                        # 市财政局第二章
      |本(?:实施)?(?:方案|意见|办法|计划|规划|通知|措施)(?:自|由|从))  # 市财政局本意见自…
    """,
    re.VERBOSE,
)
# 以下各项均需各区政府负责落实,不再一一列出: a remark on other units.
_ON_OTHER_UNITS = re.compile(r"。[^。]{0,4}(?:以下|下同|下列|其他各项)[^。]*。?$")
# (不含市属医院), (包括市民政局直属福利院): a remark, no list of names.
_ASIDE = re.compile("不?含|包含|包括|不包括|除|例?如|即|原(?!国)|指|见")
# The time limit of the whole item, behind the names.
_DUE_AT_END = re.compile(
    r"""
    # 市民政局负责,2021年3月底前完成   责任单位:市民政局,2024年底前
    [,;、](?:于|在|到)?
      ((?:20\d\d年|今年|明年|年|\d{1,2}月)[^,;、。(]{0,12}?(?:年|月|日|[底末前内]|季度|半年))
      (?:基本|全部|全面)?(?:完成|落实|实施|启动|建成|实现|到位)?$
    # 市民政局负责,持续推进
   |[,;、](持续推进|持续实施|长期坚持|常年坚持|长期推进)$
    """,
    re.VERBOSE,
)
_LONGEST_DUE = 32
_CLAUSE_SIGN = re.compile("[,;。]")
# 市财政局负责(资金保障)
_OBJECT = re.compile("[^,;。的]{0,12}[,;。]?")
# 责任分工:市民政局牵头; 本项任务责任单位为市民政局.
_BEFORE_NAMES = re.compile(
    r"(?:责任|任务|职责|工作)分工:|(?:以上|上述|本|该|此)项?(?:任务|工作|事项)?的?(?=\w{2,6}(?:单位|部门)[为是:])"
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
    return _Reader(view, codebook).statements(start, end)


@dataclass(frozen=True)
class _Reader:
    """Reads statements in one view, with the words of one codebook."""

    view: View
    codebook: Codebook

    @property
    def text(self) -> str:
        return self.view.text

    def is_agency(self, start: int, end: int) -> bool:
        return self.codebook.is_agency_name(self.text[start:end])

    def label_at(self, position: int, end: int) -> bool:
        """Tell whether a label stands at a position, or behind bullets there."""
        return self.codebook.roles.label.match(self.text, position, end) is not None

    # --- where statements stand ------------------------------------------------

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
            read = self.read(*inside) if inside[0] < inside[1] else None
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
            read = self.read(begin, stop)
            if read and read[0] and all(self.is_agency(a.start, a.end) for a in read[0]):
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
        if not self.label_at(opening + 1, end):
            return self.line_with_verb(opening, limit) if closing >= end else None
        for following in _OPENING.finditer(self.text, opening + 1, limit):
            if self.label_at(following.end(), limit):
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
            if self.verb_at_end(max(opening + 1, line - _LONGEST_VERB), line):
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
            label = self.codebook.roles.label_before.search(text, earliest, colon.end())
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
        if opening >= end or not self.label_at(opening, end):
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
            if after >= end or not self.label_at(self.behind_bullets(after), end):
                return after
            position = after

    def goes_on(self, start: int, line: int, end: int) -> bool:
        """Tell whether the page broke the list of names from ``start`` on before this line."""
        text, view = self.text, self.view
        if self.label_at(self.behind_bullets(line), end):
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
        return not self.is_agency(last_name, line)

    def lists_names(self, opening: int, line: int, end: int) -> bool:
        """Tell whether the lines before and after a break are a name each."""
        following = self.view.next_break(line, end, Break.LINE)
        return self.is_agency(opening, line) and self.is_agency(line, following)

    # --- what they say ---------------------------------------------------------

    def read(self, start: int, end: int) -> tuple[tuple[NamedAgency, ...], Stretch | None] | None:
        """Read the inside of a statement; None when it is none."""
        text = self.text
        opening = _BEFORE_NAMES.match(text, start, end)
        start = opening.end() if opening else start
        end = without_remark(text, start, end)
        remark = _ON_OTHER_UNITS.search(text, start, end)
        end = remark.start() if remark else end
        deadline = None
        due = _DUE_AT_END.search(text, max(start, end - _LONGEST_DUE), end)
        if due and due.lastindex:
            deadline, end = due.span(due.lastindex), due.start()
        if self.label_at(start, end):
            agencies, labelled_deadline = self.labelled(start, end)
            deadline = labelled_deadline or deadline
            return (agencies, deadline) if agencies or deadline else None
        agencies = (
            self.closed_by_verbs(start, end)
            or self.bare(start, end)
            or self.with_objects(start, end)
        )
        return (agencies, deadline) if agencies else None

    def labelled(self, start: int, end: int) -> tuple[tuple[NamedAgency, ...], Stretch | None]:
        """Return the agencies of a statement with labels, and the time limit it states."""
        agencies: list[NamedAgency] = []
        deadline = None
        labels = list(self.codebook.roles.label.finditer(self.text, start, end))
        edges = [label.start() for label in labels[1:]] + [end]
        for label, stop in zip(labels, edges, strict=True):
            role, begin = label.lastgroup, label.end()
            if role == "deadline":
                deadline = trimmed(self.text, begin, stop)
                continue
            is_person = role == "person"
            named = list(self.named(begin, stop, "responsible" if is_person else role))
            # The page breaks names, too, where signs part them.
            if len(named) == 1:
                named = self.parted_at_blanks(named[0])
            agencies += (
                name for name in named if not is_person or self.is_agency(name.start, name.end)
            )
        text = self.text
        return tuple(name for name in agencies if is_name(text[name.start : name.end])), deadline

    def named(self, start: int, end: int, default: str | None) -> Iterator[NamedAgency]:
        """Yield the agencies of one labelled part, or of an unlabelled statement.

        Each verb gives its role to the names since the verb before it. Names that no verb
        follows have the role of the label; so have those before the last comma that a verb
        closes: 责任单位:甲,乙、丙配合.
        """
        position = start
        for match in self.codebook.roles.verb.finditer(self.text, start, end):
            if not self.closes_list(match, end):
                continue
            if default:
                comma = max(self.text.rfind(sign, position, match.start()) for sign in ",;")
                yield from self.in_list(position, max(comma, position), default)
                position = max(comma, position)
            yield from self.in_list(position, match.start(), str(match.lastgroup))
            position = match.end()
        if default:
            yield from self.in_list(position, end, default)

    def closes_list(self, verb: re.Match[str], end: int) -> bool:
        """Tell whether a verb follows names (市民政局牵头,…) and is not one's own (甲(牵头)、乙)."""
        if self.text[verb.start() - 1] in CLOSING_BRACKETS:
            return False
        return (
            verb.end() >= end
            or self.text[verb.end()] in _AFTER_LIST
            # 市民政局牵头会同市财政局落实
            or self.text.startswith("会同", verb.end(), end)
            or self.view.break_before(verb.end()) >= Break.LINE
        )

    def in_list(self, start: int, end: int, role: str) -> Iterator[NamedAgency]:
        """Yield the agencies of a list in which no verb gives roles but in brackets."""
        return agencies_in_list(self.text, start, end, role, self.codebook.roles)

    def parted_at_blanks(self, agency: NamedAgency) -> list[NamedAgency]:
        """Part what stands between two signs where blanks part agencies (市民政局 市财政局)."""
        start, end, role = agency
        blanks = self.view.positions[Break.SPACE]
        within = blanks[bisect_right(blanks, start) : bisect_left(blanks, end)]
        parts = list(pairwise([start, *within, end]))
        if all(self.is_agency(begin, stop) for begin, stop in parts):
            return [NamedAgency(begin, stop, role) for begin, stop in parts]
        return [agency]

    def closed_by_verbs(self, start: int, end: int) -> tuple[NamedAgency, ...]:
        """Return the agencies of a statement whose roles verbs give."""
        agencies = tuple(self.named(start, end, None))
        if not agencies or not self.verb_at_end(agencies[-1].end, end):
            return ()
        if not all(is_name(self.text[name.start : name.end]) for name in agencies):
            return ()
        first, last = agencies[0], agencies[-1]
        names_agencies = (
            self.is_agency(first.start, first.end)
            or self.is_agency(last.start, last.end)
            or _DEPARTMENTS.search(self.text, start, end)
        )
        return agencies if names_agencies else ()

    def verb_at_end(self, start: int, end: int) -> bool:
        """Tell whether a stretch closes with a verb."""
        verbs = list(self.codebook.roles.verb.finditer(self.text, start, end))
        return bool(verbs) and not self.text[verbs[-1].end() : end].strip(_AFTER_VERB)

    def bare(self, start: int, end: int) -> tuple[NamedAgency, ...]:
        """Return the agencies of a bracket behind a sentence that holds nothing but their names."""
        if not self.follows_sentence(start) or _ASIDE.match(self.text, start, end):
            return ()
        named = tuple(self.in_list(start, end, "responsible"))
        return named if all(self.is_agency(name.start, name.end) for name in named) else ()

    def with_objects(self, start: int, end: int) -> tuple[NamedAgency, ...]:
        """Return the agencies of a bracket that tells what each of several answers for.

        (市民政局负责指导,市财政局负责资金保障)
        """
        if not self.follows_sentence(start):
            return ()
        named: list[NamedAgency] = []
        parts = list(
            pairwise([start, *(s.end() for s in _CLAUSE_SIGN.finditer(self.text, start, end)), end])
        )
        for begin, stop in parts:
            verb = self.codebook.roles.verb.search(self.text, begin, stop)
            if verb is None or not _OBJECT.fullmatch(self.text, verb.end(), stop):
                return ()
            named += self.in_list(begin, verb.start(), str(verb.lastgroup))
        all_named = all(self.is_agency(name.start, name.end) for name in named)
        return tuple(named) if len(parts) > 1 and all_named else ()

    def follows_sentence(self, start: int) -> bool:
        """Tell whether a bracket that opens right before ``start`` stands behind a sentence."""
        text = self.text
        return start > 1 and text[start - 1] in CLOSING_BRACKETS and text[start - 2] in "。;"
