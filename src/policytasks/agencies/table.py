"""``agencies.csv``: one row a name under which bodies have held a public function."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Self

from pydantic import AfterValidator, BeforeValidator, model_validator

from policytasks.agencies import Agency, Alias, alias_key
from policytasks.entries import Entry, Fault, Text, csv_rows
from policytasks.errors import CodebookError

__all__ = ["read_agencies"]


def _year(cell: str) -> int | None:
    """Read a year; None where the cell is empty."""
    if not cell:
        return None
    if not (len(cell) == 4 and cell.isascii() and cell.isdecimal()):
        raise Fault(
            f"year {cell!r} is no year", "write a year such as 2018, or leave the cell empty"
        )
    return int(cell)


def _has_core(alias: str) -> str:
    if not alias.removeprefix("*"):
        raise Fault("alias is empty", "fill it in")
    return alias


_Year = Annotated[int | None, BeforeValidator(_year)]


class _AliasRow(Entry):
    """One row of agencies.csv; an alias with ``*`` before it may follow any words."""

    agency_id: Text
    zh: Text
    en: Text
    alias: Annotated[str, AfterValidator(_has_core)]
    first_year: _Year
    last_year: _Year
    note: str

    @model_validator(mode="after")
    def _years_in_order(self) -> Self:
        if self.first_year and self.last_year and self.last_year < self.first_year:
            raise Fault(
                f"last_year {self.last_year} is before first_year {self.first_year}",
                "exchange the two years",
            )
        return self

    def to_alias(self) -> Alias:
        """Return the alias without its function."""
        core = self.alias.removeprefix("*")
        return Alias(core, core != self.alias, self.first_year, self.last_year, self.note)


def read_agencies(path: Path, content: bytes) -> tuple[Agency, ...]:
    """Read the agencies, one row an alias."""
    names: dict[str, tuple[str, str]] = {}
    aliases: dict[str, list[Alias]] = {}
    taken: dict[str, list[tuple[Alias, str, int]]] = {}
    for line, row in csv_rows(path, content, _AliasRow):
        name = names.setdefault(row.agency_id, (row.zh, row.en))
        if name != (row.zh, row.en):
            raise CodebookError(
                f"{row.agency_id!r} is named {row.zh} / {row.en} here and {' / '.join(name)} above",
                where=row.where,
                remedy="give all rows of a function the same zh and en",
            )
        alias = row.to_alias()
        same = taken.setdefault(alias_key(alias.name), [])
        for other, other_id, other_line in same:
            if (other_id != row.agency_id or other.name == alias.name) and _overlap(alias, other):
                raise CodebookError(
                    f"alias {alias.name!r} is already {other_id!r} in those years "
                    f"(line {other_line})",
                    where=row.where,
                    remedy="delete one of the two, or set first_year and last_year apart",
                )
        same.append((alias, row.agency_id, line))
        aliases.setdefault(row.agency_id, []).append(alias)
    return tuple(Agency(id, *names[id], tuple(own)) for id, own in aliases.items())


def _overlap(one: Alias, other: Alias) -> bool:
    """Return whether two aliases have a year of use in common."""
    return (one.first_year or 0) <= (other.last_year or 9999) and (other.first_year or 0) <= (
        one.last_year or 9999
    )
