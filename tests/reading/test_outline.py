"""The outline holds what a reader holds for headings, where one slip hides one too."""

import re

import pytest

from policytasks.reading.outline import read_outline
from policytasks.reading.view import View

PLAN = """一、总体要求
坚持以人民为中心，完善服务体系。
二、主要任务
（一）发展助餐服务
1.建设食堂。新建一批食堂。（责任单位：市民政局）
2.完善补贴。发放用餐补贴。（责任单位：市财政局）
（二）增加床位供给
3.改造床位。改造家庭床位。（责任单位：市民政局）
三、保障措施
（一）加强领导。建立工作机制。
（二）加强宣传。开展集中宣传。
"""
OF_PLAN = ["一", "二", "(一)", "1", "2", "(二)", "3", "三", "(一)", "(二)"]


def ordinals(text):
    outline = read_outline(View.of(text))
    return [
        "lost" if section.is_lost else outline.view.text[section.start : section.body].strip("、.")
        for _, section in outline.walk()
    ]


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: text,
        lambda text: text.replace("\n", ""),
        lambda text: text.replace("\n", " "),
        lambda text: text.replace("\n", "\r\n\r\n"),
        lambda text: text.replace("。\n", "\n"),
        lambda text: "为推进工作，制定本计划\n" + text,
        lambda text: "为推进工作，提出以下意见" + text.replace("\n", ""),
        lambda text: text.replace("。\n", ""),
        lambda text: text.replace("）\n", ""),
        lambda text: text.replace("（", "(").replace("）", ")"),
        lambda text: re.sub("（责任单位：(.*?)）\n", r"责任单位：\1", text),
        lambda text: re.sub("（责任单位：(.*?)）\n", r"责任单位：\1", text).replace("\n", ""),
        lambda text: text.replace("三、", "指标 单位 目标 床位占比 % 55 食堂 个 20 三、").replace(
            "\n", ""
        ),
        lambda text: text.replace("体系。", "体系。统一、规范服务，按第（一）项办理。"),
        lambda text: text.replace("体系。", "体系，比例达到1.5倍、2.5万人。"),
    ],
)
def test_one_slip_hides_no_heading(damage):
    assert ordinals(damage(PLAN)) == OF_PLAN


def test_other_brackets_and_signs_are_ordinals_too():
    swapped = PLAN.replace("（一）", "〔一〕").replace("（二）", "【二】")
    assert len(ordinals(swapped)) == len(OF_PLAN)
    signs = PLAN.replace("（一）", "㈠").replace("（二）", "㈡")
    assert len(ordinals(signs)) == len(OF_PLAN)


@pytest.mark.parametrize(
    ("old", "expected"),
    [
        ("二、主要任务\n", ["一", "lost", *OF_PLAN[2:]]),
        ("一、总体要求\n", OF_PLAN[1:]),
        ("三、保障措施\n", [*OF_PLAN[:7], "lost", *OF_PLAN[8:]]),
        ("（一）发展助餐服务\n", [*OF_PLAN[:2], *["lost"], *OF_PLAN[3:]]),
        ("2.完善补贴。发放用餐补贴。（责任单位：市财政局）\n", [*OF_PLAN[:4], *OF_PLAN[5:]]),
        ("（一）加强领导。建立工作机制。\n", [*OF_PLAN[:8], *OF_PLAN[9:]]),
    ],
)
def test_a_heading_that_the_text_lacks_is_bridged(old, expected):
    assert old in PLAN
    found = ordinals(PLAN.replace(old, "", 1))
    assert [name for name in found if name != "lost"] == [n for n in expected if n != "lost"]
    if "lost" in expected and old[0] in "二三":
        assert found == expected


@pytest.mark.parametrize(
    ("numbers", "found"),
    [
        ("一二三四", "一二三四"),
        ("一二二三", "一二二三"),
        ("一二二五", "一二二五"),
        ("一一二三", "一一二三"),
        ("一三四", "一三四"),
        ("三四五", "三四五"),
        ("一二三三", "一二三三"),
    ],
)
@pytest.mark.parametrize("style", ["{}、", "（{}）"])
def test_numbers_that_repeat_or_skip_open_items_all_the_same(numbers, found, style):
    text = "".join(f"{style.format(n)}建设设施。建好设施。\n" for n in numbers)
    assert "".join(name.strip("()") for name in ordinals(text)) == found


# Ten agencies are more than eighty signs.
TEN = "、".join(f"市{sign}类事务管理局" for sign in "甲乙丙丁戊己庚辛壬癸")


@pytest.mark.parametrize(
    "statement",
    [
        "责任单位：市民政局、市财政局",
        "牵头单位：市民政局；配合单位：市残联、市妇联",
        "责任单位：各县（市、区）",
        "（责任单位：市民政局）",
        f"责任单位：{TEN}",
    ],
)
@pytest.mark.parametrize("blank", ["", " "])
def test_an_item_right_behind_the_agencies_of_the_one_before(statement, blank):
    text = "一、总体目标。建好食堂。\n二、主要任务。" + blank.join(
        f"{ordinal}建好设施。{statement}"
        for ordinal in ["1.", "2.", "3.", "三、保障措施。1.", "2."]
    )
    assert ordinals(text) == ["一", "二", "1", "2", "3", "三", "1", "2"]


