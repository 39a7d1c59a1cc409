"""The project's own tables, and small corpora that have little to show."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pytest

import policytasks as pt
from policytasks.figures import FIGURES, Style

ROOT = Path(__file__).parents[2]

_TABLES = ("documents", "tasks", "themes", "targets", "responsibilities", "clauses")
_IDS = ("document_id", "place_id", "task_id", "parent_id", "target_id")
_NAMES = ("place_en", "place_zh")


@pytest.fixture(scope="session")
def corpus() -> pt.Corpus:
    return pt.load(ROOT / "data" / "tables")


@pytest.fixture(scope="session")
def frames(corpus) -> dict[str, pd.DataFrame]:
    """Return what each figure plots."""
    return {name: spec.compare(corpus) for name, spec in FIGURES.items()}


@pytest.fixture(scope="session", params=["en", "zh"])
def style(request, corpus) -> Style:
    return Style.of(corpus, request.param)


def one_task() -> pt.Corpus:
    """A plan of one task, of an unknown place, without theme codes of note or deadline."""
    text = "一、重点任务 （一）发展助餐服务。建设老年食堂10个。（责任单位：市民政局）"
    return pt.parse(text, document_id="one")


def no_task() -> pt.Corpus:
    """A text in which nothing is numbered."""
    return pt.parse("没有编号的文本。", document_id="none")


def many_places(corpus: pt.Corpus, copies: int = 2) -> SimpleNamespace:
    """The corpus twice over, each time as other places with other documents."""
    tables = {}
    for table in _TABLES:
        parts = []
        for copy in range(copies):
            part = getattr(corpus, table).copy()
            for column in part.columns.intersection(_IDS):
                part[column] = [id if pd.isna(id) else f"{copy}{id}" for id in part[column]]
            for column in part.columns.intersection(_NAMES):
                part[column] = part[column] + f" {copy}"
            parts.append(part)
        tables[table] = pd.concat(parts, ignore_index=True)
    return SimpleNamespace(**tables, source=lambda document_id: corpus.source(document_id[1:]))


@pytest.fixture(scope="session", params=["one task", "no task", "many places"])
def unusual(request, corpus) -> pt.Corpus | SimpleNamespace:
    """A corpus that figures were not made for: too little in it, or too much."""
    kinds = {"one task": one_task, "no task": no_task, "many places": lambda: many_places(corpus)}
    return kinds[request.param]()
