"""Figures show what the frames hold, and every word of it can be read."""

from __future__ import annotations

from itertools import combinations
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from policytasks.figures import FIGURES, Style
from policytasks.figures.export import Picture
from policytasks.figures.style import COLUMN, TWO_COLUMNS, drawing


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def shown_texts(figure: Figure) -> list[tuple[Text, Bbox]]:
    """Return the texts that are drawn, with the boxes around them."""
    with drawing():
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
    beyond = set()
    for axis in figure.findobj(Axis):
        low, high = sorted(axis.get_view_interval())
        for tick in axis.get_major_ticks():
            if not low <= tick.get_loc() <= high:
                beyond |= {tick.label1, tick.label2}
    renderer = canvas.get_renderer()
    return [
        (text, text.get_window_extent(renderer))
        for text in figure.findobj(Text)
        if text.get_visible() and text.get_text().strip() and text not in beyond
    ]


def trimmed(text: Text, box: Bbox) -> Bbox:
    """Leave out of a box the room that a line keeps above and below its characters."""
    x, y = (1, 0.2 * box.height) if text.get_rotation() == 0 else (0.2 * box.width, 1)
    return Bbox.from_extents(box.x0 + x, box.y0 + y, box.x1 - x, box.y1 - y)


@pytest.mark.parametrize("name", FIGURES)
def test_every_word_can_be_read(name, frames, style):
    figure = FIGURES[name].figure(frames[name], style)
    texts = shown_texts(figure)
    assert texts
    page = figure.bbox
    cut = [
        text.get_text()
        for text, box in texts
        if box.x0 < -1 or box.y0 < -1 or box.x1 > page.x1 + 1 or box.y1 > page.y1 + 1
    ]
    assert cut == []
    # The box around a slanted text is larger than the text.
    straight = [(text, trimmed(text, box)) for text, box in texts if text.get_rotation() % 90 == 0]
    over = [
        (one.get_text(), other.get_text())
        for (one, box), (other, other_box) in combinations(straight, 2)
        if box.overlaps(other_box)
    ]
    assert over == []
    assert COLUMN - 1 <= figure.get_figwidth() * 25.4 <= TWO_COLUMNS + 1
    assert min(text.get_fontsize() for text, _ in texts) >= 5


@pytest.mark.parametrize("name", FIGURES)
def test_words_are_in_one_language(name):
    spec = FIGURES[name]
    assert is_chinese(spec.question.zh) and is_chinese(spec.caption.zh)
    assert not is_chinese(spec.question.en + spec.caption.en)


def test_captions_name_the_sources(corpus, style):
    for spec in FIGURES.values():
        caption = spec.caption_in(style)
        for row in corpus.documents.itertuples():
            assert row.number in caption
            assert f"{style.name('place', row.place_id)} {row.issued.year}" in caption


@pytest.mark.parametrize("name", FIGURES)
def test_little_and_much_are_drawn_too(name, unusual):
    style = Style.of(unusual)
    frame = FIGURES[name].compare(unusual)
    assert shown_texts(FIGURES[name].figure(frame, style))


def test_marks_stand_at_the_values_and_lines_reach_the_limits(frames, style):
    frame = frames["theme_shares"]
    figure = FIGURES["theme_shares"].figure(frame, style)
    for axes, place in zip(figure.axes, style.documents, strict=True):
        own = frame[frame["document_id"] == place]
        assert style.name("document", place) in axes.get_title(loc="left")
        assert f"{own['n'].iloc[0]}" in axes.get_title(loc="left")
        marks = np.concatenate([line.get_xdata() for line in axes.lines])
        assert sorted(marks) == pytest.approx(sorted(own["share"]))
        ends = {
            tuple(part[:, 0].round(9))
            for lines in axes.collections
            for part in lines.get_segments()
        }
        assert {
            (round(low, 9), round(high, 9))
            for low, high in zip(own["low"], own["high"], strict=True)
        } <= ends
        none = sum(
            (line.get_markerfacecolor() == "white") * len(line.get_xdata()) for line in axes.lines
        )
        assert none == (own["count"] == 0).sum()


def test_a_silent_document_shows_how_sure_that_is(frames, style):
    frame = frames["theme_states"]
    words = repr(Picture(FIGURES["theme_states"].figure(frame, style)))
    assert set(frame["state"]) > {"acts", "names", "nothing"}
    for row in frame.itertuples():
        if row.state == "nothing":
            assert f"≤ {row.high:.0%}" in words
        if row.state != "acts":
            assert style.name("state", row.state) in words
            assert style.name("theme", row.theme_id) in words


def test_every_statement_of_an_indicator_and_every_verdict_is_written_out(frames, style):
    frame = frames["target_indicators"]
    words = repr(Picture(FIGURES["target_indicators"].figure(frame, style)))
    words = words.replace("\n", "").replace(" ", "")
    for row in frame.itertuples():
        assert f"{row.standard_value:,g}" in words
        assert getattr(row, style.lang).replace(" ", "") in words
        for reason in style.say(row.reasons, row.reasons_zh):
            assert reason.replace(" ", "") in words


def test_bars_of_the_chain_add_up_to_all_tasks(corpus, frames, style):
    frame = frames["chain_of_commitment"]
    figure = FIGURES["chain_of_commitment"].figure(frame, style)
    drawn = sum(bar.get_width() for axes in figure.axes for bar in axes.patches)
    assert drawn == (corpus.tasks["kind"] == "task").sum()


def test_pictures_say_what_is_written_on_them(frames, style):
    frame = frames["theme_shares"]
    words = repr(Picture(FIGURES["theme_shares"].figure(frame, style)))
    assert all(style.name("theme", theme) in words for theme in frame["theme_id"])


def test_tables_in_notebooks_are_sorted_and_show_no_ids(frames):
    spec, frame = FIGURES["theme_shares"], frames["theme_shares"]
    table = spec.table(frame, "document_id", "share", rows=10)
    assert len(table) == 10
    assert "task_ids" not in table
    assert list(table["document_id"]) == sorted(table["document_id"])
    assert table["share"][table["document_id"] == table["document_id"][0]].is_monotonic_decreasing


def test_a_theme_more_is_drawn_like_the_others(corpus, style):
    """A new theme is a row of the codebook: no figure counts on how many there are."""
    more = corpus.themes.iloc[:8].assign(theme_id="a theme more")
    tables = {name: getattr(corpus, name) for name in ("tasks", "targets", "responsibilities")}
    themes = pd.concat([corpus.themes.astype({"theme_id": "str"}), more], ignore_index=True)
    larger = SimpleNamespace(
        **tables, themes=themes, documents=corpus.documents, source=corpus.source
    )
    for name, spec in FIGURES.items():
        if name.startswith("theme_") or name == "lead_themes":
            words = [
                text.get_text() for text, _ in shown_texts(spec.figure(spec.compare(larger), style))
            ]
            missing = name in ("theme_distances", "theme_states", "theme_distinctive")
            assert missing or "a theme more" in words, name
