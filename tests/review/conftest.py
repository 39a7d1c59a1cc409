"""Samples of the tables of the five plans, and reviewers who know the truth."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest

import policytasks as pt
from policytasks.corrections import opening
from policytasks.review.answers import AnswerCells, Answers
from policytasks.review.samples import Sample
from policytasks.tables import read_tables

DATA = Path(__file__).parents[2] / "data"

# What a planted error writes into a row, so that a simulated reviewer knows it again.
NO_ROW, WRONG = "no such row", "wrong value"
FIELD = {"targets": "scope", "responsibilities": "agency"}


class Planted(NamedTuple):
    """Tables with errors, and how many there are."""

    tables: dict[str, list[dict]]
    missed: Counter
    precision: float
    right: float
    recall: float


@pytest.fixture(scope="session")
def five_plans() -> pt.Corpus:
    return pt.load(DATA / "tables")


@pytest.fixture(scope="session")
def texts(five_plans) -> Callable[[str], str]:
    known = {name: five_plans.source(name) for name in five_plans.documents["document_id"]}
    return known.__getitem__


@pytest.fixture(scope="session")
def rows() -> dict[str, list[dict]]:
    return {name: table.to_pylist() for name, table in read_tables(DATA / "tables").items()}


def plant(rows, texts, table: str, *, seed: int, rates=(0.08, 0.06, 0.12)) -> Planted:
    """Put into a table rows that the plans do not have, wrong values, and gaps."""
    random = np.random.default_rng(seed)
    units = {unit["task_id"]: unit for unit in rows["tasks"]}
    false, wrong, gone = rates
    kept, missed = [], Counter()
    for row in rows[table]:
        if random.random() < gone:
            unit = units[row["task_id"]]
            text = texts(row["document_id"])
            missed[row["document_id"], opening(text, unit["start"], unit["end"])] += 1
            continue
        field = FIELD[table]
        kept.append(row | {field: WRONG} if random.random() < wrong else row)
        if random.random() < false:
            kept.append(row | {field: NO_ROW})
    said = Counter(row[FIELD[table]] for row in kept)
    there = len(kept) - said[NO_ROW]
    return Planted(
        {**rows, table: kept},
        missed,
        there / len(kept),
        (there - said[WRONG]) / len(kept),
        there / (there + missed.total()),
    )


def answer(sample: Sample, planted: Planted | None = None) -> list[AnswerCells]:
    """Fill in a sheet as one who knows what was planted; without it all is right."""
    field = FIELD.get(sample.table, "")
    blank = dict.fromkeys(AnswerCells.model_fields, "") | {"sample": sample.sample_id}
    lines = []
    for row in sample.rows:
        cells = {"verdict": "right"}
        if planted and row.values[field] == NO_ROW:
            cells = {"verdict": "no row"}
        elif planted and row.values[field] == WRONG:
            cells = {"verdict": "wrong", "field": field, "right_value": "whole"}
        lines.append({**blank, "sheet": "rows", "no": row.number, **cells})
    for unit in sample.units:
        wrong = sum(NO_ROW in read for read in unit.read)
        missed = planted.missed[unit.document_id, unit.opening] if planted else 0
        counts = {"wrong": str(wrong), "missed": str(missed)}
        lines.append({**blank, "sheet": "units", "no": unit.number, **counts})
    return [AnswerCells.model_validate(line) for line in lines]


def answers(lines: list[AnswerCells]) -> Answers:
    """Take a sheet for checked."""
    return Answers(
        {cells.no: cells for cells in lines if cells.sheet == "rows"},
        {cells.no: cells for cells in lines if cells.sheet == "units"},
        tuple(cells for cells in lines if cells.sheet == "missed"),
    )
