"""What is compared: what each document is called, how many units it has, how long they are."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from itertools import product
from typing import Any

import pandas as pd

from policytasks.compare.columns import tidy, typed
from policytasks.compare.counted_units import UNIT_KINDS, counted_units
from policytasks.compare.tallies import records_of, tally

__all__ = ["document_labels", "plan_cards", "unit_kinds"]

# 吉民发〔2021〕41号
_SERIAL = re.compile(r"(\d+)号$")


def document_labels(documents: pd.DataFrame, lang: str = "en") -> dict[str, str]:
    """Return what each document is called in every table and figure; no two are alike.

    Place and year; of documents that share both also the number or, where not each has
    one of its own, the month of issue or, where these are alike, the ``document_id``.

    Parameters
    ----------
    documents
        The documents table.
    lang
        ``en`` or ``zh``: the language of the place's name, where it has one in it.

    Examples
    --------
    ``{"jilin-2022-1": "Jilin Province 2022 (No. 1)", "jilin-2022-9": "Jilin Province
    2022 (No. 9)", "jining-2024-42": "Jining 2024"}``
    """
    rows = {str(row.document_id): row for row in records_of(documents)}
    short = {id: _place_and_year(row, lang) for id, row in rows.items()}
    shared: dict[str, list[str]] = {}
    for id, label in short.items():
        shared.setdefault(label, []).append(id)
    labels: dict[str, str] = {}
    for label, ids in shared.items():
        labels |= (
            {ids[0]: label}
            if len(ids) == 1
            else _told_apart({id: rows[id] for id in ids}, label, lang)
        )
    return {id: labels[id] for id in rows}


def _place_and_year(row: Any, lang: str) -> str:
    names = (row.place_en, row.place_zh) if lang == "en" else (row.place_zh, row.place_en)
    place = next((name for name in (*names, row.place_id) if isinstance(name, str)), None)
    date = row.published if pd.isna(row.issued) else row.issued
    year = "" if pd.isna(date) else f" {pd.Timestamp(date).year}"
    return f"{place or row.document_id}{year}"


def _told_apart(rows: Mapping[str, Any], label: str, lang: str) -> dict[str, str]:
    """Return the labels of documents that share one, each with what tells it apart."""
    serials = {id: _serial(row, lang) for id, row in rows.items()}
    months = {
        id: "" if pd.isna(row.issued) else f"{pd.Timestamp(row.issued):%Y-%m}"
        for id, row in rows.items()
    }
    for suffixes in (serials, months):
        if all(suffixes.values()) and max(Counter(suffixes.values()).values()) == 1:
            return {id: _bracketed(label, suffix, lang) for id, suffix in suffixes.items()}
    return {id: _bracketed(label, id, lang) for id in rows}


def _serial(row: Any, lang: str) -> str:
    found = _SERIAL.search(row.number) if isinstance(row.number, str) else None
    if found is None:
        return ""
    return f"No. {found[1]}" if lang == "en" else f"{found[1]}号"


def _bracketed(label: str, suffix: str, lang: str) -> str:
    return f"{label} ({suffix})" if lang == "en" else f"{label}（{suffix}）"


def unit_kinds(tasks: pd.DataFrame) -> pd.DataFrame:
    """Return how many units of each kind each document has.

    Returns
    -------
    DataFrame
        ``document_id``, ``place_id``, ``kind``, ``count``, ``characters`` (of
        title and text, white space aside), ``task_ids``; one row for every
        document and kind.
    """
    units = counted_units(tasks, by="place_id", kinds=UNIT_KINDS).members
    rows = units.rename(columns={"unit_kind": "kind"}).assign(unit_id=units["task_id"])
    keys = ["document_id", "place_id", "kind"]
    documents = dict.fromkeys(zip(rows["document_id"], rows["place_id"], strict=True))
    cells = [(*document, kind) for document, kind in product(documents, UNIT_KINDS)]
    frame = tally(rows, keys, cells)
    characters = rows.groupby(keys)["characters"].sum().to_dict()
    frame["characters"] = [characters.get(cell, 0) for cell in cells]
    return tidy(frame, [*keys, "count", "characters", "task_ids"])


def plan_cards(
    documents: pd.DataFrame, tasks: pd.DataFrame, citations: pd.DataFrame
) -> pd.DataFrame:
    """Return what must be known of each document before it is compared.

    Returns
    -------
    DataFrame
        ``document_id``, ``level``, ``year`` (of issue), ``genre``, ``mandate``,
        ``horizon_end``, ``reform`` (``before 2018``, ``2018 to 2023``, ``since 2023``:
        before and after the reforms of the ministries), ``tasks``, ``median`` (length of
        a task, characters), ``annex`` (``rows``: in the tables; ``missing``: a list is
        announced that the source lacks; ``none``), ``cited`` (documents on which it
        rests), ``task_ids``. One row a document.
    """
    lengths = counted_units(tasks).members
    records = []
    for row in records_of(documents):
        own = tasks[typed(tasks["document_id"]) == row.document_id]
        named = citations[typed(citations["document_id"]) == row.document_id]
        length = lengths.loc[lengths["document_id"] == row.document_id, "characters"]
        issued = None if pd.isna(row.issued) else pd.Timestamp(row.issued)
        records.append(
            {
                "document_id": row.document_id,
                "level": row.level,
                "year": None if issued is None else issued.year,
                "genre": row.genre,
                "mandate": row.mandate,
                "horizon_end": row.horizon_end,
                "reform": _reform(issued),
                "tasks": len(length),
                "median": length.median(),
                "annex": _annex(own, named),
                "cited": int((typed(named["relation"]) == "basis").sum()),
                "task_ids": tuple(typed(own["task_id"])),
            }
        )
    columns = ["document_id", "level", "year", "genre", "mandate", "horizon_end", "reform"]
    return tidy(records, [*columns, "tasks", "median", "annex", "cited", "task_ids"])


def _reform(issued: pd.Timestamp | None) -> str | None:
    """Return between which reforms of the State Council's ministries a day lies.

    In March 2018 health insurance and eldercare work changed hands, in March 2023
    eldercare work once more.
    """
    if issued is None:
        return None
    if issued < pd.Timestamp(2018, 3, 17):
        return "before 2018"
    return "2018 to 2023" if issued < pd.Timestamp(2023, 3, 10) else "since 2023"


def _annex(units: pd.DataFrame, citations: pd.DataFrame) -> str:
    """Return whether a list of tasks is in the tables, or announced and missing."""
    if (typed(units["kind"]) == "subtask").any():
        return "rows"
    enclosed = citations[typed(citations["relation"]) == "enclosure"]
    announced = typed(enclosed["cited_title"]).str.endswith(("清单", "分工", "分工表"))
    return "missing" if announced.any() else "none"
