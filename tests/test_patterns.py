"""Patterns of the codebooks, compiled into one."""

from __future__ import annotations

import re
from itertools import product

import pytest

from policytasks.patterns import alternation

TEXT = "对养老机构给予建设补助,运营补贴按床位发放;税费减免[试行],Y2评估考核、每半年报送^一次"


@pytest.mark.parametrize(
    "patterns",
    [
        ("建设补助", "(?:运营|床位)[^,]{0,4}补贴"),
        ("(?:税|税费)减免", r"(?:\[|\^)."),
        ("(?:y2|绩效)?评估考核", "补助"),
        ("(?i:y2)评估", "(?:每|逐)半?年"),
        ("(?<=予)(?:建设)?补助", "(?:一次|(?:半年)?报送)"),
        (r"(?:\d|[a-z])评估", "[养对]老?"),
        (),
    ],
)
def test_together_patterns_find_what_the_first_that_fits_finds_alone(patterns):
    alone = sorted(
        (match.start(), number, match[0])
        for number, pattern in enumerate(patterns)
        for match in re.finditer(pattern, TEXT)
    )
    firsts = {start: found for start, _, found in reversed(alone)}
    together = alternation(patterns, "")
    assert {m.start(): m[0] for m in together.finditer(TEXT)} == firsts


@pytest.mark.parametrize(
    "patterns",
    [
        ("老年食堂", "老年", "老(?:人|者)食堂"),
        ("助餐|食堂", "助餐点", "助(?:浴|洁(?:员|工))"),
        ("老?人", "老", "老{1,2}年", "老+者"),
        ("老年", "(?:老)人助", "老人"),
        (r"助[(|]", r"助\|", "助[餐浴]", "(?:助|老)年", "[老助]者"),
    ],
)
def test_patterns_together_match_what_they_match_one_by_one(patterns):
    plain = re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
    together = alternation(patterns, "here")
    for text in map("".join, product("老助人年者食堂餐点浴洁员|(", repeat=3)):
        found = {m.span() for m in together.finditer(text)}
        assert found == {m.span() for m in plain.finditer(text)}, text
