"""DOCX: paragraphs and tables in document order, with the numbers that Word prints.

python-docx opens the package; its ``Paragraph.text`` leaves out what stands in
smart tags, content controls and tracked insertions, and knows no list numbers, so
the text is taken from the elements themselves (ISO/IEC 29500-1, 17).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator

import docx
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from lxml import etree

from policytasks.errors import SourceError
from policytasks.importing.grid import Cell, grid_lines
from policytasks.importing.imported_text import ImportedText, without_invisible_characters
from policytasks.importing.ordinals import format_ordinal

__all__ = ["read"]

_MOST_UNPACKED_BYTES = 200 * 1024 * 1024
_MOST_PARTS = 5000
_DEEPEST_LEVEL = 8
_LONGEST_STYLE_CHAIN = 50

_SKIPPED = frozenset(
    [
        *map(qn, ("w:del", "w:moveFrom", "w:pPr", "w:rPr", "w:rt", "w:instrText", "w:sectPr")),
        # Word writes each text box twice; the fallback is for programs older than 2010.
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    ]
)
_TEXT_TAGS = frozenset([qn("w:t"), "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"])
_SIGNS = {
    qn("w:tab"): " ",
    qn("w:ptab"): " ",
    qn("w:br"): "\n",
    qn("w:cr"): "\n",
    qn("w:noBreakHyphen"): "-",
}
_PARAGRAPH, _TABLE, _ROW, _CELL = map(qn, ("w:p", "w:tbl", "w:tr", "w:tc"))
_RUN, _TEXT_BOX, _CONTROL = map(qn, ("w:r", "w:txbxContent", "w:sdt"))
_VALUE = qn("w:val")
_PLACEHOLDER = re.compile(r"%([1-9])")
_BARE_NUMBER_END = re.compile(r"[0-9A-Za-z.]$")


def read(content: bytes) -> ImportedText:
    """Read a DOCX.

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
    return ImportedText(text + "\n", "docx", notes=tuple(reader.notes()))


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


class _Reader:
    """Walks through a document's elements; keeps count of its lists."""

    def __init__(self, document) -> None:
        self._styles = {
            style.get(qn("w:styleId")): style
            for style in document.styles.element.iterchildren(qn("w:style"))
        }
        self._numbering = _Numbering(_numbering_element(document.part), self._styles)
        self._has_changes = False
        self._has_contents = False

    def notes(self) -> Iterator[str]:
        """Say what was met on the way."""
        if self._has_changes:
            yield "read tracked changes as accepted"
        if self._has_contents:
            yield "left out the table of contents"

    def blocks(self, container) -> Iterator[str]:
        """Yield paragraphs and laid-out tables below ``container`` in document order."""
        for element in container:
            if element.tag == _PARAGRAPH:
                if self._is_contents_line(element):
                    self._has_contents = True
                else:
                    yield from self._paragraph(element)
            elif element.tag == _TABLE:
                yield from self._table(element)
            elif element.tag == _CONTROL and _is_table_of_contents(element):
                self._has_contents = True
            elif element.tag not in _SKIPPED:
                yield from self.blocks(element)

    def _paragraph(self, paragraph) -> Iterator[str]:
        boxes: list[etree._Element] = []
        text = "".join(self._pieces(paragraph, boxes))
        label = self._numbering.label(paragraph)
        in_cell = next(paragraph.iterancestors(_CELL), None) is not None
        # An empty numbered paragraph is a slip in running text, but a row's number in a table.
        if text.strip() or (label and in_cell):
            yield label + text
        for box in boxes:
            yield from self.blocks(box)

    def _pieces(self, element, boxes: list) -> Iterator[str]:
        for child in element:
            if child.tag in _SKIPPED:
                self._has_changes |= child.tag == qn("w:del")
            elif child.tag in _TEXT_TAGS:
                yield child.text or ""
            elif child.tag in _SIGNS:
                yield _SIGNS[child.tag]
            elif child.tag == _TEXT_BOX:
                boxes.append(child)
            elif child.tag == _RUN and _is_on(child.find(f"{qn('w:rPr')}/{qn('w:vanish')}")):
                continue
            else:
                self._has_changes |= child.tag == qn("w:ins")
                yield from self._pieces(child, boxes)

    def _is_contents_line(self, paragraph) -> bool:
        style = self._styles.get(_paragraph_style(paragraph))
        name = style.find(qn("w:name")) if style is not None else None
        return name is not None and bool(re.match(r"toc \d", name.get(_VALUE, ""), re.IGNORECASE))

    def _table(self, table) -> Iterator[str]:
        rows = [list(_outermost(row, _CELL)) for row in _outermost(table, _ROW)]
        if sum(len(cells) >= 2 for cells in rows) < 2:
            # A frame around text, not a table.
            for cells in rows:
                for cell in cells:
                    yield from self.blocks(cell)
            return
        yield "\n".join(grid_lines(self._grid(rows)))

    def _grid(self, rows: list[list]) -> list[list[Cell]]:
        """Turn Word's vertical merges, marked in each cell, into cells with spans."""
        grid: list[list[Cell]] = []
        # For each column: where the cell stands that a merge may continue.
        open_merges: dict[int, tuple[int, int]] = {}
        for cells in rows:
            line: list[Cell] = []
            column = 0
            skipped = _grid_before(cells[0].getparent()) if cells else 0
            if skipped:
                line.append(Cell("", columns=skipped))
                column = skipped
            merges: dict[int, tuple[int, int]] = {}
            for cell in cells:
                width = _number_in(cell, "w:tcPr/w:gridSpan", 1)
                merge = cell.find(f"{qn('w:tcPr')}/{qn('w:vMerge')}")
                above = open_merges.get(column)
                if merge is not None and merge.get(_VALUE) != "restart" and above:
                    row, place = above
                    first = grid[row][place]
                    grid[row][place] = Cell(first.text, first.rows + 1, first.columns)
                    merges[column] = above
                else:
                    if merge is not None:
                        merges[column] = (len(grid), len(line))
                    line.append(Cell(" ".join(self.blocks(cell)), 1, width))
                column += width
            grid.append(line)
            open_merges = merges
        return grid


