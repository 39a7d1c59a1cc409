"""Times among the numbers: which set a level to keep to, and which are but a term.

The level of a right or a limit counts although it is a time (5个工作日内); how long
something has run or runs (开业3年内) does not.
"""

from __future__ import annotations

import re

from policytasks.reading.numbers import StatedNumber
from policytasks.words.verbs import FALLS

__all__ = ["is_term"]

# 办理时限压缩至15天, 处方用药量放宽至3个月, 提前5个工作日告知, 公示10天.
_SETS_LIMIT = re.compile(
    rf"""
    (?:{FALLS}|放宽|延长|延缓|延迟|缓缴)[^,。;\d]{{0,4}}(?:至|到|为)?$
    |(?:提前|公示)(?:不少于)?$
    |(?:最长|不超过|最多)(?:不超过|为|可)?[^,。;\d]{{0,6}}$                  # 缓缴最长6个月
    """,
    re.VERBOSE,
)
# 受理申请后1个月内, 自收到申请之日起15个工作日.
_COUNTS_FROM = re.compile(r"(?:之日起|日起|后|以后|后的)(?:的)?$")
# 10-15分钟生活圈 is a name, 中心城区10-15分钟 a standard.
_LONGEST_CIRCLE = 12
# 15分钟内响应率
_NAMES_RATE = re.compile("[^,。;]{1,8}率")
_INTEREST = re.compile(r"贴息|有效期|经营期|服务年限|服务期")


def is_limit_in_time(number: StatedNumber) -> bool:
    """在5个工作日内完成初核, 时限压缩至15天, 受理后1个月内; not 开业3年内, 有效期5年."""
    quantity = number.quantity
    if _INTEREST.search(number.before) or _NAMES_RATE.match(number.after):
        return False
    if quantity.baseline is not None or _SETS_LIMIT.search(number.before + _words(number)):
        return True
    if quantity.unit == "分钟" and quantity.value_high:
        return "圈" not in number.after[:_LONGEST_CIRCLE]
    if number.counts("service_time"):
        return number.is_compared or _COUNTS_FROM.search(number.before) is not None
    inside = number.text.startswith(("内", "之内", "以内"), quantity.number_end)
    return quantity.unit in ("个月", "日") and inside and bool(_COUNTS_FROM.search(number.before))


def _words(number: StatedNumber) -> str:
    """Return the words of comparison before a number."""
    return number.text[number.quantity.start : number.quantity.number_start]


def is_term(number: StatedNumber) -> bool:
    """开业3年内; not 在5个工作日内完成, 办理时限压缩至15天."""
    if number.counts_courses:
        return False
    return number.counts("time") and not is_limit_in_time(number)
