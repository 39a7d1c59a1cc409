"""Reading keeps its promises whatever the text: the properties of `tests.fuzz` and more."""

from __future__ import annotations

import calendar
import hashlib
import os
import re
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from policytasks.audit import audit_document
from policytasks.codebook import load_codebook
from policytasks.documents import describe
from policytasks.model import ParsedDocument, Span
from policytasks.reading import read
from policytasks.reading.dates import find_dates, read_due_date
from policytasks.reading.quantities import find_quantities
from policytasks.reading.view import View
from policytasks.words.numerals import chinese_integer
from tests import fuzz

ROOT = Path(__file__).parents[1]
SOURCES = sorted((ROOT / "data" / "sources").glob("*.txt"))

LAYERED = """关于印发《临川市养老服务三年行动方案》的通知
临政办发〔2022〕17号

各县（市、区）人民政府：
现将方案印发给你们，请认真组织实施。
                                        临川市人民政府办公室
                                        2022年4月8日

一、总体要求
（一）指导思想。坚持以人民为中心，健全养老服务体系。
（二）工作目标。到2025年，护理型床位占比不低于55%，养老机构基本实现医养签约全覆盖。
二、重点任务
（一）扩大普惠供给
1. 建设社区食堂。2023年底前，新建社区老年食堂30个，其中东河区12个、西河区8个。（牵头单位：市民政局；配合单位：市财政局、市商务局）
2. 发展家庭床位。每年新增家庭养老床位500张以上，按每张床位2000元给予补助。（市民政局牵头，市卫生健康委、各县（市、区）人民政府按职责分工负责）
（二）推进智慧养老
3. 建设信息平台。2024年6月底前，建成市级养老服务信息平台。
三、保障措施
（一）加强组织领导。各县（市、区）要成立工作专班，每半年报送1次进展情况。
本方案自印发之日起施行。

附件
序号\t重点任务\t具体措施\t牵头单位\t配合单位\t完成时限
1\t建设社区食堂\t选址并改造20处场所\t市民政局\t市财政局\t2023年6月
2\t发展家庭床位\t制定建设标准\t市民政局\t市卫生健康委\t持续推进
"""

UNLAYERED = """康宁县居家养老服务实施办法 第一条 为了发展居家养老服务，制定本办法。 第二条 县民政部门负责居家养老服务的统筹协调。
县卫生健康部门负责老年人健康管理。 第三条 每个乡镇至少建设1所区域性养老服务中心，2024年底前覆盖率达到100％。
第四条 ①对80周岁以上老年人，每人每月发放津贴100元；②对特困老年人，补贴标准不低于低保标准的1.3倍。
四、职责分工
民政局：负责牵头抓总。财政局：负责资金保障。
附件1

任务清单

序号

任务

措施

责任单位

时限

1

助餐服务

设立助餐点十五处。

县民政局、县商务局

2023年

2

适老改造

改造困难家庭二百户。

县住建局

长期坚持
"""


CODEBOOK = load_codebook(ROOT / "data" / "codebook")


def bounded(examples: int) -> settings:
    """The same examples each time, so that what passes here passes everywhere."""
    return settings(
        max_examples=examples,
        derandomize=True,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
    )


def plan_of(text: str) -> ParsedDocument:
    return read(text, describe(text, document_id="plan"), CODEBOOK)


def without_offsets(parsed: ParsedDocument) -> list:
    """What was read, free of where it stands."""
    return [
        (
            *(task.kind, task.number, task.section, task.title, task.text, task.deadline),
            [(row.agency, row.agency_id, row.role) for row in task.responsibilities],
            [(row.kind, row.value, row.unit, row.comparator, row.deadline) for row in task.targets],
            [(row.theme_id, row.mentions) for row in task.themes],
        )
        for task in parsed.tasks
    ]


# --- any text ----------------------------------------------------------------------


@bounded(300)
@given(plan=st.sampled_from([LAYERED, UNLAYERED]), random=st.randoms(use_true_random=False))
def test_edited_plans(plan, random):
    fuzz.check(fuzz.edited(plan, random), CODEBOOK)


@bounded(150)
@given(file=st.sampled_from(SOURCES), seed=st.integers(0, 10**9))
def test_edited_excerpts_of_real_plans(file, seed):
    plan = file.read_bytes().decode()
    fuzz.check(fuzz.edited(plan, Random(seed)), CODEBOOK)


