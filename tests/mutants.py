"""Change the reading and the comparisons in small ways, and count what the tests notice.

``make mutants`` runs it; ``python tests/mutants.py --help`` tells how to take a larger
sample. cosmic-ray makes the changes (a comparison the other way round, a number one
higher, a condition negated), one at a time, in a copy of the checkout: what stands here is
never touched. A change that no test notices survives and is shown: either a test is
lacking, or the change makes no difference.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import TestOutcome, WorkItem, WorkResult

ROOT = Path(__file__).resolve().parents[1]
# What is changed, and the tests that are to notice it.
PARTS = {
    "src/policytasks/reading": ("tests/reading", "tests/test_roles.py", "tests/test_audit.py"),
    "src/policytasks/compare": ("tests/compare",),
}
# A change of types or of how a thing is spelled is no change of what is done.
LEFT_OUT = (
    *("core/ReplaceBinaryOperator_BitOr", "core/ExceptionReplacer", "core/RemoveDecorator"),
    *("core/ReplaceComparisonOperator_Eq_Is", "core/ReplaceComparisonOperator_Is_Eq"),
    *("core/ReplaceComparisonOperator_NotEq_IsNot", "core/ReplaceComparisonOperator_IsNot_NotEq"),
)
SECONDS = 600.0
LEAST_SHARE = 0.85
CONFIG = """\
[cosmic-ray]
module-path = "{module}"
timeout = {seconds}
excluded-modules = []
test-command = "{python} -m pytest -q -x -p no:cacheprovider {tests}"

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


def mutants(copy: Path, module: str, count: int, random: Random) -> Iterator[tuple[str, str]]:
    """Try a sample of the changes of a part; yield each one's outcome, and itself as a diff."""
    config, session = copy / "mutants.toml", copy / "mutants.sqlite"
    session.unlink(missing_ok=True)
    tests = " ".join((module, *PARTS[module]))
    config.write_text(
        CONFIG.format(module=module, seconds=SECONDS, python=sys.executable, tests=tests)
    )
    # Where the tests fail as it is, every change would seem to be noticed.
    run(copy, "baseline", config.name)
    run(copy, "init", config.name, session.name)
    with use_db(session, WorkDB.Mode.open) as database:
        items = sorted(database.work_items, key=_place)
        chosen = [item for item in items if not _is_left_out(item)]
        chosen = random.sample(chosen, min(count, len(chosen)))
        database.clear()
        database.add_work_items(chosen)
    run(copy, "exec", config.name, session.name)
    with use_db(session, WorkDB.Mode.open) as database:
        for _, result in database.completed_work_items:
            yield _outcome(result), result.diff or ""


def _place(item: WorkItem) -> tuple:
    return tuple(
        (str(m.module_path), m.start_pos, m.operator_name, m.occurrence) for m in item.mutations
    )


def _is_left_out(item: WorkItem) -> bool:
    return any(m.operator_name.startswith(LEFT_OUT) for m in item.mutations)


def _outcome(result: WorkResult) -> str:
    return "survived" if result.test_outcome == TestOutcome.SURVIVED else "killed"


def run(copy: Path, *arguments: str) -> None:
    command = [sys.executable, "-m", "cosmic_ray.cli", *arguments]
    environment = {"PYTHONPATH": str(copy / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    subprocess.run(command, cwd=copy, check=True, env={**os.environ, **environment})


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; return 0, or 1 where too few changes were noticed."""
    parser = argparse.ArgumentParser(description=__doc__, prog="mutants.py")
    parser.add_argument("--count", type=int, default=200, help="changes to try (default: 200)")
    parser.add_argument("--seed", type=int, default=0, help="seed of the sample (default: 0)")
    parser.add_argument("--only", choices=PARTS, help="the one part to change")
    arguments = parser.parse_args(argv)
    parts = [arguments.only] if arguments.only else [*PARTS]
    killed = tried = 0
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        copy = copied(Path(folder))
        for part in parts:
            random = Random(f"{arguments.seed} {part}")
            of_part = 0
            for outcome, diff in mutants(copy, part, arguments.count // len(parts), random):
                tried += 1
                of_part += 1
                killed += outcome == "killed"
                if outcome == "survived":
                    print(f"survived:\n{diff}\n")
            print(f"mutants: {part}: {of_part} tried", flush=True)
    share = killed / tried if tried else 1.0
    print(f"mutants: {killed} of {tried} noticed ({share:.0%}; at least {LEAST_SHARE:.0%})")
    return 0 if share >= LEAST_SHARE else 1


if __name__ == "__main__":
    sys.exit(main())
