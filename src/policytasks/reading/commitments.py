"""Which numbers commit, and which of those set a standard.

Consumes a quantity in its passage; answers why it is no target, or of which kind
the target is that it states. The rules are those of section 3 of the coding manual.
"""

from __future__ import annotations

import re
from functools import lru_cache
from string import ascii_letters
from typing import NamedTuple

from policytasks.reading.dates import DatePhrase
from policytasks.reading.passages import Passage
from policytasks.reading.quantities import Quantity

__all__ = ["ACHIEVING", "DIGIT", "VERB", "Ending", "Stated", "judge", "place_before"]

_PLAIN = re.compile(r"[^()\[\]|?:*+]")


class Ending:
    """What a text may end with: a pattern of words, without wildcards.

    A search for a pattern that ends with ``$`` tries every position. This one tries only
    those behind the last character that none of the words has: mostly none.
    """

    def __init__(self, words: str) -> None:
        self._pattern = re.compile(rf"(?:{words})$")
        self._characters = "".join(set(_PLAIN.findall(words)))

    def ends(self, text: str) -> bool:
        """Tell whether a text ends so."""
        rest = len(text.rstrip(self._characters))
        return rest < len(text) and self._pattern.search(text, rest) is not None

    def start(self, text: str, start: int, end: int) -> int:
        """Return where the ending of ``text[start:end]`` starts, or its end where it has none."""
        rest = start + len(text[start:end].rstrip(self._characters))
        match = self._pattern.search(text, rest, end) if rest < end else None
        return match.start() if match else end


ACHIEVING = (
    "新增|新建|新改扩建|改扩建|改建|扩建|建成|建设|建立|建有|建|打造|培育发展|培育|培养|培训|配备|配置|配建"
    "|设立|设置|设|创建|改造提升|改造|完成|发展|引进|引入|招引落地|招引|举办|开展|组织|召开|报送|安装|制定|出台|扶持"
    "|支持|认定|评定|评选|选树|组成|选派|遴选|推出|推广|推动|争取|实现|达到|达|增加|增至|减少|压减|压缩至|压缩|缩短至|降低|提高到|提升到"
    "|覆盖|有|为|投放|投入|提供|签约|帮扶|服务|收住|储备|招收|招聘|开发|落地|实施|运营|力争|再|形成|完善|命名|布局|保持在|保持"
)
VERB = Ending(rf"(?:{ACHIEVING})(?:好|出|各|约|至少|不少于|落地)?")
_PLACE_BEFORE = re.compile(
    r"(?:^|[,;:和、]|其中)(?:其中|在)?(?P<place>[一-鿿、]{1,7}?(?:新区|开发区|区|县|市|州|镇|乡|旗))(?:各)?$"
)
_ENDS_OF_PLACES = tuple("区县市州镇乡旗各")
_DISTRIBUTED = re.compile(r"[每各][^,。;]{0,8}$")

