"""Values in the cells of a correction: which columns have them, and how they are written."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date
from functools import cache
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError

from policytasks.codebook import Codebook
from policytasks.entries import Fault
from policytasks.schema import TABLES

__all__ = [
    "DEFAULTS",
    "correctable",
    "is_reference_to_own_table",
    "pairs",
    "printed_value",
    "read_pairs",
    "read_value",
]

# Where a row stands, to what it belongs and who made it follow from its words.
_FROM_THE_EVIDENCE = {"document_id", "place_id", "position", "quote", "start", "end", "origin"}
# The other columns of documents are registered or counted.
_OF_DOCUMENTS = ("horizon_start", "horizon_end", "genre", "mandate")
_CODES = {"theme_id": "themes", "agency_id": "agencies", "indicator_id": "indicators"}

# What an added row holds where its correction does not say.
DEFAULTS: dict[str, dict[str, Any]] = {
    "tasks": {"ongoing": False},
    "themes": {"mentions": 1},
    "targets": {"scope": "whole", "mode": "reach", "conditional": False},
    "responsibilities": {"basis": "statement"},
}


def is_reference_to_own_table(table: str, column: str) -> bool:
    """Whether a column names another row of its own table, as parent_id does.

    >>> is_reference_to_own_table("tasks", "parent_id")
    True
    """
    return TABLES[table].references.get(column) == table


@cache
def correctable(table: str) -> tuple[str, ...]:
    """Return the columns of a table whose values a correction may give.

    >>> correctable("themes")
    ('theme_id', 'mentions')
    """
    if table == "documents":
        return _OF_DOCUMENTS
    schema = TABLES[table]
    kept = set(_FROM_THE_EVIDENCE)
    if len(schema.key) == 1:
        kept.update(schema.key)
    kept.update(n for n in schema.references if not is_reference_to_own_table(table, n))
    return tuple(name for name in schema.columns if name not in kept)


@cache
def _adapter(table: str, column: str) -> TypeAdapter[Any]:
    declared = TABLES[table].row.model_fields[column]
    return TypeAdapter(declared.rebuild_annotation(), config=ConfigDict(allow_inf_nan=False))


def read_value(table: str, column: str, cell: str, codebook: Codebook) -> Any:
    """Read a cell as a value of a column; an empty cell is a missing value.

    Raises
    ------
    Fault
        The column can have no such value, or the codebook does not know it.
    """
    field = TABLES[table].arrow.field(column)
    if not cell:
        if field.nullable:
            return None
        raise Fault(f"{column} is empty", "fill it in")
    try:
        value = _adapter(table, column).validate_strings(cell)
    except ValidationError as error:
        codes = TABLES[table].categories.get(column)
        detail = error.errors(include_url=False)[0]["msg"]
        remedy = f"write one of {', '.join(codes)}" if codes else f"write it so: {detail}"
        raise Fault(f"{column} cannot be {cell!r}", remedy) from None
    if column in _CODES:
        known = [entry.id for entry in getattr(codebook, _CODES[column])]
        if value not in known:
            raise Fault(
                f"the codebook has no {column} {cell!r}", f"write one of {', '.join(known)}"
            )
    return value


def printed_value(value: Any) -> str:
    """Write a value as `read_value` reads it.

    >>> [printed_value(value) for value in (None, True, 55.0, 0.1, "张", date(2025, 12, 31))]
    ['', 'true', '55', '0.1', '张', '2025-12-31']
    """
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float():
            return repr(int(value)) if value.is_integer() else repr(value)
        case date():
            return value.isoformat()
        case _:
            return str(value)


def pairs(values: Mapping[str, Any]) -> str:
    """Write values with their columns, as `read_pairs` reads them.

    >>> pairs({"kind": "quantity", "comparator": "=", "value": 20.0})
    'kind=quantity; comparator==; value=20'
    """
    return "; ".join(f"{name}={printed_value(value)}" for name, value in values.items())


def read_pairs(
    table: str, cell: str, columns: Collection[str], codebook: Codebook
) -> dict[str, Any]:
    """Read a cell such as ``kind=quantity; value=20``.

    Raises
    ------
    Fault
        It is written otherwise, names a column that is none of ``columns`` or one of them
        twice, or has a value that the column cannot have.
    """
    values: dict[str, Any] = {}
    if not cell:
        return values
    # A semicolon within a value ends it only where a column's name follows.
    names = "|".join(map(re.escape, TABLES[table].columns))
    for part in re.split(rf";\s*(?=(?:{names})\s*=)", cell):
        name, sign, value = (text.strip() for text in part.partition("="))
        if not sign:
            raise Fault(f"{part!r} has no column before its value", "write column=value")
        if name not in columns:
            raise Fault(
                f"{name!r} is no column that can stand here", f"write one of {', '.join(columns)}"
            )
        if name in values:
            raise Fault(f"{name} stands there twice", "write it once")
        values[name] = read_value(table, name, value, codebook)
    return values
