"""What each figure plots, where one comparison alone does not give it."""

from __future__ import annotations

import pandas as pd

from policytasks import compare
from policytasks.codebook import load_codebook
from policytasks.compare.counted_units import TASKS, counted_units
from policytasks.compare.named_agencies import named_agencies
from policytasks.corpus import Corpus
from policytasks.figures.style import COLORS
from policytasks.reference import HandCodes

__all__ = [
    "annex_changes",
    "commitment_chain",
    "commitment_patterns",
    "differences",
    "gaps",
    "indicators_side_by_side",
    "lead_themes",
    "lineage",
    "task_departments",
    "theme_co_occurrence",
    "theme_ids",
    "theme_matrix",
    "theme_profile",
    "theme_states",
]

_ANSWERING = ("lead", "responsible")


def theme_ids(corpus: Corpus) -> list[str]:
    """Return the themes to show: those chosen, else the codebook's and the tables' own."""
    chosen = getattr(corpus, "chosen_themes", None)
    if chosen:
        return list(chosen)
    known = [theme.id for theme in load_codebook().themes]
    return list(dict.fromkeys([*known, *sorted(corpus.themes["theme_id"].unique())]))


def _whole(corpus: Corpus) -> Corpus:
    """Return what the shares of chosen themes are shares of: every unit of the documents."""
    return getattr(corpus, "before_themes", corpus)


def theme_matrix(corpus: Corpus) -> pd.DataFrame:
    """Return what each document does with each theme, and in how many of its tasks.

    Returns
    -------
    DataFrame
        ``document_id``, ``theme_id``, ``state``, ``high`` and ``task_ids`` of
        `compare.theme_states`, ``units`` (units of any kind that act on the theme, or
        else name it), ``tasks`` that act on it of ``n``, ``share``.
    """
    ids = theme_ids(corpus)
    states = theme_states(corpus).rename(columns={"count": "units"}).drop(columns="n")
    whole = _whole(corpus)
    shares = compare.theme_shares(whole.tasks, whole.themes, theme_ids=ids)
    shares = shares.rename(columns={"count": "tasks"})
    keys = ["document_id", "theme_id"]
    frame = shares[[*keys, "tasks", "n", "share"]].merge(states, on=keys, how="left")
    known = frame["state"].fillna("nothing").where(frame["tasks"] == 0, "acts")
    return frame.assign(state=known, units=frame["units"].fillna(frame["tasks"]).astype("int64"))


def theme_profile(corpus: Corpus, themes: pd.DataFrame | None = None) -> pd.DataFrame:
    """Return the profiles of themes, and how far two documents differ however it is counted.

    Parameters
    ----------
    themes
        The codes to count, such as `compare.with_hand_codes`; by default the corpus's.

    Returns
    -------
    DataFrame
        The columns of `compare.theme_profile`, and of the ``pairs`` of documents in how
        many (``held``) one has more of the theme by all measures. Of more documents than
        a figure tells apart, pairs are not asked: both are 0.
    """
    ids, whole = theme_ids(corpus), _whole(corpus)
    themes = whole.themes if themes is None else themes
    frame = compare.theme_profile(whole.tasks, themes, theme_ids=ids)
    if frame["document_id"].nunique() > len(COLORS):
        return frame.assign(pairs=0, held=0)
    directions = compare.theme_directions(whole.tasks, themes, theme_ids=ids)
    of_theme = directions.groupby("theme_id")["holds"].agg(pairs="size", held="sum")
    frame = frame.join(of_theme, on="theme_id").fillna({"pairs": 0, "held": 0})
    return frame.astype({"pairs": "int64", "held": "int64"})


def theme_co_occurrence(corpus: Corpus) -> pd.DataFrame:
    """Return `compare.theme_co_occurrence` of the themes that were not chosen away."""
    whole = _whole(corpus)
    return compare.theme_co_occurrence(whole.tasks, whole.themes, theme_ids=theme_ids(corpus))


def indicators_side_by_side(corpus: Corpus) -> pd.DataFrame:
    """Return the statements of indicators that two documents state, and of headlines."""
    indicators = load_codebook().indicators
    topics = {each.id: each.topic for each in indicators if each.topic}
    statements = compare.indicator_statements(
        corpus.tasks, corpus.targets, corpus.documents, indicators, topics=topics
    )
    headlines = [each.topic or each.id for each in indicators if each.headline]
    return compare.side_by_side(statements, also=headlines)


def theme_states(corpus: Corpus) -> pd.DataFrame:
    """Return what each document does with each theme of the codebook."""
    whole, chosen = _whole(corpus), getattr(corpus, "chosen_themes", None)
    frame = compare.theme_states(whole.tasks, whole.themes, whole.documents, load_codebook().themes)
    return frame[frame["theme_id"].isin(chosen)].reset_index(drop=True) if chosen else frame


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
    ids, every = theme_ids(corpus), _whole(corpus)
    by_hand = compare.with_hand_codes(every.themes, hand.themes, hand.documents)
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
        compare.theme_cases(every.tasks, by_hand, theme_ids=ids),
        whole,
        compare.target_cases(corpus.tasks, corpus.targets),
    ]
    others = {
        "program": compare.theme_cases(every.tasks, every.themes, theme_ids=ids),
        "body": pd.concat([alone, compare.target_cases(body, corpus.targets)]),
    }
    return compare.graded_differences(
        pd.concat(cases, ignore_index=True),
        corpus.documents,
        others=others,
        directions=compare.theme_directions(every.tasks, by_hand, theme_ids=ids),
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


def task_departments(corpus: Corpus) -> pd.DataFrame:
    """Return which functions each task names, in which role.

    Returns
    -------
    DataFrame
        ``document_id``, ``task_id``, ``agency_id`` (missing for a task that names
        nobody), ``role`` (lead before responsible before support where one task gives
        a function several), in the order of the tasks.
    """
    units = counted_units(corpus.tasks, kinds=TASKS)
    named = named_agencies(units, corpus.responsibilities, "agency_id")
    order = {role: rank for rank, role in enumerate(("lead", "responsible", "support"))}
    first = named.assign(rank=named["role"].map(order)).sort_values("rank", kind="stable")
    first = first.drop_duplicates(["unit_id", "agency_id"])[["unit_id", "agency_id", "role"]]
    tasks = units.members.drop_duplicates("unit_id")[["document_id", "unit_id"]]
    frame = tasks.merge(first, on="unit_id", how="left").rename(columns={"unit_id": "task_id"})
    return frame.reset_index(drop=True)


def lineage(corpus: Corpus) -> pd.DataFrame:
    """Return which plan cites which document, with what is known of the one cited.

    Returns
    -------
    DataFrame
        ``document_id`` (the plan), ``target``, ``title``, ``number``, ``year``,
        ``level``, ``in_table`` and ``cited_by`` of the document that it cites,
        ``relation``, ``count``, ``quote``; see `compare.citation_graph`.
    """
    whole = _whole(corpus)
    graph = compare.citation_graph(whole.citations, whole.documents)
    nodes = graph.nodes.rename(columns={"node_id": "target"})
    frame = graph.edges.rename(columns={"source": "document_id"}).merge(nodes, on="target")
    columns = ["document_id", "target", "title", "number", "year", "level", "in_table"]
    return frame[[*columns, "cited_by", "relation", "count", "quote"]]
