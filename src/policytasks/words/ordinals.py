"""The ordinals of headings and items: which there are, how they are read.

One definition for all who look for them: the outline, what stands above the first
section, tables of tasks, the audit.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from policytasks.words.numerals import ORDINAL_NUMERAL, ORDINAL_SIGNS, chinese_integer

__all__ = [
    "BOX",
    "FIRST_OF_OUTERMOST",
    "ONE_SIGN_ORDINALS",
    "OPENING_SIGNS",
    "RANKS",
    "STYLES",
    "Ordinal",
    "Style",
    "read_ordinal",
]

# Ordinals that are one sign each: of each style the first sign of a run of code points and
# how many follow from it.
_SIGN_SERIES: dict[str, tuple[tuple[str, int], ...]] = {
    "circled": (("①", 20), ("㉑", 15), ("㊱", 15)),
    "bracketed": (("㈠", 10),),
    "arabic": (("⒈", 20),),
    "small": (("⑴", 20),),
}
ONE_SIGN_ORDINALS: dict[str, tuple[str, int]] = {
    chr(ord(first) + index): (style, sum(count for _, count in series[:run]) + index + 1)
    for style, series in _SIGN_SERIES.items()
    for run, (first, count) in enumerate(series)
    for index in range(count)
}


class Style(NamedTuple):
    """A style of ordinals.

    ``pattern`` reads it, with the numeral as a group of its name; it is empty where all
    ordinals are one sign. ``examples`` open with an ordinal of the style, ``others`` do not.
    """

    name: str
    pattern: str
    examples: tuple[str, ...]
    others: tuple[str, ...]


# What follows an ordinal that only refers to its chapter: 第二章的规定.
_NO_REFERENCE = "(?!的|、|和|与|及|第|规定|之|至)"
_N = ORDINAL_NUMERAL

# Outermost first: the rank of a heading is the place of its style here.
STYLES = (
    Style(
        "division",
        rf"第(?P<division>{_N})部分{_NO_REFERENCE}:?",
        ("第一部分 总体要求", "第三部分:保障"),
        ("第一部分的内容", "第二部分和第三部分", "一部分老年人"),
    ),
    Style(
        "chapter",
        rf"第(?P<chapter>{_N})[章编]{_NO_REFERENCE}:?",
        ("第一章总则", "第十编"),
        ("第二章的规定", "第三章、第四章", "新篇章"),
    ),
    Style(
        "part",
        rf"第(?P<part>{_N})节{_NO_REFERENCE}:?",
        ("第一节 服务", "第十二节"),
        ("第一节和", "节假日"),
    ),
    Style(
        "article",
        rf"第(?P<article>{_N})条",
        ("第十条 本办法", "第二十一条"),
        ("第十款", "三条措施"),
    ),
    Style(
        "chinese",
        rf"(?P<chinese>{_N})(?:、|\.(?!\d))",
        ("一、总体要求", "十二、保障", "二.保障措施"),
        ("一是建设", "二.5", "统一、规范"),
    ),
    Style(
        "bracketed",
        rf"[(\[〔](?P<bracketed>{_N})[)\]〕]、?",
        ("(一)目标", "(十一)、保障", "㈡保障", "〔三〕培训"),
        ("(一是", "(老)"),
    ),
    Style(
        "stage",
        rf"第(?P<stage>{_N})阶段(?=[:、(])[:、]?",
        ("第一阶段:动员", "第二阶段(2020年)"),
        ("第一阶段任务", "各阶段:"),
    ),
    Style(
        "named",
        rf"(?:任务|行动|举措|工程)(?P<named>{_N}|\d{{1,2}})(?:[:、]|(?![\d个项条类大年月批.、]))",
        ("任务一:建设", "行动2、改造", "举措三建设"),
        ("任务2项", "工程一批", "任务十条", "工程20个", "行动计划"),
    ),
    Style(
        "arabic",
        r"(?P<arabic>\d{1,3})[.、]",
        ("1.建设", "12、完善", "⒊建设"),
        ("1建设", "2025.6"),
    ),
    Style(
        "decimal2",
        r"(?P<decimal2>\d{1,2}\.\d{1,2})(?:[.、](?!\d)|(?![\d.%‰万亿千百]))",
        ("2.1发展助餐", "1.12 监管", "2.1、发展助餐", "2.1.发展助餐"),
        ("2.1.1新建", "1.5万户", "62.5%"),
    ),
    Style(
        "decimal3",
        r"(?P<decimal3>\d{1,2}\.\d{1,2}\.\d{1,2})(?:[.、](?!\d)|(?![\d.]))",
        ("2.1.1新建", "3.2.10改造"),
        ("2.1新建", "2025.6.30"),
    ),
    Style(
        "small",
        r"[(〔](?P<small>\d{1,3})[)〕]、?",
        ("(1)建设", "⑵建设", "〔3〕培训"),
        ("(2020)", "(1建设", "[1]"),
    ),
    Style("half", r"(?P<half>\d{1,2})\)", ("1)建设", "12)完善"), ("100)", "1]")),
    Style("circled", "", ("①建设", "㉑建设"), ("1", "○")),
)
RANKS = {style.name: rank for rank, style in enumerate(STYLES)}

# A box between numbered items (专栏一, 专栏3); it is no item of their list.
BOX = "box"

_ORDINAL = re.compile(
    "|".join(
        [
            # 2.1 opens like 2., so that the longer is tried first.
            *(style.pattern for style in reversed(STYLES) if style.pattern),
            rf"(?P<{BOX}>专栏(?:{_N}|\d{{1,2}})?)",
        ]
    )
)
# Few signs but digits open an ordinal, and a text has many positions to ask about.
OPENING_SIGNS = frozenset("第([〔专任行举工" + ORDINAL_SIGNS).union(ONE_SIGN_ORDINALS)

# Where the first section of a plan opens, whichever style is its outermost.
FIRST_OF_OUTERMOST = "一、|第一(?:部分|[章编条])"


class Ordinal(NamedTuple):
    """An ordinal at ``text[start:end]``: the name of its style and its number.

    A box may have no number. Of 2.1.3 the number is 3, and ``above`` the numbers 2 and 1 of
    the items that hold it.
    """

    style: str
    number: int | None
    start: int
    end: int
    above: tuple[int, ...] = ()


def read_ordinal(text: str, position: int = 0, end: int | None = None) -> Ordinal | None:
    """Read the ordinal that opens at a position of a text in half-width signs, if one does.

    >>> read_ordinal("(十二)加强监管")
    Ordinal(style='bracketed', number=12, start=0, end=4, above=())
    >>> read_ordinal("㈡保障"), read_ordinal("统一、规范")
    (Ordinal(style='bracketed', number=2, start=0, end=1, above=()), None)
    """
    end = len(text) if end is None else end
    sign = text[position : position + 1]
    if position >= end or not (sign in OPENING_SIGNS or sign.isdecimal()):
        return None
    if sign in ONE_SIGN_ORDINALS:
        return Ordinal(*ONE_SIGN_ORDINALS[sign], position, position + 1)
    match = _ORDINAL.match(text, position, end)
    if not match:
        return None
    style = match.lastgroup or BOX
    if style == BOX:
        return Ordinal(style, None, position, match.end())
    *above, number = map(_number, match[style].split("."))
    return Ordinal(style, number, position, match.end(), tuple(above))


def _number(numeral: str) -> int:
    return int(numeral) if numeral.isdecimal() else chinese_integer(numeral) or 0
