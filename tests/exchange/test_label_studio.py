"""Tasks for Label Studio, its offsets in either way of counting, and what is no export of it."""

from __future__ import annotations

import json
from xml.etree import ElementTree

import pytest

from policytasks.errors import ReviewError
from tests.exchange.conftest import RARE, change_tasks


@pytest.fixture
def tasks_file(exchanged):
    return exchanged.send("plans.labelstudio.json")


def test_regions_hold_their_words_and_labels_of_the_configuration(tasks_file):
    view = ElementTree.parse(tasks_file.with_suffix(".xml")).getroot()
    labels = {
        group.get("name"): {label.get("value") for label in group} for group in view.iter("Labels")
    }
    (text,) = view.iter("Text")
    for task in json.loads(tasks_file.read_text(encoding="utf-8")):
        assert text.get("value") == "$text"
        (prediction,) = task["predictions"]
        ids = [region["id"] for region in prediction["result"]]
        assert len(set(ids)) == len(ids)
        for region in prediction["result"]:
            value = region["value"]
            assert task["data"]["text"][value["start"] : value["end"]] == value["text"]
            assert set(value["labels"]) <= labels[region["from_name"]]
            assert region["to_name"] == text.get("name")


def test_offsets_in_code_units_of_an_old_version_are_understood(tasks_file, exchanged):
    def in_units(tasks):
        for task in tasks:
            text = task["data"]["text"]
            for region in task["predictions"][0]["result"]:
                for side in ("start", "end"):
                    at = region["value"][side]
                    region["value"][side] = at + text.count(RARE, 0, at)

    change_tasks(tasks_file, in_units)
    assert exchanged.bring_back(tasks_file).corrections == 0


def test_offsets_that_fit_in_no_way_are_refused(tasks_file, exchanged):
    def moved(tasks):
        tasks[0]["predictions"][0]["result"][0]["value"]["start"] += 3

    change_tasks(tasks_file, moved)
    with pytest.raises(ReviewError, match="the words from") as caught:
        exchanged.bring_back(tasks_file)
    assert "region" in caught.value.where


def test_of_two_annotations_neither_is_taken(tasks_file, exchanged):
    def twice(tasks):
        result = tasks[0]["predictions"][0]["result"]
        tasks[0]["annotations"] = [{"result": result}, {"result": result[1:]}]

    change_tasks(tasks_file, twice)
    with pytest.raises(ReviewError, match="2 annotations"):
        exchanged.bring_back(tasks_file)


def test_a_skipped_task_says_nothing(tasks_file, exchanged):
    def skipped(tasks):
        for task in tasks:
            task["annotations"] = [{"result": [], "was_cancelled": True, "completed_by": 1}]
            task["predictions"] = []

    change_tasks(tasks_file, skipped)
    assert exchanged.bring_back(tasks_file).corrections == 0


@pytest.mark.parametrize(
    "content",
    ["", "{", "[" * 100_000, "{}", "[1]", '[{"data": {"text": "一"}}]', "[]x", "\udcff"],
)
def test_what_is_no_export_is_refused(exchanged, content):
    file = exchanged.folder / "plans.json"
    file.write_bytes(content.encode(errors="surrogateescape"))
    with pytest.raises(ReviewError, match="no export of Label Studio") as caught:
        exchanged.bring_back(file)
    assert str(file) == caught.value.where
    assert caught.value.remedy


def test_a_file_that_is_too_large_is_not_read(tasks_file, exchanged, monkeypatch):
    monkeypatch.setattr("policytasks.exchange.label_studio.LARGEST_FILE", 10)
    with pytest.raises(ReviewError, match="more than 10 bytes"):
        exchanged.bring_back(tasks_file)
