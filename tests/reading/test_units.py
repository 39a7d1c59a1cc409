"""Units and their kinds in the formats of the genre, in short texts of that form."""

import pytest

from policytasks.codebook import load_codebook
from policytasks.documents import describe
from policytasks.reading import read
from policytasks.reading.annex import first_table
from policytasks.reading.outline import read_outline
from policytasks.reading.units import read_units
from policytasks.reading.view import View

CODEBOOK = load_codebook()

LAYERED = """关于印发《某市方案》的通知

某政发〔2020〕1号

某市方案

    为推进养老服务，制定本方案。
    一、总体要求
    （一）指导思想。坚持以人民为中心。
    （二）基本原则
    ——坚持公平。人人享有。
    ——坚持效率。各方参与。
    （三）工作目标。到2025年，服务体系基本建成。
    二、主要任务
    （一）发展社区服务
    1. 建设食堂。每个社区建一处食堂。（市民政局牵头）
    2. 建设床位。增加床位。（市民政局牵头，市财政局配合）
    （二）发展机构服务
    3. 改造公办机构。改造一批公办机构。（市民政局牵头）
    三、实施步骤
    （一）启动阶段（2020年1月）。印发方案。
    （二）推进阶段。全面推进。
    四、保障措施
    （一）加强领导。成立专班。
    （二）加强宣传。广泛宣传。

某市人民政府
2020年1月2日
"""


def units_of(text):
    view = View.of(text)
    outline = read_outline(view, first_table(view, CODEBOOK))
    return view, list(read_units(outline, CODEBOOK))


def summary(text):
    view, units = units_of(text)
    title = [view.ink[slice(*u.title)] if u.title else None for u in units]
    return [(u.kind, u.number, t) for u, t in zip(units, title, strict=True)]


def test_layers_of_headings_become_kinds():
    assert summary(LAYERED) == [
        ("objective", 1, "指导思想"),
        ("principle", 2, "基本原则"),
        ("objective", 3, "工作目标"),
        ("task", 1, "建设食堂"),
        ("task", 2, "建设床位"),
        ("task", 3, "改造公办机构"),
        ("phase", 1, "启动阶段（2020年1月）"),
        ("phase", 2, "推进阶段"),
        ("safeguard", 1, "加强领导"),
        ("safeguard", 2, "加强宣传"),
    ]


def test_sections_are_printed_outermost_first():
    _, units = units_of(LAYERED)
    assert units[5].section == "二、主要任务 > （二）发展机构服务"
    assert units[0].section == "一、总体要求"


def test_what_frames_the_units_is_in_none():
    view, units = units_of(LAYERED)
    inside = "".join(view.text[u.start : u.end] for u in units)
    for frame in ("关于印发", "为推进养老服务", "某市人民政府", "2020年1月2日"):
        assert frame not in inside
    assert all(view.text[units[5].start : units[5].end].endswith("牵头)") for _ in [0])


def test_text_holds_neither_title_nor_statement():
    view, units = units_of(LAYERED)
    assert "".join(view.ink[a:b] for a, b in units[4].text) == "增加床位。"


@pytest.mark.parametrize(
    ("name", "ordinals"),
    [
        ("1.", "1.{} 2.{} 3.{}"),
        ("1．", "1．{} 2．{} 3．{}"),
        ("1、", "1、{} 2、{} 3、{}"),
        ("(1)", "(1){} (2){} (3){}"),
        ("（一）", "（一）{} （二）{} （三）{}"),
        ("①", "①{} ②{} ③{}"),
    ],
)
@pytest.mark.parametrize("on_one_line", [False, True], ids=["lines", "one line"])
def test_styles_of_ordinals(name, ordinals, on_one_line):
    items = ordinals.format("建设食堂，服务老人。", "增加床位，服务老人。", "培训人员，服务老人。")
    if not on_one_line:
        items = items.replace("。 ", "。\n")
    gap = " " if on_one_line else "\n"
    _, units = units_of(f"一、主要任务{gap}{items}{gap}二、保障措施{gap}（一）加强领导。成立专班。")
    assert [(u.kind, u.number) for u in units[:-1]] == [("task", 1), ("task", 2), ("task", 3)]


def test_articles_of_a_regulation():
    text = "第一章 服务\n第一条 建设食堂，服务老人。\n第二条 设置以下设施：\n（一）区级中心。建设中心。\n（二）街道中心。建设中心。\n第三条 增加床位。\n"
    assert summary(text) == [
        ("task", 1, None),
        ("task", 1, "区级中心"),
        ("task", 2, "街道中心"),
        ("task", 3, None),
    ]


