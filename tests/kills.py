"""Kill commands at every change of a file, and hold that what is left is old or new, and whole.

``make kills`` runs it; ``python tests/kills.py --help`` tells how to run it longer or to
repeat a run. Each command runs in a project of its own. It is killed just before each
change that it makes to a file or folder (opening one to write, moving, deleting, making
a folder), and at random moments between two such changes, each stretch as often as
another. Then every file must be, byte for byte, that of before or that of a run that
nobody killed; tables, registry and decisions must read without an error and be wholly
old or wholly new; and a second run must come to where the first would have come.

A command runs in a fork of a process that has imported everything, for imports would
take most of its time and change nothing.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import re
import shutil
import signal
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from functools import partial
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from random import Random
from typing import NamedTuple

from tqdm import tqdm

from policytasks.cli import main as policytasks
from policytasks.codebook import load_codebook
from policytasks.corrections import (
    CorrectionCells,
    load_corrections,
    pointing_at,
    write_cells,
)
from policytasks.importing.remove import remove_document
from policytasks.registry import read_registry
from policytasks.review import read_sample, sheet_of
from policytasks.review.answers import AnswerCells
from policytasks.tables import read_tables

ROOT = Path(__file__).resolve().parents[1]
# Two plans are enough to have something of everything.
LEFT_OUT = ("jilin-2021-41", "jilin-city-2017-48", "jining-2024-42")
PLAN = """\
清河市人民政府办公室关于印发《清河市养老服务工作方案》的通知
清政办发〔2023〕5号
一、重点任务
（一）发展老年助餐服务。2025年年底前，新建社区食堂20个。（牵头单位：市民政局）
"""
CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate"}
PRELOADED = ["building", "cli", "corpus", "exchange", "explorer", "exporting", "figures", "review"]
TIME_LIMIT = 300
OLD = b"old"

State = dict[str, str]
"""What counts, by the name of its file or table."""


class Killed(NamedTuple):
    """A command to kill, and how to tell whether anything was lost."""

    arguments: list[str]
    state: Callable[[Path], State] = lambda _: {}
    """Reads what must be wholly old or wholly new, as a user would."""
    prepare: Callable[[Path], None] = lambda _: None
    """Makes a project ready for the command."""
    again: tuple[str, ...] = ()
    """What comes to the end of a run that was killed once the state was new, by default
    the command itself."""
    replaces: bool = False
    """Whether the files that it writes may be there already, whatever they hold."""


def digest(file: Path) -> str:
    content = file.read_bytes()
    if file.suffix == ".xlsx" and content != OLD:
        # It carries the hour in which it was written.
        with zipfile.ZipFile(file) as parts:
            names = [name for name in parts.namelist() if name != "docProps/core.xml"]
            content = b"".join(map(parts.read, names))
    return sha256(content).hexdigest()


def visible(project: Path) -> State:
    """Return the SHA-256 of each file that is no unfinished part of another."""
    files = {file.relative_to(project): file for file in project.rglob("*") if file.is_file()}
    hidden = [name for name in files if any(part.startswith(".") for part in name.parts)]
    return {str(name): digest(file) for name, file in files.items() if name not in hidden}


def tables(project: Path) -> State:
    found = read_tables(project / "data" / "tables")
    return {name: repr(table.to_pydict()) for name, table in found.items()}


def registry(project: Path) -> State:
    """Read the registry and every source that it names."""
    file = project / "data" / "documents.csv"
    for entry in read_registry(file):
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


def with_old_tables(project: Path) -> None:
    """Give a build something to replace: tables of one plan."""
    finish(project, ["parse", "new-plan.txt", "--out", "data/tables"])


def with_corrections(project: Path) -> None:
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
    with_old_tables(project)


def with_sheet(project: Path) -> None:
    """Draw a sample and find nothing right in it."""
    finish(project, ["review", "sample", "--table", "targets", "--seed", "1"])
    fill_in_sheet(project)


def fill_in_sheet(project: Path) -> None:
    """Answer the sample of a project, and find nothing right in it."""
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


FIGURES = ["figures", "--format", "png", "--lang", "en"]
KILLED: dict[str, Killed] = {
    "build": Killed(["build"], tables, with_old_tables),
    "build with corrections": Killed(["build"], tables, with_corrections),
    "build with two workers": Killed(["build", "--workers", "2"], tables, with_old_tables),
    "add": Killed(["add", "new-plan.txt"], registry),
    # What was removed just before the kill is not there to be removed again.
    "remove": Killed(["remove", "jilin-2022-1"], registry, again=("build",)),
    "review import": Killed(["review", "import", "sheet.csv", "--by", "Li"], decided, with_sheet),
    "figures": Killed([*FIGURES, "corpus_units"], replaces=True),
    "all figures": Killed(FIGURES, replaces=True),
    "explore": Killed(["explore"], replaces=True),
    "export": Killed(["export", "plans.xlsx"], replaces=True),
    "export csv": Killed(["export", "plans.csv"], replaces=True),
    "export qdpx": Killed(["export", "plans.qdpx"], replaces=True),
    "export labelstudio": Killed(["export", "plans.labelstudio.json"], replaces=True),
}


class Moment(NamedTuple):
    """When a run is killed: so many seconds after so many changes of files; 0.0 is before the next."""

    changes: int
    seconds: float


def watched(project: Path, arguments: Sequence[str], moment: Moment | None) -> None:
    """Run a command in this process, and note its changes of files; it may not survive."""
    os.chdir(project)
    for stream, name in ((1, os.devnull), (2, project.parent / "said")):
        os.dup2(os.open(name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), stream)
    changes, opened = [time.monotonic()], []
    watching = True

    def note(event: str, details: tuple) -> None:
        if not watching or event not in {*CHANGES, "open"} or not isinstance(details[0], str):
            return
        if event == "open" and not (details[2] or 0) & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            return
        path = os.path.abspath(details[0])
        if not path.startswith(f"{project}{os.sep}"):
            return
        # The first change is still to come: without a delay, the run ends before it.
        if moment is not None and moment.seconds == 0 and len(changes) == moment.changes:
            os.kill(os.getpid(), signal.SIGKILL)
        changes.append(time.monotonic())
        if event == "open":
            opened.append(path)
        set_timer()

    def set_timer() -> None:
        if moment is not None and moment.seconds and len(changes) - 1 == moment.changes:
            # Nobody handles it, so that it ends the process at once, as SIGKILL would.
            signal.setitimer(signal.ITIMER_REAL, moment.seconds)

    sys.addaudithook(note)
    set_timer()
    status = policytasks(arguments)
    watching = False
    (project.parent / "changes").write_text(json.dumps([[*changes, time.monotonic()], opened]))
    sys.exit(status)


def run(project: Path, arguments: Sequence[str], moment: Moment | None = None) -> int:
    """Run a command in a process of its own; return its exit status, or the signal negated."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([f"policytasks.{name}" for name in PRELOADED])
    process = context.Process(target=watched, args=(project, arguments, moment))
    process.start()
    process.join(TIME_LIMIT)
    if process.exitcode is None:
        process.kill()
        raise ValueError(f"still runs after {TIME_LIMIT} s")
    return process.exitcode


