"""Many documents: the same bytes whoever reads them, in memory that does not grow."""

from __future__ import annotations

import hashlib
import importlib.util
import re
import subprocess
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from multiprocessing import get_context
from pathlib import Path
from types import ModuleType

import pytest

import policytasks.building
import policytasks.tables
from policytasks.building import BuildReport, build
from policytasks.registry import read_registry
from policytasks.tables import read_tables

ROOT = Path(__file__).parents[1]
REGISTRY = ROOT / "data" / "documents.csv"
PLANS = 40


def load_generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "benchmarks" / "generate.py")
    module = importlib.util.module_from_spec(spec)
    # Its dataclasses look themselves up there.
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


generator = load_generator()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


@pytest.fixture(scope="module")
def registry(tmp_path_factory) -> Path:
    """Generated plans, one of which is not the text that was registered."""
    registry = generator.write_plans(
        generator.generate(REGISTRY, PLANS, seed=7), tmp_path_factory.mktemp("many") / "plans"
    )
    (registry.parent / "sources" / "plan-000013.txt").write_text("一、", encoding="utf-8")
    return registry


@pytest.fixture(scope="module")
def alone(registry, tmp_path_factory) -> tuple[BuildReport, dict[str, bytes]]:
    """What one worker makes of the generated plans."""
    folder = tmp_path_factory.mktemp("alone")
    return build(registry, folder), contents(folder)


@contextmanager
def dask_cluster() -> Iterator[Executor]:
    from distributed import Client, LocalCluster

    with (
        LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        Client(cluster) as client,
    ):
        assert len(client.scheduler_info()["workers"]) == 2
        yield client.get_executor()


EXECUTORS: dict[str, Callable[[], AbstractContextManager[Executor]]] = {
    "threads": lambda: ThreadPoolExecutor(3),
    "spawned processes": lambda: ProcessPoolExecutor(2, mp_context=get_context("spawn")),
    "dask": dask_cluster,
}


@pytest.mark.parametrize("name", EXECUTORS)
def test_any_executor_gives_the_bytes_of_one_worker(registry, alone, tmp_path, name):
    with EXECUTORS[name]() as executor:
        report = build(registry, tmp_path, executor=executor)
    assert contents(tmp_path) == alone[1]
    assert list(map(str, report.failures)) == list(map(str, alone[0].failures))


def test_two_workers_give_the_bytes_of_one(registry, alone, tmp_path):
    report = build(registry, tmp_path, workers=2)
    assert contents(tmp_path) == alone[1]
    assert report.rows == alone[0].rows


def test_the_bad_one_of_many_is_named_and_the_others_are_built(alone, tmp_path):
    report, tables = alone
    (failure,) = report.failures
    assert "plan-000013.txt" in failure.where
    for name, data in tables.items():
        (tmp_path / name).write_bytes(data)
    documents = read_tables(tmp_path)["documents"]["document_id"].to_pylist()
    assert documents == [f"plan-{n:06d}" for n in range(1, PLANS + 1) if n != 13]


def test_memory_does_not_grow_with_the_number_of_plans(tmp_path, city_plan, monkeypatch):
    monkeypatch.setattr(policytasks.tables, "_ROWS_PER_GROUP", 64)
    (first,) = generator.generate(REGISTRY, 1, seed=0)

    def peak(count: int) -> int:
        plans = (
            generator.Plan(
                first.cells
                | {"document_id": f"plan-{number}", "source": f"{number}.txt"}
                | {"sha256": hashlib.sha256(city_plan.encode()).hexdigest()},
                city_plan,
            )
            for number in range(count)
        )
        registry = generator.write_plans(plans, tmp_path / f"{count}")
        tracemalloc.start()
        try:
            report = build(registry, tmp_path / f"tables-{count}")
            assert report.rows["documents"] == count
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(1)
    # Enough plans that every table, those with one row a plan too, has filled a group of rows.
    few, many = peak(80), peak(240)
    assert many < 1.2 * few


STOPPED = """
import os, sys
import policytasks.building, policytasks.tables
from policytasks.building import build

policytasks.tables._ROWS_PER_GROUP = 64
read = policytasks.building.read

def stopped(text, document, codebook):
    if document.document_id == "plan-000020":
        {act}
    return read(text, document, codebook)

policytasks.building.read = stopped
build(sys.argv[1], sys.argv[2])
"""


@pytest.mark.parametrize("act", ["os._exit(9)", "raise KeyboardInterrupt"])
def test_build_that_was_stopped_leaves_the_old_tables(registry, alone, tmp_path, act):
    build(REGISTRY, tmp_path)
    before = contents(tmp_path)
    run = subprocess.run(
        [sys.executable, "-c", STOPPED.format(act=act), registry, tmp_path], capture_output=True
    )
    assert run.returncode != 0
    after = {name: (tmp_path / name).read_bytes() for name in before}
    assert after == before
    assert read_tables(tmp_path)["documents"].num_rows == 5
    build(registry, tmp_path)
    assert contents(tmp_path) == alone[1]


def test_bar_tells_rate_and_time_left(registry, tmp_path, capsys):
    build(registry, tmp_path, progress=True)
    shown = capsys.readouterr().err
    assert f"{PLANS}/{PLANS}" in shown
    assert re.search(r"\[\d\d:\d\d<\d\d:\d\d, +[\d.]+ documents/s\]", shown)


def test_command_shows_no_bar_where_stderr_is_no_terminal(registry, tmp_path):
    command = [sys.executable, "-m", "policytasks", "build", "--documents", registry]
    run = subprocess.run([*command, "--out", tmp_path], capture_output=True, text=True)
    damaged, *notes = run.stderr.splitlines()
    assert "plan-000013.txt" in damaged
    # Generated plans of one source and year have its number.
    assert all("have the number" in note or "more " in note for note in notes)
    assert "documents/s" not in run.stderr and "\r" not in run.stderr


# --- The generator ---------------------------------------------------------------


def plans(count: int, seed: int) -> list:
    return list(generator.generate(REGISTRY, count, seed))


def test_the_same_seed_gives_the_same_plans_however_many():
    assert plans(6, seed=1) == plans(9, seed=1)[:6]
    assert plans(6, seed=1) != plans(6, seed=2)


def test_generated_plans_are_like_the_sources_but_none_of_them():
    entries = list(read_registry(REGISTRY))
    texts = [entry.path.read_bytes().decode() for entry in entries]
    made = plans(60, seed=3)
    assert len({plan.text for plan in made}) == len(made)
    mean = sum(map(len, texts)) / len(texts)
    assert 0.7 * mean < sum(len(plan.text) for plan in made) / len(made) < 1.4 * mean
    names = {entry.place_zh[:2] for entry in entries}
    assert not [plan for plan in made if any(name in plan.text for name in names)]
