"""What a change of the codebook does: which rows flip, which shares and findings move.

Both codebooks read the same registered texts; nothing is written, and corrections are left
out, so that what differs is the codebook's doing alone.
"""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pandas as pd

from policytasks import compare
from policytasks.codebook import Codebook, load_codebook
from policytasks.compare.tallies import records_of
from policytasks.corpus import Corpus
from policytasks.documents import load_registered
from policytasks.errors import CodebookError, PolicyTasksError
from policytasks.figures.plotted import differences
from policytasks.reading import read
from policytasks.reference import HandCodes
from policytasks.registry import read_registry
from policytasks.schema import TABLES, Columns
from policytasks.tables import tabulate, to_arrow

__all__ = ["Effect", "codebook_effect", "codebook_of"]

# What tells a row from others of its unit, which its place in the text alone does not.
_TELLING = {
    "themes": ("theme_id",),
    "targets": ("start", "end", "kind", "value"),
    "responsibilities": ("start", "agency"),
    "citations": ("start",),
    "clauses": ("start",),
}
_NOT_COMPARED = {"document_id", "place_id", "parent_id", "position", "start", "end", "origin"}

_Rows = dict[tuple[Any, ...], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Effect:
    """How two readings differ.

    Attributes
    ----------
    rows
        ``table``, ``change`` (gained, lost, changed), ``document_id``, ``task_id``, ``title``
        of the unit, ``field`` with its ``old`` and ``new`` value, ``words``. For a theme that
        was gained or lost ``field`` is theme_id.
    themes
        ``document_id``, ``theme_id``, ``n`` tasks, of which ``old`` and ``new`` act on it:
        where these differ.
    findings
        ``finding``, ``a``, ``b``, ``difference_old`` (of the shares), ``grade_old``,
        ``difference_new``, ``grade_new``: rows of the table of differences, by the program's
        reading alone, whose grade or difference moves.
    failures
        The documents that one of the two could not read.
    """

    rows: pd.DataFrame
    themes: pd.DataFrame
    findings: pd.DataFrame
    failures: tuple[PolicyTasksError, ...]


def codebook_of(name: str, project: Path) -> Codebook:
    """Load the codebook that a folder or a git revision of the project holds.

    Parameters
    ----------
    name
        A folder with codebooks, or a revision such as ``HEAD~1`` whose ``data/codebook`` is
        meant.
    project
        The project's root.

    Raises
    ------
    CodebookError
        It is neither, or the codebook is at fault.
    """
    if Path(name).is_dir():
        return load_codebook(Path(name))
    with TemporaryDirectory(prefix="codebook-") as folder:
        commit = _git(
            project, name, "rev-parse", "--verify", "--end-of-options", f"{name}^{{commit}}"
        )
        archive = _git(project, name, "archive", commit.decode().strip(), "data/codebook")
        with tarfile.open(fileobj=io.BytesIO(archive)) as files:
            files.extractall(folder, filter="data")
        return load_codebook(Path(folder, "data", "codebook"))


def _git(project: Path, name: str, *arguments: str) -> bytes:
    try:
        run = subprocess.run(["git", *arguments], cwd=project, capture_output=True, check=True)
    except FileNotFoundError:
        reason = "git is not installed"
    except subprocess.CalledProcessError as error:
        reason = (error.stderr.decode(errors="replace").splitlines() or ["git failed"])[0]
    else:
        return run.stdout
    raise CodebookError(
        f"{name!r} is neither a folder nor a revision with data/codebook: {reason}",
        where=str(project),
        remedy="name a folder of codebooks, or a git revision such as HEAD",
    )


def codebook_effect(registry: Path, old: Codebook, new: Codebook) -> Effect:
    """Read every registered document with two codebooks and compare.

    Parameters
    ----------
    registry
        The registry; the texts are in the folder ``sources`` beside it.
    old, new
        The codebooks.
    """
    (before, failed), (after, failed_too) = (_read(registry, each) for each in (old, new))
    failures = {str(failure): failure for failure in (*failed, *failed_too)}
    theme_ids = list(dict.fromkeys(theme.id for each in (old, new) for theme in each.themes))
    return Effect(
        pd.DataFrame(list(_flips(before, after)), columns=_FLIP, dtype=object),
        _shares(before, after, theme_ids),
        _findings(before, after),
        tuple(failures.values()),
    )


def _read(registry: Path, codebook: Codebook) -> tuple[Corpus, list[PolicyTasksError]]:
    tables: dict[str, Columns] = {
        name: {column: [] for column in schema.columns} for name, schema in TABLES.items()
    }
    texts: dict[str, str] = {}
    failures: list[PolicyTasksError] = []
    for entry in read_registry(registry):
        if isinstance(entry, PolicyTasksError):
            failures.append(entry)
            continue
        try:
            text, document = load_registered(entry)
            rows = tabulate(read(text, document, codebook), text)
        except PolicyTasksError as error:
            failures.append(error)
            continue
        texts[document.document_id] = text
        for name, columns in rows.items():
            for column, values in columns.items():
                tables[name][column].extend(values)

    def arrow() -> dict[str, Any]:
        return {name: to_arrow(TABLES[name], columns) for name, columns in tables.items()}

    return Corpus(arrow, texts.__getitem__), failures


_FLIP = ["table", "change", "document_id", "task_id", "title", "field", "old", "new", "words"]


def _flips(before: Corpus, after: Corpus) -> Iterator[tuple[Any, ...]]:
    units = [_units(corpus) for corpus in (before, after)]
    for table in TABLES:
        old, new = (
            _by_place(corpus, table, each)
            for corpus, each in zip((before, after), units, strict=True)
        )
        for key in dict.fromkeys([*old, *new]):
            was, row = old.get(key), new.get(key)
            if was is None or row is None:
                known = row or was or {}
                change = "lost" if row is None else "gained"
                theme = known["theme_id"] if table == "themes" else None
                values = ("theme_id", theme, None) if row is None else ("theme_id", None, theme)
                yield _flip(table, change, known, *(values if theme else ("", None, None)))
                continue
            for name in _compared(table):
                if was[name] != row[name]:
                    yield _flip(table, "changed", row, name, was[name], row[name])


def _flip(table: str, change: str, row: Mapping[str, Any], *values: Any) -> tuple[Any, ...]:
    words = row.get("quote") or row.get("text") or row.get("title")
    return table, change, row["document_id"], row.get("task_id"), row["of_unit"], *values, words


def _compared(table: str) -> list[str]:
    # An id says where a row stands; that it stands elsewhere is another row's doing.
    ids = {*TABLES[table].references, *(TABLES[table].key if table != "themes" else ())}
    return [name for name in TABLES[table].columns if name not in ids | _NOT_COMPARED]


def _units(corpus: Corpus) -> dict[str, tuple[int, str | None]]:
    return {
        row.task_id: (row.start, None if pd.isna(row.title) else row.title)
        for row in records_of(corpus.tasks)
    }


def _by_place(corpus: Corpus, table: str, units: dict[str, tuple[int, str | None]]) -> _Rows:
    """Return the rows of a table by where they stand, which outlives their numbers."""
    frame: pd.DataFrame = getattr(corpus, table)
    rows: _Rows = {}
    seen: Counter[tuple[Any, ...]] = Counter()
    for record in frame.astype(object).where(frame.notna(), None).to_dict("records"):
        row = {str(name): value for name, value in record.items()}
        start, title = units.get(row.get("task_id") or "", (None, None))
        key = (row["document_id"], start, *(row[name] for name in _TELLING.get(table, ())))
        seen[key] += 1
        rows[*key, seen[key]] = {**row, "of_unit": title}
    return rows


def _shares(before: Corpus, after: Corpus, theme_ids: list[str]) -> pd.DataFrame:
    old, new = (
        compare.theme_shares(corpus.tasks, corpus.themes, theme_ids=theme_ids)
        for corpus in (before, after)
    )
    both = old.merge(new, on=["document_id", "theme_id"], suffixes=("_old", "_new"))
    moved = both[(both["count_old"] != both["count_new"]) | (both["n_old"] != both["n_new"])]
    names = {"n_new": "n", "count_old": "old", "count_new": "new"}
    return moved.rename(columns=names)[["document_id", "theme_id", "n", "old", "new"]]


def _findings(before: Corpus, after: Corpus) -> pd.DataFrame:
    old, new = (
        differences(corpus, HandCodes())[["finding", "a", "b", "difference", "grade"]]
        for corpus in (before, after)
    )
    both = old.merge(new, on=["finding", "a", "b"], how="outer", suffixes=("_old", "_new"))
    same = (both["grade_old"].astype("str") == both["grade_new"].astype("str")) & (
        both["difference_old"].sub(both["difference_new"]).abs().fillna(1) < 1e-12
    )
    return both[~same].reset_index(drop=True)
