"""Which themes a unit acts on, and where its words say so.

Consumes a unit's title, body and headings as compact text and the codebook's
themes; produces :class:`ThemeMatch`. The codebook has the words of a theme;
here stands what separates acting on a theme from naming it in passing.
"""

from __future__ import annotations

import re
import sys
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from policytasks.codebook import Theme

__all__ = ["ThemeMatch", "code_themes", "code_units", "find_mentions"]

# Between title and body stands the mark that is printed there: no gap of a
# pattern reaches over it.
_JOINT = "。"
_CLAUSE_MARKS = ",;。:!?"
_CLAUSE = re.compile(f"[^{_CLAUSE_MARKS}]+")
_BLANK = "□"

# 《养老服务促进条例》 names a document; one that the unit itself brings about is its act.
_DOCUMENT = re.compile(r"《[^《》]{1,100}》")
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

_ASIDE = re.compile(r"\([^()]*\)")

# 高龄、失能、残疾老年人: words of two or three characters in a row are a list of
# examples even where no 等 closes it.
_ROW_OF_WORDS = re.compile(r"[^,;。:、]{1,2}(?:、[^,;。:、]{1,3})+、[^,;。:、]{1,3}")
# Not 等级, 平等, 高等, 均等.
_CLOSES_LIST = re.compile("(?<![平高均同中初对])等(?![级次候待额同])")
_LONGEST_LAST_ITEM = 24
# 负责统筹、培训、评估等工作 spells out a duty.
_TAKES_ON = re.compile("负责|承担|协助")
_WORK = re.compile("(?:相关|具体|各项)?(?:工作|职责|事项|事务|任务)")
# A longer item is a measure that is spelt out, not an example.
_LONGEST_EXAMPLE = 10
_LAST_LINK = re.compile(r".*[和及与]")

_START = attrgetter("start")


