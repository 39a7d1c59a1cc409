"""Comparisons across places and documents: tidy frames in, tidy frames out.

Each function takes the tables of the data contract as pandas DataFrames, reads
and draws nothing, and returns the ids behind every row. ``themes``, ``targets``,
``indicators`` and ``responsibilities`` say what their functions have in common.
"""

from __future__ import annotations

from policytasks.compare.indicators import (
    VERDICTS,
    ambition_per_year,
    indicator_pairs,
    indicator_statements,
    indicator_verdicts,
    side_by_side,
)
from policytasks.compare.responsibilities import (
    agencies_per_task,
    agency_shares,
    crosswalk_effect,
    handed_down_themes,
    lead_concentration,
    lead_support_edges,
    lead_themes,
    level_shares,
    solo_and_shared,
    tasks_without_lead,
)
from policytasks.compare.targets import (
    deadline_calendar,
    deadline_status,
    target_scopes,
    target_shares,
)
from policytasks.compare.themes import (
    distinctive_themes,
    profile_distance,
    ranking_agreement,
    silent_themes,
    theme_co_occurrence,
    theme_mentions,
    theme_rankings,
    theme_shares,
)
from policytasks.compare.units import TASKS, UNIT_KINDS

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
    "target_scopes",
    "target_shares",
    "tasks_without_lead",
    "theme_co_occurrence",
    "theme_mentions",
    "theme_rankings",
    "theme_shares",
]
