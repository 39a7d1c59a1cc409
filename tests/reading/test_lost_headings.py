"""A heading whose words or ordinal are lost costs at most the rows of its own section."""

from itertools import pairwise

import pytest

from policytasks.codebook import load_codebook
from policytasks.documents import describe
from policytasks.reading import read

CODEBOOK = load_codebook()


def tasks_of(text):
    return read(text, describe(text, document_id="plan"), CODEBOOK).tasks


def kinds(text):
    return [(task.kind, task.number) for task in tasks_of(text)]


PLAN = """一、总体要求
以满足需求为目标，建成体系。
二、主要任务
（一）建设食堂。新建食堂。
（二）增加床位。改造床位。
（三）培训人员。培训护理员。
三、职责分工
市民政局：统筹推进养老服务，指导社区食堂。
市财政局：安排养老服务资金，加强监管。
市卫生健康委：推进医养结合，做好健康管理。
四、保障措施
（一）加强领导。建立机制。
（二）加强宣传。开展宣传。
"""
WHOLE = [
    ("objective", None),
    *(("task", n) for n in (1, 2, 3)),
    *[("duty", None)] * 3,
    ("safeguard", 1),
    ("safeguard", 2),
]
HEADINGS = ["二、主要任务\n", "三、职责分工\n", "四、保障措施\n"]


def test_the_undamaged_plan():
    assert kinds(PLAN) == WHOLE


@pytest.mark.parametrize("heading", HEADINGS)
def test_an_ordinal_that_is_lost_costs_nothing(heading):
    assert kinds(PLAN.replace(heading, heading[2:])) == WHOLE


@pytest.mark.parametrize("heading", ["二、主要任务\n", "三、职责分工\n"])
def test_a_heading_between_others_that_is_lost_costs_nothing(heading):
    found = kinds(PLAN.replace(heading, ""))
    assert [row for row in found if row[0] == "duty"] == [("duty", None)] * 3
    assert found == WHOLE


@pytest.mark.parametrize("heading", HEADINGS)
@pytest.mark.parametrize("damage", ["words", "ordinal", "stop"])
def test_of_a_plan_in_one_line_most_units_are_found_again(heading, damage):
    text = PLAN.replace("\n", "")
    words = heading.strip()
    damaged = {
        "words": text.replace(words, ""),
        "ordinal": text.replace(words, words[2:]),
        "stop": text.replace("。" + words, words),
    }[damage]
    whole, found = kinds(text), kinds(damaged)
    assert whole == WHOLE
    assert sum(row in found for row in WHOLE) >= 0.6 * len(WHOLE)


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("保障措施", "safeguard"),
        ("组织实施", "safeguard"),
        ("工作要求", "safeguard"),
        ("强化组织保障", "safeguard"),
        ("实施步骤", "phase"),
        ("重点任务", "task"),
        ("主要举措", "task"),
        ("基本原则", "principle"),
    ],
)
@pytest.mark.parametrize("numbers", [(1, 2), (4, 5)])
def test_headings_that_never_had_ordinals(heading, kind, numbers):
    items = [f"（{'一二三四五'[n - 1]}）做好第{n}项工作。认真落实。" for n in numbers]
    text = "一、总体要求\n建成体系。\n二、主要任务\n（一）建设食堂。新建食堂。\n（二）增加床位。改造床位。\n"
    text += "（三）培训人员。培训护理员。\n" + f"{heading}\n" + "\n".join(items) + "\n"
    assert kinds(text)[-2:] == [(kind, n) for n in numbers]


@pytest.mark.parametrize(
    "line",
    [
        "某市养老服务实施方案",
        "某市民政局",
        "2025年12月",
        "附件",
        "重点项目表",
        "发展养老服务，增加供给",
        "（此件公开发布）",
        "——坚持公平",
        "“十四五”规划",
        "某市人民政府办公室",
    ],
)
def test_other_lines_before_an_item_head_no_section(line):
    text = f"一、总体要求\n建成体系。\n二、主要任务\n（一）建设食堂。新建食堂。\n{line}\n（二）增加床位。改造床位。\n三、保障措施\n（一）加强领导。建立机制。\n"
    found = kinds(text)
    if line != "附件":
        assert found == [("objective", None), ("task", 1), ("task", 2), ("safeguard", 1)]


