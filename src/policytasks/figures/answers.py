"""What the notebooks say beside the table of differences, each sentence from one row.

A sentence that a row does not bear is not written: with one document nothing is said of
two, without hand codes nothing of how far they agree.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import pandas as pd

from policytasks import compare
from policytasks.audit import Audit
from policytasks.audit.findings import FINDINGS
from policytasks.compare.tallies import records_of
from policytasks.corpus import Corpus
from policytasks.figures.sentences import listed
from policytasks.figures.style import Style
from policytasks.reference import HandCodes

__all__ = [
    "annex_lines",
    "audit_table",
    "card_lines",
    "distance_line",
    "first_clauses",
    "indicator_lines",
    "intervals_mean",
    "listed",
    "plan_table",
    "responsibility_lines",
]

_NOTHING = "–"
# The most pairs of documents of which each is told, and clauses that are shown.
_MOST_PAIRS = 6
_MOST_CLAUSES = 5
_FINDINGS_ZH = {
    "correction": "未能套用的更正",
    "outline": "大纲可能有误的迹象",
    "gap": "编号中断或重复",
    "outside": "不属于任何单元的文字",
    "annex": "提及而缺失的附件",
    "unread": "分工语句与表格行中未读的词语",
    "row": "单元格少于表头的表格行",
    "heading": "成句的标题",
    "number": "未成为目标的数字",
    "agency": "无对应职能的单位",
    "no_lead": "未列牵头单位的分工语句",
    "no_theme": "无主题的单元",
    "declared": "文中自述的数量",
}


def intervals_mean(style: Style, *, agreement: pd.DataFrame) -> str:
    """Return what the intervals mean, what they leave out, and how large that is.

    Parameters
    ----------
    agreement
        Of `accuracy.coded_themes`, a row a document.
    """
    measured = agreement["f1"].dropna()
    low, high = measured.min(), measured.max()
    known = (
        style.say(
            f"where coders coded too, program and coders agree on themes with F1 {low:.2f} to {high:.2f}",
            f"在亦经人工编码的文件上，程序与人工编码的主题一致程度为 F1 {low:.2f} 至 {high:.2f}",
        )
        if len(measured)
        else style.say("its size is not known for these plans", "对这些文件尚不知其大小")
    )
    return style.say(
        "The tasks of a plan are all of its tasks: nothing was sampled. An interval says how far a "
        "share would move had the same government written another plan of this length by the same "
        "process (Benoit, Laver and Mikhaylov 2009, Treating words as data with error, American "
        f"Journal of Political Science 53, 495–513). Coding error comes on top: {known}. Where place, "
        "year, level and genre coincide, a difference between two documents is one of documents, "
        "and no more.",
        "一份文件的任务即其全部任务，并非抽样。区间表示：若同一政府按同样的过程另写一份同样篇幅的文件，"
        "该比例会有多大变动（Benoit、Laver 与 Mikhaylov 2009，AJPS 53: 495–513）。编码误差另计："
        f"{known}。地区、年份、层级与文种彼此重合时，两份文件之差只是文件之差。",
    )


def card_lines(cards: pd.DataFrame, style: Style) -> list[str]:
    """Return what the cards of the plans say of how far they compare.

    Parameters
    ----------
    cards
        Of `compare.plan_cards`.
    """
    lines = []
    lengths = cards.dropna(subset="median").sort_values("median", kind="stable")
    if len(lengths) > 1 and lengths["median"].iloc[0] > 0:
        shortest, longest = lengths.iloc[0], lengths.iloc[-1]
        times = longest["median"] / shortest["median"]
        one, other = (style.name("document", row["document_id"]) for row in (longest, shortest))
        lines.append(
            style.say(
                f"The median task of {one} is {times:.1f} times as long as that of {other}: the profile of "
                "codes compares, the share of tasks is a reading aid.",
                f"{one}的任务篇幅中位数为{other}的 {times:.1f} 倍：可比的是编码构成，任务比例仅供参考。",
            )
        )
    for row in records_of(cards):
        name = style.name("document", row.document_id)
        if row.annex == "missing":
            lines.append(
                style.say(
                    f"{name} announces a list of tasks that the source lacks: who leads could stand there.",
                    f"{name} 提到任务清单附件，但来源中没有：牵头单位可能列于其中。",
                )
            )
        if row.tasks == 0:
            lines.append(
                style.say(
                    f"{name} has no numbered task: it is not compared.",
                    f"{name} 没有编号的任务，不参与比较。",
                )
            )
    return lines


def responsibility_lines(forms: pd.DataFrame, style: Style) -> list[str]:
    """Return of each plan that names no lead how else it says who does what.

    Parameters
    ----------
    forms
        Of `compare.assignment_forms`.
    """
    return [
        style.say(
            f"{style.name('document', row.document_id)} names no lead ({row.naming} of {row.tasks} tasks and "
            f"{row.duties} duties name an agency: {style.name('form', row.form)}). It is not compared on leads.",
            f"{style.name('document', row.document_id)} 未列牵头单位（{row.tasks} 项任务中 {row.naming} 项、"
            f"{row.duties} 条职责列有单位：{style.name('form', row.form)}），不参与牵头比较。",
        )
        for row in records_of(forms[forms["led"] == 0])
    ]


def distance_line(distances: pd.DataFrame, style: Style) -> str:
    """Return how many pairs of documents differ in their profiles beyond chance.

    Parameters
    ----------
    distances
        Of `compare.profile_distance`.
    """
    asked = distances.dropna(subset="p")
    apart = int((asked["p_holm"] <= 0.05).sum())
    if asked.empty:
        return style.say("No two documents have themes to compare.", "没有两份文件有可比较的主题。")
    least, adjusted = asked["p"].min(), asked["p_holm"].min()
    return style.say(
        f"{apart} of {len(asked)} pairs of documents are further apart than tasks dealt out at random "
        f"(smallest p {least:.3f}, after Holm {adjusted:.3f}).",
        f"{len(asked)} 对文件中有 {apart} 对的差异超出随机分配（最小 p 值 {least:.3f}，Holm 校正后 {adjusted:.3f}）。",
    )


def indicator_lines(stated: pd.DataFrame, style: Style) -> list[str]:
    """Return of each indicator which documents' values compare, and why others do not.

    Parameters
    ----------
    stated
        Of `compare.side_by_side`.
    """
    lines = []
    for _, own in stated.groupby("topic", sort=False):
        pairs = {
            (a, b): (verdict, style.say(*reasons))
            for (_, a, b), (verdict, *reasons) in compare.told_verdicts(own).items()
        }
        names = style.say(" / ", "／").join(dict.fromkeys(own[style.lang]))
        lines.append(f"**{names}**{style.say(': ', '：')}{_verdicts(pairs, style)}")
    return lines


def _verdicts(pairs: Mapping[tuple[str, str], tuple[str, str]], style: Style) -> str:
    """Return the verdict of each pair with its reason or, of many pairs, how many have which."""
    if not pairs:
        return style.say("stated by one document alone.", "仅一份文件提出。")
    found = [verdict for verdict, _ in pairs.values()]
    if len(pairs) > _MOST_PAIRS:
        counts = [found.count(verdict) for verdict in compare.VERDICTS]
        return style.say(
            f"of {len(pairs)} pairs of documents {counts[0]} compare, {counts[1]} do with a caveat, "
            f"{counts[2]} do not.",
            f"{len(pairs)} 对文件中 {counts[0]} 对可比，{counts[1]} 对有保留地可比，{counts[2]} 对不可比。",
        )
    told = [
        f"{style.name('document', a)} – {style.name('document', b)} "
        f"{style.say(verdict, compare.VERDICTS[verdict])}{style.say(f' ({reason})', f'（{reason}）')}"
        for (a, b), (verdict, reason) in pairs.items()
    ]
    return style.say(". ", "。").join(told) + style.say(".", "。")


def annex_lines(changes: pd.DataFrame, style: Style) -> list[str]:
    """Return what the annex of each plan makes of its body.

    Parameters
    ----------
    changes
        Of `plotted.annex_changes`.
    """
    lines = []
    for document, own in changes.groupby("document_id", sort=False):
        name = style.name("document", str(document))
        count = dict(zip(own["change"], own["count"], strict=True))
        of_body = sum(count[name] for name in compare.CHANGES if name != "new")
        kept = of_body - count["dropped"]
        lines.append(
            style.say(
                f"{name}: {kept} of the {of_body} targets of the body stand in the annex too, {count['dated']} of them "
                f"only there with a date; the annex adds {count['new']}, and gives {count['lead moved']} of "
                f"{count['tasks']} tasks another lead.",
                f"{name}：正文 {of_body} 项目标中有 {kept} 项亦见于附件，其中 {count['dated']} 项仅附件设有期限；"
                f"附件另增 {count['new']} 项，{count['tasks']} 项任务中 {count['lead moved']} 项的牵头单位不同。",
            )
        )
    if not lines:
        lines.append(style.say("No plan has an annex of tasks.", "没有文件附有任务清单。"))
    return lines


def audit_table(audit: Audit, style: Style) -> pd.DataFrame:
    """Return how many findings of each kind the audit has, with and without a known reason.

    Returns
    -------
    DataFrame
        ``finding`` (in the style's language), ``explained``, ``count``.
    """
    counts = audit.findings.groupby(["finding", "explained"], observed=True).size()
    frame = counts.rename("count").reset_index()
    kinds = [style.say(FINDINGS[kind], _FINDINGS_ZH[kind]) for kind in frame["finding"]]
    return frame.assign(finding=pd.Series(kinds, frame.index, dtype="str"))


def first_clauses(profile: pd.DataFrame, corpus: Corpus) -> pd.DataFrame:
    """Return the clauses behind the largest share of a profile, none where there is none.

    Parameters
    ----------
    profile
        Of `compare.theme_profile`.
    """
    columns = ["document_id", "task_id", "theme_id", "quote"]
    acting = profile[profile["count"] > 0].sort_values("share", ascending=False, kind="stable")
    if acting.empty:
        return pd.DataFrame(columns=columns)
    top = acting.iloc[0]
    rows = corpus.themes[
        corpus.themes["task_id"].isin(top["task_ids"])
        & (corpus.themes["theme_id"] == top["theme_id"])
    ]
    return rows[columns].head(_MOST_CLAUSES).reset_index(drop=True)


def plan_table(corpus: Corpus, hand: HandCodes, chain: pd.DataFrame, style: Style) -> pd.DataFrame:
    """Return one row a plan: what it is about, how far it commits, who leads, its targets.

    Parameters
    ----------
    hand
        The hand-coded themes, which outrank the program's.
    chain
        Of `compare.commitment_chain`.

    Returns
    -------
    DataFrame
        Heads and words in the style's language. A theme with a question mark is among
        the first by either coders or program alone.
    """
    tasks, named = corpus.tasks, corpus.responsibilities
    by_hand = compare.with_hand_codes(corpus.themes, hand.themes, hand.documents)
    frames = {
        "themes": compare.leading_themes(tasks, by_hand),
        "program": compare.leading_themes(tasks, corpus.themes),
        "links": compare.commitment_links(chain),
        "agencies": compare.leading_agencies(tasks, named),
        "shared": compare.shared_leads(tasks, named),
        "deadlines": compare.deadline_status(tasks, corpus.targets),
    }
    rows = [
        _plan_row(
            id, style, {name: frame[frame["document_id"] == id] for name, frame in frames.items()}
        )
        for id in style.documents
    ]
    return pd.DataFrame(rows)


def _plan_row(document: str, style: Style, own: dict[str, pd.DataFrame]) -> dict[str, str]:
    def listed(parts: Iterable[str]) -> str:
        return style.say(", ", "、").join(parts) or _NOTHING

    run = own["links"][own["links"]["links"] == "target + date + lead"]
    shared = own["shared"].dropna(subset="probability")
    targets = own["deadlines"][own["deadlines"]["kind"] == "any"]
    open_ = own["deadlines"].query("kind == 'quantity' and status == 'open'")
    return {
        style.say("plan", "文件"): style.name("document", document),
        style.say("first themes (within one task)", "首要主题（相差一项以内）"): listed(
            _first_themes(own["themes"], own["program"], style)
        ),
        style.say("target + date + lead", "目标＋期限＋牵头"): _of(run),
        style.say("first to lead (within one task)", "牵头最多（相差一项以内）"): listed(
            f"{style.name('agency', row.agency_id)} {row.count}"
            for row in records_of(own["agencies"])
        ),
        style.say("two tasks share a lead", "两项任务同一牵头"): listed(
            map(_with_range, records_of(shared))
        ),
        style.say("targets", "目标数"): f"{targets['count'].sum()}",
        style.say("undated quantities", "无期限数量目标"): _of(open_),
    }


def _first_themes(by_hand: pd.DataFrame, by_program: pd.DataFrame, style: Style) -> list[str]:
    """Return the first themes; those first by coders or program alone with a question mark."""
    hand, program = list(by_hand["theme_id"]), list(by_program["theme_id"])
    both = dict.fromkeys([*hand, *program])
    return [style.name("theme", id) + ("" if id in hand and id in program else "?") for id in both]


def _with_range(row: Any) -> str:
    without_one = "" if pd.isna(row.lowest) else f" ({row.lowest:.2f}–{row.highest:.2f})"
    return f"{row.probability:.2f}{without_one}"


def _of(rows: pd.DataFrame) -> str:
    """Return the count and its denominator, or that there is nothing to count."""
    row: Any = next(records_of(rows), None)
    return _NOTHING if row is None or pd.isna(row.share) else f"{row.count} / {row.n}"
