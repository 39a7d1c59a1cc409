"""The title of a document, put together from the words of its head, and the names in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from policytasks.places import find_place
from policytasks.words.agencies import ORGAN_SIGNS
from policytasks.words.documents import FORWARDS, PLAN_ENDINGS, PLANS

__all__ = [
    "AGENCY_ALONE",
    "LONGEST_TITLE",
    "TITLE_ENDINGS",
    "agencies_before",
    "find_title",
    "issuer_in_title",
    "names_in",
    "subject_of",
]

_AGENCY = r"[\u4e00-\u9fff]{2,40}(?:政府|办公厅|办公室|委|局|厅|部|院|署|处|会|银行)"
AGENCY_ALONE = re.compile(_AGENCY)
_TITLE_START = re.compile(
    rf"""
    (?:\d{{1,3}}[.．、])?
    (?P<title>
        (?P<issuer>{_AGENCY})?
        (?:关于(?P<forwards>{FORWARDS})?
          |(?<=[{ORGAN_SIGNS}室])(?:{FORWARDS}))              # …办公室印发推动敬老院发展十条措施的通知
    )
    """,
    re.VERBOSE,
)
_LIST_NUMBER = re.compile(r"\d{1,3}[.．、]")
_NOTICE_ENDINGS = ("通知", "的函")
TITLE_ENDINGS = (*_NOTICE_ENDINGS, *PLAN_ENDINGS, "决定", "公告", "通告", "批复")
_TITLE_TOKENS = 12
# Labels and menus above a title.
_MOST_TOKENS_ABOVE = 60
# What is longer is no title.
LONGEST_TITLE = 120
_PERIOD = re.compile(r"[（(][^（()）]*年[)）]")
_WITH_PERIOD = re.compile(rf"(?:{PLANS})[（(](?:试行|暂行|[^（()）]*年)[)）]$")

# …方案（2023年3月1日发布）
_BEFORE_DATE = re.compile(rf"(?:{PLANS})(?=[（(]\d{{4}}年\d{{1,2}}月)")
_SENTENCE_SIGN = re.compile(r"[。；;：:，,]")


def find_title(tokens: list[str]) -> str | None:
    """Find 关于…的通知, or the name of a plan that stands alone at the top."""
    titles = _titles(tokens)
    title = next(titles, None)
    if title is None:
        return _plan_of_place(tokens) or _plan_name(tokens)
    for longer in titles:
        # A web page prints the bare title above the one with its issuer.
        if longer.endswith(title):
            title = longer
    return title


def _titles(tokens: list[str]) -> Iterator[str]:
    """Yield each 关于…的通知, put together from the words that blanks and breaks made of it."""
    for first, token in enumerate(tokens):
        start = _TITLE_START.match(token)
        if start is None:
            continue
        is_notice = start["forwards"] or not start["title"].endswith("关于")
        endings = _NOTICE_ENDINGS if is_notice else TITLE_ENDINGS
        joined = token[start.start("title") :]
        if joined.startswith("关于"):
            joined = "".join(agencies_before(tokens, first)) + joined
        elif start["issuer"]:
            joined = "".join(_joint_issuers(tokens, first, start["issuer"])) + joined
        for following in (*tokens[first + 1 : first + _TITLE_TOKENS], ""):
            end = _title_end(joined, endings)
            if end is not None:
                yield joined[:end]
                break
            joined += following


def _title_end(words: str, endings: tuple[str, ...]) -> int | None:
    """Return where a title ends in ``words``: outside brackets, at a word that ends titles."""
    if not words.endswith(endings) and "（" not in words and "(" not in words:
        return None
    depth = 0
    for position, sign in enumerate(words):
        if depth == 0 and sign in "（(" and words.endswith(endings, 0, position):
            return position
        depth += (sign in "《〈（(") - (sign in "》〉）)")
    return len(words) if depth == 0 and words.endswith(endings) else None


def _plan_name(tokens: list[str]) -> str | None:
    """Join the first words into a plan's name (…行动计划（2021-2025年）), if they are one."""
    if tokens and _LIST_NUMBER.fullmatch(tokens[0]):
        tokens = tokens[1:]
    name = ""
    for position, token in enumerate(tokens[:5]):
        name += token
        if _SENTENCE_SIGN.search(name):
            return None
        if _WITH_PERIOD.search(name):
            return name
        if dated := _BEFORE_DATE.search(name):
            return name[: dated.end()]
        if name.endswith(PLAN_ENDINGS):
            period = _PERIOD.match("".join(tokens[position + 1 : position + 4]))
            return name + period[0] if period else name
    return None


def _plan_of_place(tokens: list[str]) -> str | None:
    """Find a plan's name below what a web page prints above it: it opens with its place."""
    for first, token in enumerate(tokens[:_MOST_TOKENS_ABOVE]):
        if "：" in token or ":" in token or AGENCY_ALONE.fullmatch(token):
            continue
        place = find_place(token)
        if place and place.listed and (name := _plan_name(tokens[first:])):
            return name
    return None


def _joint_issuers(tokens: list[str], end: int, last: str) -> list[str]:
    """Return who issues a document together with the ``last``, which its title names.

    A label or the name of the site, as 某市人民政府 over that of its office, is none of them.
    """
    names = agencies_before(tokens, end)
    above = tokens[: end - len(names)]
    is_labelled = above and above[-1].endswith(("：", ":"))
    place = find_place(last.removeprefix("中共"))
    if is_labelled or place is None or last in names:
        return []
    are_offices = all(
        name.removeprefix("中共").startswith(place.name) and not name.endswith("政府")
        for name in names
    )
    return names if are_offices else []


def issuer_in_title(title: str | None) -> str | None:
    """Return who issues a document by its title, several joined by 、."""
    start = _TITLE_START.match(title) if title else None
    return "、".join(names_in(start["issuer"])) if start and start["issuer"] else None


def agencies_before(tokens: list[str], end: int) -> list[str]:
    start = end
    while start and AGENCY_ALONE.fullmatch(tokens[start - 1]):
        start -= 1
    return tokens[start:end]


def names_in(run: str) -> list[str]:
    """Part names that run into each other where the first one's place begins anew.

    >>> names_in("清河市民政局清河市财政局")
    ['清河市民政局', '清河市财政局']
    """
    place = find_place(run.removeprefix("中共"))
    start, *rests = run.split(place.name) if place else [run]
    if place is None or start not in ("", "中共"):
        return [run] if run else []
    names = [place.name + rest for rest in rests]
    return [start + names[0], *names[1:]]


def subject_of(title: str | None) -> str | None:
    """Return a title from where a name may begin: 关于印发《清河市…》的通知 names 清河市."""
    if title is None:
        return None
    start = _TITLE_START.match(title)
    return title[start.end() :].lstrip("《") if start and not start["issuer"] else title
