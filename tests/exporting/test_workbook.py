"""Excel gets texts as texts, numbers as numbers and dates as dates."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from policytasks.exporting import export
from policytasks.schema import TABLES


def sheet_rows(path: Path, name: str = "tasks") -> list[dict[str, openpyxl.cell.Cell]]:
    sheet = openpyxl.load_workbook(path)[name]
    head, *rows = sheet.iter_rows()
    names = [cell.value for cell in head]
    return [dict(zip(names, row, strict=True)) for row in rows]


def test_workbook_has_a_sheet_for_each_table_with_all_rows(tables, tmp_path):
    report = export(tables, tmp_path / "plans.xlsx")
    assert report.files == (tmp_path / "plans.xlsx",)
    assert report.cut == ()
    workbook = openpyxl.load_workbook(tmp_path / "plans.xlsx")
    assert workbook.sheetnames == ["columns", *TABLES]
    for name, table in tables.items():
        rows = [[cell.value for cell in row] for row in workbook[name].iter_rows()]
        assert [column for column in rows[0] if column in table.column_names] == table.column_names
        assert len(rows) == table.num_rows + 1
        assert workbook[name].freeze_panes == "B2"
        assert workbook[name].auto_filter.ref == workbook[name].dimensions


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


def test_no_text_of_a_workbook_is_a_formula(with_tasks, tmp_path, formula):
    export(with_tasks({"title": formula}), tmp_path / "plans.xlsx")
    (row,) = sheet_rows(tmp_path / "plans.xlsx")
    assert row["title"].data_type != "f"
    # openpyxl leaves the escape of control characters as it is stored.
    assert row["title"].value.replace("_x000D_", "\r") == formula


@pytest.mark.parametrize(
    "text",
    ["<r>智慧</r>", "<r><t>a</t></r>", "a & b < c > d", "\x00\x0b", "http://example.com", "'x"],
)
def test_text_of_a_workbook_is_never_markup(with_tasks, tmp_path, text):
    export(with_tasks({"title": text}), tmp_path / "plans.xlsx")
    (row,) = sheet_rows(tmp_path / "plans.xlsx")
    stored = text.replace("\x00", "_x0000_").replace("\x0b", "_x000B_")
    assert row["title"].value == stored
    assert row["title"].hyperlink is None


def test_text_longer_than_a_cell_is_cut_and_said(with_tasks, tmp_path):
    rows = [{"task_id": "plan:001"}, {"task_id": "plan:002", "text": "养" * 40_000}]
    report = export(with_tasks(*rows), tmp_path / "plans.xlsx")
    assert report.cut == (("tasks", 3, "text", 40_000),)
    cell = sheet_rows(tmp_path / "plans.xlsx")[1]["text"].value
    assert len(cell) == 32_767
    assert cell.startswith("养养养")
    assert "40000 characters" in cell


@pytest.mark.parametrize("length", [32_767, 16_383])
def test_text_that_just_fits_is_whole(with_tasks, tmp_path, length):
    text = ("养" if length > 20_000 else "𠀀") * length
    report = export(with_tasks({"text": text}), tmp_path / "plans.xlsx")
    assert report.cut == ()
    assert sheet_rows(tmp_path / "plans.xlsx")[0]["text"].value == text


def test_day_before_the_first_of_excel_is_written_as_text(with_tasks, tmp_path):
    export(with_tasks({"deadline": date(1899, 12, 31)}), tmp_path / "plans.xlsx")
    assert sheet_rows(tmp_path / "plans.xlsx")[0]["deadline"].value == "1899-12-31"


def test_workbook_is_a_sound_archive(tables, tmp_path):
    export(tables, tmp_path / "plans.xlsx")
    assert zipfile.ZipFile(tmp_path / "plans.xlsx").testzip() is None


def test_names_stand_beside_ids_in_both_languages(tables, tmp_path):
    export(tables, tmp_path / "plans.xlsx")
    row = sheet_rows(tmp_path / "plans.xlsx", "responsibilities")[0]
    assert list(row)[2:6] == ["document_id", "place_id", "place_en", "place_zh"]
    assert (row["agency_id"].value, row["agency_en"].value, row["agency_zh"].value) == (
        "civil_affairs",
        "Civil affairs",
        "民政",
    )
    theme = sheet_rows(tmp_path / "plans.xlsx", "themes")[0]
    assert all(theme[f"theme_{lang}"].value for lang in ("en", "zh"))
    documents = sheet_rows(tmp_path / "plans.xlsx", "documents")
    assert list(documents[0]) == tables["documents"].column_names


def test_sheet_of_columns_describes_every_column_of_every_sheet(tables, tmp_path):
    export(tables, tmp_path / "plans.xlsx")
    workbook = openpyxl.load_workbook(tmp_path / "plans.xlsx")
    told = sheet_rows(tmp_path / "plans.xlsx", "columns")
    assert [(row["table"].value, row["column"].value) for row in told] == [
        (name, cell.value) for name in TABLES for cell in next(workbook[name].iter_rows())
    ]
    assert all(row["description"].value and row["missing"].value for row in told)
    (role,) = [row for row in told if row["column"].value == "role"]
    assert role["codes"].value == "lead, support, responsible"


def test_values_come_back_as_they_are_in_the_tables(tables, tmp_path):
    export(tables, tmp_path / "plans.xlsx")
    for name, table in tables.items():
        rows = sheet_rows(tmp_path / "plans.xlsx", name)
        for column in table.column_names:
            found = [row[column].value for row in rows]
            found = [each.date() if isinstance(each, datetime) else each for each in found]
            assert found == table[column].to_pylist(), (name, column)
