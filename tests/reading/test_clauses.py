"""The clauses of a unit, and which of them say that money goes with it or a check."""

from __future__ import annotations

import pytest

import policytasks as pt
from policytasks.codebook import load_codebook

QUESTIONS = {question.id: question for question in load_codebook().questions}
EXAMPLES = [(id, clause, True) for id, q in QUESTIONS.items() for clause in q.match]
EXAMPLES += [(id, clause, False) for id, q in QUESTIONS.items() for clause in q.no_match]


@pytest.mark.parametrize(("question", "clause", "answers"), EXAMPLES)
def test_examples_of_the_codebook(question, clause, answers):
    assert bool(QUESTIONS[question].pattern.search(clause)) is answers


@pytest.mark.parametrize("question", QUESTIONS)
def test_every_pattern_is_needed_by_an_example(question):
    import re

    entry = QUESTIONS[question]
    for pattern in entry.patterns:
        assert any(re.search(pattern, clause) for clause in entry.match), pattern


TEXT = """一、主要任务
（一）发展老年助餐。建设老年食堂10个；对运营主体给予运营补贴！定期通报工作进展情况。
（责任单位：市民政局）
"""


def test_clauses_part_at_stops_and_keep_their_place():
    clauses = pt.parse(TEXT, document_id="one").clauses
    found = clauses[["quote", "money", "check"]].to_numpy().tolist()
    assert found == [
        ["发展老年助餐", False, False],
        ["建设老年食堂10个", False, False],
        ["对运营主体给予运营补贴", True, False],
        ["定期通报工作进展情况", False, True],
    ]
    for row in clauses.itertuples():
        assert "".join(TEXT[row.start : row.end].split()) == row.quote
    assert clauses["clause_id"].tolist() == [f"one:001:k{n}" for n in range(1, 5)]


def test_what_the_responsibility_statement_says_is_no_clause():
    assert "责任单位" not in "".join(pt.parse(TEXT, document_id="one").clauses["quote"])
