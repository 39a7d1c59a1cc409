"""Which units count, once each, and in what group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from policytasks.compare.columns import typed
from policytasks.errors import PolicyTasksError

__all__ = ["TASKS", "UNIT_KINDS", "Units", "counted_units"]

UNIT_KINDS = ("objective", "principle", "task", "subtask", "duty", "phase", "safeguard")
TASKS = ("task",)

_GROUPS = ("document_id", "place_id")


@dataclass(frozen=True)
class Units:
    """The units that count.

    Attributes
    ----------
    by
        The column that groups them: ``place_id`` or ``document_id``.
    groups
        Every group of the tasks table in reading order, also one in which no
        unit counts.
    members
        One row a counted row of the tasks table, in its order: ``task_id``,
        ``unit_id`` (what it counts as), the group, ``document_id``, ``unit_kind``
        and ``characters`` (of title and text, white space aside).
    """

    by: str
    groups: tuple[str, ...]
    members: pd.DataFrame

    @property
    def sizes(self) -> dict[str, int]:
        """The number of units in each group."""
        found = self.members.groupby(self.by)["unit_id"].nunique()
        return {group: int(found.get(group, 0)) for group in self.groups}

    def only(self, kinds: Sequence[str]) -> Units:
        """Return the units of some kinds, each with the annex rows that count as it."""
        own = self.members.loc[self.members["unit_kind"].isin(kinds), "unit_id"]
        return Units(self.by, self.groups, self.members[self.members["unit_id"].isin(own)])

    def rows(self, table: pd.DataFrame, columns: Sequence[str]) -> pd.DataFrame:
        """Return the rows of another table that belong to counted units.

        They come in reading order, with the columns of ``members`` beside those asked for.
        """
        wanted = {column: typed(table[column]) for column in ("task_id", *columns)}
        return self.members.merge(pd.DataFrame(wanted), on="task_id", how="inner")


def counted_units(
    tasks: pd.DataFrame, *, by: str = "document_id", kinds: Sequence[str] = TASKS
) -> Units:
    """Return the units of the kinds asked for, grouped by place or document.

    An annex row restates its body task. Where both kinds are asked for, the row
    counts as its body task (``unit_id``), so that nothing counts twice; a row
    whose body task does not count stands for itself.

    Parameters
    ----------
    tasks
        The tasks table, one row a unit of any kind.
    by
        The column that groups them. A document of no known place is a place of its own.
    kinds
        Of ``UNIT_KINDS``.

    Raises
    ------
    PolicyTasksError
        For a grouping or a kind that does not exist.
    """
    if by not in _GROUPS:
        raise PolicyTasksError(
            f"cannot group by {by!r}", where="by", remedy=f"choose one of {', '.join(_GROUPS)}"
        )
    for kind in kinds:
        if kind not in UNIT_KINDS:
            raise PolicyTasksError(
                f"no unit is of kind {kind!r}",
                where="kinds",
                remedy=f"give a sequence of {', '.join(UNIT_KINDS)}",
            )
    document_ids = typed(tasks["document_id"])
    members = pd.DataFrame(
        {
            "task_id": typed(tasks["task_id"]),
            "unit_id": typed(tasks["parent_id"]),
            "document_id": document_ids,
            by: typed(tasks[by]).fillna(document_ids),
            "unit_kind": typed(tasks["kind"]),
            "characters": _characters(tasks),
        }
    )
    groups = tuple(dict.fromkeys(members[by]))
    members = members[members["unit_kind"].isin(kinds)].reset_index(drop=True)
    folds = members["unit_id"].isin(members["task_id"])
    members["unit_id"] = members["unit_id"].where(folds, members["task_id"])
    return Units(by, groups, members)


def _characters(tasks: pd.DataFrame) -> list[int]:
    """Return the length of each unit's title and text without white space."""
    titles, texts = (typed(tasks[column]).fillna("") for column in ("title", "text"))
    return [
        len("".join(f"{title}{text}".split())) for title, text in zip(titles, texts, strict=True)
    ]
