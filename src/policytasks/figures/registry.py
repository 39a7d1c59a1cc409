"""The one list of figures, which notebooks, command, gallery and explorer all draw from."""

from __future__ import annotations

from policytasks import compare
from policytasks.compare.documents import unit_kinds
from policytasks.figures import (
    draw_commitment,
    draw_documents,
    draw_indicators,
    draw_lineage,
    draw_responsibility,
    draw_targets,
    draw_themes,
    interactive,
    plotted,
    titles,
)
from policytasks.figures.figure_spec import FigureSpec

__all__ = ["FIGURES", "FORMER", "FigureSpec"]

FIGURES = {
    spec.name: spec
    for spec in (
        FigureSpec(
            "corpus_units",
            lambda corpus: unit_kinds(corpus.tasks),
            titles.unit_kinds,
            draw_documents.draw_unit_kinds,
        ),
        FigureSpec(
            "theme_matrix", plotted.theme_matrix, titles.theme_matrix, draw_themes.draw_theme_matrix
        ),
        FigureSpec(
            "theme_profile",
            plotted.theme_profile,
            titles.theme_profile,
            draw_themes.draw_theme_profile,
        ),
        FigureSpec(
            "theme_co_occurrence",
            plotted.theme_co_occurrence,
            titles.co_occurrence,
            draw_themes.draw_theme_co_occurrence,
        ),
        FigureSpec(
            "chain_of_commitment",
            plotted.commitment_patterns,
            titles.chain,
            draw_commitment.draw_commitment_chain,
        ),
        FigureSpec(
            "target_calendar",
            lambda corpus: compare.deadline_calendar(corpus.tasks, corpus.targets),
            titles.calendar,
            draw_targets.draw_deadline_calendar,
            interactive.calendar,
        ),
        FigureSpec(
            "target_deadlines",
            lambda corpus: compare.deadline_status(corpus.tasks, corpus.targets),
            titles.deadlines,
            draw_targets.draw_deadline_status,
        ),
        FigureSpec(
            "target_indicators",
            plotted.indicators_side_by_side,
            titles.indicators,
            draw_indicators.draw_indicators,
        ),
        FigureSpec(
            "agency_roles",
            lambda corpus: compare.agency_shares(corpus.tasks, corpus.responsibilities),
            titles.roles,
            draw_responsibility.draw_agency_roles,
        ),
        FigureSpec(
            "task_departments",
            plotted.task_departments,
            titles.departments,
            draw_responsibility.draw_task_departments,
        ),
        FigureSpec(
            "lead_themes",
            plotted.lead_themes,
            titles.lead_themes,
            draw_responsibility.draw_lead_themes,
            interactive.theme_flow,
        ),
        FigureSpec(
            "responsibility_gaps", plotted.gaps, titles.assigned, draw_responsibility.draw_gaps
        ),
        FigureSpec("lineage", plotted.lineage, titles.lineage, draw_lineage.draw_lineage),
    )
}
"""Each with what it plots, its title and its drawing; the words are in ``captions.toml``."""

FORMER = frozenset(
    {
        "agencies_per_task",
        "agency_shares",
        "corpus_task_lengths",
        "crosswalk_effect",
        "lead_concentration",
        "lead_support_network",
        "shared_leads",
        "target_ambition",
        "target_shares",
        "task_sharing",
        "theme_directions",
        "theme_distances",
        "theme_distinctive",
        "theme_mentions",
        "theme_rankings",
        "theme_shares",
        "theme_silence",
        "theme_states",
    }
)
"""Names of figures that earlier versions drew: their files are left over."""
