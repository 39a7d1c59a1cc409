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
    assert unexplained.to_dict("records") == []
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
