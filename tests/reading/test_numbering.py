"""Numbers that repeat, skip, start anew, or have points or circles."""

import pytest

from policytasks.codebook import load_codebook
from policytasks.documents import describe
from policytasks.reading import read

CODEBOOK = load_codebook()


def tasks_of(text):
    return read(text, describe(text, document_id="plan"), CODEBOOK).tasks


def kinds(text):
    return [(task.kind, task.number) for task in tasks_of(text)]


HEAD = "一、总体要求\n健全体系。\n二、主要任务\n"
TAIL = "三、保障措施\n（一）加强领导。建立机制。\n"


def tasks(items):
    return [number for kind, number in kinds(HEAD + items + TAIL) if kind == "task"]


def items(style, numbers, body="{}发展第{}项服务。建好设施。\n"):
    return "".join(body.format(style.format(number), number) for number in numbers)


@pytest.mark.parametrize(
    ("style", "numbers", "found"),
    [
        ("（{}）", "一二二三", [1, 2, 2, 3]),
        ("（{}）", "一一二", [1, 1, 2]),
        ("（{}）", "一二三三", [1, 2, 3, 3]),
        ("（{}）", "一二二二三", [1, 2, 2, 2, 3]),
        ("（{}）", "一三四", [1, 3, 4]),
        ("（{}）", "一二五六", [1, 2, 5, 6]),
        ("（{}）", "二三四", [2, 3, 4]),
        ("{}.", "1223", [1, 2, 2, 3]),
        ("{}、", "1134", [1, 1, 3, 4]),
        ("{}．", "12345", [1, 2, 3, 4, 5]),
        ("({})", "1224", [1, 2, 2, 4]),
        ("{})", "1233", [1, 2, 3, 3]),
        ("[{}]", "一二三", [1, 2, 3]),
        ("【{}】", "一二二", [1, 2, 2]),
        ("（{}）、", "一二三", [1, 2, 3]),
    ],
)
def test_repeated_and_skipped_numbers_open_items(style, numbers, found):
    assert tasks(items(style, numbers)) == found


@pytest.mark.parametrize("number", ["一", "二"])
def test_a_section_whose_number_repeats_opens_all_the_same(number):
    text = (HEAD + items("（{}）", "一二") + TAIL).replace("三、", f"{number}、")
    if number == "二":
        assert kinds(text)[-1] == ("safeguard", 1)
    assert len(kinds(text)) == 4


@pytest.mark.parametrize("sign", ["①②③④", "⑴⑵⑶⑷", "⒈⒉⒊⒋", "㈠㈡㈢㈣"])
@pytest.mark.parametrize("parting", ["\n", ""])
def test_ordinals_of_one_sign_are_items(sign, parting):
    text = parting.join(f"{s}发展助餐服务。新建食堂。" for s in sign)
    assert tasks(text + "\n") == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "sentence",
    [
        "包括①助餐；②助浴；③助洁等服务。",
        "分为以下三类：①公办；②民办；③公建民营。",
        "按①至③类分别补贴。",
        "补贴标准见注①。",
        "对象为①低保；②特困；③失能老人。",
    ],
)
def test_circled_numbers_within_a_sentence_are_none(sentence):
    assert tasks(f"（一）建设食堂。{sentence}\n（二）增加床位。改造床位。\n") == [1, 2]


def test_circled_items_below_other_items():
    text = "（一）建设食堂\n①新建食堂。新建一批。\n②改造食堂。改造一批。\n（二）增加床位\n①改造床位。改造一批。\n"
    assert tasks(text) == [1, 2, 1]
    sections = [task.section for task in tasks_of(HEAD + text + TAIL) if task.kind == "task"]
    assert [section.split(" > ")[-1] for section in sections] == ["（一）建设食堂"] * 2 + [
        "（二）增加床位"
    ]


@pytest.mark.parametrize(
    ("lines", "numbers"),
    [
        (
            [
                "2.1 助餐",
                "2.1.1 新建食堂。新建一批。",
                "2.1.2 改造食堂。改造一批。",
                "2.2 床位。改造床位。",
            ],
            [1, 2, 2],
        ),
        (["2.1建设食堂。新建食堂。", "2.2增加床位。改造床位。"], [1, 2]),
        (["2.1 建设食堂", "新建食堂。", "2.2 增加床位", "改造床位。"], [1, 2]),
        (["2.1、建设食堂。新建食堂。", "2.2、增加床位。改造床位。"], [1, 2]),
        (["2.1．建设食堂。新建食堂。", "2.2．增加床位。改造床位。"], [1, 2]),
        (["2.1建设食堂。新建食堂1.5万平方米。", "2.2增加床位。达到35.5张。"], [1, 2]),
        ([f"2.{n}建设第{n}项。建好。" for n in range(1, 13)], list(range(1, 13))),
    ],
)
@pytest.mark.parametrize("sections", ["{} ", "{}、", "第{}部分 ", "第{}章 "])
def test_numbers_with_points_are_ordinals_of_their_depth(lines, numbers, sections):
    first, second, third = (sections.format(n) for n in ("123" if sections == "{} " else "一二三"))
    plan = [
        f"{first}总体要求",
        "健全体系。",
        f"{second}主要任务",
        *lines,
        f"{third}保障措施",
        "3.1 加强领导。建立机制。",
    ]
    text = "\n".join(plan) + "\n"
    found = kinds(text)
    assert [number for kind, number in found if kind == "task"] == numbers
    assert found[0][0] == "objective" and found[-1] == ("safeguard", 1)