ANY_SIGN = st.characters(exclude_categories=())
PIECE = st.sampled_from([*fuzz.PIECES, *fuzz.WORDS, "\n", "\n", "。"])


@bounded(200)
@given(pieces=st.lists(st.one_of(PIECE, PIECE, st.text(ANY_SIGN, max_size=3)), max_size=60))
@example(pieces=["一、", "\ud800"])
@example(pieces=["\ufeff", "\x00", "\n"])
def test_texts_of_the_genre_s_words_in_any_order(pieces):
    fuzz.check("".join(pieces), CODEBOOK)


@bounded(100)
@given(file=st.sampled_from(SOURCES), share=st.floats(0, 1), width=st.integers(1, 2500))
def test_any_part_of_a_real_plan(file, share, width):
    plan = file.read_bytes().decode()
    start = int(share * len(plan))
    fuzz.check(plan[start : start + width], CODEBOOK)


@bounded(60)
@given(random=st.randoms(use_true_random=False))
def test_reading_twice_gives_the_same(random):
    fuzz.check_again(fuzz.edited(LAYERED, random), CODEBOOK)


@bounded(25)
@given(random=st.randoms(use_true_random=False), markup=st.sampled_from(fuzz.MARKUP))
def test_no_text_becomes_markup(random, markup):
    plan = LAYERED.replace("养老", f"养老{markup}")
    fuzz.check_html(fuzz.edited(plan, random), CODEBOOK)


# --- the real plans ------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "措施\n责任单位\n序号\n1\n0\n政局",
        "措施\n\n单位\n\n责任单位\n\n。\nPage 7\n进\n\n2025年\n\n前\n\n持续",
        f"一、任务\n建食堂4万{'6' * 400}个。",
        "一、任务\n限：2023年到9月",
        "指导思想\n。\n[二]原则",
        "一、0万—2",
    ],
    ids=[
        "numbers last",
        "a page amid a cell",
        "no end of digits",
        "no first month",
        "two headings",
        "no unit",
    ],
)
def test_texts_that_once_broke(text):
    fuzz.check(text, CODEBOOK)


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.stem)
def test_whole_plans(file):
    plan = file.read_bytes().decode()
    fuzz.check(plan, CODEBOOK)
    fuzz.check(plan + "\n" + plan, CODEBOOK)
    fuzz.check_html(plan, CODEBOOK)


