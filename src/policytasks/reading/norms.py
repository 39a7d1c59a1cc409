"""Which targets are norms: standards, benefit levels, rates and ceilings to be applied.

The rules are those of section 3 of the coding manual.
"""

from __future__ import annotations

import re

from policytasks.reading.number_forms import SITE_CLASSIFIERS
from policytasks.reading.numbers import StatedNumber
from policytasks.words.numerals import NUMERAL_SIGNS
from policytasks.words.verbs import BENEFITS, GRANTS

__all__ = ["is_granted", "is_norm", "is_part_of_counted"]

_SIZE_OF_EACH = re.compile(r"(?:每|人均|单个)[^,。;]{0,8}$")
_AREA_TO_REACH = re.compile(
    r"(?:新增|新建|建成|完成|改造|供应|供给|总)[^,。;]{0,10}$|(?:安排|落实|保障)[^,。;]{0,8}用地$"
)
_MONEY_TO_REACH = re.compile(
    r"""
    (?:达到|突破|实现|完成|超过|增长|产值|总量|总额|营业额|成交额|销售额|交易额|零售额|总收入|规模
      |利用外资|投资)[^,。;]{0,6}$                                       # 产业规模达到100亿元
    """,
    re.VERBOSE,
)
# 中央预算内投资补助2万元
_GRANTED = re.compile(f"(?:{BENEFITS})(?:标准)?(?:为|达到?)?$")
# 补助总额不超过8万元: a ceiling of a benefit, whatever it sums up.
_BENEFIT_BEFORE = re.compile(rf"(?:{BENEFITS}|贴息)[^,。;\d]{{0,8}}$")
_RATES = "标准|价格|保费|利率|额度|资金|租金"
_STANDARD_BEFORE = re.compile(
    rf"""
    (?:{_RATES}|价|评估价|参考价|费用?|金额|额|[费税]率|投资额?|工资|薪酬|薪资|待遇|缴费
      |下浮|上浮)(?:的|按|为|给予|原则上|部分的?|[降下上]?[调降]?[至到为])*$                       # 按评估价的
    |占[^,。;\d]{{0,12}}(?:标准|工资|收入)的?比例$                          # 占最低工资标准的比例
    |按(?:照)?(?:不低于|不超过)?$
    |公益金[^,。;\d]{{0,16}}(?:比例|占比)$                                 # 公益金用于养老服务的比例不低于55%
    |(?:时间|时长)(?:累计|合计|总计|应|为|达到|达)*$                                    # 培训时间不少于40学时
    |(?:{GRANTS}|减免|报销|返还)$                          # 第一年补助60%
    |(?:减征|免征|抵扣|抵免|优惠|让利)$                                             # 减征10%的房产税
    |(?:价格?|费用?|租金)[^,。;\d]{{0,12}}[低高]$                          # 价格比市场低10%
    |容纳$                                                               # 能够容纳10名以上
    |贴息$                                                               # 按基准利率贴息50%
    |(?:(?:[省市县区级]|财政|地方)配套|自缴|自筹|自付|自负|自担)$                                      # 市县配套40%
    |(?:承担|分担|负担)(?:剩余|其余)?(?:部分)?(?:的?资金)?$                                                 # 省级财政承担70%
    |(?:报销|补偿|支付|自付|自负|补贴|补助|救助|缴费|分担)(?:比例|限额)[^,。;\d]{{0,6}}$  # 报销比例提高至75%
    """,
    re.VERBOSE,
)
_STANDARD_AFTER = re.compile(
    rf"""
    的(?:{_RATES}|比例(?:给予|用于|安排)|要求|频次|优惠|贷款|财政|福彩|彩票|公益金
       |{BENEFITS}|[^,。;]{{1,8}}用于)                             # 60%的资金, 80%的公益金用于
    |{GRANTS}|增发|计算|收取|收费|优惠|贴息|减免|征收|下浮|上浮|执行
    |投入(?!使用|运营)|分担|承担                                         # 60%以上投入养老服务
    |由[^,。;]{{2,12}}(?:承担|负担|分担)                                    # 其余20%由养老机构承担
    |“?(?:无偿|低偿|免费|专项|优先)?”?用于                               # 20%以上“无偿”用于助餐
    """,
    re.VERBOSE,
)
# 风险保证金不超过年租金的10%
_CHARGED = re.compile(r"(?:保证金|押金|管理费|服务费|手续费)[^,。;\d]{0,8}$")
_AS_A_RULE = re.compile("(?:一般|原则上)(?:应|为|在|控制在)?$")
# 按不低于1%的比例抽查: how many are looked at, not a rate that is granted.
_CHECKED = re.compile(r"[^,。;\d]{0,30}(?:检查|抽查|核查|巡查|复查|抽检)")
_PER_PERSON = re.compile("[人户亩床]均|每[人户亩床]")
# What each of the counted must have: 建设1所100个床位的机构.
_COUNTED_BEFORE = re.compile(rf"[\d{NUMERAL_SIGNS}][{SITE_CLASSIFIERS}]$")


def is_granted(number: StatedNumber) -> bool:
    """Tell whether what follows a number applies it (60%的资金, 5万元奖励)."""
    return _STANDARD_AFTER.match(number.after) is not None


def is_part_of_counted(number: StatedNumber) -> bool:
    """Tell the second number of 建设1所100个床位的机构."""
    return _COUNTED_BEFORE.search(number.before) is not None


def is_norm(number: StatedNumber) -> bool:
    """Tell a standard, benefit, rate or ceiling to be applied from a number to reach."""
    if number.counts("money"):
        if number.quantity.comparator == "<=" and _BENEFIT_BEFORE.search(number.before):
            return True
        if _GRANTED.search(number.before):
            return True
        per_person = _PER_PERSON.search(number.before)
        return bool(is_granted(number) or per_person or not _MONEY_TO_REACH.search(number.before))
    if (
        is_part_of_counted(number)
        or number.counts("length", "climate")
        or (number.counts("time") and not number.counts_courses)
    ):
        return True
    if number.counts("area"):
        # 托管面积达3300万亩 is a sum, 500平方米 the size of one.
        if (number.quantity.unit or "")[:1] in "万亿":
            return False
        if _SIZE_OF_EACH.search(number.before):
            return True
        return not _AREA_TO_REACH.search(number.before)
    if number.counts("ratio"):
        return number.due is None
    is_ceiling = number.quantity.comparator == "<=" or _AS_A_RULE.search(number.before)
    if is_ceiling and not number.counts("share"):
        return True
    # 不低于省定标准的1.2倍
    compared = number.text[number.quantity.start : number.quantity.number_start]
    if number.quantity.unit == "倍" and "标准" in compared:
        return True
    if number.quantity.comparator == "<=" and _CHARGED.search(number.before):
        return True
    # 制定标准6项
    counts_standards = number.quantity.unit in ("项", "个", "部") and number.before.endswith("标准")
    if counts_standards or _CHECKED.match(number.after):
        return False
    return is_granted(number) or _STANDARD_BEFORE.search(number.before) is not None
