"""PDF: watermarks, running heads, and tables that a page break parts."""

from __future__ import annotations

import pytest

from policytasks.importing.pdf import read

BODY = [
    "一、重点任务",
    "（一）发展助餐服务。到2025年底前，建成老年食堂",
    "20个，培训护理人员500名，改造家庭300户，新增床",
    "位120张。（牵头单位：市民政局）",
    "（二）培训护理人员。每年培训500名，其中农村护理",
    "员不少于200名。（责任单位：市人社局）",
]


def lines(content: bytes) -> list[str]:
    return read(content).text.splitlines()


def fill(pdf, size: float = 15) -> None:
    for row, text in enumerate(BODY):
        pdf.text(50, 700 - 25 * row, text, size)


def colored(pdf, color: str, left: float, bottom: float, text: str, size: float) -> None:
    pdf.raw(f"{color} ")
    pdf.text(left, bottom, text, size)
    pdf.raw("0 g")


@pytest.mark.parametrize(
    ("color", "bottom", "size"),
    [
        ("0.85 g", 675, 40),
        ("0.85 g", 662, 40),
        ("0.9 0.85 0.85 rg", 640, 60),
        ("0 0.1 0.1 0.1 k", 650, 40),
        ("0.7 g", 600, 25),
        ("1 0 0 rg", 650, 40),
        ("0 g", 655, 48),
        ("0.8 g", 650, 15),
        ("0.8 g", 655, 12),
    ],
    ids=[
        "on a line",
        "between lines",
        "pale red",
        "four inks",
        "smaller, between lines",
        "red across the lines",
        "as black as the text",
        "as large as the text, on a line",
        "smaller than the text, on a line",
    ],
)
@pytest.mark.parametrize("first", [True, False], ids=["below", "above"])
def test_level_watermarks_are_left_out_and_told(pdf, color, bottom, size, first):
    if first:
        colored(pdf, color, 60, bottom, "内部资料严禁外传", size)
    fill(pdf)
    if not first:
        colored(pdf, color, 60, bottom, "内部资料严禁外传", size)
    imported = read(pdf.content())
    assert imported.text.splitlines() == BODY
    assert any("内部资料严禁外传" in note for note in imported.notes)


@pytest.mark.parametrize(
    ("color", "bottom", "size", "text"),
    [
        ("0 g", 740, 26, "湖东市养老服务提升方案"),
        ("1 0 0 rg", 730, 48, "湖东市人民政府文件"),
        ("0.4 g", 530, 9, "注：床位数含改建床位。"),
        ("0.7 g", 540, 10, "注：床位数含改建床位。"),
        ("0 0 0.8 rg", 540, 15, "湖东市人民政府办公室"),
        ("0.8 g", 540, 15, "湖东市人民政府办公室"),
    ],
    ids=["title", "red head", "grey note", "pale note", "blue", "pale signature"],
)
def test_what_is_large_or_pale_but_stands_alone_is_text(pdf, color, bottom, size, text):
    fill(pdf)
    colored(pdf, color, 60, bottom, text, size)
    imported = read(pdf.content())
    expected = [text, *BODY] if bottom > 700 else [*BODY, text]
    assert imported.text.splitlines() == expected
    assert not imported.notes


def test_white_words_on_dark_cells_are_text(pdf):
    for x in (50, 150, 300):
        pdf.rule(x, 600, x, 720)
    for y in (720, 680, 640, 600):
        pdf.rule(50, y, 300, y)
    for row, cells in enumerate([("序号", "任务"), ("1", "助餐"), ("2", "培训")]):
        for left, text in zip((55, 155), cells, strict=True):
            colored(pdf, "1 g" if row == 0 else "0 g", left, 695 - 40 * row, text, 12)
    assert lines(pdf.content()) == ["序号\t任务", "1\t助餐", "2\t培训"]


def test_a_page_of_pale_text_is_read(pdf):
    pdf.raw("0.7 g")
    fill(pdf)
    assert lines(pdf.content()) == BODY


