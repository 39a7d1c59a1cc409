"""What was not understood is shown, with its place in the text, and nothing else is."""

import json
from datetime import date
from pathlib import Path

import pytest

import policytasks as pt
from policytasks.codebook import load_codebook
from policytasks.errors import PolicyTasksError

ROOT = Path(__file__).parents[1]

PLAN = """清河市人民政府办公室关于印发养老方案的通知
清政办发〔2023〕5号

现将方案印发给你们，共3项重点任务。

一、主要任务
（一）建设食堂。新建食堂20个，覆盖70周岁以上老年人。（市民政局牵头，市云中局配合）
（二）改造机构。依据15分钟生活圈改造。（责任单位：市财政局）
附带说明一个没有归类的句子。
（四）安装热线。开通12345热线。（市民政局、市财政局配合）

清河市人民政府办公室
2023年3月1日
"""


@pytest.fixture(scope="module")
def audit():
    corpus = pt.parse(
        PLAN, "qinghe", issued=date(2023, 3, 1), codebook=load_codebook(ROOT / "data" / "codebook")
    )
    return corpus.audit()


def rows(audit, kind):
    found = audit.findings
    return found[found["finding"] == kind]


def test_offsets_lead_to_the_words(audit):
    for row in audit.findings.itertuples():
        words = "".join(PLAN[row.start : row.end].split())
        assert words.startswith(row.quote.rstrip("…"))


def test_numbers_that_no_target_took_have_their_reasons(audit):
    numbers = rows(audit, "number").set_index("quote")
    assert numbers.loc["70周岁", "reason"] == "says who is eligible"
    assert numbers.loc["15分钟", "reason"] == "is a term or a duration"
    assert numbers.loc["12345", "reason"] == "no rule reads it"
    assert not numbers.loc["12345", "explained"]
    assert "20个" not in numbers.index


def test_text_outside_the_units_is_named_or_unexplained(audit):
    outside = rows(audit, "outside")
    assert outside.iloc[0]["reason"].startswith("title, notice")
    assert outside.iloc[-1]["reason"].startswith("signature")
    unknown = outside[outside["reason"] == "unknown"]
    assert list(unknown["quote"]) == ["附带说明一个没有归类的句子。"]
    assert not unknown["explained"].any()


def test_agencies_leads_gaps_and_declared_counts(audit):
    assert list(rows(audit, "agency")["quote"]) == ["市云中局"]
    assert list(rows(audit, "no_lead")["reason"]) == [
        "prints responsible agencies without a lead",
        "prints supporting agencies only",
    ]
    assert list(rows(audit, "gap")["reason"]) == ["the numbering lacks 3 before 4"]
    assert list(rows(audit, "declared")["reason"]) == ["declares 3; found 3 tasks in 1 sections"]
    assert rows(audit, "declared")["explained"].all()


def test_the_counts_agree_with_the_findings(audit):
    (counts,) = audit.documents.to_dict("records")
    assert counts["units"] == 3
    assert counts["numbers_left"] == len(rows(audit, "number"))
    assert counts["agencies_without_function"] == 1
    assert counts["unexplained"] == (~audit.findings["explained"]).sum()
    outside = sum(
        len("".join(PLAN[row.start : row.end].split()))
        for row in rows(audit, "outside").itertuples()
    )
    assert counts["in_units"] + outside == counts["characters"] == len("".join(PLAN.split()))


def test_json_holds_the_same_rows(audit):
    read = json.loads(audit.to_json())
    assert len(read["findings"]) == len(audit.findings)
    assert read["documents"][0]["document_id"] == "qinghe"


def test_html_is_escaped():
    corpus = pt.parse("一、任务\n（一）<script>alert(1)</script>建设。开通12345热线。", "x")
    page = corpus.audit()._repr_html_()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page


def test_a_text_without_units_is_all_outside():
    corpus = pt.parse("为推进养老服务，各部门要认真落实。", "x")
    (counts,) = corpus.audit().documents.to_dict("records")
    assert (counts["units"], counts["in_units"]) == (0, 0)


def test_on_the_five_documents_everything_left_over_is_explained():
    audit = pt.load(ROOT / "data" / "tables").audit()
    unexplained = audit.findings[~audit.findings["explained"]]
    # One of them names an annex that was not published with it.
    assert list(unexplained["finding"]) == ["annex"]
    assert list(unexplained["quote"]) == ["健康养老幸福工程任务清单"]
    assert (audit.documents["doubts"] == 0).all()
    assert (audit.documents["share_in_units"] > 0.8).all()
    # Every unit acts on a theme, but for those whose words name none.
    assert (audit.documents["units_without_theme"] <= 2).all()


def test_an_unknown_document_is_named():
    with pytest.raises(PolicyTasksError, match="there is no document 'nowhere'"):
        pt.load(ROOT / "data" / "tables").audit(["nowhere"])


