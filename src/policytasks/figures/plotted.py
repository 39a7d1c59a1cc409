"""What each figure plots, where one comparison alone does not give it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from policytasks import compare
from policytasks.codebook import Indicator, load_codebook
from policytasks.compare.tallies import records_of
from policytasks.corpus import Corpus
from policytasks.reading.view import without_space

__all__ = [
    "ambition",
    "gaps",
    "indicators_side_by_side",
    "lead_concentration",
    "lead_support_edges",
    "lead_themes",
    "theme_ids",
]

_ANSWERING = ("lead", "responsible")


def theme_ids(corpus: Corpus) -> list[str]:
    """Return the codebook's themes, and those of the tables that it has no longer."""
    known = [theme.id for theme in load_codebook().themes]
    return list(dict.fromkeys([*known, *sorted(corpus.themes["theme_id"].unique())]))


def _statements(corpus: Corpus, indicators: Sequence[Indicator]) -> pd.DataFrame:
    return compare.indicator_statements(
        corpus.tasks,
        corpus.targets,
        corpus.documents,
        indicators,
        topics={i.id: i.topic for i in indicators if i.topic},
    )


def indicators_side_by_side(corpus: Corpus) -> pd.DataFrame:
    indicators = load_codebook().indicators
    headlines = [i.topic or i.id for i in indicators if i.headline]
    return compare.side_by_side(_statements(corpus, indicators), also=headlines)


def ambition(corpus: Corpus) -> pd.DataFrame:
    return compare.ambition_per_year(_statements(corpus, load_codebook().indicators))


def lead_concentration(corpus: Corpus) -> pd.DataFrame:
    frames = [
        compare.lead_concentration(corpus.tasks, corpus.responsibilities, roles=roles).assign(
            roles=name
        )
        for name, roles in (("lead", ("lead",)), ("lead or responsible", _ANSWERING))
    ]
    return pd.concat(frames, ignore_index=True)


def gaps(corpus: Corpus) -> pd.DataFrame:
    missing = compare.tasks_without_lead(corpus.tasks, corpus.responsibilities)
    levels = compare.level_shares(corpus.tasks, corpus.responsibilities)
    county = levels[(levels["level"] == "county") & (levels["role"] == "any")]
    county = county.rename(columns={"level": "gap"})[list(missing.columns)]
    return pd.concat([missing, county], ignore_index=True)


def lead_themes(corpus: Corpus) -> pd.DataFrame:
    frame = compare.lead_themes(
        corpus.tasks, corpus.themes, corpus.responsibilities, roles=_ANSWERING
    )
    quotes = corpus.themes.set_index(["task_id", "theme_id"])["quote"]
    clauses = [
        tuple(quotes[task_id, theme_id] for task_id in task_ids)
        for theme_id, task_ids in zip(frame["theme_id"], frame["task_ids"], strict=True)
    ]
    return frame.assign(clauses=pd.Series(clauses, dtype="object"))


def lead_support_edges(corpus: Corpus) -> pd.DataFrame:
    frame = compare.lead_support_edges(corpus.tasks, corpus.responsibilities)
    named = corpus.responsibilities
    named = named.assign(agency_id=named["agency_id"].fillna(named["agency"]))
    rows: dict[tuple[str, str], list] = {}
    for row in records_of(named):
        rows.setdefault((row.task_id, row.agency_id), []).append(row)

    def statement(task_id: str, lead: str, support: str) -> str:
        both = rows[task_id, lead] + rows[task_id, support]
        source = corpus.source(both[0].document_id)
        return without_space(source[min(row.start for row in both) : max(row.end for row in both)])

    clauses = [
        tuple(statement(task_id, row.lead, row.support) for task_id in row.task_ids)
        for row in records_of(frame)
    ]
    return frame.assign(clauses=pd.Series(clauses, dtype="object"))
