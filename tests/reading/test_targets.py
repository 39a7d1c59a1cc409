"""Targets in sentences of our own, by the rulings of the manual."""

from datetime import date

import pytest

from policytasks.reading.drafts import TimeLimit, Unit
from policytasks.reading.targets import find_targets
from policytasks.reading.view import View

Q, N, M = "quantity", "norm", "milestone"


def found(text, *, objective=False, year=2021, row=None):
    view = View.of(text)
    length = len(view.text)
    unit = Unit("objective" if objective else "task", None, None, 0, length, None, ((0, length),))
    return view, *find_targets(view, unit, row or TimeLimit(), year and date(year, 6, 1))


def tuples(text, **kwargs):
    _, targets, _ = found(text, **kwargs)
    return [(t.kind, t.comparator, t.value, t.unit, str(t.deadline)) for t in targets]


NONE = "None"
CASES = [
    ("到2025年，护理床位占比不低于60%。", [(Q, ">=", 60, "%", "2025-12-31")]),
    ("覆盖率达到80%以上。", [(Q, ">=", 80, "%", NONE)]),
    ("覆盖率保持在100%。", [(Q, "=", 100, "%", NONE)]),
    ("新增床位不少于3万张。", [(Q, ">=", 3, "万张", NONE)]),
    ("创建20个左右示范社区。", [(Q, "~", 20, "个", NONE)]),
    ("床位费不超过300元。", [(N, "<=", 300, "元", NONE)]),
    ("单户额度最高50万元。", [(N, "<=", 50, "万元", NONE)]),
    ("返贫率低于2%。", [(Q, "<", 2, "%", NONE)]),
    ("参保率高于95%。", [(Q, ">", 95, "%", NONE)]),
    ("培养3-5名骨干。", [(Q, "range", 3, "名", NONE)]),
    ("设立两个实训基地。", [(Q, "=", 2, "个", NONE)]),
    ("各县至少建成1所医养结合机构。", [(Q, ">=", 1, "所", NONE)]),
    (
        "甲区和乙区覆盖率分别达到40%和45%以上。",
        [(Q, ">=", 40, "%", NONE), (Q, ">=", 45, "%", NONE)],
    ),
    (
        "新建和改造一处分别给予20万元、10万元补助。",
        [(N, "=", 20, "万元", NONE), (N, "=", 10, "万元", NONE)],
    ),
    ("人均用地不少于0.2平方米。", [(N, ">=", 0.2, "平方米", NONE)]),
    ("按照不低于低保标准的40%发放。", [(N, ">=", 40, "%", NONE)]),
    ("将不低于60%的资金用于养老。", [(N, ">=", 60, "%", NONE)]),
    (
        "2023年底前，60%的街道至少培育2个组织。",
        [(Q, "=", 60, "%", "2023-12-31"), (Q, ">=", 2, "个", "2023-12-31")],
    ),
    ("2022年底前，所有养老机构完成备案。", [(Q, "=", 100, "%", "2022-12-31")]),
    ("所有养老机构应当备案。", []),
    ("签约服务实现全覆盖。", [(Q, "=", 100, "%", NONE)]),
    ("实施全覆盖提质工程。", []),
    ("2024年年底前,制定管理办法。", [(M, None, None, None, "2024-12-31")]),
    ("到2025年，服务质量进一步提升。", []),
    ("2022年开展照护培训试点。", [(M, None, None, None, "2022-12-31")]),
    ("2021年前，基本完成改造。", [(M, None, None, None, "2020-12-31")]),
    (
        "2023年底前，建成信息平台，接入50%以上机构。",
        [(M, None, None, None, "2023-12-31"), (Q, ">=", 50, "%", "2023-12-31")],
    ),
    (
        "新增食堂30个。2023年底前，新增床位10张。",
        [(Q, "=", 30, "个", NONE), (Q, "=", 10, "张", "2023-12-31")],
    ),
    (
        "给予100万元补助,2022年底前每县建成2个。",
        [(N, "=", 100, "万元", NONE), (Q, "=", 2, "个", "2022-12-31")],
    ),
    (
        "每县至少建成1个食堂和2个浴室。",
        [(Q, ">=", 1, "个", NONE), (Q, ">=", 2, "个", NONE)],
    ),
    (
        "每镇建成1所60张床位以上的养老院。",
        [(Q, "=", 1, "所", NONE), (N, ">=", 60, "张", NONE)],
    ),
    ("岗前培训时间不少于40学时。", [(N, ">=", 40, "学时", NONE)]),
    ("单个项目床位一般不少于50张。", [(N, ">=", 50, "张", NONE)]),
    ("社区用房20%以上“无偿”用于助餐。", [(N, ">=", 20, "%", NONE)]),
    ("医疗救助报销比例提高至75%。", [(N, "=", 75, "%", NONE)]),
    ("拖欠账款清偿一半以上。", [(Q, ">=", 50, "%", NONE)]),
    ("按不低于2%的比例进行抽查。", [(Q, ">=", 2, "%", NONE)]),
    ("补贴总额不得超过当地上年向失能老年人实际发放补助金的20%。", [(N, "<=", 20, "%", NONE)]),
    ("公益金的60%以上投入养老服务。", [(N, ">=", 60, "%", NONE)]),
    ("省级财政承担70%。", [(N, "=", 70, "%", NONE)]),
    ("到2025年，人均公共卫生经费达到90元以上。", [(N, ">=", 90, "元", "2025-12-31")]),
    ("2025年，对实施情况进行评估。", [(M, None, None, None, "2025-12-31")]),
    ("对老年人每年提供2次体检。", [(Q, "=", 2, "次", NONE)]),
    ("构建全市养老一张网。", []),
    ("2024年，形成服务网络。", [(M, None, None, None, "2024-12-31")]),
    ("到2024年，已建成小区逐步补齐设施。", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_whole_tuples(text, expected):
    assert tuples(text) == expected


OUT = [
    ("对70周岁及以上老年人给予帮助。", "eligibility"),
    ("支持床位数在200张以上的机构设立医务室。", "eligibility"),
    ("利用面积1000平方米以下的建筑改造。", "eligibility"),
    ("开展“2+3”服务。", "name"),
    ("落实低保、特困等5类对象。", "name"),
    ("依据15分钟生活圈配置。", "term"),
    ("自2022年起前3年给予扶持。", "term"),
    ("执行GB 38600标准。", "reference"),
    ("按照甲政发〔2020〕15号办理。", "reference"),
    ("符合建标144—2010要求。", "reference"),
    ("依托现有6家医院开展服务。", "past"),
    ("全市新增了6家医院。", "past"),
    ("目前已完成选址，甲院建成床位40张。", "past"),
    ("对连锁机构达4家及以上，且信誉良好的企业给予支持。", "eligibility"),
    ("床位达到40张，给予一次性补助。", "eligibility"),
    ("将20张及以上床位的机构纳入检查。", "eligibility"),
    ("在城区2公里范围内开展服务。", "name"),
]


@pytest.mark.parametrize(("text", "reason"), OUT, ids=[text for text, _ in OUT])
def test_numbers_that_are_no_targets_say_why(text, reason):
    _, targets, leftovers = found(text)
    assert targets == []
    assert {number.reason for number in leftovers} == {reason}


def test_what_is_quoted_with_its_clauses_is_a_goal_and_no_name():
    text = '实现“新增床位2000张左右，覆盖率达到40%”的目标，推进“9073”工程、"3个一"工程。'
    assert tuples(text) == [(Q, "~", 2000, "张", NONE), (Q, "=", 40, "%", NONE)]


def test_a_limit_in_working_days_is_a_norm_and_a_term_in_years_is_none():
    assert tuples("街道应在5个工作日内完成初审。") == [(N, "<=", 5, "个工作日", NONE)]
    assert tuples("开业3年内给予扶持。") == []


def test_about_is_a_word_of_its_own():
    assert tuples("将签约服务费的80%用于人员薪酬。") == [(N, "=", 80, "%", NONE)]
    assert tuples("建成床位约80张。") == [(Q, "~", 80, "张", NONE)]


def test_a_date_of_what_was_laid_down_makes_no_milestone():
    assert tuples("执行到2005年本市制定的建设标准，开展评估。", year=None) == []


def test_a_year_that_is_compared_with_is_no_date():
    assert tuples("到2025年，收入比2020年增长10%。") == [(Q, "=", 10, "%", "2025-12-31")]
    _, _, leftovers = found("到2025年，收入比2020年增长10%。")
    assert [leftover.reason for leftover in leftovers] == ["reference"]


def test_joined_numbers_have_each_its_own_date():
    text = "到2023年、2025年，床位占比分别达到50%、55%以上，到2026年新建10个、15个。"
    assert tuples(text) == [
        (Q, ">=", 50, "%", "2023-12-31"),
        (Q, ">=", 55, "%", "2025-12-31"),
        (Q, "=", 10, "个", "2026-12-31"),
        (Q, "=", 15, "个", "2026-12-31"),
    ]


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("建筑面积达到2万平方米。", "建筑面积"),
        ("设施覆盖率达到60%。", "设施覆盖率"),
        ("服务业增加值增长10%。", "服务业增加值增长"),
        ("建成食堂20个。", "食堂"),
        (f"{'完善制度。' * 20}建成20个社区食堂。", "社区食堂"),
    ],
)
def test_a_verb_is_no_part_of_a_longer_noun(text, indicator):
    view, (target,), _ = found(text)
    assert view.text[slice(*target.indicator)] == indicator


