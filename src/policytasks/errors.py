"""The errors a user can meet: each names the file, the place and the remedy."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = [
    "CodebookError",
    "CorrectionError",
    "PolicyTasksError",
    "RegistryError",
    "ReviewError",
    "SourceError",
    "TableError",
    "is_shortage",
    "reading",
    "reason_of",
    "what_helps",
    "writing",
]


class PolicyTasksError(Exception):
    """Base of every error that policytasks raises on purpose.

    Parameters
    ----------
    problem
        What is wrong, in a sentence.
    where
        File, or file and place in it, in which it is wrong.
    remedy
        What the user can do about it.
    """

    def __init__(self, problem: str, *, where: str = "", remedy: str = "") -> None:
        super().__init__(problem, where, remedy)
        self.problem = problem
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        message = f"{self.where}: {self.problem}" if self.where else self.problem
        return f"{message} ({self.remedy})" if self.remedy else message

    def __reduce__(self):
        # Keyword-only arguments do not survive Exception's own pickling, and
        # worker processes send their errors home pickled.
        return _rebuild, (type(self), self.problem, self.where, self.remedy)


def _rebuild(kind, problem, where, remedy):
    return kind(problem, where=where, remedy=remedy)


class ReviewError(PolicyTasksError):
    """A sample, or a reviewer's sheet of it, is at fault."""


class SourceError(PolicyTasksError):
    """A source text cannot be read, or is not the text that the registry names."""


class RegistryError(PolicyTasksError):
    """The registry of documents (``data/documents.csv``) is at fault."""


class CodebookError(PolicyTasksError):
    """A codebook under ``data/codebook/`` is at fault."""


class CorrectionError(PolicyTasksError):
    """A correction under ``data/corrections/`` is at fault, or two contradict each other."""


class TableError(PolicyTasksError):
    """A table under ``data/tables/`` is missing or breaks its schema."""


# What helps where the system refuses, whatever was to be done.
_REMEDIES = {
    errno.ENOSPC: "make room on the disk",
    errno.EROFS: "it is on a disk that cannot be written to: use another",
    errno.EFBIG: "let files be larger (ulimit -f)",
    errno.EMFILE: "let a process open more files (ulimit -n)",
    errno.ENFILE: "close other programs, or let the system open more files",
    errno.EACCES: "see that you have the right to, and that no other program has it open",
    errno.EPERM: "see that you have the right to, and that no other program has it open",
}
_WRITING = "check that the folder exists, its rights and the free space"
_SHORTAGES = (errno.EMFILE, errno.ENFILE)


def what_helps(error: OSError, otherwise: str = _WRITING) -> str:
    """Return what to do about a refusal of the system; ``otherwise`` where it is no known one."""
    return _REMEDIES.get(error.errno or 0, otherwise)


def is_shortage(error: BaseException | None) -> bool:
    """Whether the system had no more files to give, which says nothing of the file at hand."""
    return isinstance(error, OSError) and error.errno in _SHORTAGES


@contextmanager
def reading(where: Path, kind: type[PolicyTasksError], otherwise: str) -> Iterator[None]:
    """Say in words that a file cannot be read, and what helps; see `what_helps`.

    Raises
    ------
    PolicyTasksError
        Of the given kind.
    """
    try:
        yield
    except OSError as error:
        raise _refused("read", error, str(where), kind, otherwise) from error


@contextmanager
def writing(where: Path, kind: type[PolicyTasksError] = PolicyTasksError) -> Iterator[None]:
    """Say in words that a file cannot be written: the one that the error names, or ``where``.

    Raises
    ------
    PolicyTasksError
        Of the given kind.
    """
    try:
        yield
    except OSError as error:
        place = str(error.filename or where)
        raise _refused("written", error, place, kind, _WRITING) from error


def _refused(
    done: str, error: OSError, where: str, kind: type[PolicyTasksError], otherwise: str
) -> PolicyTasksError:
    return kind(
        f"cannot be {done}: {reason_of(error)}", where=where, remedy=what_helps(error, otherwise)
    )


def reason_of(error: OSError) -> str:
    """Return what the system says, without what a library adds to it."""
    return os.strerror(error.errno) if error.errno else str(error)
