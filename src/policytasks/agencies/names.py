"""Names of Chinese public bodies: their shape and their level.

A name is read as *prefix + core*: the prefix names a place or a level (省, 市,
各县(市、区), 吉林省, 市委, 市政府), the core names the function (民政局, 卫健委,
发展改革部门). The grammar of prefixes and organs is code; the cores are rows of
the codebook (``agencies.csv``).
"""

from __future__ import annotations

import re
import unicodedata

from policytasks.places import LEVEL_OF_UNIT, MUNICIPALITIES, TERRITORY_SIGNS, UNITS, find_place
from policytasks.words.numerals import ORDINAL_NUMERAL
from policytasks.words.verbs import PROMOTES

__all__ = [
    "BRANCHES",
    "LEVEL_WORD",
    "NATIONAL",
    "NO_PLACES",
    "agency_level",
    "compact_name",
    "has_agency_shape",
    "names_own_city",
    "one_name",
    "without_parentheses",
]


def compact_name(name: str) -> str:
    """Return a name as it is compared: half-width, without white space.

    >>> compact_name("各县（市、区）\\n民政局")
    '各县(市、区)民政局'
    """
    return "".join(unicodedata.normalize("NFKC", name).split())


# --- level ---------------------------------------------------------------------

# 市场监管部门 and 区域合作办 open with a word, not with a level; 市中区 is a place.
LEVEL_WORD = (
    r"省(?!际)|自治区|地区(?!办事处)|市(?!场|容|政(?:公用|工程|设施|园林|管理)|[中南北]区)"
    r"|州(?!际)|盟|县(?!域)|区(?!域|块)|旗"
)
# 济宁市, 延边朝鲜族自治州; lazily, so that 济宁市任城区 gives two places.
NO_PLACES = ("城市", "社区", "农村")
_PLACE = rf"(?!{'|'.join(NO_PLACES)})\w{{2,9}}?(?:{UNITS})"
NATIONAL = "国家|中国|中华|中央|全国"

_OPENS_WITH_LEVEL = re.compile(rf"(?:中共|全|各|团)?({LEVEL_WORD})")
_OPENS_WITH_PLACE = re.compile(rf"(?:中共|全|各)?((?:{_PLACE})+)")
# The 兵团 ranks as a province, its divisions as prefectures, their regiments as counties.
_OPENS_WITH_CORPS = re.compile(
    rf"""
    (?P<corps>(?:新疆生产建设)?兵团)                                  # 兵团民政局
   |(?P<division>各?(?:第?{ORDINAL_NUMERAL})?师(?=市|部|\w{{1,12}}局))   # 师市民政局
   |(?P<regiment>各?团(?=镇|场))                                    # 各团镇, 团场
    """,
    re.VERBOSE,
)
_LEVEL_IN_CORPS = {"corps": "province", "division": "prefecture", "regiment": "county"}
_LAST_UNIT = re.compile(rf"({UNITS})$")
_OPENS_NATIONAL = re.compile(rf"{NATIONAL}|人民银行|人行")
_ZONE_COMMITTEE = re.compile(r"管委会$|管理委员会$")


def agency_level(name: str) -> str:
    """Return the level that an agency's name prints.

    Parameters
    ----------
    name
        The agency as written, with or without white space.

    Returns
    -------
    str
        ``province``, ``prefecture`` or ``county`` by the level word that the
        name opens with, or by the last place that it opens with; else
        ``other``: national bodies and their branches, departments named without
        a level (民政部门), townships, zone committees without a level word,
        colleges and enterprises. A name that opens with several levels
        (市、区民政局) counts as the first. The codebook's list of places tells
        whether 某某市 is a prefecture or a county-level city; one that the list
        does not have counts as a prefecture.

    Examples
    --------
    >>> [agency_level(n) for n in ("省民政厅", "市新区管委会", "各县（市、区）政府", "民政部门")]
    ['province', 'prefecture', 'county', 'other']
    >>> agency_level("吉林省民政厅"), agency_level("济宁市任城区民政局")
    ('province', 'county')
    >>> agency_level("桦甸市政府"), agency_level("师市民政局"), agency_level("各团镇")
    ('county', 'prefecture', 'county')
    """
    name = compact_name(name)
    if _OPENS_NATIONAL.match(name):
        return "other"
    word = _OPENS_WITH_LEVEL.match(name)
    if word:
        return LEVEL_OF_UNIT[word[1]]
    corps = _OPENS_WITH_CORPS.match(name)
    if corps:
        return _LEVEL_IN_CORPS[str(corps.lastgroup)]
    place = find_place(name.removeprefix("中共"))
    if place and place.listed and not _ZONE_COMMITTEE.search(name):
        return place.level
    places = _OPENS_WITH_PLACE.match(name)
    last = _LAST_UNIT.search(places[1]) if places else None
    # 山西综改示范区 and 济宁高新区 end in 区 and are no districts.
    if not places or not last or _ZONE_COMMITTEE.search(name):
        return "other"
    if places[1] in MUNICIPALITIES:
        return "province"
    return LEVEL_OF_UNIT[last[1]]


def names_own_city(name: str) -> bool:
    """Return whether a name opens with 市 alone: an agency of the city that issued the plan.

    >>> names_own_city("市民政局"), names_own_city("昆山市民政局"), names_own_city("市场监管局")
    (True, False, False)
    """
    word = _OPENS_WITH_LEVEL.match(compact_name(name))
    return word is not None and word[1] == "市"


