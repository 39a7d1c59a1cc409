"""Every figure, written to a folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import pandas as pd

from policytasks.corpus import Corpus
from policytasks.errors import PolicyTasksError
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
from policytasks.figures.registry import FIGURES
from policytasks.figures.style import LANGUAGES, Style
from policytasks.files import write_whole

__all__ = ["write_figures"]


def write_figures(
    corpus: Corpus,
    directory: Path | str,
    lang: str | None = None,
    formats: Sequence[str] = FORMATS,
) -> list[Path]:
    """Draw every figure and write it, its data and the gallery.

    Parameters
    ----------
    corpus
        The tables to compare.
    directory
        Where the files go; it is made if need be. The files are ``NAME.LANG.png``
        (and svg, pdf), ``NAME.csv`` with the plotted data, ``NAME.LANG.html``
        where a figure is interactive, and the gallery ``index.html``.
    lang
        ``en`` or ``zh``; by default both.
    formats
        Which of png, svg and pdf to write.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    PolicyTasksError
        There is no such language or format, a character has no glyph in the font,
        or a file cannot be written.

    Notes
    -----
    The same tables give the same bytes.
    """
    _refuse_unknown(formats)
    directory = Path(directory)
    everyone = [Style.of(corpus, each) for each in LANGUAGES]
    styles = everyone if lang is None else [Style.of(corpus, lang)]
    frames = {name: spec.compare(corpus) for name, spec in FIGURES.items()}
    files = {
        f"{name}.csv": csv_bytes(_with_names(frame, everyone)) for name, frame in frames.items()
    }
    for name in FIGURES:
        for style in styles:
            files |= _drawn(name, frames[name], style, formats)
    # What another run wrote, such as one for the other language, stays linked and legible.
    there = {path.name: path for path in directory.glob("*")}
    files[GALLERY] = gallery_page(FIGURES.values(), everyone, {*files, *linkable(directory)})
    # The explorer has a font of its own.
    pages = {
        name: path.read_bytes()
        for name, path in there.items()
        if path.suffix == ".html" and name != EXPLORER
    }
    pages |= {name: page for name, page in files.items() if name.endswith(".html")}
    font = page_font(page.decode("utf-8") for page in pages.values())
    files |= {PLOTLY: plotly_script(), FONT: font}
    return _written(directory, files)


def _written(directory: Path, files: Mapping[str, bytes]) -> list[Path]:
    """Write the files to a folder and return where they are."""
    written = {directory / name: content for name, content in files.items()}
    try:
        directory.mkdir(parents=True, exist_ok=True)
        for path, content in written.items():
            write_whole(path, content)
    except OSError as error:
        raise PolicyTasksError(
            f"cannot be written: {error.strerror}",
            where=str(error.filename or directory),
            remedy="see that the folder may be written to",
        ) from error
    return list(written)


def _refuse_unknown(formats: Sequence[str]) -> None:
    """Raise PolicyTasksError for a format in which no figure is written."""
    unknown = sorted(set(formats) - set(FORMATS))
    if unknown:
        raise PolicyTasksError(
            f"no figure is written as {unknown[0]!r}",
            where="formats",
            remedy=f"choose of {', '.join(FORMATS)}",
        )


def _drawn(
    name: str, frame: pd.DataFrame, style: Style, formats: Sequence[str]
) -> dict[str, bytes]:
    """Return the files of one figure in one language, by name."""
    spec = FIGURES[name]
    figure = spec.figure(frame, style)
    files = {f"{name}.{style.lang}.{format}": figure_bytes(figure, format) for format in formats}
    if spec.interactive:
        page = interactive_page(spec, spec.interactive(frame, style), style)
        files[f"{name}.{style.lang}.html"] = page
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
