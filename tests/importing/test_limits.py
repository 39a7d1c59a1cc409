"""Files of other formats, sizes and appetites than a document has."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys
import time
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytasks.errors import RegistryError, SourceError
from policytasks.importing import add_document, read, read_file, worker


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [
        ("plan.txt", b"%PDF-1.4 ...", "is a PDF"),
        ("plan.txt", b"PK\x03\x04" + bytes(9), "ZIP"),
        ("plan.txt", b"\n<!DOCTYPE html><html>", "is a web page"),
        ("plan.txt", b"\x89PNG\r\n", "picture"),
        ("plan.html", b"%PDF-1.4 ...", "is a PDF"),
        ("plan.html", b"PK\x03\x04" + bytes(9), "ZIP"),
        ("plan.pdf", b"PK\x03\x04" + bytes(9), "ZIP"),
        ("plan.doc", b"\xd0\xcf\x11\xe0", "ending '.doc'"),
        ("plan.mht", b"MIME-Version: 1.0", "ending '.mht'"),
        ("plan.exe", b"MZ", "ending '.exe'"),
        ("plan", b"text", "no ending"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(write, name, content, problem):
    with pytest.raises(SourceError, match=problem) as refused:
        read_file(write(name, content))
    assert refused.value.where.endswith(name)
    assert refused.value.remedy


def test_what_is_no_file_is_refused(tmp_path):
    (tmp_path / "folder.txt").mkdir()
    for name, problem in [
        ("missing.txt", "no such file"),
        ("folder.txt", "a folder"),
        ("nul\0.txt", "no such file"),
    ]:
        with pytest.raises(SourceError, match=problem):
            read_file(tmp_path / name)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_pipes_devices_and_loops_of_links_are_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "device.txt").symlink_to(os.devnull)
    (tmp_path / "endless.txt").symlink_to("/dev/zero")
    (tmp_path / "one.txt").symlink_to(tmp_path / "two.txt")
    (tmp_path / "two.txt").symlink_to(tmp_path / "one.txt")
    (tmp_path / "nowhere.txt").symlink_to(tmp_path / "missing.txt")
    for name, problem in [
        ("pipe.txt", "a pipe or a device"),
        ("device.txt", "a pipe or a device"),
        ("endless.txt", "a pipe or a device"),
        ("one.txt", "leads back to itself"),
        ("nowhere.txt", "no such file"),
    ]:
        with pytest.raises(SourceError, match=problem) as refused:
            read_file(tmp_path / name)
        assert refused.value.remedy


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_registry_that_is_no_file_is_refused_and_left_as_it_is(tmp_path, write, plan):
    registry = tmp_path / "documents.csv"
    os.mkfifo(registry)
    with pytest.raises(RegistryError, match="pipe"):
        add_document(write("a.txt", plan), registry=registry)
    assert registry.is_fifo()


def test_a_link_to_a_file_is_read(tmp_path, write, plan):
    (tmp_path / "link.txt").symlink_to(write("plan.txt", plan))
    assert read_file(tmp_path / "link.txt").text == plan


def test_a_file_beyond_the_size_is_refused_unread(tmp_path):
    path = tmp_path / "big.txt"
    with path.open("wb") as file:
        file.truncate(200 * 1024**3)
    with pytest.raises(SourceError, match="larger than 50 MiB"):
        read_file(path)


def test_a_text_beyond_the_length_is_refused(write, monkeypatch):
    monkeypatch.setattr(read, "_MOST_CHARACTERS", 40)
    sentence = "发展助餐服务，建设食堂，培训人员。"
    for name, content in [("a.txt", sentence * 3), ("a.html", f"<p>{sentence * 3}")]:
        with pytest.raises(SourceError, match="characters"):
            read_file(write(name, content))


def test_a_file_that_takes_too_long_is_given_up(write, pdf, monkeypatch):
    monkeypatch.setattr(read, "_SECONDS", 1)
    slow = zlib.compress(b"0 0 m 9 9 l S " * 2_000_000)
    content = pdf.with_streams([(slow, "/Filter /FlateDecode")])
    with pytest.raises(SourceError, match="more than 1 seconds"):
        read_file(write("slow.pdf", content))


def deflated_zeros(blocks: int) -> bytes:
    """Return a zlib stream (RFC 1950) that unpacks to so many times 16 MiB."""
    size = 16 * 1024**2
    packer = zlib.compressobj(wbits=-15)
    block = packer.compress(bytes(size)) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = (blocks * size % 65521) << 16 | 1
    return b"\x78\x9c" + block * blocks + b"\x03\x00" + checksum.to_bytes(4, "big")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows limits no process's memory")
def test_a_file_that_unpacks_beyond_the_memory_is_given_up(write, pdf, monkeypatch):
    monkeypatch.setattr(read, "_MEMORY", 300 * 1024**2)
    content = pdf.with_streams([(deflated_zeros(25), "/Filter /FlateDecode")])
    assert len(content) < 1_000_000
    with pytest.raises(SourceError, match="memory"):
        read_file(write("bomb.pdf", content))


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals of that kind")
@pytest.mark.parametrize(
    ("sign", "problem"),
    [("SIGKILL", "memory"), ("SIGXCPU", "more than 120 seconds"), ("SIGSEGV", "SIGSEGV")],
)
def test_how_the_reader_of_a_file_was_ended_is_said(write, tmp_path, monkeypatch, sign, problem):
    package = tmp_path / "ending" / "lxml"
    package.mkdir(parents=True)
    ending = f"import os, signal\nos.kill(os.getpid(), signal.{sign})\n"
    (package / "__init__.py").write_text(ending)
    monkeypatch.syspath_prepend(package.parent)
    with pytest.raises(SourceError, match=problem) as refused:
        read_file(write("page.html", "<p>一、总体要求，任务，措施。"))
    assert refused.value.remedy


def test_what_a_reader_that_breaks_complained_of_is_said(write, tmp_path, monkeypatch):
    package = tmp_path / "broken" / "lxml"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise SystemExit('the disk is gone')")
    monkeypatch.syspath_prepend(package.parent)
    with pytest.raises(SourceError, match="the disk is gone"):
        read_file(write("page.html", "<p>一、总体要求，任务，措施。"))


def test_where_no_process_can_be_started_that_is_said(write, monkeypatch):
    def full(*_, **__):
        raise OSError(24, "Too many open files")

    monkeypatch.setattr(subprocess, "run", full)
    with pytest.raises(SourceError, match="Too many open files") as refused:
        read_file(write("page.html", "<p>一、总体要求，任务，措施。"))
    assert refused.value.remedy


_CALLER = """
import sys
from policytasks.importing import read_file
read_file(sys.argv[1])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there a process cannot tell")
def test_the_reader_of_a_file_ends_with_its_caller(write, tmp_path):
    package = tmp_path / "waiting" / "lxml"
    package.mkdir(parents=True)
    mark = tmp_path / "pid"
    (package / "__init__.py").write_text(
        "import os, pathlib, time\n"
        f"pathlib.Path({str(mark)!r}).write_text(str(os.getpid()))\n"
        "time.sleep(60)\n"
    )
    path = os.pathsep.join([str(package.parent), *sys.path])
    caller = subprocess.Popen(
        [sys.executable, "-c", _CALLER, write("page.html", "<p>一、任务。")],
        env=os.environ | {"PYTHONPATH": path},
    )
    _wait_for(lambda: mark.exists() and mark.read_text())
    caller.kill()
    caller.wait()
    _wait_for(lambda: not _is_running(int(mark.read_text())))


