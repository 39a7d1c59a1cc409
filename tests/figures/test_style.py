"""Colours that everybody can tell apart, names, and lines that fit."""

from __future__ import annotations

from itertools import combinations
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from policytasks.errors import PolicyTasksError
from policytasks.figures.export import figure_bytes
from policytasks.figures.style import (
    COLORS,
    LANGUAGES,
    Style,
    drawing,
    text_width,
    wrapped,
)

# Complete colour-vision deficiency on linear RGB: Machado, Oliveira & Fernandes (2009),
# A physiologically-based model for simulation of color vision deficiency, table 1.
VISION = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}
TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)
WHITE = TO_XYZ.sum(axis=1)


def linear(color: str) -> np.ndarray:
    rgb = np.array(to_rgb(color))
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    """Return CIE L*a*b* of a linear RGB colour."""
    x = TO_XYZ @ np.clip(rgb, 0, 1) / WHITE
    x = np.where(x > 216 / 24389, np.cbrt(x), (24389 / 27 * x + 16) / 116)
    return np.array([116 * x[1] - 16, 500 * (x[0] - x[1]), 200 * (x[1] - x[2])])


@pytest.mark.parametrize("vision", VISION)
def test_places_differ_for_every_eye(vision):
    seen = [lab(VISION[vision] @ linear(color)) for color in COLORS]
    closest = min(np.linalg.norm(one - other) for one, other in combinations(seen, 2))
    # A difference of 2.3 is just noticeable; small marks far apart need several times that.
    assert closest > 15


@pytest.mark.parametrize("color", COLORS)
def test_colors_stand_out_from_white(color):
    luminance = TO_XYZ[1] @ linear(color)
    # WCAG 2.2, 1.4.11: graphical objects.
    assert 1.05 / (luminance + 0.05) >= 3


def documents(count: int) -> SimpleNamespace:
    """Return a corpus of documents, each of a place of its own."""
    rows = [
        {
            "document_id": f"d{number}",
            "place_id": f"p{number}",
            "place_zh": f"地{number}",
            "place_en": None if number % 2 else f"Place {number}",
            "number": None,
            "issued": pd.Timestamp(2020 + number % 5, 1, 1),
            "published": pd.NaT,
        }
        for number in range(count)
    ]
    return SimpleNamespace(documents=pd.DataFrame(rows))


def test_a_place_keeps_its_look_while_there_are_colors():
    few, more = Style.of(documents(4)), Style.of(documents(len(COLORS)))
    looks = [(more.color(place), more.marker(place)) for place in more.documents]
    assert looks[:4] == [(few.color(place), few.marker(place)) for place in few.documents]
    assert len({color for color, _ in looks}) == len({marker for _, marker in looks}) == len(COLORS)


def test_of_more_places_than_colors_each_group_has_one_look():
    style = Style.of(documents(40))
    looks: dict[str, set[tuple[str, str]]] = {}
    for place in style.documents:
        looks.setdefault(style.groups[place], set()).add((style.color(place), style.marker(place)))
    assert set(looks) == {str(year) for year in range(2020, 2025)}
    assert all(len(found) == 1 for found in looks.values())
    assert len(set.union(*looks.values())) == len(looks)


def test_a_place_without_a_name_goes_by_its_next_best():
    style = Style.of(documents(2))
    assert [style.name("document", place) for place in style.documents] == [
        "Place 0 2020",
        "地1 2021",
    ]
    assert style.name("agency", "市某某局") == "市某某局"


def test_sources_are_named_with_their_years(style, corpus):
    for row in corpus.documents.itertuples():
        assert row.number in style.sources
        assert f"{style.name('place', row.place_id)} {row.issued.year}" in style.sources
    assert "40" in Style.of(documents(40), style.lang).sources


def test_unknown_language_is_an_error(corpus):
    with pytest.raises(PolicyTasksError, match="choose one of en, zh"):
        Style.of(corpus, "fr")


def test_both_languages_name_the_same(corpus):
    one, other = (Style.of(corpus, lang).names for lang in LANGUAGES)
    assert {kind: set(names) for kind, names in one.items()} == {
        kind: set(names) for kind, names in other.items()
    }


def test_missing_glyph_is_an_error():
    with drawing():
        figure = Figure()
        figure.text(0.5, 0.5, "\N{YI SYLLABLE IT}")
    with pytest.raises(PolicyTasksError, match="cannot draw a character"):
        figure_bytes(figure, "png")


def test_signs_of_formulas_are_drawn_as_they_are():
    with drawing():
        figure = Figure()
        text = figure.text(0, 0, "$x_1$ 500元")
        figure_bytes(figure, "png")
    assert not text.get_parse_math()


# No run of signs or letters that cannot be parted is longer than a line.
WORDS = st.lists(st.sampled_from(["养", "老", "服，", "务。", "（和）", "abc ", "12 "]), min_size=1)


@given(WORDS.map("".join), st.integers(20, 60))
def test_wrapped_lines_fit_and_lose_nothing(text, width):
    with drawing():
        lines = wrapped(text, width).split("\n")
        assert "".join(lines).replace(" ", "") == text.replace(" ", "")
        for line in lines:
            assert text_width(line) <= width
            assert line is lines[0] or not line.startswith(tuple("，。）"))
