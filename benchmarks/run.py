"""Measure how fast policytasks is, each figure beside a yardstick in the same run.

Usage: python benchmarks/run.py

What is measured and its yardstick take turns, so that whatever else the machine
does slows both. Prints a table and writes benchmarks/results.json.
"""

from __future__ import annotations

import csv
import json
import logging
import os
import platform
import re
import shutil
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from itertools import islice
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import jieba
import nbformat
import psutil
from generate import generate, write_plans
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

import policytasks as pt
from policytasks.schema import TABLES

__all__ = ["Comparison", "main"]

ROOT = Path(__file__).resolve().parents[1]
REGISTRY = ROOT / "data" / "documents.csv"
SOURCES = ROOT / "data" / "sources"
MORE_DOCUMENTS = ROOT.parent / "shared" / "more-documents"
NOTEBOOKS = ROOT / "notebooks"
RESULTS = Path(__file__).with_name("results.json")

TEXT_ROUNDS = 9
PROCESS_ROUNDS = 15
NOTEBOOK_ROUNDS = 3
GROWTH_ROUNDS = 3

# A plan of ordinary length, and the time on one core within which it shall be read.
PLAN, PROMISED_MILLISECONDS = 6_000, 25.0

FEW, SOME, MANY = 1_000, 4_000, 30_000
SEED = 2024
SECONDS_BETWEEN_LOOKS = 0.25

# What any pass over the text must pay: the numbers and ordinals of a plan.
FLOOR = re.compile(r"\d+(?:\.\d+)?|[一二三四五六七八九十]+、")


@dataclass(frozen=True)
class Comparison:
    """What was measured beside a yardstick, a pair of values a round.

    ``goal`` says what the median of the rounds' ratios, of the measured to the
    yardstick, should be; None where nothing was promised.
    """

    measured: str
    yardstick: str
    unit: str
    goal: str | None
    pairs: list[tuple[float, float]]

    def summary(self) -> dict[str, str | float | None]:
        """Return what results.json holds of it."""
        ratios = [measured / yardstick for measured, yardstick in self.pairs]
        return {
            "measured": self.measured,
            "yardstick": self.yardstick,
            "unit": self.unit,
            "rounds": len(self.pairs),
            "value": _rounded(median(measured for measured, _ in self.pairs)),
            "yardstick_value": _rounded(median(yardstick for _, yardstick in self.pairs)),
            "ratio": _rounded(median(ratios)),
            "smallest_ratio": _rounded(min(ratios)),
            "largest_ratio": _rounded(max(ratios)),
            "goal": self.goal,
        }


def _rounded(value: float) -> float:
    return float(f"{value:.4g}")


def _seconds(action: Callable[[], object]) -> float:
    begun = time.perf_counter()
    action()
    return time.perf_counter() - begun


# --- Reading -------------------------------------------------------------------


def compare_reading() -> Iterator[Comparison]:
    """Compare `policytasks.parse` with a segmentation and a scan of the same texts."""
    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    folders = {"the five sources": SOURCES, "more documents": MORE_DOCUMENTS}
    for name, folder in folders.items():
        texts = [path.read_bytes().decode() for path in sorted(folder.glob("*.txt"))]
        if not texts:
            _say(f"{name}: left out, there is no text in {os.path.relpath(folder, ROOT)}")
            continue
        yield from _compare_reading_of(texts, name)


def _compare_reading_of(texts: list[str], name: str) -> Iterator[Comparison]:
    def parse() -> None:
        for text in texts:
            pt.parse(text)

    def parse_into_frames() -> None:
        for text in texts:
            corpus = pt.parse(text)
            for table in TABLES:
                getattr(corpus, table)

    def segment() -> None:
        for text in texts:
            jieba.lcut(text)

    def scan() -> None:
        for text in texts:
            for _ in FLOOR.finditer(text):
                pass

    characters = sum(map(len, texts))
    rates: dict[Callable[[], None], list[float]] = {
        action: [] for action in (parse, parse_into_frames, segment, scan)
    }
    for action in rates:
        action()
    for _ in range(TEXT_ROUNDS):
        for action, found in rates.items():
            found.append(characters / _seconds(action))
    for measured, label, yardstick, yardstick_label in (
        (parse, "parse", segment, "jieba.lcut"),
        (parse_into_frames, "parse into frames", segment, "jieba.lcut"),
        (parse, "parse", scan, "one pass of a pattern"),
    ):
        pairs = list(zip(rates[measured], rates[yardstick], strict=True))
        yield Comparison(f"{label}, {name}", yardstick_label, "characters/s", None, pairs)
    # No process is measured beside a promise to tell what else the machine does, which can only
    # add to the time: the fastest round counts.
    yield Comparison(
        f"parse {PLAN:,} characters, {name}",
        "what is promised of the fastest round",
        "ms",
        "<= 1",
        [(1000 * PLAN / max(rates[parse]), PROMISED_MILLISECONDS)],
    )


# --- Whole processes -----------------------------------------------------------


