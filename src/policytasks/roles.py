"""Words of responsibility: who leads, who supports, who answers, and how tables head it.

One list (``roles.csv``) serves the statements of a plan, the heads of its tables and
the names of agencies: a label such as 牵头单位 opens a statement, heads a column and is
nobody's name; a verb such as 配合 closes a list of names. The words are rows of the
list; what may stand around them is grammar and stands here.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from policytasks.entries import Entry, Fault, Text
from policytasks.patterns import check_pattern, scanned
from policytasks.places import TERRITORY_SIGNS, UNIT_SIGNS
from policytasks.words.agencies import ORGAN_SIGNS

__all__ = ["ROLES", "RoleWord", "Roles"]

# The roles of a responsibility, as the tables name them.
ROLES = ("lead", "support", "responsible")
# By use, what a word may say. person: 牵头领导 names a person; deadline: 完成时限 a date;
# number and measure: what stands in a column of a task list; department and duty: in one of a
# division of duties; indicator to nature: in one of a box of indicators.
_KNOWN = {
    "label": (*ROLES, "person", "deadline"),
    "verb": ROLES,
    "head": (
        *("number", "measure", "department", "duty"),
        *("indicator", "unit", "baseline", "target", "nature"),
    ),
    "name": ("person",),
}
_BETWEEN_EXAMPLES = "；"

# 牵头 is a label alone and with 责任, with the noun for the body, and with a level.
# 市级牵头单位, 市直责任单位
_LEVEL = f"(?:[{TERRITORY_SIGNS}]级|[{UNIT_SIGNS}]直)?"
# 其他责任单位: what is left when the first is named.
_SORT = "(?:其他|其余|其它|具体)?"
# 牵头市级部门, 责任县区
_BODY = rf"{_LEVEL}(?:单位|部门|机构|主体|[处科]室|县区|区县|乡镇|镇街)"
# 局内牵头处室: the agency's own office, in a column of its own.
_WITHIN = "(?:.{1,8}内)?"
_REMARK = re.compile(r"\([^()]*\)")
_LONGEST_HEAD = 12
_YEAR = re.compile(r"(?:到|至)?20\d\d年?末?")

# 按职责分工, 依照各自职责, 根据任务分工
_BY_DUTIES = r"(?:按照?|依|根据)?(?:部门|各自)?(?:的)?(?:职责|职能|任务|权限)(?:任务)?(?:分工|范围)?(?:要求)?"
# What may stand around a verb of each role.
_VERB_GRAMMAR = {
    # 共同牵头, 按职责分别牵头, 牵头并按职责落实, 牵头负责
    "lead": rf"""
        (?:负责)?(?:{_BY_DUTIES}|分别|共同|联合){{{{0,8}}}}+(?:{{words}})(?:并?{_BY_DUTIES})?
        (?:分别|共同|分工)?(?:负责|落实|组织实施|实施|组织|抓总|抓落实)?(?:统筹|协调){{{{0,2}}}}+""",
    # 积极配合, 按职责配合, 按职责分别配合, 配合实施
    "support": rf"""
        (?:负责)?(?:{_BY_DUTIES}|分别|积极|共同|协同|予以|给予|做好){{{{0,8}}}}+(?:协助)?(?:{{words}})(?:实施|落实|工作|负责)?""",
    # 按职责分工负责, 结合本地实际组织实施. 职责分工 is one word or two: {{0,8}}+ takes the
    # first reading, and gives none back.
    "responsible": rf"""
        (?:{_BY_DUTIES}|并?共同|分工|分头|分别|具体|各自|抓好|组织|密切|参照|督促|监督|加强|做好|结合(?:本地|各自)?实际){{{{0,8}}}}+
        (?:{{words}})(?:落实|实施|组织|统筹|协调|指导|督促|监督|推进|推动){{{{0,3}}}}+""",
}


def _examples(cell: object) -> object:
    return tuple(filter(None, cell.split(_BETWEEN_EXAMPLES))) if isinstance(cell, str) else cell


_Examples = Annotated[tuple[str, ...], BeforeValidator(_examples), Field(min_length=1)]


class RoleWord(Entry):
    """A row of the list.

    Attributes
    ----------
    role
        lead, support or responsible; person or deadline of labels; person of names; what
        stands in a column of heads: number, measure, department, duty; indicator, unit,
        baseline, target, nature.
    use
        ``label`` (opens a statement and heads a column), ``verb`` (closes a list of
        names), ``head`` (heads a column only) or ``name`` (ends a name).
    word
        A regular expression over the compact text.
    examples, counterexamples
        Stretches that must, and must not, be read so; in the file parted by ；.
    """

    role: Text
    use: Literal["label", "verb", "head", "name"]
    word: Annotated[Text, AfterValidator(check_pattern)]
    examples: _Examples
    counterexamples: _Examples
    note: str

    @model_validator(mode="after")
    def _role_has_the_use(self) -> Self:
        known = _KNOWN[self.use]
        if self.role not in known:
            raise Fault(
                f"role {self.role!r} is unknown for a {self.use}",
                f"write one of {', '.join(known)}",
            )
        return self


@dataclass(frozen=True)
class Roles:
    """The list of words, as patterns over the compact text."""

    words: tuple[RoleWord, ...]

    def _of(self, use: str, role: str) -> str:
        found = (word.word for word in self.words if (word.use, word.role) == (use, role))
        return "|".join(found) or r"(?!)"

    def _body(self, role: str, *, needed: bool) -> str:
        """Return what may follow the word of a label: 单位 and the like; nothing after 时限."""
        if role not in ROLES:
            return ""
        return rf"(?:责任)?{_BODY}{'' if needed else '?'}"

    @cached_property
    def label(self) -> re.Pattern[str]:
        """A label with what parts it from the names; the last group that matched is its role.

        牵头单位: and, with the noun for the body, 牵头单位为 and [牵头单位].
        """
        labels = (
            rf"(?P<{role}>(?:{self._of('label', role)})"
            rf"(?:{self._body(role, needed=True)}(?=[:为是\]])|(?=[:\]])))"
            # 牵头领导 before 牵头: the longer word holds.
            for role in ("person", *ROLES, "deadline")
        )
        return scanned(
            rf"(?P<bracket>\[)?{_LEVEL}{_SORT}(?:{'|'.join(labels)})(?(bracket)\]:?|(?::|[为是]:?))"
        )

    def role_alone(self, text: str) -> str | None:
        """Return the role that a text names without names (牵头, 配合单位), None where it is none.

        Parameters
        ----------
        text
            What stands in brackets behind a name.
        """
        found = self.verb.fullmatch(text) or self.label.fullmatch(text + ":")
        return found.lastgroup if found and found.lastgroup in ROLES else None

    @cached_property
    def label_before(self) -> re.Pattern[str]:
        """A label that ends where the search ends."""
        return re.compile(self.label.pattern + r"\Z")

    @cached_property
    def verb(self) -> re.Pattern[str]:
        """A verb that closes a list of names; the group that matched is its role."""
        verbs = (
            f"(?P<{role}>{_VERB_GRAMMAR[role].format(words=self._of('verb', role))}"
            # 市民政局为牵头单位, 市财政局是配合单位
            f"|(?:作?为|是)(?:{self._of('label', role)}){self._body(role, needed=True)})"
            for role in ROLES
        )
        return scanned("|".join(verbs), re.VERBOSE)

    @cached_property
    def person(self) -> re.Pattern[str]:
        """What ends the name of a person's office (分管副市长), who is no agency."""
        return re.compile(rf"(?:{self._of('name', 'person')})$")

    @cached_property
    def _head(self) -> re.Pattern[str]:
        """The head of a column; the group that matched, the first that fits, is what it holds."""
        heads = {"number": self._of("head", "number")}
        for role in ROLES:
            # 牵头 alone heads a column; 落实 or 责任 alone does not.
            body = self._body(role, needed=role == "responsible")
            heads[role] = rf"{_WITHIN}{_LEVEL}(?:{self._of('label', role)}){body}"
        heads["deadline"] = self._of("label", "deadline")
        # 部门名称, 成员单位; 工作职责, 职责与任务
        departments, duties = self._of("head", "department"), self._of("head", "duty")
        heads["department"] = rf"(?:有关|相关|主管|各)?(?:{departments})(?:单位|名称)?"
        heads["duty"] = rf".{{0,8}}(?:{duties}).{{0,4}}"
        # 重点工作任务, 任务名称: the word for a measure with others around it.
        heads["measure"] = rf".{{0,8}}(?:{self._of('head', 'measure')}).{{0,4}}"
        return re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in heads.items()))

    @cached_property
    def agency_head(self) -> re.Pattern[str]:
        """The head of a column of agencies, wherever it stands; its group is the role."""
        heads = (
            f"(?P<{role}>{_LEVEL}(?:{self._of('label', role)}){self._body(role, needed=True)})"
            for role in ROLES
        )
        return re.compile("|".join(heads))

    @cached_property
    def deadline_head(self) -> re.Pattern[str]:
        """The head of a column of time limits, wherever it stands."""
        return re.compile(self._of("label", "deadline"))

    def column(self, head: str) -> str | None:
        """Return what stands in the column under a head, None for a head of no use here.

        Parameters
        ----------
        head
            The compact text of the cell.
        """
        head = _REMARK.sub("", head)
        if len(head) > _LONGEST_HEAD:
            return None
        found = self._head.fullmatch(head)
        return found.lastgroup if found else None

    @cached_property
    def _indicator_heads(self) -> dict[str, re.Pattern[str]]:
        words = {role: self._of("head", role) for role in ("indicator", "unit", "nature")}
        heads = {
            "number": self._of("head", "number"),
            # 主要指标, 指标名称; 计量单位; 指标属性
            "indicator": rf".{{0,4}}(?:{words['indicator']})(?:名称|内容)?",
            "unit": rf"(?:计量|指标)?(?:{words['unit']})",
            "nature": rf"(?:指标)?(?:{words['nature']})",
            # 2020年现状值, “十四五”目标值
            "baseline": rf".{{0,8}}(?:{self._of('head', 'baseline')})值?",
            "target": rf".{{0,8}}(?:{self._of('head', 'target')})值?",
        }
        return {column: re.compile(pattern) for column, pattern in heads.items()}

    def indicator_column(self, head: str) -> str | None:
        """Return what stands in a column of a box of indicators, None for a head of no use.

        ``year`` stands for a head that names nothing but a year.

        Parameters
        ----------
        head
            The compact text of the cell.
        """
        head = _REMARK.sub("", head)
        if _YEAR.fullmatch(head):
            return "year"
        for column, pattern in self._indicator_heads.items():
            if pattern.fullmatch(head):
                return column
        return None

    @cached_property
    def _clause(self) -> re.Pattern[str]:
        """What opens with a verb (配合市民政局), or has one behind an organ (市民政局牵头)."""
        verbs = "|".join(self._of("verb", role) for role in ROLES)
        return re.compile(rf"^(?:{verbs})|[{ORGAN_SIGNS}](?:{verbs})(?!单位)")

    def is_no_name(self, text: str) -> bool:
        """Return whether words of responsibility show that a text is nobody's name.

        Labels (责任单位) and clauses (市民政局牵头) have the shape of a name.

        Parameters
        ----------
        text
            The compact text.
        """
        return self.column(text) in ROLES or self._clause.search(text) is not None
