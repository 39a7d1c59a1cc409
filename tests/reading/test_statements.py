"""Who answers for a unit, in the forms in which plans print it."""

import pytest

from policytasks import parse
from policytasks.codebook import load_codebook
from policytasks.reading.names import split_agencies
from policytasks.reading.statements import find_statements
from policytasks.reading.view import View

CODEBOOK = load_codebook()
L, S, R = "lead", "support", "responsible"

FORMS = {
    "label in round brackets": (
        "建设食堂。(牵头单位:市民政局,参与单位:市财政局、市商务局)",
        [("市民政局", L), ("市财政局", S), ("市商务局", S)],
    ),
    "labels parted by an enumeration comma": (
        "建设食堂。（牵头单位：市民政局、配合单位：市财政局）",
        [("市民政局", L), ("市财政局", S)],
    ),
    "responsible departments": (
        "建设食堂。（责任部门：省民政厅、省住建厅）",
        [("省民政厅", R), ("省住建厅", R)],
    ),
    "verbs": (
        "建设食堂。(市民政局牵头,市财政局、市商务局配合)",
        [("市民政局", L), ("市财政局", S), ("市商务局", S)],
    ),
    "support alone": ("建设食堂。(市民政局、市财政局配合)", [("市民政局", S), ("市财政局", S)]),
    "by duties": (
        "建设食堂。(市人社局、市民政局按部门职责分别负责)",
        [("市人社局", R), ("市民政局", R)],
    ),
    "lead and by duties": (
        "建设食堂。（市民政局牵头，市财政局、市教育局按职责分工负责）",
        [("市民政局", L), ("市财政局", R), ("市教育局", R)],
    ),
    "carried out below": (
        "建设食堂。（市民政局牵头，市财政局配合，各县（市、区）落实）",
        [("市民政局", L), ("市财政局", S), ("各县（市、区）", R)],
    ),
    "one agency": ("建设食堂。（省民政厅负责）", [("省民政厅", R)]),
    "lead and responsible in one verb": ("建设食堂。（市民政局牵头负责）", [("市民政局", L)]),
    "square brackets": ("建设食堂。［牵头单位：市民政局］", [("市民政局", L)]),
    "tortoise-shell brackets": ("建设食堂。〔责任单位：市民政局〕", [("市民政局", R)]),
    "lenticular brackets": ("建设食堂。【市民政局牵头】", [("市民政局", L)]),
    "before the full stop": (
        "建设食堂（省民政厅牵头，各市政府配合）。",
        [("省民政厅", L), ("各市政府", S)],
    ),
    "lines of their own": (
        "建设食堂。\n牵头单位：市民政局\n配合单位：市财政局、\n市教育局\n",
        [("市民政局", L), ("市财政局", S), ("市教育局", S)],
    ),
    "a line broken inside a name": (
        "建设食堂。（市自然资源和规\n划局牵头）",
        [("市自然资源和规划局", L)],
    ),
    "a dash before the label": (
        "建设食堂。\n——责任单位：市民政局、市财政局。\n",
        [("市民政局", R), ("市财政局", R)],
    ),
    "blanks between names": (
        "建设食堂。（责任单位：市民政局 市财政局 市商务局）",
        [("市民政局", R), ("市财政局", R), ("市商务局", R)],
    ),
    "and other units": (
        "建设食堂。（市民政局、市财政局等单位按职责分工负责）",
        [("市民政局", R), ("市财政局", R)],
    ),
    "as the place requires": (
        "建设食堂。（市民政局牵头，各县政府结合本地实际落实）",
        [("市民政局", L), ("各县政府", R)],
    ),
    "a remark on the items below": (
        "建设食堂。（市民政局牵头，各区政府负责落实。以下各项均需各区政府负责落实，不再列出。）",
        [("市民政局", L), ("各区政府", R)],
    ),
    "and others": ("建设食堂。(牵头单位:市民政局等相关部门)", [("市民政局", L), ("相关部门", L)]),
    "two names joined by and": (
        "建设食堂。（省民政厅和各市人民政府按照职责分工负责）",
        [("省民政厅", R), ("各市人民政府", R)],
    ),
    "a collective with bare members": (
        "建设食堂。（责任单位：省民政厅，各市、州、县人民政府）",
        [("省民政厅", R), ("各市、州、县人民政府", R)],
    ),
    "a collective of places": (
        "建设食堂。（市民政局，东山、西河、北岭等市人民政府负责）",
        [("市民政局", R), ("东山、西河、北岭等市人民政府", R)],
    ),
    "a lost closing bracket": (
        "建设食堂。(牵头单位:市民政局;配合单位:市财政局\n",
        [("市民政局", L), ("市财政局", S)],
    ),
    "support behind a comma under a label": (
        "建设食堂。（责任单位：市民政局，市财政局、市商务局配合）",
        [("市民政局", R), ("市财政局", S), ("市商务局", S)],
    ),
    "support behind a semicolon under a label": (
        "建设食堂。（责任部门：市民政局、市教育局；市财政局协助）",
        [("市民政局", R), ("市教育局", R), ("市财政局", S)],
    ),
    "lead, then by duties, under a label": (
        "建设食堂。（牵头单位：市民政局，市财政局、市商务局按职责分工负责）",
        [("市民政局", L), ("市财政局", R), ("市商务局", R)],
    ),
    "a lead and its support under a label": (
        "建设食堂。（责任单位：市民政局牵头，市财政局配合）",
        [("市民政局", L), ("市财政局", S)],
    ),
    "a role in brackets": (
        "建设食堂。（责任单位：市财政局（牵头）、市商务局、市民政局（配合））",
        [("市财政局", L), ("市商务局", R), ("市民政局", S)],
    ),
    "and units of the city": (
        "建设食堂。（市民政局、市财政局等市直有关单位按职责分工负责）",
        [("市民政局", R), ("市财政局", R), ("市直有关单位", R)],
    ),
    "and units in the city": (
        "建设食堂。（责任单位：市民政局等驻市单位）",
        [("市民政局", R), ("驻市单位", R)],
    ),
    "and departments of the trade": (
        "建设食堂。（责任单位：市民政局等相关行业主管部门）",
        [("市民政局", R), ("相关行业主管部门", R)],
    ),
    "and enterprises of the city": (
        "建设食堂。（责任单位：市国资委等市属企业）",
        [("市国资委", R), ("市属企业", R)],
    ),
    "and all counties": (
        "建设食堂。（市民政局等各县（市、区）政府负责）",
        [("市民政局", R), ("各县（市、区）政府", R)],
    ),
    "and so many departments": (
        "建设食堂。（责任单位：市民政局、市财政局等9部门）",
        [("市民政局", R), ("市财政局", R)],
    ),
    "colleges are no others": (
        "建设食堂。（责任单位：市教育局、各高等院校）",
        [("市教育局", R), ("各高等院校", R)],
    ),
    "offices under a label of their own": (
        "建设食堂。（责任单位：市民政局，责任处室：养老服务处、规划财务处）",
        [("市民政局", R)],
    ),
    "offices in brackets": (
        "建设食堂。（责任单位：市民政局（养老处、福利科）、市财政局（社保股））",
        [("市民政局", R), ("市财政局", R)],
    ),
    "another name in brackets": (
        "建设食堂。（责任单位：镇政府（街道办事处）、市融媒体中心）",
        [("镇政府（街道办事处）", R), ("市融媒体中心", R)],
    ),
    "an office that is an agency": (
        "建设食堂。（责任单位：市老龄办、城关街道办事处）",
        [("市老龄办", R), ("城关街道办事处", R)],
    ),
    "before a comma": (
        "建设食堂。（责任单位：市民政局、市财政局，市住建局，逗号前为牵头单位）",
        [("市民政局", R), ("市财政局", R), ("市住建局", R)],
    ),
    "a bracket that closes on the next line": (
        "建设食堂。（责任单位：市民政局\n、市财政局\n）",
        [("市民政局", R), ("市财政局", R)],
    ),
    "lines between the roles": (
        "建设食堂。（市民政局牵头\n市财政局、市商务局配合）",
        [("市民政局", L), ("市财政局", S), ("市商务局", S)],
    ),
    "a bracket of another form closes": (
        "建设食堂。（责任单位：市民政局、市财政局】",
        [("市民政局", R), ("市财政局", R)],
    ),
    "a lost closing bracket behind names in brackets": (
        "建设食堂。（责任单位：市民政局、各县（市、区）政府\n",
        [("市民政局", R), ("各县（市、区）政府", R)],
    ),
    "a lost closing bracket behind verbs": (
        "建设食堂。（市民政局牵头，市财政\n局配合\n",
        [("市民政局", L), ("市财政局", S)],
    ),
    "a label broken by the page": (
        "建设食堂。（牵头单\n位：市民政局 配合\n单位：市财政局）",
        [("市民政局", L), ("市财政局", S)],
    ),
    "no stop before the next number": (
        "建设食堂。责任单位：市民政局、市财政局2.培训人员。办班。",
        [("市民政局", R), ("市财政局", R)],
    ),
    "no stop before the next section": (
        "建设食堂。责任单位：市民政局、市财政局二、加强保障培训人员。",
        [("市民政局", R), ("市财政局", R)],
    ),
    "no stop before the next bracketed number": (
        "建设食堂。责任单位：市民政局、市财政局（二）培训人员。",
        [("市民政局", R), ("市财政局", R)],
    ),
    "no stop before the closing clause": (
        "建设食堂。责任单位：市民政局、市财政局本意见自发布之日起执行。",
        [("市民政局", R), ("市财政局", R)],
    ),
    "together with": (
        "建设食堂。（市商务局牵头，会同市财政局、市教育局落实）",
        [("市商务局", L), ("市财政局", R), ("市教育局", R)],
    ),
    "together with, where no sign parts": (
        "建设食堂。（市商务局牵头会同市财政局实施）",
        [("市商务局", L), ("市财政局", R)],
    ),
    "leads by their duties": (
        "建设食堂。（市商务局、市教育局按职责分别牵头，市财政局按职责分别配合）",
        [("市商务局", L), ("市教育局", L), ("市财政局", S)],
    ),
    "offices behind their department": (
        "建设食堂。（责任单位：市商务局市场运行科、市财政局会计科、市教育局干部教育处、市人社局办公室）",
        [("市商务局", R), ("市财政局", R), ("市教育局", R), ("市人社局", R)],
    ),
    "offices behind a commission": (
        "建设食堂。（责任单位：市发展改革委社会事业科、市委组织部干部科、市政府办公室秘书科）",
        [("市发展改革委", R), ("市委组织部", R), ("市政府办公室", R)],
    ),
    "offices of one department before a verb": (
        "建设食堂。（省商务厅流通处、社会事务处按职责分工负责）",
        [("省商务厅", R)],
    ),
    "bodies named like offices": (
        "建设食堂。（责任单位：市机关事务管理处、市委办公室、青山县公路管理处、市政府研究室）",
        [
            ("市机关事务管理处", R),
            ("市委办公室", R),
            ("青山县公路管理处", R),
            ("市政府研究室", R),
        ],
    ),
    "one agency in two roles": (
        "建设食堂。(市民政局牵头,市民政局、市财政局配合)",
        [("市民政局", L), ("市民政局", S), ("市财政局", S)],
    ),
}


