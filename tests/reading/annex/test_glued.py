"""Tables whose rows, or whose cells too, the page has run together."""

import re

import pytest

from policytasks.codebook import Codebook, load_codebook
from policytasks.documents import describe
from policytasks.reading import read

CODEBOOK = load_codebook()
BODY = "一、总体要求\n健全服务体系。\n二、主要任务\n（一）建设食堂。新建食堂。\n（二）增加床位。改造床位。\n"
DUTIES = (
    ("市委组织部", "把养老服务纳入考核。"),
    ("市民政局", "统筹养老服务；指导社区食堂。"),
    ("市自然资源和规划局", "保障设施用地。优化布局。"),
    ("各县（市、区）人民政府", "落实属地责任。"),
)


def rows(text, kinds=("duty", "subtask")):
    parsed = read(text, describe(text, document_id="plan"), CODEBOOK)
    return [
        (
            task.kind,
            task.number,
            task.title,
            task.text,
            [row.agency for row in task.responsibilities],
        )
        for task in parsed.tasks
        if task.kind in kinds
    ]


def glued(text):
    return re.sub(r"\n", "", text)


@pytest.mark.parametrize(
    "head",
    [
        "部门\t职责",
        "部门\t职责与任务",
        "单位\t主要职责",
        "责任部门\t工作职责",
        "成员单位\t任务分工",
        "部门\t政策制定重点领域",
    ],
)
@pytest.mark.parametrize("body", ["", BODY + "附件1\n"])
@pytest.mark.parametrize("title", ["", "部门分工表\n"])
def test_rows_of_departments_in_one_line(head, body, title):
    table = "\n".join("\t".join(row) for row in DUTIES)
    text = f"{body}{title}{head}\n{table}\n"
    expected = [("duty", None, name, duty, [name]) for name, duty in DUTIES]
    assert rows(text) == expected
    assert rows(glued(text)) == expected


@pytest.mark.parametrize("label", ["对应因素", "备注", "有关指标"])
def test_a_last_column_of_lists_is_parted_from_the_names(label):
    factors = ("健康文化", "社区环境、健康文化", "社区环境、用地", "保障")
    table = "\n".join(
        f"{name}\t{duty}\t{f}" for (name, duty), f in zip(DUTIES, factors, strict=True)
    )
    text = f"{BODY}附件\n部门\t职责\t{label}\n{table}\n"
    assert rows(glued(text)) == rows(text)
    assert [name for _, _, name, _, _ in rows(text)] == [name for name, _ in DUTIES]


@pytest.mark.parametrize("columns", ["序号\t任务\t责任单位", "序号\t重点任务\t牵头单位\t完成时限"])
def test_numbered_rows_in_one_line(columns):
    width = columns.count("\t") + 1
    cells = [
        ("1", "新建社区食堂20个。", "市民政局、市财政局", "2025年底前"),
        ("2", "新增护理床位300张。", "市民政局", "2024年12月"),
        ("3", "培训护理员1000人次。", "市人社局", "2025年底前"),
    ]
    table = "\n".join("\t".join(row[:width]) for row in cells)
    text = f"{BODY}附件\n任务清单\n{columns}\n{table}\n"
    assert len(rows(text)) == 3
    assert rows(glued(text)) == rows(text)


@pytest.mark.parametrize("behind", ["附件2 成员名单", "附件2\n组长：某某"])
def test_what_follows_the_table_is_none_of_its_last_row(behind):
    table = "\n".join("\t".join(row) for row in DUTIES)
    text = f"{BODY}附件1\n部门\t职责\n{table}\n{behind}\n"
    assert rows(glued(text))[-1] == ("duty", None, *DUTIES[-1], [DUTIES[-1][0]])


@pytest.mark.parametrize(
    "head", ["部门职责", "部门职责与任务", "单位名称主要职责", "部门重点领域对应因素"]
)
def test_a_division_of_duties_without_any_breaks(head):
    table = "".join(name + duty for name, duty in DUTIES)
    text = glued(f"{BODY}附件1职责清单{head}{table}")
    assert rows(text) == [("duty", None, name, duty, [name]) for name, duty in DUTIES]


def test_lists_behind_the_duties_part_rows_too():
    text = "部门职责相关因素市民政局统筹服务。养老、助餐市财政局安排资金。经费、补贴市教育局宣传孝亲。文化"
    assert [name for _, _, name, _, _ in rows(text)] == ["市民政局", "市财政局", "市教育局"]


def test_a_name_that_opens_with_all_is_whole_behind_any_word():
    text = "部门职责相关因素市民政局统筹服务。养老、助餐市住建局审核图纸。房屋、用地各县区人民政府落实责任。文化"
    assert rows(text)[-1] == ("duty", None, "各县区人民政府", "落实责任。文化", ["各县区人民政府"])


@pytest.mark.parametrize(
    "text",
    [
        # sentences on departments, no table
        BODY + "三、保障措施\n（一）明确部门职责。市民政局要加强统筹，市财政局要落实资金。\n",
        "各部门职责分工由市民政局另行制定。市财政局安排资金。市教育局参加。",
        "成员单位职责另行印发。",
        "其他单位按各自职责配合市民政局做好工作。市财政局安排资金。市教育局参加。市住建局参加。",
        "单位职责\n市民政局统筹服务。\n市财政局安排资金。\n市教育局宣传孝亲。\n",
        # a line that ends within the first name
        "部门职责市民政\n局统筹服务。市财政局安排资金。市教育局宣传孝亲。",
        # other tables
        "部门\t联系人市民政局\t张某市财政局\t李某市教育局\t王某",
        "姓名\t职务张某\t市民政局局长李某\t市财政局局长",
        "序号\t姓名\t单位1\t张某\t市民政局2\t李某\t市财政局",
        "部门\t人数市民政局\t20市财政局\t30市教育局\t40",
        "单位\t数量\t金额市民政局\t2\t3市财政局\t4\t5",
    ],
)
def test_other_lists_and_tables_give_no_rows(text):
    assert rows(text) == []


