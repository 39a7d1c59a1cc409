"""How right the rows of a corpus are, by a review of a sample of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from policytasks.compare.tallies import records_of
from policytasks.review.answers import Answers
from policytasks.review.estimates import Estimate, ratio
from policytasks.review.samples import Sample, SampledUnit

__all__ = ["MEASURES", "accuracy", "told"]

MEASURES = {
    "precision": "rows that the plan has",
    "right": "rows with every value right",
    "field": "rows of the plan with this value right",
    "recall": "rows of the plan that are in the table",
}
ALL = "all"


@dataclass(frozen=True, slots=True)
class _Counted:
    """What a sampled thing adds to a measure: how much has the property, of how much."""

    stratum: str
    document_id: str
    of: float
    whole: float


def accuracy(sample: Sample, answers: Answers) -> pd.DataFrame:
    """Estimate precision and recall from a review, by document and by field.

    Returns
    -------
    DataFrame
        ``measure`` (see `MEASURES`), ``table``, ``document_id`` (or ``all``), ``field`` (for
        the measure of that name), ``reviewed`` (rows or units), ``share`` with its 95 %
        interval ``low`` and ``high``. Each estimate is for all rows of the tables from which
        the sample was drawn, or for those of a document.
    """
    found: list[tuple[object, ...]] = []
    measures = [*_measures(sample, answers), *_fields(sample, answers)]
    for document_id in (ALL, *dict.fromkeys(each.document_id for each in sample.rows)):
        for measure, field, counted, sizes in measures:
            own = [each for each in counted if document_id in (ALL, each.document_id)]
            # Strata that mix documents tell nothing of one of them.
            if own and not (document_id != ALL and ALL in sizes):
                estimate = _estimate(own, sizes)
                found.append((measure, sample.table, document_id, field, len(own), *estimate))
    columns = ["measure", "table", "document_id", "field", "reviewed", "share", "low", "high"]
    return pd.DataFrame(found, columns=columns)


def _estimate(counted: Sequence[_Counted], sizes: Mapping[str, int]) -> Estimate:
    return ratio(
        [each.stratum for each in counted],
        [each.of for each in counted],
        [each.whole for each in counted],
        sizes,
    )


_Measure = tuple[str, str, list[_Counted], Mapping[str, int]]


def _measures(sample: Sample, answers: Answers) -> Iterator[_Measure]:
    verdict = {number: cells.verdict for number, cells in answers.rows.items()}
    for measure, wanted in (("precision", ("right", "wrong")), ("right", ("right",))):
        counted = [
            _Counted(row.stratum, row.document_id, verdict[row.number] in wanted, 1)
            for row in sample.rows
        ]
        yield measure, "", counted, sample.strata
    if sample.units:
        yield "recall", "", [_unit(unit, answers) for unit in sample.units], sample.unit_strata


def _unit(unit: SampledUnit, answers: Answers) -> _Counted:
    cells = answers.units[unit.number]
    there = len(unit.read) - (cells.wrong or 0)
    return _Counted(unit.stratum, unit.document_id, there, there + (cells.missed or 0))


def _fields(sample: Sample, answers: Answers) -> Iterator[_Measure]:
    for name in sample.rows[0].values:
        counted = []
        for row in sample.rows:
            cells = answers.rows[row.number]
            exists = cells.verdict != "no row"
            is_right = exists and name not in cells.right_values
            counted.append(_Counted(row.stratum, row.document_id, is_right, exists))
        yield "field", name, counted, sample.strata


def told(frame: pd.DataFrame) -> Iterator[str]:
    """Say each estimate in a line, those of single fields only where some row was wrong."""
    for row in records_of(frame):
        everywhere = row.document_id == ALL
        is_plain_field = row.measure == "field" and (row.share == 1 or not everywhere)
        if np.isnan(row.share) or is_plain_field:
            continue
        where = "" if everywhere else f", {row.document_id}"
        field = f" {row.field}" if row.field else ""
        yield (
            f"{row.measure}{field} of {row.table}{where}: {row.share:.3f} "
            f"[{row.low:.3f}, {row.high:.3f}] ({row.reviewed} reviewed; {MEASURES[row.measure]})"
        )
