"""Headings: where the heading of a section ends, and which phrase of an item names it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from policytasks.model import Heading
from policytasks.places import TERRITORY_SIGNS
from policytasks.reading.drafts import Stretch
from policytasks.reading.kinds import names_part
from policytasks.reading.outline import Outline, Section
from policytasks.reading.view import Break, View

__all__ = [
    "LONGEST_TITLE",
    "Layout",
    "have_headings",
    "heading_before",
    "heading_end",
    "heading_rows",
    "item_title",
    "layout_of",
]

_PLAIN = r"""
    # 总体要求, 主要任务
    (?:(?:总体|工作|发展|主要|基本|重点|行动|具体)(?:要求|目标|思路|原则|任务|举措)
      |指导思想|保障措施|工作要求|实施步骤
      |组织(?:实施|保障)
      |(?:职责|责任|任务)分工
      |附则)
"""
# A heading of the genre whose end the page lost (总体要求 坚持…).
_PLAIN_HEADING = re.compile(
    rf"""
    {_PLAIN}(?:[和与及、]{_PLAIN})*  # 指导思想和发展目标
    # 总体要求和…, 工作目标。 are no such heading
    (?![。:;,、和及与的])
    """,
    re.VERBOSE,
)
_LONGEST_HEADING = 60
LONGEST_TITLE = 40
_LONGEST_SET_APART = 20
_NO_PHRASE_BEFORE_BLANK = re.compile(r"[,。;:!?\d]|(?:[的和及或在对将为]|(?<!参)与)\Z")
# A first sentence that is longer states the measure itself.
_LONGEST_HEADING_SENTENCE = 29
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_LONGEST_REMAINDER = 6
_LONGEST_LABEL_TITLE = 16
_NO_LABEL = re.compile(r"[,。;]|如下|以下|单位|部门")
# A first sentence that says who is to do what, for whom, or how much: it states the measure.
_STATES_MEASURE = re.compile(
    rf"""
    # 各街道要…, 对符合条件的老年人给予…
    (?:各|[{TERRITORY_SIGNS}村]|街道|社区|由|对|凡|每|经|符合|具有|到20)[^。]{{0,25}}?
    (?:要(?!求|素|点)|应(?!急|用|对)|须|负责|给予|予以|组织|可以|达到)
    # 对失能老人…, 凡…的; 对接国家战略 and 对标一流 are headings
   |(?:对(?![接标外口内话照])|凡|不得|严禁)
    # 企业招用…的,给予…
   |.{{3,}}的,
    # 养老机构应当…, 用水用电按居民价格执行
   |.{{2,}}(?:应当|不得|一律|享受|免征|按(?:照)?.{{1,15}}(?:执行|办理|发放|计算|拨付)$)
    # 每个社区至少配备1名…, 补贴300元; not 2024年度工作
   |.*?(?<![\d第])(?!20\d\d年)\d[\d.]*(?:[%‰]|[一-鿿])
    """,
    re.VERBOSE,
)
_QUOTED = re.compile("“[^”]*”")


@dataclass(frozen=True)
class Layout:
    """What the lines of a text tell of its headings.

    ``parting`` is the weakest break that may part its paragraphs; ``set_apart`` holds where
    the items start whose headings a blank alone parts from their text.
    """

    view: View
    parting: Break
    set_apart: frozenset[int] = frozenset()

    @property
    def wraps_anywhere(self) -> bool:
        """Whether lines end where they are full, and paragraphs at blanks."""
        return self.view.has_lines and self.parting < Break.LINE

    def next_blank(self, start: int, end: int) -> int:
        """Return the first position after ``start`` that a blank precedes, else ``end``."""
        position = self.view.next_break(start, end, Break.SPACE)
        while (
            position < end
            and self.wraps_anywhere
            and self.view.break_before(position) == Break.LINE
        ):
            position = self.view.next_break(position, end, Break.SPACE)
        return position


def layout_of(outline: Outline) -> Layout:
    """Return what the lines and blanks of a text tell of its headings."""
    layout = Layout(outline.view, outline.parting)
    groups = [outline.sections, *(section.children for _, section in outline.walk())]
    set_apart = frozenset(
        item.start
        for items in groups
        if len(items) > 1
        for apart in [[item for item in items if _sets_heading_apart(layout, item)]]
        if len(apart) * 3 >= len(items) * 2
        for item in apart
    )
    return replace(layout, set_apart=set_apart)


def _sets_heading_apart(layout: Layout, item: Section) -> bool:
    """Tell whether a phrase opens an item and a blank parts it from the item's sentence.

    提升县级机构 改造县福利院，床位达到300张。 A line that the page broke is longer.
    """
    view = layout.view
    blank = layout.next_blank(item.body, min(item.end, item.body + _LONGEST_SET_APART + 1))
    if view.break_before(blank) != Break.SPACE or not 4 <= blank - item.body <= _LONGEST_SET_APART:
        return False
    stop = view.text.find("。", blank, item.end)
    if item.children or _NO_PHRASE_BEFORE_BLANK.search(view.text, item.body, blank):
        return False
    is_all = stop < 0 or stop + 1 >= item.end
    return "一" <= view.text[blank] <= "鿿" and (is_all or "," in view.text[blank:stop])


def item_title(layout: Layout, section: Section, end: int) -> tuple[Stretch | None, int]:
    """Return the heading phrase of an item and where its body starts."""
    view = layout.view
    text, begin = view.text, section.body
    if section.style == "article":
        # Articles of a regulation open with their sentence.
        return None, begin
    blank = layout.next_blank(begin, end)
    phrase = text[begin:blank]
    if section.start in layout.set_apart or (phrase.isalpha() and names_part(phrase)):
        return (begin, blank), blank
    stop = text.find("。", begin, end)
    stop = stop if 0 <= stop - begin <= LONGEST_TITLE else -1
    if layout.parting < Break.LINE:
        # The page may have lost what stood between a heading and its text.
        plain = _PLAIN_HEADING.match(text, begin, end)
        if plain:
            return plain.span(), plain.end()
    line = end if layout.wraps_anywhere else _line_end(view, begin, end)
    # Where lines tell nothing, a heading before a blank does not reach over it.
    label_end = line if layout.parting == Break.LINE else min(line, blank)
    colon = text.find(":", begin, min(begin + _LONGEST_LABEL_TITLE, end))
    if begin < colon < label_end and not _NO_LABEL.search(text, begin, colon):
        return (begin, colon), colon + 1
    if 0 <= stop < line:
        return (begin, stop), stop + 1
    # With its number, a heading that wraps fills its line.
    short = line - begin <= 16 or (
        line - begin <= LONGEST_TITLE and line - section.start <= view.full_line * 0.85
    )
    if line < end and short and not re.search(r"[。;:]|,$", text[begin:line]):
        is_bracketed = text[begin] == "[" and text[line - 1] == "]"
        return (begin + is_bracketed, line - is_bracketed), line
    if stop >= 0:
        return (begin, stop), stop + 1
    if blank < end and blank - begin <= 30 and not re.search(r"[,。;:]", text[begin:blank]):
        return (begin, blank), blank
    return None, begin


def have_headings(layout: Layout, items: list[Section]) -> bool:
    """Tell whether at least half of the items beside each other have a heading phrase.

    Where fewer do, a first sentence that ends in a full stop heads nothing.
    """
    headed = sum(bool(item.children) or _has_heading_phrase(layout, item) for item in items)
    return headed * 2 >= len(items)


def _has_heading_phrase(layout: Layout, item: Section) -> bool:
    title, _ = item_title(layout, item, item.end)
    if title is None:
        return False
    text = layout.view.text
    return text[title[1] : title[1] + 1] != "。" or _is_phrase(text[slice(*title)])


def _is_phrase(words: str) -> bool:
    """Tell whether words may be a heading, and do not state the measure themselves."""
    phrase = _IN_BRACKETS.sub("", words)
    if len(phrase) > _LONGEST_HEADING_SENTENCE:
        return False
    return not _STATES_MEASURE.match(_QUOTED.sub("", phrase))


def heading_before(layout: Layout, start: int, end: int) -> Stretch | None:
    """Return the heading phrase that is all of ``text[start:end]``, without its full stop.

    None where more than a heading, or the measure itself, stands there.
    """
    text = layout.view.text
    end -= text.endswith("。", start, end)
    words = text[start:end]
    if not words or _NO_LABEL.search(words) or not _is_phrase(words):
        return None
    return start, end


def _line_end(view: View, begin: int, end: int) -> int:
    """Return where a line ends; a PDF may break it before, within and after a quotation."""
    text = view.text
    line = view.next_break(begin, end, Break.LINE)
    while line < min(end, begin + LONGEST_TITLE) and (
        text[line] == "“"
        or text.count("“", begin, line) > text.count("”", begin, line)
        or (text[line - 1] == "”" and 0 <= text.find("。", line, end) - line <= _LONGEST_REMAINDER)
    ):
        line = view.next_break(line, end, Break.LINE)
    return line


def heading_end(view: View, section: Section) -> int:
    """Return where the heading of a section that holds others ends.

    A carrier's heading runs to its full stop or to the end of its line; it may
    fill two lines when nothing else stands before the first item.
    """
    text = view.text
    limit = section.children[0].start if section.children else section.end
    plain = None if view.has_lines else _PLAIN_HEADING.match(text, section.body, limit)
    if plain:
        return plain.end()
    stop = text.find("。", section.body, limit)
    limit = stop if stop >= 0 else limit
    if limit - section.body <= _LONGEST_HEADING and stop < 0 and section.children:
        line = view.next_break(section.body, limit, Break.PARAGRAPH)
    else:
        line = view.next_break(section.body, limit, Break.LINE)
    if line == limit and limit - section.body > _LONGEST_HEADING:
        line = view.next_break(section.body, limit, Break.SPACE)
    return line


def heading_rows(outline: Outline) -> tuple[Heading, ...]:
    """Return the headings of an outline and the heads of its annexes, as they are printed."""
    view = outline.view
    rows = []
    for depth, section in outline.walk():
        if section.is_lost:
            first = section.children[0]
            span, quote = view.span(first.start, first.body), ""
        else:
            span, quote = view.cite(section.start, _end_of_words(view, section))
        rows.append(Heading(section.style, section.number, depth, span, quote))
    for start in outline.annexes:
        end = view.next_break(start, len(view.text), outline.parting)
        rows.append(Heading("annex", None, 0, *view.cite(start, end)))
    return tuple(rows)


def _end_of_words(view: View, section: Section) -> int:
    """Return where the words of a heading end, of an item without heading those of its line."""
    if section.children:
        end = heading_end(view, section)
        return end + 1 if view.text[end : end + 1] == "。" else max(end, section.body)
    stop = view.text.find("。", section.body, section.end)
    limit = section.body + _LONGEST_HEADING
    return min(stop + 1 if stop >= 0 else limit, limit, section.end)
