"""The frames are what the tables say, and evidence leads from them back to the words."""

from __future__ import annotations

import html
import re
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

import policytasks.corpus
from policytasks.building import build
from policytasks.corpus import Corpus, Evidence, load, parse
from policytasks.errors import PolicyTasksError, SourceError, TableError
from policytasks.schema import TABLES

REAL_REGISTRY = Path(__file__).parents[1] / "data" / "documents.csv"
SOURCES = REAL_REGISTRY.parent / "sources"


@pytest.fixture
def corpus(project) -> Corpus:
    build()
    return load()


@pytest.fixture(scope="module")
def real(tmp_path_factory) -> Corpus:
    folder = tmp_path_factory.mktemp("tables")
    build(REAL_REGISTRY, folder)
    return load(folder, sources=SOURCES)


def test_types_are_those_that_are_promised(real):
    for name, table in TABLES.items():
        frame = getattr(real, name)
        assert list(frame.columns) == list(table.columns)
        for column in table.columns:
            kind = frame[column].dtype
            if column in table.categories:
                assert list(kind.categories) == list(table.categories[column])
                assert not kind.ordered
            elif column in ("issued", "published", "deadline", "period_start"):
                assert kind == "datetime64[ms]"
            elif column in ("start", "end", "characters", "mentions", "position"):
                assert kind == "int32"
            elif column.endswith("_id") or column in ("title", "quote", "unit"):
                assert kind == "str"
    assert real.tasks["number"].dtype == "Int32"
    assert real.tasks["ongoing"].dtype == bool


def test_missing_values_are_missing(corpus):
    assert corpus.documents["number"].isna().all()
    assert corpus.documents["published"].isna().all()
    for name in TABLES:
        frame = getattr(corpus, name)
        assert not (frame.select_dtypes(include="str") == "").any(axis=None)


def test_keys_join(real):
    for name, table in TABLES.items():
        frame = getattr(real, name)
        assert not frame.duplicated(list(table.key)).any()
        if name != "documents":
            assert frame["document_id"].isin(real.documents["document_id"]).all()
        if "task_id" in frame:
            assert frame["task_id"].isin(real.tasks["task_id"]).all()


def test_text_parsed_by_itself_gives_the_rows_of_the_build(real):
    document = real.documents.iloc[-1]
    text = real.source(document["document_id"])
    alone = parse(
        text, document["document_id"], place_id=document["place_id"], issued=document["issued"]
    )
    for name in ("tasks", "themes", "targets", "responsibilities"):
        built = getattr(real, name)
        expected = built[built["document_id"] == document["document_id"]]
        pd.testing.assert_frame_equal(getattr(alone, name), expected.reset_index(drop=True))


def test_parse_finds_metadata_and_takes_what_is_known(city_plan):
    corpus = parse(city_plan, "plan", place_id="qinghe", level="county", issued=date(2024, 1, 1))
    (row,) = corpus.documents.to_dict("records")
    assert row["document_id"] == "plan"
    assert row["number"] == "清政办发〔2023〕5号"
    assert (row["place_id"], row["place_zh"], row["level"]) == ("qinghe", "清河市", "county")
    assert row["issued"] == pd.Timestamp(2024, 1, 1)
    assert row["characters"] == len(city_plan)
    assert corpus.source("plan") == city_plan


def test_frames_are_made_when_they_are_asked_for(city_plan, monkeypatch):
    def unwanted(*_):
        raise AssertionError("rows were made")

    monkeypatch.setattr(policytasks.corpus, "tabulate", unwanted)
    corpus = parse(city_plan)
    with pytest.raises(AssertionError, match="rows were made"):
        _ = corpus.tasks


def test_text_without_items_has_a_document_and_no_tasks():
    corpus = parse("今天天气很好。")
    assert len(corpus.documents) == 1
    for name in ("tasks", "themes", "targets", "responsibilities"):
        assert len(getattr(corpus, name)) == 0
        assert list(getattr(corpus, name).columns) == list(TABLES[name].columns)
    assert len(corpus.evidence()) == 0


@pytest.mark.parametrize("text", ["", " \n", "一、任务\udc80"])
def test_text_that_is_none(text):
    with pytest.raises(SourceError):
        parse(text)


