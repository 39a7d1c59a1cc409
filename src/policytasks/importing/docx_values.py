"""Values of WordprocessingML elements (ISO/IEC 29500-1, 17)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from docx.oxml.ns import nsmap, qn
from lxml.etree import _Element

__all__ = [
    "VALUE",
    "by_id",
    "integer",
    "is_on",
    "number_in",
    "paragraph_style",
    "style_chain",
    "value_in",
]

VALUE = qn("w:val")
_LONGEST_STYLE_CHAIN = 50


def value_in(element: _Element | None, path: str) -> str | None:
    """Return the ``w:val`` of the first element at a path of prefixed names, or None."""
    found = None if element is None else element.find(path, nsmap)
    return None if found is None else found.get(VALUE)


def number_in(element: _Element | None, path: str) -> int | None:
    """Return the number at a path; None where there is none."""
    return integer(value_in(element, path))


def integer(text: str | None) -> int | None:
    """Return a number up to 99,999; None for anything else."""
    return int(text) if text and re.fullmatch(r"\d{1,5}", text, re.ASCII) else None


def is_on(element: _Element | None) -> bool:
    """Whether a switch element is there and not turned off."""
    return element is not None and element.get(VALUE) not in ("0", "false", "off")


def paragraph_style(paragraph: _Element) -> str | None:
    """Return the id of a paragraph's style."""
    return value_in(paragraph, "w:pPr/w:pStyle")


def by_id(parent: _Element, tag: str, attribute: str) -> dict[str, _Element]:
    """Return the children of one tag by the attribute that identifies them."""
    return {child.get(qn(attribute), ""): child for child in parent.iterchildren(qn(tag))}


def style_chain(styles: Mapping[str, _Element], style_id: str | None) -> Iterator[_Element]:
    """Yield a style and those that it is based on."""
    for _ in range(_LONGEST_STYLE_CHAIN):
        style = styles.get(style_id) if style_id is not None else None
        if style is None:
            return
        yield style
        style_id = value_in(style, "w:basedOn")
