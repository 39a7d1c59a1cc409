"""What the closed lists of the tables and comparisons are called, in English and Chinese."""

from __future__ import annotations

import csv
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import NamedTuple

__all__ = ["LABELS", "TERMS", "Words", "read_words"]


class Words(NamedTuple):
    """One text in both languages."""

    en: str
    zh: str


def read_words(file: Traversable) -> dict[str, dict[str, Words]]:
    """Return the words of a file with the columns kind, id, en and zh: by kind, by id."""
    words: dict[str, dict[str, Words]] = {}
    for row in csv.DictReader(file.read_text(encoding="utf-8").splitlines()):
        words.setdefault(row["kind"], {})[row["id"]] = Words(row["en"], row["zh"])
    return words


TERMS = read_words(files("policytasks.figures") / "terms.csv")
"""By what they are terms of. A unit of targets that is not here is shown as written."""
LABELS = read_words(files("policytasks.figures") / "labels.csv")
"""The heads of columns, and the provinces by their names in the list of places."""
