"""Read a file of any accepted format into plain text, within limits of size, time and memory."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import IO

from policytasks.errors import SourceError, reading, what_helps
from policytasks.files import OLE, WEB_PAGE, ZIP, kind_of_file, what_is_no_file
from policytasks.importing import plain
from policytasks.importing.imported_text import ImportedText

__all__ = ["MOST_BYTES", "SUFFIXES", "read_bytes", "read_content", "read_file"]

MOST_BYTES = 50 * 1024 * 1024
_MOST_CHARACTERS = 5_000_000
_SECONDS = 120
_MEMORY = 2 * 1024**3
_LONGEST_COMPLAINT = 300
_SAVE_ANEW = "save it anew from the program that made it, or copy its text into a .txt file"

SUFFIXES = {
    ".txt": "text",
    ".text": "text",
    ".html": "html",
    ".htm": "html",
    ".shtml": "html",
    ".xhtml": "html",
    ".docx": "docx",
    ".pdf": "pdf",
}
_ACCEPTED = "plain text (.txt), saved web pages (.html, .htm, .shtml), .docx and .pdf"
_FOREIGN_SUFFIXES = {
    ".doc": "save it as .docx in Word or WPS",
    ".wps": "save it as .docx in WPS",
    ".rtf": "save it as .docx in Word or WPS",
    ".odt": "save it as .docx in LibreOffice",
    ".ofd": "print it to a PDF",
    ".mht": 'save the page anew as "Webpage, HTML only"',
    ".mhtml": 'save the page anew as "Webpage, HTML only"',
}


def read_file(path: Path | str) -> ImportedText:
    """Read a file into plain text.

    What a file refers to (pictures, style sheets, entities, links) is never
    fetched. HTML, DOCX and PDF are read in a process of their own, which may take
    two minutes and, except on Windows, 2 GiB of memory.

    Parameters
    ----------
    path
        A plain text in UTF-8, UTF-16, GB18030 or GBK, a saved web page, a DOCX or a
        PDF of at most 50 MiB. Its suffix tells which, and its content must agree.

    Raises
    ------
    SourceError
        There is no such file, or it is too large, empty, encrypted, damaged, not
        what its suffix says, without text, or of a format that is not accepted; or
        the optional libraries are missing.
    """
    path = Path(path)
    return read_content(read_bytes(path), path)


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a file of at most 50 MiB; SourceError where that is not to be had."""
    where = str(path)
    with reading(path, SourceError, "copy the file to another disk"):
        # A pipe or a device would be waited for.
        if not path.is_file():
            raise SourceError(what_is_no_file(path), where=where, remedy="correct the name")
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise SourceError(
            f"is larger than {MOST_BYTES // 1024**2} MiB",
            where=where,
            remedy="cut out the document that you need, or save it without pictures",
        )
    if not content.strip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n"):
        raise SourceError("is empty", where=where, remedy="fetch it again")
    return content


def read_content(content: bytes, path: Path) -> ImportedText:
    """Read the bytes of the file ``path``; see `read_file`."""
    try:
        format_ = _claimed_format(path)
        _check_claim(content, format_)
        if format_ == "text":
            imported = plain.read(content)
            if len(imported.text) > _MOST_CHARACTERS:
                raise SourceError(
                    f"holds more than {_MOST_CHARACTERS:,} characters",
                    remedy="cut out the document that you need",
                )
            return imported
        return _read_apart(content, format_)
    except SourceError as error:
        raise SourceError(error.problem, where=str(path), remedy=error.remedy) from error


def _claimed_format(path: Path) -> str:
    suffix = path.suffix.lower()
    if suffix not in SUFFIXES:
        raise SourceError(
            f"has the ending {suffix!r}" if suffix else "has no ending that tells its format",
            remedy=_FOREIGN_SUFFIXES.get(suffix, f"accepted are {_ACCEPTED}"),
        )
    return SUFFIXES[suffix]


def _check_claim(content: bytes, format_: str) -> None:
    """Hold that the bytes are of the format that the file's name claims."""
    if format_ == "docx" and content.startswith(OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise SourceError("is encrypted", remedy="save it without a password")
        raise SourceError(
            "is an old Word file (.doc) by another name", remedy="save it as .docx in Word or WPS"
        )
    kind = kind_of_file(content)
    agrees = {
        "text": kind is None,
        "html": kind in (None, WEB_PAGE),
        "docx": content.startswith(ZIP),
        "pdf": kind == "a PDF",
    }
    if not agrees[format_]:
        raise SourceError(
            f"has the ending of {_NAMES[format_]} but is {kind or 'none'}",
            remedy="give it the ending of what it is, or fetch it again",
        )


_NAMES = {"text": "a plain text", "html": WEB_PAGE, "docx": "a DOCX", "pdf": "a PDF"}


def _read_apart(content: bytes, format_: str) -> ImportedText:
    """Read in a process of its own, which can be given limits and may crash."""
    # The caller's clock should ring first: its message tells more.
    limits = map(str, (_MEMORY, _SECONDS + 5, _MOST_CHARACTERS))
    # -P keeps a module that lies about in the working directory from being imported.
    command = [sys.executable, "-P", "-m", "policytasks.importing.worker", format_, *limits]
    import_path = os.pathsep.join(folder or os.getcwd() for folder in sys.path)
    try:
        # A file, for a library may complain without end.
        with tempfile.TemporaryFile() as complaints:
            finished = subprocess.run(
                command,
                input=content,
                stdout=subprocess.PIPE,
                stderr=complaints,
                timeout=_SECONDS,
                env={**os.environ, "PYTHONPATH": import_path},
                check=False,
            )
            last_words = _last_line(complaints)
    except subprocess.TimeoutExpired as error:
        raise _too_slow() from error
    except OSError as error:
        raise SourceError(
            f"cannot be read, for the program that reads it does not start: {error.strerror}",
            remedy=what_helps(error, "close other programs"),
        ) from error
    try:
        answer = json.loads(finished.stdout)
    except ValueError as error:
        raise _stopped(finished.returncode, last_words) from error
    if "error" in answer:
        raise SourceError(answer["error"]["problem"], remedy=answer["error"]["remedy"])
    fields = answer["text"]
    published = date.fromisoformat(fields["published"]) if fields["published"] else None
    return replace(ImportedText(**fields), notes=tuple(fields["notes"]), published=published)


def _too_slow() -> SourceError:
    return SourceError(f"takes more than {_SECONDS} seconds to read", remedy=_SAVE_ANEW)


def _last_line(file: IO[bytes]) -> str:
    """Return the last line of what a process complained of, as far as it is short."""
    file.seek(max(0, file.seek(0, os.SEEK_END) - _LONGEST_COMPLAINT))
    lines = file.read().decode("utf-8", "replace").split("\n")
    return next((line.strip() for line in reversed(lines) if line.strip()), "")


def _stopped(status: int, last_words: str) -> SourceError:
    """Say why the process that reads a file ended without an answer."""
    # On POSIX a negative status is the signal that ended the process.
    name = signal.Signals(-status).name if -status in set(signal.Signals) else ""
    if name == "SIGXCPU":
        return _too_slow()
    if name == "SIGKILL":
        return SourceError(
            "needed so much memory that the system stopped the program that reads it",
            remedy="close other programs, or save it anew without its pictures",
        )
    how = name or last_words or f"exit status {status}"
    return SourceError(f"makes the program that reads it stop ({how})", remedy=_SAVE_ANEW)
