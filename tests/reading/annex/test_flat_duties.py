"""Divisions of duties whose cells follow each other line by line, and what resembles them."""

import time

import pytest

from policytasks import parse

BEFORE = "某县助餐方案\n一、主要任务\n（一）建食堂。建好食堂。\n"


def duties(table: str) -> list[tuple[str, str, str]]:
    corpus = parse(f"{BEFORE}附件\n职责分工\n{table}")
    tasks = corpus.tasks[corpus.tasks.kind == "duty"].merge(corpus.responsibilities, on="task_id")
    return [(row.agency, row.role, row.text) for row in tasks.itertuples()]


@pytest.mark.parametrize(
    "table",
    [
        "部门\n职责\n县商务局\n选址。\n县财政局\n出资，\n监管资金。\n",
        "序号\n单位名称\n工作职责\n1\n县商务局\n选址。\n2\n县财政局\n出资，\n监管资金。\n",
        "部门\n\n工作职责\n\n县商务局\n\n选址。\n\n县财政局\n\n出资，监管资金。\n\n某县人民政府办公室\n2023年5月6日\n",
    ],
)
def test_a_name_on_a_line_of_its_own_opens_a_row(table):
    assert duties(table) == [
        ("县商务局", "responsible", "选址。"),
        ("县财政局", "responsible", "出资，监管资金。"),
    ]


def test_a_list_with_departments_for_headings():
    table = "一、县商务局\n1.选址。\n2.验收。\n二、县财政局\n出资。\n"
    assert duties(table) == [
        ("县商务局", "responsible", "1.选址。2.验收。"),
        ("县财政局", "responsible", "出资。"),
    ]


@pytest.mark.parametrize(
    "table",
    [
        # One row is no table, and a head without names heads none.
        "部门\n职责\n县商务局\n选址。\n",
        "部门\n职责\n选址。\n出资。\n",
        # Members and telephones are no duties.
        "单位\n联系电话\n县商务局\n12345\n县财政局\n54321\n",
    ],
)
def test_other_lines_divide_no_duties(table):
    assert duties(table) == []


def test_many_heads_take_no_more_than_linear_time():
    def seconds(count: int) -> float:
        started = time.process_time()
        duties("部门\n职责\n县商务局\n" * count)
        return time.process_time() - started

    seconds(50)
    assert min(seconds(800) for _ in range(2)) < 8 * max(min(seconds(200) for _ in range(2)), 0.01)
