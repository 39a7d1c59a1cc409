"""The descriptor beside the tables says what is in them."""

from __future__ import annotations

import hashlib
import json

import pyarrow.parquet as pq
import pytest

from policytasks.building import build
from policytasks.datapackage import datapackage
from policytasks.schema import TABLES
from policytasks.version import __version__


@pytest.fixture
def package(project) -> dict:
    build()
    return json.loads((project.tables / "datapackage.json").read_text(encoding="utf-8"))


def test_every_table_is_a_resource_with_its_hash_and_size(package, project):
    assert [each["name"] for each in package["resources"]] == list(TABLES)
    for each in package["resources"]:
        content = (project.tables / each["path"]).read_bytes()
        assert each["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        assert each["bytes"] == len(content)


def test_schema_names_every_column_its_codes_and_its_keys(package):
    for each in package["resources"]:
        table = TABLES[each["name"]]
        fields = each["schema"]["fields"]
        assert [field["name"] for field in fields] == list(table.columns)
        assert all(field["description"] for field in fields)
        for field in fields:
            codes = table.categories.get(field["name"])
            assert field.get("constraints", {}).get("enum") == (list(codes) if codes else None)
            required = field.get("constraints", {}).get("required", False)
            assert required != table.arrow.field(field["name"]).nullable
        assert each["schema"]["primaryKey"] == list(table.key)
        assert {key["fields"] for key in each["schema"]["foreignKeys"]} == set(table.references)
    kinds = {field["name"]: field["type"] for field in package["resources"][1]["schema"]["fields"]}
    assert kinds["deadline"] == "date"
    assert kinds["start"] == "integer"
    assert kinds["ongoing"] == "boolean"


def test_sources_version_licence_and_hashes_are_told(package, project):
    documents = pq.read_table(project.tables / "documents.parquet").to_pylist()
    assert [source["hash"] for source in package["sources"]] == [
        f"sha256:{row['sha256']}" for row in documents
    ]
    assert package["version"] == __version__
    assert package["licenses"][0]["name"] == "MIT"
    metadata = pq.read_metadata(project.tables / "tasks.parquet").metadata
    assert package["sources_sha256"] == metadata[b"sources_sha256"].decode()


def test_same_input_gives_the_same_bytes(project, tmp_path):
    build(out=tmp_path / "first")
    build(out=tmp_path / "second")
    first, second = (tmp_path / name / "datapackage.json" for name in ("first", "second"))
    assert first.read_bytes() == second.read_bytes()


def test_of_many_sources_the_number_is_told(package, project, monkeypatch):
    monkeypatch.setattr("policytasks.datapackage._SOURCES_LISTED", 1)
    told = json.loads(datapackage(project.tables, {}))
    assert told["sources"] == [{"title": "2 published documents, listed in documents.parquet"}]


def test_readers_without_arrow_find_what_the_columns_hold(package, project):
    for table in TABLES.values():
        path = project.tables / table.file_name
        told = json.loads(pq.read_metadata(path).metadata[b"columns"])
        assert told == {
            field.name: field.metadata[b"description"].decode() for field in table.arrow
        }
        for field in pq.read_schema(path):
            assert field.metadata[b"comment"] == field.metadata[b"description"]