@pytest.mark.parametrize(
    ("body", "departments"),
    [
        (
            "民政部门要统筹推进；财政部门要落实资金；规划部门要保障用地；医保部门要完善政策。",
            ["民政部门", "财政部门", "规划部门", "医保部门"],
        ),
        (
            "市民政局负责统筹。市财政局负责资金。市住建局负责设施。市教育局负责宣传。",
            ["市民政局", "市财政局", "市住建局", "市教育局"],
        ),
        (
            "市民政局：统筹推进工作。市财政局：保障工作经费。市住建局：做好设施移交。",
            ["市民政局", "市财政局", "市住建局"],
        ),
    ],
)
def test_a_run_of_departments_is_a_division_of_duties_without_its_heading(body, departments):
    text = f"一、任务\n（一）建设食堂。新建食堂。\n二、保障措施\n（一）加强领导。建立机制。{body}\n"
    tasks = tasks_of(text)
    assert [task.title for task in tasks if task.kind == "duty"] == departments
    assert [task.text for task in tasks if task.kind == "safeguard"] == ["建立机制。"]


@pytest.mark.parametrize(
    "body",
    [
        "民政部门要统筹推进。建立台账。财政部门要落实资金。定期检查。加强宣传。各地要抓好落实。",
        "建立由民政部门牵头、财政部门参加的机制。定期会商。",
        "市民政局要加强统筹，市财政局要落实资金，市住建局要保障设施。",
        "养老机构要落实主体责任。社区食堂要公示价格。护理员要持证上岗。志愿者要登记。",
        "联系人：张某。电话：另附。邮箱：另附。",
        "目标：建成体系。任务：新建食堂。要求：抓好落实。",
    ],
)
def test_other_sentences_on_departments_divide_none(body):
    text = f"一、任务\n（一）建设食堂。新建食堂。\n二、保障措施\n（一）加强领导。建立机制。{body}\n"
    assert kinds(text) == [("task", 1), ("safeguard", 1)]


PARTS = [
    ("工作目标", "到2025年，建成食堂100个，覆盖全部街道。\n", [("objective", None, "工作目标")]),
    (
        "重点任务",
        "（一）建设食堂。新建食堂。\n（二）增加床位。改造床位。\n",
        [("task", 1, "建设食堂"), ("task", 2, "增加床位")],
    ),
    (
        "时间安排",
        "（一）启动阶段。印发方案。\n（二）实施阶段。全面推进。\n",
        [("phase", 1, "启动阶段"), ("phase", 2, "实施阶段")],
    ),
    ("保障措施", "（一）加强领导。建立机制。\n", [("safeguard", 1, "加强领导")]),
]


@pytest.mark.parametrize("style", ["{}\n", "【{}】\n", "[{}]\n", "## {}\n", "**{}**\n"])
@pytest.mark.parametrize("chosen", [(0, 1, 3), (0, 1, 2, 3), (1, 3), (0, 1)])
@pytest.mark.parametrize("items", ["（{}）", "{}."])
def test_parts_whose_headings_have_no_ordinals(style, chosen, items):
    parts = [PARTS[index] for index in chosen]
    text = "某区助餐工作方案\n" + "".join(style.format(name) + body for name, body, _ in parts)
    if items == "{}.":
        text = text.replace("（一）", "1.").replace("（二）", "2.")
    tasks = tasks_of(text)
    assert [(t.kind, t.number, t.title) for t in tasks] == [
        unit for *_, units in parts for unit in units
    ]


@pytest.mark.parametrize(
    "line",
    ["工作目标明确，责任清晰。", "重点任务", "保障措施有：加强领导。", "总体要求是健全体系。"],
)
def test_lines_within_numbered_plans_head_no_parts(line):
    text = f"一、主要任务\n（一）建设食堂。新建食堂。\n{line}\n改造食堂，覆盖全部街道社区。\n二、保障措施\n（一）加强领导。建立机制。\n"
    assert [(t.kind, t.number) for t in tasks_of(text)] == [("task", 1), ("safeguard", 1)]


@pytest.mark.parametrize(
    "text",
    [
        "专栏1 设施工程\n新建食堂3所。\n工作目标\n建成体系。\n主要任务\n建好食堂。\n",
        "工作目标\n建成体系。\n专栏1 设施工程\n新建食堂3所。\n主要任务\n（一）建食堂。建好食堂。\n",
    ],
)
def test_parts_and_boxes_keep_their_order(text):
    tasks = tasks_of(text)
    spans = [task.span for task in tasks]
    assert (tasks[0].kind, tasks[-1].kind) == ("objective", "task")
    assert all(span.start < span.end for span in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
