"""On which themes a document acts, which it only names, and on which it is silent.

Arguments and columns that functions share: see `policytasks.compare`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from policytasks.compare.columns import tidy, typed
from policytasks.compare.counted_units import TASKS, UNIT_KINDS, counted_units
from policytasks.compare.intervals import highest_unseen
from policytasks.compare.tallies import most_and_nearly, records_of
from policytasks.compare.theme_shares import theme_shares
from policytasks.reading.themes import find_mentions

if TYPE_CHECKING:
    from policytasks.codebook import Theme

__all__ = ["leading_themes", "theme_mandates", "theme_states", "with_hand_codes"]


def with_hand_codes(
    themes: pd.DataFrame, coded: pd.DataFrame, documents: Iterable[str]
) -> pd.DataFrame:
    """Return the themes table with the documents coded by hand as the coders have them.

    Parameters
    ----------
    themes
        The themes table.
    coded
        ``task_id`` and ``theme_id`` of every code that coders gave.
    documents
        The documents that they coded: of these the program's codes go.

    Returns
    -------
    DataFrame
        ``task_id``, ``theme_id``, ``mentions`` (of the program, 0 where it found
        none).
    """
    own = tidy(themes, ["task_id", "theme_id", "mentions"])
    is_coded = own["task_id"].map(lambda id: id.rpartition(":")[0]).isin(list(documents))
    by_hand = coded[["task_id", "theme_id"]].merge(own, on=["task_id", "theme_id"], how="left")
    by_hand["mentions"] = by_hand["mentions"].fillna(0).astype("int64")
    return pd.concat([own[~is_coded], by_hand], ignore_index=True)


def leading_themes(
    tasks: pd.DataFrame,
    themes: pd.DataFrame,
    *,
    by: str = "document_id",
    kinds: Sequence[str] = TASKS,
    theme_ids: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Return the themes on which most units of each document act, or one unit less.

    Returns
    -------
    DataFrame
        The columns of ``theme_shares``, and ``behind`` (units less than the first),
        by rising ``behind``.
    """
    frame = theme_shares(tasks, themes, by=by, kinds=kinds, theme_ids=theme_ids)
    return most_and_nearly(frame, by, frame[by].unique()).reset_index(drop=True)


def theme_states(
    tasks: pd.DataFrame,
    themes: pd.DataFrame,
    documents: pd.DataFrame,
    codebook_themes: Iterable[Theme],
    *,
    by: str = "document_id",
    kinds: Sequence[str] = UNIT_KINDS,
) -> pd.DataFrame:
    """Return what each document does with each theme of the codebook.

    All kinds of unit count by default: a document that names a theme as its
    objective is not silent on it.

    Parameters
    ----------
    documents
        The documents table, for the subject that a title names (``mandate``).
    codebook_themes
        The codebook's themes. Their wording shows where a word stands without the
        unit acting on the theme, and what a document's mandate is.

    Returns
    -------
    DataFrame
        ``by``, ``theme_id``, ``state`` (``acts``: a unit acts on it; ``names``: a
        word of it stands, no unit acts on it; ``outside``: no word, and the title
        confines the document to other themes; ``nothing``: no word), ``count``
        (units that act on it, or else name it) of ``n``, ``high`` (the largest share
        of acting units that none among ``n`` leaves plausible: the exact 95 % limit;
        missing where one acts), ``task_ids``; one row for every group and
        theme.
    """
    codebook_themes = list(codebook_themes)
    ids = [theme.id for theme in codebook_themes]
    frame = theme_shares(tasks, themes, by=by, kinds=kinds, theme_ids=ids)
    named = _naming_units(tasks, codebook_themes, by=by, kinds=kinds)
    confined = _confined_to(tasks, documents, codebook_themes, by=by)
    records = []
    for row in records_of(frame):
        group = getattr(row, by)
        naming = named.get((group, row.theme_id), ())
        subjects = confined.get(group, frozenset())
        if row.count:
            state, task_ids = "acts", row.task_ids
        elif naming:
            state, task_ids = "names", naming
        else:
            state, task_ids = "outside" if subjects - {row.theme_id} else "nothing", ()
        high = np.nan if state == "acts" else float(highest_unseen(row.n))
        record = {by: group, "theme_id": row.theme_id, "state": state, "count": len(task_ids)}
        records.append(record | {"n": row.n, "high": high, "task_ids": task_ids})
    return tidy(records, [by, "theme_id", "state", "count", "n", "high", "task_ids"])


def _naming_units(
    tasks: pd.DataFrame, codebook_themes: Sequence[Theme], *, by: str, kinds: Sequence[str]
) -> dict[tuple[str, str], tuple[str, ...]]:
    """Return the units in which a word of a theme stands, by group and theme."""
    units = counted_units(tasks, by=by, kinds=kinds)
    texts = units.rows(tasks, ["title", "text"])
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for row in records_of(texts):
        parts = (part for part in (row.title, row.text) if isinstance(part, str))
        text = "".join("".join(parts).split())
        for theme in codebook_themes:
            if find_mentions(text, theme):
                key = (getattr(row, by), theme.id)
                found[key] = (*found.get(key, ()), row.task_id)
    return found


def theme_mandates(
    documents: pd.DataFrame, codebook_themes: Iterable[Theme]
) -> dict[str, frozenset[str]]:
    """Return the themes that the title of each document names as its subject.

    None where it names none: such a plan is on all of eldercare.
    """
    codebook_themes = list(codebook_themes)
    if "mandate" not in documents:
        return {}
    ids, mandates = (typed(documents[column]) for column in ("document_id", "mandate"))
    return {
        id: frozenset(
            theme.id
            for theme in codebook_themes
            if isinstance(mandate, str) and theme.pattern.search(mandate)
        )
        for id, mandate in zip(ids, mandates, strict=True)
    }


def _confined_to(
    tasks: pd.DataFrame, documents: pd.DataFrame, codebook_themes: Sequence[Theme], *, by: str
) -> dict[str, frozenset[str]]:
    """Return the themes to which the titles of a group's documents confine them.

    A group of several documents is confined only where each of them is.
    """
    mandates = theme_mandates(documents, codebook_themes)
    groups = counted_units(tasks, by=by, kinds=UNIT_KINDS).members
    confined: dict[str, frozenset[str]] = {}
    for group, own in groups.groupby(by, sort=False):
        named = [mandates.get(id, frozenset()) for id in own["document_id"].unique()]
        confined[str(group)] = frozenset().union(*named) if all(named) else frozenset()
    return confined
