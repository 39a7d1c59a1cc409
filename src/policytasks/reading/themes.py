"""Which themes a unit acts on, and where its words say so.

Consumes the title, body and headings of units as compact text and the codebook's
themes; produces :class:`ThemeMatch`. The codebook has the words of a theme;
here stands what separates acting on a theme from naming it in passing.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, count
from typing import NamedTuple

import numpy as np

from policytasks.codebook import Theme
from policytasks.reading.view import code_points

__all__ = ["ThemeMatch", "code_themes", "code_units", "find_mentions"]

# Between title and body stands the mark that is printed there: no gap of a
# pattern reaches over it. Before a unit stands a sign, too, that no compact text
# has: no bracket that one unit opens is closed by another.
_JOINT = "。"
_UNIT_JOINT = "。\n"
# What the signs of a text mark, by their code points.
_CLAUSE_MARK, _LIST_MARK = 1, 2
_MARKS = np.zeros(sys.maxunicode + 1, np.uint8)
_MARKS[[ord(mark) for mark in ",;。:!?\n"]] = _CLAUSE_MARK
_MARKS[ord("、")] = _LIST_MARK
_BLANK = "□"

# 《养老服务促进条例》 names a document; one that the unit itself brings about is its act.
_DOCUMENT = re.compile(r"《[^《》\n]{1,100}》")
_MAKES_DOCUMENT = re.compile(r"(?:出台|制定|制订|修订|印发|编制|起草|研究|颁布)[^,;。》]{0,6}$")
_LONGEST_LEAD = 10

# 按照省民政厅推荐清单, says on what grounds the unit acts.
_GROUNDS = re.compile(
    "|".join(
        rf"{word}[^,;。:]{{0,40}}(?:要求|规定|意见|清单|部署|精神|通知|原则|条例|办法|思路),"
        for word in ("根据", "按照", "依据", "依照", "符合", "参照")
    )
)

# The formula for the care system as a whole. An objective or a principle means it;
# elsewhere it is an ornament.
_SYSTEM_FORMULA = re.compile(
    r"居家社区机构[^,;。]{0,8}相协调|医养康养[^,;。]{0,6}相结合"
    r"|居家为基础、社区为依托、机构[^,;。、]{0,6}"
)
_STATES_AIMS = frozenset({"objective", "principle"})

_ASIDE = re.compile(r"\([^()\n]*\)")

# 高龄、失能、残疾老年人: words of two or three characters in a row are a list of
# examples even where no 等 closes it.
_ROW_OF_WORDS = re.compile(r"[^,;。:、]{1,2}(?:、[^,;。:、]{1,3})+、[^,;。:、]{1,3}")
# Not 等级, 平等, 高等, 均等. What stands before is asked last: a plain sign is found quickly.
_CLOSES_LIST = re.compile("等(?<![平高均同中初对]等)(?![级次候待额同])")
_LONGEST_LAST_ITEM = 24
# 负责统筹、培训、评估等工作 spells out a duty.
_TAKES_ON = re.compile("负责|承担|协助")
_WORK = re.compile("(?:相关|具体|各项)?(?:工作|职责|事项|事务|任务)")
# A longer item is a measure that is spelt out, not an example.
_LONGEST_EXAMPLE = 10
_LAST_LINK = re.compile(r".*[和及与]")


class ThemeMatch(NamedTuple):
    """A theme that a unit acts on.

    Attributes
    ----------
    theme_id
        The theme of the codebook.
    mentions
        How often the theme's patterns match in title and body; where these do
        not decide, its weak patterns count too. At least 1.
    start, end
        The clause that holds the first mention which decided, as offsets into
        the text.
    """

    theme_id: str
    mentions: int
    start: int
    end: int


# Title, body, section and kind of a unit, as `code_units` takes them.
UnitStretches = tuple[tuple[int, int] | None, Sequence[tuple[int, int]], str, str]


def code_themes(
    title: str, text: str, section: str, kind: str, themes: Iterable[Theme]
) -> list[ThemeMatch]:
    """Return the themes that a unit acts on, as `code_units` does for many.

    Parameters
    ----------
    title, text
        The unit's title and body; either may be empty. Matches are offsets into
        ``title + text``.
    section, kind, themes
        As for `code_units`.
    """
    both = title + text
    unit = (0, len(title)), [(len(title), len(both))], section, kind
    return code_units(both, [unit], themes)[0]


def code_units(
    text: str, units: Iterable[UnitStretches], themes: Iterable[Theme]
) -> list[list[ThemeMatch]]:
    """Return the themes that each unit acts on, in the order of ``themes``.

    A theme is coded when one of its patterns occurs otherwise than in passing,
    or when a weaker mention is supported: it stands in the title, or the nearest
    heading names the theme too, and not in passing. In passing is what stands in
    the name of a document, in brackets, in the grounds for acting, in the formula
    for the care system (except in objectives and principles) or in a list of
    examples; a list half of whose items show a theme is about that theme, and a
    list of duties (负责…等工作) gives no examples.

    Parameters
    ----------
    text
        Compact text: no white space, half-width signs.
    units
        For each unit the stretch of the text that is its title, or None; the
        stretches that are its body, without the responsibility statement; the
        headings above it, outermost first, joined by `` > ``; and its kind, as
        the coding manual names it.
    themes
        The codebook's themes.
    """
    themes = tuple(themes)
    wording = _Wording(text, units)
    mentions = _finder(themes).find(wording.view, wording.unit_starts)
    coded: list[list[ThemeMatch]] = [[] for _ in wording.kinds]
    for unit, theme, times, start, end in _decided(wording, mentions):
        coded[unit].append(ThemeMatch(themes[theme].id, times, start, end))
    return coded


def find_mentions(text: str, theme: Theme) -> list[tuple[int, int]]:
    """Return every stretch of a compact text that shows a theme, strong or weak.

    Stretches that overlap are joined; they come in reading order. Mentions in
    passing are among them: what is marked for a reader need not be coded.
    """
    joined: list[tuple[int, int]] = []
    spans = [m.span() for p in (theme.pattern, theme.weak_pattern) for m in p.finditer(text)]
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


# --- deciding ------------------------------------------------------------------


def _decided(wording: _Wording, mentions: _Mentions) -> Iterator[tuple[int, int, int, int, int]]:
    """Decide on every theme that a unit or its heading mentions.

    Yields unit, theme, number of mentions and the clause that shows the theme.
    """
    units, searches, starts, ends = mentions
    themes, is_weak = searches >> 1, (searches & 1).astype(bool)
    is_own = ends <= wording.body_ends.take(units)
    # Unit and theme make a question. Its mentions stand together, and first among
    # them those that are strong and the unit's own.
    opens_question = np.ones(len(starts), bool)
    opens_question[1:] = (units[1:] != units[:-1]) | (themes[1:] != themes[:-1])
    first = opens_question.nonzero()[0]
    last = np.append(first, len(starts))[1:]
    times = np.add.reduceat(is_own & ~is_weak, first, dtype=int)
    deciding = starts.take(first)
    # Most answers show at a glance: yes, for a strong mention that is no example; no, for
    # weak ones alone, neither in the title nor under a heading with a mention.
    is_clear = (times > 0) & ~wording.may_be_in_passing(deciding)
    has_support = ~is_own | (starts < wording.title_ends.take(units))
    is_open = ~is_clear & ((times > 0) | np.logical_or.reduceat(has_support, first))
    times[~is_clear] = 0
    rows = list(_together(is_weak, is_own, starts, ends))
    question = is_open.nonzero()[0]
    title_end = wording.title_ends.take(units.take(first.take(question)))
    left = _together(question, first.take(question), last.take(question), title_end)
    for number, first_row, last_row, end_of_title in left:
        evidence = _evidence(wording, end_of_title, rows[first_row:last_row])
        if evidence:
            times[number], deciding[number] = evidence
    decided = times.nonzero()[0]
    first = first.take(decided)
    clauses = wording.clauses(deciding.take(decided))
    return _together(units.take(first), themes.take(first), times.take(decided), *clauses)


def _together(*columns: np.ndarray) -> Iterator[tuple]:
    """Walk over arrays side by side, as plain numbers."""
    return zip(*map(np.ndarray.tolist, columns), strict=True)


def _evidence(
    wording: _Wording, title_end: int, mentions: list[tuple[bool, bool, int, int]]
) -> tuple[int, int] | None:
    """Return how many mentions of a theme count, and where the one stands that decides.

    ``mentions`` are those in one unit: whether weak, whether the unit's own or the
    heading's, start and end. None where the unit does not act on the theme.
    """
    own = [(start, end) for is_weak, is_own, start, end in mentions if is_own and not is_weak]
    deciding = _first_deciding(wording, own)
    if deciding is not None:
        return len(own), deciding
    positions = {start for _, is_own, start, _ in mentions if is_own}
    if not positions:
        return None
    first = min(positions)
    above = [(start, end) for _, is_own, start, end in mentions if not is_own]
    if first < title_end or any(wording.in_passing(*span) is None for span in above):
        return len(positions), first
    return None


def _first_deciding(wording: _Wording, mentions: list[tuple[int, int]]) -> int | None:
    """Return the start of the first mention that is not in passing, None without one."""
    items_of: dict[tuple[int, int], set[int]] = {}
    for start, end in mentions:
        example = wording.in_passing(start, end)
        if example is None:
            return start
        items = items_of.setdefault(example.listing, set())
        items.add(example.item)
        _, number_of_items = example.listing
        if len(items) > 1 and 2 * len(items) >= number_of_items > 0:
            return start
    return None


# --- finding -------------------------------------------------------------------

_SIGN = r"(?:[^\\.^$*+?{}\[\]|()]|\\[^\w\s])"
# What a pattern may open with, word by word: 养老, [幼小], (?:服务|照料), each with or without ?.
_WORD = re.compile(
    rf"(?:(?P<signs>(?:{_SIGN}(?![*+?{{]))+|{_SIGN})|\[(?P<any>[^\\\[\]^-]+)\]"
    rf"|\(\?:(?P<words>{_SIGN}+(?:\|{_SIGN}+)*)\))(?P<optional>\??)(?![*+?{{])"
)
_SIGNS = re.compile(rf"{_SIGN}+")
_ESCAPE = re.compile(r"\\(.)")
_ESCAPE_OR_CLASS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]])*\]")
_INNERMOST_GROUP = re.compile(r"\([^()]*\)")
_MOST_OPENINGS = 200
_LONGEST_OPENING = 6


def _has_alternatives(pattern: str) -> bool:
    """Return whether a pattern is several, apart from what stands in its groups."""
    outside = _ESCAPE_OR_CLASS.sub("", pattern)
    while outside != (less := _INNERMOST_GROUP.sub("", outside)):
        outside = less
    return "|" in outside


def _openings(pattern: str) -> tuple[list[str], bool]:
    """Return the words that a match opens with, and whether they are all of the match.

    Every match opens with one of the words; where several fit, the pattern prefers
    the first. An empty word says nothing. Long words are cut: they would only make
    the walk longer.
    """
    if "|" in pattern and _has_alternatives(pattern):
        return [""], False
    openings, position = [""], 0
    while word := _WORD.match(pattern, position):
        signs, any_of, words, optional = word.group("signs", "any", "words", "optional")
        choices = [signs] if signs else any_of or _SIGNS.findall(words)
        choices = [_ESCAPE.sub(r"\1", choice) for choice in choices] + [""] * bool(optional)
        if len(openings) * len(choices) > _MOST_OPENINGS:
            break
        openings = [opening + choice for opening in openings for choice in choices]
        position = word.end()
    if position < len(pattern) or max(map(len, openings)) > _LONGEST_OPENING:
        return list({opening[:_LONGEST_OPENING] for opening in openings}), False
    return openings, True


class _Candidate(NamedTuple):
    """What a search may find where an opening stands.

    ``rank`` is the order in which patterns, and the words of one, are preferred.
    An opening that is all of the match gives its ``length``; any other gives 0 and
    the ``match`` of its pattern.
    """

    rank: int
    search: int
    length: int
    match: Callable[[str, int], re.Match | None] | None


def _in_turn(candidates: Iterable[_Candidate]) -> list[_Candidate]:
    """Order what may be found at one place, without what a search never turns to."""
    ordered: list[_Candidate] = []
    sure: set[int] = set()
    for candidate in sorted(set(candidates)):
        if candidate.search not in sure:
            ordered.append(candidate)
            if candidate.length:
                sure.add(candidate.search)
    return ordered


class _Mentions(NamedTuple):
    """All matches in a text, in the order of ``part``, ``search`` and ``start``.

    A match counts to the part of the text that it starts in; those of one search
    do not overlap.
    """

    part: np.ndarray
    search: np.ndarray
    start: np.ndarray
    end: np.ndarray


class _Finder:
    """Finds where themes' patterns match, in one pass over a text for all of them.

    A pattern is tried only where one of its openings stands; a pattern that is a
    word, as most are, need not be tried at all. The openings form one tree, and
    arrays walk down it from every position of the text at once: a scan for each
    theme would read the text forty times, mostly to find nothing. Patterns without
    an opening cost their theme a scan of its own.

    A theme has two searches: number 2n for the patterns of theme n, 2n + 1 for its
    weak patterns.
    """

    def __init__(self, themes: tuple[Theme, ...]) -> None:
        self._scans: list[tuple[int, re.Pattern]] = []
        openings: dict[str, list[_Candidate]] = {}
        rank = count()
        for number, theme in enumerate(themes):
            for search, patterns in enumerate((theme.patterns, theme.weak_patterns), 2 * number):
                own = [_openings(pattern) for pattern in patterns]
                if any("" in words for words, _ in own):
                    scan = theme.weak_pattern if search % 2 else theme.pattern
                    self._scans.append((search, scan))
                    continue
                for pattern, (words, are_all) in zip(patterns, own, strict=True):
                    if are_all:
                        found = [_Candidate(next(rank), search, len(word), None) for word in words]
                    else:
                        match = theme.compiled(pattern).match
                        found = [_Candidate(next(rank), search, 0, match)] * len(words)
                    for word, candidate in zip(words, found, strict=True):
                        openings.setdefault(word, []).append(candidate)
        self._number_of_searches = 2 * len(themes)
        self._plant(openings)

    def _plant(self, openings: dict[str, list[_Candidate]]) -> None:
        """Make the tree of the openings, and say for its nodes what may be found there.

        That is what the openings say that end at a node or on the way to it, so that
        only the lowest node that a walk reaches counts.
        """
        branches: list[dict[str, int]] = [{}]
        candidates: list[list[_Candidate]] = [[]]
        for opening, own in openings.items():
            node = 0
            for sign in opening:
                if sign not in branches[node]:
                    branches[node][sign] = len(branches)
                    branches.append({})
                    candidates.append([])
                node = branches[node][sign]
            candidates[node] = own
        for node, below in enumerate(branches):
            for child in below.values():
                candidates[child] = candidates[node] + candidates[child]
        # Walks start with two signs; where only the first leads on, they end at a leaf.
        leaf_of: dict[str, int] = {}
        for sign, node in branches[0].items():
            if candidates[node]:
                leaf_of[sign] = len(candidates)
                candidates.append(candidates[node])
        in_turn = [_in_turn(own) for own in candidates]
        self._number_of_candidates = np.array([len(own) for own in in_turn])
        self._first_candidate = self._number_of_candidates.cumsum() - self._number_of_candidates
        rows = [candidate for own in in_turn for candidate in own]
        self._search_of = np.array([candidate.search for candidate in rows], int)
        self._length_of = np.array([candidate.length for candidate in rows], int)
        self._match_of = [candidate.match for candidate in rows]

        signs = sorted(set().union(*branches))
        number_of = {sign: number for number, sign in enumerate(signs, 1)}
        self._number_of = np.zeros(sys.maxunicode + 1, np.intp)
        self._number_of[[ord(sign) for sign in signs]] = range(1, len(signs) + 1)
        self._width = len(signs) + 1
        # A node is written as the place of its row in the flat table of what is below.
        below = np.zeros((len(candidates), self._width), np.int32)
        for node, children in enumerate(branches):
            for sign, child in children.items():
                below[node, number_of[sign]] = child * self._width
        pairs = np.zeros((self._width, self._width), np.intp)
        for sign, node in branches[0].items():
            leaf = leaf_of.get(sign, 0) * self._width
            pairs[number_of[sign]] = np.where(below[node], below[node], leaf)
        self._below, self._pairs = below.ravel(), pairs.ravel()

    def find(self, text: str, edges: np.ndarray) -> _Mentions:
        """Find every match; ``edges`` are where the parts of the text start."""
        searches, starts, ends = self._matches(text)
        if self._scans:
            columns = zip((searches, starts, ends), self._scanned(text), strict=True)
            searches, starts, ends = map(np.concatenate, columns)
        parts = edges.searchsorted(starts, "right") - 1
        # One number says part, search and place. The sort keeps the order in which a
        # search prefers what it finds at one place: the overlaps that go are the others.
        line = (parts * self._number_of_searches + searches) * (len(text) + 1)
        order = (line + starts).argsort(kind="stable")
        starts_on_line, ends_on_line = (line + starts).take(order), (line + ends).take(order)
        order = order[_without_overlaps(starts_on_line, ends_on_line)]
        return _Mentions(*(column.take(order) for column in (parts, searches, starts, ends)))

    def _matches(self, text: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """Return search, start and end of what matches where an opening stands."""
        starts, nodes = self._walk(text)
        # One row for each candidate of each node.
        times = self._number_of_candidates.take(nodes)
        starts = starts.repeat(times)
        behind = self._first_candidate.take(nodes) + times - times.cumsum()
        candidates = behind.repeat(times) + np.arange(len(starts))
        lengths = self._length_of.take(candidates)
        ends = starts + lengths
        tried = (lengths == 0).nonzero()[0]
        places = _together(tried, candidates.take(tried), starts.take(tried))
        for number, candidate, start in places:
            if match := self._match_of[candidate](text, start):
                ends[number] = match.end()
        found = (starts < ends).nonzero()[0]
        return self._search_of.take(candidates.take(found)), starts.take(found), ends.take(found)

    def _scanned(self, text: str) -> np.ndarray:
        """Return search, start and end of what the searches without openings find."""
        found = [
            (search, *match.span()) for search, scan in self._scans for match in scan.finditer(text)
        ]
        return np.array(found, int).reshape(-1, 3).T

    def _walk(self, text: str) -> tuple[np.ndarray, np.ndarray]:
        """Return where openings stand, in reading order, and the lowest node reached from there."""
        codes = code_points(text)
        # Signs of no opening end the text, so that no walk leaves it.
        signs = np.append(self._number_of.take(codes), (0, 0))
        # Half of all positions lead on to a first node but few to a second: two steps at once.
        rows = self._pairs.take(signs[:-2] * self._width + signs[1:-1])
        starts = rows.nonzero()[0]
        lowest = rows = rows.take(starts)
        walking, ahead = np.arange(len(starts)), starts + 2
        while len(walking):
            rows = self._below.take(rows + signs.take(ahead))
            on = rows.nonzero()[0]
            walking, ahead, rows = walking.take(on), ahead.take(on) + 1, rows.take(on)
            lowest[walking] = rows
        return starts, lowest // self._width


def _without_overlaps(starts: np.ndarray, ends: np.ndarray) -> np.ndarray:
    """Tell which stretches remain, taken in order, if none may overlap one that remains."""
    remains = np.ones(len(starts), bool)
    # Others overlap nothing, whatever remains; these need a look, one after the other.
    overlapping = (starts[1:] < np.maximum.accumulate(ends)[:-1]).nonzero()[0] + 1
    before = reached = -1
    for number in overlapping.tolist():
        if before != number - 1:
            reached = ends[number - 1]
        before = number
        if starts[number] < reached:
            remains[number] = False
        else:
            reached = ends[number]
    return remains


@lru_cache(maxsize=32)
def _finder(themes: tuple[Theme, ...]) -> _Finder:
    return _Finder(themes)


# --- units ---------------------------------------------------------------------


class _Wording:
    """Title, body and nearest heading of every unit as one text.

    The body comes before the heading, so that what ends by the end of a unit's body
    is its own.

    Attributes
    ----------
    view
        The text, with blanks for what does not count.
    unit_starts, title_ends, body_ends
        Where each unit stands in the view.
    kinds
        The kind of each unit.
    """

    def __init__(self, text: str, units: Iterable[UnitStretches]) -> None:
        pieces: list[str] = []
        # Where each piece stands in the text; nobody asks it of joints and headings.
        origins: list[int] = []
        edges: list[tuple[int, int]] = []
        self.kinds: list[str] = []
        for title, body, section, kind in units:
            first = len(pieces)
            title_start, title_end = title or (0, 0)
            pieces += _UNIT_JOINT, text[title_start:title_end], _JOINT
            pieces += [text[start:end] for start, end in body]
            edges.append((first, len(pieces)))
            pieces += _JOINT, section.rpartition(">")[2]
            origins += 0, title_start, 0, *[start for start, _ in body], 0, 0
            self.kinds.append(kind)
        self._starts = np.array(list(accumulate(map(len, pieces), initial=0)))
        self._origins = np.array(origins, int)
        first, body_end = np.array(edges, int).reshape(-1, 2).T
        self.unit_starts = self._starts.take(first)
        self.title_ends = self._starts.take(first + 2)
        self.body_ends = self._starts.take(body_end)
        view = "".join(pieces)
        marks = _MARKS.take(code_points(view))
        if "《" in view:
            view = _without_documents(view)
        view = _GROUNDS.sub(_blank, view)
        self.view = view = _SYSTEM_FORMULA.sub(self._blank_unless_aim, view)
        self._asides = [
            _Example(*m.span(), 0, (m.start(), 0), False) for m in _ASIDE.finditer(view)
        ]
        self._find_clauses(marks)
        self._examples_of: dict[int, list[_Example]] = {}

    def _find_clauses(self, marks: np.ndarray) -> None:
        """Find the clauses, and which of them may name examples: by a list or in an aside."""
        edges = np.append((marks == _CLAUSE_MARK).nonzero()[0], len(marks))
        starts, ends = edges[:-1] + 1, edges[1:]
        holds_words = starts < ends
        self._clauses = starts, ends = starts[holds_words], ends[holds_words]
        self._clause_starts = starts.tolist()
        self._may_name_examples = np.zeros(len(starts), bool)
        lists = (marks == _LIST_MARK).nonzero()[0]
        self._may_name_examples[self._numbers(lists)] = True
        for aside in self._asides:
            first, last = self._number(aside.start), self._number(aside.end)
            self._may_name_examples[first : last + 1] = True

    def _number(self, position: int) -> int:
        """Return the number of the clause that holds a position."""
        return max(0, bisect_right(self._clause_starts, position) - 1)

    def _numbers(self, positions: np.ndarray) -> np.ndarray:
        """Return the numbers of the clauses that hold many positions."""
        return self._clauses[0].searchsorted(positions, "right") - 1

    def _blank_unless_aim(self, formula: re.Match) -> str:
        unit = self.unit_starts.searchsorted(formula.start(), "right") - 1
        return formula[0] if self.kinds[unit] in _STATES_AIMS else _blank(formula)

    def clauses(self, positions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """Return where the clauses start and end that hold positions of titles and bodies.

        Positions are those of the view, clauses are offsets into the text.
        """
        starts, ends = self._clauses
        numbers = self._numbers(positions)
        return self._origin(starts.take(numbers)), self._origin(ends.take(numbers) - 1) + 1

    def _origin(self, positions: np.ndarray) -> np.ndarray:
        pieces = self._starts.searchsorted(positions, "right") - 1
        return positions + (self._origins - self._starts[:-1]).take(pieces)

    def may_be_in_passing(self, positions: np.ndarray) -> np.ndarray:
        """Tell which positions stand in a clause that may name examples."""
        return self._may_name_examples.take(self._numbers(positions))

    def in_passing(self, start: int, end: int) -> _Example | None:
        """Return the aside or the item of a list in which a mention is an example."""
        clause = self._number(start)
        if not self._may_name_examples[clause]:
            return None
        for examples in (self._asides, self._examples(clause)):
            before = bisect_left(examples, (start + 1,))
            if before and examples[before - 1].covers(start, end):
                return examples[before - 1]
        return None

    def _examples(self, clause: int) -> list[_Example]:
        """Return the examples that a clause lists."""
        if clause not in self._examples_of:
            starts, ends = self._clauses
            self._examples_of[clause] = _examples(self.view, starts.item(clause), ends.item(clause))
        return self._examples_of[clause]


class _Example(NamedTuple):
    """The stretch of the view in which an aside, or one item of a list, names its example.

    ``listing`` is where the list starts and the number of its items; an aside is
    a list of none.
    """

    start: int
    end: int
    item: int
    listing: tuple[int, int]
    opens_list: bool

    def covers(self, start: int, end: int) -> bool:
        # The first item of a list opens with the clause's verb, so a mention is
        # an example only where it is what the item ends with.
        return end == self.end if self.opens_list else end <= self.end


def _examples(view: str, start: int, end: int) -> list[_Example]:
    """Find the examples that a clause lists: A、B和C等, or a row of short words."""
    examples: list[_Example] = []
    for closing in _CLOSES_LIST.finditer(view, start, end):
        nearest = max(start, closing.start() - _LONGEST_LAST_ITEM - 1)
        last_start = view.rfind("、", nearest, closing.start()) + 1
        if not last_start:
            continue
        if not (_WORK.match(view, closing.end()) and _TAKES_ON.search(view, start, last_start)):
            examples += _listed(view, start, last_start, closing.start())
        start = closing.end()
    if view.count("、", start, end) > 1:
        for row in _ROW_OF_WORDS.finditer(view, start, end):
            spans = _spans(row[0].split("、"), row.start())
            listing = row.start(), len(spans)
            examples += [_Example(*span, n, listing, False) for n, span in enumerate(spans)]
    return examples


def _listed(view: str, start: int, last_start: int, end: int) -> list[_Example]:
    """Return the examples of a list that 等 closes; the last of them may be two."""
    items = _spans(view[start : last_start - 1].split("、"), start)
    link = _LAST_LINK.match(view, last_start, end)
    if link:
        items.append((last_start, link.end() - 1))
    items.append((link.end() if link else last_start, end))
    listing = start, len(items)
    return [
        _Example(max(first, last - _LONGEST_EXAMPLE), last, number, listing, not number)
        for number, (first, last) in enumerate(items)
    ]


def _spans(items: list[str], start: int) -> list[tuple[int, int]]:
    """Return where each item of a list stands, one mark between two of them."""
    spans = []
    for item in items:
        spans.append((start, start + len(item)))
        start += len(item) + 1
    return spans


def _blank(match: re.Match) -> str:
    return _BLANK * len(match[0])


def _without_documents(view: str) -> str:
    """Blank the names of documents, except of those that the unit brings about."""
    pieces, position, kept_until = [], 0, -1
    for match in _DOCUMENT.finditer(view):
        start, end = match.span()
        made = _MAKES_DOCUMENT.search(view, max(0, start - _LONGEST_LEAD), start)
        if made or start == kept_until:
            kept_until = end
            continue
        pieces += view[position:start], _BLANK * (end - start)
        position = end
    return "".join([*pieces, view[position:]])
