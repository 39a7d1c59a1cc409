"""Try to break the reading: random edits of real plans, and texts that repeat themselves.

``make fuzz`` runs it; ``python tests/fuzz.py --help`` tells how to run it longer
or to repeat an input. Every input must be read without an error other than those
that are documented, and keep the promises that `check` lists. A text twice as
long may take at most `LARGEST_GROWTH` times as long.
"""

from __future__ import annotations

import argparse
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from html.parser import HTMLParser
from itertools import islice, pairwise
from math import isfinite
from pathlib import Path
from random import Random
from statistics import median

from tqdm import tqdm

from policytasks.audit import Audit, audit_document
from policytasks.codebook import Codebook, load_codebook
from policytasks.documents import describe
from policytasks.errors import SourceError
from policytasks.importing import html
from policytasks.model import Document, ParsedDocument, Span
from policytasks.reading import read
from policytasks.reading.annex import first_table
from policytasks.reading.drafts import Unit
from policytasks.reading.outline import read_outline
from policytasks.reading.units import read_units
from policytasks.reading.view import View, without_space
from policytasks.schema import TABLES
from policytasks.tables import tabulate, to_arrow

ROOT = Path(__file__).resolve().parents[1]
PLANS = (ROOT / "data" / "sources", ROOT.parent / "shared" / "more-documents")
FAILURES = ROOT / "build" / "fuzz"

# How much longer a text twice as long may take.
LARGEST_GROWTH = 2.5
# CPU time that any input may take; an ordinary plan takes a tenth of it, on a slow
# machine a half.
SECONDS = 2.0
SECONDS_A_CHARACTER = 50e-6
# Share of the time for texts that repeat themselves.
GROWTH_SHARE = 0.3


class Broken(AssertionError):
    """A promise that an input breaks; ``promise`` is its name."""

    def __init__(self, promise: str, detail: str) -> None:
        super().__init__(f"{promise}: {detail}")
        self.promise = promise


# --- what must hold -----------------------------------------------------------------

_INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\x00-\x1f\x7f]")

# What no mark of a page (第3页 共9页) has.
_WORD = re.compile(r"[\u4e00-\u9fff](?<![第页共])")


def check(text: str, codebook: Codebook) -> None:
    """Hold a text's reading to its promises.

    Raises
    ------
    Broken
        An error that is not documented; a quote that does not stand at its
        offsets; units that overlap or are out of order; words of a unit that do
        not stand in it; a character that neither a unit nor the audit has; a row
        that breaks the schema; too long a time.
    """
    allowed = SECONDS + SECONDS_A_CHARACTER * len(text)
    began = time.process_time()
    with _interrupted_after(2 * allowed), _no_error("reading"):
        try:
            document = describe(text, document_id="plan")
        except SourceError:
            _hold("documented error", _is_no_text(text), "a text is refused")
            return
        parsed = _read(text, document, codebook)
        if parsed is None:
            return
        tables = tabulate(parsed, text)
    view = View.of(text)
    check_view(view)
    outline = read_outline(view, first_table(view, codebook))
    _check_rows(text, parsed, list(read_units(outline, codebook)))
    _check_units(parsed)
    with _interrupted_after(2 * allowed), _no_error("audit"):
        audited = audit_document(text, parsed, tables["tasks"]["task_id"])
    _check_cover(text, parsed, audited)
    took = time.process_time() - began
    _hold("time", took <= allowed, f"{took:.1f} s of CPU for {len(text)} characters")


def _read(text: str, document: Document, codebook: Codebook) -> ParsedDocument | None:
    """Read a text; None where it gives more rows than its length allows."""
    try:
        return read(text, document, codebook)
    except SourceError as error:
        _hold("documented error", "rows, the most for its" in error.problem, str(error))
        return None


def check_again(text: str, codebook: Codebook) -> None:
    """Hold that a second reading gives what the first gave, and that Arrow takes its rows."""
    try:
        document = describe(text, document_id="plan")
    except SourceError:
        return
    first, second = (read(text, document, codebook) for _ in range(2))
    _hold("deterministic", first == second, "two readings differ")
    with _no_error("tables"):
        for name, columns in tabulate(first, text).items():
            to_arrow(TABLES[name], columns)