@dataclass(frozen=True, slots=True)
class ThemeMatch:
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
        ``title + text``.
    """

    theme_id: str
    mentions: int
    start: int
    end: int


def code_themes(
    title: str, text: str, section: str, kind: str, themes: Iterable[Theme]
) -> list[ThemeMatch]:
    """Return the themes that a unit acts on, in the order of ``themes``.

    A theme is coded when one of its patterns occurs otherwise than in passing,
    or when a weaker mention is supported: it stands in the title, or the nearest
    heading names the theme too, and not in passing. In passing is what stands in
    the name of a document, in brackets, in the grounds for acting, in the formula
    for the care system (except in objectives and principles) or in a list of
    examples; a list half of whose items show a theme is about that theme, and a
    list of duties (负责…等工作) gives no examples.

    Parameters
    ----------
    title, text
        The unit's title and body as compact text: no white space, half-width
        signs, without the responsibility statement. Either may be empty.
    section
        The headings above the unit, outermost first, joined by `` > ``.
    kind
        The unit's kind, as the coding manual names it.
    themes
        The codebook's themes.
    """
    return code_units([(title, text, section, kind)], themes)[0]


def code_units(
    passages: Iterable[tuple[str, str, str, str]], themes: Iterable[Theme]
) -> list[list[ThemeMatch]]:
    """Code many units at once, each as `code_themes` does: one pass for all.

    Parameters
    ----------
    passages
        Title, text, section and kind of each unit.
    themes
        The codebook's themes.
    """
    themes = tuple(themes)
    units = [
        _Unit(title, text, section.rpartition(">")[2], kind)
        for title, text, section, kind in passages
    ]
    starts = list(accumulate((len(unit.view) + len(_JOINT) for unit in units), initial=0))
    mentions: list[dict[int, list[tuple[int, int]]]] = [{} for _ in units]
    here = before = behind = 0
    for search, start, end in _finder(themes).find(_JOINT.join(unit.view for unit in units)):
        if not before <= start < behind:
            here = bisect_right(starts, start) - 1
            before, behind = starts[here], starts[here + 1]
        mentions[here].setdefault(search, []).append((start - before, end - before))
    return [_code(unit, own, themes) for unit, own in zip(units, mentions, strict=True)]


def _code(
    unit: _Unit, mentions: dict[int, list[tuple[int, int]]], themes: tuple[Theme, ...]
) -> list[ThemeMatch]:
    """Decide on the themes of a unit, given what each search of the finder found in it."""
    found = []
    for number in sorted({search // 2 for search in mentions}):
        strong, weak = mentions.get(2 * number, []), mentions.get(2 * number + 1, [])
        decided = _evidence(unit, strong, weak)
        if decided:
            at, count = decided
            found.append(ThemeMatch(themes[number].id, count, *unit.clause(at)))
    return found


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


def _evidence(
    unit: _Unit, strong: list[tuple[int, int]], weak: list[tuple[int, int]]
) -> tuple[int, int] | None:
    """Return where the mention stands that decides for a theme, and how many there are.

    ``strong`` and ``weak`` are the mentions in the unit's view; None where the
    unit does not act on the theme.
    """
    own = [span for span in strong if span[1] <= unit.body_end]
    if own:
        deciding = _first_deciding(unit, own)
        if deciding is not None:
            return deciding, len(own)
    own_weak = [start for start, end in weak if end <= unit.body_end]
    positions = sorted({start for start, _ in own}.union(own_weak))
    if not positions:
        return None
    above = strong[len(own) :] + weak[len(own_weak) :]
    named_above = any(unit.in_passing(*span) is None for span in above)
    if named_above or positions[0] < unit.title_end:
        return positions[0], len(positions)
    return None


def _first_deciding(unit: _Unit, mentions: list[tuple[int, int]]) -> int | None:
    """Return the start of the first mention that is not in passing, None without one."""
    items_of: dict[tuple[int, int], set[int]] = {}
    for start, end in mentions:
        example = unit.in_passing(start, end)
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
_LONGEST_HEAD = 6
_MOST_HEADS = 200


def _has_alternatives(pattern: str) -> bool:
    """Return whether a pattern is several, apart from what stands in its groups."""
    outside = _ESCAPE_OR_CLASS.sub("", pattern)
    while outside != (less := _INNERMOST_GROUP.sub("", outside)):
        outside = less
    return "|" in outside


def _heads(pattern: str) -> set[str]:
    """Return words one of which every match opens with; an empty word says nothing."""
    if "|" in pattern and _has_alternatives(pattern):
        return {""}
    heads, position = {""}, 0
    while min(map(len, heads)) < _LONGEST_HEAD and (word := _WORD.match(pattern, position)):
        position = word.end()
        signs, any_of, words, optional = word.group("signs", "any", "words", "optional")
        choices = [signs] if signs else any_of or _SIGNS.findall(words)
        choices = [_ESCAPE.sub(r"\1", choice) for choice in choices] + [""] * bool(optional)
        if len(heads) * len(choices) > _MOST_HEADS:
            break
        heads = {(head + choice)[:_LONGEST_HEAD] for head in heads for choice in choices}
    return heads


class _Finder:
    """Finds where themes' patterns match, in one pass over a text for all of them.

    A pattern is tried only where one of its heads ends, the words it opens with.
    All heads form one tree, and arrays walk down it from every position of the
    text at once: a scan for each theme would read the text forty times, mostly
    to find nothing. Patterns without a head cost their theme a scan of its own.

    A theme has two searches: number 2n for the patterns of theme n, 2n + 1 for its
    weak patterns.
    """

    def __init__(self, themes: tuple[Theme, ...]) -> None:
        self._searches = [p for theme in themes for p in (theme.pattern, theme.weak_pattern)]
        self._headless: list[int] = []
        branches: list[dict[str, int]] = [{}]
        self._opened: list[list[int]] = [[]]
        patterns = (ps for theme in themes for ps in (theme.patterns, theme.weak_patterns))
        for search, own in enumerate(patterns):
            heads = set().union(*map(_heads, own))
            if "" in heads:
                self._headless.append(search)
                continue
            for head in heads:
                node = 0
                for sign in head:
                    if sign not in branches[node]:
                        branches[node][sign] = len(branches)
                        branches.append({})
                        self._opened.append([])
                    node = branches[node][sign]
                self._opened[node].append(search)
        signs = sorted(set().union(*branches))
        number_of = {sign: number for number, sign in enumerate(signs, 1)}
        self._number_of = np.zeros(sys.maxunicode + 1, np.uint16)
        self._number_of[[ord(sign) for sign in signs]] = range(1, len(signs) + 1)
        self._below = np.zeros((len(branches), len(signs) + 1), np.int32)
        for node, below in enumerate(branches):
            for sign, child in below.items():
                self._below[node, number_of[sign]] = child
        self._opens = np.array([bool(searches) for searches in self._opened])

    def find(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Yield search, start and end of every match; those of one search in reading order."""
        for search in self._headless:
            for match in self._searches[search].finditer(text):
                yield search, *match.span()
        reached = [0] * len(self._searches)
        for position, node in self._walk(text):
            for search in self._opened[node]:
                if position >= reached[search]:
                    match = self._searches[search].match(text, position)
                    if match:
                        reached[search] = match.end()
                        yield search, position, match.end()

    def _walk(self, text: str) -> Iterator[tuple[int, int]]:
        """Return where heads start, in reading order, and the nodes at which they end."""
        codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)
        # A sign of no head ends the text, so that no walk leaves it.
        signs = np.append(self._number_of.take(codes), 0)
        nodes = self._below[0].take(signs)
        starts = nodes.nonzero()[0]
        nodes = nodes.take(starts)
        found = []
        depth = 0
        while len(nodes):
            opens = self._opens.take(nodes).nonzero()[0]
            found.append((starts.take(opens), nodes.take(opens)))
            depth += 1
            nodes = self._below[nodes, signs.take(starts + depth)]
            on = nodes.nonzero()[0]
            starts, nodes = starts.take(on), nodes.take(on)
        if not found:
            return iter(())
        starts, nodes = map(np.concatenate, zip(*found, strict=True))
        order = np.argsort(starts, kind="stable")
        return zip(starts[order].tolist(), nodes[order].tolist(), strict=True)


