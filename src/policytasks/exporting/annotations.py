"""The rows as W3C Web Annotations: what is said of which words of which text."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from policytasks.codebook import Codebook
from policytasks.exporting.readable import names_by_id, rows
from policytasks.exporting.report import ExportReport
from policytasks.schema import TABLES

__all__ = ["write_annotations"]

# The standard's terms, and ours for the rows.
_CONTEXT = ["http://www.w3.org/ns/anno.jsonld", {"@vocab": "urn:policytasks:"}]
_SPAN = {"start", "end", "quote"}


def write_annotations(
    tables: Mapping[str, pa.Table], path: Path, codebook: Codebook
) -> ExportReport:
    """Write one annotation a line, for every row with an offset into a text.

    The target names the source file with its SHA-256 and selects the words twice: by
    offsets in code points (TextPositionSelector) and by the quote (TextQuoteSelector,
    without white space, as in the tables; a unit has none). The body is the row, and
    the tag its theme, department, indicator or kind in both languages.
    """
    sources = {
        row["document_id"]: (row["source"] or row["document_id"], row["sha256"])
        for row in tables["documents"].select(["document_id", "source", "sha256"]).to_pylist()
    }
    names = names_by_id(tables, codebook)
    with path.open("w", encoding="utf-8", newline="\n") as file:
        for name, table in tables.items():
            if "end" not in table.column_names:
                continue
            for values in rows(table):
                row = dict(zip(table.column_names, values, strict=True))
                line = _annotation(name, row, sources[row["document_id"]], names)
                json.dump(line, file, ensure_ascii=False, default=str, separators=(",", ":"))
                file.write("\n")
    return ExportReport((path,))


def _annotation(
    table: str, row: dict[str, Any], source: tuple[str, str], names: dict[str, Any]
) -> dict[str, Any]:
    key = "/".join(str(row[column]) for column in TABLES[table].key)
    selectors: list[dict[str, Any]] = [
        {"type": "TextPositionSelector", "start": row["start"], "end": row["end"]}
    ]
    if row.get("quote"):
        selectors.append({"type": "TextQuoteSelector", "exact": row["quote"]})
    told = {name: value for name, value in row.items() if name not in _SPAN and value is not None}
    return {
        "@context": _CONTEXT,
        "id": f"urn:policytasks:{table}:{key}",
        "type": "Annotation",
        "motivation": "classifying",
        "body": [
            *_tags(table, row, names),
            {"type": "Dataset", "format": "application/json", "table": table, "row": told},
        ],
        "target": {
            "source": {
                "id": source[0],
                "type": "Text",
                "format": "text/plain",
                "sha256": source[1],
            },
            "selector": selectors,
        },
    }


def _tags(table: str, row: dict[str, Any], names: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield what the row says of the words, as tags that a person reads."""
    for kind in ("theme", "agency", "indicator"):
        id = row.get(f"{kind}_id")
        for lang, called in names[kind].items():
            if id in called:
                yield {
                    "type": "TextualBody",
                    "purpose": "tagging",
                    "language": lang,
                    "value": called[id],
                }
    yield {"type": "TextualBody", "purpose": "classifying", "value": row.get("kind") or table}