class _Numbering:
    """The list numbers of a document, counted as Word counts them (17.9)."""

    def __init__(self, element, styles: dict) -> None:
        self._styles = styles
        self._definitions: dict[str, etree._Element] = {}
        self._lists: dict[str, etree._Element] = {}
        if element is not None:
            for definition in element.iterchildren(qn("w:abstractNum")):
                self._definitions[definition.get(qn("w:abstractNumId"))] = definition
            for numbered in element.iterchildren(qn("w:num")):
                self._lists[numbered.get(qn("w:numId"))] = numbered
        self._counts: dict[str, dict[int, int]] = {}
        self._seen_overrides: set[tuple[str, int]] = set()

    def label(self, paragraph) -> str:
        """Count ``paragraph`` and return what Word prints before it; empty where nothing."""
        list_id, depth = self._place(paragraph)
        numbered = self._lists.get(list_id)
        definition_id = self._definition_id(numbered)
        if definition_id is None:
            return ""
        counts = self._counts.setdefault(definition_id, {})
        override = _override(numbered, depth)
        restart = _number_in(override, "w:startOverride") if override is not None else None
        if restart is not None and (list_id, depth) not in self._seen_overrides:
            self._seen_overrides.add((list_id, depth))
            counts[depth] = restart
        elif depth in counts:
            counts[depth] += 1
        else:
            counts[depth] = self._start(numbered, definition_id, depth)
        for deeper in [level for level in counts if level > depth]:
            if self._restarts_after(numbered, definition_id, deeper, depth):
                del counts[deeper]
        return self._written(numbered, definition_id, depth, counts)

    def _place(self, paragraph) -> tuple[str | None, int]:
        """Return the list and the level of a paragraph, its own or its style's."""
        properties = paragraph.find(qn("w:pPr"))
        list_id = _value_in(properties, "w:numPr/w:numId")
        depth = _number_in(properties, "w:numPr/w:ilvl")
        style_id = _paragraph_style(paragraph)
        for _ in range(_LONGEST_STYLE_CHAIN):
            style = self._styles.get(style_id)
            if style is None:
                break
            if list_id is None:
                list_id = _value_in(style, "w:pPr/w:numPr/w:numId")
                if list_id is not None and depth is None:
                    depth = self._depth_of_style(list_id, style_id)
            if depth is None:
                depth = _number_in(style, "w:pPr/w:numPr/w:ilvl")
            style_id = _value_in(style, "w:basedOn")
        return list_id, min(max(depth or 0, 0), _DEEPEST_LEVEL)

    def _depth_of_style(self, list_id: str, style_id: str) -> int | None:
        definition = self._definitions.get(self._definition_id(self._lists.get(list_id)) or "")
        if definition is None:
            return None
        for level in definition.iterchildren(qn("w:lvl")):
            if _value_in(level, "w:pStyle") == style_id:
                return _integer(level.get(qn("w:ilvl")))
        return None

    def _definition_id(self, numbered) -> str | None:
        """Return the definition that a list uses, through the list style if it names one."""
        for _ in range(_LONGEST_STYLE_CHAIN):
            definition_id = _value_in(numbered, "w:abstractNumId")
            definition = self._definitions.get(definition_id)
            if definition is None:
                return None
            style = self._styles.get(_value_in(definition, "w:numStyleLink"))
            if style is None:
                return definition_id
            numbered = self._lists.get(_value_in(style, "w:pPr/w:numPr/w:numId"))
        return None

    def _level(self, numbered, definition_id: str, depth: int):
        override = _override(numbered, depth)
        if override is not None and (level := override.find(qn("w:lvl"))) is not None:
            return level
        for level in self._definitions[definition_id].iterchildren(qn("w:lvl")):
            if _integer(level.get(qn("w:ilvl"))) == depth:
                return level
        return None

    def _start(self, numbered, definition_id: str, depth: int) -> int:
        start = _number_in(self._level(numbered, definition_id, depth), "w:start")
        return 0 if start is None else start

    def _restarts_after(self, numbered, definition_id: str, deeper: int, depth: int) -> bool:
        restart = _number_in(self._level(numbered, definition_id, deeper), "w:lvlRestart")
        return restart is None or depth < restart

    def _written(self, numbered, definition_id: str, depth: int, counts: dict[int, int]) -> str:
        level = self._level(numbered, definition_id, depth)
        if level is None or _style_of(level) in ("bullet", "none"):
            return ""
        in_digits = _is_on(level.find(qn("w:isLgl")))

        def number(match: re.Match) -> str:
            wanted = int(match[1]) - 1
            own = self._level(numbered, definition_id, wanted)
            value = counts.setdefault(wanted, self._start(numbered, definition_id, wanted))
            style = "decimal" if in_digits or own is None else _style_of(own)
            return format_ordinal(value, style)

        label = _PLACEHOLDER.sub(number, _value_in(level, "w:lvlText") or "")
        # 1. and 2024年 must not run into one number; 一、 and （一） need no blank.
        separate = _BARE_NUMBER_END.search(label) and _value_in(level, "w:suff") != "nothing"
        return label + " " if separate else label