@lru_cache(maxsize=32)
def _finder(themes: tuple[Theme, ...]) -> _Finder:
    return _Finder(themes)


# --- units ---------------------------------------------------------------------


class _Unit:
    """Title, body and nearest heading, in a view that blanks what does not count.

    The body comes before the heading, so that positions before ``body_end`` are
    the unit's own.
    """

    def __init__(self, title: str, text: str, heading: str, kind: str) -> None:
        self.title_end = len(title)
        self.body_end = len(title) + len(_JOINT) + len(text)
        view = f"{title}{_JOINT}{text}{_JOINT}{heading}"
        self._clauses = [m.span() for m in _CLAUSE.finditer(view)]
        self._clause_starts = [start for start, _ in self._clauses]
        if "《" in view:
            view = _without_documents(view)
        view = _GROUNDS.sub(_blank, view)
        if kind not in _STATES_AIMS:
            view = _SYSTEM_FORMULA.sub(_blank, view)
        self.view = view
        self._asides = (
            [_Example(*m.span(), 0, (m.start(), 0)) for m in _ASIDE.finditer(view)]
            if "(" in view
            else []
        )
        self._listed: dict[int, list[_Example]] = {}

    def _examples(self, position: int) -> list[_Example]:
        """Return the examples that the clause of a position lists."""
        number = self._clause_number(position)
        if number not in self._listed:
            span = self._clauses[number]
            lists = self.view.find("、", *span) >= 0
            self._listed[number] = list(_examples(self.view, *span)) if lists else []
        return self._listed[number]

    def _clause_number(self, position: int) -> int:
        return bisect_right(self._clause_starts, position) - 1

    def clause(self, position: int) -> tuple[int, int]:
        """Return the clause that holds a position of the view, as offsets into title + text."""
        start, end = self._clauses[self._clause_number(position)]
        behind_joint = len(_JOINT) if position > self.title_end else 0
        return start - behind_joint, end - behind_joint

    def in_passing(self, start: int, end: int) -> _Example | None:
        """Return the aside or the item of a list in which a mention is an example."""
        for stretches in (self._asides, self._examples(start)):
            before = bisect_right(stretches, start, key=_START) if stretches else 0
            if before and stretches[before - 1].covers(start, end):
                return stretches[before - 1]
        return None


class _Example(NamedTuple):
    """The stretch of the view in which an aside, or one item of a list, names its example.

    ``listing`` is where the list starts and the number of its items; an aside is
    a list of none.
    """

    start: int
    end: int
    item: int
    listing: tuple[int, int]
    opens_list: bool = False

    def covers(self, start: int, end: int) -> bool:
        # The first item of a list opens with the clause's verb, so a mention is
        # an example only where it is what the item ends with.
        return end == self.end if self.opens_list else end <= self.end


def _examples(view: str, start: int, end: int) -> Iterator[_Example]:
    """Find the examples that a clause lists: A、B和C等, or a row of short words."""
    for closing in _CLOSES_LIST.finditer(view, start, end):
        nearest = max(start, closing.start() - _LONGEST_LAST_ITEM - 1)
        last_start = view.rfind("、", nearest, closing.start()) + 1
        if not last_start:
            continue
        if not (_WORK.match(view, closing.end()) and _TAKES_ON.search(view, start, last_start)):
            yield from _listed(view, start, last_start, closing.start())
        start = closing.end()
    if view.count("、", start, end) > 1:
        for row in _ROW_OF_WORDS.finditer(view, start, end):
            words = row[0].split("、")
            for number, span in enumerate(_spans(words, row.start())):
                yield _Example(*span, number, (row.start(), len(words)))


def _listed(view: str, start: int, last_start: int, end: int) -> Iterator[_Example]:
    """Return the examples of a list that 等 closes; the last of them may be two."""
    items = list(_spans(view[start : last_start - 1].split("、"), start))
    link = _LAST_LINK.match(view, last_start, end)
    if link:
        items.append((last_start, link.end() - 1))
    items.append((link.end() if link else last_start, end))
    for number, (item_start, item_end) in enumerate(items):
        first = max(item_start, item_end - _LONGEST_EXAMPLE)
        yield _Example(first, item_end, number, (start, len(items)), opens_list=not number)


def _spans(items: list[str], start: int) -> Iterator[tuple[int, int]]:
    """Return where each item of a list stands, one mark between two of them."""
    for item in items:
        yield start, start + len(item)
        start += len(item) + 1


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