def test_tables_that_are_not_there(tmp_path):
    with pytest.raises(TableError, match="policytasks build"):
        load(tmp_path)


def test_representation_counts_the_rows(corpus):
    assert repr(corpus).startswith(f"Corpus(documents 2, tasks {len(corpus.tasks)}, ")


# --- sources --------------------------------------------------------------------


def test_source_is_the_text_that_offsets_refer_to(corpus, city_plan):
    assert corpus.source("qinghe-2023-5") == city_plan


def test_unknown_source_lists_the_documents(corpus):
    with pytest.raises(PolicyTasksError, match=r"'nowhere'.*qinghe-2023-5, dongshan-2022-8"):
        corpus.source("nowhere")


def test_source_that_has_changed_is_refused(corpus, project):
    path = project.sources / "qinghe-2023-5.txt"
    path.write_text("另一份", encoding="utf-8")
    with pytest.raises(SourceError, match="is not the file"):
        corpus.source("qinghe-2023-5")


def test_sources_of_a_project_serve_tables_elsewhere(project, tmp_path, city_plan):
    build(out=tmp_path / "elsewhere")
    assert load(tmp_path / "elsewhere").source("qinghe-2023-5") == city_plan
    with pytest.raises(SourceError, match="no such file"):
        load(tmp_path / "elsewhere", sources=tmp_path).source("qinghe-2023-5")


# --- evidence -------------------------------------------------------------------


def test_evidence_of_a_theme_in_a_place(real):
    evidence = real.evidence(theme="smart_care", place="jining")
    rows = real.themes
    expected = rows[(rows["theme_id"] == "smart_care") & (rows["place_id"] == "jining")]
    assert 0 < len(evidence) == len(expected)
    assert evidence["task_id"].tolist() == expected["task_id"].tolist()
    source = real.source("jining-2024-42")
    titles = real.tasks.set_index("task_id")["title"]
    for row in evidence.itertuples():
        assert "".join(source[row.start : row.end].split()) == row.quote
        assert row.title == titles[row.task_id]
        assert row.matched
        assert all(word in row.quote for word in row.matched)


def test_place_is_known_by_each_of_its_names(real):
    by_id = real.evidence(theme="meals", place="tongchuan")
    for name in real.documents.query("place_id == 'tongchuan'")[["place_zh", "place_en"]].iloc[0]:
        pd.testing.assert_frame_equal(real.evidence(theme="meals", place=name), by_id)


@pytest.mark.parametrize(
    ("conditions", "table"),
    [
        ({}, "tasks"),
        ({"document": "qinghe-2023-5"}, "tasks"),
        ({"kind": "task"}, "tasks"),
        ({"kind": "quantity"}, "targets"),
        ({"theme": "meals"}, "themes"),
        ({"role": "lead"}, "responsibilities"),
        ({"theme": "meals", "role": "lead"}, "responsibilities"),
        ({"theme": "meals", "kind": "quantity"}, "targets"),
        ({"theme": "meals", "table": "tasks"}, "tasks"),
    ],
    ids=str,
)
def test_rows_come_from_the_table_that_the_conditions_are_about(corpus, conditions, table):
    evidence = corpus.evidence(**conditions)
    assert len(evidence)
    assert set(TABLES[table].columns) <= set(evidence.columns)


def test_condition_on_another_table_holds_for_the_unit(real):
    targets = real.evidence(theme="meals", table="targets")
    units = real.themes.loc[real.themes["theme_id"] == "meals", "task_id"]
    expected = real.targets[real.targets["task_id"].isin(units)]
    assert targets["target_id"].tolist() == expected["target_id"].tolist()


def test_conditions_on_one_table_hold_for_one_row(corpus):
    led = corpus.evidence(agency="市财政局", role="support")
    assert led["agency"].tolist() == ["市财政局"]
    assert len(corpus.evidence(agency="市财政局", role="lead")) == 0


def test_several_values_are_alternatives(real):
    both = real.evidence(theme=["meals", "tcm"])
    assert set(both["theme_id"]) == {"meals", "tcm"}
    assert len(both) == len(real.evidence(theme="meals")) + len(real.evidence(theme="tcm"))


