"""The gallery: what it links, what it says, and that no text of a figure becomes markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

from policytasks.figures import FIGURES, FigureSpec
from policytasks.figures.gallery import gallery_page, linkable
from policytasks.figures.style import LANGUAGES, Style
from policytasks.figures.terms import Words

SPEC = FIGURES["corpus_units"]


@pytest.fixture
def styles(corpus) -> list[Style]:
    return [Style.of(corpus, lang) for lang in LANGUAGES]


def page(specs, styles, files, findings=None) -> str:
    return gallery_page(specs, styles, files, findings).decode("utf-8")


def alternatives(text: str) -> list[str]:
    """Return what stands for the pictures of a page."""
    found: list[str] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, attrs: (
        found.append(dict(attrs)["alt"]) if tag == "img" else None
    )
    parser.feed(text)
    return found


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
    class Hostile(FigureSpec):
        question = Words('"><script>1</script>', "甲 & 乙 <b>")

    hostile = Hostile(**vars(SPEC))
    text = page([hostile], styles, {f"corpus_units.{lang}.png" for lang in LANGUAGES})
    assert "<script>1" not in text and "乙 <b>" not in text
    assert "甲 & 乙 <b>" in shown(text)


def test_a_gallery_of_nothing_is_a_page(styles):
    text = page([SPEC], styles, set())
    assert "<main" not in text
    assert text.rstrip().endswith("</html>")


def test_what_a_figure_finds_stands_above_it_and_in_its_place(styles):
    files = {f"corpus_units.{lang}.png" for lang in LANGUAGES}
    findings = {"corpus_units.en": "Jining has most <tasks>."}
    text = page([SPEC], styles, files, findings)
    assert "Jining has most <tasks>." in shown(text)
    english, chinese = alternatives(text)
    assert english == f"{SPEC.question.en} Jining has most <tasks>."
    assert SPEC.caption.zh in chinese


def test_figures_stand_in_the_section_of_what_draws_them(styles):
    text = page(FIGURES.values(), styles[:1], {f"{name}.en.png" for name in FIGURES})
    names = re.findall(r'<h2>(.+?)</h2>|<article id="(.+?)\.en">', text)
    sections: dict[str, list[str]] = {}
    for title, name in names:
        sections.setdefault(title or list(sections)[-1], []).extend([name] if name else [])
    assert sorted(name for section in sections.values() for name in section) == sorted(FIGURES)
    assert "corpus_units" in sections["What is compared"]
    assert "theme_profile" in sections["Themes"]
    assert "chain_of_commitment" in sections["Commitments and targets"]
    assert "responsibility_gaps" in sections["Who answers for what"]


def test_explorer_notebooks_and_tables_are_linked_where_they_are(styles, tmp_path):
    figures = tmp_path / "figures"
    for path in (
        "figures/explore.html",
        "figures/corpus_units.en.png",
        "notebooks/00_corpus.ipynb",
    ):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text("")
    text = page([SPEC], styles, linkable(figures))
    assert set(re.findall(r'href="([^"#]+)', text)) == {
        "explore.html",
        "corpus_units.en.png",
        "../notebooks/00_corpus.ipynb",
    }
