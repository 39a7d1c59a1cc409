"""Annexes and boxes in tables: what each row becomes, ruled and flat."""

from __future__ import annotations

import pytest

from policytasks.codebook import load_codebook
from policytasks.reading.annex import first_table
from policytasks.reading.outline import read_outline
from policytasks.reading.units import read_units
from policytasks.reading.view import View

CODEBOOK = load_codebook()
L, S, R = "lead", "support", "responsible"


def units_of(text):
    view = View.of(text)
    return view, list(read_units(read_outline(view, first_table(view, CODEBOOK)), CODEBOOK))


def rows_of(lines, before="附件\n分工表\n"):
    """Return kind, number, title, text and agencies of each row of a ruled table."""
    text = before + "\n".join("\t".join(line.split(" ")) for line in lines) + "\n"
    view, units = units_of(text.replace("_", ""))
    return [
        (
            unit.kind,
            unit.number,
            view.ink[slice(*unit.title)] if unit.title else None,
            "".join(view.ink[a:b] for a, b in unit.text),
            [(view.ink[a.start : a.end], a.role) for a in unit.agencies],
        )
        for unit in units
    ]


@pytest.mark.parametrize(
    "head",
    [
        "部门 职责",
        "部门 职责与任务",
        "部门名称 工作职责",
        "单位 主要职责",
        "成员单位 任务分工",
        "责任部门 工作职责",
        "有关部门 职责内容",
        "部门 重点工作任务",
        "部门 政策制定重点领域",
        "单位 工作内容",
    ],
)
def test_each_row_of_a_division_of_duties_is_a_duty_of_its_department(head):
    lines = [head, "市民政局 统筹养老服务。", "市财政局 落实资金。"]
    assert rows_of(lines) == [
        ("duty", None, "市民政局", "统筹养老服务。", [("市民政局", R)]),
        ("duty", None, "市财政局", "落实资金。", [("市财政局", R)]),
    ]


@pytest.mark.parametrize(
    "head",
    ["部门 职务", "姓名 职责", "部门 电话", "单位 数量", "部门 备注", "序号 部门", "单位 职称"],
)
def test_other_tables_by_department_divide_no_duties(head):
    assert rows_of([head, "市民政局 统筹养老服务。", "市财政局 落实资金。"]) == []


def test_a_division_of_duties_with_numbers_remarks_and_merged_cells():
    lines = [
        "序号 部门 职责 有关因素",
        "1 市民政局 统筹养老服务。 养老",
        "〃 〃 指导社区食堂。 助餐",
        "2 市财政局 落实资金。 _",
    ]
    assert rows_of(lines) == [
        (
            "duty",
            None,
            "市民政局",
            "统筹养老服务。养老指导社区食堂。助餐",
            [("市民政局", R)],
        ),
        ("duty", None, "市财政局", "落实资金。", [("市财政局", R)]),
    ]


def test_several_departments_of_one_duty():
    text = "附件\n部门\t职责\n市人社局 市医保局\t提高待遇。\n工会、团委、妇联等\t动员青年。\n市自然资源和 规划局\t供地。\n"
    view, units = units_of(text)
    assert [[view.ink[a.start : a.end] for a in unit.agencies] for unit in units] == [
        ["市人社局", "市医保局"],
        ["工会", "团委", "妇联"],
        ["市自然资源和规划局"],
    ]


def test_a_list_of_duties_alone_in_a_text():
    text = "部门\t职责\n市民政局\t统筹养老服务。\n市财政局\t落实资金。\n"
    _, units = units_of(text)
    assert [(unit.kind, unit.basis, unit.parent) for unit in units] == [("duty", "duty", None)] * 2


def test_two_tables_in_one_annex_keep_their_own_columns():
    lines = [
        "序号 任务 责任单位",
        "1 建设食堂。 市民政局",
        "部门 职责",
        "市财政局 落实资金。",
        "序号 任务 责任单位",
        "1 增加床位。 市卫健委",
    ]
    assert [(row[0], row[3]) for row in rows_of(lines)] == [
        ("subtask", "建设食堂。"),
        ("duty", "落实资金。"),
        ("subtask", "增加床位。"),
    ]


def test_the_head_again_on_the_next_page_opens_no_table():
    lines = [
        "序号 任务 牵头单位 配合单位",
        "1 建设食堂。 市民政局 市财政局",
        "序号 任务 牵头单位 配合单位",
        "_ 增加床位。 市卫健委 _",
    ]
    assert [(row[1], row[3]) for row in rows_of(lines)] == [(1, "建设食堂。"), (1, "增加床位。")]


