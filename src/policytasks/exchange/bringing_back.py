"""Codings of themes that people changed in a coding tool, as corrections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from policytasks.codebook import Codebook
from policytasks.corpus import Corpus
from policytasks.corrections import (
    CorrectionCells,
    Corrections,
    apply_to_reading,
    load_corrections,
    pointing_at,
    write_cells,
)
from policytasks.corrections.values import pairs
from policytasks.errors import ReviewError
from policytasks.exchange.codes import code_groups, themes_by_name
from policytasks.exchange.label_studio import read_tasks
from policytasks.exchange.refi_qda import read_project
from policytasks.exchange.returned import Returned, ReturnedCoding, in_source
from policytasks.files import check_is_file
from policytasks.model import is_identifier
from policytasks.reading.view import without_space
from policytasks.review import problem_with

__all__ = ["BroughtBack", "bring_back"]

_READERS = {".qdpx": read_project, ".json": read_tasks}

_Row = Mapping[str, Any]
_Stretch = tuple[str, int, int]


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """What was brought back.

    Attributes
    ----------
    corrections
        How many decisions were written.
    further
        How many stretches were coded with a theme that their unit has already from other
        words: the tables have a theme once a unit.
    unknown
        The codes of the tool that are neither themes nor others of the export, in order.
    files
        The corrections, where anything was decided now or before.
    """

    corrections: int
    further: int
    unknown: tuple[str, ...]
    files: tuple[Path, ...]


def bring_back(
    file: Path,
    by: str,
    *,
    corrections: Path,
    corpus: Corpus,
    codebook: Codebook,
    today: date,
) -> BroughtBack:
    """Compare the themes that a tool gives back with those it was given; write what changed.

    A theme that is gone becomes a deletion, a new one an addition with its words. Codings
    of units, targets and responsibilities are not brought back. Importing a file of the
    same name again replaces its corrections, so that it repeats nothing.

    Parameters
    ----------
    file
        A project (``.qdpx``), or what Label Studio exports as JSON (``.json``).
    by
        Who decided, where the tool does not name the person.
    corrections
        The folder of the project's corrections.
    corpus, codebook
        The texts of the project and its themes.
    today
        The day of the decisions.

    Raises
    ------
    ReviewError
        The file is foreign or damaged, a text is another than the registered one, or a
        decision finds no place. Nothing is written.
    CorrectionError
        A decision contradicts one that stands already; names both. Nothing is written.
    """
    if not is_identifier(by):
        raise ReviewError(f"{by!r} is no name", remedy="leave out colons, slashes and tabs")
    texts = _read(file)
    _check_documents(texts, corpus)
    own = corrections / f"{file.name.lstrip('.')}.{'-'.join(by.split())}.csv"
    standing = load_corrections(corrections, codebook)
    decisions: list[CorrectionCells] = []
    further = 0
    unknown: dict[str, None] = {}
    said = {"when": today, "why": f"coded in {file.name}", "field": "", "old": ""}
    for returned in texts:
        before = _Before.of(returned.document_id, corpus, codebook, standing, own)
        themes, others = _themes(returned, before.source, codebook)
        made = _Decisions(before, returned, themes)
        decisions += made.by(by, said)
        further += made.further
        unknown |= others
    if problem := problem_with(decisions, own, corpus, codebook):
        raise problem
    is_written = bool(decisions) or own.exists()
    if is_written:
        write_cells(own, CorrectionCells, decisions)
    return BroughtBack(len(decisions), further, tuple(unknown), (own,) if is_written else ())


def _read(file: Path) -> list[Returned]:
    try:
        check_is_file(file)
        return _READERS[file.suffix.lower()](file)
    except OSError as error:
        raise ReviewError(
            f"cannot be read: {error.strerror or error}",
            where=str(file),
            remedy="name the file that the coding tool saved",
        ) from None


def _themes(
    returned: Returned, source: str, codebook: Codebook
) -> tuple[dict[_Stretch, ReturnedCoding], dict[str, None]]:
    """Return the stretches with a theme, and the codes that the export did not have."""
    known = themes_by_name(codebook)
    ours = {code.name for group in code_groups(codebook).values() for code in group}
    themes: dict[_Stretch, ReturnedCoding] = {}
    unknown: dict[str, None] = {}
    for coding, start, end in in_source(returned, source):
        theme = next((known[name] for name in coding.names if name in known), None)
        if theme:
            themes.setdefault((theme, start, end), coding)
        elif coding.names[-1] not in ours:
            unknown[coding.names[-1]] = None
    return themes, unknown


def _check_documents(texts: Sequence[Returned], corpus: Corpus) -> None:
    known = set(corpus.documents["document_id"])
    seen: set[str] = set()
    for returned in texts:
        id = returned.document_id
        if id not in known or id in seen:
            raise ReviewError(
                f"has the document {id!r} twice" if id in seen else f"document {id!r} is unknown",
                where=returned.where,
                remedy="take out of the tool's project what policytasks did not export",
            )
        seen.add(id)


@dataclass(frozen=True, slots=True)
class _Before:
    """A document as all decisions but those of this file leave it."""

    source: str
    units: Sequence[_Row]
    themes: Sequence[_Row]

    @classmethod
    def of(
        cls, id: str, corpus: Corpus, codebook: Codebook, standing: Corrections, own: Path
    ) -> _Before:
        source = corpus.source(id)
        others = [c for c in standing.of(id) if not c.where.startswith(f"{own}, ")]
        tables = apply_to_reading(source, corpus.document(id), others, codebook).tables
        units, themes = (
            [
                dict(zip(columns, values, strict=True))
                for values in zip(*columns.values(), strict=True)
            ]
            for columns in (tables["tasks"], tables["themes"])
        )
        return cls(source, units, themes)


class _Decisions:
    """What changed in one document, as cells of corrections and by whom."""

    def __init__(
        self, before: _Before, returned: Returned, themes: Mapping[_Stretch, ReturnedCoding]
    ) -> None:
        self.before = before
        self.returned = returned
        self.themes = themes
        self.units = {unit["task_id"]: unit for unit in before.units}
        self.further = 0

    def by(self, name: str, said: Mapping[str, Any]) -> list[CorrectionCells]:
        """Return the decisions, by this person where the tool names nobody."""
        return [
            CorrectionCells.model_validate({**cells, **said, "who": who or name})
            for cells, who in self._made()
        ]

    def _made(self) -> Iterator[tuple[dict[str, Any], str]]:
        """Yield the deletions, then the additions; who is empty where the tool names nobody."""
        rows = {_stretch(row): row for row in self.before.themes}
        origin = self.returned.origin
        sent = set(origin.themes) if origin else set(rows)
        gone: dict[tuple[str, str], _Row] = {}
        for row in self.before.themes:
            if _stretch(row) in sent and _stretch(row) not in self.themes:
                gone[row["task_id"], row["theme_id"]] = row
                yield {**self._at(row), "action": "delete", "new": ""}, ""
        there = {(row["task_id"], row["theme_id"]) for row in self.before.themes} - set(gone)
        for (theme, start, end), coding in self.themes.items():
            if (theme, start, end) in sent:
                continue
            row = self._new_row(theme, start, end, coding)
            key = row["task_id"], theme
            if key in there:
                self.further += (theme, start, end) not in rows
                continue
            there.add(key)
            values = {"theme_id": theme}
            if key in gone:
                # Other words for the same: how often the unit names it stays.
                values["mentions"] = gone[key]["mentions"]
            added = {"action": "add", "key": "", "new": pairs(values)}
            yield {**self._at(row), **added}, " ".join(coding.who.split())

    def _at(self, row: _Row) -> dict[str, Any]:
        return pointing_at("themes", row, self.before.source, self.units[row["task_id"]])

    def _new_row(self, theme: str, start: int, end: int, coding: ReturnedCoding) -> dict[str, Any]:
        """Return what a correction must know of a row: it belongs to the smallest unit around."""
        around = [u for u in self.before.units if u["start"] <= start and end <= u["end"]]
        words = without_space(self.before.source[start:end])
        if not around:
            raise ReviewError(
                f"theme {theme} is coded on {words[:30]!r}, which stands in no unit or in several",
                where=coding.where,
                remedy="code words within one task, duty or other unit that the tables have",
            )
        unit = min(around, key=lambda u: u["end"] - u["start"])
        return {
            **{"document_id": self.returned.document_id, "task_id": unit["task_id"]},
            **{"theme_id": theme, "quote": words, "start": start},
        }


def _stretch(row: _Row) -> _Stretch:
    return row["theme_id"], row["start"], row["end"]
