"""What the page says, in English and Chinese."""

from __future__ import annotations

from policytasks.figures.terms import Words

__all__ = ["WORDING"]

_WORDS = {
    # The page as a whole.
    "heading": Words("From a theme to the clause", "从主题到原文"),
    "lead": Words(
        "Choose a cell, or search. Every number leads to the words behind it.",
        "点击单元格或输入检索词，每个数字都可追溯到原文。",
    ),
    "skip": Words("Skip to the clauses", "跳到条文"),
    "gallery": Words("Figures", "图形"),
    "language": Words("Language", "语言"),
    "english": Words("English", "English"),
    "chinese": Words("中文", "中文"),
    "no_script": Words(
        "This page needs JavaScript; it loads nothing from the network.",
        "本页需要 JavaScript，不会联网加载任何内容。",
    ),
    "made_by": Words("Made by policytasks {version}", "由 policytasks {version} 生成"),
    # What is asked.
    "search": Words("Search text, themes, agencies", "检索原文、主题、部门"),
    "search_hint": Words("养老 床位, civil affairs, meals …", "养老 床位、民政、助餐……"),
    "filters": Words("Filter by place, role, date …", "按地区、职责、日期筛选"),
    "place": Words("Place", "地区"),
    "kind": Words("Kind of unit", "单元类型"),
    "role": Words("Role", "职责"),
    "due": Words("Deadline", "期限"),
    "issued": Words("Issued", "发文年份"),
    "theme": Words("Theme", "主题"),
    "agency": Words("Department", "部门"),
    "any": Words("any", "不限"),
    "nobody": Words("names nobody", "未列单位"),
    "no_date": Words("without a date", "无日期"),
    "in_year": Words("{year}", "{year} 年"),
    "reset": Words("Clear all", "全部清除"),
    "remove": Words("Remove: {what}", "移除：{what}"),
    # The matrix.
    "by_theme": Words("Themes", "主题"),
    "by_agency": Words("Departments", "部门"),
    "view": Words("What the rows are", "按什么查看"),
    "each_document": Words("each document", "按文件"),
    "each_place": Words("each place", "按地区"),
    "columns": Words("Compare", "比较"),
    "matrix": Words("Units by {what} and document", "各文件按{what}的单元数"),
    "units": Words("Units", "单元"),
    "cell": Words("{row}, {column}: {n} of {all} units", "{row}，{column}：{all} 个单元中 {n} 个"),
    "legend": Words(
        "Shade: share of the units in the present choice", "颜色：占当前范围内单元的比例"
    ),
    "legend_empty": Words(
        "An empty cell: no unit. The subject may lie outside the plan’s mandate.",
        "空白：无此类单元，也可能不属于该文件的主旨。",
    ),
    "how_to": Words(
        "Arrow keys move, Enter chooses, Escape takes back, / searches.",
        "方向键移动，回车选择，Esc 取消，/ 检索。",
    ),
    "more_rows": Words("Show {n} more rows", "再显示 {n} 行"),
    "other_agency": Words("Not in the codebook", "编码表未收录"),
    # The units.
    "found_one": Words("1 unit", "1 个单元"),
    "found": Words("{n} units", "{n} 个单元"),
    "found_none": Words("No unit fits. Take back a choice.", "没有符合条件的单元，请放宽条件。"),
    "more_units": Words("Show {n} more", "再显示 {n} 个"),
    "outside": Words("Outside the present choice:", "不在当前选择范围内："),
    "agencies": Words("Agencies", "责任单位"),
    "targets": Words("Targets", "目标"),
    "themes": Words("Themes", "主题"),
    "agencies_n": Words("agencies: {n}", "单位 {n}"),
    "targets_n": Words("targets: {n}", "目标 {n}"),
    "due_on": Words("due {date}", "期限 {date}"),
    "text": Words("Text as published", "原文"),
    "merged": Words("Stands over several rows", "合并单元格中的文字"),
    "no_text": Words(
        "The source file was not at hand when this page was made.", "生成本页时没有找到原文件。"
    ),
    "mark_theme": Words("theme", "主题词"),
    "mark_target": Words("target", "目标"),
    "mark_agency": Words("agency", "单位"),
    "mark_search": Words("search", "检索词"),
    "document": Words("Document", "文件"),
    "offsets": Words("Characters {start}–{end} of {source}", "{source} 第 {start}–{end} 字"),
    "link": Words("Link to this unit", "本单元链接"),
    "in_python": Words("In Python", "在 Python 中"),
    "issued_on": Words("issued {date}", "{date} 印发"),
    "published_on": Words("published {date}", "{date} 发布"),
    "annex_of": Words("Belongs to unit {id}", "隶属单元 {id}"),
    "ongoing": Words("goes on", "持续推进"),
    "of_base": Words("of {base}", "（{base}）"),
    "no_agency": Words("Names no agency.", "未列责任单位。"),
    "no_target": Words("States no target.", "未提出目标。"),
}

WORDING = {
    lang: {name: getattr(words, lang) for name, words in _WORDS.items()} for lang in ("en", "zh")
}
"""By language, then by name; ``{braces}`` stand for what the page fills in."""
