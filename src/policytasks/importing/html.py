"""Saved web pages: the article, without menus, scripts and footers.

The article is found by its prose, after the finding of Kohlschütter, Fankhauser
and Nejdl (2010), Boilerplate detection using shallow text features: running text
stands in long blocks with few links, furniture in short ones with many. The
smallest element with most of a page's prose is the core; what surrounds it stays
where it has prose too, a heading, or the labels of a document's metadata.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from lxml import etree
from lxml import html as lxml_html

from policytasks.errors import SourceError
from policytasks.importing import plain
from policytasks.importing.grid import Cell, grid_lines
from policytasks.importing.imported_text import ImportedText, without_invisible_characters
from policytasks.importing.ordinals import format_ordinal

__all__ = ["read"]

Element = lxml_html.HtmlElement

# What browsers read a label as, for the encodings of Chinese pages (WHATWG
# Encoding Standard, 4.2). Any other label is not believed.
_CODECS = {
    **dict.fromkeys(
        ("gb2312", "gb_2312", "gb_2312-80", "gbk", "x-gbk", "gb18030", "chinese"), "gb18030"
    ),
    **dict.fromkeys(("utf-8", "utf8", "unicode-1-1-utf-8"), "utf-8"),
    **dict.fromkeys(("big5", "big5-hkscs", "cn-big5", "x-x-big5"), "big5hkscs"),
}
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,20})"""
    rb"""|<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w-]{2,20})""",
    re.IGNORECASE,
)
_DECLARATION_LIMIT = 4096
_MOST_DAMAGE = 1 / 200

# Pages close too early now and then. Browsers read on, libxml2 would not.
_END_OF_PAGE = re.compile(r"</\s*(?:body|html)\s*>", re.IGNORECASE)

_TAG = re.compile(r"<(?:!doctype\b|[a-z][a-z0-9]*(?:\s[^<>]*)?/?>)", re.IGNORECASE)
_MHTML = re.compile(r"\A(?:[\w-]+: .*\r?\n(?:[ \t].*\r?\n)*)*MIME-Version:", re.IGNORECASE)

_NEVER_TEXT = frozenset({
    "script", "style", "noscript", "template", "iframe", "object", "embed", "applet", "svg",
    "canvas", "audio", "video", "map", "select", "option", "button", "input", "textarea", "head",
    "title", "rp", "rt",
})  # fmt: skip
_INLINE = frozenset({
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font",
    "i", "img", "ins", "kbd", "label", "mark", "o:p", "q", "ruby", "rb", "s", "samp", "small",
    "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
})  # fmt: skip
_HEADINGS = frozenset(("h1", "h2", "h3"))
_CONTAINERS = frozenset(
    ("article", "body", "center", "dd", "div", "fieldset", "form", "main", "section", "td", "th")
)
_FURNITURE_TAGS = frozenset(("nav", "footer", "aside"))
_FURNITURE_ROLES = frozenset(("navigation", "banner", "contentinfo", "complementary", "search"))
_FURNITURE_NAME = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|menu|breadcrumbs?|crumbs?|foot|footer|sidebar|share|bdshare\w*|"
    r"pager|pagination|copyright|qrcode|toolbar|friendlink)(?=$|[\s_-])",
    re.IGNORECASE,
)
_HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_DOWNLOAD = re.compile(r"\.(?:docx?|wps|pdf|xlsx?|et|pptx?|zip|rar|ofd|txt)\s*(?:$|[?#])", re.I)

_SITE_FOOTER = re.compile(r"版权所有|ICP备|公网安备|网站标识码|网站地图")
# The address of an office has the commas of a sentence.
_ADDRESS = re.compile(r"(?:地址|邮编|邮政编码|电话|传真|主办(?:单位)?|承办(?:单位)?)\s*[:：]")
# Labels of metadata; a title (关于…的通知); a document's number (〔2021〕41号).
_HEAD_SIGN = re.compile(
    r"索\s*引\s*号|发文字号|文\s*号\s*[:：]|发文机关|发布机构|成文日期|发布日期|发布时间|"
    r"公开日期|来源\s*[:：]|标\s*题\s*[:：]|关于[^。]{4,100}的(?:通知|意见|决定|函)|"
    r"[〔\[［(（]\d{4}[〕\]］)）]\s*\d{1,5}\s*号"
)
_SENTENCE_END = re.compile("[。；;]")
_COMMA = re.compile("[，,、]")
_CLOSING = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日|附\s*件|印发")

