"""The file: it loads nothing, lets nothing but its own script run, and comes out the same twice."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from html.parser import HTMLParser

import pytest

import policytasks as pt
from policytasks.cli import main
from policytasks.errors import PolicyTasksError
from policytasks.explorer import explorer_page, write_explorer
from policytasks.explorer.page import WORDING

HOSTILE = (
    "</script><script>hostile()</script>",
    "<!--<script>",
    "<img src=x onerror=hostile()>",
    "{{script}}{{data}}",
    "\u2028\u2029'\"`${hostile()}&lt;",
)
PLAN = """\
一、重点任务
（一）发展助餐{0}。2025年年底前，新建社区食堂20个{0}。（牵头单位：市民政局）
"""


class Page(HTMLParser):
    """The elements of a page, each with its attributes and the text in it."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None], list[str]]] = []
        self.feed(page.decode("utf-8"))

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, dict(attrs), []))

    def handle_endtag(self, tag):
        self.elements.append(("", {}, []))

    def handle_data(self, data):
        if self.elements:
            self.elements[-1][2].append(data)

    def texts(self, tag: str) -> list[str]:
        return ["".join(text) for name, _, text in self.elements if name == tag]

    @property
    def data(self) -> dict:
        return json.loads(self.texts("script")[0])


@pytest.fixture(scope="module")
def own(page) -> Page:
    return Page(page.read_bytes())


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_source_ends_what_holds_it(text):
    corpus = pt.parse(PLAN.format(text), title=text, place_zh=text, number=text)
    hostile = Page(explorer_page(corpus))
    harmless = Page(explorer_page(pt.parse(PLAN.format("甲"))))
    tags = [[tag for tag, _, _ in each.elements] for each in (hostile, harmless)]
    assert tags[0] == tags[1]
    assert hostile.data["documents"]["title"] == [text]
    assert text in hostile.data["documents"]["text"][0]
    assert hostile.texts("script")[1] == harmless.texts("script")[1]


def test_only_the_script_and_the_rules_of_the_page_may_run(own):
    policies = [
        attributes["content"]
        for tag, attributes, _ in own.elements
        if tag == "meta" and attributes.get("http-equiv") == "Content-Security-Policy"
    ]
    (policy,) = policies
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    for directive, text in (
        ("script-src", own.texts("script")[1]),
        ("style-src", own.texts("style")[0]),
    ):
        digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
        assert rules[directive] == f"'sha256-{digest}'"


def test_page_asks_for_nothing_from_elsewhere(own):
    for tag, attributes, _ in own.elements:
        assert tag not in {"iframe", "img", "object", "embed"}
        assert not set(attributes) & {"src", "style"}, tag
        assert not any(name.startswith("on") for name in attributes), tag
        if tag == "link":
            assert attributes["href"].startswith("data:")
    assert re.findall(r"url\(\"(?!data:)", own.texts("style")[0]) == []


def test_script_puts_no_text_into_markup(own):
    script = own.texts("script")[1]
    for way in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("):
        assert way not in script


def test_words_that_the_script_says_are_there_in_both_languages(own, page):
    script = own.texts("script")[1]
    said = set(re.findall(r'say\("(\w+)"', script))
    said |= {
        attributes["data-say"] for _, attributes, _ in own.elements if "data-say" in attributes
    }
    assert said <= set(WORDING["en"])
    assert set(WORDING["en"]) == set(WORDING["zh"])
    braces = [
        {name: set(re.findall(r"\{\w+\}", text)) for name, text in words.items()}
        for words in WORDING.values()
    ]
    assert braces[0] == braces[1]


def test_same_tables_give_the_same_bytes(corpus, page):
    assert explorer_page(corpus) == page.read_bytes()


@pytest.mark.parametrize("text", ["没有编号的文本。", "一、重点任务\n（一）发展助餐。"])
def test_page_of_little_is_a_page(text):
    assert Page(explorer_page(pt.parse(text))).data["documents"]["document_id"] == ["document"]


def test_command_writes_the_page(project, capsys):
    pt.build()
    assert main(["explore"]) == 0
    assert (project.root / "figures" / "explore.html").is_file()
    assert main(["explore", "--out", "elsewhere/plans.html"]) == 0
    assert capsys.readouterr().out.split() == [
        str(project.root / "figures" / "explore.html"),
        "elsewhere/plans.html",
    ]


def test_file_that_cannot_be_written_is_named(corpus, tmp_path):
    (tmp_path / "taken").write_text("")
    with pytest.raises(PolicyTasksError, match="taken"):
        write_explorer(corpus, tmp_path / "taken" / "explore.html")
