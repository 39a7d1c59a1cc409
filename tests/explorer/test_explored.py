"""What the page is given: names, offsets that lead to the words, and nothing missing."""

from __future__ import annotations

from datetime import date

import pytest

import policytasks as pt
from policytasks.codebook import load_codebook
from policytasks.explorer.explored import explored
from policytasks.reading.view import without_space

CODEBOOK = load_codebook()

PLAN = """\
一、重点任务
（一）发展老年助餐服务。2025年年底前，新建社区食堂20个。（牵头单位：市民政局，配合单位：市财政局）
（二）推进智慧养老。建设养老服务信息平台。
"""


@pytest.fixture(scope="module")
def data(corpus) -> dict:
    return explored(corpus, CODEBOOK)


def test_every_row_of_the_tables_is_there_with_its_unit(corpus, data):
    ids = list(corpus.tasks["task_id"])
    assert len(data["units"]["id"]) == len(ids)
    for name in ("themes", "targets", "responsibilities"):
        table = getattr(corpus, name)
        assert [ids[row] for row in data[name]["row"]] == list(table["task_id"])
        for column, values in data[name].items():
            assert len(values) == len(table), column


def test_offsets_lead_to_the_quotes_of_the_tables(corpus, data):
    for name in ("themes", "targets", "responsibilities"):
        rows = data[name]
        quotes = getattr(corpus, name)["quote"]
        for unit, start, end, quote in zip(
            rows["row"], rows["start"], rows["end"], quotes, strict=True
        ):
            text = data["documents"]["text"][data["units"]["document"][unit]]
            assert without_space(text[start:end]) == quote


def test_marks_of_a_theme_are_its_words_within_the_unit():
    data = explored(pt.parse("前言𠮷\n" + PLAN), CODEBOOK)
    (text,) = data["documents"]["text"]
    themes = data["themes"]
    marked = {
        theme: [text[a:b] for a, b in zip(marks[::2], marks[1::2], strict=True)]
        for theme, marks in zip(themes["theme_id"], themes["marks"], strict=True)
    }
    assert any("助餐" in word for word in marked["meals"])
    assert any("智慧" in word for word in marked["smart_care"])


def test_values_are_those_of_json():
    data = explored(pt.parse(PLAN, issued=date(2023, 3, 1)), CODEBOOK)
    assert data["documents"]["issued"] == ["2023-03-01"]
    assert data["documents"]["published"] == [None]
    assert data["targets"]["value"] == [20]
    assert data["targets"]["deadline"] == ["2025-12-31"]
    assert data["units"]["parent"] == [None, None]


def test_names_are_there_in_both_languages_for_every_id(data):
    for lang in ("en", "zh"):
        names = data["names"][lang]
        assert set(names["theme"]) == {theme.id for theme in CODEBOOK.themes}
        assert set(data["responsibilities"]["agency_id"]) - {None} == set(names["agency"])
        assert set(data["targets"]["indicator_id"]) - {None} == set(names["indicator"])
        assert set(data["documents"]["place_id"]) == set(names["place"])
        assert set(data["units"]["kind"]) <= set(names["unit_kind"])


def test_units_keep_their_words_where_the_text_is_gone(project):
    pt.build()
    (project.sources / "qinghe-2023-5.txt").unlink()
    corpus = pt.load(project.tables)
    data = explored(corpus, CODEBOOK)
    assert [text is None for text in data["documents"]["text"]] == [True, False]
    gone = [document == 0 for document in data["units"]["document"]]
    assert [text is None for text in data["units"]["text"]] == [not each for each in gone]
    assert all(
        marks == []
        for row, marks in zip(data["themes"]["row"], data["themes"]["marks"], strict=True)
        if gone[row]
    )
