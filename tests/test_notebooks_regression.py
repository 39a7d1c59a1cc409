"""The regression check of the notebooks fails when it should, on copies that a test may spoil."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

ROOT = Path(__file__).parents[1]
NOTEBOOK = "notebooks/03_targets.ipynb"


@pytest.fixture
def project(tmp_path) -> Path:
    """Return a copy of what a notebook needs: itself, the data and its conftest."""
    (tmp_path / "notebooks").mkdir()
    for name in (NOTEBOOK, "notebooks/conftest.py"):
        shutil.copy(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "data", tmp_path / "data")
    return tmp_path


def check(project: Path) -> subprocess.CompletedProcess:
    """Run the check as `make test` does, on the copy alone."""
    return subprocess.run(
        [
            *(sys.executable, "-m", "pytest", "--nbval", "--nbval-current-env", NOTEBOOK),
            *("--rootdir", str(project), "-c", os.devnull, "-p", "no:cacheprovider"),
            "--color=no",
        ],
        cwd=project,
        capture_output=True,
        text=True,
    )


def cells(project: Path) -> tuple[dict, list[dict]]:
    notebook = json.loads((project / NOTEBOOK).read_text("utf-8"))
    return notebook, [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def save(project: Path, notebook: dict) -> None:
    (project / NOTEBOOK).write_text(json.dumps(notebook, ensure_ascii=False), "utf-8")


def test_the_stored_notebook_passes(project):
    run = check(project)
    assert run.returncode == 0, run.stdout[-4000:]


def test_a_changed_value_in_a_table_is_shown(project):
    path = project / "data" / "tables" / "targets.parquet"
    table = pq.read_table(path)
    values = table["value"].to_pylist()
    row = next(
        number
        for number, indicator in enumerate(table["indicator_id"].to_pylist())
        if indicator == "nursing_bed_share"
    )
    values[row] += 7
    place = table.schema.get_field_index("value")
    changed = table.set_column(place, table.schema.field("value"), pa.array(values, pa.float64()))
    # The file keeps its other words about itself: only the value is another.
    about = {k: v for k, v in pq.read_metadata(path).metadata.items() if k != b"ARROW:schema"}
    pq.write_table(changed.replace_schema_metadata(about), path)
    run = check(project)
    assert run.returncode == 1
    assert f"{values[row]:g}" in run.stdout
    assert f"{values[row] - 7:g}" in run.stdout


def test_a_changed_label_in_a_figure_is_noticed(project):
    path = project / "data" / "codebook" / "indicators.toml"
    text = path.read_text("utf-8")
    label = 'en = "Nursing-type beds, share of beds in homes"'
    assert label in text
    path.write_text(text.replace(label, label.replace("Nursing", "Nurzing")), "utf-8")
    run = check(project)
    assert run.returncode == 1
    assert "Nursing-type beds" in run.stdout
    assert "Nurzing-type beds" in run.stdout


def test_a_changed_picture_alone_is_noticed(project):
    notebook, code = cells(project)
    output = next(
        output for cell in code for output in cell["outputs"] if "image/png" in output["data"]
    )
    picture = "".join(output["data"]["image/png"])
    output["data"]["image/png"] = (
        picture[:400] + ("A" if picture[400] != "A" else "B") + picture[401:]
    )
    save(project, notebook)
    run = check(project)
    assert run.returncode == 1
    assert "image/png" in run.stdout


@pytest.mark.parametrize("spoiled", ["never executed", "excepted from the check"])
def test_a_cell_that_was_not_run_or_is_excepted_fails(project, spoiled):
    notebook, code = cells(project)
    if spoiled == "never executed":
        code[1]["execution_count"] = None
    else:
        code[1]["source"] = ["# NBVAL_IGNORE_OUTPUT\n", *code[1]["source"]]
    save(project, notebook)
    run = check(project)
    assert run.returncode == 1
    assert spoiled in run.stdout
