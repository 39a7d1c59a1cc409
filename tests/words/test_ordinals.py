"""Each ordinal of the genre is read once, and what only looks like one is none."""

import pytest

from policytasks.words.ordinals import ONE_SIGN_ORDINALS, RANKS, STYLES, Ordinal, read_ordinal


@pytest.mark.parametrize("style", STYLES, ids=lambda style: style.name)
def test_each_style_reads_its_examples_and_no_others(style):
    assert {example: ordinal_style(example) for example in style.examples} == dict.fromkeys(
        style.examples, style.name
    )
    assert style.name not in map(ordinal_style, style.others)
    assert len(style.examples) >= 2 and style.others


def ordinal_style(text: str) -> str | None:
    ordinal = read_ordinal(text)
    return ordinal.style if ordinal else None


@pytest.mark.parametrize(
    ("text", "number", "length"),
    [
        ("第二部分 保障措施", 2, 4),
        ("第十二章总则", 12, 4),
        ("二十一、任务", 21, 4),
        ("(三)、任务", 3, 4),
        ("12.完善", 12, 3),
        ("⑫完善", 12, 1),
        ("㉕完善", 25, 1),
        ("⒓完善", 12, 1),
        ("专栏3重点工程", None, 3),
    ],
)
def test_number_and_length(text, number, length):
    assert read_ordinal(text)[1:4] == (number, 0, length)


def test_an_ordinal_is_read_where_it_stands_and_within_its_stretch():
    assert read_ordinal("目标。二、任务", 3) == Ordinal("chinese", 2, 3, 5)
    assert read_ordinal("目标。二、任务", 3, 4) is None
    assert read_ordinal("", 0) is None


def test_signs_count_from_one_and_belong_to_a_style_with_a_rank():
    assert ONE_SIGN_ORDINALS["①"] == ("circled", 1)
    assert ONE_SIGN_ORDINALS["㊿"] == ("circled", 50)
    assert ONE_SIGN_ORDINALS["㈩"] == ("bracketed", 10)
    assert {style for style, _ in ONE_SIGN_ORDINALS.values()} <= RANKS.keys()
