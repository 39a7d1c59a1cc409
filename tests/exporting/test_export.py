"""Files are written whole or not at all, and by the ending of their name."""

from __future__ import annotations

import pyarrow as pa
import pytest

from policytasks.cli import main
from policytasks.errors import PolicyTasksError
from policytasks.exporting import export


@pytest.mark.parametrize("name", ["plans.xlsx", "plans.csv", "PLANS.XLSX", "a.graphml", "a.jsonl"])
def test_nothing_but_the_files_is_left_and_old_ones_are_replaced(tables, tmp_path, name):
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / name).write_text("old")
    report = export(tables, folder / name)
    assert sorted(folder.iterdir()) == sorted(report.files)
    assert (folder / name).read_bytes() != b"old"


@pytest.mark.parametrize(
    ("name", "module"),
    [
        ("plans.xlsx", "workbook"),
        ("plans.csv", "delimited"),
        ("plans.graphml", "delimited"),
        ("plans.jsonl", "annotations"),
    ],
)
def test_failure_leaves_the_old_file(tables, tmp_path, monkeypatch, name, module):
    folder = tmp_path / "out"
    folder.mkdir()
    (folder / name).write_text("old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("policytasks.exporting." + module + ".rows", full)
    with pytest.raises(PolicyTasksError, match="No space left"):
        export(tables, folder / name)
    assert [path.name for path in folder.iterdir()] == [name]
    assert (folder / name).read_text() == "old"


def test_folder_that_is_not_there(tables, tmp_path):
    with pytest.raises(
        PolicyTasksError, match=r"nowhere/plans\.xlsx.*check that the folder exists"
    ):
        export(tables, tmp_path / "nowhere" / "plans.xlsx")


def test_other_endings_are_refused(tables, tmp_path):
    with pytest.raises(PolicyTasksError, match=r"\.xlsx, \.csv, \.graphml, \.jsonl"):
        export(tables, tmp_path / "plans.ods")


def test_table_with_more_rows_than_a_sheet(tables, tmp_path):
    many = {"themes": pa.nulls(1_048_576).cast(pa.int32())}
    with pytest.raises(PolicyTasksError, match=r"1048576 rows.*export to CSV"):
        export(tables | {"themes": pa.table(many)}, tmp_path / "plans.xlsx")


@pytest.mark.parametrize("name", ["plans.csv", "network.graphml", "plans.jsonl"])
def test_same_tables_give_the_same_bytes(tables, tmp_path, name):
    found = []
    for folder in (tmp_path / "first", tmp_path / "second"):
        folder.mkdir()
        report = export(tables, folder / name)
        found.append([(path.name, path.read_bytes()) for path in report.files])
    assert found[0] == found[1]


def test_command_names_the_files_and_the_cells_that_were_guarded(
    with_tasks, project, monkeypatch, capsys
):
    hostile = with_tasks({"title": "=1+1"})
    monkeypatch.setattr("policytasks.tables.read_tables", lambda _: hostile)
    assert main(["export", "plans.csv"]) == 0
    told = capsys.readouterr()
    assert "plans-columns.csv" in told.out
    assert "tasks, row 2: a spreadsheet would run title as a formula" in told.err
