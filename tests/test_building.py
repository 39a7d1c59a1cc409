"""Documents stream into the tables; a bad one is named and costs nothing else."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from pathlib import Path

import pytest

import policytasks.building
from policytasks.building import build, build_files
from policytasks.errors import CodebookError, PolicyTasksError, RegistryError
from policytasks.tables import read_tables
from policytasks.workers import processes

ROOT = Path(__file__).parents[1]
REAL_REGISTRY = ROOT / "data" / "documents.csv"


def document_ids(folder: Path) -> list[str]:
    return read_tables(folder)["documents"]["document_id"].to_pylist()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_registered_documents_are_built_in_their_order(project):
    report = build()
    assert report.failures == ()
    assert report.directory == project.tables
    assert document_ids(project.tables) == ["qinghe-2023-5", "dongshan-2022-8"]
    tables = read_tables(project.tables)
    assert report.rows == {name: table.num_rows for name, table in tables.items()}
    assert tables["documents"]["place_id"].to_pylist() == ["qinghe", "dongshan"]
    task_ids = tables["tasks"]["task_id"].to_pylist()
    assert task_ids.index("qinghe-2023-5:001") < task_ids.index("dongshan-2022-8:001")


@pytest.mark.parametrize("name", ["tasks", "themes", "targets", "responsibilities"])
def test_quotes_of_the_real_documents_stand_at_their_offsets(tmp_path, name):
    report = build(REAL_REGISTRY, tmp_path)
    assert report.failures == ()
    tables = read_tables(tmp_path)
    names = dict(zip(*tables["documents"].select(["document_id", "source"]), strict=True))
    texts = {
        key.as_py(): (REAL_REGISTRY.parent / "sources" / source.as_py()).read_bytes().decode()
        for key, source in names.items()
    }
    rows = tables[name].to_pylist()
    assert rows
    for row in rows:
        found = "".join(texts[row["document_id"]][row["start"] : row["end"]].split())
        assert row["end"] <= len(texts[row["document_id"]])
        if name == "tasks":
            assert found.endswith((row["text"] or "")[-5:]) or row["text"][:20] in found
        else:
            assert found == row["quote"]


def test_builds_are_identical_whoever_reads_the_documents(tmp_path):
    build(REAL_REGISTRY, tmp_path / "one")
    build(REAL_REGISTRY, tmp_path / "again")
    build(REAL_REGISTRY, tmp_path / "processes", workers=2)
    with ThreadPoolExecutor(2) as executor:
        build(REAL_REGISTRY, tmp_path / "executor", executor=executor, workers=2)
        assert executor.submit(len, "open").result() == 4
    expected = contents(tmp_path / "one")
    for name in ("again", "processes", "executor"):
        assert contents(tmp_path / name) == expected, name


def test_order_is_that_of_the_registry_when_parcels_finish_in_another(project, city_plan):
    for number in range(40):
        project.add(f"plan-{number}", city_plan)
    with BackToFront() as executor:
        build(executor=executor, workers=1)
    assert document_ids(project.tables) == [row["document_id"] for row in project.rows]
    assert executor.most_under_way <= policytasks.building._PARCELS_PER_WORKER


class BackToFront(Executor):
    """Runs what was submitted last first, when a result is asked for."""

    def __init__(self) -> None:
        self.waiting: list[tuple] = []
        self.most_under_way = 0

    def submit(self, function, /, *arguments):
        executor = self

        class Asked(Future):
            def result(self, timeout=None):
                executor.run_all()
                return super().result(timeout)

        future = Asked()
        self.waiting.append((future, function, arguments))
        self.most_under_way = max(self.most_under_way, len(self.waiting))
        return future

    def run_all(self) -> None:
        while self.waiting:
            future, function, arguments = self.waiting.pop()
            future.set_result(function(*arguments))


BAD_SOURCES = {
    "empty": (b"", "is empty"),
    "blank": (b"\n\n", "is empty"),
    "gbk": ("一、任务\n（一）发展养老。".encode("gbk"), "GB18030"),
    "utf-16": ("一、任务\n（一）发展养老。".encode("utf-16"), "UTF-16"),
    "binary": (bytes(range(256)), "binary"),
    "pdf": (b"%PDF-1.4\n", "PDF"),
}


@pytest.mark.parametrize("name", BAD_SOURCES)
def test_bad_source_is_named_and_the_others_are_built(project, name):
    data, problem = BAD_SOURCES[name]
    project.add("bad", data)
    report = build()
    (failure,) = report.failures
    assert problem in failure.problem
    assert failure.where == str(project.sources / "bad.txt")
    assert failure.remedy
    assert document_ids(project.tables) == ["qinghe-2023-5", "dongshan-2022-8"]


BAD_ROWS = {
    "missing": ({"source": "none.txt"}, "no such file"),
    "outside": ({"source": "../documents.csv"}, "points outside"),
    "absolute": ({"source": "/etc/hostname"}, "points outside"),
    "hash": ({"sha256": "0" * 64}, "is not the file"),
    "no hash": ({"sha256": ""}, "not empty"),
    "date": ({"issued": "1 March"}, "is no date"),
    "level": ({"level": "town"}, "unknown"),
    "duplicate": ({"document_id": "qinghe-2023-5"}, "stands in line 2 already"),
}


@pytest.mark.parametrize("name", BAD_ROWS)
@pytest.mark.parametrize("workers", [1, 2])
def test_bad_row_is_named_and_the_others_are_built(project, city_plan, name, workers):
    cells, problem = BAD_ROWS[name]
    project.add("bad", city_plan, **cells)
    with ThreadPoolExecutor(2) as executor:
        report = build(executor=executor if workers == 2 else None)
    (failure,) = report.failures
    assert problem in failure.problem
    assert f"{project.registry}, line 4" in str(failure) or name == "hash"
    assert failure.remedy
    assert document_ids(project.tables) == ["qinghe-2023-5", "dongshan-2022-8"]


def test_old_tables_stay_when_every_document_fails(project):
    build()
    before = project.table_bytes()
    for row in project.rows:
        row["sha256"] = "0" * 64
    project.register()
    report = build()
    assert len(report.failures) == 2
    assert set(report.rows.values()) == {0}
    assert project.table_bytes() == before


def test_old_tables_stay_when_the_registry_fails_midway(project):
    build()
    before = project.table_bytes()
    with project.registry.open("a", encoding="utf-8") as file:
        file.write('"never closed')
    with pytest.raises(RegistryError):
        build()
    assert project.table_bytes() == before


def test_fault_of_the_reader_costs_one_document(project, monkeypatch):
    read = policytasks.building.read

    def faulty(text, document, codebook):
        if document.document_id == "qinghe-2023-5":
            raise IndexError("out of range")
        return read(text, document, codebook)

    monkeypatch.setattr(policytasks.building, "read", faulty)
    report = build()
    (failure,) = report.failures
    assert "IndexError: out of range" in failure.problem
    assert "report it" in failure.remedy
    assert document_ids(project.tables) == ["dongshan-2022-8"]


def test_worker_that_dies_leaves_the_old_tables(project):
    build()
    before = project.table_bytes()
    died = pytest.raises(PolicyTasksError, match=r"worker process died.*fewer workers")
    with processes(1, preload="policytasks.building") as pool, died:
        build(executor=Deadly(pool))
    assert project.table_bytes() == before


class Deadly(Executor):
    """Has a pool of processes run what kills its worker, whatever is asked of it."""

    def __init__(self, pool: Executor) -> None:
        self.pool = pool

    def submit(self, *_):
        return self.pool.submit(os._exit, 9)


def test_codebook_that_changes_during_a_build_stops_it(project):
    themes = project.root / "data" / "codebook" / "themes.toml"

    class Editing(ThreadPoolExecutor):
        def submit(self, *arguments):
            themes.write_text(themes.read_text(encoding="utf-8") + "\n", encoding="utf-8")
            return super().submit(*arguments)

    with Editing(1) as executor, pytest.raises(CodebookError, match="began"):
        build(executor=executor)
    assert not list(project.tables.iterdir())


def test_number_of_workers_must_be_positive(project):
    with pytest.raises(ValueError, match="workers"):
        build(workers=0)


def test_bar_is_shown_when_asked_for_only(project, capsys):
    build()
    assert capsys.readouterr().err == ""
    build(progress=True)
    assert "2/2" in capsys.readouterr().err


def test_files_outside_a_registry_describe_themselves(tmp_path, city_plan, province_plan):
    files = [tmp_path / "a.txt", tmp_path / "b.txt"]
    files[0].write_text(city_plan, encoding="utf-8")
    files[1].write_text(province_plan, encoding="utf-8")
    report = build_files(files, tmp_path / "tables")
    assert report.failures == ()
    documents = read_tables(tmp_path / "tables")["documents"].to_pylist()
    assert [row["document_id"] for row in documents] == ["a", "b"]
    assert [row["place_zh"] for row in documents] == ["清河市", "东山省"]
    assert [row["level"] for row in documents] == ["prefecture", "province"]


def test_two_files_of_one_stem(tmp_path, city_plan):
    files = [tmp_path / "x" / "a.txt", tmp_path / "y" / "a.txt"]
    for file in files:
        file.parent.mkdir()
        file.write_text(city_plan, encoding="utf-8")
    report = build_files(files, tmp_path / "tables")
    (failure,) = report.failures
    assert failure.where == str(files[1])
    assert str(files[0]) in failure.problem
    assert document_ids(tmp_path / "tables") == ["a"]


def test_build_imports_no_plotting(project):
    code = (
        "import sys; from policytasks.building import build; build(); "
        "print([m for m in ('matplotlib', 'plotly', 'tqdm') if m in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"


def test_table_that_repeats_its_cells_without_end_is_refused(project):
    agencies = "、".join(f"市第{number}管理局" for number in range(500))
    rows = "\n".join(
        f"{number}\t建食堂。\t{agencies if number == 1 else '〃'}" for number in range(1, 500)
    )
    project.add("endless", f"一、任务\n（一）建食堂。建成。\n附件\n序号\t任务\t责任单位\n{rows}\n")
    report = build()
    (failure,) = report.failures
    assert re.search(
        r"more than 1\d,\d{3} rows, the most for its \d,\d{3} characters", failure.problem
    )
    assert re.fullmatch(r"endless\.txt, line \d+", failure.where)
    assert "cell of its tables" in failure.remedy
    assert document_ids(project.tables) == ["qinghe-2023-5", "dongshan-2022-8"]


def test_plan_in_which_nothing_can_be_read_is_kept_and_named(project):
    project.add("empty-plan", "今天天气很好，没有任务。")
    report = build()
    assert report.failures == ()
    (note,) = report.notes
    assert "empty-plan.txt" in note and "no numbered item" in note
    assert document_ids(project.tables) == ["qinghe-2023-5", "dongshan-2022-8", "empty-plan"]


def test_two_documents_of_one_text_or_one_number_are_named(project, city_plan):
    project.rows[0]["number"] = "清政办发〔2023〕5号"
    project.register()
    project.add("again", city_plan)
    project.add("other", city_plan + "（二）加强监管。开展检查。", number="清政办发[2023] 5号")
    report = build()
    assert report.failures == ()
    same_text, same_number = report.notes
    assert "again and qinghe-2023-5 have the same text" in same_text
    assert "other and qinghe-2023-5 have the number" in same_number


def test_files_that_nobody_registers_are_named(project):
    for name in ("stray.txt", "qinghe-2023-5.original.html", "gone.original.pdf", ".hidden"):
        (project.sources / name).write_text("一、", encoding="utf-8")
    notes = build().notes
    assert [note.split(": ")[0] for note in notes] == [
        str(project.sources / "gone.original.pdf"),
        str(project.sources / "stray.txt"),
    ]


def test_outside_a_project_nothing_is_built(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(RegistryError, match="change to a project's folder"):
        build()


def test_pattern_at_fault_is_found_before_anything_is_written(project):
    own = project.root / "data" / "codebook"
    path = own / "indicators.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub(r"patterns = \[", "patterns = ['(', ", text, count=1), encoding="utf-8")
    with pytest.raises(CodebookError, match=r"indicators\.toml, line \d+"):
        build()
    assert not project.tables.exists() or not any(project.tables.iterdir())
