"""Add a document to the project: its text, its original and its row in the registry.

The original is written first, the text second, the registry last, each beside its
place and then renamed. Whenever the program is stopped, the registry names only
texts that are there in full.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from policytasks.agencies import agency_level
from policytasks.documents import describe
from policytasks.errors import RegistryError, SourceError
from policytasks.files import write_whole
from policytasks.importing.imported_text import ImportedText, without_invisible_characters
from policytasks.importing.read import read_bytes, read_content
from policytasks.model import Document, is_identifier
from policytasks.places import LEVELS
from policytasks.registry import REGISTRY_COLUMNS, RegistryEntry, read_registry

__all__ = ["FLAGS", "Addition", "add_document"]

_ORIGINAL_SUFFIXES = {"text": ".txt", "html": ".html", "docx": ".docx", "pdf": ".pdf"}
_LONGEST_ID = 80
_NOT_IN_ID = re.compile(r"[^\w.-]+")
# Names that Windows keeps for devices, whatever follows their first full stop.
_DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)
# Excel runs a cell that begins with one of these as a formula.
_FORMULA_STARTS = ("=", "+", "-", "@")

_REQUIRED = ("title", "place_zh", "level")
_OPTIONAL = ("number", "issuer", "issued", "published", "place_en")
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

    The row of the registry is found in the text; values that are given go before
    what the text says. A document whose bytes or whose text are registered already
    is not added again: values given for it fill what its row lacks, and without
    such values nothing changes.

    Parameters
    ----------
    path
        A file that `policytasks.importing.read_file` accepts.
    registry
        The CSV file of the registry, made where there is none. Texts and originals
        go into the folder ``sources`` beside it.
    document_id
        By default the file's stem, with what a file name should not hold replaced
        by hyphens.
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
    path = Path(path)
    given: dict[str, str | date] = {
        name: value.strip() if isinstance(value, str) else value
        for name, value in {
            "place_id": place_id,
            "place_zh": place_zh,
            "place_en": place_en,
            "level": level,
            "title": title,
            "number": number,
            "issuer": issuer,
            "issued": issued,
            "published": published,
        }.items()
        if value is not None
    }
    _check_given(given)
    before = _Registry.read(Path(registry))
    content = read_bytes(path)
    imported = read_content(content, path)
    present = _find(before.entries, content, imported.text)
    if present is not None:
        return _complete(before, present, imported, given)
    return _add(before, path, content, imported, document_id, given)


def _add(
    before: _Registry,
    path: Path,
    content: bytes,
    imported: ImportedText,
    document_id: str | None,
    given: Mapping[str, str | date],
) -> Addition:
    """Register a document that is not there yet."""
    document_id = _checked_id(document_id, path)
    for entry in before.entries:
        # File systems of Windows and macOS take A.txt and a.txt for one file.
        if entry.document_id.casefold() == document_id.casefold():
            raise RegistryError(
                f"document_id {entry.document_id!r} belongs to another document",
                where=entry.where,
                remedy="give this one an id of its own with --id",
            )
    row, notes = _proposed_row(before, document_id, imported, given, str(path))
    folder = before.path.parent / "sources"
    source = folder / row["source"]
    text = imported.text.encode()
    original = None
    if text == content:
        files = {source: text}
    else:
        original = _original(folder, document_id, imported.format)
        files = {original: content, source: text}
    _check_free(files)
    for place, data in files.items():
        _write(place, data)
    before.append(row)
    return Addition(
        _document(row, imported.text),
        "added",
        source,
        original,
        (),
        tuple(name for name in _OPTIONAL if not row[name]),
        (*imported.notes, *notes),
    )


def _complete(
    before: _Registry, entry: RegistryEntry, imported: ImportedText, given: Mapping[str, str | date]
) -> Addition:
    """Fill what a registered document's row lacks with the values given."""
    wanted = {name: str(value) for name, value in given.items()}
    row = before.row_of(entry)
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
        _check_dates({**row, **wanted}, entry.where)
        before.fill(entry, {name: wanted[name] for name in completed})
    originals = [place for place in _originals(entry) if place.is_file()]
    return Addition(
        _document(row, imported.text),
        "completed" if completed else "unchanged",
        entry.path,
        originals[0] if originals else None,
        completed,
        tuple(name for name in _OPTIONAL if not row[name]),
        (),
    )


