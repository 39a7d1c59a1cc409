"""Who leads what, with whom, and how far the lead lies with few.

Arguments and columns that functions share: see `policytasks.compare`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

import numpy as np
import pandas as pd

from policytasks.compare.chance import holm, stratified_p
from policytasks.compare.columns import SHARE, tidy
from policytasks.compare.counted_units import TASKS, counted_units
from policytasks.compare.named_agencies import LEAD, named_agencies, of_roles
from policytasks.compare.tallies import (
    distinct,
    divided,
    in_order,
    most_and_nearly,
    quotient,
    records_of,
    shares,
    tally,
)

__all__ = ["lead_support_edges", "lead_themes", "leading_agencies", "shared_leads"]


def shared_leads(
    tasks: pd.DataFrame,
    responsibilities: pd.DataFrame,
    *,
    by: str = "document_id",
    kinds: Sequence[str] = TASKS,
    key: str = "agency_id",
    roles: Sequence[str] = LEAD,
) -> pd.DataFrame:
    """Return how likely two tasks of a document are to share a lead.

    Returns
    -------
    DataFrame
        ``by``, ``n`` (units with a lead), ``agencies`` (that lead any),
        ``probability`` (that two of these units, drawn at random, have a lead in
        common: 1 where one agency leads all), ``lowest`` and ``highest`` (what it
        would be without any one of the units), ``task_ids``. One row a group; the
        probability is missing with fewer than two units that have a lead, its range
        with fewer than three.

    Notes
    -----
    The probability is the unbiased index of Simpson (1949), Measurement of
    diversity, Nature 163, 688, drawn without replacement; two units with several
    leads share one if any agency leads both. The range without any one unit (the
    jackknife of Tukey 1958, Annals of Mathematical Statistics 29, 614) says how
    far one task carries the number; it is no interval.
    """
    units = counted_units(tasks, by=by, kinds=kinds)
    led = of_roles(named_agencies(units, responsibilities, key), roles)
    records = []
    for group in units.groups:
        own = led[led[by] == group]
        leads = [set(part) for _, part in own.groupby("unit_id", sort=False)[key]]
        record = {by: group, "n": len(leads), "agencies": own[key].nunique()}
        without = [_sharing(leads[:at] + leads[at + 1 :]) for at in range(len(leads))]
        record |= {"probability": _sharing(leads)}
        record |= {"lowest": min(without, default=np.nan), "highest": max(without, default=np.nan)}
        records.append({**record, "task_ids": distinct(own["task_id"])})
    return tidy(records, [by, "n", "agencies", "probability", "lowest", "highest", "task_ids"])


def _sharing(leads: Sequence[set[str]]) -> float:
    """Return the share of pairs of sets that have a member in common."""
    pairs = [bool(one & other) for one, other in combinations(leads, 2)]
    return sum(pairs) / len(pairs) if pairs else np.nan


def leading_agencies(
    tasks: pd.DataFrame,
    responsibilities: pd.DataFrame,
    *,
    by: str = "document_id",
    kinds: Sequence[str] = TASKS,
    key: str = "agency_id",
    roles: Sequence[str] = LEAD,
) -> pd.DataFrame:
    """Return the agencies that lead most units of each document, or one unit less.

    Returns
    -------
    DataFrame
        ``by``, ``key``, ``count`` of ``n``, ``share``, ``low``, ``high``, ``task_ids``,
        ``behind`` (units less than the first), by rising ``behind``; no row for a
        document that names no lead.
    """
    units = counted_units(tasks, by=by, kinds=kinds)
    led = of_roles(named_agencies(units, responsibilities, key), roles)
    frame = shares(units, led, [by, key]).sort_values(key)
    return tidy(most_and_nearly(frame, by, units.groups), [by, key, *SHARE, "behind"])


def lead_themes(
    tasks: pd.DataFrame,
    themes: pd.DataFrame,
    responsibilities: pd.DataFrame,
    *,
    by: str = "document_id",
    kinds: Sequence[str] = TASKS,
    key: str = "agency_id",
    roles: Sequence[str] = LEAD,
) -> pd.DataFrame:
    """Return which agencies lead which themes, and how far beyond what they lead at all.

    Returns
    -------
    DataFrame
        ``by``, ``theme_id``, ``key``, ``count`` (units on the theme that the
        agency leads) of ``n`` (units on the theme), ``share``, ``low``, ``high``,
        ``led`` (units that the agency leads in the group), ``expected`` (of the n
        units, if the agency led as often on the theme as elsewhere), ``deviation``
        (``count`` less ``expected``), ``p`` (exact, two-sided), ``p_holm`` (for all
        agencies that lead and all themes of the group at once, also those that do not
        meet), ``task_ids``. One row for every agency that leads a unit on the theme;
        themes in alphabetical order, agencies by falling count.

    Notes
    -----
    An agency that leads half of all tasks leads half of any theme: only the
    deviation says something of the theme. Test: Fisher (1935), hypergeometric.
    """
    units = counted_units(tasks, by=by, kinds=kinds)
    acting = units.rows(themes, ["theme_id"])
    led = of_roles(named_agencies(units, responsibilities, key), roles)
    cell = [by, "theme_id", key]
    frame = _all_meetings(acting, led, cell)
    size = frame[by].map(units.sizes).to_numpy(float)
    frame["expected"] = quotient(frame["n"] * frame["led"], size)
    frame["deviation"] = frame["count"] - frame["expected"]
    frame["p"] = [
        stratified_p(row.count, [(units.sizes[getattr(row, by)], int(row.n), int(row.led))])
        for row in records_of(frame[[by, "count", "n", "led"]])
    ]
    frame["p_holm"] = frame.groupby(by)["p"].transform(holm)
    frame = frame[frame["count"] > 0]
    frame = frame.sort_values(["theme_id", "count", key], ascending=[True, False, True])
    columns = [*cell, *SHARE[:-1], "led", "expected", "deviation", "p", "p_holm", "task_ids"]
    return tidy(in_order(frame, {by: units.groups}), columns)


def _all_meetings(acting: pd.DataFrame, led: pd.DataFrame, cell: Sequence[str]) -> pd.DataFrame:
    """Return how often each agency that leads and each theme of a group meet, also never."""
    by, _, key = cell
    of_theme = tally(acting, [by, "theme_id"]).rename(columns={"count": "n"})
    of_agency = tally(led, [by, key]).rename(columns={"count": "led"})
    every = of_theme.drop(columns="task_ids").merge(of_agency.drop(columns="task_ids"), on=by)
    cells = list(every[list(cell)].itertuples(index=False, name=None))
    frame = tally(acting.merge(led[["task_id", key]], on="task_id"), cell, cells)
    return divided(frame, every["n"]).assign(led=every["led"].to_numpy())


def lead_support_edges(
    tasks: pd.DataFrame,
    responsibilities: pd.DataFrame,
    *,
    by: str = "document_id",
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
    of_lead = tally(led, [by, "lead"]).rename(columns={"count": "n"})
    frame = divided(frame, frame.merge(of_lead, on=[by, "lead"], how="left")["n"])
    frame = frame.sort_values(["count", "lead", "support"], ascending=[False, True, True])
    return tidy(in_order(frame, {by: units.groups}), [by, "lead", "support", *SHARE])
