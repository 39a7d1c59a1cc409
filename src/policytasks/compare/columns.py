"""The columns of compared frames: of what type each is, wherever it occurs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

__all__ = ["SHARE", "of_documents", "tidy", "type_of", "typed"]

SHARE = ("count", "n", "share", "low", "high", "task_ids")
"""The columns that a share always comes with."""

_TYPES = {
    "int64": """count n count_a n_a count_b n_b rest_count rest_n function_count names behind links
        mentions characters direction tasks naming led duties departments cited cited_by agencies
        targets units both program hand""",
    "float64": """share low high value value_high standard_value standard_high value_from value_to
        years per_year per_1000 mean median most probability lowest highest expected deviation
        p p_holm q log_odds z distance chance_low chance_high difference shared f1
        precision precision_low precision_high recall recall_low recall_high""",
    "bool": "single holds grows_with_place in_table money check",
    "Int64": "year",
    "datetime64[s]": "issued deadline deadline_from deadline_to horizon_end",
    "object": """task_ids target_ids citation_ids grounds others verdicts reasons reasons_zh leads_a
        leads_b by_measure by_reading without_one by_document turned_by coincides""",
}
_TYPE_OF = {name: kind for kind, names in _TYPES.items() for name in names.split()}


def type_of(column: str) -> str:
    """Return the type of a column by its name: text unless it is listed as another."""
    return _TYPE_OF.get(column, "str")


def typed(values: pd.Series) -> pd.Series:
    """Return a column of a table in the type of its name, however the table was read.

    Categories become plain strings: those that no row uses would come back as
    rows of every comparison.
    """
    kind = type_of(str(values.name))
    dated = pd.to_datetime(values) if kind.startswith("datetime") else values
    return dated.astype(pd.api.types.pandas_dtype(kind))


def of_documents(documents: pd.DataFrame, column: str) -> dict[str, Any]:
    """Return what the documents table says of each document; nothing where it says nothing."""
    if column not in documents:
        return {}
    known = documents.dropna(subset=column)
    return dict(zip(typed(known["document_id"]), typed(known[column]), strict=True))


def tidy(
    rows: pd.DataFrame | Iterable[Mapping[str, Any] | tuple[Any, ...]],
    columns: Iterable[str],
    **types: str,
) -> pd.DataFrame:
    """Return the named columns in that order, each once, numbered anew.

    ``types`` are those of columns that have here another than elsewhere.
    """
    columns = list(dict.fromkeys(columns))
    frame = rows if isinstance(rows, pd.DataFrame) else pd.DataFrame(list(rows), columns=columns)
    kinds = {name: types.get(name) or type_of(name) for name in columns}
    return frame[columns].astype(kinds).reset_index(drop=True)
