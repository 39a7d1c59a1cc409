"""Kill commands at random moments, and hold that what is left is old or new, and whole.

``make kills`` runs it; ``python tests/kills.py --help`` tells how to run it longer
or to repeat a run. Each command runs in a project of its own with the registered
plans and is killed (SIGKILL) after a random share of the time that it takes. Then
the registry and the tables must read without an error and be those of before or
those of after; a written workbook or figure must be whole; and the same command
must come to its end.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random

from tqdm import tqdm

from policytasks.codebook import load_codebook
from policytasks.corrections import (
    CorrectionCells,
    load_corrections,
    pointing_at,
    write_cells,
)
from policytasks.registry import read_registry
from policytasks.review import read_sample, sheet_of
from policytasks.review.answers import AnswerCells
from policytasks.tables import read_tables

ROOT = Path(__file__).resolve().parents[1]
PLAN = """\
清河市人民政府办公室关于印发《清河市养老服务工作方案》的通知
清政办发〔2023〕5号
一、重点任务
（一）发展老年助餐服务。2025年年底前，新建社区食堂20个。（牵头单位：市民政局）
"""

State = dict[str, str]
"""The SHA-256 of each file that counts, by its name."""


def digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def tables(project: Path) -> State:
    """Read the tables as a user would; they must be whole and of one build."""
    folder = project / "data" / "tables"
    found = read_tables(folder)
    return {name: repr(table.to_pydict()) for name, table in found.items()}


def registry(project: Path) -> State:
    """Read the registry and every source that it names."""
    file = project / "data" / "documents.csv"
    entries = list(read_registry(file))
    for entry in entries:
        if isinstance(entry, Exception):
            raise entry
        source = file.parent / "sources" / entry.source
        if digest(source) != entry.sha256:
            raise ValueError(f"{source} is not what is registered")
    return {"documents.csv": digest(file)}


def decided(project: Path) -> State:
    """Read the corrections and the verdicts as a build and a reviewer would."""
    data = project / "data"
    load_corrections(data / "corrections", load_codebook(data / "codebook"))
    verdicts = [file for file in (data / "reviews").glob("*.csv") if "accuracy" not in file.name]
    for file in verdicts:
        sheet_of(file)
    files = (data / "corrections").glob("targets*.csv")
    return {file.name: digest(file) for file in files}


def workbook(project: Path) -> State:
    """Open the workbook; none is well, half of one is not."""
    file = project / "plans.xlsx"
    if not file.exists():
        return {}
    with zipfile.ZipFile(file) as parts:
        damaged = parts.testzip()
    if damaged:
        raise ValueError(f"{damaged} of {file} is damaged")
    return {"plans.xlsx": "whole"}


def figures(project: Path) -> State:
    """Look at the end of each picture, which tells whether it is whole."""
    for file in (project / "figures").rglob("*.png"):
        if not file.name.startswith(".") and b"IEND" not in file.read_bytes()[-16:]:
            raise ValueError(f"{file} is cut off")
    return {}


COMMANDS: dict[str, tuple[list[str], Callable[[Path], State]]] = {
    "build": (["build"], tables),
    "build with corrections": (["build"], tables),
    "build with two workers": (["build", "--workers", "2"], tables),
    "add": (["add", "new-plan.txt"], registry),
    "remove": (["remove", "jilin-2022-1"], registry),
    "review import": (["review", "import", "sheet.csv", "--by", "Li"], decided),
    "export": (["export", "plans.xlsx"], workbook),
    "figures": (["figures", "--format", "png", "--lang", "en"], figures),
}


def command(arguments: Sequence[str]) -> list[str]:
    return [sys.executable, "-m", "policytasks", *arguments]


def made(folder: Path, *, built: str) -> Path:
    """Make a project; a build must have something to replace, so its tables are of one plan."""
    project = folder / "project"
    shutil.rmtree(project, ignore_errors=True)
    shutil.copytree(ROOT / "data", project / "data")
    (project / "new-plan.txt").write_text(PLAN, encoding="utf-8")
    if built == "build with corrections":
        correct(project)
    if built == "review import":
        fill_in_sheet(project)
    if built.startswith("build"):
        parsed = [*command(["parse"]), "new-plan.txt", "--out", "data/tables"]
        subprocess.run(parsed, cwd=project, check=True, stdout=subprocess.DEVNULL)
    return project


def correct(project: Path) -> None:
    """Decide on a row of each table that has units."""
    rows = read_tables(project / "data" / "tables")
    units = {unit["task_id"]: unit for unit in rows["tasks"].to_pylist()}
    decisions = []
    for name in ("themes", "targets", "responsibilities", "clauses"):
        row = rows[name].slice(0, 1).to_pylist()[0]
        source = project / "data" / "sources" / f"{row['document_id']}.txt"
        place = pointing_at(name, row, source.read_bytes().decode(), units[row["task_id"]])
        said = {"who": "li", "when": "2026-03-01", "why": "as printed", "action": "delete"}
        decisions.append(CorrectionCells(**place, **said, field="", old="", new=""))
    write_cells(project / "data" / "corrections" / "corrections.csv", CorrectionCells, decisions)


def fill_in_sheet(project: Path) -> None:
    """Draw a sample and find nothing right in it."""
    drawn = [*command(["review", "sample"]), "--table", "targets", "--seed", "1"]
    subprocess.run(drawn, cwd=project, check=True, stdout=subprocess.DEVNULL)
    (kept,) = (project / "data" / "reviews").glob("*.json")
    sample = read_sample(kept.parent, kept.stem)
    blank = dict.fromkeys(AnswerCells.model_fields, "") | {"sample": sample.sample_id}
    lines = [{"sheet": "rows", "no": row.number, "verdict": "no row"} for row in sample.rows]
    lines += [
        {"sheet": "units", "no": str(unit.number), "wrong": "0", "missed": "0"}
        for unit in sample.units
    ]
    answers = [AnswerCells.model_validate({**blank, **line}) for line in lines]
    write_cells(project / "sheet.csv", AnswerCells, answers)


def seconds(name: str, folder: Path) -> float:
    """Return how long a command takes that nobody kills."""
    project = made(folder, built=name)
    began = time.monotonic()
    subprocess.run(command(COMMANDS[name][0]), cwd=project, check=True, stdout=subprocess.DEVNULL)
    return time.monotonic() - began


def kill_one(name: str, folder: Path, after: float) -> bool:
    """Kill a command; return whether it was still running.

    Raises
    ------
    Exception
        What is left cannot be read, is neither old nor new, or cannot be mended by the
        same command.
    """
    arguments, state = COMMANDS[name]
    project = made(folder, built=name)
    before = state(project)
    run = subprocess.Popen(
        command(arguments),
        cwd=project,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        run.wait(after)
        running = False
    except subprocess.TimeoutExpired:
        running = True
    try:
        os.killpg(run.pid, signal.SIGKILL)
    except ProcessLookupError:
        running = False
    run.wait()
    left = state(project)
    again = subprocess.run(command(arguments), cwd=project, capture_output=True, text=True)
    # What was removed just before the kill is not there to be removed again.
    if again.returncode and not (name == "remove" and left != before):
        raise ValueError(f"does not run again: {again.stderr.strip()}")
    after_all = state(project)
    if left not in (before, after_all):
        raise ValueError("what is left is neither old nor new")
    return running


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; return 0, or 1 where a kill left something broken."""
    parser = argparse.ArgumentParser(description=__doc__, prog="kills.py")
    parser.add_argument("--count", type=int, default=30, help="kills a command (default: 30)")
    parser.add_argument("--seed", type=int, default=0, help="seed of the moments (default: 0)")
    parser.add_argument("--only", choices=COMMANDS, help="the one command to kill")
    arguments = parser.parse_args(argv)
    broken = 0
    for name in [arguments.only] if arguments.only else COMMANDS:
        random = Random(f"{arguments.seed} {name}")
        running = 0
        with tempfile.TemporaryDirectory(prefix="kills-") as folder:
            takes = min(seconds(name, Path(folder)) for _ in range(2))
            for number in tqdm(range(arguments.count), desc=name, disable=None):
                after = takes * random.uniform(0.2, 1.0)
                try:
                    running += kill_one(name, Path(folder), after)
                except Exception as error:
                    broken += 1
                    print(f"{name}, kill {number} after {after:.3f} s: {error}")
        print(f"kills: {name}: {arguments.count} kills, {running} of them while it ran", flush=True)
    print(f"kills: {broken} left something broken" if broken else "kills: nothing was lost")
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
