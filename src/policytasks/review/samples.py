"""Samples of rows and of units for people to check, drawn so that shares can be estimated."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from pydantic import TypeAdapter, ValidationError

from policytasks.corrections import correctable, opening, pointing_at, printed_value
from policytasks.errors import ReviewError
from policytasks.files import write_whole
from policytasks.schema import TABLES

__all__ = [
    "Sample",
    "SampledRow",
    "SampledUnit",
    "allocated",
    "draw",
    "read_sample",
    "write_sample",
]

REVIEWED = tuple(name for name in TABLES if name != "documents")

# What parts the rows of a document that differ in how well they are read.
_KIND = {"tasks": "kind", "targets": "kind", "responsibilities": "role"}
# Fewer in a stratum do not tell how much its rows differ.
_FEWEST = 2
_SENTENCE_END = re.compile(r"[。！？；!?;\n\r]")


@dataclass(frozen=True, slots=True)
class SampledRow:
    """A row to check: its words in their sentence, its values as printed.

    ``place`` are the cells by which a correction points at it.
    """

    number: int
    stratum: str
    document_id: str
    unit: str
    before: str
    quote: str
    after: str
    values: dict[str, str]
    place: dict[str, str | int | None]


@dataclass(frozen=True, slots=True)
class SampledUnit:
    """A whole unit, in which to look for what was missed; ``read`` are its rows."""

    number: int
    stratum: str
    document_id: str
    opening: str
    text: str
    read: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sample:
    """What was drawn, and of how many: ``strata`` and ``unit_strata`` count the population."""

    sample_id: str
    table: str
    seed: int
    rows: tuple[SampledRow, ...]
    strata: dict[str, int]
    units: tuple[SampledUnit, ...]
    unit_strata: dict[str, int]


def allocated(sizes: Sequence[int], n: int) -> list[int]:
    """Share a sample among strata by their sizes, with at least two from each.

    >>> allocated([100, 10, 1], 20)
    [16, 3, 1]
    """
    least = [min(_FEWEST, size) for size in sizes]
    left = max(0, min(n, sum(sizes)) - sum(least))
    room = [size - few for size, few in zip(sizes, least, strict=True)]
    shares = [left * each / (sum(room) or 1) for each in room]
    given = [few + int(share) for few, share in zip(least, shares, strict=True)]
    by_rest = sorted(range(len(sizes)), key=lambda i: int(shares[i]) - shares[i])
    for i in by_rest[: left - sum(int(share) for share in shares)]:
        given[i] += 1
    return given


def _drawn(
    strata: Iterable[Sequence[str]], n: int, random: np.random.Generator
) -> tuple[list[int], list[str], dict[str, int]]:
    """Draw places at random within strata, as fine as the number allows.

    Parameters
    ----------
    strata
        For each row the names of its strata, from fine to coarse.

    Returns
    -------
    The places drawn in order, all rows' strata, and the strata's sizes.
    """
    named = list(strata)
    for level in range(len(named[0]) if named else 0):
        chosen = [names[level] for names in named]
        places: dict[str, list[int]] = {}
        for place, stratum in enumerate(chosen):
            places.setdefault(stratum, []).append(place)
        if n >= _FEWEST * len(places) or level == len(named[0]) - 1:
            break
    else:
        return [], [], {}
    counts = allocated([len(members) for members in places.values()], n)
    drawn = [
        int(place)
        for members, count in zip(places.values(), counts, strict=True)
        for place in random.choice(members, count, replace=False)
    ]
    return sorted(drawn), chosen, {name: len(members) for name, members in places.items()}


def draw(
    tables: Mapping[str, list[dict[str, Any]]],
    source: Callable[[str], str],
    table: str,
    *,
    n: int,
    units: int,
    seed: int,
) -> Sample:
    """Draw a stratified random sample of a table's rows, and one of whole units.

    Parameters
    ----------
    tables
        The rows of the tables.
    source
        Gives the text of a document.
    table
        Whose rows to check.
    n, units
        How many rows and units; all where there are fewer.
    seed
        The same seed draws the same sample from the same tables.

    Raises
    ------
    ReviewError
        The table cannot be reviewed, or has no rows.
    """
    if table not in REVIEWED:
        raise ReviewError(
            f"table {table!r} cannot be reviewed", remedy=f"name one of {', '.join(REVIEWED)}"
        )
    if not tables[table]:
        raise ReviewError(f"{table} has no rows", remedy="run `policytasks build`")
    random = np.random.default_rng(seed)
    tasks = {unit["task_id"]: unit for unit in tables["tasks"]}
    kind = _KIND.get(table)
    levels = [
        *([lambda row: f"{row['document_id']}, {row[kind]}"] if kind else []),
        lambda row: row["document_id"],
        lambda row: "all",
    ]
    places, strata, sizes = _drawn(
        ([level(row) for level in levels] for row in tables[table]), n, random
    )
    rows = tuple(
        _row(number, strata[place], table, tables[table][place], tasks, source)
        for number, place in enumerate(places, 1)
    )
    has_units = "task_id" in TABLES[table].references
    sampled, unit_sizes = _units(tables, source, table, units if has_units else 0, random)
    sample = Sample("", table, seed, rows, sizes, sampled, unit_sizes)
    digest = hashlib.sha256(_ADAPTER.dump_json(sample)).hexdigest()[:8]
    return replace(sample, sample_id=f"{table}-{len(rows)}-seed{seed}-{digest}")


def _row(
    number: int,
    stratum: str,
    table: str,
    row: dict[str, Any],
    tasks: Mapping[str, dict[str, Any]],
    source: Callable[[str], str],
) -> SampledRow:
    text = source(row["document_id"])
    unit = row if table == "tasks" else tasks.get(row.get("task_id", ""))
    before, after = _around(text, row["start"], row["end"], unit or {"start": 0, "end": len(text)})
    values = {name: printed_value(row[name]) for name in correctable(table)}
    for name in values:
        # As corrections name another unit: by its words, not by a running number.
        other = tasks.get(row[name]) if TABLES[table].references.get(name) == "tasks" else None
        if other:
            values[name] = opening(text, other["start"], other["end"])
    place = pointing_at(table, row, text, None if table == "tasks" else unit)
    return SampledRow(
        number,
        stratum,
        row["document_id"],
        opening(text, unit["start"], unit["end"]) if unit else "",
        before,
        "".join(text[row["start"] : row["end"]].split()),
        after,
        values,
        place,
    )


def _around(text: str, start: int, end: int, unit: Mapping[str, Any]) -> tuple[str, str]:
    """Return what stands before and after a quote in its sentence."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text, unit["start"], start)]
    opens = ends[-1] if ends else min(unit["start"], start)
    match = _SENTENCE_END.search(text, end, max(unit["end"], end))
    closes = match.end() if match else max(unit["end"], end)
    return "".join(text[opens:start].split()), "".join(text[end:closes].split())


