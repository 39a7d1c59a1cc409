"""From the rows of an annex to units: their agencies, and the task that each stands under."""

from __future__ import annotations

from collections.abc import Iterator

from policytasks.codebook import Codebook
from policytasks.reading.annex.rows import AnnexRow
from policytasks.reading.drafts import Statement, Stretch, Unit
from policytasks.reading.order_of_names import OrderOfNames
from policytasks.reading.view import Break, View
from policytasks.reading.wording import Wording

__all__ = ["units_of_rows"]

_LONGEST_NAME = 60


def units_of_rows(
    view: View, rows: list[AnnexRow], body_units: list[Unit], codebook: Codebook
) -> Iterator[Unit]:
    """Yield the rows of an annex as units, each with its place under a task of the body.

    The rows of a list that stands alone, annex of nothing, are tasks. What the plan says of
    the order of names holds for its tables too.
    """
    order, wording = OrderOfNames.of(view), Wording(view, codebook)
    tasks = _Tasks(view, body_units)
    stands_alone = not body_units and bool(rows) and "附件" not in view.text[: rows[0].start]
    kind = "task" if stands_alone else "subtask"
    for row in rows:
        agencies = tuple(
            agency
            for role, cells in row.agencies.items()
            for cell in cells
            for line in _lines_of_names(view, cell, codebook)
            for agency in wording.named(*line, role)
            if agency.end - agency.start <= _LONGEST_NAME
        )
        if all(agency.start >= row.start for agency in agencies):
            # In the order of print; what the row has from above keeps the order of the roles.
            agencies = tuple(sorted(agencies))
        if not row.is_duty:
            agencies = order.applied(
                Statement(row.start, row.end, agencies, None), view.text
            ).agencies
        yield Unit(
            kind="duty" if row.is_duty else kind,
            number=row.number,
            section=view.ink[slice(*row.section)].strip("。:： ") if row.section else None,
            start=row.start,
            end=row.end,
            title=row.name,
            text=_joined(row.text),
            agencies=agencies,
            basis="duty" if row.is_duty else "table",
            deadline=row.deadline,
            parent=None if row.is_duty else tasks.above(row),
        )


def _joined(stretches: list[Stretch]) -> tuple[Stretch, ...]:
    """Join neighbouring stretches: the page may have cut a cell within a word."""
    joined = [stretches[0]]
    for start, end in stretches[1:]:
        if start == joined[-1][1]:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return tuple(joined)


def _lines_of_names(view: View, cell: Stretch, codebook: Codebook) -> Iterator[Stretch]:
    """Part a cell at its breaks where they part two names, not one name."""

    def is_name(start: int, end: int) -> bool:
        return codebook.is_agency_name(view.text[start:end].strip("、,"))

    begin = position = cell[0]
    while (position := view.next_break(position, cell[1], Break.SPACE)) < cell[1]:
        if position - begin > _LONGEST_NAME:
            continue
        following = view.next_break(position, cell[1], Break.SPACE)
        if is_name(begin, position) and is_name(position, following):
            yield begin, position
            begin = position
    yield begin, cell[1]


class _Tasks:
    """The positions of the tasks of the body, by number and by title."""

    def __init__(self, view: View, units: list[Unit]) -> None:
        self.view = view
        self.by_number: dict[int | None, list[int]] = {}
        self.by_title: dict[str, list[int]] = {}
        self.counts_through = True
        last = 0
        for position, unit in enumerate(units):
            if unit.kind != "task":
                continue
            if unit.number is not None:
                self.counts_through = self.counts_through and unit.number > last
                last = unit.number
                self.by_number.setdefault(unit.number, []).append(position)
            if unit.title:
                self.by_title.setdefault(view.text[slice(*unit.title)].rstrip("。"), []).append(
                    position
                )

    def above(self, row: AnnexRow) -> int | None:
        """Return the task of a row's name, or where that does not tell, of its number.

        Where the numbers of the body start anew, a number alone names no task.
        """
        same = self.by_number.get(row.number, [])
        # A list of two columns has its measures for names.
        cell = row.name or (row.text[0] if len(row.text) == 1 else None)
        if cell:
            name = self.view.text[slice(*cell)].rstrip("。")
            titled = self.by_title.get(name, [])
            titled = titled if len(titled) == 1 else sorted(set(titled).intersection(same))
            if len(titled) == 1:
                return titled[0]
        return same[0] if len(same) == 1 and self.counts_through else None
