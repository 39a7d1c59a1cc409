"""CSV opens in Excel without running anything, and comes back equal in pandas."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pytest

import policytasks as pt
from policytasks.exporting import export
from policytasks.schema import TABLES
from policytasks.tables import read_tables, to_arrow

ROOT = Path(__file__).parents[2]


def csv_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_the_tasks_and_the_other_tables_beside(tables, tmp_path):
    report = export(tables, tmp_path / "plans.csv")
    files = {name: tmp_path / f"plans-{name}.csv" for name in ("columns", *TABLES)}
    files["tasks"] = tmp_path / "plans.csv"
    assert report.files == tuple(files.values())
    assert report.guarded == ()
    for name, table in tables.items():
        rows = csv_rows(files[name])
        assert [column for column in rows[0] if column in table.column_names] == (
            table.column_names
        )
        assert len(rows) == table.num_rows


def test_file_is_marked_as_utf8_and_has_chinese_and_iso_dates(tables, tmp_path):
    export(tables, tmp_path / "plans.csv")
    assert (tmp_path / "plans.csv").read_bytes().startswith(b"\xef\xbb\xbftask_id,")
    row = csv_rows(tmp_path / "plans-documents.csv")[0]
    assert row["place_zh"] == "清河市"
    assert row["issued"] == "2023-03-01"
    assert row["published"] == ""


def test_what_a_spreadsheet_would_run_is_guarded_and_named(with_tasks, tmp_path, formula):
    report = export(with_tasks({}, {"title": formula}), tmp_path / "plans.csv")
    assert csv_rows(tmp_path / "plans.csv")[1]["title"] == "'" + formula
    assert report.guarded == (("tasks", 3, "title"),)


@pytest.mark.parametrize(
    "text",
    ["=", ">=", "--", "＋", "发展=助餐", "2025年", '他说"好"', "甲,乙\n丙", "·-", "\t养老", "'x"],
)
def test_other_texts_are_as_they_are(with_tasks, tmp_path, text):
    report = export(with_tasks({"title": text}), tmp_path / "plans.csv")
    assert csv_rows(tmp_path / "plans.csv")[0]["title"] == text
    assert pd.read_csv(tmp_path / "plans.csv")["title"][0] == text
    assert report.guarded == ()


def test_negative_numbers_stay_numbers(tables, tmp_path):
    columns = tables["targets"].slice(0, 1).to_pydict() | {"value": [-2.5]}
    changed = tables | {"targets": to_arrow(TABLES["targets"], columns)}
    export(changed, tmp_path / "plans.csv")
    assert csv_rows(tmp_path / "plans-targets.csv")[0]["value"] == "-2.5"


def test_pandas_reads_back_the_values_of_the_tables(tmp_path):
    tables = read_tables(ROOT / "data" / "tables")
    corpus = pt.load(ROOT / "data" / "tables")
    export(tables, tmp_path / "plans.csv")
    for name, table in tables.items():
        stem = "plans" if name == "tasks" else f"plans-{name}"
        days = [field.name for field in table.schema if pa.types.is_date(field.type)]
        back = pd.read_csv(tmp_path / f"{stem}.csv", parse_dates=days)
        expected = getattr(corpus, name)
        for column in expected:
            known = expected[column].notna()
            assert (back[column].notna() == known).all(), (name, column)
            assert list(back.loc[known, column]) == list(expected.loc[known, column]), column


def test_equals_finds_what_is_exact(tmp_path):
    tables = read_tables(ROOT / "data" / "tables")
    export(tables, tmp_path / "plans.csv")
    back = pd.read_csv(tmp_path / "plans-targets.csv")
    exact = tables["targets"]["comparator"].to_pylist().count("=")
    assert (back["comparator"] == "=").sum() == exact > 0
