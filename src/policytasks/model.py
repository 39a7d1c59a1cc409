"""The nouns of policytasks: what a policy document is read into.

All are frozen; those that a document holds by the hundred are named tuples, which
are quicker to make than frozen dataclasses. Offsets count code points in the source
text as decoded and otherwise untouched; what each noun means is settled by the
coding manual.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

__all__ = [
    "DEVICES",
    "Citation",
    "Clause",
    "Document",
    "Heading",
    "Leftover",
    "ParsedDocument",
    "Responsibility",
    "Span",
    "Target",
    "Task",
    "ThemeCode",
    "is_identifier",
]


# Names that Windows keeps for devices, whatever follows their first full stop.
DEVICES = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?", re.IGNORECASE)


def is_identifier(text: str) -> bool:
    """Whether ``text`` can name a document or a place in tables and messages.

    It may hold letters of any script, digits and signs, but neither ``:``, which
    separates the parts of a task_id, nor ``/``, ``\\`` or invisible characters,
    nor a blank at either end. Nor can it be what no file can be called everywhere:
    ``.``, ``..`` and the names of devices (``CON``).

    >>> is_identifier("jilin-2021-41"), is_identifier("三亚方案 (2023)")
    (True, True)
    >>> [is_identifier(text) for text in ("a:b", "../a", " a", "", "..", "CON.txt")]
    [False, False, False, False, False, False]
    """
    return (
        bool(text)
        and text.isprintable()
        and text == text.strip()
        and not any(sign in text for sign in ":/\\")
        and text.strip(".") != ""
        and not DEVICES.fullmatch(text)
    )


class Span(NamedTuple):
    """The stretch ``source[start:end]``."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Document:
    """One published text and what the registry says of it."""

    document_id: str
    place_id: str | None
    place_zh: str | None
    place_en: str | None
    level: str | None
    title: str | None
    number: str | None
    issuer: str | None
    issued: date | None
    published: date | None
    source: str
    sha256: str
    characters: int
    horizon_start: date | None = None
    horizon_end: date | None = None
    genre: str | None = None
    mandate: str | None = None


class Responsibility(NamedTuple):
    """One agency that a document makes answerable for a task."""

    agency: str
    agency_id: str | None
    role: str
    level: str
    basis: str
    span: Span
    quote: str


class Target(NamedTuple):
    """One value that can be checked later."""

    kind: str
    indicator: str | None
    indicator_id: str | None
    comparator: str | None
    value: float | None
    value_high: float | None
    unit: str | None
    scope: str
    period_start: date | None
    deadline: date | None
    deadline_text: str | None
    every: str | None
    base: str | None
    mode: str
    baseline: float | None
    nature: str | None
    conditional: bool
    span: Span
    quote: str


class ThemeCode(NamedTuple):
    """A theme that a task acts on: its mentions, and the clause of the first."""

    theme_id: str
    mentions: int
    span: Span
    quote: str


class Clause(NamedTuple):
    """A clause of a task, and whether it says that money goes with it, or a check."""

    money: bool
    check: bool
    span: Span
    quote: str


class Task(NamedTuple):
    """One unit of a document, of any kind.

    ``parent`` is the position, in the document's list of tasks, of the body
    task that an annex row belongs to.
    """

    kind: str
    number: int | None
    section: str | None
    title: str | None
    text: str
    parent: int | None
    deadline: date | None
    deadline_text: str | None
    ongoing: bool
    span: Span
    responsibilities: tuple[Responsibility, ...]
    targets: tuple[Target, ...]
    themes: tuple[ThemeCode, ...]
    clauses: tuple[Clause, ...] = ()


class Citation(NamedTuple):
    """A document that a plan names, as its basis, as its enclosure or in passing."""

    cited_title: str
    cited_number: str | None
    relation: str
    span: Span
    quote: str


class Leftover(NamedTuple):
    """A number in a task that became no target, and the reason."""

    task: int
    reason: str
    span: Span
    quote: str


class Heading(NamedTuple):
    """A numbered heading or item, as the outline holds it, or the head of an annex.

    ``style`` names the ordinal's style (`policytasks.words.ordinals`), or is ``annex``;
    ``depth`` counts from 0. ``quote`` is the ordinal with the heading's words; it is empty
    where the text lacks the heading, and ``span`` is then the ordinal of the first item.
    """

    style: str
    number: int | None
    depth: int
    span: Span
    quote: str


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """A document with its tasks in reading order and what was not understood.

    ``headings`` is the outline in reading order. ``unread`` are stretches within tasks that
    stand in no title, text or statement.
    """

    document: Document
    tasks: tuple[Task, ...]
    leftovers: tuple[Leftover, ...]
    citations: tuple[Citation, ...] = ()
    headings: tuple[Heading, ...] = ()
    unread: tuple[Leftover, ...] = ()
