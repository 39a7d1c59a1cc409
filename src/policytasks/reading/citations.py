"""The documents that a plan names: its basis, what it encloses, what it mentions.

What governs a title decides: 根据《…》 is a basis, 现将《…》印发 an enclosure, and any
other document that exists is a mention. What the plan says it will draw up
(制定出台《…办法》) does not exist yet and is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from policytasks.model import Citation, Span
from policytasks.reading.view import View, without_space
from policytasks.words.documents import BASED_ON, DRAWS_UP, FORWARDS, ISSUES, PLANS
from policytasks.words.numerals import ORDINAL_NUMERAL

__all__ = ["find_citations"]

_LONGEST_TITLE = 200
# How much of the clause before a title is asked for what governs it.
_CLAUSE = 80
_NUMBER = re.compile(
    r"""
    \(
    (?P<number>
        [^()〔〕\[\],;。]{1,16}[〔\[(]\d{4}[〕\])]第?\d{1,5}号   # (吉政发〔2021〕17号), (清政发(2017)4号)
      | [A-Z]{2,6}(?:/[A-Z]{1,3})?[\d.]+(?:[-—–]\d{4})?        # (GB/T35796—2017), (MZ/T032)
    )
    \)
    """,
    re.VERBOSE,
)
_DOCUMENT = re.compile(
    rf"""
    (?:{PLANS}|法|规则|准则|章程|制度                      # 老年人权益保障法
      |通知|决定|决议|公告|通告|通报|批复|函|报告书
      |要点|清单|目录|名单|指南|指引
      |规范|标准|规程|条件|要求)
    (?:\(.*\))?$                                     # …方案(2024—2026年), …办法(试行)
    """,
    re.VERBOSE,
)
_BASIS = re.compile(f"{BASED_ON}|贯彻|落实|执行|对照")
# 制定出台《…》, 修订完善《…》: to be drawn up.
_DRAWN_UP = re.compile(
    rf"(?:{DRAWS_UP}|{ISSUES}|修改|起草|草拟|形成|研究|完善|推动)[^《》]{{0,12}}$"
)
_CLAUSE_END = re.compile(r"[。;!?:,\n]")
_ENCLOSES = re.compile(rf"现[^。;]{{0,30}}(?:{FORWARDS}|发布)")
_FORWARDS_BEFORE = re.compile(rf"(?:{FORWARDS}|发布)$")
_NOW = re.compile(r"现将?$|现[将把]")
# (以下简称《实施意见》): another name of what was cited before it.
_SHORT_NAME = re.compile("简称(?:为|:)?《([^《》]{1,20})》")
_ANNEXES = re.compile(
    rf"^[^\S\n]*附[^\S\n]*件[^\S\n]*(?:\d{{1,2}}|{ORDINAL_NUMERAL})?[^\S\n]*[:：][^\S\n]*(\S.*)?$",
    re.MULTILINE,
)
_ANNEX_LINE = re.compile(r"\n[^\S\n]*\d{1,2}[.．、][^\S\n]*(\S.*)")
_ANNEX_NUMBER = re.compile(r"\d{1,2}[.．、]\s*")
# 附件:1.任务清单 2.成员名单
_NEXT_ANNEX = re.compile(r"[^\S\n]+(?=\d{1,2}[.．、](?!\d))|[；;][^\S\n]*(?=\d{1,2}[.．、](?!\d))")
_LONGEST_ANNEX = 60


class _Title(NamedTuple):
    """A title in 《》 in the view: with its brackets, and its number behind it."""

    start: int
    end: int
    number: re.Match[str] | None

    @property
    def whole_end(self) -> int:
        return self.number.end() if self.number else self.end


def find_citations(view: View) -> tuple[Citation, ...]:
    """Find the documents that a plan names, each once, in the order of the text.

    A document that is named several times stands where its relation shows best:
    an enclosure where the notice forwards it, a basis where the plan is based on it.
    """
    best: dict[str, tuple[int, Citation]] = {}
    short = set(_SHORT_NAME.findall(view.text))
    for rank, citation in (*_titled(view), *_annexes(view.source)):
        if citation.cited_title in short:
            continue
        key = citation.cited_title.replace("（", "(").replace("）", ")")
        if key not in best or rank < best[key][0]:
            best[key] = rank, citation
    return tuple(sorted((citation for _, citation in best.values()), key=lambda c: c.span))


def _titles(text: str) -> Iterator[_Title]:
    """Yield what stands in 《》; a title may hold titles."""
    depth = start = 0
    for bracket in re.finditer("[《》]", text):
        if bracket[0] == "《":
            depth += 1
            if depth == 1:
                start = bracket.start()
        elif depth:
            depth -= 1
            if depth == 0 and bracket.end() - start <= _LONGEST_TITLE:
                yield _Title(start, bracket.end(), _NUMBER.match(text, bracket.end()))
        if depth and bracket.start() - start > _LONGEST_TITLE:
            # A bracket that nothing closes must not hide the titles behind it.
            depth, start = int(bracket[0] == "《"), bracket.start()


def _titled(view: View) -> Iterator[tuple[int, Citation]]:
    """Yield the titles in 《》 that are citations; those of a lower rank show more."""
    before, last = "", 0
    for title in _titles(view.text):
        between = view.text[max(last, title.start - _CLAUSE) : title.start]
        # Titles that one word governs stand in one clause: 根据《…》和省政府《…》精神.
        before = (before + between if last else between)[-_CLAUSE:]
        clause = _CLAUSE_END.split(before)[-1]
        relation, rank = _relation(view.text, title, clause)
        before, last = clause, title.whole_end
        name = view.ink[title.start + 1 : title.end - 1]
        if relation is None or not _DOCUMENT.search(view.text[title.start + 1 : title.end - 1]):
            continue
        number = title.number and view.ink[slice(*title.number.span("number"))]
        span, quote = view.cite(title.start, title.whole_end)
        yield rank, Citation(name, number or None, relation, span, quote)


def _relation(text: str, title: _Title, clause: str) -> tuple[str | None, int]:
    """Return how a title stands to the plan, and how plainly; None where it is no citation."""
    if _BASIS.search(clause):
        return "basis", 1
    after = text[title.whole_end : title.whole_end + _CLAUSE].split("。")[0].split("《")[0]
    if _NOW.search(clause) or _ENCLOSES.search(after):
        return "enclosure", 0
    if _FORWARDS_BEFORE.search(clause) and after.startswith("的通知"):
        return "enclosure", 1
    if _DRAWN_UP.search(clause):
        return None, 3
    return "mention", 2


def _annexes(source: str) -> Iterator[tuple[int, Citation]]:
    """Yield what the lines behind 附件: announce."""
    for head in _ANNEXES.finditer(source):
        found = [head.span(1)] if head[1] else []
        position = head.end()
        while line := _ANNEX_LINE.match(source, position):
            found.append(line.span(1))
            position = line.end()
        for start, end in _parted(source, found):
            if number := _ANNEX_NUMBER.match(source, start, end):
                start = number.end()
            quote = without_space(source[start:end])
            title = quote.strip("《》")
            if 2 <= len(title) <= _LONGEST_ANNEX and "。" not in title:
                end = start + len(source[start:end].rstrip())
                yield 1, Citation(title, None, "enclosure", Span(start, end), quote)


def _parted(source: str, lines: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Yield the announced annexes of some lines, of which one may hold several."""
    for start, end in lines:
        if _ANNEX_NUMBER.match(source, start, end):
            for following in _NEXT_ANNEX.finditer(source, start, end):
                yield start, following.start()
                start = following.end()
        yield start, end
