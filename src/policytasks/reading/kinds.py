"""Kinds of units: what the headings and the opening words of a plan's parts say of them.

The words are the fixed phrases of the genre, not vocabulary that a researcher would
extend.
"""

from __future__ import annotations

import re

from policytasks.words.documents import ISSUES, THIS_DOCUMENT

__all__ = [
    "is_background",
    "is_objective",
    "kind_named",
    "kind_of_article",
    "may_name_duties",
    "names_part",
    "names_support",
    "opens_background",
    "opens_requirements",
]

# What the heading of a section says of the units under it; the first that fits holds.
_KINDS = (
    # 基本原则
    ("principle", re.compile(r"原则")),
    (
        "phase",
        re.compile(
            r"""
            (?:实施|工作|方法|进度|推进)?步骤|实施阶段|阶段安排  # 实施步骤
           |(?:进度|时间|工作)安排                               # 时间安排
            """,
            re.VERBOSE,
        ),
    ),
    (
        "duty",
        re.compile(r"职责分工|责任分工|任务分工|工作分工|部门(?:职责|分工)|工作职责|职责任务"),
    ),
    (
        "safeguard",
        re.compile(
            r"""
            (?:保障|支持和?保障)(?:措施|机制)               # 保障措施
           |组织(?:保障|实施|领导)                          # 组织实施
           |(?:工作|实施|有关|相关|其他|几点)要求           # 工作要求
           |(?:实施|工作|制度|支撑)保障$                    # 制度保障
           |^(?:强化|加强|健全)?(?:保障|督导落实|组织推进)$ # 强化保障
           |^(?:保障|强化|加强|推进|健全)?规划(?:组织)?实施(?:保障|机制)?$  # 保障规划实施
           |附则
            """,
            re.VERBOSE,
        ),
    ),
    (
        "objective",
        re.compile(
            r"""
            总体(?:要求|目标|思路|部署|安排)                             # 总体要求
           |(?:工作|发展|主要|任务|行动|建设|预期|具体)目标|目标(?:任务|要求)  # 工作目标
           |(?:发展|主要|预期|具体)指标                                  # 发展指标
           |指导思想|(?:工作|基本|发展)思路|愿景|总则|重要意义|^目标$
            """,
            re.VERBOSE,
        ),
    ),
    ("task", re.compile(r"任务|举措|措施|重点(?:工作|行动)|工作内容")),
)
_LONGEST_PART = 8
# Items of general requirements that set goals; the others are principles.
_OBJECTIVE_ITEM = re.compile(
    r"""
    # 坚持目标导向, 突出功能定位 are principles
    (?!坚持|突出|注重|强化)
    .*(?:指导思想|目标(?!导向|引领)|愿景|总体(?:要求|思路)|思路|定位|意义)
    """,
    re.VERBOSE,
)
# A section that supports the main tasks: 要素支撑, 强化人力资源服务保障; not one whose subject
# is itself a guarantee (基本养老保障, 兜底保障).
_SUPPORT = re.compile(
    r"(?!.*(?:养老|兜底|基本|医疗|社会|生活|住房|救助|老年|民生|照护)).{0,14}(?:保障|支撑)$"
)
_SECTION_OF_PRINCIPLES = re.compile(r"要求|思路|部署")
# What a plan tells of the state of things before it says what is to be done.
_STATE = "背景|基础|现状|形势|趋势|环境|回顾|情况|成就|成效|机遇|挑战|问题"
_STATE_OF = "规划|编制|实施|发展|现实|工作|面临|当前|基本|主要|存在"
_BACKGROUND = re.compile(
    rf"""
    # 发展基础, 面临的机遇和挑战
    (?:(?:{_STATE_OF})?的?(?:{_STATE})[和与及、]?)+
    """,
    re.VERBOSE,
)
_RUNS_INTO_TEXT = re.compile(
    rf"""
    (?:{_STATE_OF})的?(?:{_STATE})                    # 发展背景我县有…
    # 发展基础设施, 发展环境的…, 存在问题的…
    (?!设施|教育|养老|建设|数据|工作|性|的|下|上|中|[,、。:;和与及])
    """,
    re.VERBOSE,
)
_LONGEST_PHRASE = 16
_NAMES_DUTIES = re.compile(
    r"""
    职责|责任|分工                                  # 落实部门责任
   |(?:部门|协同|上下|工作)(?:协同|协作|协调|配合|联动|合作|合力)  # 强化部门协同
    """,
    re.VERBOSE,
)
# Articles that frame a regulation: its purpose, scope and definitions.
_FRAME_ARTICLE = re.compile(
    rf"""
    为(?:了|进一步)?[^。]*制定本                                  # 为了规范…,制定本办法
   |根据[^。]*制定本                                             # 根据《…》,制定本细则
   |[^。]*适用(?:于)?本                                          # 本市…适用本办法
   |{THIS_DOCUMENT}适用于                                    # 本办法适用于…
   |{THIS_DOCUMENT}[^。]{{0,12}}(?:所称|是指)                 # 本办法所称…
   |[^。:]{{2,30}},是指                                            # 养老服务机构,是指…
    """,
    re.VERBOSE,
)
# What it says of itself at its end: entry into force, who explains it.
_CLOSING_ARTICLE = re.compile(
    rf"""
    [^。]{{0,40}}
    (?:{THIS_DOCUMENT}(?:自|从)[^。]{{0,30}}(?:施行|实施|执行)     # 本办法自…起施行
      |自(?:{ISSUES}|\d{{4}}年)[^。]{{0,30}}(?:施行|实施|执行)   # 自印发之日起施行
      |{THIS_DOCUMENT}由[^。]{{2,40}}解释)                       # 本办法由市民政局负责解释
    """,
    re.VERBOSE,
)
_PRINCIPLE_ARTICLE = re.compile(
    r"""
    [^。]{0,40}(?:遵循|坚持|按照|贯彻)[^。]{0,80}原则               # 应当遵循…的原则
   |[^。,]*(?:应当?|要)?(?:坚持|遵循)                             # 养老服务坚持政府主导、社会参与
   |[^。,]{2,20}(?:应当?|要)在(?:政府|党委)[^。,]{0,8}(?:主导|引导|领导)下  # 应当在政府主导下
    """,
    re.VERBOSE,
)


