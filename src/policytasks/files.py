"""Files on disk: written whole or not at all, and known by their first bytes."""

from __future__ import annotations

import errno
import io
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

__all__ = [
    "OLE",
    "WEB_PAGE",
    "ZIP",
    "check_is_file",
    "folder_beside",
    "held_back",
    "kind_of_file",
    "what_is_no_file",
    "write_together",
    "write_whole",
]

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP = b"PK\x03\x04"
WEB_PAGE = "a web page"
_PDF = b"%PDF-"
_KINDS = {
    _PDF: "a PDF",
    ZIP: "a ZIP archive (DOCX, XLSX and ODT are such)",
    b"PK\x05\x06": "an empty ZIP archive",
    OLE: "an old Word or Excel file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"{\\rtf": "an RTF file",
    b"Rar!": "a RAR archive",
    b"\x1f\x8b": "a gzip archive",
    b"7z\xbc\xaf": "a 7z archive",
}
# Readers of PDF allow for so much before the header.
_HEADER_LIMIT = 1024
_HTML_START = re.compile(
    rb"""
    \A(?:\xef\xbb\xbf)?\s*      # a byte order mark
    (?:<!--.*?-->\s*)?          # <!-- saved from url=(...) -->
    <(?:!doctype\s+html|html)\b # <!DOCTYPE html>
    """,
    re.IGNORECASE | re.DOTALL | re.VERBOSE,
)


def kind_of_file(content: bytes) -> str | None:
    """Name what the first bytes of a file say that it is; None where they say nothing.

    >>> kind_of_file(b"%PDF-1.7 ..."), kind_of_file(b"<!DOCTYPE html><html>")
    ('a PDF', 'a web page')
    >>> kind_of_file("一、总体要求".encode()) is None
    True
    """
    for first_bytes, kind in _KINDS.items():
        if content.startswith(first_bytes):
            return kind
    head = content[:_HEADER_LIMIT]
    if _HTML_START.match(head):
        return WEB_PAGE
    return "a PDF" if _PDF in head else None


def what_is_no_file(path: Path) -> str:
    """Say why a path leads to no file that could be read to its end."""
    try:
        path.stat()
    except (OSError, ValueError) as error:
        is_loop = getattr(error, "errno", None) == errno.ELOOP
        return "is a link that leads back to itself" if is_loop else "there is no such file"
    return "is a folder" if path.is_dir() else "is no file but a pipe or a device"


_UNFINISHED = ".unfinished-"


def check_is_file(path: Path) -> None:
    """Raise OSError for a pipe, a device, a folder or a loop of links, which nobody could read."""
    if os.path.lexists(path) and not path.is_file():
        raise OSError(0, what_is_no_file(path), str(path))


def write_whole(path: Path, content: bytes) -> None:
    """Write a file beside its place and move it there, so that nobody meets half of it.

    Raises
    ------
    OSError
        It cannot be written, and is named by ``filename``; what was there before is still
        there.
    """
    write_together({path: content})


def write_together(files: Mapping[Path, bytes]) -> None:
    """Write files beside their places and, once all are whole, move them there in this order.

    Raises
    ------
    OSError
        One cannot be written, and is named by ``filename``; what was there before is
        still there. Or one cannot be moved; those before it are new.
    """
    parts = {path: path.with_name(f".{path.name}.{os.getpid()}.part") for path in files}
    path = None
    try:
        for path, part in parts.items():
            part.write_bytes(files[path])
        for path, part in parts.items():
            os.replace(part, path)
    except OSError as error:
        error.filename = str(path)  # what was asked for, not what stands beside it
        raise
    finally:
        for part in parts.values():
            with suppress(OSError):
                part.unlink()


@contextmanager
def held_back(path: Path) -> Iterator[BinaryIO]:
    """Give a buffer that becomes the file at the end.

    A library that writes an archive to a full disk complains once more when Python
    collects the archive, and nobody can answer that.
    """
    content = io.BytesIO()
    yield content
    path.write_bytes(content.getvalue())


@contextmanager
def folder_beside(folder: Path) -> Iterator[Path]:
    """Give a folder to write into; its files move to ``folder`` once all are whole.

    Raises
    ------
    OSError
        They cannot be written, or one cannot be moved; it is named by ``filename``.
    """
    try:
        with _folder_that_goes(folder) as beside:
            yield beside
            for file in sorted(beside.iterdir()):
                file.replace(folder / file.name)
    except OSError as error:
        if error.filename:
            # What was asked for, not what stands beside it.
            name = Path(os.fsdecode(error.filename)).name
            error.filename = None if name.startswith(_UNFINISHED) else str(folder / name)
        raise


@contextmanager
def _folder_that_goes(folder: Path) -> Iterator[Path]:
    # To list the folder, which removing it takes, where no more files can be opened.
    spare = os.open(os.devnull, os.O_RDONLY)
    try:
        made = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=folder))
    except OSError:
        os.close(spare)
        raise
    try:
        yield made
    finally:
        os.close(spare)
        with suppress(OSError):
            for file in made.iterdir():
                file.unlink()
            made.rmdir()