@pytest.mark.parametrize(
    ("short", "expected"),
    [
        # The first cells are merged with those above.
        ("改造床位。 市住建局", (2, "增加床位", "改造床位。", [("市住建局", R)])),
        # A number opens a row of its own; its last cells are empty.
        ("3 培训人员 办班。", (3, "培训人员", "办班。", [])),
        # Empty cells that are printed lack nothing.
        ("_ _ 改造床位。 市住建局", (2, "增加床位", "改造床位。", [("市住建局", R)])),
        ("〃 〃 改造床位。 〃", (2, "增加床位", "改造床位。", [("市民政局", R)])),
    ],
)
def test_a_row_that_is_shorter_than_the_head(short, expected):
    lines = [
        "序号 工作任务 具体措施 责任单位",
        "1 建设食堂 每个社区一处。 市商务局",
        "2 增加床位 新建床位。 市民政局",
        short,
    ]
    assert rows_of(lines)[-1] == ("subtask", *expected)


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        # The row prints a measure of its own: the one above is not said again.
        ("每村一处。 市农业农村局", ("发展助餐", "每村一处。")),
        ("〃 建点20个。 每村一处。 市农业农村局", ("发展助餐", "建点20个。每村一处。")),
        ("〃 〃 每村一处。 市农业农村局", ("发展助餐", "每村一处。")),
        ("发展助浴 〃 每村一处。 市农业农村局", ("发展助浴", "每村一处。")),
        # It prints none, and shares the one above.
        ("发展助浴 〃 〃 市农业农村局", ("发展助浴", "建食堂10个。每个社区一处。")),
    ],
)
def test_a_row_says_what_it_prints_itself_where_columns_have_several_measures(second, expected):
    lines = [
        "任务 重点任务 具体措施 责任单位",
        "发展助餐 建食堂10个。 每个社区一处。 市商务局",
        second,
    ]
    assert rows_of(lines)[-1][2:4] == expected


@pytest.mark.parametrize(
    ("above", "shared"),
    [
        ("市民政局", [("市民政局", L)]),
        ("市民政局（养老处）、养老专班", [("市民政局", L), ("养老专班", L)]),
        # A slip of the columns: no agency, and so no cell that two rows share.
        ("建设食堂20个", []),
        ("12", []),
    ],
)
def test_an_empty_cell_takes_from_above_what_names_agencies(above, shared):
    lines = ["序号 措施 牵头单位", f"1 建设食堂。 {above}", "_ 培训人员。 _"]
    assert rows_of(lines)[-1] == ("subtask", 1, None, "培训人员。", shared)
    alone = [row[-1] for row in rows_of(lines, before="")]
    assert alone[-1] == shared


def test_roles_and_offices_inside_a_cell():
    lines = ["序号 任务 责任单位", "1 建设食堂。 市民政局（牵头）、市财政局（社保科）、养老处"]
    assert rows_of(lines)[0][4] == [("市民政局", L), ("市财政局", R)]


def box_of(table, *, between="\t"):
    """Return the indicators of the objective that a box stands under."""
    lines = "\n".join(between.join(line.split(" ")) for line in table)
    text = (
        f"一、发展目标\n到2025年，体系建成。\n专栏1 主要指标\n{lines}\n"
        "二、主要任务\n（一）建食堂。建好食堂。（责任单位：市民政局）\n"
    )
    view, units = units_of(text)
    assert [unit.kind for unit in units] == ["objective", "task"]
    parts = [
        [view.text[slice(*part)] if isinstance(part, tuple) else part for part in row[2:]]
        for row in units[0].indicators
    ]
    assert all(view.text[row.start : row.end] for row in units[0].indicators)
    return parts


