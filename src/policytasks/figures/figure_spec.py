"""What one figure is: its question, its data, its drawing and its words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go
from matplotlib.figure import Figure

from policytasks.corpus import Corpus
from policytasks.figures.export import InteractivePicture, Picture
from policytasks.figures.sheet import Sheet
from policytasks.figures.style import Style, drawing
from policytasks.figures.terms import Words

__all__ = ["FigureSpec"]


@dataclass(frozen=True)
class FigureSpec:
    """One figure: what it asks, how it is read, and how it comes about.

    Attributes
    ----------
    name
        Stem of its files.
    question
        What it answers.
    title
        Takes the frame, a style and the table of differences (or None), returns what is
        found: from the differences with its grade, else from the frame.
    caption
        How to read it; the sources are added.
    compare
        Takes a corpus, returns the tidy frame that is plotted.
    draw
        Takes that frame and a sheet, draws on it.
    interactive
        Takes the frame and a style, returns a plotly figure; None where hovering does
        not help.
    caption_of_many
        How to read the form that it has for more documents than there are colours.
    """

    name: str
    question: Words
    title: Callable[[pd.DataFrame, Style, pd.DataFrame | None], str]
    caption: Words
    compare: Callable[[Corpus], pd.DataFrame]
    draw: Callable[[pd.DataFrame, Sheet], None]
    interactive: Callable[[pd.DataFrame, Style], go.Figure] | None = None
    caption_of_many: Words | None = None

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
            many = style.say(*(self.caption_of_many or self.caption))
            sheet = Sheet(style, title, *self._captions(style), many)
            self.draw(frame, sheet)
        return sheet.figure

    def _captions(self, style: Style) -> tuple[str, str]:
        many = self.caption_of_many if style.groups else None
        return style.say(*(many or self.caption)), style.sources

    def show_interactive(self, frame: pd.DataFrame, style: Style) -> InteractivePicture:
        """Return the interactive figure for a notebook to show; only where there is one."""
        assert self.interactive, f"{self.name} has no interactive form"
        return InteractivePicture(self.interactive(frame, style))

    def table(self, frame: pd.DataFrame, *by: str, rows: int | None = None) -> pd.DataFrame:
        """Return the plotted data for a notebook to show: sorted, rounded, without ids.

        Parameters
        ----------
        frame
            The compared frame.
        by
            Columns to sort by: names from A, numbers from the largest.
        rows
            How many to show; by default all.
        """
        hidden = [
            column
            for column in frame.columns
            if str(column).endswith("_ids") or column == "clauses"
        ]
        numbers = frame.select_dtypes("number").columns
        rising = [column not in numbers for column in by]
        shown = frame.drop(columns=hidden).round(dict.fromkeys(numbers, 3))
        shown = shown.sort_values(list(by), ascending=rising, kind="stable", ignore_index=True)
        return shown.head(len(shown) if rows is None else rows)

    def show(
        self, frame: pd.DataFrame, style: Style, differences: pd.DataFrame | None = None
    ) -> Picture:
        """Return the figure with title and caption for a notebook to show."""
        return Picture(self.figure(frame, style, differences))
