"""What one figure is: its question, its data, its drawing and its words."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from importlib.resources import files

import pandas as pd
import plotly.graph_objects as go
from matplotlib.figure import Figure

from policytasks.corpus import Corpus
from policytasks.figures.export import InteractivePicture, Picture
from policytasks.figures.sheet import Sheet
from policytasks.figures.style import Style, drawing
from policytasks.figures.terms import Words

__all__ = ["FigureSpec"]


_WORDS = tomllib.loads((files("policytasks.figures") / "captions.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class FigureSpec:
    """One figure: how it comes about, and from ``captions.toml`` its words.

    Attributes
    ----------
    name
        Stem of its files.
    compare
        Takes a corpus, returns the tidy frame that is plotted.
    title
        Takes the frame, a style and the table of differences (or None), returns what is
        found: from the differences with its grade, else from the frame.
    draw
        Takes that frame and a sheet, draws on it.
    interactive
        Takes the frame and a style, returns a plotly figure; None where hovering does
        not help.
    """

    name: str
    compare: Callable[[Corpus], pd.DataFrame]
    title: Callable[[pd.DataFrame, Style, pd.DataFrame | None], str]
    draw: Callable[[pd.DataFrame, Sheet], None]
    interactive: Callable[[pd.DataFrame, Style], go.Figure] | None = None

    @property
    def question(self) -> Words:
        """What it answers."""
        return Words(**_WORDS[self.name]["question"])

    @property
    def caption(self) -> Words:
        """How to read it; the sources are added."""
        return Words(**_WORDS[self.name]["caption"])

    @property
    def caption_of_many(self) -> Words:
        """How to read the form that it has for more documents than there are colours."""
        own = _WORDS[self.name].get("caption_of_many")
        return Words(**own) if own else self.caption

    def caption_in(self, style: Style) -> str:
        """Return the caption with the sources, in the style's language."""
        return style.say(" ", "").join(self._captions(style))

    def figure(
        self, frame: pd.DataFrame, style: Style, differences: pd.DataFrame | None = None
    ) -> Figure:
        """Return the figure with title and caption, drawn from the compared frame.

        Parameters
        ----------
        differences
            Of `plotted.differences`, for a title that tells a difference with its grade.

        Raises
        ------
        PolicyTasksError
            A character has no glyph in the font.
        """
        with drawing():
            title = self.title(frame, style, differences)
            sheet = Sheet(style, title, *self._captions(style), style.say(*self.caption_of_many))
            self.draw(frame, sheet)
        return sheet.figure

    def _captions(self, style: Style) -> tuple[str, str]:
        caption = self.caption_of_many if style.groups else self.caption
        return style.say(*caption), style.sources

    def show_interactive(self, frame: pd.DataFrame, style: Style) -> InteractivePicture:
        """Return the interactive figure for a notebook to show; only where there is one."""
        assert self.interactive, f"{self.name} has no interactive form"
        return InteractivePicture(self.interactive(frame, style))

    def show(
        self, frame: pd.DataFrame, style: Style, differences: pd.DataFrame | None = None
    ) -> Picture:
        """Return the figure with title and caption for a notebook to show."""
        return Picture(self.figure(frame, style, differences))
