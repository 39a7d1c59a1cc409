"""Excel gets texts as texts, numbers as numbers and dates as dates."""

from __future__ import annotations

import csv
import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pyarrow as pa
import pytest

from policytasks.building import build
from policytasks.errors import PolicyTasksError
from policytasks.export import export
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


def task_row(**values):
    row = {
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
    return row | values


@pytest.fixture
def tables(project) -> dict[str, pa.Table]:
    build()
    return read_tables(project.tables)


def with_tasks(tables, *rows) -> dict[str, pa.Table]:
    columns = {name: [row[name] for row in rows] for name in TABLES["tasks"].columns}
    return tables | {"tasks": to_arrow(TABLES["tasks"], columns)}


def sheet_rows(path: Path, name: str = "tasks") -> list[dict[str, openpyxl.cell.Cell]]:
    sheet = openpyxl.load_workbook(path)[name]
    head, *rows = sheet.iter_rows()
    names = [cell.value for cell in head]
    return [dict(zip(names, row, strict=True)) for row in rows]


def csv_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


# --- workbook -------------------------------------------------------------------


def test_workbook_has_a_sheet_for_each_table_with_all_rows(tables, tmp_path):
    report = export(tables, tmp_path / "plans.xlsx")
    assert report.files == (tmp_path / "plans.xlsx",)
    assert report.cut == ()
    workbook = openpyxl.load_workbook(tmp_path / "plans.xlsx")
    assert workbook.sheetnames == list(TABLES)
    for name, table in tables.items():
        rows = [[cell.value for cell in row] for row in workbook[name].iter_rows()]
        assert rows[0] == table.column_names
        assert len(rows) == table.num_rows + 1
        assert workbook[name].freeze_panes == "B2"


def test_cells_of_a_workbook_have_their_types(tables, tmp_path):
    export(tables, tmp_path / "plans.xlsx")
    documents = tables["documents"].to_pylist()
    for row, expected in zip(
        sheet_rows(tmp_path / "plans.xlsx", "documents"), documents, strict=True
    ):
        assert row["title"].value == expected["title"]
        assert row["issued"].is_date
        assert row["issued"].value == datetime.combine(expected["issued"], datetime.min.time())
        assert row["published"].value is None
        assert row["characters"].value == expected["characters"]
    for row, expected in zip(
        sheet_rows(tmp_path / "plans.xlsx"), tables["tasks"].to_pylist(), strict=True
    ):
        assert row["ongoing"].value is expected["ongoing"]
        assert row["number"].value == expected["number"]
        assert row["text"].value == expected["text"]


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_of_a_workbook_is_a_formula(tables, tmp_path, text):
    export(with_tasks(tables, task_row(title=text)), tmp_path / "plans.xlsx")
    (row,) = sheet_rows(tmp_path / "plans.xlsx")
    assert row["title"].data_type != "f"
    # openpyxl leaves the escape of control characters as it is stored.
    assert row["title"].value.replace("_x000D_", "\r") == text


@pytest.mark.parametrize(
    "text",
    ["<r>智慧</r>", "<r><t>a</t></r>", "a & b < c > d", "\x00\x0b", "http://example.com", "'x"],
)
def test_text_of_a_workbook_is_never_markup(tables, tmp_path, text):
    export(with_tasks(tables, task_row(title=text)), tmp_path / "plans.xlsx")
    (row,) = sheet_rows(tmp_path / "plans.xlsx")
    stored = text.replace("\x00", "_x0000_").replace("\x0b", "_x000B_")
    assert row["title"].value == stored
    assert row["title"].hyperlink is None


def test_text_longer_than_a_cell_is_cut_and_said(tables, tmp_path):
    rows = [task_row(task_id="plan:001"), task_row(task_id="plan:002", text="养" * 40_000)]
    report = export(with_tasks(tables, *rows), tmp_path / "plans.xlsx")
    assert report.cut == (("tasks", 3, "text", 40_000),)
    cell = sheet_rows(tmp_path / "plans.xlsx")[1]["text"].value
    assert len(cell) == 32_767
    assert cell.startswith("养养养")
    assert "40000 characters" in cell


@pytest.mark.parametrize("length", [32_767, 16_383])
def test_text_that_just_fits_is_whole(tables, tmp_path, length):
    text = ("养" if length > 20_000 else "𠀀") * length
    report = export(with_tasks(tables, task_row(text=text)), tmp_path / "plans.xlsx")
    assert report.cut == ()
    assert sheet_rows(tmp_path / "plans.xlsx")[0]["text"].value == text


def test_day_before_the_first_of_excel_is_written_as_text(tables, tmp_path):
    export(with_tasks(tables, task_row(deadline=date(1899, 12, 31))), tmp_path / "plans.xlsx")
    assert sheet_rows(tmp_path / "plans.xlsx")[0]["deadline"].value == "1899-12-31"


def test_workbook_is_a_sound_archive(tables, tmp_path):
    export(tables, tmp_path / "plans.xlsx")
    assert zipfile.ZipFile(tmp_path / "plans.xlsx").testzip() is None


# --- CSV ------------------------------------------------------------------------


def test_csv_gives_the_tasks_and_the_other_tables_beside(tables, tmp_path):
    report = export(tables, tmp_path / "plans.csv")
    names = {
        "documents": "plans-documents.csv",
        "tasks": "plans.csv",
        "themes": "plans-themes.csv",
        "targets": "plans-targets.csv",
        "responsibilities": "plans-responsibilities.csv",
        "citations": "plans-citations.csv",
        "clauses": "plans-clauses.csv",
    }
    assert report.files == tuple(tmp_path / names[name] for name in TABLES)
    for name, table in tables.items():
        rows = csv_rows(tmp_path / names[name])
        assert list(rows[0]) == table.column_names
        assert len(rows) == table.num_rows


def test_csv_is_marked_as_utf8_and_has_chinese_and_iso_dates(tables, tmp_path):
    export(tables, tmp_path / "plans.csv")
    assert (tmp_path / "plans.csv").read_bytes().startswith(b"\xef\xbb\xbftask_id,")
    row = csv_rows(tmp_path / "plans-documents.csv")[0]
    assert row["place_zh"] == "清河市"
    assert row["issued"] == "2023-03-01"
    assert row["published"] == ""


@pytest.mark.parametrize("text", FORMULAS)
def test_no_text_of_csv_is_a_formula(tables, tmp_path, text):
    export(with_tasks(tables, task_row(title=text)), tmp_path / "plans.csv")
    (row,) = csv_rows(tmp_path / "plans.csv")
    assert row["title"] == "'" + text


@pytest.mark.parametrize("text", ["发展=助餐", "2025年", '他说"好"', "甲,乙\n丙", "·-"])
def test_other_texts_of_csv_are_as_they_are(tables, tmp_path, text):
    export(with_tasks(tables, task_row(title=text)), tmp_path / "plans.csv")
    assert csv_rows(tmp_path / "plans.csv")[0]["title"] == text


def test_negative_numbers_of_csv_stay_numbers(tables, tmp_path):
    columns = tables["targets"].slice(0, 1).to_pydict() | {"value": [-2.5]}
    changed = tables | {"targets": to_arrow(TABLES["targets"], columns)}
    export(changed, tmp_path / "plans.csv")
    assert csv_rows(tmp_path / "plans-targets.csv")[0]["value"] == "-2.5"


# --- files ----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["plans.xlsx", "plans.csv", "PLANS.XLSX"])
def test_nothing_but_the_files_is_left_and_old_ones_are_replaced(tables, tmp_path, name):
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / name).write_text("old")
    report = export(tables, folder / name)
    assert sorted(folder.iterdir()) == sorted(report.files)
    assert (folder / name).read_bytes() != b"old"


@pytest.mark.parametrize("name", ["plans.xlsx", "plans.csv"])
def test_failure_leaves_the_old_file(tables, tmp_path, monkeypatch, name):
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / name).write_text("old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("policytasks.export._rows", full)
    with pytest.raises(PolicyTasksError, match="No space left"):
        export(tables, folder / name)
    assert [path.name for path in folder.iterdir()] == [name]
    assert (folder / name).read_text() == "old"


def test_folder_that_is_not_there(tables, tmp_path):
    with pytest.raises(PolicyTasksError, match="check that the folder exists"):
        export(tables, tmp_path / "nowhere" / "plans.xlsx")


def test_other_endings_are_refused(tables, tmp_path):
    with pytest.raises(PolicyTasksError, match=r"\.xlsx, \.csv"):
        export(tables, tmp_path / "plans.ods")


def test_table_with_more_rows_than_a_sheet(tables, tmp_path):
    many = {"themes": pa.nulls(1_048_576).cast(pa.int32())}
    with pytest.raises(PolicyTasksError, match=r"1048576 rows.*export to CSV"):
        export(tables | {"themes": pa.table(many)}, tmp_path / "plans.xlsx")
