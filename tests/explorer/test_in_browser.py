"""The page in a real browser: clicks and keys lead to the right clause, addresses come back."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest

import policytasks as pt
from policytasks.explorer import write_explorer

HOSTILE = '</script><script>hostile()</script><img src=x onerror="hostile()">'
PLAN = """\
一、重点任务
（一）发展助餐{0}。2025年年底前，新建社区食堂20个{0}。（牵头单位：市民政局，配合单位：市财政局）
（二）𠮷地助餐。𠮷𠮷村推进老年助餐服务。（责任单位：市民政局）
"""


def expected(corpus: pt.Corpus, **asked: str) -> list[str]:
    """Return the units that Python finds for what the page is asked."""
    return list(dict.fromkeys(corpus.evidence(**asked, table="tasks")["task_id"]))


def shown(browser: Any) -> list[str]:
    """Return the units that the page lists."""
    while browser.run("!document.querySelector('#more').hidden"):
        browser.run("document.querySelector('#more').click()")
    return browser.run(
        "[...document.querySelectorAll('#list button.head')].map(e => e.dataset.task)"
    )


def hash_of(browser: Any) -> str:
    return browser.run("location.hash")


@pytest.fixture
def opened(browser, page):
    browser.looks(1280)
    browser.open(page)
    yield browser
    assert browser.problems() == []


@pytest.mark.parametrize(
    ("theme", "document"),
    [("smart_care", "jining-2024-42"), ("medical_integration", "jilin-city-2017-48")],
)
def test_a_cell_of_themes_leads_to_the_units_that_it_counts(opened, corpus, theme, document):
    cell = f'td[data-subject="{theme}"][data-at="{document}"]'
    ids = expected(corpus, theme=theme, document=document)
    assert opened.text(cell) == str(len(ids))
    opened.click(cell)
    assert shown(opened) == ids


def test_every_cell_of_themes_has_the_count_of_the_tables(opened, corpus):
    counts = corpus.themes.groupby(["theme_id", "document_id"]).size()
    cells = opened.run(
        "[...document.querySelectorAll('td[data-subject]')].map("
        "e => [e.dataset.subject, e.dataset.at, Number(e.textContent)])"
    )
    assert {(theme, at): n for theme, at, n in cells if n} == counts.to_dict()
    assert len(cells) == 21 * len(corpus.documents)


def test_every_cell_of_departments_has_the_count_of_the_tables(opened, corpus):
    opened.click('[data-set="view=agency"]')
    rows = corpus.responsibilities.dropna(subset="agency_id")
    counts = rows.groupby(["agency_id", "document_id"])["task_id"].nunique()
    cells = opened.run(
        "[...document.querySelectorAll('td[data-subject]')].map("
        "e => [e.dataset.subject, e.dataset.at, Number(e.textContent)])"
    )
    found = {(agency, at): n for agency, at, n in cells if n and agency != "other"}
    assert found == counts.to_dict()


def test_a_department_and_a_role_are_of_one_agency(opened, corpus, page):
    opened.open(page, "#view=agency&agency=finance&role=support")
    rows = corpus.responsibilities
    ids = rows.loc[(rows["agency_id"] == "finance") & (rows["role"] == "support"), "task_id"]
    assert shown(opened) == list(dict.fromkeys(ids))


def test_an_open_unit_shows_its_text_and_marks_at_their_offsets(opened, corpus, page):
    opened.open(page, "#theme=meals")
    first = expected(corpus, theme="meals")[0]
    opened.click(f'button[data-task="{first}"]')
    row = corpus.tasks.set_index("task_id").loc[first]
    source = corpus.source(row["document_id"])
    assert (
        opened.run("document.querySelector('.text:not(.merged)').textContent")
        == (source[row["start"] : row["end"]])
    )
    marks = opened.run(
        "[...document.querySelectorAll('.text mark')].map(e => "
        "[Number(e.dataset.start), Number(e.dataset.end), e.textContent, e.className])"
    )
    assert any("theme" in kinds and "餐" in text for _, _, text, kinds in marks)
    for start, end, text, _ in marks:
        assert source[start:end] == text
    agencies = corpus.responsibilities
    named = agencies.loc[agencies["task_id"] == first, "agency"]
    assert opened.texts(".agencies td:nth-child(2)") == list(named)


def test_offsets_hold_in_a_text_with_rare_characters(browser, tmp_path):
    corpus = pt.parse(PLAN.format("𠀀"), document_id="rare")
    page = write_explorer(corpus, tmp_path / "explore.html")
    browser.open(page, "#task=rare:002&q=助餐")
    row = corpus.tasks.iloc[1]
    source = corpus.source("rare")
    assert (
        browser.run("document.querySelector('.text').textContent")
        == (source[row["start"] : row["end"]])
    )
    marked = browser.run(
        "[...document.querySelectorAll('.text mark.search')].map(e => "
        "[Number(e.dataset.start), Number(e.dataset.end), e.textContent])"
    )
    assert marked
    for start, end, text in marked:
        assert source[start:end] == text == "助餐"
    assert browser.problems() == []


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_nothing_of_a_source_runs(browser, tmp_path, lang):
    corpus = pt.parse(
        PLAN.format(HOSTILE), document_id="hostile", title=HOSTILE, place_zh=HOSTILE, number=HOSTILE
    )
    page = write_explorer(corpus, tmp_path / "explore.html")
    browser.open(page, f"#lang={lang}&task=hostile:001&q=%3Cimg")
    assert HOSTILE in browser.text(".text")
    assert HOSTILE in browser.text("#list")
    assert browser.run("document.querySelectorAll('img').length") == 0
    assert browser.run("document.querySelectorAll('script').length") == 2
    assert browser.problems() == []


@pytest.mark.parametrize(
    ("query", "text"),
    [("奖补", "奖补"), ("SMART care", None), ("民政 奖补", "奖补"), ("civil affairs", None)],
)
def test_search_finds_words_themes_and_departments(opened, corpus, query, text):
    opened.run("document.querySelector('#q').focus()")
    opened.type(query)
    opened.wait("location.hash.includes('q=')")
    found = shown(opened)
    assert found
    by_name = {"SMART care": {"theme": "smart_care"}, "civil affairs": {"agency": "civil_affairs"}}
    if query in by_name:
        assert found == expected(corpus, **by_name[query])
    else:
        units = corpus.tasks.set_index("task_id")
        for task_id in found:
            row = units.loc[task_id]
            source = corpus.source(row["document_id"])[row["start"] : row["end"]]
            assert text in "".join(source.split())
        opened.click("#list button.head")
        assert set(opened.texts(".text mark.search")) <= set(query.split())


def test_search_that_finds_nothing_says_so_and_is_taken_back(opened, corpus):
    opened.press("/")
    opened.type("不存在的词")
    opened.wait("location.hash.includes('q=')")
    assert shown(opened) == []
    assert "No unit" in opened.text("#found")
    opened.press("Escape")
    assert len(shown(opened)) == len(corpus.tasks)


@pytest.mark.parametrize(
    "query", ["-", "a-b", "[", "(一)", "\\\\", "*+?.|{}^$/", "<b>", "%", "#&="]
)
def test_any_sign_can_be_searched_for(opened, query):
    opened.run("document.querySelector('#q').focus()")
    opened.type(query)
    opened.wait("location.hash.includes('q=')")
    shown(opened)
    if query == "(一)":
        opened.click("#list button.head")
        assert {
            text.translate({0xFF08: "(", 0xFF09: ")"}) for text in opened.texts(".text mark.search")
        } == {"(一)"}


def test_units_without_their_source_show_the_text_of_the_tables(browser, project, tmp_path):
    pt.build()
    for source in project.sources.iterdir():
        source.unlink()
    corpus = pt.load(project.tables)
    page = write_explorer(corpus, tmp_path / "explore.html")
    task = corpus.tasks.dropna(subset="text").iloc[-1]
    browser.open(page, f"#lang=en&q={task['text'][:4]}&task={task['task_id']}")
    assert browser.text(".text") == task["text"]
    assert "not at hand" in browser.text(".details")
    assert task["task_id"] in shown(browser)
    assert browser.problems() == []


@pytest.mark.parametrize(
    ("address", "column", "values"),
    [
        ("#place=jining", "place_id", {"jining"}),
        ("#kind=safeguard", "kind", {"safeguard"}),
        ("#issued=2017", "document_id", {"jilin-city-2017-48"}),
        ("#place=jilin&kind=task", "kind", {"task"}),
    ],
)
def test_filters_keep_what_they_name(opened, corpus, address, column, values, page):
    opened.open(page, address)
    units = corpus.tasks.set_index("task_id")
    ids = shown(opened)
    assert ids
    assert set(units.loc[ids, column]) == values


def test_a_filter_by_date_keeps_units_due_in_the_year(opened, corpus, page):
    opened.open(page, "#due=2025")
    due = [
        table.loc[table["deadline"].dt.year == 2025, "task_id"]
        for table in (corpus.targets, corpus.tasks)
    ]
    assert sorted(shown(opened)) == sorted(set(due[0]) | set(due[1]))


def test_addresses_come_back_and_back_leads_back(opened, page):
    opened.click('td[data-subject="finance"][data-at="jining-2024-42"]')
    cell = hash_of(opened)
    ids = shown(opened)
    opened.click("#list button.head")
    unit = hash_of(opened)
    assert cell != unit
    text = opened.text(".text")
    opened.run("history.back()")
    opened.wait(f"location.hash === {json.dumps(cell)}")
    opened.wait("!document.querySelector('.text')")
    opened.run("history.back()")
    opened.wait("!document.querySelector('td[aria-selected=\"true\"]')")
    opened.open(page, unit)
    assert opened.text(".text") == text
    assert shown(opened) == ids


@pytest.mark.parametrize(
    "address", ["#theme=nothing&at=nowhere&task=x:1", "#view=toString&by=constructor&due=abc", "#%"]
)
def test_an_address_of_nothing_is_as_if_it_were_not_there(opened, corpus, page, address):
    opened.open(page, address)
    assert len(shown(opened)) == len(corpus.tasks)


def test_keys_alone_lead_to_a_clause_and_back(opened):
    opened.run("document.querySelector('#matrix [tabindex=\"0\"]').focus()")
    opened.press("ArrowDown", "ArrowRight", "ArrowRight")
    at = opened.run("({...document.activeElement.dataset})")
    assert {"subject", "at"} <= set(at)
    opened.press("Enter")
    assert f"theme={at['subject']}" in hash_of(opened)
    assert opened.run("document.activeElement.dataset.key") == at["key"]
    opened.run("document.querySelector('#list [tabindex=\"0\"]').focus()")
    opened.press("Enter")
    assert opened.run("document.activeElement.getAttribute('aria-expanded')") == "true"
    opened.press("Escape")
    assert opened.run("document.activeElement.getAttribute('aria-expanded')") == "false"
    opened.press("Escape")
    assert "theme=" not in hash_of(opened)


def test_one_tab_stop_a_group_and_focus_that_shows(opened):
    for group in ("#matrix", "#list"):
        assert opened.run(f"document.querySelectorAll('{group} [tabindex=\"0\"]').length") == 1
    opened.press("Tab")
    assert opened.text(":focus") == "Skip to the clauses"
    assert opened.run("document.activeElement.getBoundingClientRect().x >= 0")
    assert opened.run("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    opened.press("Enter")
    assert opened.run("document.activeElement.id") == "units"
    assert hash_of(opened) == ""


def test_filters_are_folded_on_a_narrow_page_and_open_on_a_wide_one(browser, page):
    browser.looks(400)
    browser.open(page, "#lang=en")
    seen = "document.querySelector('#filter-role').checkVisibility()"
    assert not browser.run(seen)
    browser.click("#filters summary")
    assert browser.run(seen)
    browser.looks(1280)
    browser.open(page)
    assert browser.run(seen)


def test_every_control_has_a_name(opened):
    opened.click("#list button.head")
    unnamed = opened.run(
        """[...document.querySelectorAll('button, a, input, select, td[tabindex], th[tabindex]')]
        .filter(e => !(e.ariaLabel || e.innerText.trim() || e.labels?.[0]?.innerText.trim()))
        .map(e => e.outerHTML)"""
    )
    assert unnamed == []


def test_language_is_chosen_by_the_browser_the_button_and_the_address(browser, page):
    browser.open(page, lang="zh-CN")
    assert browser.run("document.documentElement.lang") == "zh-Hans"
    browser.click('[data-set="lang=en"]')
    assert browser.run("document.documentElement.lang") == "en"
    assert browser.text("h1") == "From a theme to the clause"
    browser.open(page, "#lang=zh")
    assert browser.text("h1") == "从主题到原文"
    assert browser.problems() == []


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("view", ["theme", "agency"])
@pytest.mark.parametrize("width", [400, 1280])
def test_nothing_hangs_over_the_edge(browser, page, lang, view, width):
    browser.looks(width)
    browser.open(page, f"#lang={lang}&view={view}&theme=finance&task=tongchuan-2020-34:040")
    assert browser.run("document.documentElement.scrollWidth") <= width
    hidden = browser.run(
        """[...document.querySelectorAll('#matrix td, #search select, .head, .text')]
        .filter(e => { const box = e.getBoundingClientRect();
          return box.right > innerWidth || box.left < 0; }).map(e => e.className)"""
    )
    assert hidden == []


CONTRAST = """
(() => {
  const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
  const rgb = color => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => [r, g, b].map(v => v / 255)
    .map(v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
    .reduce((sum, v, k) => sum + v * [0.2126, 0.7152, 0.0722][k], 0);
  const ground = element => {
    for (let e = element; e; e = e.parentElement) {
      const color = rgb(getComputedStyle(e).backgroundColor);
      if (color[3] === 255) { return color; }
    }
  };
  return [...document.querySelectorAll("body *")].filter(e =>
    [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()) && e.getClientRects().length
    && !["SCRIPT", "STYLE", "NOSCRIPT", "OPTION"].includes(e.tagName)
  ).map(e => {
    const [a, b] = [light(rgb(getComputedStyle(e).color)), light(ground(e))].sort((x, y) => y - x);
    return [(a + 0.05) / (b + 0.05), e.outerHTML.slice(0, 120)];
  }).filter(([ratio]) => ratio < 4.5);
})()
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_words_stand_out_from_their_ground(browser, page, scheme):
    browser.looks(1280, scheme=scheme)
    for address in ("#theme=finance&q=养老&task=jining-2024-42:005", "#view=agency"):
        browser.open(page, address)
        assert browser.run(CONTRAST) == []


def test_many_documents_stand_one_below_the_other(browser, tmp_path):
    corpora = [pt.parse(PLAN.format(n), document_id=f"plan-{n:02d}") for n in range(14)]
    page = write_explorer(Joined(corpora), tmp_path / "explore.html")
    browser.looks(1280)
    browser.open(page)
    assert browser.run("document.querySelectorAll('#matrix tbody tr').length") == 14
    browser.click('td[data-subject="meals"][data-at="plan-03"]')
    assert shown(browser) == ["plan-03:001", "plan-03:002"]
    assert browser.problems() == []


class Joined:
    """Several corpora as one."""

    def __init__(self, corpora: list[pt.Corpus]) -> None:
        for name in ("documents", "tasks", "themes", "targets", "responsibilities"):
            rows = pd.concat([getattr(each, name) for each in corpora], ignore_index=True)
            setattr(self, name, rows)
        self._of = {each.documents["document_id"][0]: each for each in corpora}

    def source(self, document_id: str) -> str:
        return self._of[document_id].source(document_id)