@pytest.mark.parametrize(
    "sentence",
    [
        "面积达到1.5万平方米。",
        "补贴2.1万元。",
        "增长\n5.2%。",
        "自2025.6.30起执行。",
        "每千人拥有\n3.5张床位。",
        "版本为2.1。",
    ],
)
def test_numbers_with_points_within_a_sentence_are_none(sentence):
    assert tasks(f"（一）建设食堂。{sentence}\n（二）增加床位。改造床位。\n") == [1, 2]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("第一部分 ", "第二部分 "),
        ("第一章 ", "第二章 "),
        ("第一编 ", "第二编 "),
        ("第一部分：", "第二部分："),
    ],
)
def test_parts_hold_the_sections_below_them(first, second):
    text = f"{first}总体要求\n健全体系。\n{second}主要任务\n一、建设食堂。新建食堂。\n二、增加床位。改造床位。\n"
    assert kinds(text) == [("objective", None), ("task", 1), ("task", 2)]


BOX = "专栏{}设施工程\n{}"


@pytest.mark.parametrize(
    ("inside", "numbers"),
    [
        ("新建食堂3所；改造食堂8所。\n", [1, None, 2]),
        ("1.新建食堂。新建3所。\n2.改造食堂。改造8所。\n", [1, 1, 2, 2]),
        ("新建食堂3所。\n改造食堂8所。\n", [1, None, 2]),
    ],
)
@pytest.mark.parametrize("style", ["（{}）", "{}、"])
def test_a_box_ends_before_the_item_that_counts_on(inside, numbers, style):
    first, second = style.format("一"), style.format("二")
    text = f"{first}建设食堂。新建食堂。\n{BOX.format(1, inside)}{second}增加床位。改造床位。\n"
    text = HEAD + text + TAIL if style == "（{}）" else f"第一章 主要任务\n{text}"
    found = [task for task in tasks_of(text) if task.kind == "task"]
    assert [task.number for task in found] == numbers
    assert "专栏" not in found[-1].section
    assert sum("8所" in task.text for task in found) == 1


def test_items_that_count_on_within_a_box_stay_in_it():
    text = (
        HEAD
        + "1.建设食堂。新建食堂。\n"
        + BOX.format(1, "1.新建。新建3所。\n2.改造。改造8所。\n3.装修。装修2所。\n")
        + TAIL
    )
    assert [number for kind, number in kinds(text) if kind == "task"] == [1, 1, 2, 3]
    assert ["专栏" in (task.section or "") for task in tasks_of(text)][1:-1] == [
        False,
        True,
        True,
        True,
    ]


@pytest.mark.parametrize("word", ["任务", "行动", "举措", "工程"])
@pytest.mark.parametrize(
    "style", ["{}{}：{}。建好设施。", "{}{} {}\n建好设施。", "{}{}、{}。建好设施。"]
)
@pytest.mark.parametrize("numerals", ["一二三", "123"])
def test_named_ordinals_are_items(word, style, numerals):
    lines = [style.format(word, n, f"发展第{n}项服务") for n in numerals]
    assert tasks("\n".join(lines) + "\n") == [1, 2, 3]
    titles = [
        task.title for task in tasks_of(HEAD + "\n".join(lines) + "\n") if task.kind == "task"
    ]
    assert titles == [f"发展第{n}项服务" for n in numerals]


def test_named_ordinals_without_line_breaks():
    lines = [f"任务{n}：发展第{n}项服务。建好设施。" for n in "一二三"]
    assert [
        number for _, number in kinds((HEAD[:-1] + "。" + "".join(lines) + TAIL).replace("\n", ""))
    ][1:4] == [1, 2, 3]


def test_items_below_named_ordinals():
    text = "任务一 社区\n1.建设食堂。新建食堂。\n2.建设中心。新建中心。\n任务二 机构\n3.增加床位。改造床位。\n"
    assert tasks(text) == [1, 2, 3]


@pytest.mark.parametrize(
    "sentence",
    [
        "任务2项已经落实。",
        "行动一体推进。",
        "工程十个月内完工。",
        "举措三个方面同时发力。",
        "任务一致、行动一致。",
        "工程一：二期同步建设。",
    ],
)
def test_words_that_look_like_named_ordinals(sentence):
    assert tasks(f"（一）建设食堂。新建食堂，\n{sentence}\n（二）增加床位。改造床位。\n") == [1, 2]


@pytest.mark.parametrize("blank", [" ", ""])
def test_numbers_with_points_in_one_line(blank):
    lines = [f"1.{n}{blank}发展第{n}项。达到{n}.5倍。" for n in (1, 2, 3)]
    text = "一、主要任务。" + "".join(lines) + f"二、保障措施。2.1{blank}加强领导。建立机制。"
    assert kinds(text) == [("task", 1), ("task", 2), ("task", 3), ("safeguard", 1)]