def named(text):
    view = View.of(text)
    found = find_statements(view, 0, len(view.text), CODEBOOK)
    return [(view.ink[a.start : a.end], a.role) for s in found for a in s.agencies]


FORMS |= {
    "what is led by 由": (
        "（以上任务由市民政局牵头）",
        [("市民政局", "lead")],
    ),
    "a role in brackets of its own": (
        "建设食堂。（市民政局〔牵头〕、市财政局）",
        [("市民政局", "lead"), ("市财政局", "responsible")],
    ),
    "a person before the label": (
        "建设食堂。（责任人：张三；责任单位：市民政局）",
        [("市民政局", "responsible")],
    ),
    "a telephone before the label": (
        "建设食堂。（电话：12345；责任单位：市民政局、市财政局）",
        [("市民政局", "responsible"), ("市财政局", "responsible")],
    ),
    "in charge of the whole": (
        "建设食堂。（市民政局牵头抓总，市财政局予以支持）",
        [("市民政局", "lead"), ("市财政局", "support")],
    ),
    "roles that a noun gives": (
        "建设食堂。（市商务局为牵头单位，市财政局、市教育局作为配合单位）",
        [("市商务局", L), ("市财政局", S), ("市教育局", S)],
    ),
    "what each answers for": (
        "建设食堂。（市商务局负责统筹指导，各区政府负责组织实施）",
        [("市商务局", R), ("各区政府", R)],
    ),
    "the others": (
        "建设食堂。（第一责任单位：市商务局；其他责任单位：市教育局）",
        [("市商务局", L), ("市教育局", R)],
    ),
    "what each answers for, with its object": (
        "建设食堂。（市商务局负责选址，各区政府负责建设，市财政局负责资金保障）",
        [("市商务局", R), ("各区政府", R), ("市财政局", R)],
    ),
    "a label turned round": (
        "建设食堂。（牵头市级部门：市商务局；责任县区：各县区）",
        [("市商务局", L), ("各县区", R)],
    ),
    "a noun in brackets of its own": (
        "建设食堂。（责任部门：市商务局（牵头单位）、市教育局（配合部门）、市财政局）",
        [("市商务局", L), ("市教育局", S), ("市财政局", R)],
    ),
    "labels in brackets of their own": (
        "建设食堂。【牵头单位】市商务局、市教育局。【配合单位】市财政局",
        [("市商务局", L), ("市教育局", L), ("市财政局", S)],
    ),
    "labels as words of a sentence": (
        "建设食堂。本项任务牵头单位为市商务局，配合单位为市财政局。",
        [("市商务局", L), ("市财政局", S)],
    ),
    "a division of work": (
        "建设食堂。任务分工：市商务局牵头，市财政局配合。",
        [("市商务局", L), ("市财政局", S)],
    ),
    "a name on each line": (
        "建设食堂。\n责任单位：\n市商务局\n市财政局\n要按时报送。",
        [("市商务局", R), ("市财政局", R)],
    ),
    "party and government, departments and units": (
        "建设食堂。（市商务局牵头，各县（市、区）党委、政府和各有关部门、单位负责）",
        [("市商务局", L), ("各县（市、区）党委、政府", R), ("各有关部门、单位", R)],
    ),
    "a label tells more than a verb": (
        "建设食堂。（牵头单位：市商务局、市教育局按职责分工负责）",
        [("市商务局", L), ("市教育局", L)],
    ),
    "colleges of the place": (
        "建设食堂。（市商务局，驻市高校、职业院校）",
        [("市商务局", R), ("驻市高校", R), ("职业院校", R)],
    ),
    "a verb beside a name": (
        "建设食堂。（责任单位：市商务局（市外办牵头）、市财政局）",
        [("市商务局（市外办牵头）", R), ("市财政局", R)],
    ),
    "a time limit in a sentence of its own": (
        "建设食堂。（责任单位：市商务局、市财政局。2026年底前完成并长期坚持）",
        [("市商务局", R), ("市财政局", R)],
    ),
    "guided by": (
        "建设食堂。（各区政府负责，市商务局督促指导，长期坚持）",
        [("各区政府", R), ("市商务局", R)],
    ),
    "who answers for the whole": (
        "建设食堂。（市商务局负总责，市财政局配合）",
        [("市商务局", R), ("市财政局", S)],
    ),
    "a person in office": (
        "建设食堂。（分管副县长牵头，县商务局、县财政局局长、县教育局负责）",
        [("县商务局", R), ("县教育局", R)],
    ),
    "towns and streets in one word": (
        "建设食堂。（市民政局、各镇街）",
        [("市民政局", "responsible"), ("各镇街", "responsible")],
    ),
}


