"""Choosing documents and themes of the tables: what is asked for, and what is left."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from itertools import chain

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from policytasks.errors import PolicyTasksError

__all__ = [
    "Names",
    "as_day",
    "check_names",
    "chosen_documents",
    "names",
    "of_documents",
    "on_themes",
    "values_of",
]

Names = str | Iterable[str]

_DAY = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_LISTED_AT_MOST = 20


def names(asked: Names) -> tuple[str, ...]:
    """Return one name or several as a tuple, each once."""
    return (asked,) if isinstance(asked, str) else tuple(dict.fromkeys(asked))


def check_names(kind: str, asked: Iterable[str], known: Iterable[str]) -> None:
    """Refuse names that nothing goes by.

    Raises
    ------
    PolicyTasksError
        With the names that are near, and those that there are.
    """
    known = list(dict.fromkeys(known))
    for name in asked:
        if name in known:
            continue
        near = difflib.get_close_matches(name, known, n=5, cutoff=0.5)
        near = near or [each for each in known if name.casefold() in each.casefold()][:5]
        guess = f"did you mean {', '.join(near)}? " if near else ""
        more = len(known) - _LISTED_AT_MOST
        rest = f" and {more} more" if more > 0 else ""
        raise PolicyTasksError(
            f"there is no {kind} {name!r}",
            remedy=f"{guess}there are {', '.join(known[:_LISTED_AT_MOST])}{rest}",
        )


def values_of(column: pd.Series) -> list[str]:
    """Return the values that a column may have: of codes all, else those that it has."""
    if isinstance(column.dtype, pd.CategoricalDtype):
        return list(column.cat.categories)
    return list(column.dropna().unique())


def as_day(asked: date | str, *, last: bool = False) -> pd.Timestamp:
    """Return a day; of a year or a month its first day, or its last.

    Raises
    ------
    PolicyTasksError
        It is no day, month or year.

    >>> as_day("2021"), as_day("2021-02", last=True)
    (Timestamp('2021-01-01 00:00:00'), Timestamp('2021-02-28 00:00:00'))
    """
    text = asked if isinstance(asked, str) else f"{asked:%Y-%m-%d}"
    found = _DAY.fullmatch(text)
    try:
        if found is None:
            raise ValueError(text)
        period = pd.Period(text, freq="YMD"[sum(part is not None for part in found.groups()) - 1])
    except ValueError:
        raise PolicyTasksError(
            f"{text!r} is no date", remedy="write 2021, 2021-05 or 2021-05-31"
        ) from None
    return (period.end_time if last else period.start_time).normalize()


def chosen_documents(
    documents: pd.DataFrame,
    *,
    places: Names | None,
    ids: Names | None,
    levels: Names | None,
    since: date | str | None,
    until: date | str | None,
) -> list[str]:
    """Return the ids of the documents that fulfil every condition, in their order.

    Raises
    ------
    PolicyTasksError
        There is no such place, document or level, or no document fulfils all conditions.
    """
    left = pd.Series(True, index=documents.index)
    steps: list[tuple[str, pd.Series]] = []
    for kind, asked, columns in (
        ("place", places, ["place_id", "place_zh", "place_en"]),
        ("document", ids, ["document_id"]),
        ("level", levels, ["level"]),
    ):
        if asked is not None:
            wanted = names(asked)
            known = chain.from_iterable(values_of(documents[column]) for column in columns)
            check_names(kind, wanted, known)
            either = pd.concat([documents[column].isin(wanted) for column in columns], axis=1)
            steps.append((f"{kind} {', '.join(wanted)}", either.any(axis=1)))
    day = pd.to_datetime(documents["issued"].fillna(documents["published"]))
    if since is not None:
        steps.append((f"since {since}", day >= as_day(since)))
    if until is not None:
        steps.append((f"until {until}", day <= as_day(until, last=True)))
    for _, holds in steps:
        left &= holds
    if not left.any():
        counts = "; ".join(f"{step}: {holds.sum()}" for step, holds in steps)
        raise PolicyTasksError(
            f"no document is left of {len(documents)}",
            remedy=f"documents by condition: {counts}" if steps else "the tables are empty",
        )
    return list(documents.loc[left, "document_id"])


def of_documents(tables: Mapping[str, pa.Table], ids: Sequence[str]) -> dict[str, pa.Table]:
    """Return the rows of some documents."""
    wanted = pa.array(ids, pa.string())
    return {name: _having(table, "document_id", wanted) for name, table in tables.items()}


def on_themes(tables: Mapping[str, pa.Table], themes: Sequence[str]) -> dict[str, pa.Table]:
    """Return the units that act on one of the themes, with all that belongs to them.

    A task and its annex rows are one: where one of them acts on a theme, all stay. Of
    the themes only those asked for stay, of the documents those that have such a unit.
    """
    coded = _having(tables["themes"], "theme_id", pa.array(themes, pa.string()))
    tasks = tables["tasks"]
    whole = pc.coalesce(tasks["parent_id"].cast(pa.string()), tasks["task_id"])
    acting = pc.is_in(tasks["task_id"], value_set=coded["task_id"].combine_chunks())
    left = tasks.filter(pc.is_in(whole, value_set=whole.filter(acting).combine_chunks()))
    units, documents = (left[name].combine_chunks() for name in ("task_id", "document_id"))
    chosen = {
        name: _having(table, "task_id", units)
        for name, table in tables.items()
        if "task_id" in table.column_names
    }
    others = {
        name: _having(table, "document_id", documents)
        for name, table in tables.items()
        if name not in chosen
    }
    return {**tables, **others, **chosen, "tasks": left, "themes": coded}


def _having(table: pa.Table, column: str, values: pa.Array) -> pa.Table:
    return table.filter(pc.is_in(table[column].cast(pa.string()), value_set=values))