def _proposed_row(
    before: _Registry,
    document_id: str,
    imported: ImportedText,
    given: Mapping[str, str | date],
    where: str,
) -> tuple[dict[str, str], list[str]]:
    """Return a row from the values given, the text, the file and the registry, in this order."""
    notes: list[str] = []
    known = {name: given[name] for name in given if name not in ("place_id", "place_en")}
    found = describe(imported.text, document_id=document_id, **known)
    row = {
        name: without_invisible_characters(str(getattr(found, name, None) or ""))
        for name in REGISTRY_COLUMNS
    }
    row["title"] = row["title"] or imported.title or ""
    if not row["published"] and imported.published:
        row["published"] = imported.published.isoformat()
    for name in (*_REQUIRED, *_OPTIONAL):
        if row[name].startswith(_FORMULA_STARTS):
            notes.append(f"the text's {name} begins like a formula and was not taken")
            row[name] = ""
    _settle_place(before, row, given, where, notes)
    if _is_out_of_order(row) and not {"issued", "published"} <= given.keys():
        doubtful = "issued" if "published" in given else "published"
        notes.append(f"the text's {doubtful}, {row[doubtful]}, contradicts the other date")
        row[doubtful] = ""
    _check_dates(row, where)
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
    before: _Registry,
    row: dict[str, str],
    given: Mapping[str, str | date],
    where: str,
    notes: list[str],
) -> None:
    """Give ``row`` its place_id, and the names and the level that belong to it."""
    places = {entry.place_id: entry for entry in before.entries}
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
        level = agency_level(f"{row['place_zh']}人民政府")
        row["level"] = level if level in LEVELS else ""
    if row["place_id"] and not wanted:
        notes.append(
            f"{row['place_zh']} is new and its name serves as place_id; --place gives it another"
        )


def _is_out_of_order(row: Mapping[str, str]) -> bool:
    # ISO dates sort as text.
    return bool(row["issued"] and row["published"] and row["published"] < row["issued"])


def _check_dates(row: Mapping[str, str], where: str) -> None:
    if _is_out_of_order(row):
        raise RegistryError(
            f"published, {row['published']}, lies before issued, {row['issued']}",
            where=where,
            remedy="look both up in the document",
        )


def _check_given(given: Mapping[str, str | date]) -> None:
    for name, value in given.items():
        if isinstance(value, date):
            continue
        flag = FLAGS[name]
        if not value or not value.isprintable() or value.startswith(_FORMULA_STARTS):
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


def _checked_id(document_id: str | None, path: Path) -> str:
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
    if _DEVICES.fullmatch(name):
        name = f"document-{name}"
    return re.sub("-{2,}", "-", name).strip("-._")[:_LONGEST_ID].rstrip("-._")


