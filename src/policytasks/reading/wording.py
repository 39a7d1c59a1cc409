"""What a responsibility statement says: which agencies it names, and with which roles.

Consumes the inside of a bracket, a line or a cell. Which words are labels and verbs, and
what an agency's name looks like, is asked of the codebook.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from policytasks.codebook import Codebook
from policytasks.places import UNIT_SIGNS
from policytasks.reading.drafts import NamedAgency, Stretch
from policytasks.reading.names import BEHIND_NAME, agencies_in_list, is_name, trimmed
from policytasks.reading.order_of_names import without_remark
from policytasks.reading.periods import ONGOING
from policytasks.reading.view import Break, View
from policytasks.roles import Roles
from policytasks.words.marks import CLOSING_BRACKETS
from policytasks.words.ordinals import read_ordinal

__all__ = ["Wording"]

# What may follow a verb that closes a list of names.
_AFTER_VERB = "。;,"
_AFTER_LIST = "、,;。)]〕"
# 市发展改革、民政、财政等部门: short names, of which the last word tells.
_DEPARTMENTS = re.compile("等(?:有关|相关|各)?部门")
# 以下各项均需各区政府负责落实,不再一一列出: a remark on other units.
_ON_OTHER_UNITS = re.compile(r"。[^。]{0,4}(?:以下|下同|下列|其他各项)[^。]*。?$")
# (不含市属医院), (包括市民政局直属福利院): a remark, no list of names.
_ASIDE = re.compile("不?含|包含|包括|不包括|除|例?如|即|原(?!国)|指|见")
# …市卫生健康委, not 建设社区中心, 建设市级养老院
_ENDS_WITH_NAME = re.compile(rf"(?<![社园地辖城小])[{UNIT_SIGNS}](?!级)\w{{1,14}}{BEHIND_NAME}\Z")
# The time limit of the whole item, behind the names.
_DUE_AT_END = re.compile(
    rf"""
    # 市民政局负责,2021年3月底前完成   责任单位:市民政局,2024年底前
    [,;、。](?:于|在|到)?
      ((?:20\d\d年|今年|明年|年|\d{{1,2}}月)[^,;、。(]{{0,12}}?(?:年|月|日|[底末前内]|季度|半年))
      (?:基本|全部|全面)?(?:完成|落实|实施|启动|建成|实现|到位)?
      (?:并(?:长期|持续)(?:坚持|推进|实施))?。?$
    # 市民政局负责,持续推进
   |[,;、。]((?:{ONGOING})(?:推进|实施|坚持|执行|落实|开展|进行))$
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


@dataclass(frozen=True)
class Wording:
    """Reads what statements say in one view, with the words of one codebook."""

    view: View
    codebook: Codebook

    @property
    def text(self) -> str:
        return self.view.text

    @property
    def roles(self) -> Roles:
        return self.codebook.roles

    def is_agency(self, start: int, end: int) -> bool:
        return self.codebook.is_agency_name(self.text[start:end])

    def label_at(self, position: int, end: int) -> bool:
        """Tell whether a label stands at a position."""
        return self.roles.label.match(self.text, position, end) is not None

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
        labels = list(self.roles.label.finditer(self.text, start, end))
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
        for match in self.roles.verb.finditer(self.text, start, end):
            if not self.closes_list(match, start, end):
                continue
            role = str(match.lastgroup)
            if default:
                comma = max(self.text.rfind(sign, position, match.start()) for sign in ",;")
                # 牵头单位:甲、乙按职责分工负责: the label tells more.
                role = default if comma < position and role == "responsible" else role
                yield from self.in_list(position, max(comma, position), default)
                position = max(comma, position)
            yield from self.in_list(position, match.start(), role)
            position = match.end()
        if default:
            yield from self.in_list(position, end, default)

    def closes_list(self, verb: re.Match[str], start: int, end: int) -> bool:
        """Tell whether a verb follows names (市民政局牵头,…) and is not one's own (甲(牵头)、乙)."""
        if self.text[verb.start() - 1] in CLOSING_BRACKETS or self.is_beside_name(verb, start):
            return False
        return (
            verb.end() >= end
            or self.text[verb.end()] in _AFTER_LIST
            # 市民政局牵头会同市财政局落实
            or self.text.startswith("会同", verb.end(), end)
            or self.view.break_before(verb.end()) >= Break.LINE
        )

    def is_beside_name(self, verb: re.Match[str], start: int) -> bool:
        """Tell whether a verb stands in the brackets of a name (市民政局(市老龄办牵头))."""
        opening = max(self.text.rfind(sign, start, verb.start()) for sign in CLOSING_BRACKETS)
        if opening <= start or self.text[opening - 1] in "、,;":
            return False
        return self.view.closings.get(opening, -1) >= verb.end()

    def in_list(self, start: int, end: int, role: str) -> Iterator[NamedAgency]:
        """Yield the agencies of a list in which no verb gives roles but in brackets."""
        return agencies_in_list(self.text, start, end, role, self.roles)

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
        verbs = list(self.roles.verb.finditer(self.text, start, end))
        return bool(verbs) and not self.text[verbs[-1].end() : end].strip(_AFTER_VERB)

    def bare(self, start: int, end: int) -> tuple[NamedAgency, ...]:
        """Return the agencies of a bracket that holds nothing but their names.

        It stands behind a sentence, or ends the line that an item opens with.
        """
        stands_apart = self.follows_sentence(start) or self.ends_first_line(start, end)
        if not stands_apart or _ASIDE.match(self.text, start, end):
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
            verb = self.roles.verb.search(self.text, begin, stop)
            if verb is None or not _OBJECT.fullmatch(self.text, verb.end(), stop):
                return ()
            named += self.in_list(begin, verb.start(), str(verb.lastgroup))
        all_named = all(self.is_agency(name.start, name.end) for name in named)
        return tuple(named) if len(parts) > 1 and all_named else ()

    def ends_first_line(self, start: int, end: int) -> bool:
        """Tell whether a bracket ends the line that an item opens with: (一)发展助餐(市民政局).

        市卫生健康委(市老龄办) is one agency by two names.
        """
        view, text = self.view, self.text
        if start < 2 or text[start - 1] not in CLOSING_BRACKETS:
            return False
        behind = end + 1
        if behind < len(text) and view.break_before(behind) < Break.LINE:
            return False
        line = view.line_start(start - 1)
        is_gloss = _ENDS_WITH_NAME.search(text, line, start - 1) is not None
        return not is_gloss and read_ordinal(text, line, start) is not None

    def follows_sentence(self, start: int) -> bool:
        """Tell whether a bracket that opens right before ``start`` stands behind a sentence."""
        text = self.text
        return start > 1 and text[start - 1] in CLOSING_BRACKETS and text[start - 2] in "。;"