def _units(
    tables: Mapping[str, list[dict[str, Any]]],
    source: Callable[[str], str],
    table: str,
    count: int,
    random: np.random.Generator,
) -> tuple[tuple[SampledUnit, ...], dict[str, int]]:
    if not count:
        return (), {}
    tasks = tables["tasks"]
    places, strata, sizes = _drawn(([row["document_id"], "all"] for row in tasks), count, random)
    read: dict[str, list[str]] = {tasks[place]["task_id"]: [] for place in places}
    for row in tables[table]:
        if row["task_id"] not in read:
            continue
        told = ", ".join(
            f"{name} {printed_value(row[name])}"
            for name in correctable(table)
            if row[name] not in (None, False)
        )
        read[row["task_id"]].append(f"{row['quote']} [{told}]")
    sampled = []
    for number, place in enumerate(places, 1):
        unit = tasks[place]
        text = source(unit["document_id"])
        sampled.append(
            SampledUnit(
                number,
                strata[place],
                unit["document_id"],
                opening(text, unit["start"], unit["end"]),
                text[unit["start"] : unit["end"]].strip(),
                tuple(read[unit["task_id"]]),
            )
        )
    return tuple(sampled), sizes


_ADAPTER = TypeAdapter(Sample)


def write_sample(folder: Path, sample: Sample) -> Path:
    """Keep a sample, which tells what the verdicts on it are about."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{sample.sample_id}.json"
    write_whole(file, _ADAPTER.dump_json(sample, indent=1))
    return file


def read_sample(folder: Path, sample_id: str) -> Sample:
    """Read a sample that `write_sample` kept.

    Raises
    ------
    ReviewError
        It is not there, or is no sample.
    """
    file = folder / f"{sample_id}.json"
    try:
        return _ADAPTER.validate_json(file.read_bytes())
    except OSError:
        raise ReviewError(
            "there is no such sample",
            where=str(file),
            remedy="put the file there that `policytasks review sample` wrote beside the sheet",
        ) from None
    except ValidationError as error:
        raise ReviewError(
            f"is no sample: {error.errors(include_url=False)[0]['msg']}",
            where=str(file),
            remedy="restore it, or draw the sample anew with the same seed",
        ) from None
