"""Who leads, supports and answers for what, and how far the work is shared.

Every function takes the tasks and the responsibilities table and returns a tidy
frame. Arguments that they share:

``by``
    ``place_id`` or ``document_id``: the column that groups the units.
``kinds``
    The kinds of unit that count. An annex row counts as its body task where both
    count, so that nothing counts twice; what either names, the unit names.
``key``
    ``agency_id`` compares functions, ``agency`` compares names as written, which
    shows what the crosswalk from names to functions changes. An agency without a
    function stands under its name as written: none is dropped.
``roles``
    The roles that count as leading: ``lead``, or ``lead`` and ``responsible``
    for documents that do not split the two.
``seed``
    Seed of the random numbers of the bootstrap.

Columns that they share: ``count`` units of ``n``, ``share`` and its Wilson 95 %
interval ``low`` to ``high`` (Wilson 1927, Probable inference, JASA 22, 209-212),
and ``task_ids``, the tuple of ids behind the row. Where ``n`` is 0, share and
interval are missing.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from policytasks.compare.cells import SHARE, divided, group_cells, in_order, shares, tally, tidy
from policytasks.compare.intervals import SEED, bootstrap_interval
from policytasks.compare.units import TASKS, Units, counted_units
from policytasks.errors import PolicyTasksError

__all__ = [
    "ROLES",
    "agencies_per_task",
    "agency_shares",
    "crosswalk_effect",
    "handed_down_themes",
    "lead_concentration",
    "lead_support_edges",
    "lead_themes",
    "level_shares",
    "solo_and_shared",
    "tasks_without_lead",
]

ROLES = ("lead", "support", "responsible")
LEAD = ("lead",)

_KEYS = ("agency_id", "agency")
_LEVELS = ("province", "prefecture", "county", "other")
_ANY = "any"


def agency_shares(
    tasks: pd.DataFrame,
    responsibilities: pd.DataFrame,
    *,
    by: str = "place_id",
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
    named = _named(units, responsibilities, key)
    cells = group_cells(units, _most_named(named, key), ROLES)
    frame = shares(units, named, [by, key, "role"], cells)
    return tidy(frame, {by: "str", key: "str", "role": "str", **SHARE})


def crosswalk_effect(
    tasks: pd.DataFrame,
    responsibilities: pd.DataFrame,
    *,
    by: str = "place_id",
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
    named = _named(units, responsibilities, "agency_id")
    function = [by, "agency_id", "role"]
    frame = shares(units, named, [*function, "agency"])
    of_function = tally(named, function).rename(columns={"count": "function_count"})
    frame = frame.merge(of_function.drop(columns="task_ids"), on=function)
    frame["names"] = frame.groupby("agency_id")["agency"].transform("nunique")
    frame = frame.sort_values(["count", "agency"], ascending=[False, True])
    orders = {by: units.groups, "agency_id": _most_named(named, "agency_id"), "role": ROLES}
    columns = {column: "str" for column in (*function, "agency")}
    columns |= {**SHARE, "function_count": "int64", "names": "int64"}
    return tidy(in_order(frame, orders), columns)


def lead_concentration(
    tasks: pd.DataFrame,
    responsibilities: pd.DataFrame,
    *,
    by: str = "place_id",
    kinds: Sequence[str] = TASKS,
    key: str = "agency_id",
    roles: Sequence[str] = LEAD,
    seed: int = SEED,
) -> pd.DataFrame:
    """Return how far the lead lies with few agencies.

    A unit with several leads counts for each in equal parts.

    Returns
    -------
    DataFrame
        ``by``, ``n`` (units with a lead), ``agencies`` (that lead any),
        ``herfindahl`` (the sum of squared shares: 1 where one agency leads all)
        with ``low`` and ``high``, ``effective`` (its reciprocal: as many
        agencies, were they to lead alike) with ``effective_low`` and
        ``effective_high``, ``task_ids``. One row a group; without a unit that has
        a lead, all statistics are missing.

    Notes
    -----
    Index: Hirschman (1945), National Power and the Structure of Foreign Trade;
    Herfindahl (1950), Concentration in the Steel Industry. Effective number:
    Laakso & Taagepera (1979), "Effective" number of parties, Comparative
    Political Studies 12, 3-27. Interval: 95 % basic bootstrap over units on the
    logarithm, which suits both of them (Efron 1979, Bootstrap methods, Annals of
    Statistics 7, 1-26; Davison & Hinkley 1997, chapter 5); missing where one
    agency leads all, or a single unit has a lead.
    """
    units = counted_units(tasks, by=by, kinds=kinds)
    led = _of_roles(_named(units, responsibilities, key), roles)
    records = []
    for group in units.groups:
        own = led[led[by] == group]
        parts = _equal_parts(own, key)
        record = {by: group, "n": parts.shape[0], "agencies": parts.shape[1]}
        records.append({**record, **_concentration(parts, seed), "task_ids": _task_ids(own)})
    columns = {by: "str", "n": "int64", "agencies": "int64"}
    columns |= dict.fromkeys(("herfindahl", "low", "high"), "float64")
    columns |= dict.fromkeys(("effective", "effective_low", "effective_high"), "float64")
    columns["task_ids"] = "object"
    return tidy(pd.DataFrame(records, columns=list(columns)), columns)


def agencies_per_task(
    tasks: pd.DataFrame,
    responsibilities: pd.DataFrame,
    *,
    by: str = "place_id",
    kinds: Sequence[str] = TASKS,
    key: str = "agency_id",
    seed: int = SEED,
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
    Interval of the mean: 95 % percentile bootstrap over units (Efron 1979,
    Bootstrap methods, Annals of Statistics 7, 1-26); missing where all units
    name as many.
    """
    units = counted_units(tasks, by=by, kinds=kinds)
    named = _named(units, responsibilities, key)
    agencies = _agencies_of_units(units, named, key)
    records = []
    for group in units.groups:
        own = agencies[agencies[by] == group]["agencies"]
        record = {by: group, "n": len(own)}
        if len(own):
            low, high, _ = bootstrap_interval(
                lambda numbers: numbers[..., 0].mean(axis=-1),
                own.to_numpy(float)[:, np.newaxis],
                seed=seed,
                method="percentile",
            )
            record |= {"mean": own.mean(), "low": low, "high": high}
            record |= {"median": own.median(), "most": own.max()}
        records.append({**record, "task_ids": _task_ids(named[named[by] == group])})
    columns = {by: "str", "n": "int64"}
    columns |= dict.fromkeys(("mean", "low", "high", "median", "most"), "float64")
    columns["task_ids"] = "object"
    return tidy(pd.DataFrame(records, columns=list(columns)), columns)