def test_a_section_without_items_is_one_unit_without_number():
    text = "一、工作目标\n到2025年，建成体系。\n二、主要任务\n扶持一批机构，新建一批中心。\n三、工作举措\n（一）建立机制。定期开会。\n（二）开展调研。形成报告。\n"
    assert summary(text) == [
        ("objective", None, "工作目标"),
        ("task", None, "主要任务"),
        ("task", 1, "建立机制"),
        ("task", 2, "开展调研"),
    ]


def test_outermost_items_are_tasks_with_their_numbers():
    text = "一、建设食堂\n在社区建设食堂，方便老人。［牵头单位：市民政局］\n二、增加床位\n增加护理床位，服务老人。［牵头单位：市民政局］\n"
    assert summary(text) == [("task", 1, "建设食堂"), ("task", 2, "增加床位")]


def test_numbering_that_runs_on_under_new_sections_and_skips_a_number():
    text = "一、主要任务\n（一）社区\n1. 建食堂。建好食堂。\n2. 建床位。建好床位。\n（二）机构\n4. 改造。改造机构。\n"
    assert [number for _, number, _ in summary(text)] == [1, 2, 4]


def test_duties_of_departments_under_their_names():
    text = "一、主要任务\n（一）建食堂。建好食堂。\n二、职责分工\n市民政局：负责统筹。\n市财政局：落实资金。\n"
    assert summary(text)[1:] == [("duty", None, "市民政局"), ("duty", None, "市财政局")]
    view, units = units_of(text)
    assert [view.ink[a.start : a.end] for u in units for a in u.agencies] == [
        "市民政局",
        "市财政局",
    ]


@pytest.mark.parametrize(
    ("heading", "clause"),
    [("强化部门协同", "消防等部门要加强检查。"), ("落实部门责任", "市、区税务部门要落实减免。")],
)
def test_duties_under_other_headings_and_of_several_departments(heading, clause):
    text = (
        "一、主要任务\n（一）建食堂。建好食堂。\n二、组织保障\n"
        f"（一）{heading}。各方要配合。民政部门要牵头推进。财政部门按职责落实资金。{clause}\n"
    )
    assert [kind for kind, _, _ in summary(text)] == ["task", "safeguard", "duty", "duty", "duty"]


@pytest.mark.parametrize("first", ["7", "12"])
def test_an_excerpt_counts_on_from_its_first_number(first):
    following = int(first) + 1
    text = f"    {first}.建食堂。建好食堂。\n    {following}.建床位。建好床位。\n"
    assert summary(text) == [("task", int(first), "建食堂"), ("task", following, "建床位")]
    assert summary(f"依据前文第\n{first}.项规定。\n一、任务\n（一）建食堂。建好。\n") == [
        ("task", 1, "建食堂")
    ]


def test_items_that_count_on_through_sections_of_an_excerpt():
    text = (
        "九、社区服务\n    42.建食堂。建好食堂。\n    43.建床位。建好床位。\n"
        "十、特殊群体\n    44.发补贴。发好补贴。\n"
    )
    assert summary(text) == [("task", 42, "建食堂"), ("task", 43, "建床位"), ("task", 44, "发补贴")]


@pytest.mark.parametrize(
    "heading",
    ["推进\n“机器+照护”\n服务。", "建立“街道吹哨、\n部门报到”\n机制。", "加强“夕阳红”\n工作。"],
)
def test_a_heading_broken_around_a_quotation_is_one(heading):
    text = f"一、任务\n（一）{heading}\n梳理事项，扩大范围，\n建好平台。\n"
    assert summary(text) == [("task", 1, "".join(heading.split())[:-1])]


ORDER = "排第一位的为牵头单位，下同"
R, L, S = "responsible", "lead", "support"


@pytest.mark.parametrize(
    ("plan", "roles"),
    [
        (
            "一、任务\n（一）甲。建食堂。（市民政局、市财政局负责）\n"
            f"（二）乙。建床位。（市民政局、市财政局按职责分工负责，{ORDER}）\n"
            "（三）丙。建浴室。（市教育局、市财政局负责）\n（四）丁。建亭。（市民政局负责）\n",
            [
                "responsible",
                "responsible",
                "lead",
                "responsible",
                "lead",
                "responsible",
                "responsible",
            ],
        ),
        (
            "一、任务\n（一）甲。建食堂。（责任单位：市民政局、市财政局）\n"
            "注：责任单位中列首位的为牵头单位。\n",
            ["lead", "responsible"],
        ),
        (
            "一、任务\n（一）甲。建食堂。（市民政局、市财政局配合，列第一的为牵头单位）\n",
            ["support", "support"],
        ),
    ],
)
def test_a_remark_makes_the_first_of_several_names_the_lead(plan, roles):
    _, units = units_of(plan)
    assert [agency.role for unit in units for agency in unit.agencies] == roles