def check_html(text: str, codebook: Codebook) -> None:
    """Hold that no sign of a text becomes markup where a notebook shows it."""
    # pandas is slow to import, and only this needs it.
    from policytasks.corpus import parse

    try:
        corpus = parse(text, "plan", codebook=codebook)
    except SourceError:
        return
    document = describe(text, document_id="plan")
    parsed = read(text, document, codebook)
    ids = list(corpus.tasks["task_id"])
    evidence = [corpus.evidence(table=table) for table in ("tasks", "targets", "responsibilities")]
    for shown in (*evidence, Audit([audit_document(text, parsed, ids)])):
        with _no_error("HTML"):
            page = shown._repr_html_()
        tags = Tags(page)
        _hold(
            "HTML", tags.all_known, f"{sorted(tags.found - Tags.KNOWN)} in {type(shown).__name__}"
        )


class Tags(HTMLParser):
    """The tags and attributes of a page."""

    KNOWN = frozenset(
        [
            *("table", "thead", "tbody", "tr", "th", "td", "table[style]", "table[border]"),
            *("table[class]", "tr[style]", "p", "br", "mark", "strong", "details", "summary"),
        ]
    )

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(page)
        self.close()

    @property
    def all_known(self) -> bool:
        return self.found <= self.KNOWN

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {tag, *(f"{tag}[{name}]" for name, _ in attrs)}


def _hold(promise: str, holds: bool, detail: str) -> None:
    if not holds:
        raise Broken(promise, detail)


@contextmanager
def _no_error(where: str) -> Iterator[None]:
    try:
        yield
    except Broken:
        raise
    except Exception as error:
        raise Broken(f"no error in {where}", f"{type(error).__name__}: {error}") from error


