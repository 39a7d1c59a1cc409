"""A project whose tables people correct."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from policytasks.building import BuildReport, build
from policytasks.corrections import CorrectionCells, pointing_at, write_cells
from policytasks.tables import read_tables

Rows = list[dict]


class Corrected:
    """A project, and the decisions on its rows as a test makes them."""

    def __init__(self, project) -> None:
        self.project = project
        self.decisions: list[dict] = []
        build(progress=False)

    @property
    def file(self) -> Path:
        return self.project.root / "data" / "corrections" / "corrections.csv"

    def source(self, document_id: str) -> str:
        return (self.project.sources / f"{document_id}.txt").read_bytes().decode()

    def rows(self, table: str) -> Rows:
        return read_tables(self.project.tables)[table].to_pylist()

    def row(self, table: str, **values) -> dict:
        (found,) = [r for r in self.rows(table) if all(r[n] == v for n, v in values.items())]
        return found

    def pointing_at(self, table: str, row: dict) -> dict:
        units = {unit["task_id"]: unit for unit in self.rows("tasks")}
        unit = (
            units.get(row["task_id"]) if table not in ("tasks", "citations", "documents") else None
        )
        return pointing_at(table, row, self.source(row["document_id"]), unit)

    def decide(self, action: str, table: str, row: dict, **cells) -> dict:
        """Put down a decision on a row as the tables hold it."""
        known = {"field": "", "old": "", "new": "", "who": "li", "when": date(2026, 3, 1)}
        decision = {
            **self.pointing_at(table, row),
            **known,
            "why": "as printed",
            "action": action,
            **cells,
        }
        if action == "add":
            decision["key"] = ""
        self.decisions.append(decision)
        self.write()
        return decision

    def write(self) -> None:
        # Checked when they are read, not when a test writes them.
        cells = [CorrectionCells.model_construct(**decision) for decision in self.decisions]
        write_cells(self.file, CorrectionCells, cells)

    def build(self, **options) -> BuildReport:
        return build(progress=False, **options)


@pytest.fixture
def corrected(project) -> Corrected:
    return Corrected(project)


@pytest.fixture
def rewrite(project) -> Callable[[str, Callable[[str], str]], None]:
    """Change the text of a document and register it as it is then."""

    def change(document_id: str, how: Callable[[str], str]) -> None:
        text = (project.sources / f"{document_id}.txt").read_text(encoding="utf-8")
        kept = next(row for row in project.rows if row["document_id"] == document_id)
        project.rows.remove(kept)
        known = {name: kept[name] for name in kept if name not in ("sha256", "source")}
        project.add(document_id, how(text), **known)

    return change
