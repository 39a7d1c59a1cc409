"""The forms of a number in policy text, the units beside it, and what each is worth.

Its patterns accept the view's text: no white space, half-width signs.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from policytasks.words.numerals import DIGITS, FORMAL_DIGITS, numeral_value

__all__ = [
    "NUMBER",
    "PER",
    "RANGE_SIGN",
    "SITE_CLASSIFIERS",
    "Value",
    "form_of",
    "noun_of",
    "power_of",
    "read_words",
]

# --- units ---------------------------------------------------------------------
_LONG_UNITS = (
    "平方米|平方公里|平方千米|平方(?=[,。;的以])|平米|平(?=[,。;、])|㎡|m²|m2|公里|公顷|公斤|立方米|厘米|毫米|兆瓦|km|cm|mm|kW|MW|m(?![a-zA-Z])|℃|摄氏度|分贝|勒克斯"
    "|人次|场次|户次|家次|件次|台套|人月|周岁|个工作日|工作日|小时|学时|课时|分钟|个月|美元|欧元|港元"
)
# A power of ten before these is part of their name (50千瓦), not of the number (5千张).
_WITH_POWER = "千瓦时|千瓦|千米|千克"
# What institutions are counted in.
SITE_CLASSIFIERS = "个所家处座间"
# Those that make a Chinese numeral before them a count. 三级, 两类, 一批 are ways of speaking,
# and so are 四个一批, 两个必须.
_COUNTED = SITE_CLASSIFIERS + "名支次张户部项套台辆条场人位元亩件例床份栋幢岁天日年倍米"
_CLASSIFIERS = _COUNTED + "对组门期届吨种类批度级周月册款盏株笔宗篇节双艘架只枚幅块轮餐班片堂"
# What these go on with makes a word of its own: 20支持, 31对非营利性机构, 2人间, 9项目.
_NOT_BEGUN = (
    "(?!(?<=支)[持付部援撑配]|(?<=对)[于非外接应象]|(?<=名)[称单录]|(?<=处)[理置罚]|(?<=部)[分门署]"
    "|(?<=家)[庭长政属园居具]|(?<=户)[籍外]|(?<=所)[有在属需]|(?<=场)[所地馆]|(?<=项)目|(?<=间)接"
    "|(?<=组)[织建成]|(?<=门)诊|(?<=条)[件例]|(?<=位)[于置数]|(?<=台)账|(?<=座)谈|(?<=人)[员才民均间]"
    "|(?<=周)边|(?<=张)贴|(?<=种)植|(?<=例)如|(?<=节)[点约]|(?<=份)额|(?<=元)旦|(?<=年)[龄度]|(?<=类)型|(?<=只)[能需有要是]|(?<=块)状"
    "|(?<=轮)[椅流换值]|(?<=餐)[厅饮桌食费补]|(?<=班)[子次组长级]|(?<=片)[区面]|(?<=堂)食)"
)
# 95分; not 10分钟, 30分之一, 5分类.
_POINTS = r"分(?=以上|以下|及以上|左右|[,。;、)]|的|$)"
_UNIT = rf"""(?:
        %|‰|‱|个?百分点
      | [万亿]?(?:{_WITH_POWER})
      | [万亿千百十]{{0,2}}(?:{_LONG_UNITS}|{_POINTS}|[{_CLASSIFIERS}]{_NOT_BEGUN})
      | [万亿千]{{1,2}}(?![{_CLASSIFIERS}])
    )"""
_CHINESE_UNIT = rf"(?:个?百分点|门(?=课|[,。;、])|分(?=以上)|{_WITH_POWER}|{_LONG_UNITS}|[{_COUNTED}](?![一必]){_NOT_BEGUN})"

# What a number may be counted by: 2万元/年, 每床2400元.
PER = "人户床亩张个名家餐次年月日天"

# --- numerals ------------------------------------------------------------------
_SIGN = DIGITS + "两"
# What a numeral may open with, and what it may have.
_FIRST_SIGN = _SIGN + "廿卅十百千万"
_ANY_SIGN = _FIRST_SIGN + "零〇亿"
_ARABIC = r"(?<![\d.])(?:\d{1,3}(?:,\d{3})+(?!\d)|\d{1,12})(?:\.\d{1,6})?"
# Not 第三个, 统一部署, 数十家, nor in the middle of a numeral.
_OPENS = rf"(?<![第每某任逐统唯同之其单数几{_ANY_SIGN}])"
_CHINESE = rf"{_OPENS}[{_FIRST_SIGN}][{_ANY_SIGN}]{{0,14}}(?:点[零〇{_SIGN}]{{1,6}}[万亿]{{0,2}})?"
RANGE_SIGN = "(?:-|—{1,2}|~|至|到)"
_MORE = "[余多几来]"

_TENTHS_OF = (
    "社区|机构|街道|乡镇|村|家庭|老|企业|床位|资金|护理|人员|公办|民办|县|区|设施|居民|医院|经费"
)

# The forms of a number, each with an example; the first that fits counts.
_FORMS = {
    # 百分之六十二点五, 千分之零点五
    "share": rf"[百千万]分之(?:[\d.]{{1,12}}|[零〇{_SIGN}十百]{{1,6}}(?:点[零〇{_SIGN}]{{1,6}})?)",
    # 三分之二, 2/3以上的社区
    "fraction": rf"{_OPENS}[{_SIGN}十]{{1,3}}分之[{_SIGN}十]{{1,3}}"
    r"|(?<![\d./-])\d/\d(?=以上|以下|左右|的)",
    # 八成以上, 逾七成社区; not 一成不变
    "tenths": rf"{_OPENS}[{_SIGN}\d]成(?:[半{_SIGN}](?=[以左的,。;、])|(?=[以左的,。;]|[提增上下][高升到至加降]|{_TENTHS_OF}))",
    # 一半以上, 逾半数
    "half": "(?:一半|半数)(?=以上|以下|左右)|(?<=[逾超过近])(?:一半|半数)",
    # 翻一番, 翻番
    "doubled": "翻[一两三]?番",
    # 1:4, 1比4
    "ratio": r"(?<![\d.:])1[:比]\d{1,3}(?:\.\d{1,3})?(?![\d:])",
    # 5万4千, 2亿3千万
    "mixed": r"(?<![\d.])\d{1,4}[亿万千]{1,2}(?:\d{1,4}[万千百]{0,2}){1,4}",
    # 贰佰, 壹仟零伍拾; not the 陆 of a name
    "formal": f"[{FORMAL_DIGITS[1:]}][拾佰仟][{FORMAL_DIGITS}拾佰仟万亿]{{0,12}}"
    # 叁名
    f"|(?!陆)[{FORMAL_DIGITS[1:]}](?=[名个所处张次户])",
    # 12,000, 55.5
    "arabic": _ARABIC,
    # 两, 三千, 二点五; 三至五 has the unit of the second
    "chinese": rf"(?:零点[零〇{_SIGN}]{{1,6}}|{_CHINESE})"
    rf"(?=(?:{RANGE_SIGN}[{_SIGN}零十百千万]{{1,6}}|(?:{_MORE}[万亿]?)?){_CHINESE_UNIT})",
}
NUMBER = re.compile(
    rf"""
    (?=[\d半翻{_FIRST_SIGN}{FORMAL_DIGITS}])
    (?:{"|".join(f"(?P<{name}>{pattern})" for name, pattern in _FORMS.items())})
    (?:(?P<power>[百千万亿]{{0,2}})(?P<more>{_MORE})(?=[万亿]?(?:{_LONG_UNITS}|[{_CLASSIFIERS}])))?   # 3万余元
    (?P<unit>{_UNIT})?
    (?P<per>(?:/(?:[{PER}]|平方米))*)                          # 2万元/年
    """,
    re.VERBOSE,
)
# 两三个, 三五家, 十七八名, 三四十个, 一百五六十家: neighbours in a row, or 三五 and 一两.
_INEXACT = re.compile(
    rf"(?P<whole>(?:[{_SIGN}十百千万]*[十百千万])?)(?P<low>[{_SIGN}])(?P<high>[{_SIGN}])(?P<power>[十百千]?万?)"
)
# 一百五六十五: digits in a row among powers are no number.
_IN_A_ROW = re.compile(rf"[{_SIGN}]{{2}}")
_INEXACT_PAIRS = frozenset(
    ("一二", "一两", "二三", "两三", "三四", "三五", "四五", "五六", "六七", "七八", "八九", "三两")
)

_POWERS_RISING = "十百千万"

Value = tuple[float | None, float | None, str | None]
"""Value, upper end, and unit or None for the one that is printed."""

_NO_NUMBER: Value = (None, None, None)


def _falls(power: str, following: str) -> bool:
    """一百五六十, but also 十七八万: the last power is the whole numeral's."""
    return following == "万" or _POWERS_RISING.index(power) > _POWERS_RISING.index(following)


