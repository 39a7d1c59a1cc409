"""The most plausible outline: which ordinals open items, chosen as a whole.

An ordinal alone tells little: 三、 behind a table without a full stop looks like part of
the table. That 二、 was met before it and 四、 follows makes it a heading. So the choice is
made for all ordinals together: each way to take or leave them is weighed by what stands
around each taken one and by how well it counts on from those before it.

The ways are followed through the text side by side. Two that count on alike from
here, with the same numbers reached in every style, differ no more in what is to come, so
only the better one is kept; of the others the best few. That keeps the work linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from policytasks.reading.candidates import Candidate
from policytasks.reading.view import View
from policytasks.words.ordinals import RANKS

__all__ = ["Chosen", "choose"]

_MOST_WAYS = 8
# How far a number may jump: plans skip a number by mistake, not a dozen.
_LARGEST_GAP = 4
_LONGEST_HEADING = 60
_ENDS_SENTENCE = re.compile("[。;!?]")

# What it is worth that a number counts on from the last one of its style, or not.
_COUNTS_ON = 2.0
_RUNS_ON = 1.5  # from an earlier section: 3. after 2. of the section before
_OPENS = 1.0
_REPEATS = -0.5
_STARTS_ANEW = -1.0  # 1 again, though no heading of a higher rank stands between
_SKIPS = -0.5  # for each number left out
_OPENS_LATE = -1.8  # a list that opens with another number than 1
_NEVER = -6.0
# A heading that the text lacks, between 一、 and 三、.
_LOST_HEADING = -2.0
_STARTS_BELOW_LOST = -0.9
_UNNUMBERED = 1.0  # its words stand there, without the ordinal
# A first item right below its heading needs no stop before it.
_RIGHT_BELOW = 1.0

_NO_NUMBERS = (0,) * len(RANKS)
_NONE_OPEN = (False,) * len(RANKS)


class Chosen(NamedTuple):
    """A candidate that opens an item.

    ``lost`` is the heading right above it that the text lacks, or whose ordinal it lacks.
    """

    candidate: Candidate
    lost: LostHeading | None = None


class LostHeading(NamedTuple):
    """A heading of a style that the text lacks, with the number that it should have.

    ``start`` is where its words stand, None where the text lacks these too.
    """

    style: str
    number: int
    start: int | None = None


@dataclass(slots=True)
class _Way:
    """One way to read the text so far.

    ``numbers`` are the last numbers by rank of their style, ``is_open`` tells of each
    whether its list is still open.
    """

    score: float
    numbers: tuple[int, ...]
    is_open: tuple[bool, ...]
    last: Chosen | None
    before: _Way | None


def choose(
    view: View, candidates: Sequence[Candidate], unnumbered: Mapping[int, int]
) -> list[Chosen]:
    """Choose the candidates that open items, in reading order.

    ``unnumbered`` tells above which of them a heading without ordinal stands, and where.
    """
    met = {(candidate.style, candidate.number) for candidate in candidates if candidate.score > 0}
    start = _Way(0.0, _NO_NUMBERS, _NONE_OPEN, None, None)
    ways = [start]
    for candidate in candidates:
        best: dict[tuple[tuple[int, ...], tuple[bool, ...]], _Way] = {}
        heading = unnumbered.get(candidate.start)
        taken = [new for way in ways for new in _taken(view, way, candidate, met, heading)]
        for way in [*ways, *taken]:
            key = way.numbers, way.is_open
            if key not in best or best[key].score < way.score:
                best[key] = way
        ways = sorted(best.values(), key=lambda way: -way.score)[:_MOST_WAYS]
    return _path(ways[0])


def _path(way: _Way) -> list[Chosen]:
    chosen = []
    step: _Way | None = way
    while step and step.last:
        chosen.append(step.last)
        step = step.before
    return chosen[::-1]


def _taken(
    view: View,
    way: _Way,
    candidate: Candidate,
    met: set[tuple[str, int]],
    heading: int | None,
) -> Iterator[_Way]:
    """Yield the ways that take a candidate: as it stands, and below a heading that is lost."""
    rank, number = RANKS[candidate.style], candidate.number
    if way.last and way.last.candidate.start == candidate.start:
        # Another reading of the same signs.
        return
    if candidate.above and not _is_in(way, candidate):
        return
    fit = _fit(way.numbers[rank], way.is_open[rank], number)
    is_right_below = _is_right_below(view, way, candidate)
    score = max(candidate.score, _RIGHT_BELOW) if is_right_below else candidate.score
    yield _next(way, rank, number, way.score + score + fit, Chosen(candidate))
    if heading is not None:
        yield from _below_unnumbered(way, candidate, met, heading)
    elif number == 1 and not is_right_below:
        yield from _below_lost(way, candidate, met)


def _below_lost(way: _Way, candidate: Candidate, met: set[tuple[str, int]]) -> Iterator[_Way]:
    """Yield the ways in which a first item stands below a heading that the text lacks."""
    rank = RANKS[candidate.style]
    for outer in _ranks_above(way, rank, met):
        lost = LostHeading(_STYLES[outer], way.numbers[outer] + 1)
        if (lost.style, lost.number + 1) in met:
            fit = _OPENS + _LOST_HEADING
        elif way.is_open[rank] and not any(way.is_open[outer + 1 : rank]):
            fit = _STARTS_BELOW_LOST
        else:
            continue
        yield _below(way, candidate, lost, candidate.score + fit)


def _below_unnumbered(
    way: _Way, candidate: Candidate, met: set[tuple[str, int]], start: int
) -> Iterator[_Way]:
    """Yield the way in which an item stands below a heading that has lost its ordinal.

    It is the heading that the numbers around it lack, else one right above the item.
    """
    rank = RANKS[candidate.style]
    outer = [o for o in _ranks_above(way, rank, met) if (_STYLES[o], way.numbers[o] + 1) not in met]
    # The words may hold an ordinal that is taken: [二、(一)…
    if not outer or (way.last and start < way.last.candidate.body):
        return
    gaps = [o for o in outer if (_STYLES[o], way.numbers[o] + 2) in met]
    above = (gaps or outer[-1:])[0]
    lost = LostHeading(_STYLES[above], way.numbers[above] + 1, start)
    fit = _fit(way.numbers[rank], is_open=False, number=candidate.number)
    yield _below(way, candidate, lost, max(candidate.score, _RIGHT_BELOW) + fit + _UNNUMBERED)


def _below(way: _Way, candidate: Candidate, lost: LostHeading, score: float) -> _Way:
    above = _next(way, RANKS[lost.style], lost.number, way.score + score, None)
    chosen = Chosen(candidate, lost)
    return _next(above, RANKS[candidate.style], candidate.number, above.score, chosen, way)


def _is_in(way: _Way, candidate: Candidate) -> bool:
    """Tell whether the items that hold 2.1.3 are open: 2 (or 二、), and in it 2.1."""
    arabic = RANKS["arabic"]
    depth = len(candidate.above)
    top = next((rank for rank in range(arabic, -1, -1) if way.is_open[rank]), arabic)
    numbers = way.numbers[top], *way.numbers[arabic + 1 : arabic + depth]
    return candidate.above == numbers and all(way.is_open[arabic + 1 : arabic + depth])


_STYLES = tuple(RANKS)


def _ranks_above(way: _Way, rank: int, met: set[tuple[str, int]]) -> list[int]:
    """Return the ranks of the open lists that hold those of a rank.

    Before all items these are the lists that go on further down, or that of 一、.
    """
    found = [outer for outer in range(rank) if way.is_open[outer]]
    if found or any(way.numbers):
        return found
    going_on = [outer for outer in range(rank) if (_STYLES[outer], 2) in met]
    return going_on[:1] or [outer for outer in (RANKS["chinese"],) if outer < rank]


def _next(
    way: _Way,
    rank: int,
    number: int,
    score: float,
    chosen: Chosen | None,
    before: _Way | None = None,
) -> _Way:
    numbers = (*way.numbers[:rank], number, *way.numbers[rank + 1 :])
    # Open after an item are its own list and those above it.
    is_open = (*way.is_open[:rank], True, *_NONE_OPEN[rank + 1 :])
    return _Way(score, numbers, is_open, chosen, before or way)


def _fit(last: int, is_open: bool, number: int) -> float:
    """Weigh how a number follows the last one of its style."""
    if number == last + 1:
        return (_COUNTS_ON if is_open else _RUNS_ON) if last else _OPENS
    if number == 1:
        return _STARTS_ANEW if is_open else _OPENS
    if not is_open:
        return _OPENS_LATE
    if number == last:
        return _REPEATS
    if last < number <= last + _LARGEST_GAP:
        return _SKIPS * (number - last - 1)
    return _NEVER


def _is_right_below(view: View, way: _Way, candidate: Candidate) -> bool:
    """Tell whether an item follows nothing but the words of the heading above it."""
    if way.last is None:
        return False
    above = way.last.candidate
    rank = RANKS[candidate.style]
    if candidate.number not in (1, way.numbers[rank] + 1) or rank <= RANKS[above.style]:
        return False
    if candidate.start - above.body > _LONGEST_HEADING:
        return False
    return not _ENDS_SENTENCE.search(view.text, above.body, candidate.start)