def test_bold_by_printing_twice_in_two_colors_is_read_once(pdf):
    colored(pdf, "0.5 g", 50.4, 725, "湖东市养老服务提升方案", 15)
    pdf.text(50, 725, "湖东市养老服务提升方案", 15)
    fill(pdf)
    assert lines(pdf.content()) == ["湖东市养老服务提升方案", *BODY]


def test_a_pale_text_over_and_over_is_a_watermark_between_any_lines(pdf):
    fill(pdf)
    for left, bottom in [(60, 560), (300, 560), (60, 300)]:
        colored(pdf, "0.85 g", left, bottom, "湖东市民政局内部", 12)
    assert lines(pdf.content()) == BODY


@pytest.mark.parametrize(("tint", "is_pale"), [(0.15, True), (0.85, False)])
def test_much_of_an_ink_is_dark(pdf, tint, is_pale):
    pdf.raw(f"/Ink cs {tint} scn")
    pdf.text(60, 500, "内部资料严禁外传", 40)
    pdf.raw("0 g")
    fill(pdf)
    ink = (
        b"<</ColorSpace <</Ink [/Separation /Black /DeviceGray"
        b" <</FunctionType 2 /Domain [0 1] /C0 [1] /C1 [0] /N 1>>]>> "
    )
    content = pdf.content().replace(b"/Resources <<", b"/Resources " + ink)
    assert ("内部资料严禁外传" in read(content).text) is not is_pale


SENTENCE = ("到2025年，培训护理员300人次，组织", "竞赛2场，新增床位120张。")


def two_pages(pdf, draw) -> None:
    """Write a sentence over two pages; ``draw`` adds what else a page shows."""
    for page, text in enumerate(SENTENCE):
        draw(page)
        pdf.text(50, 700 if page else 110, text, 15)
        pdf.text(50, 675 if page else 135, f"第{'一二'[page]}页正文，养老服务设施建设", 15)
        pdf.end_page()


def body_of_two_pages() -> list[str]:
    return [
        "第一页正文，养老服务设施建设",
        SENTENCE[0],
        SENTENCE[1],
        "第二页正文，养老服务设施建设",
    ]


@pytest.mark.parametrize(
    "draw",
    [
        lambda pdf, page: pdf.text(200, 770, "湖东市人民政府公报 2023年第6期", 9),
        lambda pdf, page: pdf.text(50 + 300 * page, 770, "湖东市人民政府公报", 9),
        lambda pdf, page: pdf.text(50, 30, f"湖东市民政局 第{page + 1}页", 9),
        lambda pdf, page: pdf.text(50, 770, f"公报{page + 3}", 20),
        lambda pdf, page: (
            pdf.text(50, 770, "湖东市人民政府公报", 9),
            pdf.text(50, 30, "湖东市人民政府办公室编", 9),
        ),
        lambda pdf, page: pdf.text(280, 30, f"— {page + 1} —", 15),
        lambda pdf, page: pdf.text(280, 30, f"第 {page + 1} 页 共 2 页", 12),
        lambda pdf, page: pdf.text(280, 30, f"{page + 1}/2", 12),
        lambda pdf, page: pdf.text(280, 30, f"第{'一二'[page]}页", 12),
        lambda pdf, page: pdf.text(280, 30, f"Page {page + 1} of 2", 12),
    ],
    ids=[
        "head", "left and right", "foot", "larger", "head and foot", "dashes", "of pages", "slash", "in Chinese", "in English"
    ],
)  # fmt: skip
def test_heads_and_feet_of_two_pages_do_not_part_a_sentence(pdf, draw):
    two_pages(pdf, lambda page: draw(pdf, page))
    assert lines(pdf.content()) == body_of_two_pages()


@pytest.mark.parametrize(
    "draw",
    [
        lambda pdf, page: pdf.text(50, 725, "（牵头单位：市民政局）", 15),
        lambda pdf, page: page or pdf.text(50, 770, "湖东市养老服务提升方案", 22),
        lambda pdf, page: pdf.text(50, (770, 740)[page], "湖东市养老服务提升方案", 9),
        lambda pdf, page: pdf.text(50, 770, ("湖东市养老服务提升方案", "湖东市助餐方案")[page], 9),
    ],
    ids=["lines of the text", "a title", "at two heights", "two texts"],
)
def test_lines_that_only_resemble_heads_stay(pdf, draw):
    two_pages(pdf, lambda page: draw(pdf, page))
    read_lines = lines(pdf.content())
    assert len(read_lines) > len(body_of_two_pages())
    assert set(body_of_two_pages()) <= set(read_lines)


