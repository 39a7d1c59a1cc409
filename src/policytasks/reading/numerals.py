"""Chinese numerals as integers."""

from __future__ import annotations

__all__ = ["NUMERAL_CHARACTERS", "chinese_integer"]

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_POWERS = {"十": 10, "百": 100, "千": 1000, "万": 10_000, "亿": 100_000_000}

NUMERAL_CHARACTERS = "".join(_DIGITS) + "十百千"


def chinese_integer(numeral: str) -> int | None:
    """Return the value of a Chinese numeral, or None where it is none.

    >>> [chinese_integer(n) for n in ("十", "二十三", "一百零五", "两", "三千二百", "老")]
    [10, 23, 105, 2, 3200, None]
    """
    total = section = digit = 0
    if not numeral:
        return None
    for char in numeral:
        if char in _DIGITS:
            digit = digit * 10 + _DIGITS[char]
        elif (power := _POWERS.get(char)) is None:
            return None
        elif power >= 10_000:
            total = (total + section + digit) * power
            section = digit = 0
        else:
            section += (digit or 1) * power
            digit = 0
    return total + section + digit
