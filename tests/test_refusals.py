"""Where the system refuses, one line names file and remedy, and what was there stays as it was."""

from __future__ import annotations

import errno
import gc
import io
import os
import re
import shutil
import sys
from itertools import count
from pathlib import Path

import pytest

from policytasks.building import build
from policytasks.cli import main
from policytasks.errors import PolicyTasksError
from policytasks.files import folder_beside
from tests.conftest import Project
from tests.kills import fill_in_sheet

NEW_PLAN = """\
江北市人民政府办公室关于印发《江北市养老服务工作方案》的通知
江政办发〔2023〕7号
一、重点任务
（一）发展老年助餐服务。2025年年底前，新建社区食堂20个。（牵头单位：市民政局）
"""
FULL = Path("/dev/full")
FIGURES = ["figures", "corpus_units", "--format", "png", "--lang", "en"]
COMMANDS = [
    ["build"],
    ["parse", "new-plan.txt", "--out", "data/tables"],
    ["add", "new-plan.txt"],
    ["remove", "dongshan-2022-8"],
    ["export", "plans.xlsx"],
    ["export", "plans.csv"],
    ["export", "plans.graphml"],
    ["export", "plans.jsonl"],
    ["export", "plans.qdpx"],
    ["export", "plans.labelstudio.json"],
    FIGURES,
    ["explore"],
    ["review", "sample", "--table", "targets", "--seed", "2"],
    ["review", "import", "sheet.csv", "--by", "Li"],
]


@pytest.fixture
def ready(project: Project, capsys: pytest.CaptureFixture[str]) -> Path:
    """A project in which every command has something to do and to replace."""
    (project.root / "new-plan.txt").write_text(NEW_PLAN, encoding="utf-8")
    assert main(["build"]) == 0
    assert main(["review", "sample", "--table", "targets", "--seed", "1"]) == 0
    fill_in_sheet(project.root)
    for folder in ("figures", "data/corrections"):
        (project.root / folder).mkdir()
    for name in ("plans.xlsx", "plans.csv", "plans.qdpx", "figures/corpus_units.en.png"):
        (project.root / name).write_bytes(b"old")
    capsys.readouterr()
    return project.root


def files(folder: Path) -> dict[str, bytes]:
    """Return every file, also hidden and unfinished ones."""
    found = (file for file in folder.rglob("*") if file.is_file())
    return {str(file.relative_to(folder)): file.read_bytes() for file in found}


def names_a_file(complaint: str) -> bool:
    """Whether it names a file or folder, and not an unfinished one."""
    return bool(re.match(r"policytasks: (?!.*/\.)[\w./-]+: ", complaint))


def hidden(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.name.startswith(".")]


