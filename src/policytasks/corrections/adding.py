"""All columns of a row that a person adds: what is given, and what follows from its words."""

from __future__ import annotations

from typing import Any

from policytasks.codebook import Codebook
from policytasks.corrections.decisions import Correction, folded
from policytasks.corrections.rows import Row, Rows
from policytasks.model import Span
from policytasks.reading.view import View
from policytasks.schema import TABLES
from policytasks.tables import row_id
from policytasks.words.ordinals import read_ordinal

__all__ = ["added_values"]


def added_values(
    rows: Rows, correction: Correction, unit: Row | None, span: Span, quote: str, codebook: Codebook
) -> dict[str, Any]:
    """Return the columns of a row to add.

    Parameters
    ----------
    rows
        The document's.
    correction
        Gives some of the values.
    unit
        The unit that the row belongs to; None for a unit or a citation.
    span, quote
        Where its words stand, and they themselves.
    codebook
        Names the function of an agency.

    Raises
    ------
    NoPlace
        It names a unit that is not there.
    """
    table = correction.table
    document = rows.document.values
    known = {
        "document_id": document["document_id"],
        "place_id": document["place_id"],
        "task_id": unit.values["task_id"] if unit else None,
        "start": span.start,
        "end": span.end,
        "quote": quote,
        "origin": "added",
    }
    given = dict(correction.values)
    issued = document["issued"]
    match table:
        case "tasks":
            derived = _of_unit(rows, given, span, quote)
        case "responsibilities":
            name = given.get("agency", quote)
            year = issued.year if issued else None
            function, level = codebook.agency_id(name, year), codebook.agency_level(name)
            derived = {"agency": name, "agency_id": function, "level": level, "position": 1}
        case "citations":
            derived = {"cited_title": quote}
        case _:
            derived = {}
    values = {**dict.fromkeys(TABLES[table].columns), **derived, **given}
    values |= {name: value for name, value in known.items() if value is not None}
    if table == "tasks":
        values["task_id"] = _new_unit_id(rows, span)
        values["parent_id"] = rows.unit_id(folded(values["parent_id"] or "") or None)
    elif len(TABLES[table].key) == 1:
        owner = values["task_id" if unit else "document_id"]
        count = len(rows.siblings(Row(table, values)))
        values[TABLES[table].key[0]] = row_id(table, owner, count + 1)
    return {name: values[name] for name in TABLES[table].columns}


def _of_unit(rows: Rows, given: dict[str, Any], span: Span, quote: str) -> dict[str, Any]:
    """Return the number of a unit and its text, which is what follows number and title."""
    view = View.of(quote)
    ordinal = read_ordinal(view.text)
    position = ordinal.end if ordinal else 0
    title = folded(given.get("title") or "")
    if title and view.text.startswith(title, position):
        position += len(title)
        position += view.text.startswith("。", position)
    text = view.ink[position:] or None
    return {"number": ordinal.number if ordinal else None, "text": text}


def _new_unit_id(rows: Rows, span: Span) -> str:
    """Return the id of the unit read before it with a number: other units keep theirs."""
    units = rows.tables["tasks"]
    before = [unit.key[0] for unit in units if unit.span.start <= span.start and not unit.added_by]
    known = next((unit.key[0] for unit in units), "")
    digits = len(known.rpartition(":")[2].partition("-")[0]) or 3
    base = before[-1] if before else f"{rows.document.key[0]}:{'0' * digits}"
    taken = sum(unit.key[0].startswith(f"{base}-") for unit in units)
    return f"{base}-{taken + 1}"
