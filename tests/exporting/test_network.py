"""The network has every responsibility as an edge, and is XML whatever the names hold."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

from policytasks.exporting import export
from policytasks.schema import TABLES
from policytasks.tables import to_arrow

NAMESPACE = {"g": "http://graphml.graphdrawing.org/xmlns"}


def graph(path: Path) -> ElementTree.Element:
    root = ElementTree.parse(path).getroot()
    keys = {key.get("id"): key.get("attr.name") for key in root.findall("g:key", NAMESPACE)}
    found = root.find("g:graph", NAMESPACE)
    for data in root.iter(f"{{{NAMESPACE['g']}}}data"):
        assert data.get("key") in keys
    return found


def told(element: ElementTree.Element) -> dict[str, str]:
    return {
        data.get("key").partition("_")[2]: data.text
        for data in element.findall("g:data", NAMESPACE)
    }


def test_every_responsibility_is_an_edge_between_two_nodes(tables, tmp_path):
    export(tables, tmp_path / "network.graphml")
    network = graph(tmp_path / "network.graphml")
    nodes = {node.get("id"): told(node) for node in network.findall("g:node", NAMESPACE)}
    edges = network.findall("g:edge", NAMESPACE)
    rows = tables["responsibilities"].to_pylist()
    assert [(edge.get("source"), edge.get("target"), told(edge)["role"]) for edge in edges] == [
        (row["agency_id"], row["task_id"], row["role"]) for row in rows
    ]
    assert {edge.get("source") for edge in edges} | {edge.get("target") for edge in edges} == (
        set(nodes)
    )
    assert len({edge.get("id") for edge in edges}) == len(edges)
    assert nodes["civil_affairs"]["label_en"] == "Civil affairs"
    assert Counter(node["mode"] for node in nodes.values()) == {
        "department": len({row["agency_id"] for row in rows}),
        "task": len({row["task_id"] for row in rows}),
    }


def test_nodes_and_edges_stand_beside_as_csv(tables, tmp_path):
    report = export(tables, tmp_path / "network.graphml")
    assert [path.name for path in report.files] == [
        "network.graphml",
        "network-nodes.csv",
        "network-edges.csv",
    ]
    with (tmp_path / "network-edges.csv").open(encoding="utf-8-sig") as file:
        edges = list(csv.DictReader(file))
    with (tmp_path / "network-nodes.csv").open(encoding="utf-8-sig") as file:
        nodes = {row["id"]: row for row in csv.DictReader(file)}
    assert len(edges) == tables["responsibilities"].num_rows
    assert {nodes[edge["source"]]["mode"] for edge in edges} == {"department"}
    assert {nodes[edge["target"]]["mode"] for edge in edges} == {"task"}


def test_agency_without_a_function_and_names_that_are_no_xml(tables, tmp_path):
    columns = tables["responsibilities"].slice(0, 1).to_pydict()
    columns |= {"agency": ['<b>&"局\x00'], "agency_id": [None]}
    changed = tables | {
        "responsibilities": to_arrow(TABLES["responsibilities"], columns),
    }
    export(changed, tmp_path / "network.graphml")
    department = graph(tmp_path / "network.graphml").findall("g:node", NAMESPACE)[0]
    assert department.get("id") == 'agency:<b>&"局\ufffd'
    assert told(department)["label"] == '<b>&"局\ufffd'
