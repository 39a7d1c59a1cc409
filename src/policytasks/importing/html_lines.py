"""The lines of a web page as a browser shows them, list numbers included."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from policytasks.importing.ordinals import format_ordinal

__all__ = ["INLINE", "Run", "runs_of", "squeezed"]

INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font",
    "i", "img", "ins", "kbd", "label", "mark", "o:p", "q", "ruby", "rb", "s", "samp", "small",
    "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
})  # fmt: skip
_DOWNLOAD = re.compile(r"\.(?:docx?|wps|pdf|xlsx?|et|pptx?|zip|rar|ofd|txt)\s*(?:$|[?#])", re.I)

_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
# A line break in the markup between two Chinese characters is no blank (CSS Text 3, 4.1.3).
_CHINESE = r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef]"
_BREAK_IN_CHINESE = re.compile(rf"(?<={_CHINESE})[ \t]*\r?\n[ \t\r\n]*(?={_CHINESE})")
_LIST_STYLES = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "decimal": "decimal",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "cjk-ideographic": "chineseCounting",
    "simp-chinese-informal": "chineseCounting",
    "trad-chinese-informal": "chineseCounting",
}
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.IGNORECASE)
_INTEGER = re.compile(r"\s*(\d{1,5})")


@dataclass(slots=True)
class Run:
    """The text between two line ends of a page, and how much of it is links."""

    block: HtmlElement
    text: str
    linked: int

    @property
    def characters(self) -> int:
        """How many characters it has, white space aside."""
        return len("".join(self.text.split()))

    @property
    def unlinked(self) -> int:
        """How many of them are no link."""
        return self.characters - self.linked


@dataclass(slots=True)
class _Line:
    """A run that is being put together."""

    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    verbatim: bool = False

    def add(self, text: str | None, in_link: bool) -> None:
        if text:
            self.pieces.append(text)
            if in_link:
                self.linked += len("".join(text.split()))

    def closed(self) -> str:
        text = "".join(self.pieces)
        if not self.verbatim:
            text = _SPACES.sub(" ", _BREAK_IN_CHINESE.sub("", text))
        return text.strip(" \r\n")


def runs_of(root: HtmlElement) -> Iterator[Run]:
    """Yield the non-empty runs of a tree in document order, list numbers included."""
    line = _Line()
    blocks: list[HtmlElement] = []
    links = 0

    def close(block: HtmlElement) -> Iterator[Run]:
        nonlocal line
        if text := line.closed():
            yield Run(block, text, line.linked)
        line = _Line()

    numbers: dict[HtmlElement, int] = {}
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        is_block = element is root or tag not in INLINE
        if event == "start":
            if is_block:
                yield from close(blocks[-1] if blocks else root)
                blocks.append(element)
                line.verbatim = tag == "pre"
            links += _leads_away(element)
            if tag == "li":
                line.add(_list_label(element, numbers), False)
            line.add(element.text, links > 0)
            continue
        links -= _leads_away(element)
        if is_block:
            yield from close(element)
            blocks.pop()
            line.verbatim = bool(blocks) and blocks[-1].tag == "pre"
        if element is not root:
            line.add(element.tail, links > 0)


def _leads_away(element: HtmlElement) -> bool:
    """Whether an element is a link to another page, rather than an anchor or an annex."""
    href = element.get("href") if element.tag == "a" else None
    return href is not None and not _DOWNLOAD.search(href)


def _list_label(item: HtmlElement, numbers: dict[HtmlElement, int]) -> str:
    """Return the number that a browser prints before an item of an ordered list."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return ""
    if parent not in numbers:
        start = _INTEGER.match(parent.get("start", ""))
        numbers[parent] = int(start[1]) - 1 if start else 0
    value = _INTEGER.match(item.get("value", ""))
    numbers[parent] = int(value[1]) if value else numbers[parent] + 1
    named = _LIST_STYLE.search(parent.get("style", ""))
    style = named[1].lower() if named else parent.get("type", "1")
    if style == "none":
        return ""
    number = format_ordinal(numbers[parent], _LIST_STYLES.get(style, "decimal"))
    return number + ("、" if _LIST_STYLES.get(style) == "chineseCounting" else ". ")


def squeezed(element: HtmlElement) -> str:
    return "".join(element.text_content().split())
