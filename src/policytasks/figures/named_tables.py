"""Compared frames as tables to read: names for ids, heads in the language of the style."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from policytasks import compare
from policytasks.figures.style import Style
from policytasks.figures.terms import Words

__all__ = ["named_table"]

_NAMED = {
    "document_id": "document",
    "a": "document",
    "b": "document",
    "theme_id": "theme",
    "theme_a": "theme",
    "theme_b": "theme",
    "agency_id": "agency",
    "lead": "agency",
    "support": "agency",
    "kind": "target_kind",
    "grade_program": "grade",
    "grade_hand": "grade",
}
_NAMED |= {
    each: each
    for each in (
        *("role", "status", "state", "form", "level", "scope", "grade", "reform", "annex"),
        *("genre", "table", "coincides", "turned_by"),
    )
}
_ANSWERS = {True: Words("yes", "是"), False: Words("no", "否")}
_HEADS = {
    "document_id": Words("document", "文件"),
    "a": Words("document", "文件"),
    "b": Words("other document", "另一文件"),
    "task_id": Words("task", "任务"),
    "theme_id": Words("theme", "主题"),
    "theme_a": Words("theme", "主题"),
    "theme_b": Words("other theme", "另一主题"),
    "agency_id": Words("function", "职能"),
    "finding": Words("finding", "发现"),
    "explained": Words("explained", "原因已知"),
    "level": Words("level", "层级"),
    "year": Words("year", "年份"),
    "genre": Words("genre", "文种"),
    "mandate": Words("mandate", "主旨"),
    "title": Words("title", "标题"),
    "number": Words("number", "文号"),
    "cited_by": Words("plans that cite it", "引用文件数"),
    "horizon_end": Words("horizon ends", "规划期末"),
    "reform": Words("reforms", "机构改革"),
    "tasks": Words("tasks", "任务数"),
    "median": Words("median", "中位数"),
    "annex": Words("annex", "附件"),
    "cited": Words("documents it rests on", "依据文件数"),
    "count": Words("count", "数量"),
    "n": Words("of", "总数"),
    "count_a": Words("count", "数量"),
    "n_a": Words("of", "总数"),
    "count_b": Words("count of the other", "另一文件数量"),
    "n_b": Words("of the other", "另一文件总数"),
    "share": Words("share", "比例"),
    "low": Words("low", "下限"),
    "high": Words("high", "上限"),
    "difference": Words("difference", "差"),
    "by_measure": Words("by all measures", "各测度一致"),
    "by_reading": Words("by all readings", "各读法一致"),
    "without_one": Words("without any one case", "去一任务不变"),
    "by_document": Words("by all documents of the places", "两地各文件一致"),
    "turned_by": Words("turned by", "使方向改变者"),
    "coincides": Words("coincides with", "与之重合"),
    "grade": Words("grade", "评级"),
    "rows": Words("rows", "行数"),
    "role": Words("role", "角色"),
    "status": Words("status", "期限状态"),
    "state": Words("state", "状态"),
    "form": Words("assigned", "分工方式"),
    "naming": Words("tasks naming an agency", "列有单位的任务"),
    "led": Words("tasks with a lead", "有牵头的任务"),
    "duties": Words("duties", "职责条数"),
    "departments": Words("departments", "部门数"),
    "expected": Words("expected", "期望"),
    "deviation": Words("deviation", "偏差"),
    "distance": Words("distance", "距离"),
    "chance_low": Words("by chance, low", "随机下限"),
    "chance_high": Words("by chance, high", "随机上限"),
    "p_holm": Words("p after Holm", "Holm 校正后 p"),
    "probability": Words("probability", "概率"),
    "lowest": Words("lowest without one", "去一最低"),
    "highest": Words("highest without one", "去一最高"),
    "agencies": Words("agencies", "单位数"),
    "both": Words("rows of both", "双方均有"),
    "program": Words("rows of the program", "程序"),
    "hand": Words("rows of the coders", "人工"),
    "precision": Words("precision", "精确率"),
    "recall": Words("recall", "召回率"),
    "precision_low": Words("precision, low", "精确率下限"),
    "precision_high": Words("precision, high", "精确率上限"),
    "recall_low": Words("recall, low", "召回率下限"),
    "recall_high": Words("recall, high", "召回率上限"),
    "f1": Words("F1", "F1"),
    "kind": Words("kind", "类别"),
    "rest_count": Words("count of the others", "其他文件数量"),
    "rest_n": Words("of the others", "其他文件总数"),
    "log_odds": Words("log-odds", "对数优势比"),
    "mean": Words("mean", "均值"),
    "most": Words("most", "最多"),
    "names": Words("names", "名称"),
    "table": Words("rows of", "数据表"),
    "mended_by": Words("rules mended by them", "据以修改规则"),
    "plans": Words("plans", "份数"),
    "difference_program": Words("difference, program", "差（程序）"),
    "difference_hand": Words("difference, coders", "差（人工）"),
    "grade_program": Words("grade, program", "评级（程序）"),
    "grade_hand": Words("grade, coders", "评级（人工）"),
    "comparator": Words("comparator", "比较符"),
    "standard_value": Words("value", "数值"),
    "standard_unit": Words("unit", "单位"),
    "value_from": Words("from", "起始值"),
    "deadline_from": Words("by", "起始期限"),
    "value_to": Words("to", "目标值"),
    "deadline_to": Words("by then", "目标期限"),
    "per_year": Words("a year", "年均"),
    "base": Words("share of", "对象"),
    "scope": Words("scope", "范围"),
    "quote": Words("clause", "条文"),
    "en": Words("indicator", "指标"),
    "zh": Words("indicator", "指标"),
}


def named_table(frame: pd.DataFrame, style: Style, *columns: str) -> pd.DataFrame:
    """Return a frame for a notebook to show: names, rounded numbers, no ids of rows.

    Parameters
    ----------
    frame
        A compared frame.
    columns
        Which columns to show, in order; by default all but those of ids.
    """
    shown = list(columns) or [name for name in frame.columns if not name.endswith("_ids")]
    table = frame[shown].copy()
    numbers = table.select_dtypes("number").columns
    table = table.round(dict.fromkeys(numbers, 3)).reset_index(drop=True)
    for column in table.columns.difference(numbers):
        values = [_shown(value, str(column), style) for value in table[column]]
        table[column] = pd.Series(values, table.index, dtype="object")
    return table.rename(columns={name: _head(str(name), style) for name in table})


def _shown(value: Any, column: str, style: Style) -> Any:
    """Return a value in words of the style's language; – where there is none."""
    if isinstance(value, tuple):
        return style.say(", ", "、").join(_shown(part, column, style) for part in value)
    if pd.isna(value):
        return "–"
    if isinstance(value, bool | np.bool_):
        return style.say(*_ANSWERS[bool(value)])
    if isinstance(value, pd.Timestamp):
        return f"{value:%Y-%m-%d}"
    return style.name(_NAMED[column], value) if column in _NAMED else value


def _head(column: str, style: Style) -> str:
    """Return the head of a column: links of the chain by their names, others as listed."""
    if set(links := column.split(" + ")) <= set(compare.CHAIN):
        return style.say(" + ", "＋").join(style.name("link", link) for link in links)
    return style.say(*_HEADS[column]) if column in _HEADS else column
