"""What a PDF prints on its pages besides the text: watermarks, running heads, page numbers."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import Any

from policytasks.importing.pdf_lines import Character, Line, lines_of
from policytasks.importing.pdf_tables import Table
from policytasks.words.numerals import ORDINAL_NUMERAL

__all__ = ["Page", "drop_page_furniture", "without_watermarks"]

_PAGE_NUMBER = re.compile(
    rf"""
    [-\u2010-\u2015\u2212\uff0d·.\s]*
    (?: 第?\s*\d{{1,4}}\s*页?                          # — 3 —   第3页
        (?:\s*[/,，]?\s*共?\s*\d{{1,4}}\s*页?)?        # 3/12    第3页，共12页
      | 第{ORDINAL_NUMERAL}页                       # 第十二页
      | Page\s*\d{{1,4}}(?:\s*of\s*\d{{1,4}})?            # Page 3 of 12
    )
    [-\u2010-\u2015\u2212\uff0d·.\s]*
    """,
    re.VERBOSE,
)
# Furniture is among the outermost lines of a page, in a margin of this share of its
# height; a running head recurs on so many pages, or on so few if it is also set in
# another size than the text.
_FURNITURE_LINES = 2
_MARGIN = 0.12
_FURNITURE_PAGES = 3
_FEWEST_PAGES = 2
_OTHER_SIZE = 0.1

# A watermark is pale or large, so many times the text's size, and lies across it: so
# large a share of its characters covers some of the text's.
_PALE = 0.6
_LARGE = 1.3
_COVERING = 0.3
_FEWEST_TILES = 2
# Colour spaces (ISO 32000-2, 8.6): of inks, and of lights.
_INKS = frozenset(("Separation", "DeviceN"))
_LIGHTS = frozenset(("DeviceGray", "CalGray", "DeviceRGB", "CalRGB", "ICCBased"))


@dataclass(slots=True)
class Page:
    """What stands on a page in reading order, and its height and size of text in points."""

    height: float
    size: float
    blocks: list[Line | Table] = field(default_factory=list)


def without_watermarks(page: Any) -> tuple[Any, list[str]]:
    """Return a pdfplumber page without its level watermarks, and what those say."""
    if not page.chars:
        return page, []
    size = median(character["size"] for character in page.chars)
    alike: dict[tuple[object, ...], list[Character]] = defaultdict(list)
    for character in page.chars:
        alike[_look(character)].append(character)
    largest = max(map(len, alike.values()))
    suspects: list[list[Character]] = []
    text: list[Character] = []
    for group in alike.values():
        if _is_suspect(group, size, largest):
            suspects.append(group)
        else:
            text += group
    text.sort(key=_middle)
    watermarks = [group for group in suspects if _is_watermark(group, size, text)]
    left_out = {id(character) for group in watermarks for character in group}
    return (
        page.filter(lambda thing: id(thing) not in left_out),
        [line.text for group in watermarks for line in lines_of(group)],
    )


def _look(character: Character) -> tuple[object, ...]:
    return character["fontname"], round(character["size"]), character["non_stroking_color"]


def _middle(character: Character) -> float:
    return float(character["top"] + character["bottom"]) / 2


def _is_suspect(group: list[Character], size: float, largest: int) -> bool:
    """Whether characters of one look are pale or large, and not most of the page."""
    if len(group) == largest:
        return False
    return _is_pale(group[0]) or group[0]["size"] >= _LARGE * size


def _is_pale(character: Character) -> bool:
    """Whether a character is light grey or another light colour; white stands on dark cells."""
    color, space = character["non_stroking_color"], character["ncs"]
    if not isinstance(color, tuple) or not all(isinstance(part, (int, float)) for part in color):
        return False
    # Inks darken, and lights brighten.
    if len(color) == 4:
        lightness = 1 - max(color[:3]) - color[3]
    elif space in _INKS:
        lightness = 1 - max(color, default=1)
    else:
        lightness = min(color, default=0) if space in _LIGHTS else 0
    return bool(_PALE <= lightness < 1)


def _is_watermark(group: list[Character], size: float, text: list[Character]) -> bool:
    if _is_pale(group[0]) and (group[0]["size"] >= _LARGE * size or _is_tiled(group)):
        return True
    covering = sum(_covers(character, text) for character in group)
    return covering >= _COVERING * len(group)


def _is_tiled(group: list[Character]) -> bool:
    """Whether characters say the same words over and over."""
    words = [word for line in lines_of(group) for word in line.text.split()]
    return len(words) >= _FEWEST_TILES and len(set(words)) == 1


def _covers(character: Character, text: list[Character]) -> bool:
    """Whether the middle of another character, all of them from above, is in this one's box."""
    first = bisect_left(text, character["top"], key=_middle)
    behind = bisect_right(text, character["bottom"], key=_middle)
    return any(
        character["x0"] < (other["x0"] + other["x1"]) / 2 < character["x1"]
        and other["text"].strip()
        and other["text"] != character["text"]
        for other in text[first:behind]
    )


def drop_page_furniture(pages: list[Page]) -> int:
    """Take page numbers and running heads out of ``pages``; return how many."""
    margins = [list(_margin_lines(page)) for page in pages]
    heads = Counter(key for lines in margins for key in {_as_head(line) for line in lines})
    dropped = 0
    for page, marginal in zip(pages, margins, strict=True):
        for line in marginal:
            recurs = heads[_as_head(line)]
            is_running = recurs >= max(_FURNITURE_PAGES, len(pages) / 3) or (
                recurs >= max(_FEWEST_PAGES, len(pages) / 3)
                and abs(line.size - page.size) > _OTHER_SIZE * page.size
            )
            if is_running or _PAGE_NUMBER.fullmatch(line.text):
                page.blocks.remove(line)
                dropped += 1
    return dropped


def _margin_lines(page: Page) -> Iterator[Line]:
    """Yield a page's outermost lines, as far as they stand in its upper or lower margin."""
    order = sorted(page.blocks, key=lambda block: block.middle)
    above, rest = order[:_FURNITURE_LINES], order[_FURNITURE_LINES:]
    for block in above + rest[-_FURNITURE_LINES:]:
        depth = min(block.middle, page.height - block.middle)
        if isinstance(block, Line) and depth < _MARGIN * page.height:
            yield block


def _as_head(line: Line) -> tuple[str, int]:
    """Return what stays the same of a running head: its words and its height on the page."""
    return re.sub(r"\d+", "0", line.text), round(line.middle / 4)
