"""notebooks/execute.py stores the same bytes every time, and nothing from a run that failed."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

SCRIPT = Path(__file__).parents[1] / "notebooks" / "execute.py"


@pytest.fixture(scope="module")
def execute_script():
    """Return notebooks/execute.py as a module."""
    spec = importlib.util.spec_from_file_location("execute", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def write_notebook(path: Path, *cells: str) -> Path:
    codes = [new_code_cell(source, id=f"cell-{number}") for number, source in enumerate(cells)]
    nbformat.write(new_notebook(cells=codes), path)
    return path


def test_outputs_are_stored_and_a_second_run_changes_no_byte(execute_script, tmp_path, capsys):
    cells = ["from pathlib import Path", "for i in range(3):\n    print(i, flush=True)", "6 * 7"]
    path = write_notebook(tmp_path / "a.ipynb", *cells, "Path().resolve().name")
    assert execute_script.main([str(path)]) == 0
    first = path.read_bytes()
    assert execute_script.main([str(path)]) == 0
    assert path.read_bytes() == first

    _, printing, product, folder = nbformat.read(path, as_version=4).cells
    assert [output.text for output in printing.outputs] == ["0\n1\n2\n"]
    assert product.outputs[0].data["text/plain"] == "42"
    assert product.execution_count == 3
    assert folder.outputs[0].data["text/plain"] == repr(tmp_path.name)
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [str(path)] * 2


@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("1 / 0", "ZeroDivisionError"),
        ("import sys\nprint('no glyph', file=sys.stderr)", "cell 1 wrote to stderr:\nno glyph"),
    ],
    ids=["exception", "stderr"],
)
def test_failed_notebook_is_left_as_it_was(execute_script, tmp_path, capsys, source, message):
    path = write_notebook(tmp_path / "a.ipynb", source)
    before = path.read_bytes()
    assert execute_script.main([str(path)]) == 1
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
    error = capsys.readouterr().err
    assert str(path) in error
    assert message in error


def test_usage_is_told_when_no_notebook_is_named(execute_script, capsys):
    assert execute_script.main([]) == 2
    assert "NOTEBOOK" in capsys.readouterr().err
