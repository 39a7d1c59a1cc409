"""Regulations in articles: what frames them, who answers in them, and what they set."""

import pytest

from policytasks.codebook import load_codebook
from policytasks.documents import describe
from policytasks.reading import read

CODEBOOK = load_codebook()
GENERAL = "第一章　总则\n"
LATER = "第一章　总则\n第一条　为规范助餐，制定本办法。\n第二章　服务保障\n"


def units(text):
    parsed = read(text, describe(text, document_id="plan"), CODEBOOK)
    return [
        (task.kind, task.number, task.title, [row.agency for row in task.responsibilities])
        for task in parsed.tasks
    ]


@pytest.mark.parametrize(
    ("article", "kind"),
    [
        ("为了规范养老机构服务行为，根据有关法律，结合本市实际，制定本办法。", "objective"),
        ("为进一步加强社区食堂管理，制定本细则。", "objective"),
        ("根据《某省养老服务条例》，结合本县实际，制定本细则。", "objective"),
        ("本市行政区域内的老年助餐服务及其监督管理，适用本办法。", "objective"),
        ("本办法适用于本县公办养老机构。", "objective"),
        ("本条例所称养老机构，是指提供集中居住和照料的机构。", "objective"),
        ("社区食堂，是指在社区为老年人供餐的场所。", "objective"),
        ("助餐服务应当遵循政府引导、自愿参与、公益普惠的原则。", "principle"),
        ("养老服务坚持保障基本、普惠多样、家庭尽责、社会参与。", "principle"),
        ("居家养老服务应当在政府主导下，以家庭为基础，以社区为依托。", "principle"),
        ("鼓励企业和个人捐资兴办社区食堂。", "task"),
        ("老年人的子女应当依法履行赡养义务。", "task"),
    ],
)
def test_general_provisions_by_what_they_say(article, kind):
    (unit,) = units(f"{GENERAL}第一条　{article}\n")
    assert unit == (kind, 1, None, [])


@pytest.mark.parametrize(
    "article",
    [
        "社区食堂应当按照成本定价的原则收费，向老年人公示。",
        "对符合条件的老年人每餐补贴3元。",
        "民政部门应当建立巡查制度，每月巡查一次。",
        "养老机构应当坚持每日查房，做好记录。",
        "运营单位由区民政局通过招标确定。",
    ],
)
def test_articles_of_later_chapters_set_tasks(article):
    assert units(f"{LATER}第二条　{article}\n")[-1] == ("task", 2, None, [])


@pytest.mark.parametrize(
    "article",
    [
        "本办法自2024年5月1日起施行，有效期5年。",
        "本细则自印发之日起施行。",
        "本办法由市民政局负责解释。",
        "本办法所称失能老年人，是指经评估失能的老年人。",
        "各区可以根据本办法制定实施细则。",
        "国家另有规定的，从其规定。",
    ],
)
@pytest.mark.parametrize("heading", ["附则", "附　则"])
def test_supplementary_provisions_are_safeguards(article, heading):
    text = f"{LATER}第二条　发放补贴。\n第三章　{heading}\n第三条　{article}\n"
    assert units(text)[-1] == ("safeguard", 3, None, [])


def test_a_regulation_without_chapters():
    text = (
        "第一条 为规范探访服务，制定本办法。\n"
        "第二条 探访服务坚持自愿、便民。\n"
        "第三条 县民政局负责统筹探访服务。县财政局负责保障经费。\n"
        "第四条 每月至少探访独居老年人2次。\n"
        "第五条 县民政局负责人每年调研一次。\n"
        "第六条 本办法自发布之日起施行。\n"
    )
    assert units(text) == [
        ("objective", 1, None, []),
        ("principle", 2, None, []),
        ("duty", None, "县民政局", ["县民政局"]),
        ("duty", None, "县财政局", ["县财政局"]),
        ("task", 4, None, []),
        ("task", 5, None, []),
        ("safeguard", 6, None, []),
    ]


