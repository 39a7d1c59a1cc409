"""Patterns of the codebooks, compiled into one."""

from __future__ import annotations

import re

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