# --- what is no target ---------------------------------------------------------
# What is counted, as far as the rules ask.
_SORTS_OF_UNIT = {
    "share": re.compile(r"%|个?百分点"),
    "money": re.compile(r"[百千万亿]{0,2}(?:元|美元)|[万亿]$"),
    "area": re.compile(r"平方米|亩|公顷"),
    "distance": re.compile(r"公里|米"),
    "age": re.compile(r"周岁|岁"),
    "rank": re.compile(r"级|度|批|类|种|米"),
    "time": re.compile(r"个?工作日|小时|分钟|个月|年|月|天|日|周|期|届"),
    "service_time": re.compile(r"个?工作日|小时|分钟|天"),
}
_SHORTENED = Ending("(?:压缩|缩短|压减|降低|减少)(?:至|到|为)?")
_ENUMERATION = ("等", "等共", "等共计")
_EACH = ("每", "每增", "每增加", "每增设", "每新增")
_EXISTING = re.compile(r"(?:现有|已有|已建成?|原有|累计已)(?![^,。;]*基础上)[^,。;]{0,24}$")
_AS_OF_NOW = re.compile(r"(?:目前|截至)[^,。;]{0,6}$")
_SO_FAR = ("目前", "截至目前", "截止目前", "现已", "当前")
_SUBJECT_MATTER = re.compile(r"(?:围绕|依托|发挥|利用|聚焦|针对)[^,。;]{0,8}$")
_RATE_BASE = Ending(
    "每(?:新建|新增|增设|增|设置|改造|建成|完成|培训|招收|接收|增加|提升|和|或|、|个|名|户|张|千|百|万)*"
)
# 每新增1张床位补助5000元: the number before the benefit is what it is paid for.
_PAID_FOR = re.compile(r"[^,。;\d]{0,14}(?:分别)?(?:给予|奖励|补助|补贴|资助|发放)[^,。;]{0,12}\d")
_MEASURE_OF_SIZE = Ending(
    "(?:床位数?|床位|面积|人数|人口|规模|收入|投资|资产|年龄|岁|户数|建筑面积|数量|期限|额|产值)(?:在|为|达到|达|的)?"
)
_ATTRIBUTE = re.compile(
    r"(?:及?以上|及?以下|以内)?(?:床位|面积|规模|人员|员工|人口|老年?人)?(?:以上|以下|以内)?的(?=[^,。;]{2,})"
)
# 建设1所100个床位的机构: the second number is what each of the counted must have.
_COUNTED_BEFORE = re.compile(r"[\d一两三四五六七八九十](?:个|所|家|处|座|间)$")
_ENDS_OF_COUNTED = tuple("个所家处座间")
_BARE_ATTRIBUTE = ("民营", "企业", "机构", "项目", "工程", "货物", "养老", "医院", "单位")
_LETTERS = frozenset(ascii_letters)
_REFERENCE_BEFORE = _LETTERS.union("/〔[第号+-")
_REFERENCE_AFTER = _LETTERS.union("号版+〕]")
DIGIT = re.compile(r"\d")

# 打造一支素质高、专业能力强的队伍: praise, not a count.
_OF_QUALITY = re.compile(r"[^,。;\d]{0,10}(?:素质|水平|能力|作风|本领)[^,。;\d]{0,24}(?:队伍|团队)")
_OF_SPEECH = (
    "一张网",
    "一张图",
    "一张卡",
    "一张表",
    "一张脸",
    "一个声音",
    "一个口子",
    "一个窗口",
    "一个周期",
)
_WITHIN_REACH = ("区域", "范围", "半径", "圈", "内")
_GRANTED_NEXT = re.compile(r"(?:再|分别|可|一次性|由[^,。;]{2,8})?(?:给予|奖励|补助|补贴|资助)")

# --- norms ---------------------------------------------------------------------
_AREA_TO_REACH = re.compile(r"(?:新增|新建|建成|完成|总)[^,。;]{0,10}$")
_MONEY_TO_REACH = re.compile(
    r"(?:达到|突破|实现|完成|超过|增长|产值|总量|总额|营业额|总收入|规模|利用外资|投资)[^,。;]{0,6}$"
)
_STANDARD = Ending(
    "(?:标准|价格?|评估价|参考价|保费|费用?|金额|利率|额度?|资金|租金|投资额?|工资|缴费|下浮|上浮)(?:的|按|为|给予|原则上|部分的?)*"
    "|按(?:照)?(?:不低于|不超过)?|(?:时间|时长)(?:应|为|达到|达)?|(?:承担|分担|负担)"
)
_STANDARD_BEFORE = re.compile(
    r"(?:报销|补偿|支付|补贴|补助|救助|缴费|分担)(?:比例|限额)[^,。;\d]{0,6}$"
    r"|人均[^,。;]{0,8}$|每(?:[\d.]+)?(?:人|名|户|位|床|处|平方米)[^,。;]{0,12}$"
)
# Each of these standards holds one of these.
_OF_STANDARD = re.compile("[比限均每]")
_STANDARD_AFTER = re.compile(
    r"^(?:的(?:资金|比例(?:给予|用于|安排)|标准|优惠|贷款|利率|额度|财政|福彩|彩票|公益金|租金|价格|保费|奖励|奖补|补助|补贴|[^,。;]{1,8}用于)"
    r"|(?:给予|补贴|补助|资助|奖励|奖补|增发|计算|收取|收费|优惠|贴息|减免|征收|下浮|上浮|执行|投入(?!使用|运营)|“?(?:无偿|低偿|免费|专项|优先)?”?用于|分担|承担))"
)
_AS_A_RULE = Ending("(?:一般|原则上)(?:应|为|在|控制在)?")
# 按不低于1%的比例抽查: how many are looked at, not a rate that is granted.
_CHECKED = re.compile(r"[^,。;\d]{0,30}(?:检查|抽查|核查|巡查|复查|抽检)")
_PER_PERSON = re.compile(r"人均|每人")
_LONGEST_BEFORE = 24


