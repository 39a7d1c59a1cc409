"""DOCX: text, tables and the numbers that Word prints."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from policytasks.errors import SourceError
from policytasks.importing import read_file
from policytasks.importing.docx import read

W = nsdecls("w")


def level(depth: int, style: str, text: str, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


OUTLINE = (
    level(0, "chineseCountingThousand", "%1、")
    + level(1, "chineseCountingThousand", "（%2）")
    + level(2, "decimal", "%3.")
)


class Builder:
    """A document whose paragraphs may belong to lists."""

    def __init__(self) -> None:
        self.document = docx.Document()
        self._numbering = self.document.part.numbering_part.element
        self._lists = 100

    def define(self, levels: str) -> str:
        """Define a numbering and return its id."""
        self._lists += 1
        self._numbering.insert(
            0,
            parse_xml(
                f'<w:abstractNum {W} w:abstractNumId="{self._lists}">{levels}</w:abstractNum>'
            ),
        )
        return str(self._lists)

    def list_of(self, definition: str, overrides: str = "") -> str:
        """Make a list of a numbering and return its id."""
        self._lists += 1
        self._numbering.append(
            parse_xml(
                f'<w:num {W} w:numId="{self._lists}"><w:abstractNumId w:val="{definition}"/>'
                f"{overrides}</w:num>"
            )
        )
        return str(self._lists)

    def item(self, text: str, list_id: str, depth: int = 0, paragraph=None):
        paragraph = paragraph or self.document.add_paragraph()
        paragraph.add_run(text)
        paragraph._p.get_or_add_pPr().append(
            parse_xml(
                f'<w:numPr {W}><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>'
            )
        )
        return paragraph

    def raw(self, inner: str):
        paragraph = self.document.add_paragraph()
        for element in parse_xml(f"<w:p {W}>{inner}</w:p>"):
            paragraph._p.append(element)
        return paragraph

    def content(self) -> bytes:
        buffer = io.BytesIO()
        self.document.save(buffer)
        return buffer.getvalue()

    def lines(self) -> list[str]:
        return read(self.content()).text.splitlines()


@pytest.fixture
def builder() -> Builder:
    return Builder()


def test_paragraphs_and_tables_come_in_the_order_of_the_document(builder):
    builder.document.add_paragraph("一、总体要求")
    table = builder.document.add_table(rows=2, cols=2)
    for cell, text in zip(table._cells, ["序号", "任务", "1", "建设食堂"], strict=True):
        cell.text = text
    builder.document.add_paragraph("二、保障措施")
    assert builder.lines() == ["一、总体要求", "序号\t任务", "1\t建设食堂", "二、保障措施"]


def test_word_s_numbers_are_in_the_text(builder):
    outline = builder.list_of(builder.define(OUTLINE))
    for text, depth in [
        ("总体要求", 0), ("重点任务", 0), ("助餐", 1), ("建设食堂", 2), ("2025年完成", 2),
        ("培训", 1), ("每年500名", 2), ("保障措施", 0), ("领导", 1),
    ]:  # fmt: skip
        builder.item(text, outline, depth)
    assert builder.lines() == [
        "一、总体要求",
        "二、重点任务",
        "（一）助餐",
        "1. 建设食堂",
        "2. 2025年完成",
        "（二）培训",
        "1. 每年500名",
        "三、保障措施",
        "（一）领导",
    ]


def test_lists_of_one_numbering_count_on_and_an_override_starts_anew(builder):
    definition = builder.define(OUTLINE)
    first, second = builder.list_of(definition), builder.list_of(definition)
    restarted = builder.list_of(
        definition, '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    )
    for list_id in (first, second, restarted, restarted):
        builder.item("项", list_id)
    assert builder.lines() == ["一、项", "二、项", "一、项", "二、项"]


def test_a_number_may_come_from_the_style_and_be_taken_away_again(builder):
    outline = builder.list_of(builder.define(OUTLINE))
    style = builder.document.styles["Heading 2"].element
    style.get_or_add_pPr().append(
        parse_xml(f'<w:numPr {W}><w:ilvl w:val="1"/><w:numId w:val="{outline}"/></w:numPr>')
    )
    builder.document.add_paragraph("助餐", style="Heading 2")
    builder.item("无号", "0", paragraph=builder.document.add_paragraph(style="Heading 2"))
    builder.document.add_paragraph("培训", style="Heading 2")
    assert builder.lines() == ["（一）助餐", "无号", "（二）培训"]


def test_a_number_of_several_levels_shows_all_in_digits_where_the_level_says_so(builder):
    levels = level(0, "chineseCountingThousand", "第%1章") + level(
        1, "decimal", "%1.%2", more="<w:isLgl/>"
    )
    chapters = builder.list_of(builder.define(levels))
    builder.item("总则", chapters)
    builder.item("目的", chapters, 1)
    assert builder.lines() == ["第一章总则", "1.1 目的"]


def test_bullets_are_no_numbers(builder):
    builder.document.add_paragraph("坚持公益", style="List Bullet")
    assert builder.lines() == ["坚持公益"]


def test_rows_that_word_numbers_get_their_numbers(builder):
    rows = builder.list_of(builder.define(level(0, "decimal", "%1")))
    table = builder.document.add_table(rows=2, cols=2)
    for row, task in zip(table.rows, ["助餐", "培训"], strict=True):
        builder.item("", rows, paragraph=row.cells[0].paragraphs[0])
        row.cells[1].text = task
    builder.item("", rows)
    assert builder.lines() == ["1\t助餐", "2\t培训"]


def test_merged_cells_are_told_from_empty_ones(builder):
    table = builder.document.add_table(rows=4, cols=3)
    table.cell(0, 0).text, table.cell(0, 1).text, table.cell(0, 2).text = "序号", "任务", "时限"
    table.cell(1, 0).text, table.cell(2, 0).text = "1", "2"
    table.cell(1, 1).merge(table.cell(2, 1)).text = "助餐"
    table.cell(1, 2).text = "2025年"
    table.cell(3, 0).merge(table.cell(3, 2)).text = "（二）培训"
    assert builder.lines() == ["序号\t任务\t时限", "1\t助餐\t2025年", "2\t〃\t", "（二）培训\t\t"]


def test_a_frame_around_text_is_no_table(builder):
    frame = builder.document.add_table(rows=1, cols=1).cell(0, 0)
    frame.text = "一、总体要求"
    frame.add_paragraph("到2025年完成。")
    assert builder.lines() == ["一、总体要求", "到2025年完成。"]


def test_text_in_smart_tags_content_controls_and_insertions_is_read_deleted_text_is_not(builder):
    builder.raw(
        "<w:r><w:t>自</w:t></w:r>"
        '<w:smartTag w:element="date"><w:r><w:t>2023年5月</w:t></w:r></w:smartTag>'
        "<w:sdt><w:sdtContent><w:r><w:t>6日</w:t></w:r></w:sdtContent></w:sdt>"
        '<w:ins w:id="1"><w:r><w:t>起</w:t></w:r></w:ins>'
        '<w:del w:id="2"><w:r><w:delText>止</w:delText></w:r></w:del>'
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>隐藏</w:t></w:r>"
        "<w:r><w:t>施行</w:t><w:tab/><w:t>。</w:t><w:br/><w:t>完</w:t></w:r>"
    )
    imported = read(builder.content())
    assert imported.text.splitlines() == ["自2023年5月6日起施行 。", "完"]
    assert "read tracked changes as accepted" in imported.notes


def test_a_text_box_is_read_once_though_word_writes_it_twice(builder):
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    box = "<w:txbxContent><w:p><w:r><w:t>附件1</w:t></w:r></w:p></w:txbxContent>"
    builder.raw(
        f'<w:r><mc:AlternateContent xmlns:mc="{mc}"><mc:Choice Requires="wps">{box}</mc:Choice>'
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert builder.lines() == ["附件1"]


def test_the_table_of_contents_and_heads_of_pages_are_left_out(builder):
    builder.document.sections[0].header.paragraphs[0].text = "湖东市人民政府公报"
    builder.document.sections[0].footer.paragraphs[0].text = "— 1 —"
    builder.document.styles.add_style("toc 1", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
    builder.document.add_paragraph("一、总体要求 1", style="toc 1")
    builder.document.add_paragraph("一、总体要求")
    imported = read(builder.content())
    assert imported.text == "一、总体要求\n"
    assert "left out the table of contents" in imported.notes


def zipped(parts: dict[str, bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return buffer.getvalue()


def encrypted_zip(content: bytes) -> bytes:
    """Set the flag of encryption in every entry of the central directory."""
    parts = content.split(b"PK\x01\x02")
    flagged = [part[:4] + bytes([part[4] | 1]) + part[5:] for part in parts[1:]]
    return b"PK\x01\x02".join([parts[0], *flagged])


def declaring(size: int, content: bytes) -> bytes:
    """Let the last entry of the central directory declare a size for what it unpacks to."""
    entry = content.rindex(b"PK\x01\x02")
    return content[: entry + 24] + size.to_bytes(4, "little") + content[entry + 28 :]


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)


@pytest.mark.parametrize(
    ("make", "problem"),
    [
        (lambda document: b"PK\x03\x04" + bytes(100), "damaged"),
        (lambda document: document[: len(document) // 2], "damaged"),
        (lambda document: zipped({"a.txt": b"a"}), "no DOCX"),
        (lambda document: zipped({"[Content_Types].xml": b"<x/>"}), "cannot be read as DOCX"),
        (lambda document: encrypted_zip(document), "encrypted"),
        (lambda document: OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (lambda document: OLE + "WordDocument".encode("utf-16-le"), "old Word file"),
        (lambda document: "一、总体要求。".encode(), "has the ending of a DOCX"),
        (lambda document: declaring(300_000_000, document), "unpacks to 300"),
        (lambda document: declaring(9, zipped({"[Content_Types].xml": bytes(10**7)})), "read as"),
        (lambda document: zipped({f"{n}": b"" for n in range(6000)}), "parts"),
        (lambda document: document, "no text"),
    ],
    ids=[
        "damaged", "cut", "other ZIP", "empty package", "encrypted entries", "encrypted package",
        "old Word", "text", "bomb", "bomb that lies", "many parts", "no text",
    ],
)  # fmt: skip
def test_what_is_no_readable_docx_is_refused_in_words(write, builder, make, problem):
    with pytest.raises(SourceError, match=problem) as refused:
        read_file(write("plan.docx", make(builder.content())))
    assert refused.value.remedy


def test_entities_are_not_expanded(write, builder):
    builder.document.add_paragraph("正文")
    with zipfile.ZipFile(io.BytesIO(builder.content())) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    entities = '<!ENTITY a "哈哈哈哈哈哈哈哈哈哈">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 20}">' for n in range(9)
    )
    parts["word/document.xml"] = (
        parts["word/document.xml"]
        .decode()
        .replace(
            "<w:document",
            f'<!DOCTYPE d [{entities}<!ENTITY f SYSTEM "file:///etc/hostname">]><w:document',
            1,
        )
        .replace("正文", "正文&j;&f;")
        .encode()
    )
    try:
        text = read_file(write("plan.docx", zipped(parts))).text
    except SourceError:
        return
    assert text == "正文\n"


@settings(max_examples=25)
@given(st.data())
def test_numbers_never_break_the_reader_whatever_the_numbering_says(data):
    builder = Builder()
    value = st.sampled_from(["0", "1", "3", "9", "-1", "x", "", "99999", "99999999999999999999"])
    style = st.sampled_from(
        ["decimal", "chineseCounting", "bullet", "none", "nonsense", "lowerRoman"]
    )
    levels = "".join(
        f'<w:lvl w:ilvl="{data.draw(value)}"><w:start w:val="{data.draw(value)}"/>'
        f'<w:numFmt w:val="{data.draw(style)}"/><w:lvlRestart w:val="{data.draw(value)}"/>'
        f'<w:lvlText w:val="%{data.draw(value)}."/></w:lvl>'
        for _ in range(data.draw(st.integers(0, 4)))
    )
    override = (
        f'<w:lvlOverride w:ilvl="{data.draw(value)}">'
        f'<w:startOverride w:val="{data.draw(value)}"/></w:lvlOverride>'
    )
    list_id = builder.list_of(builder.define(levels), override)
    for _ in range(4):
        builder.item("项目", list_id, depth=data.draw(value))
    assert [line[-2:] for line in builder.lines()] == ["项目"] * 4
