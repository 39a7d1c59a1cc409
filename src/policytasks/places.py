"""Places of China: which there are, on which level, and how a name begins with one.

The divisions come from a published list (``data/codebook/places.csv``, which says from
which list and year). A name that the list does not have is judged by its last word,
which cannot tell a city of county level from a prefecture.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Annotated, Literal, NamedTuple, get_args

from pydantic import StringConstraints

from policytasks.entries import Entry, Text, csv_rows, read_codebook_file
from policytasks.paths import PathFinder
from policytasks.words.numerals import ORDINAL_NUMERAL

__all__ = [
    "LEVELS",
    "LEVEL_OF_UNIT",
    "MUNICIPALITIES",
    "PLACES_FILE",
    "TERRITORY_SIGNS",
    "UNITS",
    "UNIT_SIGNS",
    "Gazetteer",
    "Level",
    "Place",
    "find_place",
    "find_province",
]

PLACES_FILE = "places.csv"

Level = Literal["province", "prefecture", "county", "national"]
LEVELS: tuple[Level, ...] = get_args(Level)

# The last word of a place's name; longer words stand before their own endings.
LEVEL_OF_UNIT: dict[str, Level] = {
    "特别行政区": "province",
    "自治区": "province",
    "自治州": "prefecture",
    "自治县": "county",
    "地区": "prefecture",
    "省": "province",
    "市": "prefecture",
    "州": "prefecture",
    "盟": "prefecture",
    "县": "county",
    "区": "county",
    "旗": "county",
}
UNITS = "|".join(LEVEL_OF_UNIT)
# Those that are one sign each, and with them the places below a county.
UNIT_SIGNS = "".join(unit for unit in LEVEL_OF_UNIT if len(unit) == 1)
TERRITORY_SIGNS = UNIT_SIGNS + "镇乡"

# Cities that are provinces.
MUNICIPALITIES = frozenset({"北京市", "天津市", "上海市", "重庆市"})

# Not 城市社区, 全省, 各市, nor what begins with an agency (民政局清河市).
_DIVISION = re.compile(
    rf"(?![全各本我])(?:(?![局厅委署])[\u4e00-\u9fff]){{2,9}}?((?<!社)(?<!小)(?<!片)(?:{UNITS}))"
)
# Zones have committees of their own and rank as counties.
_ZONE = re.compile(
    r"""
    [\u4e00-\u9fff]{0,18}?
    (?:(?:开发|示范|实验|试验|合作|保税|度假|管理|高新|经开|工业|产业|科技|物流)区   # 高新技术产业开发区
      |新区|新城|园区                                                        # 苏州工业园区
    )
    (?=管委会|管理委员会|党工委|工委|办公室|$)
    """,
    re.VERBOSE,
)
# The divisions of the 兵团: 第八师石河子市.
_CORPS = "新疆生产建设兵团"
_CORPS_DIVISION = re.compile(rf"第{ORDINAL_NUMERAL}师(?:[\u4e00-\u9fff]{{2,4}}市)?")


class Place(NamedTuple):
    """A place: its name as written and its level; ``listed`` where the list has it."""

    name: str
    level: Level
    listed: bool


class _Row(Entry):
    """One row of places.csv: the official code (two digits a level), name and level."""

    code: Annotated[str, StringConstraints(pattern=r"^\d{2}(\d{2}(\d{2})?)?$")]
    name: Text
    level: Literal["province", "prefecture", "county"]


class Gazetteer:
    """The places of a list.

    Parameters
    ----------
    places
        Code, name and level of each; a place lies in the one whose code begins its own.
    """

    def __init__(self, places: Iterable[tuple[str, str, Level]]) -> None:
        self._of_name: dict[str, list[tuple[str, Level]]] = {}
        self._provinces: dict[str, str] = {}
        for code, name, level in places:
            if level == "province":
                self._provinces[code] = name
            self._of_name.setdefault(name, []).append((code, level))
        self._longest = max(map(len, self._of_name), default=0)

    def find(self, name: str) -> Place | None:
        """Return the innermost place that a name begins with, None where there is none.

        Parameters
        ----------
        name
            The name of an agency, a document or a place, without white space.
        """
        return self._innermost(name)[0]

    def province(self, name: str) -> str | None:
        """Return the province of the innermost place that a name begins with."""
        return self._provinces.get(self._innermost(name)[1][:2])

    def _innermost(self, name: str) -> tuple[Place | None, str]:
        """Return the innermost place that a name begins with, and its code."""
        position, code, found = 0, "", None
        while step := self._next(name, position, code, found):
            found, position, code = step
        return found, code

    def _next(
        self, name: str, start: int, inside: str, outer: Place | None
    ) -> tuple[Place, int, str] | None:
        """Return the place that stands at a position, its end and its code."""
        for end in range(min(len(name), start + self._longest), start + 1, -1):
            for code, level in self._of_name.get(name[start:end], ()):
                if code.startswith(inside) and code != inside:
                    return Place(name[start:end], level, True), end, code
        if outer and outer.name == _CORPS and (own := _CORPS_DIVISION.match(name, start)):
            return Place(own[0], "prefecture", True), own.end(), "66"
        if outer and not outer.listed and outer.level == "county":
            return None
        if (zone := _ZONE.match(name, start)) and (zone[0] or outer):
            # 济宁市高新技术产业开发区 has no name without its city's.
            whole = name[: zone.end()] if outer and outer.level != "province" else zone[0]
            return Place(whole, "county", False), zone.end(), inside
        division = _DIVISION.match(name, start)
        if division is None or (outer and outer.level == "county"):
            return None
        level = LEVEL_OF_UNIT[division[1]]
        if outer and outer.level == "prefecture":
            # 吉林市桦甸市: a city inside a city is one of county level.
            level = "county"
        return Place(division[0], level, False), division.end(), inside


@cache
def _gazetteer(directory: str) -> Gazetteer:
    """Return the list of the project around a directory, read once in a process."""
    path = PathFinder.find(Path(directory)).codebook / PLACES_FILE
    rows = csv_rows(path, read_codebook_file(path), _Row)
    return Gazetteer((row.code, row.name, row.level) for _, row in rows)


def find_place(name: str) -> Place | None:
    """Return the innermost place that a name begins with, by the codebook's list.

    >>> find_place("公主岭市人民政府办公室")
    Place(name='公主岭市', level='county', listed=True)
    >>> find_place("养老服务实施方案")
    """
    return _gazetteer(os.getcwd()).find(name)


def find_province(name: str) -> str | None:
    """Return the province of the innermost place that a name begins with.

    >>> find_province("济宁市"), find_province("吉林省"), find_province("某地")
    ('山东省', '吉林省', None)
    """
    return _gazetteer(os.getcwd()).province(name)
