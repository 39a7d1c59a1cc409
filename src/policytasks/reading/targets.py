"""Targets: the commitments of a unit that can be checked later.

Consumes the landmarks of a document and the stretches of a unit's body; produces
:class:`TargetDraft` in reading order, and the numbers that became none, each
with the reason. Whether a number commits is decided in ``commitments``; the rules
are those of section 3 of the coding manual.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from operator import attrgetter
from typing import NamedTuple

from policytasks.reading.commitments import (
    ACHIEVING,
    DIGIT,
    VERB,
    Ending,
    Stated,
    judge,
    place_before,
)
from policytasks.reading.dates import DatePhrase
from policytasks.reading.passages import Landmarks, Passage, within
from policytasks.reading.quantities import Quantity

__all__ = ["Body", "LeftoverNumber", "TargetDraft", "find_targets"]

# --- words of the genre -------------------------------------------------------
_IN_EACH_PLACE = re.compile(r"在([一-鿿、]{2,8}(?:市区|区|县|镇|市))各")
_PLACE_OF_MANY = re.compile(r"[每各全本所该有多级]|区县|县市|县区|市县")

_SCOPES = (
    ("each_person", re.compile(r"每人|人均|每名|每位|每个?老年人|按人")),
    ("each_village", re.compile(r"(?:每个?|各|所有|全部|[%的]的?)(?:行政|建制)?村|村村")),
    (
        "each_street",
        re.compile(
            r"(?:每个?|各|所有|全部|%以?上?的)(?:城市|城镇)?(?:街道|乡镇|镇|乡|社区|街镇)|每镇|每街"
        ),
    ),
    (
        "each_county",
        re.compile(
            r"(?:每个?|各|所有)(?:市(?:\(州\))?[、,])?(?:区县|县区|县\(市\)区|县\(市、?区\)|县\(市,区\)|县市区|市县|县|区)"
            r"|(?:区县|县区|县\(市、?区\)|县级)[^,。;]{0,6}各|每县|每区"
        ),
    ),
)
# Each of the scopes holds one of these.
_EACH = re.compile("每|各|均|村|按人|所有|全部|%")
_PER = {"/年": "year", "/月": "month"}
# Each of the cadences holds one of these.
_AT_TIMES = re.compile("每|半|按|逐|年均")
_EVERY = (
    ("half-year", re.compile(r"每半年|半年(?:召开|开展|组织|报送|通报|调度)?1?一?次")),
    ("quarter", re.compile(r"每个?季度?|按季|逐季")),
    ("month", re.compile(r"每个?月|按月|逐月")),
    ("year", re.compile(r"每年|年均|逐年|每个年度|每年度")),
)

# --- all of a group --------------------------------------------------------------
# As the attribute of another noun (全覆盖提质工程) it commits to nothing.
_FULL_COVERAGE = re.compile(r"全覆盖(?=[,;。、:和与及)”]|目标|$)|全面覆盖")
_ALL = re.compile(r"(?:所有|全部)(?![权制者])")
_COVERS = re.compile(r"覆盖[^,。;:《》]{0,10}$")
_LONGEST_COVERS = 12
_ALL_IS_NO_GROUP = re.compile(r"(?:人|单位|企业|集体|国家|归|用于|必须)$")

# --- milestones ------------------------------------------------------------------
# Alternatives that all open with a character of their own let a search skip the rest.
_DELIVERED = re.compile(
    r"建成(?<!已建成)|建立|建好|出台|制定|制订|印发|发布|修订|编制|开展|推行|推广|投入使用|投入运营|投入运行|投用|运营"
    r"|形成|构建|具备|创建[^,。;]{0,4}一批|打造[^,。;]{0,4}一批|培育[^,。;]{0,4}一批|建设[^,。;]{0,4}一批|改造[^,。;]{0,4}一批"
    r"|进行[^,。;]{0,8}(?:评估|验收)|初具规模|基本(?:完成|建立|建成|实现|确立)|完成|启动|开工|竣工|开通|上线|运行|设立|成立|组建"
    r"|组织(?!$|工作|领导|保障|机构|体系)|举办|召开|实行|开放|取消|推出|落地|挂牌|通过验收|实现|达到[^,。;]{0,40}(?:标准|要求)|基本健全"
)
# A state named as reached outweighs an adverb elsewhere in the clause (积极应对人口老龄化…).
_REACHED = re.compile(
    r"(?:基本|全面|初步)(?:完成|建立|建成|形成|实现|落实)$|建成(?<!已建成)|出台|印发|投入(?:使用|运营)|投用$"
)
_INTRANSITIVE = re.compile(
    r"(?:前|底)?(?:全部|全面|正式)?(?:投入|建成|完成|投用|运行|启用|竣工|开工)(?:使用|运营|运行)?$"
)
_MONTH_OF_EVERY_YEAR = re.compile(r"每年\d{1,2}月(?:\d{1,2}日|底)?前")
_DIRECTION = re.compile(
    r"更加|进一步|不断|逐步|持续|显著|明显|稳步|大幅|日益|充分|有序|加快|大力|积极|努力|深入|较好|有效|水平|基本适应|以下目标|如下目标"
)

_PARTS = re.compile(r"、|和(?=[^,。;]{0,8}[\d一二两三四五])")
_OPENER = re.compile(
    r"(?:(?:同时|其中|并且|并|力争|争取|确保|努力|积极|全市|全省|全县|全区|全州|我市|我省|要|应|到|在|将|推动|促进|到时|届时|年内|使)[,:]?)+"
)
_BARE_RATE = re.compile(
    r"(?:建设|设置|配建|总体|总)?(?:覆盖率|占比|比例|比率|达标率|签约率|合格率|完成率|普及率|数量)"
)
_PREDICATE = Ending(
    "(?:要|应|须|将|需|达到|达|为|有|保持在|保持|增加到?|增至|减少|降至|新增|完成(?:安装|改造)?|建成|实现|培训|配备"
    "|原则上|给予|补助|补贴|奖励|资助|分别|均|都|各|按照?|每[人户月年]|最高|最多|共计?|不)+"
)
# Not the 建 of 建筑面积, the 设 of 设施, the 服务 of 服务业: a verb is taken whole or not at all.
_LEADING_VERB = re.compile(
    rf"(?:(?:每个?|各)[^,。;]{{0,12}}?)?(?:至少|{ACHIEVING})++(?![率面达筑业施备标档])|(?:按照?|每[人户月年])+"
)
_LINKS = frozenset("、和与及,")
_LONGEST_VERB = 12
_LONGEST_CADENCE = 30
_LONGEST_INDICATOR = 60
_LONGEST_QUOTE = 160


class TargetDraft(NamedTuple):
    """A target at ``text[start:end]`` of the view."""

    kind: str
    start: int
    end: int
    indicator: tuple[int, int] | None
    subject: tuple[int, int] | None = None
    comparator: str | None = None
    value: float | None = None
    value_high: float | None = None
    unit: str | None = None
    scope: str = "whole"
    period_start: date | None = None
    deadline: date | None = None
    deadline_text: tuple[int, int] | str | None = None
    every: str | None = None


_IN_READING_ORDER = attrgetter("start", "end")


class Body(NamedTuple):
    """Where a unit may state targets.

    ``row_deadline`` is the 完成时限 of an annex row, which holds for numbers whose
    text states no date.
    """

    title: tuple[int, int] | None
    stretches: tuple[tuple[int, int], ...]
    is_objective: bool = False
    row_deadline: tuple[date | None, str | None] | None = None


class LeftoverNumber(NamedTuple):
    """A number at ``text[start:end]`` that is no target, and why."""

    start: int
    end: int
    reason: str


def _part(passage: Passage, start: int, end: int, quantity: Quantity) -> tuple[int, int]:
    """Return the part of an enumerating clause (A区4个、B区3个) that holds a quantity."""
    for match in _PARTS.finditer(passage.text, start, quantity.start):
        numbered = DIGIT.search(passage.text, start, match.start())
        if numbered and not passage.date_at(match.start() - 1):
            start = match.end()
    following = _PARTS.search(passage.text, quantity.end, end)
    if following and DIGIT.search(passage.text, following.end(), end):
        end = following.start()
    return start, end


def _scope(text: str, start: int, quantity: Quantity) -> str:
    """Return for whom each the number holds."""
    if quantity.per and "/人" in quantity.per:
        return "each_person"
    distributes = _EACH.search(text, start, quantity.start)
    if distributes:
        found = [
            (match.end(), scope)
            for scope, pattern in _SCOPES
            for match in pattern.finditer(text, start, quantity.start)
        ]
        if found:
            return max(found)[1]
    if quantity.unit == "%":
        return "whole"
    before = text[start : quantity.start]
    place = place_before(before)
    if place and not _PLACE_OF_MANY.search(place["place"]):
        return place["place"]
    place = _IN_EACH_PLACE.search(before) if distributes else None
    return place[1] if place else "whole"


def _every(text: str, start: int, end: int) -> str | None:
    if _AT_TIMES.search(text, start, end):
        for every, pattern in _EVERY:
            if pattern.search(text, start, end):
                return every
    return None


def _strip_opener(passage: Passage, start: int, end: int) -> int:
    """Return where the measured thing starts: after dates and openers of a clause."""
    moved = True
    while moved and start < end:
        moved = False
        date_here = passage.date_at(start)
        if date_here:
            start = date_here.end
            moved = True
        match = _OPENER.match(passage.text, start, end)
        if match and match.end() <= end:
            start = match.end()
            moved = True
        while start < end and passage.text[start] in ",:、 ":
            start += 1
            moved = True
    return start


def _indicator(text: str, start: int, end: int, quantity: Quantity) -> tuple[int, int] | None:
    """Return what is measured: the object after a verb and number, else the words before."""
    after_start = quantity.end
    while after_start < end and text[after_start] in "的以上内":
        after_start += 1
    after = (after_start, min(end, after_start + _LONGEST_INDICATOR))
    has_object = (end - after_start >= 2 and text[after_start] not in "、和与及(“") or (
        text[after_start : after_start + 1] == "“"
    )
    before_end = quantity.start
    if has_object:
        verb_start = max(start, before_end - _LONGEST_VERB)
        if verb_start < before_end and VERB.start(text, verb_start, before_end) < before_end:
            return after
    before_start = start
    if start < before_end:
        before_end = _PREDICATE.start(text, start, before_end)
        leading = _LEADING_VERB.match(text, start, quantity.start)
        if leading:
            before_start = leading.end()
    while before_end > before_start and text[before_end - 1] in "的、和,":
        before_end -= 1
    if before_end - before_start >= 2:
        return before_start, min(before_end, before_start + _LONGEST_INDICATOR)
    if has_object:
        return after
    return None


def _quote(text: str, begin: int, end: int, quantity: Quantity) -> tuple[int, int]:
    """Return the shortest stretch with the measured thing, from ``begin`` on, and the number."""
    begin = min(begin, quantity.start)
    if (
        text[quantity.end : quantity.end + 1] in _LINKS
        and quantity.start - begin >= 2
        and VERB.start(text, begin, quantity.start) != begin
    ):
        return begin, quantity.end
    return begin, end


def _quantity_targets(
    passage: Passage,
    judged: list[tuple[Stated, str | None, str | None]],
    row_deadline: tuple[date | None, str | None] | None,
) -> list[TargetDraft]:
    """Return the targets that the numbers of a passage state."""
    text = passage.text
    targets: list[TargetDraft] = []
    subject: tuple[int, int] | None = None
    subject_sentence = before_end = -1
    indicator: tuple[int, int] | None = None
    for (quantity, clause_start, clause_end, sentence, due), kind, _ in judged:
        if kind is None:
            continue
        number_at, number_end = quantity.start, quantity.end
        start, end = _part(passage, clause_start, clause_end, quantity)
        begin = _strip_opener(passage, start, number_at)
        # 分别达到30%和35%: numbers joined by 和 measure the same thing.
        joined = number_at == before_end + 1 and text[before_end] in "、和与及或"
        if not (joined and indicator):
            indicator = _indicator(text, begin, end, quantity)
        before_end = number_end
        scope = _scope(text, clause_start, quantity)
        whose = None
        if sentence != subject_sentence:
            subject = None
        if indicator and text.endswith(scope, *indicator):
            # 其中东河区4个: the place's share of what the sentence measures.
            indicator = subject or indicator
        elif (indicator and _BARE_RATE.fullmatch(text, *indicator)) or (
            number_at == clause_start + 1 and text[clause_start] == "将"
        ):
            whose = subject or _clause_before(passage, clause_start)
        elif indicator:
            subject, subject_sentence = indicator, sentence
        else:
            indicator = subject
        every = _PER.get(quantity.per) or _every(
            text, max(clause_start, number_at - _LONGEST_CADENCE), number_end
        )
        quote_start, quote_end = _quote(text, begin, end, quantity)
        period_start, deadline, printed = _period(due, row_deadline)
        targets.append(
            TargetDraft(
                kind,
                quote_start,
                quote_end,
                indicator,
                whose,
                quantity.comparator,
                quantity.value,
                quantity.value_high,
                quantity.unit,
                scope,
                period_start,
                deadline,
                printed,
                every,
            )
        )
    return targets


def _clause_before(passage: Passage, position: int) -> tuple[int, int] | None:
    """Return the clause that ends before a position where another one starts."""
    if position <= passage.start:
        return None
    start, end = passage.clause(position - 1)
    if start == end:
        return None
    return start, min(end, start + _LONGEST_INDICATOR)


def _period(
    due: DatePhrase | None, row_deadline: tuple[date | None, str | None] | None
) -> tuple[date | None, date | None, tuple[int, int] | str | None]:
    """Return first day, last day and printed form of the period by which a target is due."""
    if due and due.is_deadline:
        return due.begin, due.due, (due.start, due.end)
    if row_deadline and row_deadline[0]:
        return None, row_deadline[0], row_deadline[1]
    return None, None, None


def _whole_group_targets(
    passage: Passage, row_deadline: tuple[date | None, str | None] | None
) -> Iterator[TargetDraft]:
    """Yield the rows of 100 % that 全覆盖 and a dated 所有 state."""
    text = passage.text
    clauses_done: set[int] = set()
    for pattern in (_FULL_COVERAGE, _ALL):
        for match in pattern.finditer(text, passage.start, passage.end):
            start = match.start()
            covers = None
            if pattern is _ALL:
                covers = _COVERS.search(text, max(passage.start, start - _LONGEST_COVERS), start)
                start = covers.start() if covers else start
            if passage.is_quoted(start):
                continue
            number = passage.clause_index(start)
            clause_start, clause_end = passage.clause(start)
            if number in clauses_done or _ALL_IS_NO_GROUP.search(
                text[max(clause_start, start - 8) : start]
            ):
                continue
            phrase = passage.deadline(start, passage.sentence_start(start))
            dated = phrase is not None and phrase.is_deadline
            if pattern is _ALL and not dated:
                continue
            clauses_done.add(number)
            begin = start
            if pattern is _FULL_COVERAGE or covers:
                begin = _strip_opener(passage, clause_start, start)
            period, due, printed = _period(phrase, row_deadline)
            yield TargetDraft(
                "quantity",
                begin,
                clause_end,
                (begin, min(clause_end, begin + _LONGEST_INDICATOR)),
                comparator="=",
                value=100.0,
                unit="%",
                period_start=period,
                deadline=due,
                deadline_text=printed,
            )


def _milestones(passage: Passage, taken: list[TargetDraft]) -> Iterator[TargetDraft]:
    """Yield what is due by a date without a number, a clause each."""
    text = passage.text
    counted: set[int] = set()
    for draft in taken:
        first, last = passage.clause_index(draft.start), passage.clause_index(draft.end - 1)
        counted.update(range(first, last + 1))
    for index, phrase in enumerate(passage.dates):
        if not phrase.is_deadline or phrase.is_past or passage.is_quoted(phrase.start):
            continue
        if text[passage.clause(phrase.start)[0]] == "对":
            # 对2022年5月前建成的: whom it concerns.
            continue
        until = passage.sentence_end(phrase.end)
        if passage.is_objective and passage.opens_sentence(phrase):
            until = passage.end
        if index + 1 < len(passage.dates):
            until = min(until, passage.dates[index + 1].start)
        if not passage.is_objective:
            semicolon = text.find(";", phrase.end, until)
            until = semicolon if semicolon >= 0 else until
        governed = [
            (start, end)
            for start, end in passage.clauses(phrase.end, until)
            if end > start and passage.deadline(start, passage.sentence_start(start)) is phrase
        ]
        numbered = [passage.clause_index(start) in counted for start, _ in governed]
        for position, (start, end) in enumerate(governed):
            if numbered[position]:
                continue
            said = text[start:end]
            match = _DELIVERED.search(said)
            if not match or (_DIRECTION.search(said) and not _REACHED.search(said)):
                continue
            leads_to_number = any(numbered[position + 1 : position + 2])
            if match[0] in ("实现", "开展", "推广", "完成") and leads_to_number:
                continue
            begin = phrase.start if position else _start_with_date(passage, phrase)
            if end - begin > _LONGEST_QUOTE:
                begin = start
            yield TargetDraft(
                "milestone",
                begin,
                end,
                (start, min(end, start + _LONGEST_INDICATOR)),
                period_start=phrase.begin,
                deadline=phrase.due,
                deadline_text=(phrase.start, phrase.end),
            )


def _recurring_milestones(passage: Passage) -> Iterator[TargetDraft]:
    """Yield what is due by a month of every year (每年3月底前完成…)."""
    text = passage.text
    for match in _MONTH_OF_EVERY_YEAR.finditer(text, passage.start, passage.end):
        clauses = passage.clauses(match.end(), passage.sentence_end(match.end()))
        done = next((span for span in islice(clauses, 2) if _DELIVERED.search(text, *span)), None)
        if done:
            start, end = done
            yield TargetDraft(
                "milestone",
                passage.clause(match.start())[0],
                end,
                (start, min(end, start + _LONGEST_INDICATOR)),
                deadline_text=match.span(),
                every="year",
            )


def _start_with_date(passage: Passage, phrase: DatePhrase) -> int:
    """Return where the quote of a dated deliverable starts.

    The date may follow what is due: 打造…示范点,2021年6月底前投入使用.
    """
    start, end = passage.clause(phrase.start)
    follows_closely = phrase.end < end and passage.text[phrase.end] not in ",:"
    intransitive = follows_closely and _INTRANSITIVE.match(passage.text[phrase.end : end])
    if intransitive and start > passage.sentence_start(phrase.start):
        return passage.clause(start - 1)[0]
    return phrase.start


def _with_own_dates(passage: Passage, stated: list[Stated]) -> list[Stated]:
    """Give numbers that are joined each its own date (到2023年、2025年分别达到50%、55%)."""
    if len(passage.dates) < 2 or len(stated) < 2:
        return stated
    dated, first = list(stated), 0
    for last, number in enumerate(stated):
        following = stated[last + 1].quantity.start if last + 1 < len(stated) else passage.end
        if _are_joined(passage.text, number.quantity.end, following):
            continue
        numbers, first = stated[first : last + 1], last + 1
        dates = _joined_dates(passage, numbers[0])
        if len(numbers) == len(dates):
            at = last + 1 - len(numbers)
            dated[at:first] = [
                each._replace(due=due) for each, due in zip(numbers, dates, strict=True)
            ]
    return dated


def _joined_dates(passage: Passage, stated: Stated) -> list[DatePhrase]:
    """Return the dates in a row of which a number behind 分别 has the last; none elsewhere."""
    due, start = stated.due, stated.quantity.start
    if due is None or passage.text.find("分别", due.end, start) < 0:
        return []
    first = last = passage.dates.index(due)
    while first and _are_joined(
        passage.text, passage.dates[first - 1].end, passage.dates[first].start
    ):
        first -= 1
    return passage.dates[first : last + 1] if first < last else []


def _are_joined(text: str, end: int, start: int) -> bool:
    return start - end == 1 and text[end] in _LINKS


def find_targets(
    landmarks: Landmarks, bodies: Iterable[Body]
) -> list[tuple[list[TargetDraft], list[LeftoverNumber]]]:
    """Find the targets of each unit, and the numbers that are none.

    Each step is taken for all passages before the next one, which is quicker than
    all steps for one passage after the other.
    """
    passages: list[tuple[int, bool, Passage]] = []
    rows: list[tuple[date | None, str | None] | None] = []
    for unit, (title, stretches, is_objective, row_deadline) in enumerate(bodies):
        rows.append(row_deadline)
        if title and within(landmarks.numbers, *title):
            passages.append((unit, True, Passage(landmarks, *title, is_objective)))
        for start, end in stretches:
            if within(landmarks.openings, start, end):
                passages.append((unit, False, Passage(landmarks, start, end, is_objective)))
    stated = [
        _with_own_dates(passage, [Stated.of(passage, number) for number in passage.quantities()])
        for _, _, passage in passages
    ]
    judged = [
        [(number, *judge(passage, number)) for number in own]
        for (_, _, passage), own in zip(passages, stated, strict=True)
    ]
    found: list[tuple[list[TargetDraft], list[LeftoverNumber]]] = [([], []) for _ in rows]
    for (unit, is_title, passage), statements in zip(passages, judged, strict=True):
        targets, leftovers = found[unit]
        if is_title:
            # A number in a heading binds as one in the body does; a date there does not.
            targets += _quantity_targets(passage, statements, None)
            continue
        leftovers += (
            LeftoverNumber(quantity.number_start, quantity.number_end, reason)
            for (quantity, *_), _, reason in statements
            if reason and not (quantity.is_chinese and reason == "name")
        )
        own = _quantity_targets(passage, statements, rows[unit])
        if passage.may_hold_group:
            own += _whole_group_targets(passage, rows[unit])
        if passage.dates:
            own += _milestones(passage, own)
        own += _recurring_milestones(passage)
        own.sort(key=_IN_READING_ORDER)
        targets += own
    return found
