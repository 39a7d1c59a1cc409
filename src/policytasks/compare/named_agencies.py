"""The agencies that counted units name, and in which role."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from policytasks.compare.counted_units import Units
from policytasks.compare.tallies import tally
from policytasks.errors import PolicyTasksError

__all__ = ["LEAD", "ROLES", "most_named", "named_agencies", "of_roles"]

ROLES = ("lead", "support", "responsible")
LEAD = ("lead",)

_KEYS = ("agency_id", "agency")


def named_agencies(units: Units, responsibilities: pd.DataFrame, key: str) -> pd.DataFrame:
    """Return the agencies that counted units name; none is without ``agency_id``."""
    if key not in _KEYS:
        raise PolicyTasksError(
            f"agencies have no {key!r}", where="key", remedy=f"choose one of {', '.join(_KEYS)}"
        )
    named = units.rows(responsibilities, ["agency", "agency_id", "role", "level"])
    return named.assign(agency_id=named["agency_id"].fillna(named["agency"]))


def of_roles(named: pd.DataFrame, roles: Sequence[str]) -> pd.DataFrame:
    """Return the rows of the roles asked for; PolicyTasksError for an unknown one."""
    for role in roles:
        if role not in ROLES:
            raise PolicyTasksError(
                f"no role is {role!r}",
                where="roles",
                remedy=f"give a sequence of {', '.join(ROLES)}",
            )
    return named[named["role"].isin(roles)]


def most_named(named: pd.DataFrame, key: str) -> list[str]:
    """Return the agencies by falling number of units that name them, then by id."""
    frame = tally(named, [key]).sort_values(["count", key], ascending=[False, True])
    return list(frame[key])
