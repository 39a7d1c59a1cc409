"""The words in two languages, which are data."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from policytasks.figures.terms import LABELS

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "policytasks"


@pytest.mark.parametrize("name", ["figures/terms.csv", "figures/labels.csv", "explorer/words.csv"])
def test_each_word_stands_once_with_all_its_cells(name):
    with (PACKAGE / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["kind", "id", "en", "zh"]
    assert {len(row) for row in rows} == {4}
    assert max(Counter(tuple(row[:2]) for row in rows).values()) == 1


def test_every_listed_province_has_its_english_name():
    with (ROOT / "data" / "codebook" / "places.csv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(line for line in file if not line.startswith("#"))
        provinces = {row["name"] for row in rows if row["level"] == "province"}
    assert provinces == set(LABELS["province"])
