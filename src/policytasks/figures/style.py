"""How every figure looks: palette, font, sizes, and the words on it in two languages."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import matplotlib as mpl
import pandas as pd
from matplotlib import font_manager
from matplotlib.ft2font import FT2Font, LoadFlags

from policytasks.codebook import Codebook, load_codebook
from policytasks.compare.documents import document_labels
from policytasks.corpus import Corpus
from policytasks.errors import PolicyTasksError
from policytasks.figures.groups import groups_of, years_of
from policytasks.figures.page import PAGES, USUAL_WIDTH, Page
from policytasks.figures.terms import TERMS
from policytasks.selection import check_names

__all__ = [
    "COLORS",
    "FONT_FILE",
    "INK",
    "LANGUAGES",
    "MARKERS",
    "MUTED",
    "RULE",
    "SHADES",
    "Style",
    "drawing",
    "text_width",
    "wrapped",
]

LANGUAGES = ("en", "zh")

# Okabe & Ito (2008), Color Universal Design, without the three that white paper swallows;
# brown, violet and black instead. Each has a contrast of 3:1 or more to white, and every eye
# tells each two apart.
COLORS = ("#0072B2", "#D55E00", "#009E73", "#C9709F", "#593000", "#8100F2", "#000000")
MARKERS = ("o", "s", "^", "D", "v", "P", "X")

INK = "#1A1A1A"
MUTED = "#5F5F5F"
RULE = "#DDDDDD"
# Shades of one hue, from none to all: grey printers keep their order.
SHADES = ("#FFFFFF", "#DCEAF4", "#A9CDE5", "#6FA9CF", "#2F7FB5", "#0B4F85")

FONT_FILE = Path(str(files("policytasks"))) / "fonts" / "NotoSansSCSubset-Regular.ttf"

_POINTS_PER_MM = 72 / 25.4
_FONT_SIZE = 7

_RC: Any = {
    "hatch.linewidth": 0.6,
    "lines.solid_capstyle": "butt",
    # Compressors differ between builds of Python, and so would the files.
    "pdf.compression": 0,
    "pdf.fonttype": 42,
    "svg.hashsalt": "policytasks",
    # Names come from documents and may hold a $, which must not start a formula.
    "text.parse_math": False,
    # Unhinted text is as wide as `text_width` says, whatever the resolution.
    "text.hinting": "no_hinting",
    "text.color": INK,
}


@dataclass(frozen=True)
class Style:
    """What a figure needs to know beside its data.

    Attributes
    ----------
    lang
        ``en`` or ``zh``.
    documents
        The documents that are compared, in the order of their table. A document
        keeps its colour and marker in every figure.
    counted
        Those of them that have units which count: all, but for a choice of themes.
    groups
        Where there are more documents than colours: the group of each document.
    names
        What each id is called in the language, by what it is an id of: place,
        document, theme, agency, indicator, and the closed lists of ``terms``.
    sources
        The documents with their years, as a caption names them.
    page
        What the figures are made for.
    """

    lang: str
    documents: tuple[str, ...]
    counted: frozenset[str]
    groups: Mapping[str, str]
    names: Mapping[str, Mapping[str, str]]
    sources: str
    page: Page

    @classmethod
    def of(
        cls,
        corpus: Corpus,
        lang: str = "en",
        *,
        width: str = USUAL_WIDTH,
        codebook: Codebook | None = None,
    ) -> Style:
        """Return the style for the documents of a corpus.

        Parameters
        ----------
        corpus
            Its documents give the places and their order.
        lang
            ``en`` or ``zh``.
        width
            Of what the figures are made for: ``85mm``, ``180mm`` or ``slide``.
        codebook
            Names themes, agencies and indicators; by default the project's.

        Raises
        ------
        PolicyTasksError
            There is no such language or width.
        """
        check_names("width", [width], PAGES)
        if lang not in LANGUAGES:
            raise PolicyTasksError(
                f"no figure speaks {lang!r}",
                where="lang",
                remedy=f"choose one of {', '.join(LANGUAGES)}",
            )
        codebook = load_codebook() if codebook is None else codebook
        documents = getattr(corpus, "before_themes", corpus).documents
        names = {
            kind: {id: getattr(each, lang) for id, each in own.items()}
            for kind, own in TERMS.items()
        } | codebook.names(lang)
        place_ids = documents["place_id"].fillna(documents["document_id"])
        names["place"] = dict(zip(place_ids, _place_names(documents, lang), strict=True))
        names["document"] = document_labels(documents, lang)
        ids = tuple(documents["document_id"])
        groups = groups_of(documents, lang, most=len(COLORS)) if len(ids) > len(COLORS) else {}
        counted = frozenset(corpus.documents["document_id"])
        style = cls(lang, ids, counted, groups, names, "", PAGES[width])
        chosen = getattr(corpus, "chosen_themes", None) or ()
        return replace(style, sources=_scope(chosen, style) + _sources(documents, style))

    def say(self, en: str, zh: str) -> str:
        """Return the text of the two that is in the style's language."""
        return en if self.lang == "en" else zh

    def name(self, kind: str, id: str) -> str:
        """Return what an id is called; itself where nothing names it, such as an
        agency of no known function."""
        return self.names[kind].get(id, id)

    def color(self, document: str) -> str:
        """Return the document's colour, or its group's where there are many documents."""
        return COLORS[self._look(document)]

    def marker(self, document: str) -> str:
        """Return the document's marker, or its group's where there are many documents."""
        return MARKERS[self._look(document)]

    def _look(self, document: str) -> int:
        if not self.groups:
            return self.documents.index(document)
        return list(dict.fromkeys(self.groups.values())).index(self.groups[document])

    def with_n(self, label: str, n: int) -> str:
        """Return a label with a number of units; the caption says of what."""
        return self.say(f"{label} (n\u00a0=\u00a0{n:,})", f"{label}（n\u00a0=\u00a0{n:,}）")


