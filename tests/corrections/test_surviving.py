"""A decision of each kind on each table outlives what happens to a project."""

from __future__ import annotations

from pathlib import Path

import pytest

import policytasks as pt
from policytasks.codebook import load_codebook
from policytasks.corrections import Correction, CorrectionCells, pointing_at
from policytasks.corrections.rows import Rows
from policytasks.reading import read
from policytasks.tables import tabulate

DATA = Path(__file__).parents[2] / "data"
CODEBOOK = load_codebook(DATA / "codebook")

CITY = "qinghe-2023-5"
PROVINCE = "dongshan-2022-8"
MEALS = "（一）发展老年助餐服务"


def unit_of(corrected, title: str) -> dict:
    return next(row for row in corrected.rows("tasks") if (row["title"] or "").startswith(title))


def change_of(corrected, table: str) -> tuple[dict, str, str, str]:
    """Return a row, the field to change, its value and another."""
    if table == "documents":
        row = corrected.row("documents", document_id=CITY)
        return row, "mandate", row["mandate"] or "", "老年助餐"
    if table == "tasks":
        return unit_of(corrected, "推进智慧养老"), "kind", "task", "safeguard"
    meals = unit_of(corrected, "发展老年助餐")["task_id"]
    of_meals = [row for row in corrected.rows(table) if row.get("task_id") == meals]
    match table:
        case "themes":
            row = next(row for row in of_meals if row["theme_id"] == "meals")
            return row, "theme_id", "meals", "silver_economy"
        case "targets":
            row = next(row for row in of_meals if row["value"] == 80)
            return row, "value", "80", "85"
        case "responsibilities":
            row = next(row for row in of_meals if row["agency"] == "市财政局")
            return row, "role", "support", "responsible"
        case "clauses":
            return of_meals[-1], "money", "false", "true"
        case "citations":
            row = corrected.rows("citations")[0]
            return row, "relation", row["relation"], "basis"


ADDITIONS = {
    "tasks": (
        "现将方案印发给你们，请遵照执行。",
        "kind=safeguard; section=",
        {"kind": "safeguard", "text": "现将方案印发给你们，请遵照执行。"},
    ),
    "themes": ("新建社区食堂20个", "theme_id=land_facilities", {"theme_id": "land_facilities"}),
    "targets": (
        "覆盖率达到80%以上",
        "kind=norm; comparator=>=; value=75; unit=%; deadline=2025-12-31",
        {"kind": "norm", "value": 75.0, "scope": "whole"},
    ),
    "responsibilities": (
        "市卫生健康委",
        "role=lead",
        {"agency": "市卫生健康委", "agency_id": "health", "level": "prefecture", "role": "lead"},
    ),
    "clauses": ("2025年年底前", "money=true; check=false", {"money": True}),
    "citations": (
        "老年助餐服务",
        "relation=mention; cited_title=老年助餐服务",
        {"cited_title": "老年助餐服务", "relation": "mention"},
    ),
}
CASES = [
    ("change", "documents"),
    *((action, table) for table in ADDITIONS for action in ("change", "delete", "add")),
]


@pytest.fixture(scope="module")
def five_plans():
    return pt.load(DATA / "tables")


class Decided:
    """A decision, and whether the tables show it."""

    def __init__(self, corrected, action: str, table: str) -> None:
        self.corrected, self.action, self.table = corrected, action, table
        row, field, old, new = change_of(corrected, table)
        self.before = len(corrected.rows(table))
        self.words = row.get("quote", "")
        if action == "change":
            corrected.decide("change", table, row, field=field, old=old, new=new)
            self.shown = {field: new}
        elif action == "delete":
            corrected.decide("delete", table, row)
            self.shown = {}
        else:
            quote, values, self.shown = ADDITIONS[table]
            corrected.decide("add", table, row, quote=quote, new=values, unit=self.unit(table))

    def unit(self, table: str) -> str:
        return "" if table in ("tasks", "citations") else MEALS

    def holds(self) -> bool:
        rows = self.corrected.rows(self.table)
        made = [row for row in rows if row["origin"] != "read"]
        if self.action == "delete":
            return not made and len(rows) == self.before - 1
        origin = {"change": "corrected", "add": "added"}[self.action]
        (row,) = made
        as_decided = {n: str(row[n]).lower().removesuffix(".0") for n in self.shown}
        wanted = {n: str(v).lower().removesuffix(".0") for n, v in self.shown.items()}
        source = self.corrected.source(row["document_id"])
        quoted = "quote" not in row or row["quote"] == "".join(
            source[row["start"] : row["end"]].split()
        )
        more = self.action == "add"
        return (
            as_decided == wanted
            and row["origin"] == origin
            and quoted
            and len(rows) == self.before + more
        )


