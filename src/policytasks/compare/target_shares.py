"""What places commit themselves to, and by when.

Every function takes the tasks and the targets table and returns a tidy frame.
Arguments and columns that functions share: see `policytasks.compare`.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from policytasks.compare.columns import SHARE, tidy
from policytasks.compare.counted_units import TASKS, UNIT_KINDS, counted_units
from policytasks.compare.stated_targets import STATED, stated_targets, tally_targets
from policytasks.compare.tallies import divided, group_cells, in_order, shares

__all__ = ["TARGET_KINDS", "deadline_calendar", "deadline_status", "target_shares"]

TARGET_KINDS = ("quantity", "norm", "milestone")

_ANY = "any"
_STATUSES = ("dated", "recurring", "open")


def target_shares(
    tasks: pd.DataFrame,
    targets: pd.DataFrame,
    *,
    by: str = "document_id",
    kinds: Sequence[str] = UNIT_KINDS,
    carriers: Sequence[str] = TASKS,
) -> pd.DataFrame:
    """Return how many targets of each kind there are, and how many tasks carry one.

    Parameters
    ----------
    carriers
        The kinds of unit of which the share is taken, each with the annex rows that
        count as it.

    Returns
    -------
    DataFrame
        ``by``, ``kind`` (any, quantity, norm, milestone), ``targets`` (their
        number in units of all ``kinds``), ``count`` (carriers that have one) of
        ``n`` (carriers), ``share``, ``low``, ``high``, ``task_ids``, ``target_ids``
        (of all targets); four rows a group.
    """
    units = counted_units(tasks, by=by, kinds=kinds)
    rows = _of_any_kind(stated_targets(units, targets))
    cells = group_cells(units, (_ANY, *TARGET_KINDS))
    of_carriers = units.only(carriers)
    carried = rows[rows["unit_id"].isin(of_carriers.members["unit_id"])]
    frame = shares(of_carriers, carried, [by, "kind"], cells)
    number = tally_targets(rows, [by, "kind"], cells)
    frame = frame.assign(targets=number["count"], target_ids=number["target_ids"])
    return tidy(frame, [by, "kind", "targets", *SHARE, "target_ids"])


def deadline_status(
    tasks: pd.DataFrame,
    targets: pd.DataFrame,
    *,
    by: str = "document_id",
    kinds: Sequence[str] = UNIT_KINDS,
) -> pd.DataFrame:
    """Return how many targets have a deadline, recur without one, or have none.

    Returns
    -------
    DataFrame
        ``by``, ``kind`` (any, quantity, norm, milestone), ``status`` (``dated``,
        ``recurring``: every year or the like with no last day, ``open``: neither),
        ``count`` (targets) of ``n`` (targets of the kind), ``share``, ``low``,
        ``high``, ``task_ids``, ``target_ids``; one row for every combination.

    Notes
    -----
    A norm holds until further notice by its nature; a quantity without a deadline
    cannot be called missed.
    """
    units = counted_units(tasks, by=by, kinds=kinds)
    stated = stated_targets(units, targets)
    status = stated["every"].notna().map({True: "recurring", False: "open"})
    # The annex may date what the body leaves open: one date dates the target.
    dated = stated.groupby("stated_as")["deadline"].transform("count") > 0
    rows = _of_any_kind(stated.assign(status=status.where(~dated, "dated")))
    cells = group_cells(units, (_ANY, *TARGET_KINDS), _STATUSES)
    frame = tally_targets(rows, [by, "kind", "status"], cells)
    n = frame.groupby([by, "kind"], sort=False)["count"].transform("sum")
    return tidy(divided(frame, n), [by, "kind", "status", *SHARE, "target_ids"])


def deadline_calendar(
    tasks: pd.DataFrame,
    targets: pd.DataFrame,
    *,
    by: str = "document_id",
    kinds: Sequence[str] = UNIT_KINDS,
) -> pd.DataFrame:
    """Return the targets with a deadline, in the order of their deadlines.

    Returns
    -------
    DataFrame
        ``by``, ``deadline`` (day), ``year``, ``kind``, ``indicator``,
        ``indicator_id``, ``comparator``, ``value``, ``value_high``, ``unit``,
        ``scope``, ``every``, ``quote`` (of the first statement), ``task_ids``,
        ``target_ids``. One row a target; one that body and annex date differently
        has a row for each date.
    """
    units = counted_units(tasks, by=by, kinds=kinds)
    rows = stated_targets(units, targets).dropna(subset="deadline")
    targets_of_day = tally_targets(rows, [by, "stated_as", "deadline"])
    first = rows.drop_duplicates([by, "stated_as", "deadline"]).reset_index(drop=True)
    frame = first.assign(
        year=first["deadline"].dt.year,
        task_ids=targets_of_day["task_ids"],
        target_ids=targets_of_day["target_ids"],
    )
    frame = in_order(frame, {by: units.groups}).sort_values("deadline", kind="stable")
    columns = [by, "deadline", "year", *STATED, "task_ids", "target_ids"]
    return tidy(frame, columns, year="int64")


def _of_any_kind(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the rows twice: once of kind ``any``, once of their own."""
    return pd.concat([rows.assign(kind=_ANY), rows], ignore_index=True)
