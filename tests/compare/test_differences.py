"""The table of differences: worked by hand, what one pool shows, and what turns a finding."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom, fisher_exact

from policytasks.compare import (
    commitment_cases,
    commitment_chain,
    graded_differences,
    target_cases,
    theme_cases,
    theme_directions,
)
from policytasks.compare.chance import fisher, newcombe

DOCUMENTS = pd.DataFrame(
    {
        "document_id": ["a", "b", "c"],
        "place_id": ["x", "y", "y"],
        "level": ["province", "prefecture", "prefecture"],
        "issued": pd.to_datetime(["2020-01-01", "2020-05-01", "2024-01-01"]),
    }
)


def cases(finding: str = "f", **of_document: tuple[int, int]) -> pd.DataFrame:
    """Return cases of which in each document so many of so many hold."""
    rows = [
        (document, finding, f"{document}:{number}", number < count)
        for document, (count, n) in of_document.items()
        for number in range(n)
    ]
    return pd.DataFrame(rows, columns=["document_id", "finding", "case_id", "holds"])


def only(frame: pd.DataFrame) -> pd.Series:
    assert len(frame) == 1
    return frame.iloc[0]


def test_counts_interval_and_exact_p_of_a_difference():
    row = only(graded_differences(cases(a=(16, 27), b=(7, 29)), DOCUMENTS))
    assert row[["count_a", "n_a", "count_b", "n_b"]].tolist() == [16, 27, 7, 29]
    assert row["difference"] == pytest.approx(16 / 27 - 7 / 29)
    assert row["p"] == pytest.approx(fisher_exact([[16, 11], [7, 22]]).pvalue)
    assert row["low"] < row["difference"] < row["high"]
    assert row["coincides"] == ("place", "level")
    assert len(row["task_ids"]) == 23


def test_a_large_difference_is_solid_and_a_small_one_is_not_shown():
    assert only(graded_differences(cases(a=(20, 27), b=(3, 29)), DOCUMENTS))["grade"] == "solid"
    small = only(graded_differences(cases(a=(4, 13), b=(3, 12)), DOCUMENTS))
    assert (small["grade"], small["without_one"]) == ("not shown", False)


def test_many_findings_make_each_less_sure():
    alone = cases("f", a=(9, 12), b=(2, 12))
    among = pd.concat([alone, *(cases(f"g{n}", a=(5, 12), b=(5, 12)) for n in range(30))])
    first = only(graded_differences(alone, DOCUMENTS))
    later = graded_differences(among, DOCUMENTS).iloc[0]
    assert (first["grade"], later["grade"]) == ("solid", "indicative")
    assert later["q"] > first["q"] == first["p"]


def test_a_reading_that_turns_the_direction_takes_the_grade():
    main = cases(a=(20, 27), b=(3, 29))
    row = only(graded_differences(main, DOCUMENTS, others={"hand": cases(a=(3, 27), b=(9, 29))}))
    assert (row["grade"], row["turned_by"]) == ("indicative", ("by_reading",))
    asked = graded_differences(main, DOCUMENTS, others={"hand": cases(a=(3, 27))})
    assert only(asked)["by_reading"] is None


def test_another_document_of_the_place_may_say_otherwise():
    frame = graded_differences(cases(a=(20, 27), b=(3, 29), c=(28, 29)), DOCUMENTS)
    row = frame[(frame["a"] == "a") & (frame["b"] == "b")].iloc[0]
    assert row["by_document"] is False
    within = frame[(frame["a"] == "b") & (frame["b"] == "c")].iloc[0]
    assert within["by_document"] is None
    assert within["coincides"] == ("year",)


def test_documents_of_a_place_that_agree_hold_the_direction():
    frame = graded_differences(cases(a=(20, 27), b=(3, 29), c=(4, 29)), DOCUMENTS)
    told = frame.set_index(["a", "b"])["by_document"]
    assert told["a", "b"] is True
    assert told["a", "c"] is True
    alone = only(graded_differences(cases(a=(20, 27), b=(3, 29)), DOCUMENTS))
    assert alone["by_document"] is None


@pytest.mark.parametrize(
    ("a", "b", "holds"),
    [
        ((1, 2), (1, 3), False),  # 0 of 1 against 1 of 3
        ((2, 3), (1, 3), True),  # 1 of 2 against 1 of 3, and 2 of 3 against 1 of 2
        ((1, 3), (0, 3), False),
        ((3, 3), (1, 3), True),
        ((1, 3), (2, 3), True),
        ((3, 3), (2, 3), False),  # 3 of 3 against 2 of 2
        ((2, 3), (3, 3), False),
        ((1, 3), (1, 3), None),
        ((1, 1), (0, 3), None),
    ],
)
def test_a_direction_that_one_case_turns_is_told(a, b, holds):
    assert only(graded_differences(cases(a=a, b=b), DOCUMENTS))["without_one"] is holds


def test_a_theme_that_one_title_names_coincides_with_the_mandate():
    main = cases("theme:meals", a=(20, 27), b=(3, 29))
    told = graded_differences(main, DOCUMENTS, mandates={"a": {"meals"}, "b": set()})
    assert only(told)["coincides"] == ("place", "level", "mandate")
    both = graded_differences(main, DOCUMENTS, mandates={"a": {"meals"}, "b": {"meals"}})
    assert only(both)["coincides"] == ("place", "level")


def test_a_theme_is_asked_by_every_measure(corpus):
    themes = theme_cases(corpus.tasks, corpus.themes)
    directions = theme_directions(corpus.tasks, corpus.themes)
    frame = graded_differences(
        themes, corpus.documents.assign(place_id=["x", "y", "z"]), directions=directions
    ).set_index("finding")
    meals = frame.loc["theme:meals"]
    assert meals[["count_a", "n_a", "count_b", "n_b"]].tolist() == [0, 4, 1, 3]
    assert meals["by_measure"] is True


def test_cases_of_the_chain_and_of_targets(corpus):
    tables = (corpus.tasks, corpus.targets, corpus.responsibilities, corpus.clauses)
    chain = commitment_cases(commitment_chain(*tables, corpus.documents))
    counts = chain.groupby(["finding", "document_id"])["holds"].sum()
    # East names no lead at all: it is not asked for one.
    assert counts["chain:target + date + lead"].to_dict() == {"w": 2}
    assert counts["chain:target + date"].to_dict() == {"e": 2, "w": 2}
    assert counts["link:money"].to_dict() == {"e": 1, "w": 1}
    undated = target_cases(corpus.tasks, corpus.targets)
    # West: 90 % is dated by the annex, 500 recur, 4 and 50 % are dated.
    assert undated.groupby("document_id")["holds"].sum().to_dict() == {"e": 0, "w": 0}
    body = target_cases(corpus.tasks.query("kind == 'task'"), corpus.targets)
    assert body.groupby("document_id")["holds"].sum().to_dict() == {"e": 0, "w": 1}


# --- what one pool shows --------------------------------------------------------


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.8])
@pytest.mark.parametrize("sizes", [(7, 12), (13, 27), (27, 29)])
def test_two_draws_from_one_pool_differ_at_most_as_often_as_stated(share, sizes):
    """Every outcome of two binomial draws, each as likely as it is: no random numbers."""
    n, m = sizes
    chances = np.outer(binom.pmf(range(n + 1), n, share), binom.pmf(range(m + 1), m, share))
    grid = list(product(range(n + 1), range(m + 1)))
    false = sum(chances[x, y] for x, y in grid if fisher(x, n, y, m) <= 0.05)
    assert false <= 0.05
    outside = sum(
        chances[x, y]
        for x, y in grid
        for low, high in [newcombe(x, n, y, m)]
        if low > 0 or high < 0
    )
    # The interval is approximate: Newcombe (1998) finds 94 to 96 % on the average.
    assert outside <= 0.07


def test_a_table_of_chance_differences_shows_none_as_solid():
    """Of 40 tables of 30 findings from one pool, at 5 % at most 7 may show any (99.9 %)."""
    random = np.random.default_rng(17)
    shown = 0
    for _ in range(40):
        parts = []
        for number in range(30):
            x, y = random.binomial([20, 25], 0.3)
            parts.append(cases(f"f{number}", a=(x, 20), b=(y, 25)))
        frame = graded_differences(pd.concat(parts), DOCUMENTS)
        shown += (frame["grade"] == "solid").any()
    assert shown <= 7
