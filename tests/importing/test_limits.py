"""Files of other formats, sizes and appetites than a document has."""

from __future__ import annotations

import os
import sys
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytasks.errors import SourceError
from policytasks.importing import read, read_file, worker


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
    for name in ("missing.txt", "folder.txt", "nul\0.txt"):
        with pytest.raises(SourceError):
            read_file(tmp_path / name)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    with pytest.raises(SourceError, match="no file"):
        read_file(tmp_path / "pipe.txt")


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
    with pytest.raises(SourceError, match=r"memory|makes the program"):
        read_file(write("bomb.pdf", content))


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
