"""A filled-in sheet brought into the project: verdicts kept, corrections written, accuracy told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from policytasks.codebook import Codebook
from policytasks.corpus import Corpus
from policytasks.corrections import (
    Correction,
    CorrectionCells,
    apply_to_reading,
    cells_csv,
    load_corrections,
)
from policytasks.errors import CorrectionError, ReviewError
from policytasks.files import write_together
from policytasks.model import is_identifier
from policytasks.review.accuracy import accuracy
from policytasks.review.answers import AnswerCells, Answers, read_answers, sheet_of
from policytasks.review.samples import Sample, read_sample

__all__ = ["Review", "bring_in", "problem_with"]


@dataclass(frozen=True, slots=True)
class Review:
    """What was brought in.

    Attributes
    ----------
    accuracy
        As `policytasks.review.accuracy.accuracy` gives it.
    corrections
        How many decisions were written.
    files
        The verdicts, the estimates and, where anything was decided, the corrections.
    """

    accuracy: pd.DataFrame
    corrections: int
    files: tuple[Path, ...]


def bring_in(
    file: Path,
    by: str,
    *,
    reviews: Path,
    corrections: Path,
    corpus: Corpus,
    codebook: Codebook,
    today: date,
) -> Review:
    """Check a sheet, keep its verdicts, write its corrections and estimate the accuracy.

    Parameters
    ----------
    file
        The filled-in workbook, or the CSV that the page saves.
    by
        Who filled it in.
    reviews, corrections
        The folders of the project. Files of the same sample and person are replaced, each
        whole, so that importing a sheet again repeats nothing.
    corpus
        The tables of the project, for its texts.
    codebook
        The codes that right values may have.
    today
        The day of the decisions.

    Raises
    ------
    ReviewError
        The sheet is not filled in, or a decision finds no place in the text.
    CorrectionError
        A decision contradicts one that stands already; names both. The verdicts and their
        estimates are kept, the corrections are not written.
    """
    if not is_identifier(by):
        raise ReviewError(f"{by!r} is no name", remedy="leave out colons, slashes and tabs")
    sample_id, lines = sheet_of(file)
    sample = read_sample(reviews, sample_id)
    answers = read_answers(file, lines, sample, codebook)
    estimates = accuracy(sample, answers)
    stem = f"{sample_id}.{'-'.join(by.split())}"
    kept, estimated = reviews / f"{stem}.csv", reviews / f"{stem}.accuracy.csv"
    decided = corrections / f"{stem}.csv"
    decisions = list(_decisions(sample, answers, by, today))
    problem = problem_with(decisions, decided, corpus, codebook)
    if isinstance(problem, ReviewError):
        raise problem
    accuracy_csv = estimates.to_csv(index=False, lineterminator="\n").encode()
    files = {kept: cells_csv(AnswerCells, lines), estimated: accuracy_csv}
    if not problem and (decisions or decided.exists()):
        decided.parent.mkdir(parents=True, exist_ok=True)
        files[decided] = cells_csv(CorrectionCells, decisions)
    write_together(files)
    if problem:
        raise problem
    return Review(estimates, len(decisions), tuple(files))


def _decisions(sample: Sample, answers: Answers, by: str, today: date) -> Iterator[CorrectionCells]:
    nothing = {"field": "", "old": "", "new": ""}

    def said(cells: AnswerCells) -> dict[str, object]:
        return {
            **nothing,
            "who": by,
            "when": today,
            "why": cells.note or f"review {sample.sample_id}",
        }

    for row in sample.rows:
        cells = answers.rows[row.number]
        if cells.verdict == "no row":
            yield CorrectionCells.model_validate({**row.place, **said(cells), "action": "delete"})
        for name, value in cells.right_values.items():
            change = {"action": "change", "field": name, "old": row.values[name], "new": value}
            yield CorrectionCells.model_validate({**row.place, **said(cells), **change})
    units = {unit.number: unit for unit in sample.units}
    for cells in answers.missed:
        unit = units[cells.no or 0]
        place: dict[str, object] = {
            **{"document_id": unit.document_id, "table": sample.table},
            **{"unit": unit.opening, "quote": cells.quote, "start": None, "key": ""},
        }
        added = {"action": "add", "new": cells.values}
        yield CorrectionCells.model_validate({**place, **said(cells), **added})


def problem_with(
    decisions: list[CorrectionCells], own: Path, corpus: Corpus, codebook: Codebook
) -> ReviewError | CorrectionError | None:
    """Try the decisions beside those that stand already; return what is wrong with them."""
    mine = [Correction.of(c, codebook, f"{own}, line {n}") for n, c in enumerate(decisions, 2)]
    others = load_corrections(own.parent, codebook)
    for document_id in dict.fromkeys(c.document_id for c in mine):
        standing = [c for c in others.of(document_id) if not c.where.startswith(f"{own}, ")]
        about = [c for c in mine if c.document_id == document_id]
        try:
            applied = apply_to_reading(
                corpus.source(document_id),
                corpus.document(document_id),
                [*standing, *about],
                codebook,
            )
        except CorrectionError as error:
            return error
        for unplaced in applied.unplaced:
            if unplaced.correction in about:
                cells = unplaced.correction.cells
                return ReviewError(
                    f"{cells.action} {cells.quote!r} in {document_id}: {unplaced.reason}",
                    where=str(own),
                    remedy="copy the words from the text, or draw or export anew from the tables of now",
                )
    return None
