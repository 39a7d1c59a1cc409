"""A cheap question asked before a pattern never says no where the pattern matches.

Many patterns are tried only where one sign, or one of a few words, says that they may match.
Whoever adds a word to such a pattern must add its sign to the question, or the word is never
found; here words are made from the patterns themselves.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policytasks.reading import commitments, dates, outline, quantities, statements, targets


def opens_with(signs):
    return lambda text: text[:1] in signs


def ends_with(signs):
    return lambda text: text[-1:] in signs


def holds(pattern):
    return lambda text: pattern.search(text) is not None


QUESTIONS = {
    "the verb of a statement": (
        statements._VERB,
        ends_with(statements._ENDS_OF_VERBS),
    ),
    "the remark on the order of names": (
        statements.FIRST_LEADS,
        lambda text: (
            text[-1] in statements._ENDS_OF_REMARK
            and any(words in text for words in statements.WORDS_OF_FIRST_LEADS)
        ),
    ),
    "a member of a collective": (
        statements._BARE_MEMBER,
        ends_with(statements._ENDS_OF_BARE_MEMBERS),
    ),
    "several places": (statements._SEVERAL_PLACES, lambda text: "等" in text),
    "an ordinal": (
        outline._ORDINAL,
        lambda text: text[0] in outline._OPENS_ORDINAL or text[0].isdecimal(),
    ),
    "the comparison before a number": (
        quantities._LEFT,
        lambda text: (
            text[-1] in quantities._LAST_OF_LEFT and quantities._OF_LEFT.search(text) is not None
        ),
    ),
    "the comparison after a number": (
        quantities._RIGHT,
        opens_with(quantities._FIRST_OF_RIGHT),
    ),
    "what leads to a date": (dates._LEAD, ends_with(dates._LAST_OF_LEAD)),
    "what is counted": (
        commitments._COUNTED_BEFORE,
        lambda text: text.endswith(commitments._ENDS_OF_COUNTED),
    ),
    "a standard": (commitments._STANDARD_BEFORE, holds(commitments._OF_STANDARD)),
    "what is checked": (commitments._CHECKED, lambda text: "查" in text or "检" in text),
    **{f"the scope {scope}": (pattern, holds(targets._EACH)) for scope, pattern in targets._SCOPES},
    **{
        f"the cadence {every}": (pattern, holds(targets._AT_TIMES))
        for every, pattern in targets._EVERY
    },
}


@pytest.mark.parametrize("question", QUESTIONS)
@given(data=st.data())
@settings(max_examples=200)
def test_a_cheap_question_admits_all_that_its_pattern_matches(question, data):
    pattern, may_match = QUESTIONS[question]
    text = data.draw(st.from_regex(pattern))
    for match in pattern.finditer(text):
        if match[0]:
            assert may_match(match[0])
