"""Remarks of a plan on the order in which it prints agencies (排第一位的为牵头单位)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from policytasks.reading.drafts import Statement
from policytasks.reading.view import View

__all__ = ["OrderOfNames", "without_remark"]

# A remark on the order of names names nobody itself.
_REMARK = re.compile(
    r"""
    # What a remark may open with.
    (?=[其位列排居第首逗分顿])
    (?:其中)?
    (?:
    # 排第一位的, 列首位的单位, 排在最前面的
    (?:位列|排列|排名|排序|列|排|居)(?:在|于)?(?:首位|第一位?|最前面?|前面)
    # 第一个单位, 首位单位, 第一个为牵头单位
   |(?:第一[个家位]|首[个家位])(?=的?(?:责任)?(?:单位|部门)|[为是])
    # 逗号前, 分号之前的单位
   |(?P<sign>逗号|分号|顿号)之?前(?:面)?
    )
    的?(?:责任)?(?:单位|部门)?
    # 为牵头单位, 为牵头责任单位,下同
    (?:为|是|即为)牵头(?:责任)?(?:单位|部门)?
    # 逗号后为配合单位
    (?P<others>[,、;]?(?:逗号|分号|顿号)?之?(?:后面?|其[余他])(?:的?(?:单位|部门))?均?
       (?:为|是)(?:配合|参与|协助|协办|责任)(?:单位|部门)?)?
    (?:[,、;]?以?下同|\(以?下同\))?
    """,
    re.VERBOSE,
)
_SIGNS = {"逗号": ",", "分号": ";", "顿号": "、"}


def without_remark(text: str, start: int, end: int) -> int:
    """Return where a statement at ``text[start:end]`` ends before a remark on its order."""
    for remark in _REMARK.finditer(text, start, end):
        if not text[remark.end() : end].strip("。;"):
            return remark.start()
    return end


@dataclass(frozen=True)
class OrderOfNames:
    """What a plan says of the order of names, and from where on.

    Attributes
    ----------
    counts_from
        A position of the view, None where the plan says nothing.
    sign
        The sign before which all names lead; None where the first name alone does.
    others
        The role of the other names; None where they keep their own.
    """

    counts_from: int | None
    sign: str | None = None
    others: str | None = None

    @classmethod
    def of(cls, view: View) -> OrderOfNames:
        """Find the remark. Inside a statement it holds from there, as a note for the whole plan."""
        remark = _REMARK.search(view.text)
        if not remark:
            return cls(None)
        opening = view.text.rfind("(", 0, remark.start())
        is_inside = view.closings.get(opening, -1) >= remark.end()
        others = "support" if remark["others"] and "责任" not in remark["others"] else None
        return cls(remark.start() if is_inside else 0, _SIGNS.get(remark["sign"] or ""), others)

    def applied(self, statement: Statement, text: str) -> Statement:
        """Give the names of a statement the roles that the plan says their order has."""
        agencies = statement.agencies
        if self.counts_from is None or statement.end <= self.counts_from or len(agencies) < 2:
            return statement
        if any(agency.role != "responsible" for agency in agencies):
            return statement
        leads = self._leads(statement, text)
        if not leads:
            return statement
        roles = ["lead"] * leads + [self.others or "responsible"] * (len(agencies) - leads)
        return statement._replace(
            agencies=tuple(
                agency._replace(role=role) for agency, role in zip(agencies, roles, strict=True)
            )
        )

    def _leads(self, statement: Statement, text: str) -> int:
        """Return how many of the names lead."""
        if self.sign is None:
            return 1
        for count, agency in enumerate(statement.agencies[:-1], 1):
            following = statement.agencies[count]
            if self.sign in text[agency.end : following.start]:
                return count
        return 0
