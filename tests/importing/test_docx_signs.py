"""DOCX: lists that name no level, signs of symbol fonts, fields that draw, and what is left out."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from policytasks.importing.docx import read

W = nsdecls("w")
_TYPES = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CONTENT = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def document_of(*paragraphs: str) -> bytes:
    """Return a DOCX whose paragraphs hold this WordprocessingML."""
    document = docx.Document()
    for inner in paragraphs:
        paragraph = document.add_paragraph()
        for element in parse_xml(f"<w:p {W}>{inner}</w:p>"):
            paragraph._p.append(element)
    return saved(document)


def saved(document) -> bytes:
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def run(text: str, properties: str = "") -> str:
    return f"<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r>"


def lines(*paragraphs: str) -> list[str]:
    return read(document_of(*paragraphs)).text.splitlines()


def notes(*paragraphs: str) -> tuple[str, ...]:
    return read(document_of(*paragraphs)).notes


def with_part(content: bytes, kind: str, inner: str) -> bytes:
    """Add footnotes, endnotes or comments to a DOCX, as Word keeps them."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "[Content_Types].xml":
                part = (
                    f'<Override PartName="/word/{kind}.xml" ContentType="{_CONTENT}.{kind}+xml"/>'
                )
                data = data.replace(b"</Types>", f"{part}</Types>".encode())
            elif name == "word/_rels/document.xml.rels":
                relation = (
                    f'<Relationship Id="rId99{kind}" Type="{_TYPES}/{kind}" Target="{kind}.xml"/>'
                )
                data = data.replace(b"</Relationships>", f"{relation}</Relationships>".encode())
            new.writestr(name, data)
        new.writestr(f"word/{kind}.xml", f"<w:{kind} {W}>{inner}</w:{kind}>")
    return out.getvalue()


LEVELS = (
    ("chineseCounting", "%1、"),
    ("chineseCounting", "（%2）"),
    ("decimal", "%3."),
    ("decimalEnclosedCircle", "%4"),
)


def listed(items, level_of=lambda depth: "", levels=LEVELS) -> list[str]:
    """Return the lines of a list; ``level_of`` writes the attribute that names a level."""
    document = docx.Document()
    definition = "".join(
        f'<w:lvl{level_of(depth)}><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for depth, (style, text) in enumerate(levels)
    )
    numbering = document.part.numbering_part.element
    numbering.insert(
        0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="77">{definition}</w:abstractNum>')
    )
    numbering.append(parse_xml(f'<w:num {W} w:numId="77"><w:abstractNumId w:val="77"/></w:num>'))
    for depth, text in items:
        level = "" if depth is None else f'<w:ilvl w:val="{depth}"/>'
        paragraph = document.add_paragraph(text)
        paragraph._p.get_or_add_pPr().append(
            parse_xml(f'<w:numPr {W}>{level}<w:numId w:val="77"/></w:numPr>')
        )
    return read(saved(document)).text.splitlines()


def named(depth: int) -> str:
    return f' w:ilvl="{depth}"'


ITEMS = [(0, "任务"), (1, "助餐"), (1, "培训"), (2, "每年"), (2, "两次"), (0, "保障"), (1, "领导")]
NUMBERED = ["一、任务", "（一）助餐", "（二）培训", "1. 每年", "2. 两次", "二、保障", "（一）领导"]


@pytest.mark.parametrize(
    "level_of",
    [lambda depth: "", named, lambda depth: named(depth) if depth != 1 else ""],
    ids=["none", "all", "one does not"],
)
def test_levels_that_do_not_say_which_they_are_count_in_their_order(level_of):
    assert listed(ITEMS, level_of) == NUMBERED


def test_a_paragraph_without_a_level_is_of_the_first(write):
    assert listed([(None, "任务"), (1, "助餐"), (None, "保障")]) == [
        "一、任务",
        "（一）助餐",
        "二、保障",
    ]


def test_the_fourth_level_may_be_circled():
    items = [(0, "任务"), (3, "建设食堂"), (3, "培训人员")]
    assert listed(items) == ["一、任务", "①建设食堂", "②培训人员"]


def test_a_level_deeper_than_all_defined_prints_nothing():
    assert listed([(0, "任务"), (7, "助餐")]) == ["一、任务", "助餐"]


def test_levels_in_another_order_are_those_that_they_say():
    def backwards(depth: int) -> str:
        return named(1 - depth)

    levels = (("decimal", "%2."), ("chineseCounting", "%1、"))
    assert listed([(0, "任务"), (1, "助餐")], backwards, levels) == ["一、任务", "1. 助餐"]