@pytest.mark.parametrize(
    ("remark", "roles"),
    [
        ("逗号前为牵头单位", [R, R, R, L, L, R, L, R]),
        ("逗号前的单位为牵头单位，下同", [R, R, R, L, L, R, L, R]),
        ("逗号前为牵头单位，逗号后为配合单位", [R, R, R, L, L, S, L, S]),
        ("逗号之前为牵头单位，其余为责任单位", [R, R, R, L, L, R, L, R]),
        ("第一个单位为牵头单位", [R, R, R, L, R, R, L, R]),
        ("首位单位为牵头单位，下同", [R, R, R, L, R, R, L, R]),
        ("第一个为牵头单位，下同", [R, R, R, L, R, R, L, R]),
        ("标★的为牵头单位", [R, R, R, R, R, R, R, R]),
        ("分号前为牵头单位", [R, R, R, R, R, R, R, R]),
    ],
)
def test_a_remark_on_order_gives_roles_from_where_it_is_printed(remark, roles):
    _, units = units_of(
        "一、任务\n（一）甲。建食堂。（责任单位：市民政局、市财政局，市教育局）\n"
        f"（二）乙。建床位。（责任单位：市民政局、市财政局，市住建局，{remark}）\n"
        "（三）丙。建浴室。（责任单位：市教育局，市体育局）\n"
    )
    assert [agency.role for unit in units for agency in unit.agencies] == roles


def test_a_remark_far_into_a_plan_holds_for_no_task_before_it():
    _, units = units_of(
        f"一、任务\n（一）甲。{'建食堂。' * 100}（责任单位：市民政局，市教育局）\n"
        "（二）乙。建床位。（责任单位：市民政局，市住建局，逗号前为牵头单位）\n"
    )
    assert [agency.role for unit in units for agency in unit.agencies] == [R, R, L, R]


def test_a_mark_tells_who_leads():
    view, units = units_of(
        "一、任务\n（一）甲。建食堂。（责任单位：市财政局、★市商务局、市教育局）\n"
        "（二）乙。建床位。（责任单位：市住建局★、市财政局）\n注：标★的为牵头单位。\n"
    )
    found = [(view.text[a.start : a.end], a.role) for unit in units for a in unit.agencies]
    assert found == [
        *[("市财政局", R), ("市商务局", L), ("市教育局", R)],
        *[("市住建局", L), ("市财政局", R)],
    ]


def test_a_note_on_order_holds_for_the_whole_plan():
    _, units = units_of(
        "一、任务\n（一）甲。建食堂。（责任单位：市民政局，市财政局）\n"
        "（二）乙。建床位。（市教育局牵头，市体育局配合）\n（三）丙。建亭。（责任单位：市体育局）\n"
        "注：责任单位中逗号前为牵头单位，逗号后为配合单位。\n"
    )
    assert [agency.role for unit in units for agency in unit.agencies] == [L, S, L, S, R]


def test_an_item_with_a_statement_of_its_own_is_not_parted_into_duties():
    text = (
        "一、任务\n（一）落实责任。民政部门要统筹。财政部门要出资。税务部门要减免。"
        "（市民政局牵头）\n（二）甲。乙。\n"
    )
    assert [kind for kind, _, _ in summary(text)] == ["task", "task"]


def test_steps_of_a_stage_are_part_of_it():
    text = (
        "一、任务\n（一）甲。乙。\n二、实施步骤\n（一）启动阶段\n1. 动员。印发方案。\n2. 摸底。查清底数。\n"
        "（二）推进阶段\n1. 试点。先行先试。\n2. 推广。全面铺开。\n"
    )
    _, units = units_of(text)
    assert [(unit.kind, unit.number) for unit in units] == [("task", 1), ("phase", 1), ("phase", 2)]


def test_a_numbered_duty_has_its_department_as_title():
    text = "一、任务\n（一）甲。乙。\n二、职责分工\n（一）区规划局：协助调阅图纸等。\n（二）区司法局：审核。\n"
    assert summary(text)[1:] == [("duty", None, "区规划局"), ("duty", None, "区司法局")]


