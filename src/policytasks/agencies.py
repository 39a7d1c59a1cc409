"""Names of Chinese public bodies: their shape, their level and their function.

A name is read as *prefix + core*: the prefix names a place or a level (省, 市,
各县(市、区), 吉林省, 市委, 市政府), the core names the function (民政局, 卫健委,
发展改革部门). The grammar of prefixes and organs is code; the cores are rows of
the codebook (``agencies.csv``).

A function is what compares across places and years, so the rows follow three
rules. A body that another absorbed whole takes the absorber's function (市物价局:
development and reform; 市国土局: natural resources), for its work goes on there.
An office that has kept its name wherever it was moved keeps a function of its
own (老龄办). A department merged of several counts as the one it names first
(教育体育局: education), unless a row says otherwise.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from policytasks.places import LEVEL_OF_UNIT, MUNICIPALITIES, UNITS

__all__ = [
    "Agency",
    "AgencyIndex",
    "Alias",
    "agency_level",
    "alias_key",
    "compact_name",
    "has_agency_shape",
]


@dataclass(frozen=True, slots=True)
class Alias:
    """One way to write an agency's name, and the years in which it was in use.

    Attributes
    ----------
    name
        The core of the name, without level or place.
    any_prefix
        Whether any words may stand before the core, not only a level or place;
        written in the codebook as a leading ``*``.
    first_year, last_year
        First and last year of use; None where open.
    note
        Why the name belongs to the function, where that needs saying.
    """

    name: str
    any_prefix: bool
    first_year: int | None
    last_year: int | None
    note: str

    def years_from(self, year: int) -> int:
        """Return how many years ``year`` lies outside the alias's time of use.

        >>> Alias("卫生计生委", False, 2013, 2018, "").years_from(2020)
        2
        """
        if self.first_year is not None and year < self.first_year:
            return self.first_year - year
        if self.last_year is not None and year > self.last_year:
            return year - self.last_year
        return 0


@dataclass(frozen=True, slots=True)
class Agency:
    """A public function, and every name under which bodies have held it."""

    id: str
    zh: str
    en: str
    aliases: tuple[Alias, ...]


def compact_name(name: str) -> str:
    """Return a name as it is compared: half-width, without white space.

    >>> compact_name("各县（市、区）\\n民政局")
    '各县(市、区)民政局'
    """
    return "".join(unicodedata.normalize("NFKC", name).split())


_LINKS = str.maketrans("", "", "和与及暨、")


@lru_cache(maxsize=8192)
def alias_key(name: str) -> str:
    """Return the spelling by which names are looked up.

    Long and short forms differ in their conjunctions only too often
    (住房和城乡建设局, 住房城乡建设局), so these do not count.

    >>> alias_key("发展和改革委员会")
    '发展改革委员会'
    """
    return compact_name(name).translate(_LINKS)


# --- level ---------------------------------------------------------------------

# 市场监管部门 and 区域合作办 open with a word, not with a level; 市中区 is a place.
_LEVEL_WORD = (
    r"省(?!际)|自治区|市(?!场|容|政(?:公用|工程|设施|园林|管理)|[中南北]区)"
    r"|州(?!际)|盟|县(?!域)|区(?!域|块)|旗"
)
# 济宁市, 延边朝鲜族自治州; lazily, so that 济宁市任城区 gives two places.
_NO_PLACES = ("城市", "社区", "农村")
_PLACE = rf"(?!{'|'.join(_NO_PLACES)})\w{{2,9}}?(?:{UNITS})"
_NATIONAL = "国家|中国|中华|中央|全国"

_OPENS_WITH_LEVEL = re.compile(rf"(?:中共|全|各|团)?({_LEVEL_WORD})")
_OPENS_WITH_PLACE = re.compile(rf"(?:中共|全|各)?((?:{_PLACE})+)")
_LAST_UNIT = re.compile(rf"({UNITS})$")
_OPENS_NATIONAL = re.compile(rf"{_NATIONAL}|人民银行|人行")
_ZONE_COMMITTEE = re.compile(r"管委会$|管理委员会$")


@lru_cache(maxsize=4096)
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
        (市、区民政局) counts as the first. Whether 某某市 is a prefecture or a
        county-level city cannot be seen in a name; it counts as a prefecture.

    Examples
    --------
    >>> [agency_level(n) for n in ("省民政厅", "市新区管委会", "各县（市、区）政府", "民政部门")]
    ['province', 'prefecture', 'county', 'other']
    >>> agency_level("吉林省民政厅"), agency_level("济宁市任城区民政局")
    ('province', 'county')
    """
    name = compact_name(name)
    if _OPENS_NATIONAL.match(name):
        return "other"
    word = _OPENS_WITH_LEVEL.match(name)
    if word:
        return LEVEL_OF_UNIT[word[1]]
    places = _OPENS_WITH_PLACE.match(name)
    # 山西综改示范区 and 济宁高新区 end in 区 and are no districts.
    if not places or _ZONE_COMMITTEE.search(name):
        return "other"
    if places[1] in MUNICIPALITIES:
        return "province"
    return LEVEL_OF_UNIT[_LAST_UNIT.search(places[1])[1]]


