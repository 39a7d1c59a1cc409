"""Worker processes end with the build, whatever ends it, and limits of the system are told."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from policytasks.building import build
from policytasks.errors import PolicyTasksError
from policytasks.workers import processes
from tests.test_building import Deadly

PLANS = 120
PATIENCE = 30.0


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "policytasks", *arguments]


def in_session(leader: int) -> list[int]:
    """Return the living processes of a session."""
    found = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            try:
                # The name of a program, between brackets, may hold blanks.
                _, _, told = (folder / "stat").read_text().rpartition(")")
            except OSError:
                continue
            state, _, _, session, *_ = told.split()
            if int(session) == leader and state != "Z":
                found.append(int(folder.name))
    return found


def wait_until(holds) -> bool:
    end = time.monotonic() + PATIENCE
    while not holds():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are seen in /proc")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGKILL"])
def test_no_worker_outlives_a_build(project, city_plan, name):
    build()
    before = project.table_bytes()
    for number in range(PLANS):
        project.rows.append(project.rows[0] | {"document_id": f"plan-{number}"})
    project.register()
    run = subprocess.Popen(
        command("build", "--workers", "2"), start_new_session=True, stderr=subprocess.PIPE
    )
    # The build, the tracker of its resources, the fork server and two workers.
    assert wait_until(lambda: len(in_session(run.pid)) >= 5)
    run.send_signal(getattr(signal, name))
    errors = run.communicate()[1].decode()
    assert wait_until(lambda: not in_session(run.pid))
    assert {file: (project.tables / file).read_bytes() for file in before} == before
    if name != "SIGKILL":
        assert run.returncode == 130
        assert errors == "policytasks: interrupted; what was there before is as it was\n"
        assert project.table_bytes() == before


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signal")
def test_worker_killed_for_memory_is_named_as_that(project):
    class Killing(Deadly):
        def submit(self, *_):
            return self.pool.submit(subprocess.run, ["sh", "-c", "sleep 1; kill -9 $PPID"])

    told = pytest.raises(PolicyTasksError, match=r"killed \(SIGKILL\).*memory.*fewer workers")
    with processes(1, preload="policytasks.building") as pool, told:
        build(executor=Killing(pool))


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limits")
@pytest.mark.parametrize("workers", ["1", "2"])
@pytest.mark.parametrize(
    ("limit", "most", "problem"),
    [("RLIMIT_FSIZE", 1000, "File too large"), ("RLIMIT_NOFILE", 6, "Too many open files")],
)
def test_limit_of_the_system_is_told_in_one_line(project, workers, limit, most, problem):
    import resource

    build()
    before = project.table_bytes()
    # Two workers need files of their own.
    most += 10 * (workers == "2" and limit == "RLIMIT_NOFILE")
    run = subprocess.run(
        command("build", "--workers", workers),
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(getattr(resource, limit), (most, most)),
    )
    assert run.returncode == 1
    (line,) = run.stderr.splitlines()
    assert line.startswith("policytasks: ") and problem in line
    assert project.table_bytes() == before
