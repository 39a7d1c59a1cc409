"""Two reviewers of one sample: how far they agree beyond chance, and where they do not."""

from __future__ import annotations

import math

import numpy as np
import pytest

from policytasks.review import agreement, draw
from policytasks.review.agreement import krippendorff_alpha
from tests.review.conftest import answer, answers


def test_alpha_is_that_of_the_published_examples():
    # Krippendorff (2011), Computing Krippendorff's alpha-reliability: binary, then nominal data.
    assert krippendorff_alpha(
        [0, 1, 0, 0, 0, 0, 0, 0, 1, 0], [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    ) == pytest.approx(0.095, abs=5e-4)
    one, other = "aabbdcccedda", "babbbcccedd" + "d"
    code = sorted({*one, *other}).index
    assert krippendorff_alpha([*map(code, one)], [*map(code, other)]) == pytest.approx(
        0.692, abs=5e-4
    )


def test_alpha_is_its_definition():
    random = np.random.default_rng(5)
    a, b = random.integers(0, 3, (2, 40))
    b = np.where(random.random(40) < 0.6, a, b)
    pairs = np.concatenate([a, b])
    counts = np.bincount(pairs)
    n = pairs.size
    expected = 1 - (counts * (counts - 1)).sum() / (n * (n - 1))
    assert krippendorff_alpha(a, b) == pytest.approx(1 - (a != b).mean() / expected)


@pytest.fixture
def sample(rows, texts):
    return draw(rows, texts, "targets", n=40, units=10, seed=7)


def changed(lines, number: int, sheet: str, **cells):
    return [
        type(line).model_validate({**line.model_dump(), **cells})
        if (line.sheet, line.no) == (sheet, number)
        else line
        for line in lines
    ]


def test_differences_are_listed_and_alpha_has_an_interval(sample):
    one = answer(sample)
    for number in range(1, 16):
        one = changed(one, number, "rows", verdict="no row")
    other = changed(one, 1, "rows", verdict="right")
    other = changed(other, 20, "rows", verdict="wrong", field="scope", right_value="每县")
    other = changed(other, 4, "units", missed="2")
    found = agreement(sample, answers(one), answers(other))
    assert found.share == 38 / 40 and found.rows == 40
    assert 0.6 < found.low < found.alpha < found.high <= 1
    assert found == found and found.alpha == agreement(sample, answers(one), answers(other)).alpha
    told = found.differences.to_dict("records")
    assert [(row["sheet"], row["no"], row["one"], row["other"]) for row in told] == [
        ("rows", 1, "no row", "right"),
        ("rows", 20, "right", "wrong, scope 每县"),
        ("units", 4, "0 wrong, 0 missed", "0 wrong, 2 missed"),
    ]


def test_one_verdict_throughout_tells_nothing(sample):
    found = agreement(sample, answers(answer(sample)), answers(answer(sample)))
    assert math.isnan(found.alpha) and math.isnan(found.low) and found.share == 1
    assert found.differences.empty
