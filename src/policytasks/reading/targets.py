"""Targets: the commitments of a unit that can be checked later.

Consumes the view and a unit; produces :class:`TargetDraft` in reading order, and the
numbers that became none, each with the reason. Whether a number commits is decided in
``commitments``, what it measures in ``measured``; the rules are those of section 3 of the
coding manual.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from operator import attrgetter

from policytasks.reading.baselines import quantities_with_baselines
from policytasks.reading.boxes import outside_boxes, targets_of_boxes
from policytasks.reading.commitments import judge
from policytasks.reading.dates import DatePhrase
from policytasks.reading.drafts import LeftoverNumber, Stretch, TargetDraft, TimeLimit, Unit
from policytasks.reading.measured import (
    LINKS,
    cadence,
    clause_before,
    holding_part,
    is_bare_rate,
    measured_thing,
    quoted,
    scope_of,
    without_opener,
)
from policytasks.reading.milestones import find_milestones, milestone_of_cell
from policytasks.reading.numbers import StatedNumber
from policytasks.reading.passages import Passage
from policytasks.reading.qualifiers import (
    base_of_number,
    is_conditional,
    mode_of,
    period_of,
)
from policytasks.reading.view import View
from policytasks.reading.whole_groups import ALL, whole_groups

__all__ = ["find_targets"]

_IN_READING_ORDER = attrgetter("start", "end")


def find_targets(
    view: View, unit: Unit, limit: TimeLimit, issued: date | None
) -> tuple[list[TargetDraft], list[LeftoverNumber]]:
    """Find the targets of a unit, and the numbers that are none.

    Parameters
    ----------
    view, unit
        The document and a unit of it.
    limit
        The unit's own 完成时限, which holds for numbers whose text states no date.
    issued
        The day of the document: 年底前 means its year.
    """
    targets: list[TargetDraft] = []
    leftovers: list[LeftoverNumber] = []
    is_objective = unit.kind == "objective"
    if unit.title:
        # A number in a heading binds as one in the body does; a date there does not.
        passage = Passage(view, *unit.title, issued, is_objective)
        judged = _judged(passage)
        leftovers += _leftovers(judged)
        targets += _of_numbers(passage, judged, TimeLimit())
    for start, end in outside_boxes(unit.text, unit.indicators):
        passage = Passage(view, start, end, issued, is_objective)
        judged = _judged(passage)
        leftovers += _leftovers(judged)
        own = [*_of_numbers(passage, judged, limit), *whole_groups(passage, limit)]
        # 所有街道培育1支: the group stands before the number.
        own.sort(
            key=lambda draft: not (draft.indicator and ALL.match(view.text, draft.indicator[0]))
        )
        own += find_milestones(passage, own)
        targets += own
    due = unit.deadline and milestone_of_cell(view.text, unit.deadline, issued)
    if due:
        targets.append(due)
    boxed = targets_of_boxes(view, unit.indicators)
    return sorted([*targets, *boxed], key=_IN_READING_ORDER), leftovers


# A number in its place, the kind of target that it states, or why it states none.
Judged = tuple[StatedNumber, str | None, str | None]


def _leftovers(judged: list[Judged]) -> list[LeftoverNumber]:
    """Return the numbers that are no targets; 一个 that counts nothing is not worth a word."""
    return [
        LeftoverNumber(number.quantity.number_start, number.quantity.number_end, reason)
        for number, _, reason in judged
        if reason and not (number.quantity.is_chinese and reason == "name")
    ]


def _judged(passage: Passage) -> list[Judged]:
    stated = [StatedNumber.of(passage, number) for number in quantities_with_baselines(passage)]
    if not stated:
        return []
    judged = [(number, *judge(number)) for number in _with_own_dates(passage, stated)]
    return _of_one_kind(passage.text, judged)


def _of_one_kind(text: str, judged: list[Judged]) -> list[Judged]:
    """Give numbers in a row one kind: 奖补按20%、30%、50%比例 are three norms."""
    told: list[Judged] = []
    row: list[Judged] = []
    for each in judged:
        if row and not _are_joined(text, row[-1][0].quantity.end, each[0].quantity.start):
            told += _as_norms(row)
            row = []
        row.append(each)
    return told + _as_norms(row)


def _as_norms(row: list[Judged]) -> list[Judged]:
    units = {number.quantity.unit for number, _, _ in row}
    if len(units) > 1 or "norm" not in {kind for _, kind, _ in row}:
        return row
    return [(number, "norm" if kind else None, reason) for number, kind, reason in row]


def _with_own_dates(passage: Passage, stated: list[StatedNumber]) -> list[StatedNumber]:
    """Give numbers that are joined each its own date (到2023年、2025年分别达到50%、55%)."""
    dated, first = list(stated), 0
    for last, number in enumerate(stated):
        following = stated[last + 1].quantity.start if last + 1 < len(stated) else passage.end
        if _are_joined(passage.text, number.quantity.end, following):
            continue
        numbers, first = stated[first : last + 1], last + 1
        dates = _joined_dates(passage, numbers)
        if len(numbers) == len(dates):
            at = last + 1 - len(numbers)
            dated[at:first] = [
                replace(each, due=due) for each, due in zip(numbers, dates, strict=True)
            ]
    return dated


def _joined_dates(passage: Passage, numbers: list[StatedNumber]) -> list[DatePhrase]:
    """Return the dates in a row of which the first of some numbers has the last.

    None where the numbers are of different things and 分别 does not tell them apart.
    """
    due, start = numbers[0].due, numbers[0].quantity.start
    units = {number.quantity.unit for number in numbers}
    if due is None or (len(units) > 1 and passage.text.find("分别", due.end, start) < 0):
        return []
    first = last = passage.dates.index(due)
    while first and _are_joined(
        passage.text, passage.dates[first - 1].end, passage.dates[first].start
    ):
        first -= 1
    return passage.dates[first : last + 1] if first < last else []


def _are_joined(text: str, end: int, start: int) -> bool:
    return start - end == 1 and text[end] in LINKS


def _of_numbers(passage: Passage, judged: list[Judged], limit: TimeLimit) -> list[TargetDraft]:
    """Return the targets that the numbers of a passage state."""
    text = passage.text
    targets: list[TargetDraft] = []
    # What the sentence measures, for numbers that do not say it again.
    subject: Stretch | None = None
    subject_sentence = before_end = -1
    indicator: Stretch | None = None
    for number, kind, _ in judged:
        if kind is None:
            continue
        quantity = number.quantity
        # 分别达到30%和35%: numbers joined by 和 measure the same thing.
        joined = quantity.start == before_end + 1 and text[before_end] in "、和与及或"
        start, end = holding_part(number, is_joined=joined)
        begin = without_opener(passage, start, quantity.start)
        if not (joined and indicator):
            indicator = _without_date(number, measured_thing(text, begin, end, quantity))
        before_end = quantity.end
        scope = scope_of(text, number.clause_start, start, quantity)
        mode = mode_of(number, start)
        mode = mode if kind == "quantity" or mode == "keep" else "reach"
        whose = None
        if number.sentence_start != subject_sentence:
            subject = None
        if indicator and text.endswith(scope, *indicator):
            # 其中东河区4个: the place's share of what the sentence measures.
            indicator = subject or indicator
            mode = targets[-1].mode if subject else mode
        elif targets and _is_part_of_sum(number, targets[-1]):
            # 新增食堂40个,其中农村25个
            kind = targets[-1].kind
            mode = targets[-1].mode if mode == "reach" else mode
            indicator = indicator or subject
        elif indicator and _says_not_of_what(number, indicator):
            whose = subject or clause_before(passage, number.clause_start)
            if subject and text.endswith(text[slice(*indicator)], *subject):
                # 村级覆盖率达到85%;2025年覆盖率达到95%
                indicator, whose = subject, None
        elif indicator:
            subject, subject_sentence = indicator, number.sentence_start
        else:
            indicator = subject
            if targets and targets[-1].unit == quantity.unit and subject:
                # …比例不低于55%,2025年提高到60%: the second is of the kind of the first.
                kind = targets[-1].kind
        draft = _draft(number, kind, (begin, end), indicator, limit)
        base = base_of_number(number, (begin, end), indicator, whose)
        targets.append(
            draft._replace(
                subject=whose,
                scope=scope,
                mode=mode,
                base=base if kind == "quantity" else None,
                conditional=is_conditional(text, start, end),
            )
        )
    return targets


def _without_date(number: StatedNumber, indicator: Stretch | None) -> Stretch | None:
    """护理型床位占比2024年底不低于50%: the date is not what is measured."""
    due = number.due
    if indicator and due and indicator[0] + 2 <= due.start < indicator[1] <= due.end:
        return indicator[0], due.start
    return indicator


def _is_part_of_sum(number: StatedNumber, before: TargetDraft) -> bool:
    return (
        number.text.startswith("其中", number.clause_start)
        and number.quantity.unit == before.unit
        and before.start >= number.sentence_start
    )


def _says_not_of_what(number: StatedNumber, indicator: Stretch) -> bool:
    """Tell a rate that does not say of what: 覆盖率达到90%; …,将55%用于."""
    opens_clause = number.quantity.start == number.clause_start + 1
    return is_bare_rate(number.text, indicator) or (
        opens_clause and number.text[number.clause_start] == "将"
    )


def _draft(
    number: StatedNumber, kind: str, part: Stretch, indicator: Stretch | None, limit: TimeLimit
) -> TargetDraft:
    """Return the target of a number in its part of the clause, without what qualifies it."""
    quantity = number.quantity
    period_start, deadline, words = period_of(number.due, limit)
    return TargetDraft(
        kind,
        *quoted(number.text, *part, quantity),
        indicator,
        comparator=quantity.comparator,
        value=quantity.value,
        value_high=quantity.value_high,
        unit=quantity.unit,
        period_start=period_start,
        deadline=deadline,
        deadline_text=words,
        every=cadence(number.text, number.clause_start, quantity),
        baseline=quantity.baseline,
    )
