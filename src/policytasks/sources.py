"""The texts as published: their bytes, their encoding, their hash.

A source is decoded as strict UTF-8 and otherwise left alone: no line end is
translated and a byte order mark stays, as U+FEFF at offset 0. Every offset in
the tables counts code points of that text.
"""

from __future__ import annotations

import hashlib
import os
import re
from pathlib import Path

from policytasks.errors import SourceError, reading
from policytasks.files import WEB_PAGE, kind_of_file, what_is_no_file

__all__ = ["decode", "read_bytes", "read_source", "suspected_encoding"]

_COMMON_IN_CHINESE_TEXT = re.compile(
    r"[\t\n\r -~\u2010-\u2026\u3000-\u3020\u4e00-\u9fa5\uff01-\uff5e]"
)
_CONVERT = "save the text as UTF-8, or let `policytasks add` convert it"


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
    # What realpath() gives follows symbolic links, so that none leads out of the folder.
    if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder)):
        raise SourceError(
            f"source {source!r} points outside {folder}",
            where=registered,
            remedy=f"copy the file to {folder} and write its name there",
        )
    data = read_bytes(path, remedy=f"put the file there, or correct the source in {registered}")
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
    kind = kind_of_file(data)
    # A page's markup can be read as text, if badly; what else is known by its bytes cannot.
    if kind not in (None, WEB_PAGE):
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
    suspect = suspected_encoding(data)
    if suspect:
        raise SourceError(f"is not UTF-8 but seems to be {suspect}", where=where, remedy=_CONVERT)
    kind = "a binary file, not a text" if b"\0" in data else "not UTF-8"
    raise SourceError(f"is {kind}", where=where, remedy=_CONVERT)


def suspected_encoding(data: bytes) -> str | None:
    """Name the encoding in which ``data`` reads as Chinese, or None.

    >>> suspected_encoding("各区县人民政府".encode("gbk"))
    'GB18030 (GBK)'
    >>> suspected_encoding(bytes(range(256)))
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


def read_bytes(path: Path, *, remedy: str) -> bytes:
    """Read a file's bytes; SourceError, with the remedy, where that cannot be."""
    with reading(path, SourceError, remedy):
        # A pipe or a device would be waited for.
        if os.path.lexists(path) and not path.is_file():
            raise SourceError(
                f"cannot be read ({what_is_no_file(path)})", where=str(path), remedy=remedy
            )
        try:
            return path.read_bytes()
        except FileNotFoundError as error:
            raise SourceError("there is no such file", where=str(path), remedy=remedy) from error
