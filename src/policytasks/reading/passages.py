"""A stretch of text with its dates, sentences, clauses and quotations.

Consumes the view; answers, for any position, which clause and sentence hold it
and which date holds for it. All positions are those of the view.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from datetime import date
from functools import cached_property

from policytasks.reading.dates import DatePhrase, find_dates, find_yearly_dates
from policytasks.reading.number_forms import SITE_CLASSIFIERS
from policytasks.reading.quantities import Quantity, find_quantities
from policytasks.reading.view import Break, View
from policytasks.words.numerals import NUMERAL_SIGNS

__all__ = ["Passage"]

_SEPARATOR = re.compile(
    r"""
    (?=[\d,;。:!?])
    # Not the comma of 12,000张 nor the colon of 1:4.
    (?:\d{4,} | \d{1,3}(?:,\d{3})+(?!\d) | \d:(?=\d) | (?P<sign>[,;。:!?]))
    """,
    re.VERBOSE,
)
_STOP = re.compile("。")
_QUOTED = re.compile(
    r"""
    # “9073”: a name. A goal that is quoted with its clauses (“引进2000名左右,达到40%”) is none.
    “[^“”,;。]{0,60}” | ‘[^‘’,;。]{0,60}’ | "[^",;。]{0,60}"
    | 《[^《》]{0,120}》 | 〈[^〈〉]{0,120}〉                       # 《养老机构管理办法》
    """,
    re.VERBOSE,
)
# No clause of a plan is longer; the bound keeps the work linear in any text.
_LONGEST_CLAUSE = 120
_LONGEST_ASIDE = 40
# What may stand beside a date in its brackets: (2025年底前完成).
_DONE = re.compile("(?:前|底|完成|建成|达到?|实现|投用|启用|目标值?)*")
# That a clause counts something before a bracket: 3000户, 二十家.
_COUNTS = re.compile(rf"\d(?![\d.]*[年月日])|[{NUMERAL_SIGNS}百千万][{SITE_CLASSIFIERS}张名户部%]")


def _stands_in_brackets(text: str, start: int, position: int) -> bool:
    """Tell whether a position is part of an aside: (含市、县,下同)."""
    opening = text.rfind("(", max(start, position - _LONGEST_ASIDE), position)
    return opening >= 0 and text.find(")", opening, position) < 0


class Passage:
    """The stretch ``text[start:end]`` of a document.

    Parameters
    ----------
    view, start, end
        The document and the stretch.
    issued
        The day of the document: 年底前 means its year.
    is_objective
        Whether it is an objective's, where a date reaches further.
    """

    def __init__(
        self, view: View, start: int, end: int, issued: date | None, is_objective: bool
    ) -> None:
        self.view = view
        self.text = view.text
        self.start, self.end = start, end
        self.is_objective = is_objective
        self._issued = issued

    # Each is worked out when it is first asked for: most headings have no number.

    @cached_property
    def _quoted(self) -> list[tuple[int, int]]:
        return [match.span() for match in _QUOTED.finditer(self.text, self.start, self.end)]

    @cached_property
    def _stops(self) -> list[int]:
        return [match.start() for match in _STOP.finditer(self.text, self.start, self.end)]

    @cached_property
    def _separators(self) -> list[int]:
        return [
            position
            for match in _SEPARATOR.finditer(self.text, self.start, self.end)
            if (position := match.start("sign")) >= 0
            and not _stands_in_brackets(self.text, self.start, position)
        ]

    @cached_property
    def dates(self) -> list[DatePhrase]:
        """The dates of the passage, those of titles aside."""
        return [
            phrase
            for phrase in find_dates(self.text, self._issued, self.start, self.end)
            if not self._in_title(phrase.start)
        ]

    @cached_property
    def yearly_dates(self) -> list[tuple[int, int]]:
        """Where the passage says 每年5月."""
        return find_yearly_dates(self.text, self.start, self.end)

    @cached_property
    def _asides(self) -> dict[int, int]:
        """Where the brackets end that keep a date to themselves, by where the date starts.

        覆盖率(2020年为40%)提高到80%, 建成30个(2025年底前); not 实施行动(2024—2026年),每年改造.
        """
        ends = {}
        for phrase in self.dates:
            opening = self.text.rfind(
                "(", max(self.start, phrase.start - _LONGEST_ASIDE), phrase.start
            )
            closing = self.view.closings.get(opening, -1)
            is_alone = opening + 1 == phrase.start and _DONE.fullmatch(
                self.text, phrase.end, closing
            )
            if closing >= phrase.end and not (is_alone and self._holds_on(opening, closing)):
                ends[phrase.start] = closing
        return ends

    def _holds_on(self, opening: int, closing: int) -> bool:
        """Tell whether a date in brackets holds for what follows: no number stands before it."""
        start, end = self.clause(opening)
        is_last = end <= closing + 1 or self.text[closing + 1] in "、和及与"
        return not is_last or not _COUNTS.search(self.text, start, opening)

    def date_behind(self, end: int) -> DatePhrase | None:
        """Return the date that stands in brackets behind a number: 建成30个(2025年底前)."""
        _, clause_end = self.clause(end)
        opening = self.text.find("(", end, clause_end)
        phrase = self.date_at(opening + 1) if opening >= 0 else None
        closing = phrase and self._asides.get(phrase.start)
        if phrase is None or closing is None or self._holds_on(opening, closing):
            return None
        is_alone = phrase.start == opening + 1 and _DONE.fullmatch(self.text, phrase.end, closing)
        return phrase if is_alone and not _COUNTS.search(self.text, end, opening) else None

    @cached_property
    def _at_large(self) -> list[DatePhrase]:
        return [phrase for phrase in self._holding if phrase.start not in self._asides]

    @cached_property
    def _holding(self) -> list[DatePhrase]:
        return [phrase for phrase in self.dates if not phrase.says_which]

    @cached_property
    def _openers(self) -> list[DatePhrase]:
        """The dates that open a paragraph."""
        return [phrase for phrase in self.dates if self.opens_paragraph(phrase)]

    def quantities(self) -> list[Quantity]:
        """Return the quantities of the passage that are no part of a date."""
        return [
            number
            for number in find_quantities(self.text, self.start, self.end)
            if not (self.date_at(number.number_start) or self._is_yearly(number.number_start))
        ]

    def _is_yearly(self, position: int) -> bool:
        index = bisect_right(self.yearly_dates, (position, self.end)) - 1
        return index >= 0 and position < self.yearly_dates[index][1]

    def _quotation(self, position: int) -> int | None:
        """Return where the quotation around a position starts."""
        index = bisect_right(self._quoted, (position, self.end)) - 1
        if index >= 0 and position < self._quoted[index][1]:
            return self._quoted[index][0]
        return None

    def is_quoted(self, position: int) -> bool:
        """Tell whether a position stands inside quotation or title marks."""
        return self._quotation(position) is not None

    def _in_title(self, position: int) -> bool:
        opening = self._quotation(position)
        return opening is not None and self.text[opening] in "《〈"

    def date_at(self, position: int) -> DatePhrase | None:
        """Return the date that a position is part of."""
        phrase = _last_before(self.dates, position)
        return phrase if phrase and position < phrase.end else None

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
        return self._stops[index - 1] + 1 if index else self.start

    def sentence_end(self, position: int) -> int:
        """Return where the sentence of a position ends."""
        index = bisect_left(self._stops, position)
        return self._stops[index] if index < len(self._stops) else self.end

    def deadline(self, position: int, sentence_start: int) -> DatePhrase | None:
        """Return the date that holds at a position of a sentence, or None.

        The last date before it in its sentence; in an objective also the last
        date that opens its paragraph, one that introduces
        a list of goals, and one that opens the whole objective.
        """
        last = _last_before(self._holding, position)
        if last and self._asides.get(last.start, position) < position:
            last = _last_before(self._at_large, position)
        if last is None or last.start >= sentence_start:
            return last
        if not self.is_objective:
            return None
        if last is self._holding[0] and last.start == self.start:
            return last
        opener = _last_before(self._openers, position)
        if opener and not self._paragraph_between(opener.end, position):
            return opener
        return _last_before(self._list_openers, position)

    def opens_paragraph(self, phrase: DatePhrase) -> bool:
        """Tell whether a date is the first thing in its paragraph."""
        before = self.text[phrase.start - 1]
        opens_line = self.view.break_before(phrase.start) >= Break.LINE
        return phrase.start == self.start or (opens_line and before in "。:;")

    @cached_property
    def _list_openers(self) -> list[DatePhrase]:
        """The openers whose sentence announces the goals after it (…以下目标:)."""
        found = []
        for phrase in self._openers:
            stop = min(self.sentence_end(phrase.end), self.end - 1)
            colon = self.text.find(":", phrase.end, stop)
            if colon >= 0 and self.text[colon + 1] in "—-一1(":
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

    def _paragraph_between(self, start: int, end: int) -> bool:
        return bisect_right(self._paragraphs, start) < bisect_right(self._paragraphs, end)


def _last_before(dates: list[DatePhrase], position: int) -> DatePhrase | None:
    """Return the last of some dates that starts at a position or before it."""
    index = bisect_right(dates, position, key=lambda phrase: phrase.start)
    return dates[index - 1] if index else None
