"""Every character of a unit is in a row, is understood, or is reported."""

import re
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from policytasks.audit import audit_document
from policytasks.codebook import load_codebook
from policytasks.documents import describe
from policytasks.reading import read

CODEBOOK = load_codebook()
SOURCES = sorted((Path(__file__).parents[2] / "data" / "sources").glob("*.txt"))
PLAN = """一、总体要求
以满足需求为目标，2025年底前建成体系。
二、主要任务
（一）建设食堂。新建食堂20个。（牵头单位：市民政局；配合单位：市财政局、市住建局等部门；完成时限：2025年底）
（二）增加床位。改造床位300张。责任单位：市民政局，市财政局配合
1.培训人员。培训护理员。（市人社局牵头，市民政局、市卫健委按职责分工负责）
三、职责分工
市民政局：统筹服务。
市财政局：落实资金。
四、保障措施
（一）加强领导。建立机制。
附件
序号\t任务\t责任单位\t完成时限
1\t建设食堂。\t市民政局（牵头）、市财政局\t2025年
2\t增加床位。\t市民政局（养老处）\t持续推进
"""
# Letters of the words that only say how agencies answer.
UNDERSTOOD = set("责任单位牵头配合参与完成时限等部门按职责分工负养老处")


def parsed_of(text):
    return read(text, describe(text, document_id="plan"), CODEBOOK)


def letters(text):
    return Counter(re.findall(r"\w", text))


def lost_letters(text, parsed, position):
    """Return the letters of a unit that are in none of its rows and not reported."""
    task = parsed.tasks[position]
    within = [
        row for row in task.responsibilities if task.span.start <= row.span.start < task.span.end
    ]
    left = letters(text[task.span.start : task.span.end])
    left -= letters((task.title or "") + task.text + (task.deadline_text or ""))
    for row in within:
        left -= letters(row.quote)
    for row in parsed.unread:
        if row.task == position:
            left -= letters(row.quote)
    return left


def is_ordinal(left):
    return sum(left.values()) <= 4 and all(
        re.match(r"[\d一二三四五六七八九十第条部分]", sign) for sign in left
    )


@pytest.mark.parametrize("text", [PLAN, *(f.read_text("utf-8") for f in SOURCES)], ids=str.__len__)
def test_the_rows_of_a_unit_hold_all_its_letters(text):
    parsed = parsed_of(text)
    for position in range(len(parsed.tasks)):
        left = lost_letters(text, parsed, position)
        left = Counter(
            {
                sign: count
                for sign, count in left.items()
                if sign not in UNDERSTOOD | set("及和与由各自共同分别")
            }
        )
        assert is_ordinal(left), (parsed.tasks[position].title, left)
    assert parsed.unread == ()


@settings(max_examples=300)
@given(st.integers(0, len(PLAN)), st.text("龘靐齉爩", min_size=1, max_size=8))
def test_words_planted_anywhere_are_in_a_row_or_in_the_audit(place, words):
    # The name of an office inside a department is understood, whatever it is.
    assume("养老处" not in PLAN[place : place + 4] and "养老处" not in PLAN[place - 2 : place + 2])
    text = PLAN[:place] + words + PLAN[place:]
    parsed = parsed_of(text)
    _, findings = audit_document(text, parsed, [f"plan:{i}" for i in range(len(parsed.tasks))])
    start, end = place, place + len(words)
    is_told = any(
        finding.finding in ("outside", "unread") and finding.start <= start and end <= finding.end
        for finding in findings
    )
    rows = "".join(
        part
        for task in parsed.tasks
        for part in (task.title or "", task.text, task.deadline_text or "")
        if task.span.start <= start and end <= task.span.end
    )
    agencies = [row for task in parsed.tasks for row in task.responsibilities]
    is_named = any(row.span.start <= start and end <= row.span.end for row in agencies)
    assert is_told or is_named or words in rows


@pytest.mark.parametrize(
    "words",
    ["甲乙", "某队伍", "若干志愿者", "30", "附近居民", "甲"],
)
def test_short_words_of_a_statement_are_reported(words):
    text = f"一、任务\n（一）建食堂。新建食堂。（责任单位：市民政局；{words}）\n（二）增加床位。改造床位。\n"
    parsed = parsed_of(text)
    reported = [row.quote for row in parsed.unread]
    named = [row.agency for task in parsed.tasks for row in task.responsibilities]
    assert any(words in quote for quote in reported) or words in "".join(named)


@pytest.mark.parametrize(
    "statement",
    [
        "（责任单位：市民政局、市财政局等部门）",
        "（市民政局牵头，市财政局、市住建局等9部门按职责分工负责）",
        "（市民政局会同市财政局负责落实）",
        "（牵头单位：市民政局，配合单位：市财政局及有关单位）",
        "（市民政局、市财政局分别负责，市住建局配合）",
        "责任单位：市民政局（养老服务处）",
        "（责任单位：市民政局，持续推进）",
        "（市民政局牵头，市财政局等相关部门和各县区政府根据职责分工共同组织实施）",
    ],
)
def test_words_that_say_how_agencies_answer_are_understood(statement):
    text = f"一、任务\n（一）建食堂。新建食堂。{statement}\n（二）增加床位。改造床位。\n"
    assert parsed_of(text).unread == ()
