"""Every figure, written to a folder."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd
from tqdm import tqdm

from policytasks.corpus import Corpus
from policytasks.errors import writing
from policytasks.figures import plotted
from policytasks.figures.export import FORMATS, csv_bytes, figure_bytes
from policytasks.figures.gallery import (
    EXPLORER,
    FONT,
    GALLERY,
    PLOTLY,
    gallery_page,
    interactive_page,
    linkable,
    page_font,
    plotly_script,
)
from policytasks.figures.page import USUAL_WIDTH
from policytasks.figures.registry import FIGURES
from policytasks.figures.style import LANGUAGES, Style
from policytasks.files import write_together
from policytasks.reference import load_hand_codes
from policytasks.selection import check_names

__all__ = ["graded", "write_figures"]


def write_figures(
    corpus: Corpus,
    directory: Path | str,
    lang: str | None = None,
    formats: Sequence[str] = FORMATS,
    *,
    names: Sequence[str] | None = None,
    width: str = USUAL_WIDTH,
    progress: bool | None = None,
) -> list[Path]:
    """Draw figures and write them with their data, and of all figures the gallery.

    Parameters
    ----------
    corpus
        The tables to compare; `Corpus.select` chooses places, themes and dates.
    directory
        Where ``NAME.LANG.png`` (svg, pdf; ``NAME.LANG.slide.png`` for another width),
        ``NAME.csv`` with the plotted data, ``NAME.LANG.html`` where a figure is
        interactive, and the gallery ``index.html`` go.
    lang, formats
        ``en`` or ``zh``, by default both; which of png, svg and pdf.
    names
        Which figures to draw, without a gallery; by default all, with it.
    width
        ``85mm``, ``180mm`` (text of 7 points) or ``slide`` (14 points); only the usual
        180 mm come with gallery and interactive pages.
    progress
        Whether a bar on stderr counts the figures; by default on a terminal.

    Returns
    -------
    list of Path
        The files written; the same tables give the same bytes.

    Raises
    ------
    PolicyTasksError
        There is no such figure, language, width or format, or a file cannot be written.
    """
    chosen = list(FIGURES) if names is None else list(dict.fromkeys(names))
    check_names("figure", chosen, FIGURES)
    check_names("format", formats, FORMATS)
    everyone = [Style.of(corpus, each, width=width) for each in LANGUAGES]
    styles = everyone if lang is None else [Style.of(corpus, lang, width=width)]
    differences = graded(corpus, everyone[0])
    files: dict[str, bytes] = {}
    findings: dict[str, str] = {}
    hidden = None if progress is None else not progress
    for name in tqdm(chosen, unit=" figures", file=sys.stderr, disable=hidden):
        frame = FIGURES[name].compare(corpus)
        files[f"{name}.csv"] = csv_bytes(_with_names(frame, everyone))
        for style in everyone:
            findings[f"{name}.{style.lang}"] = FIGURES[name].title(frame, style, differences)
        for style in styles:
            files |= _drawn(name, frame, style, formats, differences)
    if names is None and width == USUAL_WIDTH:
        files |= _gallery(Path(directory), files, everyone, findings)
    return _written(Path(directory), files)


def _written(directory: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write the files to a folder and return where they are."""
    written = {directory / name: content for name, content in files.items()}
    with writing(directory):
        directory.mkdir(parents=True, exist_ok=True)
        write_together(written)
    return list(written)


def graded(corpus: Corpus, style: Style) -> pd.DataFrame | None:
    """Return the table of differences for titles, None where there are no pairs to name.

    Among more documents than there are colours no pair could stand for the figure.
    """
    several = len(style.documents) > 1 and not style.groups
    return plotted.differences(corpus, load_hand_codes()) if several else None


def _gallery(
    directory: Path,
    files: Mapping[str, bytes],
    styles: Sequence[Style],
    findings: Mapping[str, str],
) -> dict[str, bytes]:
    """Return the gallery and what its pages share."""
    # What another run wrote, such as one for the other language, stays linked and legible.
    known = {*files, *linkable(directory)}
    gallery = gallery_page(FIGURES.values(), styles, known, findings)
    pages = {path.name: path.read_bytes() for path in directory.glob("*.html")}
    pages |= {name: page for name, page in files.items() if name.endswith(".html")}
    pages[GALLERY] = gallery
    # The explorer has a font of its own.
    pages.pop(EXPLORER, None)
    font = page_font(page.decode("utf-8") for page in pages.values())
    return {GALLERY: gallery, PLOTLY: plotly_script(), FONT: font}


def _drawn(
    name: str,
    frame: pd.DataFrame,
    style: Style,
    formats: Sequence[str],
    differences: pd.DataFrame | None,
) -> dict[str, bytes]:
    """Return the files of one figure in one language, by name."""
    spec, width = FIGURES[name], style.page.name
    stem = f"{name}.{style.lang}" + ("" if width == USUAL_WIDTH else f".{width}")
    figure = spec.figure(frame, style, differences)
    files = {f"{stem}.{format}": figure_bytes(figure, format) for format in formats}
    if spec.interactive and width == USUAL_WIDTH:
        files[f"{stem}.html"] = interactive_page(spec, spec.interactive(frame, style), style)
    return files


def _with_names(frame: pd.DataFrame, styles: Sequence[Style]) -> pd.DataFrame:
    """Put the names of places, themes and agencies behind their ids."""
    frame = frame.copy()
    for column in list(frame.columns):
        kind = column.removesuffix("_id")
        if kind != column and kind in ("place", "theme", "agency", "document"):
            for style in styles:
                names = [style.name(kind, id) for id in frame[column]]
                frame.insert(list(frame.columns).index(column) + 1, f"{kind}_{style.lang}", names)
    return frame
