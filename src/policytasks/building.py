"""From the registry, or from files, to the tables.

Documents stream through: each is read, checked and appended in the order in
which it was named, so memory does not grow with their number and the tables are
the same to the byte whoever reads them.
"""

from __future__ import annotations

import os
import sys
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from policytasks.codebook import Codebook, load_codebook
from policytasks.corrections import (
    Applied,
    Corrections,
    apply_corrections,
    load_corrections,
    on_no_document,
)
from policytasks.documents import load_file, load_registered
from policytasks.errors import (
    CodebookError,
    CorrectionError,
    PolicyTasksError,
    SourceError,
    is_shortage,
)
from policytasks.paths import PathFinder
from policytasks.reading import read
from policytasks.registry import RegistryEntry, number_key, read_registry, registered_sources
from policytasks.tables import FILES, TableWriter, tabulate
from policytasks.workers import death_of_worker, processes, starting_workers

if TYPE_CHECKING:
    from concurrent.futures import Executor, Future
    from multiprocessing.process import BaseProcess

__all__ = ["BuildReport", "build", "build_files"]

# What is to be read: a registered document, a file outside the registry, or what
# is wrong with the place where one should stand.
_Job = RegistryEntry | Path | PolicyTasksError
_Outcome = Applied | PolicyTasksError

# Documents that travel to a worker together, and such parcels under way for each
# worker: enough to hide the way, few enough to keep memory flat.
_PARCEL = 8
_PARCELS_PER_WORKER = 4

_MOST_REPEATS = 20

_FULL_TEXT = "see that it is the plan's full text, with its numbers (一、 （一） 1.)"
_NOTHING_READ = (
    f"has no numbered item that could be read; it has a row in documents alone ({_FULL_TEXT})"
)

# An executor does not tell how many workers it has.
_WORKERS_OF_EXECUTOR = 16


@dataclass(frozen=True, slots=True)
class BuildReport:
    """What a build did.

    Attributes
    ----------
    directory
        Folder of the tables.
    rows
        Number of rows by table. All are 0 where no document could be read: then
        the old tables are as they were.
    failures
        What was wrong with each document that was left out, in order.
    notes
        What a user should know of the project, as sentences: documents in which
        nothing could be read, two documents of one number, files that nobody
        registers, corrections that were not applied.
    corrected
        Number of rows that people corrected, added, deleted, or deleted with their
        unit; only what occurs.
    """

    directory: Path
    rows: dict[str, int]
    failures: tuple[PolicyTasksError, ...]
    notes: tuple[str, ...] = ()
    corrected: Mapping[str, int] = field(default_factory=dict)


class _Knowledge(NamedTuple):
    """Where the codebook and the corrections stand, and what they were when the build began."""

    codebook: Path
    codebook_digest: str
    corrections: Path | None
    corrections_digest: str


def build(
    documents_csv: Path | str | None = None,
    out: Path | str | None = None,
    *,
    corrections: bool = True,
    workers: int | None = None,
    executor: Executor | None = None,
    progress: bool | None = None,
) -> BuildReport:
    """Read every registered document and write the tables, the same whatever the workers.

    Parameters
    ----------
    documents_csv
        The registry; by default the project's ``data/documents.csv``. The
        sources stand in the folder ``sources`` beside it.
    out
        Folder of the tables; by default the project's ``data/tables``.
    corrections
        Whether to apply what people decided, in the folder ``corrections`` beside it.
    workers
        Processes that read documents, by default this one alone; a script that
        asks for several must call this under ``if __name__ == "__main__":``. With
        ``executor``, the number of its workers: only more than 16 need be told.
    executor
        Any `concurrent.futures.Executor` whose workers see the same files (Dask,
        Ray, MPI). It is left open.
    progress
        Whether to show a bar on stderr; by default when that is a terminal.

    Returns
    -------
    BuildReport
        A document that cannot be read is left out and reported here.

    Raises
    ------
    RegistryError, CodebookError
        The registry as a whole cannot be read; the codebook is at fault.
    CorrectionError
        A correction is at fault, or two contradict each other.
    TableError
        The tables cannot be written.
    """
    paths = PathFinder.find()
    registry = paths.documents_csv if documents_csv is None else Path(documents_csv)
    notes: list[str] = []
    report, decided = _run(
        _noting_repeats(read_registry(registry), notes),
        lambda: sum(1 for _ in read_registry(registry)),
        paths.tables if out is None else Path(out),
        registry.parent / "corrections" if corrections else None,
        workers=workers,
        executor=executor,
        progress=progress,
    )
    registered = {document_id for _, document_id in registered_sources(registry)}
    notes += [*_unregistered(registry), *map(str, on_no_document(decided, registered))]
    return replace(report, notes=(*report.notes, *notes))


