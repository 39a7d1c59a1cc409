"""The registry row of a new document: from the values given, its text and the registry."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from policytasks.documents import describe
from policytasks.errors import RegistryError, SourceError
from policytasks.importing.imported_text import ImportedText, without_invisible_characters
from policytasks.model import is_identifier
from policytasks.places import LEVELS, find_place
from policytasks.registry import REGISTRY_COLUMNS, RegistryEntry
from policytasks.words.marks import starts_formula

__all__ = ["FLAGS", "OPTIONAL", "Given", "check_dates", "check_given", "proposed_row"]

# Values of the registry's columns that the user gives.
Given = Mapping[str, str | date]

_REQUIRED = ("title", "place_zh", "level")
OPTIONAL = ("number", "issuer", "issued", "published", "place_en")
# The command's name for each value that a text may lack.
FLAGS = {
    "place_id": "--place",
    "place_zh": "--place-zh",
    "place_en": "--place-en",
    "level": "--level",
    "title": "--title",
    "number": "--number",
    "issuer": "--issuer",
    "issued": "--issued",
    "published": "--published",
}


def proposed_row(
    entries: Sequence[RegistryEntry],
    document_id: str,
    imported: ImportedText,
    given: Given,
    where: str,
) -> tuple[dict[str, str], list[str]]:
    """Return the row of a new document, and what a user should know of it as sentences.

    Its values are those given, else what the text says, else what the file says of
    itself; names and level of a place that the registry knows are the registry's.

    Raises
    ------
    SourceError, RegistryError
        A required value is in none of these, or a value given contradicts another.
    """
    notes: list[str] = []
    known: dict[str, Any] = {**given, "place_id": None, "place_en": None}
    found = describe(imported.text, document_id=document_id, **known)
    row = {
        name: without_invisible_characters(str(getattr(found, name, None) or ""))
        for name in REGISTRY_COLUMNS
    }
    row["title"] = row["title"] or imported.title or ""
    if not row["published"] and imported.published:
        row["published"] = imported.published.isoformat()
    for name in (*_REQUIRED, *OPTIONAL):
        if starts_formula(row[name]):
            notes.append(f"the text's {name} begins like a formula and was not taken")
            row[name] = ""
    _settle_place(entries, row, given, where, notes)
    if _is_out_of_order(row):
        # The text's own dates are in order; this one stands beside it.
        notes.append(f"the text's published, {row['published']}, contradicts the other date")
        row["published"] = ""
    missing = [name for name in _REQUIRED if not row[name]]
    if missing:
        raise RegistryError(
            f"the text does not give its {', '.join(missing)}",
            where=where,
            remedy=f"add it with {', '.join(FLAGS[name] for name in missing)}",
        )
    row["source"] = f"{document_id}.txt"
    row["sha256"] = hashlib.sha256(imported.text.encode()).hexdigest()
    return row, notes


def _settle_place(
    entries: Sequence[RegistryEntry],
    row: dict[str, str],
    given: Given,
    where: str,
    notes: list[str],
) -> None:
    """Give ``row`` its place_id, and the names and the level that belong to it."""
    places = {entry.place_id: entry for entry in entries}
    wanted = str(given.get("place_id", ""))
    if wanted not in places:
        name = wanted or row["place_zh"]
        namesakes = [entry for entry in places.values() if name and entry.place_zh == name]
        if len(namesakes) > 1:
            ids = " or ".join(sorted(entry.place_id for entry in namesakes))
            raise RegistryError(
                f"{name} may be {ids}", where=where, remedy="say which with --place"
            )
        if namesakes:
            wanted = namesakes[0].place_id
    known = places.get(wanted)
    if known is not None:
        for name in ("place_zh", "level", "place_en"):
            value = getattr(known, name) or ""
            if name in given and value != given[name]:
                raise RegistryError(
                    f"{name} of {known.place_id!r} is {value!r}, not {given[name]!r}",
                    where=known.where,
                    remedy="leave the value out, or give the place an id of its own with --place",
                )
            row[name] = value
        row["place_id"] = wanted
        return
    if not row["place_zh"] and not wanted.isascii():
        row["place_zh"] = wanted
    row["place_en"] = str(given.get("place_en", ""))
    row["place_id"] = wanted or row["place_zh"]
    if row["place_zh"] and "level" not in given and ("place_zh" in given or not row["level"]):
        place = find_place(row["place_zh"])
        row["level"] = place.level if place else ""
    if row["place_id"] and not wanted:
        notes.append(
            f"{row['place_zh']} is new and its name serves as place_id; --place gives it another"
        )


def _is_out_of_order(row: Mapping[str, str]) -> bool:
    # ISO dates sort as text.
    return bool(row["issued"] and row["published"] and row["published"] < row["issued"])


def check_dates(row: Mapping[str, str], where: str) -> None:
    """Hold that a document is not published before it is issued."""
    if _is_out_of_order(row):
        raise RegistryError(
            f"published, {row['published']}, lies before issued, {row['issued']}",
            where=where,
            remedy="look both up in the document",
        )


def check_given(given: Given) -> None:
    """Hold that the values given can stand in the registry."""
    for name, value in given.items():
        if isinstance(value, date):
            continue
        flag = FLAGS[name]
        if not value or not value.isprintable() or starts_formula(value):
            raise SourceError(
                f"{flag} {value!r} is empty, begins like a formula or has invisible characters",
                remedy="correct it",
            )
    if (level := given.get("level")) and level not in LEVELS:
        raise SourceError(
            f"--level {level!r} is unknown", remedy=f"give one of {', '.join(LEVELS)}"
        )
    if (place_id := given.get("place_id")) and not is_identifier(str(place_id)):
        raise SourceError(
            f"--place {place_id!r} cannot be an id", remedy="leave out colons and slashes"
        )