def test_evidence_of_units_quotes_them_whole(real):
    task_id = real.tasks["task_id"][3]
    (row,) = real.evidence(task=task_id).to_dict("records")
    source = real.source(row["document_id"])
    assert row["quote"] == "".join(source[row["start"] : row["end"]].split())
    assert row["title"] in row["quote"]


@pytest.mark.parametrize(
    ("conditions", "said"),
    [
        ({"theme": "smart"}, r"no theme 'smart'.*smart_care"),
        ({"place": "beijing"}, r"no place 'beijing'.*qinghe, dongshan"),
        ({"document": "x"}, r"no document 'x'.*qinghe-2023-5"),
        ({"task": "x"}, r"no task 'x'.*qinghe-2023-5:001"),
        ({"role": "boss"}, r"no role 'boss'.*lead, support, responsible"),
        ({"kind": "chapter"}, r"no kind 'chapter'.*objective"),
        ({"agency": "x"}, r"no agency 'x'.*civil_affairs"),
        ({"indicator": "x"}, r"no indicator 'x'"),
        ({"theme": "meals", "table": "documents"}, r"no evidence in a table 'documents'"),
    ],
    ids=str,
)
def test_what_does_not_exist_is_answered_by_what_does(corpus, conditions, said):
    with pytest.raises(PolicyTasksError, match=said):
        corpus.evidence(**conditions)


def test_theme_on_which_nothing_acts_has_no_evidence(corpus):
    assert len(corpus.evidence(theme="tcm", place="qinghe")) == 0


def test_list_of_what_exists_is_short():
    text = "一、任务\n" + "".join(f"（{n}）发展助餐。建设食堂。\n" for n in "一二三四五六七八九十")
    corpus = parse(text * 6)
    with pytest.raises(PolicyTasksError) as caught:
        corpus.evidence(task="x")
    assert re.search(r"and \d+ more", caught.value.remedy)


def test_words_are_marked_in_html(real):
    evidence = real.evidence(theme="smart_care", place="jining")
    shown = evidence._repr_html_()
    for row in evidence.itertuples():
        assert row.task_id in shown
        assert f"{row.start}–{row.end}" in shown
        assert f"<mark>{html.escape(row.matched[0])}</mark>" in shown


def test_value_of_a_target_is_marked(city_plan):
    shown = parse(city_plan).evidence(kind="quantity")._repr_html_()
    assert "<mark>20个</mark>" in shown


HOSTILE = "<script>alert('x')</script>&<img src=x onerror=alert(1)>"


@pytest.mark.parametrize("conditions", [{}, {"theme": "meals"}, {"role": "lead"}], ids=str)
def test_text_never_becomes_html(conditions):
    text = (
        f"一、任务\n（一）发展助餐{HOSTILE}。新建{HOSTILE}助餐食堂20个。"
        f"（牵头单位：市民政局{HOSTILE}）\n"
    )
    evidence = parse(text, "<b>id").evidence(**conditions)
    assert len(evidence)
    shown = evidence._repr_html_()
    tags = set(re.findall(r"<(/?\w+)", shown))
    allowed = {"p", "table", "thead", "tbody", "tr", "th", "td", "mark"}
    assert tags <= allowed | {f"/{tag}" for tag in allowed} | {"br"}
    assert "<b>id" not in shown


def test_representation_is_plain_and_the_same_each_time(corpus):
    first, second = (repr(corpus.evidence(theme="meals")) for _ in range(2))
    assert first == second
    row = corpus.evidence(theme="meals").iloc[0]
    assert f"[{row['start']}:{row['end']}]" in first
    assert row["quote"] in first


def test_long_evidence_says_that_it_shows_its_beginning(real):
    evidence = real.evidence()
    assert "the first" in repr(evidence)
    assert evidence._repr_html_().count("<tr>") < len(evidence)


def test_rows_of_evidence_stay_evidence_and_columns_do_not(real):
    evidence = real.evidence(theme="meals")
    assert isinstance(evidence.head(2), Evidence)
    assert isinstance(evidence[evidence["start"] > 0], Evidence)
    assert type(evidence[["quote", "start"]]) is pd.DataFrame
    assert type(evidence.groupby("document_id")["quote"].count()) is pd.Series
