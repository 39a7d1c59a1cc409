"""``data/corrections/*.csv``: one row a decision, checked when it is read."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BeforeValidator, model_validator

from policytasks.codebook import Codebook
from policytasks.corrections.values import (
    DEFAULTS,
    correctable,
    is_reference_to_own_table,
    read_pairs,
    read_value,
)
from policytasks.entries import Entry, Fault, Text, csv_rows, unguarded
from policytasks.errors import CodebookError, CorrectionError, reading
from policytasks.files import check_is_file
from policytasks.reading.view import View
from policytasks.schema import TABLES

__all__ = ["Correction", "CorrectionCells", "Corrections", "folded", "load_corrections"]

# What follows from the words of an added row.
_DERIVED = {
    "tasks": {"number", "title", "text", "parent_id", "deadline", "deadline_text"},
    "responsibilities": {"agency", "agency_id", "level"},
    "citations": {"cited_title"},
}


def folded(text: str) -> str:
    """Write words as reading sees them, so that signs and blanks of a page do not part them.

    >>> folded("（一） 发展助餐")
    '(一)发展助餐'
    """
    return View.of(text).text


def _table(name: str) -> str:
    if name not in TABLES:
        raise Fault(f"table {name!r} is unknown", f"write one of {', '.join(TABLES)}")
    return name


def _offset(cell: object) -> object:
    if isinstance(cell, str):
        if not cell:
            return None
        if not (cell.isascii() and cell.isdecimal()):
            raise Fault(f"start {cell!r} is no offset", "write a whole number or leave it empty")
        return int(cell)
    return cell


def _day(cell: object) -> object:
    if isinstance(cell, str):
        try:
            return date.fromisoformat(cell)
        except ValueError:
            raise Fault(f"when {cell!r} is no date", "write it like 2026-03-31") from None
    return cell


_Cell = Annotated[str, BeforeValidator(unguarded)]


class CorrectionCells(Entry):
    """One decision as it stands in the file: all of its cells as written."""

    document_id: Text
    table: Annotated[str, AfterValidator(_table)]
    action: Literal["change", "delete", "add"]
    unit: _Cell
    quote: _Cell
    start: Annotated[int | None, BeforeValidator(_offset)]
    key: _Cell
    field: str
    old: _Cell
    new: _Cell
    who: Text
    when: Annotated[date, BeforeValidator(_day)]
    why: Text

    @model_validator(mode="after")
    def _says_what_its_action_needs(self) -> Self:
        of_document = self.table == "documents"
        if of_document and self.action != "change":
            command = {"delete": "policytasks remove", "add": "policytasks add"}[self.action]
            raise Fault("a correction cannot add or delete a document", f"use `{command}`")
        if not (of_document or self.quote):
            raise Fault("quote is empty", "copy the words that the row stands on")
        if "task_id" in TABLES[self.table].references and not self.unit:
            raise Fault("unit is empty", "copy the words with which its unit opens")
        if self.action == "change" and not self.field:
            raise Fault("field is empty", "name the column that changes")
        if self.action != "change" and (self.field or self.old):
            raise Fault(
                f"field and old say nothing where a row is to {self.action}",
                "leave them empty; the values of an added row stand in new",
            )
        if self.action == "delete" and self.new:
            raise Fault("new says nothing where a row is to delete", "leave it empty")
        return self


@dataclass(frozen=True, slots=True)
class Correction:
    """One decision, checked against the schema and the codebook.

    ``unit`` and ``quote`` are folded; ``key``, ``old``, ``new`` and ``values`` (of an added
    row) are typed. ``where`` is its file and line.
    """

    document_id: str
    table: str
    action: str
    unit: str
    quote: str
    start: int | None
    key: Mapping[str, Any]
    field: str
    old: Any
    new: Any
    values: Mapping[str, Any]
    cells: CorrectionCells
    where: str

    @classmethod
    def of(cls, cells: CorrectionCells, codebook: Codebook, where: str) -> Correction:
        """Check the cells of a decision.

        Raises
        ------
        CorrectionError
            The schema or the codebook does not allow a value.
        """
        try:
            return cls._checked(cells, codebook, where)
        except Fault as fault:
            raise CorrectionError(str(fault), where=where, remedy=fault.remedy) from None

    @classmethod
    def _checked(cls, cells: CorrectionCells, codebook: Codebook, where: str) -> Correction:
        table, allowed = cells.table, correctable(cells.table)
        old = new = None
        values: dict[str, Any] = {}
        if cells.action == "change":
            if cells.field not in allowed:
                raise Fault(
                    f"{cells.field!r} is no column of {table} that can be corrected",
                    f"write one of {', '.join(allowed)}"
                    + ("; correct the others in data/documents.csv" * (table == "documents")),
                )
            old, new = (
                _value(table, cells.field, cell, codebook) for cell in (cells.old, cells.new)
            )
            if old == new:
                raise Fault("old and new are the same", "write the value of now into old")
        elif cells.action == "add":
            values = {**DEFAULTS.get(table, {}), **read_pairs(table, cells.new, allowed, codebook)}
            derived = _DERIVED.get(table, set())
            fields = [TABLES[table].arrow.field(name) for name in allowed]
            needed = [f.name for f in fields if not f.nullable and f.name not in derived]
            # No heading above is a thing to say, not to leave out.
            needed += ["section"] if table == "tasks" else []
            for name in needed:
                if name not in values:
                    raise Fault(f"new says nothing of {name}", f"write {name}=… into it")
        named = [name for name in TABLES[table].columns if name in allowed]
        key = read_pairs(table, cells.key, named, codebook)
        unit, quote = folded(cells.unit), folded(cells.quote)
        return cls(
            *(cells.document_id, table, cells.action, unit, quote, cells.start, key),
            *(cells.field, old, new, values, cells, where),
        )


def _value(table: str, column: str, cell: str, codebook: Codebook) -> Any:
    # A running number would not survive; the other row opens with these words.
    if is_reference_to_own_table(table, column):
        return folded(cell) or None
    return read_value(table, column, cell, codebook)


@dataclass(frozen=True, slots=True)
class Corrections:
    """All decisions, by document and in the order of their files and lines.

    ``digest`` is the SHA-256 over the files' bytes, empty where nothing is decided.
    """

    by_document: Mapping[str, tuple[Correction, ...]]
    digest: str

    def of(self, document_id: str) -> tuple[Correction, ...]:
        """Return the decisions on a document."""
        return self.by_document.get(document_id, ())

    def on(self, documents: Collection[str]) -> Corrections:
        """Return the decisions on these documents alone."""
        kept = {name: self.by_document[name] for name in self.by_document if name in documents}
        return Corrections(kept, self.digest)


def load_corrections(folder: Path | None, codebook: Codebook) -> Corrections:
    """Read the decisions of a project.

    Parameters
    ----------
    folder
        Holds any number of CSV files; None or a folder that is not there holds none.
    codebook
        The codes that values may have.

    Raises
    ------
    CorrectionError
        A file cannot be read or a row is at fault; names the file, the line and the remedy.
    """
    by_document: dict[str, list[Correction]] = {}
    digest = hashlib.sha256()
    files = sorted(folder.glob("*.csv")) if folder else []
    for file in files:
        if file.name.startswith("."):
            continue
        with reading(file, CorrectionError, "put the file itself there"):
            check_is_file(file)
            content = file.read_bytes()
        try:
            for line, cells in csv_rows(file, content, CorrectionCells):
                correction = Correction.of(cells, codebook, f"{file}, line {line}")
                by_document.setdefault(cells.document_id, []).append(correction)
        except CodebookError as error:
            raise CorrectionError(error.problem, where=error.where, remedy=error.remedy) from None
        digest.update(f"{file.name}\0{len(content)}\0".encode())
        digest.update(content)
    decided = {name: tuple(corrections) for name, corrections in by_document.items()}
    return Corrections(decided, digest.hexdigest() if decided else "")
