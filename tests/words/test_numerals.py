"""Chinese numerals are read as they are written."""

import pytest

from policytasks.words.numerals import (
    FORMAL_DIGITS,
    chinese_integer,
    chinese_numeral,
    numeral_value,
)


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("零", 0),
        ("十", 10),
        ("两", 2),
        ("一百零五", 105),
        ("三千二百", 3200),
        ("五万四千", 54_000),
        ("十万", 100_000),
        ("一千万", 10_000_000),
        ("一亿", 100_000_000),
        ("一亿二千万", 120_000_000),
        ("两亿零三万", 200_030_000),
        ("三万亿", 3_000_000_000_000),
        ("二〇二五", 2025),
        ("老", None),
        ("", None),
    ],
)
def test_integers(numeral, value):
    assert chinese_integer(numeral) == value


@pytest.mark.parametrize("number", [0, 1, 9, 10, 11, 19, 20, 99, 100, 101, 110, 1001, 1010, 9999])
def test_what_is_written_is_read(number):
    assert chinese_integer(chinese_numeral(number)) == number


def test_formal_numerals_and_numbers_that_are_not_written():
    assert chinese_numeral(11, FORMAL_DIGITS) == "壹拾壹"
    assert chinese_numeral(10_000) is None
    assert chinese_numeral(-1) is None


@pytest.mark.parametrize(
    ("numeral", "value"),
    [
        ("12,000", 12_000),
        ("1,234,567.5", 1_234_567.5),
        ("62.5", 62.5),
        ("六十二点五", 62.5),
        ("零点零五", 0.05),
        ("5万4千", 54_000),
        ("3亿5000万", 350_000_000),
        ("1.2亿", 120_000_000),
        ("5万4", 54_000),
        ("三千", 3000),
        ("12,00", None),
        ("五点", None),
        ("万", 0),
        ("若干", None),
        ("", None),
    ],
)
def test_mixed_numerals(numeral, value):
    assert numeral_value(numeral) == value
