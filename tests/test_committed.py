"""The tables and figures in the project are those that its sources and code give."""

from __future__ import annotations

import difflib
import io
import shutil
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).parents[1]
REMEDY = "run make and look at what changed"
# `make` draws these too, but they are too large to keep in the repository.
NOT_KEPT = {".svg", ".pdf"}
COMMAND = "import sys; from policytasks.cli import main; sys.exit(main(sys.argv[1:]))"


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory) -> Path:
    """Return a project with the same sources and codebook, built and drawn anew."""
    project = tmp_path_factory.mktemp("project")
    (project / "data").mkdir()
    shutil.copy(ROOT / "data" / "documents.csv", project / "data")
    # Hand codes decide grades, and the gallery links to the notebooks and the docs.
    for name in ("sources", "codebook", "corrections", "reference"):
        shutil.copytree(ROOT / "data" / name, project / "data" / name)
    for name in ("notebooks", "docs"):
        shutil.copytree(ROOT / name, project / name)
    for action in ("build", "explore", "figures"):
        run = subprocess.run(
            [sys.executable, "-c", COMMAND, action], cwd=project, capture_output=True, text=True
        )
        assert run.returncode == 0, run.stderr
    return project


def difference(committed: bytes, anew: bytes, suffix: str) -> str:
    """Say how two versions of a file differ, in words where the file holds a table."""
    if suffix == ".parquet":
        frames = [pd.read_parquet(io.BytesIO(each)) for each in (committed, anew)]
        texts = [frame.to_csv(index=False) for frame in frames]
    elif suffix in {".csv", ".html", ".svg"}:
        texts = [each.decode("utf-8") for each in (committed, anew)]
    else:
        texts = []
    before, after = [text.splitlines() for text in texts] or ([], [])
    lines = difflib.unified_diff(before, after, "in the project", "anew", lineterm="", n=0)
    shown = [line[:400] for line, _ in zip(lines, range(20), strict=False)]
    return "\n".join(shown) or "the same rows in other bytes, or a changed picture"


def stale(committed: Path, anew: Path) -> dict[str, str]:
    """Return the files of two folders that are not the same: name to what differs."""
    folders = [
        {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
        for folder in (committed, anew)
    ]
    found = {}
    for name in sorted(folders[0].keys() | folders[1].keys()):
        if name not in folders[1]:
            found[name] = "is no longer made"
        elif name not in folders[0]:
            if Path(name).suffix not in NOT_KEPT:
                found[name] = "is missing"
        else:
            before, after = (folder[name].read_bytes() for folder in folders)
            if before != after:
                found[name] = difference(before, after, Path(name).suffix)
    return found


@pytest.mark.parametrize("folder", ["data/tables", "figures"])
def test_committed_files_are_up_to_date(rebuilt, folder):
    assert any((rebuilt / folder).iterdir())
    found = stale(ROOT / folder, rebuilt / folder)
    report = "\n".join(f"{folder}/{name}: {what}" for name, what in found.items())
    assert not found, f"{report}\n{REMEDY}"


@pytest.fixture
def altered(rebuilt, tmp_path) -> Path:
    """Return a copy of the project that a test may alter."""
    return shutil.copytree(rebuilt, tmp_path / "altered")


def test_changed_value_in_a_table_is_shown(rebuilt, altered):
    path = altered / "data" / "tables" / "targets.parquet"
    frame = pd.read_parquet(path)
    row = frame.index[frame["value"].notna()][0]
    frame.loc[row, "value"] += 1
    frame.to_parquet(path)
    found = stale(altered / "data" / "tables", rebuilt / "data" / "tables")
    assert list(found) == ["targets.parquet"]
    lines = found["targets.parquet"].splitlines()
    assert sum(frame.loc[row, "target_id"] in line for line in lines) == 2


def test_changed_missing_and_left_over_figures_are_named(rebuilt, altered):
    figures = altered / "figures"
    changed, missing = sorted(figures.glob("*.png"))[:2]
    changed.write_bytes(changed.read_bytes()[:-1])
    missing.unlink()
    (figures / "zz_left_over.png").write_bytes(b"")
    found = stale(figures, rebuilt / "figures")
    assert list(found) == [changed.name, missing.name, "zz_left_over.png"]
    assert found[missing.name] == "is missing"
    assert found["zz_left_over.png"] == "is no longer made"