_SHORTEST_PROSE = 8
_SHORTEST_ARTICLE = 20
_SHORTEST_HEADING = 8
# Shares of a page's prose: what the core has at least, and what furniture, told
# by its name or its links, has at most.
_CORE_SHARE = 0.6
_FURNITURE_SHARE = 0.1

_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
# A line break in the markup between two Chinese characters is no blank (CSS Text 3, 4.1.3).
_BREAK_IN_CHINESE = re.compile(
    r"(?<=[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef])[ \t]*\r?\n[ \t\r\n]*"
    r"(?=[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef])"
)
_LIST_STYLES = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
    "decimal": "decimal",
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "cjk-ideographic": "chineseCounting",
    "simp-chinese-informal": "chineseCounting",
    "trad-chinese-informal": "chineseCounting",
}
_LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([\w-]+)", re.IGNORECASE)
_INTEGER = re.compile(r"\s*(\d{1,5})")
# HTML 4.9.11: browsers read no greater span.
_WIDEST_CELL = 1000


def read(content: bytes) -> ImportedText:
    """Read the article of a saved web page.

    Raises
    ------
    SourceError
        The page has no article, cannot be decoded, or nests its elements too deep.
    """
    markup, encoding, notes = _decoded(content)
    if _MHTML.match(markup):
        raise SourceError(
            "is a web archive (MHTML)", remedy='save the page anew as "Webpage, HTML only"'
        )
    if not _TAG.search(markup):
        raise SourceError("holds no HTML", remedy="if it is a plain text, give it the ending .txt")
    page = _tree(markup)
    title, published = _of_itself(page)
    body = page.find("body")
    shown = 0
    if body is not None:
        _drop_never_shown(body)
        shown = len(_squeezed(body))
        page_title = (title or "") + "".join(page.findtext("head/title", "").split())
        _isolate_article(body, page_title)
    if body is None or _Prose(body).total < _SHORTEST_ARTICLE:
        raise SourceError(
            "holds no article, only menus and short pieces",
            remedy="open the page, wait until the text shows, and save it again; "
            "a text in a frame must be saved from the frame",
        )
    _lay_out_tables(body)
    lines = [run.text for run in _runs(body)]
    text = without_invisible_characters("\n".join(lines))
    left_out = shown - len("".join(text.split()))
    if left_out > 0:
        notes.append(f"left out about {left_out} characters around the article")
    return ImportedText(text + "\n", "html", encoding, tuple(notes), title, published)


def _decoded(content: bytes) -> tuple[str, str, list[str]]:
    declared = _DECLARED.search(content, 0, _DECLARATION_LIMIT)
    label = (declared[1] or declared[2]).decode("ascii").lower() if declared else ""
    encoding = _CODECS.get(label)
    if encoding and not content.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode(encoding), encoding, []
        except UnicodeDecodeError:
            pass
    try:
        return *plain.decode(content), []
    except SourceError:
        if encoding is None:
            raise
    text = content.decode(encoding, "replace")
    damaged = text.count("\ufffd")
    if damaged > len(text) * _MOST_DAMAGE:
        raise SourceError(
            f"says that it is {label} but is not", remedy="open the page and save it again"
        )
    return text, encoding, [f"{damaged} damaged characters became \ufffd"]


def _tree(markup: str) -> Element:
    # Encoded anew, because lxml refuses a str with an encoding declaration, and
    # libxml2 would believe the declaration in bytes.
    parser = lxml_html.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True, no_network=True
    )
    try:
        page = lxml_html.document_fromstring(
            _END_OF_PAGE.sub("", markup).replace("\0", "\ufffd").encode(), parser=parser
        )
    except etree.ParserError as error:
        raise SourceError("holds no HTML", remedy="open the page and save it again") from error
    # libxml2 drops what lies deeper than it goes, and says so only here.
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise SourceError(
            "nests its elements deeper than any page a person wrote",
            remedy="copy the text from the browser into a .txt file",
        )
    return page


def _of_itself(page: Element) -> tuple[str | None, date | None]:
    """Return title and date of publication from the meta elements of government websites.

    ArticleTitle and PubDate are prescribed by 政府网站发展指引 (国办发〔2017〕47号).
    """
    content = {meta.get("name", "").lower(): meta.get("content", "") for meta in page.iter("meta")}
    title = "".join(without_invisible_characters(content.get("articletitle", "")).split())
    try:
        published = date.fromisoformat(content.get("pubdate", "").strip()[:10])
    except ValueError:
        published = None
    return title or None, published


@dataclass(slots=True)
class _Run:
    """The text between two line ends of a page, and how much of it is links."""

    block: Element
    text: str
    linked: int


