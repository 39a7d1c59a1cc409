"""Which themes a unit acts on, and where its words say so.

Consumes the units of a plan, as stretches of its compact text, and the codebook's
themes; produces :class:`ThemeMatch`. A unit acts on a theme where the theme's words
stand otherwise than in passing (:mod:`passing`) and, in a plan on another subject,
where they are said of eldercare.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from math import inf
from typing import NamedTuple

from policytasks.codebook import Theme
from policytasks.reading.drafts import Unit
from policytasks.reading.passing import (
    Example,
    asides,
    blank_passages,
    example_at,
    examples,
    is_beside_the_act,
    is_label,
)

__all__ = ["ThemeMatch", "code_themes", "find_mentions", "is_on_eldercare"]

# Between title, body and heading stands the mark that is printed there: no gap of a
# pattern reaches over it.
_JOINT = "。"
_CLAUSE = re.compile(r"[^,;。:!?\n]+")

# How far the words of a clause are read that stand before and behind a mention.
_REACH = 60
_BEHIND = re.compile(rf"[^;。]{{0,{_REACH}}}+[;。]?")

# Nouns of eldercare; 养老保险 is a pension.
_ELDERCARE = re.compile(
    r"""
      养老(?!保险|金|待遇|基金)                    # 养老服务, 养老机构
    | 老年 | 老人 | 老龄 | 长者 | 高龄 | 空巢 | 银发
    | 敬老 | 为老 | 助老 | 爱老 | 孝老 | 适老      # 敬老院, 为老服务, 适老化
    | 医养 | 康养 | 失能 | 失智
    | 日间照料 | 长期[护照][理护] | 长护险 | 安宁疗护
    | 助[浴洁] | 助(?<![帮辅]助)餐(?!饮)            # 助餐; not 帮助餐饮企业
    | 五保 | 特困人员供养
    """,
    re.VERBOSE,
)
# In plans on eldercare nine tenths of the text stand in units that name it; a plan on
# health, housing or civil affairs that gives it a chapter has it in seven tenths at most.
_LEAST_SHARE = 0.85
# A plan whose title names it need not do so in each unit: 签约机构每月上门两次.
_LEAST_SHARE_OF_TITLED = 0.5
# An excerpt of a few lines does not tell, and is taken for what the codebook is about.
_TOO_SHORT_TO_TELL = 500


class ThemeMatch(NamedTuple):
    """A theme that a unit acts on.

    Attributes
    ----------
    theme_id
        The theme of the codebook.
    mentions
        How often the theme's patterns match in title and body and are about the
        act; where these do not decide, its weak patterns count too. At least 1.
    start, end
        The clause that holds the first mention which decided, as offsets into
        the text.
    """

    theme_id: str
    mentions: int
    start: int
    end: int


def is_on_eldercare(title: str | None, units: Sequence[str]) -> bool:
    """Return whether eldercare is what a plan is about, by its title and how much names it.

    Parameters
    ----------
    title
        The title of the plan, if it has one.
    units
        The wording of each unit as compact text, with its title and nearest heading.
    """
    length = sum(map(len, units))
    if length < _TOO_SHORT_TO_TELL:
        return True
    is_titled = title is not None and _ELDERCARE.search(title)
    least = _LEAST_SHARE_OF_TITLED if is_titled else _LEAST_SHARE
    return sum(len(unit) for unit in units if _ELDERCARE.search(unit)) >= least * length


def code_themes(
    text: str, units: Sequence[Unit], themes: Iterable[Theme], *, in_eldercare_plan: bool
) -> list[list[ThemeMatch]]:
    """Return for each unit of a plan the themes that it acts on, in the order of ``themes``.

    A theme is coded when one of its patterns occurs otherwise than in passing,
    or when a weaker mention is supported: it stands in the title, or the nearest
    heading names the theme too, and not in passing. In passing is what stands in
    the name of a document or an office, in brackets, in the grounds for acting, in
    a definition, in the formula for the care system (except in objectives and
    principles) or in a list of examples, what an act rests on and who profits from
    it; a list half of whose items show a theme is about that theme, and a list of
    duties (负责…等工作) gives no examples. A unit whose title names means, money or
    staff, acts on another theme only where its body names it more than once: once, it
    is what the means are for.

    Parameters
    ----------
    text
        Compact text: no white space, half-width signs.
    units
        The units, as stretches of it. The title of a duty is the department, which says
        nothing of themes.
    themes
        The codebook's themes.
    in_eldercare_plan
        Whether the plan is about eldercare. In another one a mention counts only
        beside a noun of eldercare, in its own item of the clause, in the unit's
        title or in the nearest heading.
    """
    read = [_Unit(text, unit, in_eldercare_plan=in_eldercare_plan) for unit in units]
    decided: list[list[tuple[Theme, Deciding]]] = [[] for _ in units]
    # Theme by theme, so that its patterns stay at hand for the processor.
    for theme in themes:
        for unit, found in zip(read, decided, strict=True):
            # Weak mentions of the body alone decide nothing.
            if theme.pattern.search(unit.wording) or theme.weak_pattern.search(unit.headings):
                deciding = _decide(unit, theme)
                if deciding:
                    found.append((theme, deciding))
    return list(map(_matches, read, decided))


def _matches(unit: _Unit, decided: list[tuple[Theme, Deciding]]) -> list[ThemeMatch]:
    """Return the themes that a unit acts on, of those whose mentions say so by themselves."""
    is_about_means = any(
        theme.is_means and first < unit.body_start and unit.is_titled(theme)
        for theme, (_, first) in decided
    )
    return [
        ThemeMatch(theme.id, mentions, *unit.clause_in_text(first))
        for theme, (mentions, first) in decided
        if not is_about_means or theme.is_means or mentions > 1 or first < unit.body_start
    ]


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
    return list(map(re.Match.span, pattern.finditer(text)))


# --- deciding ------------------------------------------------------------------


# How many mentions of a theme count, and where the one starts that decides.
Deciding = tuple[int, int]


def _decide(unit: _Unit, theme: Theme) -> Deciding | None:
    """Return how many mentions of a theme count, and where the one stands that decides.

    None where the unit does not act on the theme.
    """
    strong = _spans(theme.pattern, unit.wording)
    own = [span for span in strong if unit.acts_on(span, theme)]
    first = _first_deciding(unit, own)
    if first is not None:
        return len(own), first
    is_headed = strong and strong[0][0] < unit.body_start
    if not is_headed and not theme.weak_pattern.search(unit.headings):
        return None
    weak = _spans(theme.weak_pattern, unit.wording)
    starts = {span[0] for span in own} | {span[0] for span in weak if unit.acts_on(span, theme)}
    if not starts:
        return None
    first = min(starts)
    above = [span for span in strong + weak if not unit.holds(span)]
    if first < unit.body_start or any(unit.example_at(*span) is None for span in above):
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
    """The nearest heading of a unit, its title and its body, as one text.

    Attributes
    ----------
    wording
        The text, with blanks for what does not count.
    headings
        Its part before the body.
    title_start, body_start
        Where the title and the body start in it.
    is_on_eldercare
        Whether all of it is said of eldercare, as the plan or its heading tells.
    """

    def __init__(self, text: str, unit: Unit, *, in_eldercare_plan: bool) -> None:
        title = unit.title if unit.kind != "duty" else None
        printed = (unit.section or "").rpartition(">")[2] + _JOINT
        self.title_start = len(printed)
        # Where the stretches of title and body start, in the wording and in the text.
        self._origins: list[tuple[int, int]] = []
        for start, end in [title or (0, 0)]:
            self._origins.append((len(printed), start))
            printed += text[start:end]
        printed += _JOINT
        self.body_start = len(printed)
        for start, end in unit.text:
            self._origins.append((len(printed), start))
            printed += text[start:end]
        printed += _JOINT
        self._clauses = [match.span() for match in _CLAUSE.finditer(printed)]
        self._clause_starts = [start for start, _ in self._clauses]
        self.wording = blank_passages(printed, unit.kind)
        self._asides = asides(self.wording)
        self._examples_of: dict[tuple[int, int], list[list[Example]]] = {}
        self.headings = self.wording[: self.body_start]
        self.is_on_eldercare = in_eldercare_plan or bool(_ELDERCARE.search(self.headings))

    def is_titled(self, theme: Theme) -> bool:
        """Return whether the title has wording that by itself shows a theme."""
        return bool(theme.pattern.search(self.wording, self.title_start, self.body_start))

    def acts_on(self, span: tuple[int, int], theme: Theme) -> bool:
        """Return whether a mention is the unit's own and about what the unit does."""
        start, end = span
        if not self.holds(span):
            return False
        clause_start, clause_end = self._clause(start)
        before = self.wording[max(clause_start, start - _REACH) : start]
        # A mention that reaches into the next clause says itself what follows.
        behind = _BEHIND.match(self.wording, end) if end <= clause_end else None
        after = behind[0] if behind else ""
        if not self.is_on_eldercare:
            rest = self.wording[end : min(clause_end, end + _REACH)]
            # Of 商贸、康养等|消费 only the example is eldercare.
            own = before.rpartition("、")[2].rpartition("等")[2]
            item = own + self.wording[start:end] + rest.partition("、")[0]
            if not _ELDERCARE.search(item):
                return False
        if start > self.body_start and is_label(before, after):
            return False
        return not is_beside_the_act(
            before,
            after,
            names_provider=theme.names_providers,
            goes_to_providers=theme.goes_to_providers,
        )

    def holds(self, span: tuple[int, int]) -> bool:
        """Return whether a mention is the unit's own, not its heading's."""
        return span[0] >= self.title_start

    def clause_in_text(self, position: int) -> tuple[int, int]:
        """Return the clause that holds a position of title or body, as offsets into the text."""
        start, end = self._clause(position)
        return self._origin(start), self._origin(end - 1) + 1

    def example_at(self, start: int, end: int) -> Example | None:
        """Return the aside or the item of a list in which a mention is an example."""
        clause = self._clause(start)
        if clause not in self._examples_of:
            listed = examples(self.wording, *clause)
            self._examples_of[clause] = [found for found in (self._asides, *listed) if found]
        for found in self._examples_of[clause]:
            example = example_at(found, start, end)
            if example is not None:
                return example
        return None

    def _clause(self, position: int) -> tuple[int, int]:
        return self._clauses[max(0, bisect_right(self._clause_starts, position) - 1)]

    def _origin(self, position: int) -> int:
        number = bisect_right(self._origins, (position, inf))
        start, start_in_text = self._origins[number - 1]
        return position - start + start_in_text
