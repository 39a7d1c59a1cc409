"""The files of a registered document: its text, its original, and how they are named."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

from policytasks.errors import SourceError, writing
from policytasks.files import write_together
from policytasks.model import DEVICES, is_identifier

__all__ = ["check_free", "checked_id", "holds", "original_of", "originals", "store"]

_ORIGINAL_SUFFIXES = {"text": ".txt", "html": ".html", "docx": ".docx", "pdf": ".pdf"}
_LONGEST_ID = 80
_NOT_IN_ID = re.compile(r"[^\w.-]+")


def checked_id(document_id: str | None, path: Path) -> str:
    """Return the id given, or one made of the file's name; SourceError where it can be none."""
    proposed = _file_name(path.stem if document_id is None else document_id)
    if not proposed or not is_identifier(proposed):
        raise SourceError("its name makes no document_id", where=str(path), remedy="give --id")
    if document_id is not None and proposed != document_id:
        raise SourceError(
            f"--id {document_id!r} cannot be a file's name", remedy=f"take {proposed!r}"
        )
    return proposed


def _file_name(text: str) -> str:
    """Return ``text`` as a name that every file system takes and that leads nowhere else.

    >>> _file_name("../关于印发 (2024) 号"), _file_name("CON.1"), _file_name("..")
    ('关于印发-2024-号', 'document-CON.1', '')
    """
    name = _NOT_IN_ID.sub("-", unicodedata.normalize("NFC", text))
    if DEVICES.fullmatch(name):
        name = f"document-{name}"
    return re.sub("-{2,}", "-", name).strip("-._")[:_LONGEST_ID].rstrip("-._")


def original_of(folder: Path, document_id: str, format_: str) -> Path:
    """Return where the original of a document is kept."""
    return folder / f"{document_id}.original{_ORIGINAL_SUFFIXES[format_]}"


def originals(folder: Path, document_id: str) -> list[Path]:
    """Return where the original of a document may lie."""
    return [original_of(folder, document_id, format_) for format_ in _ORIGINAL_SUFFIXES]


def holds(file: Path, content: bytes) -> bool:
    """Whether a file has this content."""
    try:
        return file.stat().st_size == len(content) and file.read_bytes() == content
    except OSError:
        return False


def check_free(files: Mapping[Path, bytes]) -> None:
    """Hold that no file would be overwritten, save one that a broken run left as it should be."""
    for place, data in files.items():
        if place.exists() and not holds(place, data):
            raise SourceError(
                "is there already, holds something else and is not registered",
                where=str(place),
                remedy="move it away, or give another id with --id",
            )


def store(files: Mapping[Path, bytes]) -> None:
    """Write files in this order, all or none, with the folders that they need.

    Raises
    ------
    SourceError
        One cannot be written.
    """
    for place in files:
        with writing(place, SourceError):
            place.parent.mkdir(parents=True, exist_ok=True)
    with writing(next(iter(files)), SourceError):
        write_together(files)
