"""DOCX: paragraphs and tables in document order, with the numbers that Word prints.

python-docx opens the package; its ``Paragraph.text`` leaves out what stands in
smart tags, content controls and tracked insertions, and knows no list numbers, so
the text is taken from the elements themselves (ISO/IEC 29500-1, 17).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import docx
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsmap, qn
from lxml.etree import _Element

from policytasks.errors import SourceError
from policytasks.importing.docx_numbering import Numbering
from policytasks.importing.docx_signs import UNKNOWN, in_sign_font, shown_by_field
from policytasks.importing.docx_tables import CELL, SKIPPED, is_table, rows_of, spanned_cells
from policytasks.importing.docx_values import (
    by_id,
    is_on,
    paragraph_style,
    style_chain,
    value_in,
)
from policytasks.importing.grid import grid_lines, in_one_line
from policytasks.importing.imported_text import ImportedText, without_invisible_characters

__all__ = ["read"]

_MOST_UNPACKED_BYTES = 200 * 1024 * 1024
_MOST_PARTS = 5000

_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_MATH_TEXT, _FRACTION, _NUMERATOR, _DENOMINATOR = map(qn, ("m:t", "m:f", "m:num", "m:den"))
_PICTURES = frozenset((qn("pic:pic"), "{urn:schemas-microsoft-com:vml}imagedata"))
_PARAGRAPH, _TABLE, _RUN, _TEXT = map(qn, ("w:p", "w:tbl", "w:r", "w:t"))
_TEXT_BOX, _CONTROL, _SYMBOL = map(qn, ("w:txbxContent", "w:sdt", "w:sym"))
_FIELD_SIGN, _INSTRUCTION, _SIMPLE_FIELD = map(qn, ("w:fldChar", "w:instrText", "w:fldSimple"))
_EMBEDDED = frozenset(map(qn, ("w:altChunk", "w:subDoc", "w:object")))
_SIGNS = {
    qn("w:tab"): " ",
    qn("w:ptab"): " ",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
_CONTENTS_LINE = re.compile(r"toc \d", re.IGNORECASE)
_HAN = re.compile("[\u4e00-\u9fff]")


def read(content: bytes) -> ImportedText:
    """Read a DOCX.

    Footnotes, endnotes, comments, struck and hidden text are no part of the text;
    the notes say what was left out.

    Raises
    ------
    SourceError
        The package is encrypted, unpacks to more than 200 MiB, is no Word
        document or holds no text.
    """
    _check_package(content)
    document = docx.Document(io.BytesIO(content))
    reader = _Reader(document)
    lines = [line for block in reader.blocks(document.element.body) for line in block.split("\n")]
    text = without_invisible_characters(
        "\n".join(line.rstrip(" \u3000") for line in lines if line.strip())
    )
    if not text.strip():
        raise SourceError(
            "holds no text", remedy="if its pages are pictures, read them with OCR first"
        )
    notes = (*reader.left_out.notes(), *_beside_the_text(document, reader))
    return ImportedText(text + "\n", "docx", notes=notes)


def _check_package(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
    except zipfile.BadZipFile as error:
        raise SourceError(f"is damaged: {error}", remedy="fetch the file again") from error
    if any(part.flag_bits & 0x1 for part in parts):
        raise SourceError("is encrypted", remedy="save it without a password")
    # zipfile never unpacks more of a part than its header declares.
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > _MOST_PARTS or unpacked > _MOST_UNPACKED_BYTES:
        raise SourceError(
            f"unpacks to {unpacked:,} bytes in {len(parts):,} parts, more than any document needs",
            remedy="open it in Word or WPS and save it anew without its pictures, if you trust it",
        )
    if "[Content_Types].xml" not in {part.filename for part in parts}:
        raise SourceError(
            "is a ZIP archive but no DOCX", remedy="unpack it and add the documents in it"
        )


@dataclass(slots=True)
class _LeftOut:
    """What was met on the way and is not in the text, or not as it stands in the file."""

    changes: bool = False
    contents: bool = False
    struck: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    unknown_signs: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    pictures: int = 0
    embedded: int = 0

    def notes(self) -> Iterator[str]:
        """Say it in sentences."""
        if self.changes:
            yield "read tracked changes as accepted"
        if self.contents:
            yield "left out the table of contents"
        if self.struck:
            yield f"left out struck text: {' … '.join(self.struck)}"
        if self.hidden:
            yield f"left out hidden text: {' … '.join(self.hidden)}"
        for font, count in self.unknown_signs.items():
            yield f"signs of the font {font} that became {UNKNOWN}: {count}"
        for kind, count in self.fields.items():
            yield f"fields not read of the kind {kind}: {count}"
        if self.pictures:
            yield f"pictures not read: {self.pictures}"
        if self.embedded:
            yield f"embedded files not read: {self.embedded}"


class _Reader:
    """Walks through a document's elements; keeps count of its lists and open fields."""

    def __init__(self, document: Document) -> None:
        self._styles = by_id(document.styles.element, "w:style", "w:styleId")
        self._numbering = Numbering(_part(document, RELATIONSHIP_TYPE.NUMBERING), self._styles)
        # The instruction of each field that is open, and whether it has shown anything.
        self._fields: list[tuple[list[str], bool]] = []
        self.left_out = _LeftOut()

    def blocks(self, container: _Element) -> Iterator[str]:
        """Yield paragraphs and laid-out tables below ``container`` in document order."""
        for element in container:
            if element.tag == _PARAGRAPH:
                if self._is_contents_line(element):
                    self.left_out.contents = True
                else:
                    yield from self._paragraph(element)
            elif element.tag == _TABLE:
                yield from self._table(element)
            elif element.tag == _CONTROL and _is_table_of_contents(element):
                self.left_out.contents = True
            elif element.tag in _EMBEDDED:
                self.left_out.embedded += 1
            elif not _is_skipped(element):
                yield from self.blocks(element)

    def _paragraph(self, paragraph: _Element) -> Iterator[str]:
        boxes: list[_Element] = []
        text = "".join(self._pieces(paragraph, boxes))
        label = self._numbering.label(paragraph)
        in_cell = next(paragraph.iterancestors(CELL), None) is not None
        # An empty numbered paragraph is a slip in running text, but a row's number in a table.
        if text.strip() or (label and in_cell):
            yield label + text
        for box in boxes:
            yield from self.blocks(box)

    def _pieces(self, element: _Element, boxes: list[_Element]) -> Iterator[str]:
        for child in element:
            if _is_skipped(child):
                self.left_out.changes |= child.tag == qn("w:del")
            elif child.tag == _TEXT_BOX:
                boxes.append(child)
            elif child.tag in (_RUN, _SIMPLE_FIELD):
                yield from self._run(child, boxes)
            elif child.tag == _FRACTION:
                parts = child.iterchildren(_NUMERATOR, _DENOMINATOR)
                yield "/".join("".join(self._pieces(part, boxes)) for part in parts)
            elif child.tag in _PICTURES:
                self.left_out.pictures += 1
            elif child.tag in _EMBEDDED:
                self.left_out.embedded += 1
            elif (sign := self._sign(child)) is not None:
                yield sign
            else:
                self.left_out.changes |= child.tag == qn("w:ins")
                yield from self._pieces(child, boxes)

    def _run(self, run: _Element, boxes: list[_Element]) -> Iterator[str]:
        """Yield what a run or a simple field shows."""
        text = "".join(self._pieces(run, boxes))
        if run.tag == _SIMPLE_FIELD:
            yield text or self._drawn(run.get(qn("w:instr"), ""))
        elif self._is_switched_on(run, "w:vanish"):
            self.left_out.hidden += [text] if text.strip() else []
        elif any(self._is_switched_on(run, name) for name in ("w:strike", "w:dstrike")):
            self.left_out.struck += [text] if text.strip() else []
        else:
            yield text

    def _is_switched_on(self, run: _Element, name: str) -> bool:
        """Whether a run has a property, by itself or by its style of characters."""
        styles = style_chain(self._styles, value_in(run, "w:rPr/w:rStyle"))
        switches = (holder.find(f"w:rPr/{name}", nsmap) for holder in (run, *styles))
        return is_on(next((switch for switch in switches if switch is not None), None))

    def _sign(self, element: _Element) -> str | None:
        """Return what an element shows by itself; None where it only holds others."""
        if element.tag == _INSTRUCTION:
            if self._fields:
                self._fields[-1][0].append(element.text or "")
            return ""
        if element.tag == _FIELD_SIGN:
            return self._field_sign(element.get(qn("w:fldCharType"), ""))
        shown = _SIGNS.get(str(element.tag))
        if element.tag in (_TEXT, _MATH_TEXT):
            shown = element.text or ""
        elif element.tag == _SYMBOL:
            shown = self._symbol(element)
        if shown and self._fields:
            self._fields[-1] = self._fields[-1][0], True
        return shown

    def _field_sign(self, kind: str) -> str:
        """Open a field, or close it and return what it draws where it holds no result."""
        if kind == "begin":
            self._fields.append(([], False))
        elif kind == "end" and self._fields:
            instruction, has_shown = self._fields.pop()
            return "" if has_shown else self._drawn("".join(instruction))
        return ""

    def _drawn(self, instruction: str) -> str:
        """Return what a field without a result shows."""
        shown = shown_by_field(instruction)
        if shown is None:
            self.left_out.fields[instruction.split()[0].upper()] += 1
        return shown or ""

    def _symbol(self, symbol: _Element) -> str:
        code, font = symbol.get(qn("w:char"), ""), symbol.get(qn("w:font"), "")
        known = re.fullmatch("[0-9A-Fa-f]{1,5}", code)
        shown = in_sign_font(int(code, 16), font) if known else UNKNOWN
        if shown == UNKNOWN:
            self.left_out.unknown_signs[font] += 1
        return shown

    def _is_contents_line(self, paragraph: _Element) -> bool:
        style = self._styles.get(paragraph_style(paragraph) or "")
        return bool(_CONTENTS_LINE.match(value_in(style, "w:name") or ""))

    def _table(self, table: _Element) -> Iterator[str]:
        rows = rows_of(table)
        if is_table(rows):
            yield "\n".join(grid_lines(spanned_cells(rows, self._in_one_line)))
            return
        for cells in rows:
            for cell in cells:
                yield from self.blocks(cell)

    def _in_one_line(self, cell: _Element) -> str:
        return in_one_line(line for block in self.blocks(cell) for line in block.split("\n"))


