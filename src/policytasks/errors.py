"""The errors a user can meet: each names the file, the place and the remedy."""

from __future__ import annotations

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


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Raise PolicyTasksError, which names the path, for what keeps a file from being written."""
    try:
        yield
    except OSError as error:
        raise PolicyTasksError(
            f"cannot be written: {error.strerror or error}",
            where=str(path),
            remedy="check that the folder exists, its rights and the free space, "
            "and that the file is not open in another program",
        ) from error
