"""How a number binds: at least, at most, about, by the words and signs around it."""

from __future__ import annotations

import re
from typing import NamedTuple

from policytasks.places import UNIT_SIGNS
from policytasks.reading.number_forms import PER
from policytasks.words.verbs import GRANTS

__all__ = ["EACH", "Comparison", "compare"]

# 不高于每床2400元
EACH = f"每[{PER}]"
_TO = "到|至|为|在|达到|达"
_NEAR = rf"(?:{_TO})?(?:\(含\))?$"


def _far(longest: int) -> str:
    """Return what may stand between words and number: that of which it is the share."""
    return rf"(?:{_TO}|[^,。;:\d]{{1,{longest}}}的|[全本][{UNIT_SIGNS}国]|(?:{EACH})+)?(?:\(含\))?$"


# The name of a group says how the number behind it binds.
_LEFT = re.compile(
    rf"""
    (?=[不至最控超高大多突低少小逾大约接将近起上≥>≧≤<≦])
    (?:
      (?P<less>(?:<|不足|不到){_NEAR}
        |(?:低于|少于|小于){_far(12)})
     |(?P<at_most>(?:≤|<=|≦|小于或?等于|(?:最多|最高|最长)?不超|不得超|最高|最多|至多|上限|最长){_NEAR}
        |(?:(?:最多|最高|最长)?不超过|不高于|不得超过|不得高于|不多于|不大于|不得大于|不应超过|不能超过|控制在){_far(36)}
        # 最长可延长至20年, 最高给予100万元
        |(?:最长|最高|最多)(?:可|不|{GRANTS}|延长|贷款|放宽){{1,3}}(?:至|到|为)?$)
     |(?P<more>(?:>|(?<!不)超|(?<!不得)超|逾){_NEAR}
        |(?:超过|高于|大于|多于|突破){_far(12)})
     |(?P<at_least>(?:≥|>=|≧|大于或?等于|最低|最少|起码){_NEAR}
        # 不低于低保标准的30%
        |(?:不低于|不少于|不得低于|不得少于|不小于|不应低于|不应少于|不应小于|不得小于|至少){_far(36)})
        # Not 签约服务费的80%, 附近.
     |(?P<about>(?:大约|大概|约莫|(?<![签预合节制特履])约|接近|将近|(?<![附就邻最])近){_NEAR})
    )
    """,
    re.VERBOSE,
)
_LONGEST_LEFT = 44
_RIGHT = re.compile(
    r"""
    (?:床位|老年?人)?(?:及|或|\(含\))?                              # 3家及以上, 10人(含)以上
    (?:(?P<at_least>以上|余)
      |(?P<at_most>以内|以下|之内|(?<=[日天时钟月])内)                 # 5个工作日内
      |(?P<about>左右|上下))
    (?:\(含[^()]{0,6}\))?
    """,
    re.VERBOSE,
)
_SIGNS = {"less": "<", "at_most": "<=", "more": ">", "at_least": ">=", "about": "~"}
_AT_LEAST_BEFORE_VERB = re.compile(
    r"""
    (?:至少|不少于|最少)                                            # 至少建成1个养老院和1个社区
    (?:[^,;。:\d]{0,16}\d{1,5}[^,;。:\d、和及]{1,16}[、和及]){0,3}    # it holds for all
    [^,;。:\d]{0,16}$
    """,
    re.VERBOSE,
)
_LONGEST_VERB_BEFORE = 40


class Comparison(NamedTuple):
    """How a number binds, and the stretch ``text[start:end]`` of it with the words that say so."""

    comparator: str
    start: int
    end: int


def compare(text: str, start: int, end: int, first: int, last: int) -> Comparison:
    """Return how the number at ``text[start:end]`` binds, by the words in ``text[first:last]``.

    >>> compare("不超300张", 2, 6, 0, 6)
    Comparison(comparator='<=', start=0, end=6)
    """
    if start > first and text.startswith(("上十", "上百", "上千", "上万"), start - 1):
        return Comparison(">=", start - 1, end)
    left = _LEFT.search(text, max(first, start - _LONGEST_LEFT), start)
    sign, begin = (_SIGNS[str(left.lastgroup)], left.start()) if left else (None, start)
    right = _RIGHT.match(text, end, last)
    # 控制在 takes its sign from the right (控制在5.5%左右); others have agreed signs.
    if right and (not sign or text.startswith("控制", begin)):
        sign = _SIGNS[str(right.lastgroup)]
    if not sign and _says_at_least(text, first, start):
        sign = ">="
    return Comparison(sign or "=", begin, right.end() if right else end)


def _says_at_least(text: str, first: int, start: int) -> bool:
    """Tell whether 至少 stands before the verb of a number (至少培育发展1支)."""
    first = max(first, start - _LONGEST_VERB_BEFORE)
    return _AT_LEAST_BEFORE_VERB.search(text, first, start) is not None
