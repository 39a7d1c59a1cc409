"""Projects hold what the standard asks for; what is none is refused."""

from __future__ import annotations

import re
import zipfile
from xml.etree import ElementTree

import pytest

from policytasks.errors import ReviewError
from tests.exchange.conftest import CITY, CODEBOOK, XML, change_project, pack, parts_of

GUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
# The order of elements within each, and the attributes that must be there, as in the schema.
ORDER = {
    "Project": ["Users", "CodeBook", "Sources"],
    "TextSource": ["Description", "PlainTextSelection"],
    "PlainTextSelection": ["Coding"],
    "Coding": ["CodeRef"],
    "Code": ["Description", "Code"],
}
REQUIRED = {
    "Project": ["name"],
    "User": ["guid"],
    "Code": ["guid", "name", "isCodable"],
    "TextSource": ["guid"],
    "PlainTextSelection": ["guid", "startPosition", "endPosition"],
    "Coding": ["guid"],
    "CodeRef": ["targetGUID"],
}


@pytest.fixture
def project_file(exchanged):
    return exchanged.send("plans.qdpx")


def test_project_follows_the_schema(project_file):
    root = ElementTree.fromstring(parts_of(project_file)["project.qde"])
    guids = []
    for element in root.iter():
        name = element.tag.removeprefix(XML)
        children = [child.tag.removeprefix(XML) for child in element]
        places = [ORDER[name].index(child) for child in children] if name in ORDER else []
        assert places == sorted(places)
        assert all(element.get(attribute) for attribute in REQUIRED.get(name, ()))
        guids += [element.get("guid")] if element.get("guid") else []
    assert len(set(guids)) == len(guids)
    known = set(guids)
    assert all(ref.get("targetGUID") in known for ref in root.iter(f"{XML}CodeRef"))
    assert all(re.fullmatch(GUID, guid) for guid in guids)


def test_positions_select_the_words_in_the_text_of_the_project(project_file, exchanged):
    parts = parts_of(project_file)
    root = ElementTree.fromstring(parts["project.qde"])
    (source,) = (s for s in root.iter(f"{XML}TextSource") if s.get("name") == CITY)
    path = source.get("plainTextPath").removeprefix("internal://")
    text = parts[f"sources/{path}"].decode()
    quotes = {
        f"{row['task_id']}/{row['theme_id']}": row["quote"] for row in exchanged.rows("themes")
    }
    found = {
        selection.get("name"): text[
            int(selection.get("startPosition")) : int(selection.get("endPosition"))
        ]
        for selection in source.iter(f"{XML}PlainTextSelection")
    }
    themes = {key: "".join(words.split()) for key, words in found.items() if key in quotes}
    assert themes
    assert themes == {key: quotes[key] for key in themes}
    for group in ("tasks", "targets", "responsibilities"):
        keys = {row.get("target_id", row["task_id"]) for row in exchanged.rows(group)}
        assert any(name.split("/")[0] in keys for name in found)


def test_themes_are_codes_with_both_names_and_definitions(project_file):
    root = ElementTree.fromstring(parts_of(project_file)["project.qde"])
    groups = {c.get("name"): c for c in root.iterfind(f"{XML}CodeBook/{XML}Codes/{XML}Code")}
    assert list(groups) == ["themes", "tasks", "targets", "responsibilities"]
    codes = {c.get("name"): c.findtext(f"{XML}Description") for c in groups["themes"]}
    for theme in CODEBOOK.themes:
        definition = codes[f"{theme.zh} ({theme.en})"]
        assert theme.definition in definition
        assert theme.definition_zh in definition


@pytest.mark.parametrize("counts_two", [False, True])
def test_line_ends_of_windows_and_a_byte_order_mark_move_nothing(
    project_file, exchanged, counts_two
):
    parts = parts_of(project_file)
    root = ElementTree.fromstring(parts["project.qde"])
    for source in root.iter(f"{XML}TextSource"):
        path = "sources/" + source.get("plainTextPath").removeprefix("internal://")
        text = parts[path].decode()
        parts[path] = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
        for selection in source.iter(f"{XML}PlainTextSelection"):
            for side in ("startPosition", "endPosition"):
                at = int(selection.get(side))
                selection.set(side, str(at + counts_two * text.count("\n", 0, at)))
    pack(project_file, parts | {"project.qde": ElementTree.tostring(root, encoding="utf-8")})
    assert exchanged.bring_back(project_file).corrections == 0