@pytest.mark.parametrize(
    ("text", "indicator"),
    [
        ("核定床位每张给予1000元补助。", "核定床位"),
        ("护理岗位空缺率下降至6%以内。", "护理岗位空缺率"),
        ("开设护理专业班7个。", "护理专业班"),
    ],
)
def test_what_is_measured_ends_before_what_is_said_of_it(text, indicator):
    view, (target,), _ = found(text)
    assert view.text[slice(*target.indicator)] == indicator


def test_a_verb_said_again_and_again_is_read_in_linear_time():
    # Where a verb could be read in two ways, 30 of them would take hours.
    view, (target,), _ = found("床位" + "增加到" * 30 + "本市的规模9张。")
    assert view.text[slice(*target.indicator)].startswith("床位")


def test_numbers_of_the_past_are_no_targets():
    assert tuples("2018年，全市有机构30家。", year=2021) == []
    assert tuples("2014年以来，建成机构30家。", year=2021) == []


def test_what_was_built_by_a_day_may_be_supported_and_is_no_milestone():
    assert tuples("对2022年5月前建成且符合标准的机构办理备案。") == []


def test_a_bare_rate_behind_an_empty_clause_has_no_subject():
    _, (target,), _ = found(",,覆盖率达到60%。")
    assert target.subject is None


