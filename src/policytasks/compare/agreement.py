"""How far the rows of the program are those that coders gave."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from policytasks.compare.columns import tidy
from policytasks.compare.intervals import wilson
from policytasks.compare.tallies import quotient

__all__ = ["measured_agreement", "row_agreement"]

_COUNTS = ("both", "program", "hand")
_MEASURES = (
    *("precision", "precision_low", "precision_high"),
    *("recall", "recall_low", "recall_high", "f1"),
)


def measured_agreement(frame: pd.DataFrame) -> pd.DataFrame:
    """Add precision, recall and F1 to counts of rows.

    Parameters
    ----------
    frame
        With ``both`` (rows that program and coders gave), ``program``, ``hand`` (rows of
        either).

    Returns
    -------
    DataFrame
        Also ``precision`` (of the program's rows, those of the coders) and ``recall`` (of
        the coders' rows, those of the program), each with its 95 % interval (Wilson 1927:
        what other rows written by the same process would give), and ``f1``, their harmonic
        mean (van Rijsbergen 1979, Information Retrieval, ch. 7).
    """
    frame = frame.assign(f1=quotient(2 * frame["both"], frame["program"] + frame["hand"]))
    for measure, whole in (("precision", "program"), ("recall", "hand")):
        low, high = wilson(frame["both"], frame[whole])
        frame[measure] = quotient(frame["both"], frame[whole])
        frame[f"{measure}_low"], frame[f"{measure}_high"] = low, high
    columns = (*_COUNTS, *_MEASURES)
    others = {str(name): str(frame[name].dtype) for name in frame if name not in columns}
    return tidy(frame, [*others, *columns], **others)


def row_agreement(
    tables: Mapping[str, pd.DataFrame],
    coded: Mapping[str, pd.DataFrame],
    fields: Mapping[str, Sequence[str]],
    documents: Iterable[str],
    *,
    by: str = "document_id",
) -> pd.DataFrame:
    """Return how far program and coders agree on the rows of each table and document.

    Parameters
    ----------
    tables, coded
        The rows of the program and of the coders, by table.
    fields
        The columns in which two rows must agree to be the same, by table, beside unit and
        document.
    documents
        The documents that were coded.
    by
        Another column than ``document_id`` to tell rows apart by, such as ``theme_id``, in
        alphabetical order.

    Returns
    -------
    DataFrame
        ``table``, ``by`` and the columns of `measured_agreement`.
    """
    documents = list(documents)
    records = []
    for table, names in fields.items():
        given, found = (_rows(rows[table], names, documents, by) for rows in (coded, tables))
        for value in documents if by == "document_id" else sorted({*given, *found}):
            one, other = found[value], given[value]
            records.append((table, value, (one & other).total(), one.total(), other.total()))
    return measured_agreement(tidy(records, ["table", by, *_COUNTS]))


def _rows(
    frame: pd.DataFrame, fields: Sequence[str], documents: Sequence[str], by: str
) -> defaultdict[str, Counter[tuple[str, ...]]]:
    """Return the rows of these documents as text, by the values of a column."""
    names = [name for name in ("document_id", "task_id", *fields) if name in frame]
    rows = frame[frame["document_id"].isin(documents)].astype({by: "str"})
    found: defaultdict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
    for value, *row in zip(rows[by], *(map(_printed, rows[name]) for name in names), strict=True):
        found[value][tuple(row)] += 1
    return found


def _printed(value: Any) -> str:
    """Return a value as coders write it: 100 for 100.0, true for True, nothing for missing.

    >>> [_printed(v) for v in ("100.0", 100, True, None, float("nan"))]
    ['100', '100', 'true', '', '']
    """
    if pd.isna(value):
        return ""
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    text = str(value)
    if text in ("True", "False"):
        return text.lower()
    try:
        return f"{float(text):.12g}"
    except ValueError:
        return text
