"""What a unit names in passing: documents, grounds, definitions, examples, places, receivers.

Consumes a unit's wording as compact text. The codebook has the words of a theme;
here stands the grammar that tells a mention that the clause's verb works on from
one that it does not.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from operator import attrgetter
from typing import NamedTuple

from policytasks.words.documents import BASED_ON, DRAWS_UP

__all__ = [
    "Example",
    "asides",
    "blank_passages",
    "example_at",
    "examples",
    "is_beside_the_act",
    "is_label",
]

_BLANK = "□"

# 《养老服务促进条例》 names a document; one that the unit itself brings about is its act.
_DOCUMENT = re.compile(r"《[^《》\n]{1,100}》")
_MAKES_DOCUMENT = re.compile(rf"(?:{DRAWS_UP}|印发|颁布|起草|研究)[^,;。》]{{0,6}}$")
_LONGEST_LEAD = 10

# 按照省民政厅推荐清单, says on what grounds the unit acts.
_GROUND = "要求|规定|意见|清单|部署|精神|通知|原则|条例|办法|思路|情况|实际|需求|特点"
_GROUNDS = re.compile(
    "|".join(rf"{word}[^,;。:]{{0,40}}(?:{_GROUND})," for word in (*BASED_ON.split("|"), "符合"))
)

# 本办法所称经济困难老年人,是指… says who is meant, not what is done.
_DEFINITION = re.compile(r"所称[^,;。]{0,16}(?:人|人员|对象|者),?(?:包括|是指|指|是)[^。]{1,300}")

# The formula for the care system as a whole. An objective or a principle means it;
# elsewhere it is an ornament.
_SYSTEM_FORMULA = re.compile(
    r"""
      居家社区机构[^,;。]{0,8}相协调              # 居家社区机构相协调的养老服务体系
    | 医养康养[^,;。]{0,6}相结合(?=[^,;。]{0,4}的) # 医养康养相结合|的养老服务体系
    | 居家为基础、社区为依托、机构[^,;。、]{0,6}  # 居家为基础、社区为依托、机构为补充
    """,
    re.VERBOSE,
)
_STATES_AIMS = frozenset({"objective", "principle"})

_ASIDE = re.compile(r"\([^()\n]*\)")

# 高龄、失能、残疾老年人: words of two or three characters in a row are a list of
# examples even where no 等 closes it.
_ROW_OF_WORDS = re.compile(r"[^,;。:、]{1,2}(?:、[^,;。:、]{1,3})+、[^,;。:、]{1,3}")
# Not 等级, 平等, 高等, 均等. What stands before is asked last: a plain sign is found quickly.
_CLOSES_LIST = re.compile("等(?<![平高均同中初对]等)(?![级次候待额同])")
_LONGEST_LAST_ITEM = 24
# 负责统筹、培训、评估等工作 spells out a duty.
_TAKES_ON = re.compile("负责|承担|协助")
_WORK = re.compile("(?:相关|具体|各项)?(?:工作|职责|事项|事务|任务)")
# A longer item is a measure that is spelt out, not an example.
_LONGEST_EXAMPLE = 10
_LAST_LINK = re.compile(r".*[和及与]")

# Who is served, as a list.
_RECEIVERS = re.compile(
    r"""
    [为对向给]
    (?P<people>  # 高龄、失能以及农村留守老年人
      [^,;。:、]{1,16}、[^,;。:]{0,60}(?:老年?人|人员|群体|家庭|对象)
    )
    (?=[^、,;。:]{0,10}(?:提供|开展|给予|发放|进行|实施|安装|配备))  # 免费|提供
    """,
    re.VERBOSE,
)
_DOES_SOMETHING = re.compile("提供|开展|服务|建")
_NEXT_PERSON = re.compile("、|以及|或者|[和及或]")
_FEWEST_RECEIVERS = 3

# What a mention goes on as, where it is only the start of a longer name.
_GOES_ON_BESIDE = re.compile(
    r"""
      # An office: 市场监管|部门, 旅游|与文化体育局
      (?:[与和]?(?:文化|体育|广电|监督|管理|主管|保障|行政|发展|事业)){0,4}(?:部门|局|厅)
    | 民?委员会                                 # 村|民委员会
    | [^,;。、]{0,10}享受                       # who profits: 民办养老机构|可享受…补贴
    | [^,;。、]{0,8}工作(?:(?:协调|推进|联席)(?:机制|会议)|领导小组|专班)  # 基本养老服务|工作协调机制
    | 信息化                                   # 行业监管|信息化
    | [^,;。、]{0,4}领域[^,;。、]{0,6}(?:侵权|违[法规])行为  # 消费|领域侵权行为
    | 类[^,;。、]{0,6}产品                      # What kind of thing: 健康管理|类智能产品
    # The case it is due in: 发生|突发事件|时, Who is eligible: 低保家庭中|失能|的;
    | [^,;。:!?\n]{1,41}+(?:(?<=时)(?=[,;。:!?\n]) | (?<=的)(?=[;。:!?\n]))
    """,
    re.VERBOSE,
)


# Stands for the mention in a pattern that tells what is before and behind it: the view
# has no line breaks.
_MENTION = "\n"


def _frame(opening: str, gap: str, after: str = "") -> str:
    """Write what stands around a mention that is not what the verb works on.

    ``opening`` are the words that govern the mention, ``gap`` what may stand between them
    and it in its clause, ``after`` what must follow in its sentence.
    """
    return "|".join(f"{word}{gap}{_MENTION}{after}" for word in opening.split("|"))


def _any_of(*frames: str) -> re.Pattern[str]:
    return re.compile("|".join(frames))


# Signs with which the verb of an act begins.
_VERBS = "建提开设供发推改培完实"
_DOES = "运营|开展|提供|从事|经营|举办|开办|设立|设置|入住|接收|收住|达到|符合"

_FRAMES = _any_of(
    # What the act rests on: 依托|社区食堂 增设专区.
    _frame("依托(?<!为依托)|围绕", ".{0,8}"),
    # The same, up to its comma: 面向家庭养老床位、|智慧养老院|,打造解决方案.
    _frame(
        "面向|依托(?<!为依托)|围绕|集成应用",
        f"[^的{_VERBS}]{{0,40}}",
        f"[^,{_VERBS}]{{0,24}},",
    ),
    # What must be so before: 在满足|特困人员|需求的前提下.
    _frame("在", ".{0,30}", "[^,]{0,20}前提下"),
    # Where something is put up: 在|旅游景区|设置座椅.
    _frame("在", "[^建]{0,6}", "[^,的]{0,8}(?:设[立置]|增设|开设|开辟|张贴|摆放)"),
    # By what one goes: 根据|特困|供养人数安排床位.
    _frame(
        BASED_ON,
        ".{0,10}",
        "[^,]{0,8}(?:人数|数量|标准|等级|结果|情况|需求)",
    ),
    # Who takes part: 会同市|救助|中心开展培训.
    _frame("会同|联合|协同", ".{0,8}", "[^,]{0,4}(?:中心|部门|单位|机构)"),
    # Of what kind someone is: 接收|失能老人|的养老机构.
    _frame(_DOES, ".{0,12}", "[^,、]{0,8}的[^,]{0,8}(?:组织|机构|企业)"),
    # What something is compared with: 与|公办养老机构|享有相同政策.
    _frame("与", ".{0,20}", "[^,]{0,10}(?:相同|同等|一样|相适应)"),
    # What an institution unites: 集医疗、康复、|临终关怀|等功能于一体.
    _frame("集", ".{0,30}", "[^,]{0,20}于一体"),
    # What a decision rests on: 以|综合平台|记录的数据作为结算依据.
    _frame("以", ".{0,20}", "[^,]{0,24}作为[^,]{0,8}(?:依据|条件)"),
    # What is measured, what is pretended: 以|医养结合|覆盖率等为主要指标, 以|老年公寓|为名.
    _frame("以", ".{0,50}", "[^,]{0,60}为(?:(?:主要|核心)?指标|名)"),
    _frame("作为", ".{0,24}", "[^,]{0,6}(?:依据|参考)"),
    # What is abused: 骗取|养老服务补贴.
    _frame("骗取|套取|挪用|截留", ".{0,8}"),
    # What money is for: 用信贷资金支持|养老机构|建设, 加大对|银发经济|的支持力度.
    _frame("资金|贷款|贴息|债券|基金", ".{0,12}支持.{0,8}"),
    _frame("对", ".{0,24}", "[^,]{0,16}(?:支持|扶持|投入)力度"),
    # What is supervised as work: 对|医养结合|工作的督查.
    _frame("对", ".{0,8}", "[^,]{0,8}工作的?(?:督查|考核|督导|检查)"),
    # In what respect: 在政策扶持、|监督管理|方面.
    _frame("在", ".{0,24}", "[^,]{0,6}方面"),
    # Why it is so: 因|土地|手续不全的.
    _frame("因", ".{0,12}", "[^,]{0,14}(?:不全|不足|未能|不符|问题|原因)"),
    # Where it is made known: 在|服务平台|更新信息.
    _frame("在", ".{0,14}", "[^,]{0,8}(?:更新信息|公示|公布)"),
    # What is appraised: 将|基本养老服务|纳入政府绩效评价.
    _frame("将|把", ".{0,12}", "[^,]{0,16}纳入[^,]{0,24}(?:考核|绩效|督查)"),
    # What is told of it: 宣传|基本养老服务|政策.
    _frame("宣传|宣讲|解读", ".{0,16}", "[^,]{0,10}(?:政策|知识|法规|典型)"),
    # Who is sent: 派出|医护人员|巡诊.
    _frame("派[出驻遣]|安排|组织", ".{0,8}", "[^,]{0,10}(?:巡诊|坐诊|驻点|驻村)"),
    # What a centre unites: 具备全托、|上门服务|、协调指导功能.
    _frame("具[备有]|兼具", ".{0,30}", "[^,]{0,20}功能"),
    # One of several who do it: 引导企业、|慈善|组织发展助餐.
    _frame(
        "引导|鼓励|支持|动员",
        ".{0,30}、[^、]{0,6}",
        "[^,、]{0,4}(?:组织|企业|团体)(?:发展|参与|开展|提供|运营)",
    ),
    # What is not on record: 未被列入|失信|名单.
    _frame("未|没有|无", ".{0,14}", "[^,]{0,6}(?:名单|记录)"),
)
# Of the words that also name who provides.
_PROVIDER_FRAMES = _any_of(
    # Whom others it is for: 为重度残疾人提供|日间照料|.
    _frame("残疾人提供(?<!老年残疾人提供)|儿童提供|婴幼儿提供|职工提供", "[^老]{0,14}"),
    # Where something is brought: 中医药文化进社区、|进|养老院|.
    _frame("进(?<![推促引改先走]进)", ""),
    # Whom it is meant for, what is made use of: 面向|社区助餐点|推广, 利用|社区养老设施|自建厨房.
    _frame("面向", ".{0,8}"),
    _frame("用于", "[^完建改发提]{0,6}"),
    _frame("利用", "[^建改办]{0,8}"),
    # Who is given something: 对|民办养老机构|给予补贴, 对|养老机构建设|,减半征收.
    _frame("对|向", "[^的]{0,14}", "[^,]{0,20}(?:给予|免|减|补[助贴]|投保|奖|贷款|供)"),
    _frame("对|向", "[^的]{0,14}", "[^,]{0,8},(?:给予|免|减|按)"),
    # What is looked at: 检查和评估|社区养老服务设施|运营情况.
    _frame("检查|评估|考核|核查|监测", ".{0,8}", "[^,]{0,60}情况"),
    # Who is supervised: 对|养老服务机构|的服务质量进行监督检查.
    _frame("对", "[^的]{0,12}", "[^,]{0,40}(?:监督|检查|评价|评估|监管)"),
    # Who does it: 运营|社区养老服务设施|的服务人员.
    _frame(_DOES, ".{0,12}", "[^,、]{0,8}的[^,]{0,8}(?:项目|人员|对象)"),
    # With whom: 与|社区托养机构|签约.
    _frame("与", ".{0,40}", "[^,]{0,40}(?:合作|签约|签订)"),
    # Where one applies or works: 到|社区日间照料中心|就业.
    _frame("在|到|向", ".{0,30}", "[^,]{0,20}(?:提出|提交|办理|申请|报名|就业)"),
)
# Of subsidies. Whom they are given, if persons: 对养老护理员|给予补贴.
_PERSON_FRAMES = _any_of(
    _frame(
        "对|为|向",
        ".{0,40}(?:老年?人|家庭(?!养老)|护理员|毕业生|照护者|证书)[^提]{0,14}",
    ),
)
# The class of a row that a table prints behind it: …提供送餐服务。|关爱|服务。
_ENDS_LABEL = re.compile("服务[;。]")
# What is theirs.
_IS_THEIRS = re.compile(
    r"""
      # 养老机构|用电价格, 养老服务机构|建设用地
      [^,;。:、的和与及]{0,4}(?:资金|申请|协议|用电|用水|价格|用地)
      # 养老机构建设|项目信贷投入, 居家养老|服务相关规定
    | [^,;。:、的和与及]{0,8}(?:规定|成本|信贷|评估制度|工作机制|工作中|配套用房)
      # 养老机构|融资, 养老院|的护理员
    | 专线 | (?:周边|附近)(?:道路|环境|交通)   # 敬老院|专线, 敬老院|周边道路
      # 敬老院|消防安全, 养老机构|服务质量评估, 敬老院|人事制度
    | 的?(?:综合监管|消防|(?:食品)?安全|疫情防控|(?:质量)?隐患|人事制度|经费保障|等级评定)
    | 的?(?:服务)?质量(?:评[估价]|监[督测管]|检查|隐患)
    | (?:评[估价]|监测)结果
    | 的?(?:融资|国民待遇|税费|消防|负责人|(?:护理|管理|从业|工作)人员|护理员|员工)
    """,
    re.VERBOSE,
)


def is_label(before: str, after: str) -> bool:
    """Return whether a clause is nothing but a mention: 关爱服务。"""
    return not before and bool(_ENDS_LABEL.match(after))


def is_beside_the_act(
    before: str, after: str, *, names_provider: bool, goes_to_providers: bool
) -> bool:
    """Return whether the verb of a mention's clause works on something else.

    Parameters
    ----------
    before
        The mention's clause up to the mention.
    after
        What follows the mention, beyond the end of its clause, to that of its sentence.
    names_provider
        Whether the mention may name who provides, owns or receives something.
    goes_to_providers
        Whether what the mention names is meant for them, not for persons.
    """
    around = before + _MENTION + after
    if goes_to_providers and _PERSON_FRAMES.search(around):
        return True
    if _GOES_ON_BESIDE.match(after) or _FRAMES.search(around):
        return True
    if not names_provider:
        return False
    return bool(_IS_THEIRS.match(after) or _PROVIDER_FRAMES.search(around))


# --- passages ------------------------------------------------------------------


def blank_passages(printed: str, kind: str) -> str:
    """Blank what says nothing of the act: names of documents, grounds, definitions.

    Parameters
    ----------
    printed
        The wording of a unit of one ``kind``, as the coding manual names it. The
        formula for the care system is blanked too, except where aims are stated.
    """
    wording = _DEFINITION.sub(_blank, _GROUNDS.sub(_blank, _without_documents(printed)))
    return wording if kind in _STATES_AIMS else _SYSTEM_FORMULA.sub(_blank, wording)


def _blank(match: re.Match[str]) -> str:
    return _BLANK * len(match[0])


def _without_documents(printed: str) -> str:
    """Blank the names of documents, except of those that the unit brings about."""
    pieces, position, kept_until = [], 0, -1
    for match in _DOCUMENT.finditer(printed):
        start, end = match.span()
        made = _MAKES_DOCUMENT.search(printed, max(0, start - _LONGEST_LEAD), start)
        if made or start == kept_until:
            kept_until = end
            continue
        pieces += [printed[position:start], _blank(match)]
        position = end
    return "".join([*pieces, printed[position:]])


# --- examples ------------------------------------------------------------------


class Example(NamedTuple):
    """The stretch of the wording in which an aside, or one item of a list, names its example.

    ``listing`` is where the list starts and the number of its items; an aside is
    a list of none.
    """

    start: int
    end: int
    item: int
    listing: tuple[int, int]
    opens_list: bool

    def covers(self, start: int, end: int) -> bool:
        """Return whether a mention is the example."""
        # The first item of a list opens with the clause's verb, so a mention is
        # an example only where it is what the item ends with.
        return end == self.end if self.opens_list else end <= self.end


def example_at(found: Sequence[Example], start: int, end: int) -> Example | None:
    """Return the example that a mention is, of disjoint ones in reading order."""
    number = bisect_right(found, start, key=attrgetter("start"))
    return found[number - 1] if number and found[number - 1].covers(start, end) else None


def asides(wording: str) -> list[Example]:
    """Find what stands in brackets."""
    return [Example(*m.span(), 0, (m.start(), 0), False) for m in _ASIDE.finditer(wording)]


def examples(wording: str, start: int, end: int) -> tuple[list[Example], ...]:
    """Find the examples that a clause lists: of A、B和C等, in rows of words, as receivers."""
    if wording.find("、", start, end) < 0:
        return ()
    listed: list[Example] = []
    first = start
    for closing in _CLOSES_LIST.finditer(wording, start, end):
        nearest = max(first, closing.start() - _LONGEST_LAST_ITEM - 1)
        last_start = wording.rfind("、", nearest, closing.start()) + 1
        if not last_start:
            continue
        is_work = _WORK.match(wording, closing.end())
        if not (is_work and _TAKES_ON.search(wording, first, last_start)):
            listed += _listed(wording, first, last_start, closing.start())
        first = closing.end()
    rows: list[Example] = []
    for row in _ROW_OF_WORDS.finditer(wording, start, end):
        items = _items(row[0], row.start())
        listing = row.start(), len(items)
        rows += [Example(*item, number, listing, False) for number, item in enumerate(items)]
    return listed, rows, _receivers(wording, start, end)


def _receivers(wording: str, start: int, end: int) -> list[Example]:
    """Return those of a list of persons that something is done for."""
    found = _RECEIVERS.search(wording, start, end)
    if not found or _DOES_SOMETHING.search(found["people"]):
        return []
    first, last = found.span("people")
    marks = [mark.span() for mark in _NEXT_PERSON.finditer(wording, first, last)]
    if len(marks) + 1 < _FEWEST_RECEIVERS:
        return []
    starts = [first, *(mark_end for _, mark_end in marks)]
    ends = [*(mark_start for mark_start, _ in marks), last]
    listing = first, len(starts)
    # 经济困难的高龄: what stands before 的 holds for all of them.
    return [
        Example(max(a, wording.rfind("的", a, b) + 1), b, number, listing, False)
        for number, (a, b) in enumerate(zip(starts, ends, strict=True))
    ]


def _listed(wording: str, start: int, last_start: int, end: int) -> list[Example]:
    """Return the examples of a list that 等 closes; the last of them may be two."""
    items = _items(wording[start : last_start - 1], start)
    link = _LAST_LINK.match(wording, last_start, end)
    if link:
        items.append((last_start, link.end() - 1))
    items.append((link.end() if link else last_start, end))
    listing = start, len(items)
    return [
        Example(max(first, last - _LONGEST_EXAMPLE), last, number, listing, not number)
        for number, (first, last) in enumerate(items)
    ]


def _items(listing: str, start: int) -> list[tuple[int, int]]:
    """Return where each item of a list stands, one mark between two of them."""
    spans = []
    for item in listing.split("、"):
        spans.append((start, start + len(item)))
        start += len(item) + 1
    return spans
