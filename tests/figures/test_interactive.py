"""Interactive pages show the clauses as they are, run none of them and need no network."""

from __future__ import annotations

import html
import json
import re

import pytest

from policytasks.figures import FIGURES
from policytasks.figures.gallery import interactive_page

INTERACTIVE = [name for name, spec in FIGURES.items() if spec.interactive]
HOSTILE = '</script><script>alert("1")</script>&amp;<b onclick=x>=1+1'


def page_of(name: str, frame, style) -> tuple[str, dict]:
    """Return a page, and the figure that its script draws."""
    spec = FIGURES[name]
    page = interactive_page(spec, spec.interactive(frame, style), style).decode("utf-8")
    return page, json.loads(re.search(r"^const drawn = (.*);$", page, re.MULTILINE)[1])


def hovers(drawn: dict) -> list[str]:
    """Return every text that the pointer can bring up, as a reader sees it."""
    found = []
    for trace in drawn["data"]:
        found += trace.get("text", [])
        found += trace.get("link", {}).get("customdata", [])
    return [html.unescape(re.sub(r"<br>|</?b>", "", text)) for text in found]


def test_there_are_interactive_figures():
    assert len(INTERACTIVE) >= 2


def test_every_target_has_its_clause_under_the_pointer(frames, style):
    frame = frames["target_calendar"]
    _, drawn = page_of("target_calendar", frame, style)
    texts = hovers(drawn)
    for row in frame.itertuples():
        assert any(row.quote in text and row.task_ids[0] in text for text in texts)


@pytest.mark.parametrize("name", ["lead_themes"])
def test_every_tie_has_its_clauses_under_the_pointer(name, frames, style):
    _, drawn = page_of(name, frames[name], style)
    together = "\n".join(hovers(drawn))
    for row in frames[name].itertuples():
        assert all(clause in together for clause in row.clauses[:6])


@pytest.mark.parametrize("name", INTERACTIVE)
def test_clauses_are_verbatim(name, corpus, frames):
    frame = frames[name]
    if "clauses" not in frame:
        frame = frame.assign(clauses=[(quote,) for quote in frame["quote"]])
    for row in frame.itertuples():
        for task_id, clause in zip(row.task_ids, row.clauses, strict=False):
            source = corpus.source(task_id.rpartition(":")[0])
            assert clause in "".join(source.split())


@pytest.mark.parametrize("name", INTERACTIVE)
def test_a_clause_cannot_become_part_of_the_page(name, frames, style):
    frame = frames[name].copy()
    if "quote" in frame:
        frame["quote"] = HOSTILE
    else:
        frame["clauses"] = [(HOSTILE,) * len(ids) for ids in frame["task_ids"]]
    page, drawn = page_of(name, frame, style)
    assert page.count("<script") == page.count("</script>") == 2
    assert "onclick=x>" not in page.replace("&gt;", "")
    shown = [text for text in hovers(drawn) if "alert" in text]
    assert shown
    assert all(HOSTILE.replace(" ", "") in text.replace(" ", "") for text in shown)


@pytest.mark.parametrize("name", INTERACTIVE)
def test_pages_fetch_nothing_from_elsewhere(name, frames, style):
    page, _ = page_of(name, frames[name], style)
    fetched = re.findall(r'(?:src|href)="([^"]+)"|url\("([^"]+)"\)', page)
    assert {address for pair in fetched for address in pair if address} <= {
        "index.html",
        "pages.ttf",
        "plotly.min.js",
    }
