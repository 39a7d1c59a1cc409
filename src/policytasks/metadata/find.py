"""Read a document's title, number, issuer, dates, place and level from its text.

Everything is found by its shape: a labelled line that a government website puts
above the text, 〔2021〕41号 in any brackets, a signature above a date, the suffix of
a place name. What has no such shape is reported as missing, never guessed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import date
from itertools import pairwise

from policytasks.metadata.titles import (
    AGENCY_ALONE,
    LONGEST_TITLE,
    TITLE_ENDINGS,
    agencies_before,
    find_title,
    issuer_in_title,
    names_in,
    subject_of,
)
from policytasks.places import Level, find_place
from policytasks.words.documents import BASED_ON, DATE, ISSUES
from policytasks.words.marks import PAGE_MARK
from policytasks.words.numerals import ORDINAL_NUMERAL, YEAR_IN_WORDS, chinese_integer
from policytasks.words.ordinals import FIRST_OF_OUTERMOST

__all__ = ["FoundMetadata", "find_metadata"]

# Metadata stand above the first section or below the last one. The limits keep
# the search as short for a book as for a notice.
_HEAD_LIMIT = 6_000
_TAIL_LIMIT = 1_000
_FIRST_SECTION = re.compile(rf"(?:^|[\s|。！；：:;）)])(?:{FIRST_OF_OUTERMOST})")

_LABELS = {
    "title": r"标\s*题|名\s*称",
    "number": "发文字号|发布文号|文号",
    "issuer": "发文机[关构]|发文单位|发布单位|发布机构|制发机关",
    "issued": "成文日期|成文时间|印发日期|发文日期|签发日期|生成日期",
    "published": "发布日期|发布时间|公开日期",
}
# A label that says too little to be looked for in the middle of words.
_BARE_LABELS = {"published": "日期|时间"}
# 文号：清政办发〔2023〕5号发布日期：2023-03-01
_GLUED_LABEL = re.compile(
    rf"(?<=[^\s成印发签生])(?<!公开)(?=(?:{'|'.join(_LABELS.values())})\s*[:：])"
)
_LONGEST_VALUE = 300
# The value may also stand in the next cell of a table, but for a title: 名称 heads columns.
_BEHIND_LABEL = {"title": "[:：】]"}
_BEHIND_LABEL_OR_CELL = r"[:：】|\t]"
_LABELLED = {
    name: re.compile(
        rf"""
        (?<![\u4e00-\u9fff])(?:{"|".join(filter(None, (labels, _BARE_LABELS.get(name))))})
        \s*{_BEHIND_LABEL.get(name, _BEHIND_LABEL_OR_CELL)}[^\S\n]*  # 文号：, 【发布文号】, 文号 |
        ([^\t\n|]{{0,{_LONGEST_VALUE}}}?)                      # 文号：清政办发〔2023〕5号 …
        (?=[\t\n|]|\Z|(?:(?<=[:：])|(?<=[:：][^\S\n])|\s+)[\u4e00-\u9fff]{{2,8}}\s*[:：]|【)   # … 发布机构：
        """,
        re.VERBOSE,
    )
    for name, labels in _LABELS.items()
}

_NUMBER = re.compile(
    r"""
    (?:^|(?<=[\s:：|】]))
    [\u4e00-\u9fff]{2,15}                      # 吉民发
    \s*[〔\[［【（(﹝]\s*(?:19|20)\d{2}\s*[〕\]］】）)﹞]   # 〔2021〕 [2021] (2017)
    \s*第?\s*\d{1,5}\s*号                     # 41号, 第48号, 28 号
    (?=[\s|]|$)
    """,
    re.VERBOSE,
)

_BROKEN_DATE = re.compile(r"\d{4}\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日")
_ANY_DATE = re.compile(r"(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})")
_DATE_ALONE = re.compile(DATE)
# 山东省人民政府办公厅2019年3月15日印发
_IMPRINT = re.compile(rf"({DATE})\s*印发")
# 二〇二三年三月一日
_DATE_IN_WORDS = re.compile(rf"({YEAR_IN_WORDS})年({ORDINAL_NUMERAL})月({ORDINAL_NUMERAL})日")
_LONGEST_NAME = 60
# What may stand between a sentence and a date: the names of those who signed.
_SIGNED_DATE = re.compile(rf"([。！!；;：:）)])([\u4e00-\u9fff、\s]{{0,200}}?)({DATE})(?!\s*印发)")
_ENDS_AS_LINE = re.compile(r"\s|\Z|[（(]")
_CHINESE_AT_END = re.compile(r"[\u4e00-\u9fff]{2,40}\s*$")

_BEHIND_TITLE = f"(?<={'|'.join(TITLE_ENDINGS)})"
# A title on one line runs into the number: …的通知清政办发〔2023〕5号各县区人民政府：
_GLUED_NUMBER = re.compile(
    rf"""
    (?:{_BEHIND_TITLE}|(?<=[\d）)~-])|\A)
    (?!{BASED_ON}|和|及|与|经|的)
    ([\u4e00-\u9fff]{{2,12}}[〔\[［【（(﹝](?:19|20)\d{{2}}[〕\]］】）)﹞]第?\d{{1,5}}号)   # 清政办发〔2023〕5号
    (?!文|精神|等|规定|要求|通知)
    """,
    re.VERBOSE,
)
# …的实施意见各县区人民政府：
_GLUED_ADDRESSEES = re.compile(rf"{_BEHIND_TITLE}(?=各[\u4e00-\u9fff（）()、，,]{{2,100}}[:：])")
# (2024年1月8日), （2024年1月8日印发）
_DATE_IN_BRACKETS = re.compile(rf"[（(]({DATE})(?:{ISSUES})?[)）]")
_NATIONAL = re.compile(r"中共中央|国务院|国家|全国|[\u4e00-\u9fff]{2,10}部(?:办公厅)?$")
# A county addresses its townships: 各乡镇人民政府,各街道办事处
_TOWNSHIP_ADDRESSEE = re.compile(r"(?:^|\s)各(?:乡|镇|街道)")


@dataclass(frozen=True, slots=True)
class FoundMetadata:
    """What a text says of itself; ``None`` where it does not say.

    ``title``, ``number`` and ``issuer`` are as printed, without white space;
    several issuers are joined by 、. ``level`` is ``national``, ``province``,
    ``prefecture`` or ``county``.
    """

    title: str | None
    number: str | None
    issuer: str | None
    issued: date | None
    published: date | None
    place_zh: str | None
    level: str | None

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the fields that the text does not give."""
        return tuple(f.name for f in fields(self) if getattr(self, f.name) is None)


