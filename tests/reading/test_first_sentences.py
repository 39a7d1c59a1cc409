"""A first sentence is a title only where it and those beside it are headings."""

import pytest

from policytasks.codebook import load_codebook
from policytasks.documents import describe
from policytasks.reading import read

CODEBOOK = load_codebook()


def tasks_of(text):
    return read(text, describe(text, document_id="plan"), CODEBOOK).tasks


def titles(items, ordinals="一二三四"):
    text = "一、主要任务\n" + "".join(
        f"（{o}）{item}\n" for o, item in zip(ordinals, items, strict=False)
    )
    return [task.title for task in tasks_of(text + "二、保障措施\n（一）加强领导。建立机制。\n")][
        :-1
    ]


@pytest.mark.parametrize(
    "items",
    [
        ["建设食堂。新建食堂20个。", "增加床位。改造床位。", "培训人员。培训护理员。"],
        ["实施助餐提升行动。新建食堂。", "实施床位扩容行动。改造床位。"],
        ["建立健全助餐机制。明确标准。", "完善补贴制度。发放补贴。", "加强监管。定期检查。"],
        ["建设食堂\n新建食堂20个。", "增加床位\n改造床位。"],
        ["建设食堂：新建食堂20个。", "增加床位：改造床位。"],
        ["**建设食堂。**新建食堂。", "**增加床位。**改造床位。"],
        ["建设“幸福食堂”。新建食堂。", "推进“一床一码”。改造床位。"],
        ["深化“4个一”服务。新建食堂。", "推广“1+N”模式。改造床位。"],
        ["对接区域战略。共建基地。", "对标先进地区。学习经验。"],
        ["做好2024年度评估。开展评估。", "实施2025年项目。建好项目。"],
        ["应用智能设备。发放手环。", "由点到面推广。扩大试点。"],
    ],
)
def test_phrases_are_titles(items):
    found = titles(items)
    assert all(found) and [len(title) <= 12 for title in found] == [True] * len(items)


@pytest.mark.parametrize(
    "items",
    [
        # one sentence is the measure itself
        ["新建食堂20个。", "改造床位300张。", "培训护理员500人。"],
        ["各街道每月探访独居老年人。", "各社区建立台账。"],
        # sentences, one of them short
        [
            "各街道要在年底前摸清辖区内独居老年人的底数和需求。建立台账。",
            "各社区要组织志愿者每周至少探访一次独居老年人。做好记录。",
            "定期通报。每季度通报一次。",
        ],
        [
            "对符合条件的老年人家庭给予适老化改造补贴，每户最高三千元。由街道审核。",
            "对开展助餐服务的社区食堂按照服务人次给予运营补贴。由区民政局审核。",
            "民政部门会同财政部门每年对补贴发放情况进行检查。",
        ],
        ["到2025年，新建食堂20个，改造床位300张。", "到2024年，培训护理员500人。"],
        # a sentence on who gets how much, though it is as short as a heading
        ["对失能老人，每人每月补贴300元。由区财政承担。", "新建床位每张补助1万元。分两年发放。"],
        ["每个社区至少配备1名助老员。由街道管理。", "每月探访2次。做好记录。"],
        ["用水用电按居民价格执行。不得加价。", "机构不得拒收失能老人。违者通报。"],
        [
            "招用护理员的，给予补贴。凭证领取。",
            "不得拒收失能老人。违者通报。",
            "发展助餐。新建食堂。",
            "用水按居民价格执行。不得加价。",
        ],
        ["凡新建的机构。按此办理。", "养老机构一律公示价格。接受监督。"],
        ["护理员持证率达到90%。未达到的通报。", "床位建设补贴5000元。凭证发放。"],
    ],
)
def test_sentences_are_no_titles(items):
    assert titles(items) == [None] * len(items)


def test_where_most_have_a_heading_the_one_without_has_none():
    items = [
        "建设食堂。新建食堂。",
        "增加床位。改造床位。",
        "各街道每月探访独居老年人，建立台账并及时更新。",
        "培训人员。培训护理员。",
    ]
    assert titles(items) == ["建设食堂", "增加床位", None, "培训人员"]


@pytest.mark.parametrize(
    ("heading", "body"),
    [
        ("指导思想", "坚持以人民为中心，健全体系。"),
        ("指导思想和发展目标", "按照政府主导的思路，健全体系。"),
        ("总体要求", "坚持以人民为中心，健全体系。"),
        ("工作目标", "到2025年，建成体系。"),
        ("主要目标", "到2025年，建成体系。"),
    ],
)
@pytest.mark.parametrize("between", ["", "。", "\n", " "])
def test_headings_of_the_genre_need_no_stop(heading, body, between):
    text = f"一、{heading}{between}{body}\n二、主要任务\n（一）建食堂。建好食堂。\n"
    text = text if between == "\n" else text.replace("\n", "")
    task = tasks_of(text)[0]
    assert (task.kind, task.text) == ("objective", body)


@pytest.mark.parametrize("blank", [" ", "  ", "　"])
@pytest.mark.parametrize(
    "items",
    [
        ["建设社区食堂{}新建食堂20个，改造食堂9个。", "增加机构床位{}改造床位300张。"],
        [
            "推进社会参与{}成立志愿队50支。",
            "提升队伍素质{}培训护理员，开展竞赛。",
            "加强监管。定期检查。",
        ],
        ["优化政务服务{}设置专窗，推行上门办。", "提升数字素养{}开展培训200场。"],
    ],
)
def test_a_blank_may_part_headings_from_their_sentences(items, blank):
    found = titles([item.format(blank) for item in items])
    assert found == [item.split("{}")[0].split("。")[0] for item in items]


@pytest.mark.parametrize(
    "items",
    [
        # the page broke the line there, or set a number apart
        [
            "推进机构与社区服务中心和 周边单位共建。新建食堂。",
            "加强护理队伍的 建设管理。培训人员。",
        ],
        ["新建 20 个食堂，覆盖街道。", "改造 300 张床位，提升能力。"],
        ["对失能老年人， 给予补贴。", "对特困老年人， 给予照护。"],
        ["建设社区 食堂。新建食堂。", "增加机构 床位。改造床位。"],
    ],
)
def test_other_blanks_part_nothing(items):
    together = [item.replace(" ", "") for item in items]
    assert titles(items) == titles(together)