def test_a_name_above_its_duty_that_the_page_broke_is_one():
    text = (
        "一、任务\n（一）甲。乙。\n二、职责分工\n市自然\n资源局：统筹用地。\n市财政局：落实资金。\n"
    )
    assert summary(text)[1:] == [("duty", None, "市自然资源局"), ("duty", None, "市财政局")]


def test_duties_in_the_clauses_of_a_safeguard():
    text = (
        "一、主要任务\n（一）建食堂。建好食堂。\n二、组织实施\n"
        "（一）明确部门职责。各部门要密切配合。民政部门要统筹推进；财政部门要落实资金；"
        "卫生健康部门要指导服务。\n（二）加强考核。定期考核。\n"
    )
    assert [(kind, number) for kind, number, _ in summary(text)[1:]] == [
        ("safeguard", 1),
        ("duty", None),
        ("duty", None),
        ("duty", None),
        ("safeguard", 2),
    ]
    view, units = units_of(text)
    assert view.text[units[1].start : units[1].end] == "(一)明确部门职责。各部门要密切配合。"


def test_duties_in_the_clauses_that_commas_part():
    text = (
        "一、主要任务\n（一）建食堂。建好食堂。\n二、组织实施\n"
        "（一）明确部门职责。商务部门负责选址指导，财政部门负责安排经费，有关部门要予以支持，"
        "教育部门要组织学生参加，并按照规定报告。\n（二）加强考核。定期考核。\n"
    )
    view, units = units_of(text)
    duties = [unit for unit in units if unit.kind == "duty"]
    assert [view.text[slice(*duty.title)] for duty in duties] == [
        "商务部门",
        "财政部门",
        "教育部门",
    ]
    assert "有关部门" in view.text[slice(*duties[1].text[0])]


@pytest.mark.parametrize(
    "duties",
    [
        "——县商务局：选址。\n——县财政局：出资。\n",
        "县商务局主要职责：选址。\n县财政局工作职责：出资。\n",
        "县商务局——选址。\n县财政局——出资。\n",
        "（一）县商务局职责\n1.选址。\n2.验收。\n（二）县财政局职责\n1.出资。\n",
        "（一）县商务局：选址。\n（二）县财政局：出资。\n",
        "（一）牵头部门：县商务局。负责选址。\n（二）配合部门：县财政局。负责出资。\n",
        "部门\n工作职责\n县商务局\n选址。\n县财政局\n出资。\n",
        "序号\n部门\n职责\n1\n县商务局\n选址，\n并验收。\n2\n县财政局\n出资。\n",
    ],
)
def test_forms_of_a_division_of_duties(duties):
    text = f"一、主要任务\n（一）建食堂。建好食堂。\n二、职责分工\n{duties}三、保障措施\n（一）宣传。宣传。\n"
    assert summary(text)[1:] == [
        ("duty", None, "县商务局"),
        ("duty", None, "县财政局"),
        ("safeguard", 1, "宣传"),
    ]


def test_a_department_over_numbered_duties_has_one():
    text = (
        "一、主要任务\n（一）建食堂。建好食堂。\n二、职责分工\n"
        "（一）县商务局：1.选址；2.验收。\n（二）县财政局。\n1.安排经费。\n2.监管资金。\n"
    )
    assert summary(text)[1:] == [("duty", None, "县商务局"), ("duty", None, "县财政局")]


def test_departments_of_a_duty_and_the_label_above_it():
    text = (
        "一、主要任务\n（一）建食堂。建好食堂。\n二、职责分工\n"
        "（一）县商务局、县教育局：选址。\n（二）配合部门：县财政局。负责出资。\n"
        "（三）县住建局（牵头单位）：验收。\n"
    )
    view, units = units_of(text)
    assert [
        [(view.text[a.start : a.end], a.role) for a in unit.agencies] for unit in units[1:]
    ] == [
        [("县商务局", R), ("县教育局", R)],
        [("县财政局", S)],
        [("县住建局", L)],
    ]


def test_who_is_said_to_be_answerable_has_a_duty():
    text = (
        "一、主要任务\n（一）建食堂。建好食堂。\n二、保障措施\n（一）落实责任。各乡镇是责任主体，"
        "要选好场地；县商务局是牵头单位，要统筹；县财政局要出资。\n"
    )
    duties = [title for kind, _, title in summary(text) if kind == "duty"]
    assert duties == ["各乡镇", "县商务局", "县财政局"]