def _share(words: str) -> Value:
    """百分之六十二点五, 千分之三, 万分之一."""
    return numeral_value(words[3:]), None, {"百": "%", "千": "‰", "万": "‱"}[words[0]]


def _fraction(words: str) -> Value:
    """三分之二, 2/3: its share in per cent, rounded to two places."""
    parts = words.split("/") if "/" in words else words.split("分之")[::-1]
    above, below = (numeral_value(part) for part in parts)
    if above is None or not below or above >= below:
        return _NO_NUMBER
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
        whole, low, high, power = inexact.groups()
        # 三两 counts down.
        digits = (high, low) if low + high == "三两" else (low, high)
        bottom, top = (numeral_value(whole + digit + power) for digit in digits)
        # Not 十三四百: the powers of a numeral fall.
        falls = not (whole and power) or _falls(whole[-1], power[0])
        return (bottom, top, None) if low + high in _INEXACT_PAIRS and falls else _NO_NUMBER
    whole = words.partition("点")[0]
    if _IN_A_ROW.search(whole) and not _IN_A_ROW.fullmatch(whole):
        return _NO_NUMBER
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


def form_of(match: re.Match[str]) -> str:
    """Return the name of the form in which a number is written: share, tenths, chinese …"""
    return next(name for name in _FORMS if match[name] is not None)


def read_words(form: str, words: str) -> Value:
    """Return what the words of a number in a form are worth."""
    return _READERS[form](words)


def noun_of(unit: str | None) -> str:
    """Return a unit without its power of ten (万元: 元)."""
    if unit is None or unit.startswith(("百分点", *_WITH_POWER.split("|"))):
        return unit or ""
    return unit.lstrip("十百千万亿")


def power_of(unit: str | None) -> float:
    power = (unit or "").removesuffix(noun_of(unit))
    return numeral_value("一" + power) or 1.0
