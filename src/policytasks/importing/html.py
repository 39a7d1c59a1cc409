"""Saved web pages: their encoding, what they say of themselves, and their article."""

from __future__ import annotations

import re
from datetime import date
from email.parser import HeaderParser

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

from policytasks.errors import SourceError
from policytasks.importing import plain
from policytasks.importing.article import SHORTEST_ARTICLE, Prose, isolate_article
from policytasks.importing.html_lines import runs_of, squeezed
from policytasks.importing.html_shown import (
    drop_hidden,
    drop_never_text,
    drop_struck,
    pictures,
)
from policytasks.importing.html_tables import lay_out_tables
from policytasks.importing.imported_text import ImportedText, without_invisible_characters

__all__ = ["read"]

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
    rb"""
    <meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w-]{2,20})     # <meta charset="gbk">
    | <\?xml[^>]{0,200}?encoding\s*=\s*["']([\w-]{2,20})     # <?xml version="1.0" encoding="GBK"?>
    """,
    re.IGNORECASE | re.VERBOSE,
)
_DECLARATION_LIMIT = 4096
_MOST_DAMAGE = 1 / 200
# Menus that open under the pointer are hidden too.
_MUCH_HIDDEN = 500

# Pages close too early now and then. Browsers read on, libxml2 would not.
_END_OF_PAGE = re.compile(r"</\s*(?:body|html)\s*>", re.IGNORECASE)

_TAG = re.compile(r"<(?:!doctype\b|[a-z][a-z0-9]*(?:\s[^<>]*)?/?>)", re.IGNORECASE)


def read(content: bytes) -> ImportedText:
    """Read the article of a saved web page.

    Raises
    ------
    SourceError
        The page has no article, cannot be decoded, or nests its elements too deep.
    """
    markup, encoding, notes = _decoded(content)
    if _is_web_archive(markup):
        raise SourceError(
            "is a web archive (MHTML)", remedy='save the page anew as "Webpage, HTML only"'
        )
    if not _TAG.search(markup):
        raise SourceError("holds no HTML", remedy="if it is a plain text, give it the ending .txt")
    page = _tree(markup)
    title, published = _of_itself(page)
    body = page.find("body")
    if body is not None:
        drop_never_text(body)
        hidden = drop_hidden(body)
        struck = drop_struck(body)
        shown = len(squeezed(body))
        page_title = (title or "") + "".join(page.findtext("head/title", "").split())
        isolate_article(body, page_title)
    if body is None or Prose(body).total < SHORTEST_ARTICLE:
        raise SourceError(
            "holds no article, only menus and short pieces",
            remedy="open the page, wait until the text shows, and save it again; "
            "a text in a frame must be saved from the frame",
        )
    lay_out_tables(body)
    lines = [run.text for run in runs_of(body)]
    text = without_invisible_characters("\n".join(lines))
    characters = len("".join(text.split()))
    if shown > characters:
        notes.append(
            f"left out about {shown - characters} characters around the article of {characters}"
        )
    if hidden > _MUCH_HIDDEN:
        notes.append(f"left out {hidden} characters that the page hides")
    if struck:
        notes.append(f"left out struck text: {' … '.join(struck)}")
    if unread := pictures(body):
        notes.append(f"pictures not read: {unread}")
    return ImportedText(text + "\n", "html", encoding, tuple(notes), title, published)


def _is_web_archive(markup: str) -> bool:
    """Whether a text begins with the header of a message (RFC 2557), as Chrome saves pages.

    >>> _is_web_archive("Subject: 通知\\nMIME-Version: 1.0\\n\\n<html>")
    True
    >>> _is_web_archive("<p>MIME-Version: 1.0</p>")
    False
    """
    return "MIME-Version" in HeaderParser().parsestr(markup[:_DECLARATION_LIMIT])


def _decoded(content: bytes) -> tuple[str, str, list[str]]:
    declared = _DECLARED.search(content, 0, _DECLARATION_LIMIT)
    label = (declared[1] or declared[2]).decode("ascii").lower() if declared else ""
    encoding = _CODECS.get(label)
    if encoding and not content.startswith(tuple(plain.BYTE_ORDER_MARKS)):
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


def _tree(markup: str) -> HtmlElement:
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


def _of_itself(page: HtmlElement) -> tuple[str | None, date | None]:
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
