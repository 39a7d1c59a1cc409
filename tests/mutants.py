"""Change the reading and the comparisons in small ways, and count what the tests notice.

``make mutants`` runs it; ``python tests/mutants.py --help`` tells how to take a larger
sample. cosmic-ray makes the changes (a comparison the other way round, a number one
higher, a condition negated), one at a time, in copies of the checkout: what stands here is
never touched. The tests of the changed module go first and the first that fails ends the
run, so a change that is noticed costs seconds. One that no test notices survives and is
shown: either a test is lacking, or the change makes no difference. Where the tests come to
no end in time, nothing is known; it counts as not noticed.
"""

from __future__ import annotations

import argparse
import importlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from compileall import compile_dir
from concurrent.futures import ProcessPoolExecutor, as_completed
from difflib import unified_diff
from multiprocessing import get_context
from pathlib import Path
from py_compile import PycInvalidationMode
from random import Random

import pytest
from cosmic_ray.mutating import use_mutation
from cosmic_ray.plugins import get_operator
from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import MutationSpec, WorkItem
from tqdm import tqdm

ROOT = Path(__file__).resolve().parents[1]
# What is changed, and the tests that are to notice it, those that notice most before others.
PARTS = {
    "src/policytasks/reading": (
        *("tests/reading/test_expected.py", "tests/reading/test_target_cases.py"),
        *("tests/reading", "tests/test_roles.py", "tests/test_audit.py"),
    ),
    "src/policytasks/compare": ("tests/compare",),
}
# A change of types or of how a thing is spelled is no change of what is done.
LEFT_OUT = (
    *("core/ReplaceBinaryOperator_BitOr", "core/ExceptionReplacer", "core/RemoveDecorator"),
    *("core/ReplaceComparisonOperator_Eq_Is", "core/ReplaceComparisonOperator_Is_Eq"),
    *("core/ReplaceComparisonOperator_NotEq_IsNot", "core/ReplaceComparisonOperator_IsNot_NotEq"),
)
# Tests that measure time or draw thousands of samples take half of the time of all. That
# they are not run can only make the share that is noticed smaller.
SLOW = (
    "linear_time",
    "no_faster",
    "planted_anywhere",
    "than_stated",
    "as_stated",
    "so_many_tables",
)
SECONDS = 600.0
# A test run is a fork of a process that has these, which take longer than most tests.
PRELOADED = ("hypothesis", "pandas", "pyarrow.parquet", "pydantic", "scipy.stats", "tqdm")
FORKING = get_context("fork")
LEAST_SHARE = 0.85
CONFIG = """\
[cosmic-ray]
module-path = "{module}"
timeout = {seconds}
excluded-modules = []
test-command = "pytest"

[cosmic-ray.distributor]
name = "local"
"""


