"""From a figure to bytes, the same ones every time, and to files."""

from __future__ import annotations

import base64
import io
import json

import numpy as np
import pandas as pd
import plotly.graph_objects as go
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from policytasks.figures.style import drawing
from policytasks.words.marks import runs_as_formula

__all__ = [
    "FORMATS",
    "InteractivePicture",
    "Picture",
    "csv_bytes",
    "figure_bytes",
]

FORMATS = ("png", "svg", "pdf")

_DPI = 200
_NOTEBOOK_DPI = 144
_SCREEN_DPI = 96

# Dates and versions would change the files without the figure.
_METADATA = {
    "svg": {"Creator": "policytasks", "Date": None},
    "pdf": {"Creator": "policytasks", "Producer": "policytasks", "CreationDate": None},
}


def figure_bytes(figure: Figure, format: str) -> bytes:
    """Return a figure as a PNG, SVG or PDF file.

    Raises
    ------
    PolicyTasksError
        A character has no glyph in the font.
    """
    if format == "png":
        return _png_bytes(figure, _DPI)
    stream = io.BytesIO()
    with drawing():
        figure.savefig(stream, format=format, metadata=_METADATA[format])
    return stream.getvalue()


def _png_bytes(figure: Figure, dpi: int) -> bytes:
    """Return a PNG of 256 colours: a figure needs no more, and is a third as large."""
    figure.set_dpi(dpi)
    with drawing():
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
    picture = Image.fromarray(np.asarray(canvas.buffer_rgba())).convert("RGB")
    info = PngInfo()
    info.add_text("Software", "policytasks")
    stream = io.BytesIO()
    picture = picture.quantize(256, dither=Image.Dither.NONE)
    picture.save(stream, "png", pnginfo=info, dpi=(dpi, dpi))
    return stream.getvalue()


class Picture:
    """A figure as a notebook shows and stores it: a PNG, and its words as text.

    The words make a change of a label readable where the picture itself can only
    be seen to differ.
    """

    def __init__(self, figure: Figure) -> None:
        self._png = _png_bytes(figure, _NOTEBOOK_DPI)
        self._width = round(figure.get_figwidth() * _SCREEN_DPI)
        shown = filter(Text.get_visible, figure.findobj(Text))
        self._words = [text.get_text() for text in shown if text.get_text().strip()]

    def _repr_png_(self) -> tuple[str, dict[str, int]]:
        return base64.b64encode(self._png).decode("ascii"), {"width": self._width}

    def __repr__(self) -> str:
        return "\n".join(self._words)


class InteractivePicture:
    """A plotly figure as a notebook shows and stores it.

    Plotly's own display first imports what compiles grammars for seconds.
    """

    def __init__(self, figure: go.Figure) -> None:
        self._shown = json.loads(figure.to_json())

    def _repr_mimebundle_(self, **_: object) -> dict[str, object]:
        return {"application/vnd.plotly.v1+json": self._shown, "text/plain": repr(self)}

    def __repr__(self) -> str:
        return f"Interactive figure of {len(self._shown['data'])} traces"


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """Return a frame as a CSV file that a spreadsheet opens as it is meant.

    A text that a spreadsheet would run has an apostrophe before it; several ids in
    one cell are joined by a blank.
    """
    return (
        frame.map(_cell)
        .to_csv(index=False, float_format="%.10g", lineterminator="\r\n")
        .encode("utf-8-sig")
    )


def _cell(value: object) -> object:
    """Return a value as its CSV cell.

    >>> [_cell(value) for value in ("=1+1", -5, ("a:001", "a:002"), pd.Timestamp(2025, 12, 31))]
    ["'=1+1", -5, 'a:001 a:002', '2025-12-31']
    """
    if isinstance(value, tuple):
        value = " ".join(value)
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, str) and runs_as_formula(value):
        return "'" + value
    return value
