"""Which themes a unit acts on, and where its words say so.

Consumes the title, body and headings of a unit as compact text and the codebook's
themes; produces :class:`ThemeMatch`. The codebook has the words of a theme;
here stands what separates acting on a theme from naming it in passing.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property
from operator import attrgetter
from typing import NamedTuple

from policytasks.codebook import Theme

__all__ = ["ThemeMatch", "code_themes", "find_mentions"]

# Between title, body and heading stands the mark that is printed there: no gap of a
# pattern reaches over it.
_JOINT = "。"
_CLAUSE = re.compile(r"[^,;。:!?\n]+")
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
    r"""
      居家社区机构[^,;。]{0,8}相协调              # 居家社区机构相协调的养老服务体系
    | 医养康养[^,;。]{0,6}相结合                  # 医养康养相结合的养老服务体系
    | 居家为基础、社区为依托、机构[^,;。、]{0,6}  # 居家为基础、社区为依托、机构为补充
    """,
    re.VERBOSE,
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


def code_themes(
    text: str,
    title: tuple[int, int] | None,
    body: Sequence[tuple[int, int]],
    section: str,
    kind: str,
    themes: Iterable[Theme],
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
    text
        Compact text: no white space, half-width signs.
    title
        The stretch of the text that is the unit's title, if it has one.
    body
        The stretches that are its body, without the responsibility statement.
    section
        The headings above it, outermost first, joined by `` > ``.
    kind
        The unit's kind, as the coding manual names it.
    themes
        The codebook's themes.
    """
    unit = _Unit(text, title, body, section, kind)
    matches = []
    for theme in themes:
        decided = _decide(unit, theme)
        if decided is not None:
            mentions, first = decided
            matches.append(ThemeMatch(theme.id, mentions, *unit.clause_in_text(first)))
    return matches


def find_mentions(text: str, theme: Theme) -> list[tuple[int, int]]:
    """Return every stretch of a compact text that shows a theme, strong or weak.

    Stretches that overlap are joined; they come in reading order. Mentions in
    passing are among them: what is marked for a reader need not be coded.
    """
    joined: list[tuple[int, int]] = []
    for start, end in sorted(_spans(theme.pattern, text) + _spans(theme.weak_pattern, text)):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    return joined


