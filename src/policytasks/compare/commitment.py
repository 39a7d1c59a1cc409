"""How far each task commits the government: target, date, lead, money, check.

A task without a target cannot be missed, one without a date not yet, one without a
lead by nobody; without money it costs nothing, without a check nobody looks.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from policytasks.compare.columns import SHARE, of_documents, tidy
from policytasks.compare.counted_units import TASKS, Units, counted_units
from policytasks.compare.named_agencies import LEAD, named_agencies, of_roles
from policytasks.compare.stated_targets import stated_targets
from policytasks.compare.tallies import group_cells, shares

__all__ = [
    "CHAIN",
    "commitment_chain",
    "commitment_links",
    "commitment_patterns",
    "commitment_table",
]

CHAIN = ("target", "date", "lead", "money", "check")
"""The links, in order."""

_RUNS = {" + ".join(CHAIN[:length]): CHAIN[:length] for length in range(2, len(CHAIN) + 1)}
_LINKS_AND_RUNS: dict[str, tuple[str, ...]] = {link: (link,) for link in CHAIN} | _RUNS
_ANNEX = "subtask"


def commitment_chain(
    tasks: pd.DataFrame,
    targets: pd.DataFrame,
    responsibilities: pd.DataFrame,
    clauses: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    by: str = "document_id",
    kinds: Sequence[str] = TASKS,
) -> pd.DataFrame:
    """Return for each task which links of the chain stand, each with its clause.

    What an annex row of the task adds (a date, a lead) counts for the task.

    Parameters
    ----------
    clauses
        The clauses table: ``money`` and ``check`` of each clause.
    documents
        The documents table, for the end of the plan's horizon.

    Returns
    -------
    DataFrame
        ``by``, ``unit_id``, ``target`` (a target stands in it), ``date`` (one of its
        targets, or the task itself, has a last day), ``lead`` (one is named),
        ``money``, ``check``, ``links`` (how many of the five), ``horizon_end`` (by
        which the plan ends, where its title or validity says so: no date of the
        task's own), ``target_clause``, ``date_clause``, ``lead_clause``,
        ``money_clause``, ``check_clause`` (the first that answers, None where none
        does), ``task_ids``. One row a task.
    """
    units = counted_units(tasks, by=by, kinds=(*kinds, _ANNEX)).only(kinds)
    found = {
        "target": _first(stated_targets(units, targets), "quote"),
        "date": _dates(units, tasks, targets),
        "lead": _first(of_roles(_quoted(units, responsibilities), LEAD), "quote"),
        "money": _first(_answers(units, clauses, "money"), "quote"),
        "check": _first(_answers(units, clauses, "check"), "quote"),
    }
    frame = units.members.drop_duplicates("unit_id")
    for link, of_unit in found.items():
        frame = frame.assign(**{link: frame["unit_id"].isin(of_unit)})
        frame[f"{link}_clause"] = frame["unit_id"].map(of_unit)
    frame["links"] = frame[list(CHAIN)].sum(axis=1)
    frame["horizon_end"] = frame["document_id"].map(of_documents(documents, "horizon_end"))
    task_ids = units.members.groupby("unit_id")["task_id"].agg(tuple)
    frame["task_ids"] = frame["unit_id"].map(task_ids)
    clauses_of = (f"{link}_clause" for link in CHAIN)
    columns = [by, "unit_id", *CHAIN, "links", "horizon_end", *clauses_of, "task_ids"]
    return tidy(frame, columns, **dict.fromkeys(CHAIN, "bool"))


def commitment_links(chain: pd.DataFrame, *, by: str = "document_id") -> pd.DataFrame:
    """Return how many tasks of each document have each link, and each run of links.

    Returns
    -------
    DataFrame
        ``by``, ``links`` (one link by its name, or the first links of the chain
        joined by `` + ``: ``target + date``, ``target + date + lead`` …), ``count``,
        ``n``, ``share``, ``low``, ``high``, ``task_ids``.
    """
    members = chain.assign(task_id=chain["unit_id"])
    units = Units(by, tuple(dict.fromkeys(chain[by])), members)
    rows = pd.concat(
        members[members[list(links)].all(axis=1)].assign(links=name)
        for name, links in _LINKS_AND_RUNS.items()
    )
    frame = shares(units, rows, [by, "links"], group_cells(units, _LINKS_AND_RUNS))
    return tidy(frame, [by, "links", *SHARE], links="str")


def commitment_table(chain: pd.DataFrame, *, by: str = "document_id") -> pd.DataFrame:
    """Return one row a document: in how many of its tasks each link, and run of links, stands.

    Returns
    -------
    DataFrame
        ``by``, ``horizon_end`` (of the plan, the latest where there are several), ``n``
        (tasks), then the counts of `commitment_links`, one column each: ``target`` …
        ``check``, ``target + date`` … ; ``task_ids`` (of all its tasks). A document
        without tasks has no row.
    """
    links = commitment_links(chain, by=by)
    counts = links.pivot(index=by, columns="links", values="count").reindex(
        columns=list(_LINKS_AND_RUNS)
    )
    of_group = chain.groupby(by, sort=False).agg(
        horizon_end=("horizon_end", "max"), n=("unit_id", "size"), task_ids=("unit_id", tuple)
    )
    columns = [by, "horizon_end", "n", *_LINKS_AND_RUNS, "task_ids"]
    types = dict.fromkeys(_LINKS_AND_RUNS, "int64")
    return tidy(of_group.join(counts).reset_index(), columns, **types)


def commitment_patterns(chain: pd.DataFrame, *, by: str = "document_id") -> pd.DataFrame:
    """Return how many tasks of each document have exactly which links.

    Returns
    -------
    DataFrame
        ``by``, ``target``, ``date``, ``lead``, ``money``, ``check``, ``links``,
        ``count``, ``task_ids``; the most links first. One row for every pattern that
        a document has.
    """
    patterns = chain.groupby([by, *CHAIN], sort=False)
    frame = patterns.agg(
        links=("links", "first"), count=("unit_id", "size"), task_ids=("unit_id", tuple)
    )
    columns = [by, *CHAIN, "links", "count", "task_ids"]
    frame = tidy(frame.reset_index(), columns, **dict.fromkeys(CHAIN, "bool"))
    order = ["links", *CHAIN]
    return frame.sort_values(order, ascending=False, kind="stable", ignore_index=True)


def _first(rows: pd.DataFrame, column: str) -> dict[str, str]:
    """Return the first text of each unit's rows."""
    first = rows.drop_duplicates("unit_id")
    return dict(zip(first["unit_id"], first[column], strict=True))


def _quoted(units: Units, responsibilities: pd.DataFrame) -> pd.DataFrame:
    """Return the agencies that counted units name, with their quotes."""
    quotes = units.rows(responsibilities, ["quote"])["quote"]
    return named_agencies(units, responsibilities, "agency_id").assign(quote=quotes)


def _answers(units: Units, clauses: pd.DataFrame, question: str) -> pd.DataFrame:
    """Return the clauses of counted units that answer a question."""
    rows = units.rows(clauses, [question, "quote"])
    return rows[rows[question]]


def _dates(units: Units, tasks: pd.DataFrame, targets: pd.DataFrame) -> dict[str, str]:
    """Return of each unit the first target with a last day, else its own deadline as written."""
    of_targets = _first(stated_targets(units, targets).dropna(subset="deadline"), "quote")
    own = units.rows(tasks, ["deadline", "deadline_text"])
    return _first(own.dropna(subset="deadline"), "deadline_text") | of_targets
