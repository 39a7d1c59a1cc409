"""What the notebooks and the README say of how right the tables are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import pandas as pd

from policytasks import compare
from policytasks.compare.tallies import records_of
from policytasks.corpus import Corpus
from policytasks.figures import plotted
from policytasks.figures.style import Style
from policytasks.reference import CODED_FIELDS, HandCodes

__all__ = [
    "accuracy_lines",
    "coded_rows",
    "coded_themes",
    "elsewhere_rows",
    "findings_by_hand",
    "of_all",
]


def coded_rows(
    corpus: Corpus,
    hand: HandCodes,
    fields: Mapping[str, Sequence[str]] = CODED_FIELDS,
    *,
    by: str = "document_id",
) -> pd.DataFrame:
    """Return how far the tables agree with the hand-coded rows (`compare.row_agreement`)."""
    known = set(corpus.documents["document_id"])
    documents = [document for document in hand.documents if document in known]
    fields = {name: own for name, own in fields.items() if name in hand.rows}
    tables = {name: getattr(corpus, name) for name in fields}
    return compare.row_agreement(tables, hand.rows, fields, documents, by=by)


def coded_themes(corpus: Corpus, hand: HandCodes, *, by: str = "document_id") -> pd.DataFrame:
    """Return how far the program's themes are the coders', by document or by ``theme_id``."""
    fields = {"themes": CODED_FIELDS["themes"]}
    return coded_rows(corpus, hand, fields, by=by).drop(columns="table")


def of_all(rows: pd.DataFrame, *by: str) -> pd.DataFrame:
    """Return agreement over all documents or plans, by the named columns.

    Parameters
    ----------
    rows
        With the named columns, ``both``, ``program`` and ``hand``.
    """
    counts = ["both", "program", "hand"]
    return compare.measured_agreement(
        rows.groupby(list(by), sort=False)[counts].sum().reset_index()
    )


def elsewhere_rows(elsewhere: pd.DataFrame) -> pd.DataFrame:
    """Return agreement on plans of other places, by table, apart for those that mended rules.

    Returns
    -------
    DataFrame
        ``mended_by``, ``table``, ``plans`` (with such rows) and the columns of
        `compare.measured_agreement`.
    """
    keys = ["mended_by", "table"]
    some = elsewhere[elsewhere["hand"] + elsewhere["program"] > 0]
    plans = some.groupby(keys, sort=False)["plan"].nunique()
    frame = of_all(some, *keys)
    frame.insert(2, "plans", [int(plans[row.mended_by, row.table]) for row in records_of(frame)])
    return frame


def findings_by_hand(corpus: Corpus, hand: HandCodes) -> pd.DataFrame:
    """Return the table of differences by the program's themes beside that by the coders'.

    Returns
    -------
    DataFrame
        ``finding``, ``a``, ``b``, then of program and coders ``difference_…`` and
        ``grade_…``; ``regraded`` and ``turned``: whether grade and direction differ.
    """
    keys, told = ["finding", "a", "b"], ["difference", "grade"]
    program, coders = (
        plotted.differences(corpus, codes)[[*keys, *told]] for codes in (HandCodes(), hand)
    )
    both = program.merge(coders, on=keys, suffixes=("_program", "_hand"))
    return both.assign(
        regraded=both["grade_program"] != both["grade_hand"],
        turned=both["difference_program"] * both["difference_hand"] < 0,
    )


def accuracy_lines(
    rows: pd.DataFrame, findings: pd.DataFrame, elsewhere: pd.DataFrame, style: Style
) -> list[str]:
    """Return how right the tables are, and what the errors do to the findings.

    Parameters
    ----------
    rows
        Of `coded_rows`.
    findings
        Of `findings_by_hand`.
    elsewhere
        Of `elsewhere_rows`.
    """
    lines = [_coded_line(rows, style)]
    if len(rows) and len(findings):
        lines.append(_findings_line(findings, style))
    for mended_by, own in elsewhere.groupby("mended_by", sort=False):
        lines.append(_elsewhere_line(own, bool(mended_by), style))
    return lines


def _coded_line(rows: pd.DataFrame, style: Style) -> str:
    if rows.empty:
        return style.say(
            "None of these plans was coded by hand: how right their rows are is not known.",
            "这些文件均未经人工编码：各行的正确程度尚不可知。",
        )
    plans = rows["document_id"].nunique()
    return style.say(
        f"Plans coded by hand ({plans}), precision / recall: {_pairs(of_all(rows, 'table'), style)}.",
        f"经人工编码的文件（{plans} 份），精确率／召回率：{_pairs(of_all(rows, 'table'), style)}。",
    )


def _findings_line(findings: pd.DataFrame, style: Style) -> str:
    regraded, turned = int(findings["regraded"].sum()), int(findings["turned"].sum())
    return style.say(
        f"With the coders' themes in place of the program's, {regraded} of {len(findings)} comparisons "
        f"change their grade and {turned} their direction.",
        f"以人工编码的主题取代程序编码，{len(findings)} 项比较中有 {regraded} 项改变评级，{turned} 项改变方向。",
    )


def _elsewhere_line(rows: pd.DataFrame, mended_by: bool, style: Style) -> str:
    plans, told = rows["plans"].max(), _pairs(rows, style)
    if mended_by:
        return style.say(
            f"Plans of other places by which rules were mended ({plans}): {told}.",
            f"据以修改规则的外地文件（{plans} 份）：{told}。",
        )
    return style.say(
        f"Plans of other places that were not used ({plans}): {told}.",
        f"未曾使用的外地文件（{plans} 份）：{told}。",
    )


def _pairs(rows: pd.DataFrame, style: Style) -> str:
    """Return precision and recall of each table in few words."""
    told: Iterable[str] = (
        f"{style.name('table', row.table)} {row.precision:.3f} / {row.recall:.3f}"
        for row in records_of(rows)
    )
    return style.say(", ", "，").join(told)
