"""Text PDF: lines in reading order, tables by their rules, without page furniture.

pdfplumber tells where each character stands, which lines are ruled, and which
characters the PDF itself marks as artifacts of the page.
"""

from __future__ import annotations

import io
import re
from statistics import median
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from policytasks.errors import SourceError
from policytasks.importing.imported_text import ImportedText, without_invisible_characters
from policytasks.importing.pdf_furniture import Page, drop_page_furniture, without_watermarks
from policytasks.importing.pdf_lines import Line, in_columns, is_printed
from policytasks.importing.pdf_tables import Table, ruled_tables

__all__ = ["read"]

_MOST_PAGES = 1000
_OCR = "read it with OCR first, for example: ocrmypdf -l chi_sim IN.pdf OUT.pdf"
_SAVE_OPEN = "print it to a new PDF, or fetch one that is not protected"

_UNKNOWN_GLYPH = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff\ufffd]")
_MOST_UNKNOWN = 0.05


def read(content: bytes) -> ImportedText:
    """Read a PDF.

    Raises
    ------
    SourceError
        The PDF is encrypted, is damaged, has more than 1,000 pages, holds
        pictures instead of text, or does not say which characters it shows.
    """
    pages, watermarks = _pages(content)
    empty = [number for number, page in enumerate(pages, 1) if not page.blocks]
    if len(empty) == len(pages):
        raise SourceError("holds no text, only pictures of pages", remedy=_OCR)
    notes = []
    if empty:
        notes.append(f"found no text on page {', '.join(map(str, empty))}")
    if watermarks:
        notes.append(f"left out the watermark {', '.join(dict.fromkeys(watermarks))}")
    left_out = drop_page_furniture(pages)
    if left_out:
        notes.append(f"left out {left_out} page numbers and running heads")
    text = "\n".join(block.text for block in _blocks_of(pages))
    if not text:
        raise SourceError("holds no text, only page numbers", remedy=_OCR)
    unknown = len(_UNKNOWN_GLYPH.findall(text))
    if unknown > _MOST_UNKNOWN * len(text):
        raise SourceError("does not say which characters its fonts show", remedy=_OCR)
    if unknown:
        text = _UNKNOWN_GLYPH.sub("\ufffd", text)
        notes.append(f"{unknown} characters that its fonts do not name became \ufffd")
    return ImportedText(without_invisible_characters(text) + "\n", "pdf", notes=tuple(notes))


def _pages(content: bytes) -> tuple[list[Page], list[str]]:
    """Return what stands on each page, and what the watermarks of all pages say."""
    pages: list[Page] = []
    watermarks: list[str] = []
    try:
        with pdfplumber.open(io.BytesIO(content)) as document:
            if document.doc.encryption is not None:
                raise SourceError("is protected against copying", remedy=_SAVE_OPEN)
            if len(document.pages) > _MOST_PAGES:
                raise SourceError(
                    f"has {len(document.pages):,} pages, more than {_MOST_PAGES:,}",
                    remedy="cut out the pages of the document",
                )
            for page in document.pages:
                read, marks = _page(page)
                pages.append(read)
                watermarks += marks
                page.close()
    except PdfminerException as error:
        cause = error.args[0]
        if isinstance(cause, PDFPasswordIncorrect):
            raise SourceError("is encrypted and asks for a password", remedy=_SAVE_OPEN) from error
        raise cause from error
    return pages, watermarks


def _page(page: Any) -> tuple[Page, list[str]]:
    """Read a pdfplumber page."""
    printed, watermarks = without_watermarks(page.filter(is_printed))
    tables, outside = ruled_tables(printed)
    blocks: list[Line | Table] = list(in_columns(outside))
    for table in tables:
        position = next(
            (i for i, block in enumerate(blocks) if block.middle > table.middle), len(blocks)
        )
        blocks.insert(position, table)
    size = median([character["size"] for character in printed.chars] or [0.0])
    return Page(float(page.height), size, blocks), watermarks


def _blocks_of(pages: list[Page]) -> list[Line | Table]:
    """Return what stands on all pages; a table that a page break parts is one."""
    blocks: list[Line | Table] = []
    for page in pages:
        first = page.blocks[0] if page.blocks else None
        last = blocks[-1] if blocks else None
        if isinstance(first, Table) and isinstance(last, Table) and last.goes_on_in(first):
            last.append(first)
            blocks += page.blocks[1:]
        else:
            blocks += page.blocks
    return blocks
