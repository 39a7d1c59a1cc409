"""The codebooks: what a researcher edits under ``data/codebook/``, as objects.

``themes.toml`` says what each theme acts on, ``agencies.csv`` which names belong
to which public function, ``indicators.toml`` which measured values compare.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from functools import cached_property
from pathlib import Path
from typing import Any

from policytasks.agencies import (
    Agency,
    AgencyIndex,
    Alias,
    agency_level,
    alias_key,
    compact_name,
    has_agency_shape,
)
from policytasks.errors import CodebookError
from policytasks.paths import PathFinder

__all__ = ["Codebook", "Indicator", "Theme", "agency_level", "load_codebook"]

_THEMES = "themes.toml"
_AGENCIES = "agencies.csv"
_INDICATORS = "indicators.toml"
_AGENCY_COLUMNS = ("agency_id", "zh", "en", "alias", "first_year", "last_year", "note")

KINDS = ("quantity", "norm")
MEASURES = ("share", "count", "density", "amount")
BASES = ("stock", "new", "yearly", "standard")


def _alternation(patterns: Sequence[str], where: str) -> re.Pattern:
    """Compile patterns into one; CodebookError names the one at fault."""
    try:
        return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)")
    except re.error:
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                raise CodebookError(
                    f"pattern {pattern!r} is no regular expression: {error}",
                    where=where,
                    remedy="correct it, or escape the signs that are meant literally",
                ) from None
        raise CodebookError(
            "the patterns cannot stand together",
            where=where,
            remedy="give no two patterns a group of the same name and set no flags inside them",
        ) from None


@dataclass(frozen=True)
class Theme:
    """A theme of the coding manual, with the wording that shows it.

    Patterns are regular expressions over the compact text: no white space,
    half-width signs. They are compiled on first use.

    Attributes
    ----------
    patterns
        Wording that by itself shows that a unit acts on the theme.
    weak_patterns
        Wording that only supports other evidence.
    match, no_match
        Clauses that must, and must not, show the theme.
    """

    id: str
    zh: str
    en: str
    definition: str
    definition_zh: str
    patterns: tuple[str, ...]
    match: tuple[str, ...]
    no_match: tuple[str, ...]
    weak_patterns: tuple[str, ...] = ()
    where: str = ""

    @cached_property
    def pattern(self) -> re.Pattern:
        """All patterns as one; CodebookError where one is no regular expression."""
        return _alternation(self.patterns, self.where)

    @cached_property
    def weak_pattern(self) -> re.Pattern:
        """All weak patterns as one, which matches nothing where there are none."""
        return _alternation(self.weak_patterns, self.where)


@dataclass(frozen=True)
class Indicator:
    """A measure whose values compare across documents.

    Attributes
    ----------
    unit, units
        The unit to compare in, and every unit as written that converts to it.
    kinds
        The kinds of target that can state it: ``quantity``, ``norm``.
    measure
        ``share`` (per cent of a group), ``count``, ``density`` (per head, per
        household) or ``amount`` (money).
    basis
        What the value holds for: ``stock`` (all there are at the deadline),
        ``new`` (what is added by then), ``yearly`` (each year) or ``standard``
        (a rule for each case, which says nothing of how much is achieved).
    grows_with_place
        Whether a larger place has a larger value for no other reason: such
        values compare only within a level or per head.
    comparable, comparable_zh
        What makes two values comparable or not.
    topic
        The indicator beside which this one is shown, where two measure one thing in
        different ways (a share against a count); by default none.
    headline
        Whether it is shown although one place alone states it.
    patterns
        Regular expressions for what is measured, tried on the indicator, failing
        that on the quote, failing that on the two joined, all compact.
    exclude
        Wording, in either, that rules the indicator out.
    match, no_match
        Targets that must, and must not, be read as this indicator: tables with
        ``indicator``, ``unit``, ``kind`` and ``quote``, each optional but one of
        the two texts.
    """

    id: str
    zh: str
    en: str
    unit: str
    units: tuple[str, ...]
    kinds: tuple[str, ...]
    measure: str
    basis: str
    grows_with_place: bool
    comparable: str
    comparable_zh: str
    patterns: tuple[str, ...]
    match: tuple[Mapping[str, str], ...]
    no_match: tuple[Mapping[str, str], ...] = ()
    exclude: tuple[str, ...] = ()
    topic: str = ""
    headline: bool = False
    where: str = ""

    @cached_property
    def pattern(self) -> re.Pattern:
        """All patterns as one; CodebookError where one is no regular expression."""
        return _alternation(self.patterns, self.where)

    @cached_property
    def excluding(self) -> re.Pattern:
        """All excluding patterns as one, which matches nothing where there are none."""
        return _alternation(self.exclude, self.where)


@dataclass(frozen=True)
class Codebook:
    """Themes, agencies and indicators, in the order of their files.

    Attributes
    ----------
    digest
        SHA-256 over the files' bytes, hexadecimal.
    """

    themes: tuple[Theme, ...]
    agencies: tuple[Agency, ...]
    indicators: tuple[Indicator, ...]
    digest: str

    @cached_property
    def _agency_index(self) -> AgencyIndex:
        return AgencyIndex(self.agencies)

    def agency_id(self, name_as_written: str, year: int | None = None) -> str | None:
        """Return the function of an agency, None where the codebook has none.

        Parameters
        ----------
        name_as_written
            The agency with its level or place, as the document prints it.
        year
            Year of the document: some short names have changed their meaning.
        """
        return self._agency_index.find(name_as_written, year)

    def is_agency_name(self, text: str) -> bool:
        """Return whether a text is one agency's name, by its shape or as listed."""
        return has_agency_shape(text) or self._agency_index.knows(text)

    def indicator_id(
        self, indicator: str | None, unit: str | None, kind: str, quote: str
    ) -> str | None:
        """Return the comparable indicator that a target states, None where none.

        Parameters
        ----------
        indicator
            What is measured, as written; None where the reader found none.
        unit
            The unit as written.
        kind
            ``quantity``, ``norm`` or ``milestone``.
        quote
            The stretch that carries the value, asked when the indicator alone
            does not tell.

        Notes
        -----
        Where several indicators fit, the one that stands first in the file
        counts: narrow ones stand before wide ones.
        """
        candidates, any_of_them = self._open_to(kind, unit)
        if not candidates:
            return None
        texts = [compact_name(text) for text in (indicator, quote) if text]
        # 农村幸福院 of the indicator and 每个区县建成3个 of the quote tell but together.
        whole = "".join(texts)
        for text in (*texts, whole):
            if not any_of_them.search(text):
                continue
            for candidate in candidates:
                if candidate.pattern.search(text) and not candidate.excluding.search(whole):
                    return candidate.id
        return None

    def _open_to(self, kind: str, unit: str | None) -> tuple[tuple[Indicator, ...], re.Pattern]:
        """Return the indicators of a kind and unit, and a pattern that any of them needs."""
        known = self._open
        if (kind, unit) not in known:
            compact = compact_name(unit) if unit else None
            candidates = tuple(i for i in self.indicators if kind in i.kinds and compact in i.units)
            patterns = [pattern for candidate in candidates for pattern in candidate.patterns]
            known[kind, unit] = candidates, _alternation(patterns, _INDICATORS)
        return known[kind, unit]

    @cached_property
    def _open(self) -> dict[tuple[str, str | None], tuple[tuple[Indicator, ...], re.Pattern]]:
        return {}


