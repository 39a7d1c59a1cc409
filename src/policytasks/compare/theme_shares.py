"""Which themes a document acts on, and how strongly.

Every function takes the tasks and the themes table and returns a tidy frame.
Arguments and columns that functions share: see `policytasks.compare`.
"""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from policytasks.compare.columns import SHARE, tidy, typed
from policytasks.compare.counted_units import TASKS, Units, counted_units
from policytasks.compare.tallies import Floats, group_cells, quotient, shares, tally

__all__ = [
    "chosen_themes",
    "mentions_in",
    "on_themes",
    "theme_mentions",
    "theme_shares",
]


def theme_shares(
    tasks: pd.DataFrame,
    themes: pd.DataFrame,
    *,
    by: str = "document_id",
    kinds: Sequence[str] = TASKS,
    theme_ids: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Return the share of units that act on each theme, by place or document.

    Returns
    -------
    DataFrame
        ``by``, ``theme_id``, ``count``, ``n``, ``share``, ``low``, ``high``,
        ``task_ids``; one row for every group and theme, also where the count is 0.
    """
    units = counted_units(tasks, by=by, kinds=kinds)
    cells = group_cells(units, chosen_themes(themes, theme_ids))
    frame = shares(units, units.rows(themes, ["theme_id"]), [by, "theme_id"], cells)
    return tidy(frame, [by, "theme_id", *SHARE])


def theme_mentions(
    tasks: pd.DataFrame,
    themes: pd.DataFrame,
    *,
    by: str = "document_id",
    kinds: Sequence[str] = TASKS,
    theme_ids: Sequence[str] | None = None,
) -> pd.DataFrame:
    """Return how often each theme is mentioned in 1,000 characters of the units.

    Returns
    -------
    DataFrame
        ``by``, ``theme_id``, ``mentions``, ``characters`` (of all units of the
        group, white space aside), ``per_1000``, ``task_ids`` (those that mention the
        theme); one row for every group and theme.

    Notes
    -----
    No interval: mentions come in clusters, several in one task, and of a theme that few
    tasks mention no resampling of these tells how often others would.

    An annex row that counts as its body task adds no text: it restates the task.
    """
    units = counted_units(tasks, by=by, kinds=kinds)
    theme_ids = chosen_themes(themes, theme_ids)
    members = units.members.query("task_id == unit_id")
    rows = units.rows(themes, ["theme_id", "mentions"])
    rows = rows.query("task_id == unit_id and mentions > 0")
    frame = tally(rows, [by, "theme_id"], group_cells(units, theme_ids))
    frame["mentions"] = mentions_in(rows, frame, by)
    characters = members.groupby(by)["characters"].sum()
    frame["characters"] = frame[by].map(characters).fillna(0).to_numpy()
    frame["per_1000"] = quotient(1000 * frame["mentions"], frame["characters"])
    return tidy(frame, [by, "theme_id", "mentions", "characters", "per_1000", "task_ids"])


def mentions_in(rows: pd.DataFrame, cells: pd.DataFrame, by: str) -> Floats:
    """Return how often each cell's theme is mentioned by the rows of its group.

    An annex row that counts as its body task has that task's id, not its own, and adds
    nothing: it restates the task.
    """
    own = rows[rows["task_id"] == rows["unit_id"]]
    mentions = own.groupby([by, "theme_id"])["mentions"].sum()
    keys = pd.MultiIndex.from_frame(cells[[by, "theme_id"]])
    return mentions.reindex(keys).fillna(0).to_numpy(float)


def on_themes(units: Units, themes: pd.DataFrame, theme_ids: Sequence[str]) -> pd.DataFrame:
    """Return which units act on which themes: units in reading order by themes, true or false."""
    rows = units.rows(themes, ["theme_id"])
    acts = pd.crosstab(rows["unit_id"], rows["theme_id"]) > 0
    unit_ids = units.members["unit_id"].unique()
    return acts.reindex(index=unit_ids, columns=list(theme_ids), fill_value=False)


def chosen_themes(themes: pd.DataFrame, theme_ids: Sequence[str] | None) -> list[str]:
    """Return the themes to show: those asked for, or those that occur."""
    if theme_ids is None:
        return sorted(typed(themes["theme_id"]).unique())
    return list(theme_ids)
