"""Task lists of which the page has left no breaks between the cells."""

from __future__ import annotations

import pytest

from policytasks.codebook import load_codebook
from policytasks.reading.annex import first_table
from policytasks.reading.outline import read_outline
from policytasks.reading.units import read_units
from policytasks.reading.view import View

CODEBOOK = load_codebook()
L, S, R = "lead", "support", "responsible"
BODY = "一、主要任务（一）建食堂。建好食堂。（市民政局牵头）附件任务清单"


def rows_of(table, body=BODY):
    """Return kind, number, text, agencies and time limit of each row."""
    view = View.of(body + table)
    units = read_units(read_outline(view, first_table(view, CODEBOOK)), CODEBOOK)
    return [
        (
            unit.kind,
            unit.number,
            "".join(view.ink[a:b] for a, b in unit.text),
            [(view.ink[a.start : a.end], a.role) for a in unit.agencies],
            view.ink[slice(*unit.deadline)] if unit.deadline else None,
        )
        for unit in units
        if unit.start >= len(body)
    ]


ROWS = {
    "one column of agencies": (
        "序号任务责任单位1建设食堂市民政局、市商务局2增加床位市卫健委3培训人员市人社局",
        [
            (1, "建设食堂", [("市民政局", R), ("市商务局", R)], None),
            (2, "增加床位", [("市卫健委", R)], None),
            (3, "培训人员", [("市人社局", R)], None),
        ],
    ),
    "time limits": (
        "序号任务牵头单位完成时限1建设食堂市民政局2024年底前2增加床位市卫健委持续推进"
        "3培训人员市人社局2025年3季度启动实施",
        [
            (1, "建设食堂", [("市民政局", L)], "2024年底前"),
            (2, "增加床位", [("市卫健委", L)], "持续推进"),
            (3, "培训人员", [("市人社局", L)], "2025年3季度启动实施"),
        ],
    ),
    "the lead in brackets": (
        "序号任务负责单位1建设食堂市民政局（牵头）、市财政局2增加床位市卫健委（牵头）和各区县人民政府"
        "3培训人员市人社局",
        [
            (1, "建设食堂", [("市民政局", L), ("市财政局", R)], None),
            (2, "增加床位", [("市卫健委", L), ("各区县人民政府", R)], None),
            (3, "培训人员", [("市人社局", R)], None),
        ],
    ),
    "offices in brackets": (
        "序号任务牵头部门1建设食堂。市民政局（养老处、福利处）、各区县政府2增加床位。市卫健委（老龄处）"
        "3培训人员。市人社局",
        [
            (1, "建设食堂。", [("市民政局", L), ("各区县政府", L)], None),
            (2, "增加床位。", [("市卫健委", L)], None),
            (3, "培训人员。", [("市人社局", L)], None),
        ],
    ),
    "two columns of agencies": (
        "序号任务牵头单位配合单位1建设食堂市民政局市财政局、市商务局2增加床位市卫健委市医保局3培训人员市人社局市教育局",
        [
            (1, "建设食堂", [("市民政局", L), ("市财政局", S), ("市商务局", S)], None),
            (2, "增加床位", [("市卫健委", L), ("市医保局", S)], None),
            (3, "培训人员", [("市人社局", L), ("市教育局", S)], None),
        ],
    ),
    "numbers inside the text": (
        "序号任务责任单位1建设食堂2个、培训2名厨师市民政局2新增床位3张市卫健委3每年办班4次。1.初级班。2.高级班。市人社局",
        [
            (1, "建设食堂2个、培训2名厨师", [("市民政局", R)], None),
            (2, "新增床位3张", [("市卫健委", R)], None),
            (3, "每年办班4次。1.初级班。2.高级班。", [("市人社局", R)], None),
        ],
    ),
    "a group before a number": (
        "序号任务责任单位高龄老人1发放津贴。市民政局困难老人2发放补贴。市财政局3实施改造。市住建局",
        [
            (1, "发放津贴。", [("市民政局", R)], None),
            (2, "发放补贴。", [("市财政局", R)], None),
            (3, "实施改造。", [("市住建局", R)], None),
        ],
    ),
    "what the page shows behind it": (
        "序号任务责任单位时间进度1建设食堂市民政局2024年2增加床位市卫健委2024年3加强督查市发改委逐年落实相关附件：二维码",
        [
            (1, "建设食堂", [("市民政局", R)], "2024年"),
            (2, "增加床位", [("市卫健委", R)], "2024年"),
            (3, "加强督查", [("市发改委", R)], "逐年落实"),
        ],
    ),
    "agencies of other kinds": (
        "序号任务责任单位1完善信贷人行清河市中心支行、市金融办2动员青年团市委、市妇联3广泛宣传市委宣传部、市融媒体中心",
        [
            (1, "完善信贷", [("人行清河市中心支行", R), ("市金融办", R)], None),
            (2, "动员青年", [("团市委", R), ("市妇联", R)], None),
            (3, "广泛宣传", [("市委宣传部", R), ("市融媒体中心", R)], None),
        ],
    ),
    "a sort of agencies behind the names": (
        "序号任务责任单位1建设食堂市民政局等相关部门、各县区政府2增加床位市卫健委3培训人员市人社局",
        [
            (1, "建设食堂", [("市民政局", R), ("相关部门", R), ("各县区政府", R)], None),
            (2, "增加床位", [("市卫健委", R)], None),
            (3, "培训人员", [("市人社局", R)], None),
        ],
    ),
    "commas in the text": (
        "序号任务责任单位1选好点位，建设食堂市民政局、市商务局2扩大规模，增加床位市卫健委3办好班次，培训人员市人社局",
        [
            (1, "选好点位，建设食堂", [("市民政局", R), ("市商务局", R)], None),
            (2, "扩大规模，增加床位", [("市卫健委", R)], None),
            (3, "办好班次，培训人员", [("市人社局", R)], None),
        ],
    ),
}


