"""The font with the package draws what the documents and the codebook are written in."""

from __future__ import annotations

import logging
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib import font_manager
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font

ROOT = Path(__file__).parents[1]
FONT = ROOT / "src" / "policytasks" / "fonts" / "NotoSansSCSubset-Regular.ttf"
LAYOUT = {"\n", "\r", "\t", "\ufeff"}


@pytest.fixture(scope="module")
def characters() -> set[str]:
    """Return the characters that the font has a glyph for."""
    return {chr(code) for code in FT2Font(FONT).get_charmap()}


def gb2312_hanzi() -> set[str]:
    """Return the 6,763 hanzi of GB 2312, rows 16 to 87."""
    codes = (bytes([0xA0 + row, 0xA0 + cell]) for row in range(16, 88) for cell in range(1, 95))
    return set("".join(code.decode("gb2312", errors="ignore") for code in codes))


def test_font_has_every_hanzi_of_gb2312(characters):
    hanzi = gb2312_hanzi()
    assert len(hanzi) == 6763
    assert hanzi <= characters


@pytest.mark.parametrize(
    "text",
    [
        "".join(map(chr, range(0x20, 0x7F))),
        "≥≤–—…·“”‘’→×±≈°−%‰",
        "，。、；：？！（）《》〈〉【】〔〕「」～￥％０９ＡＺａｚ①⑩⑴Ⅳ㎡㎎",
        "鄠瀍浉畲",
    ],
    ids=["ASCII", "signs", "Chinese signs", "names of places"],
)
def test_font_has_what_figures_need(characters, text):
    assert set(text) <= characters


@pytest.mark.parametrize("folder", ["data/sources", "data/codebook"])
def test_font_has_what_the_project_is_written_in(characters, folder):
    for path in sorted((ROOT / folder).iterdir()):
        assert set(path.read_text(encoding="utf-8")) - LAYOUT <= characters, path.name


@pytest.fixture
def family():
    """Yield the font's family, known to matplotlib for the length of a test."""
    known = list(font_manager.fontManager.ttflist)
    font_manager.fontManager.addfont(FONT)
    name = font_manager.fontManager.ttflist[-1].name
    with mpl.rc_context({"font.family": [name]}):
        yield name
    font_manager.fontManager.ttflist[:] = known


@pytest.mark.parametrize("suffix", ["png", "svg", "pdf"])
def test_chinese_is_drawn_without_a_warning(family, suffix, tmp_path, caplog):
    figure = Figure()
    figure.suptitle("护理型床位占比 ≥ 55%（2025年）− 1")
    with caplog.at_level(logging.WARNING):
        figure.savefig(tmp_path / f"figure.{suffix}")
    assert (tmp_path / f"figure.{suffix}").stat().st_size > 1_000
    assert caplog.records == []


def test_family_is_not_taken_for_the_whole_font(family):
    assert family == "Noto Sans SC Subset"
    license_text = (FONT.parent / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in license_text
    assert "Reserved Font Name 'Source'" in license_text


def test_missing_glyph_is_an_error(family, tmp_path):
    figure = Figure()
    figure.suptitle("龘")
    with pytest.raises(UserWarning, match="missing from font"):
        figure.savefig(tmp_path / "figure.png")