@pytest.mark.parametrize(
    ("font", "code", "shown"),
    [
        ("Symbol", "F0B3", "≥"),
        ("Symbol", "00B3", "≥"),
        ("Symbol", "B3", "≥"),
        ("symbol", "F0A3", "≤"),
        ("Symbol", "F0B1", "±"),
        ("Symbol", "F0B4", "×"),
        ("Symbol", "F025", "%"),
        ("Symbol", "F03E", ">"),
        ("Wingdings", "F081", "①"),
        ("Wingdings", "F08A", "⑩"),
        ("Wingdings", "F0FC", "✓"),
        ("Wingdings 2", "F06B", "②"),
        ("宋体", "2264", "≤"),
    ],
)
def test_signs_of_symbol_fonts_are_read(font, code, shown):
    sign = f'<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>'
    assert lines(f"{run('占比')}{sign}{run('90%')}") == [f"占比{shown}90%"]


@pytest.mark.parametrize(
    ("font", "code"),
    [("Webdings", "F041"), ("Wingdings", "F021"), ("宋体", "F0B3"), ("Symbol", "zz"), ("", "")],
)
def test_a_sign_that_has_no_name_is_marked_and_told(font, code):
    content = document_of(
        f'{run("占比")}<w:r><w:sym w:font="{font}" w:char="{code}"/></w:r>{run("90%")}'
    )
    imported = read(content)
    assert imported.text == "占比\ufffd90%\n"
    assert any("signs of the font" in note for note in imported.notes)


def field(instruction: str, result: str | None = None) -> str:
    """Return a field as Word writes it, with or without a result."""
    shown = (
        "" if result is None else f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(result)}'
    )
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{instruction}</w:instrText></w:r>{shown}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


@pytest.mark.parametrize(
    ("instruction", "result", "shown"),
    [
        (r" EQ \o\ac(○,1)", None, "①"),
        (r" EQ \o\ac(○,12) ", None, "⑫"),
        (r"eq \o\ac(○,3)", None, "③"),
        (r"EQ \o(○,4)", None, "④"),
        (r"EQ \o\ac(○;5)", None, "⑤"),
        (r"EQ \o\ac(○,特)", None, "特"),
        (r"EQ \f(1,2)", None, "1/2"),
        (r"EQ \o\ac(○,1)", "①", "①"),
        (r'SYMBOL 179 \f "Symbol" \s 12', None, "≥"),
        (r"SYMBOL 0xB3 \f Symbol", None, "≥"),
        (r"SYMBOL 129 \f Wingdings \* MERGEFORMAT", None, "①"),
        ("SYMBOL", None, "\ufffd"),
        (" PAGE ", "7", "7"),
        (" PAGE ", None, ""),
        (" TOC \\o ", None, ""),
        (' HYPERLINK "http://example.org/EQ"', "附件", "附件"),
    ],
)
def test_fields_show_their_result_or_what_they_draw(instruction, result, shown):
    paragraph = f"{run('实施：')}{field(instruction, result)}{run('建成食堂；')}"
    assert lines(paragraph) == [f"实施：{shown}建成食堂；"]


def test_a_fraction_of_a_formula_keeps_its_bar():
    part = "<m:{0}><m:r><m:t>{1}</m:t></m:r></m:{0}>"
    fraction = f"<m:f>{part.format('num', 2)}{part.format('den', 3)}</m:f>"
    formula = f"<m:oMath {nsdecls('m')}>{fraction}</m:oMath>"
    assert lines(formula + run("以上的街道")) == ["2/3以上的街道"]


def test_a_number_that_only_word_counts_is_told():
    numbered = f"{field('AUTONUM')}{run('建成食堂')}"
    imported = read(document_of(numbered, numbered))
    assert imported.text == "建成食堂\n建成食堂\n"
    assert imported.notes == ("fields not read of the kind AUTONUM: 2",)


def test_a_field_cut_over_several_runs_is_one():
    pieces = [" EQ ", r"\o\ac(", "○,", "2)"]
    parts = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    begin, end = (f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "end"))
    simple = f'<w:fldSimple w:instr="EQ \\o\\ac(○,3)"/>{run("开办")}'
    assert lines(f"{begin}{parts}{end}{run('培训')}{simple}") == ["②培训③开办"]


def test_a_field_that_is_never_closed_loses_no_text():
    begin = '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
    assert lines(f"{begin}{run('甲')}", run("乙")) == ["甲", "乙"]


MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
BOX = f"<w:txbxContent><w:sdt><w:sdtContent><w:p>{run('（三）助餐')}</w:p></w:sdtContent></w:sdt></w:txbxContent>"


