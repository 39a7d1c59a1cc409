"""The gallery: what it links, what it says, and that no text of a figure becomes markup."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from policytasks.figures import FIGURES
from policytasks.figures.gallery import gallery_page
from policytasks.figures.style import LANGUAGES, Style

SPEC = FIGURES["corpus_units"]


@pytest.fixture
def styles(corpus) -> list[Style]:
    return [Style.of(corpus, lang) for lang in LANGUAGES]


def page(specs, styles, files) -> str:
    return gallery_page(specs, styles, files).decode("utf-8")


def shown(text: str) -> str:
    """Return what a browser shows of a page."""
    pieces: list[str] = []
    parser = HTMLParser()
    parser.handle_data = pieces.append
    parser.feed(text)
    return "".join(pieces)


def test_only_files_that_are_there_are_linked(styles):
    files = {"corpus_units.en.png", "corpus_units.en.svg", "corpus_units.csv"}
    text = page([SPEC], styles, files)
    assert set(re.findall(r'href="([^"#]+)"', text)) == files
    assert 'lang="zh"' not in text


def test_a_figure_has_its_question_and_its_caption_in_each_language(styles):
    text = page([SPEC], styles, {f"corpus_units.{lang}.png" for lang in LANGUAGES})
    read = shown(text)
    for style in styles:
        assert style.say(*SPEC.question) in read
        assert SPEC.caption_in(style) in read
    assert text.count(" checked") == 1


def test_words_of_a_figure_are_never_markup(styles):
    hostile = replace(SPEC, question=('"><script>1</script>', "甲 & 乙 <b>"))
    text = page([hostile], styles, {f"corpus_units.{lang}.png" for lang in LANGUAGES})
    assert "<script>" not in text and "<b>" not in text
    assert "甲 & 乙 <b>" in shown(text)


def test_a_gallery_of_nothing_is_a_page(styles):
    text = page([SPEC], styles, set())
    assert "<main" not in text
    assert text.rstrip().endswith("</html>")
