"""How far two reviewers of one sample agree, and where they do not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

from policytasks.compare.intervals import CONFIDENCE, RESAMPLES, SEED
from policytasks.errors import ReviewError
from policytasks.review.answers import VERDICTS, AnswerCells, Answers
from policytasks.review.samples import Sample

__all__ = ["Agreement", "agreement", "krippendorff_alpha"]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two reviewers of one sample.

    Attributes
    ----------
    alpha, low, high
        Krippendorff's α of their verdicts with its 95 % bootstrap interval; NaN where both
        gave but one verdict throughout, which leaves nothing to tell agreement from chance.
    share
        Share of rows with the same verdict.
    rows
        How many rows both reviewed.
    differences
        ``sheet``, ``no``, ``document_id``, ``words``, and what ``one`` and the ``other`` said.
    """

    alpha: float
    low: float
    high: float
    share: float
    rows: int
    differences: pd.DataFrame


def krippendorff_alpha(one: ArrayLike, other: ArrayLike) -> float:
    """Return Krippendorff's α of two coders' nominal codes; NaN where all codes are one.

    Of complete nominal codes α is Fleiss' κ with chance reckoned without replacement:
    α = 1 - (1 - κ)(n - 1) / n, n the number of codes. Source: Krippendorff (2019), Content
    Analysis, 4th ed., ch. 12; κ by statsmodels.

    >>> round(krippendorff_alpha([0, 0, 1, 1, 3, 2, 2, 2, 4, 3, 3, 0], [1, 0, 1, 1, 1, 2, 2, 2, 4, 3, 3, 3]), 3)
    0.692
    """
    codes = np.column_stack([np.asarray(one), np.asarray(other)])
    if np.ptp(codes) == 0:
        return np.nan
    counts, _ = aggregate_raters(codes)
    return 1 - (1 - float(fleiss_kappa(counts))) * (codes.size - 1) / codes.size


def agreement(sample: Sample, one: Answers, other: Answers) -> Agreement:
    """Compare two reviewers' sheets of one sample.

    Raises
    ------
    ReviewError
        The sample has fewer than two rows.
    """
    numbers = [row.number for row in sample.rows]
    if len(numbers) < 2:
        raise ReviewError("one row tells no agreement", remedy="draw a larger sample")
    a, b = (
        np.array([VERDICTS.index(each.rows[number].verdict) for number in numbers])
        for each in (one, other)
    )
    alpha = krippendorff_alpha(a, b)
    low = high = np.nan
    if alpha == alpha:
        low, high = _interval(a, b)
    differences = pd.DataFrame(
        list(_differences(sample, one, other)),
        columns=["sheet", "no", "document_id", "words", "one", "other"],
    )
    return Agreement(alpha, low, high, float((a == b).mean()), len(numbers), differences)


def _interval(a: NDArray[np.int64], b: NDArray[np.int64]) -> tuple[float, float]:
    """Resample rows; those draws in which all codes are one tell nothing and are left out."""
    random = np.random.default_rng(SEED)
    draws = random.integers(a.size, size=(RESAMPLES, a.size))
    found = np.array([krippendorff_alpha(a[drawn], b[drawn]) for drawn in draws])
    kept = found[~np.isnan(found)]
    tail = (1 - CONFIDENCE) / 2
    low, high = np.quantile(kept, [tail, 1 - tail])
    return float(low), float(high)


def _differences(
    sample: Sample, one: Answers, other: Answers
) -> Iterator[tuple[str, int, str, str, str, str]]:
    for row in sample.rows:
        a, b = (_said(answers.rows[row.number]) for answers in (one, other))
        if a != b:
            yield "rows", row.number, row.document_id, row.quote, a, b
    for unit in sample.units:
        a, b = (_counted(answers.units[unit.number]) for answers in (one, other))
        if a != b:
            yield "units", unit.number, unit.document_id, unit.opening, a, b


def _said(cells: AnswerCells) -> str:
    values = (f"{name} {value or 'none'}" for name, value in sorted(cells.right_values.items()))
    return ", ".join([cells.verdict, *values])


def _counted(cells: AnswerCells) -> str:
    return f"{cells.wrong} wrong, {cells.missed} missed"
