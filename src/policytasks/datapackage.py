"""``datapackage.json``: what a folder of tables holds, for programs (Frictionless Data Package)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from policytasks.schema import TABLES, TableSchema
from policytasks.version import __version__

__all__ = ["DATAPACKAGE", "datapackage"]

DATAPACKAGE = "datapackage.json"

# Of more documents the package says how many there are: it must not take memory as they grow.
_SOURCES_LISTED = 100
_OF_SOURCE = ["document_id", "title", "number", "issuer", "source", "sha256"]

_TYPES = {
    pa.string(): "string",
    pa.int32(): "integer",
    pa.float64(): "number",
    pa.bool_(): "boolean",
    pa.date32(): "date",
}


def datapackage(folder: Path, build: Mapping[str, str]) -> bytes:
    """Return the descriptor of the tables in a folder, the same for the same tables.

    Parameters
    ----------
    folder
        The Parquet files, whole.
    build
        Hashes of the sources and of the codebook.
    """
    descriptor = {
        "profile": "data-package",
        "name": "policytasks",
        "title": "Tasks, themes, targets and responsibilities of Chinese policy plans",
        "description": "Tidy tables read from published plans. start and end count Unicode code "
        "points in the source, and what stands between them is the quote, white space aside.",
        "version": __version__,
        "licenses": [
            {"name": "MIT", "title": "MIT License", "path": "https://opensource.org/license/mit"}
        ],
        "sources": _sources(folder / TABLES["documents"].file_name),
        **build,
        "resources": [_resource(table, folder) for table in TABLES.values()],
    }
    return (json.dumps(descriptor, ensure_ascii=False, indent=1) + "\n").encode("utf-8")


def _sources(documents: Path) -> list[dict[str, str]]:
    count = pq.read_metadata(documents).num_rows
    if count > _SOURCES_LISTED:
        return [{"title": f"{count} published documents, listed in {documents.name}"}]
    return [_source(row) for row in pq.read_table(documents, columns=_OF_SOURCE).to_pylist()]


def _source(row: Mapping[str, Any]) -> dict[str, str]:
    told = {
        "title": " ".join(filter(None, (row["title"] or row["document_id"], row["number"]))),
        "publisher": row["issuer"],
        "file": row["source"],
        "hash": f"sha256:{row['sha256']}",
    }
    return {name: value for name, value in told.items() if value}


def _resource(table: TableSchema, folder: Path) -> dict[str, Any]:
    path = folder / table.file_name
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {
        "profile": "data-resource",
        "name": table.name,
        "path": table.file_name,
        "description": table.description,
        "format": "parquet",
        "mediatype": "application/vnd.apache.parquet",
        "bytes": path.stat().st_size,
        "hash": f"sha256:{digest}",
        "schema": {
            "fields": [_field(table, field) for field in table.arrow],
            "primaryKey": list(table.key),
            "foreignKeys": [
                {
                    "fields": column,
                    # A table that refers to itself has no name there.
                    "reference": {
                        "resource": "" if other == table.name else other,
                        "fields": TABLES[other].key[0],
                    },
                }
                for column, other in table.references.items()
            ],
        },
    }


def _field(table: TableSchema, field: pa.Field) -> dict[str, Any]:
    codes = table.categories.get(field.name)
    constraints: dict[str, Any] = {} if field.nullable else {"required": True}
    if codes:
        constraints["enum"] = list(codes)
    told = {
        "name": field.name,
        "type": "string" if codes else _TYPES[field.type],
        "description": field.metadata[b"description"].decode("utf-8"),
    }
    return told | ({"constraints": constraints} if constraints else {})