def _find(entries: Iterable[RegistryEntry], content: bytes, text: str) -> RegistryEntry | None:
    """Return the registered document with this text or this original."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    for entry in entries:
        # Another version of a library may read the same original a little differently.
        if entry.sha256 == sha256 or any(_holds(file, content) for file in _originals(entry)):
            return entry
    return None


def _original(folder: Path, document_id: str, format_: str) -> Path:
    return folder / f"{document_id}.original{_ORIGINAL_SUFFIXES[format_]}"


def _originals(entry: RegistryEntry) -> list[Path]:
    """Return where the original of a registered document may lie."""
    return [_original(entry.path.parent, entry.document_id, name) for name in _ORIGINAL_SUFFIXES]


def _holds(file: Path, content: bytes) -> bool:
    try:
        return file.stat().st_size == len(content) and file.read_bytes() == content
    except OSError:
        return False


def _check_free(files: Mapping[Path, bytes]) -> None:
    """Hold that no file would be overwritten, save one that a broken run left as it should be."""
    for place, data in files.items():
        if place.exists() and not _holds(place, data):
            raise SourceError(
                "is there already, holds something else and is not registered",
                where=str(place),
                remedy="move it away, or give another id with --id",
            )


def _write(place: Path, data: bytes) -> None:
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        write_whole(place, data)
    except OSError as error:
        raise SourceError(f"cannot be written: {error}", where=str(place)) from error


def _document(row: Mapping[str, str], text: str) -> Document:
    return Document(
        **{
            name: row[name] or None
            for name in (
                "document_id", "place_id", "place_zh", "place_en", "level", "title", "number",
                "issuer", "source", "sha256",
            )
        },
        issued=date.fromisoformat(row["issued"]) if row["issued"] else None,
        published=date.fromisoformat(row["published"]) if row["published"] else None,
        characters=len(text),
    )  # fmt: skip


@dataclass(slots=True)
class _Registry:
    """The registry as it was read: its bytes, its cells and its checked entries."""

    path: Path
    data: bytes
    columns: list[str]
    rows: list[dict[str, str]]
    entries: list[RegistryEntry]

    @classmethod
    def read(cls, path: Path) -> _Registry:
        """Read a registry; one that is not there yet has no entries."""
        data = path.read_bytes() if path.is_file() else b""
        if data.decode("utf-8-sig", "replace").strip() in ("", ",".join(REGISTRY_COLUMNS)):
            return cls(path, data, list(REGISTRY_COLUMNS), [], [])
        entries: list[RegistryEntry] = []
        for entry in read_registry(path):
            if isinstance(entry, RegistryError):
                raise entry
            entries.append(entry)
        reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
        return cls(path, data, list(reader.fieldnames or ()), list(reader), entries)

    def row_of(self, entry: RegistryEntry) -> dict[str, str]:
        """Return the cells of an entry's row."""
        return self.rows[self.entries.index(entry)]

    def append(self, row: Mapping[str, str]) -> None:
        """Write the registry with one row more; what is there stays byte for byte."""
        head = "" if self.data.strip(b"\xef\xbb\xbf \r\n") else self._line(self._head())
        end = "" if not self.data or self.data.endswith((b"\n", b"\r")) else "\n"
        self._replace(self.data + (end + head + self._line(row)).encode())

    def fill(self, entry: RegistryEntry, values: Mapping[str, str]) -> None:
        """Write the registry with values filled into an entry's row.

        What holds for a place goes into every row of the place.
        """
        of_place = {name: value for name, value in values.items() if name == "place_en"}
        for row, other in zip(self.rows, self.entries, strict=True):
            if other is entry:
                row.update(values)
            elif other.place_id == entry.place_id:
                row.update(of_place)
        # Excel puts the mark in front and needs it to know the file for UTF-8.
        mark = "\ufeff" if self.data.startswith(b"\xef\xbb\xbf") else ""
        lines = [self._line(row) for row in (self._head(), *self.rows)]
        self._replace((mark + "".join(lines)).encode())

    def _head(self) -> dict[str, str]:
        return dict(zip(self.columns, self.columns, strict=True))

    def _line(self, row: Mapping[str, str]) -> str:
        line = io.StringIO()
        end = "\r\n" if b"\r\n" in self.data else "\n"
        writer = csv.DictWriter(line, self.columns, restval="", lineterminator=end)
        writer.writerow(row)
        return line.getvalue()

    def _replace(self, data: bytes) -> None:
        now = self.path.read_bytes() if self.path.exists() else b""
        if now != self.data:
            raise RegistryError(
                "was changed by something else meanwhile",
                where=str(self.path),
                remedy="run the command again",
            )
        _write(self.path, data)