def test_praise_of_a_team_is_no_count():
    assert tuples("打造一支素质高、能力强的护理队伍。") == []
    assert tuples("组建一支应急队伍。") == [(Q, "=", 1, "支", NONE)]


def test_a_date_in_the_middle_of_an_objectives_paragraph_holds_for_its_sentence():
    text = "坚持公平，稳步发展。到2025年，体系更加健全。护理床位占比达到60%。\n医护比例达到20%。"
    assert [t[-1] for t in tuples(text, objective=True)] == [NONE, NONE]


def test_a_date_that_opens_an_objectives_paragraph_holds_for_it():
    text = "坚持公平。\n到2025年，体系更加健全。护理床位占比达到60%。\n医护比例达到20%。"
    assert [t[-1] for t in tuples(text, objective=True)] == ["2025-12-31", NONE]
    assert [t[-1] for t in tuples(text, objective=False)] == [NONE, NONE]


def test_a_date_that_opens_an_objective_holds_for_all_its_goals():
    text = "到2025年，实现以下目标。\n——床位占比达到60%。\n——覆盖率达到20%。"
    assert [t[-1] for t in tuples(text, objective=True)] == ["2025-12-31", "2025-12-31"]


def test_the_rows_time_limit_holds_where_the_text_states_none():
    row = TimeLimit(date(2021, 6, 30), "2021年6月")
    assert tuples("建成中心3个。", row=row) == [(Q, "=", 3, "个", "2021-06-30")]
    assert tuples("2021年底前建成中心3个。", row=row) == [(Q, "=", 3, "个", "2021-12-31")]
    assert tuples("出台管理办法。", row=row) == []


