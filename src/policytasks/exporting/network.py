"""The network of departments and tasks, for programs that draw and measure networks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyarrow as pa

from policytasks.codebook import Codebook
from policytasks.exporting.delimited import write_csv
from policytasks.exporting.readable import names_by_id
from policytasks.exporting.report import ExportReport, Guarded

__all__ = ["write_network"]

_NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
_NODE = ("mode", "label", "label_en", "label_zh", "document_id", "place_id", "kind")
_EDGE = ("role", "agency", "level", "basis")

# Signs that XML has no way to write.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

_Line = dict[str, Any]


def write_network(tables: Mapping[str, pa.Table], path: Path, codebook: Codebook) -> ExportReport:
    """Write who answers for what as a two-mode network.

    A node is a task that names somebody, or a department: its function, or its name as
    written where the codebook has no function for it. An edge is a row of
    `responsibilities`, from the department to the task, so that several may join the two.
    Beside the GraphML stand the same nodes and edges as CSV.
    """
    nodes, edges = _nodes_and_edges(tables, codebook)
    _graphml(nodes, edges).write(path, encoding="utf-8", xml_declaration=True)
    files = [path]
    guarded: list[Guarded] = []
    for name, lines, columns in (
        ("nodes", nodes, ("id", *_NODE)),
        ("edges", edges, ("source", "target", *_EDGE)),
    ):
        file = path.with_name(f"{path.stem}-{name}.csv")
        table = {column: pa.array([line[column] for line in lines]) for column in columns}
        guarded += [(name, *cell) for cell in write_csv(pa.table(table), file)]
        files.append(file)
    return ExportReport(tuple(files), guarded=tuple(guarded))


def _nodes_and_edges(
    tables: Mapping[str, pa.Table], codebook: Codebook
) -> tuple[list[_Line], list[_Line]]:
    names = names_by_id(tables, codebook)["agency"]
    departments: dict[str, _Line] = {}
    edges = []
    for row in tables["responsibilities"].to_pylist():
        agency_id = row["agency_id"]
        # An id has no colon, so that it is no name as written.
        node = agency_id or f"agency:{row['agency']}"
        departments[node] = _node(
            node,
            mode="department",
            label=names["zh"].get(agency_id) or row["agency"],
            label_en=names["en"].get(agency_id),
            label_zh=names["zh"].get(agency_id) or row["agency"],
        )
        edges.append(
            {"source": node, "target": row["task_id"], **{name: row[name] for name in _EDGE}}
        )
    named = {edge["target"] for edge in edges}
    tasks = [
        _node(
            row["task_id"],
            mode="task",
            label=row["title"] or row["task_id"],
            **{name: row[name] for name in ("document_id", "place_id", "kind")},
        )
        for row in tables["tasks"].to_pylist()
        if row["task_id"] in named
    ]
    return [*departments.values(), *tasks], edges


def _node(id: str, **told: Any) -> _Line:
    return {"id": id, **dict.fromkeys(_NODE), **told}


def _graphml(nodes: list[_Line], edges: list[_Line]) -> ElementTree.ElementTree:
    root = ElementTree.Element("graphml", xmlns=_NAMESPACE)
    for group, names in (("node", _NODE), ("edge", _EDGE)):
        for name in names:
            key = {"id": f"{group}_{name}", "for": group, "attr.name": name, "attr.type": "string"}
            ElementTree.SubElement(root, "key", key)
    graph = ElementTree.SubElement(root, "graph", id="responsibility", edgedefault="directed")
    for line in nodes:
        node = ElementTree.SubElement(graph, "node", id=_xml(line["id"]))
        node.extend(_told("node", line, _NODE))
    for number, line in enumerate(edges):
        ends = {end: _xml(line[end]) for end in ("source", "target")}
        edge = ElementTree.SubElement(graph, "edge", {"id": f"e{number}", **ends})
        edge.extend(_told("edge", line, _EDGE))
    ElementTree.indent(root)
    return ElementTree.ElementTree(root)


def _told(group: str, line: _Line, names: tuple[str, ...]) -> Iterator[ElementTree.Element]:
    for name in names:
        if line[name] is not None:
            data = ElementTree.Element("data", key=f"{group}_{name}")
            data.text = _xml(line[name])
            yield data


def _xml(text: str) -> str:
    """Return a text with what XML cannot hold replaced.

    >>> _xml("市民政局\\x00")
    '市民政局\ufffd'
    """
    return _NOT_IN_XML.sub("\ufffd", text)
