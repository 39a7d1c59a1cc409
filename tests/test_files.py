"""Files are written whole or not at all, and known by their first bytes."""

import errno
import os

import pytest

from policytasks.files import folder_beside, kind_of_file, write_together, write_whole


def test_a_file_is_replaced_and_nothing_left_beside_it(tmp_path):
    path = tmp_path / "plan.txt"
    path.write_bytes(b"old")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_that_cannot_be_moved_leaves_the_old_one(tmp_path, monkeypatch):
    path = tmp_path / "plan.txt"
    path.write_bytes(b"old")

    def refuse(*_):
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(OSError, match="no space") as failed:
        write_whole(path, b"new")
    assert failed.value.filename == str(path)
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_where_one_of_several_files_cannot_be_written_none_is(tmp_path):
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(FileNotFoundError) as failed:
        write_together({tmp_path / "a": b"new", tmp_path / "none" / "b": b"new"})
    assert failed.value.filename == str(tmp_path / "none" / "b")
    assert (tmp_path / "a").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a"]


def test_files_of_a_folder_come_together_or_not_at_all(tmp_path):
    with folder_beside(tmp_path) as beside:
        (beside / "a").write_bytes(b"1")
        (beside / "b").write_bytes(b"2")
        assert not (tmp_path / "a").exists()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]
    with pytest.raises(ValueError, match="half"), folder_beside(tmp_path) as beside:
        (beside / "a").write_bytes(b"3")
        raise ValueError("half")
    assert (tmp_path / "a").read_bytes() == b"1"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a", "b"]


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.7", "a PDF"),
        (b"\n\n%PDF-1.4", "a PDF"),
        (b"<!-- saved --><HTML lang=zh>", "a web page"),
        (b"\x89PNG\r\n", "a picture"),
        ("一、总体要求".encode(), None),
        (b"", None),
    ],
)
def test_kinds(content, kind):
    assert kind_of_file(content) == kind