def test_a_division_that_a_sentence_announces():
    text = (
        "一、主要任务\n（一）健全机制。具体分工如下：县商务局负责选址；县财政局负责经费；"
        "县教育局负责培训。\n（二）建食堂。建好食堂。\n"
    )
    assert [kind for kind, _, _ in summary(text)] == ["task", "duty", "duty", "duty", "task"]


def test_clauses_whose_first_department_leads_divide_duties():
    text = (
        "一、主要任务\n（一）建食堂。建好食堂。\n二、保障措施\n（一）明确分工。"
        "县商务局作为牵头部门，要选址；县财政局、县审计局要监管资金；县教育局要组织培训。\n"
    )
    assert [title for kind, _, title in summary(text) if kind == "duty"] == [
        "县商务局",
        "县财政局、县审计局",
        "县教育局",
    ]


FLAT_ANNEX = """一、主要任务
1. 建设食堂。建设食堂。（市民政局牵头）
2. 增加床位。增加床位。（市民政局牵头）

附件：任务清单
附件

任务清单

序号

任务

牵头单位

配合单位

完成时限

一、社区服务

1

建设食堂

每个社区建一处

食堂。

市民政局

市财政局、
各区县政府

2021年6月

2

增加床位

新建床位。

市民政局

市财政局

持续推进

改造床位。

市住建局

市民政局

编辑：某某
"""


def test_a_flattened_table_gives_a_subtask_a_row():
    view, units = units_of(FLAT_ANNEX)
    rows = [u for u in units if u.kind == "subtask"]
    assert [(r.number, r.parent, view.text[slice(*r.title)]) for r in rows] == [
        (1, 0, "建设食堂"),
        (2, 1, "增加床位"),
        (2, 1, "增加床位"),
    ]
    assert ["".join(view.text[a:b] for a, b in r.text) for r in rows] == [
        "每个社区建一处食堂。",
        "新建床位。",
        "改造床位。",
    ]
    assert [view.text[slice(*r.deadline)] for r in rows] == ["2021年6月", "持续推进", "持续推进"]
    assert [(view.text[a.start : a.end], a.role) for a in rows[0].agencies] == [
        ("市民政局", "lead"),
        ("市财政局", "support"),
        ("各区县政府", "support"),
    ]
    assert "编辑" not in view.text[rows[-1].start : rows[-1].end]


@pytest.mark.parametrize("between", ["\n", "\n\n"])
def test_a_table_with_one_text_a_row_and_a_cell_merged_over_rows(between):
    cells = "序号 工作任务 责任单位 完成时限 1 新增食堂15个 市民政局、市财政局 2024年11月底前 2 建成活动中心 3 培训护理员。 市人社局 持续推进"
    text = "一、任务\n（一）甲。建食堂。\n附件\n任务清单\n" + between.join(cells.split()) + "\n"
    view, units = units_of(text)
    rows = [
        (
            unit.number,
            unit.title,
            "".join(view.ink[slice(*stretch)] for stretch in unit.text),
            [view.ink[agency.start : agency.end] for agency in unit.agencies],
            view.ink[slice(*unit.deadline)],
        )
        for unit in units[1:]
    ]
    both = ["市民政局", "市财政局"]
    assert rows == [
        (1, None, "新增食堂15个", both, "2024年11月底前"),
        (2, None, "建成活动中心", both, "2024年11月底前"),
        (3, None, "培训护理员。", ["市人社局"], "持续推进"),
    ]


def test_an_excerpt_of_a_table_with_headings_between_its_rows_and_empty_cells():
    cells = (
        "任务清单 序号 任务 牵头单位 配合单位 完成时限 强化设施 25 建设食堂。 市民政局 无 2024年9月 加大培训力度 提高水平。"
        " 26 培训护理员。 市人社局 市民政局、清河市 2025年6月"
    )
    view, units = units_of("附件\n" + "\n".join(cells.split()) + "\n")
    assert [
        (
            unit.number,
            "".join(view.ink[slice(*stretch)] for stretch in unit.text),
            [(view.ink[agency.start : agency.end], agency.role) for agency in unit.agencies],
            view.ink[slice(*unit.deadline)],
        )
        for unit in units
    ] == [
        (25, "建设食堂。", [("市民政局", "lead")], "2024年9月"),
        (
            26,
            "培训护理员。",
            [("市人社局", "lead"), ("市民政局", "support"), ("清河市", "support")],
            "2025年6月",
        ),
    ]
    assert units[1].section == "加大培训力度提高水平"