def test_the_background_of_a_plan_is_named_as_such():
    text = "某市规划\n第一章 总则\n坚持公平。\n第二章 规划背景\n现有机构30家。\n第三章 主要任务\n第一节 食堂\n建食堂20个。\n"
    outside = rows(pt.parse(text).audit(), "outside").set_index("reason")["quote"]
    assert outside["background of the plan"].startswith("第二章规划背景现有机构30家")


# --- each kind of finding: texts that show it, and texts that only come near -----------

SECTIONS = (
    "一、总体要求\n服务不断完善。\n二、主要任务\n{tasks}三、保障措施\n（一）加强领导。成立专班。\n"
)
TASKS = (
    "（一）建设食堂。新建食堂。（责任单位：市民政局）\n"
    "（二）增加床位。增加床位。（责任单位：市民政局）\n"
    "（三）培训人员。培训人员。（责任单位：市民政局）\n"
)
PLAN_OF_THREE = SECTIONS.format(tasks=TASKS)
LONG = "推进服务体系建设，" * 120


def findings_of(text, kind):
    found = rows(pt.parse(text).audit(), kind)
    return list(zip(found["reason"], found["explained"], strict=True))


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            PLAN_OF_THREE.replace("服务不断完善。", "服务不断完善。（责任单位：市民政局）"),
            "a statement of responsibility stands in an objective",
        ),
        (
            PLAN_OF_THREE.replace("服务不断完善。", "（一）基本原则。坚持公平。（市民政局负责）"),
            "a statement of responsibility stands in a principle",
        ),
        (
            PLAN_OF_THREE.replace("增加床位。（", f"{LONG}增加。（"),
            "has 1083 characters, its siblings 5",
        ),
        (
            PLAN_OF_THREE.replace("二、主要任务\n", ""),
            "the heading 2 of style chinese is lacking before this",
        ),
        (
            PLAN_OF_THREE.replace("三、保障措施\n", ""),
            "the heading 3 of style chinese is lacking before this",
        ),
    ],
)
def test_signs_of_a_wrong_outline_are_in_the_first_line(text, reason):
    audit = pt.parse(text, "plan").audit()
    assert reason in list(rows(audit, "outline")["reason"])
    assert repr(audit).startswith("! plan: the outline looks wrong")
    assert audit.documents["doubts"].item() >= 1


@pytest.mark.parametrize(
    ("sentence", "number"),
    [
        ("新建一批（二）增加床位改造一批", 2),
        ("新建一批。（九）增加床位。", 9),
        ("做好服务(三)加强监管", 3),
    ],
)
def test_an_ordinal_that_no_item_opens_with_is_told_in_the_first_line(sentence, number):
    audit = pt.parse(f"一、主要任务（一）建设食堂。{sentence}", "plan").audit()
    reason = f"the text of item 1 holds an item {number}"
    assert reason in list(rows(audit, "outline")["reason"])
    assert repr(audit).startswith("! plan: the outline looks wrong")


@pytest.mark.parametrize(
    "sentence",
    [
        "按照第（二）项办理。",
        "见（二）项。",
        "落实（一）、（二）、（三）类清单。",
        "第（一）至（三）项除外。",
        "达标率（三）级以上。",
        "依照（四）的规定执行。",
    ],
)
def test_references_to_other_items_are_none(sentence):
    text = f"一、主要任务\n（一）建设食堂。{sentence}\n（二）增加床位。改造床位。\n"
    assert "holds an item" not in repr(pt.parse(text, "plan").audit())


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (PLAN_OF_THREE.replace("（三）", "（四）"), "the numbering lacks 3 before 4"),
        (PLAN_OF_THREE.replace("三、", "四、"), "the numbering lacks 3 before 4"),
        (
            PLAN_OF_THREE.replace("服务不断完善。", f"{LONG}完善。"),
            "has 1083 characters, its siblings 5",
        ),
        (
            PLAN_OF_THREE.replace("二、", "某县情况介绍。" * 90 + "\n二、").replace(
                "善。\n", "善。\n附件\n"
            ),
            "729 characters in a row belong to no unit",
        ),
    ],
)
def test_missing_numbers_and_pages_are_told_in_the_first_line_too(text, reason):
    audit = pt.parse(text, "plan").audit()
    assert reason in [*rows(audit, "outline")["reason"], *rows(audit, "gap")["reason"]]
    assert repr(audit).startswith("! plan: the outline looks wrong")


@pytest.mark.parametrize(
    "text",
    [
        PLAN_OF_THREE,
        PLAN_OF_THREE.replace("增加床位。（", "增加床位，" * 20 + "（"),
        PLAN_OF_THREE.replace("（责任单位：市民政局）", ""),
        PLAN_OF_THREE.replace("服务不断完善。", "落实各级责任，完善单位负责机制。"),
    ],
)
def test_an_outline_in_order_is_not_doubted(text):
    audit = pt.parse(text, "plan").audit()
    assert audit.documents["doubts"].item() == 0
    assert repr(audit).startswith("plan: ")