class Refusals:
    """Calls that are refused from one of them on, as a system without room or files does."""

    def __init__(self, folder: Path, error: int, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder, self.error = folder, error
        self.allowed = sys.maxsize
        self.refused = False
        self._open = io.open
        for name in ("io.open", "builtins.open"):
            monkeypatch.setattr(name, self.open)
        self._patch = monkeypatch.setattr
        self.refuse("mkdir")

    def refuse(self, *names: str) -> None:
        """Refuse also these calls of `os`, whose first argument is a path."""
        for name in names:
            self._patch(os, name, self._refusing(getattr(os, name)))

    def _refusing(self, call):
        def called(path, *others, **named):
            if self._is_over(path):
                raise OSError(self.error, os.strerror(self.error), str(path))
            return call(path, *others, **named)

        return called

    def open(self, file, mode="r", *others, **named):
        concerns = self.error == errno.EMFILE or set(mode) & set("wxa+")
        if not (concerns and isinstance(file, str | Path) and self._is_over(file)):
            return self._open(file, mode, *others, **named)
        if self.error == errno.ENOSPC:
            # A file can be opened on a full disk, and is not written.
            return self._open(FULL, mode, *others, **named)
        raise OSError(self.error, os.strerror(self.error), str(file))

    def _is_over(self, path: str | Path) -> bool:
        if not os.path.abspath(path).startswith(f"{self.folder}{os.sep}"):
            return False
        self.allowed -= 1
        self.refused |= self.allowed < 0
        return self.allowed < 0


def refused_at(
    allowed: int, refusals: Refusals, command: list[str], capsys: pytest.CaptureFixture[str]
) -> str | None:
    """Run a command with so many calls allowed; return its complaint, or None if it needs no more."""
    capsys.readouterr()
    refusals.allowed, refusals.refused = allowed, False
    status = main(command)
    refusals.allowed = sys.maxsize
    gc.collect()
    said = capsys.readouterr().err.splitlines()
    if not refusals.refused:
        assert status == 0
        return None
    assert status == 1
    (line,) = said
    return line


@pytest.mark.skipif(not FULL.exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: " ".join(command[:2]))
def test_full_disk_is_told_in_one_line_whenever_it_is_met(ready, command, monkeypatch, capsys):
    refusals = Refusals(ready, errno.ENOSPC, monkeypatch)
    unheard = []
    monkeypatch.setattr(sys, "unraisablehook", unheard.append)
    for allowed in count():
        before = files(ready)
        complaint = refused_at(allowed, refusals, command, capsys)
        if complaint is None:
            break
        assert complaint.endswith("No space left on device (make room on the disk)")
        assert names_a_file(complaint)
        after = files(ready)
        if command[0] == "remove" and after["data/documents.csv"] != before["data/documents.csv"]:
            # The tables alone are missing, which the next build makes.
            del before["data/documents.csv"], before["data/sources/dongshan-2022-8.txt"]
            command = ["build"]
        assert before.items() <= after.items()
        assert not hidden(ready)
        assert not unheard
    assert allowed


@pytest.mark.parametrize(
    # The figures are written as the explorer is.
    "command",
    [command for command in COMMANDS if command != FIGURES],
    ids=lambda command: " ".join(command[:2]),
)
def test_read_only_disk_is_told_in_one_line(ready, command, monkeypatch, capsys):
    refusals = Refusals(ready, errno.EROFS, monkeypatch)
    refusals.refuse("replace", "rename", "unlink", "rmdir")
    before = files(ready)
    complaint = refused_at(0, refusals, command, capsys)
    assert complaint is not None
    assert "Read-only file system (it is on a disk that cannot be written to" in complaint
    assert names_a_file(complaint)
    assert files(ready) == before


@pytest.mark.parametrize(
    "command",
    [["build"], ["add", "data/sources/new.txt", "--id", "new-plan"]],
    ids=lambda it: it[0],
)
def test_no_more_files_is_told_in_one_line_whenever_it_is_met(ready, command, monkeypatch, capsys):
    shutil.copy(ready / "new-plan.txt", ready / "data" / "sources" / "new.txt")
    refusals = Refusals(ready / "data" / "sources", errno.EMFILE, monkeypatch)
    for allowed in count():
        before = files(ready)
        complaint = refused_at(allowed, refusals, command, capsys)
        if complaint is None:
            break
        assert "Too many open files (let a process open more files (ulimit -n))" in complaint
        assert names_a_file(complaint)
        assert files(ready) == before
        assert not hidden(ready)
    assert allowed > 1


def test_file_that_cannot_be_replaced_is_named(ready, monkeypatch, capsys):
    """As one that Excel has open."""
    refusals = Refusals(ready, errno.EACCES, monkeypatch)
    really_replace = os.replace

    def replace(source, target):
        if Path(target).name == "plans-targets.csv":
            raise PermissionError(errno.EACCES, "Permission denied", str(source))
        really_replace(source, target)

    monkeypatch.setattr(os, "replace", replace)
    assert main(["export", "plans.csv"]) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("policytasks: plans-targets.csv: cannot be written: Permission denied (")
    assert "no other program has it open" in line
    assert not hidden(ready)
    assert not refusals.refused


def test_unfinished_folder_goes_also_where_no_more_files_can_be_opened(tmp_path):
    resource = pytest.importorskip("resource")
    limits = resource.getrlimit(resource.RLIMIT_NOFILE)
    spent = []
    try:
        with pytest.raises(OSError, match="Too many"), folder_beside(tmp_path) as beside:
            (beside / "a").write_bytes(b"1")
            lowest = os.dup(0)
            os.close(lowest)
            resource.setrlimit(resource.RLIMIT_NOFILE, (lowest + 1, limits[1]))
            while True:
                spent.append(os.open(os.devnull, os.O_RDONLY))
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, limits)
        for descriptor in spent:
            os.close(descriptor)
    assert not list(tmp_path.iterdir())


def test_no_document_is_left_out_for_want_of_files(project, monkeypatch):
    build()
    before = project.table_bytes()
    really_read = Path.read_bytes

    def read_bytes(path):
        if path.name == "dongshan-2022-8.txt":
            raise OSError(errno.EMFILE, os.strerror(errno.EMFILE), str(path))
        return really_read(path)

    monkeypatch.setattr(Path, "read_bytes", read_bytes)
    with pytest.raises(PolicyTasksError, match=r"dongshan.*Too many open files.*ulimit -n"):
        build()
    monkeypatch.undo()
    assert project.table_bytes() == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("data/corrections/decided.csv", ["build"]),
        ("pipe.csv", ["review", "import", "pipe.csv", "--by", "Li"]),
        ("pipe.xlsx", ["review", "import", "pipe.xlsx", "--by", "Li"]),
        ("pipe.qdpx", ["review", "import", "pipe.qdpx", "--by", "Li"]),
        ("data/tables/themes.parquet", ["audit"]),
    ],
)
def test_pipe_in_the_place_of_a_file_is_refused_at_once(ready, name, command, capsys):
    (ready / name).unlink(missing_ok=True)
    os.mkfifo(ready / name)
    assert main(command) == 1
    (line,) = capsys.readouterr().err.splitlines()
    assert name in line
    assert "is no file but a pipe or a device" in line
