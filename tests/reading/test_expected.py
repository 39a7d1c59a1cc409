"""The five sources against rows coded by hand before the parser was run.

``data/reference/<document_id>/`` holds them, coded by reading the texts with the
manual. Units, responsibilities and targets must agree in full; themes, on which
coders differ, to the degree that the project promises.
"""

import csv
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from policytasks.codebook import load_codebook
from policytasks.documents import load_registered
from policytasks.reading import read
from policytasks.registry import read_registry

ROOT = Path(__file__).parents[2]
EXPECTED = ROOT / "data" / "reference"
DOCUMENTS = sorted(path.parent.name for path in EXPECTED.glob("*/units.csv"))
THEMES_F1 = 0.88


@cache
def parsed(document_id):
    for entry in read_registry(ROOT / "data" / "documents.csv"):
        if entry.document_id == document_id:
            source, document = load_registered(entry)
            return source, read(source, document, load_codebook(ROOT / "data" / "codebook"))
    raise LookupError(document_id)


def expected(document_id, name):
    with open(EXPECTED / document_id / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def printed(value):
    return "" if value is None else str(value)


def number(text):
    return float(text) if text else None


def f1(found: Counter, coded: Counter) -> float:
    return 2 * (found & coded).total() / (found.total() + coded.total())


@pytest.mark.parametrize("document_id", DOCUMENTS)
def test_units(document_id):
    source, document = parsed(document_id)
    rows = expected(document_id, "units")
    found = [
        (task.kind, printed(task.number), printed(task.title), printed(task.deadline), task.ongoing)
        for task in document.tasks
    ]
    coded = [
        (r["kind"], r["number"], r["title"], r["deadline"], r["ongoing"] == "true") for r in rows
    ]
    assert found == coded
    for task, row in zip(document.tasks, rows, strict=True):
        text = "".join(source[task.span.start : task.span.end].split())
        assert text.endswith(row["last_words"])
        # A section that is one unit starts with its heading, before the coded words.
        assert row["first_words"] in text[: len(row["first_words"]) + len(task.title or "") + 2]
        parent = printed(None if task.parent is None else task.parent + 1)
        assert parent == row["parent_seq"]


@pytest.mark.parametrize("document_id", DOCUMENTS)
def test_responsibilities(document_id):
    _, document = parsed(document_id)
    found = [
        (seq, position, row.agency, row.role)
        for seq, task in enumerate(document.tasks, 1)
        for position, row in enumerate(task.responsibilities, 1)
    ]
    coded = [
        (int(r["seq"]), int(r["position"]), r["agency"], r["role"])
        for r in expected(document_id, "responsibilities")
    ]
    assert found == coded


@pytest.mark.parametrize("document_id", DOCUMENTS)
def test_targets(document_id):
    _, document = parsed(document_id)
    found = Counter(
        (
            seq,
            t.kind,
            t.value,
            t.value_high,
            printed(t.unit),
            printed(t.comparator),
            printed(t.deadline),
            printed(t.every),
            printed(t.period_start),
            t.scope,
            printed(t.base),
            t.mode,
            t.baseline,
            printed(t.nature),
            t.conditional,
        )
        for seq, task in enumerate(document.tasks, 1)
        for t in task.targets
    )
    coded = Counter(
        (
            int(r["seq"]),
            r["kind"],
            number(r["value"]),
            number(r["value_high"]),
            r["unit"],
            r["comparator"],
            r["deadline"],
            r["every"],
            r["period_start"],
            r["scope"],
            r["base"],
            r["mode"],
            number(r["baseline"]),
            r["nature"],
            r["conditional"] == "true",
        )
        for r in expected(document_id, "targets")
    )
    assert sorted((coded - found).elements(), key=str) == []
    assert sorted((found - coded).elements(), key=str) == []


@pytest.mark.parametrize("document_id", DOCUMENTS)
def test_themes(document_id):
    _, document = parsed(document_id)
    found = Counter(
        (seq, code.theme_id) for seq, task in enumerate(document.tasks, 1) for code in task.themes
    )
    coded = Counter((int(r["seq"]), r["theme_id"]) for r in expected(document_id, "themes"))
    assert f1(found, coded) >= THEMES_F1


@pytest.mark.parametrize("document_id", DOCUMENTS)
def test_every_row_leads_back_to_its_words(document_id):
    source, document = parsed(document_id)
    for task in document.tasks:
        assert task.span.start < task.span.end
        for row in (*task.responsibilities, *task.targets, *task.themes):
            assert "".join(source[row.span.start : row.span.end].split()) == row.quote
            # A merged cell stands in another row of the annex.
            inside = task.span.start <= row.span.start < row.span.end <= task.span.end
            assert inside or task.kind == "subtask"
    for left in document.leftovers:
        assert "".join(source[left.span.start : left.span.end].split()) == left.quote


def test_leftover_numbers_all_have_a_reason():
    reasons = {left.reason for name in DOCUMENTS for left in parsed(name)[1].leftovers}
    assert reasons <= {"eligibility", "reference", "name", "past", "term"}


@pytest.mark.parametrize("document_id", DOCUMENTS)
def test_frame(document_id):
    _, document = parsed(document_id)
    (row,) = expected(document_id, "document")
    assert {name: printed(getattr(document.document, name)) for name in row} == row


@pytest.mark.parametrize("document_id", DOCUMENTS)
def test_citations(document_id):
    source, document = parsed(document_id)
    found = [
        {
            "cited_title": row.cited_title,
            "cited_number": printed(row.cited_number),
            "relation": row.relation,
            "quote": row.quote,
        }
        for row in document.citations
    ]
    rows = expected(document_id, "citations")
    assert sorted(map(str, found)) == sorted(map(str, rows))
    for row in document.citations:
        assert "".join(source[row.span.start : row.span.end].split()) == row.quote
