"""Web pages that need no network: the gallery and the interactive figures."""

from __future__ import annotations

import io
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import plotly.graph_objects as go
from jinja2 import Environment, PackageLoader, StrictUndefined
from plotly.offline import get_plotlyjs

from policytasks.figures.export import FORMATS
from policytasks.figures.registry import FigureSpec
from policytasks.figures.style import FONT_FILE, LANGUAGES, Style
from policytasks.figures.terms import Words

__all__ = [
    "EXPLORER",
    "FONT",
    "GALLERY",
    "PLOTLY",
    "gallery_page",
    "interactive_page",
    "linkable",
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
    specs: Iterable[FigureSpec],
    styles: Iterable[Style],
    files: Collection[str],
    findings: Mapping[str, str] | None = None,
) -> bytes:
    """Return the gallery: every figure with question, finding, caption and links.

    Parameters
    ----------
    specs
        The figures in order.
    styles
        One for each language, by which the reader may switch.
    files
        The names of the files that can be linked to, as `linkable` gives them.
    findings
        What each figure shows, in words, by ``NAME.LANG``; they stand above the figures
        and are read aloud in their place. Where there is none, question and caption do.
    """
    specs = list(specs)
    findings = findings or {}
    shown = [style for style in styles if f"{specs[0].name}.{style.lang}.png" in files]

    def links(spec: FigureSpec, style: Style) -> list[tuple[str, str]]:
        return [link for link in _links(spec, style) if link[0] in files]

    def instead(spec: FigureSpec, style: Style) -> str:
        """Return what stands for the figure where it cannot be seen."""
        told = findings.get(f"{spec.name}.{style.lang}") or style.say(*spec.caption)
        return f"{style.say(*spec.question)} {told}"

    return _page(
        "gallery.html",
        lang=shown[0].lang if shown else LANGUAGES[0],
        title="policytasks",
        sections=_sections(specs),
        styles=shown,
        language_names=_LANGUAGE_NAMES,
        links=links,
        instead=instead,
        findings=findings,
        beside=[link for link in _BESIDE if link[0] in files],
        files=files,
        explorer=EXPLORER,
    )


def linkable(directory: Path) -> set[str]:
    """Return the names of the files that a gallery in a folder can link to."""
    notebooks = [section.notebook for section in _SECTIONS]
    beside = [path for path, _ in _BESIDE]
    return {path.name for path in directory.glob("*")} | {
        name for name in (*notebooks, *beside) if (directory / name).exists()
    }


class _Section(NamedTuple):
    """Figures that belong together: those of some modules that draw."""

    title: Words
    modules: tuple[str, ...]
    notebook: str


_SECTIONS = (
    _Section(
        Words("What is compared", "比较的对象"), ("draw_documents",), "../notebooks/00_corpus.ipynb"
    ),
    _Section(Words("Themes", "主题"), ("draw_themes",), "../notebooks/02_themes.ipynb"),
    _Section(
        Words("Commitments and targets", "承诺与目标"),
        ("draw_commitment", "draw_targets", "draw_indicators"),
        "../notebooks/03_targets.ipynb",
    ),
    _Section(
        Words("Who answers for what", "责任分工"),
        ("draw_responsibility",),
        "../notebooks/04_responsibility.ipynb",
    ),
    _Section(Words("Between the plans", "文件之间"), (), "../notebooks/01_synthesis.ipynb"),
)
_BESIDE = (
    ("../notebooks/01_synthesis.ipynb", Words("Synthesis (notebook)", "综合（笔记本）")),
    ("../docs/data-dictionary.md", Words("Every column of the tables", "数据表各列说明")),
    ("../data/tables/datapackage.json", Words("The tables", "数据表")),
)


def _sections(specs: Iterable[FigureSpec]) -> list[tuple[_Section, list[FigureSpec]]]:
    """Put each figure into the section of the module that draws it, else into the last."""
    found: dict[_Section, list[FigureSpec]] = {section: [] for section in _SECTIONS}
    for spec in specs:
        module = spec.draw.__module__.rpartition(".")[2]
        fitting = (section for section in _SECTIONS if module in section.modules)
        found[next(fitting, _SECTIONS[-1])].append(spec)
    return [(section, members) for section, members in found.items() if members]


def _links(spec: FigureSpec, style: Style) -> Iterator[tuple[str, str]]:
    """Yield the files that a figure may have, each with the label of its link."""
    stem = f"{spec.name}.{style.lang}"
    yield f"{stem}.html", style.say("interactive", "交互图")
    for format in FORMATS:
        yield f"{stem}.{format}", format.upper()
    yield f"{spec.name}.csv", "CSV"


def _page(template: str, **values: object) -> bytes:
    return _TEMPLATES.get_template(template).render(font=FONT, **values).encode("utf-8")
