"""What a coding tool is given: codes in groups, texts, and the stretches that are coded."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid5

import pyarrow as pa
from pydantic import BaseModel

from policytasks.codebook import Codebook
from policytasks.schema import TABLES

__all__ = [
    "COLUMN_OF_GROUP",
    "Code",
    "CodedText",
    "Coding",
    "Origin",
    "code_groups",
    "coded_texts",
    "guid",
    "themes_by_name",
    "without_mark",
]

_NAMESPACE = UUID("5f0c2b0e-6f0e-5d0b-9a86-3b5a7d1c9e42")
_BYTE_ORDER_MARK = "\ufeff"

COLUMN_OF_GROUP = {
    "themes": "theme_id",
    "tasks": "kind",
    "targets": "kind",
    "responsibilities": "role",
}
"""The tables that become groups of codes, and the column whose values are the codes."""


@dataclass(frozen=True, slots=True)
class Code:
    """A code: its group (a table), its value in the table, and what a person sees of it."""

    group: str
    id: str
    name: str
    definition: str = ""


@dataclass(frozen=True, slots=True)
class Coding:
    """A stretch of a text and its code; ``key`` is the key of the row."""

    code: Code
    start: int
    end: int
    key: str


class Origin(BaseModel):
    """What a tool keeps with a text, so that what comes back is compared with what went out.

    ``themes`` are theme_id, start and end in the registered source.
    """

    document_id: str
    sha256: str
    themes: list[tuple[str, int, int]]


@dataclass(frozen=True, slots=True)
class CodedText:
    """A document for a tool. Offsets of ``codings`` are code points of ``text``."""

    origin: Origin
    text: str
    codings: Sequence[Coding]


def guid(*parts: str) -> str:
    """Return the same GUID for the same parts in every export.

    >>> guid("code", "themes", "meals") == guid("code", "themes", "meals")
    True
    """
    return str(uuid5(_NAMESPACE, "\0".join(parts)))


def without_mark(source: str) -> tuple[str, int]:
    """Return a text without a byte order mark, which tools do not count, and how long that is."""
    text = source.removeprefix(_BYTE_ORDER_MARK)
    return text, len(source) - len(text)


def code_groups(codebook: Codebook) -> dict[str, tuple[Code, ...]]:
    """Return the codes by group: each theme, kind of unit, kind of target, and role."""
    groups = {
        table: tuple(
            Code(table, value, f"{table}: {value}") for value in TABLES[table].categories[column]
        )
        for table, column in COLUMN_OF_GROUP.items()
        if table != "themes"
    }
    themes = tuple(
        Code(
            "themes", each.id, f"{each.zh} ({each.en})", f"{each.definition_zh}\n{each.definition}"
        )
        for each in codebook.themes
    )
    return {"themes": themes, **groups}


def themes_by_name(codebook: Codebook) -> dict[str, str]:
    """Return the theme_id by all that a tool may call a theme: GUID, name, its parts, id."""
    called: dict[str, str] = {}
    for code, theme in zip(code_groups(codebook)["themes"], codebook.themes, strict=True):
        for name in (guid("code", "themes", code.id), code.name, theme.zh, theme.en, theme.id):
            called[name] = theme.id
    return called


def coded_texts(
    tables: Mapping[str, pa.Table], source: Callable[[str], str], codebook: Codebook
) -> Iterator[CodedText]:
    """Yield each document with its codings in the order of the text.

    Parameters
    ----------
    tables
        As `policytasks.tables.read_tables` returns them.
    source
        Gives the text of a document, as `policytasks.corpus.Corpus.source` does.
    codebook
        Names the themes.
    """
    rows: dict[str, list[tuple[str, dict[str, Any]]]] = {}
    for group in COLUMN_OF_GROUP:
        for row in tables[group].to_pylist():
            rows.setdefault(row["document_id"], []).append((group, row))
    codes = {(c.group, c.id): c for group in code_groups(codebook).values() for c in group}
    for document in tables["documents"].select(["document_id", "sha256"]).to_pylist():
        id = document["document_id"]
        text, mark = without_mark(source(id))
        codings, themes = [], []
        for group, row in rows.get(id, ()):
            value = row[COLUMN_OF_GROUP[group]]
            # A table may have been built with a theme that the codebook has no longer.
            code = codes.get((group, value), Code(group, value, value))
            key = "/".join(str(row[name]) for name in TABLES[group].key)
            codings.append(Coding(code, row["start"] - mark, row["end"] - mark, key))
            if group == "themes":
                themes.append((value, row["start"], row["end"]))
        codings.sort(key=lambda coding: (coding.start, -coding.end))
        origin = Origin(document_id=id, sha256=document["sha256"], themes=themes)
        yield CodedText(origin, text, codings)
