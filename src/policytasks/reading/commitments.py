"""Which numbers commit: why one is no target, or of which kind the target is that it states.

The rules are those of section 3 of the coding manual. Each is a small question to a number
in its place; the first that is answered with yes gives the reason.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from string import ascii_letters

from policytasks.reading.eligibility import BODIES, closes_relative_clause, is_attribute
from policytasks.reading.norms import is_norm
from policytasks.reading.number_forms import SITE_CLASSIFIERS
from policytasks.reading.numbers import StatedNumber, place_before
from policytasks.reading.past import is_past
from policytasks.reading.terms import is_term
from policytasks.words.numerals import NUMERAL_SIGNS, ORDINAL_SIGNS
from policytasks.words.verbs import BUILDS, GRANTS

__all__ = ["judge"]

_LETTERS = frozenset(ascii_letters)
_REFERENCE_BEFORE = _LETTERS.union("/〔[第号+-")
_REFERENCE_AFTER = _LETTERS.union("号版+〕]")
# 第三十三条、三十四条规定的奖励
_ARTICLE_BEFORE = re.compile(rf"\d章$|第[\d{ORDINAL_SIGNS}]{{1,5}}[条款项章节]?[、和至]$")
# 附件2, 电话:0731—58225116
_NUMBERED = re.compile(r"(?:附件|附表|附录|专栏|表|图|电话|热线|邮编|网址)[:(]?$")
_ARTICLE_UNITS = ("条", "项", "节")
_YEARS = range(1901, 2100)


def is_quoted(number: StatedNumber) -> bool:
    """“9073”工程."""
    return number.passage.is_quoted(number.quantity.number_start)


def is_part_of_reference(number: StatedNumber) -> bool:
    """GB38600标准, 〔2020〕15号, 建国75周年."""
    text, start, end = number.text, number.quantity.number_start, number.quantity.number_end
    if number.quantity.unit in _ARTICLE_UNITS and _ARTICLE_BEFORE.search(number.before):
        return True
    if number.quantity.unit is None and _NUMBERED.search(number.before):
        return True
    follows_code = start > number.clause_start and text[start - 1] in _REFERENCE_BEFORE
    # 增速快于GDP1.5个百分点
    follows_code = follows_code and not (number.counts("share") and text[start - 1] in _LETTERS)
    return follows_code or text[end : end + 1] in _REFERENCE_AFTER or text.startswith("周年", end)


def is_year(number: StatedNumber) -> bool:
    """比2020年增长10%; 建标144—2010: the number of a standard and its year."""
    quantity = number.quantity
    if quantity.unit is None:
        return quantity.value_high in _YEARS
    return quantity.unit == "年" and quantity.value in _YEARS


def has_no_unit(number: StatedNumber) -> bool:
    """第三方评估的三, 推进2.0."""
    return number.quantity.unit is None


def is_age(number: StatedNumber) -> bool:
    """70周岁及以上老年人; not 人均预期寿命达到80岁."""
    return number.counts("age") and "寿命" not in number.before


# 打造一支素质高、专业能力强的队伍: praise, not a count.
_OF_QUALITY = re.compile(r"[^,。;\d]{0,10}(?:素质|水平|能力|作风|本领)[^,。;\d]{0,24}(?:队伍|团队)")
_OF_SPEECH = (
    *("一张网", "一张图", "一张卡", "一张表", "一张脸"),
    *("一个声音", "一个口子", "一个窗口", "一个周期"),
)
# 三平台、五体系 are ways of speaking, 床位二十张 is none.
_NUMERALS = NUMERAL_SIGNS + "百千"
_NO_WAY_OF_SPEAKING = 10
# 万名老人进影院, 百场演出下乡
_HUNDREDS_DO = re.compile("[百千万][名场家个户支][^,。;、]{1,6}(?:进|下|入|走|游|看|帮|学|评)")
# 一个中心、两翼齐飞、多点支撑
_IN_A_ROW_OF_IMAGES = re.compile(
    rf"[^,。;、\d]{{1,6}}、[{_NUMERALS}多][^,。;、{SITE_CLASSIFIERS}张名支条项套]"
)
# 6个统一, 四个结合, 12项重点任务: the name of what stands elsewhere.
_SLOGAN = re.compile(
    "(?:统一|一批|结合|坚持|到位|确保|严禁|转变|突出|强化|注重|聚焦|必须|不|一(?=[,。;工活]|$))"
)
# 1个龙头、N个站点
_AND_N = re.compile("[^,。;、]{1,12}[、+]N")
_LISTED = re.compile("(?:重点|重大|主要|具体|工作)*(?:任务|举措|措施|要求|事项)")
_DISTRIBUTED = re.compile(r"[每各][^,。;]{0,8}$")


def _goes_on_counting(number: StatedNumber) -> bool:
    """打造三十六个示范村、六个示范镇: the six."""
    before = number.before
    if not (number.is_built and before.endswith(("、", "和", "及", "与"))):
        return False
    counted = rf"[\d{_NUMERALS}]{number.quantity.unit}[^,。;、]{{1,16}}$"
    return re.search(counted, before[:-1]) is not None


def is_way_of_speaking(number: StatedNumber) -> bool:
    """一次性补助, 养老服务一张网; not 建成一个中心, 每个街道一处."""
    quantity, text = number.quantity, number.text
    if not quantity.is_chinese:
        return False
    if text.startswith(("性", "体", "人", "月", "分"), quantity.end):
        return True
    if _OF_QUALITY.match(text, quantity.end) or _LISTED.match(text, quantity.end):
        return True
    if text.startswith(_OF_SPEECH, quantity.number_start):
        return True
    if quantity.comparator == "=" and _HUNDREDS_DO.match(text, quantity.number_start):
        return True
    if quantity.value == 1 and _IN_A_ROW_OF_IMAGES.match(text, quantity.end):
        return True
    return not (
        number.follows_verb
        or quantity.comparator != "="
        or quantity.value >= _NO_WAY_OF_SPEAKING
        or not quantity.value.is_integer()
        or number.counts("share", "money", "area", "time")
        or quantity.unit == "倍"
        or _goes_on_counting(number)
        or _DISTRIBUTED.search(number.before)
        or place_before(number.before)
        or (number.closes_part and number.is_built)
    )


def is_slogan(number: StatedNumber) -> bool:
    """按照6个统一的要求, 落实12项重点任务."""
    if number.is_compared or number.quantity.unit not in ("个", "项", "条"):
        return False
    if _AND_N.match(number.after):
        return True
    is_list = number.quantity.unit != "个" and _LISTED.match(number.after)
    return bool(is_list) or _SLOGAN.match(number.after) is not None


_OF_WHICH = re.compile(r"[^,。;\d]{1,14}(?<!其)[中里]的?\d")


def is_whole_of_part(number: StatedNumber) -> bool:
    """对14所敬老院中的8所进行改造: the 14."""
    return _OF_WHICH.match(number.after) is not None


def is_in_succession(number: StatedNumber) -> bool:
    """连续2次排名末位的进行约谈."""
    return number.before.endswith("连续") and number.quantity.unit == "次"


_SUMMED = re.compile(
    r"(?:等共?计?|(?<![累合总预共])计|(?:清单|目录)[^,。;\d]{0,6}共)(?:\d+大?[类项个])*$"
)


def sums_up(number: StatedNumber) -> bool:
    """低保、特困等5类对象; 助浴等6大类32项; 每人每餐计1次."""
    return _SUMMED.search(number.before) is not None


def repeats_bound(number: StatedNumber) -> bool:
    """5家以上(含5家): the second 5."""
    return number.before.endswith(("(含", "(不含")) and number.after.startswith(")")


# 给予, 由区财政给予, 一次性奖励
_GRANTS_NEXT = rf"(?:再|分别|可|一次性|由[^,。;]{{2,8}})?(?:{GRANTS}|享受)"
_GRANTED_NEXT = re.compile(_GRANTS_NEXT)


_CONDITION_GOES_ON = re.compile(rf"[^。;]{{0,60}}的,{_GRANTS_NEXT}")


_ADDRESSED = ("对", "凡")
_GETS_NEXT = re.compile(f"[^,。;]{{0,20}}(?:{GRANTS}|享受|减免|免收|优先|支持)")
_ADDRESSEE = re.compile(rf"的[^,。;]{{0,14}}(?:{BODIES}|个人|人员|家庭|老年人|老人|对象)$")


def _names_addressee(number: StatedNumber) -> bool:
    """对连锁运营5家以上设施的企业,给予…: whom a benefit is for."""
    text, end = number.text, number.clause_end
    return (
        text.startswith(_ADDRESSED, number.clause_start)
        and _GETS_NEXT.match(text, end + 1, number.passage.end) is not None
        and _ADDRESSEE.search(text, number.quantity.number_end, end) is not None
    )


def is_condition(number: StatedNumber) -> bool:
    """对连锁机构达3家以上,且…的,给予支持; 床位达到30张,给予补助80万元."""
    text, end = number.text, number.clause_end
    if number.counts("money") or text[end : end + 1] != ",":
        return False
    if text.startswith("其中", number.clause_start):
        return False
    if number.is_compared and _names_addressee(number):
        return True
    if text.startswith(("且", "并且", "同时"), end + 1) and _CONDITION_GOES_ON.match(text, end + 1):
        return True
    if text[number.clause_start] == "对" and text.startswith(("且", "并", "或"), end + 1):
        return True
    return end - number.quantity.end < 3 and bool(
        _GRANTED_NEXT.match(text, end + 1, number.passage.end)
    )


_EACH = ("每", "每增", "每增加", "每增设", "每新增")
_PAID_FOR = re.compile(rf"[^,。;\d]{{0,14}}(?:分别)?(?:{GRANTS})[^,。;]{{0,12}}\d")
# 100平方米以下、100平方米以上分别给予3万元、5万元
_PAID_FOR_SIZE = re.compile(
    rf"(?:的|、[\d.]{{1,7}}[^,。;\d]{{1,8}})*(?:分别)?(?:{GRANTS})(?:一次性)?\d"
)
_RATE_BASE = re.compile(
    rf"""
    每(?:{BUILDS}|增设|增|招收|接收|增加|提升                            # 每新建、改造1张
      |和|或|、|个|名|户|张|千|百|万)*$                                  # 每新增1张床位补助5000元
    """,
    re.VERBOSE,
)
_DIGIT = re.compile(r"\d")


def is_what_is_paid_for(number: StatedNumber) -> bool:
    """每新增1张床位补助5000元: the number before the benefit."""
    if number.counts("money"):
        return False
    if number.is_compared:
        return not number.counts("share", "time") and _PAID_FOR_SIZE.match(number.after) is not None
    return (
        number.before.endswith(_EACH)
        or _PAID_FOR.match(number.after) is not None
        or bool(_DIGIT.search(number.after) and _RATE_BASE.search(number.before))
    )


_EXTENT = re.compile("范围(?:为|是|包括|涵盖)|下辖")
_SUBJECT_MATTER = re.compile(
    rf"""
    (?:围绕|依托|发挥|利用|聚焦|针对)
    # 依托社区新建助餐点30个: what is done with it.
    (?:(?!{BUILDS}|达到)[^,。;]){{0,8}}$
    """,
    re.VERBOSE,
)


def is_subject_matter(number: StatedNumber) -> bool:
    """围绕5个方面开展工作, 发挥3家龙头企业作用, 试点范围为8个乡镇."""
    if number.is_compared or number.follows_verb:
        return False
    said = number.text[number.clause_start : number.quantity.start]
    return bool(_SUBJECT_MATTER.search(number.before) or _EXTENT.search(said))


_DIVISIONS = (
    "阶段",
    "批次",
    "方面",
    "环节",
    "步骤",
    "层面",
    "层次",
    "维度",
    "类别",
    "档次",
    "方向",
    "等次",
    "等级",
    "部门",
)


def is_division(number: StatedNumber) -> bool:
    """分4个阶段推进, 2人间, 5个方面."""
    end = number.quantity.number_end
    return number.text.startswith((*_DIVISIONS, "人间"), end)


_SIZE_BEFORE = re.compile(
    r"""
    (?:总投资|投资额|投资规模|投资|造价|注册资本|年产值|营业收入|年收入)         # 总投资约5亿元
    (?:约|超|额|为|在|达|达到|总额)*$
    """,
    re.VERBOSE,
)
_SIZED = re.compile(r"的?[^,。;]{1,14}(?:项目|工程|综合体|基地|园区|小镇|企业)")


def is_size_of_project(number: StatedNumber) -> bool:
    """总投资5亿元的康养小镇项目, 综合体(总投资3亿元); not 完成投资5亿元."""
    if not number.counts("money") or not _SIZE_BEFORE.search(number.before):
        return False
    if number.after.startswith(")"):
        return True
    return number.after.startswith("的") and _SIZED.match(number.after) is not None


_PENALTY_BEFORE = re.compile("罚|违约金")
_PENALTY_AFTER = re.compile(r"[^,。;]{0,14}(?:罚款|罚金|违约金|滞纳金)")


def is_penalty(number: StatedNumber) -> bool:
    """处5万元以上10万元以下罚款, 按日加收0.5‰的滞纳金."""
    if not number.counts("money", "share", "ratio"):
        return False
    return bool(_PENALTY_AFTER.match(number.after) or _PENALTY_BEFORE.search(number.before))


def is_rank(number: StatedNumber) -> bool:
    """2级护理, 2级以上医疗机构, 3类人员; not 培育5批."""
    if number.quantity.unit == "级":
        return True
    return number.counts("rank") and not (number.follows_verb or number.is_compared)


_OF_MAP = re.compile(
    r"的?(?:比例尺|[^,。;\d]{0,14}(?:地形|地|分布|规划|平面|布局|示意|影像|专题)图)"
)


def is_scale_of_map(number: StatedNumber) -> bool:
    """1:2000地形图."""
    if not number.counts("ratio"):
        return False
    return "比例尺" in number.before or _OF_MAP.match(number.after) is not None


def is_reach(number: StatedNumber) -> bool:
    """2公里范围内."""
    return number.counts("distance") and number.after.startswith(
        ("区域", "范围", "半径", "圈", "内")
    )


_AGAINST = re.compile("防范|谨防|警惕|严防|识别|打击|查处|整治|抵制")
_OFFENCE = re.compile("[^,。;]{0,16}(?:骗|为诱饵|非法|违规|违法|行为|陷阱|传销)")


def is_of_offence(number: StatedNumber) -> bool:
    """防范以高于30%收益为诱饵的骗局; not 查处违规机构10家."""
    return bool(_AGAINST.match(number.text, number.clause_start) and _OFFENCE.match(number.after))


def is_baseline(number: StatedNumber) -> bool:
    """由45%提高到55%: the 45."""
    return number.quantity.is_baseline


_REASONS: tuple[tuple[str, Callable[[StatedNumber], bool]], ...] = (
    ("name", is_quoted),
    ("baseline", is_baseline),
    ("reference", is_part_of_reference),
    ("reference", is_year),
    ("name", is_division),
    ("unknown", has_no_unit),
    ("penalty", is_penalty),
    ("reference", is_of_offence),
    ("size", is_size_of_project),
    ("eligibility", is_age),
    ("name", is_way_of_speaking),
    ("name", is_slogan),
    ("reference", is_whole_of_part),
    ("eligibility", is_in_succession),
    ("name", sums_up),
    ("reference", repeats_bound),
    ("term", is_term),
    ("eligibility", is_condition),
    ("eligibility", is_attribute),
    ("reference", is_what_is_paid_for),
    ("past", is_past),
    ("reference", is_subject_matter),
    ("name", is_rank),
    ("name", is_scale_of_map),
    ("name", is_reach),
    ("eligibility", closes_relative_clause),
)


def judge(number: StatedNumber) -> tuple[str | None, str | None]:
    """Return the kind of target that a number states, or None and why it is no target."""
    for reason, holds in _REASONS:
        if holds(number):
            return None, reason
    return "norm" if is_norm(number) else "quantity", None
