"""A unit carries the themes that its verbs work on, whatever its plan is about.

Each case is a sentence of a plan, in the right form or a near miss: the same words as
the place, the ground, the receiver, an attribute, or of another subject than eldercare.
"""

import pytest

from policytasks import parse
from policytasks.reading.themes import is_on_eldercare
from tests.reading.conftest import codes

# In a plan on another subject: the theme with eldercare as its object, and without.
ELSEWHERE = {
    "silver_economy": (
        [
            "大力发展银发经济。",
            "培育康养旅游新产品。",
            "打造一批森林康养基地。",
            "鼓励企业研发老年用品。",
            "发展旅居养老。",
            "建设老年产业集聚区。",
        ],
        [
            "大力发展乡村旅游和红色旅游。",
            "建设数字产业园。",
            "释放汽车消费潜力。",
            "培育一批专精特新企业。",
            "推动文旅深度融合。",
            "聚焦商贸、物流、康养等领域扩大消费。",
            "集聚酒店、文创、康养等专精特新企业。",
        ],
    ),
    "quality_supervision": (
        [
            "加强养老机构消防安全检查。",
            "开展养老服务质量评价。",
            "推进养老服务标准化建设。",
            "对养老机构开展双随机检查。",
            "规范养老机构预收费。",
            "落实养老机构备案管理。",
        ],
        [
            "加强建筑工地消防安全检查。",
            "推进政务服务标准化建设。",
            "对餐饮单位开展双随机检查。",
            "实行信用分级分类监管。",
            "强化食品安全和执法。",
            "完善应急预案,防范风险。",
        ],
    ),
    "safety_net": (
        [
            "提高特困老年人供养标准。",
            "为经济困难老年人发放护理补贴。",
            "落实高龄津贴。",
            "制定基本养老服务清单。",
            "向困难老年人提供救助。",
        ],
        [
            "落实最低生活保障政策。",
            "做好城乡居民基本养老保险困难群体代缴。",
            "对困难群众实施临时救助。",
            "建立农民工法律援助站。",
            "把困难家庭学生纳入资助对象。",
            "发挥保险的兜底作用。",
        ],
    ),
    "workforce": (
        [
            "培训养老护理员。",
            "为老年护理人才评定职业技能等级。",
            "引进养老服务人才。",
            "支持院校开设老年护理相关专业。",
            "加强养老服务队伍建设。",
        ],
        [
            "开展酒店从业人员职业技能培训。",
            "引进高层次人才。",
            "加强网格员队伍建设。",
            "畅通工程师职称评审渠道。",
            "支持职业院校与企业开展产教融合。",
            "面向高校毕业生招聘网格员。",
        ],
    ),
    "governance": (
        [
            "成立养老服务工作领导小组。",
            "把养老服务纳入年度绩效考核。",
            "建立养老服务部门联席会议。",
            "对养老项目推进情况开展督查。",
            "加大养老政策宣传力度。",
        ],
        [
            "成立营商环境工作专班。",
            "把目标任务纳入年度考核。",
            "加强组织领导,压实部门责任。",
            "加大宣传力度,营造良好氛围。",
            "定期通报项目进展。",
            "及时总结推广经验做法。",
        ],
    ),
    "medical_integration": (
        [
            "推进医养结合。",
            "为老年人建立健康档案。",
            "综合医院开设老年医学科。",
            "为失能老年人提供家庭医生签约服务。",
            "支持医院与养老机构签约。",
        ],
        [
            "扩大家庭医生签约服务覆盖面。",
            "推进县域医共体建设。",
            "加强慢性病防治。",
            "提升居民健康素养。",
            "把药店纳入医保定点。",
            "建立儿童健康档案。",
        ],
    ),
    "smart_care": (
        ["建设智慧养老平台。", "为独居老人安装智能设备。"],
        ["建设智慧景区。", "推动企业数字化转型,建设大数据中心。"],
    ),
    "finance": (
        ["给予养老机构运营补贴。", "设立养老服务专项资金。"],
        ["给予企业一次性奖补。", "扩大小微企业信贷投放。"],
    ),
    "market": (
        ["引导社会力量参与养老服务。", "培育养老服务品牌。"],
        ["优化营商环境。", "壮大民营经济,培育龙头企业。"],
    ),
}


@pytest.mark.parametrize("theme", ELSEWHERE)
def test_in_another_plan_a_theme_counts_where_eldercare_is_its_object(theme):
    acts, _ = ELSEWHERE[theme]
    assert [t for t in acts if theme not in codes(t, in_eldercare_plan=False)] == []


@pytest.mark.parametrize("theme", ELSEWHERE)
def test_in_another_plan_the_words_alone_are_no_theme(theme):
    _, misses = ELSEWHERE[theme]
    assert [t for t in misses if codes(t, in_eldercare_plan=False)] == []


@pytest.mark.parametrize("theme", ELSEWHERE)
def test_in_another_plan_a_title_or_heading_on_eldercare_speaks_for_the_unit(theme):
    _, misses = ELSEWHERE[theme]
    text = next(t for t in misses if theme in codes(t))
    found = codes(text, title="改善养老服务", in_eldercare_plan=False)
    assert theme in found
    assert theme in codes(text, section="三、任务 > (二)养老服务", in_eldercare_plan=False)
    assert not codes(text, section="三、养老服务 > (二)其他", in_eldercare_plan=False)


