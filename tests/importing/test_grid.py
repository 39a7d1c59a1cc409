"""Tables as lines: every cell once, merged cells told from empty ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policytasks.importing.grid import Cell, grid_lines
from policytasks.importing.ordinals import format_ordinal


def test_a_cell_merged_over_rows_leaves_a_ditto_and_an_empty_cell_leaves_nothing():
    rows = [
        [Cell("1"), Cell("助餐", rows=2), Cell("")],
        [Cell("2"), Cell("市民政局")],
    ]
    assert grid_lines(rows) == ["1\t助餐\t", "2\t〃\t市民政局"]


def test_an_empty_merged_cell_stays_empty_below():
    assert grid_lines([[Cell("a"), Cell("", rows=2)], [Cell("b")]]) == ["a\t", "b\t"]


def test_a_cell_merged_over_columns_leaves_the_further_ones_empty():
    rows = [[Cell("责任单位", columns=2)], [Cell("牵头"), Cell("配合")]]
    assert grid_lines(rows) == ["责任单位\t", "牵头\t配合"]


def test_columns_in_which_no_cell_begins_are_left_out():
    rows = [[Cell("甲", columns=40), Cell("乙")], [Cell("丙", columns=40), Cell("丁")]]
    assert grid_lines(rows) == ["甲\t乙", "丙\t丁"]


def test_tabs_and_line_ends_in_a_cell_make_no_new_cells():
    assert grid_lines([[Cell("甲\t乙\n丙"), Cell("丁")]]) == ["甲 乙 丙\t丁"]


def test_a_merge_that_reaches_beyond_the_table_makes_no_rows():
    assert grid_lines([[Cell("甲", rows=99), Cell("乙")]]) == ["甲\t乙"]


@given(
    st.lists(
        st.lists(
            st.builds(
                Cell,
                st.text("甲乙丙 \t\n", max_size=4),
                st.integers(1, 4),
                st.integers(1, 4),
            ),
            max_size=5,
        ),
        max_size=6,
    )
)
def test_every_text_is_printed_once_and_every_line_has_the_same_columns(rows):
    lines = grid_lines(rows)
    printed = "".join("".join(lines).replace("〃", "").split())
    assert printed == "".join("".join(cell.text for row in rows for cell in row).split())
    assert len({line.count("\t") for line in lines}) <= 1


@pytest.mark.parametrize(
    ("style", "number", "written"),
    [
        ("chineseCountingThousand", 10, "十"),
        ("chineseCountingThousand", 11, "十一"),
        ("chineseCountingThousand", 20, "二十"),
        ("chineseCountingThousand", 101, "一百零一"),
        ("chineseCountingThousand", 1010, "一千零一十"),
        ("chineseLegalSimplified", 21, "贰拾壹"),
        ("ideographDigital", 20, "二〇"),
        ("ideographTraditional", 3, "丙"),
        ("decimalEnclosedCircle", 21, "㉑"),
        ("decimalEnclosedParen", 20, "⒇"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalZero", 7, "07"),
        ("lowerRoman", 14, "xiv"),
        ("upperLetter", 28, "BB"),
    ],
)
def test_numbering_styles_write_as_word_does(style, number, written):
    assert format_ordinal(number, style) == written


@pytest.mark.parametrize(
    "style", ["unheardOf", "decimalEnclosedParen", "lowerLetter", "upperRoman"]
)
def test_what_a_style_cannot_write_is_written_in_digits(style):
    assert format_ordinal(4321, style) == "4321"
