"""Numbers that only say which ones are meant: the size or income of those a sentence speaks of.

Consumes a number in its place; answers whether it is an attribute (床位数在200张以上的机构)
and no target.
"""

from __future__ import annotations

import re

from policytasks.reading.norms import is_granted, is_part_of_counted
from policytasks.reading.number_forms import SITE_CLASSIFIERS
from policytasks.reading.numbers import StatedNumber
from policytasks.words.numerals import NUMERAL_SIGNS

__all__ = ["BODIES", "closes_relative_clause", "is_attribute"]

# Whom or what a rule is for: 床位300张以上的机构.
BODIES = "机构|企业|单位|组织|社区|场所|医院|学校|项目"
_MEASURE_OF_SIZE = re.compile(
    r"""
    (?:床位数?|床位|面积|人数|人口|规模|收入|投资|资产|年龄|岁|户数|建筑面积
      |数量|期限|额|产值)(?:在|为|达到|达|的)?$                          # 床位数在200张以上的
    """,
    re.VERBOSE,
)
_ATTRIBUTE = re.compile(
    r"""
    (?:及?以[上下内])?(?P<measure>床位|面积|规模|人员|员工|人口|老年?人)?    # 20张及以上床位的机构
    (?:[\d.]+[万亿]?(?:平方米|张|人|名|元|㎡))?                          # 2万平方米及以上5万平方米以下的
    (?:以[上下内])?的(?=[^,。;]{2,})                                # 1000平方米以下的建筑
    """,
    re.VERBOSE,
)
# 核定养老床位50张及以上
_CERTIFIED = re.compile(r"(?:核定|核准|登记)[^,。;]{0,8}$")
# 推动80张以上床位的机构内设: which ones are urged, not how many.
_URGED = re.compile("(?:推动|支持|扶持)$")
# 对面积超过800平方米的机构; not 建成面积超过800平方米的
_OPENS_WITH_SIZE = re.compile(
    "(?:对|对于|凡|支持|鼓励|引导|推动)?(?:总|单体)?(?:建筑|占地|使用)?(?:总?面积)?(?:在|为)?"
)
# 对床位300张以上且医护人员不少于10名的机构
_HAS_TOO = re.compile(f"[且并或][^,。;]{{2,30}}的[^,。;]{{0,8}}(?:{BODIES})")
_IS_SO_LARGE_TOO = re.compile(
    rf"""
    [、且或][^,。;\d]{{0,8}}\d[^,。;\d]{{0,6}}以[上下内]的             # 患者10人以下、5张床位以内的机构
    [^,。;]{{0,8}}(?:{BODIES}|[点站院村]|中心)
    """,
    re.VERBOSE,
)
_WHICH_HAS_IT = re.compile(f"的[^,。;]{{0,8}}(?:{BODIES}|建筑)[^,。;]{{2}}")
# 50张床位以上的护理院2所: which homes, the 2 says how many.
_COUNTED_BEHIND = re.compile(
    rf"[^,。;\d]{{2,14}}(?:\d{{1,4}}|[{NUMERAL_SIGNS}]{{1,3}})[{SITE_CLASSIFIERS}]"
)
_BARE_ATTRIBUTE = (*BODIES.split("|"), "民营", "工程", "货物", "养老")


_RATE_BEFORE = re.compile(r"(?:率|床位|占比|比例|比重|人数)(?:要|应)?(?:达到|达|在|为|占)?$")
# 对床位利用率连续6个月低于30%的机构
_OF_THOSE_WHOSE_RATE = re.compile(r"[对凡][^,。;]{2,16}(?:率|占比|比例)[^,。;]{0,12}")
# 收入在低保标准100%-130%的重度残疾人
_INCOME_BEFORE = re.compile(r"收入[^,。;]{0,16}$")
_WHO_EARNS_SO = re.compile(r"(?:以[上下内])?的[^,。;]{0,10}(?:人|家庭|对象)")
_WHO_IS_SO = re.compile(
    rf"(?:及?以[上下内])?的[^,。;]{{0,10}}(?:{BODIES}|家庭|人员|[老福理医]院|县|村)"
)


def is_share_of_the_eligible(number: StatedNumber) -> bool:
    """护理型床位达到30%以上的民办养老机构; not 60%以上的养老机构开展."""
    start, end = number.quantity.number_end, number.clause_end
    if _INCOME_BEFORE.search(number.before) and _WHO_EARNS_SO.match(number.text, start, end):
        return True
    if number.text.startswith("前", start):
        # 建成面积达到50%前完成配建
        return True
    names_rate = _RATE_BEFORE.search(number.before) or _OF_THOSE_WHOSE_RATE.fullmatch(
        number.text, number.clause_start, number.quantity.start
    )
    if not (number.is_compared and names_rate):
        return False
    return _WHO_IS_SO.match(number.text, start, end) is not None


def is_size_of_the_eligible(number: StatedNumber) -> bool:
    """收入低于1500元的老年人, 对面积超过800平方米的机构; not 给予不超过5万元的补贴."""
    if not number.is_compared:
        return False
    if number.counts("money"):
        earns = _INCOME_BEFORE.search(number.before)
        return bool(earns and _WHO_EARNS_SO.match(number.after))
    said_before = number.text[number.clause_start : number.quantity.start]
    opens = _OPENS_WITH_SIZE.fullmatch(said_before)
    return bool(opens and _WHICH_HAS_IT.match(number.after))


def is_attribute(number: StatedNumber) -> bool:
    """床位数在200张以上的机构, 机构(床位200张以上); not 建成1所100张床位的机构."""
    if number.counts("share"):
        return is_share_of_the_eligible(number)
    if is_part_of_counted(number):
        return False
    if _CERTIFIED.search(number.before) and not number.counts("money"):
        return True
    if number.text.startswith(("对", "凡"), number.clause_start) and _HAS_TOO.match(number.after):
        return True
    if number.is_compared and not number.follows_verb and _IS_SO_LARGE_TOO.match(number.after):
        return True
    if number.after.startswith(("的标准", "的要求", "的频次", "的规格", "的比例")):
        return False
    attribute = _ATTRIBUTE.match(number.text, number.quantity.number_end, number.clause_end)
    of_size = _MEASURE_OF_SIZE.search(number.before) is not None
    is_built_so = number.is_compared and number.follows_verb and attribute and attribute[0] == "的"
    is_urged = attribute and attribute["measure"] and _URGED.search(number.before)
    if attribute and number.follows_verb and _COUNTED_BEHIND.match(number.text, attribute.end()):
        return True
    if attribute and (of_size or is_urged or not number.follows_verb) and not is_built_so:
        if number.counts("money", "area"):
            if is_granted(number):
                return False
            return attribute[0] != "的" or is_size_of_the_eligible(number)
        return True
    in_brackets = number.is_compared and number.after.startswith(")")
    return of_size and (in_brackets or number.after.startswith(_BARE_ATTRIBUTE))


def closes_relative_clause(number: StatedNumber) -> bool:
    """连锁机构达到3家的,给予支持."""
    return number.text[number.clause_end - 1] == "的" and not is_granted(number)
