"""Samples for people to check: drawn, filled in, and brought back as corrections and accuracy."""

from policytasks.review.accuracy import accuracy, told
from policytasks.review.agreement import Agreement, agreement
from policytasks.review.answers import read_answers, sheet_of
from policytasks.review.bringing_in import Review, bring_in, problem_with
from policytasks.review.samples import REVIEWED, Sample, draw, read_sample, write_sample
from policytasks.review.sheets import write_sheets

__all__ = [
    "REVIEWED",
    "Agreement",
    "Review",
    "Sample",
    "accuracy",
    "agreement",
    "bring_in",
    "draw",
    "problem_with",
    "read_answers",
    "read_sample",
    "sheet_of",
    "told",
    "write_sample",
    "write_sheets",
]
