"""Plans in one line, as public collections store them."""

import re

import pytest

from policytasks.codebook import load_codebook
from policytasks.documents import describe
from policytasks.reading import read

CODEBOOK = load_codebook()


def tasks_of(text):
    return read(text, describe(text, document_id="plan"), CODEBOOK).tasks


def kinds(text):
    return [(task.kind, task.number) for task in tasks_of(text)]


NOTICE = "某市人民政府关于印发某市养老服务方案的通知各县（市、区）人民政府，市政府各部门：现将方案印发给你们，请认真贯彻执行。某市人民政府2023年5月1日某市养老服务方案为加快发展，制定本方案。"
PARTS = {
    "goals": "{a}总体要求坚持以人民为中心，健全体系。",
    "goals with items": "{a}总体要求（一）指导思想。坚持以人民为中心。（二）基本原则。坚持公平。（三）工作目标。到2025年，建成体系。",
    "tasks": "{b}主要任务（一）建设食堂。新建食堂20个。（市民政局牵头）（二）增加床位。改造床位300张。（责任单位：市民政局、市财政局）",
    "tasks by section": "{b}重点任务（一）社区服务1.建设食堂。新建食堂20个。2.建设中心。新建中心。（二）机构服务3.增加床位。改造床位。",
    "steps": "{c}实施步骤（一）启动阶段（2023年5月）。印发方案。（二）实施阶段（2023年6月—2024年5月）。全面推进。",
    "safeguards": "{c}保障措施（一）加强领导。建立机制。（二）强化督导。定期通报。",
}
UNITS = {
    "goals": [("objective", None)],
    "goals with items": [("objective", 1), ("principle", 2), ("objective", 3)],
    "tasks": [("task", 1), ("task", 2)],
    "tasks by section": [("task", 1), ("task", 2), ("task", 3)],
    "steps": [("phase", 1), ("phase", 2)],
    "safeguards": [("safeguard", 1), ("safeguard", 2)],
}
ORDINALS = ["一、", "第一部分", "第一章"]


@pytest.mark.parametrize("goals", ["goals", "goals with items"])
@pytest.mark.parametrize("tasks", ["tasks", "tasks by section"])
@pytest.mark.parametrize("last", ["steps", "safeguards"])
@pytest.mark.parametrize("ordinal", ORDINALS)
@pytest.mark.parametrize("notice", ["", NOTICE])
def test_every_unit_is_found(goals, tasks, last, ordinal, notice):
    ordinals = {key: ordinal.replace("一", sign) for key, sign in zip("abc", "一二三", strict=True)}
    text = notice + "".join(PARTS[name] for name in (goals, tasks, last)).format(**ordinals)
    assert kinds(text) == [*UNITS[goals], *UNITS[tasks], *UNITS[last]]


@pytest.mark.parametrize(
    "table",
    [
        "附件1任务清单序号任务责任单位1建设食堂市民政局2增加床位市财政局3培训人员市人社局",
        "附件某市养老服务任务分工表序号工作任务牵头单位完成时限1建设食堂市民政局2024年2增加床位市财政局2024年3培训人员市人社局2025年",
    ],
)
def test_a_task_list_behind_it_gives_subtasks(table):
    text = NOTICE + PARTS["tasks"].format(b="一、") + PARTS["safeguards"].format(c="二、") + table
    assert kinds(text)[:4] == [*UNITS["tasks"], *UNITS["safeguards"]]
    assert kinds(text)[4:] == [("subtask", 1), ("subtask", 2), ("subtask", 3)]


@pytest.mark.parametrize(
    "behind",
    [
        "附件：1.任务清单2.指标表3.名单",
        "附件：1.任务清单.docx2.名单.xls",
        "某市人民政府办公室2023年5月1日印发",
        "（此件公开发布）抄送：市委各部门。",
        "打印本页关闭窗口扫一扫在手机打开当前页",
        "相关链接1.政策解读2.一图读懂",
    ],
)
def test_lists_and_signatures_behind_it_are_no_items(behind):
    text = NOTICE + PARTS["tasks"].format(b="一、") + PARTS["safeguards"].format(c="二、") + behind
    assert kinds(text) == [*UNITS["tasks"], *UNITS["safeguards"]]
    assert tasks_of(text)[-1].text == "定期通报。"


@pytest.mark.parametrize(
    "sentence",
    [
        "统一、规范服务。",
        "一、二、三级医院开设门诊。",
        "补贴1.5万元。",
        "达到35.5张。",
        "按第（一）项办理。",
        "参照第三条、第四条执行。",
        "做到一是统筹，二是协同。",
        "“一、二、三”工程全面推开。",
        "包括（1）助餐；（2）助浴。",
        "到2025年，达到2.3万人。",
    ],
)
def test_what_looks_like_an_ordinal_opens_nothing(sentence):
    text = (
        NOTICE
        + PARTS["goals"].format(a="一、")
        + PARTS["tasks"].format(b="二、")
        + PARTS["safeguards"].format(c="三、")
    )
    whole = kinds(text)
    assert kinds(text.replace("新建食堂20个。", f"新建食堂20个。{sentence}")) == whole
    assert kinds(text.replace("健全体系。", f"健全体系。{sentence}")) == whole


@pytest.mark.parametrize("blank", [" ", "　", " 　", "\t", "\xa0"])
def test_blanks_change_nothing(blank):
    text = (
        PARTS["goals"].format(a="一、")
        + PARTS["tasks"].format(b="二、")
        + PARTS["safeguards"].format(c="三、")
    )
    assert kinds(re.sub("(?<=。)", blank, text)) == kinds(text)
