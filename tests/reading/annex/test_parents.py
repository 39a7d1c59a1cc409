"""The task of the body that a row of an annex belongs to."""

import pytest

from policytasks.codebook import load_codebook
from policytasks.documents import describe
from policytasks.reading import read

CODEBOOK = load_codebook()


def tasks_of(text):
    return read(text, describe(text, document_id="plan"), CODEBOOK).tasks


RUN_ON = "一、任务\n（一）社区\n1.建设食堂。新建食堂。\n2.建设中心。新建中心。\n（二）机构\n3.增加床位。改造床位。\n"
ANEW = "一、任务\n（一）社区\n1.建设食堂。新建食堂。\n2.建设中心。新建中心。\n（二）机构\n1.增加床位。改造床位。\n2.培训人员。培训护理员。\n"


def parents(body, rows, *, head="序号\t任务\t内容\t责任单位"):
    """Return of each row of an annex the title of the task that it stands under."""
    table = "\n".join(["附件", "任务清单", head, *("\t".join(row) for row in rows)])
    tasks = tasks_of(f"{body}二、保障措施\n（一）加强领导。建立机制。\n{table}\n")
    return [
        None if task.parent is None else tasks[task.parent].title
        for task in tasks
        if task.kind == "subtask"
    ]


@pytest.mark.parametrize(
    ("body", "row", "parent"),
    [
        (RUN_ON, ("1", "建设食堂", "新建食堂20个。", "市民政局"), "建设食堂"),
        (RUN_ON, ("3", "增加床位", "改造床位9张。", "市民政局"), "增加床位"),
        # the title decides, not the number
        (RUN_ON, ("1", "增加床位", "改造床位9张。", "市民政局"), "增加床位"),
        (RUN_ON, ("9", "建设中心", "新建中心。", "市民政局"), "建设中心"),
        (RUN_ON, ("2", "建设中心。", "新建中心。", "市民政局"), "建设中心"),
        # another name: the number, where it occurs once
        (RUN_ON, ("2", "新建服务中心", "新建中心。", "市民政局"), "建设中心"),
        (RUN_ON, ("7", "其他工作", "开展宣传。", "市民政局"), None),
        # numbers that start anew name none
        (ANEW, ("1", "兴办食堂", "新建食堂20个。", "市民政局"), None),
        (ANEW, ("2", "兴办中心", "新建中心。", "市民政局"), None),
        (ANEW, ("1", "建设食堂", "新建食堂20个。", "市民政局"), "建设食堂"),
        (ANEW, ("1", "增加床位", "改造床位9张。", "市民政局"), "增加床位"),
        (ANEW, ("9", "培训人员", "培训9人。", "市民政局"), "培训人员"),
        # a title that occurs twice is decided by the number
        (ANEW.replace("培训人员", "建设食堂"), ("2", "建设食堂", "新建。", "市民政局"), "建设食堂"),
        (ANEW.replace("培训人员", "建设食堂"), ("9", "建设食堂", "新建。", "市民政局"), None),
    ],
)
def test_the_parent_of_a_row(body, row, parent):
    assert parents(body, [row]) == [parent]


def test_all_rows_of_an_item_have_its_parent():
    rows = [
        ("1", "建设食堂", "新建食堂20个。", "市民政局"),
        ("", "", "改造食堂9个。", "市民政局"),
        ("2", "建设中心", "新建中心。", "市民政局"),
    ]
    assert parents(RUN_ON, rows) == ["建设食堂", "建设食堂", "建设中心"]


def test_safeguards_and_duties_are_no_parents():
    rows = [("1", "加强领导", "建立机制。", "市民政局")]
    assert parents(ANEW, rows) == [None]


def test_a_list_of_two_columns_has_its_measures_for_names():
    rows = [
        ("1", "培训人员", "市民政局"),
        ("2", "建设食堂", "市民政局"),
        ("3", "访问老人", "市民政局"),
    ]
    found = parents(ANEW, rows, head="序号\t任务\t责任单位")
    assert found == ["培训人员", "建设食堂", None]
