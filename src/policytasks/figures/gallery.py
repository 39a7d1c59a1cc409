"""Web pages that need no network: the gallery and the interactive figures."""

from __future__ import annotations

import html
import io
import json
from collections.abc import Collection, Iterable

import plotly.graph_objects as go
from plotly.offline import get_plotlyjs

from policytasks.figures.export import FORMATS
from policytasks.figures.registry import FigureSpec
from policytasks.figures.style import FONT_FILE, LANGUAGES, Style

__all__ = [
    "FONT",
    "GALLERY",
    "PLOTLY",
    "gallery_page",
    "interactive_page",
    "page_font",
    "plotly_script",
]

GALLERY = "index.html"
PLOTLY = "plotly.min.js"
FONT = "pages.ttf"

_LANGUAGE_NAMES = {"en": "English", "zh": "中文"}

_PAGE = """\
<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
@font-face {{ font-family: "Noto Sans SC Subset"; src: url("{font}"); }}
body {{ font: 16px/1.5 "Noto Sans SC Subset", sans-serif; color: #1a1a1a; max-width: 60rem; margin: 0 auto; padding: 1rem; }}
h1 {{ font-size: 1.6rem; }} h2 {{ font-size: 1.2rem; margin: 0 0 .5rem; }} h1, h2 {{ font-weight: normal; }}
article {{ margin: 3rem 0; }} nav a {{ display: block; }}
img {{ max-width: 100%; height: auto; }}
p {{ margin: .5rem 0; }} .caption {{ color: #5f5f5f; font-size: .875rem; }}
{rules}
</style>
{head}</head>
<body>
{body}
</body>
</html>
"""


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


_SCRIPT = """\
<div id="figure"></div>
<script>
const drawn = {drawn};
// plotly measures its labels once, so the font must be there first.
document.fonts.load('13px "Noto Sans SC Subset"').finally(() =>
  Plotly.newPlot("figure", drawn.data, drawn.layout, {{displayModeBar: false, responsive: true}}));
</script>"""


def interactive_page(spec: FigureSpec, figure: go.Figure, style: Style) -> bytes:
    """Return the page of one interactive figure."""
    question = html.escape(style.say(*spec.question))
    hint = style.say("Point at a mark to read the clauses.", "将指针移到标记上可查看原文。")
    # Characters as they are, for the font to be cut to them; but no clause may end
    # the script that holds it.
    drawn = json.dumps(json.loads(figure.to_json()), ensure_ascii=False).replace("<", "\\u003c")
    body = (
        f'<p><a href="{GALLERY}">{style.say("All figures", "全部图形")}</a></p>\n'
        f"<h1>{question}</h1>\n{_SCRIPT.format(drawn=drawn)}\n"
        f'<p class="caption">{hint} {html.escape(style.sources)}</p>'
    )
    return _PAGE.format(
        lang=style.lang,
        title=question,
        font=FONT,
        rules="",
        head=f'<script src="{PLOTLY}"></script>\n',
        body=body,
    ).encode("utf-8")


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
    switch, rules, mains = [], [], []
    for style in shown:
        checked = " checked" if style is shown[0] else ""
        name = _LANGUAGE_NAMES[style.lang]
        switch.append(
            f'<input type="radio" name="lang" id="{style.lang}"{checked}> <label for="{style.lang}">{name}</label>'
        )
        rules.append(f"#{style.lang}:not(:checked) ~ main[lang={style.lang}] {{ display: none; }}")
        articles = "\n".join(_article(spec, style, files) for spec in specs)
        entries = "".join(
            f'<a href="#{spec.name}.{style.lang}">{html.escape(style.say(*spec.question))}</a>\n'
            for spec in specs
        )
        mains.append(
            f'<main lang="{style.lang}">\n<h1>{style.say("Figures", "图形")}</h1>\n'
            f"<nav>\n{entries}</nav>\n{articles}\n</main>"
        )
    return _PAGE.format(
        lang=shown[0].lang if shown else LANGUAGES[0],
        title="policytasks",
        font=FONT,
        rules="\n".join(rules),
        head="",
        body="\n".join([*switch, *mains]),
    ).encode("utf-8")


def _article(spec: FigureSpec, style: Style, files: Collection[str]) -> str:
    stem = f"{spec.name}.{style.lang}"
    links = {
        style.say("interactive", "交互图"): f"{stem}.html",
        **{format.upper(): f"{stem}.{format}" for format in FORMATS},
        "CSV": f"{spec.name}.csv",
    }
    shown = " · ".join(
        f'<a href="{file}">{label}</a>' for label, file in links.items() if file in files
    )
    question = html.escape(style.say(*spec.question))
    return (
        f'<article id="{stem}">\n<h2>{question}</h2>\n'
        f'<img src="{stem}.png" alt="{question}" loading="lazy">\n'
        f"<p>{shown}</p>\n"
        f'<details class="caption"><summary>{style.say("Caption", "图注")}</summary>\n'
        f"<p>{html.escape(spec.caption_in(style))}</p></details>\n</article>"
    )
