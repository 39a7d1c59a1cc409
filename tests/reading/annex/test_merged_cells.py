"""Rows that lack the cells of a merged cell take them from above."""

import pytest

from policytasks.codebook import load_codebook
from policytasks.documents import describe
from policytasks.reading import read

CODEBOOK = load_codebook()


def tasks_of(text):
    return read(text, describe(text, document_id="plan"), CODEBOOK).tasks


HEAD = "序号\t任务\t内容\t责任单位\t完成时限"
FIRST = "1\t建设食堂\t新建食堂20个。\t市民政局\t2025年底前"


def rows(*lines, head=HEAD):
    text = (
        "一、任务\n（一）建设食堂。新建食堂。\n附件\n任务清单\n" + "\n".join([head, *lines]) + "\n"
    )
    return [
        (
            task.number,
            task.title,
            task.text,
            [r.agency for r in task.responsibilities],
            task.deadline_text,
        )
        for task in tasks_of(text)
        if task.kind == "subtask"
    ]


ABOVE = (1, "建设食堂", "新建食堂20个。", ["市民政局"], "2025年底前")


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        # lacks number and name
        (
            "改造食堂9个。\t市民政局\t2024年",
            (1, "建设食堂", "改造食堂9个。", ["市民政局"], "2024年"),
        ),
        (
            "改造食堂9个。\t市财政局、市住建局\t持续推进",
            (1, "建设食堂", "改造食堂9个。", ["市财政局", "市住建局"], "持续推进"),
        ),
        # lacks the number
        (
            "增加床位\t改造床位9张。\t市民政局\t2024年",
            (1, "增加床位", "改造床位9张。", ["市民政局"], "2024年"),
        ),
        # cells that are there and empty
        (
            "\t\t改造食堂9个。\t市民政局\t2024年",
            (1, "建设食堂", "改造食堂9个。", ["市民政局"], "2024年"),
        ),
        ("\t\t改造食堂9个。\t\t", (1, "建设食堂", "改造食堂9个。", ["市民政局"], "2025年底前")),
        (
            "\t\t改造食堂9个。\t市住建局\t",
            (1, "建设食堂", "改造食堂9个。", ["市住建局"], "2025年底前"),
        ),
        # marks of repetition
        (
            "〃\t〃\t改造食堂9个。\t〃\t〃",
            (1, "建设食堂", "改造食堂9个。", ["市民政局"], "2025年底前"),
        ),
        (
            "〃\t〃\t改造食堂9个。\t市住建局\t〃",
            (1, "建设食堂", "改造食堂9个。", ["市住建局"], "2025年底前"),
        ),
        # a row of its own lacks none
        (
            "2\t增加床位\t改造床位9张。\t市民政局\t2024年",
            (2, "增加床位", "改造床位9张。", ["市民政局"], "2024年"),
        ),
        ("2\t增加床位\t改造床位9张。\t\t", (2, "增加床位", "改造床位9张。", [], None)),
        (
            "2\t增加床位\t改造床位9张。\t〃\t〃",
            (2, "增加床位", "改造床位9张。", ["市民政局"], "2025年底前"),
        ),
    ],
)
def test_the_row_below(line, expected):
    assert rows(FIRST, line) == [ABOVE, expected]


def test_several_short_rows_in_a_row():
    found = rows(
        FIRST,
        "改造食堂9个。\t市民政局\t2024年",
        "评比食堂。\t市住建局\t每年",
        "2\t增加床位\t改造床位。\t市民政局\t2024年",
    )
    assert [row[:2] for row in found] == [(1, "建设食堂")] * 3 + [(2, "增加床位")]


def test_a_heading_between_the_rows_ends_what_is_merged():
    found = rows(FIRST, "二、机构养老", "改造床位9张。\t市民政局\t2024年")
    assert found[0] == ABOVE and found[-1][1] != "建设食堂"


@pytest.mark.parametrize("line", ["注：以上任务由市民政局汇总。", "合计", "（续表）", ""])
def test_lines_that_are_no_rows(line):
    assert rows(FIRST, line) == [ABOVE]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        # one empty cell in the place of two
        (
            "\t改造食堂9个\t市民政局、市财政局\t2024年",
            (1, "建设食堂", "改造食堂9个", ["市民政局", "市财政局"], "2024年"),
        ),
        # an empty cell at the right, and all at the left
        (
            "\t\t改造食堂9个\t市财政局",
            (1, "建设食堂", "改造食堂9个", ["市财政局"], "2025年底前"),
        ),
    ],
)
def test_a_short_row_may_have_one_empty_cell_for_several(line, expected):
    assert rows(FIRST, line) == [ABOVE, expected]


def test_a_row_of_names_alone_goes_on_with_those_above():
    assert rows(FIRST, "\t\t\t市财政局\t") == [(*ABOVE[:3], ["市民政局", "市财政局"], ABOVE[4])]


@pytest.mark.parametrize("between", ["\n", "\n- 4 -\n", "\n第3页 共9页\n"])
def test_a_row_that_the_page_cut_keeps_its_empty_cells(between):
    cut = f"1\t建设食堂\t新建食堂20个，覆盖全{between}\t\t部街道\t市民政局\t2024年"
    second = "2\t增加床位\t改造床位9张\t市财政局\t2024年"
    assert rows(*cut.split("\n"), second) == [
        (1, "建设食堂", "新建食堂20个，覆盖全部街道", ["市民政局"], "2024年"),
        (2, "增加床位", "改造床位9张", ["市财政局"], "2024年"),
    ]


def test_numerals_over_numbered_rows_head_sections():
    found = rows("一\t社区服务", FIRST, "二\t机构服务", "2\t增加床位\t改造床位\t市财政局\t2024年")
    assert [row[:2] for row in found] == [(1, "建设食堂"), (2, "增加床位")]
    lines = [f"| {line} |".replace("\t", " | ") for line in (HEAD, "一\t社区服务\t\t\t", FIRST)]
    assert rows(*lines[1:], head=lines[0]) == [ABOVE]
    # where the rows themselves count so, they are rows
    found = rows("一\t建设食堂\t新建食堂\t市民政局\t2024年", "二\t增加床位")
    assert [row[0] for row in found] == [1, 2]


@pytest.mark.parametrize(
    "rule", ["| --- | --- | --- | --- | --- |", "|:--|--:|---|---|---|", "---|---|---|---|---"]
)
def test_the_rule_under_a_head_in_markdown_is_no_row(rule):
    head = "| " + HEAD.replace("\t", " | ") + " |"
    assert rows(rule, "| " + FIRST.replace("\t", " | ") + " |", head=head) == [ABOVE]
