"""The registry and the texts are read strictly, and faults are named with their remedy."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from policytasks.errors import RegistryError, SourceError
from policytasks.sources import (
    RegistryEntry,
    decode,
    describe,
    load_file,
    load_registered,
    read_registry,
)

ROOT = Path(__file__).parents[1]


def read_all(registry: Path) -> list[RegistryEntry | RegistryError]:
    return list(read_registry(registry))


def test_registered_sources_are_the_ones_published():
    for entry in read_registry(ROOT / "data" / "documents.csv"):
        text, document = load_registered(entry)
        assert text.encode() == entry.path.read_bytes()
        assert document.characters == len(text)


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
        ({"document_id": ""}, "no document_id", "fill it in"),
        ({"title": " "}, "no title", "fill it in"),
        ({"source": ""}, "no source", "fill it in"),
        ({"document_id": "jilin:2021"}, "'jilin:2021'", "colons"),
        ({"document_id": "../jilin"}, "'../jilin'", "slashes"),
        ({"document_id": "jilin\u202e2021"}, r"'jilin\u202e2021'", "invisible"),
        ({"place_id": "a/b"}, "'a/b'", "slashes"),
        ({"level": "city"}, "'city'", "province, prefecture, county, national"),
        ({"issued": "2021/11/25"}, "'2021/11/25'", "2021-11-25"),
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
        (b"\xd0\xcf\x11\xe0...", "Word"),
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


def test_file_outside_the_registry_describes_itself(tmp_path, city_plan):
    path = tmp_path / "三亚方案 (2023).v2.txt"
    path.write_text(city_plan, encoding="utf-8")
    text, document = load_file(path)
    assert text == city_plan
    assert document.document_id == "三亚方案 (2023).v2"
    assert document.number == "清政办发〔2023〕5号"
    assert (document.place_zh, document.level) == ("清河市", "prefecture")
    assert document.place_id is None
    assert document.source == path.name


def test_file_whose_name_cannot_be_an_id(tmp_path, city_plan):
    path = tmp_path / "a:b.txt"
    path.write_text(city_plan, encoding="utf-8")
    with pytest.raises(SourceError, match="rename it"):
        load_file(path)


def test_what_is_known_counts_more_than_what_is_found(city_plan):
    document = describe(city_plan, document_id="plan", place_id="x", level="county")
    assert (document.place_id, document.level) == ("x", "county")
    assert document.place_zh == "清河市"


@pytest.mark.parametrize(
    ("text", "known", "problem"),
    [
        ("", {}, "is empty"),
        ("\ufeff\n", {}, "is empty"),
        ("一、目标\ud800", {}, "surrogate pair at offset 4"),
        ("一、目标", {"document_id": "a:b"}, "cannot be a document_id"),
        ("一、目标", {"level": "village"}, "'village' is unknown"),
    ],
)
def test_text_that_cannot_be_described(text, known, problem):
    with pytest.raises(SourceError, match=problem):
        describe(text, **{"document_id": "plan", **known})
