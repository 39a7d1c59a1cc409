"""Which documents a plan names, and how they stand to it; near misses give nothing."""

from __future__ import annotations

import pytest

from policytasks.reading.citations import find_citations
from policytasks.reading.view import View


def cited(text: str) -> list[tuple[str, str | None, str]]:
    rows = find_citations(View.of(text))
    for row in rows:
        assert "".join(text[row.span.start : row.span.end].split()) == row.quote
    return [(row.cited_title, row.cited_number, row.relation) for row in rows]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "根据《关于发展助餐的意见》（东政发〔2020〕7号）要求，制定本方案。",
            [("关于发展助餐的意见", "东政发〔2020〕7号", "basis")],
        ),
        (
            "为贯彻落实省政府《助餐意见》（东政发〔2020〕7号）和市政府《助餐规划》精神，",
            [("助餐意见", "东政发〔2020〕7号", "basis"), ("助餐规划", None, "basis")],
        ),
        ("按照《关于印发〈助餐办法〉的通知》执行", [("关于印发〈助餐办法〉的通知", None, "basis")]),
        ("依据《老年人\n权益保障法》，", [("老年人权益保障法", None, "basis")]),
        (
            "《清河市助餐方案》已经市政府同意，现印发给你们。",
            [("清河市助餐方案", None, "enclosure")],
        ),
        ("现将《清河市助餐方案》转发给你们", [("清河市助餐方案", None, "enclosure")]),
        ("清河市关于印发《助餐方案》的通知", [("助餐方案", None, "enclosure")]),
        ("附件：助餐任务清单\n", [("助餐任务清单", None, "enclosure")]),
        (
            "附件：1. 助餐任务清单\n      2．《成员名单》\n清河市民政局",
            [("助餐任务清单", None, "enclosure"), ("成员名单", None, "enclosure")],
        ),
        (
            "确保《机构服务规范》（GB/T 1234—2017）达标率100%",
            [("机构服务规范", "GB/T1234—2017", "mention")],
        ),
        ("符合《职称评审标准》要求的", [("职称评审标准", None, "mention")]),
        (
            "附件1：助餐任务清单\n附件2：助餐指标分解表\n",
            [("助餐任务清单", None, "enclosure"), ("助餐指标分解表", None, "enclosure")],
        ),
        (
            "附件: 1.助餐任务清单 2.成员名单；3.指标表\n",
            [
                ("助餐任务清单", None, "enclosure"),
                ("成员名单", None, "enclosure"),
                ("指标表", None, "enclosure"),
            ],
        ),
        ("附件：助餐标准2.0版\n", [("助餐标准2.0版", None, "enclosure")]),
        ("附件1\n助餐任务清单\n", []),
        (
            "根据《关于深化助餐的实施意见》（以下简称《实施意见》）要求，执行《实施意见》。",
            [("关于深化助餐的实施意见", None, "basis")],
        ),
        # What does not exist yet, and what is no document.
        ("制定出台《清河市养老服务促进条例》。", []),
        ("研究形成《清河市助餐管理办法》", []),
        ("签订《国有土地出让合同》", []),
        ("创作《夕阳红》歌曲", []),
        ("见附件：第3页。后文继续写下去，", []),
        ("相关附件：二维码", []),
        ("《没有闭合的书名号，根据要求执行", []),
    ],
)
def test_citations(text, expected):
    assert cited(text) == expected


def test_each_document_is_named_once_where_its_relation_shows_best():
    text = "参见《助餐意见》的做法。\n根据《助餐意见》（东政发〔2020〕7号），\n附则见《助餐意见》。"
    assert cited(text) == [("助餐意见", "东政发〔2020〕7号", "basis")]


def test_a_bracket_left_open_hides_no_title_behind_it():
    text = "《" + "养老" * 120 + "。根据《助餐意见》执行"
    assert cited(text) == [("助餐意见", None, "basis")]