BOXES = {
    "with a base year": (
        ["指标 单位 2020年现状 2025年目标值 属性", "床位占比 % 45 ≥55 约束性"],
        [["床位占比", "≥55", "%", "45", "约束性", 2025, 2020]],
    ),
    "years alone": (
        ["序号 指标名称 单位 2020年 2025年 属性", "1 护理员 人 100 200 预期性"],
        [["护理员", "200", "人", "100", "预期性", 2025, 2020]],
    ),
    "one year alone": (
        ["指标 单位 2025年 属性", "护理员 人 200 预期性"],
        [["护理员", "200", "人", None, "预期性", 2025, None]],
    ),
    "two years of targets": (
        ["指标 单位 2023年目标 2025年目标", "护理员 人 200 300"],
        [
            ["护理员", "200", "人", None, None, 2023, None],
            ["护理员", "300", "人", None, None, 2025, None],
        ],
    ),
    "no unit": (
        ["序号 主要指标 目标值 指标属性", "1 床位占比（%） ≥55 约束性"],
        [["床位占比(%)", "≥55", None, None, "约束性", None, None]],
    ),
    "a base period": (
        ["指标 计量单位 基期值 目标值 指标性质", "床位 张 10 20 预期性"],
        [["床位", "20", "张", "10", "预期性", None, None]],
    ),
    "a merged cell": (
        ["指标 单位 2025年目标 属性", "床位 张 20 预期性", "护理员 〃 30 〃"],
        [
            ["床位", "20", "张", None, "预期性", 2025, None],
            ["护理员", "30", "张", None, "预期性", 2025, None],
        ],
    ),
    "a heading between its rows": (
        ["指标 单位 2025年目标 属性", "床位 张 20 预期性", "队伍", "护理员 人 30 预期性"],
        [
            ["床位", "20", "张", None, "预期性", 2025, None],
            ["护理员", "30", "人", None, "预期性", 2025, None],
        ],
    ),
    "a value without a number": (
        ["指标 单位 2025年目标 属性", "体系 / 建成 预期性", "床位 张 20 预期性"],
        [["床位", "20", "张", None, "预期性", 2025, None]],
    ),
}


@pytest.mark.parametrize(("table", "expected"), BOXES.values(), ids=BOXES)
def test_a_box_of_indicators_is_part_of_its_objective(table, expected):
    assert box_of(table) == expected


def test_a_box_whose_cells_follow_each_other():
    table = ["指标 单位 2025年目标 属性", "床位 张 20 预期性", "护理员 人 30 约束性"]
    assert [row[:3] for row in box_of(table, between="\n")] == [
        ["床位", "20", "张"],
        ["护理员", "30", "人"],
    ]


@pytest.mark.parametrize(
    "table",
    [
        ["指标 说明 备注", "床位 张 20"],
        ["单位 2025年目标 属性", "床位 20 预期性"],
        ["指标 单位 属性", "床位 张 预期性"],
    ],
)
def test_other_boxes_hold_no_indicators(table):
    text = "一、发展目标\n（一）目标。到2025年，体系建成。\n" + "\n".join(table).replace(" ", "\t")
    _, units = units_of(text + "\n二、主要任务\n（一）建食堂。建好食堂。\n")
    assert [unit.indicators for unit in units] == [(), ()]


def test_a_flat_table_whose_numbers_stand_last_keeps_its_agencies():
    cells = [
        "措施",
        "责任单位",
        "序号",
        "建设食堂。",
        "市民政局",
        "1",
        "培训护士。",
        "市人社局",
        "2",
    ]
    view, units = units_of("附件\n分工表\n" + "\n".join(cells))
    told = [
        (
            "".join(view.ink[a:b] for a, b in unit.text),
            [view.ink[a.start : a.end] for a in agencies],
        )
        for unit in units
        if (agencies := unit.agencies)
    ]
    assert told == [("建设食堂。", ["市民政局"]), ("培训护士。", ["市人社局"])]


def test_agencies_of_a_row_stand_in_the_order_of_print():
    text = "附件\n任务清单\n序号\t任务\t责任单位\t配合单位\n1\t建食堂\t县商务局\t县财政局\n2\t办班\t县教育局\t县财政局\n"
    assert roles_of_rows(text)[0] == [("县商务局", "responsible"), ("县财政局", "support")]


def test_verbs_inside_a_cell_give_roles():
    text = "附件\n任务清单\n序号\t任务\t责任单位\n1\t建食堂\t县商务局牵头，县财政局、县教育局配合\n2\t办班\t县教育局负责\n"
    assert roles_of_rows(text) == [
        [("县商务局", "lead"), ("县财政局", "support"), ("县教育局", "support")],
        [("县教育局", "responsible")],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "附件\n任务清单\n序号\t任务\t责任单位（列第一位的为牵头单位）\n1\t建食堂\t县商务局、县财政局\n2\t办班\t县教育局\n",
        "附件\n任务清单\n序号\t任务\t责任单位\n1\t建食堂\t县商务局、县财政局\n2\t办班\t县教育局\n注：排第一位的为牵头单位。\n",
    ],
)
def test_a_remark_on_order_holds_for_a_table(text):
    assert roles_of_rows(text)[0] == [("县商务局", "lead"), ("县财政局", "responsible")]


def roles_of_rows(text: str) -> list[list[tuple[str, str]]]:
    view = View.of(text)
    units = read_units(read_outline(view, first_table(view, CODEBOOK)), CODEBOOK)
    return [[(view.text[a.start : a.end], a.role) for a in unit.agencies] for unit in units]
