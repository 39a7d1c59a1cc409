"""The article of a web page, told from menus and footers by its prose.

After the finding of Kohlschütter, Fankhauser and Nejdl (2010), Boilerplate
detection using shallow text features: running text stands in long blocks with few
links, furniture in short ones with many. The smallest element with most of a
page's prose is the core; what surrounds it stays where it has prose too, a
heading, or the labels of a document's metadata. Numbered items and tables that
list things count as prose, for a plan may be nothing else.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable

from lxml.html import HtmlElement

from policytasks.importing.html_lines import Run, runs_of, squeezed
from policytasks.importing.html_shown import drop
from policytasks.importing.html_tables import is_data_table, rows_with_cells
from policytasks.words.documents import DATE
from policytasks.words.marks import HALF_WIDTH
from policytasks.words.ordinals import read_ordinal

__all__ = ["SHORTEST_ARTICLE", "Prose", "isolate_article"]

_HEADINGS = frozenset(("h1", "h2", "h3"))
_CONTAINERS = frozenset(
    ("article", "body", "center", "dd", "div", "fieldset", "form", "main", "section", "td", "th")
)
_FURNITURE_TAGS = frozenset(("nav", "footer", "aside"))
_FURNITURE_ROLES = frozenset(("navigation", "banner", "contentinfo", "complementary", "search"))
_FURNITURE_NAME = re.compile(
    r"""
    (?:^|[\s_-])
    (?: nav | navbar | menu | breadcrumbs? | crumbs?
      | foot | footer | sidebar | copyright | friendlink
      | share | bdshare\w* | pager | pagination | qrcode | toolbar )
    (?=$|[\s_-])            # "top-nav" and "nav left", not "navigate" or "canvas"
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SITE_FOOTER = re.compile(r"版权所有|ICP备|公网安备|网站标识码|网站地图")
# The address of an office has the commas of a sentence.
_ADDRESS = re.compile(r"(?:地址|邮编|邮政编码|电话|传真|主办(?:单位)?|承办(?:单位)?)\s*[:：]")
# 索引号：000014349 发布机构：省民政厅 成文日期：2024-09-30
_METADATA_LABEL = re.compile(
    r"索\s*引\s*号|发文字号|文\s*号\s*[:：]|发文机关|发布机构|(?:成文|发布|公开)日期|发布时间"
)
_TITLE_OR_NUMBER = re.compile(
    r"""
    来源\s*[:：]                                        # 来源：市政府办公室
    | 标\s*题\s*[:：]                                   # 标 题：关于…
    | 关于[^。]{4,100}的(?:通知|意见|决定|函)            # 关于印发养老服务提升方案的通知
    | [〔\[［(（]\d{4}[〕\]］)）]\s*\d{1,5}\s*号    # 〔2021〕41号
    """,
    re.VERBOSE,
)
_SENTENCE_END = re.compile("[。；;]")
_COMMA = re.compile("[，,、]")
_CLOSING = re.compile(rf"{DATE}|附\s*件|印发")

_LONGEST_ORDINAL = 12
_SHORTEST_PROSE = 8
# A list has a head and two rows at least; a row is longer than the name and the
# telephone number of a site's contact.
_SHORTEST_LIST = 3
_SHORTEST_ROW = 10
_MOST_LINKED = 0.2
SHORTEST_ARTICLE = 20
_SHORTEST_HEADING = 8
# Shares of a page's prose: what the core has at least, and what furniture, told
# by its name or its links, has at most.
_CORE_SHARE = 0.6
_FURNITURE_SHARE = 0.1


class Prose:
    """How much text, linked text and prose each element of a tree holds."""

    def __init__(self, root: HtmlElement) -> None:
        self._sums: dict[HtmlElement, list[int]] = {}
        self._footers: set[HtmlElement] = set()
        runs = list(runs_of(root))
        listed = _in_lists(root, runs)
        for run in runs:
            if _SITE_FOOTER.search(run.text):
                self._footers.add(run.block)
            counts = self._sums.setdefault(run.block, [0, 0, 0])
            counts[0] += run.characters
            counts[1] += run.linked
            counts[2] += run.unlinked if run.block in listed else _prose(run)
        # Children come before their parents in reversed document order.
        for element in reversed(list(root.iter())):
            counts = self._sums.setdefault(element, [0, 0, 0])
            parent = element.getparent()
            if element is not root and parent is not None:
                sums = self._sums.setdefault(parent, [0, 0, 0])
                for position, count in enumerate(counts):
                    sums[position] += count
        self.total = self._sums[root][2]

    def of(self, element: HtmlElement) -> int:
        """Characters of prose."""
        return self._sums[element][2]

    def is_footer(self, element: HtmlElement) -> bool:
        """Whether an element says whose site it is, and no prose."""
        return element in self._footers and not self.of(element)

    def link_share(self, element: HtmlElement) -> float:
        """Share of the text that is links."""
        characters, linked, _ = self._sums[element]
        return linked / characters if characters else 0.0


