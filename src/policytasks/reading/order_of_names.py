"""Remarks of a plan on the order in which it prints agencies (排第一位的为牵头单位)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from policytasks.reading.drafts import Statement
from policytasks.reading.view import View

__all__ = ["OrderOfNames", "without_remark"]

# A remark on the order of names names nobody itself.
_REMARK = re.compile(
    r"""
    # What a remark may open with.
    (?=[其位列排居第首逗分顿标带有加打★▲●※*])
    (?:其中)?
    (?:
    # 排第一位的, 列首位的单位, 排在最前面的
    (?:位列|排列|排名|排序|列|排|居)(?:在|于)?(?:首位|第一位?|最前面?|前面)
    # 第一个单位, 首位单位, 第一个为牵头单位
   |(?:第一[个家位]|首[个家位])(?=的?(?:(?:责任)?(?:单位|部门)|[为是]))
    # 逗号前, 分号之前的单位
   |(?P<sign>逗号|分号|顿号)之?前(?:面)?
    # 标★的, ★号
   |[标带有加打]?(?P<mark>[★▲●※*])号?(?=的?(?:(?:责任)?(?:单位|部门)|[为是]))
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
    mark
        The sign beside each name that leads (★市民政局、市财政局); None where order tells.
    """

    counts_from: int | None
    sign: str | None = None
    others: str | None = None
    mark: str | None = None

    @classmethod
    def of(cls, view: View) -> OrderOfNames:
        """Find the remark. Inside a statement it holds from there, as a note for the whole plan."""
        remark = _REMARK.search(view.text)
        if not remark:
            return cls(None)
        opening = view.text.rfind("(", 0, remark.start())
        is_inside = view.closings.get(opening, -1) >= remark.end()
        others = "support" if remark["others"] and "责任" not in remark["others"] else None
        counts_from = remark.start() if is_inside else 0
        return cls(counts_from, _SIGNS.get(remark["sign"] or ""), others, remark["mark"])

    def applied(self, statement: Statement, text: str) -> Statement:
        """Give the names of a statement the roles that the plan says their order has."""
        agencies = statement.agencies
        if self.counts_from is None or statement.end <= self.counts_from or len(agencies) < 2:
            return statement
        if any(agency.role != "responsible" for agency in agencies):
            return statement
        leads = self._leads(statement, text)
        if not any(leads):
            return statement
        others = self.others or "responsible"
        return statement._replace(
            agencies=tuple(
                agency._replace(role="lead" if is_lead else others)
                for agency, is_lead in zip(agencies, leads, strict=True)
            )
        )

    def _leads(self, statement: Statement, text: str) -> list[bool]:
        """Tell of each name whether it leads."""
        agencies = statement.agencies
        if self.mark:
            return [
                self.mark in text[a.start - 1 : a.start] + text[a.end : a.end + 1] for a in agencies
            ]
        count = 1 if self.sign is None else self._names_before_sign(statement, text)
        return [place < count for place in range(len(agencies))]

    def _names_before_sign(self, statement: Statement, text: str) -> int:
        """Return how many names stand before the sign."""
        for count, (agency, following) in enumerate(pairwise(statement.agencies), 1):
            if str(self.sign) in text[agency.end : following.start]:
                return count
        return 0
