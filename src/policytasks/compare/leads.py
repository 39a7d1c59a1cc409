"""Who leads what, with whom, and how far the lead lies with few.

Arguments and columns as in ``agency_shares``.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from policytasks.compare.counted_units import TASKS, counted_units
from policytasks.compare.intervals import SEED, bootstrap_interval
from policytasks.compare.named_agencies import LEAD, ROLES, divided_by, named_agencies, of_roles
from policytasks.compare.tallies import SHARE, Floats, divided, in_order, tally, tidy

__all__ = ["handed_down_themes", "lead_concentration", "lead_support_edges", "lead_themes"]


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
    led = of_roles(named_agencies(units, responsibilities, key), roles)
    records = []
    for group in units.groups:
        own = led[led[by] == group]
        parts = _equal_parts(own, key)
        record = {by: group, "n": parts.shape[0], "agencies": parts.shape[1]}
        records.append(
            {
                **record,
                **_concentration(parts, seed),
                "task_ids": tuple(dict.fromkeys(own["task_id"])),
            }
        )
    columns = {by: "str", "n": "int64", "agencies": "int64"}
    columns |= dict.fromkeys(("herfindahl", "low", "high"), "float64")
    columns |= dict.fromkeys(("effective", "effective_low", "effective_high"), "float64")
    columns["task_ids"] = "object"
    return tidy(pd.DataFrame(records, columns=list(columns)), columns)


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
    led = of_roles(named_agencies(units, responsibilities, key), roles)
    cell = [by, "theme_id", key]
    frame = tally(acting.merge(led[["task_id", key]], on="task_id"), cell)
    frame = divided_by(frame, tally(acting, [by, "theme_id"]))
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
    named = named_agencies(units, responsibilities, key)
    led = of_roles(named, LEAD).rename(columns={key: "lead"})
    supported = of_roles(named, ("support",)).rename(columns={key: "support"})
    pairs = led.merge(supported[["task_id", "support"]], on="task_id").query("lead != support")
    frame = tally(pairs, [by, "lead", "support"])
    frame = divided_by(frame, tally(led, [by, "lead"]))
    frame = frame.sort_values(["count", "lead", "support"], ascending=[False, True, True])
    columns = {by: "str", "lead": "str", "support": "str", **SHARE}
    return tidy(in_order(frame, {by: units.groups}), columns)


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
    named = of_roles(named_agencies(units, responsibilities, "agency"), roles)
    handed = acting[acting["task_id"].isin(named.loc[named["level"] == "county", "task_id"])]
    on_theme = tally(acting, [by, "theme_id"])
    cells = on_theme[[by, "theme_id"]].itertuples(index=False, name=None)
    frame = divided(tally(handed, [by, "theme_id"], list(cells)), on_theme["count"])
    frame = in_order(frame.sort_values("theme_id"), {by: units.groups})
    return tidy(frame, {by: "str", "theme_id": "str", **SHARE})


def _equal_parts(led: pd.DataFrame, key: str) -> Floats:
    """Return units by agencies: each unit's lead, in equal parts, rows adding up to 1."""
    if led.empty:
        return np.zeros((0, 0))
    leads = (pd.crosstab(led["unit_id"], led[key]) > 0).to_numpy(float)
    parts: Floats = leads / leads.sum(axis=1, keepdims=True)
    return parts


def _concentration(parts: Floats, seed: int) -> dict[str, Any]:
    """Return the concentration of equal parts and its interval, nothing for no unit."""

    def log_index(parts: Floats) -> Floats:
        return np.asarray(np.log((parts.mean(axis=-2) ** 2).sum(axis=-1)), dtype=np.float64)

    if len(parts) == 0:
        return {}
    low, high, _ = bootstrap_interval(log_index, parts, seed=seed, method="basic")
    index, low, high = np.exp(log_index(parts)), np.exp(low), np.minimum(np.exp(high), 1)
    return {
        "herfindahl": index,
        "low": low,
        "high": high,
        "effective": 1 / index,
        "effective_low": 1 / high,
        "effective_high": 1 / low,
    }
