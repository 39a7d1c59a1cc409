"""The process in which foreign files are read: `python -m policytasks.importing.worker FORMAT`.

The file's bytes come on standard input, the text or the error goes to standard
output as JSON. A process of its own can be given limits of memory and time, and a
crash of a library in it leaves the caller unharmed. It ends when its caller does.
"""

from __future__ import annotations

import importlib
import json
import os
import sys
import threading
import time
from dataclasses import asdict
from typing import TextIO

from policytasks.errors import SourceError
from policytasks.importing.imported_text import ImportedText

__all__ = ["main", "read_as"]

_LIBRARIES = ("lxml", "docx", "pdfplumber", "pdfminer")
_SECONDS_BETWEEN_LOOKS = 0.5
_OUT_OF_MEMORY = SourceError(
    "needs more memory to read than any document should",
    remedy="if you trust it, save it anew from the program that made it",
)


def main(format_: str, memory_limit: int, seconds: int, most_characters: int) -> None:
    """Read standard input as a file of ``format_`` and write the result.

    Parameters
    ----------
    format_
        ``html``, ``docx`` or ``pdf``.
    memory_limit
        Bytes of address space; not held on Windows, which has no such limit.
    seconds
        Processor time, after which a worker ends even if its caller is gone.
    most_characters
        The longest text that is worth sending back.
    """
    # Libraries may print; the caller must get nothing but JSON.
    answer_to, sys.stdout = sys.stdout, sys.stderr
    try:
        _end_with_caller()
        _limit(memory_limit, seconds)
        imported = read_as(format_, sys.stdin.buffer.read())
        if len(imported.text) > most_characters:
            raise SourceError(
                f"holds {len(imported.text):,} characters, more than {most_characters:,}",
                remedy="cut out the document that you need",
            )
        # str() writes a date as ISO 8601 does.
        answer_to.write(json.dumps({"text": asdict(imported)}, default=str))
    except SourceError as error:
        _refuse(error, answer_to)
    except MemoryError:
        _refuse(_OUT_OF_MEMORY, answer_to)


def _refuse(error: SourceError, answer_to: TextIO) -> None:
    json.dump({"error": {"problem": error.problem, "remedy": error.remedy}}, answer_to)


def _end_with_caller() -> None:
    """End this process once its caller has ended, as where that was killed.

    On Windows a process cannot tell, and goes on until the file is read.
    """
    caller = os.getppid()

    def watch() -> None:
        while os.getppid() == caller:
            time.sleep(_SECONDS_BETWEEN_LOOKS)
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _limit(memory: int, seconds: int) -> None:
    try:
        import resource
    except ImportError:
        return
    for kind, amount in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, seconds)):
        hard = resource.getrlimit(kind)[1]
        if hard != resource.RLIM_INFINITY:
            amount = min(amount, hard)
        resource.setrlimit(kind, (amount, hard))


def read_as(format_: str, content: bytes) -> ImportedText:
    """Read ``content`` as a file of ``format_``.

    Raises
    ------
    SourceError
        It is none that can be read, or the libraries for it are missing.
    """
    try:
        reader = importlib.import_module(f"policytasks.importing.{format_}")
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _LIBRARIES:
            raise
        raise SourceError(
            f"cannot be read without the library {error.name}",
            remedy='pip install "policytasks[import]"',
        ) from error
    try:
        return reader.read(content)
    except SourceError:
        raise
    except MemoryError as error:
        raise _OUT_OF_MEMORY from error
    # What a damaged or hostile file makes a library raise cannot be listed.
    except Exception as error:
        raise SourceError(
            f"cannot be read as {format_.upper()}: {type(error).__name__}: {str(error)[:200]}",
            remedy="open it in the program that it was made with and save it anew",
        ) from error


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
