"""Chinese numerals, read and written."""

from __future__ import annotations

import re

__all__ = [
    "COUNTING_DIGITS",
    "DIGITS",
    "FORMAL_DIGITS",
    "NUMERAL_SIGNS",
    "ORDINAL_NUMERAL",
    "ORDINAL_SIGNS",
    "YEAR_IN_WORDS",
    "chinese_integer",
    "chinese_numeral",
    "numeral_value",
]

DIGITS = "一二三四五六七八九"
COUNTING_DIGITS = "〇" + DIGITS
FORMAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_PLACES = {COUNTING_DIGITS: "十百千", FORMAL_DIGITS: "拾佰仟"}
_DIGITS = {sign: value for value, sign in enumerate(COUNTING_DIGITS)} | {"○": 0, "两": 2}
_DIGITS |= {sign: value for value, sign in enumerate(FORMAL_DIGITS)}
# 廿五 is 二十五.
_TWO_SIGNS = str.maketrans({"廿": "二十", "卅": "三十"})
_POWERS = {"十": 10, "百": 100, "千": 1000, "拾": 10, "佰": 100, "仟": 1000}
_SPOKEN = re.compile(rf"([百千万亿])[{DIGITS}]$")
_POWER_BELOW = {"百": "十", "千": "百", "万": "千", "亿": "千万"}
_MYRIAD, _HUNDRED_MILLION = "万", "亿"

# The signs of a numeral that counts up to ninety-nine: 两, 三十五.
NUMERAL_SIGNS = DIGITS + "两十"
# The numeral of an ordinal, as a piece of a pattern: 三, 二十一, 一百零五.
ORDINAL_SIGNS = DIGITS + "十百零〇"
ORDINAL_NUMERAL = f"[{ORDINAL_SIGNS}]{{1,5}}"
# 二〇二五
YEAR_IN_WORDS = f"[一二][〇○零九][〇○零{DIGITS}]{{2}}"

# 5, 12,000, 62.5; then the powers that a mixed numeral goes on with (5万4千, 1.2亿).
_ARABIC = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?")
_MIXED_PART = re.compile(rf"(\d+(?:\.\d+)?|[{NUMERAL_SIGNS}零〇百廿卅]+)?([百千万亿]+)")


def chinese_integer(numeral: str) -> int | None:
    """Return the value of a Chinese numeral, or None where it is none.

    >>> [chinese_integer(n) for n in ("十", "二十三", "一百零五", "两", "三千二百", "老")]
    [10, 23, 105, 2, 3200, None]
    >>> [chinese_integer(n) for n in ("一亿二千万", "三万亿", "二〇二五", "贰佰伍拾", "廿五")]
    [120000000, 3000000000000, 2025, 250, 25]
    >>> [chinese_integer(n) for n in ("两千五", "一万五", "两千零五", "一百五十")]
    [2500, 15000, 2005, 150]
    """
    if not numeral:
        return None
    # ``thousands`` gathers up to the next 万, ``myriads`` up to the next 亿.
    total = myriads = thousands = digit = 0
    # 两千五 is 2500, as one speaks; 两千零五 says so.
    spoken = _SPOKEN.search(numeral)
    if spoken:
        numeral += _POWER_BELOW[spoken[1]]
    for sign in numeral.translate(_TWO_SIGNS):
        if sign in _DIGITS:
            digit = digit * 10 + _DIGITS[sign]
        elif sign in _POWERS:
            thousands += (digit or 1) * _POWERS[sign]
            digit = 0
        elif sign == _MYRIAD:
            myriads += (thousands + digit) * 10_000
            thousands = digit = 0
        elif sign == _HUNDRED_MILLION:
            total = (total + myriads + thousands + digit) * 100_000_000
            myriads = thousands = digit = 0
        else:
            return None
    return total + myriads + thousands + digit


def numeral_value(numeral: str) -> float | None:
    """Return the value of a number in Arabic, Chinese or mixed numerals, or None.

    >>> [numeral_value(n) for n in ("12,000", "62.5", "六十二点五", "三千", "5万4千", "1.2亿")]
    [12000.0, 62.5, 62.5, 3000.0, 54000.0, 120000000.0]
    >>> [numeral_value(n) for n in ("", "点五", "五点", "若干")]
    [None, None, None, None]
    """
    arabic = _ARABIC.fullmatch(numeral)
    if arabic:
        return float(arabic[1].replace(",", "") + (arabic[2] or ""))
    whole, point, decimals = numeral.partition("点")
    if point:
        value = chinese_integer(whole)
        if value is None or not decimals or not all(sign in _DIGITS for sign in decimals):
            return None
        return float(f"{value}.{''.join(str(_DIGITS[sign]) for sign in decimals)}")
    integer = chinese_integer(numeral)
    return float(integer) if integer is not None else _mixed(numeral)


def _mixed(numeral: str) -> float | None:
    """Return the value of Arabic digits with Chinese powers (5万4千), or None."""
    total = power_before = 0.0
    position = 0
    while position < len(numeral):
        part = _MIXED_PART.match(numeral, position)
        power = chinese_integer("一" + part[2]) if part else None
        if part is None or power is None or not part[1]:
            rest = _ARABIC.fullmatch(numeral, position)
            if rest and position and len(rest[0]) == 1:
                # 3万5, as 三万五.
                return total + float(rest[0]) * power_before / 10
            return total + float(rest[0].replace(",", "")) if rest and position else None
        digits = part[1]
        count = float(digits) if digits[0].isdigit() else float(chinese_integer(digits) or 0)
        total += count * power
        power_before = power
        position = part.end()
    return total or None


def chinese_numeral(number: int, digits: str = COUNTING_DIGITS) -> str | None:
    """Write a number from 0 to 9,999 in Chinese, or return None for any other.

    Parameters
    ----------
    number
        The number.
    digits
        `COUNTING_DIGITS`, or `FORMAL_DIGITS` as contracts write them.

    Examples
    --------
    >>> chinese_numeral(12), chinese_numeral(105), chinese_numeral(12, FORMAL_DIGITS)
    ('十二', '一百零五', '壹拾贰')
    """
    if number == 0:
        return digits[0]
    if not 0 < number < 10_000:
        return None
    written = ""
    gap = False
    for place in range(3, -1, -1):
        digit = number // 10**place % 10
        if digit == 0:
            gap = bool(written)
            continue
        if gap:
            written += "零"
            gap = False
        written += digits[digit] + (_PLACES[digits][place - 1] if place else "")
    # Ten is 十, not 一十; formal numerals keep the 壹.
    return written[1:] if digits == COUNTING_DIGITS and 10 <= number < 20 else written
