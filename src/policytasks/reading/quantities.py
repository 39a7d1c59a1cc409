"""Numbers with their units, as a passage states them.

Consumes the view's text; produces :class:`Quantity` in reading order. Whether
one is a target, and of which kind, is decided in ``commitments``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from policytasks.reading.comparators import compare
from policytasks.words.numerals import numeral_value

__all__ = ["Quantity", "find_quantities"]

# --- units ---------------------------------------------------------------------
_LONG_UNITS = (
    "平方米|平方公里|平方千米|平方(?=[,。;的以])|平米|㎡|m²|m2|公里|公顷|公斤|立方米|厘米|毫米|兆瓦|km|cm"
    "|人次|场次|户次|家次|件次|台套|人月|周岁|个工作日|工作日|小时|学时|课时|分钟|个月|美元|欧元|港元"
)
# A power of ten before these is part of their name (50千瓦), not of the number (5千张).
_WITH_POWER = "千瓦时|千瓦|千米|千克"
_CLASSIFIERS = (
    "张户家个名所部处支次项套件场例床间座条辆台对组门期届人位亩元吨倍种类批米岁度级周月天日年"
    "份册栋幢款盏株笔宗篇节双艘架只枚幅块"
)
# What these go on with makes a word of its own: 20支持, 31对非营利性机构, 2人间, 9项目.
_NOT_BEGUN = (
    "(?!(?<=支)[持付部援撑配]|(?<=对)[于非外接应象]|(?<=名)[称单录]|(?<=处)[理置罚]|(?<=部)[分门署]"
    "|(?<=家)[庭长政属园居具]|(?<=户)[籍外]|(?<=所)[有在属需]|(?<=场)[所地馆]|(?<=项)目|(?<=间)接"
    "|(?<=组)[织建成]|(?<=门)诊|(?<=条)[件例]|(?<=位)[于置]|(?<=台)账|(?<=座)谈|(?<=人)[员才民均间]"
    "|(?<=周)边|(?<=张)贴|(?<=种)植|(?<=例)如|(?<=节)[点约]|(?<=份)额|(?<=元)旦|(?<=年)[龄度]|(?<=类)型|(?<=只)[能需有要是]|(?<=块)状)"
)
# 95分; not 10分钟, 30分之一, 5分类.
_POINTS = r"分(?=以上|以下|及以上|左右|[,。;、)]|的|$)"
_UNIT = rf"""(?:
        %|‰|个?百分点
      | [万亿]?(?:{_WITH_POWER})
      | [万亿千百十]{{0,2}}(?:{_LONG_UNITS}|{_POINTS}|[{_CLASSIFIERS}]{_NOT_BEGUN})
      | [万亿千]{{1,2}}(?![{_CLASSIFIERS}])
    )"""
# Those that make a Chinese numeral before them a count. 三级, 两类, 一批 are ways of speaking,
# and so are 四个一批, 两个必须.
_COUNTED = "个名所家处支次张户部座项套台间辆条场人位元亩件例床份栋幢岁天日年倍米"
_CHINESE_UNIT = rf"(?:个?百分点|门(?=课|[,。;、])|{_WITH_POWER}|{_LONG_UNITS}|[{_COUNTED}](?![一必]){_NOT_BEGUN})"

# --- numerals ------------------------------------------------------------------
_SIGN = "一二两三四五六七八九"
_ARABIC = r"(?<![\d.])(?:\d{1,3}(?:,\d{3})+(?!\d)|\d{1,12})(?:\.\d{1,6})?"
# Not 第三个, 统一部署, 数十家, nor in the middle of a numeral.
_OPENS = rf"(?<![第每某任逐统唯同之其单数几零〇廿卅{_SIGN}十百千万亿])"
_CHINESE = rf"{_OPENS}[{_SIGN}十百千万][零〇{_SIGN}十百千万亿]{{0,14}}(?:点[零〇{_SIGN}]{{1,6}}[万亿]{{0,2}})?"
_RANGE_SIGN = "(?:-|—{1,2}|~|至|到)"
_MORE = "[余多几来]"

_TENTHS_OF = (
    "社区|机构|街道|乡镇|村|家庭|老|企业|床位|资金|护理|人员|公办|民办|县|区|设施|居民|医院|经费"
)

# The forms of a number, each with an example; the first that fits counts.
_FORMS = {
    # 百分之六十二点五, 千分之零点五
    "share": rf"[百千]分之(?:[\d.]{{1,12}}|[零〇{_SIGN}十百]{{1,6}}(?:点[零〇{_SIGN}]{{1,6}})?)",
    # 三分之二, 2/3以上的社区
    "fraction": rf"{_OPENS}[{_SIGN}十]{{1,3}}分之[{_SIGN}十]{{1,3}}"
    r"|(?<![\d./-])\d/\d(?=以上|以下|左右|的)",
    # 八成以上, 逾七成社区; not 一成不变
    "tenths": rf"{_OPENS}[{_SIGN}\d]成(?:[半{_SIGN}](?=[以左的])|(?=[以左的,。;]|{_TENTHS_OF}))",
    # 一半以上
    "half": "(?:一半|半数)(?=以上|以下|左右)",
    # 翻一番, 翻番
    "doubled": "翻[一两三]?番",
    # 1:4, 1比4
    "ratio": r"(?<![\d.:])1[:比]\d{1,3}(?:\.\d{1,3})?(?![\d:])",
    # 5万4千, 2亿3千万
    "mixed": r"(?<![\d.])\d{1,4}[亿万千]{1,2}(?:\d{1,4}[万千百]{0,2})+",
    # 贰佰, 壹仟零伍拾; not the 陆 of a name
    "formal": "[壹贰叁肆伍陆柒捌玖][拾佰仟][零壹贰叁肆伍陆柒捌玖拾佰仟万亿]{0,12}",
    # 12,000, 55.5
    "arabic": _ARABIC,
    # 两, 三千, 二点五; 三至五 has the unit of the second
    "chinese": rf"(?:零点[零〇{_SIGN}]{{1,6}}|{_CHINESE})"
    rf"(?={_MORE}?{_CHINESE_UNIT}|{_RANGE_SIGN}[{_SIGN}十百]{{1,5}}{_CHINESE_UNIT})",
}
_QUANTITY = re.compile(
    rf"""
    (?=[\d半翻零{_SIGN}十百千万壹贰叁肆伍陆柒捌玖])
    (?:{"|".join(f"(?P<{name}>{pattern})" for name, pattern in _FORMS.items())})
    (?:(?P<power>[百千万亿]{{0,2}})(?P<more>{_MORE})(?=[万亿]?(?:{_LONG_UNITS}|[{_CLASSIFIERS}])))?   # 3万余元
    (?P<unit>{_UNIT})?
    (?P<per>(?:/(?:[年月日天人户次床亩]|平方米))*)                                         # 2万元/年
    """,
    re.VERBOSE,
)
# 两三个, 三五家, 十七八名, 三四十个: neighbours in a row, or 三五 and 一两.
_INEXACT = re.compile(rf"(?P<tens>十?)(?P<low>[{_SIGN}])(?P<high>[{_SIGN}])(?P<power>[十百千万]?)")
_INEXACT_PAIRS = frozenset(
    ("一二", "一两", "二三", "两三", "三四", "三五", "四五", "五六", "六七", "七八", "八九")
)
_LAST_POWER = re.compile("[万亿]+$")
# What the first number of 由2020年的45%提高到55% stands behind, and what joins it to the second.
_FROM = re.compile(r"(?:由|从|自)[^,。;:]{0,16}$")
_RISES_TO = re.compile(
    r"""
    [^,。;:\d]{0,6},?(?:逐步|分步|稳步|均|进一步|大幅)?
    (?:提高|提升|增加|增长|增|上升|扩大|扩充|扩容|扩建|拓展|发展|降低|降|下降|减少|压缩|压减|压降|缩短|缩减|延长|调整|放宽
      |上调|下调|提标)
    # 提高到2025年的55%
    (?:至|到|为)(?:20\d\d年[底末]?的)?(?:不低于|不少于|不超过|每[人户月年床]|约)*
    """,
    re.VERBOSE,
)
# 在2021年30%的基础上提高5个百分点
_ON_BASIS_OF = re.compile(r"在[^,。;:]{0,16}$")
_RISES_BY = re.compile(
    "的?基础上,?(?:再|各|均|至少|进一步){0,2}"
    "(?:提高|提升|增加|增长|上升|扩大|降低|下降|减少|压缩)(?:不少于|不低于|至少|约)?"
)
_LONGEST_FROM = 20
_LAST_COUNT_OF_YEARS = 1900
_RANGE = re.compile(rf"(?:\(含\))?{_RANGE_SIGN}")
_COORDINATING = frozenset(("、", "和", "与", "及", "或", "以及"))


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number at ``text[start:end]``, its unit, comparison and baseline included.

    Attributes
    ----------
    number_start, number_end
        Where number and unit alone stand.
    value, value_high, unit
        The number, the upper end of a range, and the unit as written.
    per
        What the unit is counted by (/年 of 2万元/年), else empty.
    comparator
        One of ``>= <= = > < ~ range``.
    is_chinese
        Whether it is a plain number in Chinese numerals (一个), which may count nothing.
    baseline
        The value from which it starts, in the same unit (由45%提高到55%).
    is_baseline
        Whether it is itself where the next one starts.
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
    baseline: float | None = None
    is_baseline: bool = False


def find_quantities(text: str, start: int, end: int) -> list[Quantity]:
    """Return the quantities of ``text[start:end]``.

    Two numbers that 至 or — joins are one range, with the unit on one side or on both.
    Numbers joined by 和 or 、 share the unit and the comparison that only the
    last or the first of them prints (分别达到30%和35%以上).

    >>> text = "分别达到30%和35%以上,培养5-10名,设立两个基地"
    >>> [(q.comparator, q.value, q.value_high, q.unit) for q in find_quantities(text, 0, len(text))]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('>=', 30.0, None, '%'), ('>=', 35.0, None, '%'), ('range', 5.0, 10.0, '名'),
     ('=', 2.0, None, '个')]
    """
    found = [_read(text, match, start, end) for match in _QUANTITY.finditer(text, start, end)]
    numbers = _with_ranges(text, [quantity for quantity in found if quantity])
    return _with_baselines(text, start, _with_shared_units(text, numbers))


# --- one number ------------------------------------------------------------------

Value = tuple[float | None, float | None, str | None]
"""Value, upper end, and unit or None for the one that is printed."""


def _share(words: str) -> Value:
    """百分之六十二点五."""
    return numeral_value(words[3:]), None, "%" if words[0] == "百" else "‰"


def _fraction(words: str) -> Value:
    """三分之二, 2/3: its share in per cent, rounded to two places."""
    parts = words.split("/") if "/" in words else words.split("分之")[::-1]
    above, below = (numeral_value(part) for part in parts)
    if above is None or not below or above >= below:
        return None, None, None
    return round(100 * above / below, 2), None, "%"


def _tenths(words: str) -> Value:
    """八成, 八成半, 七成五."""
    tenths, _, rest = words.partition("成")
    ones = "五" if rest == "半" else rest or "〇"
    return 10 * (numeral_value(tenths) or 0) + (numeral_value(ones) or 0), None, "%"


def _half(_: str) -> Value:
    """一半, 半数."""
    return 50.0, None, "%"


def _doubled(words: str) -> Value:
    """翻一番 is 2 倍, 翻两番 4 倍."""
    return 2.0 ** (numeral_value(words[1:-1] or "一") or 1), None, "倍"


def _ratio(words: str) -> Value:
    """1:4 has value 4."""
    return float(words[2:]), None, "1:n"


def _number(words: str) -> Value:
    """12,000, 5万4千."""
    return numeral_value(words), None, None


def _chinese(words: str) -> Value:
    """三千, 两三 (a range), 二点五."""
    inexact = _INEXACT.fullmatch(words)
    if inexact:
        tens, low, high, power = inexact.groups()
        if low + high not in _INEXACT_PAIRS or (tens and power):
            return None, None, None
        return numeral_value(tens + low + power), numeral_value(tens + high + power), None
    # 千张, 百家: one of them.
    return numeral_value(f"一{words}" if words[0] in "百千万亿" else words), None, None


_READERS: dict[str, Callable[[str], Value]] = {
    "share": _share,
    "fraction": _fraction,
    "tenths": _tenths,
    "half": _half,
    "doubled": _doubled,
    "ratio": _ratio,
    "mixed": _number,
    "arabic": _number,
    "formal": _number,
    "chinese": _chinese,
}


def _read(text: str, match: re.Match[str], first: int, last: int) -> Quantity | None:
    """Read a number with what stands around it in ``text[first:last]``."""
    form = next(name for name in _FORMS if match[name] is not None)
    words, unit = match[form], match["unit"]
    if form in ("chinese", "formal") and unit:
        # 三千万元 is 3000 万元, as 3000万元 is; 一亿二千万 stays whole.
        power = _LAST_POWER.search(words)
        if power and power.start() and not set("万亿") & set(words[: power.start()]):
            words, unit = words[: power.start()], power[0] + unit
    value, high, own_unit = _READERS[form](words)
    if value is None:
        return None
    comparison = compare(text, match.start(), match.end(), first, last)
    comparator = comparison.comparator
    if match["more"]:
        unit = match["power"] + (unit or "")
        # 5000余张, but 十来个.
        inexact = "~" if match["more"] == "来" else ">="
        comparator = inexact if comparator == "=" else comparator
    return Quantity(
        comparison.start,
        comparison.end,
        match.start(),
        match.end(),
        value,
        high,
        own_unit or unit,
        match["per"],
        "range" if high else comparator,
        form == "chinese",
    )


# --- numbers that belong together ----------------------------------------------


def _with_ranges(text: str, numbers: list[Quantity]) -> list[Quantity]:
    """Join the two ends of a range: 5-10名, 2000元至3000元, 10张和20张之间."""
    joined: list[Quantity] = []
    for high in numbers:
        low = joined[-1] if joined else None
        if low and _makes_range(text, low, high):
            joined[-1] = _range(low, high, text)
        else:
            joined.append(high)
    return joined


def _makes_range(text: str, low: Quantity, high: Quantity) -> bool:
    link = text[low.number_end : high.number_start]
    between = link in ("和", "与") and text.startswith("之间", high.number_end)
    if low.value_high is not None or not (between or _RANGE.fullmatch(link)):
        return False
    return low.unit is None or _noun(low.unit) in ("", _noun(high.unit))


def _range(low: Quantity, high: Quantity, text: str) -> Quantity:
    """Return the range of two numbers, in the unit of the second.

    Where their units differ by a power of ten (5000元至1万元), in the unit without it.
    """
    bottom, top, unit = low.value, high.value, high.unit
    unit_of_low = low.unit or (unit if bottom < top else _noun(unit))
    if _power(unit_of_low) != _power(unit):
        bottom, top, unit = bottom * _power(unit_of_low), top * _power(unit), _noun(unit)
    rises = top > bottom
    return replace(
        high,
        start=low.start,
        end=high.end + 2 if text.startswith("之间", high.end) else high.end,
        number_start=low.number_start,
        value=bottom,
        value_high=top if rises else None,
        # 41-0个 is a code or a misprint: without a unit, no rule makes it a target.
        unit=unit if rises else None,
        comparator="range" if rises else "=",
        is_chinese=low.is_chinese and high.is_chinese,
    )


def _noun(unit: str | None) -> str:
    """Return a unit without its power of ten (万元: 元)."""
    if unit is None or unit.startswith(("百分点", *_WITH_POWER.split("|"))):
        return unit or ""
    return unit.lstrip("十百千万亿")


def _power(unit: str | None) -> float:
    power = (unit or "").removesuffix(_noun(unit))
    return numeral_value("一" + power) or 1.0


def _with_shared_units(text: str, numbers: list[Quantity]) -> list[Quantity]:
    """Give coordinated numbers the unit and comparison they share."""
    shared: list[Quantity] = []
    group: list[Quantity] = []
    for number in numbers:
        if group and text[group[-1].end : number.start] not in _COORDINATING:
            shared += _share_unit(group)
            group = []
        group.append(number)
    return shared + _share_unit(group)


def _share_unit(group: list[Quantity]) -> list[Quantity]:
    if len(group) < 2:
        return group
    first, last = group[0], group[-1]
    comparator = first.comparator if first.comparator != "=" else last.comparator
    shared = []
    for number in group:
        if number.unit is None and last.unit is not None and not last.is_chinese:
            number = replace(number, unit=last.unit)
        if number.comparator == "=" and comparator != "range" and number.unit == last.unit:
            number = replace(number, comparator=comparator)
        shared.append(number)
    return shared


def _with_baselines(text: str, first: int, numbers: list[Quantity]) -> list[Quantity]:
    """Tell the value from which another one starts: 由2020年的45%提高到55%以上."""
    told: list[Quantity] = []
    for number in numbers:
        # 由45%提高到2025年的55%: a year may stand between them.
        back = 2 if told and _is_year(told[-1]) else 1
        start = told[-back] if len(told) >= back else None
        opens = start and not _is_year(number) and _what_opens_rise(text, start, number)
        if start and opens:
            lead = opens.search(text, max(first, start.start - _LONGEST_FROM), start.start)
            told[-back] = replace(start, is_baseline=True, unit=start.unit or number.unit)
            number = replace(
                number,
                start=lead.start() if lead else start.start,
                baseline=_baseline(start, number),
            )
        told.append(number)
    return told


def _what_opens_rise(text: str, start: Quantity, number: Quantity) -> re.Pattern[str] | None:
    """Return what a rise from one number to or by another opens with; None where it is none."""
    if start.is_baseline:
        return None
    if _RISES_TO.fullmatch(text, start.end, number.number_start):
        return _FROM
    return _ON_BASIS_OF if _RISES_BY.fullmatch(text, start.end, number.start) else None


def _is_year(number: Quantity) -> bool:
    """提高到2025年的55%: the 2025年."""
    return number.unit == "年" and number.value > _LAST_COUNT_OF_YEARS


def _baseline(start: Quantity, number: Quantity) -> float | None:
    """Return the value of a baseline in the unit of its target; None where that cannot be."""
    unit = start.unit or number.unit
    if unit == "%" and (number.unit or "").endswith("百分点"):
        return start.value
    if _noun(unit) != _noun(number.unit):
        return None
    return start.value * _power(unit) / _power(number.unit)
