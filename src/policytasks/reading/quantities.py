"""Numbers with their units, as a passage states them.

Consumes the view's text; produces :class:`Quantity` in reading order. Whether
one is a target, and of which kind, is decided in ``commitments``.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from policytasks.words.numerals import chinese_integer

__all__ = ["COUNTED_BY", "Quantity", "find_quantities"]

_CLASSIFIERS = (
    "张户家个名所部处支次项套件场例床间座条辆台对组门期届人位亩元吨倍种类批米岁度级周月天日年"
)
# Those that make a Chinese numeral before them a count.
COUNTED_BY = "个名所家处支次张户部座项套台间辆条场"
_UNIT = rf"""
    (?:%|‰|个?百分点
      |(?:[万亿千百十]{{0,2}}(?:
          平方米|平方公里|公里|公顷|立方米|人次|场次|人月|周岁|个工作日|工作日|小时|学时|课时|分钟|个月|美元
         |[{_CLASSIFIERS}])
      )
      |[万亿千]{{1,2}}(?![{_CLASSIFIERS}]))
"""
_QUANTITY = re.compile(
    rf"""
    (?:
       (?P<arabic>(?<![\d.])\d{{1,3}}(?:,\d{{3}}){{1,3}}(?!\d)          # 12,000张
         |(?<![\d.])\d{{1,12}}(?:\.\d{{1,6}})?)                        # 55.5%
       (?:%?(?:-|—|~|至|到)(?P<high>\d{{1,12}}(?:\.\d{{1,6}})?))?       # 5-10名
      |(?P<half>一半|半数)(?=以上|以下|左右)
      |百分之(?P<percent>[\d.]{{1,12}}|[零〇一二三四五六七八九十百两]{{1,6}})
       # 两个基地; not 第三个, 统一部署
      |(?P<chinese>(?<![第每某任逐统唯同之万其单进千百十〇零一二三四五六七八九])[一二三四五六七八九十百两]{{1,6}})
       (?=[{COUNTED_BY}])
    )
    (?P<unit>{_UNIT})?
    (?P<per>(?:/(?:[年月日天人户次床]|平方米))*)                            # 2万元/年
    """,
    re.VERBOSE,
)
_BOUNDS = {
    "at_least": "不低于|不少于|不得低于|不得少于|不小于|不应低于|不应少于|至少",
    "at_most": "不超过|不高于|不得超过|不得高于|不多于|不大于|最高不超过|最高|最多|上限|最长|控制在",
}
_COMPARISONS = {
    "more": "超过|高于|大于|多于|突破",
    "less": "低于|少于|小于|不足",
    # 签约服务费的80%, 附近: other words.
    "about": "(?<![签预合节制特履])约|(?<![附就邻最])近",
}


def _signs(words: dict[str, str], base: int) -> str:
    """Return a pattern of words with what may stand between them and their number.

    不低于低保标准的30%: ``base`` is how long the name of the base may be.
    """
    groups = "|".join(f"(?P<{name}>{alternatives})" for name, alternatives in words.items())
    return rf"(?:{groups})(?:到|至|为|在|达到|达|[^,。;:\d]{{1,{base}}}的|[全本][省市县区州国])?$"


_LEFT = re.compile(f"{_signs(_BOUNDS, 36)}|{_signs(_COMPARISONS, 12)}")
_LONGEST_LEFT = 44
_RIGHT = re.compile(
    r"""
    (?:床位|老年?人)?(?:及|\(含\))?                                # 3家及以上, 10人(含)以上
    (?:(?P<at_least>以上|及以上|余)
      |(?P<at_most>以内|以下|之内|(?<=[日天时钟])内)                 # 5个工作日内
      |(?P<about>左右|上下))
    """,
    re.VERBOSE,
)
_SIGNS = {"at_least": ">=", "at_most": "<=", "more": ">", "less": "<", "about": "~"}
_AT_LEAST_BEFORE_VERB = re.compile(
    r"""
    (?:至少|不少于|最少)                                            # 至少建成1个养老院和1个社区
    (?:[^,;。:\d]{0,16}\d{1,5}[^,;。:\d、和及]{1,16}[、和及])?      # it holds for both
    [^,;。:\d]{0,16}$
    """,
    re.VERBOSE,
)
_LONGEST_VERB_BEFORE = 40
_COORDINATING = frozenset(("、", "和", "与", "及", "或", "以及"))


class Quantity(NamedTuple):
    """A number at ``text[start:end]``, its unit and its comparison included.

    ``number_start`` and ``number_end`` bound number and unit alone;
    ``per`` is what the unit is counted by (/年 of 2万元/年), else empty;
    ``comparator`` is one of ``>= <= = > < ~ range``.
    """

    start: int
    end: int
    number_start: int
    number_end: int
    value: float
    value_high: float | None
    unit: str | None
    per: str
    comparator: str
    is_chinese: bool


def _numeral_value(numeral: str) -> float | None:
    if numeral[0].isdecimal():
        try:
            return float(numeral.replace(",", ""))
        except ValueError:
            return None
    value = chinese_integer(numeral)
    return None if value is None else float(value)


def _read(text: str, match: re.Match[str], first: int, last: int) -> Quantity | None:
    """Read a number with what stands around it in ``text[first:last]``."""
    arabic, high, half, percent, chinese, unit, per = match.groups()
    value = 50.0 if half else _numeral_value(arabic or percent or chinese)
    if value is None:
        return None
    if percent or half:
        unit = "%"
    number_start, number_end = start, end = match.span()
    comparator = "="
    left = _LEFT.search(text, max(first, start - _LONGEST_LEFT), start)
    if left:
        start = left.start()
        comparator = _SIGNS[str(left.lastgroup)]
    right = _RIGHT.match(text, end, last)
    if right:
        end = right.end()
        # 控制在 takes its sign from the right (控制在5.5%左右); others have agreed signs.
        if not left or left[0].startswith("控制"):
            comparator = _SIGNS[str(right.lastgroup)]
    if comparator == "=" and _says_at_least(text, first, number_start):
        comparator = ">="
    value_high = None
    if high:
        value_high = float(high)
        if value_high > value:
            comparator = "range"
        else:
            # 41-0个 is a code or a misprint: without a unit, no rule makes it a target.
            unit = value_high = None
    return Quantity(
        start,
        end,
        number_start,
        number_end,
        value,
        value_high,
        unit,
        per,
        comparator,
        chinese is not None,
    )


def _says_at_least(text: str, start: int, end: int) -> bool:
    """Tell whether 至少 stands before the verb of a number (至少培育发展1支)."""
    start = max(start, end - _LONGEST_VERB_BEFORE)
    return _AT_LEAST_BEFORE_VERB.search(text, start, end) is not None


def find_quantities(text: str, start: int, end: int) -> list[Quantity]:
    """Return the quantities of ``text[start:end]``.

    Numbers joined by 和 or 、 share the unit and the comparison that only the
    last or the first of them prints (分别达到30%和35%以上).

    >>> text = "分别达到30%和35%以上,培养5-10名,设立两个基地"
    >>> [(q.comparator, q.value, q.value_high, q.unit) for q in find_quantities(text, 0, len(text))]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('>=', 30.0, None, '%'), ('>=', 35.0, None, '%'), ('range', 5.0, 10.0, '名'),
     ('=', 2.0, None, '个')]
    """
    quantities: list[Quantity] = []
    group = 0
    for match in _QUANTITY.finditer(text, start, end):
        quantity = _read(text, match, start, end)
        if quantity is None:
            continue
        if quantities and text[quantities[-1].end : quantity.start] not in _COORDINATING:
            _share(quantities, group)
            group = len(quantities)
        quantities.append(quantity)
    _share(quantities, group)
    return quantities


def _share(quantities: list[Quantity], group: int) -> None:
    """Give the coordinated numbers from ``group`` on the unit and comparison they share."""
    if len(quantities) - group < 2:
        return
    first, last = quantities[group], quantities[-1]
    comparator = first.comparator if first.comparator != "=" else last.comparator
    for index in range(group, len(quantities)):
        quantity = quantities[index]
        if quantity.unit is None and last.unit is not None and not last.is_chinese:
            quantity = quantity._replace(unit=last.unit)
        if quantity.comparator == "=" and comparator != "range" and quantity.unit == last.unit:
            quantity = quantity._replace(comparator=comparator)
        quantities[index] = quantity