# --- shape ---------------------------------------------------------------------

# Organs whose name alone marks a public body. The characters before 局, 厅, 委
# exclude nouns such as 格局, 餐厅 and 常委.
_ORGAN = re.compile(
    r"(?:(?<![格布结大全开残破僵终变定时棋])局"
    r"|(?<![餐客大歌舞展门])厅"
    r"|(?<![常政原编])委"
    r"|\w委员会|管委会|党工委|办公室|办事处|联席会议|指挥部|工作专班"
    r"|\w{2}部门|[^\d]政府"
    r"|分行|支行|支队|大队|总队|调查队|分公司|支公司|有限公司|有限责任公司|股份公司|集团公司"
    r"|(?:供[电水热气]|电力|电网|热力|燃气|水务)公司"
    r"|总工会|工商联|联合会|红十字会|贸促会|促进会|协会|商会|学会|基金会"
    r"|法院|检察院|仲裁院|研究院|科学院|学院|(?<!老年)大学|党校|海关|(?<!企业)集团"
    r"|(?:成员|有关|相关|直属|所属|责任|各|企业|事业|用人|用工)单位"
    r"|(?:直属|有关|相关|派出)机构)$"
)
# Organs that many other things share their last word with: only a name that
# opens with a level, a place or 各 may end so.
_WEAK_ORGAN = re.compile(
    r"(?:(?<![开举公试民转主承督创兴自申交代帮])办|(?<![串关并互物])联|科协|团委|部|部门"
    r"|中心|院|馆|大学|公司|银行|供销社|(?<!示范|试点|定点|先进)单位|机构|院校"
    r"|高校|学校|医院|企业|[省市州盟县区旗镇乡]|街道|园区)$"
)
_OPENS_AS_AGENCY = re.compile(rf"中共|各(?!类|种|项|方|界)|{_LEVEL_WORD}|{_PLACE}")
# 各市、州、县人民政府 is one name, 市民政局、市财政局 are two.
_ADMINISTRATIVE_LIST = re.compile(r"(?<=[省市州盟县区旗镇乡])、(?=(?:自治)?[市州盟县区旗镇乡街])")
_PARENTHESIS = re.compile(r"\([^()]*\)")
_NOT_IN_NAME = re.compile(
    r"[、,;:。!?“”\"《》〈〉%的]|设在|成立|移交|报送|为成员|政府市(?!场)|要(?!塞)"
    r"|(?<![高中初同])等(?!院|级)"
    r"|(?:局|厅|委|办|政府|部门|单位|会)(?:和|与|及|以及|会同|联合|配合|牵头|负责)(?!单位)"
)
_OPENS_AS_CLAUSE = re.compile(
    r"\d|第|[一二三四五六七八九十]是|由|以|在|将|并|与|和(?=[省市县区])|每个?|会同|提请|报请|配合"
    r"|协助|联合(?!会)|根据|按照|依托|设立|成立|建立|纳入|加强|推动|推进|支持|鼓励|引导|指导|督促"
    r"|完善|健全|落实|强化|深化|构建|开展|实施|组织(?!部|人事)|作为|打造|实现|探索|搭建"
    r"|建设(?!局|厅|委|部)|逐步|积极|争取|认定|促进(?!会)"
)
_TABLE_HEAD = re.compile(
    r"(?:牵头|配合|责任|参与|协助|主办|协办|承办|完成|实施|示范|试点|定点)(?:单位|部门|机构)"
)
_LONGEST_NAME = 40


