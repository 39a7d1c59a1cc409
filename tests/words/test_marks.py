"""Marks of the page are known by their signs, and words are none."""

import unicodedata

import pytest

from policytasks.words.marks import (
    COMPATIBILITY_IDEOGRAPHS,
    HALF_WIDTH,
    INK,
    INVISIBLE,
    PAGE_MARK,
    RADICALS,
    starts_formula,
)


def test_radicals_read_as_whole_characters():
    assert "⼀⺠⻓⻋⺟⻔".translate(RADICALS) == "一民长车母门"
    assert all("RADICAL" in unicodedata.name(chr(code)) for code in RADICALS)
    assert not any("RADICAL" in unicodedata.name(chr(code)) for code in RADICALS.values())


def test_full_width_signs_are_written_one_for_one():
    assert "（２０２５）【１】～％".translate(HALF_WIDTH) == "(2025)[1]~%"


@pytest.mark.parametrize("sign", "\u200b\u200e\u2066\xad\x00\x01\u202e\ufeff", ids=ascii)
def test_signs_that_nobody_sees_are_no_ink(sign):
    assert INVISIBLE.fullmatch(sign)
    assert INK.findall(f"养{sign}老") == ["养", "老"]


@pytest.mark.parametrize("sign", "老1。—㎡𠮷\ufffd", ids=ascii)
def test_signs_that_show_are_ink(sign):
    assert not INVISIBLE.match(sign)
    assert INK.fullmatch(sign)


@pytest.mark.parametrize("line", ["# Page 12:", "Page 3", "第 3 页 共 9 页", "第3页", "— 3 —"])
def test_page_marks(line):
    assert PAGE_MARK.search(f"推进社区\n{line}\n养老")[1].strip() == line


@pytest.mark.parametrize("line", ["第3页的表", "Page", "3", "-3", "— 3 — 完善"])
def test_lines_that_are_no_page_marks(line):
    assert not PAGE_MARK.search(f"推进社区\n{line}\n养老")


@pytest.mark.parametrize("text", ["=1+1", " ＝1", "\t1", "\u200b@x", "－5"])
def test_formulas(text):
    assert starts_formula(text)


@pytest.mark.parametrize("text", ["发展=助餐", "2025年", "", "　养老"])
def test_texts_that_are_no_formula(text):
    assert not starts_formula(text)


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("\uf914", "樂"),
        ("\uf9d1", "六"),
        ("\uf934", "老"),
        ("\uf92d", "來"),
        ("\uf9e4", "理"),
        ("\uf9b5", "例"),
        ("\uf983", "旅"),
        ("\ufa2d", "鶴"),
        ("\U0002f81a", "冬"),
        ("六樂", "六樂"),
        # Unified all the same, though they stand in the block of the others.
        ("\ufa0e\ufa29", "\ufa0e\ufa29"),
    ],
)
def test_characters_that_stand_twice_in_unicode_are_one(printed, meant):
    assert printed.translate(COMPATIBILITY_IDEOGRAPHS) == meant
    assert len(printed) == len(meant)
