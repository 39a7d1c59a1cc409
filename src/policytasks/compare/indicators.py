"""Which numbers of different places compare, and why others do not.

``indicator_statements`` makes a tidy frame of what the documents state of the
codebook's indicators; every other function takes that frame and returns one.
``by`` is ``place_id`` or ``document_id``: whose statements stand side by side.
``task_ids`` and ``target_ids`` are the tuples of ids behind a row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, combinations, pairwise, product
from typing import TYPE_CHECKING, Any, NamedTuple

import pandas as pd

from policytasks.compare.cells import in_order, tidy
from policytasks.compare.stated import STATED, VALUE, stated_targets, tally_targets
from policytasks.compare.units import UNIT_KINDS, counted_units, typed
from policytasks.errors import PolicyTasksError

if TYPE_CHECKING:
    from policytasks.codebook import Indicator

__all__ = [
    "VERDICTS",
    "ambition_per_year",
    "indicator_pairs",
    "indicator_statements",
    "indicator_verdicts",
    "side_by_side",
]

COMPARABLE = "comparable"
CAVEAT = "comparable with a caveat"
NOT_COMPARABLE = "not comparable"
VERDICTS = {COMPARABLE: "可比", CAVEAT: "有保留地可比", NOT_COMPARABLE: "不可比"}

# Wording that turns a count of what is there into one of what is to be added.
_ADDED = re.compile("新增|新建|增设|增加|扩建|建设")
_MAGNITUDES = {"万": 1e4, "亿": 1e8}
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

_STATEMENT = {
    "topic": "str",
    "indicator_id": "str",
    "zh": "str",
    "en": "str",
    "document_id": "str",
    "level": "str",
    **{column: kind for column, kind in STATED.items() if column != "indicator_id"},
    "standard_value": "float64",
    "standard_high": "float64",
    "standard_unit": "str",
    "measure": "str",
    "basis": "str",
    "grows_with_place": "bool",
    "year": "Int64",
    "note": "str",
    "note_zh": "str",
    "task_ids": "object",
    "target_ids": "object",
}
_JUDGED = {
    "verdict": "str",
    "verdict_zh": "str",
    "grounds": "object",
    "reason": "str",
    "reason_zh": "str",
}
_IDS = ("task_ids", "target_ids")
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


def indicator_statements(
    tasks: pd.DataFrame,
    targets: pd.DataFrame,
    documents: pd.DataFrame,
    indicators: Iterable[Indicator],
    *,
    by: str = "place_id",
    kinds: Sequence[str] = UNIT_KINDS,
    topics: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Return what each place states of each comparable indicator.

    What a document states twice, in body and annex or in objective and task, is
    one statement; the annex's date dates it where the body has none.

    Parameters
    ----------
    documents
        The documents table, for levels and dates of issue.
    indicators
        The codebook's indicators.
    kinds
        The kinds of unit whose targets count; by default all.
    topics
        Maps indicators that measure one thing in two ways, by a share and by a
        count, to one name for what they measure. Any other indicator is a topic
        of its own.

    Returns
    -------
    DataFrame
        ``by``, ``topic``, ``indicator_id``, its names ``zh`` and ``en``,
        ``document_id``, ``level``; then, as in the targets table, ``kind``,
        ``indicator``, ``comparator``, ``value``, ``value_high``, ``unit``,
        ``scope``, ``every``, ``deadline``, ``quote`` (of the first statement);
        ``standard_value`` and ``standard_high`` in the codebook's
        ``standard_unit``; ``measure`` (share, count, density, amount); ``basis``
        (stock, new, yearly, standard); ``grows_with_place``; ``year`` (of the
        deadline, or, of a norm without one, of issue); ``note`` and ``note_zh``
        (what the codebook says of comparability); ``task_ids``, ``target_ids``.
        One row a statement, in the order of codebook, places and years.

    Raises
    ------
    PolicyTasksError
        For a target whose indicator is not among ``indicators``.
    """
    units = counted_units(tasks, by=by, kinds=kinds)
    rows = stated_targets(units, targets).dropna(subset="indicator_id")
    codebook = _codebook(indicators, topics or {})
    _refuse_unknown(rows, codebook)
    frame = _merged(rows).merge(codebook, on="indicator_id", how="left")
    factor = list(map(_factor, frame["unit"], frame["standard_unit"]))
    of_document = documents.set_index(typed(documents["document_id"], "str"))
    issued = typed(of_document["issued"], STATED["deadline"]).dt.year
    of_issue = frame["document_id"].map(issued).astype("Int64")
    year = frame["deadline"].dt.year.astype("Int64")
    frame = frame.assign(
        level=frame["document_id"].map(typed(of_document["level"], "str")),
        standard_value=frame["value"] * factor,
        standard_high=frame["value_high"] * factor,
        basis=[_basis(row) for row in frame.itertuples()],
        year=year.where(frame["kind"] != "norm", year.fillna(of_issue)),
    )
    frame = frame.sort_values("year", kind="stable", na_position="last")
    orders = {"topic": codebook["topic"].unique(), by: units.groups}
    frame = in_order(frame, orders | {"indicator_id": codebook["indicator_id"]})
    return tidy(frame, {by: "str", **_STATEMENT})


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
            judged = _judged(_grounds(one, other)) | _ids([one, other])
            records.append({"topic": topic, "a": a, "b": b, **sides, **judged})
    columns = dict.fromkeys(("topic", "a", "b"), "str")
    for side in "ab":
        columns |= {f"{name}_{side}": _STATEMENT[name] for name in _SIDE}
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
        ``grounds``, ``reason``, ``reason_zh`` (of ``indicator_pairs``, all pairs
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
            "indicator_ids": _distinct(row.indicator_id for row in stated),
            "groups": tuple(of_group),
            **_judged(grounds if len(of_group) > 1 else [_ALONE]),
            "note": " ".join(_distinct(row.note for row in stated)),
            "note_zh": "".join(_distinct(row.note_zh for row in stated)),
        }
        records.append(record | _ids(stated))
    columns = {"topic": "str", "indicator_ids": "object", "groups": "object", **_JUDGED}
    columns |= {"note": "str", "note_zh": "str", **dict.fromkeys(_IDS, "object")}
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
    return tidy(frame, {by: "str", **_STATEMENT, **_JUDGED})