def _one_name(text: str) -> str:
    """Return a text as one name, without brackets; "" where it cannot be one."""
    name = _ADMINISTRATIVE_LIST.sub("", _PARENTHESIS.sub("", compact_name(text))).rstrip("、,;")
    if not 2 <= len(name) <= _LONGEST_NAME or _TABLE_HEAD.fullmatch(name):
        return ""
    return "" if _NOT_IN_NAME.search(name) or _OPENS_AS_CLAUSE.match(name) else name


@lru_cache(maxsize=8192)
def has_agency_shape(text: str) -> bool:
    """Return whether a text has the shape of one agency's name.

    The shape is judged, not the vocabulary, so that bodies and places that no
    codebook lists are seen: 市某某局, 省某某厅, 各县(市、区)政府, 某某职业学院.
    White space and the width of signs do not matter. Several names in a row,
    heads of tables (牵头单位) and clauses are no name.

    >>> [has_agency_shape(t) for t in ("市低空经济局", "各区县 政府", "责任单位", "发展格局")]
    [True, True, False, False]
    """
    name = _one_name(text)
    if _ORGAN.search(name):
        return True
    opening = _OPENS_AS_AGENCY.match(name)
    if not opening or not _WEAK_ORGAN.search(name):
        return False
    # 各区县 names its governments, 耀州区 is but a place.
    return name.startswith("各") or name[-1] not in "省市州盟县区旗镇乡"


# --- function ------------------------------------------------------------------

# What may stand before the core of a name, besides level words and places.
_PREFIX_WORD = re.compile(
    rf"中共|{_NATIONAL}|新疆生产建设兵团|兵团|管委会|街道|镇|乡|各|全|级|两级|三级"
    r"|人民政府|政府|党委|党工委|委|直|属|以上|有关|相关|其他"
)
_ONE_LEVEL_WORD = re.compile(_LEVEL_WORD)
_UNIT = re.compile(UNITS)
_LONGEST_PLACE = 10


def _cuts(name: str) -> list[int]:
    """Return the positions at which the core of a name may begin, in order."""
    reached = {0}
    for start in range(len(name)):
        if start not in reached:
            continue
        for word in (_PREFIX_WORD.match(name, start), _ONE_LEVEL_WORD.match(name, start)):
            if word:
                reached.add(word.end())
        if not name.startswith(_NO_PLACES, start):
            units = _UNIT.finditer(name, start + 2, start + _LONGEST_PLACE)
            reached.update(unit.end() for unit in units)
    return sorted(reached)


def _bare_cuts(name: str) -> list[int]:
    """Return the positions after what may be a place in short: 三亚海关, 山西证监局."""
    return [] if _ONE_LEVEL_WORD.match(name) or name.startswith("各") else [2, 3, 4]


# A body's office for a place or a field: 人民银行济宁市分行, 公安局交警支队.
_BRANCH = re.compile(
    r"\w{0,12}?(?:分行|支行|分局|分公司|支公司|分院|调查队|支队|大队|总队|办事处|处|科|股|中心|站|局"
    r"|[省市州县区旗]委|委员会)"
)
_ORGAN_OF_ALIAS = re.compile(r"(?:委员会|办公室|总局|部门|局|厅|委|办|部)$")
_ORGAN_OF_NAME = re.compile(
    r"(?:行政主管|行政管理|行政|主管|管理|工作|职能)?部门|委员会|办公室|总局|(?:管理)?局|[厅委办部处科]"
)
_MOST_REMEMBERED = 8192
_Row = tuple[Alias, str]