def test_a_tool_that_keeps_neither_ids_nor_descriptions_is_understood(project_file, exchanged):
    def in_tool(root):
        new = {}
        for number, code in enumerate(root.iter(f"{XML}Code")):
            new[code.get("guid")] = f"N{number}"
            code.set("guid", f"N{number}")
        for ref in root.iter(f"{XML}CodeRef"):
            ref.set("targetGUID", new[ref.get("targetGUID")])
        for source in root.iter(f"{XML}TextSource"):
            source.remove(source.find(f"{XML}Description"))
            source.set("name", source.get("name") + ".txt")

    change_project(project_file, in_tool)
    brought = exchanged.bring_back(project_file)
    assert (brought.corrections, brought.unknown) == (0, ())


BOMB = b"""<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>
<Project xmlns="urn:QDA-XML:project:1.0">&b;</Project>"""


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (BOMB, "document type"),
        (b"<Project", "no XML"),
        (b"<a/>", "begins with a"),
        (b'<?xml version="1.0" encoding="x"?><a/>', "no XML"),
    ],
)
def test_what_is_no_project_is_refused(project_file, exchanged, content, problem):
    pack(project_file, parts_of(project_file) | {"project.qde": content})
    with pytest.raises(ReviewError, match=problem) as caught:
        exchanged.bring_back(project_file)
    assert "project.qde" in caught.value.where
    assert caught.value.remedy


def test_damaged_archives_are_refused(project_file, exchanged):
    whole = project_file.read_bytes()
    middle = len(whole) // 3
    for content in (b"", b"PK\x03\x04", whole[:-30], b"x" * 100):
        project_file.write_bytes(content)
        with pytest.raises(ReviewError, match="can be unpacked"):
            exchanged.bring_back(project_file)
    project_file.write_bytes(whole[:middle] + bytes(40) + whole[middle + 40 :])
    with pytest.raises(ReviewError):
        exchanged.bring_back(project_file)
    with pytest.raises(ReviewError, match="cannot be read"):
        exchanged.bring_back(project_file.with_name("none.qdpx"))


def test_a_part_that_unpacks_to_too_much_is_not_unpacked(project_file, exchanged, monkeypatch):
    monkeypatch.setattr("policytasks.exchange.refi_qda.LARGEST_FILE", 1000)
    with pytest.raises(ReviewError, match="unpacks to"):
        exchanged.bring_back(project_file)


def test_missing_texts_and_impossible_positions_are_named(project_file, exchanged):
    parts = parts_of(project_file)
    pack(project_file, {"project.qde": parts["project.qde"]})
    with pytest.raises(ReviewError, match="no files sources/"):
        exchanged.bring_back(project_file)
    for position, problem in (("x", "no whole number"), ("999999", "holds no words")):
        pack(project_file, parts)
        change_project(
            project_file,
            lambda root, at=position: next(root.iter(f"{XML}PlainTextSelection")).set(
                "endPosition", at
            ),
        )
        with pytest.raises(ReviewError, match=problem) as caught:
            exchanged.bring_back(project_file)
        assert "selection" in caught.value.where


def test_foreign_documents_are_refused(project_file, exchanged):
    def in_tool(root):
        for source in root.iter(f"{XML}TextSource"):
            source.remove(source.find(f"{XML}Description"))
            source.set("name", "interview 7")

    change_project(project_file, in_tool)
    with pytest.raises(ReviewError, match="'interview 7' is unknown"):
        exchanged.bring_back(project_file)


def test_archive_has_no_moment_of_its_own(project_file):
    with zipfile.ZipFile(project_file) as package:
        assert {part.date_time for part in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}
