"""Which numbers of different documents compare, and why others do not.

Every function takes the frame of ``indicator_statements`` and returns one.
``by`` is ``place_id`` or ``document_id``: whose statements stand side by side.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations, product
from typing import Any, NamedTuple

import pandas as pd

from policytasks.compare.indicator_statements import IDS, STATEMENT, distinct, ids_of
from policytasks.compare.tallies import records_of, tidy

__all__ = ["VERDICTS", "indicator_pairs", "indicator_verdicts", "side_by_side"]

COMPARABLE = "comparable"
CAVEAT = "comparable with a caveat"
NOT_COMPARABLE = "not comparable"
VERDICTS = {COMPARABLE: "可比", CAVEAT: "有保留地可比", NOT_COMPARABLE: "不可比"}

_SCOPES_ZH = {
    "whole": "全域",
    "each_county": "每县(市、区)",
    "each_street": "每街道(乡镇)",
    "each_village": "每村(社区)",
    "each_person": "每人",
}
_WORDS_ZH = {
    **_SCOPES_ZH,
    "national": "国家级",
    "province": "省级",
    "prefecture": "地市级",
    "county": "县级",
    "share": "比例",
    "count": "数量",
    "density": "人均(户均)水平",
    "amount": "金额",
    "stock": "存量",
    "new": "新增量",
    "yearly": "年度量",
    "standard": "标准",
    "no deadline": "无期限",
}

_JUDGED = {
    "verdict": "str",
    "verdict_zh": "str",
    "grounds": "object",
    "reason": "str",
    "reason_zh": "str",
}

# What a pair shows of each of its statements.
_SIDE = ("indicator_id", "comparator", "standard_value", "standard_unit", "scope", "year")


class _Ground(NamedTuple):
    """One reason why two values do not simply compare; ``bars`` if they do not at all."""

    id: str
    bars: bool
    en: str
    zh: str


_ALIKE = ("same scope, measure, level and year", "范围、口径、层级、年份相同")
_ALONE = _Ground("alone", True, "stated by one place only", "仅一地提出")


def indicator_pairs(statements: pd.DataFrame, *, by: str = "place_id") -> pd.DataFrame:
    """Return, for each two places that state an indicator, whether their values compare.

    A place may state several values. Of all the pairs that two places could form,
    the one with the fewest grounds against it counts, then the one closest in time,
    then the latest.

    Returns
    -------
    DataFrame
        ``topic``, ``a`` and ``b`` (the two groups); of each of their statements
        ``indicator_id``, ``comparator``, ``standard_value``, ``standard_unit``,
        ``scope`` and ``year``, with ``_a`` or ``_b`` at the end; ``verdict`` (a
        key of ``VERDICTS``), ``verdict_zh``, ``grounds`` (tuple of ``part``,
        ``scope``, ``measure``, ``indicator``, ``basis``, ``level``, ``size``,
        ``year``; empty where the two compare), ``reason`` and ``reason_zh`` (the
        same in words), ``task_ids``, ``target_ids``.

    Notes
    -----
    Not comparable are: a named part of a place and anything else; a count for the
    whole and one for each county; different levels of government where values
    grow with the place. A caveat are: any other difference of scope, a share
    against a count, another indicator of the topic, stock against new, different
    levels, one level but values that grow with the place, different years, and no
    deadline on one side or both.
    """
    records = []
    for topic, of_group in _of_topics(statements, by).items():
        for a, b, one, other in _nearest(of_group):
            sides = {f"{name}_a": getattr(one, name) for name in _SIDE}
            sides |= {f"{name}_b": getattr(other, name) for name in _SIDE}
            judged = _judged(_grounds(one, other)) | ids_of([one, other])
            records.append({"topic": topic, "a": a, "b": b, **sides, **judged})
    columns = dict.fromkeys(("topic", "a", "b"), "str")
    for side in "ab":
        columns |= {f"{name}_{side}": STATEMENT[name] for name in _SIDE}
    columns |= {**_JUDGED, "task_ids": "object", "target_ids": "object"}
    return tidy(pd.DataFrame(records, columns=list(columns)), columns)


def indicator_verdicts(
    statements: pd.DataFrame, *, by: str = "place_id", also: Sequence[str] = ()
) -> pd.DataFrame:
    """Return one verdict for each indicator that at least two places state.

    It holds for all of them together: the gravest of those over each two.

    Parameters
    ----------
    also
        Topics to show although one place alone states them.

    Returns
    -------
    DataFrame
        ``topic``, ``indicator_ids`` and ``groups`` (tuples: the indicators and
        the places or documents that state them), ``verdict``, ``verdict_zh``,
        ``grounds``, ``reason``, ``reason_zh`` (of ``indicator_verdicts``, all pairs
        taken together; of a single place, the ground ``alone``), ``note`` and
        ``note_zh`` (what the codebook says of comparability), ``task_ids``,
        ``target_ids`` (of all statements).
    """
    records = []
    for topic, of_group in _of_topics(statements, by).items():
        if len(of_group) < 2 and topic not in also:
            continue
        stated = list(chain.from_iterable(of_group.values()))
        pairs = _nearest(of_group)
        grounds = chain.from_iterable(_grounds(one, other) for _, _, one, other in pairs)
        record = {
            "topic": topic,
            "indicator_ids": distinct(row.indicator_id for row in stated),
            "groups": tuple(of_group),
            **_judged(grounds if len(of_group) > 1 else [_ALONE]),
            "note": " ".join(distinct(row.note for row in stated)),
            "note_zh": "".join(distinct(row.note_zh for row in stated)),
        }
        records.append(record | ids_of(stated))
    columns = {"topic": "str", "indicator_ids": "object", "groups": "object", **_JUDGED}
    columns |= {"note": "str", "note_zh": "str", **dict.fromkeys(IDS, "object")}
    return tidy(pd.DataFrame(records, columns=list(columns)), columns)


def side_by_side(
    statements: pd.DataFrame, *, by: str = "place_id", also: Sequence[str] = ()
) -> pd.DataFrame:
    """Return the statements of indicators that two places state, with the verdict.

    Parameters
    ----------
    also
        Topics to show although one place alone states them.

    Returns
    -------
    DataFrame
        The columns of ``indicator_statements``, and ``verdict``, ``verdict_zh``,
        ``grounds``, ``reason``, ``reason_zh`` of ``indicator_verdicts``.
    """
    verdicts = indicator_verdicts(statements, by=by, also=also)
    frame = statements.merge(verdicts[["topic", *_JUDGED]], on="topic")
    return tidy(frame, {by: "str", **STATEMENT, **_JUDGED})


def _of_topics(statements: pd.DataFrame, by: str) -> dict[str, dict[str, list[Any]]]:
    """Return the statements as named tuples, by topic and group, in their order."""
    of_topics: dict[str, dict[str, list[Any]]] = {}
    groups = zip(statements["topic"], statements[by], records_of(statements), strict=True)
    for topic, group, statement in groups:
        of_topics.setdefault(topic, {}).setdefault(group, []).append(statement)
    return of_topics


def _nearest(of_group: Mapping[str, Sequence[Any]]) -> Iterator[tuple[str, str, Any, Any]]:
    """Yield each two groups and the pair of their statements that compares best."""
    for (a, by_a), (b, by_b) in combinations(of_group.items(), 2):
        yield a, b, *min(product(by_a, by_b), key=lambda pair: _apart(*pair))


def _apart(one: Any, other: Any) -> tuple[int, int, int, int]:
    """Return how far two statements are from comparing: bars, grounds, years, age."""
    grounds = list(_grounds(one, other))
    years = [year for year in (one.year, other.year) if not pd.isna(year)]
    return (
        sum(ground.bars for ground in grounds),
        len(grounds),
        max(years) - min(years) if years else 0,
        -max(years, default=0),
    )


def _grounds(one: Any, other: Any) -> Iterator[_Ground]:
    """Yield why two statements do not simply compare, gravest kinds first."""
    counts = one.measure == other.measure == "count"
    grow = one.grows_with_place or other.grows_with_place
    if one.scope != other.scope:
        part = not {one.scope, other.scope} <= set(_SCOPES_ZH)
        yield _against("part" if part else "scope", part or counts, one.scope, other.scope)
    if one.measure != other.measure:
        yield _against("measure", False, one.measure, other.measure)
    elif one.indicator_id != other.indicator_id:
        en, zh = f"{one.en} against {other.en}", f"{one.zh}对{other.zh}"
        yield _Ground("indicator", False, en, zh)
    if one.basis != other.basis:
        yield _against("basis", False, one.basis, other.basis)
    if one.level != other.level and not (pd.isna(one.level) or pd.isna(other.level)):
        yield _against("level", grow, one.level, other.level)
    elif grow:
        yield _Ground("size", False, "not in relation to the size of the place", "未按地区规模折算")
    years = ["no deadline" if pd.isna(year) else str(year) for year in (one.year, other.year)]
    if years[0] != years[1]:
        yield _against("year", False, *years)
    elif years[0] == "no deadline":
        yield _Ground("year", False, "no deadline on either side", "双方均无期限")


def _against(ground_id: str, bars: bool, one: str, other: str) -> _Ground:
    """Return the ground that two statements differ in one respect."""
    one_zh, other_zh = _WORDS_ZH.get(one, one), _WORDS_ZH.get(other, other)
    en = f"{one} against {other}".replace("_", " ")
    return _Ground(ground_id, bars, en, f"{one_zh}对{other_zh}")


def _judged(grounds: Iterable[_Ground]) -> dict[str, Any]:
    """Return the verdict that grounds lead to, and the grounds in words."""
    grounds = list(dict.fromkeys(grounds))
    bars = any(ground.bars for ground in grounds)
    verdict = NOT_COMPARABLE if bars else CAVEAT if grounds else COMPARABLE
    return {
        "verdict": verdict,
        "verdict_zh": VERDICTS[verdict],
        "grounds": distinct(ground.id for ground in grounds),
        "reason": "; ".join(ground.en for ground in grounds) or _ALIKE[0],
        "reason_zh": "；".join(ground.zh for ground in grounds) or _ALIKE[1],
    }
