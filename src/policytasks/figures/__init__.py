"""Figures: a compared frame in, a figure out.

``FIGURES`` lists them all; ``write_figures`` writes them to a folder. One picture::

    part = corpus.select(places=["jining", "tongchuan"], since="2020")
    figure = FIGURES["chain_of_commitment"]
    figure.show(figure.compare(part), Style.of(part, "zh", width="85mm"))
"""

from __future__ import annotations

from policytasks.figures.export import Picture
from policytasks.figures.leftovers import remove_leftovers
from policytasks.figures.page import PAGES
from policytasks.figures.registry import FIGURES, FigureSpec
from policytasks.figures.style import Style
from policytasks.figures.write import write_figures

__all__ = [
    "FIGURES",
    "PAGES",
    "FigureSpec",
    "Picture",
    "Style",
    "remove_leftovers",
    "write_figures",
]
