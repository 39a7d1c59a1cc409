"""The one list of figures, which notebooks, command, gallery and explorer all draw from."""

from __future__ import annotations

from policytasks import compare
from policytasks.compare.documents import unit_kinds
from policytasks.figures import (
    draw_commitment,
    draw_documents,
    draw_indicators,
    draw_lineage,
    draw_responsibility,
    draw_targets,
    draw_themes,
    interactive,
    plotted,
    titles,
)
from policytasks.figures.figure_spec import FigureSpec
from policytasks.figures.terms import Words

__all__ = ["FIGURES", "FORMER", "FigureSpec"]

FIGURES = {
    spec.name: spec
    for spec in (
        FigureSpec(
            name="corpus_units",
            question=Words("What is compared?", "比较的是什么？"),
            title=titles.unit_kinds,
            caption=Words(
                "Units of each kind. Only tasks are compared unless a figure says otherwise; an annex "
                "row restates its task and never counts twice.",
                "各类单元的数量。除另有说明外，只比较任务；附件分项是对任务的重述，不重复计数。",
            ),
            compare=lambda corpus: unit_kinds(corpus.tasks),
            draw=draw_documents.draw_unit_kinds,
        ),
        FigureSpec(
            name="theme_matrix",
            question=Words(
                "On which themes does a document act, and on which is it silent?",
                "各文件涉及哪些主题，对哪些沉默？",
            ),
            title=titles.theme_matrix,
            caption=Words(
                "The darker, the larger the share of a document's tasks (n) that act on the theme; "
                "the number counts them (0: only units other than tasks act). In white, the kind of "
                "silence; ≤: the largest share that none among so many units leaves plausible (exact "
                "95 % limit).",
                "颜色越深，涉及该主题的任务占比越大，数字为任务数（0 表示仅其他单元涉及）。白色格为沉默的类型；≤ 为在此单元数下仍属可能的最大比例（精确 95% 上限）。",
            ),
            caption_of_many=Words(
                "The darker, the larger the share of a document's tasks (n) that act on the theme; "
                "of a group of n documents, the share of those that act, and their number. In white, "
                "the kind of silence (of a group, the most frequent).",
                "颜色越深，涉及该主题的任务（共 n 项）占比越大；分组（n 份文件）时为涉及的文件比例，数字为其份数。白色格为沉默的类型（分组时取最常见者）。",
            ),
            compare=plotted.theme_matrix,
            draw=draw_themes.draw_theme_matrix,
        ),
        FigureSpec(
            name="theme_profile",
            question=Words("What is each document about?", "各文件的重点是什么？"),
            title=titles.theme_profile,
            caption=Words(
                "Share of a theme among a document's n codes (pairs of task and theme), free of how "
                "long its tasks are. Lines: Wilson 95 % intervals; hollow: one mention or none. "
                "Pairs alike: in how many pairs of documents all four ways of counting put the same "
                "one first.",
                "各主题占该文件 n 个编码（任务与主题之组合）的比例，不受任务篇幅影响。横线为威尔逊 95% 置信区"
                "间；空心为仅一处提及或没有。一致对数：四种计数方式均得出同一先后的文件对数。",
            ),
            caption_of_many=Words(
                "Share of a theme among a document's codes (pairs of task and theme): a mark a "
                "document, by group (n documents), hollow with one mention or none. Bar: the middle "
                "half of the documents; line: their median.",
                "各主题占文件编码（任务与主题之组合）的比例：每份文件一点，按组标记（n 为文件数），空心为仅一处提及或没有。灰条为中间一半的文件，竖线为中位数。",
            ),
            compare=plotted.theme_profile,
            draw=draw_themes.draw_theme_profile,
        ),
        FigureSpec(
            name="theme_co_occurrence",
            question=Words("Which themes travel together?", "哪些主题常常同时出现？"),
            title=titles.co_occurrence,
            caption=Words(
                "Tasks that act on both themes, all documents together: the theme at the left of a row and the "
                "one on top of a column. Shade and hatching: more or fewer than if within each document "
                "the two had nothing to do with each other (*: exact test within documents, Holm 1979, 5 %).",
                "同时涉及行首与列首两个主题的任务数（各文件合计）。深浅与斜线表示多于或少于“各文件内两主题互不相干”时的期望"
                "（*：文件内精确检验，Holm 1979，5%）。",
            ),
            compare=plotted.theme_co_occurrence,
            draw=draw_themes.draw_theme_co_occurrence,
        ),
        FigureSpec(
            name="chain_of_commitment",
            question=Words("How far does a task commit anybody?", "任务的承诺有多硬？"),
            title=titles.chain,
            caption=Words(
                "Tasks (n) by the links they have: a target, a last day of their own, a lead, public "
                "money, a check; what an annex row adds counts for its task. A row is a set of "
                "links, a bar the tasks with exactly these.",
                "任务（n）按其具备的环节划分：目标、自身期限、牵头、资金、考核；附件分项补充者计入所属任务。每行为一组环节，条形为恰好具备者。",
            ),
            caption_of_many=Words(
                "Share of tasks in % (of a group: of those of its n documents) that have a target, a last "
                "day of their own, a lead, public money, a check, and the first links of this chain "
                "together; what an annex row adds counts for its task.",
                "具备目标、自身期限、牵头、资金、考核各环节，以及链条前几环兼备的任务比例（%；分组时为组内 n 份文件的全部任务）；附件分项补充者计入所属任务。",
            ),
            compare=plotted.commitment_patterns,
            draw=draw_commitment.draw_commitment_chain,
        ),
        FigureSpec(
            name="target_calendar",
            question=Words("What is due when?", "各项目标何时到期？"),
            title=titles.calendar,
            caption=Words(
                "The n dated targets of a document, headline and annex targets with them: a mark a "
                "target, left of a year's middle if due by June, right if later; numbers count them.",
                "文件中 n 个设有期限的目标（含总体目标与附件）：一个标记代表一个目标，六月底前到期者居年份左半，其后居右；数字为个数。",
            ),
            caption_of_many=Words(
                "Targets by the year in which they are due, headline and annex targets with them; n: "
                "dated targets of a document, or documents of a group.",
                "按到期年份计的目标数（含总体目标与附件）；n 为文件中有期限的目标数，分组时为文件数。",
            ),
            compare=lambda corpus: compare.deadline_calendar(corpus.tasks, corpus.targets),
            draw=draw_targets.draw_deadline_calendar,
            interactive=interactive.calendar,
        ),
        FigureSpec(
            name="target_deadlines",
            question=Words("Which quantities have a deadline?", "哪些数量目标设有期限？"),
            title=titles.deadlines,
            caption=Words(
                "Quantities of the whole document (n), its goals, annex and safeguards with them; "
                "what is stated twice counts once.",
                "全文的数量目标（n），含总体目标、附件与保障措施；重复者只计一次。",
            ),
            caption_of_many=Words(
                "Quantities of the whole document (n; of a group, n documents), its goals, annex and "
                "safeguards with them; what is stated twice counts once.",
                "全文的数量目标（n；分组时 n 为文件数），含总体目标、附件与保障措施；重复者只计一次。",
            ),
            compare=lambda corpus: compare.deadline_status(corpus.tasks, corpus.targets),
            draw=draw_targets.draw_deadline_status,
        ),
        FigureSpec(
            name="target_indicators",
            question=Words(
                "What do documents promise on the same indicator?", "各文件对同一指标的承诺如何？"
            ),
            title=titles.indicators,
            caption=Words(
                "Indicators that two documents state, and the principal ones that one states, with "
                "comparator, scope and deadline; for each two documents whether their values "
                "compare, and why not.",
                "至少两份文件提出的指标和仅一份提出的主要指标，列出比较符、范围与期限；每两份文件注明数值是否可比及理由。",
            ),
            caption_of_many=Words(
                "Indicators that two documents state, and the principal ones that one states: each "
                "value a mark, by group (n documents). Compare: of the pairs of documents that state "
                "it, those whose values may be compared, with a caveat or without.",
                "至少两份文件提出的指标和仅一份提出的主要指标：每个数值一点，按组标记（n 为文件数）。可比：数值可比（含有保留者）的文件对数与总对数。",
            ),
            compare=plotted.indicators_side_by_side,
            draw=draw_indicators.draw_indicators,
        ),
        FigureSpec(
            name="agency_roles",
            question=Words("Who leads, supports and answers for what?", "谁牵头、谁配合、谁负责？"),
            title=titles.roles,
            caption=Words(
                "Tasks of a document (n) that name a function, by role, agencies of all levels and "
                "years joined by function; those named most.",
                "文件任务（n）中按角色列出各职能的项数，不同层级与年份的机构按职能归并；取列出最多者。",
            ),
            caption_of_many=Words(
                "Tasks of all documents that name a function, by role, agencies of all levels and "
                "years joined by function; at the right, in how many documents the function is named.",
                "全部文件中按角色列出各职能的任务数，不同层级与年份的机构按职能归并；右侧为列出该职能的文件数。",
            ),
            compare=lambda corpus: compare.agency_shares(corpus.tasks, corpus.responsibilities),
            draw=draw_responsibility.draw_agency_roles,
        ),
        FigureSpec(
            name="task_departments",
            question=Words("Which departments share which tasks?", "哪些部门共同承担哪些任务？"),
            title=titles.departments,
            caption=Words(
                "Each column of a grey field is one of a document's n tasks, in their order; it is "
                "marked in the rows of the functions that it names.",
                "灰底中每一列为该文件的一项任务（共 n 项，按原顺序），所列职能处作标记。",
            ),
            caption_of_many=Words(
                "Tasks that name the function, shaded by their share of the document's tasks (n; of "
                "a group, of those of its n documents).",
                "列出该职能的任务数，深浅为占该文件任务（n；分组时为组内 n 份文件的任务）的比例。",
            ),
            compare=plotted.task_departments,
            draw=draw_responsibility.draw_task_departments,
        ),
        FigureSpec(
            name="lead_themes",
            question=Words("Which agencies lead which themes?", "哪些部门牵头哪些主题？"),
            title=titles.lead_themes,
            caption=Words(
                "Tasks on a theme that a function leads, or answers for where a document does not split the "
                "roles, all documents together. Framed: in one document at least, more than the "
                "function leads at all would make (exact test, Holm 1979, 5 %).",
                "各职能牵头（文件未分主次时为负责）的各主题任务数，各文件合计。黑框：至少在一份文件中超出该职能的平常牵头比例"
                "（精确检验，Holm 1979，5%）。",
            ),
            compare=plotted.lead_themes,
            draw=draw_responsibility.draw_lead_themes,
            interactive=interactive.theme_flow,
        ),
        FigureSpec(
            name="responsibility_gaps",
            question=Words(
                "Which tasks have no lead, and where does the county level come in?",
                "哪些任务没有牵头单位，县级在何处参与？",
            ),
            title=titles.assigned,
            caption=Words(
                "Tasks (n) that name no lead, that name nobody (a part of these), and in which an "
                "agency of county level leads or supports: share with Wilson 95 % interval, and "
                "number. A plan that assigns by department names them in duties: its tasks cannot "
                "show a lead.",
                "任务（n）中未列牵头单位、未列任何单位（属前者的一部分）以及县级单位牵头或配合者：比例及威尔逊 95"
                "% 置信区间，并注项数。按部门分工的文件在职责中列出单位，其任务本身无从显示牵头。",
            ),
            caption_of_many=Words(
                "Tasks (n; of a group, of its n documents) that name no lead, that name nobody (a "
                "part of these), and in which an agency of county level leads or supports: number and "
                "share (with its interval where there is room). A plan that assigns by department names them in duties: its tasks "
                "cannot show a lead.",
                "任务（n；分组时为组内 n 份文件的任务）中未列牵头单位、未列任何单位（属前者的一部分）以及县级单位"
                "牵头或配合者，项数与比例（有余地时附区间）。按部门分工的文件在职责中列出单位，其任务本身无从显示牵头。",
            ),
            compare=plotted.gaps,
            draw=draw_responsibility.draw_gaps,
        ),
        FigureSpec(
            name="lineage",
            question=Words("Which plan rests on which document?", "各文件以哪些文件为依据？"),
            title=titles.lineage,
            caption=Words(
                "Documents that the plans cite, those that most plans cite first, with number and "
                "title as cited.",
                "各文件所引用的文件，引用最多者在前，文号与标题照录。",
            ),
            caption_of_many=Words(
                "Documents that the plans cite, those that most plans cite first, with number and "
                "title as cited; of a group of n documents, how many cite it.",
                "各文件所引用的文件，引用最多者在前，文号与标题照录；分组（n 份文件）时为引用的文件数。",
            ),
            compare=plotted.lineage,
            draw=draw_lineage.draw_lineage,
        ),
    )
}

FORMER = frozenset(
    {
        "agencies_per_task",
        "agency_shares",
        "corpus_task_lengths",
        "crosswalk_effect",
        "lead_concentration",
        "lead_support_network",
        "shared_leads",
        "target_ambition",
        "target_shares",
        "task_sharing",
        "theme_directions",
        "theme_distances",
        "theme_distinctive",
        "theme_mentions",
        "theme_rankings",
        "theme_shares",
        "theme_silence",
        "theme_states",
    }
)
"""Names of figures that earlier versions drew: their files are left over."""