def load_codebook(directory: Path | None = None) -> Codebook:
    """Read the codebooks.

    Parameters
    ----------
    directory
        The folder that holds the three files; by default the project's, else
        the one packaged with policytasks.

    Raises
    ------
    CodebookError
        A file is missing or at fault; names the file, the line and the remedy.
        A pattern that is no regular expression shows when it is first used.
    """
    directory = PathFinder.find().codebook if directory is None else Path(directory)
    contents = {name: _read(directory / name) for name in (_THEMES, _AGENCIES, _INDICATORS)}
    digest = hashlib.sha256()
    for name, content in contents.items():
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    themes = _tables(directory / _THEMES, contents[_THEMES], "theme", Theme)
    indicators = _tables(directory / _INDICATORS, contents[_INDICATORS], "indicator", Indicator)
    known = {indicator.id for indicator in indicators}
    for indicator in indicators:
        _check_indicator(indicator)
        if indicator.topic and indicator.topic not in known:
            raise CodebookError(
                f"topic {indicator.topic!r} is no indicator",
                where=indicator.where,
                remedy="name the id of an indicator of this file",
            )
    agencies = _agencies(directory / _AGENCIES, contents[_AGENCIES])
    return Codebook(themes, agencies, indicators, digest.hexdigest())


def _read(path: Path) -> bytes:
    """Read a file's bytes; CodebookError where it is not there."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise CodebookError(
            f"cannot be read: {error.strerror}",
            where=str(path),
            remedy="restore the file; a codebook is themes.toml, agencies.csv and indicators.toml",
        ) from None


def _decode(path: Path, content: bytes) -> str:
    """Decode a codebook, which is UTF-8 with or without a mark at its head."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise CodebookError(
            "is not UTF-8", where=f"{path}, line {line}", remedy="save the file as UTF-8"
        ) from None


