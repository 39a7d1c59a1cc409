"""Whole corpora drawn from one pool of tasks: what every printed test shows by chance.

Each draw deals tasks out with all that they have (themes, links of the chain), so that
findings hang together as they do in plans. Where nothing differs, no more rows may be
called different than stated. Bounds: 99.9 % of the binomial at the stated level.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy.stats import binom

from policytasks.compare import distinctive_themes, graded_differences
from policytasks.compare.commitment import CHAIN

# As many tasks as the five plans have.
SIZES = {"a": 7, "b": 5, "c": 13, "d": 29, "e": 27}
DRAWS = 60
DOCUMENTS = pd.DataFrame(
    {
        "document_id": list(SIZES),
        "place_id": ["x", "x", "y", "z", "w"],
        "issued": pd.to_datetime(["2021-01-01"] * 5),
    }
)


def pool(random: np.random.Generator) -> pd.DataFrame:
    """Return 300 tasks: 12 themes that come in company, links that need one another."""
    about = random.random(300)
    frame = {f"theme:{n}": random.random(300) < 0.05 + 0.4 * about * (n % 3) for n in range(12)}
    target = random.random(300) < 0.6
    date = target & (random.random(300) < 0.6)
    links = [target, date, random.random(300) < 0.8, random.random(300) < 0.3]
    links.append(random.random(300) < 0.05)
    frame |= {f"link:{link}": held for link, held in zip(CHAIN, links, strict=True)}
    frame["chain:target + date"] = target & date
    frame["chain:target + date + lead"] = target & date & links[2]
    return pd.DataFrame(frame)


@pytest.fixture(scope="module")
def tables() -> list[pd.DataFrame]:
    """The table of differences of each draw: ten pairs of documents, 19 findings."""
    random = np.random.default_rng(29)
    drawn_from = pool(random)
    found = []
    for _ in range(DRAWS):
        parts = []
        for document, size in SIZES.items():
            tasks = drawn_from.sample(size, replace=True, random_state=random)
            tasks.index = [f"{document}:{number}" for number in range(size)]
            parts.append(
                tasks.rename_axis("case_id")
                .reset_index()
                .melt(id_vars="case_id", var_name="finding", value_name="holds")
                .assign(document_id=document)
            )
        found.append(graded_differences(pd.concat(parts, ignore_index=True), DOCUMENTS))
    return found


def most(trials: int, level: float = 0.05) -> float:
    return float(binom.ppf(0.999, trials, level))


def test_q_calls_a_difference_in_at_most_so_many_tables(tables):
    """Where nothing differs every call is false: at 5 % at most 9 of 60 tables have one."""
    assert sum((table["q"] <= 0.05).any() for table in tables) <= most(DRAWS)


def test_no_more_tables_have_a_solid_row(tables):
    assert sum((table["grade"] == "solid").any() for table in tables) <= most(DRAWS)


def test_a_row_is_indicative_no_more_often_than_p_says(tables):
    """Of 19 findings each is asked of ten pairs a table; the first pair's rows are
    independent from draw to draw."""
    rows = pd.concat(tables)
    assert (rows["grade"] != "not shown").mean() <= 0.05
    first = rows[(rows["a"] == "d") & (rows["b"] == "e") & (rows["finding"] == "link:target")]
    assert (first["p"] <= 0.05).sum() <= most(DRAWS)


def test_intervals_leave_out_no_difference_as_often_as_stated(tables):
    """Newcombe's intervals cover 95 % on the average, and so do these."""
    rows = pd.concat(tables)
    missed = ((rows["low"] > 0) | (rows["high"] < 0)).mean()
    assert missed <= 0.05
    by_pair = rows.assign(missed=(rows["low"] > 0) | (rows["high"] < 0)).groupby(["a", "b"])
    assert by_pair["missed"].mean().max() <= 0.07


def test_a_planted_difference_is_found():
    """Of 27 and 29 tasks 22 and 5 have a date, all else alike."""
    rows = [
        (d, "link:date", f"{d}:{n}", n < held)
        for d, held, size in (("d", 5, 29), ("e", 22, 27))
        for n in range(size)
    ]
    rows += [
        (d, f"theme:{finding}", f"{d}:{n}", n % 3 == 0)
        for finding in range(20)
        for d in ("d", "e")
        for n in range(27)
    ]
    cases = pd.DataFrame(rows, columns=["document_id", "finding", "case_id", "holds"])
    graded = graded_differences(cases, DOCUMENTS).set_index("finding")["grade"]
    assert graded["link:date"] == "solid"
    assert set(graded.drop("link:date")) == {"not shown"}


def test_log_odds_leave_out_0_no_more_often_than_stated():
    """Tasks of one pool turn to no theme more in one document than in the others."""
    random = np.random.default_rng(31)
    drawn_from = pool(random).filter(like="theme:")
    excluded = asked = 0
    for _ in range(DRAWS):
        tasks, themes = [], []
        for document, size in SIZES.items():
            drawn = drawn_from.sample(size, replace=True, random_state=random)
            ids = [f"{document}:{number}" for number in range(size)]
            tasks.append(pd.DataFrame({"task_id": ids, "document_id": document, "kind": "task"}))
            task, theme = np.nonzero(drawn.to_numpy())
            themes.append(
                pd.DataFrame(
                    {"task_id": np.array(ids)[task], "theme_id": drawn.columns[theme]}
                ).assign(document_id=document)
            )
        found = distinctive_themes(
            pd.concat(tasks, ignore_index=True).assign(parent_id=None, title="", text=""),
            pd.concat(themes, ignore_index=True),
        ).dropna(subset="low")
        asked += len(found)
        excluded += ((found["low"] > 0) | (found["high"] < 0)).sum()
    assert asked > 20 * DRAWS
    assert excluded <= 0.05 * asked
