"""The one list of figures, which notebooks, command and gallery all draw from."""

from __future__ import annotations

from policytasks import compare
from policytasks.compare.documents import task_lengths, unit_kinds
from policytasks.figures import (
    draw_commitment,
    draw_documents,
    draw_indicators,
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
            name="theme_profile",
            question=Words("What is each document about?", "各文件的重点是什么？"),
            caption=_with_wilson(
                "Share of each theme among a document's n codes (pairs of task and theme): its profile, free of how "
                "long its tasks are. Numbers at the right: codes; 1†: one mention is all there is.",
                "各主题占该文件 n 个编码（任务与主题之组合）的比例，即其主题分布，不受任务篇幅影响。右侧数字为编码数；1† 表示仅有一处提及。",
            ),
            compare=lambda corpus: compare.theme_profile(
                corpus.tasks, corpus.themes, theme_ids=plotted.theme_ids(corpus)
            ),
            draw=draw_themes.draw_theme_profile,
        ),
        FigureSpec(
            name="theme_shares",
            question=Words("How often does each theme appear?", "各主题出现的频率如何？"),
            caption=_with_wilson(
                "Share of each document's tasks (n) that act on a theme; a task may act on several, a long one on more. "
                "Numbers at the right: tasks.",
                "各文件任务（n）中涉及各主题的比例；一项任务可涉及多个主题。右侧数字为任务数。",
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
                "Mentions of each theme in 1,000 characters of a document's tasks (n characters). Numbers "
                "at the right: mentions.",
                "各文件任务（共 n 字）每千字中提及各主题的次数。右侧数字为提及次数。",
            ),
            compare=lambda corpus: compare.theme_mentions(
                corpus.tasks, corpus.themes, theme_ids=plotted.theme_ids(corpus)
            ),
            draw=draw_themes.draw_theme_mentions,
        ),
        FigureSpec(
            name="theme_distinctive",
            question=Words(
                "Which themes set a document apart beyond chance?",
                "哪些主题使一份文件有别于其他文件（超出偶然）？",
            ),
            caption=Words(
                "Log-odds of a theme among a document's n codes (pairs of task and theme) against all "
                "other documents, with an informative Dirichlet prior (Monroe, Colaresi and Quinn "
                "2008) and 95 % intervals. Only themes that pass: dealt out at random, tasks with all "
                "their codes show so large a |z| anywhere in at most 5 % of deals. Numbers at the right: tasks.",
                "各主题在该文件 n 个编码（任务与主题之组合）中相对于其他各文件的对数优势比，采用信息性狄利克雷先验"
                "（Monroe、Colaresi 与 Quinn 2008）及 95% 置信区间。仅列出通过检验者：将任务连同其编码随机分配，"
                "任何一处出现同样大的 |z| 的比例不超过 5%。右侧数字为任务数。",
            ),
            compare=lambda corpus: compare.distinctive_themes(
                corpus.tasks, corpus.themes, theme_ids=plotted.theme_ids(corpus)
            ),
            draw=draw_themes.draw_distinctive_themes,
        ),
        FigureSpec(
            name="theme_distances",
            question=Words(
                "Are two documents' profiles of themes further apart than chance?",
                "两份文件的主题分布之差是否超出偶然？",
            ),
            caption=Words(
                "Jensen–Shannon distance (0 alike, 1 nothing in common) between the shares of "
                "themes among two documents' codes, on the band in which 95 % of the distances lie once "
                "the tasks of both are dealt out at random. p: how often these are as large, for "
                "all pairs at once (Holm 1979).",
                "两份文件编码中主题构成的 JS 距离（0 为相同，1 为毫无共同），灰带为将两者的任务随机分配后 95% 的距离所在范围。"
                "p 为随机距离不小于实际距离的比例，已按全部配对校正（Holm 1979）。",
            ),
            compare=lambda corpus: compare.profile_distance(corpus.tasks, corpus.themes),
            draw=draw_themes.draw_profile_distance,
        ),
        FigureSpec(
            name="theme_co_occurrence",
            question=Words("Which themes travel together?", "哪些主题常常同时出现？"),
            caption=Words(
                "Number of tasks that act on both themes, all documents together; colour: how many more "
                "(or fewer) than if within each document the two had nothing to do with each other. "
                "*: beyond chance after adjustment for all pairs (exact test within documents, Holm 1979, 5 %).",
                "同时涉及两个主题的任务数（各文件合计）；颜色为其与“各文件内两主题互不相干”时期望数之差。"
                "* 表示经全部配对校正后仍超出偶然（文件内精确检验，Holm 1979，5%）。",
            ),
            compare=lambda corpus: compare.theme_co_occurrence(
                corpus.tasks, corpus.themes, theme_ids=plotted.theme_ids(corpus)
            ),
            draw=draw_themes.draw_theme_co_occurrence,
        ),
        FigureSpec(
            name="theme_directions",
            question=Words(
                "Which of two documents says more of a theme, however it is counted?",
                "无论如何计数，两份文件中哪一份更多涉及某主题？",
            ),
            caption=Words(
                "The mark is that of the document which has more of the theme by all four measures: share of "
                "its codes, of its tasks, of their characters, and mentions per 1,000 characters. A dot: "
                "the measures disagree, or neither acts on it. Coding error may turn a difference of one task.",
                "标记为按四种测度（占编码、占任务、占字数的比例及每千字提及次数）均更多涉及该主题的文件。"
                "小点表示各测度不一致或两者均未涉及。相差一项任务者可能因编码误差而逆转。",
            ),
            compare=lambda corpus: compare.theme_directions(
                corpus.tasks, corpus.themes, theme_ids=plotted.theme_ids(corpus)
            ),
            draw=draw_themes.draw_theme_directions,
        ),
        FigureSpec(
            name="theme_states",
            question=Words("On which themes does a document not act?", "各文件未涉及哪些主题？"),
            caption=Words(
                "Themes on which no unit of any kind acts in at least one document. A mark: the document "
                "acts on it. Named only: a word of it stands. Outside mandate: no word, and the title "
                "confines the plan to other themes. Nothing: no word, with the largest share of acting units "
                "that none among so many leaves plausible (exact 95 % limit).",
                "至少有一份文件的任何单元均未涉及的主题。标记表示该文件涉及；仅提及表示文中有相关词语；主旨之外表示无相关词语，"
                "且标题已将文件限于其他主题；未提及表示无相关词语，并给出在此单元数下仍属可能的最大比例（精确 95% 上限）。",
            ),
            compare=plotted.theme_states,
            draw=draw_themes.draw_theme_states,
        ),
        FigureSpec(
            name="target_shares",
            question=Words(
                "How many tasks carry a target, and of which kind?",
                "有多少任务设有目标，属于哪一类？",
            ),
            caption=_with_wilson(
                "Share of each document's tasks (n) that carry a target of the kind. Numbers at the "
                "right: targets of the whole document, its goals and safeguards with it; what body and annex both state counts once.",
                "各文件任务（n）中含有该类目标的比例。右侧数字为全文的目标数（含总体目标与保障措施）；正文与附件重复者只计一次。",
            ),
            compare=lambda corpus: compare.target_shares(corpus.tasks, corpus.targets),
            draw=draw_targets.draw_target_shares,
        ),
        FigureSpec(
            name="target_deadlines",
            question=Words("Which targets have a deadline?", "哪些目标设有期限？"),
            caption=_with_wilson(
                "Share of each document's targets (n) that have a deadline, recur without one, or have "
                "none. Numbers at the right: targets.",
                "各文件目标（n）中设有期限、周期性（无最后期限）以及无期限者的比例。右侧数字为目标数。",
            ),
            compare=lambda corpus: compare.deadline_status(corpus.tasks, corpus.targets),
            draw=draw_targets.draw_deadline_status,
        ),
        FigureSpec(
            name="target_calendar",
            question=Words("What is due when?", "各项目标何时到期？"),
            caption=Words(
                "Deadlines of the n targets of the document that have one, a mark a target, over the last day of the half-year; numbers: targets of the half-year.",
                "文件中 n 个设有期限的目标，一个标记代表一个目标，按半年末排列；数字为该半年到期的目标数。",
            ),
            compare=lambda corpus: compare.deadline_calendar(corpus.tasks, corpus.targets),
            draw=draw_targets.draw_deadline_calendar,
            interactive=interactive.calendar,
        ),
        FigureSpec(
            name="target_indicators",
            question=Words(
                "What do documents promise on the same indicator?", "各文件对同一指标的承诺如何？"
            ),
            caption=Words(
                "Every indicator that at least two documents state, and the principal ones that one "
                "states, highest value first, with comparator, scope and deadline. A line's length is the value "
                "over 100 %, or over the largest of its indicator. At the right: for each two documents whether their values compare, and why not.",
                "至少两份文件提出的全部指标和仅一份提出的主要指标，按数值由高到低，列出比较符、范围与期限。"
                "线长为数值与 100% 或该指标最大值之比。右侧为每两份文件的数值是否可比及其理由。",
            ),
            compare=plotted.indicators_side_by_side,
            draw=draw_indicators.draw_indicators,
        ),
        FigureSpec(
            name="chain_of_commitment",
            question=Words("How far does a task commit anybody?", "任务的承诺有多硬？"),
            caption=Words(
                "Tasks by which links of the chain they have: a target, a last day, a lead, public money, a check of "
                "the work; what an annex row adds counts for its task. A row is a set of links, a bar the tasks "
                "(of n) that have exactly these. No date: not of the task's own, whatever the plan's horizon.",
                "按承诺链的环节（目标、期限、牵头、资金、考核）划分的任务；附件分项补充者计入所属任务。每行为一组环节，"
                "条形为恰好具备这些环节的任务数（共 n 项）。期限指任务自身的期限，不含规划期。",
            ),
            compare=plotted.commitment_patterns,
            draw=draw_commitment.draw_commitment_chain,
        ),
        FigureSpec(
            name="agency_shares",
            question=Words("Who leads, supports and answers for what?", "谁牵头、谁配合、谁负责？"),
            caption=Words(
                "Share of each document's tasks (n) that name an agency in each role, agencies of all "
                "levels and years joined by function; at most the 20 functions named most often. "
                "A role that never occurs is not drawn. Lines are Wilson 95 % intervals.",
                "各文件任务（n）中各职能部门以各角色被列出的比例，不同层级与年份的机构按职能归并；最多列出次数最多的"
                " 20 项职能，未出现的角色不绘出。横线为威尔逊 95% 置信区间。",
            ),
            compare=lambda corpus: compare.agency_shares(corpus.tasks, corpus.responsibilities),
            draw=draw_responsibility.draw_agency_shares,
        ),
        FigureSpec(
            name="shared_leads",
            question=Words(
                "How likely do two tasks share their lead?", "两项任务同一牵头的可能性有多大？"
            ),
            caption=Words(
                "Probability that two of a document's n tasks with a lead, drawn at random, have one in common "
                "(Simpson 1949). The line is the range without any one task, no interval.",
                "从一份文件 n 项有牵头单位的任务中随机抽取两项，牵头单位相同的概率（Simpson 1949）。横线为去掉任一任务后的取值范围，并非置信区间。",
            ),
            compare=lambda corpus: compare.shared_leads(corpus.tasks, corpus.responsibilities),
            draw=draw_responsibility.draw_shared_leads,
        ),
        FigureSpec(
            name="agencies_per_task",
            question=Words("How many agencies share a task?", "一项任务由几个单位承担？"),
            caption=Words(
                "Agencies that each of n tasks names, in any role. The line is the mean's 95 % interval "
                "(Student 1908).",
                "n 项任务中每项列出的单位数（不论角色）。横线为均值的 95% 置信区间（Student 1908）。",
            ),
            compare=lambda corpus: compare.agencies_per_task(corpus.tasks, corpus.responsibilities),
            draw=draw_responsibility.draw_agencies_per_task,
        ),
        FigureSpec(
            name="task_sharing",
            question=Words("Is work done alone or shared?", "任务是单独承担还是共同承担？"),
            caption=_with_wilson(
                "Share of each document's tasks (n) that name no agency, one, or several. Numbers at the "
                "right: tasks.",
                "各文件任务（n）中未列单位、仅列一个单位或列出多个单位的比例。右侧数字为任务数。",
            ),
            compare=lambda corpus: compare.solo_and_shared(corpus.tasks, corpus.responsibilities),
            draw=draw_responsibility.draw_task_sharing,
        ),
        FigureSpec(
            name="responsibility_gaps",
            question=Words(
                "Which tasks have no lead, and where does the county level come in?",
                "哪些任务没有牵头单位，县级在何处参与？",
            ),
            caption=_with_wilson(
                "Share of each document's tasks (n) that name no lead, that name nobody (a part of "
                "these), and in which an agency of county level leads or supports. A plan that assigns by department "
                "names them in duties: its tasks cannot show a lead. Numbers at the right: tasks.",
                "各文件任务（n）中未列牵头单位、未列任何单位（属前者的一部分）以及县级单位牵头或配合的比例。"
                "按部门分工的文件在职责中列出单位，其任务本身无从显示牵头。右侧数字为任务数。",
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
                "of tasks, printed above 1; a black ring: more than the agency leads at all would make (exact test, Holm 1979, 5 %).",
                "各部门牵头（文件未分主次时为负责）的各主题任务数；最多列出任务最多的 20 项职能。"
                "圆面积为任务数，大于 1 时标出；黑框表示超出该部门平常牵头比例（精确检验，Holm 1979，5%）。",
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
                "each, in any role. Names are joined, work is not: a function may have gained or lost work in a reform (2018, 2023).",
                "在文件中有多个（n）名称的职能，以及列出各名称的任务数（不论角色）。仅归并名称，不涉及职能划转（2018、2023 年机构改革）。",
            ),
            compare=lambda corpus: compare.crosswalk_effect(corpus.tasks, corpus.responsibilities),
            draw=draw_responsibility.draw_crosswalk_effect,
        ),
    )
}
