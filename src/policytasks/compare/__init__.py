"""Comparisons across documents: tidy frames in, tidy frames out.

Each function takes the tables of the data contract as pandas DataFrames, reads
and draws nothing, and returns the ids behind every row. ``theme_shares``,
``target_shares``, ``indicator_statements`` and ``agency_shares`` say what the
functions of a question have in common.
"""

from __future__ import annotations

from policytasks.compare.agency_shares import (
    agencies_per_task,
    agency_shares,
    crosswalk_effect,
    level_shares,
    solo_and_shared,
    tasks_without_lead,
)
from policytasks.compare.counted_units import TASKS, UNIT_KINDS
from policytasks.compare.indicator_statements import ambition_per_year, indicator_statements
from policytasks.compare.indicator_verdicts import (
    VERDICTS,
    indicator_pairs,
    indicator_verdicts,
    side_by_side,
)
from policytasks.compare.leads import (
    handed_down_themes,
    lead_concentration,
    lead_support_edges,
    lead_themes,
)
from policytasks.compare.target_shares import deadline_calendar, deadline_status, target_shares
from policytasks.compare.theme_profiles import distinctive_themes, profile_distance
from policytasks.compare.theme_rankings import ranking_agreement, theme_rankings
from policytasks.compare.theme_shares import (
    silent_themes,
    theme_co_occurrence,
    theme_mentions,
    theme_shares,
)

__all__ = [
    "TASKS",
    "UNIT_KINDS",
    "VERDICTS",
    "agencies_per_task",
    "agency_shares",
    "ambition_per_year",
    "crosswalk_effect",
    "deadline_calendar",
    "deadline_status",
    "distinctive_themes",
    "handed_down_themes",
    "indicator_pairs",
    "indicator_statements",
    "indicator_verdicts",
    "lead_concentration",
    "lead_support_edges",
    "lead_themes",
    "level_shares",
    "profile_distance",
    "ranking_agreement",
    "side_by_side",
    "silent_themes",
    "solo_and_shared",
    "target_shares",
    "tasks_without_lead",
    "theme_co_occurrence",
    "theme_mentions",
    "theme_rankings",
    "theme_shares",
]
