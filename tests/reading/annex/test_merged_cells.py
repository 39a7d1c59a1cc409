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
