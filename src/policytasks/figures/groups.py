"""Many documents in few groups, by province, level or year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pandas as pd

from policytasks.figures.terms import LABELS, TERMS, Words
from policytasks.places import find_province

__all__ = ["groups_of", "years_of"]

_OTHERS = Words("Others", "其他")


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
    years = [year or "–" for year in years_of(documents)]
    ways = [_provinces(documents, lang), _levels(documents, lang), years]
    found = next((way for way in ways if 2 <= len(set(way)) <= most), ways[0])
    sizes = Counter(found)
    others: str = getattr(_OTHERS, lang)
    if len(sizes) > most:
        kept = {name for name, _ in sizes.most_common(most - 1)}
        found = [name if name in kept else others for name in found]
    of_document = dict(zip(documents["document_id"].astype("str"), found, strict=True))
    return dict(sorted(of_document.items(), key=lambda each: each[1] == others))


def _provinces(documents: pd.DataFrame, lang: str) -> list[str]:
    """Return the province of each document's place; itself where no list has the place."""
    provinces = map(find_province, documents["place_zh"].fillna(""))
    words = (
        LABELS["province"].get(name, Words(name, name)) if name else _OTHERS for name in provinces
    )
    return [getattr(each, lang) for each in words]


def _levels(documents: pd.DataFrame, lang: str) -> list[str]:
    levels = documents.get("level", pd.Series("", documents.index)).astype("str")
    return [getattr(TERMS["level"].get(level, _OTHERS), lang) for level in levels]


def years_of(documents: pd.DataFrame) -> list[str]:
    """Return the year in which each document was issued, else published, else nothing."""
    dates = pd.to_datetime(documents["issued"].fillna(documents["published"]))
    return ["" if pd.isna(date) else str(date.year) for date in dates]
