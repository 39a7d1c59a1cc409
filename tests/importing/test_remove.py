"""A plan goes as it came: its row, its text, its original and its rows of the tables."""

from __future__ import annotations

import pytest

from policytasks.building import build
from policytasks.cli import main
from policytasks.errors import RegistryError
from policytasks.importing import add_document
from policytasks.importing.remove import remove_document
from policytasks.tables import read_tables


def ids(folder) -> list[str]:
    return read_tables(folder)["documents"]["document_id"].to_pylist()


def test_row_text_and_original_go_and_the_rest_stays_byte_for_byte(project, tmp_path, city_plan):
    page = tmp_path / "anping.html"
    paragraphs = "".join(f"<p>{line}</p>" for line in city_plan.splitlines())
    page.write_text(f"<html><body>{paragraphs}</body></html>", encoding="utf-8")
    before = project.registry.read_bytes()
    files = sorted(project.sources.iterdir())
    added = add_document(page, registry=project.registry, place_id="qinghe")
    assert added.original is not None and added.original.is_file()
    removal = remove_document("anping", registry=project.registry)
    assert project.registry.read_bytes() == before
    assert sorted(project.sources.iterdir()) == files
    assert set(removal.files) == {added.source, added.original}
    assert (removal.lines, removal.kept, removal.remaining) == ((4,), (), 2)


def test_command_says_what_it_did_and_builds_the_tables_without_it(project, capsys):
    build()
    assert main(["remove", "qinghe-2023-5"]) == 0
    said = capsys.readouterr()
    assert "qinghe-2023-5: removed from" in said.out and "line 2" in said.out
    assert "qinghe-2023-5.txt" in said.out
    assert said.err == ""
    assert ids(project.tables) == ["dongshan-2022-8"]


def test_with_the_last_plan_the_tables_go(project, capsys):
    build()
    assert main(["remove", "qinghe-2023-5"]) == 0
    assert main(["remove", "dongshan-2022-8"]) == 0
    assert list(project.tables.iterdir()) == []
    assert "documents.parquet" in capsys.readouterr().out


def test_unknown_id_changes_nothing_and_names_those_there_are(project, capsys):
    before = project.registry.read_bytes()
    with pytest.raises(RegistryError, match=r"'none'.*qinghe-2023-5, dongshan-2022-8"):
        remove_document("none", registry=project.registry)
    assert main(["remove", "none"]) == 1
    assert "'none'" in capsys.readouterr().err
    assert project.registry.read_bytes() == before


def test_file_that_another_row_names_or_that_lies_elsewhere_stays(project):
    secret = project.root / "data" / "secret.txt"
    secret.write_text("机密", encoding="utf-8")
    project.rows[1]["source"] = "qinghe-2023-5.txt"
    project.register()
    assert [
        file.name for file in remove_document("dongshan-2022-8", registry=project.registry).kept
    ] == ["qinghe-2023-5.txt"]
    project.rows[0]["source"] = "../secret.txt"
    project.rows.pop()
    project.register()
    removal = remove_document("qinghe-2023-5", registry=project.registry)
    assert removal.files == () and secret.is_file()


def test_row_at_fault_can_be_taken_out(project):
    project.rows[0] |= {"level": "village", "title": "两行\n标题"}
    project.register()
    removal = remove_document("qinghe-2023-5", registry=project.registry)
    assert removal.remaining == 1
    assert "village" not in project.registry.read_text(encoding="utf-8")
    assert "dongshan-2022-8" in project.registry.read_text(encoding="utf-8")


def test_registry_from_excel_stays_one(project):
    text = project.registry.read_text(encoding="utf-8").replace("\n", "\r\n")
    project.registry.write_bytes(b"\xef\xbb\xbf" + text.encode())
    remove_document("qinghe-2023-5", registry=project.registry)
    data = project.registry.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfdocument_id") and data.count(b"\r\n") == 2
