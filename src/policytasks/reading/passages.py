"""A stretch of text with its dates, sentences, clauses and quotations.

Consumes the view; answers, for any position, which clause and sentence hold it
and which date holds for it. All positions are those of the view.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property

import numpy as np

from policytasks.reading.dates import DatePhrase, find_dates
from policytasks.reading.quantities import COUNTED_BY, Quantity, find_quantities
from policytasks.reading.view import Break, View, code_points

__all__ = ["Landmarks", "Passage", "within"]

_COLON = re.compile(":")
# A goal that is quoted with its clauses (“引进2000名左右,达到40%”) is no name.
_QUOTED = re.compile(
    r"“[^“”,;。]{0,60}”|‘[^‘’,;。]{0,60}’|\"[^\",;。]{0,60}\"|《[^《》]{0,120}》|〈[^〈〉]{0,120}〉"
)
# No clause of a plan is longer; the bound keeps the work linear in any text.
_LONGEST_CLAUSE = 120
_LONGEST_ASIDE = 40
_LONGEST_YEAR = 4

# What a sign may be, a bit each. Numbers, dates and words for all of a group open with
# one of few signs and go on with one of few others; their patterns decide.
_SEPARATOR, _STOP, _QUOTE, _DIGIT, _FOREIGN, _AFTER_YEAR, *_PAIRS = (1 << bit for bit in range(12))
_NUMERAL, _AFTER_NUMERAL, _DATE, _AFTER_DATE, _GROUP, _AFTER_GROUP = _PAIRS
_KIND_OF_SIGN = np.zeros(sys.maxunicode + 1, np.uint16)
for _kind, _signs in (
    (_SEPARATOR, ",;。:!?"),
    (_STOP, "。"),
    (_QUOTE, '“‘"《〈'),
    (_DIGIT, "0123456789"),
    (_AFTER_YEAR, "年月季至到~—-"),
    (_NUMERAL, "百〇零一二三四五六七八九十两半"),
    (_AFTER_NUMERAL, f"百〇零一二三四五六七八九十两半分数{COUNTED_BY}"),
    (_DATE, '今本当明年“"十第一二三四'),
    (_AFTER_DATE, "年季底末内中第上下0123456789十一二三四五六七"),
    (_GROUP, "全所"),
    (_AFTER_GROUP, "覆面有部"),
):
    _KIND_OF_SIGN[[ord(sign) for sign in _signs]] |= _kind
# Digits of other scripts stand before and behind the blocks of signs that Chinese texts use,
# and before the rarer characters.
_KIND_OF_SIGN[0x660:0x2000] |= _FOREIGN
_KIND_OF_SIGN[0xA620:0x20000] |= _FOREIGN
_NONE_FOLLOWS = np.zeros(1, np.uint16)


def _positions(signs: np.ndarray) -> list[int]:
    return signs.nonzero()[0].tolist()


def within(positions: list[int], start: int, end: int) -> list[int]:
    """Return those of the sorted positions that stand in a stretch."""
    first = bisect_left(positions, start)
    return positions[first : bisect_left(positions, end, first)]


class Landmarks:
    """What the passages of a document are read by, found for all of them in one pass.

    Parameters
    ----------
    view
        The document.
    this_year
        Its year, which 年底前 means.

    Attributes
    ----------
    numbers, dates, groups
        Where a number, a date and a word for all of a group (全覆盖, 所有) may open.
    openings
        All these.
    stops
        Where the full stops are.
    """

    def __init__(self, view: View, this_year: int | None) -> None:
        self.view, self.this_year = view, this_year
        text = view.text
        # Numbers and dates are a small part of a text: arrays skip the rest.
        kinds = _KIND_OF_SIGN.take(code_points(text))
        following = np.concatenate((kinds[1:], _NONE_FOLLOWS))

        def are(kind: int) -> np.ndarray:
            return kinds & kind > 0

        def pairs(opening: int, going_on: int) -> np.ndarray:
            return are(opening) & (following & going_on > 0)

        figures = digits = are(_DIGIT)
        foreign = are(_FOREIGN)
        if foreign.any():
            digits = figures.copy()
            for position in _positions(foreign):
                digits[position] = text[position].isdecimal()
        numbers = pairs(_NUMERAL, _AFTER_NUMERAL)
        numbers[:1] |= digits[:1]
        numbers[1:] |= digits[1:] & ~digits[:-1]
        dates = pairs(_DATE, _AFTER_DATE)
        in_year = are(_AFTER_YEAR)
        for _ in range(_LONGEST_YEAR):
            in_year[:-1] = digits[:-1] & in_year[1:]
            in_year[-1:] = False
            dates |= figures & in_year
        groups = pairs(_GROUP, _AFTER_GROUP)
        self.numbers, self.dates = _positions(numbers), _positions(dates)
        self.groups = _positions(groups)
        self.openings = _positions(numbers | dates | groups)
        self.stops = _positions(are(_STOP))
        self._separators = _positions(are(_SEPARATOR))
        self._quoted: list[tuple[int, int]] = []
        for position in _positions(are(_QUOTE)):
            quoted = _QUOTED.match(text, position)
            if quoted and (not self._quoted or position >= self._quoted[-1][1]):
                self._quoted.append(quoted.span())

    def separators(self, start: int, end: int) -> list[int]:
        """Return where the signs stand that part the clauses of a stretch."""
        separators = within(self._separators, start, end)
        bracket = self.view.text.find("(", start, end)
        if bracket < 0:
            return separators
        return [p for p in separators if p < bracket or not self._parenthesised(p, start)]

    def _parenthesised(self, position: int, start: int) -> bool:
        text = self.view.text
        opening = text.rfind("(", max(start, position - _LONGEST_ASIDE), position)
        return opening >= 0 and text.find(")", opening, position) < 0

    def quotations(self, start: int, end: int) -> list[tuple[int, int]]:
        """Return the quotations of a stretch, as if it stood alone."""
        quoted = self._quoted
        first = bisect_left(quoted, (start,))
        last = bisect_left(quoted, (end,), first)
        if last and (quoted[last - 1][1] > end or (first and quoted[first - 1][1] > start)):
            # What is half a quotation is none, and may hold others.
            return [match.span() for match in _QUOTED.finditer(self.view.text, start, end)]
        return quoted[first:last]


class Passage:
    """The stretch ``text[start:end]`` of a document.

    Parameters
    ----------
    landmarks, start, end
        The document and the stretch.
    is_objective
        Whether it is an objective's, where a date reaches further.
    """

    def __init__(self, landmarks: Landmarks, start: int, end: int, is_objective: bool) -> None:
        self._landmarks = landmarks
        self.view = landmarks.view
        self.text = text = landmarks.view.text
        self.start, self.end = start, end
        self.is_objective = is_objective
        self._quoted = landmarks.quotations(start, end)
        self.dates: list[DatePhrase] = []
        openings = within(landmarks.dates, start, end)
        if openings:
            self.dates = find_dates(text, landmarks.this_year, start, end, openings)
            if self._quoted:
                self.dates = [date for date in self.dates if not self._in_title(date.start)]
        self._date_starts = [phrase.start for phrase in self.dates]
        self._separators = landmarks.separators(start, end)
        self._stops = landmarks.stops

    def quantities(self) -> list[Quantity]:
        """Return the quantities of the passage that are no part of a date."""
        openings = within(self._landmarks.numbers, self.start, self.end)
        quantities = find_quantities(self.text, self.start, self.end, openings)
        if not self.dates:
            return quantities
        return [number for number in quantities if not self.date_at(number.number_start)]

    @property
    def may_hold_group(self) -> bool:
        """Whether the passage may hold a word for all of a group (全覆盖, 所有)."""
        return bool(within(self._landmarks.groups, self.start, self.end))

    def _quotation(self, position: int) -> int:
        """Return where the quotation around a position starts, or -1."""
        index = bisect_right(self._quoted, (position, self.end)) - 1
        if index >= 0 and position < self._quoted[index][1]:
            return self._quoted[index][0]
        return -1

    def is_quoted(self, position: int) -> bool:
        """Tell whether a position stands inside quotation or title marks."""
        return bool(self._quoted) and self._quotation(position) >= 0

    def _in_title(self, position: int) -> bool:
        opening = self._quotation(position)
        return opening >= 0 and self.text[opening] in "《〈"

    def date_at(self, position: int) -> DatePhrase | None:
        """Return the date that a position is part of."""
        index = bisect_right(self._date_starts, position) - 1
        if index >= 0 and position < self.dates[index].end:
            return self.dates[index]
        return None

    def clause_index(self, position: int) -> int:
        """Return the number of the clause that holds a position."""
        return bisect_left(self._separators, position)

    def clause(self, position: int) -> tuple[int, int]:
        """Return the clause around a position, as far as clauses reach, without its stop."""
        separators = self._separators
        index = bisect_left(separators, position)
        start = separators[index - 1] + 1 if index else self.start
        if index < len(separators):
            end = separators[index]
        else:
            end = self.end
            while end > start and self.text[end - 1] in "。;,:":
                end -= 1
        if end - start > _LONGEST_CLAUSE:
            return max(start, position - _LONGEST_CLAUSE), min(end, position + _LONGEST_CLAUSE)
        return start, end

    def clauses(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Yield the clauses between two positions, the first from ``start`` on."""
        separators = self._separators
        index = bisect_left(separators, start)
        position = start
        while position < end:
            clause_start, clause_end = self.clause(position)
            yield max(clause_start, start), clause_end
            position = separators[index] + 1 if index < len(separators) else self.end
            index += 1

    def sentence_start(self, position: int) -> int:
        """Return where the sentence of a position starts."""
        index = bisect_left(self._stops, position)
        start = self._stops[index - 1] + 1 if index else 0
        return start if start > self.start else self.start

    def sentence_end(self, position: int) -> int:
        """Return where the sentence of a position ends."""
        index = bisect_left(self._stops, position)
        return min(self._stops[index], self.end) if index < len(self._stops) else self.end

    def deadline(self, position: int, sentence_start: int) -> DatePhrase | None:
        """Return the date that holds at a position of a sentence, or None.

        The last date before it in its sentence; in an objective also the last
        date that opens an earlier sentence of its paragraph, one that introduces
        a list of goals, and one that opens the whole objective.
        """
        if not self.dates:
            return None
        index = bisect_right(self._date_starts, position) - 1
        if index < 0:
            return None
        phrase = self.dates[index]
        if phrase.start >= sentence_start:
            return phrase
        if not self.is_objective:
            return None
        if index == 0 and phrase.start == self.start:
            return phrase
        opener = self._last(self._openers, position)
        if opener and not self._paragraph_between(opener.end, position):
            return opener
        return self._last(self._list_openers, position)

    def _last(self, phrases: list[DatePhrase], position: int) -> DatePhrase | None:
        index = bisect_right(phrases, position, key=lambda phrase: phrase.start) - 1
        return phrases[index] if index >= 0 else None

    @cached_property
    def _openers(self) -> list[DatePhrase]:
        return [phrase for phrase in self.dates if self.opens_sentence(phrase)]

    @cached_property
    def _list_openers(self) -> list[DatePhrase]:
        """The dates whose sentence announces the goals after it (…以下目标:)."""
        colons = [match.start() for match in _COLON.finditer(self.text, self.start, self.end - 1)]
        found = []
        for phrase in self._openers:
            index = bisect_left(colons, phrase.end)
            colon = colons[index] if index < len(colons) else self.end
            if colon < self.sentence_end(phrase.end) and self.text[colon + 1] in "—-一1(":
                found.append(phrase)
        return found

    @cached_property
    def _paragraphs(self) -> list[int]:
        """Where paragraphs start; —— items continue the one above them."""
        positions = self.view.positions[Break.LINE]
        first = bisect_right(positions, self.start)
        last = bisect_left(positions, self.end)
        return [
            position
            for position in positions[first:last]
            if self.text[position - 1] == "。" and self.text[position] not in "—-"
        ]

    def opens_sentence(self, phrase: DatePhrase) -> bool:
        """Tell whether a date is the first thing in its paragraph or in a sentence of it."""
        return phrase.start == self.start or (
            self.text[phrase.start - 1] == "。"
            or (
                self.view.break_before(phrase.start) >= Break.LINE
                and self.text[phrase.start - 1] in ":;"
            )
        )

    def _paragraph_between(self, start: int, end: int) -> bool:
        return bisect_right(self._paragraphs, start) < bisect_right(self._paragraphs, end)
