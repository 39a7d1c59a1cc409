"""Which plans rest on which: the documents that plans cite, as a graph ready to draw."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import pandas as pd

from policytasks.compare.columns import tidy, typed
from policytasks.compare.tallies import records_of
from policytasks.places import find_place
from policytasks.words.documents import FORWARDS

__all__ = ["CitationGraph", "citation_graph"]

# 〔2021〕, [2021], (2021): a number is one, whatever its brackets.
_BRACKETS = str.maketrans("（）()〔〕［］【】[]", "[][][][][][]")
_QUOTES = str.maketrans("", "", "《》〈〉「」“”\"'")
# …关于印发《…方案》的通知 forwards the plan that it names.
_FORWARDED = re.compile(rf"^.{{0,60}}?关于(?:{FORWARDS})?")
_OPENING = re.compile(rf"^(?:中共)?(?:关于(?:{FORWARDS})?)?")
_NOTICE = re.compile(r"的?(?:通知|公告|的函)$")
_YEAR = re.compile(r"\[((?:19|20)\d{2})\]|[—–-]((?:19|20)\d{2})$")
_NATIONAL_NUMBER = re.compile(r"国|中[共办发]|GB|民[函发]|财社|[\u4e00-\u9fff]{1,4}部")
_NATIONAL_TITLE = re.compile(
    r"""
    中共中央|国务院|中华人民共和国|国家|全国     # 国务院办公厅转发…
    |[\u4e00-\u9fff]{2,10}?部[、关办]         # 民政部、财政部关于…
    |[\u4e00-\u9fff]{2,30}法$                # 老年人权益保障法
    """,
    re.VERBOSE,
)
# The signs of the provinces in numbers: 吉政发, 鲁民. Not 吉市政办发; nor 宁, which is
# Nanjing's too, nor 苏府, which is Suzhou's.
_PROVINCIAL_NUMBER = re.compile(
    "(?:苏(?!府)|[京津冀晋蒙辽吉黑沪浙皖闽赣鲁豫鄂湘粤桂琼渝川贵云藏陕甘青新])(?![市州县区])"
)


class CitationGraph(NamedTuple):
    """Plans and the documents that they cite.

    Attributes
    ----------
    nodes
        One row a document: ``node_id`` (the ``document_id`` of a plan of the table,
        else the number or the title as cited), ``title``, ``number``, ``year`` (of issue
        or, of what is only cited, of its number; missing where there is none), ``level``
        (``national``, ``province``, ``prefecture``, ``county``; missing where neither
        title nor number tells), ``in_table`` (a plan of the documents table), ``cited_by``
        (how many plans cite it). The plans come first, in their order, also those that
        cite nothing; then what they cite, in the order of first citation.
    edges
        One row for each plan and document that it cites: ``source`` and ``target`` (both
        ``node_id``), ``relation`` (``basis`` where the plan rests on it at least once,
        else ``mention``), ``count`` (how often), ``citation_ids`` (tuple), ``quote`` (of
        the first that makes the relation). A plan's own annexes are no edge.
    """

    nodes: pd.DataFrame
    edges: pd.DataFrame


_NODE = ("node_id", "title", "number", "year", "level", "in_table", "cited_by")
_EDGE = ("source", "target", "relation", "count", "citation_ids", "quote")


def citation_graph(citations: pd.DataFrame, documents: pd.DataFrame) -> CitationGraph:
    """Return the plans and the documents that they cite, as nodes and edges.

    A cited document is a plan of the table where their numbers are one, or else their
    titles (without the notice that forwards them) and, where the citation names one,
    their places. Two plans that cite one number, or one title, cite one document.

    Parameters
    ----------
    citations, documents
        The tables of these names.

    Returns
    -------
    CitationGraph
        Two tidy frames, ``nodes`` and ``edges``.
    """
    nodes = {row.document_id: _plan(row) for row in records_of(documents)}
    numbers = {_number(node["number"]): id for id, node in nodes.items() if node["number"]}
    edges: dict[tuple[str, str], dict[str, Any]] = {}
    for row in records_of(citations.sort_values("document_id", key=_reading_order(documents))):
        if row.relation == "enclosure":
            continue
        number, title = _text(row.cited_number), _text(row.cited_title)
        target = numbers.get(_number(number)) or _titled(number, title, nodes)
        if target is None:
            target = number or title
            nodes[target] = _cited(number, title)
        numbers |= {_number(number): target} if number else {}
        if target != row.document_id:
            _add(edges, str(row.document_id), target, row)
    frame = tidy(edges.values(), _EDGE)
    cited_by = frame["target"].value_counts()
    for node in nodes.values():
        node["cited_by"] = int(cited_by.get(node["node_id"], 0))
    return CitationGraph(tidy(nodes.values(), _NODE), frame)


def _reading_order(documents: pd.DataFrame) -> Any:
    order = pd.Index(typed(documents["document_id"]))
    return lambda ids: order.get_indexer(pd.Index(typed(ids)))


def _plan(row: Any) -> dict[str, Any]:
    """Return the node of a plan of the table."""
    year = pd.NA if pd.isna(row.issued) else pd.Timestamp(row.issued).year
    level = row.level if isinstance(row.level, str) else None
    record = {"node_id": str(row.document_id), "title": _text(row.title) or None, "year": year}
    record |= {"number": _text(row.number) or None, "level": level, "in_table": True}
    return record | {"core": _core(_text(row.title)), "place": _text(row.place_zh)}


def _cited(number: str, title: str) -> dict[str, Any]:
    """Return the node of a document that is only cited."""
    year = _YEAR.search(_number(number))
    record: dict[str, Any] = {"node_id": number or title, "title": title or None}
    record |= {"number": number or None, "year": int(year[1] or year[2]) if year else pd.NA}
    record |= {"level": _level(number, title)}
    place = find_place(_subject(title))
    return record | {"in_table": False, "core": _core(title), "place": place.name if place else ""}


def _titled(number: str, title: str, nodes: dict[str, dict[str, Any]]) -> str | None:
    """Return the one node that a title names, None where there is none or several.

    Documents of one title whose numbers differ are several.
    """
    core, place = _core(title), find_place(_subject(title))
    alike = [
        id
        for id, node in nodes.items()
        if core
        and node["core"] == core
        and (not place or place.name == node["place"])
        and not (number and node["number"])
    ]
    return alike[0] if len(alike) == 1 else None


def _add(edges: dict[tuple[str, str], dict[str, Any]], source: str, target: str, row: Any) -> None:
    """Add a citation to the edge of its two documents."""
    new = {"source": source, "target": target, "relation": row.relation, "count": 0}
    edge = edges.setdefault((source, target), new | {"citation_ids": (), "quote": row.quote})
    if (edge["relation"], row.relation) == ("mention", "basis"):
        edge |= {"relation": row.relation, "quote": row.quote}
    edge["count"] += 1
    edge["citation_ids"] += (row.citation_id,)


def _text(value: Any) -> str:
    return "".join(value.split()) if isinstance(value, str) else ""


def _number(number: str) -> str:
    """Return a document number with one kind of bracket."""
    return number.translate(_BRACKETS)


def _subject(title: str) -> str:
    """Return a title from where the name of a place may begin."""
    return _OPENING.sub("", title.translate(_QUOTES))


def _core(title: str) -> str:
    """Return the title of a plan without place, quotes and the notice that forwards it.

    >>> _core("清河市人民政府办公室关于印发《清河市助餐方案》的通知")
    '助餐方案'
    """
    bare = _NOTICE.sub("", _FORWARDED.sub("", title.translate(_QUOTES)))
    place = find_place(bare)
    core = bare.removeprefix(place.name) if place else bare
    return core.removeprefix("关于").translate(_BRACKETS)


def _level(number: str, title: str) -> str | None:
    """Return of which level a cited document is, as far as its names tell."""
    subject = _subject(title)
    if place := find_place(subject):
        return place.level
    if _NATIONAL_TITLE.match(subject) or _NATIONAL_NUMBER.match(number):
        return "national"
    return "province" if _PROVINCIAL_NUMBER.match(number) else None
