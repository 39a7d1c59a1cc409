"""From files to text: the registry of documents, and texts with what is known of them.

A source is decoded as strict UTF-8 and otherwise left alone: no line end is
translated and a byte order mark stays, as U+FEFF at offset 0. Every offset in
the tables counts code points of that text.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from policytasks.errors import RegistryError, SourceError
from policytasks.model import Document
from policytasks.places import LEVELS

__all__ = [
    "REGISTRY_COLUMNS",
    "RegistryEntry",
    "decode",
    "describe",
    "is_identifier",
    "load_file",
    "load_registered",
    "read_registry",
    "read_source",
]

REGISTRY_COLUMNS = (
    "document_id",
    "place_id",
    "place_zh",
    "place_en",
    "level",
    "title",
    "number",
    "issuer",
    "issued",
    "published",
    "source",
    "sha256",
)
_REQUIRED = ("document_id", "place_id", "place_zh", "level", "title", "source")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

# The first bytes of files that people take for texts.
_FILE_KINDS = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a ZIP archive (DOCX, XLSX and ODT are such)",
    b"\xd0\xcf\x11\xe0": "an old Word or Excel file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
}
_COMMON_IN_CHINESE_TEXT = re.compile(
    r"[\t\n\r -~\u2010-\u2026\u3000-\u3020\u4e00-\u9fa5\uff01-\uff5e]"
)
_CONVERT = "save the text as UTF-8, or let `policytasks add` convert it"


@dataclass(frozen=True, slots=True)
class RegistryEntry:
    """One row of the registry, checked; ``line`` is where it stands in the file."""

    document_id: str
    place_id: str
    place_zh: str
    place_en: str | None
    level: str
    title: str
    number: str | None
    issuer: str | None
    issued: date | None
    published: date | None
    source: str
    sha256: str
    path: Path
    registry: Path
    line: int

    @property
    def where(self) -> str:
        """File and line, for messages."""
        return _where(self.registry, self.line)


def is_identifier(text: str) -> bool:
    """Whether ``text`` can name a document or a place in tables and messages.

    It may hold letters of any script, digits and signs, but neither ``:``, which
    separates the parts of a task_id, nor ``/``, ``\\`` or invisible characters,
    nor a blank at either end.

    >>> is_identifier("jilin-2021-41"), is_identifier("三亚方案 (2023)")
    (True, True)
    >>> is_identifier("a:b"), is_identifier("../a"), is_identifier(" a"), is_identifier("")
    (False, False, False, False)
    """
    return (
        bool(text)
        and text.isprintable()
        and text == text.strip()
        and not any(sign in text for sign in ":/\\")
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
    line = 1
    try:
        # utf-8-sig because Excel puts a byte order mark into its "CSV UTF-8".
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            _check_columns(reader.fieldnames or (), path)
            lines_of_ids: dict[str, int] = {}
            places: dict[str, RegistryEntry] = {}
            for cells in reader:
                line = reader.line_num
                try:
                    entry = _entry(cells, path, line)
                    _check_unique(entry, lines_of_ids)
                    _check_place(entry, places)
                except RegistryError as error:
                    yield error
                else:
                    yield entry
    except FileNotFoundError as error:
        raise RegistryError(
            "there is no such registry",
            where=str(path),
            remedy="name another with --documents, or run the command inside a project",
        ) from error
    except OSError as error:
        raise RegistryError(f"cannot be read: {error.strerror}", where=str(path)) from error
    except UnicodeDecodeError as error:
        suspect = _suspected_encoding(path.read_bytes())
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
    if line == 1:
        raise RegistryError(
            "registers no document", where=str(path), remedy="add a line for each source"
        )


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
    return text, Document(
        document_id=entry.document_id,
        place_id=entry.place_id,
        place_zh=entry.place_zh,
        place_en=entry.place_en,
        level=entry.level,
        title=entry.title,
        number=entry.number,
        issuer=entry.issuer,
        issued=entry.issued,
        published=entry.published,
        source=entry.source,
        sha256=entry.sha256,
        characters=len(text),
    )


def read_source(folder: Path, source: str, sha256: str, *, registered: str) -> str:
    """Read a source and hold that it is the registered one.

    Parameters
    ----------
    folder
        Folder of the sources.
    source
        Name of the file in it.
    sha256
        What the SHA-256 of its bytes must be, in lower case.
    registered
        Where name and hash stand, for the message.

    Raises
    ------
    SourceError
        The file lies outside the folder, is missing, holds no UTF-8 text, or is
        not the file that the hash stands for.
    """
    path = folder / source
    # resolve() follows symbolic links, so that none leads out of the folder.
    if not path.resolve().is_relative_to(folder.resolve()):
        raise SourceError(
            f"source {source!r} points outside {folder}",
            where=registered,
            remedy=f"copy the file to {folder} and write its name there",
        )
    data = _read_bytes(path, remedy=f"put the file there, or correct the source in {registered}")
    text = decode(data, where=str(path))
    found = hashlib.sha256(data).hexdigest()
    if found != sha256:
        raise SourceError(
            f"is not the file of {registered}: its SHA-256 is {found}, not {sha256 or 'empty'}",
            where=str(path),
            remedy="restore the file as published; if this is the right one, write its SHA-256 "
            "into the registry",
        )
    return text


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
    data = _read_bytes(path, remedy="correct the name of the file")
    text = decode(data, where=str(path))
    return text, describe(text, document_id=path.stem, source=path.name)


def describe(
    text: str,
    *,
    document_id: str,
    source: str = "",
    place_id: str | None = None,
    place_en: str | None = None,
    **known: str | date,
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
        Fields of `FoundMetadata` that are known better than from the text.

    Raises
    ------
    SourceError
        The text is empty or holds half a surrogate pair, which no file can; the
        document_id or the level is none; a known day of publication lies before
        a known day of issue.
    """
    where = source or document_id
    if not text.strip("\ufeff \t\r\n"):
        raise SourceError("is empty", where=where, remedy="give it a text")
    if not is_identifier(document_id):
        raise SourceError(
            f"{document_id!r} cannot be a document_id",
            remedy="leave out colons, slashes and invisible characters",
        )
    try:
        data = text.encode()
    except UnicodeEncodeError as error:
        raise SourceError(
            f"holds half a surrogate pair at offset {error.start}",
            where=where,
            remedy="decode the text anew, with errors='strict'",
        ) from error
    # Registered texts do without, and its patterns take long to compile.
    from policytasks.metadata import find_metadata

    found = replace(find_metadata(text), **known)
    if found.level is not None and found.level not in LEVELS:
        raise SourceError(
            f"level {found.level!r} is unknown",
            where=where,
            remedy=f"give one of {', '.join(LEVELS)}",
        )
    if found.issued and found.published and found.published < found.issued:
        if known.keys() >= {"issued", "published"}:
            raise SourceError(
                f"published ({found.published}) lies before issued ({found.issued})",
                where=where,
                remedy="look both up in the document",
            )
        # One of the two was found and cannot be right.
        found = replace(found, **{"issued" if "published" in known else "published": None})
    return Document(
        document_id=document_id,
        place_id=place_id,
        place_zh=found.place_zh,
        place_en=place_en,
        level=found.level,
        title=found.title,
        number=found.number,
        issuer=found.issuer,
        issued=found.issued,
        published=found.published,
        source=source,
        sha256=hashlib.sha256(data).hexdigest(),
        characters=len(text),
    )


