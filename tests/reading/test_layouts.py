"""How a page sets a plan, its lines, marks and signs, changes nothing that is read in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest

from policytasks.codebook import load_codebook
from policytasks.documents import describe
from policytasks.reading import read
from policytasks.tables import tabulate

SOURCES = sorted((Path(__file__).parents[2] / "data" / "sources").glob("*.txt"))

NUMERALS = "一二三四五六七八九十"
SECTION = re.compile(rf"(?m)^([^\S\n]*)(?=[{NUMERALS}]{{1,3}}、)")
PART = re.compile(rf"(?m)^([^\S\n]*)(?=[（(][{NUMERALS}]{{1,3}}[)）])")
ITEM = re.compile(r"(?m)^([^\S\n]*)(\d{1,2})[.．]\s?(?!\d)")
HEADING = re.compile(rf"(?m)^([^\S\n]*)([（(]?[{NUMERALS}]{{1,3}}[)）、][^。\n]{{2,30}})(?=[。\n])")

LAYERED = """
某市关于发展养老服务的方案

某政发〔2020〕1号

一、总体要求
坚持以人民为中心，到2025年，建成食堂20处。
二、主要任务
（一）发展社区服务
1. 建设食堂。每个社区建一处食堂。（市民政局牵头）
2. 建设床位。增加床位。（责任单位：市民政局、市财政局）
（二）发展机构服务
3. 改造公办机构。2021年底前，改造3所公办机构。（市民政局牵头，市财政局配合）
三、保障措施
（一）加强领导。成立专班。
（二）加强宣传。广泛宣传。
"""


def as_markdown(plan: str) -> str:
    plan = PART.sub(r"\1### ", SECTION.sub(r"\1## ", plan))
    return ITEM.sub(r"\1\2\\. ", plan)


def with_bold_headings(plan: str) -> str:
    return HEADING.sub(r"\1**\2**", plan)


def with_ordinals_of_one_sign(plan: str) -> str:
    plan = re.sub(rf"[（(]([{NUMERALS}])[)）]", lambda m: chr(0x3220 + NUMERALS.index(m[1])), plan)
    signs = {number: chr(0x2487 + number) for number in range(1, 21)}
    return ITEM.sub(lambda m: m[1] + signs.get(int(m[2]), m[0].lstrip()), plan)


def with_blanks_in_ordinals(plan: str) -> str:
    plan = re.sub(rf"[（(]([{NUMERALS}]{{1,3}})[)）]", r"（ \1 ）", plan)
    return re.sub(rf"(?m)^(\s*[{NUMERALS}]{{1,3}})、", r"\1 、 ", plan)


def with_wide_digits(plan: str) -> str:
    return re.sub(r"[0-9]", lambda digit: chr(ord(digit[0]) + 0xFEE0), plan)


def wrapped(width: int) -> Callable[[str], str]:
    def wrap(plan: str) -> str:
        lines = (line.rstrip() for line in plan.split("\n"))
        return "\n".join(
            line[start : start + width]
            for line in lines
            for start in range(0, len(line) or 1, width)
        )

    return wrap


def on_one_line(plan: str) -> str:
    return " ".join(plan.split())


def glued(plan: str) -> str:
    return "".join(plan.split())


@pytest.fixture(scope="module")
def rows_of() -> Callable[[str], list]:
    codebook = load_codebook()

    def plain(text: str | None) -> str:
        return re.sub(r"\s|\*", "", unicodedata.normalize("NFKC", text or ""))

    def rows(text: str) -> list:
        parsed = read(text, describe(text, document_id="plan"), codebook)
        return [
            (
                *(task.kind, task.number, plain(task.title), task.deadline, task.parent),
                [(plain(named.agency), named.role) for named in task.responsibilities],
                [(t.kind, t.comparator, t.value, t.unit, t.deadline) for t in task.targets],
                [theme.theme_id for theme in task.themes],
            )
            for task in parsed.tasks
        ]

    return rows


@pytest.mark.parametrize(
    "layout",
    [
        as_markdown,
        with_bold_headings,
        with_ordinals_of_one_sign,
        with_blanks_in_ordinals,
        with_wide_digits,
        wrapped(28),
        wrapped(38),
    ],
    ids=lambda layout: layout.__qualname__.split(".")[0],
)
@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.stem)
def test_the_sources_in_another_layout(file, layout, rows_of):
    plan = file.read_bytes().decode().replace("\r\n", "\n")
    assert rows_of(layout(plan)) == rows_of(plan)


@pytest.mark.parametrize("layout", [on_one_line, glued, as_markdown, with_ordinals_of_one_sign])
def test_a_plan_of_all_layers_in_another_layout(layout, rows_of):
    assert layout(LAYERED) != LAYERED
    assert rows_of(layout(LAYERED)) == rows_of(LAYERED)
    assert [row[:3] for row in rows_of(LAYERED)] == [
        ("objective", None, "总体要求"),
        ("task", 1, "建设食堂"),
        ("task", 2, "建设床位"),
        ("task", 3, "改造公办机构"),
        ("safeguard", 1, "加强领导"),
        ("safeguard", 2, "加强宣传"),
    ]


def test_words_that_look_like_ordinals_within_glued_text(rows_of):
    text = glued(LAYERED).replace("增加床位", "统一、规范增加床位,按第（一）项执行")
    assert [row[:3] for row in rows_of(text)] == [row[:3] for row in rows_of(LAYERED)]


@pytest.mark.parametrize("length", [1, 2, 61, 1000])
@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.stem)
def test_rows_do_not_depend_on_where_in_a_text_they_stand(file, length):
    plan = file.read_bytes().decode()
    # Where a source has no lines, its first heading follows a full stop.
    first = re.search(rf"(?m)(?:^|。)(?=\s*[（(]?[{NUMERALS}][)）、])", plan).end()
    more = "前" * length + "。\n"
    assert tables_of(plan[:first] + more + plan[first:]) == tables_of(plan, moved=len(more))


def tables_of(plan, moved=0):
    """Return all rows of units with what they say; their offsets are moved by so many signs."""
    parsed = read(plan, describe(plan, document_id="plan"), load_codebook())
    tables = tabulate(parsed, plan)
    return {
        name: {
            column: [value + moved for value in values] if column in ("start", "end") else values
            for column, values in tables[name].items()
        }
        for name in ("tasks", "themes", "targets", "responsibilities", "clauses")
    }


def test_points_in_the_place_of_full_stops(rows_of):
    plan = "一、总体目标。建成体系。\n二、主要任务\n（一）建设食堂。新建食堂20个，达标率95.5%。\n（二）增加床位。改造床位。\n三、保障措施\n（一）加强领导。建立机制。\n"
    for point in ".．":
        assert [row[:3] + row[5:6] for row in rows_of(plan.replace("。", point))] == [
            row[:3] + row[5:6] for row in rows_of(plan)
        ]


def test_a_markdown_heading_may_open_the_text(rows_of):
    assert rows_of("## 一、保障措施\n1. 加强领导。建立机制。\n")[0][:3] == (
        "safeguard",
        1,
        "加强领导",
    )
