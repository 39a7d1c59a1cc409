"""The numbers that word processors and browsers print before list items."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from string import ascii_lowercase, ascii_uppercase

from policytasks.words.numerals import COUNTING_DIGITS, FORMAL_DIGITS, chinese_numeral
from policytasks.words.ordinals import ONE_SIGN_ORDINALS

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


def _by_digit(digits: str) -> Callable[[int], str]:
    return lambda number: "".join(digits[int(digit)] for digit in str(number))


def _from_list(signs: Sequence[str]) -> Callable[[int], str | None]:
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else None


def _one_sign(style: str) -> Callable[[int], str | None]:
    return _from_list([sign for sign, (name, _) in ONE_SIGN_ORDINALS.items() if name == style])


def _letters(alphabet: str) -> Callable[[int], str | None]:
    # Word doubles the letter after z: aa, bb. Beyond zzz nobody can read it.
    return _from_list([letter * times for times in (1, 2, 3) for letter in alphabet])


def _roman(number: int) -> str | None:
    if not 0 < number < 4000:
        return None
    written = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        written += sign * count
    return written


_full_width = _by_digit("０１２３４５６７８９")
_ideographs = _by_digit(COUNTING_DIGITS)
_circled = _one_sign("circled")

_STYLES: dict[str, Callable[[int], str | None]] = {
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": _one_sign("small"),
    "decimalEnclosedFullstop": _one_sign("arabic"),
    "ideographEnclosedCircle": _from_list("㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉"),
    "chineseCounting": chinese_numeral,
    "chineseCountingThousand": chinese_numeral,
    "taiwaneseCounting": chinese_numeral,
    "taiwaneseCountingThousand": chinese_numeral,
    "japaneseCounting": chinese_numeral,
    "koreanCounting": chinese_numeral,
    "chineseLegalSimplified": lambda number: chinese_numeral(number, FORMAL_DIGITS),
    "ideographDigital": _ideographs,
    "taiwaneseDigital": _ideographs,
    "japaneseDigitalTenThousand": _ideographs,
    "ideographTraditional": _from_list("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _from_list("子丑寅卯辰巳午未申酉戌亥"),
    "lowerLetter": _letters(ascii_lowercase),
    "upperLetter": _letters(ascii_uppercase),
    "lowerRoman": _roman,
    "upperRoman": lambda number: (_roman(number) or "").upper(),
}