def _prose(run: Run) -> int:
    """Return how many characters of running text a run counts for."""
    is_sentence = (
        _SENTENCE_END.search(run.text)
        or len(_COMMA.findall(run.text)) >= 2
        or read_ordinal(run.text.lstrip()[:_LONGEST_ORDINAL].translate(HALF_WIDTH))
    )
    if run.unlinked < _SHORTEST_PROSE or not is_sentence or _is_of_the_site(run.text):
        return 0
    return run.unlinked


def _is_of_the_site(text: str) -> bool:
    return bool(_SITE_FOOTER.search(text) or _ADDRESS.search(text))


def _in_lists(root: HtmlElement, runs: list[Run]) -> set[HtmlElement]:
    """Return the elements of tables that list things, such as tasks and who is to do them.

    Such a table has rows with cells side by side below its head, most of them more
    than a few words long, few links, and nothing that a site says of itself or of
    the document.
    """
    table_of = {
        element: table
        for table in root.iter("table")
        if is_data_table(table) and rows_with_cells(table) >= _SHORTEST_LIST
        for element in table.iter()
    }
    runs_in: dict[HtmlElement, list[Run]] = defaultdict(list)
    for run in runs:
        if run.block in table_of:
            runs_in[table_of[run.block]].append(run)
    lists = {table for table, inside in runs_in.items() if _is_list(table, inside)}
    return {element for element, table in table_of.items() if table in lists}


def _is_list(table: HtmlElement, runs: list[Run]) -> bool:
    characters = sum(run.characters for run in runs)
    return (
        characters >= _SHORTEST_ROW * rows_with_cells(table)
        and sum(run.linked for run in runs) <= _MOST_LINKED * characters
        and not any(_is_of_the_site(run.text) or _METADATA_LABEL.match(run.text) for run in runs)
    )


def isolate_article(body: HtmlElement, page_title: str) -> None:
    """Take out of ``body`` everything that does not belong to the article."""
    prose = Prose(body)
    for element in list(body.iter()):
        if element is body or prose.of(element) > _FURNITURE_SHARE * prose.total:
            continue
        if _is_furniture(element, prose):
            drop(element)
    prose = Prose(body)
    core = _core(body, prose)
    for element in [core, *core.iterancestors()]:
        if element is body:
            break
        _drop_neighbours(element, prose, page_title)


def _is_furniture(element: HtmlElement, prose: Prose) -> bool:
    if prose.is_footer(element) or element.tag in _FURNITURE_TAGS:
        return True
    name = f"{element.get('id', '')} {element.get('class', '')}"
    if element.get("role") in _FURNITURE_ROLES or _FURNITURE_NAME.search(name):
        return True
    links = element.iterdescendants("a")
    has_two_links = next(links, None) is not None and next(links, None) is not None
    return has_two_links and prose.link_share(element) > 0.5


def _core(body: HtmlElement, prose: Prose) -> HtmlElement:
    """Return the smallest container with most of the prose; of a table always the whole."""
    core = body
    while len(core):
        child = max(core, key=prose.of)
        if prose.of(child) < _CORE_SHARE * prose.total:
            break
        core = child
    core = next(element for element in [core, *core.iterancestors()] if element.tag in _CONTAINERS)
    tables = [element for element in [core, *core.iterancestors()] if element.tag == "table"]
    return next((table for table in tables if is_data_table(table)), core)


def _drop_neighbours(core: HtmlElement, prose: Prose, page_title: str) -> None:
    """Take out the siblings of ``core`` that are no part of the article."""
    before = list(core.itersiblings(preceding=True))
    behind = list(core.itersiblings())
    # What stands between pieces of prose is a heading or a signature.
    to_first_prose = _last(before, lambda sibling: prose.of(sibling))
    to_end = _last(behind, lambda sibling: prose.of(sibling) or _is_closing(sibling))
    kept = {
        *before[:to_first_prose],
        *(sibling for sibling in before[to_first_prose:] if _is_head(sibling, page_title)),
        *behind[:to_end],
    }
    for sibling in (*before, *behind):
        is_footer = not prose.of(sibling) and _SITE_FOOTER.search(sibling.text_content())
        if sibling not in kept or is_footer or prose.link_share(sibling) > 0.5:
            drop(sibling)


def _last(elements: list[HtmlElement], is_wanted: Callable[[HtmlElement], object]) -> int:
    """Return the position behind the last wanted element; 0 if there is none."""
    return max((i for i, element in enumerate(elements, 1) if is_wanted(element)), default=0)


def _is_closing(element: HtmlElement) -> bool:
    """Whether an element below the text holds a signature's date or an annex."""
    return bool(_CLOSING.search(element.text_content()))


def _is_head(element: HtmlElement, page_title: str) -> bool:
    """Whether an element above the text holds a document's title, number or dates."""
    text = element.text_content()
    if _METADATA_LABEL.search(text) or _TITLE_OR_NUMBER.search(text):
        return True
    titles = [*element.iter(*_HEADINGS), element]
    return any(
        len(title := squeezed(part)) >= _SHORTEST_HEADING
        and (part.tag in _HEADINGS or title in page_title)
        for part in titles
    )
