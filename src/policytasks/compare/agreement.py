"""How far the rows of the program are those that coders gave."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from policytasks.compare.counted_units import typed
from policytasks.compare.intervals import wilson
from policytasks.compare.tallies import quotient, tidy

__all__ = ["measured_agreement", "row_agreement", "theme_agreement", "theme_agreement_by_theme"]

_COUNTS = ("both", "program", "hand")
_AGREEMENT = {
    **dict.fromkeys(_COUNTS, "int64"),
    **dict.fromkeys(("precision", "precision_low", "precision_high"), "float64"),
    **dict.fromkeys(("recall", "recall_low", "recall_high", "f1"), "float64"),
}


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
    names = {str(name): str(frame[name].dtype) for name in frame if name not in _AGREEMENT}
    return tidy(frame, names | _AGREEMENT)


def row_agreement(
    tables: Mapping[str, pd.DataFrame],
    coded: Mapping[str, pd.DataFrame],
    fields: Mapping[str, Iterable[str]],
    documents: Iterable[str],
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

    Returns
    -------
    DataFrame
        ``table``, ``document_id`` and the columns of `measured_agreement`.
    """
    documents = list(documents)
    records = []
    for table, names in fields.items():
        found, given = (_rows(rows[table], tuple(names)) for rows in (tables, coded))
        for document in documents:
            one, other = found.get(document, Counter()), given.get(document, Counter())
            records.append((table, document, (one & other).total(), one.total(), other.total()))
    columns = ["table", "document_id", *_COUNTS]
    frame = pd.DataFrame(records, columns=columns).astype(dict.fromkeys(columns[:2], "str"))
    return measured_agreement(frame)


def _rows(frame: pd.DataFrame, names: tuple[str, ...]) -> dict[str, Counter[tuple[str, ...]]]:
    """Return the rows of each document as text."""
    keys = [name for name in ("task_id", *names) if name in frame]
    found: dict[str, Counter[tuple[str, ...]]] = {}
    documents = typed(frame["document_id"], "str")
    columns = [[_printed(value) for value in frame[name]] for name in keys]
    for document, *row in zip(documents, *columns, strict=True):
        found.setdefault(document, Counter())[tuple(row)] += 1
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


def theme_agreement(
    themes: pd.DataFrame, coded: pd.DataFrame, documents: Iterable[str]
) -> pd.DataFrame:
    """Return how far program and coders agree on themes, document by document.

    Parameters
    ----------
    themes
        The themes table.
    coded
        ``task_id`` and ``theme_id`` of every code that coders gave.
    documents
        The documents that they coded.

    Returns
    -------
    DataFrame
        ``document_id`` and the columns of `measured_agreement`.
    """
    found, given = _codes(themes), _codes(coded)
    return _agreement("document_id", documents, found, given, _document_of)


def theme_agreement_by_theme(
    themes: pd.DataFrame, coded: pd.DataFrame, documents: Iterable[str]
) -> pd.DataFrame:
    """Return how far program and coders agree on each theme, over the coded documents.

    Parameters as of `theme_agreement`.

    Returns
    -------
    DataFrame
        ``theme_id`` and the columns of `measured_agreement`; a row for each theme that
        either gave.
    """
    chosen = set(documents)
    found, given = (
        {code for code in _codes(frame) if _document_of(code) in chosen}
        for frame in (themes, coded)
    )
    names = dict.fromkeys(theme for _, theme in [*sorted(given), *sorted(found)])
    return _agreement("theme_id", names, found, given, lambda code: code[1])


def _codes(frame: pd.DataFrame) -> set[tuple[str, str]]:
    return set(zip(typed(frame["task_id"], "str"), typed(frame["theme_id"], "str"), strict=True))


def _document_of(code: tuple[str, str]) -> str:
    return code[0].rpartition(":")[0]


def _agreement(
    column: str,
    groups: Iterable[str],
    found: set[tuple[str, str]],
    given: set[tuple[str, str]],
    group_of: Any,
) -> pd.DataFrame:
    """Count the codes of each group that both, the program and the coders gave."""
    counted = [Counter(map(group_of, codes)) for codes in (found & given, found, given)]
    records = [(group, *(count[group] for count in counted)) for group in groups]
    frame = pd.DataFrame(records, columns=[column, *_COUNTS]).astype({column: "str"})
    return measured_agreement(frame)
