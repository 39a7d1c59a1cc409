"""Ends of units: what stands behind the last sentence of a unit is no part of it."""

from __future__ import annotations

import re

from policytasks.reading.drafts import Statement
from policytasks.reading.headings import Layout
from policytasks.reading.view import Break
from policytasks.words.ordinals import read_ordinal

__all__ = ["end_of_unit"]

_SENTENCE_END = "。;!?"
# 本方案自印发之日起施行: a clause on the plan itself.
_CLOSING_CLAUSE = re.compile(
    r"""
    本(?:实施|行动|工作)?(?:方案|意见|办法|计划|规划|通知|细则|措施)
    # 自…起施行, 有效期三年, 未尽事宜, 涉及…, 所称…, 中“…
    (?:自|由|从|有效期|未尽|涉及|所称|中[“所])
    """,
    re.VERBOSE,
)


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
        if last >= end or view.break_before(last) >= layout.parting:
            return last
    # What an item opens with is its own sentence, as that of an article on its entry into force.
    ordinal = read_ordinal(text, start, end)
    start = ordinal.end if ordinal else start
    closing = _CLOSING_CLAUSE.search(text, start + 1, end)
    while closing and view.break_before(closing.start()) < layout.parting:
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