def test_a_table_with_offices_beside_the_agencies():
    cells = (
        "序号 工作任务 牵头单位 配合单位 局内牵头处室 局内配合处室 1 建设食堂。 市民政局 市财政局 养老处 规划处、人事处"
        " 2 增加床位。 市民政局 / 养老处 /"
    )
    view, units = units_of("附件\n" + "\n".join(cells.split()) + "\n")
    assert [
        [(view.ink[agency.start : agency.end], agency.role) for agency in unit.agencies]
        for unit in units
    ] == [
        [
            ("市民政局", "lead"),
            ("市财政局", "support"),
        ],
        [("市民政局", "lead")],
    ]


def test_stages_that_are_named_by_their_number():
    text = "一、工作安排\n第一阶段：宣传发动（2022年1月）\n印发方案。\n第二阶段：全面实施。各地建设食堂。\n"
    assert summary(text) == [
        ("phase", 1, "宣传发动（2022年1月）"),
        ("phase", 2, "全面实施"),
    ]


def test_a_heading_that_the_page_joined_to_the_notice_opens_the_list():
    text = "现提出如下意见： 一、建设食堂。建好食堂。\n责任单位：市民政局\n二、增加床位。建好床位。\n责任单位：市民政局\n"
    assert summary(text) == [("task", 1, "建设食堂"), ("task", 2, "增加床位")]


@pytest.mark.parametrize("gap", ["\t", " | "], ids=["tabs", "pipes"])
def test_a_table_with_cells_apart(gap):
    lines = [
        ["序号", "工作任务", "具体措施", "责任单位", "完成时限"],
        ["1", "建设食堂", "每个社区建一处食堂", "市民政局、市财政局", "2021年6月"],
        ["2", "增加床位", "新建床位", "市民政局", "长期坚持"],
        ["", "", "改造床位", "市住建局", ""],
    ]
    text = "附件\n任务分解表\n" + "\n".join(gap.join(line) for line in lines) + "\n"
    view, units = units_of(text)
    assert [(u.kind, u.number, view.text[slice(*u.title)]) for u in units] == [
        ("subtask", 1, "建设食堂"),
        ("subtask", 2, "增加床位"),
        ("subtask", 2, "增加床位"),
    ]
    assert [[view.text[a.start : a.end] for a in u.agencies] for u in units] == [
        ["市民政局", "市财政局"],
        ["市民政局"],
        ["市住建局"],
    ]
    assert view.text[slice(*units[2].deadline)] == "长期坚持"


def test_merged_cells_and_a_head_of_two_rows():
    lines = [
        ["序号", "工作任务", "责任单位", "", "完成时限"],
        ["〃", "〃", "牵头单位", "配合单位", "〃"],
        ["（一）社区服务", "", "", "", ""],
        ["1", "建设食堂", "市民政局", "市财政局", "2021年6月"],
        ["2", "新建床位", "〃", "〃", "〃"],
        ["", "改造床位", "市住建局", "〃", "2021年9月"],
    ]
    text = "附件\n任务分解表\n" + "\n".join("\t".join(line) for line in lines) + "\n"
    view, units = units_of(text)
    assert [(u.number, "".join(view.text[a:b] for a, b in u.text)) for u in units] == [
        (1, "建设食堂"),
        (2, "新建床位"),
        (2, "改造床位"),
    ]
    assert [[(view.text[a.start : a.end], a.role) for a in u.agencies] for u in units] == [
        [("市民政局", "lead"), ("市财政局", "support")],
        [("市民政局", "lead"), ("市财政局", "support")],
        [("市住建局", "lead"), ("市财政局", "support")],
    ]
    assert [view.text[slice(*u.deadline)] for u in units] == ["2021年6月", "2021年6月", "2021年9月"]
    assert units[0].section == "（一）社区服务"


def test_a_list_of_members_is_no_table_of_tasks():
    text = "一、主要任务\n1. 建食堂。建好食堂。\n\n附件\n成员名单\n组 长：张三 市长\n成 员：李四 市民政局局长\n"
    assert [kind for kind, _, _ in summary(text)] == ["task"]


def test_a_text_without_ordinals_has_no_units():
    assert summary("为推进养老服务，制定本方案。各部门要认真落实。") == []


def test_closing_clauses_and_page_furniture_end_no_unit():
    text = (
        "一、主要任务\n（一）建食堂。建好食堂。（市民政局牵头）\n（二）建床位。建好床位。（市民政局牵头）\n"
        "本方案自印发之日起施行，有效期三年。\n打印本页 关闭窗口\n"
    )
    view, units = units_of(text)
    assert view.text[units[-1].start : units[-1].end].endswith("(市民政局牵头)")