@pytest.mark.parametrize(("text", "expected"), FORMS.values(), ids=FORMS)
def test_forms_of_statements(text, expected):
    assert named(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "公办机构（含供养机构、福利机构）对社会开放。",
        "按规定（国办发〔2019〕5号）执行。",
        "优先满足（六十五岁以上老年人）需要。",
        "由市民政局牵头推进，市财政局配合。",
        "推进评估（老年人自己负责）工作",
        "（市民政局牵头推进的项目）",
        "（责任处室：养老服务处）",
        "（责任科室：社会事务科、会计科）",
        "（养老服务处负责）",
        "建设食堂。（市商务局负责认定的企业，市财政局负责补贴的企业）",
        "建设食堂（市商务局负责选址，市财政局负责资金保障）的经验。",
        "建设食堂。食堂的责任主体是经营者。",
        "建设食堂。【实施主体】",
        "建设食堂。（不含市属医院）",
        "建设食堂。（包括市民政局）",
        "建设食堂。（除市民政局）",
        "建设食堂。（见市民政局）",
        "开展服务（由家属配合\n护理人员照料",
    ],
)
def test_running_text_names_nobody(text):
    assert named(text) == []


def test_a_time_limit_beside_the_agencies_is_kept():
    view = View.of("建设食堂。(责任单位:市民政局;完成时限:2023 年11 月)")
    (statement,) = find_statements(view, 0, len(view.text), CODEBOOK)
    assert view.text[slice(*statement.deadline)] == "2023年11月"
    assert [view.text[a.start : a.end] for a in statement.agencies] == ["市民政局"]