def ambition_per_year(statements: pd.DataFrame, *, by: str = "place_id") -> pd.DataFrame:
    """Return how fast a place means to move where it dates one indicator several times.

    Returns
    -------
    DataFrame
        ``by``, ``indicator_id``, ``zh``, ``en``, ``scope``, ``standard_unit``,
        ``deadline_from``, ``deadline_to``, ``value_from``, ``value_to`` (in the
        standard unit), ``years`` between them, ``per_year`` (change in the value
        by year), ``task_ids``, ``target_ids``. One row a step from one deadline
        to the next.

    Notes
    -----
    Only levels to be reached make steps: amounts to be added or to be done each
    year do not follow on one another. A deadline with several values, for groups
    that the indicator does not tell apart, makes none either.
    """
    keys = [by, "indicator_id", "scope", "basis"]
    steps = statements[statements["basis"].isin(["stock", "standard"])].dropna(subset="deadline")
    steps = steps.drop_duplicates([*keys, "deadline", "standard_value"])
    steps = steps.drop_duplicates([*keys, "deadline"], keep=False)
    of_series: dict[tuple[str, ...], list[Any]] = {}
    for series, row in zip(steps[keys].itertuples(index=False), steps.itertuples(), strict=True):
        of_series.setdefault(tuple(series), []).append(row)
    records = []
    for stated in of_series.values():
        for one, other in pairwise(sorted(stated, key=lambda row: row.deadline)):
            years = _years(one.deadline, other.deadline)
            record = {name: getattr(one, name) for name in (by, "indicator_id", "zh", "en")}
            record |= {"scope": one.scope, "standard_unit": one.standard_unit}
            record |= {"deadline_from": one.deadline, "deadline_to": other.deadline}
            record |= {"value_from": one.standard_value, "value_to": other.standard_value}
            record |= {"years": years}
            record["per_year"] = (other.standard_value - one.standard_value) / years
            records.append(record | _ids([one, other]))
    columns = {by: "str", "indicator_id": "str", "zh": "str", "en": "str", "scope": "str"}
    columns |= {"standard_unit": "str"}
    columns |= dict.fromkeys(("deadline_from", "deadline_to"), STATED["deadline"])
    columns |= dict.fromkeys(("value_from", "value_to", "years", "per_year"), "float64")
    columns |= dict.fromkeys(_IDS, "object")
    return tidy(pd.DataFrame(records, columns=list(columns)), columns)