def copied(folder: Path) -> Path:
    """Copy what the tests need, so that no change is made in the checkout itself."""
    copy = folder / "checkout"
    for name in ("src", "tests", "data"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", copy)
    return copy


def tested_by(copy: Path, part: str, module: Path) -> list[list[str]]:
    """Return the test files of a module, in the order of how likely they notice its change.

    Those named after it go first, then those that notice most, then all others.
    """
    own = sorted((copy / "tests" / Path(part).name).rglob(f"test_{module.stem}.py"))
    files = [file for name in PARTS[part] for file in _test_files(copy / name)]
    rest = dict.fromkeys(file for file in files if file not in own)
    stages = [own, list(rest)[:1], list(rest)[1:]]
    return [[str(file.relative_to(copy)) for file in stage] for stage in stages if stage]


def _test_files(path: Path) -> list[Path]:
    return sorted(path.rglob("test_*.py")) if path.is_dir() else [path]


def sample(copy: Path, part: str, count: int, random: Random) -> list[WorkItem]:
    """Draw a sample of the changes of a part."""
    config, session = copy / "mutants.toml", copy / "mutants.sqlite"
    config.write_text(CONFIG.format(module=part, seconds=SECONDS))
    command = [sys.executable, "-m", "cosmic_ray.cli", "init", config.name, session.name]
    subprocess.run(command, cwd=copy, check=True)
    with use_db(session, WorkDB.Mode.open) as database:
        items = sorted(database.work_items, key=_place)
    chosen = [item for item in items if not _is_left_out(item)]
    return random.sample(chosen, min(count, len(chosen)))


def tried(copy: Path, part: str, items: Iterable[WorkItem]) -> Iterator[tuple[str, str]]:
    """Test changes; yield what became of each, as it is known, and itself as a diff."""
    with ProcessPoolExecutor(
        os.cpu_count(), FORKING, initializer=_settle, initargs=(copy,)
    ) as pool:
        runs = []
        for item in items:
            (mutation,) = item.mutations
            runs.append(pool.submit(try_one, mutation, tested_by(copy, part, mutation.module_path)))
        for done in as_completed(runs):
            yield done.result()


def try_one(mutation: MutationSpec, stages: list[list[str]]) -> tuple[str, str]:
    """Make one change in the working directory, test it and take it back."""
    operator = get_operator(mutation.operator_name)(**mutation.operator_args)
    with use_mutation(mutation.module_path, operator, mutation.occurrence) as (before, after):
        outcome = tested(stages)
    name = str(mutation.module_path)
    lines = unified_diff(before.splitlines(), after.splitlines(), name, name, lineterm="")
    return outcome, "\n".join(lines)


def tested(stages: list[list[str]]) -> str:
    """Run the tests in the working directory; return whether what was changed survived.

    Tests that come to no end in time say nothing: the machine may be busy.
    """
    run = FORKING.Process(target=_run, args=(stages,))
    run.start()
    run.join(SECONDS)
    if run.exitcode is None:
        run.kill()
        run.join()
        return "out of time"
    return "killed" if run.exitcode else "survived"


def _run(stages: list[list[str]]) -> None:
    with open(os.devnull, "w") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    quickly = ["-q", "-x", "-p", "no:cacheprovider", "-k", f"not ({' or '.join(SLOW)})"]
    # That hypothesis is loaded before pytest is meant.
    quickly += ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
    # Status 5 says that no test of the stage is a quick one.
    os._exit(any(pytest.main([*quickly, *stage]) not in (0, 5) for stage in stages))


def _settle(copy: Path) -> None:
    """Give a worker a checkout of its own to change."""
    own = copy.with_name(f"{copy.name}-{os.getpid()}")
    shutil.copytree(copy, own)
    _work_in(own)


def _work_in(checkout: Path) -> None:
    os.chdir(checkout)
    sys.path.insert(0, str(checkout / "src"))
    for name in PRELOADED:
        importlib.import_module(name)


def check_unchanged(copy: Path, part: str) -> None:
    """Where the tests fail as it is, every change would seem to be noticed."""
    # By what a file says and not by when it was written, so that no change is overlooked.
    by_content = PycInvalidationMode.CHECKED_HASH
    compile_dir(copy / "src", quiet=1, invalidation_mode=by_content)
    with ProcessPoolExecutor(1, FORKING, initializer=_work_in, initargs=(copy,)) as pool:
        outcome = pool.submit(tested, tested_by(copy, part, Path(part))).result()
    if outcome != "survived":
        raise SystemExit(f"mutants: the tests of {part} are {outcome} as they are")


def _place(item: WorkItem) -> tuple:
    return tuple(
        (str(m.module_path), m.start_pos, m.operator_name, m.occurrence) for m in item.mutations
    )


def _is_left_out(item: WorkItem) -> bool:
    return any(m.operator_name.startswith(LEFT_OUT) for m in item.mutations)


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; return 0, or 1 where too few changes were noticed."""
    parser = argparse.ArgumentParser(description=__doc__, prog="mutants.py")
    parser.add_argument("--count", type=int, default=200, help="changes to try (default: 200)")
    parser.add_argument("--seed", type=int, default=0, help="seed of the sample (default: 0)")
    parser.add_argument("--only", choices=PARTS, help="the one part to change")
    arguments = parser.parse_args(argv)
    parts = [arguments.only] if arguments.only else [*PARTS]
    noticed = of_all = 0
    for part in parts:
        random = Random(f"{arguments.seed} {part}")
        killed = of_part = 0
        with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
            copy = copied(Path(folder))
            check_unchanged(copy, part)
            items = sample(copy, part, arguments.count // len(parts), random)
            outcomes = tried(copy, part, items)
            for outcome, diff in tqdm(outcomes, part, len(items), disable=None):
                of_part += 1
                killed += outcome == "killed"
                if outcome != "killed":
                    print(f"{outcome}:\n{diff}\n", flush=True)
        print(f"mutants: {part}: {killed} of {of_part} noticed", flush=True)
        noticed += killed
        of_all += of_part
    share = noticed / of_all if of_all else 1.0
    print(f"mutants: {noticed} of {of_all} noticed ({share:.0%}; at least {LEAST_SHARE:.0%})")
    return 0 if share >= LEAST_SHARE else 1


if __name__ == "__main__":
    sys.exit(main())
