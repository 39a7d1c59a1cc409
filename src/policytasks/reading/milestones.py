"""Milestones: what is due by a date without a number.

Consumes a passage and the targets that its numbers state; produces
:class:`TargetDraft`, by the rules of section 3 of the coding manual.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from itertools import islice

from policytasks.patterns import scanned
from policytasks.reading.dates import DatePhrase, find_dates
from policytasks.reading.drafts import Stretch, TargetDraft
from policytasks.reading.passages import Passage
from policytasks.reading.qualifiers import is_conditional
from policytasks.words.documents import DRAWS_UP, ISSUES

__all__ = ["find_milestones", "milestone_of_cell"]

_DELIVERED = scanned(
    rf"""
    # 建成信息平台; not 已建成居住区
    建成(?<!已建成) | 建立 | 建好 | 具备 | 形成 | 构建 | 初具规模
    # 出台实施细则
    | {DRAWS_UP} | {ISSUES}
    # 开展家庭照护者培训试点
    | 开展 | 推行 | 推广 | 举办 | 召开 | 实行 | 开放 | 取消 | 推出 | 实现
    | 组织(?!$|工作|领导|保障|机构|体系)
    # 投入使用
    | 启用 | 投入使用 | 投入运营 | 投入运行 | 投用 | 运营(?!平稳|良好|正常|稳定|情况) | 启动 | 开工 | 竣工 | 开通 | 上线
    # 平台运行; not 机构运行平稳
    | 运行(?!平稳|良好|正常|稳定|情况)
    | 签订 | 签署 | 公示 | 报送 | 上报 | 交付 | 完工 | 封顶 | 到位
    | 设立 | 成立 | 组建 | 落地 | 挂牌 | 通过验收
    # 打造特色鲜明的一批
    | (?:创建|打造|培育|建设|改造)[^,。;]{{0,4}}一批
    # 对实施情况进行评估
    | 进行[^,。;]{{0,8}}(?:评估|验收)
    # 基本建立养老服务体系
    | 基本(?:完成|建立|建成|实现|确立) | 完成 | 基本健全
    | 达到[^,。;]{{0,40}}(?:标准|要求)
    """,
    re.VERBOSE,
)
# A state named as reached outweighs an adverb elsewhere in the clause.
_REACHED = re.compile(
    r"""
    (?:基本|全面|初步)(?:完成|建立|建成|形成|实现|落实)$     # 积极应对…部署任务基本完成
    | 建成(?<!已建成) | 出台 | 印发 | 投入(?:使用|运营) | 投用$
    """,
    re.VERBOSE,
)
_INTRANSITIVE = re.compile(
    r"""
    (?:前|底)?(?:全部|全面|正式)?                             # 6月底前投入使用
    (?:投入|建成|完成|投用|运行|启用|竣工|开工)(?:使用|运营|运行)?$
    """,
    re.VERBOSE,
)
_DIRECTION = re.compile(
    r"""
    更加 | 进一步 | 不断 | 逐步 | 持续 | 显著 | 明显 | 稳步 | 大幅 | 日益 | 充分 | 有序   # 进一步提升
    | 加快 | 大力 | 积极 | 努力 | 深入 | 较好 | 有效 | 水平 | 基本适应
    | 以下目标 | 如下目标
    """,
    re.VERBOSE,
)
# What is merely encouraged; in a later clause also what the dated act leads to.
_ENCOURAGED = "鼓励|引导|支持"
_IS_NO_DELIVERABLE = {
    False: re.compile(_ENCOURAGED),
    True: re.compile(
        rf"""
        {_ENCOURAGED}|(?:逐步|全面|加快)?(?:构建|形成|具备|打造|实现)     # …,构建服务体系
        |推动(?![^,。;]*(?:制定|出台|建成))
        """,
        re.VERBOSE,
    ),
}
_DUE_IN_CELL = re.compile(
    rf"""
    [^,。;]{{0,12}}?(?:{DRAWS_UP}|{ISSUES}|启动|开展|建成|建立|组建|召开|开工|完成(?!并|[,。;]))   # 出台具体措施
    (?!.{{0,4}}持续)[^,。;]{{2,}}
    """,
    re.VERBOSE,
)
# What is done every year, besides what may be done once.
_DONE_YEARLY = re.compile(r"报送|上报|抄报|抄送|纳入|提交(?!申请)|清算|公布|通报|考核|评估")
# What only leads to the number in the next clause.
_LEADS_TO_NUMBER = ("实现", "开展", "推广", "完成")
_LONGEST_INDICATOR = 60
_LONGEST_QUOTE = 160


def find_milestones(passage: Passage, taken: list[TargetDraft]) -> Iterator[TargetDraft]:
    """Yield the milestones of a passage whose other targets are ``taken``."""
    counted: set[int] = set()
    for draft in taken:
        first, last = passage.clause_index(draft.start), passage.clause_index(draft.end - 1)
        counted.update(range(first, last + 1))
    for index, phrase in enumerate(passage.dates):
        if _makes_milestones(passage, phrase):
            until = _reach(passage, index)
            yield from _due_by(passage, phrase, until, counted)
    yield from _recurring(passage, counted)


def milestone_of_cell(text: str, cell: Stretch, issued: date | None) -> TargetDraft | None:
    """Return what a 时间进度 cell says is due (2024年四季度出台具体措施).

    A cell that has but a date (2024年12月底前完成) makes no milestone.
    """
    phrase = next(iter(find_dates(text, issued, *cell)), None)
    done = phrase and _DUE_IN_CELL.match(text, phrase.end, cell[1])
    if phrase is None or not done or not phrase.is_deadline:
        return None
    return TargetDraft(
        "milestone",
        *cell,
        (phrase.end, cell[1]),
        period_start=phrase.begin,
        deadline=phrase.due,
        deadline_text=(phrase.start, phrase.end),
    )


def _makes_milestones(passage: Passage, phrase: DatePhrase) -> bool:
    if not phrase.is_deadline or phrase.is_past or passage.is_quoted(phrase.start):
        return False
    # 对2022年5月前建成的: whom it concerns.
    return passage.text[passage.clause(phrase.start)[0]] != "对"


def _reach(passage: Passage, index: int) -> int:
    """Return how far the date of that index holds."""
    phrase = passage.dates[index]
    until = passage.sentence_end(phrase.end)
    if passage.is_objective and passage.opens_paragraph(phrase):
        until = passage.end
    if index + 1 < len(passage.dates):
        until = min(until, passage.dates[index + 1].start)
    if not passage.is_objective:
        semicolon = passage.text.find(";", phrase.end, until)
        until = semicolon if semicolon >= 0 else until
    return until


def _due_by(
    passage: Passage, phrase: DatePhrase, until: int, counted: set[int]
) -> Iterator[TargetDraft]:
    """Yield what is due by a date that holds up to ``until``, a clause each.

    ``counted`` are the clauses whose numbers are targets already.
    """
    governed = [
        (start, end)
        for start, end in passage.clauses(phrase.end, until)
        if end > start and passage.deadline(start, passage.sentence_start(start)) is phrase
    ]
    numbered = [passage.clause_index(start) in counted for start, _ in governed]
    for position, (start, end) in enumerate(governed):
        said = passage.text[start:end]
        match = _DELIVERED.search(said)
        if numbered[position] or not match or _IS_NO_DELIVERABLE[position > 0].match(said):
            continue
        if _DIRECTION.search(said) and not _REACHED.search(said):
            continue
        if match[0] in _LEADS_TO_NUMBER and any(numbered[position + 1 : position + 2]):
            continue
        begin = phrase.start if position else _start_with_date(passage, phrase)
        if end - begin > _LONGEST_QUOTE:
            begin = start
        yield TargetDraft(
            "milestone",
            begin,
            end,
            (start, min(end, start + _LONGEST_INDICATOR)),
            period_start=phrase.begin,
            deadline=phrase.due,
            deadline_text=(phrase.start, phrase.end),
            conditional=is_conditional(passage.text, start, end),
        )


def _start_with_date(passage: Passage, phrase: DatePhrase) -> int:
    """Return where the quote of a dated deliverable starts.

    The date may follow what is due: 打造…示范点,2021年6月底前投入使用.
    """
    start, end = passage.clause(phrase.start)
    follows_closely = phrase.end < end and passage.text[phrase.end] not in ",:"
    intransitive = follows_closely and _INTRANSITIVE.match(passage.text[phrase.end : end])
    if intransitive and start > passage.sentence_start(phrase.start):
        before = passage.clause(start - 1)[0]
        # 2022年底前完成70%,2023年底前全面完成: what is due first has its own date.
        first = passage.deadline(start - 1, before)
        return phrase.start if first and first.start >= before else before
    return phrase.start


def _recurring(passage: Passage, counted: set[int]) -> Iterator[TargetDraft]:
    """Yield what is due by a month of every year (每年3月底前完成…)."""
    text = passage.text
    for begin, stop in passage.yearly_dates:
        clauses = passage.clauses(stop, passage.sentence_end(stop))
        done = next((span for span in islice(clauses, 2) if _is_done(text, *span)), None)
        if done and passage.clause_index(done[0]) not in counted:
            start, end = done
            yield TargetDraft(
                "milestone",
                passage.clause(begin)[0],
                end,
                (start, min(end, start + _LONGEST_INDICATOR)),
                deadline_text=(begin, stop),
                every="year",
            )


def _is_done(text: str, start: int, end: int) -> bool:
    return bool(_DELIVERED.search(text, start, end) or _DONE_YEARLY.search(text, start, end))
