"""What a unit holds that is in no row: every character is read, understood or reported.

Read are the ordinal, the title, the text, the agencies and the time limit. Understood are
punctuation and the words that only say how agencies answer: labels, verbs, 等, 按职责分工.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from policytasks.codebook import Codebook
from policytasks.model import Leftover
from policytasks.reading.drafts import Stretch, Unit
from policytasks.reading.view import View
from policytasks.roles import Roles
from policytasks.words.marks import DITTO
from policytasks.words.ordinals import read_ordinal

__all__ = ["gaps_between_rows", "unread_rows"]

# What joins the names of a statement, or says of them all how they answer.
_JOINS = re.compile(
    r"""
    等|以及|[和与及由并]|会同|联合|分别|共同|分工|具体|各自|统筹|组织|按照?|依照?|根据|结合
   |(?:相关|有关|其他|成员|市直|县直|区直|省直|直属|驻[省市县区])|(?:单位|部门|机构|地区?)
   |职责|职能|责任|任务|权限|要求|范围|实际|做好|抓好|推进|工作|负责|落实|实施|完成
   |下同|持续|列第一位的?|排(?:名|序|列)?(?:第一|首位|在前)的?|为|第一个?|逗号前|顿号前
   |\d{1,2}[个家]?(?=部门|单位|机构)|多[个家]|[一-鿿]{1,10}(?<!办事)[处科股]室?(?![一-鿿])  # 等9部门, 养老处
    """,
    re.VERBOSE,
)
_NUMBER_OF_ROW = re.compile(r"\d{1,3}(?!\d)")
_LETTER = re.compile(r"\w")


def unread_rows(view: View, unit: Unit, codebook: Codebook, task: int) -> list[Leftover]:
    """Return the stretches of a unit, the ``task``-th, that are neither read nor understood."""
    names = [view.text[name.start : name.end] for name in unit.agencies]
    return [
        Leftover(task, "unread", *view.cite(*_trimmed(view.text, *gap)))
        for gap in gaps_between_rows(view, unit)
        if not _is_understood(view.text[slice(*gap)], names, codebook.roles)
    ]


def gaps_between_rows(view: View, unit: Unit) -> Iterator[Stretch]:
    """Yield the stretches of a unit that are in none of its rows."""
    read = [(name.start, name.end) for name in unit.agencies]
    read += [*unit.text, *filter(None, (unit.title, unit.deadline))]
    if number := _NUMBER_OF_ROW.match(view.text, unit.start, unit.end):
        read.append(number.span())
    if ordinal := read_ordinal(view.text, unit.start):
        read.append((ordinal.start, ordinal.end))
    position = unit.start
    for start, end in [*sorted(read), (unit.end, unit.end)]:
        if position < min(start, unit.end):
            yield position, min(start, unit.end)
        position = max(position, end)


def _trimmed(text: str, start: int, end: int) -> Stretch:
    """Cut the punctuation at either end."""
    letters = list(_LETTER.finditer(text, start, end))
    return letters[0].start(), letters[-1].end()


def _is_understood(words: str, names: list[str], roles: Roles) -> bool:
    """Tell whether a stretch holds nothing but words of responsibility and names read before."""
    if not _LETTER.search(words):
        return True
    for name in names:
        # A statement that repeats an agency adds none.
        words = words.replace(name, "、")
    for pattern in (roles.label, roles.verb, roles.deadline_head, _JOINS):
        words = pattern.sub("、", words)
    return not _LETTER.search(words.replace(DITTO, ""))