def test_what_describes_the_state_of_things_is_no_unit():
    text = (
        "第一章 规划背景\n第一节 发展基础\n现有机构30家。\n第二节 面临形势\n老年人增多。\n"
        "第二章 主要任务\n第一节 夯实发展基础\n建设机构20家。\n第二节 优化发展环境\n改造机构。\n"
    )
    assert summary(text) == [("task", 1, "夯实发展基础"), ("task", 2, "优化发展环境")]


@pytest.mark.parametrize("ordinals", ["一.二.", "1)2)"])
def test_rarer_forms_of_ordinals(ordinals):
    first, second = ordinals[:2], ordinals[2:]
    text = f"{first}建设食堂。每个社区一处。\n{second}增加床位。新建床位。\n"
    assert summary(text) == [("task", 1, "建设食堂"), ("task", 2, "增加床位")]


def test_brackets_that_the_page_broke_open_no_item():
    text = "一、建设食堂。每个社区一处(见附件\n1)。(市民政局负责)\n二、增加床位。新建床位。\n"
    assert summary(text) == [("task", 1, "建设食堂"), ("task", 2, "增加床位")]


# --- what the whole tells of an item ---------------------------------------------------


@pytest.mark.parametrize(
    ("heading", "count"),
    [
        *(
            (name, 1)
            for name in ("实施背景", "发展基础", "发展趋势", "面临形势", "现实基础和发展环境")
        ),
        *((name, 2) for name in ("发展任务", "完善基础设施", "优化发展环境", "形势分析与任务")),
    ],
)
def test_sections_that_only_describe_have_no_units(heading, count):
    text = (
        f"一、{heading}\n现有机构30家，服务老人2万人。\n二、主要任务\n（一）建设食堂。建好食堂。\n"
    )
    assert len(summary(text)) == count


TWO_PARTS = "{}主要任务\n（一）建设食堂。建好食堂。\n（二）增加床位。增加床位。\n{}保障措施\n（一）加强领导。成立专班。\n（二）强化考核。定期考核。\n"


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("一、", "二、"),
        ("一.", "二."),
        ("第一部分 ", "第二部分 "),
        ("第一部分　", "第二部分　"),
        ("第一部分：", "第二部分："),
        ("第一章 ", "第二章 "),
    ],
)
def test_items_of_safeguards_are_safeguards_whatever_the_ordinal(first, second):
    kinds = [kind for kind, _, _ in summary(TWO_PARTS.format(first, second))]
    assert kinds == ["task", "task", "safeguard", "safeguard"]


def test_items_below_a_lost_heading_are_told_by_their_first():
    text = (
        TWO_PARTS.format("一、", "二、")
        .replace("二、保障措施\n", "")
        .replace("加强领导", "加强组织领导")
    )
    kinds = [kind for kind, _, _ in summary(text)]
    assert kinds == ["task", "task", "safeguard", "safeguard"]


ANSWERED = "一、发展目标\n到2025年，服务更加完善。\n{}"


@pytest.mark.parametrize(
    ("items", "kinds"),
    [
        (["（市民政局负责）"] * 3, ["task"] * 3),
        (["（责任单位：市民政局）"] * 4, ["task"] * 4),
        (["（市民政局负责）"] * 3 + [""], ["task"] * 4),
        ([""] * 3, ["objective"] * 3),
        (["（市民政局负责）", "", ""], ["objective"] * 3),
        (["（市民政局负责）"] * 2, ["objective"] * 2),
    ],
)
def test_items_for_which_agencies_answer_are_tasks(items, kinds):
    lines = [
        f"（{n}）建设设施。建好设施。{item}\n" for n, item in zip("一二三四", items, strict=False)
    ]
    assert [kind for kind, _, _ in summary(ANSWERED.format("".join(lines)))] == kinds


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("依法成立；（2）具有场所；（3）配备人员。", 1),
        ("依法成立，（2）具有场所，（3）配备人员。", 1),
        ("依法成立。（2）具有场所。（3）配备人员。", 3),
    ],
)
def test_conditions_of_one_sentence_are_no_units(text, count):
    lead = "1.开办补助。" + "对符合要求的机构，按照床位数给予一次性的开办补助，" * 2 + "条件如下："
    plan = f"一、主要任务（一）完善补贴{lead}（1）{text}二、保障措施（一）加强领导。成立专班。"
    assert len([kind for kind, _, _ in summary(plan) if kind == "task"]) == count