@pytest.mark.parametrize("number", ["12.5万人参加", "1.5%的经费", "5、6月完成", "2个部门参加"])
def test_another_number_behind_agencies_opens_nothing(number):
    statement = f"责任单位：市民政局{number}。"
    text = f"一、总体目标。建好食堂。\n二、主要任务\n1.建好设施。{statement}\n2.办班。\n"
    assert ordinals(text) == ["一", "二", "1", "2"]


@pytest.mark.parametrize(
    "line",
    [
        "不符合本方案\n（二）项要求的，不予补贴。",
        "按照前款\n（一）款的规定办理。",
        "应当符合本方案一、\n（一）的要求。",
        "对符合《某办法》第八条、\n第九条规定的机构给予补贴。",
        "按照国家标准第\n5.4条执行。",
        "参照第二、三条\n的规定执行。",
        "依照本意见\n二、三条执行。",
        "具体见附件\n1。",
        "补贴标准提高到\n1.5万元。",
        "覆盖社区\n12.5%。",
        "落实（三）、（四）项任务。",
        "达到\n20%以上。",
    ],
)
def test_a_line_that_goes_on_with_a_reference_opens_nothing(line):
    text = PLAN.replace("坚持以人民为中心，完善服务体系。", f"完善服务。{line}")
    assert ordinals(text) == OF_PLAN


@pytest.mark.parametrize("sign", [" ", "\u3000"])
def test_decimal_numbers_are_ordinals_of_their_depth(sign):
    text = (
        f"1{sign}总体要求\n1.1{sign}指导思想\n坚持公平。\n2{sign}主要任务\n2.1{sign}设施建设\n"
        f"2.1.1{sign}新建食堂。\n2.1.2{sign}改造床位1.5万张。\n2.2{sign}队伍建设\n2.2.1{sign}培训人员。\n"
    )
    outline = read_outline(View.of(text))
    assert [(depth, section.number) for depth, section in outline.walk()] == [
        *((0, 1), (1, 1)),
        *((0, 2), (1, 1), (2, 1), (2, 2), (1, 2), (2, 1)),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "一、任务\n1. 80周岁以上老人免费。\n2. 60周岁以上老人优惠。\n",
        "一、任务\n1.建设。达到1.5倍。\n2.改造。达到2.1倍。\n",
    ],
)
def test_numbers_with_a_point_are_no_decimal_ordinals(text):
    assert ordinals(text) == ["一", "1", "2"]


@pytest.mark.parametrize(
    "behind",
    [
        "附件：1.任务清单\n2.人员名单\n",
        "附件：\n1.任务清单\n2.人员名单\n3.统计表\n",
        "附件:1.任务清单 2.人员名单 3.统计表",
    ],
)
@pytest.mark.parametrize("glue", [lambda text: text, lambda text: text.replace("\n", "")])
def test_lists_of_attachments_are_no_items(behind, glue):
    assert ordinals(glue(PLAN + behind)) == OF_PLAN


@pytest.mark.parametrize("name", ["第{}部分", "第{}章", "第{}编", "{}、"])
def test_the_outermost_headings_hold_the_others(name):
    text = "".join(
        f"{name.format(n)} {heading}\n（一）甲乙。丙丁。\n（二）戊己。庚辛。\n"
        for n, heading in zip("一二三", ("总体要求", "主要任务", "保障措施"), strict=True)
    )
    depths = [depth for depth, _ in read_outline(View.of(text)).walk()]
    assert depths == [0, 1, 1] * 3


@pytest.mark.parametrize("title", ["主要指标", "发展指标体系", "“十四五”主要指标"])
def test_a_box_of_indicators_belongs_to_its_section(title):
    boxed = PLAN.replace("体系。\n", f"体系。\n专栏1 {title}\n床位占比 55%\n")
    assert ordinals(boxed) == OF_PLAN
    assert "专栏1" in ordinals(boxed.replace(title, "重点工程"))


@pytest.mark.parametrize("part", ["一、", "（一）", "1.", "1.1 甲\n", "第一章", "一、二、", "①"])
def test_the_work_grows_with_the_length_and_no_faster(part):
    outline = read_outline(View.of(part * 3_000))
    assert outline.end <= len(outline.view.text)


def test_a_heading_without_ordinal_holds_no_item_that_is_read():
    text = "一、建设食堂。 [二、 (一)增加床位。"
    sections = [section for _, section in read_outline(View.of(text)).walk()]
    assert all(section.start <= section.body <= section.end for section in sections)
    assert [section.start for section in sections] == sorted({s.start for s in sections})
