"""Which themes a unit acts on, and where its words say so.

Consumes a unit's title, body and headings as compact text and the codebook's
themes; produces :class:`ThemeMatch`. The codebook has the words of a theme;
here stands what separates acting on a theme from naming it in passing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

__all__ = ["ThemeMatch", "code_themes", "find_mentions"]

# A line break cannot occur in compact text, so it keeps title and body apart.
_JOINT = "\n"
_CLAUSE_MARKS = ",;。:!?" + _JOINT
_BLANK = "□"

# 《养老服务促进条例》 names a document; one that the unit itself brings about is its act.
_DOCUMENT = re.compile(r"《[^》]*》")
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


class _Theme(Protocol):
    """What this module asks of a theme: :class:`policytasks.codebook.Theme` has it."""

    id: str

    @property
    def pattern(self) -> re.Pattern: ...

    @property
    def weak_pattern(self) -> re.Pattern: ...


@dataclass(frozen=True, slots=True)
class ThemeMatch:
    """A theme that a unit acts on.

    Attributes
    ----------
    theme_id
        The theme of the codebook.
    mentions
        How often wording of the theme occurs in the unit: of its patterns or,
        where the theme is coded on weak patterns alone, of these. At least 1.
    start, end
        The clause that holds the first mention which decided, as offsets into
        ``title + text``.
    """

    theme_id: str
    mentions: int
    start: int
    end: int


def code_themes(
    title: str, text: str, section: str, kind: str, themes: Iterable[_Theme]
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
    unit = _Unit(title, text, kind)
    heading = section.rpartition(">")[2]
    found = []
    for theme in themes:
        deciding, mentions = _evidence(unit, heading, theme)
        if deciding is not None:
            start, end = unit.clause(deciding)
            found.append(ThemeMatch(theme.id, mentions, start, end))
    return found


def find_mentions(text: str, theme: _Theme) -> list[tuple[int, int]]:
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


def _evidence(unit: _Unit, heading: str, theme: _Theme) -> tuple[int | None, int]:
    """Return where the mention stands that decides for a theme, and how many there are.

    None where the unit does not act on the theme.
    """
    mentions = list(theme.pattern.finditer(unit.view))
    deciding = _first_deciding(unit, mentions)
    if deciding is not None:
        return deciding, len(mentions)
    weak = theme.weak_pattern
    in_title = [m.start() for m in mentions if m.end() <= unit.title_end]
    if not in_title:
        in_title = [m.start() for m in weak.finditer(unit.view, 0, unit.title_end)]
    named_above = heading and (theme.pattern.search(heading) or weak.search(heading))
    if not in_title and not named_above:
        return None, 0
    supported = sorted({m.start() for m in mentions} | {m.start() for m in weak.finditer(unit.view)})
    if in_title:
        return in_title[0], len(supported)
    return (supported[0], len(supported)) if supported else (None, 0)


def _first_deciding(unit: _Unit, mentions: list[re.Match]) -> int | None:
    """Return the start of the first mention that is not in passing, None without one."""
    items_of: dict[tuple[int, int], set[int]] = {}
    for mention in mentions:
        place = unit.in_passing(*mention.span())
        if place is None:
            return mention.start()
        listing, item = place
        items = items_of.setdefault(listing, set())
        items.add(item)
        _, number_of_items = listing
        if len(items) > 1 and 2 * len(items) >= number_of_items > 0:
            return mention.start()
    return None


class _Unit:
    """A unit's title and body as one view, in which what does not count is blanked."""

    def __init__(self, title: str, text: str, kind: str) -> None:
        self.title_end = len(title)
        view = f"{title}{_JOINT}{text}"
        if "《" in view:
            view = _without_documents(view)
        view = _GROUNDS.sub(_blank, view)
        if kind not in _STATES_AIMS:
            view = _SYSTEM_FORMULA.sub(_blank, view)
        self.view = view
        self._asides = [m.span() for m in _ASIDE.finditer(view)] if "(" in view else []
        self._examples: dict[int, list[_Example]] = {}

    def _edges(self, position: int) -> tuple[int, int]:
        """Return the clause of the view that holds a position."""
        view = self.view
        start = max(view.rfind(mark, 0, position) for mark in _CLAUSE_MARKS) + 1
        ends = (view.find(mark, position) for mark in _CLAUSE_MARKS)
        return start, min((end for end in ends if end >= 0), default=len(view))

    def clause(self, position: int) -> tuple[int, int]:
        """Return the clause that holds a position, as offsets into title + text."""
        start, end = self._edges(position)
        behind_joint = len(_JOINT) if position > self.title_end else 0
        return start - behind_joint, end - behind_joint

    def in_passing(self, start: int, end: int) -> tuple[tuple[int, int], int] | None:
        """Return the list and the item of it that a mention is an example in.

        A list is its start and the number of its items; an aside is a list of
        none. None where the mention is no example.
        """
        for opening, closing in self._asides:
            if opening < start < closing:
                return (opening, 0), 0
        clause_start, clause_end = self._edges(start)
        if clause_start not in self._examples:
            self._examples[clause_start] = list(_examples(self.view, clause_start, clause_end))
        for example in self._examples[clause_start]:
            if example.start <= start and end <= example.end:
                if example.item or end == example.end:
                    return example.listing, example.item
        return None


@dataclass(frozen=True, slots=True)
class _Example:
    """The stretch of the view in which one item of a list names its example."""

    start: int
    end: int
    item: int
    listing: tuple[int, int]


def _examples(view: str, start: int, end: int) -> Iterator[_Example]:
    """Find the examples that a clause lists: A、B和C等, or a row of short words."""
    if view.find("、", start, end) < 0:
        return
    items, position = [], start
    for item in view[start:end].split("、"):
        items.append((position, position + len(item)))
        position += len(item) + 1
    last_start, last_end = items[-1]
    closing = view.find("等", last_start, min(last_end, last_start + _LONGEST_LAST_ITEM))
    if closing < 0:
        yield from _row_of_words(view, start, end)
        return
    link = _LAST_LINK.match(view, last_start, closing)
    items[-1:] = [(last_start, link.end() - 1), (link.end(), closing)] if link else [
        (last_start, closing)
    ]
    listing = start, len(items)
    for number, (item_start, item_end) in enumerate(items):
        # The first item opens with the clause's verb, so only its end is an example.
        yield _Example(max(item_start, item_end - _LONGEST_EXAMPLE), item_end, number, listing)


def _row_of_words(view: str, start: int, end: int) -> Iterator[_Example]:
    for row in _ROW_OF_WORDS.finditer(view, start, end):
        words, position = row[0].split("、"), row.start()
        for number, word in enumerate(words, 1):
            yield _Example(position, position + len(word), number, (row.start(), len(words)))
            position += len(word) + 1


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
