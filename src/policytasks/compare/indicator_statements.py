"""What the documents state of the codebook's indicators, in one unit each.

``indicator_statements`` makes the tidy frame that ``indicator_verdicts`` judges.
``task_ids`` and ``target_ids`` are the tuples of ids behind a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

import pandas as pd

from policytasks.compare.columns import of_documents, tidy
from policytasks.compare.counted_units import UNIT_KINDS, counted_units
from policytasks.compare.stated_targets import STATED, VALUE, stated_targets, tally_targets
from policytasks.compare.tallies import distinct, in_order, records_of
from policytasks.errors import PolicyTasksError

if TYPE_CHECKING:
    from policytasks.codebook import Indicator

__all__ = ["STATEMENT", "ambition_per_year", "ids_of", "indicator_statements"]

# Wording that turns a count of what is there into one of what is to be added.
_ADDED = re.compile("新增|新建|增设|增加|扩建|建设")
_MAGNITUDES = {"万": 1e4, "亿": 1e8}

STATEMENT = (
    *("topic", "indicator_id", "zh", "en", "document_id", "level"),
    *(column for column in STATED if column != "indicator_id"),
    *("standard_value", "standard_high", "standard_unit", "measure", "basis"),
    *("grows_with_place", "year", "note", "note_zh", "task_ids", "target_ids"),
)
IDS = ("task_ids", "target_ids")


def indicator_statements(
    tasks: pd.DataFrame,
    targets: pd.DataFrame,
    documents: pd.DataFrame,
    indicators: Iterable[Indicator],
    *,
    by: str = "document_id",
    kinds: Sequence[str] = UNIT_KINDS,
    topics: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Return what each place states of each comparable indicator.

    What a document states twice, in body and annex or in objective and task, is
    one statement; the annex's date dates it where the body has none.

    Parameters
    ----------
    documents
        The documents table, for levels and dates of issue.
    indicators
        The codebook's indicators.
    kinds
        The kinds of unit whose targets count; by default all.
    topics
        Maps indicators that measure one thing in two ways, by a share and by a
        count, to one name for what they measure. Any other indicator is a topic
        of its own.

    Returns
    -------
    DataFrame
        ``by``, ``topic``, ``indicator_id``, its names ``zh`` and ``en``,
        ``document_id``, ``level``; then, as in the targets table, ``kind``,
        ``indicator``, ``comparator``, ``value``, ``value_high``, ``unit``,
        ``scope``, ``every``, ``deadline``, ``base`` (of what group the share is, as
        written), ``mode`` (reach, keep, add), ``quote`` (of the first statement);
        ``standard_value`` and ``standard_high`` in the codebook's
        ``standard_unit``; ``measure`` (share, count, density, amount); ``basis``
        (stock, new, yearly, standard); ``grows_with_place``; ``year`` (of the
        deadline, or, of a norm without one, of issue); ``note`` and ``note_zh``
        (what the codebook says of comparability); ``task_ids``, ``target_ids``.
        One row a statement, in the order of codebook, places and years.

    Raises
    ------
    PolicyTasksError
        For a target whose indicator is not among ``indicators``.
    """
    units = counted_units(tasks, by=by, kinds=kinds)
    rows = stated_targets(units, targets).dropna(subset="indicator_id")
    codebook = _codebook(indicators, topics or {})
    _refuse_unknown(rows, codebook)
    frame = _in_standard_units(
        _merged(rows).merge(codebook, on="indicator_id", how="left"), documents
    )
    frame = frame.sort_values("year", kind="stable", na_position="last")
    orders: dict[str, Iterable[str]] = {"topic": codebook["topic"].unique(), by: units.groups}
    frame = in_order(frame, orders | {"indicator_id": codebook["indicator_id"]})
    return tidy(frame, [by, *STATEMENT])


def ambition_per_year(statements: pd.DataFrame, *, by: str = "document_id") -> pd.DataFrame:
    """Return how fast a place means to move where it dates one indicator several times.

    Returns
    -------
    DataFrame
        ``by``, ``indicator_id``, ``zh``, ``en``, ``scope``, ``standard_unit``,
        ``deadline_from``, ``deadline_to``, ``value_from``, ``value_to`` (in the
        standard unit), ``years`` between them, ``per_year`` (change in the value
        by year), ``task_ids``, ``target_ids``. One row a step from one deadline
        to the next.

    Notes
    -----
    Only levels to be reached make steps: amounts to be added or to be done each
    year do not follow on one another. A deadline with several values, for groups
    that the indicator does not tell apart, makes none either.
    """
    keys = [by, "indicator_id", "scope", "basis"]
    steps = statements[statements["basis"].isin(["stock", "standard"])].dropna(subset="deadline")
    steps = steps.drop_duplicates([*keys, "deadline", "standard_value"])
    steps = steps.drop_duplicates([*keys, "deadline"], keep=False)
    records = []
    for _, stated in steps.groupby(keys, sort=False, dropna=False):
        for one, other in pairwise(records_of(stated.sort_values("deadline"))):
            years = _years(one.deadline, other.deadline)
            record = {name: getattr(one, name) for name in (by, "indicator_id", "zh", "en")}
            record |= {"scope": one.scope, "standard_unit": one.standard_unit}
            record |= {"deadline_from": one.deadline, "deadline_to": other.deadline}
            record |= {"value_from": one.standard_value, "value_to": other.standard_value}
            record |= {"years": years}
            record["per_year"] = (other.standard_value - one.standard_value) / years
            records.append(record | ids_of([one, other]))
    columns = [by, "indicator_id", "zh", "en", "scope", "standard_unit", "deadline_from"]
    columns += ["deadline_to", "value_from", "value_to", "years", "per_year", *IDS]
    return tidy(records, columns)


