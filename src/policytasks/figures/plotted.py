"""What each figure plots, where one comparison alone does not give it."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from policytasks import compare
from policytasks.codebook import Indicator, load_codebook
from policytasks.compare.tallies import records_of
from policytasks.corpus import Corpus
from policytasks.reading.view import without_space
from policytasks.reference import HandCodes

__all__ = [
    "annex_changes",
    "commitment_chain",
    "commitment_patterns",
    "differences",
    "gaps",
    "indicators_side_by_side",
    "lead_support_edges",
    "lead_themes",
    "theme_ids",
    "theme_states",
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
    """Return the statements of indicators that two documents state, and of headlines."""
    indicators = load_codebook().indicators
    headlines = [i.topic or i.id for i in indicators if i.headline]
    return compare.side_by_side(_statements(corpus, indicators), also=headlines)


def theme_states(corpus: Corpus) -> pd.DataFrame:
    """Return what each document does with each theme of the codebook."""
    return compare.theme_states(
        corpus.tasks, corpus.themes, corpus.documents, load_codebook().themes
    )


def gaps(corpus: Corpus) -> pd.DataFrame:
    """Return tasks without a lead, without anybody, and with a county, and each form."""
    missing = compare.tasks_without_lead(corpus.tasks, corpus.responsibilities)
    county = compare.counties_named(corpus.tasks, corpus.responsibilities, corpus.documents)
    county = county[county["role"].isin(["lead", "support"])]
    county = county.assign(gap="county " + county["role"]).drop(columns="role")
    frame = pd.concat([missing, county[list(missing.columns)]], ignore_index=True)
    forms = compare.assignment_forms(corpus.tasks, corpus.responsibilities)
    form = dict(zip(forms["document_id"], forms["form"], strict=True))
    return frame.assign(form=frame["document_id"].map(form).astype("str"))


def commitment_chain(corpus: Corpus) -> pd.DataFrame:
    """Return for each task which links of the chain of commitment stand."""
    return compare.commitment_chain(
        corpus.tasks, corpus.targets, corpus.responsibilities, corpus.clauses, corpus.documents
    )


def differences(corpus: Corpus, hand: HandCodes) -> pd.DataFrame:
    """Return the table of differences, with hand codes and the body alone as other readings.

    Parameters
    ----------
    hand
        The hand-coded themes: where they exist, they outrank the program's.
    """
    ids = theme_ids(corpus)
    by_hand = compare.with_hand_codes(corpus.themes, hand.themes, hand.documents)
    mandates = compare.theme_mandates(corpus.documents, load_codebook().themes)
    body = corpus.tasks[corpus.tasks["kind"] != "subtask"]
    chains = [
        compare.commitment_chain(
            tasks, corpus.targets, corpus.responsibilities, corpus.clauses, corpus.documents
        )
        for tasks in (corpus.tasks, body)
    ]
    whole, alone = (compare.commitment_cases(chain) for chain in chains)
    cases = [
        compare.theme_cases(corpus.tasks, by_hand, theme_ids=ids),
        whole,
        compare.target_cases(corpus.tasks, corpus.targets),
    ]
    others = {
        "program": compare.theme_cases(corpus.tasks, corpus.themes, theme_ids=ids),
        "body": pd.concat([alone, compare.target_cases(body, corpus.targets)]),
    }
    return compare.graded_differences(
        pd.concat(cases, ignore_index=True),
        corpus.documents,
        others=others,
        directions=compare.theme_directions(corpus.tasks, by_hand, theme_ids=ids),
        mandates=mandates,
    )


def annex_changes(corpus: Corpus) -> pd.DataFrame:
    """Return what the annex of each document keeps of its body, dates, changes or adds.

    Returns
    -------
    DataFrame
        ``document_id``, ``change`` (of `compare.target_changes`; ``lead moved``: tasks
        that have another lead there; ``tasks``: of the body), ``count``; documents
        without an annex have no row.
    """
    records: list[tuple[str, str, int]] = []
    for document, units in corpus.tasks.groupby("document_id", sort=False, observed=True):
        body, annex = (units[units["kind"] == kind] for kind in ("task", "subtask"))
        if annex.empty:
            continue
        pairs = compare.align_units(body, annex)
        changes = compare.target_changes(
            pairs, corpus.targets, list(body["task_id"]), list(annex["task_id"])
        )
        counts = changes["change"].value_counts()
        records += [(str(document), name, int(counts.get(name, 0))) for name in compare.CHANGES]
        leads = compare.lead_changes(pairs, corpus.responsibilities)
        moved = leads.loc[leads["change"] == "moved", "task_id_a"].nunique()
        records += [(str(document), "lead moved", moved), (str(document), "tasks", len(body))]
    return pd.DataFrame(records, columns=["document_id", "change", "count"])


def commitment_patterns(corpus: Corpus) -> pd.DataFrame:
    """Return how many tasks of each document have exactly which links."""
    return compare.commitment_patterns(commitment_chain(corpus))


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