def finish(project: Path, arguments: Sequence[str]) -> None:
    """Run a command that nobody kills."""
    if run(project, arguments):
        raise ValueError(f"{arguments[0]} fails: {(project.parent / 'said').read_text().strip()}")


class Template(NamedTuple):
    """A project before a command, and what it is after a run that nobody kills."""

    name: str
    project: Path
    files: tuple[State, State]
    states: tuple[State, State]
    gaps: list[float]
    """Seconds from each change of a file to the next, from the start on."""


def prepared(name: str, folder: Path) -> Template:
    """Make a project for a command and see what the command does with it."""
    killed = KILLED[name]
    project = folder / "template" / "project"
    shutil.copytree(ROOT / "data", project / "data")
    (project / "new-plan.txt").write_text(PLAN, encoding="utf-8")
    for document in LEFT_OUT:
        remove_document(document, registry=project / "data" / "documents.csv")
    finish(project, ["build"])
    killed.prepare(project)
    done = copied(project, folder / "done")
    finish(done, killed.arguments)
    files = visible(done)
    if killed.replaces:
        for file in files.keys() - visible(project).keys():
            (project / file).parent.mkdir(parents=True, exist_ok=True)
            (project / file).write_bytes(OLD)
    times, opened = json.loads((done.parent / "changes").read_text())
    in_place = [path for path in opened if os.sep + "." not in path.removeprefix(str(done))]
    if in_place:
        # Half of it could be met by a kill, or by a reader.
        raise ValueError(f"{', '.join(in_place)}: written in place, not beside it")
    gaps = [later - earlier for earlier, later in pairwise(times)]
    states = killed.state(project), killed.state(done)
    return Template(name, project, (visible(project), files), states, gaps)


