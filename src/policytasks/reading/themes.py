"""Which themes a unit acts on, and where its words say so.

Consumes a unit's title, body and headings as compact text and the codebook's
themes; produces :class:`ThemeMatch`. The codebook has the words of a theme;
here stands what separates acting on a theme from naming it in passing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from operator import attrgetter

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
        rf"{word}[^,;。:]{{0,40}}(?:要求|规定|意见|清单|部署|精神|通知|原则|条例|办法),"
        for word in ("根据", "按照", "依据", "依照", "符合")
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
_LONGEST_LAST_ITEM = 24
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
    heading names the theme too. In passing is what stands in the name of a
    document, in brackets, in the grounds for acting, in the formula for the
    care system (except in objectives and principles) or in a list of examples;
    a list half of whose items show a theme is about that theme.

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
    """Code many units at once, each as `code_themes` does: one scan a theme for all.

    Parameters
    ----------
    passages
        Title, text, section and kind of each unit.
    themes
        The codebook's themes.
    """
    units = [
        _Unit(title, text, section.rpartition(">")[2], kind)
        for title, text, section, kind in passages
    ]
    starts = list(accumulate((len(unit.view) + len(_JOINT) for unit in units), initial=0))
    whole = _JOINT.join(unit.view for unit in units)
    found: list[list[ThemeMatch]] = [[] for _ in units]
    for theme in themes:
        strong = _by_unit(theme.pattern, whole, starts)
        weak = _by_unit(theme.weak_pattern, whole, starts)
        for position in sorted(strong.keys() | weak.keys()):
            unit = units[position]
            decided = _evidence(unit, strong.get(position, []), weak.get(position, []))
            if decided:
                at, mentions = decided
                found[position].append(ThemeMatch(theme.id, mentions, *unit.clause(at)))
    return found


def _by_unit(
    pattern: re.Pattern, whole: str, starts: list[int]
) -> dict[int, list[tuple[int, int]]]:
    """Return where a pattern matches in each unit, as offsets into the unit's view."""
    found: dict[int, list[tuple[int, int]]] = {}
    for match in pattern.finditer(whole):
        start, end = match.span()
        unit = bisect_right(starts, start) - 1
        found.setdefault(unit, []).append((start - starts[unit], end - starts[unit]))
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
    deciding = _first_deciding(unit, own)
    if deciding is not None:
        return deciding, len(own)
    own_weak = [start for start, end in weak if end <= unit.body_end]
    positions = sorted({start for start, _ in own}.union(own_weak))
    if not positions:
        return None
    named_above = len(own) < len(strong) or len(own_weak) < len(weak)
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


class _Unit:
    """Title, body and nearest heading, as printed and as a view that blanks what does not count.

    The body comes before the heading, so that positions before ``body_end`` are
    the unit's own.
    """

    def __init__(self, title: str, text: str, heading: str, kind: str) -> None:
        self.title_end = len(title)
        self.body_end = len(title) + len(_JOINT) + len(text)
        self.printed = view = f"{title}{_JOINT}{text}{_JOINT}{heading}"
        if "《" in view:
            view = _without_documents(view)
        view = _GROUNDS.sub(_blank, view)
        if kind not in _STATES_AIMS:
            view = _SYSTEM_FORMULA.sub(_blank, view)
        self.view = view
        self._listed: dict[int, list[_Example]] = {}

    @cached_property
    def _clauses(self) -> list[tuple[int, int]]:
        return [m.span() for m in _CLAUSE.finditer(self.printed)]

    @cached_property
    def _asides(self) -> list[_Example]:
        return [_Example(*m.span(), 0, (m.start(), 0)) for m in _ASIDE.finditer(self.view)]

    def _examples(self, position: int) -> list[_Example]:
        """Return the examples that the clause of a position lists."""
        number = self._clause_number(position)
        if number not in self._listed:
            span = self._clauses[number]
            lists = self.view.find("、", *span) >= 0
            self._listed[number] = list(_examples(self.view, *span)) if lists else []
        return self._listed[number]

    def _clause_number(self, position: int) -> int:
        return bisect_right(self._clauses, (position, len(self.view))) - 1

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


@dataclass(frozen=True, slots=True)
class _Example:
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
    items = list(_spans(view[start:end].split("、"), start))
    last_start, last_end = items[-1]
    closing = view.find("等", last_start, min(last_end, last_start + _LONGEST_LAST_ITEM))
    if closing < 0:
        for row in _ROW_OF_WORDS.finditer(view, start, end):
            words = row[0].split("、")
            for number, span in enumerate(_spans(words, row.start())):
                yield _Example(*span, number, (row.start(), len(words)))
        return
    link = _LAST_LINK.match(view, last_start, closing)
    items[-1:] = [(last_start, link.end() - 1)] if link else []
    items.append((link.end() if link else last_start, closing))
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
