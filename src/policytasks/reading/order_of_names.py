"""Remarks of a plan on the order in which it prints agencies (排第一位的为牵头单位)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policytasks.reading.drafts import Statement
from policytasks.reading.view import View

__all__ = ["OrderOfNames", "without_remark"]

# A remark on the order of names names nobody itself.
_FIRST_LEADS = re.compile(
    r"""
    # 排第一位的, 列首位的单位, 排在最前面的
    (?:位列|排列|排名|排序|列|排|居)(?:在|于)?(?:首位|第一位?|最前面?|前面)的?(?:单位|部门)?
    # 为牵头单位, 为牵头责任单位,下同
    (?:为|是|即为)牵头(?:责任)?(?:单位|部门)?(?:[,、]?以?下同|\(以?下同\))?
    """,
    re.VERBOSE,
)


def without_remark(text: str, start: int, end: int) -> int:
    """Return where a statement at ``text[start:end]`` ends before a remark on its order."""
    for remark in _FIRST_LEADS.finditer(text, start, end):
        if remark.end() == end:
            # …,其中排第一位的为牵头单位
            return remark.start() - 2 * text.endswith("其中", start, remark.start())
    return end


@dataclass(frozen=True)
class OrderOfNames:
    """What a plan says of the order of names: from where on the first of several leads.

    ``counts_from`` is a position of the view, None where the plan says nothing.
    """

    counts_from: int | None

    @classmethod
    def of(cls, view: View) -> OrderOfNames:
        """Find the remark. Inside a statement it holds from there, as a note for the whole plan."""
        remark = _FIRST_LEADS.search(view.text)
        if not remark:
            return cls(None)
        opening = view.text.rfind("(", 0, remark.start())
        is_inside = view.closings.get(opening, -1) >= remark.end()
        return cls(remark.start() if is_inside else 0)

    def applied(self, statement: Statement) -> Statement:
        """Make the first of several names the lead, where the plan says that it is."""
        if self.counts_from is None or statement.end <= self.counts_from:
            return statement
        first, *others = statement.agencies or (None,)
        if first is None or not others:
            return statement
        if any(agency.role != "responsible" for agency in statement.agencies):
            return statement
        return statement._replace(agencies=(first._replace(role="lead"), *others))