# --- shape ---------------------------------------------------------------------

# The offices that bodies have for a place or a field: 供电公司支公司, 公安局交警支队.
BRANCHES = "分行|支行|分公司|支公司|调查队|支队|大队|总队|办事处"
# Organs whose name alone marks a public body.
_ORGAN = re.compile(
    rf"""
    (?:
    # 民政局, 民政厅, 卫健委; the signs before exclude 格局, 餐厅, 常委
    (?<![格布结大全开残破僵终变定时棋])局
   |(?<![餐客大歌舞展门])厅
   |(?<![常政原编])委
   |\w委员会|管委会|党工委|办公室|联席会议|指挥部|工作专班
    # 民政部门; 试点部门 says nothing of what it is
   |\w{{2}}(?<!示范|试点|定点|完成)部门
   |[^\d]政府
    # 消防救援支队, 供电公司
   |{BRANCHES}|有限公司|有限责任公司|股份公司|集团公司
   |(?:供[电水热气]|电力|电网|热力|燃气|水务)公司
   |总工会|工商联|联合会|红十字会|贸促会|促进会|协会|商会|学会|基金会
   |法院|检察院|仲裁院|研究院|科学院|学院|(?<!老年)大学|(?:职业|高等)院校|党校|海关|(?<!企业)集团
    # 各成员单位, 有关单位, 直属机构
   |(?:成员|有关|相关|直属|所属|责任|各|企业|事业|用人|用工)单位
   |(?:直属|有关|相关|派出)机构
    )$
    """,
    re.VERBOSE,
)
# Organs that many other things share their last word with: only a name that
# opens with a level, a place or 各 may end so.
_WEAK_ORGAN = re.compile(
    rf"""
    (?:
    # 市老龄办, 市残联; not 公办, 互联
    (?<![开举公试民转主承督创兴自申交代帮])办
   |(?<![串关并互物])联|科协|团委|部|部门
    # 市疾控中心, 市供销社, 市级有关单位; not 示范单位
   |中心|院|馆|大学|公司|银行|供销社|(?<!示范|试点|定点|先进)单位|机构|院校
   |高校|学校|医院|企业
    # 各区县, 各街道
   |[{TERRITORY_SIGNS}]|街道|[镇乡]街|园区
    )$
    """,
    re.VERBOSE,
)
_OPENS_AS_AGENCY = re.compile(rf"中共|驻|各(?!类|种|项|方|界)|{LEVEL_WORD}|{_PLACE}")
# 各市、州、县人民政府 is one name, 市民政局、市财政局 are two.
_ADMINISTRATIVE_LIST = re.compile(rf"(?<=[{TERRITORY_SIGNS}])、(?=(?:自治)?[{TERRITORY_SIGNS}街])")
_PARENTHESIS = re.compile(r"\([^()]*\)")
_NOT_IN_NAME = re.compile(
    r"""
    [、,;:。!?“”\"《》〈〉%的]
   |(?<!自)由|设在|成立|移交|报送|为成员|政府市(?!场)|要(?!塞)
    # 市民政局等, but 高等院校
   |(?<![高中初同])等(?!院|级)
    # 市民政局和市财政局, 市民政局会同…
   |(?:局|厅|委|办|政府|部门|单位|会)(?:和|与|及|以及|会同|联合)(?!单位)
    """,
    re.VERBOSE,
)
_OPENS_AS_CLAUSE = re.compile(
    rf"""
    \d|第|{ORDINAL_NUMERAL}是
    # 由市民政局…, 会同市民政局, 和省民政厅
   |由|以|在|将|并|与|和(?=[省市县区])|每个?|会同|提请|报请|联合(?!会)|根据|按照|依托
    # 加强组织领导, 完善政策体系
   |{PROMOTES}|设立|成立|建立|纳入|指导|督促|健全|强化|深化|构建|开展
   |组织(?!部|人事)|作为|打造|实现|探索|搭建|建设(?!局|厅|委|部)|逐步|积极|争取|认定|促进(?!会)
    """,
    re.VERBOSE,
)
_LONGEST_NAME = 40


def without_parentheses(name: str) -> str:
    """Return a compact name without what it prints in brackets."""
    return _PARENTHESIS.sub("", name)


def one_name(text: str) -> str:
    """Return a text as one name, without brackets; "" where it cannot be one."""
    name = _ADMINISTRATIVE_LIST.sub("", without_parentheses(compact_name(text))).rstrip("、,;")
    if not 2 <= len(name) <= _LONGEST_NAME:
        return ""
    return "" if _NOT_IN_NAME.search(name) or _OPENS_AS_CLAUSE.match(name) else name


def has_agency_shape(text: str) -> bool:
    """Return whether a text has the shape of one agency's name.

    The shape is judged, not the vocabulary, so that bodies and places that no
    codebook lists are seen: 市某某局, 省某某厅, 各县(市、区)政府, 某某职业学院.
    White space and the width of signs do not matter. Several names in a row and
    clauses are no name. Labels (责任单位) have the shape too; the list of roles
    tells them.

    >>> [has_agency_shape(t) for t in ("市低空经济局", "各区县 政府", "发展格局")]
    [True, True, False]
    """
    name = one_name(text)
    if _ORGAN.search(name):
        return True
    opening = _OPENS_AS_AGENCY.match(name)
    if not opening or not _WEAK_ORGAN.search(name):
        return False
    # 各区县 names its governments, 耀州区 is but a place.
    return name.startswith("各") or name[-1] not in TERRITORY_SIGNS