mended: list[State] = []
"""What killed runs have left and a second run has mended; the same need not be tried twice."""


def everything(project: Path) -> State:
    """Return the SHA-256 of each file, also of unfinished ones, whose names are drawn anew."""
    files = {str(file.relative_to(project)): file for file in project.rglob("*") if file.is_file()}
    drawn = re.compile(r"(?<=\.)\d+(?=\.part)|(?<=\.unfinished-)\w+")
    contents = {name: file.read_bytes() for name, file in files.items()}
    return {drawn.sub("", name): sha256(content).hexdigest() for name, content in contents.items()}


def copied(project: Path, folder: Path) -> Path:
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(project, folder / "project")
    return folder / "project"


def kill_one(template: Template, moment: Moment) -> str | None:
    """Kill a command; return whether that met it running ("ran", "ended"), or what was lost."""
    killed = KILLED[template.name]
    with tempfile.TemporaryDirectory(prefix="killed-", dir=template.project.parents[1]) as folder:
        project = copied(template.project, Path(folder) / "one")
        try:
            running = run(project, killed.arguments, moment) < 0
            for name, content in visible(project).items():
                if content not in [files.get(name) for files in template.files]:
                    raise ValueError(f"{name} is neither old nor new")
            gone = template.files[0].keys() & template.files[1].keys() - visible(project).keys()
            if gone:
                raise ValueError(f"{', '.join(sorted(gone))} gone")
            if killed.state(project) not in template.states:
                raise ValueError("what is left is a mixture of old and new")
            left = everything(project)
            if left not in mended:
                is_new = killed.state(project) == template.states[1]
                finish(project, killed.again if killed.again and is_new else killed.arguments)
                differs = template.files[1].items() - visible(project).items()
                if differs:
                    names = ", ".join(sorted(name for name, _ in differs))
                    raise ValueError(f"{names}: a second run gives other than one run gives")
                mended.append(left)
        except Exception as error:
            return f"{moment}: {error}"
    return "ran" if running else "ended"


def moments(template: Template, count: int, random: Random) -> list[Moment]:
    """Return each moment before a change, and random ones, so many in all or one for each change."""
    before = [Moment(number, 0.0) for number in range(1, len(template.gaps))]
    between = []
    for _ in range(count - len(before)):
        changes = random.randrange(len(template.gaps))
        between.append(Moment(changes, random.uniform(1e-6, max(template.gaps[changes], 1e-3))))
    return [*before, *between]


def kill(name: str, count: int, seed: int, pool: Executor) -> int:
    """Kill a command so many times; return how often something was lost."""
    with tempfile.TemporaryDirectory(prefix="kills-") as folder:
        template = prepared(name, Path(folder).resolve())
        drawn = moments(template, count, Random(f"{seed} {name}"))
        results = pool.map(partial(kill_one, template), drawn)
        found = list(tqdm(results, total=len(drawn), desc=name, disable=None))
    lost = [result for result in found if result not in ("ran", "ended")]
    for what in lost:
        print(f"{name}: {what}")
    print(
        f"kills: {name}: {len(found)} kills, {found.count('ran')} of them while it ran; "
        f"{len(template.gaps) - 1} changes of files, each met by one; {len(lost)} lost something",
        flush=True,
    )
    return len(lost)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; return 0, or 1 where a kill left something broken."""
    parser = argparse.ArgumentParser(description=__doc__, prog="kills.py")
    parser.add_argument(
        "--count", type=int, default=30, help="kills a command, or one a change (default: 30)"
    )
    parser.add_argument("--seed", type=int, default=0, help="seed of the moments (default: 0)")
    parser.add_argument("--only", choices=KILLED, action="append", help="a command to kill")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="kills side by side")
    arguments = parser.parse_args(argv)
    context = multiprocessing.get_context("forkserver")
    with ProcessPoolExecutor(arguments.jobs, mp_context=context) as pool:
        lost = sum(
            kill(name, arguments.count, arguments.seed, pool) for name in arguments.only or KILLED
        )
    print(f"kills: {lost} left something broken" if lost else "kills: nothing was lost")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
