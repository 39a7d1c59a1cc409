"""Lines that go on with a cross-reference open no item."""

import pytest

from policytasks.codebook import load_codebook
from policytasks.documents import describe
from policytasks.reading import read

CODEBOOK = load_codebook()


def tasks_of(text):
    return read(text, describe(text, document_id="plan"), CODEBOOK).tasks


def kinds(text):
    return [(task.kind, task.number) for task in tasks_of(text)]


PLAN = "一、总体要求\n健全体系。\n二、主要任务\n（一）发展助餐。{}\n（二）增加床位。改造床位。\n三、保障措施\n（一）加强领导。建立机制。\n"
WHOLE = [("objective", None), ("task", 1), ("task", 2), ("safeguard", 1)]


@pytest.mark.parametrize(
    "text",
    [
        "按照本方案第\n（二）项要求，落实补贴。",
        "对符合本办法第八条\n（一）项规定的机构给予补贴。",
        "依据《某办法》第三条\n（二）款，发放补贴。",
        "落实上述\n（一）、（二）项任务。",
        "按照第\n三、四条执行。",
        "完成第\n二、三项任务。",
        "参照附件\n1、2执行。",
        "见\n（三）条件。",
        "第十条第\n（四）款所列机构除外。",
        "本条\n（一）至（三）项所列对象可以申请。",
        "标准按照表\n1.2的规定执行。",
        "面积不少于\n1.5万平方米。",
        "到2025年达到\n5.3张。",
        "其中\n（1）的规定适用于农村。",
        "符合《标准》\n第三章的要求。",
        "按照国家标准第\n5.4条执行。",
        "分为一、\n二、三级。",
        "其余部门按照\n（一）的分工落实。",
        "落实本方案\n一、二条的要求。",
        "与\n（二）中的要求一致。",
        "对第（一）至\n（三）类老年人每年评估。",
        "落实第（一）、\n（三）类清单。",
        "由第1至\n3项所列单位分别办理。",
    ],
)
def test_a_wrapped_line_that_refers_to_an_item(text):
    assert kinds(PLAN.format(text)) == WHOLE
    (task,) = [
        task for task in tasks_of(PLAN.format(text)) if (task.kind, task.number) == ("task", 1)
    ]
    assert task.text == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "below"),
    [
        ("\n1.项目建设。新建食堂。\n2.条件改善。改造食堂。", 2),
        ("\n1.目标管理。按月通报。\n2.目录管理。公布目录。", 2),
        ("\n1.条例宣传。开展宣传。\n2.条件审核。规范审核。", 2),
        ("\n1.款待老人。开展慰问。\n2.的士优惠。优惠乘车。", 1),
        ("\n1.之家建设。建设之家。\n2.至少一处。建好一处。", 1),
        ("\n1.规定动作。做好探访。\n2.规范服务。规范流程。", 1),
        ("\n1.类型评定。开展评定。\n2.类别管理。分类管理。", 2),
    ],
)
def test_items_that_open_with_such_a_word(text, below):
    found = kinds(PLAN.format(text))
    assert found.count(("task", 1)) + found.count(("task", 2)) >= below + 1
    assert found[-1] == ("safeguard", 1)