@pytest.mark.parametrize(
    ("article", "agencies"),
    [
        ("市民政局负责统筹协调。市财政局负责资金保障。", [["市民政局"], ["市财政局"]]),
        (
            "市民政部门是助餐服务的主管部门，负责指导工作。\n市场监管部门负责食品安全。",
            [["市民政部门"], ["市场监管部门"]],
        ),
        (
            "民政部门牵头推进工作。财政、医保等部门按各自职责协同实施。",
            [["民政部门"], ["财政", "医保"]],
        ),
        ("各级人民政府应当加强对养老服务工作的领导。", [["各级人民政府"]]),
        (
            "镇人民政府、街道办事处负责日常管理。\n村民委员会协助做好探访工作。",
            [["镇人民政府", "街道办事处"], ["村民委员会"]],
        ),
        (
            "有关部门按照下列分工做好工作：\n（一）民政部门负责统筹；\n（二）财政部门负责保障经费；\n（三）卫生健康部门负责医养结合。",
            [["民政部门"], ["财政部门"], ["卫生健康部门"]],
        ),
        (
            "部门职责如下：（一）民政局：统筹助餐工作；（二）财政局：安排助餐资金；（三）市场监管局：监管食品安全。",
            [["民政局"], ["财政局"], ["市场监管局"]],
        ),
    ],
)
def test_general_provisions_divide_duties(article, agencies):
    found = units(f"{GENERAL}第一条　{article}\n")
    assert [kind for kind, *_ in found] == ["duty"] * len(agencies)
    assert [names for *_, names in found] == agencies
    assert all(number is None for _, number, *_ in found)


def test_the_first_duty_of_an_article_starts_at_its_ordinal():
    text = f"{GENERAL}第一条　市民政局负责统筹。市财政局负责保障。\n"
    parsed = read(text, describe(text, document_id="plan"), CODEBOOK)
    assert [text[t.span.start : t.span.end] for t in parsed.tasks] == [
        "第一条　市民政局负责统筹。",
        "市财政局负责保障。",
    ]


@pytest.mark.parametrize(
    "article",
    [
        "助餐点应当符合下列条件：\n（一）面积不少于60平方米；\n（二）依法取得许可；\n（三）配备专职人员。",
        "有下列情形之一的，取消资格：（一）虚报人数的；（二）擅自停业的；（三）发生事故的；（四）其他情形。",
        "申请补贴应当提交以下材料：\n（一）申请表。\n（二）身份证明。\n（三）评估报告。",
        "具有本县户籍且符合以下情形之一的可以申请：\n（一）第一类对象。\n1.特困老年人；\n2.低保老年人。\n（二）第二类对象。\n1.八十周岁以上的；\n2.独居的。",
        "运营单位具备以下条件：\n（一）依法登记；\n（二）具有设施。其中，设在楼上的应有电梯。\n（三）无违法记录；\n（四）其他条件。",
    ],
)
def test_items_that_only_spell_out_a_sentence_stay_in_their_article(article):
    assert units(f"{LATER}第二条　{article}\n")[1:] == [("task", 2, None, [])]


@pytest.mark.parametrize(
    ("article", "titles"),
    [
        (
            "采取以下方式供餐：\n（一）自办食堂。由机构自办食堂供餐。\n（二）集中配送。由企业统一配送。",
            ["自办食堂", "集中配送"],
        ),
        (
            "食堂运营满一年的按规定给予奖励：\n（一）区级食堂评为优秀的，每年奖励十万元。\n（二）街道食堂评为优秀的，每年奖励五万元。",
            [None, None],
        ),
    ],
)
def test_items_with_sentences_of_their_own_are_the_units(article, titles):
    found = units(f"{LATER}第二条　{article}\n")[1:]
    assert found == [("task", number, title, []) for number, title in enumerate(titles, 1)]


@pytest.mark.parametrize("lost", ["第一章　总则\n", "第一章　", "第二章　服务保障\n", "第二章　"])
def test_a_chapter_whose_heading_is_lost_costs_no_article(lost):
    text = (
        "第一章　总则\n第一条　为规范助餐，制定本办法。\n第二条　市民政局负责统筹。市财政局负责资金。\n"
        "第二章　服务保障\n第三条　新建食堂20个。\n第四条　每餐补贴3元。\n"
        "第三章　附则\n第五条　本办法自印发之日起施行。\n"
    )
    assert lost in text
    whole = units(text)
    assert [kind for kind, *_ in whole] == ["objective", *["duty"] * 2, *["task"] * 2, "safeguard"]
    assert units(text.replace(lost, "")) == whole