def decode(data: bytes, *, where: str) -> str:
    """Decode a source as strict UTF-8.

    Parameters
    ----------
    data
        The bytes of a file.
    where
        The file's name, for the message.

    Raises
    ------
    SourceError
        The bytes are none, or no text, or a text in another encoding; the
        message names the encoding that it seems to be.
    """
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise SourceError("is empty", where=where, remedy="fetch the text again")
    for magic, kind in _FILE_KINDS.items():
        if data.startswith(magic):
            raise SourceError(f"is {kind}, not a text", where=where, remedy=_CONVERT)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        if _reads_as_chinese(data, "utf-8"):
            raise SourceError(
                f"is UTF-8 with a damaged character at byte {error.start}",
                where=where,
                remedy="fetch the text again",
            ) from error
    else:
        if "\0" not in text:
            return text
    suspect = _suspected_encoding(data)
    if suspect:
        raise SourceError(f"is not UTF-8 but seems to be {suspect}", where=where, remedy=_CONVERT)
    kind = "a binary file, not a text" if b"\0" in data else "not UTF-8"
    raise SourceError(f"is {kind}", where=where, remedy=_CONVERT)


def _suspected_encoding(data: bytes) -> str | None:
    """Name the encoding in which ``data`` reads as Chinese, or None.

    >>> _suspected_encoding("各区县人民政府".encode("gbk"))
    'GB18030 (GBK)'
    >>> _suspected_encoding(bytes(range(256)))
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "UTF-16"
    candidates = {"gb18030": "GB18030 (GBK)", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16"}
    for codec, name in candidates.items():
        if _reads_as_chinese(data, codec):
            return name
    return None


def _reads_as_chinese(data: bytes, codec: str) -> bool:
    """Whether ``codec`` makes all but a few bytes into what Chinese texts are made of."""
    sample = data[:4096]
    text = sample.decode(codec, errors="ignore")
    common = "".join(_COMMON_IN_CHINESE_TEXT.findall(text))
    return len(common.encode(codec)) >= 0.95 * len(sample)


def _read_bytes(path: Path, *, remedy: str) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise SourceError("there is no such file", where=str(path), remedy=remedy) from error
    except OSError as error:
        raise SourceError(
            f"cannot be read: {error.strerror}", where=str(path), remedy=remedy
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
    if None in cells or None in cells.values():
        raise RegistryError(
            f"has {'more' if None in cells else 'fewer'} cells than the first line has columns",
            where=where,
            remedy="put a text that holds a comma between quotation marks",
        )
    values = {name: cells[name].strip() for name in REGISTRY_COLUMNS}
    for name in _REQUIRED:
        if not values[name]:
            raise RegistryError(f"has no {name}", where=where, remedy="fill it in")
    for name in ("document_id", "place_id"):
        if not is_identifier(values[name]):
            raise RegistryError(
                f"{name} {values[name]!r} is none",
                where=where,
                remedy="leave out colons, slashes and invisible characters",
            )
    if values["level"] not in LEVELS:
        raise RegistryError(
            f"level {values['level']!r} is unknown",
            where=where,
            remedy=f"write one of {', '.join(LEVELS)}",
        )
    issued = _registry_date("issued", values["issued"], where)
    published = _registry_date("published", values["published"], where)
    if issued and published and published < issued:
        raise RegistryError(
            f"published ({published}) lies before issued ({issued})",
            where=where,
            remedy="look both up in the document",
        )
    return RegistryEntry(
        document_id=values["document_id"],
        place_id=values["place_id"],
        place_zh=values["place_zh"],
        place_en=values["place_en"] or None,
        level=values["level"],
        title=values["title"],
        number=values["number"] or None,
        issuer=values["issuer"] or None,
        issued=issued,
        published=published,
        source=values["source"],
        sha256=values["sha256"].lower(),
        path=registry.parent / "sources" / values["source"],
        registry=registry,
        line=line,
    )


def _registry_date(name: str, text: str, where: str) -> date | None:
    if not text:
        return None
    try:
        # fromisoformat alone would also take 20211125 and 2021-W47-4.
        if _ISO_DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise RegistryError(
        f"{name} {text!r} is no date", where=where, remedy="write it like 2021-11-25"
    )


def _check_unique(entry: RegistryEntry, lines_of_ids: dict[str, int]) -> None:
    first = lines_of_ids.setdefault(entry.document_id, entry.line)
    if first != entry.line:
        raise RegistryError(
            f"document_id {entry.document_id!r} stands in line {first} already",
            where=entry.where,
            remedy="give this document an id of its own, or delete the line",
        )


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
