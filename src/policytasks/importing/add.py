"""Add a document to the project: its text, its original and its row in the registry.

The original is written first, the text second, the registry last, each beside its
place and then renamed. Whenever the program is stopped, the registry names only
texts that are there in full.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from policytasks.codebook import load_codebook
from policytasks.errors import RegistryError
from policytasks.importing.imported_text import ImportedText
from policytasks.importing.proposals import (
    FLAGS,
    OPTIONAL,
    Given,
    check_dates,
    check_given,
    proposed_row,
)
from policytasks.importing.read import read_bytes, read_content
from policytasks.importing.registry_file import RegistryFile
from policytasks.importing.stored_files import (
    check_free,
    checked_id,
    holds,
    original_of,
    originals,
)
from policytasks.model import Document
from policytasks.reading.read import read
from policytasks.registry import REGISTRY_COLUMNS, RegistryEntry, number_key

__all__ = ["FLAGS", "Addition", "add_document"]


@dataclass(frozen=True, slots=True)
class Addition:
    """What adding a document did.

    Attributes
    ----------
    document
        The document as the registry has it now.
    status
        ``added``; ``completed`` where a registered document got values that it
        lacked; ``unchanged`` where it had been added before.
    source
        The extracted text.
    original
        The file that the text was taken from; None where the text is that file.
    completed
        The registry columns that were filled in.
    missing
        The registry columns that stay empty, in neither the text nor the values given.
    notes
        What a user should know, as sentences.
    """

    document: Document
    status: str
    source: Path
    original: Path | None
    completed: tuple[str, ...]
    missing: tuple[str, ...]
    notes: tuple[str, ...]


def add_document(
    path: Path | str,
    *,
    registry: Path | str,
    document_id: str | None = None,
    place_id: str | None = None,
    place_zh: str | None = None,
    place_en: str | None = None,
    level: str | None = None,
    title: str | None = None,
    number: str | None = None,
    issuer: str | None = None,
    issued: date | None = None,
    published: date | None = None,
) -> Addition:
    """Read a file and register it.

    Values that are given go before what the text says. A document whose bytes or
    whose text are registered already is not added again: values given for it fill
    what its row lacks.

    Parameters
    ----------
    path
        A file that `policytasks.importing.read_file` accepts.
    registry
        The CSV file of the registry, made where there is none. Texts and originals
        go into the folder ``sources`` beside it.
    document_id
        By default the file's stem, as far as a file may be so named.
    place_id
        The id or the Chinese name of a registered place, which brings its names and
        level with it, or the id of a new one. By default that of the registered
        place that the text names; for a new place its name.
    place_zh, place_en, level, title, number, issuer, issued, published
        The columns of the registry.

    Raises
    ------
    SourceError
        The file cannot be read, or a value given is none; see `read_file`.
    RegistryError
        The registry is at fault; a required column is neither found nor given; the
        id belongs to another document; a value given contradicts the registry.
        Nothing is written then.
    """
    given = _given(
        place_id=place_id, place_zh=place_zh, place_en=place_en, level=level, title=title,
        number=number, issuer=issuer, issued=issued, published=published,
    )  # fmt: skip
    before = RegistryFile.read(Path(registry))
    content = read_bytes(Path(path))
    imported = read_content(content, Path(path))
    present = _find(before.entries, content, imported.text)
    if present is not None:
        return _complete(before, present, imported, given)
    return _add(before, Path(path), content, imported, document_id, given)


def _given(**values: str | date | None) -> Given:
    """Return the values that were given, checked."""
    given = {
        name: value.strip() if isinstance(value, str) else value
        for name, value in values.items()
        if value is not None
    }
    check_given(given)
    return given


def _add(
    before: RegistryFile,
    path: Path,
    content: bytes,
    imported: ImportedText,
    document_id: str | None,
    given: Given,
) -> Addition:
    """Register a document that is not there yet."""
    document_id = checked_id(document_id, path)
    for entry in before.entries:
        # File systems of Windows and macOS take A.txt and a.txt for one file.
        if entry.document_id.casefold() == document_id.casefold():
            raise RegistryError(
                f"document_id {entry.document_id!r} belongs to another document",
                where=entry.where,
                remedy="give this one an id of its own with --id",
            )
    row, notes = proposed_row(before.entries, document_id, imported, given, str(path))
    folder = before.path.parent / "sources"
    source = folder / row["source"]
    text = imported.text.encode()
    # A text in UTF-8 is its own original.
    original = original_of(folder, document_id, imported.format) if text != content else None
    files = ({original: content} if original else {}) | {source: text}
    document = _document(row, imported.text)
    notes += _doubts(document, imported.text, before.entries)
    check_free(files)
    before.append(row, files)
    return Addition(
        document,
        "added",
        source,
        original,
        (),
        tuple(name for name in OPTIONAL if not row[name]),
        (*imported.notes, *notes),
    )


def _complete(
    before: RegistryFile, entry: RegistryEntry, imported: ImportedText, given: Given
) -> Addition:
    """Fill what a registered document's row lacks with the values given."""
    wanted = {name: str(value) for name, value in given.items()}
    row = before.rows[before.entries.index(entry)]
    if wanted.get("place_id") == row["place_zh"]:
        wanted["place_id"] = row["place_id"]
    for name, value in wanted.items():
        if row[name] not in ("", value):
            raise RegistryError(
                f"is registered already, with the {name} {row[name]!r} instead of {value!r}",
                where=entry.where,
                remedy="correct that line if it is wrong",
            )
    completed = tuple(name for name, value in wanted.items() if row[name] != value)
    if completed:
        check_dates({**row, **wanted}, entry.where)
        before.fill(entry, {name: wanted[name] for name in completed})
    original = next((file for file in _originals(entry) if file.is_file()), None)
    return Addition(
        _document(row, imported.text),
        "completed" if completed else "unchanged",
        entry.path,
        original,
        completed,
        tuple(name for name in OPTIONAL if not row[name]),
        (),
    )


def _find(entries: Iterable[RegistryEntry], content: bytes, text: str) -> RegistryEntry | None:
    """Return the registered document with this text or this original."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    for entry in entries:
        # Another version of a library may read the same original a little differently.
        if entry.sha256 == sha256 or any(holds(file, content) for file in _originals(entry)):
            return entry
    return None


def _originals(entry: RegistryEntry) -> list[Path]:
    return originals(entry.path.parent, entry.document_id)


def _document(row: Mapping[str, str], text: str) -> Document:
    values: dict[str, Any] = {name: row[name] or None for name in REGISTRY_COLUMNS}
    for name in ("issued", "published"):
        if values[name]:
            values[name] = date.fromisoformat(values[name])
    return Document(**values, characters=len(text))


def _doubts(document: Document, text: str, entries: Iterable[RegistryEntry]) -> Iterator[str]:
    """Say what makes it doubtful that a new document belongs into the project."""
    for entry in entries:
        if document.number and number_key(entry.number or "") == number_key(document.number):
            yield (
                f"its number {document.number} is also that of {entry.document_id} "
                f"({entry.title}): if both are one document, keep one of them"
            )
    if not read(text, document, load_codebook()).tasks:
        yield (
            "nothing in it could be read: see that it is the plan's full text, with its "
            "numbers (一、 （一） 1.); it is registered all the same"
        )