HEAD = "序号\t任务\t具体内容\t牵头单位\t完成时限\n"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        # cut within the cell of the measure
        ("1\t建设食堂\t新建社区\n食堂20个\t市民政局\t2025年底", [(1, "新建社区食堂20个")]),
        ("1\t建设食堂\t新建社区\n— 7 —\n食堂20个\t市民政局\t2025年底", [(1, "新建社区食堂20个")]),
        ("1\t建设食堂\t新建食堂，\n方便老人\t市民政局\t2025年底", [(1, "新建食堂，方便老人")]),
        # cut within the name, and within the agencies
        ("1\t建设\n食堂\t新建食堂20个\t市民政局\t2025年底", [(1, "新建食堂20个")]),
        ("1\t建设食堂\t新建食堂20个\t市民\n政局\t2025年底", [(1, "新建食堂20个")]),
        # two rows cut
        (
            "1\t建设食堂\t新建社区\n食堂20个\t市民政局\t2025年底\n2\t增加床位\t新增\n床位9张\t市民政局\t2025年底",
            [(1, "新建社区食堂20个"), (2, "新增床位9张")],
        ),
        # the head again on the next page
        (
            f"1\t建设食堂\t新建社区\n{HEAD}食堂20个\t市民政局\t2025年底",
            [(1, "新建社区"), (1, "食堂20个")],
        ),
        # no cut row: it lacks the cells of merged ones
        (
            "1\t建设食堂\t新建食堂20个\t市民政局\t2025年底\n改造食堂9个\t市民政局\t2025年底",
            [(1, "新建食堂20个"), (1, "改造食堂9个")],
        ),
        (
            "1\t建设食堂\t新建食堂20个\t市民政局\t2025年底\n2\t增加床位\t新增床位9张\t市民政局\t2025年底",
            [(1, "新建食堂20个"), (2, "新增床位9张")],
        ),
        (
            "1\t建设食堂\t新建食堂。\n2\t增加床位\t新增床位\t市民政局\t2025年底",
            [(1, "新建食堂。"), (2, "新增床位")],
        ),
    ],
)
def test_a_row_that_a_page_break_cuts_is_one(lines, expected):
    text = f"{BODY}附件\n任务清单\n{HEAD}{lines}\n"
    found = rows(text)
    assert [(number, words) for _, number, _, words, _ in found] == expected


@pytest.mark.parametrize(
    "table",
    [
        "部门\t职责\n市民政局\t统筹养老服务。\n市财政局\t落实资金。\n",
        "序号\t任务\t责任单位\n1\t建设食堂。\t市民政局\n2\t增加床位。\t市财政局\n",
    ],
)
@pytest.mark.parametrize("lead", ["", "各部门按下表分工。\n"])
def test_the_plan_goes_on_behind_a_table_in_its_body(table, lead):
    text = f"一、工作目标\n建成体系。\n二、部门分工\n{lead}{table}三、工作要求\n（一）提高认识。摆上位置。\n（二）密切配合。共享信息。\n"
    parsed = read(text, describe(text, document_id="plan"), CODEBOOK)
    kinds = [task.kind for task in parsed.tasks]
    assert kinds.count("safeguard") == 2
    assert kinds.count("duty") + kinds.count("subtask") == 2
    assert kinds[0] == "objective"
    starts = [task.span.start for task in parsed.tasks]
    assert starts == sorted(starts)


def test_rows_of_a_table_in_the_body_belong_to_tasks_on_both_sides_of_it():
    text = (
        "一、重点任务\n（一）建设食堂。建好食堂。\n序号\t任务\t措施\t责任单位\n"
        "1\t建设食堂\t选址。\t市民政局\n2\t增加床位\t改造。\t市财政局\n"
        "二、其他任务\n（一）增加床位。新增床位。\n"
    )
    parsed = read(text, describe(text, document_id="plan"), CODEBOOK)
    titles = [task.title for task in parsed.tasks]
    assert titles == ["建设食堂", "建设食堂", "增加床位", "增加床位"]
    assert [task.parent for task in parsed.tasks] == [None, 0, 3, None]


@pytest.mark.parametrize(
    "behind", ["附件2\n一、第一项材料。\n", "一、填表说明。\n二、报送时间。\n", ""]
)
def test_other_numbered_texts_behind_a_table_are_no_part_of_the_plan(behind):
    table = "序号\t任务\t责任单位\n1\t建设食堂。\t市民政局\n2\t增加床位。\t市财政局\n"
    parsed_kinds = [
        kind for kind, *_ in rows(BODY + "附件1\n" + table + behind, kinds=("task", "subtask"))
    ]
    assert parsed_kinds == ["task"] * 2 + ["subtask"] * 2


def test_no_name_is_looked_for_that_is_longer_than_any(monkeypatch):
    asked = []
    knows = Codebook.is_agency_name
    monkeypatch.setattr(
        Codebook, "is_agency_name", lambda self, name: asked.append(name) or knows(self, name)
    )
    rows(f"具体措施|牵头单位|责任单位|配合单位|完成时限 持续推进|{'79947564027' * 90}|市民政局")
    assert 0 < len(asked) < 200
    assert max(map(len, asked)) < 100