def find_metadata(text: str) -> FoundMetadata:
    """Find what ``text`` says of itself.

    Parameters
    ----------
    text
        A whole document, as decoded.

    Returns
    -------
    FoundMetadata
        With ``None`` for what was not found; see its ``missing``.

    Examples
    --------
    >>> found = find_metadata("铜川市人民政府关于发展养老服务的意见 铜政发〔2020〕3号 一、目标")
    >>> found.number, found.place_zh, found.level
    ('铜政发〔2020〕3号', '铜川市', 'prefecture')
    >>> found.missing
    ('issued', 'published')
    """
    head, tail = _head_and_tail(text)
    labelled = {name: match[1] for name, p in _LABELLED.items() if (match := p.search(head))}
    head_tokens, tail_tokens = _tokens(head), _tokens(tail)

    title = _short(labelled.get("title")) or _short(find_title(head_tokens))
    signed_by, signed_on = _signature(head_tokens)
    if signed_by is None:
        signed_by, signed_on = _signature(tail_tokens)
    printed_by, printed_on = _imprint(tail) or _imprint(head) or (None, None)

    issuer = signed_by or _agencies(labelled.get("issuer")) or printed_by or issuer_in_title(title)
    issued = (
        _date(labelled.get("issued"))
        or _date(signed_on)
        or _date(_date_behind(title, head))
        or _date(_date_behind_number(head))
        or _date(printed_on)
        or _date(_date_at_end(tail_tokens))
    )
    number = _NUMBER.search(labelled.get("number", "")) or _NUMBER.search(head)
    place_zh, level = _place(issuer, title, head)
    return FoundMetadata(
        title=title,
        number=_without_space(number[0]) if number else None,
        issuer=issuer,
        issued=issued,
        published=_date(labelled.get("published")),
        place_zh=place_zh,
        level=level,
    )


def _head_and_tail(text: str) -> tuple[str, str]:
    """Return what may hold metadata, with page marks and blanks inside dates gone."""
    first_section = _FIRST_SECTION.search(text, 0, _HEAD_LIMIT)
    head = text[: first_section.start() if first_section else _HEAD_LIMIT]
    tail = text[max(len(head), len(text) - _TAIL_LIMIT) :]
    return _mended(head), _mended(tail)


