"""Printed lines of a page: characters put together, columns one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import median
from typing import Any

from pdfplumber.utils import (
    chars_to_textmap,
    dedupe_chars,
    extract_text,
    merge_bboxes,
    objects_to_bbox,
)

from policytasks.words.marks import COMPATIBILITY_IDEOGRAPHS, RADICALS

__all__ = ["Character", "Line", "in_columns", "is_printed", "lines_of"]

# A character as pdfplumber describes it: its text, box, size, matrix and colour.
Character = dict[str, Any]

# Fonts often say that 一 is the radical ⼀ (U+2F00), which looks the same.
_AS_PRINTED = RADICALS | COMPATIBILITY_IDEOGRAPHS

# Shares of a character's size: how far apart the tops of one line's characters may
# lie, and how wide a gap is a blank.
_SAME_LINE = 0.4
_BLANK = 0.4
# A gap this many characters wide may part columns; a column has this many lines at
# least of this many characters.
_GUTTER = 1.2
_FEWEST_COLUMN_LINES = 5
_SHORTEST_COLUMN_LINE = 6


@dataclass(slots=True)
class Line:
    """One printed line: its text and its box, in points from the page's upper left."""

    text: str
    size: float
    left: float
    top: float
    right: float
    bottom: float

    @property
    def middle(self) -> float:
        """Half way between its top and its bottom."""
        return (self.top + self.bottom) / 2


def is_printed(thing: dict[str, Any]) -> bool:
    """Whether what stands on a page belongs to its text.

    Out are what the PDF marks as an artifact of the page (ISO 32000-2, 14.8.2.2) and
    characters whose line does not run from left to right, as of watermarks aslant.
    """
    if thing["object_type"] != "char":
        return True
    along, aside = thing["matrix"][:2]
    is_level = thing["upright"] and abs(aside) < 0.1 * abs(along)
    return bool(thing["tag"] != "Artifact" and thing["size"] > 0 and is_level)


def lines_of(characters: Iterable[Character]) -> list[Line]:
    """Put characters together into lines from top to bottom."""
    return [_joined(pieces) for pieces in _rows(characters)]


def _rows(characters: Iterable[Character]) -> Iterator[list[Line]]:
    """Put characters together into rows from top to bottom, each parted at its wide gaps."""
    characters = list(characters)
    if not characters:
        return
    tolerance = _SAME_LINE * median(character["size"] for character in characters)
    rows = chars_to_textmap(characters, x_tolerance_ratio=_BLANK, y_tolerance=tolerance)
    for row in rows.extract_text_lines():
        # Characters printed twice, a little apart, look bold.
        once = sorted(dedupe_chars(row["chars"]), key=lambda character: character["x0"])
        yield [_line(piece, tolerance) for piece in _pieces(once)]


def _pieces(row: list[Character]) -> Iterator[list[Character]]:
    """Part one row's characters at gaps as wide as a gutter."""
    piece: list[Character] = []
    end = 0.0
    for character in row:
        if piece and character["x0"] - end > _GUTTER * character["size"]:
            yield piece
            piece = []
        end = character["x1"]
        piece.append(character)
    yield piece


def _line(characters: list[Character], tolerance: float) -> Line:
    text = extract_text(characters, x_tolerance_ratio=_BLANK, y_tolerance=tolerance)
    return Line(
        " ".join(text.split()).translate(_AS_PRINTED),
        max(character["size"] for character in characters),
        *objects_to_bbox(characters),
    )


def _joined(pieces: list[Line]) -> Line:
    return Line(
        " ".join(piece.text for piece in pieces),
        max(piece.size for piece in pieces),
        *merge_bboxes((piece.left, piece.top, piece.right, piece.bottom) for piece in pieces),
    )


def in_columns(characters: Iterable[Character]) -> list[Line]:
    """Put characters together into lines: of a page in two columns, the left one first."""
    rows = list(_rows(characters))
    gutter = _gutter([piece for pieces in rows for piece in pieces])
    if gutter is None:
        return [_joined(pieces) for pieces in rows]
    ordered: list[Line] = []
    left: list[Line] = []
    right: list[Line] = []
    for pieces in rows:
        if any(piece.left < gutter < piece.right for piece in pieces):
            # A line across both columns, such as a head, ends the columns above it.
            ordered += [*left, *right, _joined(pieces)]
            left, right = [], []
            continue
        for side, own in (
            (left, [piece for piece in pieces if piece.right <= gutter]),
            (right, [piece for piece in pieces if piece.left >= gutter]),
        ):
            if own:
                side.append(_joined(own))
    return ordered + left + right


def _gutter(pieces: list[Line]) -> float | None:
    """Return where the middle of the page stays free between two columns, or None."""
    long_pieces = [piece for piece in pieces if len(piece.text) >= _SHORTEST_COLUMN_LINE]
    if len(long_pieces) < 2 * _FEWEST_COLUMN_LINES:
        return None
    gutter = (min(piece.left for piece in pieces) + max(piece.right for piece in pieces)) / 2
    left = [piece for piece in long_pieces if piece.right <= gutter]
    right = [piece for piece in long_pieces if piece.left >= gutter]
    if min(len(left), len(right)) < _FEWEST_COLUMN_LINES:
        return None
    if len(long_pieces) - len(left) - len(right) > min(len(left), len(right)):
        return None
    return gutter
