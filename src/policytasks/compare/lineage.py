"""What a plan takes from another: which units are one, and what became of their targets.

`align_units` and `target_changes` work on any two sets of units: a province's plan and
its city's, or the body of a plan and its annex.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from policytasks.compare.columns import tidy, typed
from policytasks.compare.tallies import Floats, distinct, records_of
from policytasks.words.numerals import chinese_integer

__all__ = ["CHANGES", "align_units", "lead_changes", "target_changes"]

CHANGES = ("same", "dated", "strengthened", "weakened", "changed", "new", "dropped")
LEAST_SHARED = 0.2
"""The share of phrases that two units must have in common to be one."""

_PHRASE = 4
# What a part of a unit has in common with it.
_MOST = 0.5
_UPWARD = {">=", ">", "=", "~", "range"}


def align_units(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """Return which units of two texts are one.

    Parameters
    ----------
    one, other
        Rows of the tasks table: the units of the older text and of the newer.

    Returns
    -------
    DataFrame
        ``task_id_a``, ``task_id_b``, ``by`` (``title``: the same heading; ``text``: the
        same words; ``phrases``; ``part``: the newer text splits the unit, and this is one
        more piece of it), ``shared`` (the share of the shorter text's phrases that stand
        in the other). In the order of ``one``; each unit is paired once, but for parts.

    Notes
    -----
    Exact phrases come first: two units with one heading, then two with the same text,
    then, of those left, the pairs that have most phrases of four signs in common, all
    pairs together (Kuhn 1955, The Hungarian method for the assignment problem, Naval
    Research Logistics 2, 83-97; computed by scipy).
    """
    units_a, units_b = list(_units(one)), list(_units(other))
    shared = np.array([[_shared(a["phrases"], b["phrases"]) for b in units_b] for a in units_a])
    pairs: dict[int, tuple[int, str]] = {}
    for by in ("title", "text"):
        for x, a in enumerate(units_a):
            free = [y for y in range(len(units_b)) if y not in {y for y, _ in pairs.values()}]
            alike = [y for y in free if a[by] and a[by] == units_b[y][by]]
            if x not in pairs and alike:
                pairs[x] = max(alike, key=lambda y: shared[x, y]), by
    if shared.size:
        for x, y in _best_pairs(shared, pairs):
            pairs[x] = y, "phrases"
    found = [(x, y, by) for x, (y, by) in pairs.items()]
    found += [(x, y, "part") for x, y in _parts(shared, pairs)]
    records = [
        (units_a[x]["task_id"], units_b[y]["task_id"], by, shared[x, y])
        for x, y, by in sorted(found)
    ]
    return tidy(records, ["task_id_a", "task_id_b", "by", "shared"])


def _units(tasks: pd.DataFrame) -> Iterator[dict[str, Any]]:
    for row in records_of(tasks[["task_id", "title", "text"]]):
        title, text = (
            "".join(part.split()).rstrip("。") if isinstance(part, str) else ""
            for part in (row.title, row.text)
        )
        whole = title + text
        yield {
            "task_id": str(row.task_id),
            "title": title,
            "text": text,
            "phrases": _phrases(whole),
        }


def _phrases(text: str) -> set[str]:
    return {text[at : at + _PHRASE] for at in range(len(text) - _PHRASE + 1)}


def _shared(one: set[str], other: set[str]) -> float:
    return len(one & other) / max(min(len(one), len(other)), 1)


def _best_pairs(shared: Floats, paired: dict[int, tuple[int, str]]) -> Iterator[tuple[int, int]]:
    """Yield the pairs of units left that have most in common, all together."""
    left = shared.copy()
    left[list(paired), :] = 0
    left[:, [y for y, _ in paired.values()]] = 0
    for x, y in zip(*linear_sum_assignment(left, maximize=True), strict=True):
        if left[x, y] >= LEAST_SHARED:
            yield int(x), int(y)


def _parts(shared: Floats, paired: dict[int, tuple[int, str]]) -> Iterator[tuple[int, int]]:
    """Yield the units of the newer text that are left and stand for most part in a paired one."""
    left = set(range(shared.shape[1] if shared.ndim > 1 else 0)) - {y for y, _ in paired.values()}
    for y in sorted(left):
        x = max(paired, key=lambda x: shared[x, y], default=None)
        if x is not None and shared[x, y] >= _MOST:
            yield x, y


def target_changes(
    pairs: pd.DataFrame, targets: pd.DataFrame, one: Iterable[str], other: Iterable[str]
) -> pd.DataFrame:
    """Return what became of each target between two texts whose units are aligned.

    Parameters
    ----------
    pairs
        Of `align_units`.
    targets
        The targets of both texts.
    one, other
        The ``task_id`` of all units of either text.

    Returns
    -------
    DataFrame
        ``target_id_a``, ``target_id_b`` (missing for what is new or dropped),
        ``change`` (``same``; ``dated``: the same value, now with a date;
        ``strengthened`` or ``weakened``: a higher or lower level or, of one level, an
        earlier or later date; ``changed``: another kind of comparison, or for another
        part of the place; ``new``;
        ``dropped``), ``quote_a``, ``quote_b``.

    Notes
    -----
    A target is held against those of the aligned unit, first against equal values of one
    unit, then against what measures the same thing: the same indicator or, where none is
    known, words that agree once digits and numerals are left out (建食堂20个, 建食堂三十个).
    """
    of_task = {str(id): list(records_of(own)) for id, own in targets.groupby("task_id")}
    partners = pairs.groupby("task_id_a")["task_id_b"].agg(list).to_dict()
    records: list[dict[str, Any]] = []
    taken: set[str] = set()
    for task_id in one:
        others = partners.get(task_id, [])
        candidates = [target for id in others for target in of_task.get(id, [])]
        own = of_task.get(task_id, [])
        for target, match in _matched(own, candidates):
            records.append(_change(target, match))
            if match is not None:
                taken.add(match.target_id)
    for task_id in other:
        new = (target for target in of_task.get(task_id, []) if target.target_id not in taken)
        records += [_change(None, target) for target in new]
    return tidy(records, ["target_id_a", "target_id_b", "change", "quote_a", "quote_b"])


def _matched(own: list[Any], others: list[Any]) -> Iterator[tuple[Any, Any]]:
    """Yield each target with its like in the other unit, None where there is none."""
    free = list(others)
    found: dict[str, Any] = {}
    for alike in (_same_value, _same_thing):
        for target in (target for target in own if target.target_id not in found):
            match = next((other for other in free if alike(target, other)), None)
            if match is not None:
                found[target.target_id] = match
                free.remove(match)
    for target in own:
        yield target, found.get(target.target_id)


def _same_thing(one: Any, other: Any) -> bool:
    """Return whether two targets measure one thing: an indicator, or the words around it.

    The number is no part of the words: 建食堂20个 and 建食堂三十个 are one thing.
    """
    if one.kind != other.kind or _text(one.unit) != _text(other.unit):
        return False
    if isinstance(one.indicator_id, str) or isinstance(other.indicator_id, str):
        return _text(one.indicator_id) == _text(other.indicator_id)
    words, others = _words(one.quote), _words(other.quote)
    shared = _shared(_phrases(words) or {words}, _phrases(others) or {others})
    return bool(words and others) and shared >= 2 * LEAST_SHARED


def _words(quote: str) -> str:
    """Return a quote without its numbers and marks.

    >>> _words("助餐覆盖率62.5%以上，建食堂两百个")
    '助餐覆盖率以上建食堂个'
    """
    return "".join(sign for sign in quote if sign.isalpha() and chinese_integer(sign) is None)


def _same_value(one: Any, other: Any) -> bool:
    if one.kind == "milestone":
        return other.kind == "milestone" and _same_thing(one, other)
    same = one.value == other.value and _text(one.unit) == _text(other.unit)
    return bool(same and one.kind == other.kind)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _change(one: Any, other: Any) -> dict[str, Any]:
    """Return what became of one target."""
    if one is None or other is None:
        change = "new" if one is None else "dropped"
    else:
        change = _kind_of_change(one, other)
    return {
        "target_id_a": None if one is None else one.target_id,
        "target_id_b": None if other is None else other.target_id,
        "change": change,
        "quote_a": None if one is None else one.quote,
        "quote_b": None if other is None else other.quote,
    }


def _kind_of_change(one: Any, other: Any) -> str:
    """Return whether a target became stronger, weaker, dated, or stayed as it was."""
    if _text(one.scope) != _text(other.scope):
        return "changed"
    if one.value != other.value and not (pd.isna(one.value) and pd.isna(other.value)):
        if (one.comparator in _UPWARD) != (other.comparator in _UPWARD):
            return "changed"
        higher = other.value > one.value
        return "strengthened" if higher == (one.comparator in _UPWARD) else "weakened"
    before, after = pd.isna(one.deadline), pd.isna(other.deadline)
    if before != after:
        return "dated" if before else "weakened"
    if not before and one.deadline != other.deadline:
        return "strengthened" if other.deadline < one.deadline else "weakened"
    return "same"


def lead_changes(pairs: pd.DataFrame, responsibilities: pd.DataFrame) -> pd.DataFrame:
    """Return the aligned units of which the lead differs.

    Returns
    -------
    DataFrame
        ``task_id_a``, ``task_id_b``, ``leads_a``, ``leads_b`` (tuples of functions),
        ``change`` (``same``, ``moved``, ``named``: by the newer text alone, ``lost``,
        ``none``: in neither).
    """
    led = responsibilities[typed(responsibilities["role"]) == "lead"]
    agencies = typed(led["agency_id"]).fillna(typed(led["agency"]))
    leads = agencies.groupby(typed(led["task_id"])).agg(distinct).to_dict()
    changes = {(False, False): "none", (False, True): "named", (True, False): "lost"}
    records = []
    for row in records_of(pairs):
        a, b = leads.get(row.task_id_a, ()), leads.get(row.task_id_b, ())
        both = "same" if set(a) == set(b) else "moved"
        change = changes.get((bool(a), bool(b)), both)
        record = {"task_id_a": row.task_id_a, "task_id_b": row.task_id_b}
        records.append({**record, "leads_a": a, "leads_b": b, "change": change})
    return tidy(records, ["task_id_a", "task_id_b", "leads_a", "leads_b", "change"])