def _beside_the_text(document: Document, reader: _Reader) -> Iterator[str]:
    """Say what stands in notes, comments, and heads and feet of pages."""
    for kind, relation in (
        ("footnote", RELATIONSHIP_TYPE.FOOTNOTES),
        ("endnote", RELATIONSHIP_TYPE.ENDNOTES),
    ):
        texts = _texts_of(document, relation, f"w:{kind}", reader)
        for number, text in enumerate(texts, 1):
            yield f"{kind} {number}, left out of the text: {text}"
    comments = _texts_of(document, RELATIONSHIP_TYPE.COMMENTS, "w:comment", reader)
    if comments:
        yield f"comments left out: {len(comments)}"
    parts = (RELATIONSHIP_TYPE.HEADER, RELATIONSHIP_TYPE.FOOTER)
    heads = [" ".join(reader.blocks(part)) for kind in parts for part in _parts(document, kind)]
    if said := dict.fromkeys(head.strip() for head in heads if _HAN.search(head)):
        yield f"left out heads and feet of pages: {' … '.join(said)}"


def _texts_of(document: Document, relation: str, tag: str, reader: _Reader) -> list[str]:
    """Return the texts of a part's notes; Word keeps its rules between notes as notes too."""
    part = _part(document, relation)
    notes = () if part is None else part.iterchildren(qn(tag))
    texts = (" ".join(reader.blocks(note)).strip() for note in notes)
    return [text for text in texts if text]


def _parts(document: Document, relation: str) -> Iterator[_Element]:
    """Yield the roots of a document's parts of one kind; python-docx would make those missing."""
    for found in document.part.rels.values():
        if found.reltype == relation and not found.is_external:
            yield parse_xml(found.target_part.blob)


def _part(document: Document, relation: str) -> _Element | None:
    return next(_parts(document, relation), None)


def _is_skipped(element: _Element) -> bool:
    """Whether an element holds nothing that Word prints."""
    if element.tag == f"{_COMPATIBILITY}Fallback":
        # Word writes each text box twice; the fallback is for programs older than 2010.
        beside = element.itersiblings(f"{_COMPATIBILITY}Choice", preceding=True)
        return next(beside, None) is not None
    if element.tag == _CONTROL:
        # 单击此处输入文字: what a control shows until somebody fills it in.
        return is_on(element.find("w:sdtPr/w:showingPlcHdr", nsmap))
    return element.tag in SKIPPED


def _is_table_of_contents(control: _Element) -> bool:
    return value_in(control, "w:sdtPr/w:docPartObj/w:docPartGallery") == "Table of Contents"
