"""How every figure looks: palette, font, sizes, and the words on it in two languages."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
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
from policytasks.figures.terms import TERMS

__all__ = [
    "COLORS",
    "COLUMN",
    "FONT_FILE",
    "INK",
    "LANGUAGES",
    "MARKERS",
    "MUTED",
    "RULE",
    "TWO_COLUMNS",
    "Style",
    "drawing",
    "text_width",
    "wrapped",
]

LANGUAGES = ("en", "zh")

# Widths of one and two columns of a journal page, mm (Elsevier's; others differ by few mm).
COLUMN = 90
TWO_COLUMNS = 190

# Okabe & Ito (2008), Color Universal Design, without yellow, which white paper swallows.
# The order puts those with most contrast to white first.
COLORS = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#000000")
# One more marker than colours, so that the pairs repeat only after 56 documents.
MARKERS = ("o", "s", "^", "D", "v", "P", "X", "h")

INK = "#1A1A1A"
MUTED = "#5F5F5F"
RULE = "#DDDDDD"

FONT_FILE = Path(str(files("policytasks"))) / "fonts" / "NotoSansSCSubset-Regular.ttf"

_POINTS_PER_MM = 72 / 25.4
_FONT_SIZE = 7

_RC: Any = {
    "axes.axisbelow": True,
    "axes.edgecolor": MUTED,
    "axes.grid": False,
    "axes.labelcolor": INK,
    "axes.labelsize": _FONT_SIZE,
    "axes.linewidth": 0.5,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlelocation": "left",
    # At a fixed height, else every axis is measured to find one.
    "axes.titley": 1.0,
    "axes.titlesize": _FONT_SIZE + 0.5,
    "font.size": _FONT_SIZE,
    "grid.color": RULE,
    "grid.linewidth": 0.5,
    "legend.fontsize": _FONT_SIZE,
    "legend.frameon": False,
    "lines.linewidth": 1,
    "lines.markersize": 4,
    # Compressors differ between builds of Python, and so would the files.
    "pdf.compression": 0,
    "pdf.fonttype": 42,
    "svg.hashsalt": "policytasks",
    # Names come from documents and may hold a $, which must not start a formula.
    "text.parse_math": False,
    # Unhinted text is as wide as `text_width` says, whatever the resolution.
    "text.hinting": "no_hinting",
    "text.color": INK,
    "xtick.color": MUTED,
    "xtick.labelcolor": INK,
    "xtick.labelsize": _FONT_SIZE,
    "xtick.major.size": 2,
    "xtick.major.width": 0.5,
    "ytick.color": MUTED,
    "ytick.labelcolor": INK,
    "ytick.labelsize": _FONT_SIZE,
    "ytick.major.size": 0,
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
    names
        What each id is called in the language, by what it is an id of: place,
        document, theme, agency, indicator, and the closed lists of ``terms``.
    sources
        The documents with their years, as a caption names them.
    """

    lang: str
    documents: tuple[str, ...]
    names: Mapping[str, Mapping[str, str]]
    sources: str

    @classmethod
    def of(cls, corpus: Corpus, lang: str = "en", *, codebook: Codebook | None = None) -> Style:
        """Return the style for the documents of a corpus.

        Parameters
        ----------
        corpus
            Its documents give the places and their order.
        lang
            ``en`` or ``zh``.
        codebook
            Names themes, agencies and indicators; by default the project's.

        Raises
        ------
        PolicyTasksError
            There is no such language.
        """
        if lang not in LANGUAGES:
            raise PolicyTasksError(
                f"no figure speaks {lang!r}",
                where="lang",
                remedy=f"choose one of {', '.join(LANGUAGES)}",
            )
        codebook = load_codebook() if codebook is None else codebook
        documents = corpus.documents
        place_ids = documents["place_id"].fillna(documents["document_id"])
        names = {
            kind: {id: getattr(words, lang) for id, words in terms.items()}
            for kind, terms in TERMS.items()
        }
        for kind in ("theme", "agency", "indicator"):
            entries = getattr(codebook, {"agency": "agencies"}.get(kind, f"{kind}s"))
            names[kind] = {entry.id: getattr(entry, lang) for entry in entries}
        names["place"] = dict(zip(place_ids, _place_names(documents, lang), strict=True))
        names["document"] = document_labels(documents, lang)
        return cls(lang, tuple(documents["document_id"]), names, _sources(documents, names, lang))

    def say(self, en: str, zh: str) -> str:
        """Return the text of the two that is in the style's language."""
        return en if self.lang == "en" else zh

    def name(self, kind: str, id: str) -> str:
        """Return what an id is called; itself where nothing names it, such as an
        agency of no known function."""
        return self.names[kind].get(id, id)

    def color(self, document: str) -> str:
        """Return the document's colour."""
        return COLORS[self.documents.index(document) % len(COLORS)]

    def marker(self, document: str) -> str:
        """Return the document's marker."""
        return MARKERS[self.documents.index(document) % len(MARKERS)]

    def with_n(self, label: str, n: int) -> str:
        """Return a label with a number of units; the caption says of what."""
        return self.say(f"{label} (n = {n:,})", f"{label}（n = {n:,}）")


def _place_names(documents: pd.DataFrame, lang: str) -> pd.Series:
    """Return each document's place in the language, else the other, else its id."""
    first, second = ("place_en", "place_zh") if lang == "en" else ("place_zh", "place_en")
    names = documents[first].fillna(documents[second]).fillna(documents["place_id"])
    return names.fillna(documents["document_id"])


def _years(documents: pd.DataFrame) -> list[str]:
    """Return the year in which each document was issued, else published."""
    dates = pd.to_datetime(documents["issued"].fillna(documents["published"]))
    return ["" if pd.isna(date) else str(date.year) for date in dates]


_NAMED_SOURCES = 12


def _sources(documents: pd.DataFrame, names: Mapping[str, Mapping[str, str]], lang: str) -> str:
    """Name the documents with number and year, or, of many, say how many they are."""
    years = _years(documents)
    if len(documents) > _NAMED_SOURCES:
        span = f"{min(filter(None, years), default='')}–{max(years)}"
        places = len(names["place"])
        return (
            f"Sources: {len(documents)} documents of {places} places, {span}."
            if lang == "en"
            else f"资料来源：{places} 个地区的 {len(documents)} 份文件，{span}。"
        )
    numbers = documents["number"].fillna("")
    items = [
        " ".join(filter(None, [names["document"][id], number]))
        for id, number in zip(documents["document_id"], numbers, strict=True)
    ]
    return f"Sources: {'; '.join(items)}." if lang == "en" else f"资料来源：{'；'.join(items)}。"


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