def _codebook(indicators: Iterable[Indicator], topics: Mapping[str, str]) -> pd.DataFrame:
    """Return what the codebook says of each indicator, one row each, in its order."""
    records = [
        {
            "indicator_id": indicator.id,
            "topic": topics.get(indicator.id, indicator.id),
            "zh": indicator.zh,
            "en": indicator.en,
            "standard_unit": indicator.unit,
            "measure": indicator.measure,
            "usual_basis": indicator.basis,
            "grows_with_place": indicator.grows_with_place,
            "note": indicator.comparable,
            "note_zh": indicator.comparable_zh,
        }
        for indicator in indicators
    ]
    columns = ["indicator_id", "topic", "zh", "en", "standard_unit", "measure"]
    return tidy(records, [*columns, "grows_with_place", "note", "note_zh", "usual_basis"])


def _refuse_unknown(rows: pd.DataFrame, codebook: pd.DataFrame) -> None:
    """Raise PolicyTasksError where a target's indicator is not in the codebook."""
    unknown = rows[~rows["indicator_id"].isin(codebook["indicator_id"])]
    if not unknown.empty:
        first = unknown.iloc[0]
        raise PolicyTasksError(
            f"the codebook has no indicator {first['indicator_id']!r}",
            where=f"target {first['target_id']}",
            remedy="build the tables anew, or pass the codebook that they were built with",
        )


def _merged(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row a statement of a document, however often the document repeats it."""
    same = ["document_id", "indicator_id", *VALUE]
    dates = rows.groupby(same, dropna=False)["deadline"]
    only_date = dates.transform("first").where(dates.transform("nunique") == 1)
    rows = rows.assign(deadline=rows["deadline"].fillna(only_date))
    statement = rows.groupby([*same, "deadline"], dropna=False, sort=False).ngroup()
    rows = rows.assign(statement=statement)
    ids = tally_targets(rows, ["statement"])
    return rows.drop_duplicates("statement").merge(ids.drop(columns="count"), on="statement")


def _in_standard_units(frame: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Add to the statements level, values in the standard unit, basis and year."""
    factor = list(map(_factor, frame["unit"], frame["standard_unit"]))
    years = {id: issued.year for id, issued in of_documents(documents, "issued").items()}
    of_issue = frame["document_id"].map(years).astype("Int64")
    year = frame["deadline"].dt.year.astype("Int64")
    return frame.assign(
        level=frame["document_id"].map(of_documents(documents, "level")),
        standard_value=frame["value"] * factor,
        standard_high=frame["value_high"] * factor,
        basis=[_basis(row) for row in records_of(frame)],
        year=year.where(frame["kind"] != "norm", year.fillna(of_issue)),
    )


def _factor(unit: str, standard_unit: str) -> float:
    """Return what turns a value in one unit into another: 万张 into 张, 10,000."""
    return _MAGNITUDES.get(unit[0], 1.0) / _MAGNITUDES.get(standard_unit[0], 1.0)


def _basis(statement: Any) -> str:
    """Return what a value holds for: the indicator's usual basis unless it says otherwise."""
    usual = statement.usual_basis
    if usual != "standard" and not pd.isna(statement.every):
        return "yearly"
    says_added = statement.mode == "add" or (
        statement.measure == "count" and _ADDED.search(statement.quote)
    )
    return "new" if usual == "yearly" or (usual == "stock" and says_added) else usual


def ids_of(stated: Iterable[Any]) -> dict[str, tuple[str, ...]]:
    """Return the ids behind several statements together."""
    stated = list(stated)
    return {
        name: distinct(chain.from_iterable(getattr(row, name) for row in stated)) for name in IDS
    }


def _years(start: pd.Timestamp, end: pd.Timestamp) -> float:
    """Return the years between two days: by whole months, within one month by days."""
    months = 12 * (end.year - start.year) + end.month - start.month
    return months / 12 or (end - start).days / 365.25
