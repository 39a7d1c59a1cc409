"""The one list of figures, which notebooks, command and gallery all draw from."""

from __future__ import annotations

from policytasks import compare
from policytasks.compare.documents import task_lengths, unit_kinds
from policytasks.figures import (
    draw_documents,
    draw_responsibility,
    draw_targets,
    draw_themes,
    interactive,
    plotted,
)
from policytasks.figures.figure_spec import FigureSpec
from policytasks.figures.terms import Words

__all__ = ["FIGURES", "FigureSpec"]

_WILSON = Words(
    "Lines are Wilson 95 % intervals; hollow marks stand for none.",
    "横线为威尔逊 95% 置信区间；空心标记表示为零。",
)


def _with_wilson(en: str, zh: str) -> Words:
    return Words(f"{en} {_WILSON.en}", f"{zh}{_WILSON.zh}")


FIGURES = {
    spec.name: spec
    for spec in (
        FigureSpec(
            name="corpus_units",
            question=Words("What is compared?", "比较的是什么？"),
            caption=Words(
                "Number of units of each kind in each document. Only tasks are compared unless "
                "a figure says otherwise; an annex row restates its task and never counts twice.",
                "各文件中各类单元的数量。除另有说明外，只比较任务；附件分项是对任务的重述，不重复计数。",
            ),
            compare=lambda corpus: unit_kinds(corpus.tasks),
            draw=draw_documents.draw_unit_kinds,
        ),
        FigureSpec(
            name="corpus_task_lengths",
            question=Words(
                "Is a task in one document as large as in another?",
                "不同文件中的任务篇幅是否相当？",
            ),
            caption=Words(
                "Length of each of n tasks (title and text); the bar is the document's median. A long "
                "task has room for more themes than a short one.",
                "每项任务（标题与正文，共 n 项）的字数；竖线为该文件的中位数。篇幅长的任务可容纳更多主题。",
            ),
            compare=lambda corpus: task_lengths(corpus.tasks),
            draw=draw_documents.draw_task_lengths,
        ),
        FigureSpec(
            name="theme_shares",
            question=Words("How often does each theme appear?", "各主题出现的频率如何？"),
            caption=_with_wilson(
                "Share of each place's tasks (n) that act on a theme; a task may act on several. "
                "Numbers at the right: tasks.",
                "各地任务（n）中涉及各主题的比例；一项任务可涉及多个主题。右侧数字为任务数。",
            ),
            compare=lambda corpus: compare.theme_shares(
                corpus.tasks, corpus.themes, theme_ids=plotted.theme_ids(corpus)
            ),
            draw=draw_themes.draw_theme_shares,
        ),
        FigureSpec(
            name="theme_mentions",
            question=Words("How much is said of each theme?", "各主题着墨多少？"),
            caption=Words(
                "Mentions of each theme in 1,000 characters of a place's tasks (n characters). Lines are 95 % "
                "bootstrap intervals over whole tasks, none where there is no mention. Numbers "
                "at the right: mentions.",
                "各地任务（共 n 字）每千字中提及各主题的次数。横线为按任务自助抽样的 95% 置信区间，未提及则无区间。右侧数字为提及次数。",
            ),
            compare=lambda corpus: compare.theme_mentions(
                corpus.tasks, corpus.themes, theme_ids=plotted.theme_ids(corpus)
            ),
            draw=draw_themes.draw_theme_mentions,
        ),
        FigureSpec(
            name="theme_distinctive",
            question=Words("Which themes set a place apart?", "各地有哪些突出的主题？"),
            caption=Words(
                "Log-odds of a theme among a place's n codes (pairs of task and theme) against all "
                "other places, with an informative Dirichlet prior (Monroe, Colaresi and Quinn "
                "2008) and 95 % intervals: right of the line the place turns to the theme more. "
                "Numbers at the right: tasks; hollow marks stand for none.",
                "各主题在该地 n 个编码（任务与主题之组合）中相对于其他各地的对数优势比，采用信息性狄利克雷先验"
                "（Monroe、Colaresi 与 Quinn 2008）及 95% 置信区间：位于竖线右侧表示该地更侧重该主题。"
                "右侧数字为任务数；空心标记表示为零。",
            ),
            compare=lambda corpus: compare.distinctive_themes(
                corpus.tasks, corpus.themes, theme_ids=plotted.theme_ids(corpus)
            ),
            draw=draw_themes.draw_distinctive_themes,
        ),
        FigureSpec(
            name="theme_distances",
            question=Words(
                "How alike are two places' profiles of themes?", "两地的主题分布有多相似？"
            ),
            caption=Words(
                "Jensen–Shannon distance (0 alike, 1 nothing in common) between the shares of "
                "themes among two places' codes, less its small-sample bias, with 95 % bootstrap "
                "intervals over tasks. The bar shows the uncorrected distance that tasks dealt out at random would have.",
                "两地编码中主题构成的 JS 距离（0 为相同，1 为毫无共同），已扣除小样本偏差，横线为按任务自助抽样的 95% 置信区间。"
                "短竖线为将任务随机分配到两地时的未校正距离。",
            ),
            compare=lambda corpus: compare.profile_distance(corpus.tasks, corpus.themes),
            draw=draw_themes.draw_profile_distance,
        ),
        FigureSpec(
            name="theme_co_occurrence",
            question=Words("Which themes travel together?", "哪些主题常常同时出现？"),
            caption=Words(
                "Number of tasks that act on both themes, all places together; shade: their share "
                "of the tasks that act on either (Jaccard 1912).",
                "同时涉及两个主题的任务数（各地合计）；颜色深浅为其占涉及任一主题的任务的比例（Jaccard 1912）。",
            ),
            compare=lambda corpus: compare.theme_co_occurrence(
                corpus.tasks, corpus.themes, theme_ids=plotted.theme_ids(corpus)
            ),
            draw=draw_themes.draw_theme_co_occurrence,
        ),
        FigureSpec(
            name="theme_rankings",
            question=Words(
                "Does the ranking survive another way of counting?",
                "换一种计数方法，排名是否改变？",
            ),
            caption=Words(
                "Rank of each theme within a place (n tasks) by four measures; ties share their mean rank. "
                "The longer the line, the more the rank depends on the measure.",
                "按四种计数方法得出的各地（n 项任务）主题排名；并列者取平均名次。连线越长，排名越取决于计数方法。",
            ),
            compare=lambda corpus: compare.theme_rankings(
                corpus.tasks, corpus.themes, theme_ids=plotted.theme_ids(corpus)
            ),
            draw=draw_themes.draw_theme_rankings,
        ),
        FigureSpec(
            name="theme_silence",
            question=Words("On which themes is a place silent?", "各地在哪些主题上只字未提？"),
            caption=Words(
                "Themes on which no unit of any kind acts in at least one place. A mark: the place "
                "acts on it. A number: it does not, and this is the largest share of units that "
                "none among so many leaves plausible (upper Wilson 95 % limit).",
                "至少有一地的任何单元均未涉及的主题。标记表示该地涉及；数字表示该地未涉及，"
                "并给出在此单元数下仍属可能的最大比例（威尔逊 95% 上限）。",
            ),
            compare=lambda corpus: compare.silent_themes(
                corpus.tasks, corpus.themes, theme_ids=plotted.theme_ids(corpus)
            ),
            draw=draw_themes.draw_silent_themes,
        ),
        FigureSpec(
            name="target_shares",
            question=Words(
                "How many tasks carry a target, and of which kind?",
                "有多少任务设有目标，属于哪一类？",
            ),
            caption=_with_wilson(
                "Share of each place's tasks (n) that carry a target of the kind. Numbers at the "
                "right: targets; one that the annex restates counts once.",
                "各地任务（n）中含有该类目标的比例。右侧数字为目标数；附件重述的目标只计一次。",
            ),
            compare=lambda corpus: compare.target_shares(corpus.tasks, corpus.targets),
            draw=draw_targets.draw_target_shares,
        ),
        FigureSpec(
            name="target_deadlines",
            question=Words("Which targets have a deadline?", "哪些目标设有期限？"),
            caption=_with_wilson(
                "Share of each place's targets (n) that have a deadline, recur without one, or have "
                "none. Numbers at the right: targets.",
                "各地目标（n）中设有期限、周期性（无最后期限）以及无期限者的比例。右侧数字为目标数。",
            ),
            compare=lambda corpus: compare.deadline_status(corpus.tasks, corpus.targets),
            draw=draw_targets.draw_deadline_status,
        ),
        FigureSpec(
            name="target_calendar",
            question=Words("What is due when?", "各项目标何时到期？"),
            caption=Words(
                "Deadlines of the n targets of tasks that have one, a mark a target; numbers: targets of the day.",
                "任务中 n 个设有期限的目标，一个标记代表一个目标；数字为当日到期的目标数。",
            ),
            compare=lambda corpus: compare.deadline_calendar(corpus.tasks, corpus.targets),
            draw=draw_targets.draw_deadline_calendar,
            interactive=interactive.calendar,
        ),
        FigureSpec(
            name="target_indicators",
            question=Words(
                "What do places promise on the same indicator?", "各地对同一指标的承诺如何？"
            ),
            caption=Words(
                "Every indicator that at least two places state, and the principal ones that one "
                "states, with value, comparator, scope and deadline. A line's length is the value "
                "over 100 %, or over the largest of its unit there. At the right: whether the values compare, and why not.",
                "至少两地提出的全部指标和仅一地提出的主要指标，及其数值、比较符、范围与期限。"
                "线长为数值与 100% 或同组同单位最大值之比。"
                "右侧为各值是否可比及其理由。",
            ),
            compare=plotted.indicators_side_by_side,
            draw=draw_targets.draw_indicators,
        ),
        FigureSpec(
            name="target_ambition",
            question=Words("How fast does a place mean to move?", "各地计划推进得有多快？"),
            caption=Words(
                "Indicators to which a place gives values for several years; numbers: change a year.",
                "同一地对多个年份设定数值的指标；数字为年均变化。",
            ),
            compare=plotted.ambition,
            draw=draw_targets.draw_ambition,
        ),
        FigureSpec(
            name="agency_shares",
            question=Words("Who leads, supports and answers for what?", "谁牵头、谁配合、谁负责？"),
            caption=Words(
                "Share of each place's tasks (n) that name an agency in each role, agencies of all "
                "levels and years joined by function; at most the 20 functions named most often. "
                "A role that never occurs is not drawn. Lines are Wilson 95 % intervals.",
                "各地任务（n）中各职能部门以各角色被列出的比例，不同层级与年份的机构按职能归并；最多列出次数最多的"
                " 20 项职能，未出现的角色不绘出。横线为威尔逊 95% 置信区间。",
            ),
            compare=lambda corpus: compare.agency_shares(corpus.tasks, corpus.responsibilities),
            draw=draw_responsibility.draw_agency_shares,
        ),
        FigureSpec(
            name="lead_concentration",
            question=Words("With how many agencies does the lead lie?", "牵头工作集中在几个部门？"),
            caption=Words(
                "Effective number of leading functions (reciprocal of the Herfindahl index): as "
                "many as would lead, did all lead alike. Lines are 95 % bootstrap intervals over "
                "tasks. Numbers at the right: tasks with a lead.",
                "牵头职能的有效数目（赫芬达尔指数的倒数）：若各部门牵头一样多，则相当于这么多个部门。"
                "横线为按任务自助抽样的 95% 置信区间。右侧数字为有牵头单位的任务数。",
            ),
            compare=plotted.lead_concentration,
            draw=draw_responsibility.draw_lead_concentration,
        ),
        FigureSpec(
            name="agencies_per_task",
            question=Words("How many agencies share a task?", "一项任务由几个单位承担？"),
            caption=Words(
                "Agencies that each of n tasks names, in any role. The line is the mean's 95 % bootstrap "
                "interval over tasks.",
                "n 项任务中每项列出的单位数（不论角色）。横线为均值按任务自助抽样的 95% 置信区间。",
            ),
            compare=lambda corpus: compare.agencies_per_task(corpus.tasks, corpus.responsibilities),
            draw=draw_responsibility.draw_agencies_per_task,
        ),
        FigureSpec(
            name="task_sharing",
            question=Words("Is work done alone or shared?", "任务是单独承担还是共同承担？"),
            caption=_with_wilson(
                "Share of each place's tasks (n) that name no agency, one, or several. Numbers at the "
                "right: tasks.",
                "各地任务（n）中未列单位、仅列一个单位或列出多个单位的比例。右侧数字为任务数。",
            ),
            compare=lambda corpus: compare.solo_and_shared(corpus.tasks, corpus.responsibilities),
            draw=draw_responsibility.draw_task_sharing,
        ),
        FigureSpec(
            name="responsibility_gaps",
            question=Words(
                "Which tasks have no lead, and what is handed down?",
                "哪些任务没有牵头单位，哪些任务下放？",
            ),
            caption=_with_wilson(
                "Share of each place's tasks (n) that name no lead, that name nobody (a part of "
                "these), and that name an agency of county level. Numbers at the right: tasks.",
                "各地任务（n）中未列牵头单位、未列任何单位（属前者的一部分）以及列有县级单位的比例。右侧数字为任务数。",
            ),
            compare=plotted.gaps,
            draw=draw_responsibility.draw_gaps,
        ),
        FigureSpec(
            name="lead_themes",
            question=Words("Which agencies lead which themes?", "哪些部门牵头哪些主题？"),
            caption=Words(
                "Tasks on a theme that an agency leads, or answers for where the document does not "
                "split the roles; at most the 20 functions with most. A disc's area is the number "
                "of tasks, printed above 1.",
                "各部门牵头（文件未分主次时为负责）的各主题任务数；最多列出任务最多的 20 项职能。"
                "圆面积为任务数，大于 1 时标出。",
            ),
            compare=plotted.lead_themes,
            draw=draw_responsibility.draw_lead_themes,
            interactive=interactive.theme_flow,
        ),
        FigureSpec(
            name="lead_support_network",
            question=Words("Who supports whom?", "谁配合谁？"),
            caption=Words(
                "An arrow runs from the function that leads a task to one that supports it; the "
                "wider, the more tasks; n: arrows. Filled: leads at least one. Each function keeps its place "
                "on the circle.",
                "箭头由牵头职能指向配合职能，越粗表示任务越多；n 为箭头数。实心表示至少牵头一项。各职能在圆周上的位置保持不变。",
            ),
            compare=plotted.lead_support_edges,
            draw=draw_responsibility.draw_lead_support_network,
            interactive=interactive.network,
        ),
        FigureSpec(
            name="crosswalk_effect",
            question=Words(
                "What does joining names by function change?", "按职能归并机构名称改变了什么？"
            ),
            caption=Words(
                "Functions that go by several (n) names in the documents, and the tasks that name "
                "each, in any role. Names as written.",
                "在文件中有多个（n）名称的职能，以及列出各名称的任务数（不论角色）。名称照录原文。",
            ),
            compare=lambda corpus: compare.crosswalk_effect(corpus.tasks, corpus.responsibilities),
            draw=draw_responsibility.draw_crosswalk_effect,
        ),
    )
}