@pytest.mark.parametrize(
    ("cell", "due"),
    [
        ("2024年四季度出台具体措施", "2024-12-31"),
        ("2024年4季度前启动实施", "2024-09-30"),
        ("2025年6月底前建成信息平台", "2025-06-30"),
        ("2024年按省统一安排出台实施办法", "2024-12-31"),
        ("2024年12月底前完成", None),
        ("2024年12月底前完成并持续推进", None),
        ("2024年12月", None),
        ("持续推进", None),
        ("长期开展巡查工作", None),
        ("出台具体措施", None),
    ],
)
def test_a_cell_of_time_limits_that_names_what_is_due_is_a_milestone(cell, due):
    view = View.of("完善制度。\n" + cell)
    end = len(view.text)
    unit = Unit("subtask", 1, None, 0, end, None, ((0, 5),), deadline=(5, end))
    targets, _ = find_targets(view, unit, TimeLimit(), date(2024, 1, 1))
    assert [(t.kind, str(t.deadline)) for t in targets] == ([(M, due)] if due else [])


@pytest.mark.parametrize(
    ("text", "every"),
    [
        ("每年召开1次会议。", "year"),
        ("每半年报送一次进展。", "half-year"),
        ("每季度开展2次检查。", "quarter"),
        ("每月巡访不少于2次。", "month"),
    ],
)
def test_cadences(text, every):
    _, (target,), _ = found(text)
    assert (target.kind, target.every, target.deadline) == (Q, every, None)


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("每个村配备1名助老员。", "each_village"),
        ("每个街道建成1处中心。", "each_street"),
        ("各县（市、区）建成1处中心。", "each_county"),
        ("按每人500元发放。", "each_person"),
        ("新增中心9个，其中东河区4个。", "东河区"),
        ("全市新增中心9个。", "whole"),
    ],
)
def test_scopes(text, scope):
    _, targets, _ = found(text)
    assert targets[-1].scope == scope


def test_shares_of_places_are_rows_of_their_own():
    text = "新增日间照料中心9个，其中东河区4个、西山区5个，覆盖率达到90%以上。"
    view, targets, _ = found(text)
    assert [t.value for t in targets] == [9, 4, 5, 90]
    assert [t.scope for t in targets] == ["whole", "东河区", "西山区", "whole"]
    assert view.text[slice(*targets[-1].subject)] == "日间照料中心"


def test_quotes_carry_what_is_measured_and_the_number():
    view, (target,), _ = found("同时，到2025年，全市护理床位占比不低于60%，满足需要。")
    assert view.text[target.start : target.end] == "护理床位占比不低于60%"


@pytest.mark.parametrize("lead", ["", "完善制度，", "建好食堂。"])
def test_a_date_behind_what_is_due_is_quoted_with_it(lead):
    view, (target,), _ = found(f"{lead}推进示范点建设，2021年6月底前投入使用。")
    quote = view.text[target.start : target.end]
    assert quote == "推进示范点建设,2021年6月底前投入使用"
