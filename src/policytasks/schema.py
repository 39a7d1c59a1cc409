"""The schema of the five tables, declared once.

Each table is declared by a pydantic model of its row. Its columns, their Arrow
types, their descriptions and their checks all follow from that model; the same
checks run on what is written and on what is read.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from types import NoneType
from typing import Annotated, Any, Literal, get_args, get_origin

import pyarrow as pa
from pydantic import BaseModel, ConfigDict, Field, ValidationError, create_model

from policytasks.errors import TableError
from policytasks.version import __version__

__all__ = [
    "TABLES",
    "Columns",
    "DocumentRow",
    "ResponsibilityRow",
    "Rule",
    "TableSchema",
    "TargetRow",
    "TaskRow",
    "ThemeRow",
]

Columns = dict[str, list[Any]]
"""The columns of one table, by name, all of one length."""

_INT32 = 2**31
_Text = Annotated[str, Field(min_length=1)]
_Identifier = Annotated[str, Field(pattern=r"^[^\p{Cc}\p{Cf}:/\\]+$")]
_Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
_Offset = Annotated[int, Field(ge=0, lt=_INT32)]
_Count = Annotated[int, Field(ge=1, lt=_INT32)]


class _Row(BaseModel):
    model_config = ConfigDict(
        frozen=True,
        strict=True,
        extra="forbid",
        allow_inf_nan=False,
        # Only the models that `TableSchema` turns on their side are ever run.
        defer_build=True,
    )


class DocumentRow(_Row):
    """One published document."""

    document_id: _Identifier = Field(description="Key: names the document in every table.")
    place_id: _Text | None = Field(description="Names the place that the document governs.")
    place_zh: _Text | None = Field(description="The place in Chinese.")
    place_en: _Text | None = Field(description="The place in English.")
    level: Literal["province", "prefecture", "county", "national"] | None = Field(
        description="Level of government of the place."
    )
    title: _Text | None = Field(description="Title as printed.")
    number: _Text | None = Field(description="Document number (发文字号) as printed.")
    issuer: _Text | None = Field(description="Agencies that signed, as printed, joined by 、.")
    issued: date | None = Field(description="Day on which it was signed.")
    published: date | None = Field(description="Day on which it was published, where printed.")
    source: _Text | None = Field(description="File name under data/sources/.")
    sha256: _Sha256 = Field(description="SHA-256 of the source file.")
    characters: _Count = Field(description="Length of the source in Unicode code points.")


class TaskRow(_Row):
    """One unit of a document, of any kind."""

    task_id: _Text = Field(description="Key: document_id, a colon and the place in the text.")
    document_id: _Text = Field(description="The document.")
    place_id: _Text | None = Field(description="The place of the document.")
    kind: Literal["objective", "principle", "task", "subtask", "duty", "phase", "safeguard"] = (
        Field(description="Kind of unit, as the coding manual defines it.")
    )
    number: Annotated[int, Field(ge=0, lt=_INT32)] | None = Field(
        description="Printed ordinal; a subtask has its annex item's."
    )
    section: _Text | None = Field(
        description="Headings above it as printed, outermost first, joined by ' > '."
    )
    title: _Text | None = Field(description="Printed heading phrase, without its number.")
    text: _Text | None = Field(
        description="Body after the title, without the responsibility statement."
    )
    parent_id: _Text | None = Field(description="The body task that a subtask belongs to.")
    deadline: date | None = Field(description="Last day of an annex row's own 完成时限.")
    deadline_text: _Text | None = Field(description="That 完成时限 as printed.")
    ongoing: bool = Field(
        description="Whether that 完成时限 says that the work goes on (持续推进)."
    )
    start: _Offset = Field(description="First code point of the unit in the source.")
    end: _Offset = Field(description="Code point after the unit's last in the source.")


class ThemeRow(_Row):
    """One theme that a unit acts on."""

    task_id: _Text = Field(description="Key, with theme_id: the unit.")
    theme_id: _Text = Field(description="Key, with task_id: the theme of the codebook.")
    document_id: _Text = Field(description="The document.")
    place_id: _Text | None = Field(description="The place of the document.")
    mentions: _Count = Field(description="How often words of the theme occur in the unit.")
    quote: _Text = Field(description="Clause of the first mention, without white space.")
    start: _Offset = Field(description="First code point of the quote in the source.")
    end: _Offset = Field(description="Code point after the quote's last in the source.")


class TargetRow(_Row):
    """One value that can be checked later."""

    target_id: _Text = Field(description="Key: task_id, ':t' and the place in the unit.")
    task_id: _Text = Field(description="The unit.")
    document_id: _Text = Field(description="The document.")
    place_id: _Text | None = Field(description="The place of the document.")
    kind: Literal["quantity", "norm", "milestone"] = Field(
        description="Number to be reached, standard to be applied, or dated deliverable."
    )
    indicator: _Text | None = Field(description="What is measured, as written.")
    indicator_id: _Text | None = Field(description="The comparable indicator of the codebook.")
    comparator: Literal[">=", "<=", "=", ">", "<", "~", "range"] | None = Field(
        description="How the value binds: at least, at most, exactly, about, between."
    )
    value: float | None = Field(description="The number as written, in the unit as written.")
    value_high: float | None = Field(description="Upper end of a range.")
    unit: _Text | None = Field(description="Unit as written: %, 张, 家, 万元.")
    scope: _Text = Field(
        description="For whom each: whole, each_county, each_street, each_village, each_person, "
        "or a place as written."
    )
    period_start: date | None = Field(description="First day of the period, where one is stated.")
    deadline: date | None = Field(description="Last day of the period by which it is due.")
    deadline_text: _Text | None = Field(description="The deadline as written.")
    every: Literal["year", "half-year", "quarter", "month"] | None = Field(
        description="How often it recurs."
    )
    base: _Text | None = Field(
        description="The group of which a share is taken or in which things are counted, "
        "as written; none where nothing narrows it."
    )
    mode: Literal["reach", "keep", "add"] = Field(
        description="Whether the value is to be reached, to be kept (保持), or comes on top (新增)."
    )
    baseline: float | None = Field(
        description="The value from which it starts, in the same unit (由45%提高到55%: 45)."
    )
    nature: Literal["binding", "expected"] | None = Field(
        description="What an indicator box calls it: 约束性 or 预期性."
    )
    conditional: bool = Field(
        description="Whether its clause names a condition (有条件的, 原则上)."
    )
    quote: _Text = Field(description="What is measured and the number, without white space.")
    start: _Offset = Field(description="First code point of the quote in the source.")
    end: _Offset = Field(description="Code point after the quote's last in the source.")


class ResponsibilityRow(_Row):
    """One agency that a document makes answerable for a unit."""

    task_id: _Text = Field(description="Key, with position: the unit.")
    position: _Count = Field(description="Key, with task_id: order of naming, from 1.")
    document_id: _Text = Field(description="The document.")
    place_id: _Text | None = Field(description="The place of the document.")
    agency: _Text = Field(description="The agency as written.")
    agency_id: _Text | None = Field(description="Its function, the same across levels and years.")
    role: Literal["lead", "support", "responsible"] = Field(
        description="Leads, supports, or is named without that split."
    )
    level: Literal["province", "prefecture", "county", "other"] = Field(
        description="Level of government that the agency's name tells."
    )
    basis: Literal["statement", "table", "duty"] = Field(
        description="Where it is named: statement of the unit, annex column, or duty heading."
    )
    quote: _Text = Field(description="The agency in its statement, without white space.")
    start: _Offset = Field(description="First code point of the quote in the source.")
    end: _Offset = Field(description="Code point after the quote's last in the source.")


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
        for name, declared in self.row.model_fields.items():
            value_type, nullable = _value_type(declared.annotation)
            fields.append(
                pa.field(
                    name,
                    _arrow_type(value_type),
                    nullable=nullable,
                    metadata={"description": declared.description or ""},
                )
            )
        return pa.schema(
            fields, metadata={"description": self.description, "policytasks_version": __version__}
        )

    @cached_property
    def _turned(self) -> type[BaseModel]:
        """The row model turned on its side: for each field a list of its type.

        Pydantic checks a column in one call far faster than as many rows.
        """
        columns = {
            name: (list[declared.rebuild_annotation()], ...)
            for name, declared in self.row.model_fields.items()
        }
        return create_model(f"{self.row.__name__}s", __config__=self.row.model_config, **columns)

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
            name, *row = first["loc"]
            if row:
                problem = f"{name} is {first['input']!r}: {first['msg']}"
                place = self._place(columns, row[0], first_row)
            else:
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
_OF_DOCUMENT = Rule(
    "task_id must begin with document_id",
    ("task_id", "document_id"),
    lambda task, document: task.startswith(document + ":"),
)


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
            references={"task_id": "tasks", "document_id": "documents"},
            rules=(_SPAN, _OF_DOCUMENT),
        ),
        TableSchema(
            name="targets",
            row=TargetRow,
            key=("target_id",),
            references={"task_id": "tasks", "document_id": "documents"},
            rules=(
                _SPAN,
                _OF_DOCUMENT,
                Rule(
                    "target_id must begin with task_id",
                    ("target_id", "task_id"),
                    lambda target, task: target.startswith(task + ":t"),
                ),
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
            references={"task_id": "tasks", "document_id": "documents"},
            rules=(_SPAN, _OF_DOCUMENT),
        ),
    )
}
"""The schemas of the five tables by name, each after those that it refers to."""