def _numbering_element(part):
    """Return the root of the numbering part, or None; python-docx would try to make one."""
    for relation in part.rels.values():
        if relation.reltype == RELATIONSHIP_TYPE.NUMBERING and not relation.is_external:
            return relation.target_part.element
    return None


def _is_table_of_contents(control) -> bool:
    gallery = _value_in(control, "w:sdtPr/w:docPartObj/w:docPartGallery")
    return gallery == "Table of Contents"


def _paragraph_style(paragraph) -> str | None:
    return _value_in(paragraph, "w:pPr/w:pStyle")


def _style_of(level) -> str:
    return _value_in(level, "w:numFmt") or "decimal"


def _override(numbered, depth: int):
    for override in numbered.iterchildren(qn("w:lvlOverride")):
        if _integer(override.get(qn("w:ilvl"))) == depth:
            return override
    return None


def _grid_before(row) -> int:
    return _number_in(row, "w:trPr/w:gridBefore", 0)


def _outermost(element, tag: str) -> Iterator:
    """Yield the descendants of one tag that do not lie in one another, nor in deleted rows."""
    for child in element:
        if child.tag == tag:
            if child.find(f"{qn('w:trPr')}/{qn('w:del')}") is None:
                yield child
        elif child.tag not in _SKIPPED:
            yield from _outermost(child, tag)


def _value_in(element, path: str) -> str | None:
    if element is None:
        return None
    found = element.find("/".join(qn(step) for step in path.split("/")))
    return None if found is None else found.get(_VALUE)


def _number_in(element, path: str, default: int | None = None) -> int | None:
    number = _integer(_value_in(element, path))
    return default if number is None else number


def _integer(text: str | None) -> int | None:
    """Return a number up to 99,999; None for anything else."""
    return int(text) if text and re.fullmatch(r"\d{1,5}", text, re.ASCII) else None


def _is_on(element) -> bool:
    """Whether a switch element is there and not turned off."""
    return element is not None and element.get(_VALUE) not in ("0", "false", "off")
