"""Texts become documents by what the registry or they themselves say."""

from __future__ import annotations

from pathlib import Path

import pytest

from policytasks.documents import describe, load_file, load_registered
from policytasks.errors import SourceError
from policytasks.registry import read_registry

ROOT = Path(__file__).parents[1]


def test_registered_sources_are_the_ones_published():
    for entry in read_registry(ROOT / "data" / "documents.csv"):
        text, document = load_registered(entry)
        assert text.encode() == entry.path.read_bytes()
        assert document.characters == len(text)


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
