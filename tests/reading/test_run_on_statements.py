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
