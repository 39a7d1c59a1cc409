"""Public bodies: how their names are built, at which level they stand, what they do."""

from __future__ import annotations

from policytasks.agencies.index import Agency, AgencyIndex, Alias, alias_key
from policytasks.agencies.names import (
    agency_level,
    compact_name,
    has_agency_shape,
    names_own_city,
)

__all__ = [
    "Agency",
    "AgencyIndex",
    "Alias",
    "agency_level",
    "alias_key",
    "compact_name",
    "has_agency_shape",
    "names_own_city",
]
