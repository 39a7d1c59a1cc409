"""The registry of documents, ``data/documents.csv``: one row a source."""

from __future__ import annotations

import csv
import os
import re
from collections.abc import Collection, Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    ValidationError,
    ValidationInfo,
    model_validator,
)

from policytasks.entries import Fault, Text, explain
from policytasks.errors import RegistryError, what_helps
from policytasks.files import what_is_no_file
from policytasks.model import is_identifier
from policytasks.places import Level
from policytasks.sources import suspected_encoding

__all__ = [
    "REGISTRY_COLUMNS",
    "RegistryEntry",
    "number_key",
    "read_registry",
    "registered_sources",
]

# 2021-11-25, and what spreadsheets make of it: 2021/11/25, 2021-1-5, 2021年1月5日.
_DATE = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?", re.ASCII)
_BRACKETS = str.maketrans("[［(（【﹝]］)）】﹞", 6 * "〔" + 6 * "〕")


def _identifier(text: str, info: ValidationInfo) -> str:
    if not is_identifier(text):
        raise Fault(
            f"{info.field_name} {text!r} is none",
            "leave out colons, slashes and invisible characters",
        )
    return text


def _date(text: str, info: ValidationInfo) -> date | None:
    if not text:
        return None
    try:
        if found := _DATE.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        pass
    raise Fault(f"{info.field_name} {text!r} is no date", "write it like 2021-11-25")


def _file_name(text: str) -> str:
    if not text.isprintable():
        raise Fault(f"source {text!r} is no name of a file", "leave out invisible characters")
    return text


_Identifier = Annotated[Text, AfterValidator(_identifier)]
_Date = Annotated[date | None, BeforeValidator(_date)]
_MaybeText = Annotated[str | None, BeforeValidator(lambda text: text or None)]


class RegistryEntry(BaseModel):
    """One row of the registry, checked; ``line`` is where it stands in the file."""

    model_config = ConfigDict(frozen=True)

    document_id: _Identifier
    place_id: _Identifier
    place_zh: Text
    place_en: _MaybeText
    level: Level
    title: Text
    number: _MaybeText
    issuer: _MaybeText
    issued: _Date
    published: _Date
    source: Annotated[Text, AfterValidator(_file_name)]
    sha256: Annotated[str, AfterValidator(str.lower)]
    registry: Path
    line: int

    @model_validator(mode="after")
    def _published_after_issued(self) -> Self:
        if self.issued and self.published and self.published < self.issued:
            raise Fault(
                f"published ({self.published}) lies before issued ({self.issued})",
                "look both up in the document",
            )
        return self

    @property
    def path(self) -> Path:
        """The source's file."""
        return self.registry.parent / "sources" / self.source

    @property
    def where(self) -> str:
        """File and line, for messages."""
        return _where(self.registry, self.line)


REGISTRY_COLUMNS = tuple(
    name for name in RegistryEntry.model_fields if name not in ("registry", "line")
)