def compare_processes(folder: Path) -> Iterator[Comparison]:
    """Compare the command, from start to exit, with a bare interpreter."""
    python = sys.executable
    for arguments, code, goal in (
        (["--help"], "pass", "<= 4"),
        (["build", "--out", str(folder)], "import pandas, pyarrow.parquet", "<= 1.5"),
    ):
        commands = ([_command(), *arguments], [python, "-c", code])
        for command in commands:
            _run(command)
        yield Comparison(
            f"policytasks {arguments[0]}",
            f'python -c "{code}"',
            "s",
            goal,
            [
                tuple(_seconds(lambda command=command: _run(command)) for command in commands)
                for _ in range(PROCESS_ROUNDS)
            ],
        )


def _command() -> str:
    """Return the path of the installed command."""
    command = shutil.which("policytasks", path=sysconfig.get_path("scripts"))
    if command is None:
        raise SystemExit("policytasks is not installed in this environment: use `make bench`")
    return command


def _run(command: list[str]) -> None:
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)


# --- Notebooks -----------------------------------------------------------------


def compare_notebooks() -> Iterator[Comparison]:
    """Compare each notebook with a kernel that only imports the same modules."""
    paths = sorted(NOTEBOOKS.glob("*.ipynb"))
    if not paths:
        _say("notebooks: left out, there are none")
    for path in paths:
        try:
            notebook = nbformat.read(path, as_version=4)
            imports = nbformat.v4.new_notebook(cells=[_import_cell(_modules_of(notebook))])
            pairs = [
                (
                    _seconds(lambda notebook=notebook: _execute(notebook)),
                    _seconds(lambda imports=imports: _execute(imports)),
                )
                for _ in range(NOTEBOOK_ROUNDS)
            ]
        except CellExecutionError as error:
            _say(f"{path.name}: left out, it does not run: {error.ename}: {error.evalue}")
        else:
            yield Comparison(path.name, "a kernel with the same imports", "s", None, pairs)


def _modules_of(notebook: nbformat.NotebookNode) -> list[str]:
    """Return the modules of other libraries that a notebook has loaded at its end, in order."""
    listing = nbformat.v4.new_code_cell("import sys\nprint(*sys.modules)")
    extended = nbformat.v4.new_notebook(cells=[*notebook.cells, listing])
    _execute(extended)
    names = extended.cells[-1].outputs[0].text.split()
    return [name for name in names if name.split(".")[0] not in ("__main__", "policytasks")]


def _import_cell(modules: list[str]) -> nbformat.NotebookNode:
    # Some libraries put names there that are no modules.
    return nbformat.v4.new_code_cell(
        "from contextlib import suppress\n"
        "from importlib import import_module\n"
        f"for name in {modules!r}:\n"
        "    with suppress(ImportError):\n"
        "        import_module(name)"
    )


def _execute(notebook: nbformat.NotebookNode) -> None:
    NotebookClient(
        notebook,
        kernel_name="python3",
        coalesce_streams=True,
        resources={"metadata": {"path": str(NOTEBOOKS)}},
        extra_arguments=["--log-level=ERROR"],
    ).execute()


# --- Growth --------------------------------------------------------------------


@dataclass(frozen=True)
class _Build:
    """Seconds and peak memory in MB of one build of so many plans."""

    plans: int
    seconds: float
    megabytes: float

    @property
    def milliseconds_a_plan(self) -> float:
        return 1000 * self.seconds / self.plans


def compare_growth(folder: Path) -> Iterator[Comparison]:
    """Compare builds of more and of fewer plans, and two workers with one."""
    _say(f"generating {MANY:,} plans")
    registry = write_plans(generate(REGISTRY, MANY, SEED), folder)
    registries = {plans: _beginning(registry, plans) for plans in (FEW, SOME, MANY)}

    def build(plans: int, workers: int = 1) -> _Build:
        _say(f"building {plans:,} plans with {workers} worker{'s' * (workers > 1)}")
        out = folder / f"tables-{plans}-{workers}"
        return _build(registries[plans], plans, out, workers=workers)

    def build_two_at_once() -> float:
        """Return the seconds that two builds take that have nothing to do with each other."""
        _say(f"building {FEW:,} plans twice at once")
        outs = [folder / f"tables-at-once-{number}" for number in (1, 2)]
        with ThreadPoolExecutor(len(outs)) as pool:
            builds = pool.map(lambda out: _build(registries[FEW], FEW, out, workers=1), outs)
            return max(each.seconds for each in builds)

    rounds, separate = [], []
    for _ in range(GROWTH_ROUNDS):
        rounds.append((build(FEW), build(SOME), build(SOME, workers=2)))
        separate.append(build_two_at_once())
        _hold_identical(folder / f"tables-{SOME}-1", folder / f"tables-{SOME}-2")
    # The longest takes half an hour on a slow machine, so it is done once.
    many = build(MANY)
    for plans, pairs in (
        (SOME, [(some, few) for few, some, _ in rounds]),
        (MANY, [(many, few) for few, _, _ in rounds]),
    ):
        yield Comparison(
            f"build of {plans:,} plans, time",
            f"build of {FEW:,}",
            "ms/plan",
            "<= 1.2",
            [(more.milliseconds_a_plan, few.milliseconds_a_plan) for more, few in pairs],
        )
        yield Comparison(
            f"build of {plans:,} plans, peak memory",
            f"build of {FEW:,}",
            "MB",
            "<= 1.3",
            [(more.megabytes, few.megabytes) for more, few in pairs],
        )
    yield Comparison(
        f"build of {SOME:,} plans, two workers",
        "one worker",
        "plans/s",
        ">= 1.6",
        [(SOME / shared.seconds, SOME / alone.seconds) for _, alone, shared in rounds],
    )
    # More than this no two workers can reach: what the machine gives to two processes.
    yield Comparison(
        f"two builds of {FEW:,} plans at once",
        "one alone",
        "plans/s",
        None,
        [
            (2 * FEW / seconds, FEW / few.seconds)
            for seconds, (few, _, _) in zip(separate, rounds, strict=True)
        ],
    )
    yield Comparison(
        f"build of {SOME:,} plans, two workers, peak memory",
        "one worker",
        "MB",
        None,
        [(shared.megabytes, alone.megabytes) for _, alone, shared in rounds],
    )