def test_every_process_reads_the_same():
    """Sets and dicts of strings change their order with the hash seed."""
    script = (
        "import hashlib, sys\n"
        "from policytasks.codebook import load_codebook\n"
        "from policytasks.reading import read\n"
        "from policytasks.documents import describe\n"
        "codebook, found = load_codebook(), hashlib.sha256()\n"
        "for name in sys.argv[1:]:\n"
        "    text = open(name, encoding='utf-8', newline='').read()\n"
        "    found.update(repr(read(text, describe(text, document_id='a'), codebook)).encode())\n"
        "print(found.hexdigest())\n"
    )
    digests = {
        subprocess.run(
            [sys.executable, "-c", script, *map(str, SOURCES)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=ROOT,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1
    assert digests != {hashlib.sha256().hexdigest() + "\n"}


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.stem)
def test_width_of_signs_changes_nothing(file):
    """（，：；）％ and digits, full-width or half-width, are one spelling."""
    plan = file.read_bytes().decode()
    narrow = plan.translate({ord(w): n for w, n in zip("（，：；）％", "(,:;)%", strict=True)})
    wide = plan.translate({ord(n): w for w, n in zip("（，：；）％", "(,:;)%", strict=True)})
    read_plans = [plan_of(text) for text in (plan, narrow, wide)]
    shapes = [
        [(task.kind, task.number, task.span, len(task.targets)) for task in parsed.tasks]
        for parsed in read_plans
    ]
    assert shapes[0] == shapes[1] == shapes[2]


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: file.stem)
def test_line_endings_change_nothing(file):
    plan = re.sub("\r\n?", "\n", file.read_bytes().decode())
    windows = plan.replace("\n", "\r\n")
    first, second = (without_offsets(plan_of(text)) for text in (plan, windows))
    assert first == second


@bounded(20)
@given(
    file=st.sampled_from(SOURCES),
    sign=st.sampled_from("\u200b\u200e\u2066\xad\x00\x01"),
    seed=st.integers(0, 10**6),
)
def test_invisible_signs_change_nothing(file, sign, seed):
    """A copy from the web carries them in the middle of words."""
    plan = file.read_bytes().decode()
    # Metadata, the year among them, are looked for above and below this, as printed.
    body = range(plan.index("一、") + 2, len(plan) - 1000)
    places = sorted(Random(seed).sample(body, 100))
    marked = plan[: places[0]]
    marked += "".join(sign + plan[a:b] for a, b in zip(places, [*places[1:], None], strict=True))
    assume(describe(plan, document_id="plan").issued == describe(marked, document_id="plan").issued)
    first, second = (plan_of(text) for text in (plan, marked))
    assert without_offsets(first) == without_offsets(second)


# --- numerals, dates, numbers --------------------------------------------------------


def written(number: int) -> str:
    """Write a number below 10,000 as Chinese does, with 零 for a gap."""
    digits = "零一二三四五六七八九"
    if number < 20:
        return ("十" if number > 9 else "") + (digits[number % 10] if number % 10 else "")
    text, gap = "", False
    for power, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // power % 10
        if digit:
            text += ("零" if gap and text else "") + digits[digit] + name
        gap = not digit
    return text


@bounded(200)
@given(number=st.integers(1, 9999))
def test_chinese_numerals_are_read_as_they_are_written(number):
    assert chinese_integer(written(number)) == number


@bounded(200)
@given(st.text("零〇一二三四五六七八九十百千万亿两老 1", max_size=12))
def test_any_numeral_is_a_number_or_none(numeral):
    value = chinese_integer(numeral)
    assert value is None or value >= 0


@bounded(300)
@given(
    year=st.integers(1900, 2099), month=st.integers(0, 99), end=st.sampled_from(["", "底前", "底"])
)
def test_a_month_is_due_on_its_last_day_and_month_13_never(year, month, end):
    due = read_due_date(f"{year}年{month}月{end}")
    if 1 <= month <= 12:
        assert due == date(year, month, calendar.monthrange(year, month)[1])
    else:
        assert due is None


@bounded(300)
@given(
    year=st.integers(1900, 2099),
    month=st.integers(0, 99),
    day=st.integers(0, 99),
)
def test_a_day_is_due_on_itself_and_day_99_never(year, month, day):
    due = read_due_date(f"{year}年{month}月{day}日前")
    try:
        assert due == date(year, month, day)
    except ValueError:
        assert due is None


YEAR = st.one_of(st.integers(0, 9999).map("{:04d}年".format), st.just("今年"), st.just("年"))
PERIOD = st.sampled_from(
    ["", "0月", "6月", "13月", "2月30日", "第四季度", "上半年", "5月下旬", "底"]
)
BOUND = st.sampled_from(["", "前", "底前", "之前", "年底", "以来", "年内", "起"])


@bounded(400)
@given(
    lead=st.sampled_from(["", "到", "自", "截至", "2024年至", "9999年12月—", "0000年到"]),
    parts=st.lists(st.tuples(YEAR, PERIOD, BOUND), min_size=1, max_size=3),
    this_year=st.one_of(st.none(), st.integers(1, 9999)),
)
def test_dates_are_in_order_and_where_they_say(lead, parts, this_year):
    text = lead + "至".join("".join(part) for part in parts)
    for phrase in find_dates(text, this_year and date(this_year, 1, 1)):
        assert text[phrase.start : phrase.end] == phrase.text
        assert phrase.begin is None or phrase.begin <= phrase.due


@bounded(300)
@given(
    text=st.lists(
        st.sampled_from(
            [
                *"0123456789",
                ",",
                ".",
                "-",
                "至",
                "%",
                "个",
                "万元",
                "百分之",
                "不低于",
                "以上",
                "和",
            ]
        ),
        max_size=30,
    ).map("".join),
    cut=st.integers(0, 10),
)
def test_numbers_stand_inside_their_stretch_and_ranges_are_in_order(text, cut):
    start, end = min(cut, len(text)), len(text) - min(cut, len(text))
    before = start
    for number in find_quantities(text, start, end):
        assert before <= number.number_start < number.number_end <= end
        assert start <= number.start and number.end <= end
        assert number.value_high is None or number.value < number.value_high
        assert (number.comparator == "range") == (number.value_high is not None)
        before = number.number_end


# --- tables --------------------------------------------------------------------------

CELL = st.sampled_from(
    ["市民政局", "县财政局、县医保局", "2025年底前", "3", "", "〃", "新建10处。", "（一）甲"]
)


@bounded(150)
@given(
    head=st.permutations(["序号", "工作任务", "具体措施", "牵头单位", "完成时限"]),
    rows=st.lists(st.lists(CELL, max_size=7), max_size=8),
    between=st.sampled_from(["\t", "|", " | ", "\n\n"]),
)
def test_tables_with_odd_cells(head, rows, between):
    lines = [between.join(row) for row in [head, *rows]]
    end = "\n\n" if "\n" in between else "\n"
    fuzz.check(f"一、任务\n（一）建食堂。建成食堂。\n附件\n{end.join(lines)}\n", CODEBOOK)


MEASURE = st.text("建设改造完善养老食堂床位", min_size=2, max_size=12)


@bounded(60)
@given(
    rows=st.lists(
        st.tuples(MEASURE, st.sampled_from(["市民政局", "市财政局"])), min_size=1, max_size=9
    ),
    between=st.sampled_from(["\t", "|"]),
)
def test_every_row_of_a_table_is_a_subtask_with_its_agency(rows, between):
    lines = ["序号 任务 措施 牵头单位".replace(" ", between)]
    lines += [
        between.join((str(number), f"任务{number}", measure, agency))
        for number, (measure, agency) in enumerate(rows, 1)
    ]
    parsed = plan_of("附件\n" + "\n".join(lines) + "\n")
    found = [(task.number, task.text, task.responsibilities[0].agency) for task in parsed.tasks]
    assert found == [(number, *row) for number, row in enumerate(rows, 1)]


# --- the checks themselves -----------------------------------------------------------


@pytest.mark.parametrize("promise", ["offsets", "order", "cover", "words"])
def test_a_broken_promise_is_noticed(monkeypatch, promise):
    """The properties above hold for real: spoiled results do not pass."""

    def spoiled(*arguments) -> ParsedDocument:
        parsed = read(*arguments)
        first, second, *rest = parsed.tasks
        if promise == "offsets":
            (code, *_) = first.themes
            moved = code._replace(span=Span(code.span.start + 1, code.span.end))
            first = first._replace(themes=(moved,))
        elif promise == "order":
            first, second = second, first
        elif promise == "words":
            first = first._replace(text=first.text[::-1])
        return replace(parsed, tasks=(first, second, *rest))

    def forgetful(*arguments):
        counts, findings = audit_document(*arguments)
        return counts, [found for found in findings if found.finding != "outside"]

    monkeypatch.setattr(fuzz, "read", spoiled)
    monkeypatch.setattr(fuzz, "tabulate", lambda parsed, _: {"tasks": {"task_id": [""] * 99}})
    if promise == "cover":
        monkeypatch.setattr(fuzz, "audit_document", forgetful)
    with pytest.raises(fuzz.Broken, match=promise):
        fuzz.check("一、任务\n（一）建食堂。建成助餐食堂。\n（二）建床位。建成床位。\n", CODEBOOK)


def test_words_that_a_view_loses_are_noticed():
    view = View.of("一、任务\n（一）建食堂")
    fuzz.check_view(view)
    with pytest.raises(fuzz.Broken, match="is lost"):
        fuzz.check_view(replace(view, ink=view.ink[:-2], text=view.text[:-2]))


def test_the_smallest_failing_input_is_found():
    assert fuzz.smallest_failing("abcXdefYgh" * 50, lambda text: "X" in text and "Y" in text) in (
        "XY",
        "YX",
    )


def test_an_input_comes_again_from_its_seed():
    plans = [LAYERED, UNLAYERED]
    inputs = [fuzz.input_of(seed, plans) for seed in range(40)]
    assert inputs == [fuzz.input_of(seed, plans) for seed in range(40)]
    assert len(set(inputs)) == 40
