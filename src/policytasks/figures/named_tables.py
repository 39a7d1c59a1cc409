"""Compared frames as tables to read: names for ids, heads in the language of the style."""

from __future__ import annotations

import pandas as pd

from policytasks.figures.style import Style
from policytasks.figures.terms import Words

__all__ = ["named_table"]

_NAMED = {
    "document_id": "document",
    "a": "document",
    "b": "document",
    "theme_id": "theme",
    "agency_id": "agency",
    "lead": "agency",
    "support": "agency",
    "role": "role",
    "status": "status",
    "state": "state",
    "form": "form",
    "level": "level",
}
_HEADS = {
    "document_id": Words("document", "文件"),
    "a": Words("document", "文件"),
    "b": Words("other document", "另一文件"),
    "theme_id": Words("theme", "主题"),
    "theme_a": Words("theme", "主题"),
    "theme_b": Words("other theme", "另一主题"),
    "agency_id": Words("function", "职能"),
    "finding": Words("finding", "发现"),
    "level": Words("level", "层级"),
    "year": Words("year", "年份"),
    "genre": Words("genre", "文种"),
    "mandate": Words("mandate", "主旨"),
    "horizon_end": Words("horizon ends", "规划期末"),
    "reform": Words("reforms", "机构改革"),
    "tasks": Words("tasks", "任务数"),
    "median": Words("median length", "篇幅中位数"),
    "annex": Words("annex", "附件"),
    "cited": Words("documents it rests on", "依据文件数"),
    "count": Words("count", "数量"),
    "n": Words("of", "总数"),
    "share": Words("share", "比例"),
    "low": Words("low", "下限"),
    "high": Words("high", "上限"),
    "difference": Words("difference", "差"),
    "grade": Words("grade", "评级"),
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
    "probability": Words("probability", "概率"),
    "lowest": Words("lowest without one", "去一最低"),
    "highest": Words("highest without one", "去一最高"),
    "agencies": Words("agencies", "单位数"),
    "precision": Words("precision", "精确率"),
    "recall": Words("recall", "召回率"),
    "change": Words("change", "变化"),
    "quote_a": Words("before", "原文"),
    "quote_b": Words("after", "后文"),
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
    for column in table.columns.intersection(list(_NAMED)):
        kind = _NAMED[column]
        table[column] = [
            style.name(kind, id) if isinstance(id, str) else id for id in table[column]
        ]
    for column in table.columns.intersection(["theme_a", "theme_b"]):
        table[column] = [style.name("theme", id) for id in table[column]]
    numbers = table.select_dtypes("number").columns
    table = table.round(dict.fromkeys(numbers, 3)).reset_index(drop=True)
    heads = {name: style.say(*words) for name, words in _HEADS.items() if name in table}
    return table.rename(columns=heads)