class AgencyIndex:
    """Looks up the function of an agency by its name.

    Parameters
    ----------
    agencies
        The functions with their aliases, as the codebook has them.
    """

    def __init__(self, agencies: Iterable[Agency]) -> None:
        self._names: dict[str, list[_Row]] = {}
        self._stems: dict[str, list[_Row]] = {}
        self._endings: dict[str, list[_Row]] = {}
        for agency in agencies:
            for alias in agency.aliases:
                row = (alias, agency.id)
                key = alias_key(alias.name)
                if alias.any_prefix:
                    self._endings.setdefault(key, []).append(row)
                    continue
                self._names.setdefault(key, []).append(row)
                for word in {key, _ORGAN_OF_ALIAS.sub("", key)}:
                    if len(word) > 1:
                        self._stems.setdefault(word, []).append(row)
        self._longest_stem = max(map(len, self._stems), default=0)
        self._found: dict[tuple[str, int | None], str | None] = {}

    def find(self, name: str, year: int | None = None) -> str | None:
        """Return the id of the function, None where the codebook has none.

        Parameters
        ----------
        name
            The agency as written; brackets, white space and a final 等 do not
            matter.
        year
            Year of the document. Where a name has meant different functions,
            the one in use that year counts, else the nearest in time; without a
            year the latest.
        """
        # A cache of functools would keep the index from travelling to other processes.
        try:
            return self._found[name, year]
        except KeyError:
            if len(self._found) == _MOST_REMEMBERED:
                self._found.clear()
            found = self._found[name, year] = self._find(name, year)
            return found

    def knows(self, name: str) -> bool:
        """Return whether a name is, after its level or place, an alias as listed."""
        name = alias_key(_one_name(name))
        return bool(self._alias_after(_cuts(name), name))

    def _find(self, written: str, year: int | None) -> str | None:
        """Try the readings of a name, from the strictest to the loosest."""
        name = alias_key(_PARENTHESIS.sub("", compact_name(written))).removesuffix("等")
        cuts, bare_cuts = _cuts(name), _bare_cuts(name)
        rows = (
            self._alias_after(cuts, name)
            or self._merged_after(cuts, name, year, needs_organ=False)
            or self._alias_after(bare_cuts, name)
            # 社会组织 is 社会 and the stem of 组织部; it takes an organ to tell.
            or self._merged_after(bare_cuts, name, year, needs_organ=True)
            or self._branch(name)
            or self._ending(name)
        )
        return _in_use(rows, year)

    def _alias_after(self, cuts: Iterable[int], name: str) -> list[_Row]:
        """Find the longest alias that ends the name and begins at a cut."""
        for cut in cuts:
            if name[cut:] in self._names:
                return self._names[name[cut:]]
        return []

    def _merged_after(
        self, cuts: Iterable[int], name: str, year: int | None, *, needs_organ: bool
    ) -> list[_Row]:
        """Find a department written with another organ, or merged from several.

        民政主管部门 is 民政局 with another organ; 科技工业信息化局 holds two
        functions, and counts as the one it names first.
        """
        ends = [end for end in range(len(name) - 1, 1, -1) if _ORGAN_OF_NAME.fullmatch(name, end)]
        if not needs_organ:
            ends.insert(0, len(name))
        for end in ends:
            dead: set[int] = set()
            for cut in cuts:
                first = self._first_function(name, cut, end, year, dead)
                if first:
                    return first
        return []

    def _first_function(
        self, name: str, start: int, end: int, year: int | None, dead: set[int]
    ) -> list[_Row]:
        """Split ``name[start:end]`` wholly into stems and return the first's rows.

        ``dead`` collects the starts from which no split reaches ``end``: without it
        the splits to try double with every stem that is made of two.
        """
        if start in dead:
            return []
        for stop in range(min(end, start + self._longest_stem), start + 1, -1):
            rows = self._stems.get(name[start:stop])
            if not rows or not _in_use(rows, year):
                continue
            if stop == end or self._first_function(name, stop, end, year, dead):
                return rows
        dead.add(start)
        return []

    def _branch(self, name: str) -> list[_Row]:
        """Find the body that a branch is named after."""
        for stop in range(len(name) - 1, 1, -1):
            if _BRANCH.fullmatch(name, stop):
                body = name[:stop]
                rows = self._alias_after((*_cuts(body), *_bare_cuts(body)), body)
                if rows:
                    return rows
        return []

    def _ending(self, name: str) -> list[_Row]:
        """Find the longest ending that may follow any words."""
        for cut in range(len(name)):
            if name[cut:] in self._endings:
                return self._endings[name[cut:]]
        return []


def _in_use(rows: list[_Row], year: int | None) -> str | None:
    """Return the function whose alias was in use, None where several were."""
    if not rows:
        return None
    if year is None:
        year = max(9999 if alias.last_year is None else alias.last_year for alias, _ in rows)
    nearest = min(alias.years_from(year) for alias, _ in rows)
    ids = {agency_id for alias, agency_id in rows if alias.years_from(year) == nearest}
    return ids.pop() if len(ids) == 1 else None