@contextmanager
def _interrupted_after(seconds: float) -> Iterator[None]:
    """Stop what would never end; where the system has no such clock, only time it."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def stop(*_: object) -> None:
        raise Broken("time", f"not done after {seconds:.1f} s of CPU")

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _is_no_text(text: str) -> bool:
    return not text.strip("\ufeff \t\r\n") or any("\ud800" <= sign <= "\udfff" for sign in text)


def check_view(view: View) -> None:
    """Every run of characters leads to the source and back; only page marks are left out."""
    _hold("view", len(view.text) == len(view.ink), "text and ink differ in length")
    left_out, seen = [], 0
    for first, after in pairwise([*view.runs, len(view.ink)]):
        start, end = view.offset(first), view.offset(after - 1) + 1
        true = seen <= start and view.source[start:end] == view.ink[first:after]
        true = true and (view.position(start), view.position(end - 1)) == (first, after - 1)
        _hold("view", true, f"{first} to {after} does not lead to {start} to {end} and back")
        left_out.append(view.source[seen:start])
        seen = end
    left_out.append(view.source[seen:])
    lost = "".join(_ink(gap) for gap in left_out)
    _hold("view", not _WORD.search(lost), f"{lost[:60]!r} is lost")


def _check_rows(text: str, parsed: ParsedDocument, units: Sequence[Unit]) -> None:
    for number, (task, unit) in enumerate(zip(parsed.tasks, units, strict=True)):
        printed = _ink(text[task.span.start : task.span.end])
        # What a row of a table shares with others stands in a cell above that is merged over
        # it: its name, and its text where it prints none of its own.
        is_row = unit.basis == "table"
        above = _ink(text[: task.span.start]) if is_row else ""
        for what in (task.title or "", task.text):
            stands = _is_within(what, printed) or _is_within(what, above)
            _hold("words", stands, f"unit {number} does not print {what[:60]!r}")
        rows = (*task.responsibilities, *task.targets, *task.themes)
        for row in rows:
            _check_quote(text, row.span, row.quote)
            inside = task.span.start <= row.span.start and row.span.end <= task.span.end
            # A cell that is merged over several rows of a table stands in the first only.
            merged = is_row and row.span.end <= task.span.start
            _hold("offsets", inside or merged, f"{row} lies outside unit {number}")
        values = [number for row in task.targets for number in (row.value, row.value_high)]
        _hold("numbers", all(map(isfinite, filter(None, values))), f"{values} has no size")
    for left in parsed.leftovers:
        _check_quote(text, left.span, left.quote)


def _check_quote(text: str, span: Span, quote: str) -> None:
    true = 0 <= span.start < span.end <= len(text)
    true = true and without_space(text[span.start : span.end]) == quote
    _hold("offsets", true, f"{quote[:60]!r} does not stand at {span.start} to {span.end}")


def _ink(printed: str) -> str:
    return _INVISIBLE.sub("", without_space(printed))


def _is_within(words: str, printed: str) -> bool:
    """Whether the words stand in order in what is printed, with others between."""
    rest = iter(printed)
    return all(sign in rest for sign in words)


def _check_units(parsed: ParsedDocument) -> None:
    for above, below in pairwise(parsed.tasks):
        apart = above.span.end <= below.span.start
        _hold("order", apart, f"{above.span} and {below.span} overlap or are out of order")


def _check_cover(text: str, parsed: ParsedDocument, audited: tuple) -> None:
    """No character vanishes: a unit holds it, or the audit says that none does."""
    counts, findings = audited
    covered = bytearray(len(text))
    outside = [Span(found.start, found.end) for found in findings if found.finding == "outside"]
    for span in (*outside, *(task.span for task in parsed.tasks)):
        covered[span.start : span.end] = b"\1" * (span.end - span.start)
    lost = "".join(sign for sign, seen in zip(text, covered, strict=True) if not seen)
    _hold("cover", not lost.strip(), f"{lost.split()[:5]} stand nowhere")
    _hold("cover", 0 <= counts.in_units <= counts.characters, f"the audit counts {counts}")
    for found in findings:
        # What is lacking has a place, but no width.
        shortest = 0 if found.finding == "outline" else 1
        stands = 0 <= found.start <= found.end - shortest and found.end <= len(text)
        _hold("cover", stands, f"{found} stands nowhere")


# --- random edits -------------------------------------------------------------------

_BRACKETS = "()[]{}（）［］｛｝〔〕【】〖〗﹝﹞《》〈〉“”‘’「」"
_NUMERALS = "零〇一二三四五六七八九十百千万亿两０５9٣²½Ⅳ"
MARKUP = (
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</td></table>",
    "&lt;b&gt;",
    "\"'><a href=x>",
)
FORMULAS = ("=1+1", '=HYPERLINK("x")', "@SUM(A1)", "+1", "-2+3", "＝1+1")
_OF_THE_GENRE = r"""
一、 （一） (二)、 1. 2． 3、 (1) ① ⑳ 第一章 第二条 专栏1 附件 附件1 附件： 序号 。 ； ， 、 ：
重点任务 总体要求 基本原则 保障措施 职责分工 本方案自 —— % ％ ‰ / ～ - 至 到 和 的 等 是 要 应
牵头单位： 责任单位 配合 牵头 负责 按职责分工负责 完成时限： 市民政局 各县（市、区） 相关部门
新增 不低于 至少 每年 每个村 全覆盖 所有 其中 以上 左右 万元 个 张 1,234,567 3.14 50-10
2025年 2025年底前 到2024年， 0000年 9999年12月 13月99日 2021年2月30日 年底前 明年 十四五末
第四季度 上半年 2024年至2020年 99:00 百分之百 养老 助餐 智慧 打印本页 第3页 ../../x %s{0} \1
"""
WORDS = (
    *_OF_THE_GENRE.split(),
    *("Page 7", "第3页 共9页", "- 3 -", "\n7\n8\n"),
    *MARKUP,
    *FORMULAS,
)
_INVISIBLE_SIGNS = (
    "\x00\x01\x1b\x1c\x7f\x85\xad\u200b\u200d\u200e\u202e\u2066\u2028\u2029\ufeff\ufe0f\u0301\u3164"
)
_BLANKS = (" ", "\t", "\u3000", "\xa0", "\v", "\f", "\u2003")
_LINE_ENDS = ("\n", "\r\n", "\r", "\n\n", "\n \n", "\n\r", "\u2028", "\x85", "")
_WIDE = {chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)}
_NARROW = {wide: narrow for narrow, wide in _WIDE.items()}


def _drop_lines(text: str, random: Random) -> str:
    lines = text.splitlines(keepends=True)
    first, last = _stretch(len(lines), random, 4)
    return "".join(lines[:first] + lines[last:])


def _double_lines(text: str, random: Random) -> str:
    lines = text.splitlines(keepends=True)
    first, last = _stretch(len(lines), random, 6)
    return "".join(lines[:last] + lines[first:])


def _swap_lines(text: str, random: Random) -> str:
    lines = text.splitlines(keepends=True)
    if lines:
        one, other = random.randrange(len(lines)), random.randrange(len(lines))
        lines[one], lines[other] = lines[other], lines[one]
    return "".join(lines)


def _end_lines_otherwise(text: str, random: Random) -> str:
    end, share = random.choice(_LINE_ENDS), random.choice((0.2, 1.0))
    return re.sub(r"\r?\n", lambda line: end if random.random() < share else line[0], text)


def _break_anywhere(text: str, random: Random) -> str:
    for _ in range(random.randint(1, 8)):
        text = _inserted(text, random.choice((*_LINE_ENDS, *_BLANKS)), random)
    return text


def _change_width(text: str, random: Random) -> str:
    width, share = random.choice((_WIDE, _NARROW)), random.choice((0.1, 1.0))
    return "".join(width.get(s, s) if random.random() < share else s for s in text)


def _truncate(text: str, random: Random) -> str:
    cut = random.randint(0, len(text))
    return text[cut:] if random.random() < 0.3 else text[:cut]


def _delete(text: str, random: Random) -> str:
    first, last = _stretch(len(text), random, random.choice((1, 5, 60)))
    return text[:first] + text[last:]


def _move(text: str, random: Random) -> str:
    first, last = _stretch(len(text), random, 80)
    return _inserted(text[:first] + text[last:], text[first:last], random)


def _repeat(text: str, random: Random) -> str:
    first, last = _stretch(len(text), random, random.choice((1, 4, 40)))
    return text[:first] + text[first:last] * random.choice((2, 3, 20, 200)) + text[last:]


def _add_brackets(text: str, random: Random) -> str:
    for _ in range(random.randint(1, 5)):
        text = _inserted(text, random.choice(_BRACKETS) * random.choice((1, 1, 2, 100)), random)
    return text


def _exchange_brackets(text: str, random: Random) -> str:
    return "".join(
        random.choice(("", *_BRACKETS)) if s in _BRACKETS and random.random() < 0.4 else s
        for s in text
    )


def _change_numbers(text: str, random: Random) -> str:
    """Give numbers other digits, a few or thousands of them."""

    def other(number: re.Match) -> str:
        if random.random() < 0.7:
            return number[0]
        length = random.choice((1, 2, 3, 4, 4, 13, 400)) if random.random() < 0.98 else 10_000
        return "".join(random.choice("0123456789") for _ in range(min(length, 20))) * -(
            -length // 20
        )

    return re.sub(r"\d+", other, text)


def _change_numerals(text: str, random: Random) -> str:
    return "".join(
        random.choice(_NUMERALS) * random.choice((1, 1, 2))
        if s in _NUMERALS and random.random() < 0.3
        else s
        for s in text
    )


def _add_words(text: str, random: Random) -> str:
    for _ in range(random.randint(1, 6)):
        text = _inserted(text, random.choice(WORDS), random)
    return text


def _add_invisible(text: str, random: Random) -> str:
    for _ in range(random.randint(1, 6)):
        text = _inserted(text, random.choice(_INVISIBLE_SIGNS) * random.choice((1, 1, 30)), random)
    return text


def _add_any(text: str, random: Random) -> str:
    """Put in any code points, half a surrogate pair among them once in a while."""
    for _ in range(random.randint(1, 4)):
        code = random.randrange(0x110000) if random.random() < 0.5 else random.randrange(0x3100)
        if not 0xD800 <= code <= 0xDFFF or random.random() < 0.1:
            text = _inserted(text, chr(code), random)
    return text


def _add_table(text: str, random: Random) -> str:
    """Put in a table whose rows have too few cells, or too many, or odd ones."""
    heads = ("序号", "工作任务", "具体措施", "牵头单位", "责任单位", "配合单位", "完成时限")
    cells = (
        "1",
        "2",
        "（三）",
        "一、发展",
        "建设食堂20个。",
        "市民政局、市财政局",
        "2025年底前",
        "持续推进",
    )
    between, end = random.choice((("\t", "\n"), ("|", "\n"), ("\n\n", "\n\n"), ("\n", "\n\n")))
    first = random.randrange(3)
    rows = [heads[first : random.randint(first, len(heads))]]
    for _ in range(random.randint(0, 8)):
        rows.append([random.choice((*cells, "", "", "\t")) for _ in range(random.randint(0, 8))])
    table = end.join(between.join(row) for row in rows)
    opening = random.choice(("\n", "\n附件\n", "\n附件2\n\n任务清单\n\n"))
    return _inserted(text, f"{opening}{table}\n", random)


EDITS: tuple[Callable[[str, Random], str], ...] = (
    *(_drop_lines, _double_lines, _swap_lines, _end_lines_otherwise, _break_anywhere),
    *(_change_width, _truncate, _delete, _move, _repeat, _add_brackets, _exchange_brackets),
    *(_change_numbers, _change_numerals, _add_words, _add_invisible, _add_any, _add_table),
)


def _stretch(length: int, random: Random, longest: int) -> tuple[int, int]:
    first = random.randint(0, length)
    return first, min(length, first + random.randint(1, longest))


def _inserted(text: str, piece: str, random: Random) -> str:
    place = random.randint(0, len(text))
    return text[:place] + piece + text[place:]


def edited(plan: str, random: Random) -> str:
    """Return an excerpt of a plan, or once in a while all of it, with random edits.

    Most are of a few lines: many short texts try more than few long ones in the same time.
    """
    length = random.choice((20, 40, 60, 80, 120, 200, 300))
    if random.random() < 0.001:
        length = len(plan)
    first = random.randint(0, max(0, len(plan) - length))
    if random.random() < 0.5:
        first = plan.rfind("\n", 0, first) + 1
    text = plan[first : first + length]
    for _ in range(random.randint(1, 8)):
        text = random.choice(EDITS)(text, random)
    return text


# --- growth -------------------------------------------------------------------------

# What a plan could repeat without end; ↵ is a line end, ⇥ a tab.
_REPEATED = """
一、 （一） 1. (1) ① 第一条 第一章 专栏 一、↵ （一）↵ 1.↵ ↵一、 ↵1↵2 ↵附件 ↵附件1↵ 附件：1. ↵-3- ↵第1页
⇥⇥↵ a⇥b↵ |a|b|↵ 序号↵↵任务↵↵责任单位↵↵ 1↵↵建食堂。↵↵市民政局↵↵ 1⇥建食堂。⇥市民政局↵ 〃⇥〃⇥市民政局↵
⇥⇥市民政局↵ ↵市民政局↵↵ 。↵ ；↵ ：↵ 、↵
2025年 到2025年， 2025年底前， 年底前 2024年至 ，2025年完成 。2025年完成 2025年：↵ 2025年；↵ 每年3月底前
12, 1.1 1,111, 一百 百分之 50%和 /年 每年 新增1个、 新增1个， 新增一个。 新增 至少 不低于 达到
每个村 全覆盖， 所有 其中东河区4个、 三项任务
市民政局、 市民政局牵头， 市民政局负责。 牵头单位： 责任单位：市民政局↵ 责任单位：市民政局。 （责任单位：
（市民政局、 （市民政局牵头） 负责） 配合 等 等相关部门 和市 各市、 按职责分工负责 职责分工 按职责任务
职责 负责； 要 是主管部门 市民政局：负责建设。↵ 发展改革
7↵↵9↵↵ 7↵9↵ 7↵↵9↵↵建食堂。↵↵ 7⇥9↵ 1↵↵市民政局↵↵ 持续推进↵↵ 2025年底前↵↵ 7↵↵↵ 指标⇥1⇥2⇥约束性↵
分别达到30%、40%、 30%、 30%和35%、 A、B分别达到30%和35%， 分别新增1个、 分别为1个、2个， 东河区、西河区分别新增1个和2个。
（养老（ （（（）） 〔2021〕 （1 【（ 》】 （责任单位：市民政局（ 牵头 负责 分管领导 |a|b|↵ |7|9|↵ 养老服务建↵
1234567890 1.1.1 1,234,567.89 百分之一 万亿 两三个 1/2 1:2 1～2、 点五
“‘ “养老‘ 《〈 “（ 《养老〈 “养老”“
第一部分↵ 第一节↵ 1.1建食堂。↵ 一是建食堂； 其一， 首先， 1）建食堂。↵ A.↵ Ⅰ.↵ ⑴↵ ①建食堂。↵ 一、二、 二、三条
市民政局负责统筹。 市民政局负责统筹； （一）民政部门负责统筹； 部门职责市民政局统筹。 部门⇥职责 市民政局⇥统筹。
指标单位2025年目标属性床位张20 床位张1020 1床位张1020预期性 序号指标 ↵保障措施↵（一）建设。 【打印本页】 1.清单.docx
——坚持公平。 按照要求 养老、助餐、 《意见》 《 “养老” 制定《 （养老） （） 本方案自 本方案
"""
PIECES = (
    *"（）［］〔〕《》“”〈〉(),，。；：、！？%-—~/\n\r\t \u3000\0\u200b|一十1９①年元个",
    *("\n- 1 -", "\nPage 1:", "\n ", "\r\n\r\n"),
    *(piece.replace("↵", "\n").replace("⇥", "\t") for piece in _REPEATED.split()),
)
_HEADS = (
    "",
    "一、重点任务\n（一）发展养老服务。",
    "一、总体目标\n",
    "一、总体目标\n到2025年，",
    "一、职责分工\n",
    "一、部门职责\n市民政局：",
    "一、任务\n（一）建食堂（责任单位：",
    "一、任务\n（一）建食堂。\n责任单位：",
    "附件\n序号\t任务\t责任单位\n",
    "附件\n序号\t任务\t责任单位\n1\t建食堂\t",
    "附件\n\n序号\n\n任务\n\n责任单位\n\n1\n\n建食堂。\n\n",
    "附件\n\n序号\n\n任务\n\n责任单位\n\n",
    "附件\n|序号|任务|责任单位|\n|1|",
    "一、任务\n（一）建食堂。\n责任单位：",
    "一、任务\n（一）建食堂。覆盖率分别达到",
    "一、任务\n（一）建食堂。由市民政局牵头，",
    "一、任务\n（一）建食堂。“",
    "一、任务\n（一）2025年底前，新增",
    "一、实施步骤\n",
    "第一章 总则\n第一条 ",
    "部门\t职责\n",
    "部门职责",
    "一、目标\n主要指标序号指标单位2020年2025年属性",
    "专栏1 主要指标\n指标\t单位\t2020年\t2025年\t属性\n",
)
# What has once taken too long: always tried, and first.
_ONCE_SLOW = (
    ("附件\n\n序号\n\n任务\n\n责任单位\n\n", "7\n\n9\n\n"),
    ("一、任务\n（一）建食堂。覆盖率分别达到", "30%、"),
    ("一、任务\n（一）建食堂。由市民政局牵头，", "［"),
    ("一、任务\n（一）建食堂（责任单位：", "（市民政局、"),
    ("一、任务\n（一）建食堂。\n责任单位：", "|a|b|\n"),
    ("一、任务\n（一）建食堂。\n责任单位：", "牵头"),
    ("专栏1 主要指标\n指标\t单位\t2020年\t2025年\t属性\n", "（一）\n"),
    ("附件\n\n序号\n\n任务\n\n责任单位\n\n1\n\n建食堂。\n\n", "①建食堂。"),
    ("附件\n|序号|任务|责任单位|\n|1|", "|7|9|\n"),
)
PAGE_PIECES = (
    *("Server: nginx\r\n", " a\n", "<", "&", "<!--", "<meta ", "关于印发", "<s>", "<a href=1>"),
    *("<p>发展养老服务。</p>", "<br>", "<li>一、建食堂", "<div>", "<p hidden>一", "<table>"),
    *("<tr><td>1<td>建食堂<td>市民政局", "<td rowspan=9 colspan=9>一", "<table><tr><td>一<td>二"),
)
_PAGE_HEADS = ("", "<p>一、总体要求。发展养老服务，", "<table>", "<ol>", "<pre>", "Subject: 一\r\n")
# Long enough for a time that can be told from the clock's noise, short enough to be quick.
_SHORTEST_TIME = 0.03
_SHORTEST, _LONGEST = 5_000, 320_000


def growth(head: str, piece: str, seconds_of: Callable[[str], float]) -> tuple[float, float]:
    """Return how much longer twice the text takes, and CPU seconds for a million characters.

    What seems to grow too fast is measured again, three times at three lengths, and
    the smaller of the two ratios counts: too fast a growth shows at every length,
    the work of other processes at one.
    """

    def seconds(length: int, times: int = 1) -> float:
        text = head + piece * (length // len(piece))
        return median(seconds_of(text) for _ in range(times))

    length, once = _SHORTEST, seconds(_SHORTEST)
    while once < _SHORTEST_TIME and length < _LONGEST:
        length *= 4
        once = seconds(length)
    twice = seconds(2 * length)
    ratio = twice / max(once, _SHORTEST_TIME)
    if ratio > LARGEST_GROWTH:
        once, twice, again = (seconds(times * length, times=3) for times in (1, 2, 4))
        ratio = min(twice / max(once, _SHORTEST_TIME), again / twice)
    return ratio, twice / (2 * length) * 1e6


def _seconds(text: str, codebook: Codebook) -> float:
    """Return the CPU time that it takes to read and audit a text."""
    allowed = 10 * (SECONDS + SECONDS_A_CHARACTER * len(text))
    began = time.process_time()
    with _interrupted_after(allowed), _no_error("reading"):
        parsed = _read(text, _document(text), codebook)
        if parsed is None:
            return time.process_time() - began
        tables = tabulate(parsed, text)
        audit_document(text, parsed, tables["tasks"]["task_id"])
    return time.process_time() - began


def _seconds_of_page(markup: str) -> float:
    """Return the CPU time that it takes to read a page, or to refuse it."""
    began = time.process_time()
    with (
        _interrupted_after(10 * (SECONDS + SECONDS_A_CHARACTER * len(markup))),
        _no_error("reading a page"),
        suppress(SourceError),
    ):
        html.read(markup.encode())
    return time.process_time() - began


def _document(text: str) -> Document:
    try:
        return describe(text, document_id="plan")
    except SourceError:
        # Blanks alone are no document, but reading them must not take long either.
        return describe("一", document_id="plan")


def check_growth(head: str, piece: str, codebook: Codebook) -> float:
    """Hold that time grows with the length of a text; return seconds for a million characters."""
    return _hold_growth(head, piece, lambda text: _seconds(text, codebook))


def check_page_growth(head: str, piece: str) -> float:
    """Hold that time grows with the length of a saved page, as `check_growth` does."""
    return _hold_growth(head, piece, _seconds_of_page)


def _hold_growth(head: str, piece: str, seconds_of: Callable[[str], float]) -> float:
    ratio, seconds = growth(head, piece, seconds_of)
    _hold("growth", ratio <= LARGEST_GROWTH, f"{head + piece!r} twice as often takes {ratio:.2f} x")
    return seconds


# --- the command --------------------------------------------------------------------


def plans() -> list[str]:
    """Return the texts to start from."""
    files = (file for folder in PLANS for file in sorted(folder.glob("*.txt")))
    return [file.read_bytes().decode() for file in files]


def input_of(seed: int, texts: Sequence[str]) -> str:
    """Return the input that a seed stands for."""
    random = Random(seed)
    return edited(random.choice(texts), random)


def smallest_failing(text: str, fails: Callable[[str], bool], seconds: float = 30) -> str:
    """Delete from a text what does not matter to its failure, within a time."""
    end = time.monotonic() + seconds
    size = len(text) // 2
    while size:
        begin = 0
        while begin < len(text) and time.monotonic() < end:
            shorter = text[:begin] + text[begin + size :]
            if fails(shorter):
                text = shorter
            else:
                begin += size
        size //= 2
    return text


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command; return 0, or 1 where an input broke a promise."""
    parser = argparse.ArgumentParser(description=__doc__, prog="fuzz.py")
    parser.add_argument("--seconds", type=float, default=120, help="how long to try (default: 120)")
    parser.add_argument("--count", type=int, help="how many inputs to try, however long it takes")
    parser.add_argument("--seed", type=int, help="seed of the first input; the next has the next")
    arguments = parser.parse_args(argv)
    first = arguments.seed if arguments.seed is not None else time.time_ns() // 1_000_000
    codebook, texts = load_codebook(), plans()
    began = time.monotonic()

    failed: Broken | None = None
    tried = 0
    for_edits = arguments.seconds * (1 - GROWTH_SHARE)
    with tqdm(total=arguments.count, unit=" inputs", disable=None) as bar:
        while True:
            if arguments.count is None:
                done = time.monotonic() - began > for_edits
            else:
                done = tried >= arguments.count
            if done:
                break
            seed = first + tried
            text = input_of(seed, texts)
            tried += 1
            bar.update()
            try:
                _check_input(text, seed, codebook)
            except Broken as broken:
                failed = broken
                _report(broken, text, seed, codebook)
                break

    def in_plan(head: str, piece: str) -> float:
        return check_growth(head, piece, codebook)

    repeated, slowest = 0, (0.0, "")
    if failed is None and arguments.count is None:
        random = Random(first)
        plan_pieces = ((in_plan, head, piece) for head, piece in _pieces(texts, random))
        pieces = _in_turn(_pages(random), plan_pieces)
        with tqdm(unit=" repeated texts", disable=None) as bar:
            for hold, head, piece in pieces:
                if time.monotonic() - began > arguments.seconds:
                    break
                repeated += 1
                bar.update()
                try:
                    slowest = max(slowest, (hold(head, piece), piece))
                except Broken as broken:
                    failed = broken
                    print(broken)
                    break
    growing = f", {repeated} repeated texts" if repeated else ""
    if repeated:
        growing += f" (slowest {slowest[0]:.1f} s a million characters: {slowest[1][:20]!r})"
    outcome = "FAILED" if failed else "nothing broke"
    print(f"fuzz: {tried} inputs from seed {first}{growing}: {outcome}")
    return 1 if failed else 0


