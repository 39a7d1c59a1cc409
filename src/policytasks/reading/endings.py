"""Ends of units: what stands behind the last sentence of a unit is no part of it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from policytasks.reading.candidates import FILE_NAME
from policytasks.reading.drafts import Statement
from policytasks.reading.headings import Layout, heading_before
from policytasks.reading.view import Break
from policytasks.words.agencies import ORGAN_SIGNS
from policytasks.words.documents import THIS_DOCUMENT
from policytasks.words.numerals import NUMERAL_SIGNS, YEAR_IN_WORDS
from policytasks.words.ordinals import read_ordinal

__all__ = ["end_of_text", "end_of_unit"]

_SENTENCE_END = "。;!?"
_STOPS = re.compile(r"[。;!?)\]】〕」]")
# 本方案自印发之日起施行: a clause on the plan itself.
_CLOSING_CLAUSE = re.compile(
    rf"""
    {THIS_DOCUMENT}
    # 自…起施行, 有效期三年, 未尽事宜, 涉及…, 所称…, 中“…
    (?:自|由|从|有效期|未尽|涉及|所称|中[“所])
    """,
    re.VERBOSE,
)
# What an office or a website puts behind a plan.
_BEHIND_PLAN = re.compile(
    r"""
    [【\[(〔]?
    (?:打印(?:本页|此页|文章|正文|页面)?(?=$|[】\])〕]|关闭|分享|收藏)   # 【打印本页】
      |关闭(?:本页|此页|窗口|页面)|返回(?:顶部|列表|首页|上页)
      |分享(?:到|至|:|$)|收藏本[页文]|扫一扫|扫描(?:下方)?二维码|(?:长按|请扫)|点击(?:下载|查看|这里|阅读)
      # 责任编辑:, 来源:, 发布时间:
      |(?:责任)?编辑[:/]|(?:责编|校对|审核|初审|终审|审签|文字|图片|供稿|撰稿|作者|(?:信息|稿件|文章)?来源|稿源|声明|备注|注):
      |发布(?:时间|日期|机构|单位):|发文(?:机关|字号|日期):|(?:生成|成文)日期:
      |(?:浏览|阅读|访问|点击)(?:次数|量|数|率)?:?\d|在看\d|点赞|喜欢就点
      |(?:原文|相关|政策|文件)?(?:附件|链接|阅读|文档|稿件|解读)(?:下载|:|$)|相关(?:附件|链接|阅读)\d|一图读懂|[上下]一[篇条]
      |https?:|www\.|(?<![(\[〔【])(?:主办|承办)(?:单位)?:|版权|备案(?:号|序号)|\w?ICP备|网站(?:标识码|地图|声明)
      |(?:联系|咨询|监督|举报|投诉|办公|服务|政策咨询)(?:人|电话|方式|地址)(?=[:及、\d]|$)|电话:|传真:|邮编:|地址:|邮箱:
      |(?:抄送|抄报|主送|报送|分送):|(?:主题|关键)词:|公开(?:方式|属性|范围|选项|形式|类别):
      |此件(?:公开|主动|依申请|不予|发至)|信息公开选项|印发份数|共印\d|免责声明|附[表图](?:$|:|\d|一)
      |附件[^。;:,]{0,40}$   # 附件重点任务分工表, which a table follows
      |[-—]*END|↓)
    """,
    re.VERBOSE,
)
_SIGNATURE = re.compile(
    rf"""
    [^。;,:!?()〔〕\[\]]{{0,40}}               # 某市人民政府办公室
    (?:20\d\d|{YEAR_IN_WORDS})年[\d{NUMERAL_SIGNS}]{{1,2}}月[\d{NUMERAL_SIGNS}]{{1,3}}日(?:印发)?
    """,
    re.VERBOSE,
)
_LONGEST_SIGNATURE = 60
_OFFICE = re.compile(rf"(?:[{ORGAN_SIGNS}室]|\(章\))\Z")


def end_of_text(layout: Layout, start: int, end: int) -> int:
    """Return where the text of an item ends: what is put behind a plan is none of it."""
    for position in _starts_of_sentences(layout, start, end):
        if _is_behind_plan(layout.view.text, position, end):
            return position
        if _is_signature(layout, position, end):
            return position
    return end


def _is_signature(layout: Layout, start: int, end: int) -> bool:
    """Tell whether nothing but an office and a date follows.

    Behind a full stop a sentence without its own may open: 每年安排300万元, then the office.
    """
    view = layout.view
    if end - start > _LONGEST_SIGNATURE or not _SIGNATURE.fullmatch(view.text, start, end):
        return False
    line = view.next_break(start, end, Break.LINE)
    opens_line = view.break_before(start) >= Break.LINE
    return opens_line or line == end or _OFFICE.search(view.text, start, line) is not None


def _is_behind_plan(text: str, start: int, end: int) -> bool:
    if _BEHIND_PLAN.match(text, start, end):
        return True
    ordinal = read_ordinal(text, start, end)
    return ordinal is not None and FILE_NAME.match(text, ordinal.end, end) is not None


def _starts_of_sentences(layout: Layout, start: int, end: int) -> Iterator[int]:
    """Yield the positions behind stops and closing brackets, and those of lines, in order."""
    text, lines = layout.view.text, layout.view.positions[Break.LINE]
    at_lines = lines[bisect_left(lines, start + 1) : bisect_left(lines, end)]
    behind_stops = (match.end() for match in _STOPS.finditer(text, start, end))
    yield from sorted({*at_lines, *behind_stops} - {end})


def end_of_unit(layout: Layout, start: int, end: int, statements: list[Statement]) -> int:
    """Return where a unit ends: at its statement, or with its last sentence.

    Signatures, dates, closing clauses and page furniture after the last unit
    of a part are no part of it.
    """
    view, text = layout.view, layout.view.text
    if statements:
        last = statements[-1].end
        if last < end and text[last] in "。;":
            last += 1
        is_at_end = last >= end or view.break_before(last) >= layout.parting
        if is_at_end and not _stands_under_heading(layout, start, statements[0].start, last, end):
            return last
    # What an item opens with is its own sentence, as that of an article on its entry into force.
    ordinal = read_ordinal(text, start, end)
    start = ordinal.end if ordinal else start
    closing = _CLOSING_CLAUSE.search(text, start + 1, end)
    while closing and not _opens_paragraph(layout, closing.start(), end):
        closing = _CLOSING_CLAUSE.search(text, closing.end(), end)
    if closing:
        end = closing.start()
    stop = max(text.rfind(sign, start, end) for sign in _SENTENCE_END) + 1
    if statements and stop < statements[-1].end:
        return statements[-1].end
    if not stop:
        return end
    if stop < end and view.break_before(stop) < layout.parting:
        # A last sentence without its full stop runs to the end of its line.
        stop = view.next_break(stop, end, Break.LINE)
    return stop


def _stands_under_heading(layout: Layout, start: int, statement: int, last: int, end: int) -> bool:
    """Tell whether a statement stands between the heading of an item and its sentences."""
    text = layout.view.text
    ordinal = read_ordinal(text, start, statement)
    heading = heading_before(layout, ordinal.end if ordinal else start, statement)
    return heading is not None and text.find("。", last, end) >= 0


def _opens_paragraph(layout: Layout, position: int, end: int) -> bool:
    """Tell whether a paragraph opens, or the last sentence of a text."""
    view = layout.view
    if view.break_before(position) >= layout.parting:
        return True
    closes_plan = end == len(view.text) or _is_behind_plan(view.text, end, len(view.text))
    is_last = closes_plan and view.text.find("。", position, end - 1) < 0
    return view.text[position - 1] == "。" and is_last
