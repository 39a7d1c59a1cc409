"""The intervals that a review reports hold the truth as often as they say."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace

import pytest

from policytasks.review import accuracy, draw, told
from policytasks.review.estimates import ratio
from tests.review.conftest import answer, answers, plant

REVIEWS = 500
LEAST = 0.93


@pytest.mark.parametrize(
    ("table", "n", "units"), [("targets", 60, 40), ("responsibilities", 100, 60)]
)
def test_intervals_hold_the_planted_truth(rows, texts, table, n, units):
    held = Counter()
    for seed in range(REVIEWS):
        # Every tenth review is of other errors; the truth is that of its tables.
        if seed % 10 == 0:
            planted = plant(rows, texts, table, seed=seed)
        sample = draw(planted.tables, texts, table, n=n, units=units, seed=seed)
        said = answers(answer(sample, planted))
        # Without the fields, which would take most of the time.
        whole = replace(sample, rows=tuple(replace(row, values={}) for row in sample.rows))
        for row in accuracy(whole, said).query("document_id == 'all'").itertuples():
            held[row.measure] += row.low <= getattr(planted, row.measure) <= row.high
    assert all(held[measure] >= LEAST * REVIEWS for measure in held), held
    assert len(held) == 3


def test_a_census_has_no_interval(rows, texts):
    planted = plant(rows, texts, "targets", seed=1)
    everything = len(planted.tables["targets"])
    sample = draw(planted.tables, texts, "targets", n=everything, units=10_000, seed=1)
    found = accuracy(sample, answers(answer(sample, planted)))
    by_measure = found[found["document_id"] == "all"].set_index("measure")
    for measure in ("precision", "right", "recall"):
        row = by_measure.loc[measure]
        assert row["low"] == row["share"] == row["high"]
        assert row["share"] == pytest.approx(getattr(planted, measure))


def test_each_document_and_field_has_its_share(rows, texts):
    planted = plant(rows, texts, "targets", seed=2)
    sample = draw(planted.tables, texts, "targets", n=10_000, units=10_000, seed=1)
    found = accuracy(sample, answers(answer(sample, planted)))
    for document_id in {row.document_id for row in sample.rows}:
        own = [r for r in planted.tables["targets"] if r["document_id"] == document_id]
        there = sum(r["scope"] != "no such row" for r in own) / len(own)
        (row,) = found[
            (found["document_id"] == document_id) & (found["measure"] == "precision")
        ].to_dict("records")
        assert row["share"] == pytest.approx(there) and row["reviewed"] == len(own)
    fields = found[(found["measure"] == "field") & (found["document_id"] == "all")]
    shares = fields.set_index("field")["share"]
    assert shares["scope"] < 1 and (shares.drop("scope") == 1).all()
    lines = list(told(found))
    assert any(line.startswith("field scope of targets: ") for line in lines)
    assert not any(line.startswith("field value") for line in lines)


def test_strata_are_weighted_by_their_size():
    # Two of a hundred are looked at where all is right, two of two where nothing is.
    estimate = ratio(["a", "a", "b", "b"], [1, 1, 0, 0], [1, 1, 1, 1], {"a": 100, "b": 2})
    assert estimate.share == pytest.approx(100 / 102)


def test_nothing_counted_tells_nothing():
    assert math.isnan(ratio(["a"], [0], [0], {"a": 3}).share)


def test_no_error_found_leaves_room_for_some():
    estimate = ratio(["a"] * 20, [1] * 20, [1] * 20, {"a": 1000})
    # Clopper & Pearson's limit for 20 of 20, by a little more for the unknown variance.
    assert estimate.high == 1 and 0.78 < estimate.low < 0.84
