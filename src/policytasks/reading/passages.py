"""A stretch of text with its dates, sentences, clauses and quotations.

Consumes the view; answers, for any position, which clause and sentence hold it
and which date holds for it. All positions are those of the view.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from policytasks.reading.dates import DatePhrase, find_dates
from policytasks.reading.view import Break, View

__all__ = ["Clause", "Passage"]

_SEPARATORS = re.compile(r"[,;。:!?]")
_STOP = re.compile("。")
_COLON = re.compile(":")
_QUOTED = re.compile(r"“[^“”]{0,60}”|‘[^‘’]{0,60}’|《[^《》]{0,120}》|〈[^〈〉]{0,120}〉")
# No clause of a plan is longer; the bound keeps the work linear in any text.
_LONGEST_CLAUSE = 120
_LONGEST_ASIDE = 40


class Clause(NamedTuple):
    """The stretch ``text[start:end]`` between two stops, without them."""

    start: int
    end: int


class Passage:
    """The stretch ``text[start:end]`` of a view.

    Parameters
    ----------
    view, start, end
        The stretch.
    this_year
        The year of the document, which 年底前 means.
    is_objective
        Whether it is an objective's, where a date reaches further.
    """

    def __init__(
        self, view: View, start: int, end: int, this_year: int | None, is_objective: bool
    ) -> None:
        self.view = view
        self.text = view.text
        self.start, self.end = start, end
        self.this_year = this_year
        self.is_objective = is_objective
        self._quoted = [match.span() for match in _QUOTED.finditer(self.text, start, end)]
        self.dates = [
            phrase
            for phrase in find_dates(self.text, this_year, start, end)
            if not self._in_title(phrase.start)
        ]
        self._date_starts = [phrase.start for phrase in self.dates]
        has_asides = self.text.find("(", start, end) >= 0
        self._clause_starts = [start] + [
            match.end()
            for match in _SEPARATORS.finditer(self.text, start, end)
            if not (has_asides and self._parenthesised(match.start()))
        ]
        self._stops = [match.start() for match in _STOP.finditer(self.text, start, end)]

    def _parenthesised(self, position: int) -> bool:
        opening = self.text.rfind("(", max(self.start, position - _LONGEST_ASIDE), position)
        return opening >= 0 and self.text.find(")", opening, position) < 0

    def _quotation(self, position: int) -> int:
        """Return where the quotation around a position starts, or -1."""
        index = bisect_right(self._quoted, (position, self.end)) - 1
        if index >= 0 and position < self._quoted[index][1]:
            return self._quoted[index][0]
        return -1

    def is_quoted(self, position: int) -> bool:
        """Tell whether a position stands inside quotation or title marks."""
        return self._quotation(position) >= 0

    def _in_title(self, position: int) -> bool:
        opening = self._quotation(position)
        return opening >= 0 and self.text[opening] in "《〈"

    def date_at(self, position: int) -> DatePhrase | None:
        """Return the date that a position is part of."""
        index = bisect_right(self._date_starts, position) - 1
        if index >= 0 and position < self.dates[index].end:
            return self.dates[index]
        return None

    def is_past(self, phrase: DatePhrase | None) -> bool:
        """Tell whether a date looks back: 2014年以来, or a year before the document's."""
        if phrase is None:
            return False
        after = self.text[phrase.end : phrase.end + 3]
        if after.startswith("以来"):
            return True
        if self.this_year is None or phrase.due.year >= self.this_year:
            return False
        # 2021年前, said in 2021, ends in the year before.
        ends_before = "前" in phrase.text or "底" in phrase.text or after[:1] in ("前", "底")
        return phrase.due.year < self.this_year - 1 or not ends_before

    def clause_index(self, position: int) -> int:
        """Return the number of the clause that holds a position."""
        return bisect_right(self._clause_starts, position) - 1

    def clause(self, position: int) -> Clause:
        """Return the clause around a position, as far as clauses reach."""
        index = self.clause_index(position)
        start = self._clause_starts[index]
        if index + 1 < len(self._clause_starts):
            end = self._clause_starts[index + 1] - 1
        else:
            end = self.end
            while end > start and self.text[end - 1] in "。;,:":
                end -= 1
        return Clause(max(start, position - _LONGEST_CLAUSE), min(end, position + _LONGEST_CLAUSE))

    def clauses(self, start: int, end: int) -> Iterator[Clause]:
        """Yield the clauses between two positions, the first from ``start`` on."""
        position = start
        while position < end:
            index = self.clause_index(position)
            last = index + 1 == len(self._clause_starts)
            following = self.end if last else self._clause_starts[index + 1]
            clause = self.clause(position)
            yield Clause(max(clause.start, start), clause.end)
            position = max(following, position + 1)

    def sentence_start(self, position: int) -> int:
        """Return where the sentence of a position starts."""
        index = bisect_left(self._stops, position) - 1
        return self._stops[index] + 1 if index >= 0 else self.start

    def sentence_end(self, position: int) -> int:
        """Return where the sentence of a position ends."""
        index = bisect_left(self._stops, position)
        return self._stops[index] if index < len(self._stops) else self.end

    def deadline(self, position: int) -> DatePhrase | None:
        """Return the date that holds at a position, or None.

        The last date before it in its sentence; in an objective also the last
        date that opens an earlier sentence of its paragraph, one that introduces
        a list of goals, and one that opens the whole objective.
        """
        index = bisect_right(self._date_starts, position) - 1
        if index < 0:
            return None
        phrase = self.dates[index]
        if phrase.start >= self.sentence_start(position):
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
