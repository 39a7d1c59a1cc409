"""The table of differences: every finding one row, with how sure it is.

A *case* is what a finding counts (a task, a target) and whether the finding's property
holds of it. Findings compare two documents by the share of their cases. Other ways of
reading the same documents (hand codes, the body without its annex) give other cases
of the same finding, and a direction that turns with them is not graded solid.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from policytasks.compare.chance import fisher, newcombe, q_values
from policytasks.compare.columns import of_documents, tidy
from policytasks.compare.commitment import CHAIN
from policytasks.compare.counted_units import TASKS, UNIT_KINDS, counted_units
from policytasks.compare.stated_targets import stated_targets
from policytasks.compare.tallies import records_of
from policytasks.compare.theme_shares import chosen_themes, on_themes

__all__ = [
    "GRADES",
    "commitment_cases",
    "graded_differences",
    "target_cases",
    "theme_cases",
]

GRADES = ("solid", "indicative", "not shown")
LEVEL = 0.05
"""The p or q at or below which a difference is more than chance."""

_CASE = ("document_id", "finding", "case_id", "holds")
_COINCIDING = {"place": "place_id", "level": "level", "genre": "genre", "year": "issued"}


def theme_cases(
    tasks: pd.DataFrame, themes: pd.DataFrame, *, theme_ids: Sequence[str] | None = None
) -> pd.DataFrame:
    """Return for each task and theme whether the task acts on it.

    Returns
    -------
    DataFrame
        ``document_id``, ``finding`` (``theme:`` and the theme), ``case_id`` (the
        task), ``holds``.
    """
    units = counted_units(tasks, kinds=TASKS)
    acts = on_themes(units, themes, chosen_themes(themes, theme_ids))
    members = units.members.drop_duplicates("unit_id")
    records = [
        (document, f"theme:{theme}", unit, acting)
        for theme, own in acts.items()
        for document, unit, acting in zip(members["document_id"], acts.index, own, strict=True)
    ]
    return tidy(records, _CASE)


def commitment_cases(chain: pd.DataFrame) -> pd.DataFrame:
    """Return for each task of `commitment_chain` which links, and first links, stand.

    The findings are ``link:`` and a link, ``chain:`` and the first two or three links.
    A document in which no task has a lead assigns its work in another way: it is not
    asked for leads, because it cannot show one.
    """
    leading = set(chain.loc[chain["lead"], "document_id"])
    wanted: dict[str, tuple[str, ...]] = {f"link:{link}": (link,) for link in CHAIN}
    wanted |= {f"chain:{' + '.join(CHAIN[:n])}": CHAIN[:n] for n in (2, 3)}
    records = [
        (row.document_id, finding, row.unit_id, all(getattr(row, link) for link in links))
        for finding, links in wanted.items()
        for row in records_of(chain)
        if "lead" not in links or row.document_id in leading
    ]
    return tidy(records, _CASE)


def target_cases(tasks: pd.DataFrame, targets: pd.DataFrame) -> pd.DataFrame:
    """Return for each quantity of a document whether it has neither date nor cadence.

    The finding is ``undated``; what a document states twice is one case.
    """
    stated = stated_targets(counted_units(tasks, kinds=UNIT_KINDS), targets)
    stated = stated[stated["kind"] == "quantity"]
    open_ = stated["deadline"].isna() & stated["every"].isna()
    cases = stated.assign(open_=open_).groupby("stated_as", sort=False)
    first = cases[["document_id", "open_"]].agg({"document_id": "first", "open_": "all"})
    return tidy(
        [(row.document_id, "undated", str(row.Index), row.open_) for row in records_of(first)],
        _CASE,
    )


def graded_differences(
    cases: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    others: Mapping[str, pd.DataFrame] | None = None,
    directions: pd.DataFrame | None = None,
    mandates: Mapping[str, Collection[str]] | None = None,
) -> pd.DataFrame:
    """Return the table of differences: a row for each finding and each two documents.

    Parameters
    ----------
    cases
        ``document_id``, ``finding``, ``case_id``, ``holds``: `theme_cases`,
        `commitment_cases`, `target_cases`, together.
    documents
        The documents table, for what else differs between two documents.
    others
        The same cases read in other ways, by name: ``hand`` codes, ``body`` without
        annex. A finding that has no cases there is not asked.
    directions
        `theme_directions`: by every measure for the findings on themes.
    mandates
        The themes that each document's title names (`theme_mandates`).

    Returns
    -------
    DataFrame
        ``finding``, ``a``, ``b``, ``count_a`` of ``n_a``, ``count_b`` of ``n_b``,
        ``difference`` (of the shares, a less b) with its 95 % interval ``low`` to
        ``high`` (Newcombe 1998), ``p`` (Fisher, exact), ``q`` (Benjamini & Hochberg
        1995, over all rows), then whether its direction holds ``by_measure`` (all
        measures), ``by_reading`` (all other readings), ``without_one`` (without any
        one case) and ``by_document`` (with every other document of the same two
        places), each missing where it cannot be asked, ``turned_by`` (the checks that
        it fails), ``coincides`` (place, level, genre, year in which the two documents
        differ; ``mandate``: the title of one of them names the theme), ``grade``, ``task_ids`` (the cases of both of which it holds).

    Notes
    -----
    Grades by rule. *solid*: q at most .05, the interval leaves out 0 and no check
    turns the direction. *indicative*: p at most .05 and at most one check turns it.
    *not shown*: anything else, which is no evidence that two documents are alike.
    """
    records = [
        _difference(finding, a, b, of_document[a], of_document[b])
        for finding, of_document in _by_finding(cases).items()
        for a, b in combinations(of_document, 2)
    ]
    frame = pd.DataFrame(records, columns=["finding", "a", "b", *_COUNTED])
    frame["q"] = q_values(frame["p"].astype("float64"))
    frame = _checked(frame, documents, others or {}, directions)
    coincides = _coinciding(frame, documents, mandates or {})
    frame["coincides"] = pd.Series(list(coincides), frame.index, dtype="object")
    frame["grade"] = [_grade(row) for row in records_of(frame)]
    return tidy(frame, _DIFFERENCE)


def _checked(
    frame: pd.DataFrame,
    documents: pd.DataFrame,
    others: Mapping[str, pd.DataFrame],
    directions: pd.DataFrame | None,
) -> pd.DataFrame:
    """Add to each difference which checks turn its direction."""
    measured = {
        (f"theme:{row.theme_id}", row.a, row.b): row.direction
        for row in records_of(pd.DataFrame() if directions is None else directions)
    }
    readings = [_shares(other) for other in others.values()]
    places = of_documents(documents, "place_id")
    checks: dict[str, list[Any]] = {
        "by_measure": [_by_measure(row, measured) for row in records_of(frame)],
        "by_reading": [_by_reading(row, readings) for row in records_of(frame)],
        "without_one": list(frame["without_one"]),
        "by_document": _by_document(frame, places),
    }
    turned = [
        tuple(name for name, held in zip(checks, of_row, strict=True) if held is False)
        for of_row in zip(*checks.values(), strict=True)
    ]
    return frame.assign(**checks, turned_by=pd.Series(turned, dtype="object"))


_CHECKS = ("by_measure", "by_reading", "without_one", "by_document")
_COUNTED: tuple[str, ...] = ("count_a", "n_a", "count_b", "n_b", "difference", "low", "high", "p")
_COUNTED += ("without_one", "task_ids")
_DIFFERENCE = (
    *("finding", "a", "b", "count_a", "n_a", "count_b", "n_b", "difference", "low", "high"),
    *("p", "q", *_CHECKS, "turned_by", "coincides", "grade", "task_ids"),
)


def _by_finding(cases: pd.DataFrame) -> dict[str, dict[str, dict[str, bool]]]:
    """Return the cases by finding, document and id."""
    found: dict[str, dict[str, dict[str, bool]]] = {}
    for row in records_of(cases):
        of_document = found.setdefault(row.finding, {}).setdefault(row.document_id, {})
        of_document[row.case_id] = bool(row.holds)
    return found


def _difference(
    finding: str, a: str, b: str, one: Mapping[str, bool], other: Mapping[str, bool]
) -> dict[str, Any]:
    """Return how far apart two documents are in one finding."""
    count_a, n_a, count_b, n_b = sum(one.values()), len(one), sum(other.values()), len(other)
    low, high = newcombe(count_a, n_a, count_b, n_b)
    held = [id for cases in (one, other) for id, holds in cases.items() if holds]
    return {
        "finding": finding,
        "a": a,
        "b": b,
        "count_a": count_a,
        "n_a": n_a,
        "count_b": count_b,
        "n_b": n_b,
        "difference": count_a / n_a - count_b / n_b,
        "low": low,
        "high": high,
        "p": fisher(count_a, n_a, count_b, n_b),
        "without_one": _without_one(count_a, n_a, count_b, n_b),
        "task_ids": tuple(held),
    }


def _without_one(count_a: int, n_a: int, count_b: int, n_b: int) -> bool | None:
    """Return whether the direction holds whichever one case is left out."""
    sign = np.sign(count_a * n_b - count_b * n_a)
    without = [(count_a - 1, n_a - 1, count_b, n_b)] if count_a else []
    without += [(count_a, n_a - 1, count_b, n_b)] if n_a > count_a else []
    without += [(count_a, n_a, count_b - 1, n_b - 1)] if count_b else []
    without += [(count_a, n_a, count_b, n_b - 1)] if n_b > count_b else []
    if sign == 0 or min(n_a, n_b) < 2:
        return None
    return all(np.sign(one * n - other * m) == sign for one, m, other, n in without)


def _by_measure(row: Any, measured: Mapping[tuple[str, str, str], int]) -> bool | None:
    """Return whether all measures of the theme agree on the direction."""
    direction = measured.get((row.finding, row.a, row.b))
    if direction is None or row.difference == 0:
        return None
    return bool(direction == np.sign(row.difference))


def _by_reading(row: Any, readings: Iterable[Mapping[tuple[str, str], float]]) -> bool | None:
    """Return whether the direction holds in every other reading that has both documents."""
    a, b = (row.finding, row.a), (row.finding, row.b)
    apart = [shares[a] - shares[b] for shares in readings if a in shares and b in shares]
    if not apart or row.difference == 0:
        return None
    return all(bool(np.sign(each) == np.sign(row.difference)) for each in apart)


def _shares(cases: pd.DataFrame) -> dict[tuple[str, str], float]:
    """Return the share of cases that hold, by finding and document."""
    return dict(cases.groupby(["finding", "document_id"])["holds"].mean())


def _by_document(frame: pd.DataFrame, places: Mapping[str, str]) -> list[bool | None]:
    """Return whether all documents of the two places of a row point the same way."""
    a, b = (frame[side].map(lambda id: places.get(id, id)) for side in ("a", "b"))
    sign = pd.Series(np.sign(frame["difference"].astype("float64")))
    # A finding between two places is the same one from either side.
    pairs = sign.where(a < b, -sign).groupby(
        [frame["finding"], a.where(a < b, b), b.where(a < b, a)]
    )
    asked = (a != b) & (sign != 0) & (pairs.transform("size") > 1)
    alike = pairs.transform("nunique") == 1
    return [
        same if is_asked else None for same, is_asked in zip(alike.tolist(), asked, strict=True)
    ]


def _coinciding(
    frame: pd.DataFrame, documents: pd.DataFrame, mandates: Mapping[str, Collection[str]]
) -> Iterator[tuple[str, ...]]:
    """Yield in what else the two documents of each difference differ."""
    known = {name: of_documents(documents, column) for name, column in _COINCIDING.items()}
    known["year"] = {id: issued.year for id, issued in known["year"].items()}
    for row in records_of(frame):
        pairs = {name: (of.get(row.a), of.get(row.b)) for name, of in known.items()}
        theme = row.finding.removeprefix("theme:")
        named = [theme in mandates.get(document, ()) for document in (row.a, row.b)]
        pairs["mandate"] = (named[0], named[1])
        yield tuple(
            name
            for name, (one, other) in pairs.items()
            if one is not None and other is not None and one != other
        )


def _grade(row: Any) -> str:
    """Return the grade of a difference by the rule of `graded_differences`."""
    leaves_out_0 = row.low > 0 or row.high < 0
    if row.q <= LEVEL and leaves_out_0 and not row.turned_by:
        return "solid"
    return "indicative" if row.p <= LEVEL and len(row.turned_by) <= 1 else "not shown"
