"""What holds for every comparison, whatever the tables hold."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from types import SimpleNamespace

import pandas as pd
import pyarrow as pa
import pytest

from policytasks import compare
from policytasks.compare import chance, intervals

TABLES = ("tasks", "themes", "targets", "responsibilities", "documents", "clauses")
# What takes something else than tables, and is tested beside its own.
OF_OTHER_THINGS = {
    "align_units",
    "citation_graph",
    "commitment_cases",
    "document_labels",
    "graded_differences",
    "lead_changes",
    "measured_agreement",
    "plan_cards",
    "row_agreement",
    "target_cases",
    "target_changes",
    "theme_cases",
    "theme_mandates",
    "told_verdicts",
    "with_hand_codes",
}
FUNCTIONS = [name for name in compare.__all__ if name.islower() and name not in OF_OTHER_THINGS]

# Those whose rows are statistics of another kind, or single statements.
WITHOUT_SHARE = {
    "agencies_per_task",
    "ambition_per_year",
    "assignment_forms",
    "commitment_chain",
    "commitment_patterns",
    "commitment_table",
    "deadline_calendar",
    "distinctive_themes",
    "indicator_pairs",
    "indicator_statements",
    "profile_distance",
    "shared_leads",
    "side_by_side",
    "target_shares",
    "theme_directions",
    "theme_measures",
    "theme_mentions",
    "theme_states",
}


def arguments(function: Callable, corpus: SimpleNamespace) -> list:
    """Return the tables that a function asks for by the names of its parameters."""
    names = list(inspect.signature(function).parameters)
    values = vars(corpus) | {"statements": None, "chain": None}
    if "statements" in names:
        values["statements"] = compare.indicator_statements(
            corpus.tasks, corpus.targets, corpus.documents, corpus.indicators
        )
    if "chain" in names:
        values["chain"] = compare.commitment_chain(
            corpus.tasks, corpus.targets, corpus.responsibilities, corpus.clauses, corpus.documents
        )
    return [values[name] for name in names if name in values]


def result(name: str, corpus: SimpleNamespace) -> pd.DataFrame:
    function = getattr(compare, name)
    return function(*arguments(function, corpus))


def altered(corpus: SimpleNamespace, change: Callable[[pd.DataFrame], pd.DataFrame], *tables: str):
    """Return the corpus with some of its tables changed, by default all."""
    changed = {table: change(getattr(corpus, table)) for table in tables or TABLES}
    return SimpleNamespace(**(vars(corpus) | changed))


def emptied(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.iloc[:0]


@pytest.fixture(autouse=True)
def few_resamples(monkeypatch: pytest.MonkeyPatch) -> None:
    """What holds here holds for any number of resamples, and few are quick."""
    for module in (intervals, chance):
        monkeypatch.setattr(module, "RESAMPLES", 50)


@pytest.fixture(params=FUNCTIONS)
def name(request) -> str:
    return request.param


@pytest.fixture(scope="module")
def expected(make_corpus) -> Callable[[str], pd.DataFrame]:
    """The result of each function on the corpus as it is, worked out once."""
    results: dict[str, pd.DataFrame] = {}

    def of(name: str) -> pd.DataFrame:
        if name not in results:
            results[name] = result(name, make_corpus())
        return results[name]

    return of


def ids_in(values: pd.Series) -> set[str]:
    return {task_id for behind in values for task_id in behind}


def test_every_id_leads_back_to_the_tasks_table(name, corpus, expected):
    frame = expected(name)
    assert not frame.empty
    for column in [column for column in frame if column.endswith("task_ids")]:
        assert all(isinstance(behind, tuple) for behind in frame[column])
        assert all(len(behind) == len(set(behind)) for behind in frame[column])
        assert ids_in(frame[column]) <= set(corpus.tasks["task_id"])
    assert "task_ids" in frame


@pytest.mark.parametrize("name", [n for n in FUNCTIONS if n not in WITHOUT_SHARE], indirect=True)
def test_a_count_has_ids_behind_it_and_an_interval_around_its_share(name, expected):
    frame = expected(name)
    assert ((frame["count"] > 0) == frame["task_ids"].map(bool)).all()
    assert (frame["n"] == 0).equals(frame["share"].isna())
    some = frame.dropna(subset="share")
    assert (some["share"] == some["count"] / some["n"]).all()
    assert (some["low"] <= some["share"]).all()
    assert (some["share"] <= some["high"]).all()
    assert ((some["low"] >= 0) & (some["high"] <= 1)).all()


@pytest.mark.parametrize(
    "tables",
    [TABLES, ("themes", "targets", "responsibilities")],
    ids=["no document", "tasks alone"],
)
def test_empty_tables_give_the_same_columns_of_the_same_types(name, corpus, expected, tables):
    frame = result(name, altered(corpus, emptied, *tables))
    pd.testing.assert_series_equal(frame.dtypes, expected(name).dtypes)


def test_one_document_alone_is_enough(name, corpus, expected):
    alone = altered(corpus, lambda tasks: tasks[tasks["document_id"] == "w"], "tasks")
    frame = result(name, alone)
    pd.testing.assert_series_equal(frame.dtypes, expected(name).dtypes)
    assert {task_id[0] for task_id in ids_in(frame["task_ids"])} <= {"w"}


def as_categories_and_days(frame: pd.DataFrame) -> pd.DataFrame:
    """Return text dictionary-encoded, with a value that no row has, and dates as objects."""
    frame = frame.copy()
    for column in frame.select_dtypes(["object", "str"]):
        values = [value for value in frame[column].unique() if not pd.isna(value)]
        frame[column] = frame[column].astype(pd.CategoricalDtype([*values, "unused"]))
    for column in frame.select_dtypes("datetime"):
        frame[column] = frame[column].dt.date
    return frame


def as_arrow(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the columns as Arrow types, days as days."""
    table = pa.Table.from_pandas(frame, preserve_index=False)
    for number, field in enumerate(table.schema):
        if pa.types.is_timestamp(field.type):
            table = table.set_column(number, field.name, table[field.name].cast(pa.date32()))
        elif pa.types.is_null(field.type):
            table = table.set_column(number, field.name, table[field.name].cast(pa.string()))
    return table.to_pandas(types_mapper=pd.ArrowDtype)


@pytest.mark.parametrize("read", [as_categories_and_days, as_arrow])
def test_the_way_the_tables_were_read_changes_nothing(name, corpus, expected, read):
    pd.testing.assert_frame_equal(result(name, altered(corpus, read)), expected(name))


def test_a_call_leaves_the_tables_as_they_were_and_repeats_itself(
    name, corpus, make_corpus, expected
):
    pd.testing.assert_frame_equal(result(name, corpus), expected(name))
    for table in TABLES:
        pd.testing.assert_frame_equal(getattr(corpus, table), getattr(make_corpus(), table))


def test_rows_of_the_other_tables_may_come_in_any_order(name, corpus, expected):
    """Counts and statistics do not depend on it; what is quoted first may."""
    shuffled = altered(
        corpus, lambda frame: frame.iloc[::-1], "themes", "responsibilities", "documents"
    )
    numbers = expected(name).select_dtypes("number").columns
    pd.testing.assert_frame_equal(result(name, shuffled)[numbers], expected(name)[numbers])
