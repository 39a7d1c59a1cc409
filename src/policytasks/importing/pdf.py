"""Text PDF: lines in reading order, tables by their rules, without page furniture.

pdfplumber tells where each character stands, which lines are ruled, and which
characters the PDF itself marks as artifacts of the page (ISO 32000-2, 14.8.2.2).
"""

from __future__ import annotations

import io
import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import product

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from policytasks.errors import SourceError
from policytasks.importing.grid import Cell, grid_lines
from policytasks.importing.imported_text import ImportedText, without_invisible_characters
from policytasks.words.marks import RADICALS

__all__ = ["read"]

_MOST_PAGES = 1000
_OCR = "read it with OCR first, for example: ocrmypdf -l chi_sim IN.pdf OUT.pdf"
_SAVE_OPEN = "print it to a new PDF, or fetch one that is not protected"

# Shares of a character's size: how far apart the middles of one line's characters
# may lie, and how wide a gap is a blank.
_SAME_LINE = 0.4
_BLANK = 0.4
# Of two like characters less than this share of their width apart, one is there to
# make the other look bold.
_OVERPRINT = 0.4

_UNKNOWN_GLYPH = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff\ufffd]")
_MOST_UNKNOWN = 0.05

_PAGE_NUMBER = re.compile(
    r"[-\u2010-\u2015\u2212\uff0d·.\s]*(?:第?\s*\d{1,4}\s*页?(?:\s*[/,，]?\s*共?\s*\d{1,4}\s*页?)?)"
    r"[-\u2010-\u2015\u2212\uff0d·.\s]*"
)
# Furniture is among the outermost lines of a page, in a margin of this share of its
# height; a running head recurs on so many pages.
_FURNITURE_LINES = 2
_MARGIN = 0.12
_FURNITURE_PAGES = 3

# A gap this many characters wide may part columns; a column has this many lines at
# least of this many characters.
_GUTTER = 1.2
_FEWEST_COLUMN_LINES = 5
_SHORTEST_COLUMN_LINE = 6
_LATIN = re.compile(r"[A-Za-z]")
# A line of a cell is full when less than this many characters would still fit; the
# cell's margins count too.
_FULL_LINE = 2.5


# Left, top, right and bottom, in points from the page's upper left.
_Box = tuple[float, float, float, float]


@dataclass(slots=True)
class _Line:
    """One printed line: its text and its box, in points from the page's upper left."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float

    @property
    def middle(self) -> float:
        return (self.top + self.bottom) / 2


def read(content: bytes) -> ImportedText:
    """Read a PDF.

    Raises
    ------
    SourceError
        The PDF is encrypted, is damaged, has more than 1,000 pages, holds
        pictures instead of text, or does not say which characters it shows.
    """
    try:
        with pdfplumber.open(io.BytesIO(content)) as document:
            if document.doc.encryption is not None:
                raise SourceError("is protected against copying", remedy=_SAVE_OPEN)
            if len(document.pages) > _MOST_PAGES:
                raise SourceError(
                    f"has {len(document.pages):,} pages, more than {_MOST_PAGES:,}",
                    remedy="cut out the pages of the document",
                )
            pages = []
            heights = []
            for page in document.pages:
                pages.append(_lines_of(page))
                heights.append(page.height)
                page.close()
    except PdfminerException as error:
        cause = error.args[0]
        if isinstance(cause, PDFPasswordIncorrect):
            raise SourceError("is encrypted and asks for a password", remedy=_SAVE_OPEN) from error
        raise cause from error
    empty = [number for number, lines in enumerate(pages, 1) if not lines]
    if len(empty) == len(pages):
        raise SourceError("holds no text, only pictures of pages", remedy=_OCR)
    notes = []
    if empty:
        notes.append(f"found no text on page {', '.join(map(str, empty))}")
    left_out = _drop_furniture(pages, heights)
    if left_out:
        notes.append(f"left out {left_out} page numbers and running heads")
    text = "\n".join(line.text for lines in pages for line in lines)
    if not text:
        raise SourceError("holds no text, only page numbers", remedy=_OCR)
    unknown = len(_UNKNOWN_GLYPH.findall(text))
    if unknown > _MOST_UNKNOWN * len(text):
        raise SourceError("does not say which characters its fonts show", remedy=_OCR)
    if unknown:
        text = _UNKNOWN_GLYPH.sub("\ufffd", text)
        notes.append(f"{unknown} characters that its fonts do not name became \ufffd")
    return ImportedText(without_invisible_characters(text) + "\n", "pdf", notes=tuple(notes))


def _lines_of(page) -> list[_Line]:
    """Return the lines of a page in reading order; a table is one line of several rows."""
    tables = [table for table in page.find_tables() if _has_rows_and_columns(table)]
    in_cells: dict[_Box, list[dict]] = {cell: [] for table in tables for cell in table.cells}
    outside = []
    for character in page.chars:
        if character["tag"] == "Artifact" or character["size"] <= 0 or not _is_level(character):
            continue
        cell = next((cell for cell in in_cells if _is_inside(character, cell)), None)
        (outside if cell is None else in_cells[cell]).append(character)
    lines = _in_columns(outside)
    for table in tables:
        if rows := grid_lines(_grid(table.cells, in_cells)):
            left, top, right, bottom = table.bbox
            laid_out = _Line("\n".join(rows), left, right, top, bottom, size=0)
            position = next(
                (i for i, line in enumerate(lines) if line.middle > laid_out.middle), len(lines)
            )
            lines.insert(position, laid_out)
    return lines


def _is_level(character: dict) -> bool:
    """Whether a character's line runs from left to right; watermarks run aslant."""
    along, aside = character["matrix"][:2]
    return character["upright"] and abs(aside) < 0.1 * abs(along)