HEAD = ("序号", "任务", "工作内容", "牵头单位")
COLUMNS = (50, 90, 190, 390, 500)


def draw_table(pdf, rows, top: float, height: float = 40) -> None:
    """Draw rows whose cells may have several lines; None merges a cell with the one above."""
    for row, cells in enumerate(rows):
        upper = top - height * row
        for column, cell in enumerate(cells):
            left, right = COLUMNS[column], COLUMNS[column + 1]
            if cell is not None:
                pdf.rule(left, upper, right, upper)
            pdf.rule(left, upper, left, upper - height)
            for line, text in enumerate((cell or "").split("\n")):
                if text:
                    pdf.text(left + 3, upper - 13 - 12 * line, text, 11)
        pdf.rule(COLUMNS[-1], upper, COLUMNS[-1], upper - height)
    bottom = top - height * len(rows)
    pdf.rule(COLUMNS[0], bottom, COLUMNS[-1], bottom)


FIRST = ("1", "提升护理能力", "新增护理型床位一百二十张，改造病\n区五处，完善设施。", "市卫健局")
CUT = (
    "2",
    "发展助餐服务",
    "建成老年食堂二十个，签约配送企业\n三家，服务老年人一万二千人次，培",
    "市民政局",
)
REST = ("", "", "训助餐员六十名，检查四次。", "")
LAST = ("3", "培育护理人才", "培训养老护理员三百人次。", "市人社局")
WHOLE = (
    "2\t发展助餐服务\t建成老年食堂二十个，签约配送企业三家，服务老年人一万二千人次，"
    "培训助餐员六十名，检查四次。\t市民政局"
)


def as_line(row) -> str:
    return "\t".join(cell.replace("\n", "") for cell in row)


def in_two_tables(pdf, above, below) -> list[str]:
    draw_table(pdf, above, 40 * len(above) + 60)
    pdf.end_page()
    draw_table(pdf, below, 740)
    pdf.text(50, 300, "说明：本表自印发之日起执行。", 11)
    return lines(pdf.content())


@pytest.mark.parametrize("head", [[HEAD], []], ids=["head again", "no head"])
def test_a_row_that_a_page_cuts_is_one_row(pdf, head):
    read_lines = in_two_tables(pdf, [HEAD, FIRST, CUT], [*head, REST, LAST])
    expected = [as_line(HEAD), as_line(FIRST), WHOLE, as_line(LAST)]
    assert read_lines == [*expected, "说明：本表自印发之日起执行。"]


@pytest.mark.parametrize("open_at", ["bottom", "top", "both"])
def test_a_cut_row_without_a_rule_at_the_cut_is_one_row(pdf, open_at):
    draw_table(pdf, [HEAD, FIRST, CUT], 180)
    pdf.end_page()
    draw_table(pdf, [REST, LAST], 740)
    pages = [page.splitlines() for page in [*pdf.pages, "\n".join(pdf._marks)]]
    at_cut = {"bottom": [(0, " 60 l S")], "top": [(1, " 740 l S")]}
    at_cut["both"] = at_cut["bottom"] + at_cut["top"]
    for page, end in at_cut[open_at]:
        height = end.split()[0]
        pages[page] = [
            mark for mark in pages[page] if not (mark.endswith(end) and mark.split()[1] == height)
        ]
    pdf.pages, pdf._marks = ["\n".join(page) for page in pages], []
    assert lines(pdf.content()) == [as_line(HEAD), as_line(FIRST), WHOLE, as_line(LAST)]


def test_rules_beside_a_text_make_no_table(pdf):
    for x in (40, 300, 560):
        pdf.rule(x, 500, x, 740)
    fill(pdf)
    assert lines(pdf.content()) == BODY