@lru_cache(maxsize=1024)
def _sorts_of_unit(unit: str) -> frozenset[str]:
    return frozenset(sort for sort, pattern in _SORTS_OF_UNIT.items() if pattern.match(unit))


class Stated(NamedTuple):
    """A number in its place: its clause, where its sentence starts, the date that holds for it."""

    quantity: Quantity
    clause_start: int
    clause_end: int
    sentence_start: int
    due: DatePhrase | None

    @classmethod
    def of(cls, passage: Passage, quantity: Quantity) -> Stated:
        """Return a number of a passage in its place."""
        sentence_start = passage.sentence_start(quantity.start)
        due = passage.deadline(quantity.start, sentence_start)
        clause_start, clause_end = passage.clause(quantity.start)
        return cls(quantity, clause_start, clause_end, sentence_start, due)


def judge(passage: Passage, stated: Stated) -> tuple[str | None, str | None]:
    """Return the kind of target that a number states, or None and why it is no target."""
    quantity, clause_start, clause_end, _, _ = stated
    _, end, number_start, number_end, _, value_high, unit, *_ = quantity
    text = passage.text
    if passage.is_quoted(number_start):
        return None, "name"
    if (number_start > clause_start and text[number_start - 1] in _REFERENCE_BEFORE) or (
        text[number_end : number_end + 1] in _REFERENCE_AFTER or text.startswith("周年", number_end)
    ):
        return None, "reference"
    if unit is None:
        # 建标144—2010: the number of a standard and its year.
        if value_high and 1900 < value_high < 2100:
            return None, "reference"
        return None, "name" if quantity.is_chinese else "unknown"
    if unit == "年" and 1900 < quantity.value < 2100:
        # 比2020年增长10%: a year that is no date here.
        return None, "reference"
    sorts = _sorts_of_unit(unit)
    if "age" in sorts:
        return None, "eligibility"
    before = text[max(clause_start, quantity.start - _LONGEST_BEFORE) : quantity.start]
    after = text[end:clause_end]
    reason = _reason_against(passage, stated, sorts, before, after)
    if reason:
        return None, reason
    return "norm" if _is_norm(quantity, sorts, before, after) else "quantity", None


