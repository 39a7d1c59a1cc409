"""The clauses of a unit, and which questions each of them answers.

A clause is a stretch between two of 。；！ (half-width in the view); the title is one
more. A question of the codebook (does money go with it, is the work checked?) is
answered by a clause in which one of its patterns stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from policytasks.codebook import Question
from policytasks.reading.drafts import Stretch, Unit

__all__ = ["ClauseDraft", "find_clauses"]

_END = re.compile("[。;!]")


class ClauseDraft(NamedTuple):
    """A clause as a stretch of the view, with the questions that it answers."""

    start: int
    end: int
    answers: Sequence[str]


def find_clauses(text: str, unit: Unit, questions: Iterable[Question]) -> list[ClauseDraft]:
    """Return the clauses of a unit in reading order, its title first.

    Parameters
    ----------
    text
        The view's text: compact, half-width signs.
    unit
        The unit, as stretches of the view.
    questions
        The codebook's questions.
    """
    questions = tuple(questions)
    stretches = [unit.title, *unit.text] if unit.title else list(unit.text)
    found = []
    for stretch in stretches:
        for start, end in _clauses(text, stretch):
            answers = [q.id for q in questions if q.pattern.search(text, start, end)]
            found.append(ClauseDraft(start, end, answers))
    return found


def _clauses(text: str, stretch: Stretch) -> Iterator[Stretch]:
    """Yield the stretches between ends of clauses, each without its end."""
    start, last = stretch
    for end in _END.finditer(text, start, last):
        if start < end.start():
            yield start, end.start()
        start = end.end()
    if start < last:
        yield start, last
