"""The numbers that word processors and browsers print before list items."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["format_ordinal"]

_DIGITS = "〇一二三四五六七八九"
_FORMAL_DIGITS = "零壹贰叁肆伍陆柒捌玖"
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"),
    (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


def format_ordinal(number: int, style: str) -> str:
    """Write ``number`` in a numbering style.

    Parameters
    ----------
    number
        From 0 up.
    style
        A value of ``ST_NumberFormat`` (ISO/IEC 29500-1, 17.18.59). One that is
        not known, or cannot write the number, is written in decimal digits.

    Examples
    --------
    >>> format_ordinal(12, "chineseCountingThousand"), format_ordinal(3, "decimalEnclosedCircle")
    ('十二', '③')
    >>> format_ordinal(27, "lowerLetter"), format_ordinal(4, "upperRoman")
    ('aa', 'IV')
    """
    write = _STYLES.get(style)
    return (write(number) if write else None) or str(number)


def _chinese(digits: str, units: str) -> Callable[[int], str | None]:
    def write(number: int) -> str | None:
        if not 0 < number < 10_000:
            return digits[0] if number == 0 else None
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
            written += digits[digit] + (units[place - 1] if place else "")
        # Ten is 十, not 一十; formal numerals keep the 壹.
        return written[1:] if digits == _DIGITS and 10 <= number < 20 else written

    return write


def _by_digit(zero: str) -> Callable[[int], str]:
    return lambda number: "".join(chr(ord(zero) + int(digit)) for digit in str(number))


def _ideograph_digits(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _series(*ranges: tuple[str, int]) -> Callable[[int], str | None]:
    """Number by runs of code points: each a first character and how many follow from it."""

    def write(number: int) -> str | None:
        if number < 1:
            return None
        for first, count in ranges:
            if number <= count:
                return chr(ord(first) + number - 1)
            number -= count
        return None

    return write


def _from_list(signs: str) -> Callable[[int], str | None]:
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else None


def _letters(first: str) -> Callable[[int], str | None]:
    # Word doubles the letter after z: aa, bb. Beyond that nobody can read it.
    return lambda number: (
        chr(ord(first) + (number - 1) % 26) * ((number - 1) // 26 + 1) if 0 < number <= 78 else None
    )


def _roman(number: int) -> str | None:
    if not 0 < number < 4000:
        return None
    written = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        written += sign * count
    return written


_counting = _chinese(_DIGITS, "十百千")
_circled = _series(("①", 20), ("㉑", 15), ("㊱", 15))

_STYLES: dict[str, Callable[[int], str | None]] = {
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": _by_digit("０"),
    "decimalFullWidth2": _by_digit("０"),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _series(("⑴", 20)),
    "decimalEnclosedFullstop": _series(("⒈", 20)),
    "ideographEnclosedCircle": _series(("㊀", 10)),
    "chineseCounting": _counting,
    "chineseCountingThousand": _counting,
    "taiwaneseCounting": _counting,
    "taiwaneseCountingThousand": _counting,
    "japaneseCounting": _counting,
    "koreanCounting": _counting,
    "chineseLegalSimplified": _chinese(_FORMAL_DIGITS, "拾佰仟"),
    "ideographDigital": _ideograph_digits,
    "taiwaneseDigital": _ideograph_digits,
    "japaneseDigitalTenThousand": _ideograph_digits,
    "ideographTraditional": _from_list("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _from_list("子丑寅卯辰巳午未申酉戌亥"),
    "lowerLetter": _letters("a"),
    "upperLetter": _letters("A"),
    "lowerRoman": _roman,
    "upperRoman": lambda number: (_roman(number) or "").upper(),
}