@pytest.fixture(params=CASES, ids=" ".join)
def decided(request, corrected) -> Decided:
    return Decided(corrected, *request.param)


def imported_anew(text: str) -> str:
    """Another page around the text, other line ends and full-width signs."""
    return "网站首页 > 公开\n\n" + text.replace("。", "。\r\n").replace("%", "％")


def test_it_outlives_builds_codebooks_and_imports(decided, corrected, project, rewrite):
    before = project.table_bytes()
    report = corrected.build()
    assert report.notes == () and decided.holds()
    assert sum(report.corrected.values()) >= 1
    first = project.table_bytes()
    corrected.build()
    assert project.table_bytes() == first

    report = corrected.build(corrections=False)
    assert project.table_bytes() == before and report.corrected == {}

    themes = project.root / "data" / "codebook" / "themes.toml"
    themes.write_text("# Another edition.\n" + themes.read_text("utf-8"), encoding="utf-8")
    for document_id in (CITY, PROVINCE):
        rewrite(document_id, imported_anew)
    assert corrected.build().notes == () and decided.holds()


def test_it_is_named_when_its_sentence_is_gone(decided, corrected, rewrite):
    (decision,) = corrected.decisions
    words = decision["quote"]
    if not words:
        # What is decided on a document goes with the document alone.
        decision["document_id"] = "luoyang-2023-5"
        corrected.write()
    else:
        rewrite(decision["document_id"], lambda text: text.replace(words, "另行通知"))
    (note,) = corrected.build().notes
    assert "corrections.csv, line 2: is not applied: " in note
    assert [row for row in corrected.rows(decided.table) if row["origin"] != "read"] == []
    if not words:
        assert note in pt.load().audit().notes and note in repr(pt.load().audit())
        assert pt.load().select(documents=CITY).audit().notes == ()
    else:
        findings = pt.load().audit().findings
        (found,) = findings[findings["finding"] == "correction"].to_dict("records")
        assert found["quote"] == words and "corrections.csv, line 2" in found["reason"]


def test_decisions_reach_the_processes_that_read(corrected, project):
    for action, table in CASES[1::4]:
        Decided(corrected, action, table)
    corrected.build()
    alone = project.table_bytes()
    report = corrected.build(workers=2)
    assert project.table_bytes() == alone
    assert report.corrected


@pytest.mark.parametrize("anew", [str, imported_anew], ids=["as it is", "imported anew"])
def test_every_row_of_the_five_plans_is_found_again(five_plans, anew):
    """What points at a row of the committed tables leads to it, and to no other."""
    for document_id in five_plans.documents["document_id"]:
        source = five_plans.source(document_id)
        document = five_plans.document(document_id)
        before = Rows(tabulate(read(source, document, CODEBOOK), source), source)
        changed = anew(source)
        after = Rows(tabulate(read(changed, document, CODEBOOK), changed), changed)
        units = {unit.key[0]: unit.values for unit in before.tables["tasks"]}
        for table in ADDITIONS:
            # Where another page changes what is read, no row stands for another.
            if len(before.tables[table]) != len(after.tables[table]):
                continue
            for row, same in zip(before.tables[table], after.tables[table], strict=True):
                unit = units.get(row.values.get("task_id")) if table != "tasks" else None
                cells = pointing_at(table, row.values, source, unit)
                said = {"action": "delete", "who": "li", "when": "2026-03-01", "why": "w"}
                decision = CorrectionCells(**cells, **said, field="", old="", new="")
                assert after.find(Correction.of(decision, CODEBOOK, "")) is same, decision