# --- TOML ----------------------------------------------------------------------

# How the fields of Theme and Indicator are written, by their annotation.
_WRITTEN_AS = {
    "str": (str, "a string"),
    "bool": (bool, "true or false"),
    "tuple[str, ...]": (str, "a list of strings"),
    "tuple[Mapping[str, str], ...]": (dict, "a list of tables"),
}


def _tables(path: Path, content: bytes, name: str, kind: type) -> tuple:
    """Read a file's ``[[name]]`` tables into objects of a dataclass."""
    text = _decode(path, content)
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CodebookError(
            f"is no TOML: {error}", where=str(path), remedy="mend the line that the message names"
        ) from None
    if set(document) != {name} or not isinstance(document[name], list):
        raise CodebookError(
            f"holds {', '.join(sorted(document)) or 'nothing'}",
            where=str(path),
            remedy=f"write every entry as a [[{name}]] table",
        )
    heads = [n for n, line in enumerate(text.splitlines(), 1) if line.strip() == f"[[{name}]]"]
    entries: dict[str, Any] = {}
    for number, table in enumerate(document[name]):
        line = heads[number] if number < len(heads) else 1
        where = f"{path}, line {line}"
        entry = kind(**_checked(table, kind, where), where=where)
        if entry.id in entries:
            raise CodebookError(
                f"id {entry.id!r} is taken by the entry at {entries[entry.id].where}",
                where=where,
                remedy="give every entry an id of its own",
            )
        entries[entry.id] = entry
    return tuple(entries.values())


def _checked(table: Mapping[str, Any], kind: type, where: str) -> dict[str, Any]:
    """Return a table's values as the dataclass takes them, or say what is wrong."""
    declared = {field.name: field for field in fields(kind) if field.name != "where"}
    unknown = sorted(set(table) - set(declared))
    if unknown:
        raise CodebookError(
            f"unknown key {unknown[0]!r}", where=where, remedy=f"known are {', '.join(declared)}"
        )
    missing = [n for n, f in declared.items() if f.default is MISSING and n not in table]
    if missing:
        raise CodebookError(f"key {missing[0]!r} is missing", where=where, remedy="add it")
    values: dict[str, Any] = {}
    for name, value in table.items():
        written, described = _WRITTEN_AS[declared[name].type]
        is_list = described.startswith("a list")
        items = value if is_list and isinstance(value, list) else [value]
        if is_list is not isinstance(value, list) or not all(isinstance(v, written) for v in items):
            raise CodebookError(
                f"key {name!r} is {value!r}", where=where, remedy=f"write it as {described}"
            )
        values[name] = tuple(value) if is_list else value
    for name in ("id", "patterns"):
        if not values[name]:
            raise CodebookError(f"key {name!r} is empty", where=where, remedy="fill it")
    return values