def _codebook(indicators: Iterable[Indicator], topics: Mapping[str, str]) -> pd.DataFrame:
    """Return what the codebook says of each indicator, one row each, in its order."""
    records = [
        {
            "indicator_id": indicator.id,
            "topic": topics.get(indicator.id, indicator.id),
            "zh": indicator.zh,
            "en": indicator.en,
            "standard_unit": indicator.unit,
            "measure": indicator.measure,
            "usual_basis": indicator.basis,
            "grows_with_place": indicator.grows_with_place,
            "note": indicator.comparable,
            "note_zh": indicator.comparable_zh,
        }
        for indicator in indicators
    ]
    said = ("indicator_id", "topic", "zh", "en", "standard_unit", "measure", "grows_with_place")
    columns = {column: _STATEMENT[column] for column in (*said, "note", "note_zh")}
    columns["usual_basis"] = _STATEMENT["basis"]
    return tidy(pd.DataFrame(records, columns=list(columns)), columns)


def _refuse_unknown(rows: pd.DataFrame, codebook: pd.DataFrame) -> None:
    """Raise PolicyTasksError where a target's indicator is not in the codebook."""
    unknown = rows[~rows["indicator_id"].isin(codebook["indicator_id"])]
    if not unknown.empty:
        first = unknown.iloc[0]
        raise PolicyTasksError(
            f"the codebook has no indicator {first['indicator_id']!r}",
            where=f"target {first['target_id']}",
            remedy="build the tables anew, or pass the codebook that they were built with",
        )


def _merged(rows: pd.DataFrame) -> pd.DataFrame:
    """Return one row a statement of a document, however often the document repeats it."""
    same = ["document_id", "indicator_id", *VALUE]
    dates = rows.groupby(same, dropna=False)["deadline"]
    only_date = dates.transform("first").where(dates.transform("nunique") == 1)
    rows = rows.assign(deadline=rows["deadline"].fillna(only_date))
    statement = rows.groupby([*same, "deadline"], dropna=False, sort=False).ngroup()
    rows = rows.assign(statement=statement)
    ids = tally_targets(rows, ["statement"])
    return rows.drop_duplicates("statement").merge(ids.drop(columns="count"), on="statement")


def _factor(unit: str, standard_unit: str) -> float:
    """Return what turns a value in one unit into another: 万张 into 张, 10,000."""
    return _MAGNITUDES.get(unit[0], 1.0) / _MAGNITUDES.get(standard_unit[0], 1.0)


def _basis(statement: Any) -> str:
    """Return what a value holds for: the indicator's usual basis unless it says otherwise."""
    usual = statement.usual_basis
    if usual != "standard" and not pd.isna(statement.every):
        return "yearly"
    says_added = statement.measure == "count" and _ADDED.search(statement.quote)
    return "new" if usual == "yearly" or (usual == "stock" and says_added) else usual


def _of_topics(statements: pd.DataFrame, by: str) -> dict[str, dict[str, list[Any]]]:
    """Return the statements as named tuples, by topic and group, in their order."""
    of_topics: dict[str, dict[str, list[Any]]] = {}
    groups = zip(statements["topic"], statements[by], statements.itertuples(), strict=True)
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
        "grounds": _distinct(ground.id for ground in grounds),
        "reason": "; ".join(ground.en for ground in grounds) or _ALIKE[0],
        "reason_zh": "；".join(ground.zh for ground in grounds) or _ALIKE[1],
    }


def _distinct(values: Iterable[str]) -> tuple[str, ...]:
    """Return the values, each once, in their order."""
    return tuple(dict.fromkeys(values))


def _ids(stated: Iterable[Any]) -> dict[str, tuple[str, ...]]:
    """Return the ids behind several statements together."""
    stated = list(stated)
    return {
        name: _distinct(chain.from_iterable(getattr(row, name) for row in stated)) for name in _IDS
    }


def _years(start: pd.Timestamp, end: pd.Timestamp) -> float:
    """Return the years between two days: by whole months, within one month by days."""
    months = 12 * (end.year - start.year) + end.month - start.month
    return months / 12 or (end - start).days / 365.25