def test_two_cells_of_one_row_may_go_on(pdf):
    above = (
        "2",
        "发展助餐服务",
        "建成老年食堂二十个，签约配送企业",
        "市民政局、市市场监\n督管理局、市人力资",
    )
    below = ("", "", "三家，检查四次。", "源社会保障局")
    read_lines = in_two_tables(pdf, [HEAD, FIRST, above], [HEAD, below, LAST])
    assert read_lines[2] == (
        "2\t发展助餐服务\t建成老年食堂二十个，签约配送企业三家，检查四次。"
        "\t市民政局、市市场监督管理局、市人力资源社会保障局"
    )


def test_a_cut_cell_without_numbers_beside_it_goes_on(pdf):
    above = (
        "助餐",
        "食堂",
        "建成老年食堂二十个，签约配送企业\n三家，服务老年人一万二千人次，培",
        "市民政局",
    )
    read_lines = in_two_tables(pdf, [HEAD, above], [HEAD, REST])
    assert read_lines[1].endswith("一万二千人次，培训助餐员六十名，检查四次。\t市民政局")


@pytest.mark.parametrize(
    "below",
    [
        ("3", "培育护理人才", "培训养老护理员三百人次。", ""),
        ("3", "", "培训养老护理员三百人次。", ""),
        ("3", "培育护理人才", "培训养老护理员三百人次。", "市人社局"),
        ("（三）", "", "培训养老护理员三百人次。", ""),
    ],
    ids=["merged lead", "merged name", "whole row", "another ordinal"],
)
def test_a_row_with_a_number_is_a_new_row(pdf, below):
    read_lines = in_two_tables(pdf, [HEAD, FIRST, CUT], [HEAD, below])
    assert read_lines[2] == as_line(CUT)
    assert read_lines[3] == as_line(below)


def test_a_row_below_a_row_that_ended_is_a_new_row_of_the_merged_cells(pdf):
    above = ("2", "发展助餐服务", "建成老年食堂二十个。", "市民政局")
    below = ("", "", "培训助餐员六十名。", "市商务局")
    read_lines = in_two_tables(pdf, [HEAD, FIRST, above], [HEAD, below, LAST])
    assert read_lines[2:5] == [
        as_line(above),
        "〃\t〃\t培训助餐员六十名。\t市商务局",
        as_line(LAST),
    ]


def test_a_table_of_other_columns_is_another_table(pdf):
    draw_table(pdf, [HEAD, CUT], 140)
    pdf.end_page()
    for x in (50, 250, 500):
        pdf.rule(x, 660, x, 740)
    for y in (740, 700, 660):
        pdf.rule(50, y, 500, y)
    for left, bottom, text in [(55, 715, "单位"), (255, 715, "电话"), (255, 675, "无")]:
        pdf.text(left, bottom, text, 11)
    assert lines(pdf.content())[-2:] == ["单位\t电话", "\t无"]


def test_a_text_between_two_tables_parts_them(pdf):
    draw_table(pdf, [HEAD, FIRST], 140)
    pdf.end_page()
    pdf.text(50, 700, "附件2 另一张清单", 11)
    draw_table(pdf, [HEAD, LAST], 680)
    head = as_line(HEAD)
    assert lines(pdf.content()) == [head, as_line(FIRST), "附件2 另一张清单", head, as_line(LAST)]


def test_a_table_over_three_pages_is_one(pdf):
    for rows in ([HEAD, FIRST], [HEAD, CUT], [HEAD, REST, LAST]):
        draw_table(pdf, rows, 740)
        pdf.text(280, 30, "— 1 —")
        pdf.end_page()
    assert lines(pdf.content()) == [as_line(HEAD), as_line(FIRST), WHOLE, as_line(LAST)]


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("市⺠政局", "市民政局"),
        ("⻓期护理", "长期护理"),
        ("⻋站", "车站"),
        ("公厕⻔口", "公厕门口"),
        ("⻘年", "青年"),
        ("⻄城", "西城"),
        ("⻅习", "见习"),
        ("⻰头企业", "龙头企业"),
        ("⼀、⽼年", "一、老年"),
        ("老年⻝堂", "老年食堂"),
    ],
)
def test_radicals_are_the_characters_that_they_look_like(pdf, printed, meant):
    pdf.text(50, 700, f"发展{printed}服务")
    assert lines(pdf.content()) == [f"发展{meant}服务"]
