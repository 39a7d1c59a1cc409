"""A number in its place: its clause, what stands beside it there, the date that holds for it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, cached_property

from policytasks.places import UNIT_SIGNS
from policytasks.reading.dates import DatePhrase
from policytasks.reading.passages import Passage
from policytasks.reading.quantities import Quantity
from policytasks.words.verbs import BUILDS

__all__ = ["ACHIEVING", "ENDS_WITH_VERB", "StatedNumber", "place_before"]

# Verbs of reaching a number; the first that fits counts, so longer ones stand before shorter ones.
ACHIEVING = (
    f"新改扩建|改扩建|培育发展|改造提升|{BUILDS}|建|设"
    "|发展|引进|引入|招引落地|招引|组织|召开|报送|制定|出台|扶持"
    "|支持|认定|评定|评选|选树|组成|选派|遴选|推出|推广|推动|争取|实现|达到|达|增加|增至|减少|压减|压缩至|压缩|缩短至|降低|提高到|提升到"
    "|覆盖|有|为|投放|投入|提供|签约|帮扶|服务(?!商|站|点|中心|机构|设施|队|员)|收住|储备|招收|招聘|开发|落地|实施|运营|力争|再|形成|完善|命名|布局|保持在|保持"
)
ENDS_WITH_VERB = re.compile(rf"(?:{ACHIEVING})(?:好|出|各|约|至少|不少于|落地)?$")
_BUILDS = re.compile(BUILDS)
_UNITS = {
    "share": re.compile(r"%|‰|‱|个?百分点"),
    "money": re.compile(r"[百千万亿]{0,2}(?:元|美元)|[万亿]$"),
    "area": re.compile(r"[百千万亿]{0,2}(?:平方米|平方$|平$|平米|㎡|m²|m2|亩|公顷)"),
    "distance": re.compile(r"公里|千米|米|k?m$"),
    "length": re.compile(r"[厘毫]?米$|[cm]?m$"),
    "climate": re.compile("℃|摄氏度|分贝|勒克斯"),
    "ratio": re.compile(r"1:n"),
    "age": re.compile(r"周岁|岁"),
    "rank": re.compile(r"级|度|批|类|种|米$"),
    "time": re.compile(r"个?工作日|小时|分钟|个月|年|月|天|日|周|期|届$"),
    "service_time": re.compile(r"个?工作日|小时|分钟|天"),
}
_PLACE_BEFORE = re.compile(
    rf"""
    (?:^|[,;:和、(]|其中)(?:其中|在)?                                        # 其中东河区4个
    (?P<place>[一-鿿、]{{1,7}}?(?:[{UNIT_SIGNS}镇]|(?<!城)乡))(?:各)?$
    """,
    re.VERBOSE,
)
_COURSES = ("培训", "讲座", "竞赛", "大赛", "讲堂", "活动", "研修")
_COURSE_BEFORE = re.compile(rf"(?:班|{'|'.join(_COURSES)})各?$")
_LONGEST_BEFORE = 24


@dataclass(frozen=True)
class StatedNumber:
    """A number of a passage in its place.

    Attributes
    ----------
    passage, quantity
        The passage and the number.
    clause_start, clause_end, sentence_start
        Where its clause starts and ends and its sentence starts.
    due
        The date that holds for it.
    before
        What the clause says right before the number and its comparison.
    after
        All that the clause says after the number and its comparison.
    """

    passage: Passage
    quantity: Quantity
    clause_start: int
    clause_end: int
    sentence_start: int
    due: DatePhrase | None
    before: str
    after: str

    @classmethod
    def of(cls, passage: Passage, quantity: Quantity) -> StatedNumber:
        """Return a number of a passage in its place."""
        start, end = passage.clause(quantity.start)
        before = passage.text[max(start, quantity.start - _LONGEST_BEFORE) : quantity.start]
        after = passage.text[quantity.end : end]
        sentence_start = passage.sentence_start(quantity.start)
        # 由45%提高到2025年的55%: the date stands between.
        has_baseline = quantity.baseline is not None
        said_at = quantity.number_start if has_baseline else quantity.start
        due = passage.date_behind(quantity.end) or passage.deadline(said_at, sentence_start)
        return cls(passage, quantity, start, end, sentence_start, due, before, after)

    @property
    def text(self) -> str:
        """The view's text."""
        return self.passage.text

    @cached_property
    def follows_verb(self) -> bool:
        """Whether a verb of reaching stands right before the number (建成3所)."""
        return ENDS_WITH_VERB.search(self.before) is not None

    @property
    def closes_part(self) -> bool:
        """Whether its part of the clause ends with it (新建食堂两个、中心四个)."""
        return self.text[self.quantity.end : self.quantity.end + 1] in "、,。;和及与"

    @cached_property
    def is_built(self) -> bool:
        """Whether its clause says that something is built, trained or set up."""
        return _BUILDS.search(self.text, self.clause_start, self.quantity.start) is not None

    @property
    def counts_courses(self) -> bool:
        """Whether it counts courses (培训班2期), not time."""
        return self.quantity.unit in ("期", "届") and bool(
            _COURSE_BEFORE.search(self.before) or self.after.startswith(_COURSES)
        )

    @property
    def is_compared(self) -> bool:
        """Whether the number is a bound (以上, 不超过, 左右)."""
        return self.quantity.comparator not in ("=", "range")

    def counts(self, *sorts: str) -> bool:
        """Tell whether the unit is of one of some sorts: share, money, area, time …"""
        return not _sorts_of(self.quantity.unit or "").isdisjoint(sorts)


@cache
def _sorts_of(unit: str) -> frozenset[str]:
    return frozenset(sort for sort, units in _UNITS.items() if units.match(unit))


def place_before(before: str) -> re.Match[str] | None:
    """Match the place that the words before a number end with (其中东河区4个), if any."""
    return _PLACE_BEFORE.search(before)
