"""Take a document out of the project again: its row in the registry, its text, its original.

The registry is written first. Whenever the program is stopped, it names only texts that
are there; a text that is left behind is named by the next build.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from policytasks.errors import RegistryError, SourceError
from policytasks.files import what_is_no_file
from policytasks.importing.stored_files import originals, store

__all__ = ["Removal", "remove_document"]


@dataclass(frozen=True, slots=True)
class Removal:
    """What removing a document did.

    Attributes
    ----------
    document_id
        The document.
    lines
        The lines of the registry that are gone.
    files
        The files that are gone.
    kept
        Files that another row of the registry still names, or that lie elsewhere.
    remaining
        How many documents the registry still names.
    """

    document_id: str
    lines: tuple[int, ...]
    files: tuple[Path, ...]
    kept: tuple[Path, ...]
    remaining: int


def remove_document(document_id: str, *, registry: Path | str) -> Removal:
    """Take a document out of the registry and delete its files.

    Other rows stay byte for byte, and may be at fault: a document can be taken out
    because its row is.

    Parameters
    ----------
    document_id
        The document, as the registry has it.
    registry
        The CSV file of the registry; texts and originals are in the folder
        ``sources`` beside it.

    Raises
    ------
    RegistryError
        The registry cannot be read, or names no such document. Nothing is changed.
    SourceError
        The registry or a file cannot be changed.
    """
    path = Path(registry)
    head, rows = _read(path)
    gone = [row for row in rows if row.cell("document_id") == document_id]
    left = [row for row in rows if row.cell("document_id") != document_id]
    if not gone:
        ids = ", ".join(row.cell("document_id") for row in rows[:20])
        raise RegistryError(
            f"registers no document {document_id!r}",
            where=str(path),
            remedy=f"there are {ids}" if ids else "it has no rows",
        )
    store({path: "".join([head, *(row.text for row in left)]).encode()})
    folder = path.parent / "sources"
    still_named = {row.cell("source") for row in left}
    names = {row.cell("source") for row in gone if row.cell("source")}
    files = [folder / name for name in sorted(names)]
    files += [file for file in originals(folder, document_id) if file.is_file()]
    deleted, kept = [], []
    for file in files:
        if file.name in still_named or file.parent != folder or ".." in file.parts:
            kept.append(file)
        elif _delete(file):
            deleted.append(file)
    lines = tuple(row.line for row in gone)
    return Removal(document_id, lines, tuple(deleted), tuple(kept), len(left))


def _delete(file: Path) -> bool:
    try:
        file.unlink()
    except (FileNotFoundError, ValueError):
        return False
    except OSError as error:
        raise SourceError(
            f"cannot be deleted: {error.strerror}",
            where=str(file),
            remedy="delete it by hand; its row is gone from the registry",
        ) from error
    return True


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the registry: its lines as they stand, and its cells by column."""

    text: str
    line: int
    cells: dict[str, str]

    def cell(self, name: str) -> str:
        return self.cells.get(name, "").strip()


def _read(path: Path) -> tuple[str, list[_Row]]:
    """Return the head and the rows, each with its lines byte for byte."""
    if not path.is_file():
        raise RegistryError(
            what_is_no_file(path), where=str(path), remedy="name another with --documents"
        )
    try:
        text = path.read_bytes().decode()
        lines = list(io.StringIO(text, newline=""))
        head, *rows = _rows(lines)
    except (OSError, ValueError, csv.Error) as error:
        raise RegistryError(
            f"cannot be read: {error}", where=str(path), remedy="save it as CSV in UTF-8"
        ) from error
    columns = [name.strip("\ufeff ") for name in head[1]]
    return head[0], [
        _Row(text, line, dict(zip(columns, cells, strict=False))) for text, cells, line in rows
    ]


def _rows(lines: list[str]) -> Iterator[tuple[str, list[str], int]]:
    """Yield each row's lines, its cells and the line on which it ends."""
    reader = csv.reader(lines)
    start = 0
    for cells in reader:
        yield "".join(lines[start : reader.line_num]), cells, reader.line_num
        start = reader.line_num