def _spans(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    return [match.span() for match in pattern.finditer(text) if match[0]]


# --- deciding ------------------------------------------------------------------


def _decide(unit: _Unit, theme: Theme) -> tuple[int, int] | None:
    """Return how many mentions of a theme count, and where the one stands that decides.

    None where the unit does not act on the theme.
    """
    strong = _spans(theme.pattern, unit.wording)
    own = [span for span in strong if unit.holds(span)]
    first = _first_deciding(unit, own)
    if first is not None:
        return len(own), first
    both = strong + _spans(theme.weak_pattern, unit.wording)
    starts = {span[0] for span in both if unit.holds(span)}
    if not starts:
        return None
    first = min(starts)
    above = [span for span in both if not unit.holds(span)]
    if first < unit.title_end or any(unit.example_at(*span) is None for span in above):
        return len(starts), first
    return None


def _first_deciding(unit: _Unit, mentions: list[tuple[int, int]]) -> int | None:
    """Return the start of the first mention that is not in passing, None without one."""
    items_of: dict[tuple[int, int], set[int]] = {}
    for start, end in mentions:
        example = unit.example_at(start, end)
        if example is None:
            return start
        items = items_of.setdefault(example.listing, set())
        items.add(example.item)
        _, number_of_items = example.listing
        if len(items) > 1 and 2 * len(items) >= number_of_items > 0:
            return start
    return None


class _Unit:
    """Title and body of a unit, and its nearest heading, as one text.

    Attributes
    ----------
    wording
        The text, with blanks for what does not count.
    title_end, body_end
        Where the title and the body end in it.
    """

    def __init__(
        self,
        text: str,
        title: tuple[int, int] | None,
        body: Sequence[tuple[int, int]],
        section: str,
        kind: str,
    ) -> None:
        printed = ""
        # Where the stretches of title and body start, in the wording and in the text.
        self._origins: list[tuple[int, int]] = []
        for start, end in [title or (0, 0)]:
            self._origins.append((len(printed), start))
            printed += text[start:end]
        self.title_end = len(printed)
        printed += _JOINT
        for start, end in body:
            self._origins.append((len(printed), start))
            printed += text[start:end]
        self.body_end = len(printed)
        printed += _JOINT + section.rpartition(">")[2]
        self._clauses = [match.span() for match in _CLAUSE.finditer(printed)]
        self._examples_of: dict[tuple[int, int], list[list[_Example]]] = {}
        wording = _GROUNDS.sub(_blank, _without_documents(printed))
        self.wording = wording if kind in _STATES_AIMS else _SYSTEM_FORMULA.sub(_blank, wording)

    def holds(self, span: tuple[int, int]) -> bool:
        """Return whether a mention is the unit's own, not its heading's."""
        return span[1] <= self.body_end

    def clause_in_text(self, position: int) -> tuple[int, int]:
        """Return the clause that holds a position of title or body, as offsets into the text."""
        start, end = self._clause(position)
        return self._origin(start), self._origin(end - 1) + 1

    def example_at(self, start: int, end: int) -> _Example | None:
        """Return the aside or the item of a list in which a mention is an example."""
        clause = self._clause(start)
        if clause not in self._examples_of:
            self._examples_of[clause] = _examples(self.wording, *clause)
        for examples in (self._asides, *self._examples_of[clause]):
            number = bisect_right(examples, start, key=attrgetter("start"))
            if number and examples[number - 1].covers(start, end):
                return examples[number - 1]
        return None

    @cached_property
    def _asides(self) -> list[_Example]:
        return [
            _Example(*m.span(), 0, (m.start(), 0), False) for m in _ASIDE.finditer(self.wording)
        ]

    def _clause(self, position: int) -> tuple[int, int]:
        number = bisect_right(self._clauses, position, key=lambda clause: clause[0])
        return self._clauses[max(0, number - 1)]

    def _origin(self, position: int) -> int:
        number = bisect_right(self._origins, position, key=lambda origin: origin[0])
        start, start_in_text = self._origins[number - 1]
        return position - start + start_in_text


def _blank(match: re.Match[str]) -> str:
    return _BLANK * len(match[0])


def _without_documents(printed: str) -> str:
    """Blank the names of documents, except of those that the unit brings about."""
    pieces, position, kept_until = [], 0, -1
    for match in _DOCUMENT.finditer(printed):
        start, end = match.span()
        made = _MAKES_DOCUMENT.search(printed, max(0, start - _LONGEST_LEAD), start)
        if made or start == kept_until:
            kept_until = end
            continue
        pieces += [printed[position:start], _blank(match)]
        position = end
    return "".join([*pieces, printed[position:]])


# --- examples ------------------------------------------------------------------


class _Example(NamedTuple):
    """The stretch of the wording in which an aside, or one item of a list, names its example.

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


def _examples(wording: str, start: int, end: int) -> list[list[_Example]]:
    """Find the examples that a clause lists: A、B和C等, and rows of short words."""
    listed: list[_Example] = []
    first = start
    for closing in _CLOSES_LIST.finditer(wording, start, end):
        nearest = max(first, closing.start() - _LONGEST_LAST_ITEM - 1)
        last_start = wording.rfind("、", nearest, closing.start()) + 1
        if not last_start:
            continue
        is_work = _WORK.match(wording, closing.end())
        if not (is_work and _TAKES_ON.search(wording, first, last_start)):
            listed += _listed(wording, first, last_start, closing.start())
        first = closing.end()
    rows: list[_Example] = []
    for row in _ROW_OF_WORDS.finditer(wording, start, end):
        items = _items(row[0], row.start())
        listing = row.start(), len(items)
        rows += [_Example(*item, number, listing, False) for number, item in enumerate(items)]
    return [listed, rows]


def _listed(wording: str, start: int, last_start: int, end: int) -> list[_Example]:
    """Return the examples of a list that 等 closes; the last of them may be two."""
    items = _items(wording[start : last_start - 1], start)
    link = _LAST_LINK.match(wording, last_start, end)
    if link:
        items.append((last_start, link.end() - 1))
    items.append((link.end() if link else last_start, end))
    listing = start, len(items)
    return [
        _Example(max(first, last - _LONGEST_EXAMPLE), last, number, listing, not number)
        for number, (first, last) in enumerate(items)
    ]


def _items(listing: str, start: int) -> list[tuple[int, int]]:
    """Return where each item of a list stands, one mark between two of them."""
    spans = []
    for item in listing.split("、"):
        spans.append((start, start + len(item)))
        start += len(item) + 1
    return spans
