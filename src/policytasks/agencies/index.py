"""From the name of a public body to its function.

A function is what compares across places and years, so the rows follow three
rules. A body that another absorbed whole takes the absorber's function (市物价局:
development and reform; 市国土局: natural resources), for its work goes on there.
An office that has kept its name wherever it was moved keeps a function of its
own (老龄办). A department merged of several counts as the one it names first
(教育体育局: education), unless a row says otherwise.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from policytasks.agencies.names import (
    BRANCHES,
    LEVEL_WORD,
    NATIONAL,
    NO_PLACES,
    compact_name,
    one_name,
    without_parentheses,
)
from policytasks.places import UNIT_SIGNS, UNITS

__all__ = ["Agency", "AgencyIndex", "Alias", "alias_key"]


@dataclass(frozen=True, slots=True)
class Alias:
    """One way to write an agency's name, and the years in which it was in use.

    Attributes
    ----------
    name
        The core of the name, without level or place.
    any_prefix
        Whether any words may stand before the core, not only a level or place;
        written in the codebook as a leading ``*``.
    first_year, last_year
        First and last year of use; None where open.
    note
        Why the name belongs to the function, where that needs saying.
    """

    name: str
    any_prefix: bool
    first_year: int | None
    last_year: int | None
    note: str

    def years_from(self, year: int) -> int:
        """Return how many years ``year`` lies outside the alias's time of use.

        >>> Alias("卫生计生委", False, 2013, 2018, "").years_from(2020)
        2
        """
        if self.first_year is not None and year < self.first_year:
            return self.first_year - year
        if self.last_year is not None and year > self.last_year:
            return year - self.last_year
        return 0


@dataclass(frozen=True, slots=True)
class Agency:
    """A public function, and every name under which bodies have held it."""

    id: str
    zh: str
    en: str
    aliases: tuple[Alias, ...]


_LINKS = str.maketrans("", "", "和与及暨、")


def alias_key(name: str) -> str:
    """Return the spelling by which names are looked up.

    Long and short forms differ in their conjunctions only too often
    (住房和城乡建设局, 住房城乡建设局), so these do not count.

    >>> alias_key("发展和改革委员会")
    '发展改革委员会'
    """
    return compact_name(name).translate(_LINKS)


# What may stand before the core of a name, besides level words and places.
_PREFIX_WORD = re.compile(
    rf"中共|{NATIONAL}|新疆生产建设兵团|兵团|管委会|街道|镇|乡|各|全|级|两级|三级"
    r"|人民政府|政府|党委|党工委|委|直|属|以上|有关|相关|其他"
)
_ONE_LEVEL_WORD = re.compile(LEVEL_WORD)
_UNIT = re.compile(UNITS)
_LONGEST_PLACE = 10


def _cuts(name: str) -> list[int]:
    """Return the positions at which the core of a name may begin, in order."""
    reached = {0}
    for start in range(len(name)):
        if start not in reached:
            continue
        for word in (_PREFIX_WORD.match(name, start), _ONE_LEVEL_WORD.match(name, start)):
            if word:
                reached.add(word.end())
        if not name.startswith(NO_PLACES, start):
            units = _UNIT.finditer(name, start + 2, start + _LONGEST_PLACE)
            reached.update(unit.end() for unit in units)
    return sorted(reached)


def _bare_cuts(name: str) -> list[int]:
    """Return the positions after what may be a place in short: 三亚海关, 山西证监局."""
    return [] if _ONE_LEVEL_WORD.match(name) or name.startswith("各") else [2, 3, 4]


# A body's office for a place or a field: 人民银行济宁市分行, 公安局交警支队.
_BRANCH = re.compile(
    rf"\w{{0,12}}?(?:{BRANCHES}|分局|分院|处|科|股|中心|站|局|[{UNIT_SIGNS}]委|委员会)"
)
_ORGAN_OF_ALIAS = re.compile(r"(?:委员会|办公室|总局|部门|局|厅|委|办|部)$")
_ORGAN_OF_NAME = re.compile(
    r"(?:行政主管|行政管理|行政|主管|管理|工作|职能)?部门|委员会|办公室|总局|(?:管理)?局|[厅委办部处科]"
)
_Row = tuple[Alias, str]


class AgencyIndex:
    """Looks up the function of an agency by its name.

    Parameters
    ----------
    agencies
        The functions with their aliases, as the codebook has them.
    """

    def __init__(self, agencies: Iterable[Agency]) -> None:
        self._names: dict[str, list[_Row]] = {}
        self._stems: dict[str, list[_Row]] = {}
        self._endings: dict[str, list[_Row]] = {}
        for agency in agencies:
            for alias in agency.aliases:
                row = (alias, agency.id)
                key = alias_key(alias.name)
                if alias.any_prefix:
                    self._endings.setdefault(key, []).append(row)
                    continue
                self._names.setdefault(key, []).append(row)
                for word in {key, _ORGAN_OF_ALIAS.sub("", key)}:
                    if len(word) > 1:
                        self._stems.setdefault(word, []).append(row)
        self._longest_stem = max(map(len, self._stems), default=0)

    def find(self, name: str, year: int | None = None) -> str | None:
        """Return the id of the function, None where the codebook has none.

        Parameters
        ----------
        name
            The agency as written; brackets, white space and a final 等 do not
            matter.
        year
            Year of the document. Where a name has meant different functions,
            the one in use that year counts, else the nearest in time; without a
            year the latest.
        """
        # The readings of a name, from the strictest to the loosest.
        name = alias_key(without_parentheses(compact_name(name))).removesuffix("等")
        cuts, bare_cuts = _cuts(name), _bare_cuts(name)
        rows = (
            self._alias_after(cuts, name)
            or self._merged_after(cuts, name, year, needs_organ=False)
            or self._alias_after(bare_cuts, name)
            # 社会组织 is 社会 and the stem of 组织部; it takes an organ to tell.
            or self._merged_after(bare_cuts, name, year, needs_organ=True)
            or self._branch(name)
            or self._ending(name)
        )
        return _in_use(rows, year)

    def knows(self, name: str) -> bool:
        """Return whether a name is, after its level or place, an alias as listed."""
        name = alias_key(one_name(name))
        return bool(self._alias_after(_cuts(name), name))

    def _alias_after(self, cuts: Iterable[int], name: str) -> list[_Row]:
        """Find the longest alias that ends the name and begins at a cut."""
        for cut in cuts:
            if name[cut:] in self._names:
                return self._names[name[cut:]]
        return []

    def _merged_after(
        self, cuts: Iterable[int], name: str, year: int | None, *, needs_organ: bool
    ) -> list[_Row]:
        """Find a department written with another organ, or merged from several.

        民政主管部门 is 民政局 with another organ; 科技工业信息化局 holds two
        functions, and counts as the one it names first.
        """
        ends = [end for end in range(len(name) - 1, 1, -1) if _ORGAN_OF_NAME.fullmatch(name, end)]
        if not needs_organ:
            ends.insert(0, len(name))
        for end in ends:
            dead: set[int] = set()
            for cut in cuts:
                first = self._first_function(name, cut, end, year, dead)
                if first:
                    return first
        return []

    def _first_function(
        self, name: str, start: int, end: int, year: int | None, dead: set[int]
    ) -> list[_Row]:
        """Split ``name[start:end]`` wholly into stems and return the first's rows.

        ``dead`` collects the starts from which no split reaches ``end``: without it
        the splits to try double with every stem that is made of two.
        """
        if start in dead:
            return []
        for stop in range(min(end, start + self._longest_stem), start + 1, -1):
            rows = self._stems.get(name[start:stop])
            if not rows or not _in_use(rows, year):
                continue
            if stop == end or self._first_function(name, stop, end, year, dead):
                return rows
        dead.add(start)
        return []

    def _branch(self, name: str) -> list[_Row]:
        """Find the body that a branch is named after."""
        for stop in range(len(name) - 1, 1, -1):
            if _BRANCH.fullmatch(name, stop):
                body = name[:stop]
                rows = self._alias_after((*_cuts(body), *_bare_cuts(body)), body)
                if rows:
                    return rows
        return []

    def _ending(self, name: str) -> list[_Row]:
        """Find the longest ending that may follow any words."""
        for cut in range(len(name)):
            if name[cut:] in self._endings:
                return self._endings[name[cut:]]
        return []


def _in_use(rows: list[_Row], year: int | None) -> str | None:
    """Return the function whose alias was in use, None where several were."""
    if not rows:
        return None
    if year is None:
        year = max(9999 if alias.last_year is None else alias.last_year for alias, _ in rows)
    nearest = min(alias.years_from(year) for alias, _ in rows)
    ids = {agency_id for alias, agency_id in rows if alias.years_from(year) == nearest}
    return ids.pop() if len(ids) == 1 else None
