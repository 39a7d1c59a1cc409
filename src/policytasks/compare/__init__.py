"""Comparisons across documents: tidy frames in, tidy frames out.

Each function takes the tables of the data contract as pandas DataFrames, reads and
draws nothing, and returns the ids behind every row. Arguments that functions share are
told here, once:

``by``
    ``document_id`` (documents are what is compared) or ``place_id``: the column that
    groups the units.
``kinds``
    The kinds of unit that count. An annex row counts as its body task where both count,
    so that nothing counts twice; what either names, the unit names. Themes and agencies
    are counted in tasks, targets in all kinds: a document's targets are all it commits
    to, in its overall goals, tasks, annex rows and safeguards, and what two of these
    state counts once.
``theme_ids``
    The themes to show, in order, such as the codebook's; by default those of the themes
    table, in alphabetical order.
``key``
    ``agency_id`` compares functions, ``agency`` names as written, which shows what the
    crosswalk from names to functions changes. An agency without a function stands under
    its name as written: none is dropped.
``roles``
    The roles that count as leading: ``lead``, or ``lead`` and ``responsible`` for
    documents that do not split the two.
``seed``
    Seed of the random numbers of permutation.

So are columns: ``count`` units (or targets) of ``n``, ``share`` and its Wilson 95 %
interval ``low`` to ``high`` (Wilson 1927, Probable inference, JASA 22, 209-212), missing
where ``n`` is 0; ``task_ids`` and ``target_ids``, the tuples of ids behind the row.
"""

from __future__ import annotations

from policytasks.compare.agency_shares import (
    agencies_per_task,
    agency_shares,
    assignment_forms,
    counties_named,
    crosswalk_effect,
    solo_and_shared,
    tasks_without_lead,
)
from policytasks.compare.agreement import measured_agreement, row_agreement
from policytasks.compare.citations import CitationGraph, citation_graph
from policytasks.compare.commitment import (
    CHAIN,
    commitment_chain,
    commitment_links,
    commitment_patterns,
    commitment_table,
)
from policytasks.compare.counted_units import TASKS, UNIT_KINDS
from policytasks.compare.differences import (
    GRADES,
    commitment_cases,
    graded_differences,
    target_cases,
    theme_cases,
)
from policytasks.compare.documents import document_labels, plan_cards
from policytasks.compare.indicator_statements import ambition_per_year, indicator_statements
from policytasks.compare.indicator_verdicts import (
    VERDICTS,
    indicator_pairs,
    side_by_side,
    told_verdicts,
)
from policytasks.compare.leads import (
    lead_support_edges,
    lead_themes,
    leading_agencies,
    shared_leads,
)
from policytasks.compare.lineage import (
    CHANGES,
    align_units,
    lead_changes,
    target_changes,
)
from policytasks.compare.target_shares import deadline_calendar, deadline_status, target_shares
from policytasks.compare.theme_co_occurrence import theme_co_occurrence
from policytasks.compare.theme_directions import theme_directions, theme_measures
from policytasks.compare.theme_profiles import distinctive_themes, profile_distance, theme_profile
from policytasks.compare.theme_shares import theme_mentions, theme_shares
from policytasks.compare.theme_states import (
    leading_themes,
    theme_mandates,
    theme_states,
    with_hand_codes,
)

__all__ = [
    "CHAIN",
    "CHANGES",
    "GRADES",
    "TASKS",
    "UNIT_KINDS",
    "VERDICTS",
    "CitationGraph",
    "agencies_per_task",
    "agency_shares",
    "align_units",
    "ambition_per_year",
    "assignment_forms",
    "citation_graph",
    "commitment_cases",
    "commitment_chain",
    "commitment_links",
    "commitment_patterns",
    "commitment_table",
    "counties_named",
    "crosswalk_effect",
    "deadline_calendar",
    "deadline_status",
    "distinctive_themes",
    "document_labels",
    "graded_differences",
    "indicator_pairs",
    "indicator_statements",
    "lead_changes",
    "lead_support_edges",
    "lead_themes",
    "leading_agencies",
    "leading_themes",
    "measured_agreement",
    "plan_cards",
    "profile_distance",
    "row_agreement",
    "shared_leads",
    "side_by_side",
    "solo_and_shared",
    "target_cases",
    "target_changes",
    "target_shares",
    "tasks_without_lead",
    "theme_cases",
    "theme_co_occurrence",
    "theme_directions",
    "theme_mandates",
    "theme_measures",
    "theme_mentions",
    "theme_profile",
    "theme_shares",
    "theme_states",
    "told_verdicts",
    "with_hand_codes",
]
