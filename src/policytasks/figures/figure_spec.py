"""What one figure is: its question, its data, its drawing and its words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go
from matplotlib.figure import Figure

from policytasks.corpus import Corpus
from policytasks.figures.export import InteractivePicture, Picture
from policytasks.figures.panels import add_caption
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
    caption
        How to read it; the sources are added.
    compare
        Takes a corpus, returns the tidy frame that is plotted.
    draw
        Takes that frame and a style, returns the figure without its caption.
    interactive
        Takes the same, returns a plotly figure; None where hovering does not help.
    """

    name: str
    question: Words
    caption: Words
    compare: Callable[[Corpus], pd.DataFrame]
    draw: Callable[[pd.DataFrame, Style], Figure]
    interactive: Callable[[pd.DataFrame, Style], go.Figure] | None = None

    def caption_in(self, style: Style) -> str:
        """Return the caption with the sources, in the style's language."""
        return style.say(" ", "").join([style.say(*self.caption), style.sources])

    def figure(self, frame: pd.DataFrame, style: Style) -> Figure:
        """Return the figure with its caption, drawn from the compared frame.

        Raises
        ------
        PolicyTasksError
            A character has no glyph in the font.
        """
        with drawing():
            figure = self.draw(frame, style)
            add_caption(figure, self.caption_in(style))
        return figure

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

    def show(self, frame: pd.DataFrame, style: Style) -> Picture:
        """Return the figure with its caption for a notebook to show."""
        return Picture(self.figure(frame, style))
