"""Files of figures: both languages, linked, safe in a spreadsheet, the same every time."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pandas as pd
import pytest

import policytasks.figures.write as writing
from policytasks.errors import PolicyTasksError
from policytasks.figures import FIGURES, remove_leftovers, write_figures
from policytasks.figures.export import csv_bytes

SOME = ("corpus_units", "target_calendar", "lineage")


@pytest.fixture(autouse=True)
def some_figures(monkeypatch):
    """Write three figures, an interactive one among them, instead of all."""
    monkeypatch.setattr(writing, "FIGURES", {name: FIGURES[name] for name in SOME})


def contents(directory: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(directory.iterdir())}


@pytest.fixture(scope="module")
def written(corpus, tmp_path_factory):
    directory = tmp_path_factory.mktemp("figures") / "new"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writing, "FIGURES", {name: FIGURES[name] for name in SOME})
        paths = write_figures(corpus, directory)
    assert sorted(paths) == sorted(directory.iterdir())
    return directory


def test_every_figure_comes_in_every_form(written):
    names = {path.name for path in written.iterdir()}
    for name in SOME:
        assert f"{name}.csv" in names
        for lang in ("en", "zh"):
            assert {f"{name}.{lang}.{form}" for form in ("png", "svg", "pdf")} <= names
    assert {"target_calendar.en.html", "target_calendar.zh.html", "index.html"} <= names
    assert not any("unfinished" in name for name in names)


def test_one_language_after_the_other_gives_the_same(corpus, written, tmp_path):
    write_figures(corpus, tmp_path, lang="zh")
    alone = contents(tmp_path)
    assert "corpus_units.en.png" not in alone
    assert b'lang="en"' not in alone["index.html"].split(b"<body>")[1]
    write_figures(corpus, tmp_path, lang="en")
    anew, before = contents(tmp_path), contents(written)
    assert anew.keys() == before.keys()
    assert [name for name in before if anew[name] != before[name]] == []


def test_links_of_pages_lead_to_files(written):
    for page in written.glob("*.html"):
        links = re.findall(r'(?:src|href)="([^"#]+)"|url\("([^"]+)"\)', page.read_text("utf-8"))
        for address in filter(None, (address for pair in links for address in pair)):
            assert (written / address).is_file(), address
    gallery = (written / "index.html").read_text("utf-8")
    for name in SOME:
        for form in ("png", "svg", "pdf"):
            assert f'href="{name}.zh.{form}"' in gallery
        assert f'href="{name}.csv"' in gallery
    assert 'href="target_calendar.en.html"' in gallery


def test_only_the_formats_asked_for_are_written_and_linked(corpus, tmp_path):
    write_figures(corpus, tmp_path, lang="en", formats=("png",))
    assert not list(tmp_path.glob("*.svg")) and not list(tmp_path.glob("*.pdf"))
    assert ".pdf" not in (tmp_path / "index.html").read_text("utf-8")


def test_one_figure_comes_without_gallery_and_names_its_width(corpus, tmp_path):
    write_figures(
        corpus, tmp_path, lang="en", formats=("png",), names=["corpus_units"], width="slide"
    )
    assert {path.name for path in tmp_path.iterdir()} == {
        "corpus_units.csv",
        "corpus_units.en.slide.png",
    }


def test_files_of_figures_that_are_gone_are_removed_and_strangers_named(tmp_path):
    gone = ["theme_shares.csv", "theme_shares.en.png", "shared_leads.zh.slide.svg"]
    kept = ["corpus_units.en.png", "explore.html", "notes.txt", "theme_shares.en.png.bak"]
    strangers = ["my_own.en.png"]
    for name in (*gone, *kept, *strangers):
        (tmp_path / name).write_bytes(b"")
    found = remove_leftovers(tmp_path)
    assert sorted(path.name for path in found.removed) == sorted(gone)
    assert [path.name for path in found.unknown] == strangers
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([*kept, *strangers])


def test_progress_counts_the_figures(corpus, tmp_path, capsys):
    write_figures(corpus, tmp_path, lang="en", formats=(), progress=True)
    assert f"{len(SOME)}/{len(SOME)}" in capsys.readouterr().err
    write_figures(corpus, tmp_path, lang="en", formats=(), progress=False)
    assert capsys.readouterr().err == ""


def test_text_in_svg_needs_no_font(written):
    svg = (written / "corpus_units.zh.svg").read_text("utf-8")
    assert "<text" not in svg and "font-family" not in svg
    used = set(re.findall(r'xlink:href="#([^"]+)"', svg))
    assert used and used <= set(re.findall(r'id="([^"]+)"', svg))


def test_pages_bring_a_font_for_every_character(written):
    from matplotlib.ft2font import FT2Font

    known = {chr(code) for code in FT2Font(written / "pages.ttf").get_charmap()}
    for page in written.glob("*.html"):
        assert set(page.read_text("utf-8")) - known <= {"\n"}


def test_data_opens_in_a_spreadsheet_as_it_is_meant(written, frames):
    data = (written / "target_calendar.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    frame = frames["target_calendar"]
    assert len(rows) == len(frame)
    for row, plotted in zip(rows, frame.itertuples(), strict=True):
        assert row["deadline"] == plotted.deadline.date().isoformat()
        assert row["task_ids"].split() == list(plotted.task_ids)
        assert row["document_zh"] and row["document_en"]
        assert row["comparator"] == ("" if pd.isna(plotted.comparator) else plotted.comparator)


@pytest.mark.parametrize("text", ["=1+1", "＝1", " @x", "\ufeff-2", "+86", "\u200b=1"])
def test_a_text_cannot_become_a_formula(text):
    cell = next(
        csv.reader(
            io.StringIO(
                csv_bytes(pd.DataFrame({"x": [text]})).decode("utf-8-sig").split("\r\n", 1)[1],
                newline="",
            )
        )
    )
    assert cell == ["'" + text]


def test_numbers_stay_numbers():
    assert csv_bytes(pd.DataFrame({"x": [-0.5]})).decode("utf-8-sig") == "x\r\n-0.5\r\n"


def test_wrong_formats_and_folders_are_explained(corpus, tmp_path):
    with pytest.raises(PolicyTasksError, match=r"no format 'jpg' \(did you mean png"):
        write_figures(corpus, tmp_path, formats=("jpg",))
    with pytest.raises(
        PolicyTasksError, match=r"no figure 'calendar' \(did you mean target_calendar"
    ):
        write_figures(corpus, tmp_path, names=["calendar"])
    with pytest.raises(PolicyTasksError, match="there are 85mm, 180mm, slide"):
        write_figures(corpus, tmp_path, width="100px")
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(PolicyTasksError, match="check that the folder exists"):
        write_figures(corpus, tmp_path / "file", lang="en", formats=())
