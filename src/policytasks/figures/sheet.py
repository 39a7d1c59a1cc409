"""The sheet that a figure is drawn on: title, body and caption, in mm from the top left.

Lengths are those at a text of 7 points; a slide is the same drawing, all of it larger.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from policytasks.figures.style import INK, MUTED, RULE, Style, text_width, wrapped

__all__ = ["GAP", "LINE", "ROW", "Scale", "Sheet", "shortened", "sizes_of"]

LINE = 3.1
"""Height of a line of text."""
ROW = 4.3
"""Height of a row with air."""
GAP = 1.5
"""Room between a label and what it is about."""

_EDGE = 1.5
_TITLE_SIZE = 8.4
_TITLE_LINE = 3.8
_MM_PER_INCH = 25.4
_MARK = 4


class Sheet:
    """One figure in the making.

    A drawing first learns how much room there is (`width`, `room`), says what it leaves
    out (`note`), starts the body with its height (`start`), then draws.
    """

    def __init__(
        self, style: Style, title: str, caption: str, sources: str, caption_of_many: str
    ) -> None:
        self.style = style
        self.width = style.page.across
        self._title = wrapped(title, self.width - 2 * _EDGE, size=_TITLE_SIZE)
        self._caption = [caption, sources]
        self._caption_of_many = caption_of_many
        self.axes: Axes
        self.figure: Figure

    @property
    def _above(self) -> float:
        return _EDGE + _TITLE_LINE * (self._title.count("\n") + 1) + 1.5

    @property
    def _below(self) -> float:
        return _EDGE + LINE * (self._caption_lines.count("\n") + 1) + 2

    @property
    def _caption_lines(self) -> str:
        text = self.style.say(" ", "").join(self._caption)
        return wrapped(text, self.width - 2 * _EDGE)

    @property
    def room(self) -> float:
        """The most height of the body."""
        return self.style.page.down - self._above - self._below

    def documents(self, frame: pd.DataFrame) -> list[str]:
        """Return the documents to draw: those that count, and those of the frame."""
        drawn = self.style.counted | set(frame["document_id"])
        shown = [id for id in self.style.documents if id in drawn]
        groups = list(dict.fromkeys(self.style.groups.values()))
        return sorted(shown, key=lambda id: groups.index(self.style.groups[id]) if groups else 0)

    def look(self, document: str) -> dict[str, Any]:
        """Return marker and colour of a document, or of its group."""
        return {"marker": self.style.marker(document), "color": self.style.color(document)}

    def document_key(
        self, documents: Sequence[str], sizes: Mapping[Any, int]
    ) -> dict[str, Mapping[str, Any]]:
        """Return the key of documents with their numbers of units, or of their groups."""
        style = self.style
        if not style.groups:
            return {self.counted(id, sizes): self.look(id) for id in documents}
        member = [style.groups[id] for id in documents]
        return {
            style.with_n(name, member.count(name)): self.look(id)
            for id, name in zip(documents, member, strict=True)
        }

    def counted(self, document: str, sizes: Mapping[Any, int]) -> str:
        """Return the name of a document with its number of units."""
        return self.style.with_n(self.style.name("document", document), sizes.get(document, 0))

    def read_as_many(self) -> None:
        """Caption the form that the figure has for many documents, for lack of room here."""
        self._caption[0] = self._caption_of_many

    def note(self, text: str) -> None:
        """Add a sentence to the caption, before the sources."""
        self._caption.insert(-1, text)

    def leave_out(self, names: Sequence[str], en: str = "", zh: str = "") -> None:
        """Name in the caption what the figure leaves out, if anything, in about two lines.

        What they have in common may be told in both languages.
        """
        if not names:
            return
        comma, end = self.style.say(", ", "、"), self.style.say(".", "。")
        text = self.style.say(f"Left out{en}: ", f"未列出{zh}：")
        most = 1.7 * self.width
        for number, name in enumerate(names):
            more = len(names) - number
            rest = self.style.say(f" and {more} more", f"等另 {more} 项")
            if text_width(text + name + rest) > most:
                text = text.removesuffix(comma) + rest
                break
            text += name + (comma if more > 1 else "")
        self.note(text + end)

    def that_fit(self, ids: Sequence[str], height: float, *, beside: float = 0) -> int:
        """Return how many rows of a height fit, less room for a note where not all do."""
        if beside + height * len(ids) <= self.room:
            return len(ids)
        return max(int((self.room - beside - 3 * LINE) / height), 1)

    def start(self, height: float) -> None:
        """Begin the body, which is so high; write title and caption."""
        scale = self.style.page.scale
        total = self._above + height + self._below
        self.figure = Figure(
            figsize=(self.width * scale / _MM_PER_INCH, total * scale / _MM_PER_INCH)
        )
        self.axes = self.figure.add_axes((0, 0, 1, 1))
        self.axes.set(xlim=(0, self.width), ylim=(height + self._below, -self._above))
        self.axes.set_axis_off()
        top = -self._above + _EDGE
        self.text(_EDGE, top, self._title, va="top", size=_TITLE_SIZE, linespacing=1.15)
        bottom = height + 2
        self.text(_EDGE, bottom, self._caption_lines, va="top", color=MUTED)

    def text(self, x: float, y: float, text: str, **look: Any) -> None:
        """Write a text; it begins at x and stands at the height of y unless told."""
        size = look.pop("size", 7) * self.style.page.scale
        look = {"va": "center", "linespacing": 1.2, "clip_on": False, **look}
        self.axes.text(x, y, text, size=size, **look)

    def mark(
        self, x: float, y: float, marker: str, color: str, *, hollow: bool = False, size: float = 1
    ) -> None:
        """Draw a mark, hollow where it stands for none."""
        self.axes.plot(
            [x],
            [y],
            marker=marker,
            color=color,
            markerfacecolor="white" if hollow else color,
            markersize=_MARK * size * self.style.page.scale,
            markeredgewidth=0.9 * self.style.page.scale,
            linestyle="none",
            zorder=3,
        )

    def line(
        self,
        xs: Sequence[float],
        ys: Sequence[float],
        color: str = INK,
        width: float = 1,
        **look: Any,
    ) -> None:
        """Draw a line; its width in points."""
        self.axes.plot(xs, ys, color=color, linewidth=width * self.style.page.scale, **look)

    def box(self, x: float, y: float, wide: float, high: float, face: str, **look: Any) -> None:
        """Draw a rectangle from its top left corner."""
        look = {"edgecolor": "none", "linewidth": 0.6 * self.style.page.scale, **look}
        self.axes.add_patch(Rectangle((x, y), wide, high, facecolor=face, **look))

    def row_labels(self, labels: Iterable[str], left: float, ys: Iterable[float]) -> None:
        """Write labels that end where the rows begin, cut where they are too long."""
        for label, y in zip(labels, ys, strict=True):
            self.text(left - GAP, y, shortened(label, left - GAP - 1), ha="right")

    def panel_head(self, left: float, wide: float, y: float, text: str, *, upright: bool) -> None:
        """Write what a panel is called over it, from its left or upright in its middle."""
        turn = {"rotation": 90, "ha": "center"} if upright else {}
        self.text(left + (wide / 2 if upright else 0), y, text, va="bottom", **turn)

    def nothing(self, text: str) -> None:
        """Be a figure that says why there is nothing to draw."""
        self.start(2 * ROW)
        self.text(self.width / 2, ROW, wrapped(text, self.width - 10), ha="center", color=MUTED)

    def key(self, entries: Mapping[str, Mapping[str, Any]]) -> None:
        """Explain marks and fills in lines at the top."""
        for (x, line), (label, look) in zip(
            self._key_places(entries), entries.items(), strict=True
        ):
            middle = ROW * (line + 0.5)
            if "marker" in look:
                self.mark(x + 1.5, middle, **look)
            else:
                self.box(x, middle - 1.3, 3, 2.6, **look)
            self.text(x + 4.5, middle, label)

    def key_height(self, labels: Iterable[str]) -> float:
        """Return how high a key of labels will be."""
        lines = [line for _, line in self._key_places(labels)]
        return ROW * (lines[-1] + 1 if lines else 1) + 1

    def _key_places(self, labels: Iterable[str]) -> Iterator[tuple[float, int]]:
        """Yield where each entry of a key begins, and in which line."""
        x, line = _EDGE, 0
        for label in labels:
            wide = 4.5 + text_width(label) + 4
            if x > _EDGE and x + wide > self.width:
                x, line = _EDGE, line + 1
            yield x, line
            x += wide


def sizes_of(frame: pd.DataFrame) -> Mapping[Any, int]:
    """Return the number of units of each document, which is the largest ``n`` of its rows."""
    return frame.groupby("document_id")["n"].max().to_dict()


class Scale:
    """A numeric axis between two places of a sheet.

    Parameters
    ----------
    sheet
        What it is drawn on.
    left, right
        Where 0 and ``high`` stand.
    high
        The largest value; 1 for shares, whose ticks end at 100 %.
    percent
        Whether the values are shares.
    """

    def __init__(
        self, sheet: Sheet, left: float, right: float, high: float, *, percent: bool = False
    ) -> None:
        self._sheet, self._left, self._right, self._percent = sheet, left, right, percent
        room = right - left
        steps = 4 if room > 40 else 2
        if percent and high > 0.8:
            self._ticks = [step / steps for step in range(steps + 1)]
        else:
            unit = 0.01 if percent else 1
            locator = MaxNLocator(steps, integer=True, min_n_ticks=1)
            ticks = locator.tick_values(0, max(high / unit, 1))
            self._ticks = [unit * tick for tick in ticks if tick >= 0]
        self._high = max(self._ticks[-1], 0 if percent else high)

    def at(self, value: float) -> float:
        """Return where a value stands."""
        return self._left + (self._right - self._left) * min(value, self._high) / self._high

    def draw(self, top: float, bottom: float, label: str = "") -> None:
        """Draw the grid from top to bottom, and ticks and label under it."""
        for tick in self._ticks:
            x = self.at(tick)
            self._sheet.line([x, x], [top, bottom], RULE, 0.5, zorder=0)
            text = f"{100 * tick:g}" if self._percent else f"{tick:,g}"
            self._sheet.text(x, bottom + 0.6 + LINE / 2, text, ha="center", color=MUTED)
        if label:
            middle = (self._left + self._right) / 2
            self._sheet.text(middle, bottom + 0.6 + 1.5 * LINE, label, ha="center", color=MUTED)


def shortened(text: str, width: float) -> str:
    """Return a text that is no wider than so many mm, cut with … where it must be."""
    if text_width(text) <= width:
        return text
    while text and text_width(f"{text}…") > width:
        text = text[:-1]
    return f"{text.rstrip()}…"
