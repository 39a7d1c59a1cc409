"""Findings in words: every sentence is made from a row of a compared frame."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from policytasks.compare.tallies import records_of
from policytasks.figures.style import Style
from policytasks.figures.terms import Words

__all__ = [
    "answer",
    "difference_sentence",
    "finding_name",
    "grade_of",
    "intervals_mean",
    "plan_row",
]

_GRADES = {
    "solid": Words("solid", "可靠"),
    "indicative": Words("indicative", "提示性"),
    "not shown": Words("not shown", "未显示"),
}
_COINCIDING = {
    "place": Words("place", "地区"),
    "level": Words("level", "层级"),
    "genre": Words("genre", "文种"),
    "year": Words("year", "年份"),
}


def grade_of(grade: str, style: Style) -> str:
    """Return what a grade is called."""
    return style.say(*_GRADES[grade])


def finding_name(finding: str, style: Style) -> str:
    """Return what the cases of a finding have, such as ``theme:meals``."""
    kind, _, id = finding.partition(":")
    if kind == "theme":
        name = style.name("theme", id)
        return style.say(f"tasks act on “{name}”", f"任务涉及“{name}”")
    if kind in ("link", "chain"):
        links = [style.name("link", link) for link in id.split(" + ")]
        en = ", ".join(link.lower() for link in links)
        return style.say(f"tasks have {en}", f"任务具备{'、'.join(links)}")
    return style.say("quantities have neither date nor cadence", "数量目标既无期限亦无周期")


def difference_sentence(row: Any, style: Style) -> str:
    """Return a row of `compare.graded_differences` as a sentence with its grade."""
    a, b = style.name("document", row.a), style.name("document", row.b)
    points = f"{100 * row.difference:+.0f}"
    limits = f"{100 * row.low:+.0f}", f"{100 * row.high:+.0f}"
    differ = [style.say(*_COINCIDING[name]) for name in row.coincides]
    what = finding_name(row.finding, style)
    said = style.say(
        f"{row.count_a} of {row.n_a} {what} in {a}, {row.count_b} of {row.n_b} in {b}: "
        f"{points} points (95 % interval {limits[0]} to {limits[1]}, p {_p(row.p)}, "
        f"q {_p(row.q)}), {grade_of(row.grade, style)}",
        f"{a} {row.n_a} 项中 {row.count_a} 项{what}，{b} {row.n_b} 项中 {row.count_b} 项："
        f"相差 {points} 个百分点（95% 置信区间 {limits[0]} 至 {limits[1]}，p {_p(row.p)}，"
        f"q {_p(row.q)}），{grade_of(row.grade, style)}",
    )
    if not differ:
        return said + style.say(".", "。")
    return said + style.say(
        f"; the two also differ in {', '.join(differ)}.", f"；两者的{'、'.join(differ)}亦不同。"
    )


def _p(value: float) -> str:
    return "< .001" if value < 0.001 else f"= {value:.3f}".replace("= 0.", "= .")


def answer(differences: pd.DataFrame, style: Style, *kinds: str, most: int = 8) -> str:
    """Return the answer to a question as Markdown: the graded rows, the surest first.

    Parameters
    ----------
    differences
        Of `compare.graded_differences`, whole: q holds for all its rows.
    kinds
        The findings that answer it, by what stands before the colon: ``theme``,
        ``link``, ``chain``, ``undated``; by default all.
    most
        How many sentences to write; the number of others is said.
    """
    asked = differences["finding"].str.partition(":")[0]
    own = differences[asked.isin(kinds)] if kinds else differences
    graded = own[own["grade"] != "not shown"]
    order = graded["grade"].map({"solid": 0, "indicative": 1})
    graded = graded.assign(order=order).sort_values(["order", "p"], kind="stable")
    lines = [difference_sentence(row, style) for row in records_of(graded.head(most))]
    more, silent = len(graded) - len(lines), len(own) - len(graded)
    if more > 0:
        lines.append(style.say(f"{more} more rows are graded.", f"另有 {more} 行获得评级。"))
    lines.append(
        style.say(
            f"In {silent} of {len(own)} comparisons no difference is shown, which is no evidence "
            "that the documents are alike.",
            f"{len(own)} 项比较中有 {silent} 项未显示差异，但这并不说明两份文件相同。",
        )
    )
    return _listed(lines)


def plan_row(
    document: str,
    style: Style,
    *,
    leading: pd.DataFrame,
    links: pd.DataFrame,
    leads: pd.DataFrame,
    deadlines: pd.DataFrame,
) -> dict[str, str]:
    """Return one row of the synthesis: what a plan is about, and how far it commits.

    Parameters
    ----------
    leading, links, leads, deadlines
        Of `compare.leading_themes`, `commitment_links`, `shared_leads` and
        `deadline_status`.
    """
    comma = style.say(", ", "、")

    def own(frame: pd.DataFrame) -> pd.DataFrame:
        return frame[frame["document_id"] == document]

    run = own(links)[own(links)["links"] == "target + date + lead"].iloc[0]
    shared = own(leads).iloc[0]
    open_ = own(deadlines).query("kind == 'quantity' and status == 'open'").iloc[0]
    probability = (
        style.say("no lead named", "未列牵头")
        if pd.isna(shared["probability"])
        else f"{shared['probability']:.2f} ({shared['lowest']:.2f}–{shared['highest']:.2f})"
    )
    return {
        style.say("plan", "文件"): style.name("document", document),
        style.say("first themes (within one task)", "首要主题（相差一项以内）"): comma.join(
            style.name("theme", theme) for theme in own(leading)["theme_id"]
        ),
        style.say("target + date + lead", "目标＋期限＋牵头"): f"{run['count']} / {run['n']}",
        style.say("two tasks share a lead", "两项任务同一牵头"): probability,
        style.say("undated quantities", "无期限数量目标"): f"{open_['count']} / {open_['n']}",
    }


def intervals_mean(style: Style, *, agreement: pd.DataFrame) -> str:
    """Return what the intervals mean, what they leave out, and how large that is.

    Parameters
    ----------
    agreement
        Of `compare.theme_agreement`: program against hand coding, a row a document.
    """
    low, high = agreement["f1"].min(), agreement["f1"].max()
    known = (
        style.say(
            f"on these plans program and coders agree on themes with F1 {low:.2f} to {high:.2f}",
            f"在这些文件上，程序与人工编码的主题一致程度为 F1 {low:.2f} 至 {high:.2f}",
        )
        if len(agreement)
        else style.say("its size is not known for these plans", "对这些文件尚不知其大小")
    )
    return style.say(
        "The tasks of a plan are all of its tasks: nothing was sampled. An interval says how far a "
        "share would move had the same government written another plan of this length by the same "
        "process (Benoit, Laver and Mikhaylov 2009, Treating words as data with error, American "
        f"Journal of Political Science 53, 495–513). Coding error comes on top: {known}. Place, year, "
        "level and genre coincide in so few documents: a difference between two of them is one of "
        "documents, and no more.",
        "一份文件的任务即其全部任务，并非抽样。区间表示：若同一政府按同样的过程另写一份同样篇幅的文件，"
        "该比例会有多大变动（Benoit、Laver 与 Mikhaylov 2009，AJPS 53: 495–513）。编码误差另计："
        f"{known}。文件如此之少，地区、年份、层级与文种彼此重合：两份文件之差只是文件之差。",
    )


def _listed(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
