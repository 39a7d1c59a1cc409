"""Many documents in few groups, by province, level or year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pandas as pd

from policytasks.figures.terms import PROVINCES, TERMS
from policytasks.places import find_province

__all__ = ["groups_of"]

_OTHERS = {"en": "Others", "zh": "其他"}


def groups_of(documents: pd.DataFrame, lang: str, *, most: int) -> Mapping[str, str]:
    """Return the name of the group of each document.

    Parameters
    ----------
    documents
        The documents table.
    most
        The most groups. The first of province, level and year that parts the documents
        into two groups or more and at most so many is taken; where none does, the
        provinces, the smallest of them together.
    """
    ways = [_provinces(documents, lang), _levels(documents, lang), _years_of(documents)]
    found = next((way for way in ways if 2 <= len(set(way)) <= most), ways[0])
    sizes = Counter(found)
    if len(sizes) > most:
        kept = {name for name, _ in sizes.most_common(most - 1)}
        found = [name if name in kept else _OTHERS[lang] for name in found]
    of_document = dict(zip(documents["document_id"].astype("str"), found, strict=True))
    return dict(sorted(of_document.items(), key=lambda each: each[1] == _OTHERS[lang]))


def _provinces(documents: pd.DataFrame, lang: str) -> list[str]:
    """Return the province of each document's place; itself where no list has the place."""
    found = []
    for name in documents["place_zh"].fillna(""):
        province = find_province(name)
        if province is None:
            found.append(_OTHERS[lang])
        else:
            found.append(PROVINCES.get(province, province) if lang == "en" else province)
    return found


def _levels(documents: pd.DataFrame, lang: str) -> list[str]:
    if "level" not in documents:
        return [_OTHERS[lang]] * len(documents)
    words = TERMS["level"]
    levels = documents["level"].astype("str")
    return [getattr(words[level], lang) if level in words else _OTHERS[lang] for level in levels]


def _years_of(documents: pd.DataFrame) -> list[str]:
    dates = pd.to_datetime(documents["issued"].fillna(documents["published"]))
    return ["–" if pd.isna(date) else str(date.year) for date in dates]
