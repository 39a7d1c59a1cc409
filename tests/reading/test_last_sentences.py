"""Who answers for a unit, told by its last sentence in words of its own, without label or bracket."""

import pytest

from policytasks import parse

L, S, R = "lead", "support", "responsible"


def rows(body: str) -> list[tuple[str, str]]:
    corpus = parse(f"方案\n一、主要任务\n（一）建设食堂。{body}\n（二）培训人员。举办培训班。\n")
    return [(row.agency, row.role) for row in corpus.responsibilities.itertuples()]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("选好场地，发放餐券，由县商务局负责。", [("县商务局", R)]),
        ("选好场地，由县商务局牵头，县财政局、县教育局配合。",
         [("县商务局", L), ("县财政局", S), ("县教育局", S)]),
        ("选好场地，具体由县商务局、县财政局按职责分工负责。", [("县商务局", R), ("县财政局", R)]),
        ("选好场地。县商务局牵头，县财政局配合。", [("县商务局", L), ("县财政局", S)]),
        ("选好场地。此项工作由县商务局牵头负责。", [("县商务局", L)]),
        ("选好场地\n县商务局、各乡镇政府负责", [("县商务局", R), ("各乡镇政府", R)]),
    ],
)  # fmt: skip
def test_a_last_sentence_of_names_and_verbs_is_a_statement(body, expected):
    assert rows(body) == expected


@pytest.mark.parametrize(
    "body",
    [
        # What happens in a case, or later, is a rule of the text.
        "逾期未开业的，由县商务局负责。",
        "验收合格后，由乡镇政府负责。",
        # The verb goes on with what is done.
        "选好场地，由县商务局负责审核。",
        "选好场地。由县商务局牵头制定办法。",
        "选好场地，由经营者负责。",
        "选好场地，餐费由县财政局负责。",
        # It stands in the middle.
        "选好场地，由县商务局负责。发放餐券。",
    ],
)
def test_running_text_is_none(body):
    assert rows(body) == []


def test_a_statement_in_brackets_is_enough():
    assert rows("选好场地，由县商务局负责。（责任单位：县财政局）") == [("县财政局", R)]


def test_the_text_keeps_what_stands_before_the_statement():
    text = (
        "方案\n一、主要任务\n（一）建设食堂。选好场地，由县商务局负责。\n（二）培训人员。办班。\n"
    )
    assert parse(text).tasks.text[0] == "选好场地，"