def _noting_repeats(
    entries: Iterator[RegistryEntry | PolicyTasksError], notes: list[str]
) -> Iterator[RegistryEntry | PolicyTasksError]:
    """Pass the rows of the registry on, and note documents of one text or one number."""
    # A registry may be long, and whoever repeats all of it need not be told each time.
    first_with: dict[str, str] = {}
    repeats = 0
    for entry in entries:
        if isinstance(entry, RegistryEntry):
            marks = {"the same text (SHA-256)": entry.sha256}
            if entry.number:
                marks[f"the number {entry.number}"] = number_key(entry.number)
            for what, mark in marks.items():
                first = first_with.setdefault(mark, entry.document_id)
                if mark and first != entry.document_id:
                    repeats += 1
                    if repeats <= _MOST_REPEATS:
                        notes.append(
                            f"{entry.where}: {entry.document_id} and {first} have {what} (if both "
                            "are one document, take one out with `policytasks remove`)"
                        )
                    break
        yield entry
    if repeats > _MOST_REPEATS:
        notes.append(f"{repeats - _MOST_REPEATS} more documents repeat another's text or number")


def _unregistered(registry: Path) -> Iterator[str]:
    """Name the files among the sources that no row of the registry stands for."""
    folder = registry.parent / "sources"
    if not folder.is_dir():
        return
    texts, originals = set(), {}
    for name in os.listdir(folder):
        document_id, is_original, _ = name.partition(".original.")
        if is_original:
            originals[document_id] = name
        elif not name.startswith("."):
            texts.add(name)
    for source, document_id in registered_sources(registry):
        texts.discard(source)
        originals.pop(document_id, None)
    for name in sorted((*texts, *originals.values())):
        yield f"{folder / name}: is not registered (add it with `policytasks add`, or delete it)"


def delete_tables(directory: Path) -> list[Path]:
    """Delete the tables of a project without documents; returns the files that are gone."""
    gone = [directory / name for name in FILES if (directory / name).is_file()]
    for file in gone:
        file.unlink()
    return gone


def build_files(
    files: Iterable[Path | str],
    out: Path | str,
    *,
    workers: int | None = None,
    executor: Executor | None = None,
    progress: bool | None = None,
) -> BuildReport:
    """Read texts outside the registry and write the tables.

    Parameters
    ----------
    files
        Texts in UTF-8. The stem of a file is its document_id; title, number,
        issuer, dates, place and level come from its text.
    out
        Folder of the tables.
    workers, executor, progress
        See `build`.

    Returns
    -------
    BuildReport
        A file that cannot be read is left out and reported here.

    Raises
    ------
    CodebookError
        The codebook is at fault.
    TableError
        The tables cannot be written.
    """
    paths = [Path(file) for file in files]
    report, _ = _run(
        _distinct(paths),
        lambda: len(paths),
        Path(out),
        None,
        workers=workers,
        executor=executor,
        progress=progress,
    )
    return report


def _distinct(paths: Iterable[Path]) -> Iterator[Path | SourceError]:
    by_stem: dict[str, Path] = {}
    for path in paths:
        first = by_stem.setdefault(path.stem, path)
        if first is path:
            yield path
        else:
            yield SourceError(
                f"gives the same document_id as {first}",
                where=str(path),
                remedy="rename one of the two files",
            )


