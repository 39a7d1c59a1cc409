"""Which numbers of different documents compare, and why others do not.

Every function takes the frame of ``indicator_statements`` and returns one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from typing import Any, NamedTuple

import pandas as pd

from policytasks.compare.columns import tidy, type_of
from policytasks.compare.indicator_statements import STATEMENT, ids_of
from policytasks.compare.tallies import distinct, records_of

__all__ = ["VERDICTS", "indicator_pairs", "side_by_side", "told_verdicts"]

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
    "group not stated": "未写明对象",
    "reach": "达到",
    "keep": "保持",
    "add": "新增",
}

_JUDGED = ("verdict", "verdict_zh", "grounds", "reason", "reason_zh")
# What a pair shows of each of its statements.
_SIDE = (
    *("indicator_id", "comparator", "standard_value", "standard_unit"),
    *("scope", "base", "mode", "year"),
)


class _Ground(NamedTuple):
    """One reason why two values do not simply compare; ``bars`` if they do not at all."""

    id: str
    bars: bool
    en: str
    zh: str


# Words before a group that leave it whole.
_EVERYWHERE = re.compile(r"^(?:全[省市县区]|所有的?|全部|各类|各|本[省市县区])+")
_UNSTATED = "group not stated"
_ALIKE = ("same scope, measure, level and year", "范围、口径、层级、年份相同")


def indicator_pairs(statements: pd.DataFrame, *, by: str = "document_id") -> pd.DataFrame:
    """Return, for each two documents that state an indicator, whether their values compare.

    A document may state several values. Each of them is held against the other's
    nearest in time; the gravest of these verdicts is that of the two documents.

    Returns
    -------
    DataFrame
        ``topic``, ``a`` and ``b`` (the two groups); of the two statements judged
        ``indicator_id``, ``comparator``, ``standard_value``, ``standard_unit``,
        ``scope``, ``base``, ``mode`` and ``year``, with ``_a`` or ``_b`` at the end;
        ``verdict`` (a key of ``VERDICTS``), ``verdict_zh``, ``grounds`` (tuple of
        ``part``, ``scope``, ``measure``, ``indicator``, ``base``, ``basis``, ``mode``,
        ``level``, ``size``, ``year``; empty where the two compare), ``reason`` and
        ``reason_zh`` (the same in words), ``task_ids``, ``target_ids``.

    Notes
    -----
    Not comparable are: a named part of a place and anything else; a count against
    a share, or any other two measures; shares of different groups, or of one that is
    stated and one that is not; what is there
    against what is to be added; a count for the whole and one for each county;
    different levels of government where values grow with the place. A caveat are:
    any other difference of scope or basis, another indicator of the topic, to reach
    against to keep, different levels, one level but values that grow with the place,
    different years, and no deadline on one side or both.
    """
    records = []
    for topic, stated in statements.groupby("topic", sort=False):
        of_group = {group: list(records_of(own)) for group, own in stated.groupby(by, sort=False)}
        for (a, by_a), (b, by_b) in combinations(of_group.items(), 2):
            one, other = max(_nearest(by_a, by_b), key=lambda pair: _gravity(*pair))
            sides = {f"{name}_a": getattr(one, name) for name in _SIDE}
            sides |= {f"{name}_b": getattr(other, name) for name in _SIDE}
            judged = _judged(_grounds(one, other)) | ids_of([one, other])
            records.append({"topic": topic, "a": a, "b": b, **sides, **judged})
    sides = {f"{name}_{side}": type_of(name) for side in "ab" for name in _SIDE}
    return tidy(records, ["topic", "a", "b", *sides, *_JUDGED, "task_ids", "target_ids"], **sides)


def side_by_side(
    statements: pd.DataFrame, *, by: str = "document_id", also: Sequence[str] = ()
) -> pd.DataFrame:
    """Return the statements of indicators that two documents state, with the verdicts.

    Parameters
    ----------
    also
        Topics to show although one document alone states them.

    Returns
    -------
    DataFrame
        The columns of ``indicator_statements``, and of the document's pairs in
        ``indicator_pairs`` the tuples ``others`` (the other documents that state
        it), ``verdicts``, ``reasons`` and ``reasons_zh``, empty for what one
        document alone states.
    """
    pairs = indicator_pairs(statements, by=by)
    told: dict[tuple[str, str], list[tuple[str, ...]]] = {}
    for row in records_of(pairs):
        said = (row.verdict, row.reason, row.reason_zh)
        told.setdefault((row.topic, row.a), []).append((row.b, *said))
        told.setdefault((row.topic, row.b), []).append((row.a, *said))
    shown = statements[statements["topic"].isin({*pairs["topic"], *also})]
    own = [told.get(key, []) for key in zip(shown["topic"], shown[by], strict=True)]
    names = ("others", "verdicts", "reasons", "reasons_zh")
    columns = {
        name: pd.Series([tuple(each[at] for each in of) for of in own], shown.index, dtype="object")
        for at, name in enumerate(names)
    }
    return tidy(shown.assign(**columns), [by, *STATEMENT, *names])


def told_verdicts(stated: pd.DataFrame) -> dict[tuple[str, str, str], tuple[str, str, str]]:
    """Return the verdict on each two documents, and its reason in both languages.

    Parameters
    ----------
    stated
        Of `side_by_side`.

    Returns
    -------
    dict
        By topic and the two documents, each two once.
    """
    told: dict[tuple[str, str, str], tuple[str, str, str]] = {}
    for row in records_of(stated):
        said = zip(row.verdicts, row.reasons, row.reasons_zh, strict=True)
        for other, each in zip(row.others, said, strict=True):
            if (row.topic, other, row.document_id) not in told:
                told[row.topic, row.document_id, other] = each
    return told


def _nearest(stated: Sequence[Any], others: Sequence[Any]) -> list[tuple[Any, Any]]:
    """Return each statement of either side with the nearest in time of the other."""
    pairs = [(one, min(others, key=lambda other: _years_apart(one, other))) for one in stated]
    pairs += [(min(stated, key=lambda one: _years_apart(one, other)), other) for other in others]
    return pairs


def _years_apart(one: Any, other: Any) -> tuple[bool, float]:
    """Return how far two statements are in time, those of one indicator first."""
    years = [0 if pd.isna(stated.year) else stated.year for stated in (one, other)]
    return one.indicator_id != other.indicator_id, abs(years[0] - years[1])


def _gravity(one: Any, other: Any) -> tuple[int, int]:
    """Return how much stands against comparing two statements."""
    grounds = list(_grounds(one, other))
    return sum(ground.bars for ground in grounds), len(grounds)


def _grounds(one: Any, other: Any) -> Iterator[_Ground]:
    """Yield why two statements do not simply compare, gravest kinds first."""
    counts = one.measure == other.measure == "count"
    grow = one.grows_with_place or other.grows_with_place
    if one.scope != other.scope:
        part = not {one.scope, other.scope} <= set(_SCOPES_ZH)
        yield _against("part" if part else "scope", part or counts, one.scope, other.scope)
    if one.measure != other.measure:
        yield _against("measure", True, one.measure, other.measure)
    elif one.indicator_id != other.indicator_id:
        en, zh = f"{one.en} against {other.en}", f"{one.zh}对{other.zh}"
        yield _Ground("indicator", False, en, zh)
    if _base(one) != _base(other):
        yield _against("base", True, *map(_base_as_stated, (one, other)))
    if one.basis != other.basis:
        yield _against(
            "basis", {one.basis, other.basis} == {"stock", "new"}, one.basis, other.basis
        )
    elif "keep" in (one.mode, other.mode) and one.mode != other.mode:
        yield _against("mode", False, _mode(one), _mode(other))
    if one.level != other.level and not (pd.isna(one.level) or pd.isna(other.level)):
        yield _against("level", grow, one.level, other.level)
    elif grow:
        yield _Ground("size", False, "not in relation to the size of the place", "未按地区规模折算")
    years = ["no deadline" if pd.isna(year) else str(year) for year in (one.year, other.year)]
    if years[0] != years[1]:
        yield _against("year", False, *years)
    elif years[0] == "no deadline":
        yield _Ground("year", False, "no deadline on either side", "双方均无期限")


def _base(statement: Any) -> str:
    """Return the group of which a share is taken, without words that narrow nothing.

    全市养老机构 and 所有养老机构 are one; so is a base that the indicator's name says.
    """
    if statement.measure != "share" or pd.isna(statement.base):
        return ""
    base = _EVERYWHERE.sub("", statement.base)
    return "" if base in statement.zh else base


def _base_as_stated(statement: Any) -> str:
    return _UNSTATED if pd.isna(statement.base) else str(statement.base)


def _mode(statement: Any) -> str:
    return "reach" if pd.isna(statement.mode) else statement.mode


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