def _check_indicator(indicator: Indicator) -> None:
    """Refuse words outside the closed lists, which comparisons rely on."""
    closed = {
        "measure": ((indicator.measure,), MEASURES),
        "basis": ((indicator.basis,), BASES),
        "kinds": (indicator.kinds, KINDS),
    }
    for key, (values, known) in closed.items():
        for value in values:
            if value not in known:
                raise CodebookError(
                    f"{key} {value!r} is not known",
                    where=indicator.where,
                    remedy=f"write one of {', '.join(known)}",
                )
    if indicator.unit not in indicator.units:
        raise CodebookError(
            f"unit {indicator.unit!r} is not among units",
            where=indicator.where,
            remedy="list it in units",
        )


# --- agencies.csv --------------------------------------------------------------


def _agencies(path: Path, content: bytes) -> tuple[Agency, ...]:
    """Read the agencies, one row an alias."""
    file = str(path)
    rows = csv.reader(io.StringIO(_decode(path, content), newline=""))
    head = next(rows, [])
    missing = [name for name in _AGENCY_COLUMNS if name not in head]
    if missing:
        raise CodebookError(
            f"column {missing[0]!r} is missing",
            where=f"{file}, line 1",
            remedy=f"the columns are {', '.join(_AGENCY_COLUMNS)}",
        )
    columns = [head.index(name) for name in _AGENCY_COLUMNS]
    names: dict[str, tuple[str, str]] = {}
    aliases: dict[str, list[Alias]] = {}
    taken: dict[str, list[tuple[Alias, str, int]]] = {}
    for row in rows:
        if not row:
            continue
        where = f"{file}, line {rows.line_num}"
        if len(row) != len(head):
            raise CodebookError(
                f"has {len(row)} cells, the head {len(head)}",
                where=where,
                remedy="put cells that hold a comma between quotation marks",
            )
        agency_id, zh, en, *cells = [row[column].strip() for column in columns]
        if not (agency_id and zh and en):
            raise CodebookError("agency_id, zh or en is empty", where=where, remedy="fill the cell")
        if names.setdefault(agency_id, (zh, en)) != (zh, en):
            raise CodebookError(
                f"{agency_id!r} is named {zh} / {en} here and {' / '.join(names[agency_id])} above",
                where=where,
                remedy="give all rows of a function the same zh and en",
            )
        alias = _alias(*cells, where=where)
        same = taken.setdefault(alias_key(alias.name), [])
        for other, other_id, line in same:
            if (other_id != agency_id or other.name == alias.name) and _overlap(alias, other):
                raise CodebookError(
                    f"alias {alias.name!r} is already {other_id!r} in those years (line {line})",
                    where=where,
                    remedy="delete one of the two, or set first_year and last_year apart",
                )
        same.append((alias, agency_id, rows.line_num))
        aliases.setdefault(agency_id, []).append(alias)
    return tuple(Agency(id, *names[id], tuple(own)) for id, own in aliases.items())


def _alias(name: str, first: str, last: str, note: str, *, where: str) -> Alias:
    """Make an alias of its cells."""
    core = name.removeprefix("*")
    if not core:
        raise CodebookError("alias is empty", where=where, remedy="fill the cell")
    first_year, last_year = (_year(cell, where) for cell in (first, last))
    if first_year and last_year and last_year < first_year:
        raise CodebookError(
            f"last_year {last_year} is before first_year {first_year}",
            where=where,
            remedy="exchange the two years",
        )
    return Alias(core, core != name, first_year, last_year, note)


def _year(cell: str, where: str) -> int | None:
    """Read a year; None where the cell is empty."""
    if not cell:
        return None
    if not (len(cell) == 4 and cell.isascii() and cell.isdecimal()):
        raise CodebookError(
            f"year {cell!r} is no year",
            where=where,
            remedy="write a year such as 2018, or leave the cell empty",
        )
    return int(cell)


def _overlap(one: Alias, other: Alias) -> bool:
    """Return whether two aliases have a year of use in common."""
    return (one.first_year or 0) <= (other.last_year or 9999) and (other.first_year or 0) <= (
        one.last_year or 9999
    )
