"""From parsed documents to the Parquet files, and back to Arrow tables."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from policytasks.datapackage import DATAPACKAGE, datapackage
from policytasks.errors import TableError, reason_of, what_helps
from policytasks.files import check_is_file
from policytasks.model import ParsedDocument
from policytasks.schema import SIGNS, TABLES, Columns, TableSchema

__all__ = ["FILES", "TableWriter", "read_tables", "row_id", "tabulate", "task_ids", "to_arrow"]

# Row groups of a fixed size keep the memory of a build flat and its bytes
# independent of how the documents were shared out.
_ROWS_PER_GROUP = 8_192

FILES = (*(table.file_name for table in TABLES.values()), DATAPACKAGE)
"""What a build writes."""

# Folders inside the tables' own, so that a rename never crosses file systems.
_UNFINISHED = ".unfinished-"
_FINISHED = ".finished"

_REBUILD = "run `policytasks build`"
_REPORT = "this is a fault of policytasks: please report it with the text"


def task_ids(document_id: str, count: int) -> list[str]:
    """Return the ids of a document's units in reading order.

    >>> task_ids("plan", 2)
    ['plan:001', 'plan:002']
    """
    width = max(3, len(str(count)))
    return [f"{document_id}:{n:0{width}d}" for n in range(1, count + 1)]


def row_id(table: str, owner: str, position: int) -> str:
    """Return the id of a row at a place, from 1, in the unit or document that it belongs to.

    >>> row_id("targets", "plan:001", 2)
    'plan:001:t2'
    """
    return f"{owner}{SIGNS[table]}{position}"


def tabulate(parsed: ParsedDocument, source: str) -> dict[str, Columns]:
    """Turn a parsed document into its rows of the tables.

    Parameters
    ----------
    parsed
        What was read.
    source
        The text it was read from, as decoded.

    Returns
    -------
    dict of Columns
        By table name, in the order of `TABLES`; checked against the schema, and
        every quote against ``source``.

    Raises
    ------
    TableError
        A value breaks the schema, or a quote is not what stands at its offsets.
    """
    document = parsed.document
    given_to_all = {
        "document_id": document.document_id,
        "place_id": document.place_id,
        "origin": "read",
    }
    ids = task_ids(document.document_id, len(parsed.tasks))
    rows: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}

    def add(name: str, found: object, **given: object) -> None:
        rows[name].append(_row(TABLES[name], found, {**given_to_all, **given}))

    add("documents", document, source=document.source or None)
    for task_id, task in zip(ids, parsed.tasks, strict=True):
        parent_id = None if task.parent is None else ids[task.parent]
        add("tasks", task, task_id=task_id, parent_id=parent_id, text=task.text or None)
        for theme in task.themes:
            add("themes", theme, task_id=task_id)
        for position, target in enumerate(task.targets, start=1):
            add("targets", target, task_id=task_id, target_id=row_id("targets", task_id, position))
        for position, named in enumerate(task.responsibilities, start=1):
            add("responsibilities", named, task_id=task_id, position=position)
    for task_id, task in zip(ids, parsed.tasks, strict=True):
        for position, clause in enumerate(task.clauses, start=1):
            clause_id = row_id("clauses", task_id, position)
            add("clauses", clause, task_id=task_id, clause_id=clause_id)
    for position, citation in enumerate(parsed.citations, start=1):
        citation_id = row_id("citations", document.document_id, position)
        add("citations", citation, citation_id=citation_id)
    tables: dict[str, Columns] = {
        name: {column: [row[column] for row in rows[name]] for column in table.columns}
        for name, table in TABLES.items()
    }
    where = document.source or document.document_id
    for name, columns in tables.items():
        TABLES[name].check(columns, where=where, remedy=_REPORT)
        _check_evidence(name, columns, source, where=where)
        _check_keys(name, columns, where=where)
    return tables


def _row(schema: TableSchema, found: object, given: dict[str, Any]) -> dict[str, Any]:
    """Return a row: what is given, where it stands, and else what the model has by that name."""
    if span := getattr(found, "span", None):
        given = {**given, "start": span.start, "end": span.end}
    return {name: given[name] if name in given else getattr(found, name) for name in schema.columns}


def _check_evidence(name: str, columns: Columns, source: str, *, where: str) -> None:
    if "end" not in columns:
        return
    # A task repeats its words in no quote, and squeezing whole units would take time.
    quotes = columns.get("quote", [None] * len(columns["end"]))
    for row, (start, end, quote) in enumerate(
        zip(columns["start"], columns["end"], quotes, strict=True)
    ):
        found = None if quote is None else "".join(source[start:end].split())
        if end > len(source) or quote != found:
            raise TableError(
                f"{name}, row {row}: quote {quote!r} does not stand at {start} to {end}, "
                f"where the source has {found!r}",
                where=where,
                remedy=_REPORT,
            )


def _check_keys(name: str, columns: Columns, *, where: str) -> None:
    keys = list(zip(*(columns[key] for key in TABLES[name].key), strict=True))
    if len(set(keys)) < len(keys):
        repeated = next(key for row, key in enumerate(keys) if key in keys[:row])
        raise TableError(f"{name}: {repeated} occurs twice", where=where, remedy=_REPORT)


class TableWriter:
    """Write the tables beside the old ones, then put them in their place together.

    Use it as a context manager, `add` the rows document by document and `commit`
    in the end. Without a commit the old tables stay as they are; a process that
    is killed leaves either the old tables or the new ones, as `read_tables` sees
    them.

    Parameters
    ----------
    directory
        Folder of the tables, made where it is missing.
    codebook_digest, corrections_digest
        SHA-256 of the codebook and of the corrections, for the files' metadata; the
        latter is empty where nothing was corrected.

    Raises
    ------
    TableError
        Here and in every method: the folder cannot be written to.
    """

    def __init__(
        self, directory: Path, *, codebook_digest: str, corrections_digest: str = ""
    ) -> None:
        self._directory = directory
        self._build = {"codebook_sha256": codebook_digest}
        if corrections_digest:
            self._build["corrections_sha256"] = corrections_digest
        self._sources = hashlib.sha256()
        self._rows: dict[str, Columns] = {
            name: {column: [] for column in table.columns} for name, table in TABLES.items()
        }
        self.counts = dict.fromkeys(TABLES, 0)
        with _writing_to(directory):
            directory.mkdir(parents=True, exist_ok=True)
            _finish_replacement(directory)
            for abandoned in directory.glob(f"{_UNFINISHED}*"):
                shutil.rmtree(abandoned, ignore_errors=True)
            self._beside = Path(tempfile.mkdtemp(prefix=_UNFINISHED, dir=directory))
            self._files: dict[str, pq.ParquetWriter] = {}
            try:
                for name, table in TABLES.items():
                    self._files[name] = pq.ParquetWriter(
                        self._beside / table.file_name, table.arrow, compression="zstd"
                    )
            except BaseException:
                self.__exit__()
                raise

    def __enter__(self) -> TableWriter:
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._files.values():
            # A full disk has been reported by the write that met it.
            with suppress(OSError):
                file.close()
        # By their names, for to list a folder takes a file that the system may not give.
        with suppress(OSError):
            for name in FILES:
                (self._beside / name).unlink(missing_ok=True)
            self._beside.rmdir()

    def add(self, tables: Mapping[str, Columns]) -> None:
        """Append the rows of one document, as `tabulate` returns them."""
        documents = tables["documents"]
        for document_id, sha256 in zip(documents["document_id"], documents["sha256"], strict=True):
            self._sources.update(f"{sha256}  {document_id}\n".encode())
        for name, columns in tables.items():
            rows = self._rows[name]
            for column, values in columns.items():
                rows[column].extend(values)
            self.counts[name] += _length(columns)
            while _length(rows) >= _ROWS_PER_GROUP:
                self._write_group(name)

    @property
    def has_rows(self) -> bool:
        """Whether anything was added."""
        return any(self.counts.values())

    def commit(self) -> None:
        """Replace the old tables by the new ones."""
        build = {"sources_sha256": self._sources.hexdigest(), **self._build}
        with _writing_to(self._directory):
            for name, file in self._files.items():
                if _length(self._rows[name]):
                    self._write_group(name)
                file.add_key_value_metadata(build)
                file.close()
            described = datapackage(self._beside, build)
            (self._beside / DATAPACKAGE).write_bytes(described)
            _finish_replacement(self._directory)
            # From this one step on the new tables hold: whoever comes next puts
            # them in place if this process does not live to do it.
            self._beside.rename(self._directory / _FINISHED)
            _finish_replacement(self._directory)

    def _write_group(self, name: str) -> None:
        rows = self._rows[name]
        group = {column: values[:_ROWS_PER_GROUP] for column, values in rows.items()}
        for values in rows.values():
            del values[:_ROWS_PER_GROUP]
        table = to_arrow(TABLES[name], group)
        with _writing_to(self._directory):
            self._files[name].write_table(table)


def _length(columns: Columns) -> int:
    return len(next(iter(columns.values())))


def _finish_replacement(directory: Path) -> None:
    """Put finished tables in place, also those of a process that was killed at it."""
    finished = directory / _FINISHED
    if not finished.is_dir():
        return
    for name in FILES:
        if (finished / name).exists():
            (finished / name).replace(directory / name)
    finished.rmdir()


@contextmanager
def _writing_to(directory: Path) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise TableError(
            "another build has written here at the same time",
            where=str(directory),
            remedy="run one build at a time for each folder",
        ) from error
    except OSError as error:
        raise TableError(
            f"cannot be written: {reason_of(error)}",
            where=str(directory),
            remedy=what_helps(error),
        ) from error


def read_tables(directory: Path) -> dict[str, pa.Table]:
    """Read and check the tables.

    Parameters
    ----------
    directory
        Folder with the Parquet files.

    Returns
    -------
    dict of pyarrow.Table
        By table name, in the order of `TABLES`.

    Raises
    ------
    TableError
        A file is missing, is no Parquet file, breaks the schema, refers to a row
        that is not there, or is of another build than the others.
    """
    tables: dict[str, pa.Table] = {}
    builds = {}
    for name, schema in TABLES.items():
        finished = directory / _FINISHED / schema.file_name
        path = finished if finished.exists() else directory / schema.file_name
        tables[name], builds[name] = _read(path, schema)
        _check_references(tables, schema, path)
        if builds[name] != builds["documents"]:
            raise TableError(
                "is of another build than documents.parquet", where=str(path), remedy=_REBUILD
            )
    return tables


def _read(path: Path, schema: TableSchema) -> tuple[pa.Table, tuple[bytes | None, ...]]:
    """Return a table, checked by itself, and what tells its build from others."""
    # Not needed for writing, and slow to import.
    import pyarrow.compute as pc

    try:
        check_is_file(path)
        with pq.ParquetFile(path) as file:
            table = file.read()
            metadata = file.metadata.metadata or {}
        table.validate(full=True)
    except FileNotFoundError as error:
        raise TableError("there is no such table", where=str(path), remedy=_REBUILD) from error
    except (OSError, pa.ArrowException) as error:
        reason = str(error).splitlines()[0]
        raise TableError(
            f"is no readable Parquet file: {reason}", where=str(path), remedy=_REBUILD
        ) from error
    _check_types(table.schema, schema, path)
    for first in range(0, table.num_rows, _ROWS_PER_GROUP):
        part = table.slice(first, _ROWS_PER_GROUP)
        columns = {name: part[name].to_pylist() for name in schema.columns}
        schema.check(columns, first_row=first, where=str(path), remedy=_REBUILD)
    keys = table.group_by(schema.key).aggregate([([], "count_all")])
    repeated = keys.filter(pc.field("count_all") > 1).select(schema.key)
    if repeated.num_rows:
        key = ", ".join(map(str, repeated.slice(0, 1).to_pylist()[0].values()))
        raise TableError(f"{key} occurs twice", where=str(path), remedy=_REBUILD)
    return table, tuple(
        metadata.get(name)
        for name in (
            *(b"policytasks_version", b"sources_sha256"),
            *(b"codebook_sha256", b"corrections_sha256"),
        )
    )


def _check_types(found: pa.Schema, schema: TableSchema, path: Path) -> None:
    for declared in schema.arrow:
        if declared.name not in found.names:
            problem = f"has no column {declared.name}"
        elif found.field(declared.name).type != declared.type:
            problem = (
                f"column {declared.name} is {found.field(declared.name).type}, not {declared.type}"
            )
        else:
            continue
        raise TableError(problem, where=str(path), remedy=_REBUILD)


def _check_references(tables: Mapping[str, pa.Table], schema: TableSchema, path: Path) -> None:
    # Not needed for writing, and slow to import.
    import pyarrow.compute as pc

    for column, target in schema.references.items():
        named = tables[schema.name][column]
        known = tables[target][TABLES[target].key[0]]
        unknown = pc.and_(pc.is_valid(named), pc.invert(pc.is_in(named, value_set=known)))
        if pc.any(unknown).as_py():
            row = pc.index(unknown, True).as_py()
            raise TableError(
                f"row {row}: {column} {named[row].as_py()!r} is not in {target}.parquet",
                where=str(path),
                remedy=_REBUILD,
            )


def to_arrow(schema: TableSchema, columns: Columns) -> pa.Table:
    """Make checked columns into an Arrow table of the declared types."""
    arrays = []
    for declared in schema.arrow:
        values = columns[declared.name]
        if declared.name in schema.categories:
            # All categories, in their order, whatever occurs: so the bytes do
            # not depend on which one is met first.
            categories = list(schema.categories[declared.name])
            codes: dict[str | None, int | None] = {None: None} | {
                value: code for code, value in enumerate(categories)
            }
            array = pa.DictionaryArray.from_arrays(
                pa.array([codes[value] for value in values], pa.int32()),
                pa.array(categories, pa.string()),
            )
        else:
            array = pa.array(values, declared.type)
        arrays.append(array)
    return pa.Table.from_arrays(arrays, schema=schema.arrow)
