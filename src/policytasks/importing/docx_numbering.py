"""The list numbers of a DOCX, counted as Word counts them (ISO/IEC 29500-1, 17.9)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from docx.oxml.ns import qn
from lxml.etree import _Element

from policytasks.importing.docx_values import (
    by_id,
    integer,
    is_on,
    number_in,
    paragraph_style,
    style_chain,
    value_in,
)
from policytasks.importing.ordinals import format_ordinal

__all__ = ["Numbering"]

_DEEPEST_LEVEL = 8
_LONGEST_CHAIN_OF_LISTS = 50
_PLACEHOLDER = re.compile(r"%([1-9])")
_BARE_NUMBER_END = re.compile(r"[0-9A-Za-z.]$")


@dataclass(slots=True)
class _List:
    """A list: the numbering that it counts by, and the levels that it has of its own."""

    definition_id: str
    levels: dict[int, _Element]
    restarts: dict[int, int]


class Numbering:
    """Counts the numbered paragraphs of a document."""

    def __init__(self, element: _Element | None, styles: Mapping[str, _Element]) -> None:
        self._styles = styles
        self._definitions: dict[str, _Element] = {}
        self._numbered: dict[str, _Element] = {}
        if element is not None:
            self._definitions = by_id(element, "w:abstractNum", "w:abstractNumId")
            self._numbered = by_id(element, "w:num", "w:numId")
        self._lists: dict[str, _List | None] = {}
        # By numbering and level: lists of one numbering count on.
        self._counts: dict[str, dict[int, int]] = {}
        self._restarted: set[tuple[str, int]] = set()

    def label(self, paragraph: _Element) -> str:
        """Count ``paragraph`` and return what Word prints before it; empty where nothing."""
        list_id, depth = self._place(paragraph)
        numbered = self._list(list_id)
        if numbered is None:
            return ""
        counts = self._counts.setdefault(numbered.definition_id, {})
        if depth in numbered.restarts and (list_id, depth) not in self._restarted:
            self._restarted.add((list_id, depth))
            counts[depth] = numbered.restarts[depth]
        elif depth in counts:
            counts[depth] += 1
        else:
            counts[depth] = _start(numbered, depth)
        for deeper in [level for level in counts if level > depth]:
            restart = number_in(numbered.levels.get(deeper), "w:lvlRestart")
            if restart is None or depth < restart:
                del counts[deeper]
        return _written(numbered, depth, counts)

    def _place(self, paragraph: _Element) -> tuple[str, int]:
        """Return the list and the level of a paragraph, its own or its style's."""
        list_id = value_in(paragraph, "w:pPr/w:numPr/w:numId")
        depth = number_in(paragraph, "w:pPr/w:numPr/w:ilvl")
        for style in style_chain(self._styles, paragraph_style(paragraph)):
            if list_id is None:
                list_id = value_in(style, "w:pPr/w:numPr/w:numId")
                if list_id is not None and depth is None:
                    depth = self._depth_of_style(list_id, style.get(qn("w:styleId"), ""))
            if depth is None:
                depth = number_in(style, "w:pPr/w:numPr/w:ilvl")
        return list_id or "", min(depth or 0, _DEEPEST_LEVEL)

    def _depth_of_style(self, list_id: str, style_id: str) -> int | None:
        numbered = self._list(list_id)
        levels = numbered.levels.items() if numbered else ()
        return next((d for d, level in levels if value_in(level, "w:pStyle") == style_id), None)

    def _list(self, list_id: str) -> _List | None:
        """Return a list; None where the document defines none of that id."""
        if list_id not in self._lists:
            self._lists[list_id] = self._read_list(self._numbered.get(list_id))
        return self._lists[list_id]

    def _read_list(self, numbered: _Element | None) -> _List | None:
        definition_id = self._definition_id(numbered)
        if numbered is None or definition_id is None:
            return None
        levels = _levels(self._definitions[definition_id])
        restarts: dict[int, int] = {}
        for override in numbered.iterchildren(qn("w:lvlOverride")):
            depth = integer(override.get(qn("w:ilvl")))
            if depth is None:
                continue
            own = override.find(qn("w:lvl"))
            if own is not None:
                levels[depth] = own
            restart = number_in(override, "w:startOverride")
            if restart is not None:
                restarts[depth] = restart
        return _List(definition_id, levels, restarts)

    def _definition_id(self, numbered: _Element | None) -> str | None:
        """Return the definition that a list uses, through the list style if it names one."""
        for _ in range(_LONGEST_CHAIN_OF_LISTS):
            definition_id = value_in(numbered, "w:abstractNumId") or ""
            definition = self._definitions.get(definition_id)
            if definition is None:
                return None
            style = self._styles.get(value_in(definition, "w:numStyleLink") or "")
            if style is None:
                return definition_id
            numbered = self._numbered.get(value_in(style, "w:pPr/w:numPr/w:numId") or "")
        return None


def _levels(definition: _Element) -> dict[int, _Element]:
    """Return the levels of a numbering; those that do not say which they are, by their order."""
    levels: dict[int, _Element] = {}
    for position, level in enumerate(definition.iterchildren(qn("w:lvl"))):
        depth = integer(level.get(qn("w:ilvl")))
        levels.setdefault(position if depth is None else depth, level)
    return levels


def _start(numbered: _List, depth: int) -> int:
    return number_in(numbered.levels.get(depth), "w:start") or 0


def _written(numbered: _List, depth: int, counts: dict[int, int]) -> str:
    """Write a level's number as its text says: 第%1章, （%2）, %1.%2."""
    level = numbered.levels.get(depth)
    if level is None or _style_of(level) in ("bullet", "none"):
        return ""
    in_digits = is_on(level.find(qn("w:isLgl")))

    def number(match: re.Match[str]) -> str:
        wanted = int(match[1]) - 1
        own = numbered.levels.get(wanted)
        value = counts.setdefault(wanted, _start(numbered, wanted))
        return format_ordinal(value, "decimal" if in_digits or own is None else _style_of(own))

    label = _PLACEHOLDER.sub(number, value_in(level, "w:lvlText") or "")
    # 1. and 2024年 must not run into one number; 一、 and （一） need no blank.
    separate = _BARE_NUMBER_END.search(label) and value_in(level, "w:suff") != "nothing"
    return label + " " if separate else label


def _style_of(level: _Element) -> str:
    return value_in(level, "w:numFmt") or "decimal"
