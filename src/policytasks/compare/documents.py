"""What is compared: how many units each document has, and how long they are."""

from __future__ import annotations

import pandas as pd

__all__ = ["task_lengths", "unit_kinds"]


def unit_kinds(tasks: pd.DataFrame) -> pd.DataFrame:
    """Return how many units of each kind each document has.

    Returns
    -------
    DataFrame
        ``document_id``, ``place_id``, ``kind``, ``count``, ``characters`` (of
        title and text, white space aside), ``task_ids``; one row for every
        document and kind.
    """
    units = _lengths(tasks)
    keys = ["document_id", "place_id"]
    frame = units.groupby([*keys, "kind"], sort=False, observed=True).agg(
        count=("task_id", "size"), characters=("characters", "sum"), task_ids=("task_id", tuple)
    )
    documents = units[keys].drop_duplicates()
    every = documents.merge(pd.Series(tasks["kind"].cat.categories, name="kind"), how="cross")
    frame = every.merge(frame.reset_index(), on=[*keys, "kind"], how="left")
    frame[["count", "characters"]] = frame[["count", "characters"]].fillna(0).astype("int64")
    frame["task_ids"] = [ids if isinstance(ids, tuple) else () for ids in frame["task_ids"]]
    return frame


def task_lengths(tasks: pd.DataFrame) -> pd.DataFrame:
    """Return the length of each task: ``task_id``, ``document_id``, ``place_id``,
    ``characters`` (of title and text, white space aside)."""
    return _lengths(tasks[tasks["kind"] == "task"]).drop(columns="kind").reset_index(drop=True)


def _lengths(tasks: pd.DataFrame) -> pd.DataFrame:
    text = tasks["title"].fillna("") + tasks["text"].fillna("")
    return tasks[["task_id", "document_id", "kind"]].assign(
        place_id=tasks["place_id"].fillna(tasks["document_id"]),
        kind=tasks["kind"].astype("str"),
        characters=text.str.replace(r"\s", "", regex=True).str.len(),
    )