def _run(
    jobs: Iterator[_Job],
    count_jobs: Callable[[], int],
    out: Path,
    corrections: Path | None,
    *,
    workers: int | None,
    executor: Executor | None,
    progress: bool | None,
) -> tuple[BuildReport, Corrections]:
    if workers is None:
        workers = 1 if executor is None else _WORKERS_OF_EXECUTOR
    if workers < 1:
        raise ValueError(f"workers must be at least 1, not {workers}")
    folder = PathFinder.find().codebook.resolve()
    codebook = load_codebook(folder)
    decided = load_corrections(corrections, codebook)
    knowledge = _Knowledge(
        folder, codebook.digest, corrections.resolve() if corrections else None, decided.digest
    )
    failures = []
    notes = []
    corrected: Counter[str] = Counter()
    with ExitStack() as stack:
        writer = stack.enter_context(
            TableWriter(out, codebook_digest=codebook.digest, corrections_digest=decided.digest)
        )
        if executor is None and workers > 1:
            with starting_workers():
                executor = stack.enter_context(processes(workers, preload=__name__))
        outcomes: Iterable[_Outcome]
        if executor is None:
            outcomes = (_read(job, codebook, decided) for job in jobs)
        else:
            limit = workers * _PARCELS_PER_WORKER
            outcomes = _read_elsewhere(jobs, executor, limit, knowledge)
        if sys.stderr.isatty() if progress is None else progress:
            from tqdm import tqdm

            outcomes = tqdm(outcomes, total=count_jobs(), unit=" documents", file=sys.stderr)
        for outcome in outcomes:
            if isinstance(outcome, CorrectionError):
                raise outcome
            if isinstance(outcome, PolicyTasksError):
                failures.append(outcome)
                continue
            tables = outcome.tables
            writer.add(tables)
            if not tables["tasks"]["task_id"]:
                notes += [f"{name}: {_NOTHING_READ}" for name in tables["documents"]["source"]]
            notes += map(str, outcome.unplaced)
            corrected += outcome.counts
        if writer.has_rows:
            writer.commit()
        report = BuildReport(out, dict(writer.counts), tuple(failures), tuple(notes), corrected)
        return report, decided


def _read(job: _Job, codebook: Codebook, decided: Corrections) -> _Outcome:
    """Return a document's rows, or what is wrong with it."""
    if isinstance(job, PolicyTasksError):
        return job
    path = job if isinstance(job, Path) else job.path
    try:
        text, document = load_file(job) if isinstance(job, Path) else load_registered(job)
        parsed = read(text, document, codebook)
        if not parsed.tasks and isinstance(job, Path):
            raise SourceError(
                "has no numbered item that could be read", where=str(path), remedy=_FULL_TEXT
            )
        tables = tabulate(parsed, text)
        return apply_corrections(tables, text, decided.of(document.document_id), codebook)
    except PolicyTasksError as error:
        if is_shortage(error.__cause__):
            # It would befall every document, or, worse, some.
            raise
        return error
    except Exception as error:
        # A fault of ours in one document must not cost the user the others.
        return SourceError(
            f"could not be read: {type(error).__name__}: {error}",
            where=str(path),
            remedy="this is a fault of policytasks: please report it with the text",
        )


def _read_elsewhere(
    jobs: Iterator[_Job], executor: Executor, limit: int, knowledge: _Knowledge
) -> Iterator[_Outcome]:
    """Have jobs read by an executor, a bounded number at a time; results in their order."""
    from concurrent.futures import BrokenExecutor
    from multiprocessing import active_children

    # Kept, because a pool that broke forgets how its processes ended.
    workers: set[BaseProcess] = set()
    under_way: deque[Future[list[_Outcome]]] = deque()
    try:
        while parcel := list(islice(jobs, _PARCEL)):
            with starting_workers():
                under_way.append(executor.submit(_read_parcel, parcel, knowledge))
            workers.update(active_children())
            if len(under_way) >= limit:
                yield from under_way.popleft().result()
        while under_way:
            yield from under_way.popleft().result()
    except BrokenExecutor as error:
        raise death_of_worker(workers) from error
    finally:
        for future in under_way:
            future.cancel()


def _read_parcel(jobs: list[_Job], knowledge: _Knowledge) -> list[_Outcome]:
    codebook, decided = _knowledge_at(knowledge)
    return [_read(job, codebook, decided) for job in jobs]


@lru_cache(maxsize=1)
def _knowledge_at(knowledge: _Knowledge) -> tuple[Codebook, Corrections]:
    """Load the codebook and the corrections once in each worker.

    They travel as the names of their folders, because compiling the patterns anew for
    every parcel would take longer than reading the documents.
    """
    codebook = load_codebook(knowledge.codebook)
    if codebook.digest != knowledge.codebook_digest:
        raise CodebookError(
            "is not the codebook with which the build began",
            where=str(knowledge.codebook),
            remedy="build again, and leave the codebook alone meanwhile",
        )
    decided = load_corrections(knowledge.corrections, codebook)
    if decided.digest != knowledge.corrections_digest:
        raise CorrectionError(
            "are not the corrections with which the build began",
            where=str(knowledge.corrections),
            remedy="build again, and leave the corrections alone meanwhile",
        )
    return codebook, decided