@pytest.mark.parametrize(
    ("printed", "due"),
    [
        ("市民政局牵头;市财政局、市商务局负责,2023年3月底前完成", "2023年3月底前"),
        ("责任单位:市民政局,2024年底前", "2024年底前"),
        ("市民政局负责，持续推进", "持续推进"),
    ],
)
def test_a_time_limit_behind_the_agencies_is_kept(printed, due):
    view = View.of(f"建设食堂。（{printed}）")
    (statement,) = find_statements(view, 0, len(view.text), CODEBOOK)
    assert view.ink[slice(*statement.deadline)] == due
    names = [view.ink[a.start : a.end] for a in statement.agencies]
    assert names[0] == "市民政局" and due not in names


def test_a_labelled_line_that_the_page_broke_within_a_name_goes_on():
    text = (
        "各地要按照本方案的要求把建设社区老年食堂的工作\n做实做细，年底前完成选址并报市民政局备案，逾期\n"
        "责任单位：市民政局、市财政局、市自然资源和规划\n局、市商务局\n第二天起开始施工。\n"
    )
    assert named(text) == [
        ("市民政局", R),
        ("市财政局", R),
        ("市自然资源和规划局", R),
        ("市商务局", R),
    ]


def test_several_statements_in_one_item():
    text = "建平台（省民政厅牵头）。建食堂（省商务厅牵头，省财政厅配合）。"
    assert named(text) == [("省民政厅", L), ("省商务厅", L), ("省财政厅", S)]


def test_names_that_hold_the_joining_word_stay_whole():
    text = "市人力资源和社会保障局、市住房和城乡建设局"
    assert [text[a:b] for a, b in split_agencies(text, 0, len(text))] == text.split("、")


@pytest.mark.parametrize(
    ("body", "rows"),
    [
        ("服务人次增长1.5倍。（主办单位：市民政局；协办单位：市财政局）", ["市民政局", "市财政局"]),
        ("推进助餐。（承办单位：市民政局）", ["市民政局"]),
        ("推进助餐。（责任单位：市民政局）\n主办单位：某网站", ["市民政局"]),
    ],
)
def test_the_last_statement_is_no_furniture_of_the_page(body, rows):
    corpus = parse(f"方案\n一、主要任务\n（一）建设食堂。推进建设。\n（二）发展助餐。{body}\n")
    assert list(corpus.responsibilities.agency) == rows
    assert list(corpus.targets.value) == ([1.5] if "1.5" in body else [])
