"""What each document is called, and what must be known of it before it is compared."""

from __future__ import annotations

import pandas as pd
import pytest

from policytasks.compare import document_labels, plan_cards, row_agreement


def documents(*rows: tuple) -> pd.DataFrame:
    columns = ["document_id", "place_id", "place_en", "place_zh", "number", "issued"]
    frame = pd.DataFrame(rows, columns=columns).assign(published=pd.NaT)
    return frame.assign(issued=pd.to_datetime(frame["issued"]))


EAST = ("east", "East", "东河市")


@pytest.mark.parametrize(
    ("rows", "en", "zh"),
    [
        ([("a", *EAST, "东政发〔2022〕7号", "2022-03-01")], ["East 2022"], ["东河市 2022"]),
        (
            [
                ("a", *EAST, "东政发〔2022〕7号", "2022-03-01"),
                ("b", *EAST, "东民发〔2022〕19号", "2022-03-02"),
                ("c", *EAST, "东民发〔2023〕19号", "2023-03-02"),
            ],
            ["East 2022 (No. 7)", "East 2022 (No. 19)", "East 2023"],
            ["东河市 2022（7号）", "东河市 2022（19号）", "东河市 2023"],
        ),
        # One has no number, or both have the same: the month; of one month, the id.
        (
            [("a", *EAST, None, "2022-03-01"), ("b", *EAST, "东民发〔2022〕19号", "2022-05-02")],
            ["East 2022 (2022-03)", "East 2022 (2022-05)"],
            ["东河市 2022（2022-03）", "东河市 2022（2022-05）"],
        ),
        (
            [
                ("a", *EAST, "东政发〔2022〕7号", "2022-03-01"),
                ("b", *EAST, "东民发〔2022〕7号", "2022-03-09"),
            ],
            ["East 2022 (a)", "East 2022 (b)"],
            ["东河市 2022（a）", "东河市 2022（b）"],
        ),
        (
            [("a", None, None, None, None, None), ("b", "x", None, "西河市", None, None)],
            ["a", "西河市"],
            ["a", "西河市"],
        ),
        # Two places of one name.
        (
            [("a", "x", None, "河东区", None, None), ("b", "y", None, "河东区", None, None)],
            ["河东区 (a)", "河东区 (b)"],
            ["河东区（a）", "河东区（b）"],
        ),
    ],
)
def test_no_two_documents_are_called_alike(rows, en, zh):
    assert list(document_labels(documents(*rows)).values()) == en
    assert list(document_labels(documents(*rows), "zh").values()) == zh


def test_program_and_coders_agree_as_counted_by_hand():
    program, hand = (
        pd.DataFrame(codes, columns=["document_id", "task_id", "theme_id"])
        for codes in (
            [("a", "1", "care"), ("a", "1", "meals"), ("a", "2", "care"), ("b", "1", "care")],
            [("a", "1", "care"), ("a", "2", "home")],
        )
    )
    told = {"themes": program}, {"themes": hand}, {"themes": ("theme_id",)}, ["a"]
    row = row_agreement(*told).iloc[0]
    assert row[["both", "program", "hand"]].tolist() == [1, 3, 2]
    assert row[["precision", "recall", "f1"]].tolist() == [
        pytest.approx(1 / 3),
        pytest.approx(1 / 2),
        pytest.approx(2 / 5),
    ]
    by_theme = row_agreement(*told, by="theme_id").set_index("theme_id")
    assert by_theme.loc["care", ["both", "program", "hand"]].tolist() == [1, 2, 1]
    assert by_theme.loc["home", ["both", "program", "hand"]].tolist() == [0, 0, 1]


@pytest.mark.parametrize(
    ("issued", "reform"),
    [
        ("2018-03-16", "before 2018"),
        ("2018-03-17", "2018 to 2023"),
        ("2023-03-09", "2018 to 2023"),
        ("2023-03-10", "since 2023"),
        (None, None),
    ],
)
def test_a_plans_card_tells_its_reform_period(corpus, issued, reform):
    table = corpus.documents.assign(genre="scheme", mandate=None, horizon_end=pd.NaT)
    table = table.assign(issued=pd.to_datetime([issued] * len(table)))
    citations = pd.DataFrame(columns=["document_id", "relation", "cited_title"])
    card = plan_cards(table, corpus.tasks, citations).iloc[0]
    assert (card["reform"] if pd.notna(card["reform"]) else None) == reform
    assert card[["tasks", "median", "annex", "cited"]].tolist() == [4, 100, "none", 0]


def test_an_announced_list_that_the_source_lacks_is_missing(corpus):
    table = corpus.documents.assign(genre="scheme", mandate=None, horizon_end=pd.NaT)
    citations = pd.DataFrame(
        [
            ("e", "enclosure", "重点任务清单"),
            ("w", "enclosure", "任务清单"),
            ("v", "basis", "任务清单"),
            ("v", "basis", "意见"),
        ],
        columns=["document_id", "relation", "cited_title"],
    )
    cards = plan_cards(table, corpus.tasks, citations).set_index("document_id")
    assert cards["annex"].to_dict() == {"e": "missing", "w": "rows", "v": "none"}
    assert cards["cited"].to_dict() == {"e": 0, "w": 0, "v": 2}
