"""Web pages that need no network: the gallery and the interactive figures."""

from __future__ import annotations

import io
import json
from collections.abc import Collection, Iterable, Iterator

import plotly.graph_objects as go
from jinja2 import Environment, PackageLoader, StrictUndefined
from plotly.offline import get_plotlyjs

from policytasks.figures.export import FORMATS
from policytasks.figures.registry import FigureSpec
from policytasks.figures.style import FONT_FILE, LANGUAGES, Style

__all__ = [
    "EXPLORER",
    "FONT",
    "GALLERY",
    "PLOTLY",
    "gallery_page",
    "interactive_page",
    "page_font",
    "plotly_script",
]

GALLERY = "index.html"
EXPLORER = "explore.html"
PLOTLY = "plotly.min.js"
FONT = "pages.ttf"

_LANGUAGE_NAMES = {"en": "English", "zh": "中文"}
_TEMPLATES = Environment(
    loader=PackageLoader("policytasks.figures"),
    autoescape=True,
    keep_trailing_newline=True,
    lstrip_blocks=True,
    trim_blocks=True,
    undefined=StrictUndefined,
)


def plotly_script() -> bytes:
    """Return the one copy of plotly.js that the interactive pages share."""
    return get_plotlyjs().encode("utf-8")


def page_font(pages: Iterable[str]) -> bytes:
    """Return the packaged font with only the characters of the pages.

    A reader's machine may have no Chinese font. The file is not compressed, so
    that its bytes do not depend on the compressor at hand.
    """
    # Slow to import, and needed for nothing else.
    from fontTools import subset

    options = subset.Options(recalc_timestamp=False, layout_features=["kern"])
    subsetter = subset.Subsetter(options)
    subsetter.populate(text="".join(sorted(set().union(*pages))))
    stream = io.BytesIO()
    with subset.load_font(str(FONT_FILE), options) as font:
        subsetter.subset(font)
        font.save(stream)
    return stream.getvalue()


def interactive_page(spec: FigureSpec, figure: go.Figure, style: Style) -> bytes:
    """Return the page of one interactive figure."""
    # Characters as they are, for the font to be cut to them; but no clause may end
    # the script that holds it.
    drawn = json.dumps(json.loads(figure.to_json()), ensure_ascii=False).replace("<", "\\u003c")
    return _page(
        "interactive.html",
        lang=style.lang,
        title=style.say(*spec.question),
        style=style,
        drawn=drawn,
        gallery=GALLERY,
        plotly=PLOTLY,
    )


def gallery_page(
    specs: Iterable[FigureSpec], styles: Iterable[Style], files: Collection[str]
) -> bytes:
    """Return the gallery: every figure with question, caption and links.

    Parameters
    ----------
    specs
        The figures in order.
    styles
        One for each language, by which the reader may switch.
    files
        The names of the files that can be linked to.
    """
    specs = list(specs)
    shown = [style for style in styles if f"{specs[0].name}.{style.lang}.png" in files]

    def links(spec: FigureSpec, style: Style) -> list[tuple[str, str]]:
        return [link for link in _links(spec, style) if link[0] in files]

    return _page(
        "gallery.html",
        lang=shown[0].lang if shown else LANGUAGES[0],
        title="policytasks",
        specs=specs,
        styles=shown,
        language_names=_LANGUAGE_NAMES,
        links=links,
    )


def _links(spec: FigureSpec, style: Style) -> Iterator[tuple[str, str]]:
    """Yield the files that a figure may have, each with the label of its link."""
    stem = f"{spec.name}.{style.lang}"
    yield f"{stem}.html", style.say("interactive", "交互图")
    for format in FORMATS:
        yield f"{stem}.{format}", format.upper()
    yield f"{spec.name}.csv", "CSV"


def _page(template: str, **values: object) -> bytes:
    return _TEMPLATES.get_template(template).render(font=FONT, **values).encode("utf-8")
