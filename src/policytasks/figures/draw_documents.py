"""Figures of what is compared: the documents and their units."""

from __future__ import annotations

import numpy as np
import pandas as pd
import seaborn as sns
from matplotlib.figure import Figure

from policytasks.figures.panels import ROW, empty_note, label_rows, panel_grid, room_for, tidy_axes
from policytasks.figures.style import INK, TWO_COLUMNS, Style

__all__ = ["draw_task_lengths", "draw_unit_kinds"]


def draw_unit_kinds(frame: pd.DataFrame, style: Style) -> Figure:
    """Draw `unit_kinds`: documents by kinds, the number of units in each cell."""
    table = frame.pivot(index="document_id", columns="kind", values="count")
    documents = list(dict.fromkeys(frame["document_id"]))
    kinds = list(style.names["unit_kind"])
    table = table.reindex(index=documents, columns=kinds)
    names = [style.name("document", document) for document in documents]
    figure, (axes,) = panel_grid(
        1, width=TWO_COLUMNS, height=6 * max(len(documents), 1), left=room_for(names), axis=0
    )
    if documents:
        sns.heatmap(
            table, annot=True, fmt="d", cmap="Blues", vmin=0, cbar=False, linewidths=1, ax=axes
        )
    axes.set(xlabel="", ylabel="", xlim=(0, len(kinds)))
    axes.set_yticks(np.arange(len(names)) + 0.5, names, rotation=0)
    axes.set_xticks(np.arange(len(kinds)) + 0.5, [style.name("unit_kind", kind) for kind in kinds])
    axes.xaxis.tick_top()
    axes.tick_params(length=0)
    return figure


def draw_task_lengths(frame: pd.DataFrame, style: Style) -> Figure:
    """Draw `task_lengths`: a dot a task, a bar at each document's median."""
    documents = list(dict.fromkeys(frame["document_id"]))
    sizes = frame.groupby("document_id").size()
    names = [style.with_n(style.name("document", id), sizes[id]) for id in documents]
    figure, (axes,) = panel_grid(
        1,
        width=TWO_COLUMNS,
        height=1.6 * ROW * max(len(documents), 2),
        left=room_for(names),
        title=2,
    )
    for y, document in enumerate(documents):
        own = frame[frame["document_id"] == document]
        axes.plot(
            own["characters"],
            np.full(len(own), y),
            linestyle="none",
            marker=style.marker(document),
            color=style.color(document),
            alpha=0.55,
            clip_on=False,
        )
        axes.vlines(
            own["characters"].median(), y - 0.35, y + 0.35, color=INK, linewidth=1.5, zorder=4
        )
    label_rows([axes], names)
    axes.set_xlim(left=0)
    axes.set_xlabel(style.say("Characters in a task", "每项任务的字数"))
    tidy_axes(axes)
    if not documents:
        empty_note(axes, style.say("no task", "无任务"))
    return figure