def test_an_item_of_a_list_says_nothing_of_its_neighbours():
    text = "实施消费升级、数字化转型、养老惠民提升、人才引进十大行动。"
    assert codes(text, in_eldercare_plan=False) == set()


def test_a_pension_is_no_eldercare():
    text = "推进城乡居民养老保险经办服务数字化转型,健全志愿者队伍。"
    assert codes(text, in_eldercare_plan=False) == set()


ON_ELDERS = "完善服务网络。建设养老院,配足床位,由专业机构运营,改善居住条件。"
ON_OTHERS = "改善人居环境。改造供水管网,硬化村内道路,清理河道垃圾,补齐照明。"


@pytest.mark.parametrize(
    ("title", "units", "expected"),
    [
        (None, [ON_ELDERS] * 20, True),
        # Safeguards of a plan on eldercare name it seldom.
        (None, [ON_ELDERS] * 18 + ["成立工作专班,定期调度。"] * 4, True),
        # A long unit that names it once is on it.
        (None, ["为老年人开设食堂," + "由街道负责日常运营和卫生,按月结算," * 4] * 8, True),
        # A plan on other things with a chapter on elders, however often that names them.
        (None, [ON_ELDERS * 3] * 4 + [ON_OTHERS] * 12, False),
        (None, [ON_ELDERS] * 14 + [ON_OTHERS] * 6, False),
        ("县卫生健康工作要点", [ON_ELDERS] * 14 + [ON_OTHERS] * 6, False),
        (None, ["推进城乡居民基本养老保险全覆盖,按时足额发放养老金。"] * 40, False),
        (None, [ON_OTHERS] * 20, False),
        # A title that names it speaks for units that do not, unless they are most of the plan.
        ("家庭养老床位管理办法", [ON_ELDERS] * 14 + ["签约单位每月上门两次,按月结算。"] * 8, True),
        ("养老服务和乡村建设方案", [ON_ELDERS] * 4 + [ON_OTHERS] * 16, False),
        # An excerpt does not tell.
        (None, [ON_OTHERS], True),
        (None, [], True),
    ],
)
def test_what_a_plan_is_about_shows_by_its_title_and_how_many_of_its_units_name_it(
    title, units, expected
):
    assert is_on_eldercare(title, units) is expected


def test_the_chapter_on_elders_of_another_plan_speaks_for_itself_alone():
    others = "".join(
        f"（{n}）加强{word}。完善{word}设施，"
        "推进标准化建设，加强监督管理，消除安全隐患，引导社会力量参与，"
        "培育龙头企业，多方筹措资金，落实财政补助。\n"
        for n, word in zip("二三四五六七八九", "水路电气网林田厕", strict=True)
    )
    text = "村庄建设方案\n一、主要任务\n（一）改善养老服务。新建养老院，加强监督管理。\n" + others
    found = parse(text, document_id="village").themes
    assert set(found["task_id"]) == {"village:001"}
    assert set(found["theme_id"]) >= {"institutional_care", "quality_supervision"}


# --- beside the act ----------------------------------------------------------------


@pytest.mark.parametrize(
    ("acts", "beside"),
    [
        # The name of an office.
        ("发挥社会组织参与作用。", "由社会组织管理部门予以配合。"),
        ("强化市场监管。", "会同市场监管部门办理。"),
        ("改善每个行政村的设施。", "由村民委员会办理。"),
        # What the act rests on.
        ("改造社区食堂。", "依托社区食堂开展便民活动。"),
        ("建设日间照料中心。", "依托日间照料中心发放宣传册。"),
        # Who profits.
        ("支持民办养老机构发展。", "民办养老机构享受居民用电价格。"),
        ("支持民办养老机构发展。", "对民办养老机构给予运营补贴。"),
        ("建设社区养老服务设施。", "对社区养老服务设施减免租金。"),
        ("改造敬老院。", "向敬老院低偿供餐。"),
        # Who does it, and what is theirs.
        ("运营社区养老服务设施。", "由开展社区养老服务的企业签订协议。"),
        ("建设养老机构。", "保障养老机构建设用地。"),
        ("发展居家养老。", "居家养老用水价格从低执行。"),
        # A definition.
        ("帮助经济困难老年人。", "本办法所称经济困难老年人,是指收入低于规定的老年人。"),
    ],
)
def test_a_noun_beside_the_act_is_no_theme(acts, beside):
    of_both = codes(acts) - codes(beside)
    assert of_both, codes(acts)


def test_who_profits_is_the_theme_of_relief():
    assert "safety_net" in codes("对经济困难老年人给予补贴。")
    assert "dependent_care" in codes("对失能老年人给予补贴。")


def test_the_department_of_a_duty_says_nothing_of_themes():
    assert codes("做好相关工作。", title="工业和信息化、市场监管部门", kind="duty") == set()
    assert codes("建设敬老院。", title="市信息中心", kind="duty") == {"institutional_care"}


def test_an_office_that_follows_a_verb_is_no_part_of_its_name():
    assert "land_facilities" in codes("建成后移交民政部门。")
    assert "finance" in codes("所需资金由财政部门安排。")