def read_registry(path: Path) -> Iterator[RegistryEntry | RegistryError]:
    """Read the registry, one row after the other.

    Parameters
    ----------
    path
        A CSV file in UTF-8 with the columns `REGISTRY_COLUMNS`, in any order;
        others are left to the user. The sources stand in the folder ``sources``
        beside it.

    Yields
    ------
    RegistryEntry or RegistryError
        For each row the entry, or what is wrong with the row, so that one bad
        row does not hide the others.

    Raises
    ------
    RegistryError
        The file is missing, is no CSV in UTF-8, lacks a column or has no rows.
    """
    seen: dict[str, tuple[str, int]] = {}
    places: dict[str, RegistryEntry] = {}
    has_rows = False
    for line, cells in _rows(path):
        has_rows = True
        try:
            entry = _entry(cells, path, line)
            _check_unique(entry, seen)
            _check_place(entry, places)
        except RegistryError as error:
            yield error
        else:
            yield entry
    if not has_rows:
        raise RegistryError(
            "registers no document", where=str(path), remedy="add a line for each source"
        )


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield the line and the cells of each row; RegistryError where the file is at fault."""
    line = 1
    try:
        # A pipe or a device would be waited for.
        if os.path.lexists(path) and not path.is_file():
            raise RegistryError(
                what_is_no_file(path), where=str(path), remedy="name another with --documents"
            )
        # utf-8-sig because Excel puts a byte order mark into its "CSV UTF-8".
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            _check_columns(reader.fieldnames or (), path)
            for cells in reader:
                line = reader.line_num
                yield line, cells
    except FileNotFoundError as error:
        raise RegistryError(
            "there is no such registry",
            where=str(path),
            remedy="name another with --documents, or run the command inside a project",
        ) from error
    except OSError as error:
        raise RegistryError(
            f"cannot be read: {error.strerror}",
            where=str(path),
            remedy=what_helps(error, "name another with --documents"),
        ) from error
    except UnicodeDecodeError as error:
        suspect = suspected_encoding(path.read_bytes())
        raise RegistryError(
            f"is not UTF-8{f' but seems to be {suspect}' if suspect else ''}",
            where=str(path),
            remedy='save it as UTF-8 (in Excel: "CSV UTF-8")',
        ) from error
    except csv.Error as error:
        raise RegistryError(
            f"is no valid CSV: {error}",
            where=f"{path}, after line {line}",
            remedy='look for a quotation mark that is not closed or not doubled ("")',
        ) from error


def _where(registry: Path, line: int) -> str:
    return f"{registry}, line {line}"


def _check_columns(names: Collection[str], path: Path) -> None:
    missing = [name for name in REGISTRY_COLUMNS if name not in names]
    if missing:
        raise RegistryError(
            f"has no column {', '.join(missing)}",
            where=_where(path, 1),
            remedy=f"let the first line name the columns {','.join(REGISTRY_COLUMNS)}",
        )


def _entry(cells: dict[str, str], registry: Path, line: int) -> RegistryEntry:
    """Check the cells of one row; RegistryError where they are at fault."""
    where = _where(registry, line)
    # The reader puts cells that have no column under None, and None into missing ones.
    if None in cells or None in cells.values():
        raise RegistryError(
            f"has {'more' if None in cells else 'fewer'} cells than the first line has columns",
            where=where,
            remedy="put a text that holds a comma between quotation marks",
        )
    values = {name: cells[name].strip() for name in REGISTRY_COLUMNS}
    try:
        return RegistryEntry.model_validate({**values, "registry": registry, "line": line})
    except ValidationError as error:
        problem, remedy = explain(error)
        raise RegistryError(problem, where=where, remedy=remedy) from None


def _check_unique(entry: RegistryEntry, seen: dict[str, tuple[str, int]]) -> None:
    """Hold that no two rows have one id, whatever its case."""
    # File systems of Windows and macOS take A.txt and a.txt for one file.
    key = entry.document_id.casefold()
    first, line = seen.setdefault(key, (entry.document_id, entry.line))
    if line != entry.line:
        raise RegistryError(
            f"document_id {entry.document_id!r} stands in line {line} already"
            + ("" if first == entry.document_id else f", as {first!r}"),
            where=entry.where,
            remedy="give this document an id of its own, or delete the line",
        )


def number_key(number: str) -> str:
    """Return a document's number as it is compared: whatever its brackets, without blanks.

    >>> number_key("吉市政办发(2017) 48号") == number_key("吉市政办发〔2017〕48号")
    True
    """
    return "".join(number.translate(_BRACKETS).split())


def registered_sources(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the name of each registered source, and the document whose it is."""
    for _, cells in _rows(path):
        yield (cells.get("source") or "").strip(), (cells.get("document_id") or "").strip()


def _check_place(entry: RegistryEntry, places: dict[str, RegistryEntry]) -> None:
    """Hold that one place_id has one name and one level throughout the registry."""
    first = places.setdefault(entry.place_id, entry)
    for name in ("place_zh", "place_en", "level"):
        here, there = getattr(entry, name), getattr(first, name)
        if here != there:
            raise RegistryError(
                f"{name} of {entry.place_id!r} is {here!r} here but {there!r} in line {first.line}",
                where=entry.where,
                remedy="give both the same, or this place an id of its own",
            )
