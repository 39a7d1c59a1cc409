"""What of a web page a browser shows, and what it strikes out."""

from __future__ import annotations

import re
from collections.abc import Callable

from lxml.html import HtmlElement

from policytasks.importing.html_lines import INLINE, squeezed

__all__ = ["drop", "drop_hidden", "drop_never_text", "drop_struck", "pictures"]

_NEVER_TEXT = frozenset({
    "script", "style", "noscript", "template", "iframe", "object", "embed", "applet", "svg",
    "canvas", "audio", "video", "map", "select", "option", "button", "input", "textarea", "head",
    "title", "rp", "rt",
})  # fmt: skip
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_STRUCK_TAGS = frozenset(("s", "strike", "del"))
_STRUCK = re.compile(r"text-decoration[\w-]*\s*:[^;]{0,40}line-through", re.IGNORECASE)
# Where more of a page would be struck out, a tag was never closed.
_MOST_STRUCK = 0.5
# A picture this high or wide, in pixels, may hold text; smaller ones adorn.
_LEAST_PICTURE = 60
_PIXELS = re.compile(r"\s*(\d{1,5})(?:px)?\s*$", re.IGNORECASE)


def drop(element: HtmlElement) -> None:
    """Take an element out; what follows it in its parent stays, on a line of its own."""
    # drop_tree would join the words before and behind a block.
    if element.tag not in INLINE | _NEVER_TEXT and (element.tail or "").strip():
        element.addprevious(element.makeelement("br"))
    element.drop_tree()


def drop_never_text(body: HtmlElement) -> None:
    """Take out of ``body`` scripts and forms, and the page's buttons: print, close, larger type."""
    _drop_all(body, lambda element: element.tag in _NEVER_TEXT or _is_button(element))


def _is_button(element: HtmlElement) -> bool:
    address = element.get("href", "") if element.tag == "a" else ""
    return address.strip().lower().startswith("javascript:")


def drop_hidden(body: HtmlElement) -> int:
    """Take out of ``body`` what the page itself hides; return how many characters."""
    return len("".join(_drop_all(body, _is_hidden)))


def _is_hidden(element: HtmlElement) -> bool:
    return element.get("hidden") is not None or bool(_HIDDEN.search(element.get("style", "")))


def drop_struck(body: HtmlElement) -> list[str]:
    """Take struck text out of ``body`` and return it; leave it where most would be struck."""
    struck = [squeezed(element) for element in _outermost(body, _is_struck)]
    if sum(map(len, struck)) > _MOST_STRUCK * len(squeezed(body)):
        return []
    return [text for text in _drop_all(body, _is_struck) if text]


def _is_struck(element: HtmlElement) -> bool:
    return element.tag in _STRUCK_TAGS or bool(_STRUCK.search(element.get("style", "")))


def pictures(body: HtmlElement) -> int:
    """Return how many pictures may show text: those that are not small."""
    return sum(not _is_small(picture) for picture in body.iter("img"))


def _is_small(picture: HtmlElement) -> bool:
    sides = [_PIXELS.match(picture.get(name, "")) for name in ("width", "height")]
    return any(int(side[1]) < _LEAST_PICTURE for side in sides if side)


def _drop_all(body: HtmlElement, is_wanted: Callable[[HtmlElement], bool]) -> list[str]:
    """Take elements out of ``body``; return their texts without white space."""
    found = _outermost(body, is_wanted)
    texts = [squeezed(element) for element in found]
    for element in found:
        drop(element)
    return texts


def _outermost(body: HtmlElement, is_wanted: Callable[[HtmlElement], bool]) -> list[HtmlElement]:
    """Return the wanted elements below ``body`` that lie in no other of them."""
    found: list[HtmlElement] = []
    inside: set[HtmlElement] = set()
    for element in body.iter():
        if element is not body and element not in inside and is_wanted(element):
            found.append(element)
            inside.update(element.iter())
    return found