def test_duties_in_the_text_of_a_section_that_also_has_items():
    text = "一、主要任务\n建设食堂。\n二、职责分工\n市民政局：负责统筹，开展督促指导，推广服务模式，组织人员培训。\n市财政局：落实资金。\n（一）高度重视。抓好落实。\n（二）加强督导。定期通报。\n"
    assert [title for kind, _, title in summary(text) if kind == "duty"][:2] == [
        "市民政局",
        "市财政局",
    ]


@pytest.mark.parametrize(
    "heading", ["指导思想和发展目标", "指导思想", "总体要求", "工作目标", "基本原则和发展目标"]
)
def test_a_heading_without_a_stop_in_a_text_without_lines(heading):
    text = f"一、{heading}按照国家要求，坚持公平共享，到2025年基本建成服务体系。二、主要任务（一）建设食堂。建好食堂。（二）增加床位。增加床位。"
    assert summary(text)[0][2] == heading


@pytest.mark.parametrize(
    ("heading", "kind"),
    [
        ("强化要素支撑", "safeguard"),
        ("支撑保障", "safeguard"),
        ("政策保障", "safeguard"),
        ("强化人力资源服务保障", "safeguard"),
        ("加强资金保障", "safeguard"),
        ("强化支撑", "safeguard"),
        ("健全基本养老保障", "task"),
        ("强化兜底保障", "task"),
        ("完善医疗保障", "task"),
        ("保障食堂用地", "task"),
    ],
)
def test_a_section_of_support_after_the_tasks(heading, kind):
    text = f"一、建设食堂\n（一）甲。建食堂。\n（二）乙。办食堂。\n二、{heading}\n（一）丙。给钱。\n（二）丁。给地。\n"
    assert [row[0] for row in summary(text)] == ["task", "task", kind, kind]


@pytest.mark.parametrize("heading", ["坚持目标导向", "突出功能定位", "目标引领、分步实施"])
def test_a_principle_that_names_an_aim_is_one(heading):
    text = f"一、总体要求\n（一）坚持公平。人人享有。\n（二）{heading}。步步推进。\n二、主要任务\n（一）甲。建食堂。\n"
    assert [row[0] for row in summary(text)] == ["principle", "principle", "task"]


@pytest.mark.parametrize(
    ("numbers", "name", "parent"),
    [
        ("12", "别的事", 1),
        ("12", "甲", 0),
        ("11", "别的事", None),
        ("11", "乙", 1),
    ],
)
def test_a_number_names_a_parent_only_where_numbers_count_through(numbers, name, parent):
    first, second = numbers
    text = (
        f"一、设施\n{first}. 甲。建食堂。\n二、队伍\n{second}. 乙。办培训。\n附件\n任务清单\n"
        f"序号\t任务\t措施\t责任单位\n2\t{name}\t建好。\t市民政局\n"
    )
    _, units = units_of(text)
    assert [unit.parent for unit in units if unit.kind == "subtask"] == [parent]


STATEMENTS = """一、主要任务
1. 每个街道在年底前改建一处老年食堂并对八十岁以上的老人给予用餐补贴。补贴按月发放。
2. 各社区每周组织志愿者上门探访独居老人并把探访的情况记入服务档案。档案由街道保管。
3. 开办老年课堂。每月开课两次。
4. 街道卫生服务站每年为六十五岁以上的老人免费体检一次并且上门送达报告。报告存入档案。
"""


def test_a_first_sentence_is_no_title_where_few_items_have_headings():
    assert [title for _, _, title in summary(STATEMENTS)] == [None] * 4


def test_a_first_sentence_without_title_stays_in_the_text():
    view, units = units_of(STATEMENTS)
    wording = "".join(view.text[slice(*stretch)] for stretch in units[2].text)
    assert wording == "开办老年课堂。每月开课两次。"


def test_a_first_sentence_is_a_title_where_most_items_have_headings():
    text = STATEMENTS.replace("1. ", "1. 建设食堂。").replace("2. ", "2. 组织探访。")
    assert [title for _, _, title in summary(text)][:3] == ["建设食堂", "组织探访", "开办老年课堂"]


def test_a_heading_reaches_to_its_stop():
    text = "某市方案\n一、主要任务。\n（一）发展助餐。建食堂。\n（二）增加床位。建床位。\n"
    parsed = read(text, describe(text, document_id="plan"), CODEBOOK)
    printed = [text[heading.span.start : heading.span.end] for heading in parsed.headings]
    assert printed == ["一、主要任务。", "（一）发展助餐。", "（二）增加床位。"]
