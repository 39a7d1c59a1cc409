"""The schema of the tables, declared once.

Each table is declared by a pydantic model of its row (:mod:`policytasks.rows`). Its columns, their Arrow
types, their descriptions and their checks all follow from that model; the same
checks run on what is written and on what is read.
"""

from __future__ import annotations

import json
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import GenericAlias, NoneType
from typing import Annotated, Any, Literal, get_args, get_origin

import pyarrow as pa
from pydantic import BaseModel, ValidationError, create_model

from policytasks.errors import TableError
from policytasks.rows import (
    CitationRow,
    ClauseRow,
    DocumentRow,
    ResponsibilityRow,
    TargetRow,
    TaskRow,
    ThemeRow,
)
from policytasks.version import __version__

__all__ = ["SIGNS", "TABLES", "Columns", "Rule", "TableSchema", "most_rows"]

Columns = dict[str, list[Any]]
"""The columns of one table, by name, all of one length."""

ROWS_OF_ANY_DOCUMENT = 10_000


def most_rows(characters: int) -> int:
    """Return how many tasks and responsibilities a document of so many characters may give.

    Plans give one for 20 to 40 characters. Cells that a table merges over its rows count for
    each of them, so that a short text could give millions; other rows quote a text of their own.

    >>> most_rows(22_000)
    32000
    """
    return ROWS_OF_ANY_DOCUMENT + characters


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold between columns of one row; ``demand`` says it in words."""

    demand: str
    columns: tuple[str, ...]
    holds: Callable[..., bool]


@dataclass(frozen=True)
class TableSchema:
    """One table: the model of its row and what holds beyond single values.

    Attributes
    ----------
    name
        Stem of its Parquet file.
    row
        Pydantic model of a row; its docstring describes the table.
    key
        Columns that together occur once.
    references
        For a column, the table whose key it must name where it is not null.
    rules
        What must hold between the columns of a row.
    """

    name: str
    row: type[BaseModel]
    key: tuple[str, ...]
    references: Mapping[str, str]
    rules: tuple[Rule, ...]

    @property
    def file_name(self) -> str:
        """Name of the table's file."""
        return f"{self.name}.parquet"

    @property
    def description(self) -> str:
        """What a row of the table is."""
        return self.row.__doc__ or ""

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns in order."""
        return tuple(self.row.model_fields)

    @cached_property
    def categories(self) -> dict[str, tuple[str, ...]]:
        """The allowed values, in order, of each column that has a fixed set of them."""
        types = {name: _value_type(f.annotation)[0] for name, f in self.row.model_fields.items()}
        return {name: get_args(t) for name, t in types.items() if get_origin(t) is Literal}

    @cached_property
    def arrow(self) -> pa.Schema:
        """The Arrow schema: types, nullability and descriptions."""
        fields = []
        columns = {name: each.description for name, each in self.row.model_fields.items()}
        for name, declared in self.row.model_fields.items():
            value_type, nullable = _value_type(declared.annotation)
            fields.append(
                pa.field(
                    name,
                    _arrow_type(value_type),
                    nullable=nullable,
                    metadata=_described(declared.description or ""),
                )
            )
        return pa.schema(
            fields,
            metadata={
                "description": self.description,
                "columns": json.dumps(columns, ensure_ascii=False),
                "policytasks_version": __version__,
            },
        )

    @cached_property
    def _turned(self) -> type[BaseModel]:
        """The row model turned on its side: for each field a list of its type.

        Pydantic checks a column in one call far faster than as many rows.
        """
        columns: dict[str, Any] = {
            name: (GenericAlias(list, (declared.rebuild_annotation(),)), ...)
            for name, declared in self.row.model_fields.items()
        }
        turned: type[BaseModel] = create_model(
            f"{self.row.__name__}s", __config__=self.row.model_config, **columns
        )
        return turned

    def check(self, columns: Columns, *, where: str, remedy: str, first_row: int = 0) -> None:
        """Hold that every value and every row is as declared.

        Parameters
        ----------
        columns
            Python values by column, all of one length.
        where, remedy
            For the error's message.
        first_row
            Number of the columns' first row in the table, for the message.

        Raises
        ------
        TableError
            Names the column, the row (from 0) and the row's key.
        """
        try:
            self._turned.model_validate(columns)
        except ValidationError as error:
            first = error.errors(include_url=False)[0]
            match first["loc"]:
                case (name, int(row), *_):
                    problem = f"{name} is {first['input']!r}: {first['msg']}"
                    place = self._place(columns, row, first_row)
                case (name, *_):
                    problem, place = f"{name}: {first['msg']}", self.name
            raise TableError(f"{place}: {problem}", where=where, remedy=remedy) from error
        for rule in self.rules:
            held = map(rule.holds, *(columns[name] for name in rule.columns))
            for row, holds in enumerate(held):
                if not holds:
                    values = ", ".join(f"{name} {columns[name][row]!r}" for name in rule.columns)
                    raise TableError(
                        f"{self._place(columns, row, first_row)}: {rule.demand}, but has {values}",
                        where=where,
                        remedy=remedy,
                    )

    def _place(self, columns: Columns, row: int, first_row: int) -> str:
        key = ", ".join(str(columns[name][row]) for name in self.key)
        return f"{self.name}, row {first_row + row} ({key})"


def _described(text: str) -> dict[str, str]:
    """Return a column's description under each name by which readers of Arrow look for it.

    ``comment`` is what Spark and the Java library call it. Parquet has no field of its own
    for it: readers without Arrow, such as DuckDB, find the file's entry ``columns``.
    """
    return {"description": text, "comment": text}


def _value_type(annotation: Any) -> tuple[Any, bool]:
    """Return the type of a field's values, and whether they may be missing."""
    nullable = NoneType in get_args(annotation)
    if nullable:
        annotation = next(part for part in get_args(annotation) if part is not NoneType)
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    return annotation, nullable


