"""The finding of each figure in one sentence, made from what it plots.

A difference between two documents is one of the table of differences and is told with
its grade; a count of what is plotted needs none.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from policytasks.compare import CHAIN, told_verdicts
from policytasks.compare.tallies import records_of
from policytasks.figures.sentences import enumerated, finding_name, surest_first
from policytasks.figures.style import Style

__all__ = [
    "assigned",
    "calendar",
    "chain",
    "co_occurrence",
    "deadlines",
    "departments",
    "indicators",
    "lead_themes",
    "lineage",
    "roles",
    "theme_matrix",
    "theme_profile",
    "unit_kinds",
]

_RUN = ("target", "date", "lead")


def _surest(differences: pd.DataFrame | None, *kinds: str) -> Any | None:
    """Return the graded row of the findings asked for that is least by chance, if any."""
    if differences is None or differences.empty:
        return None
    return next(records_of(surest_first(differences, *kinds)), None)


def _difference(differences: pd.DataFrame | None, style: Style, *kinds: str) -> str | None:
    """Return the surest of the differences asked for in short, with its grade, if any."""
    row = _surest(differences, *kinds)
    if row is None:
        return None
    a, b = style.name("document", row.a), style.name("document", row.b)
    what, grade = finding_name(row.finding, style), style.name("grade", row.grade)
    return style.say(
        f"{row.count_a} of {row.n_a} {what} in {a}, {row.count_b} of {row.n_b} in {b} ({grade})",
        f"{what}者：{a} {row.count_a}/{row.n_a}，{b} {row.count_b}/{row.n_b}（{grade}）",
    )


def unit_kinds(frame: pd.DataFrame, style: Style, differences: pd.DataFrame | None) -> str:
    """How many tasks the documents have, and how many an annex."""
    tasks = frame[frame["kind"] == "task"]["count"]
    annex = int((frame[frame["kind"] == "subtask"]["count"] > 0).sum())
    if tasks.empty:
        return style.say("No document is compared", "无可比较的文件")
    span = "–".join(dict.fromkeys((f"{tasks.min()}", f"{tasks.max()}")))
    if len(tasks) == 1:
        return style.say(f"One document with {span} tasks", f"1 份文件，任务 {span} 项")
    said = style.say(
        f"{len(tasks)} documents of {span} tasks", f"{len(tasks)} 份文件，各有任务 {span} 项"
    )
    if not annex:
        return said
    return said + style.say(
        f"; {annex} with an annex that restates them", f"；{annex} 份以附件分解任务"
    )


def theme_matrix(frame: pd.DataFrame, style: Style, differences: pd.DataFrame | None) -> str:
    """On how many themes every document acts, and which is left out most."""
    acts = (frame["state"] == "acts").groupby(frame["theme_id"], sort=False).sum()
    documents, themes = frame["document_id"].nunique(), len(acts)
    if not documents:
        return style.say("No document is compared", "无可比较的文件")
    everywhere = int((acts == documents).sum())
    if documents == 1:
        name = style.name("document", frame["document_id"].iloc[0])
        return style.say(
            f"{name} acts on {everywhere} of {themes} themes",
            f"{name} 涉及 {themes} 个主题中的 {everywhere} 个",
        )
    least = style.name("theme", str(acts.idxmin()))
    silent = documents - int(acts.min())
    said = style.say(
        f"Every document acts on {everywhere} of {themes} themes",
        f"{themes} 个主题中有 {everywhere} 个为各文件均涉及",
    )
    if not silent:
        return said
    if silent == documents:
        return said + style.say(f"; none does anything on {least}", f"；均未涉及“{least}”")
    return said + style.say(
        f"; {silent} of {documents} do nothing on {least}",
        f"；{documents} 份文件中有 {silent} 份未涉及“{least}”",
    )


def theme_profile(frame: pd.DataFrame, style: Style, differences: pd.DataFrame | None) -> str:
    """Which themes come first, and the surest difference in a theme."""
    means = frame.groupby("theme_id", sort=False)["share"].mean().dropna()
    if means.empty or not means.max():
        return style.say("No theme is coded", "无主题编码")
    first = [style.name("theme", id) for id in means.nlargest(3).index]
    if len(first) == 1:
        said = style.say(f"{first[0]} in the profiles", f"主题构成中的{first[0]}")
    else:
        themes = enumerated(first, style)
        said = style.say(f"{themes} come first", f"{themes}居前")
    row = _surest(differences, "theme")
    if row is None and (differences is None or frame["document_id"].nunique() < 2):
        return said
    if row is None:
        return said + style.say("; no theme is shown to differ", "；未显示主题差异")
    theme = style.name("theme", row.finding.partition(":")[2])
    more, less = (row.a, row.b) if row.difference > 0 else (row.b, row.a)
    more, less = style.name("document", more), style.name("document", less)
    grade = style.name("grade", row.grade)
    return said + style.say(
        f"; {more} has more of {theme} than {less} ({grade})",
        f"；{theme}：{more}多于{less}（{grade}）",
    )


def co_occurrence(frame: pd.DataFrame, style: Style, differences: pd.DataFrame | None) -> str:
    """Which themes go together beyond chance."""
    if frame.empty or not frame["count"].sum():
        return style.say("No task acts on two themes", "没有同时涉及两个主题的任务")
    passing = frame[frame["p_holm"] <= 0.05].sort_values("count", ascending=False, kind="stable")
    row = (frame.loc[[frame["count"].idxmax()]] if passing.empty else passing).iloc[0]
    a, b = (style.name("theme", row[name]) for name in ("theme_a", "theme_b"))
    if passing.empty:
        return style.say(
            f"No two themes go together beyond chance; most often {a} and {b}, in {row['count']} of {row['units']} tasks",
            f"没有主题超出偶然地同时出现；最常见为{a}与{b}（{row['count']} 项任务）",
        )
    return style.say(
        f"{len(passing)} of {len(frame)} pairs of themes go together beyond chance, first {a} and {b} ({row['count']} tasks)",
        f"{len(frame)} 对主题中有 {len(passing)} 对超出偶然地同时出现，首先是{a}与{b}（{row['count']} 项任务）",
    )


def chain(frame: pd.DataFrame, style: Style, differences: pd.DataFrame | None) -> str:
    """The surest difference in commitment, else how many tasks have the first three links."""
    if frame.empty:
        return style.say("No task", "无任务")
    for kind in ("chain", "link"):
        if told := _difference(differences, style, kind):
            return told
    total = frame["count"].sum()
    bound = frame.loc[frame[list(_RUN)].all(axis=1), "count"].sum()
    bare = frame.loc[~frame[list(CHAIN)].any(axis=1), "count"].sum()
    return style.say(
        f"{bound} of {total} tasks have target, date and lead; {bare} have no link at all",
        f"{total} 项任务中 {bound} 项兼有目标、期限与牵头；{bare} 项各环节皆无",
    )


def calendar(frame: pd.DataFrame, style: Style, differences: pd.DataFrame | None) -> str:
    """In which year most targets are due."""
    if frame.empty:
        return style.say("No target has a deadline", "没有设定期限的目标")
    years = frame["year"].value_counts()
    year = int(str(years.idxmax()))
    return style.say(
        f"{years.max()} of {len(frame)} dated targets are due in {year}",
        f"{len(frame)} 个有期限的目标中 {years.max()} 个于 {year} 年到期",
    )


def deadlines(frame: pd.DataFrame, style: Style, differences: pd.DataFrame | None) -> str:
    """The surest difference in undated quantities, else how many there are."""
    if told := _difference(differences, style, "undated"):
        return told
    own = frame[frame["kind"] == "quantity"]
    total, open_ = own["count"].sum(), own.loc[own["status"] == "open", "count"].sum()
    return style.say(
        f"{open_} of {total} quantities have neither date nor cadence",
        f"{total} 个数量目标中 {open_} 个既无期限亦无周期",
    )


def indicators(frame: pd.DataFrame, style: Style, differences: pd.DataFrame | None) -> str:
    """How many pairs of documents compare on an indicator."""
    verdicts = [verdict for verdict, *_ in told_verdicts(frame).values()]
    plain = verdicts.count("comparable")
    caveat = verdicts.count("comparable with a caveat")
    if not verdicts:
        return style.say("No indicator is stated by two documents", "没有两份文件同时提出的指标")
    return style.say(
        f"Of {len(verdicts)} pairs of promises on one indicator, {plain or 'none'} may be compared as they "
        f"stand, {caveat} with a caveat, {len(verdicts) - plain - caveat} not",
        f"同一指标的 {len(verdicts)} 对承诺中，{plain} 对可比，{caveat} 对有保留地可比，其余不可比",
    )


def roles(frame: pd.DataFrame, style: Style, differences: pd.DataFrame | None) -> str:
    """Which function is named in most tasks, and how many of these it leads."""
    counts = frame.groupby(["agency_id", "role"])["count"].sum().unstack(fill_value=0)
    if counts.empty or not counts.to_numpy().sum():
        return style.say("No task names an agency", "各任务均未列责任单位")
    first = str(counts.sum(axis=1).idxmax())
    own = frame[frame["agency_id"] == first].groupby("role")["count"].sum()
    named, led = int(own.sum()), int(own.get("lead", 0))
    total = int(frame.groupby("document_id")["n"].max().sum())
    name = style.name("agency", first)
    return style.say(
        f"{name} is named in {named} of {total} tasks and leads {led}",
        f"{name}在 {total} 项任务中被列 {named} 次，牵头 {led} 项",
    )


def departments(frame: pd.DataFrame, style: Style, differences: pd.DataFrame | None) -> str:
    """How many functions share a task, and how many tasks name nobody."""
    named = frame.groupby("task_id", sort=False)["agency_id"].count()
    if named.empty:
        return style.say("No task", "无任务")
    nobody, total = int((named == 0).sum()), len(named)
    several = int((named > 1).sum())
    rest = f"{nobody} name nobody" if nobody else "every task names one"
    return style.say(
        f"{several} of {total} tasks are shared by several functions, {rest}",
        f"{total} 项任务中 {several} 项由多个职能共同承担，{nobody} 项未列单位",
    )


def lead_themes(frame: pd.DataFrame, style: Style, differences: pd.DataFrame | None) -> str:
    """Which functions lead a theme beyond what they lead at all."""
    if frame.empty:
        return style.say("Nobody leads", "无牵头")
    beyond = frame[frame["p_holm"] <= 0.05].sort_values("p_holm", kind="stable")
    if beyond.empty:
        totals = frame.groupby("agency_id")["count"].sum()
        name = style.name("agency", str(totals.idxmax()))
        return style.say(
            f"{name} leads most; no function leads a theme beyond what it leads at all",
            f"{name}牵头最多；没有职能对某主题的牵头超出其平常比例",
        )
    pairs = list(dict.fromkeys(zip(beyond["agency_id"], beyond["theme_id"], strict=True)))
    said = [f"{style.name('agency', a)} – {style.name('theme', t)}" for a, t in pairs[:2]]
    more = len(pairs) - len(said)
    rest = style.say(f" and {more} more", f"等另 {more} 对") if more else ""
    return (
        style.say("Beyond what they lead at all: ", "超出其平常牵头比例：")
        + style.say("; ", "；").join(said)
        + rest
    )


def assigned(frame: pd.DataFrame, style: Style, differences: pd.DataFrame | None) -> str:
    """The surest difference in leads, else how many tasks have none."""
    if told := _difference(differences, style, "link:lead"):
        return told
    own = frame[frame["gap"] == "no_lead"]
    return style.say(
        f"{own['count'].sum()} of {own['n'].sum()} tasks name no lead",
        f"{own['n'].sum()} 项任务中 {own['count'].sum()} 项未列牵头单位",
    )


def lineage(frame: pd.DataFrame, style: Style, differences: pd.DataFrame | None) -> str:
    """Which document most plans cite, and how many each rest on their own."""
    if frame.empty:
        return style.say("No plan cites a document", "没有文件引用其他文件")
    cited = frame.drop_duplicates("target")
    first = cited.sort_values("cited_by", ascending=False, kind="stable").iloc[0]
    plans = frame["document_id"].nunique()
    if plans == 1:
        name = style.name("document", frame["document_id"].iloc[0])
        return style.say(
            f"Documents that {name} cites: {len(cited)}", f"{name} 引用 {len(cited)} 份文件"
        )
    if first["cited_by"] < 2:
        return style.say(
            f"{plans} plans cite {len(cited)} documents; no two cite the same",
            f"{plans} 份文件共引用 {len(cited)} 份文件，没有两份引用同一文件",
        )
    name = first["number"] if isinstance(first["number"], str) else first["title"]
    return style.say(
        f"{first['cited_by']} of {plans} plans cite {name}",
        f"{plans} 份文件中有 {first['cited_by']} 份引用{name}",
    )
