"""Findings in words: every sentence is made from a row of a compared frame."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from policytasks.compare import GRADES
from policytasks.compare.tallies import records_of
from policytasks.figures.style import Style

__all__ = [
    "answer",
    "difference_sentence",
    "enumerated",
    "finding_name",
    "listed",
    "surest_first",
]

_LINKS = {
    "target": "a target",
    "date": "a date",
    "lead": "a lead",
    "money": "public money",
    "check": "a check",
}


def finding_name(finding: str, style: Style) -> str:
    """Return what the cases of a finding have, such as ``theme:meals``."""
    kind, _, id = finding.partition(":")
    if kind == "theme":
        name = style.name("theme", id)
        return style.say(f"tasks act on “{name}”", f"任务涉及“{name}”")
    if kind in ("link", "chain"):
        links = [style.name("link", link) for link in id.split(" + ")]
        en = [_LINKS[link] for link in id.split(" + ")]
        return style.say(
            f"tasks have {enumerated(en, style)}", f"任务具备{enumerated(links, style)}"
        )
    return style.say("quantities have neither date nor cadence", "数量目标既无期限亦无周期")


def enumerated(names: Sequence[str], style: Style) -> str:
    """Return names as a list in a sentence."""
    *first, last = names
    return style.say(" and ".join(filter(None, [", ".join(first), last])), "、".join(names))


def difference_sentence(row: Any, style: Style) -> str:
    """Return a row of `compare.graded_differences` as a sentence with its grade."""
    a, b = style.name("document", row.a), style.name("document", row.b)
    points = f"{100 * row.difference:+.0f}"
    limits = f"{100 * row.low:+.0f}", f"{100 * row.high:+.0f}"
    differ = [style.name("coincides", name) for name in row.coincides]
    what = finding_name(row.finding, style)
    said = style.say(
        f"{row.count_a} of {row.n_a} {what} in {a}, {row.count_b} of {row.n_b} in {b}: "
        f"{points} points (95 % interval {limits[0]} to {limits[1]}, p {_p(row.p)}, "
        f"q {_p(row.q)}), {style.name('grade', row.grade)}",
        f"{a} {row.n_a} 项中 {row.count_a} 项{what}，{b} {row.n_b} 项中 {row.count_b} 项："
        f"相差 {points} 个百分点（95% 置信区间 {limits[0]} 至 {limits[1]}，p {_p(row.p)}，"
        f"q {_p(row.q)}），{style.name('grade', row.grade)}",
    )
    if not differ:
        return said + style.say(".", "。")
    return said + style.say(
        f"; the two also differ in {', '.join(differ)}.", f"；两者的{'、'.join(differ)}亦不同。"
    )


def _p(value: float) -> str:
    return "< .001" if value < 0.001 else f"= {value:.3f}".replace("= 0.", "= .")


def _asked(differences: pd.DataFrame, kinds: Sequence[str]) -> pd.DataFrame:
    """Return the rows of the findings asked for, whole or by their kind; of none asked, all."""
    names = differences["finding"]
    # Of no rows at all `partition` makes no columns.
    is_asked = names.isin(kinds) | names.str.split(":", n=1).str[0].isin(kinds)
    return differences[is_asked] if kinds else differences


def surest_first(differences: pd.DataFrame, *kinds: str) -> pd.DataFrame:
    """Return the graded rows of the findings asked for, those least by chance first."""
    own = _asked(differences, kinds)
    graded = own[own["grade"] != "not shown"]
    order = graded.assign(rank=graded["grade"].map(GRADES.index))
    return order.sort_values(["rank", "p"], kind="stable")


def answer(differences: pd.DataFrame, style: Style, *kinds: str, most: int = 8) -> str:
    """Return the answer to a question as Markdown: the graded rows, the surest first.

    Parameters
    ----------
    differences
        Of `compare.graded_differences`, whole: q holds for all its rows.
    kinds
        The findings that answer it, such as ``link:lead``, or by what stands before the
        colon: ``theme``, ``link``, ``chain``, ``undated``; by default all.
    most
        How many sentences to write; the number of others is said.
    """
    own = _asked(differences, kinds)
    graded = surest_first(differences, *kinds)
    lines = [difference_sentence(row, style) for row in records_of(graded.head(most))]
    more, silent = len(graded) - len(lines), len(own) - len(graded)
    if own.empty:
        lines.append(
            style.say(
                "No two documents can be compared in this.", "在这一点上没有两份文件可以比较。"
            )
        )
    if more > 0:
        lines.append(style.say(f"{more} more rows are graded.", f"另有 {more} 行获得评级。"))
    if silent > 0:
        lines.append(
            style.say(
                f"In {silent} of {len(own)} comparisons no difference is shown, which is no evidence "
                "that the documents are alike.",
                f"{len(own)} 项比较中有 {silent} 项未显示差异，但这并不说明两份文件相同。",
            )
        )
    return listed(lines)


def listed(lines: Iterable[str]) -> str:
    """Return sentences as a list in Markdown."""
    return "\n".join(f"- {line}" for line in lines)
