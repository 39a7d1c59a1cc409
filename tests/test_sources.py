"""The texts are read strictly, and faults are named with their remedy."""

from __future__ import annotations

import os

import pytest

from policytasks.documents import load_registered
from policytasks.errors import SourceError
from policytasks.registry import read_registry
from policytasks.sources import decode


def load_first(project) -> str:
    return load_registered(next(iter(read_registry(project.registry))))[0]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_text_is_decoded_and_otherwise_untouched(empty_project, city_plan, line_end):
    text = "\ufeff" + city_plan.replace("\n", line_end) + "\u3000\u00a0"
    empty_project.add("qinghe", text)
    assert load_first(empty_project) == text


def test_changed_source_is_refused_with_its_new_hash(project):
    path = project.sources / "qinghe-2023-5.txt"
    path.write_bytes(path.read_bytes() + b"\n")
    with pytest.raises(SourceError) as caught:
        load_first(project)
    assert caught.value.where == str(path)
    assert project.rows[0]["sha256"] in caught.value.problem
    assert "restore the file" in caught.value.remedy


def test_hash_may_be_in_capitals(project):
    project.rows[0]["sha256"] = project.rows[0]["sha256"].upper()
    project.register()
    load_first(project)


@pytest.mark.parametrize(
    "source", ["../secret.txt", "deeper/../../secret.txt", "{root}/secret.txt"]
)
def test_source_outside_the_folder_is_refused(project, source):
    secret = project.root / "data" / "secret.txt"
    secret.write_text("机密", encoding="utf-8")
    project.rows[0]["source"] = source.format(root=secret.parent)
    project.register()
    with pytest.raises(SourceError, match="points outside"):
        load_first(project)


def test_symbolic_link_that_leads_out_of_the_folder_is_refused(project):
    secret = project.root / "secret.txt"
    secret.write_text("机密", encoding="utf-8")
    (project.sources / "link.txt").symlink_to(secret)
    project.rows[0]["source"] = "link.txt"
    project.register()
    with pytest.raises(SourceError, match="points outside"):
        load_first(project)


def test_missing_source_names_file_and_line(project):
    (project.sources / "qinghe-2023-5.txt").unlink()
    with pytest.raises(SourceError) as caught:
        load_first(project)
    assert caught.value.where.endswith("qinghe-2023-5.txt")
    assert f"{project.registry}, line 2" in caught.value.remedy


def test_folder_in_the_place_of_a_source(project):
    (project.sources / "folder.txt").mkdir()
    project.rows[0]["source"] = "folder.txt"
    project.register()
    with pytest.raises(SourceError, match="cannot be read"):
        load_first(project)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n", "is empty"),
        ("各县（区）人民政府：现将方案印发。".encode("gbk"), "GB18030"),
        ("各县（区）人民政府：现将方案印发。".encode("utf-16"), "UTF-16"),
        ("各县（区）人民政府：现将方案印发。".encode("utf-16-le"), "UTF-16"),
        ("各县（区）人民政府：现将方案印发。".encode("utf-16-be"), "UTF-16"),
        (bytes(range(256)) * 4, "binary"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04...", "DOCX"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1...", "Word"),
        ("各县（区）人民政府：现将方案印发。".encode()[:-1], "damaged character at byte 48"),
        ("清河市政府\0通知".encode(), "binary"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bytes_that_are_no_utf8_text(data, problem):
    with pytest.raises(SourceError) as caught:
        decode(data, where="plan.txt")
    assert caught.value.where == "plan.txt"
    assert problem in caught.value.problem
    assert caught.value.remedy


def test_random_bytes_are_refused():
    with pytest.raises(SourceError):
        decode(b"\xff" + os.urandom(10_000), where="plan.txt")


def test_pipe_or_loop_in_the_place_of_a_source_is_refused_at_once(project):
    os.mkfifo(project.sources / "pipe.txt")
    (project.sources / "loop.txt").symlink_to("loop.txt")
    for source, says in (("pipe.txt", "pipe"), ("loop.txt", "leads back")):
        project.rows[0]["source"] = source
        project.register()
        with pytest.raises(SourceError, match=says):
            load_first(project)
