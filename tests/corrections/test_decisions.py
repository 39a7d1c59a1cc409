"""Files of decisions are checked when they are read, in the words of the file."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from policytasks.building import build
from policytasks.cli import main
from policytasks.codebook import load_codebook
from policytasks.corrections import CorrectionCells, load_corrections, write_cells
from policytasks.errors import CorrectionError

CODEBOOK = load_codebook(Path(__file__).parents[2] / "data" / "codebook")
GOOD = {
    "document_id": "plan",
    "table": "targets",
    "action": "change",
    "unit": "（一）发展助餐",
    "quote": "新建食堂20个",
    "start": "12",
    "key": "kind=quantity; value=20",
    "field": "value",
    "old": "20",
    "new": "30",
    "who": "li",
    "when": "2026-03-01",
    "why": "the print has 30",
}


def written(tmp_path: Path, **cells: str) -> Path:
    row = {**GOOD, **cells}
    lines = [",".join(row), ",".join(f'"{cell}"' for cell in row.values())]
    (tmp_path / "by-li.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return tmp_path


def test_values_are_typed(tmp_path):
    decided = load_corrections(written(tmp_path), CODEBOOK)
    (correction,) = decided.of("plan")
    assert (correction.old, correction.new) == (20.0, 30.0)
    assert correction.key == {"kind": "quantity", "value": 20.0}
    assert correction.where.endswith("by-li.csv, line 2")
    assert decided.digest and decided.of("other") == ()


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"table": "target"}, "table 'target' is unknown"),
        ({"action": "drop"}, "action 'drop' is unknown"),
        ({"who": ""}, "who is empty"),
        ({"when": "1.3.2026"}, "when '1.3.2026' is no date"),
        ({"start": "-1"}, "start '-1' is no offset"),
        ({"quote": ""}, "quote is empty"),
        ({"unit": ""}, "unit is empty"),
        ({"field": ""}, "field is empty"),
        ({"field": "task_id"}, "'task_id' is no column of targets that can be corrected"),
        ({"new": "many"}, "value cannot be 'many'"),
        ({"new": "nan"}, "value cannot be 'nan'"),
        ({"new": "20"}, "old and new are the same"),
        ({"field": "scope", "old": "whole", "new": ""}, "scope is empty"),
        ({"field": "mode", "old": "reach", "new": "hold"}, "write one of reach, keep, add"),
        ({"field": "deadline", "old": "", "new": "2025"}, "deadline cannot be '2025'"),
        (
            {"field": "indicator_id", "old": "", "new": "hairdressers"},
            "the codebook has no indicator_id 'hairdressers'",
        ),
        ({"key": "quantity"}, "'quantity' has no column before its value"),
        ({"key": "worth=20"}, "'worth' is no column that can stand here"),
        ({"key": "value=20; value=30"}, "value stands there twice"),
        ({"action": "delete"}, "say nothing where a row is to delete"),
        ({"action": "add", "field": "", "old": "", "new": "value=3"}, "new says nothing of kind"),
        (
            {"table": "themes", "key": "", "field": "theme_id", "old": "meals", "new": "pets"},
            "the codebook has no theme_id 'pets'",
        ),
        (
            {"table": "documents", "action": "delete", "field": "", "old": "", "new": ""},
            "use `policytasks remove`",
        ),
        (
            {"table": "documents", "field": "title", "old": "", "new": "方案"},
            "correct the others in data/documents.csv",
        ),
    ],
)
def test_faults_are_named_with_file_line_and_remedy(tmp_path, cells, message):
    with pytest.raises(CorrectionError) as error:
        load_corrections(written(tmp_path, **cells), CODEBOOK)
    assert message in str(error.value)
    assert error.value.where.endswith("by-li.csv, line 2") and error.value.remedy


def test_a_missing_column_and_broken_bytes_are_named(tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("document_id,table\nplan,tasks\n", encoding="utf-8")
    with pytest.raises(CorrectionError, match="column 'action' is missing"):
        load_corrections(tmp_path, CODEBOOK)
    file.write_bytes("document_id\n养老".encode("gb18030"))
    with pytest.raises(CorrectionError, match="is not UTF-8"):
        load_corrections(tmp_path, CODEBOOK)


def test_what_was_written_is_read_back(tmp_path):
    # Words that a spreadsheet would run come back as they are.
    cells = CorrectionCells(
        **{**GOOD, "quote": "=新建食堂20个", "field": "comparator", "old": "=", "new": "~"},
    )
    write_cells(tmp_path / "new" / "a.csv", CorrectionCells, [cells])
    text = (tmp_path / "new" / "a.csv").read_text("utf-8")
    assert "'=新建" in text
    (correction,) = load_corrections(tmp_path / "new", CODEBOOK).of("plan")
    assert correction.cells.model_dump() == cells.model_dump()
    assert cells.when == date(2026, 3, 1)
    assert [path.name for path in (tmp_path / "new").iterdir()] == ["a.csv"]


def test_no_folder_and_an_empty_one_hold_no_decisions(tmp_path):
    for folder in (None, tmp_path / "none", tmp_path):
        assert load_corrections(folder, CODEBOOK).digest == ""


def test_the_command_names_both_that_contradict_each_other(corrected, capsys):
    (row,) = [r for r in corrected.rows("targets") if r["value"] == 80]
    corrected.decide("change", "targets", row, field="value", old="80", new="85")
    corrected.decide("change", "targets", row, field="value", old="80", new="90")
    before = corrected.project.table_bytes()
    assert main(["build"]) == 1
    error = capsys.readouterr().err
    assert "corrections.csv, line 3: contradicts the correction at" in error
    assert "corrections.csv, line 2 (" in error
    assert corrected.project.table_bytes() == before
    assert main(["build", "--no-corrections"]) == 0
    assert corrected.project.table_bytes() == before


def test_the_command_counts_what_people_did(corrected, capsys):
    (row,) = [r for r in corrected.rows("targets") if r["value"] == 80]
    corrected.decide("change", "targets", row, field="value", old="80", new="85")
    assert main(["build"]) == 0
    assert "by hand 1 corrected" in capsys.readouterr().out


def test_the_example_of_the_documentation_is_applied(project):
    text = (Path(__file__).parents[2] / "docs" / "corrections.md").read_text("utf-8")
    folder = project.root / "data" / "corrections"
    folder.mkdir()
    (folder / "example.csv").write_text(text.split("```csv\n")[1].split("```")[0], "utf-8")
    report = build(progress=False)
    assert report.notes == ()
    assert report.corrected == {"added": 1, "corrected": 1, "deleted": 1}