def solo_and_shared(
    tasks: pd.DataFrame,
    responsibilities: pd.DataFrame,
    *,
    by: str = "place_id",
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
    agencies = _agencies_of_units(units, _named(units, responsibilities, key), key)
    sharing = agencies["agencies"].clip(upper=2).map({0: "nobody", 1: "solo", 2: "shared"})
    rows = units.members.assign(sharing=units.members["unit_id"].map(sharing))
    cells = group_cells(units, ("nobody", "solo", "shared"))
    return tidy(shares(units, rows, [by, "sharing"], cells), {by: "str", "sharing": "str", **SHARE})


def tasks_without_lead(
    tasks: pd.DataFrame,
    responsibilities: pd.DataFrame,
    *,
    by: str = "place_id",
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
    named = _named(units, responsibilities, "agency")
    have = {"no_lead": _of_roles(named, LEAD)["unit_id"], "nobody": named["unit_id"]}
    rows = pd.concat(
        units.members[~units.members["unit_id"].isin(having)].assign(gap=gap)
        for gap, having in have.items()
    )
    frame = shares(units, rows, [by, "gap"], group_cells(units, have))
    return tidy(frame, {by: "str", "gap": "str", **SHARE})


def lead_themes(
    tasks: pd.DataFrame,
    themes: pd.DataFrame,
    responsibilities: pd.DataFrame,
    *,
    by: str = "place_id",
    kinds: Sequence[str] = TASKS,
    key: str = "agency_id",
    roles: Sequence[str] = LEAD,
) -> pd.DataFrame:
    """Return which agencies lead which themes.

    Returns
    -------
    DataFrame
        ``by``, ``theme_id``, ``key``, ``count`` (units on the theme that the
        agency leads) of ``n`` (units on the theme), ``share``, ``low``, ``high``,
        ``task_ids``. One row for every agency that leads a unit on the theme;
        themes in alphabetical order, agencies by falling count.
    """
    units = counted_units(tasks, by=by, kinds=kinds)
    acting = units.rows(themes, {"theme_id": "str"})
    led = _of_roles(_named(units, responsibilities, key), roles)
    cell = [by, "theme_id", key]
    frame = tally(acting.merge(led[["task_id", key]], on="task_id"), cell)
    frame = _divided_by(frame, tally(acting, [by, "theme_id"]))
    frame = frame.sort_values(["theme_id", "count", key], ascending=[True, False, True])
    return tidy(in_order(frame, {by: units.groups}), dict.fromkeys(cell, "str") | SHARE)


def lead_support_edges(
    tasks: pd.DataFrame,
    responsibilities: pd.DataFrame,
    *,
    by: str = "place_id",
    kinds: Sequence[str] = TASKS,
    key: str = "agency_id",
) -> pd.DataFrame:
    """Return who supports whom: the edges of each place's lead-support network.

    Returns
    -------
    DataFrame
        ``by``, ``lead``, ``support``, ``count`` (units that the one leads and the
        other supports) of ``n`` (units that the one leads), ``share``, ``low``,
        ``high``, ``task_ids``; by falling count. An agency that is printed as its
        own support makes no edge.
    """
    units = counted_units(tasks, by=by, kinds=kinds)
    named = _named(units, responsibilities, key)
    led = _of_roles(named, LEAD).rename(columns={key: "lead"})
    supported = _of_roles(named, ("support",)).rename(columns={key: "support"})
    pairs = led.merge(supported[["task_id", "support"]], on="task_id").query("lead != support")
    frame = tally(pairs, [by, "lead", "support"])
    frame = _divided_by(frame, tally(led, [by, "lead"]))
    frame = frame.sort_values(["count", "lead", "support"], ascending=[False, True, True])
    columns = {by: "str", "lead": "str", "support": "str", **SHARE}
    return tidy(in_order(frame, {by: units.groups}), columns)


def level_shares(
    tasks: pd.DataFrame,
    responsibilities: pd.DataFrame,
    *,
    by: str = "place_id",
    kinds: Sequence[str] = TASKS,
) -> pd.DataFrame:
    """Return the share of units that name agencies of each level of government.

    Returns
    -------
    DataFrame
        ``by``, ``level`` (province, prefecture, county, other), ``role`` (lead,
        support, responsible, any), ``count``, ``n``, ``share``, ``low``,
        ``high``, ``task_ids``; one row for every group, level and role.
    """
    units = counted_units(tasks, by=by, kinds=kinds)
    named = _named(units, responsibilities, "agency")
    rows = pd.concat([named, named.assign(role=_ANY)])
    cells = group_cells(units, _LEVELS, (*ROLES, _ANY))
    frame = shares(units, rows, [by, "level", "role"], cells)
    return tidy(frame, {by: "str", "level": "str", "role": "str", **SHARE})


def handed_down_themes(
    tasks: pd.DataFrame,
    themes: pd.DataFrame,
    responsibilities: pd.DataFrame,
    *,
    by: str = "place_id",
    kinds: Sequence[str] = TASKS,
    roles: Sequence[str] = ROLES,
) -> pd.DataFrame:
    """Return what is handed down to counties, theme by theme.

    Parameters
    ----------
    roles
        The roles in which a county-level agency must be named.

    Returns
    -------
    DataFrame
        ``by``, ``theme_id``, ``count`` (units on the theme that name a
        county-level agency) of ``n`` (units on the theme), ``share``, ``low``,
        ``high``, ``task_ids``. One row for every theme that the group acts on, in
        alphabetical order.
    """
    units = counted_units(tasks, by=by, kinds=kinds)
    acting = units.rows(themes, {"theme_id": "str"})
    named = _of_roles(_named(units, responsibilities, "agency"), roles)
    handed = acting[acting["task_id"].isin(named.loc[named["level"] == "county", "task_id"])]
    on_theme = tally(acting, [by, "theme_id"])
    cells = on_theme[[by, "theme_id"]].itertuples(index=False, name=None)
    frame = divided(tally(handed, [by, "theme_id"], list(cells)), on_theme["count"])
    frame = in_order(frame.sort_values("theme_id"), {by: units.groups})
    return tidy(frame, {by: "str", "theme_id": "str", **SHARE})


def _named(units: Units, responsibilities: pd.DataFrame, key: str) -> pd.DataFrame:
    """Return the agencies that counted units name; none is without ``agency_id``."""
    if key not in _KEYS:
        raise PolicyTasksError(
            f"agencies have no {key!r}", where="key", remedy=f"choose one of {', '.join(_KEYS)}"
        )
    columns = dict.fromkeys(("agency", "agency_id", "role", "level"), "str")
    named = units.rows(responsibilities, columns)
    return named.assign(agency_id=named["agency_id"].fillna(named["agency"]))


def _of_roles(named: pd.DataFrame, roles: Sequence[str]) -> pd.DataFrame:
    """Return the rows of the roles asked for; PolicyTasksError for an unknown one."""
    for role in roles:
        if role not in ROLES:
            raise PolicyTasksError(
                f"no role is {role!r}",
                where="roles",
                remedy=f"give a sequence of {', '.join(ROLES)}",
            )
    return named[named["role"].isin(roles)]


def _most_named(named: pd.DataFrame, key: str) -> list[str]:
    """Return the agencies by falling number of units that name them, then by id."""
    frame = tally(named, [key]).sort_values(["count", key], ascending=[False, True])
    return list(frame[key])


def _task_ids(rows: pd.DataFrame) -> tuple[str, ...]:
    """Return the distinct task ids of rows, in reading order."""
    return tuple(dict.fromkeys(rows["task_id"]))


def _agencies_of_units(units: Units, named: pd.DataFrame, key: str) -> pd.DataFrame:
    """Return the number of different agencies of every unit, by ``unit_id``."""
    found = named.groupby("unit_id")[key].nunique()
    own = units.members.drop_duplicates("unit_id").set_index("unit_id")
    return own.assign(agencies=found.reindex(own.index, fill_value=0))


def _divided_by(frame: pd.DataFrame, whole: pd.DataFrame) -> pd.DataFrame:
    """Divide each cell's count by that of the wider cell in which it lies."""
    keys = [column for column in whole.columns if column not in ("count", "task_ids")]
    n = frame[keys].merge(whole, on=keys, how="left")["count"]
    return divided(frame, n)


def _equal_parts(led: pd.DataFrame, key: str) -> NDArray:
    """Return units by agencies: each unit's lead, in equal parts, rows adding up to 1."""
    if led.empty:
        return np.zeros((0, 0))
    leads = (pd.crosstab(led["unit_id"], led[key]) > 0).to_numpy(float)
    return leads / leads.sum(axis=1, keepdims=True)


def _concentration(parts: NDArray, seed: int) -> dict[str, float]:
    """Return the concentration of equal parts and its interval, nothing for no unit."""

    def log_index(parts: NDArray) -> NDArray:
        return np.log((parts.mean(axis=-2) ** 2).sum(axis=-1))

    if len(parts) == 0:
        return {}
    low, high, _ = bootstrap_interval(log_index, parts, seed=seed, method="basic")
    index, low, high = np.exp(log_index(parts)), np.exp(low), min(np.exp(high), 1)
    return {
        "herfindahl": index,
        "low": low,
        "high": high,
        "effective": 1 / index,
        "effective_low": 1 / high,
        "effective_high": 1 / low,
    }