@dataclass(slots=True)
class _Line:
    """A run that is being put together."""

    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    verbatim: bool = False

    def add(self, text: str | None, in_link: bool) -> None:
        if text:
            self.pieces.append(text)
            if in_link:
                self.linked += len("".join(text.split()))

    def closed(self) -> str:
        text = "".join(self.pieces)
        if not self.verbatim:
            text = _SPACES.sub(" ", _BREAK_IN_CHINESE.sub("", text))
        return text.strip(" \r\n")


def _runs(root: Element) -> Iterator[_Run]:
    """Yield the non-empty runs of a tree in document order, list numbers included."""
    line = _Line()
    blocks: list[Element] = []
    links = 0

    def close(block: Element) -> Iterator[_Run]:
        nonlocal line
        if text := line.closed():
            yield _Run(block, text, line.linked)
        line = _Line()

    numbers: dict[Element, int] = {}
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        is_block = element is root or tag not in _INLINE
        if event == "start":
            if is_block:
                yield from close(blocks[-1] if blocks else root)
                blocks.append(element)
                line.verbatim = tag == "pre"
            links += _leads_away(element)
            if tag == "li":
                line.add(_list_label(element, numbers), False)
            line.add(element.text, links > 0)
            continue
        links -= _leads_away(element)
        if is_block:
            yield from close(element)
            blocks.pop()
            line.verbatim = bool(blocks) and blocks[-1].tag == "pre"
        if element is not root:
            line.add(element.tail, links > 0)


def _leads_away(element: Element) -> bool:
    """Whether an element is a link to another page, rather than an anchor or an annex."""
    href = element.get("href") if element.tag == "a" else None
    return href is not None and not _DOWNLOAD.search(href)


def _list_label(item: Element, numbers: dict[Element, int]) -> str:
    """Return the number that a browser prints before an item of an ordered list."""
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return ""
    if parent not in numbers:
        start = _INTEGER.match(parent.get("start", ""))
        numbers[parent] = int(start[1]) - 1 if start else 0
    value = _INTEGER.match(item.get("value", ""))
    numbers[parent] = int(value[1]) if value else numbers[parent] + 1
    named = _LIST_STYLE.search(parent.get("style", ""))
    style = named[1].lower() if named else parent.get("type", "1")
    if style == "none":
        return ""
    number = format_ordinal(numbers[parent], _LIST_STYLES.get(style, "decimal"))
    return number + ("、" if _LIST_STYLES.get(style) == "chineseCounting" else ". ")


class _Prose:
    """How much text, linked text and prose each element of a tree holds."""

    def __init__(self, root: Element) -> None:
        self._sums: dict[Element, list[int]] = {}
        for run in _runs(root):
            counts = self._sums.setdefault(run.block, [0, 0, 0])
            characters = len("".join(run.text.split()))
            counts[0] += characters
            counts[1] += run.linked
            counts[2] += _prose(run.text, characters - run.linked)
        # Children come before their parents in reversed document order.
        for element in reversed(list(root.iter())):
            counts = self._sums.setdefault(element, [0, 0, 0])
            parent = element.getparent()
            if element is not root and parent is not None:
                sums = self._sums.setdefault(parent, [0, 0, 0])
                for position, count in enumerate(counts):
                    sums[position] += count
        self.total = self._sums[root][2]

    def of(self, element: Element) -> int:
        """Characters of prose."""
        return self._sums[element][2]

    def characters(self, element: Element) -> int:
        """Characters of any text."""
        return self._sums[element][0]

    def link_share(self, element: Element) -> float:
        """Share of the text that is links."""
        characters, linked, _ = self._sums[element]
        return linked / characters if characters else 0.0


def _prose(text: str, unlinked: int) -> int:
    """Return how many characters of running text a run counts for."""
    is_sentence = _SENTENCE_END.search(text) or len(_COMMA.findall(text)) >= 2
    if unlinked < _SHORTEST_PROSE or not is_sentence:
        return 0
    return 0 if _SITE_FOOTER.search(text) or _ADDRESS.search(text) else unlinked


def _isolate_article(body: Element, page_title: str) -> None:
    """Take out of ``body`` everything that does not belong to the article."""
    prose = _Prose(body)
    for element in list(body.iter()):
        if element is body or prose.of(element) > _FURNITURE_SHARE * prose.total:
            continue
        if _is_furniture(element, prose):
            _drop(element)
    prose = _Prose(body)
    core = _core(body, prose)
    while core is not body:
        _drop_neighbours(core, prose, page_title)
        core = core.getparent()


