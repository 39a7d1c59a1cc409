"""Figures show what the frames hold, and every word of it can be read."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from matplotlib.axis import Axis
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from policytasks.figures import FIGURES, PAGES, Style
from policytasks.figures.export import Picture
from policytasks.figures.matrix import ink_on, shade
from policytasks.figures.style import MUTED, RULE, drawing
from policytasks.figures.write import graded


def contrast(color: str) -> float:
    """Return the contrast of a colour to white (WCAG 2.2)."""
    rgb = np.array(to_rgb(color))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return float(1.05 / (linear @ [0.2126, 0.7152, 0.0722] + 0.05))


def is_chinese(text: str) -> bool:
    return any("\u4e00" <= character <= "\u9fff" for character in text)


def shown_texts(figure: Figure) -> list[tuple[Text, Bbox]]:
    """Return the texts that are drawn, with the boxes around them."""
    with drawing():
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
    ticks = {
        label
        for axis in figure.findobj(Axis)
        for tick in axis.get_major_ticks()
        for label in (tick.label1, tick.label2)
    }
    renderer = canvas.get_renderer()
    return [
        (text, text.get_window_extent(renderer))
        for text in figure.findobj(Text)
        if text.get_visible() and text.get_text().strip() and text not in ticks
    ]


def overlapping(texts: list[tuple[Text, Bbox]]) -> list[tuple[str, str]]:
    """Return the pairs of texts that stand on each other.

    A box keeps room above and below its characters, by which boxes may overlap.
    """
    spare = np.array([0.16 * text.get_fontsize() * text.figure.dpi / 72 for text, _ in texts])
    upright = np.array([text.get_rotation() == 90 for text, _ in texts])
    x, y = np.where(upright, spare, 0.5), np.where(upright, 0.5, spare)
    boxes = np.array([box.extents for _, box in texts])
    left, low, right, high = boxes[:, 0] + x, boxes[:, 1] + y, boxes[:, 2] - x, boxes[:, 3] - y
    over = (left[:, None] < right) & (left < right[:, None])
    over &= (low[:, None] < high) & (low < high[:, None])
    return [
        (texts[one][0].get_text(), texts[other][0].get_text())
        for one, other in np.argwhere(np.triu(over, 1))
    ]


def assert_legible(figure: Figure, style: Style) -> None:
    """Assert that a figure is on its page, and all of its texts are, large enough and apart."""
    page, texts = style.page, shown_texts(figure)
    wide, high = figure.get_size_inches() * 25.4
    assert wide == pytest.approx(page.width)
    assert high <= page.height + 0.1
    assert min(text.get_fontsize() for text, _ in texts) >= page.text
    whole = figure.bbox
    cut = [
        text.get_text()
        for text, box in texts
        if min(box.x0, box.y0) < -1 or box.x1 > whole.x1 + 1 or box.y1 > whole.y1 + 1
    ]
    assert cut == []
    assert overlapping(texts) == []


@pytest.fixture(scope="module")
def differences(corpus) -> pd.DataFrame | None:
    return graded(corpus, Style.of(corpus))


@pytest.mark.parametrize(
    ("lang", "width"), [("en", "85mm"), ("en", "slide"), ("zh", "85mm"), ("en", "180mm")]
)
@pytest.mark.parametrize("name", FIGURES)
def test_every_word_can_be_read(name, lang, width, corpus, frames, differences):
    style = Style.of(corpus, lang, width=width)
    assert_legible(FIGURES[name].figure(frames[name], style, differences), style)


@pytest.fixture(scope="module")
def compared(plans) -> Callable[[int], dict[str, pd.DataFrame]]:
    """Return a function that gives what each figure plots of so many generated plans."""
    return cache(lambda count: {name: spec.compare(plans(count)) for name, spec in FIGURES.items()})


@pytest.mark.parametrize(
    ("count", "width", "lang"),
    [
        (1, "85mm", "en"),
        (13, "slide", "zh"),
        (40, "85mm", "en"),
        (40, "180mm", "zh"),
        (40, "slide", "en"),
    ],
)
def test_one_plan_and_forty_stay_on_a_page(plans, compared, count, width, lang):
    style = Style.of(plans(count), lang, width=width)
    for name, spec in FIGURES.items():
        assert_legible(spec.figure(compared(count)[name], style), style)


def test_what_is_left_out_is_named(plans, compared):
    style, frame = Style.of(plans(40), "en", width="slide"), compared(40)["theme_profile"]
    words = repr(Picture(FIGURES["theme_profile"].figure(frame, style))).replace("\n", " ")
    rows = [style.name("theme", id) for id in set(frame["theme_id"])]
    missing = [row for row in rows if row not in words]
    assert "Left out" in words
    assert not missing or f"and {len(missing)} more" in words


@pytest.mark.parametrize("name", FIGURES)
def test_words_are_in_one_language(name):
    spec = FIGURES[name]
    captions = [spec.caption, *([spec.caption_of_many] if spec.caption_of_many else [])]
    for words in (spec.question, *captions):
        assert is_chinese(words.zh) and not is_chinese(words.en)


def test_captions_name_the_sources(corpus, style):
    for spec in FIGURES.values():
        caption = spec.caption_in(style)
        for row in corpus.documents.itertuples():
            assert row.number in caption
            assert style.name("document", row.document_id) in caption


@pytest.mark.parametrize("name", FIGURES)
def test_little_and_much_are_drawn_too(name, unusual):
    style = Style.of(unusual)
    frame = FIGURES[name].compare(unusual)
    assert_legible(FIGURES[name].figure(frame, style), style)


@pytest.mark.parametrize("name", FIGURES)
def test_titles_tell_a_finding(name, frames, style, differences):
    for known in (None, differences):
        title = FIGURES[name].title(frames[name], style, known)
        assert re.search(r"\d|、| and |: |：", title), title
        assert len(title) < 200


def test_titles_of_differences_bear_their_grade(frames, style, differences):
    graded_rows = differences[differences["grade"] != "not shown"]
    title = FIGURES["chain_of_commitment"].title(frames["chain_of_commitment"], style, differences)
    row = graded_rows[graded_rows["finding"].str.startswith("chain:")].sort_values("p").iloc[0]
    words = style.say(
        *{"solid": ("solid", "可靠"), "indicative": ("indicative", "提示性")}[row["grade"]]
    )
    assert words in title
    assert f"{row['count_a']}" in title and f"{row['n_b']}" in title


def test_marks_stand_at_the_values_and_lines_reach_the_limits(frames, style):
    frame = frames["theme_profile"]
    figure = FIGURES["theme_profile"].figure(frame, style)
    (axes,) = figure.axes
    for id in style.documents:
        own = frame[frame["document_id"] == id]
        lines = [line for line in axes.lines if line.get_color() == style.color(id)]
        marks = sorted(
            float(line.get_xdata()[0]) for line in lines if line.get_marker() == style.marker(id)
        )
        ends = [line.get_xdata() for line in lines if len(line.get_xdata()) == 2]
        # The key has one mark more, left of all others where 0 stands or not.
        zero, one = _axis(axes, figure)
        shares = sorted(zero + one * share for share in own["share"])
        assert all(min(abs(mark - share) for mark in marks) < 0.01 for share in shares)
        assert len(ends) == len(own)
        for low, high in zip(own["low"], own["high"], strict=True):
            assert any(
                abs(end[0] - zero - one * low) < 0.01 and abs(end[1] - zero - one * high) < 0.01
                for end in ends
            )


def _axis(axes, figure) -> tuple[float, float]:
    """Return where 0 stands, and how far from it 100 % would stand."""
    ticks = {
        float(text.get_text()): text.get_position()[0]
        for text in axes.texts
        if re.fullmatch(r"\d+", text.get_text()) and text.get_color() == MUTED
    }
    low, high = min(ticks), max(ticks)
    return ticks[low], 100 * (ticks[high] - ticks[low]) / (high - low)


def test_whiskers_and_marks_stand_out_from_paper(frames, style):
    for name in ("theme_profile", "responsibility_gaps", "target_indicators"):
        (axes,) = FIGURES[name].figure(frames[name], style).axes
        for line in axes.lines:
            if line.get_color() != RULE:
                assert contrast(line.get_color()) >= 3, name
                assert line.get_alpha() in (None, 1)


@pytest.mark.parametrize("share", [0, 0.05, 0.3, 0.5, 0.6, 0.75, 0.9, 1])
def test_numbers_on_a_shade_can_be_read(share):
    on_white = contrast(shade(share)), contrast(ink_on(share))
    assert max(on_white) / min(on_white) >= 4


def test_a_percent_axis_that_may_end_at_100_does(frames, style):
    figure = FIGURES["responsibility_gaps"].figure(frames["responsibility_gaps"], style)
    words = [text.get_text() for text, _ in shown_texts(figure)]
    assert words.count("0") >= 4 and words.count("100") == 4


def test_a_silent_document_shows_how_sure_that_is(frames, style):
    frame = frames["theme_matrix"]
    figure = FIGURES["theme_matrix"].figure(frame, style)
    words = repr(Picture(figure))
    assert set(frame["state"]) > {"acts", "names", "nothing"}
    for row in frame.itertuples():
        assert style.name("theme", row.theme_id) in words
        if row.state == "nothing":
            assert f"≤ {row.high:.0%}" in words
    silent = [line for line in figure.axes[0].lines if line.get_marker() in "Dx_"]
    # One more of each kind in the key.
    assert len(silent) == (frame["state"] != "acts").sum() + 3


def test_every_statement_of_an_indicator_and_every_verdict_is_written_out(frames, style):
    frame = frames["target_indicators"]
    words = repr(Picture(FIGURES["target_indicators"].figure(frame, style)))
    words = words.replace("\n", "").replace(" ", "")
    for row in frame.itertuples():
        assert f"{row.standard_value:,g}" in words
        assert getattr(row, style.lang).replace(" ", "") in words
        for reason in style.say(row.reasons, row.reasons_zh):
            assert reason.replace(" ", "") in words


def test_counts_of_the_chain_add_up_to_all_tasks(corpus, frames):
    frame = frames["chain_of_commitment"]
    for width in PAGES:
        style = Style.of(corpus, width=width)
        figure = FIGURES["chain_of_commitment"].figure(frame, style)
        bars = [
            text.get_text()
            for text in figure.axes[0].texts
            if re.fullmatch(r"\d+", text.get_text())
        ]
        assert sum(map(int, bars)) == (corpus.tasks["kind"] == "task").sum()


def test_every_task_is_a_column_and_every_role_a_field(corpus, frames):
    frame = frames["task_departments"]
    assert set(frame["task_id"]) == set(corpus.tasks.loc[corpus.tasks["kind"] == "task", "task_id"])
    assert not frame.duplicated(["task_id", "agency_id"]).any()


def test_more_documents_than_colours_are_named_by_group(plans):
    generated = plans(13)
    style = Style.of(generated)
    looks = {(style.color(id), style.marker(id)) for id in style.documents}
    assert len(looks) == len(set(style.groups.values())) > 1
    spec = FIGURES["theme_profile"]
    words = repr(Picture(spec.figure(spec.compare(generated), style)))
    assert all(name in words for name in style.groups.values())


def test_a_place_that_was_not_chosen_is_not_drawn(corpus):
    part = corpus.select(places=["jining", "tongchuan"])
    style = Style.of(part)
    for name, spec in FIGURES.items():
        words = repr(Picture(spec.figure(spec.compare(part), style)))
        assert "Jilin" not in words, name
        assert "n\u00a0=\u00a00)" not in words, name


def test_chosen_themes_keep_what_their_shares_are_shares_of(corpus, frames):
    part = corpus.select(themes=["meals", "smart_care"])
    for name in ("theme_matrix", "theme_profile"):
        frame, whole = FIGURES[name].compare(part), frames[name]
        assert set(frame["theme_id"]) == {"meals", "smart_care"}
        if name == "theme_matrix":
            keys = ["document_id", "theme_id", "tasks", "n", "state"]
            expected = whole[whole["theme_id"].isin(["meals", "smart_care"])]
            assert sorted(frame[keys].itertuples(index=False, name=None)) == sorted(
                expected[keys].itertuples(index=False, name=None)
            )
    chain = FIGURES["chain_of_commitment"].compare(part)
    acting = part.tasks[part.tasks["kind"] == "task"]
    assert chain["count"].sum() == len(acting)
    assert "Only what acts on: Meals, Smart care;" in Style.of(part).sources


def test_pictures_say_what_is_written_on_them(frames, style):
    frame = frames["theme_profile"]
    words = repr(Picture(FIGURES["theme_profile"].figure(frame, style)))
    assert all(style.name("theme", theme) in words for theme in frame["theme_id"])


def test_a_theme_more_is_drawn_like_the_others(corpus, style):
    """A new theme is a row of the codebook: no figure counts on how many there are."""
    more = corpus.themes.iloc[:8].assign(theme_id="a theme more")
    tables = {name: getattr(corpus, name) for name in ("tasks", "targets", "responsibilities")}
    themes = pd.concat([corpus.themes.astype({"theme_id": "str"}), more], ignore_index=True)
    larger = SimpleNamespace(
        **tables, themes=themes, documents=corpus.documents, source=corpus.source
    )
    for name in ("theme_matrix", "theme_profile", "theme_co_occurrence", "lead_themes"):
        spec = FIGURES[name]
        words = [
            text.get_text() for text, _ in shown_texts(spec.figure(spec.compare(larger), style))
        ]
        assert "a theme more" in words, name
