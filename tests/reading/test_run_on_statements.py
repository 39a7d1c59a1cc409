"""Statements without brackets or stops that run into the number of the next item."""

import pytest

from policytasks.codebook import load_codebook
from policytasks.documents import describe
from policytasks.reading import read

CODEBOOK = load_codebook()


def tasks_of(text):
    return read(text, describe(text, document_id="plan"), CODEBOOK).tasks


def kinds(text):
    return [(task.kind, task.number) for task in tasks_of(text)]


def plan_of(statements, *, style="{}.", between=""):
    items = between.join(
        f"{style.format(number)}做好第{chr(0x7532 + number)}项。认真落实工作{statement}"
        for number, statement in enumerate(statements, 1)
    )
    return f"一、工作目标。建成体系。二、主要任务。{between}{items}{between}三、保障措施。（一）加强领导。建立机制。"


STATEMENTS = [
    ("。责任单位：市民政局、市财政局", [("市民政局", "responsible"), ("市财政局", "responsible")]),
    ("。牵头单位：市民政局；配合单位：市财政局", [("市民政局", "lead"), ("市财政局", "support")]),
    ("。责任部门：市民政局", [("市民政局", "responsible")]),
    ("。（市民政局牵头，市财政局配合）", [("市民政局", "lead"), ("市财政局", "support")]),
    ("。（责任单位：市民政局）", [("市民政局", "responsible")]),
    ("（责任单位：市民政局）", [("市民政局", "responsible")]),
    ("。[责任单位：市民政局]", [("市民政局", "responsible")]),
    ("。【牵头单位：市民政局】", [("市民政局", "lead")]),
    ("。责任单位：各县区人民政府", [("各县区人民政府", "responsible")]),
    ("。责任单位：市民政局，市财政局配合", [("市民政局", "responsible"), ("市财政局", "support")]),
    ("。责任单位:市民政局、市住建局。", [("市民政局", "responsible"), ("市住建局", "responsible")]),
]


@pytest.mark.parametrize(("statement", "expected"), STATEMENTS)
@pytest.mark.parametrize("style", ["{}.", "{}、", "({})"])
@pytest.mark.parametrize("between", ["", " ", "\n"])
def test_each_item_keeps_its_own_statement(statement, expected, style, between):
    tasks = tasks_of(plan_of([statement] * 3, style=style, between=between))
    assert [(t.kind, t.number) for t in tasks] == [
        ("objective", None),
        *(("task", n) for n in (1, 2, 3)),
        ("safeguard", 1),
    ]
    for task in tasks[1:4]:
        assert [(row.agency, row.role) for row in task.responsibilities] == expected
        assert "单位" not in task.text


@pytest.mark.parametrize(
    "names", ["市民政局牵头", "市民政局牵头，市财政局配合", "由各县区政府负责", "市发展改革委配合"]
)
@pytest.mark.parametrize("parting", ["", "\n"])
def test_a_sentence_on_who_leads_ends_an_item(names, parting):
    items = "".join(f"{n}.做好第{n}项工作。认真落实。{names}" for n in (1, 2, 3))
    found = kinds(f"一、工作目标{parting}建成体系。{parting}二、主要任务{parting}{items}")
    assert found == [("objective", None), ("task", 1), ("task", 2), ("task", 3)]


@pytest.mark.parametrize(
    "statement",
    [
        "（责任单位：市民政局）",
        "（市民政局牵头）",
        "\n责任单位：市民政局",
        "。（责任单位：市民政局）",
    ],
)
@pytest.mark.parametrize(
    "body", ["\n新建食堂20个。", "\n新建食堂20个，\n覆盖街道。\n改造食堂9个。", "新建食堂20个。"]
)
def test_sentences_below_a_statement_under_the_heading_are_the_text(statement, body):
    if "\n责任" in statement and not body.startswith("\n"):
        return
    item = f"建设社区食堂{statement}{body}\n"
    text = f"一、主要任务\n（一）{item}（二）{item}二、保障措施\n（一）加强领导。建立机制。\n"
    tasks = tasks_of(text)
    assert [task.kind for task in tasks] == ["task", "task", "safeguard"]
    for task in tasks[:2]:
        assert task.title == "建设社区食堂"
        assert task.text == "".join(body.split())
        assert [row.agency for row in task.responsibilities] == ["市民政局"]


@pytest.mark.parametrize(
    "item", ["新建食堂20个（责任单位：市民政局）", "建设社区食堂。新建食堂。（责任单位：市民政局）"]
)
def test_what_stands_below_a_statement_at_the_end_is_none_of_it(item):
    behind = "\n本方案由市民政局解释。\n"
    tasks = tasks_of(f"一、主要任务\n（一）{item}\n（二）{item}{behind}")
    assert [task.span.end for task in tasks][-1] == len(f"一、主要任务\n（一）{item}\n（二）{item}")


@pytest.mark.parametrize(
    "sentence",
    [
        "。责任单位要建立2个台账",
        "。牵头单位每年报送1次",
        "。各责任单位：一要加强领导，二要落实经费",
        "。责任落实到单位，3个月内完成",
    ],
)
def test_sentences_on_such_units_are_no_statements(sentence):
    tasks = tasks_of(plan_of([sentence + "。"] * 3))
    assert [t.number for t in tasks if t.kind == "task"] == [1, 2, 3]
    assert not any(t.responsibilities for t in tasks)


@pytest.mark.parametrize("names", ["市民政局", "市民政局、市财政局", "各县区人民政府"])
@pytest.mark.parametrize("heading", ["发展助餐", "建设社区中心", "增加养老床位", "改造市级养老院"])
def test_names_alone_in_a_bracket_may_end_the_first_line(names, heading):
    items = "".join(f"（{n}）{heading}（{names}）\n建好设施，提升能力。\n" for n in "一二")
    tasks = tasks_of(f"一、主要任务\n{items}二、保障措施\n（一）加强领导。建立机制。\n")
    for task in tasks[:2]:
        assert (task.title, task.text) == (heading, "建好设施，提升能力。")
        assert [row.agency for row in task.responsibilities] == names.split("、")


@pytest.mark.parametrize(
    "line",
    [
        "发展助餐（试点县）",
        "发展助餐（含老年食堂）",
        "健全由市卫生健康委（市老龄办）",
        "发展助餐（2024年）",
        "落实《办法》（市民政局）的要求",
    ],
)
def test_other_brackets_at_the_end_of_a_first_line_name_nobody(line):
    text = f"一、主要任务\n（一）{line}\n建好设施，提升能力。\n（二）增加床位。改造床位。\n"
    assert not any(task.responsibilities for task in tasks_of(text))


@pytest.mark.parametrize(
    "heading", ["规划实施", "强化规划实施保障", "保障规划实施", "推进规划实施"]
)
def test_a_part_on_the_implementation_of_the_plan_secures_it(heading):
    found = kinds(
        f"一、主要任务\n（一）建食堂。建好食堂。\n二、{heading}\n（一）加强领导。建立机制。\n"
    )
    assert found == [("task", 1), ("safeguard", 1)]