def _arrow_type(value_type: Any) -> pa.DataType:
    if get_origin(value_type) is Literal:
        return pa.dictionary(pa.int32(), pa.string())
    return {
        str: pa.string(),
        int: pa.int32(),
        float: pa.float64(),
        bool: pa.bool_(),
        date: pa.date32(),
    }[value_type]


_SPAN = Rule("start must lie before end", ("start", "end"), operator.lt)
_OF_UNIT = {"task_id": "tasks", "document_id": "documents"}

SIGNS = {"tasks": ":", "targets": ":t", "clauses": ":k", "citations": ":c"}
"""What stands in an id between that of the row's owner and its place there."""


def _begins(column: str, owner: str, sign: str) -> Rule:
    return Rule(
        f"{column} must begin with {owner}",
        (column, owner),
        lambda own, other: own.startswith(other + sign),
    )


_OF_DOCUMENT = _begins("task_id", "document_id", SIGNS["tasks"])


TABLES: dict[str, TableSchema] = {
    table.name: table
    for table in (
        TableSchema(
            name="documents",
            row=DocumentRow,
            key=("document_id",),
            references={},
            rules=(
                Rule(
                    "published must not lie before issued",
                    ("issued", "published"),
                    lambda issued, published: not (issued and published) or issued <= published,
                ),
            ),
        ),
        TableSchema(
            name="tasks",
            row=TaskRow,
            key=("task_id",),
            references={"document_id": "documents", "parent_id": "tasks"},
            rules=(
                _SPAN,
                _OF_DOCUMENT,
                Rule(
                    "a unit must not be its own parent",
                    ("task_id", "parent_id"),
                    lambda task, parent: task != parent,
                ),
            ),
        ),
        TableSchema(
            name="themes",
            row=ThemeRow,
            key=("task_id", "theme_id"),
            references=_OF_UNIT,
            rules=(_SPAN, _OF_DOCUMENT),
        ),
        TableSchema(
            name="targets",
            row=TargetRow,
            key=("target_id",),
            references=_OF_UNIT,
            rules=(
                _SPAN,
                _OF_DOCUMENT,
                _begins("target_id", "task_id", SIGNS["targets"]),
                Rule(
                    "a milestone has no value and no comparator, every other target has both",
                    ("kind", "value", "comparator"),
                    lambda kind, value, comparator: (
                        (kind == "milestone") == (value is None) == (comparator is None)
                    ),
                ),
                Rule(
                    "a range has two values in order, nothing else has a value_high",
                    ("comparator", "value", "value_high"),
                    lambda comparator, low, high: (
                        (comparator == "range") == (high is not None)
                        and (high is None or low < high)
                    ),
                ),
                Rule(
                    "period_start must not lie after deadline",
                    ("period_start", "deadline"),
                    lambda first, last: not (first and last) or first <= last,
                ),
            ),
        ),
        TableSchema(
            name="responsibilities",
            row=ResponsibilityRow,
            key=("task_id", "position"),
            references=_OF_UNIT,
            rules=(_SPAN, _OF_DOCUMENT),
        ),
        TableSchema(
            name="clauses",
            row=ClauseRow,
            key=("clause_id",),
            references=_OF_UNIT,
            rules=(_SPAN, _OF_DOCUMENT, _begins("clause_id", "task_id", SIGNS["clauses"])),
        ),
        TableSchema(
            name="citations",
            row=CitationRow,
            key=("citation_id",),
            references={"document_id": "documents"},
            rules=(_SPAN, _begins("citation_id", "document_id", SIGNS["citations"])),
        ),
    )
}
"""The schemas of the tables by name, each after those that it refers to."""