def kind_named(heading: str) -> str | None:
    """Return the kind of unit that a heading names, None where it names none.

    >>> kind_named("保障措施"), kind_named("推进智慧养老")
    ('safeguard', None)
    """
    return next((kind for kind, pattern in _KINDS if pattern.search(heading)), None)


def names_part(heading: str) -> bool:
    """Tell whether a phrase is nothing but the heading of a part of a plan.

    >>> names_part("保障措施"), names_part("养老服务保障措施不断完善")
    (True, False)
    """
    return len(heading) <= _LONGEST_PART and kind_named(heading) is not None


def names_support(heading: str) -> bool:
    """Tell whether a section after the main tasks supports them (要素支撑, 政策保障).

    >>> names_support("强化要素支撑"), names_support("健全基本养老保障")
    (True, False)
    """
    return _SUPPORT.fullmatch(heading) is not None


def is_objective(heading: str) -> bool:
    """Tell whether an item of general requirements sets a goal (工作目标)."""
    return _OBJECTIVE_ITEM.match(heading) is not None


def opens_requirements(heading: str) -> bool:
    """Tell whether a section may hold principles beside objectives (总体要求)."""
    return _SECTION_OF_PRINCIPLES.search(heading) is not None


def is_background(heading: str) -> bool:
    """Tell whether a section only describes the state of things (发展基础, 面临形势).

    The page may have lost what parts its heading from its text (发展背景我县有…).
    """
    if _BACKGROUND.fullmatch(heading):
        return True
    return len(heading) > _LONGEST_PHRASE and _RUNS_INTO_TEXT.match(heading) is not None


def opens_background(text: str, start: int) -> bool:
    """Tell whether a text goes on from ``start`` with such a heading."""
    return _BACKGROUND.match(text, start) is not None


def may_name_duties(heading: str) -> bool:
    """Tell whether the text under a heading may divide duties (强化部门协同)."""
    return _NAMES_DUTIES.search(heading) is not None


def kind_of_article(text: str, start: int, end: int, kind: str | None) -> str | None:
    """Return what an article of a regulation is by its words, None where they do not tell.

    ``kind`` is that of its chapter. General provisions state purpose, scope, terms and
    principles; what a regulation says of its own validity secures it.
    """
    if kind == "safeguard" or _CLOSING_ARTICLE.match(text, start, end):
        return "safeguard"
    if _FRAME_ARTICLE.match(text, start, end):
        return "objective"
    is_general = kind in (None, "objective")
    if is_general and _PRINCIPLE_ARTICLE.match(text, start, end):
        return "principle"
    return None
