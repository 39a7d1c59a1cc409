"""The gallery in a real browser: its search, its languages and its anchors."""

from __future__ import annotations

from pathlib import Path

import pytest

from policytasks.figures import FIGURES, Style
from policytasks.figures.gallery import gallery_page
from policytasks.figures.style import LANGUAGES


@pytest.fixture(scope="module")
def gallery(corpus, tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("gallery") / "index.html"
    files = {f"{name}.{lang}.png" for name in FIGURES for lang in LANGUAGES}
    styles = [Style.of(corpus, lang) for lang in LANGUAGES]
    path.write_bytes(gallery_page(FIGURES.values(), styles, files))
    return path


def show(browser, page: Path, address: str = "") -> None:
    browser.events.clear()
    browser.send("Page.navigate", url="about:blank")
    browser.send("Page.navigate", url=page.as_uri() + address)
    browser.wait("document.readyState === 'complete' && document.querySelector('main')")


def visible(browser, selector: str) -> list[str]:
    return browser.run(
        f"[...document.querySelectorAll('{selector}')].filter(e => e.getClientRects().length)"
        ".map(e => e.id || e.lang)"
    )


def test_an_anchor_opens_the_language_that_it_names(browser, gallery):
    browser.looks(1280)
    show(browser, gallery, "#theme_profile.zh")
    assert visible(browser, "main") == ["zh"]
    # Pictures are not there, and may change where things stand.
    top = "document.getElementById('theme_profile.zh').getBoundingClientRect().top"
    assert browser.run(f"{top} < innerHeight && {top} > -200")
    browser.run("location.hash = 'theme_profile.en'")
    browser.wait("document.getElementById('en').checked")
    assert visible(browser, "main") == ["en"]
    show(browser, gallery)
    assert visible(browser, "main") == ["en"]


def test_whoever_changes_the_language_stays_at_the_figure(browser, gallery):
    show(browser, gallery, "#theme_profile.en")
    browser.run("document.getElementById('zh').click()")
    browser.wait("location.hash === '#theme_profile.zh'")
    assert visible(browser, "main") == ["zh"]


def test_search_leaves_the_figures_that_say_it(browser, gallery):
    show(browser, gallery)
    assert len(visible(browser, "article")) == len(FIGURES)
    browser.run("document.querySelector('main[lang=en] .search input').focus()")
    browser.type("Wilson theme")
    left = visible(browser, "article")
    assert 0 < len(left) < len(FIGURES)
    assert all(name.endswith(".en") for name in left)
    assert not browser.run(
        "[...document.querySelectorAll('main[lang=en] .group:not([hidden])')]"
        ".some(e => !e.querySelector('article:not([hidden])'))"
    )


@pytest.mark.parametrize("width", [400, 1280])
def test_gallery_does_not_hang_over_the_edge(browser, gallery, width):
    browser.looks(width)
    show(browser, gallery)
    assert browser.run("document.documentElement.scrollWidth") <= width