@pytest.mark.parametrize(
    ("old", "new", "reasons"),
    [
        ("（三）", "（四）", ["the numbering lacks 3 before 4"]),
        ("（二）", "（一）", ["the number 1 is printed twice in a row"]),
        ("（三）", "（二）", ["the number 2 is printed twice in a row"]),
        ("三、", "四、", ["the numbering lacks 3 before 4"]),
        ("三、", "二、", ["the number 2 is printed twice in a row"]),
        ("（三）", "（三）", []),
        ("（三）", "（六）", ["the numbering lacks 3, 4, 5 before 6"]),
    ],
)
def test_gaps_and_repetitions(old, new, reasons):
    found = findings_of(PLAN_OF_THREE.replace(old, new), "gap")
    assert [reason for reason, _ in found if "lacks 2" not in reason] == reasons
    assert not any(explained for _, explained in found)


@pytest.mark.parametrize(
    "behind",
    [
        "附件：重点任务清单\n",
        "附件：1.重点任务清单\n2.人员名单\n",
        "附件：《重点任务清单》\n",
    ],
)
def test_an_annex_that_is_announced_and_lacking_is_never_explained(behind):
    found = findings_of(PLAN_OF_THREE + behind, "annex")
    assert found and not any(explained for _, explained in found)


@pytest.mark.parametrize(
    "behind",
    [
        "",
        "附件：领导小组名单\n\n附件\n领导小组名单\n组长：某某\n副组长：某某\n",
        "附件：1.领导小组名单\n\n附件1\n领导小组名单\n组长：某某\n成员：某某\n",
        "本方案附件与正文具有同等效力。\n",
    ],
)
def test_an_annex_that_is_there_or_not_announced_is_no_finding(behind):
    assert findings_of(PLAN_OF_THREE + behind, "annex") == []


@pytest.mark.parametrize("ordinal", ["二.", "二、", "第二部分 ", "㈡", "（二）", "〔二〕"])
def test_headings_that_the_outline_holds_are_known(ordinal):
    first = ordinal.replace("二", "一").replace("㈡", "㈠")
    text = f"{first}主要任务\n1.建食堂。建好食堂。\n2.建床位。建好床位。\n{ordinal}保障措施\n1.加强领导。成立专班。\n"
    parsed = pt.parse(text)
    assert list(parsed.tasks["kind"]) == ["task", "task", "safeguard"]
    assert not (rows(parsed.audit(), "outside")["reason"] == "unknown").any()


def test_words_of_a_statement_that_name_no_agency_are_reported():
    words = "由专门成立的若干支常年在外的服务队伍分头包干到底"
    text = PLAN_OF_THREE.replace("市民政局）", f"市民政局，{words}）", 1)
    found = rows(pt.parse(text).audit(), "unread")
    named = pt.parse(text).responsibilities
    assert len(found) == 1 or named["agency"].str.contains("服务队伍").any()


def test_a_row_that_lacks_cells_is_named():
    table = "序号\t任务\t牵头单位\t完成时限\n1\t建食堂20个\t市民政局\t2025年\n2\t建床位30张\t市民政局\n3\t培训40人\t市民政局\t2025年\n"
    assert [reason for reason, _ in findings_of(table, "row")] == [
        "the row has 3 cells, its table 4"
    ]
    assert findings_of(table.replace("30张\t市民政局\n", "30张\t市民政局\t2025年\n"), "row") == []


def test_a_sentence_in_the_place_of_a_heading_is_named():
    sentence = "围绕全市养老服务中存在的突出问题和薄弱环节，" * 3
    text = PLAN_OF_THREE.replace("主要任务\n", f"{sentence}着力完成以下主要任务\n")
    assert [reason for reason, _ in findings_of(text, "heading")] == [
        "a sentence stands where a heading should"
    ]
    assert findings_of(PLAN_OF_THREE, "heading") == []


@pytest.mark.parametrize(
    ("title", "is_sentence"),
    [
        ("各街道要摸清独居老人底数，建立台账，明确探访人员，每周探访一次", True),
        ("实施“食堂+配送”行动，建设助餐网络", False),
        ("建设食堂", False),
    ],
)
def test_a_title_that_is_a_sentence_is_named(title, is_sentence):
    text = PLAN_OF_THREE.replace("建设食堂。", f"{title}。")
    found = [reason for reason, _ in findings_of(text, "heading")]
    assert found == ([f"a sentence is taken for a title: {title}"] if is_sentence else [])


@pytest.mark.parametrize("reference", ["任务分工见附件。", "（详见附件2）", "具体指标参见附表1。"])
def test_a_reference_to_an_annex_that_is_not_there(reference):
    text = PLAN_OF_THREE.replace("成立专班。", f"成立专班。{reference}")
    assert len(findings_of(text, "annex")) == 1
    assert findings_of(text + "附件\n名单\n组长：某某\n", "annex") == []


def test_a_text_that_is_mostly_left_out_is_named():
    text = "养老服务情况介绍，" * 100 + "\n" + PLAN_OF_THREE
    assert any(
        "of the text belongs to no unit" in reason for reason, _ in findings_of(text, "outline")
    )
