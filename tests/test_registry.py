"""The registry is read strictly, and each fault is named with its line and remedy."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from policytasks.errors import RegistryError
from policytasks.registry import RegistryEntry, read_registry


def read_all(registry: Path) -> list[RegistryEntry | RegistryError]:
    return list(read_registry(registry))


def test_registry_gives_what_it_says_and_null_for_empty_cells(project):
    first, second = read_all(project.registry)
    assert (first.document_id, second.document_id) == ("qinghe-2023-5", "dongshan-2022-8")
    assert first.number is None
    assert first.published is None
    assert str(first.issued) == "2023-03-01"
    assert (first.line, second.line) == (2, 3)


def test_registry_from_excel_with_byte_order_mark_and_further_columns(project):
    text = project.registry.read_text(encoding="utf-8")
    lines = [line + ",my note" for line in text.splitlines()]
    lines[0] = lines[0].replace("my note", "remarks")
    project.registry.write_text("\r\n".join(lines), encoding="utf-8-sig", newline="")
    assert [entry.document_id for entry in read_registry(project.registry)] == [
        "qinghe-2023-5",
        "dongshan-2022-8",
    ]


def test_line_of_a_row_behind_a_cell_with_a_line_break(project):
    project.rows[0]["title"] = "关于养老服务的\n意见"
    project.rows[1]["level"] = "village"
    project.register()
    _, error = read_all(project.registry)
    assert "line 4" in error.where


@pytest.mark.parametrize(
    ("cells", "problem", "remedy"),
    [
        ({"document_id": ""}, "document_id is empty", "fill it in"),
        ({"title": " "}, "title is empty", "fill it in"),
        ({"source": ""}, "source is empty", "fill it in"),
        ({"document_id": "jilin:2021"}, "'jilin:2021'", "colons"),
        ({"document_id": "../jilin"}, "'../jilin'", "slashes"),
        ({"document_id": "jilin\u202e2021"}, r"'jilin\u202e2021'", "invisible"),
        ({"place_id": "a/b"}, "'a/b'", "slashes"),
        ({"level": "city"}, "'city'", "'province', 'prefecture', 'county' or 'national'"),
        ({"issued": "11/25/2021"}, "'11/25/2021'", "2021-11-25"),
        ({"document_id": ".."}, "'..'", "slashes"),
        ({"document_id": "."}, "'.'", "slashes"),
        ({"document_id": "CON"}, "'CON'", "slashes"),
        ({"document_id": "nul.txt"}, "'nul.txt'", "slashes"),
        ({"source": "a\0b.txt"}, "source", "invisible"),
        ({"issued": "20211125"}, "'20211125'", "2021-11-25"),
        ({"issued": "2021-02-30"}, "'2021-02-30'", "2021-11-25"),
        ({"issued": "2023-03-01", "published": "2023-02-01"}, "lies before", "look both up"),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, dict) else "",
)
def test_fault_in_a_row_is_named_and_the_other_rows_are_read(project, cells, problem, remedy):
    project.rows[0] |= cells
    project.register()
    error, other = read_all(project.registry)
    assert isinstance(error, RegistryError)
    assert error.where == f"{project.registry}, line 2"
    assert problem in error.problem
    assert remedy in error.remedy
    assert other.document_id == "dongshan-2022-8"


def test_duplicate_id_names_the_line_of_the_first(project):
    project.rows[1]["document_id"] = "qinghe-2023-5"
    project.register()
    first, error = read_all(project.registry)
    assert first.document_id == "qinghe-2023-5"
    assert "line 2" in error.problem
    assert "line 3" in error.where


def test_one_place_id_cannot_name_two_places(project):
    project.rows[1]["place_id"] = "qinghe"
    project.register()
    _, error = read_all(project.registry)
    assert "'东山省'" in error.problem
    assert "'清河市' in line 2" in error.problem


@pytest.mark.parametrize(("cells", "word"), [(["a"] * 14, "more"), (["a"] * 3, "fewer")])
def test_wrong_number_of_cells(project, cells, word):
    with project.registry.open("a", encoding="utf-8", newline="") as file:
        csv.writer(file).writerow(cells)
    *_, error = read_all(project.registry)
    assert f"{word} cells" in error.problem
    assert "line 4" in error.where


def test_missing_column_is_named(project):
    text = project.registry.read_text(encoding="utf-8")
    project.registry.write_text(text.replace("issued", "date"), encoding="utf-8")
    with pytest.raises(RegistryError, match="no column issued"):
        read_all(project.registry)


def test_missing_registry(tmp_path):
    with pytest.raises(RegistryError, match=r"no such registry.*--documents"):
        read_all(tmp_path / "documents.csv")


def test_empty_registry(project):
    project.rows.clear()
    project.register()
    with pytest.raises(RegistryError, match="registers no document"):
        read_all(project.registry)


@pytest.mark.parametrize(
    ("codec", "name"), [("gb18030", "GB18030"), ("utf-16", "UTF-16"), ("utf-16-le", "UTF-16")]
)
def test_registry_in_another_encoding(project, codec, name):
    text = project.registry.read_text(encoding="utf-8")
    project.registry.write_bytes(text.encode(codec))
    with pytest.raises(RegistryError, match=rf"{name}.*save it as UTF-8"):
        read_all(project.registry)


def test_quotation_mark_that_is_not_closed(project):
    with project.registry.open("a", encoding="utf-8") as file:
        file.write('new-id,"清河\n')
    with pytest.raises(RegistryError, match=r"no valid CSV.*quotation mark"):
        read_all(project.registry)


@pytest.mark.parametrize("written", ["2021/11/25", "2021-11-25", "2021.11.25", "2021年11月25日"])
def test_dates_as_a_spreadsheet_rewrites_them_are_read(project, written):
    project.rows[0] |= {"issued": written, "published": ""}
    project.register()
    assert str(read_all(project.registry)[0].issued) == "2021-11-25"


def test_ids_that_differ_by_case_only_are_one(project):
    project.rows[1]["document_id"] = "QINGHE-2023-5"
    project.register()
    _, error = read_all(project.registry)
    assert "'QINGHE-2023-5'" in error.problem
    assert "'qinghe-2023-5'" in error.problem


def test_cell_that_is_too_long_is_a_message(project):
    project.rows[1]["title"] = "长" * 200_000
    project.register()
    with pytest.raises(RegistryError, match="no valid CSV"):
        read_all(project.registry)


def test_pipe_device_or_loop_in_the_place_of_the_registry_is_refused_at_once(tmp_path):
    pipe, loop = tmp_path / "pipe.csv", tmp_path / "loop.csv"
    os.mkfifo(pipe)
    loop.symlink_to(loop)
    for path, says in ((pipe, "pipe"), (Path("/dev/zero"), "device"), (loop, "leads back")):
        with pytest.raises(RegistryError, match=says):
            read_all(path)
