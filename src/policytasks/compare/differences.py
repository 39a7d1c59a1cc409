"""The table of differences: every finding one row, with how sure it is.

A *case* is what a finding counts (a task, a target) and whether the finding's property
holds of it. Findings compare two documents by the share of their cases. Other ways of
reading the same documents (hand codes, the body without its annex) give other cases
of the same finding, and a direction that turns with them is not graded solid.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd

from policytasks.compare.chance import fisher, newcombe, q_values
from policytasks.compare.commitment import CHAIN
from policytasks.compare.counted_units import TASKS, UNIT_KINDS, counted_units, typed
from policytasks.compare.stated_targets import stated_targets
from policytasks.compare.tallies import records_of, tidy
from policytasks.compare.theme_shares import CODE, chosen_themes

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

_CASE = {"document_id": "str", "finding": "str", "case_id": "str", "holds": "bool"}
_COINCIDING = ("place_id", "level", "genre", "issued")


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
    rows = units.rows(themes, CODE)
    acting = set(zip(rows["unit_id"], rows["theme_id"], strict=True))
    members = units.members.drop_duplicates("unit_id")
    records = [
        (document, f"theme:{theme}", unit, (unit, theme) in acting)
        for theme in chosen_themes(themes, theme_ids)
        for document, unit in zip(members["document_id"], members["unit_id"], strict=True)
    ]
    return _cases(records)


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
    return _cases(records)


def target_cases(
    tasks: pd.DataFrame, targets: pd.DataFrame, *, kinds: Sequence[str] = UNIT_KINDS
) -> pd.DataFrame:
    """Return for each quantity of a document whether it has neither date nor cadence.

    The finding is ``undated``; what a document states twice is one case.
    """
    stated = stated_targets(counted_units(tasks, kinds=kinds), targets)
    stated = stated[stated["kind"] == "quantity"]
    open_ = stated["deadline"].isna() & stated["every"].isna()
    cases = stated.assign(open_=open_).groupby("stated_as", sort=False)
    first = cases[["document_id", "open_"]].agg({"document_id": "first", "open_": "all"})
    return _cases(
        [(row.document_id, "undated", str(row.Index), row.open_) for row in records_of(first)]
    )


def _cases(records: Iterable[tuple[Any, ...]]) -> pd.DataFrame:
    return tidy(pd.DataFrame(list(records), columns=list(_CASE)), _CASE)


def graded_differences(
    cases: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    others: Mapping[str, pd.DataFrame] | None = None,
    directions: pd.DataFrame | None = None,
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
        differ), ``grade``, ``task_ids`` (the cases of both of which it holds).

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
    frame["grade"] = [_grade(row) for row in records_of(frame)]
    return tidy(frame, _DIFFERENCE)


def _checked(
    frame: pd.DataFrame,
    documents: pd.DataFrame,
    others: Mapping[str, pd.DataFrame],
    directions: pd.DataFrame | None,
) -> pd.DataFrame:
    """Add to each difference which checks turn its direction, and what coincides with it."""
    signs = dict(
        zip(
            zip(frame["finding"], frame["a"], frame["b"], strict=True),
            np.sign(frame["difference"].astype("float64")),
            strict=True,
        )
    )
    readings = {name: _by_finding(other) for name, other in others.items()}
    checks = [
        {
            "by_measure": _by_measure(row, directions),
            "by_reading": _by_reading(row, readings),
            "without_one": row.without_one,
            "by_document": _by_document(row, signs, documents),
        }
        for row in records_of(frame)
    ]
    return frame.assign(
        **{name: [check[name] for check in checks] for name in _CHECKS},
        turned_by=pd.Series(
            [tuple(name for name in _CHECKS if check[name] is False) for check in checks],
            dtype="object",
        ),
        coincides=pd.Series(
            [_coinciding(row.a, row.b, documents) for row in records_of(frame)], dtype="object"
        ),
    )


_CHECKS = ("by_measure", "by_reading", "without_one", "by_document")
_COUNTED: tuple[str, ...] = ("count_a", "n_a", "count_b", "n_b", "difference", "low", "high", "p")
_COUNTED += ("without_one", "task_ids")
_DIFFERENCE = {
    **dict.fromkeys(("finding", "a", "b"), "str"),
    **dict.fromkeys(("count_a", "n_a", "count_b", "n_b"), "int64"),
    **dict.fromkeys(("difference", "low", "high", "p", "q"), "float64"),
    **dict.fromkeys(_CHECKS, "object"),
    **dict.fromkeys(("turned_by", "coincides"), "object"),
    "grade": "str",
    "task_ids": "object",
}


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


def _by_measure(row: Any, directions: pd.DataFrame | None) -> bool | None:
    if directions is None or not row.finding.startswith("theme:") or row.difference == 0:
        return None
    own = directions[
        (directions["a"] == row.a)
        & (directions["b"] == row.b)
        & (directions["theme_id"] == row.finding.removeprefix("theme:"))
    ]
    if own.empty:
        return None
    return bool(own["direction"].iloc[0] == np.sign(row.difference))


def _by_reading(
    row: Any, readings: Mapping[str, Mapping[str, Mapping[str, Mapping[str, bool]]]]
) -> bool | None:
    """Return whether the direction holds in every other reading that has both documents."""
    held = []
    for of_finding in readings.values():
        of_document = of_finding.get(row.finding, {})
        if row.a in of_document and row.b in of_document and row.difference != 0:
            one, other = of_document[row.a].values(), of_document[row.b].values()
            apart = sum(one) / len(one) - sum(other) / len(other)
            held.append(bool(np.sign(apart) == np.sign(row.difference)))
    return all(held) if held else None


def _by_document(
    row: Any, signs: Mapping[tuple[str, str, str], float], documents: pd.DataFrame
) -> bool | None:
    """Return whether the other documents of the two places point the same way."""
    places = dict(
        zip(
            typed(documents["document_id"], "str"), typed(documents["place_id"], "str"), strict=True
        )
    )
    if places.get(row.a) == places.get(row.b) or row.difference == 0:
        return None
    held = []
    for (finding, a, b), sign in signs.items():
        if finding != row.finding or (a, b) == (row.a, row.b):
            continue
        if (places.get(a), places.get(b)) == (places[row.a], places[row.b]):
            held.append(bool(sign == np.sign(row.difference)))
    return all(held) if held else None


def _coinciding(a: str, b: str, documents: pd.DataFrame) -> tuple[str, ...]:
    """Return in what else two documents differ."""
    rows: dict[str, Any] = {str(row.document_id): row for row in records_of(documents)}
    if a not in rows or b not in rows:
        return ()
    found = []
    for column in (column for column in _COINCIDING if column in documents):
        one, other = getattr(rows[a], column), getattr(rows[b], column)
        if pd.isna(one) or pd.isna(other):
            continue
        if column == "issued":
            one, other = pd.Timestamp(one).year, pd.Timestamp(other).year
        if one != other:
            found.append({"place_id": "place", "issued": "year"}.get(column, column))
    return tuple(found)


def _grade(row: Any) -> str:
    """Return the grade of a difference by the rule of `graded_differences`."""
    leaves_out_0 = row.low > 0 or row.high < 0
    if row.q <= LEVEL and leaves_out_0 and not row.turned_by:
        return "solid"
    return "indicative" if row.p <= LEVEL and len(row.turned_by) <= 1 else "not shown"