def _is_inside(character: dict, box: _Box) -> bool:
    left, top, right, bottom = box
    return (
        left <= (character["x0"] + character["x1"]) / 2 < right
        and top <= (character["top"] + character["bottom"]) / 2 < bottom
    )


def _has_rows_and_columns(table) -> bool:
    # A frame around text, or a rule below a head, is no table.
    lefts, tops = _edges(table.cells)
    return len(lefts) >= 2 and len(tops) >= 2


def _edges(cells: Iterable[_Box]) -> tuple[list[float], list[float]]:
    """Return where columns and rows begin."""
    return sorted({cell[0] for cell in cells}), sorted({cell[1] for cell in cells})


def _grid(cells: list[_Box], in_cells: dict[_Box, list[dict]]) -> Iterator[list[Cell]]:
    """Yield a table's rows; a cell that crosses the edges of others is merged over them."""
    lefts, tops = _edges(cells)
    begins: dict[tuple[int, int], Cell] = {}
    covered: set[tuple[int, int]] = set()
    for cell in cells:
        left, top, right, bottom = cell
        columns = range(bisect_left(lefts, left), bisect_left(lefts, right))
        rows = range(bisect_left(tops, top), bisect_left(tops, bottom))
        text = _unwrapped(_lines(in_cells[cell]), right - left)
        begins[rows.start, columns.start] = Cell(text, len(rows), len(columns))
        covered.update(product(rows, columns))
    for row in range(len(tops)):
        # A place without rules around it is empty; without a cell there, the next
        # cells would stand in the wrong columns.
        yield [
            begins.get((row, column)) or Cell("")
            for column in range(len(lefts))
            if (row, column) in begins or (row, column) not in covered
        ]


def _unwrapped(lines: list[_Line], width: float) -> str:
    """Join a cell's lines: without a blank where the line was full, with one where it ended."""
    text = ""
    above: _Line | None = None
    for line in lines:
        if above is not None:
            was_full = width - (above.right - above.left) < _FULL_LINE * above.size
            in_latin = _LATIN.match(above.text[-1]) and _LATIN.match(line.text[0])
            text += "" if was_full and not in_latin else " "
        text += line.text
        above = line
    return text


def _lines(characters: Iterable[dict]) -> list[_Line]:
    return [_joined(pieces) for pieces in _rows(characters)]


