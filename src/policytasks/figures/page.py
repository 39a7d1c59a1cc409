"""What figures are made for: a column or a page of a journal, or a slide."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["PAGES", "USUAL_WIDTH", "Page"]

_TEXT = 7


@dataclass(frozen=True)
class Page:
    """A width, the most height, and the size of the text.

    Attributes
    ----------
    width, height
        As printed or shown, mm.
    text
        Size of all text but the title, which is larger, in points.
    """

    name: str
    width: float
    height: float
    text: float

    @property
    def scale(self) -> float:
        """How much larger everything is than at a text of 7 points, in which figures are laid out."""
        return self.text / _TEXT

    @property
    def across(self) -> float:
        """The width, mm at a text of 7 points."""
        return self.width / self.scale

    @property
    def down(self) -> float:
        """The most height, mm at a text of 7 points."""
        return self.height / self.scale

    @property
    def is_small(self) -> bool:
        """Whether there is no room for a long caption."""
        return self.across < 120 or self.down < 120


# The widths of Elsevier's columns, which other journals follow within a few mm, and a
# slide of 16:9 as office programs make it.
PAGES = {
    page.name: page
    for page in (
        Page("85mm", 85, 230, 7),
        Page("180mm", 180, 230, 7),
        Page("slide", 338.6, 190.5, 14),
    )
}
USUAL_WIDTH = "180mm"
