"""Documents: texts with what is known of them, from the registry or from themselves."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from dataclasses import asdict, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from policytasks.errors import SourceError
from policytasks.metadata import FoundMetadata, find_metadata
from policytasks.model import Document, is_identifier
from policytasks.places import LEVELS
from policytasks.registry import REGISTRY_COLUMNS, RegistryEntry
from policytasks.sources import decode, read_bytes, read_source

__all__ = ["describe", "load_file", "load_registered"]


def load_registered(entry: RegistryEntry) -> tuple[str, Document]:
    """Read the text of a registered document.

    Parameters
    ----------
    entry
        A row of the registry.

    Returns
    -------
    tuple of str and Document
        The text as decoded, and the document.

    Raises
    ------
    SourceError
        The file is missing, lies outside the sources' folder, is not the file
        that the registry's hash stands for, or holds no UTF-8 text.
    """
    folder = entry.registry.parent / "sources"
    text = read_source(folder, entry.source, entry.sha256, registered=entry.where)
    known = {name: getattr(entry, name) for name in REGISTRY_COLUMNS}
    return text, Document(**known, characters=len(text))


def load_file(path: Path) -> tuple[str, Document]:
    """Read a text outside the registry; its metadata come from the text.

    Parameters
    ----------
    path
        A text in UTF-8. Its stem becomes the document_id.

    Returns
    -------
    tuple of str and Document
        The text as decoded, and the document.

    Raises
    ------
    SourceError
        The file cannot be read, holds no UTF-8 text, or its stem cannot be an id.
    """
    if not is_identifier(path.stem):
        raise SourceError(
            "the file's name cannot be a document_id",
            where=str(path),
            remedy="rename it without colons, backslashes and invisible characters",
        )
    data = read_bytes(path, remedy="correct the name of the file")
    text = decode(data, where=str(path))
    return text, describe(text, document_id=path.stem, source=path.name)


def describe(
    text: str,
    *,
    document_id: str,
    source: str = "",
    place_id: str | None = None,
    place_en: str | None = None,
    **known: Any,
) -> Document:
    """Make a document out of what a text says of itself.

    Parameters
    ----------
    text
        A whole document.
    document_id
        Its id; see `is_identifier`.
    source
        Its file name, empty where there is no file.
    place_id, place_en
        What no text says.
    **known
        Fields of `FoundMetadata` that are known better than from the text; None
        where they are not.

    Raises
    ------
    SourceError
        The text is empty or holds half a surrogate pair, which no file can; the
        document_id or the level is none; a known day of publication lies before
        a known day of issue.
    """
    where = source or document_id
    data = _encoded(text, where)
    if not is_identifier(document_id):
        raise SourceError(
            f"{document_id!r} cannot be a document_id",
            remedy="leave out colons, slashes and invisible characters",
        )
    known = {name: _plain(value) for name, value in known.items() if value is not None}
    found = replace(find_metadata(text), **known)
    if found.level is not None and found.level not in LEVELS:
        raise SourceError(
            f"level {found.level!r} is unknown",
            where=where,
            remedy=f"give one of {', '.join(LEVELS)}",
        )
    found = _with_dates_in_order(found, known, where)
    return Document(
        document_id=document_id,
        place_id=place_id,
        place_en=place_en,
        source=source,
        sha256=hashlib.sha256(data).hexdigest(),
        characters=len(text),
        **asdict(found),
    )


def _plain(value: Any) -> Any:
    # A pandas Timestamp is a datetime, and a datetime is no date to Arrow.
    return value.date() if isinstance(value, datetime) else value


def _with_dates_in_order(found: FoundMetadata, known: Collection[str], where: str) -> FoundMetadata:
    """Drop the date that cannot be right; SourceError where both are known."""
    if not (found.issued and found.published and found.published < found.issued):
        return found
    if "published" not in known:
        return replace(found, published=None)
    if "issued" not in known:
        return replace(found, issued=None)
    raise SourceError(
        f"published ({found.published}) lies before issued ({found.issued})",
        where=where,
        remedy="look both up in the document",
    )


def _encoded(text: str, where: str) -> bytes:
    """Return a text as UTF-8; SourceError where it is empty or cannot be written so."""
    if not text.strip("\ufeff \t\r\n"):
        raise SourceError("is empty", where=where, remedy="give it a text")
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise SourceError(
            f"holds half a surrogate pair at offset {error.start}",
            where=where,
            remedy="decode the text anew, with errors='strict'",
        ) from error