def _place_names(documents: pd.DataFrame, lang: str) -> pd.Series:
    """Return each document's place in the language, else the other, else its id."""
    first, second = ("place_en", "place_zh") if lang == "en" else ("place_zh", "place_en")
    names = documents[first].fillna(documents[second]).fillna(documents["place_id"])
    return names.fillna(documents["document_id"])


_NAMED_SOURCES = 12


def _scope(chosen: Sequence[str], style: Style) -> str:
    """Say that only some themes are counted, where they are."""
    themes = [style.name("theme", theme) for theme in chosen]
    if not themes:
        return ""
    return style.say(
        f"Only what acts on: {', '.join(themes)}; a grade does not allow for this choice. ",
        f"仅计涉及以下主题者：{'、'.join(themes)}；评级未计入此项选择的影响。",
    )


def _sources(documents: pd.DataFrame, style: Style) -> str:
    """Name the documents with number and year, or, of many, say how many they are."""
    if style.page.is_small or len(documents) > _NAMED_SOURCES:
        known = sorted(filter(None, years_of(documents)))
        span = "–".join(dict.fromkeys([known[0], known[-1]])) if known else "–"
        count, places = len(documents), len(style.names["place"])
        return style.say(
            f"Sources: {count} document{'s' * (count != 1)} of {places} place{'s' * (places != 1)}, {span}.",
            f"资料来源：{places} 个地区的 {count} 份文件，{span}。",
        )
    numbers = documents["number"].fillna("")
    items = [
        " ".join(filter(None, [style.name("document", id), number]))
        for id, number in zip(documents["document_id"], numbers, strict=True)
    ]
    return style.say(f"Sources: {'; '.join(items)}.", f"资料来源：{'；'.join(items)}。")


@contextmanager
def drawing() -> Iterator[None]:
    """Draw and save figures inside this: it sets font and sizes.

    Raises
    ------
    PolicyTasksError
        A character has no glyph in the font.
    """
    with mpl.rc_context(_RC), warnings.catch_warnings():
        mpl.rcParams["font.family"] = [_font_family()]
        warnings.filterwarnings("error", message="Glyph .* missing from font")
        try:
            yield
        except UserWarning as missing:
            raise PolicyTasksError(
                f"cannot draw a character: {missing}",
                where=FONT_FILE.name,
                remedy="correct the name that holds it, or add it to the font as its README says",
            ) from None


@cache
def _font_family() -> str:
    """Make the packaged font known to matplotlib, and return its name."""
    font_manager.fontManager.addfont(str(FONT_FILE))
    return font_manager.FontProperties(fname=str(FONT_FILE)).get_name()


@cache
def _font() -> FT2Font:
    font = FT2Font(str(FONT_FILE))
    font.set_size(_FONT_SIZE, 72)
    return font


@cache
def _advance(character: str) -> float:
    """Return the width of a character at 7 points, in points."""
    return _font().load_char(ord(character), flags=LoadFlags.NO_HINTING).linearHoriAdvance / 65536


_NEVER_FIRST = set("，。、；：！？）》〉】〕」”’％%,.;:!?)]")
_NEVER_LAST = set("（《〈【〔「“‘([")


def text_width(text: str, *, size: float = _FONT_SIZE) -> float:
    """Return the width of the widest line of a text, mm."""
    widest = max(sum(map(_advance, line)) for line in text.split("\n"))
    return widest * size / _FONT_SIZE / _POINTS_PER_MM


def wrapped(text: str, width: float, *, size: float = _FONT_SIZE) -> str:
    """Break a text into lines.

    Parameters
    ----------
    text
        Latin words are kept whole; Chinese breaks between any two characters
        but before closing and after opening punctuation.
    width
        Longest line, mm.
    size
        Font size, points.
    """
    lines, line = [], ""
    for piece in _pieces(text):
        if line and text_width((line + piece).rstrip(), size=size) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return "\n".join([*lines, line.rstrip()])


def _pieces(text: str) -> list[str]:
    """Split a text where a line may break."""
    pieces: list[str] = []
    for character in text:
        last = pieces[-1][-1] if pieces else ""
        wide = max(character, last) > "\u2e80"
        if not last or (
            character not in _NEVER_FIRST
            and last not in _NEVER_LAST
            and (last == " " or (wide and character != " "))
        ):
            pieces.append(character)
        else:
            pieces[-1] += character
    return pieces