def _wait_for(condition) -> None:
    end = time.monotonic() + 30
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.05)


def _is_running(process: int) -> bool:
    """Whether a process has not ended; one that nobody has asked after yet has."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    status = pathlib.Path(f"/proc/{process}/stat")
    return not (status.exists() and status.read_text().rpartition(")")[2].split()[0] == "Z")


def test_without_the_optional_libraries_the_message_names_them(write, tmp_path, monkeypatch):
    package = tmp_path / "without" / "lxml"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text(
        "raise ModuleNotFoundError(\"No module named 'lxml'\", name='lxml')"
    )
    monkeypatch.syspath_prepend(package.parent)
    with pytest.raises(SourceError, match="lxml") as refused:
        read_file(write("page.html", "<p>一、总体要求，任务，措施。"))
    assert 'pip install "policytasks[import]"' in refused.value.remedy


def test_a_module_in_the_working_directory_is_not_run(write, tmp_path, monkeypatch):
    write("lxml.py", "raise SystemExit('run')")
    monkeypatch.chdir(tmp_path)
    sentence = "发展助餐服务，建设老年食堂，培训护理人员。"
    assert read_file(write("page.html", f"<p>{sentence}")).text == f"{sentence}\n"


# The first example of a format waits for its library to be imported.
@given(st.sampled_from(["html", "docx", "pdf"]), st.binary(max_size=200))
def test_no_bytes_bring_anything_but_the_documented_error(format_, content):
    starts = {"html": b"<p>", "docx": b"PK\x03\x04", "pdf": b"%PDF-1.4\n"}
    try:
        worker.read_as(format_, starts[format_] + content)
    except SourceError as error:
        assert error.remedy