@pytest.mark.parametrize(("table", "expected"), ROWS.values(), ids=ROWS)
def test_rows_are_told_by_their_numbers_and_agencies(table, expected):
    assert rows_of(table) == [("subtask", *row) for row in expected]


@pytest.mark.parametrize(
    "table",
    [
        "序号姓名单位1张三市民政局2李四市财政局3王五市教育局",
        "序号任务完成时限1建设食堂2024年2增加床位2024年3培训人员2024年",
        "建设食堂市民政局、增加床位市卫健委、培训人员市人社局",
        "序号任务责任单位建设食堂、增加床位、培训人员。",
        "序号在前。责任单位在后：1建食堂市民政局2增床位市卫健委3办班市人社局",
        "序号任务责任单位1建设食堂2增加床位3培训人员",
    ],
)
def test_other_lists_are_none(table):
    assert rows_of(table) == []


def test_a_list_that_stands_alone_is_tasks():
    table = "序号任务责任单位1建设食堂市民政局2增加床位市卫健委3培训人员市人社局"
    assert [row[0] for row in rows_of(table, body="现将清单公布如下：")] == ["task"] * 3


def test_section_headings_between_the_rows():
    table = "序号任务责任单位一、设施部分1建设食堂市民政局2增加床位市卫健委二、队伍部分3培训人员市人社局"
    view = View.of(BODY + table)
    units = list(read_units(read_outline(view, first_table(view, CODEBOOK)), CODEBOOK))
    assert [unit.section for unit in units[1:]] == ["一、设施部分"] * 2 + ["二、队伍部分"]


def test_a_long_table_is_read_in_linear_time():
    rows = "".join(f"{n}建设第几处社区食堂市民政局、市财政局" for n in range(1, 900))
    assert len(rows_of("序号任务责任单位" + rows)) == 899
