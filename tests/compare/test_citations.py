"""The graph of citations: plans that cite one another, and what only is cited."""

from __future__ import annotations

import pandas as pd
import pytest

from policytasks.compare import citation_graph

DOCUMENTS = pd.DataFrame(
    {
        "document_id": ["province", "city", "alone"],
        "place_zh": ["吉林省", "长春市", "四平市"],
        "level": ["province", "prefecture", "prefecture"],
        "number": ["吉政发〔2020〕7号", None, None],
        "title": [
            "吉林省人民政府关于印发《吉林省助餐行动方案》的通知",
            "长春市助餐行动方案",
            None,
        ],
        "issued": pd.to_datetime(["2020-03-01", "2021-05-01", None]),
    }
)


def graph_of(*rows: tuple[str, str | None, str | None, str]):
    columns = ["document_id", "cited_title", "cited_number", "relation"]
    frame = pd.DataFrame(rows, columns=columns)
    frame["citation_id"] = [f"{row[0]}:c{number}" for number, row in enumerate(rows, 1)]
    return citation_graph(frame.assign(quote=frame["cited_title"]), DOCUMENTS)


def cited(*rows):
    """Return source and target of every edge."""
    return list(graph_of(*rows).edges[["source", "target"]].itertuples(index=False, name=None))


@pytest.mark.parametrize(
    ("title", "number"),
    [
        ("别的说法", "吉政发[2020]7号"),
        ("关于印发〈吉林省助餐行动方案〉的通知", "吉政发（2020）7号"),
        ("吉林省助餐行动方案", None),
        ("吉林省人民政府关于印发《吉林省助餐行动方案》的通知", None),
    ],
)
def test_a_city_cites_its_provinces_plan_by_number_or_title(title, number):
    assert cited(("city", title, number, "basis")) == [("city", "province")]


def test_one_name_of_two_places_is_no_plan_of_the_table():
    assert cited(("alone", "助餐行动方案", None, "basis")) == [("alone", "助餐行动方案")]
    assert cited(("alone", "白城市助餐行动方案", None, "basis")) == [
        ("alone", "白城市助餐行动方案")
    ]


def test_what_two_plans_cite_is_one_document():
    graph = graph_of(
        ("city", "国务院办公厅关于发展银发经济的意见", "国办发〔2024〕1号", "basis"),
        ("alone", "国务院办公厅关于发展银发经济的意见", None, "mention"),
        ("alone", "国务院办公厅关于发展银发经济的意见", "国办发[2024]1号", "basis"),
        ("alone", "国务院办公厅关于发展银发经济的意见", "国办发〔2013〕35号", "mention"),
    )
    edges = graph.edges.set_index(["source", "target"])
    both = edges.loc[("alone", "国办发〔2024〕1号")]
    assert (both["relation"], both["count"]) == ("basis", 2)
    assert both["citation_ids"] == ("alone:c2", "alone:c3")
    nodes = graph.nodes.set_index("node_id")
    assert nodes.loc["国办发〔2024〕1号", ["year", "level", "cited_by"]].tolist() == [
        2024,
        "national",
        2,
    ]
    assert nodes.loc["国办发〔2013〕35号", "cited_by"] == 1


def test_plans_come_first_also_those_that_cite_nothing_and_annexes_are_no_edge():
    graph = graph_of(
        ("city", "长春市助餐行动方案", None, "enclosure"),
        ("city", "长春市助餐行动方案", None, "mention"),
        ("city", "老年人权益保障法", None, "basis"),
    )
    assert graph.nodes["node_id"].tolist() == ["province", "city", "alone", "老年人权益保障法"]
    assert graph.nodes["in_table"].tolist() == [True, True, True, False]
    assert graph.nodes["year"].tolist()[:2] == [2020, 2021]
    assert graph.edges["target"].tolist() == ["老年人权益保障法"]


@pytest.mark.parametrize(
    ("title", "number", "level", "year"),
    [
        ("老年人权益保障法", None, "national", None),
        ("民政部、财政部关于开展改革试点的通知", "民函〔2020〕13号", "national", 2020),
        ("养老机构服务安全基本规范", "GB38600—2019", "national", 2019),
        ("关于促进服务消费的意见", "鲁政办字〔2023〕7号", "province", 2023),
        ("中共吉林省委组织部、吉林省民政厅关于老年教育的意见", None, "province", None),
        ("关于促进服务消费的意见", "吉市政办发〔2017〕48号", None, 2017),
        ("关于促进服务消费的意见", "宁政发〔2017〕48号", None, 2017),
        ("铜川市人民政府关于助餐的意见", "铜政发〔2019〕8号", "prefecture", 2019),
        ("济宁市任城区助餐方案", None, "county", None),
    ],
)
def test_level_and_year_are_told_by_title_and_number_or_missing(title, number, level, year):
    node = graph_of(("city", title, number, "basis")).nodes.iloc[-1]
    assert (node["level"] if pd.notna(node["level"]) else None) == level
    assert (node["year"] if pd.notna(node["year"]) else None) == year


def test_no_citation_leaves_the_plans_alone():
    graph = graph_of()
    assert len(graph.nodes) == 3
    assert graph.edges.empty