def _reason_against(
    passage: Passage, stated: Stated, sorts: frozenset[str], before: str, after: str
) -> str | None:
    """Return why a number with a unit is no target, or None when it is one.

    ``before`` is what the clause says right before it, ``after`` all that it says after it.
    """
    text = passage.text
    quantity, clause_start, clause_end, sentence_start, due = stated
    # No rule asks for the verb of a share.
    verb = ("share" not in sorts or quantity.is_chinese) and VERB.ends(before)
    compared = quantity.comparator not in ("=", "range")
    is_money = "money" in sorts
    if quantity.is_chinese and not _is_count(text, quantity, before, verb):
        return "name"
    if before.endswith(_ENUMERATION):
        return "name"
    if not is_money:
        if _is_condition(passage, clause_start, clause_end, quantity):
            return "eligibility"
        if not compared and (
            before.endswith(_EACH)
            or (DIGIT.search(after) and (_PAID_FOR.match(after) or _RATE_BASE.ends(before)))
        ):
            return "reference"
    if (
        (due and due.is_past)
        or before.endswith("了")
        or _EXISTING.search(before)
        or _AS_OF_NOW.search(before)
        or text.startswith(_SO_FAR, sentence_start)
    ):
        return "past"
    if not compared and _SUBJECT_MATTER.search(before):
        return "reference"
    if "time" in sorts and not ("service_time" in sorts and (compared or _SHORTENED.ends(before))):
        return "term"
    if "rank" in sorts and not (verb or compared):
        return "name"
    if "distance" in sorts and after.startswith(_WITHIN_REACH):
        return "name"
    if "share" not in sorts and not _is_part_of_counted(before):
        attribute = _ATTRIBUTE.match(text, quantity.number_end, clause_end)
        of_size = _MEASURE_OF_SIZE.ends(before)
        if attribute and (of_size or not verb) and not (compared and attribute[0] == "的" and verb):
            if is_money or "area" in sorts:
                return (
                    None if attribute[0] == "的" or _STANDARD_AFTER.match(after) else "eligibility"
                )
            return "eligibility"
        if of_size and after.startswith(_BARE_ATTRIBUTE):
            return "eligibility"
    if text[clause_end - 1] == "的" and not _STANDARD_AFTER.match(after):
        return "eligibility"
    return None


def _is_condition(passage: Passage, clause_start: int, clause_end: int, quantity: Quantity) -> bool:
    """Tell a number that says who is entitled to what the next clause grants.

    对连锁机构达3家以上,且…的,给予; 床位达到30张,给予补助80万元.
    """
    text = passage.text
    if text[clause_end : clause_end + 1] != ",":
        return False
    if text[clause_start] == "对" and text.startswith(("且", "并", "或"), clause_end + 1):
        return True
    return clause_end - quantity.end < 3 and bool(
        _GRANTED_NEXT.match(text, clause_end + 1, passage.end)
    )


def _is_count(text: str, quantity: Quantity, before: str, verb: bool) -> bool:
    """Tell a counted 一个 from one that is a way of speaking (一次性)."""
    if text.startswith(("性", "体", "人", "月", "分"), quantity.end):
        return False
    if _OF_QUALITY.match(text, quantity.end) or text.startswith(_OF_SPEECH, quantity.number_start):
        return False
    return (
        verb
        or quantity.comparator == ">="
        or bool(_DISTRIBUTED.search(before))
        or place_before(before) is not None
    )


def _is_part_of_counted(before: str) -> bool:
    return before.endswith(_ENDS_OF_COUNTED) and bool(_COUNTED_BEFORE.search(before))


def place_before(before: str) -> re.Match | None:
    """Match the place that the words before a number end with (其中东河区4个), if any."""
    if before.endswith(_ENDS_OF_PLACES):
        return _PLACE_BEFORE.search(before)
    return None


def _is_norm(quantity: Quantity, sorts: frozenset[str], before: str, after: str) -> bool:
    """Tell a standard, benefit, rate or ceiling to be applied from a number to reach."""
    if "money" in sorts:
        return bool(
            _STANDARD_AFTER.match(after) or _PER_PERSON.search(before)
        ) or not _MONEY_TO_REACH.search(before)
    if _is_part_of_counted(before):
        return True
    if "area" in sorts:
        return not _AREA_TO_REACH.search(before)
    if quantity.unit != "%" and (quantity.comparator == "<=" or _AS_A_RULE.ends(before)):
        return True
    if ("查" in after or "检" in after) and _CHECKED.match(after):
        return False
    return bool(
        _STANDARD_AFTER.match(after)
        or _STANDARD.ends(before)
        or (_OF_STANDARD.search(before) and _STANDARD_BEFORE.search(before))
    )