def _rows(characters: Iterable[dict]) -> list[list[_Line]]:
    """Put characters together into rows from top to bottom, each parted at its wide gaps."""
    rows: list[list[dict]] = []
    middle = 0.0
    for character in sorted(characters, key=_middle):
        if not rows or _middle(character) - middle > _SAME_LINE * character["size"]:
            rows.append([])
            middle = _middle(character)
        rows[-1].append(character)
    parted = (list(_pieces(sorted(row, key=lambda c: c["x0"]))) for row in rows)
    return [pieces for pieces in parted if pieces]


def _middle(character: dict) -> float:
    return (character["top"] + character["bottom"]) / 2


def _pieces(row: list[dict]) -> Iterator[_Line]:
    """Part one row's characters, sorted from left to right, at gaps as wide as a gutter."""
    piece: list[dict] = []
    end = 0.0
    for character in row:
        if not character["text"].isspace():
            if piece and character["x0"] - end > _GUTTER * character["size"]:
                yield _line(piece)
                piece = []
            end = character["x1"]
        elif not piece:
            continue
        piece.append(character)
    if piece:
        yield _line(piece)


def _line(characters: list[dict]) -> _Line:
    text = ""
    printed: list[dict] = []
    for character in characters:
        if character["text"].isspace():
            text += " "
            continue
        if printed:
            previous = printed[-1]
            distance = character["x0"] - previous["x0"]
            width = previous["x1"] - previous["x0"]
            if character["text"] == previous["text"] and distance < _OVERPRINT * width:
                continue
            if character["x0"] - previous["x1"] > _BLANK * character["size"]:
                text += " "
        text += character["text"]
        printed.append(character)
    return _Line(
        " ".join(text.split()).translate(RADICALS),
        min(character["x0"] for character in printed),
        max(character["x1"] for character in printed),
        min(character["top"] for character in printed),
        max(character["bottom"] for character in printed),
        max(character["size"] for character in printed),
    )


def _joined(pieces: list[_Line]) -> _Line:
    return _Line(
        " ".join(piece.text for piece in pieces),
        min(piece.left for piece in pieces),
        max(piece.right for piece in pieces),
        min(piece.top for piece in pieces),
        max(piece.bottom for piece in pieces),
        max(piece.size for piece in pieces),
    )


def _in_columns(characters: list[dict]) -> list[_Line]:
    """Put characters together into lines: of a page in two columns, the left one first."""
    rows = _rows(characters)
    gutter = _gutter([piece for pieces in rows for piece in pieces])
    if gutter is None:
        return [_joined(pieces) for pieces in rows]
    ordered: list[_Line] = []
    left: list[_Line] = []
    right: list[_Line] = []
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


def _gutter(pieces: list[_Line]) -> float | None:
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


def _drop_furniture(pages: list[list[_Line]], heights: list[float]) -> int:
    """Take page numbers and running heads out of ``pages``; return how many."""
    margins = [
        list(_margin_lines(lines, height)) for lines, height in zip(pages, heights, strict=True)
    ]
    heads = Counter(key for lines in margins for key in {_as_head(line) for line in lines})
    dropped = 0
    for lines, marginal in zip(pages, margins, strict=True):
        for line in marginal:
            is_running = heads[_as_head(line)] >= max(_FURNITURE_PAGES, len(pages) / 3)
            if is_running or _PAGE_NUMBER.fullmatch(line.text):
                lines.remove(line)
                dropped += 1
    return dropped


def _margin_lines(lines: list[_Line], height: float) -> Iterator[_Line]:
    """Yield a page's outermost lines, as far as they stand in its upper or lower margin."""
    order = sorted(lines, key=lambda line: line.middle)
    above, rest = order[:_FURNITURE_LINES], order[_FURNITURE_LINES:]
    for line in above + rest[-_FURNITURE_LINES:]:
        depth = min(line.middle, height - line.middle)
        if line.size and depth < _MARGIN * height:
            yield line


def _as_head(line: _Line) -> tuple[str, int]:
    """Return what stays the same of a running head: its words and its height on the page."""
    return re.sub(r"\d+", "0", line.text), round(line.middle / 4)
