"""Tables to export, and tasks that hold what a spreadsheet would take for something else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

import pyarrow as pa
import pytest

from policytasks.building import build
from policytasks.schema import TABLES
from policytasks.tables import read_tables, to_arrow

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    " =1+1",
    "\ufeff=1+1",
    "＝1+1",
    '=HYPERLINK("http://example.com","智慧")',
    "=cmd|' /C calc'!A0",
]


_TASK = {
    "task_id": "plan:001",
    "document_id": "plan",
    "place_id": "qinghe",
    "kind": "task",
    "number": None,
    "section": None,
    "title": "发展助餐",
    "text": "新建食堂",
    "parent_id": None,
    "deadline": date(2025, 12, 31),
    "deadline_text": None,
    "ongoing": False,
    "start": 0,
    "end": 9,
    "origin": "read",
}


@pytest.fixture
def tables(project) -> dict[str, pa.Table]:
    build()
    return read_tables(project.tables)


@pytest.fixture
def with_tasks(tables) -> Callable[..., dict[str, pa.Table]]:
    """Return a function that gives the tables with other tasks: what differs in each."""

    def replace(*rows: Mapping[str, Any]) -> dict[str, pa.Table]:
        whole = [_TASK | row for row in rows]
        columns = {name: [row[name] for row in whole] for name in TABLES["tasks"].columns}
        return tables | {"tasks": to_arrow(TABLES["tasks"], columns)}

    return replace


@pytest.fixture(params=FORMULAS)
def formula(request) -> str:
    """A text that a spreadsheet would run."""
    return request.param
