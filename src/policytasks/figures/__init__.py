"""Figures: a compared frame in, a figure out.

``FIGURES`` lists them all; ``write_figures`` writes them to a folder.
"""

from __future__ import annotations

from policytasks.figures.export import Picture
from policytasks.figures.registry import FIGURES, FigureSpec
from policytasks.figures.style import Style
from policytasks.figures.write import write_figures

__all__ = ["FIGURES", "FigureSpec", "Picture", "Style", "write_figures"]
