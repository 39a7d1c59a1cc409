"""PDF: lines in reading order, tables by their rules, no page furniture."""

from __future__ import annotations

import random

import pytest

from policytasks.errors import SourceError
from policytasks.importing import read_file
from policytasks.importing.pdf import read

BODY = [
    "一、重点任务",
    "（一）发展助餐服务。到2025年底前，建成老年食堂",
    "20个。（牵头单位：市民政局）",
    "（二）培训护理人员。每年培训500名。",
]


def lines(content: bytes) -> list[str]:
    return read(content).text.splitlines()


def test_lines_come_from_top_to_bottom_however_they_were_drawn(pdf):
    drawn = list(enumerate(BODY))
    random.Random(4).shuffle(drawn)
    for row, text in drawn:
        pdf.text(50, 700 - 20 * row, text)
    assert lines(pdf.content()) == BODY


def test_pages_follow_one_another_without_page_numbers_and_running_heads(pdf):
    for page, text in enumerate(BODY, 1):
        pdf.text(250, 770, "湖东市人民政府公报")
        pdf.text(50, 690, text)
        pdf.text(50, 670, "各县（区）人民政府要抓好落实。")
        pdf.text(280, 30, f"— {page} —")
        pdf.end_page()
    imported = read(pdf.content())
    assert imported.text.splitlines() == [
        line for text in BODY for line in (text, "各县（区）人民政府要抓好落实。")
    ]
    assert any("8 page numbers" in note for note in imported.notes)


def test_what_the_pdf_marks_as_an_artifact_and_watermarks_are_left_out(pdf):
    pdf.aslant("内部资料")
    for row, text in enumerate(BODY):
        pdf.text(50, 700 - 20 * row, text)
    pdf.artifact(50, 560, "扫描时间二〇二三年")
    assert lines(pdf.content()) == BODY


def test_two_columns_are_read_one_after_the_other_below_a_common_head(pdf):
    left = [f"左栏第{n}行，养老服务设施建设" for n in range(1, 9)]
    right = [f"右栏第{n}行，养老服务人才培养" for n in range(1, 9)]
    pdf.text(180, 760, "湖东市人民政府关于养老服务的意见")
    for row, (one, other) in enumerate(zip(left, right, strict=True)):
        pdf.text(40, 700 - 20 * row, one)
        pdf.text(320, 695 - 20 * row, other)
    assert lines(pdf.content()) == ["湖东市人民政府关于养老服务的意见", *left, *right]


def test_a_ruled_table_gives_its_cells_and_its_merges(pdf):
    for x in (50, 100, 300, 400):
        pdf.rule(x, 600, x, 720)
    for y in (720, 690, 600):
        pdf.rule(50, y, 400, y)
    pdf.rule(50, 640, 300, 640)
    for left, bottom, text in [
        (55, 700, "序号"), (105, 700, "任务"), (305, 700, "牵头单位"),
        (55, 670, "1"), (105, 675, "建设老年食堂，配备厨具设备和人"), (105, 660, "员。"),
        (55, 620, "2"), (105, 620, "培训护理员"),
        (305, 655, "市民政局"), (305, 640, "市商务局"),
    ]:  # fmt: skip
        pdf.text(left, bottom, text)
    pdf.text(50, 750, "附件")
    pdf.text(50, 570, "说明")
    assert lines(pdf.content()) == [
        "附件",
        "序号\t任务\t牵头单位",
        "1\t建设老年食堂，配备厨具设备和人员。\t市民政局 市商务局",
        "2\t培训护理员\t〃",
        "说明",
    ]


def test_a_place_without_rules_in_a_table_shifts_no_cell(pdf):
    for x in (50, 150, 250, 350):
        pdf.rule(x, 640, x, 720)
    for y in (720, 680):
        pdf.rule(50, y, 350, y)
    pdf.rule(150, 640, 350, 640)
    for left, bottom, text in [
        (55, 695, "甲"),
        (155, 695, "乙"),
        (255, 695, "丙"),
        (155, 655, "丁"),
    ]:
        pdf.text(left, bottom, text)
    pdf.text(55, 655, "注")
    read = lines(pdf.content())
    assert "甲\t乙\t丙" in read
    assert "\t丁\t" in read
    assert "注" in read


def test_a_turned_page_reads_as_it_is_shown(pdf):
    pdf.rotation = 90
    pdf.raw("0 1 -1 0 600 0 cm")
    for row, text in enumerate(BODY):
        pdf.text(50, 500 - 20 * row, text)
    assert lines(pdf.content()) == BODY


def test_characters_printed_twice_to_look_bold_are_read_once(pdf):
    pdf.text(50, 700, "一一对应hello", 16)
    pdf.text(50.4, 700, "一一对应hello", 16)
    assert lines(pdf.content()) == ["一一对应hello"]


def test_gaps_are_blanks_and_sizes_do_not_part_a_line(pdf):
    pdf.text(50, 700, "责任单位", 16)
    pdf.text(130, 701, "市民政局", 12)
    pdf.text(178.5, 701, "等", 12)
    assert lines(pdf.content()) == ["责任单位 市民政局等"]


def test_a_page_without_text_is_told(pdf):
    pdf.text(50, 700, BODY[1])
    pdf.end_page()
    pdf.rule(0, 0, 100, 100)
    pdf.end_page()
    assert "found no text on page 2" in read(pdf.content()).notes


def test_a_scan_with_page_numbers_is_refused_like_one_without(pdf):
    for page in range(1, 4):
        pdf.text(290, 30, f"- {page} -")
        pdf.end_page()
    with pytest.raises(SourceError, match="no text"):
        read(pdf.content())


def test_a_pdf_of_pictures_is_refused_with_the_way_out(pdf, write):
    pdf.rule(0, 0, 600, 800)
    with pytest.raises(SourceError, match="pictures of pages") as refused:
        read_file(write("scan.pdf", pdf.content()))
    assert "ocr" in refused.value.remedy.lower()


@pytest.mark.parametrize(
    ("password", "problem"), [(b"secret", "encrypted"), (b"", "protected against copying")]
)
def test_a_protected_pdf_is_refused_in_words(encrypted_pdf, write, password, problem):
    with pytest.raises(SourceError, match=problem):
        read_file(write("plan.pdf", encrypted_pdf(password)))


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:300],
        lambda content: b"%PDF-1.7\n" + bytes(2000),
        lambda content: content.replace(b"/Type /Page", b"/Type /Cage"),
        lambda content: content.replace(b"/Contents 7 0 R", b"/Contents 6 0 R"),
        lambda content: b"<html><body>404</body></html>",
    ],
    ids=["cut", "zeros", "no pages", "no content", "web page"],
)
def test_a_damaged_pdf_is_refused_in_words(pdf, write, damage):
    pdf.text(50, 700, "一、总体要求。")
    with pytest.raises(SourceError) as refused:
        read_file(write("plan.pdf", damage(pdf.content())))
    assert refused.value.remedy


def test_fonts_that_do_not_name_their_characters_are_refused(pdf, write):
    pdf.text(50, 700, "一、总体要求。")
    nameless = pdf.content().replace(b"/UniGB-UCS2-H", b"/Identity-H   ").replace(b"GB1", b"XY1")
    with pytest.raises(SourceError, match="which characters"):
        read_file(write("plan.pdf", nameless))
