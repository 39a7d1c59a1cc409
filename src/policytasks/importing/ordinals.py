"""The numbers that word processors and browsers print before list items."""

from __future__ import annotations

from collections.abc import Callable

from policytasks.words.numerals import COUNTING_DIGITS, FORMAL_DIGITS, chinese_numeral
from policytasks.words.ordinals import SIGN_SERIES

__all__ = ["format_ordinal"]

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


def _by_digit(zero: str) -> Callable[[int], str]:
    return lambda number: "".join(chr(ord(zero) + int(digit)) for digit in str(number))


def _ideograph_digits(number: int) -> str:
    return "".join(COUNTING_DIGITS[int(digit)] for digit in str(number))


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


_circled = _series(*SIGN_SERIES["circled"])

_STYLES: dict[str, Callable[[int], str | None]] = {
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": _by_digit("０"),
    "decimalFullWidth2": _by_digit("０"),
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _series(*SIGN_SERIES["small"]),
    "decimalEnclosedFullstop": _series(*SIGN_SERIES["arabic"]),
    "ideographEnclosedCircle": _series(("㊀", 10)),
    "chineseCounting": chinese_numeral,
    "chineseCountingThousand": chinese_numeral,
    "taiwaneseCounting": chinese_numeral,
    "taiwaneseCountingThousand": chinese_numeral,
    "japaneseCounting": chinese_numeral,
    "koreanCounting": chinese_numeral,
    "chineseLegalSimplified": lambda number: chinese_numeral(number, FORMAL_DIGITS),
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