@pytest.mark.parametrize(
    "inner",
    [
        f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="wps">{BOX}</mc:Choice>'
        f"<mc:Fallback>{BOX}</mc:Fallback></mc:AlternateContent>",
        f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Fallback>{BOX}</mc:Fallback></mc:AlternateContent>',
        f"<w:pict>{BOX}</w:pict>",
    ],
    ids=["both", "fallback alone", "old"],
)
def test_a_text_box_is_read_once_behind_its_paragraph(inner):
    assert lines(f"{run('（二）培训')}<w:r>{inner}</w:r>{run('人员')}") == [
        "（二）培训人员",
        "（三）助餐",
    ]


def test_the_prompt_of_an_empty_control_is_no_text():
    control = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr{}/></w:sdtPr><w:sdtContent>{}</w:sdtContent></w:sdt>"
    )
    prompt = control.format("", run("单击此处输入文字"))
    filled = control.format(' w:val="0"', run("市民政局"))
    assert lines(f"{run('牵头：')}{prompt}{filled}") == ["牵头：市民政局"]


@pytest.mark.parametrize(
    ("properties", "is_read"),
    [
        ("<w:strike/>", False),
        ("<w:dstrike/>", False),
        ('<w:strike w:val="true"/>', False),
        ('<w:strike w:val="0"/>', True),
        ('<w:dstrike w:val="false"/>', True),
        ("<w:vanish/>", False),
        ('<w:vanish w:val="0"/>', True),
        ('<w:u w:val="single"/>', True),
        ("<w:b/>", True),
    ],
)
def test_struck_and_hidden_text_is_left_out_and_told(properties, is_read):
    imported = read(document_of(f"{run('建成')}{run('二十家', properties)}{run('三十家')}"))
    assert imported.text == f"建成{'二十家' if is_read else ''}三十家\n"
    assert any("二十家" in note for note in imported.notes) is not is_read


def test_text_struck_by_its_style_is_left_out_too():
    document = docx.Document()
    style = document.styles.add_style("Gone", docx.enum.style.WD_STYLE_TYPE.CHARACTER)
    style.font.strike = True
    paragraph = document.add_paragraph("建成")
    paragraph.add_run("二十家", style="Gone")
    kept = paragraph.add_run("三十家", style="Gone")
    kept.font.strike = False
    assert read(saved(document)).text == "建成三十家\n"


REFERENCE = '<w:r><w:footnoteReference w:id="2"/></w:r>'


@pytest.mark.parametrize("kind", ["footnote", "endnote"])
def test_notes_stand_outside_the_text_and_are_told(kind):
    paragraph = f"{run('占比达到55%')}{REFERENCE.replace('footnote', kind)}{run('。')}"
    rules = f'<w:{kind} w:type="separator" w:id="0"><w:p><w:r><w:separator/></w:r></w:p></w:{kind}>'
    texts = "".join(
        f'<w:{kind} w:id="{n}"><w:p>{run(text)}</w:p></w:{kind}>'
        for n, text in enumerate(["占比＝护理型床位÷总数×100%。", "含改建床位。"], 2)
    )
    imported = read(with_part(document_of(paragraph), f"{kind}s", rules + texts))
    assert imported.text == "占比达到55%。\n"
    assert imported.notes == (
        f"{kind} 1, left out of the text: 占比＝护理型床位÷总数×100%。",
        f"{kind} 2, left out of the text: 含改建床位。",
    )


def test_comments_are_left_out_and_counted():
    comments = "".join(
        f'<w:comment w:id="{n}"><w:p>{run("请核实")}</w:p></w:comment>' for n in range(3)
    )
    imported = read(with_part(document_of(run("建成食堂20家。")), "comments", comments))
    assert imported.text == "建成食堂20家。\n"
    assert imported.notes == ("comments left out: 3",)


def test_a_document_without_notes_says_nothing():
    assert notes(run("建成食堂20家。")) == ()


def test_words_in_the_head_of_a_page_are_told_page_numbers_are_not():
    document = docx.Document()
    document.add_paragraph("建成食堂20家。")
    document.sections[0].header.paragraphs[0].text = "湖东市民政局文件"
    document.sections[0].footer.paragraphs[0].text = "— 1 —"
    imported = read(saved(document))
    assert imported.text == "建成食堂20家。\n"
    assert imported.notes == ("left out heads and feet of pages: 湖东市民政局文件",)


def test_pictures_and_embedded_files_are_told():
    picture = (
        '<w:r><w:drawing><pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/'
        'picture"/></w:drawing></w:r>'
    )
    told = notes(run("附件见图。"), picture, "<w:r><w:object/></w:r>")
    assert told == ("pictures not read: 1", "embedded files not read: 1")


def test_moved_text_is_read_where_it_stands_now():
    moved = f"<w:moveFrom>{run('旧处')}</w:moveFrom><w:moveTo>{run('新处')}</w:moveTo>"
    assert lines(moved) == ["新处"]
