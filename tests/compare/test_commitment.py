"""The chain of commitment: worked by hand on the two small plans."""

from __future__ import annotations

import pandas as pd
import pytest

from policytasks.compare import (
    CHAIN,
    commitment_chain,
    commitment_links,
    commitment_patterns,
    commitment_table,
)


@pytest.fixture
def chain(corpus) -> pd.DataFrame:
    tables = (corpus.tasks, corpus.targets, corpus.responsibilities, corpus.clauses)
    return commitment_chain(*tables, corpus.documents).set_index("unit_id")


@pytest.mark.parametrize(
    ("task", "links"),
    [
        ("e:002", {"target", "date", "money"}),
        ("e:003", {"target", "date"}),
        ("e:004", set()),
        ("w:001", {"lead", "check"}),
        # The annex dates its share and brings money.
        ("w:002", {"target", "date", "lead", "money"}),
        ("w:003", {"target", "date", "lead"}),
    ],
)
def test_the_links_of_each_task(chain, task, links):
    row = chain.loc[task]
    assert {link for link in CHAIN if row[link]} == links
    assert row["links"] == len(links)
    for link in CHAIN:
        assert pd.notna(row[f"{link}_clause"]) == (link in links)


def test_every_link_has_the_clause_that_answers(chain):
    row = chain.loc["w:002"]
    assert (row["target_clause"], row["date_clause"]) == ("占比90%以上", "占90%")
    assert (row["lead_clause"], row["money_clause"]) == ("市国土局", "给予运营补贴")
    assert row["task_ids"] == ("w:002", "w:004", "w:005")
    assert pd.isna(row["horizon_end"])


def test_only_tasks_are_asked(chain):
    """The annex row without a body task, the objective and the duty are none."""
    assert set(chain.index) == {"e:002", "e:003", "e:004", "e:005", "w:001", "w:002", "w:003"}


def test_the_horizon_of_the_plan_is_no_date_of_the_task(corpus):
    ends = corpus.documents.assign(horizon_end=pd.Timestamp(2025, 12, 31))
    tables = (corpus.tasks, corpus.targets, corpus.responsibilities, corpus.clauses)
    row = commitment_chain(*tables, ends).set_index("unit_id").loc["e:004"]
    assert row["horizon_end"] == pd.Timestamp(2025, 12, 31)
    assert not row["date"]


def test_one_row_a_plan_with_its_horizon(corpus):
    ends = corpus.documents.assign(horizon_end=pd.to_datetime(["2025-12-31", None, None]))
    tables = (corpus.tasks, corpus.targets, corpus.responsibilities, corpus.clauses)
    table = commitment_table(commitment_chain(*tables, ends)).set_index("document_id")
    assert list(table.index) == ["e", "w"]
    assert table.loc["e", "horizon_end"] == pd.Timestamp(2025, 12, 31)
    assert table.loc["e", ["n", "target", "date", "lead", "money", "check"]].tolist() == [
        4,
        2,
        2,
        0,
        1,
        0,
    ]
    assert table.loc["w", ["target + date", "target + date + lead"]].tolist() == [2, 2]


def test_runs_of_links_and_sets_of_links(chain, cell):
    chain = chain.reset_index()
    links = commitment_links(chain)
    run = cell(links, document_id="w", links="target + date + lead")
    assert (run["count"], run["n"]) == (2, 3)
    assert run["task_ids"] == ("w:002", "w:003")
    assert cell(links, document_id="e", links="check")["count"] == 0
    patterns = commitment_patterns(chain)
    assert patterns.groupby("document_id")["count"].sum().to_dict() == {"e": 4, "w": 3}
    assert patterns.iloc[0][["document_id", "links"]].tolist() == ["w", 4]