def _mended(text: str) -> str:
    """Return a head or tail whose parts stand apart, however the page ran them together."""
    text = PAGE_MARK.sub("", text)
    text = _BROKEN_DATE.sub(lambda date: _without_space(date[0]), text).lstrip("\ufeff")
    text = _DATE_IN_WORDS.sub(_in_digits, text)
    text = _GLUED_LABEL.sub(" ", text)
    text = _GLUED_NUMBER.sub(r" \1 ", text)
    text = _GLUED_ADDRESSEES.sub(" ", text)
    return _SIGNED_DATE.sub(_parted_signature, text)


def _in_digits(words: re.Match[str]) -> str:
    year, month, day = (chinese_integer(part.replace("○", "〇")) for part in words.groups())
    return f"{year}年{month}月{day}日"


def _parted_signature(signed: re.Match[str]) -> str:
    """Part the names and the date of a signature that runs on behind a sentence."""
    stop, signers, day = signed.groups()
    names = [name for part in re.split(r"[、\s]+", signers) for name in names_in(part)]
    if all(map(AGENCY_ALONE.fullmatch, names)) and (
        names or _ENDS_AS_LINE.match(signed.string, signed.end())
    ):
        return " ".join([stop, *names, day, ""])
    return signed[0]


def _tokens(text: str) -> list[str]:
    return text.replace("|", " ").split()


def _short(title: str | None) -> str | None:
    squeezed = _without_space(title or "")
    return squeezed if 0 < len(squeezed) <= LONGEST_TITLE else None


def _agencies(labelled: str | None) -> str | None:
    """Return the names of a labelled line, joined by 、."""
    names = re.split(r"[、\s]+", labelled.strip()) if labelled else []
    if any(len(name) > _LONGEST_NAME or ":" in name or "：" in name for name in names):
        return None
    return "、".join(names) or None


def _date_at_end(tokens: list[str]) -> str | None:
    """Return the date that stands alone at the end of a text, below no name."""
    for above, token in reversed(list(pairwise(["", *tokens]))[-4:]):
        # 发布时间: 2024-03-01 is the page's own.
        if _ANY_DATE.fullmatch(token.rstrip("日")) and not above.endswith(("：", ":")):
            return token
    return None


def _without_space(text: str) -> str:
    return "".join(text.split())


def _date(text: str | None) -> date | None:
    match = _ANY_DATE.search(text) if text else None
    if match is None:
        return None
    try:
        return date(int(match[1]), int(match[2]), int(match[3]))
    except ValueError:
        return None


def _date_behind(title: str | None, head: str) -> str | None:
    """Return the date in brackets that a gazette prints behind a title."""
    if title is None:
        return None
    squeezed = _without_space(head)
    behind = squeezed[squeezed.find(title) + len(title) :]
    match = _DATE_IN_BRACKETS.match(behind)
    return match[1] if match else None


def _date_behind_number(head: str) -> str | None:
    """Return the date that stands right behind a document's number."""
    number = _NUMBER.search(head)
    following = _tokens(head[number.end() :]) if number else []
    return following[0] if following and _DATE_ALONE.fullmatch(following[0]) else None


def _signature(tokens: list[str]) -> tuple[str | None, str | None]:
    """Return the agencies that stand right above a date, joined by 、, and the date."""
    for position, token in enumerate(tokens):
        if _DATE_ALONE.fullmatch(token):
            agencies = agencies_before(tokens, position)
            if agencies:
                return "、".join(agencies), token
    return None, None


def _imprint(text: str) -> tuple[str, str] | None:
    """Return who printed the text and when, as a gazette says it below the text."""
    for printed in _IMPRINT.finditer(text):
        before = _CHINESE_AT_END.search(text, max(0, printed.start() - 50), printed.start())
        if before and AGENCY_ALONE.fullmatch(before[0].strip()):
            return before[0].strip(), printed[1]
    return None


def _place(issuer: str | None, title: str | None, head: str) -> tuple[str | None, Level | None]:
    """Return the place that a document governs, and its level.

    The issuer's name tells, or the title's; one that the list of places has goes first.
    """
    names = [name.removeprefix("中共") for name in (issuer, subject_of(title)) if name]
    places = [place for name in names if (place := find_place(name))]
    place = next((place for place in places if place.listed), places[0] if places else None)
    if place is None:
        is_national = any(_NATIONAL.match(name) for name in names)
        return ("全国", "national") if is_national else (None, None)
    if not place.listed and place.level == "prefecture" and _TOWNSHIP_ADDRESSEE.search(head):
        return place.name, "county"
    return place.name, place.level
