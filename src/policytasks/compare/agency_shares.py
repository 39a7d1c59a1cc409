"""Who leads, supports and answers for what, and how far the work is shared.

Every function takes the tasks and the responsibilities table and returns a tidy frame.
Arguments and columns that functions share: see `policytasks.compare`.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from policytasks.compare.columns import SHARE, of_documents, tidy, typed
from policytasks.compare.counted_units import TASKS, Units, counted_units
from policytasks.compare.intervals import interval_of_mean
from policytasks.compare.named_agencies import LEAD, ROLES, most_named, named_agencies, of_roles
from policytasks.compare.tallies import distinct, group_cells, in_order, shares, tally

__all__ = [
    "agencies_per_task",
    "agency_shares",
    "assignment_forms",
    "counties_named",
    "crosswalk_effect",
    "solo_and_shared",
    "tasks_without_lead",
]


def agency_shares(
    tasks: pd.DataFrame,
    responsibilities: pd.DataFrame,
    *,
    by: str = "document_id",
    kinds: Sequence[str] = TASKS,
    key: str = "agency_id",
) -> pd.DataFrame:
    """Return the share of units that each agency leads, supports and answers for.

    Returns
    -------
    DataFrame
        ``by``, ``key``, ``role`` (lead, support, responsible), ``count``, ``n``,
        ``share``, ``low``, ``high``, ``task_ids``. One row for every group,
        agency named in any of them, and role; agencies come in order of how many
        units name them, then of their id.
    """
    units = counted_units(tasks, by=by, kinds=kinds)
    named = named_agencies(units, responsibilities, key)
    cells = group_cells(units, most_named(named, key), ROLES)
    frame = shares(units, named, [by, key, "role"], cells)
    return tidy(frame, [by, key, "role", *SHARE])


def crosswalk_effect(
    tasks: pd.DataFrame,
    responsibilities: pd.DataFrame,
    *,
    by: str = "document_id",
    kinds: Sequence[str] = TASKS,
) -> pd.DataFrame:
    """Return what each function's units would count under each name as written.

    Returns
    -------
    DataFrame
        ``by``, ``agency_id``, ``role``, ``agency`` (name as written), ``count``,
        ``n``, ``share``, ``low``, ``high`` (of the name), ``function_count`` (of
        the function in the group: above ``count`` where the crosswalk joins names
        there), ``names`` (how many names the function goes by in all groups
        together: above 1 where only the crosswalk lets groups compare),
        ``task_ids`` (of the name). One row for every name that occurs; functions
        in the order of ``agency_shares``, their names by falling count.
    """
    units = counted_units(tasks, by=by, kinds=kinds)
    named = named_agencies(units, responsibilities, "agency_id")
    function = [by, "agency_id", "role"]
    frame = shares(units, named, [*function, "agency"])
    of_function = tally(named, function).rename(columns={"count": "function_count"})
    frame = frame.merge(of_function.drop(columns="task_ids"), on=function)
    frame["names"] = frame.groupby("agency_id")["agency"].transform("nunique")
    frame = frame.sort_values(["count", "agency"], ascending=[False, True])
    orders = {by: units.groups, "agency_id": most_named(named, "agency_id"), "role": ROLES}
    columns = [*function, "agency", *SHARE, "function_count", "names"]
    return tidy(in_order(frame, orders), columns)


def agencies_per_task(
    tasks: pd.DataFrame,
    responsibilities: pd.DataFrame,
    *,
    by: str = "document_id",
    kinds: Sequence[str] = TASKS,
    key: str = "agency_id",
) -> pd.DataFrame:
    """Return how many agencies a unit names, in whatever role.

    Returns
    -------
    DataFrame
        ``by``, ``n`` (all units, also those that name nobody), ``mean`` with
        ``low`` and ``high``, ``median``, ``most``, ``task_ids`` (those that name
        an agency). One row a group; missing statistics where ``n`` is 0.

    Notes
    -----
    Interval of the mean: Student's (1908), 95 %; missing where all units name as many.
    """
    units = counted_units(tasks, by=by, kinds=kinds)
    named = named_agencies(units, responsibilities, key)
    agencies = _agencies_of_units(units, named, key)
    records = []
    for group in units.groups:
        own = agencies[agencies[by] == group]["agencies"]
        record = {by: group, "n": len(own)}
        if len(own):
            low, high = interval_of_mean(own)
            record |= {"mean": own.mean(), "low": low, "high": high}
            record |= {"median": own.median(), "most": own.max()}
        records.append({**record, "task_ids": distinct(named.loc[named[by] == group, "task_id"])})
    return tidy(records, [by, "n", "mean", "low", "high", "median", "most", "task_ids"])


def solo_and_shared(
    tasks: pd.DataFrame,
    responsibilities: pd.DataFrame,
    *,
    by: str = "document_id",
    kinds: Sequence[str] = TASKS,
    key: str = "agency_id",
) -> pd.DataFrame:
    """Return the share of units that one agency carries alone, or several share.

    Returns
    -------
    DataFrame
        ``by``, ``sharing`` (``nobody`` named, ``solo``, ``shared``), ``count``,
        ``n``, ``share``, ``low``, ``high``, ``task_ids``; three rows a group.
    """
    units = counted_units(tasks, by=by, kinds=kinds)
    agencies = _agencies_of_units(units, named_agencies(units, responsibilities, key), key)
    sharing = agencies["agencies"].clip(upper=2).map({0: "nobody", 1: "solo", 2: "shared"})
    rows = units.members.assign(sharing=units.members["unit_id"].map(sharing))
    cells = group_cells(units, ("nobody", "solo", "shared"))
    return tidy(shares(units, rows, [by, "sharing"], cells), [by, "sharing", *SHARE])


def tasks_without_lead(
    tasks: pd.DataFrame,
    responsibilities: pd.DataFrame,
    *,
    by: str = "document_id",
    kinds: Sequence[str] = TASKS,
) -> pd.DataFrame:
    """Return the share of units that name no lead, and of those that name nobody.

    Returns
    -------
    DataFrame
        ``by``, ``gap`` (``no_lead``, ``nobody``, which is a part of it),
        ``count``, ``n``, ``share``, ``low``, ``high``, ``task_ids``; two rows a
        group.
    """
    units = counted_units(tasks, by=by, kinds=kinds)
    named = named_agencies(units, responsibilities, "agency")
    have = {"no_lead": of_roles(named, LEAD)["unit_id"], "nobody": named["unit_id"]}
    rows = pd.concat(
        units.members[~units.members["unit_id"].isin(having)].assign(gap=gap)
        for gap, having in have.items()
    )
    frame = shares(units, rows, [by, "gap"], group_cells(units, have))
    return tidy(frame, [by, "gap", *SHARE])


def counties_named(
    tasks: pd.DataFrame,
    responsibilities: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    by: str = "document_id",
    kinds: Sequence[str] = TASKS,
) -> pd.DataFrame:
    """Return the share of units that name an agency of county level, role by role.

    Returns
    -------
    DataFrame
        ``by``, ``role`` (lead, support, responsible), ``count``, ``n``, ``share``,
        ``low``, ``high``, ``task_ids``; three rows a group. None for documents of
        county level: no level below theirs is in the table.
    """
    levels = of_documents(documents, "level")
    above = tasks[~typed(tasks["document_id"]).map(levels).eq("county")]
    units = counted_units(above, by=by, kinds=kinds)
    named = named_agencies(units, responsibilities, "agency")
    rows = named[named["level"] == "county"]
    frame = shares(units, rows, [by, "role"], group_cells(units, ROLES))
    return tidy(frame, [by, "role", *SHARE])


def assignment_forms(tasks: pd.DataFrame, responsibilities: pd.DataFrame) -> pd.DataFrame:
    """Return in which way each document says who does what.

    A task without a name beside it is a gap only where the document names agencies
    task by task: another may name them department by department, or not at all.

    Returns
    -------
    DataFrame
        ``document_id``, ``form`` (``by task``, ``by department``, ``both``, ``none``),
        ``tasks``, ``naming`` (of these, with an agency), ``led`` (with a lead),
        ``duties`` (units that assign work to one department), ``departments`` (that
        these name), ``task_ids`` (of all units that name an agency). One row a
        document.
    """
    units = counted_units(tasks, kinds=(*TASKS, "subtask", "duty"))
    named = named_agencies(units, responsibilities, "agency_id")
    records = []
    for document in units.groups:
        own = units.members[units.members["document_id"] == document]
        names = named[named["document_id"] == document]
        duties = names[names["unit_kind"] == "duty"]
        of_tasks = names[names["unit_kind"] != "duty"]
        forms = {(True, True): "both", (True, False): "by task", (False, True): "by department"}
        records.append(
            {
                "document_id": document,
                "form": forms.get((not of_tasks.empty, not duties.empty), "none"),
                "tasks": own.loc[own["unit_kind"] != "duty", "unit_id"].nunique(),
                "naming": of_tasks["unit_id"].nunique(),
                "led": of_roles(of_tasks, LEAD)["unit_id"].nunique(),
                "duties": (own["unit_kind"] == "duty").sum(),
                "departments": duties["agency_id"].nunique(),
                "task_ids": distinct(names["task_id"]),
            }
        )
    columns = ["document_id", "form", "tasks", "naming", "led", "duties", "departments"]
    return tidy(records, [*columns, "task_ids"])


def _agencies_of_units(units: Units, named: pd.DataFrame, key: str) -> pd.DataFrame:
    """Return the number of different agencies of every unit, by ``unit_id``."""
    found = named.groupby("unit_id")[key].nunique()
    own = units.members.drop_duplicates("unit_id").set_index("unit_id")
    return own.assign(agencies=found.reindex(own.index, fill_value=0))