def _drop_never_shown(body: Element) -> None:
    for element in list(body.iter()):
        if element is not body and _is_never_shown(element):
            _drop(element)


def _is_never_shown(element: Element) -> bool:
    if element.tag in _NEVER_TEXT | _FURNITURE_TAGS or element.get("hidden") is not None:
        return True
    if element.tag == "a" and element.get("href", "").strip().lower().startswith("javascript:"):
        # A button of the page: print, close, larger type.
        return True
    return bool(_HIDDEN.search(element.get("style", "")))


def _is_furniture(element: Element, prose: _Prose) -> bool:
    name = f"{element.get('id', '')} {element.get('class', '')}"
    if element.get("role") in _FURNITURE_ROLES or _FURNITURE_NAME.search(name):
        return True
    links = element.iterdescendants("a")
    has_two_links = next(links, None) is not None and next(links, None) is not None
    return has_two_links and prose.link_share(element) > 0.5


def _drop(element: Element) -> None:
    """Take an element out; what follows it in its parent stays, on a line of its own."""
    if element.getparent() is None:
        return
    # drop_tree would join the words before and behind a block.
    if element.tag not in _INLINE | _NEVER_TEXT and (element.tail or "").strip():
        element.addprevious(element.makeelement("br"))
    element.drop_tree()


def _core(body: Element, prose: _Prose) -> Element:
    """Return the smallest container with most of the prose; of a table always the whole."""
    core = body
    while True:
        child = max(core, key=prose.of, default=None)
        if child is None or prose.of(child) < _CORE_SHARE * prose.total:
            break
        core = child
    while core.tag not in _CONTAINERS:
        core = core.getparent()
    inside = core
    while inside is not body:
        if inside.tag == "table" and _is_data_table(inside):
            return inside
        inside = inside.getparent()
    return core


def _drop_neighbours(core: Element, prose: _Prose, page_title: str) -> None:
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
            _drop(sibling)


def _last(elements: list[Element], is_wanted: Callable[[Element], object]) -> int:
    """Return the position behind the last wanted element; 0 if there is none."""
    return max((i for i, element in enumerate(elements, 1) if is_wanted(element)), default=0)


def _is_closing(element: Element) -> bool:
    """Whether an element below the text holds a signature's date or an annex."""
    return bool(_CLOSING.search(element.text_content()))


def _is_head(element: Element, page_title: str) -> bool:
    """Whether an element above the text holds a document's title, number or dates."""
    if _HEAD_SIGN.search(element.text_content()):
        return True
    titles = [*element.iter(*_HEADINGS), element]
    return any(
        len(title := _squeezed(part)) >= _SHORTEST_HEADING
        and (part.tag in _HEADINGS or title in page_title)
        for part in titles
    )


def _squeezed(element: Element) -> str:
    return "".join(element.text_content().split())


def _is_data_table(table: Element) -> bool:
    """Whether a table has cells side by side in two rows, rather than laying out a page."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    rows_with_cells = 0
    for row in table.iter("tr"):
        filled = sum(1 for cell in row.iterchildren("td", "th") if cell.text_content().strip())
        rows_with_cells += filled >= 2
    return rows_with_cells >= 2


def _lay_out_tables(body: Element) -> None:
    """Put each data table's rows in its place, as lines with tabs."""
    for table in [table for table in body.iter("table") if _is_data_table(table)]:
        laid_out = table.makeelement("pre")
        # Browsers show a caption, and text that stands between cells, before the rows.
        outside_cells = [run.text for run in _runs(table) if not _is_in_cell(run.block, table)]
        rows = "\n".join([*outside_cells, *grid_lines(_cells(table))])
        # lxml reads control characters from a page but takes none from a program.
        laid_out.text = without_invisible_characters(rows)
        laid_out.tail = table.tail
        table.getparent().replace(table, laid_out)


def _is_in_cell(element: Element, table: Element) -> bool:
    while element is not table:
        if element.tag in ("td", "th"):
            return True
        element = element.getparent()
    return False


def _cells(table: Element) -> Iterator[list[Cell]]:
    rows = list(table.iter("tr"))
    for position, row in enumerate(rows):
        yield [
            Cell(
                " ".join(run.text for run in _runs(cell)),
                min(_span(cell, "rowspan"), len(rows) - position),
                min(_span(cell, "colspan"), _WIDEST_CELL),
            )
            for cell in row.iterchildren("td", "th")
        ]


def _span(cell: Element, name: str) -> int:
    match = _INTEGER.match(cell.get(name, ""))
    return max(1, int(match[1])) if match else 1
