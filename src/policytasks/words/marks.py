"""Signs that carry no words: what pages, fonts and word processors leave in a text."""

from __future__ import annotations

import re
import unicodedata

__all__ = [
    "BULLETS",
    "CLOSING_BRACKETS",
    "COMPATIBILITY_IDEOGRAPHS",
    "DITTO",
    "HALF_WIDTH",
    "INK",
    "INVISIBLE",
    "PAGE_MARK",
    "RADICALS",
    "runs_as_formula",
    "starts_formula",
]

# Control and format characters. Pages and PDF are full of them, nobody sees them, and they
# part words. Line ends and tabs, which are white space, are none of them.
_INVISIBLE_SIGNS = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # control characters
    "\xad"  # soft hyphen
    "\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f"  # zero width, direction of writing
    "\u180e\ufeff"  # byte order mark within a text
    "\ufff9-\ufffb\ufffe\uffff"  # notes between lines, no characters
    "\U000e0000-\U000e007f"  # tags
)
INVISIBLE = re.compile(f"[{_INVISIBLE_SIGNS}]")

# A run of signs that show on paper.
INK = re.compile(rf"[^\s{_INVISIBLE_SIGNS}]+")

# Radicals that PDF files carry in the place of the characters they look like. The Kangxi
# block is mapped by Unicode; of the supplement only the signs that are whole characters.
_SUPPLEMENT = (
    "⺎兀⺒巳⺓幺⺜日⺝月⺟母⺠民⺧牛⺫目⺬示⺮竹⺶羊⺷羊⺼肉⻁虎⻃西⻄西⻅见⻆角⻇角⻉贝⻊足⻋车⻌辶⻏邑"
    "⻑長⻓长⻔门⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻬齐⻮齿⻰龙⻱龜⻳龟"
)
RADICALS = {
    code: ord(unicodedata.normalize("NFKC", chr(code))) for code in range(0x2F00, 0x2FD6)
} | dict(zip(map(ord, _SUPPLEMENT[::2]), map(ord, _SUPPLEMENT[1::2]), strict=True))

# Characters that Unicode holds a second time for the sake of older standards, by the first:
# 樂 (U+F914), 六 (U+F9D1), and the supplement's.
COMPATIBILITY_IDEOGRAPHS = {
    code: ord(unicodedata.normalize("NFC", chr(code)))
    for code in (*range(0xF900, 0xFB00), *range(0x2F800, 0x2FA20))
    if unicodedata.is_normalized("NFC", chr(code)) is False
}

# Full-width signs by their half-width twins, one for one, so that offsets stay true;
# brackets of one function by one sign.
HALF_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | dict(
    zip(
        map(ord, "﹐﹕∶︰﹔﹙﹚【】﹝﹞〖〗﹪․﹒～〜﹣‐‑–−"),
        map(ord, ",:::;()[]〔〕[]%..~~-----"),
        strict=True,
    )
)

# Brackets, in half width.
CLOSING_BRACKETS = {"(": ")", "[": "]", "〔": "〕"}

# Signs before the items of a list that has no numbers.
BULLETS = "—-·●◆■▲★※*"

# What stands in a cell in the place of the cell above it.
DITTO = "〃"

# A line that is a page's mark; the line break before it starts the match. Blanks are
# possessive (*+): a long line of nothing else would cost its length squared.
PAGE_MARK = re.compile(
    r"""
    (?:^|\n)[^\S\n]*+(
       \#?[^\S\n]*+Page[^\S\n]+\d+(?:[^\S\n]*+:)?            # Page 198:
      |第[^\S\n]*\d+[^\S\n]*页(?:[^\S\n]*+[,，/]?[^\S\n]*+共[^\S\n]*\d+[^\S\n]*页)?  # 第3页 共9页
      |[-—–－][^\S\n]*\d+[^\S\n]*[-—–－]                      # - 3 -
    )[^\S\n]*+\r?(?=\n|\Z)
    """,
    re.VERBOSE,
)

# What makes a spreadsheet take a text for a formula, also in full width, as East Asian
# input gives it.
_FORMULA_SIGNS = "=+-@＝＋－＠"


def starts_formula(text: str) -> bool:
    """Tell whether the first sign that shows, or a tab or line end before it, starts a formula.

    >>> [starts_formula(text) for text in ("=1+1", " ＝1", "\\t1", "发展=助餐")]
    [True, True, True, False]
    """
    for sign in text:
        if sign in _FORMULA_SIGNS or sign in "\t\r\n":
            return True
        if not sign.isspace() and unicodedata.category(sign) not in ("Cc", "Cf"):
            return False
    return False


def runs_as_formula(text: str) -> bool:
    """Tell whether a spreadsheet would run a text that stands in a cell of a CSV file.

    Signs alone (``=``, ``>=``, ``--``) are no formula to any.

    >>> [runs_as_formula(text) for text in ("=1+1", '=""', "=", " ＝A1", "\\t养老", "发展=助餐")]
    [True, True, False, True, False, False]
    """
    return starts_formula(text.strip()) and any(sign.isalnum() or sign == '"' for sign in text)