def _check_input(text: str, seed: int, codebook: Codebook) -> None:
    check(text, codebook)
    if seed % 20 == 0:
        check_again(text, codebook)
    if seed % 100 == 0:
        check_html(text, codebook)


def _report(broken: Broken, text: str, seed: int, codebook: Codebook) -> None:
    """Print what broke and write the input, as short as it can be, into a file."""

    def fails(shorter: str) -> bool:
        try:
            _check_input(shorter, seed, codebook)
        except Broken as other:
            return other.promise == broken.promise
        return False

    FAILURES.mkdir(parents=True, exist_ok=True)
    file = FAILURES / f"{seed}.txt"
    file.write_bytes(smallest_failing(text, fails).encode("utf-8", "surrogatepass"))
    print(broken)
    print(f"  the shortest input that fails: {file.relative_to(ROOT)}")
    print(f"  again: python tests/fuzz.py --seed {seed} --count 1")


def _pieces(texts: Sequence[str], random: Random) -> Iterator[tuple[str, str]]:
    """Yield heads and pieces to repeat: random ones between those of the list."""
    yield from _ONCE_SLOW
    listed = [(head, piece) for head in _HEADS for piece in PIECES]
    random.shuffle(listed)
    for head, piece in listed:
        yield head, piece
        made = "".join(random.choice((*WORDS, *PIECES)) for _ in range(random.randint(2, 4)))
        yield random.choice(_HEADS), made
        plan = random.choice(texts)
        begin = random.randrange(len(plan))
        yield random.choice(_HEADS), plan[begin : begin + random.choice((5, 20, 60))]


# How growth is held, with a head and the piece that is repeated below it.
_Growth = tuple[Callable[[str, str], float], str, str]


def _pages(random: Random) -> Iterator[_Growth]:
    """Yield each piece of a page once, below a head of a page."""
    for piece in random.sample(PAGE_PIECES, len(PAGE_PIECES)):
        yield check_page_growth, random.choice(_PAGE_HEADS), piece


def _in_turn(pages: Iterator[_Growth], plans: Iterator[_Growth]) -> Iterator[_Growth]:
    """Yield a page for every four plans, as long as there are pages."""
    for position, plan in enumerate(plans):
        if position % 4 == 0:
            yield from islice(pages, 1)
        yield plan


if __name__ == "__main__":
    sys.exit(main())
