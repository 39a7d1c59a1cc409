"""Annotations select the words that the rows stand on."""

from __future__ import annotations

import json

import policytasks as pt
from policytasks.exporting import export


def test_every_row_with_a_place_in_the_text_is_an_annotation_of_it(tables, project, tmp_path):
    export(tables, tmp_path / "plans.jsonl")
    lines = (tmp_path / "plans.jsonl").read_text(encoding="utf-8").splitlines()
    annotations = [json.loads(line) for line in lines]
    placed = [table for table in tables.values() if "end" in table.column_names]
    assert len(annotations) == sum(table.num_rows for table in placed)
    assert len({each["id"] for each in annotations}) == len(annotations)
    corpus = pt.load(project.tables)
    texts = {
        row["source"]: (row["sha256"], corpus.source(row["document_id"]))
        for row in tables["documents"].to_pylist()
    }
    for each in annotations:
        assert each["@context"][0] == "http://www.w3.org/ns/anno.jsonld"
        assert each["type"] == "Annotation"
        sha256, text = texts[each["target"]["source"]["id"]]
        assert each["target"]["source"]["sha256"] == sha256
        position, *quote = each["target"]["selector"]
        assert position["type"] == "TextPositionSelector"
        words = text[position["start"] : position["end"]]
        assert words
        for selector in quote:
            assert selector["type"] == "TextQuoteSelector"
            assert selector["exact"] == "".join(words.split())


def test_body_is_the_row_and_its_tags_are_names(tables, tmp_path):
    export(tables, tmp_path / "plans.jsonl")
    lines = (tmp_path / "plans.jsonl").read_text(encoding="utf-8").splitlines()
    meals = next(each for each in map(json.loads, lines) if "/meals" in each["id"])
    tags = {
        (body.get("language"), body["value"])
        for body in meals["body"]
        if body.get("purpose") == "tagging"
    }
    assert {lang for lang, _ in tags} == {"en", "zh"}
    row = meals["body"][-1]["row"]
    assert row["theme_id"] == "meals"
    assert not {"start", "end", "quote"} & set(row)