def _beginning(registry: Path, plans: int) -> Path:
    """Return a registry of the first plans of another, with their texts beside it."""
    folder = registry.parent / f"first-{plans}"
    (folder / "sources").mkdir(parents=True)
    path = folder / registry.name
    with registry.open("rb") as complete, path.open("wb") as file:
        file.writelines(islice(complete, 1 + plans))
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            source = Path("sources", row["source"])
            os.link(registry.parent / source, folder / source)
    return path


def _build(registry: Path, plans: int, out: Path, *, workers: int) -> _Build:
    """Build in a process of its own and watch it and its children."""
    arguments = ["--documents", str(registry), "--out", str(out), "--workers", str(workers)]
    begun = time.perf_counter()
    process = psutil.Popen([_command(), "build", *arguments], cwd=ROOT, stdout=subprocess.DEVNULL)
    peak = 0
    while True:
        try:
            process.wait(SECONDS_BETWEEN_LOOKS)
            break
        except psutil.TimeoutExpired:
            peak = max(peak, _resident_bytes(process))
    seconds = time.perf_counter() - begun
    if process.returncode:
        raise SystemExit(f"the build of {plans:,} plans failed")
    return _Build(plans, seconds, peak / 1e6)


def _resident_bytes(process: psutil.Process) -> int:
    """Return the memory of a process and its descendants; pages that they share count for each."""
    total = 0
    try:
        for each in (process, *process.children(recursive=True)):
            total += each.memory_info().rss
    except psutil.NoSuchProcess:
        # One has ended since it was listed; the next look sees the rest.
        pass
    return total


def _hold_identical(one: Path, other: Path) -> None:
    for path in one.iterdir():
        if path.read_bytes() != (other / path.name).read_bytes():
            raise SystemExit(f"{path.name} differs between one worker and two")


# --- The report ----------------------------------------------------------------


def _say(message: str) -> None:
    print(f"# {message}", file=sys.stderr, flush=True)


def _show(*cells: object) -> None:
    print("{:<44} {:>9} {:>9} {:<13} {:>6} {:>15} {:>7}  {}".format(*cells), flush=True)


def _show_summary(summary: dict[str, str | float | None]) -> None:
    spread = f"{summary['smallest_ratio']:.3g} to {summary['largest_ratio']:.3g}"
    _show(
        summary["measured"],
        _readable(summary["value"]),
        _readable(summary["yardstick_value"]),
        summary["unit"],
        f"{summary['ratio']:.3g}",
        spread,
        summary["goal"] or "",
        summary["yardstick"],
    )


def _readable(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


def _environment() -> dict[str, object]:
    libraries = ("jieba", "numpy", "pandas", "pyarrow", "pydantic")
    return {
        "python": platform.python_version(),
        "system": platform.system(),
        "machine": platform.machine(),
        "processors": os.cpu_count(),
        "policytasks": pt.__version__,
        **{name: version(name) for name in libraries},
    }


def main() -> int:
    """Measure everything and write the results; 0 when done."""
    summaries = []
    _show("measured", "value", "yardstick", "unit", "ratio", "rounds' ratios", "goal", "yardstick")
    with TemporaryDirectory(prefix="policytasks-bench-") as folder:
        for part in (
            compare_reading(),
            compare_processes(Path(folder, "five")),
            compare_notebooks(),
            compare_growth(Path(folder, "many")),
        ):
            for comparison in part:
                summaries.append(comparison.summary())
                _show_summary(summaries[-1])
    results = {"environment": _environment(), "comparisons": summaries}
    unfinished = RESULTS.with_suffix(".tmp")
    unfinished.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")
    os.replace(unfinished, RESULTS)
    return 0


if __name__ == "__main__":
    sys.exit(main())
