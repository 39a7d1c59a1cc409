"""Places of China: their levels, and the words by which a name tells them."""

from __future__ import annotations

from typing import Literal, get_args

__all__ = ["LEVELS", "LEVEL_OF_UNIT", "MUNICIPALITIES", "UNITS", "Level"]

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

# Cities that are provinces.
MUNICIPALITIES = frozenset({"北京市", "天津市", "上海市", "重庆市"})
