"""The page itself: one file with its data, its script, its rules and its font."""

from __future__ import annotations

import base64
import hashlib
import json
from importlib.resources import files
from pathlib import Path
from typing import Any

from policytasks.codebook import Codebook, load_codebook
from policytasks.corpus import Corpus
from policytasks.errors import writing
from policytasks.explorer.explored import explored
from policytasks.figures.gallery import EXPLORER, page_font
from policytasks.figures.terms import read_words
from policytasks.files import write_whole
from policytasks.version import __version__

__all__ = ["EXPLORER", "WORDING", "explorer_page", "write_explorer"]

_WORDS = read_words(files("policytasks.explorer") / "words.csv")
WORDING = {
    lang: {name: getattr(words, lang) for own in _WORDS.values() for name, words in own.items()}
    for lang in ("en", "zh")
}
"""What the page says, by language and name; ``{braces}`` stand for what it fills in."""

# In the order in which they build on each other; the page has them as one script.
_SCRIPTS = ("corpus.js", "address.js", "dom.js", "matrix.js", "units.js", "explore.js")


def write_explorer(corpus: Corpus, path: Path | str, *, codebook: Codebook | None = None) -> Path:
    """Write the page from a theme or a department to the clause.

    Parameters
    ----------
    corpus
        The tables, and the texts that their offsets refer to.
    path
        The file; one of that name is replaced, its folder is made.
    codebook
        Names themes, functions and indicators; by default the project's.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    PolicyTasksError
        The file cannot be written.
    """
    path = Path(path)
    page = explorer_page(corpus, codebook=codebook)
    with writing(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, page)
    return path


def explorer_page(corpus: Corpus, *, codebook: Codebook | None = None) -> bytes:
    """Return the page as one HTML file that loads nothing else.

    Notes
    -----
    No text of a source is markup: the data are JSON without the sign ``<``, and the
    script shows texts as texts. The page forbids itself every script and rule but its
    own (Content Security Policy by hash) and every request. The same tables give the
    same bytes.
    """
    codebook = load_codebook() if codebook is None else codebook
    data = explored(corpus, codebook) | {"words": WORDING, "version": __version__}
    embedded = _json(data)
    templates = files("policytasks.explorer") / "templates"
    page = (templates / "explore.html").read_text(encoding="utf-8")
    script = "".join((templates / name).read_text(encoding="utf-8") for name in _SCRIPTS)
    font = base64.b64encode(page_font([embedded, page])).decode("ascii")
    style = (templates / "explore.css").read_text(encoding="utf-8").replace("{{font}}", font)
    script = f'(() => {{\n"use strict";\n{script}}})();\n'
    parts = {
        "style_hash": _hash(style),
        "script_hash": _hash(script),
        "style": style,
        "no_script": " ".join(words["no_script"] for words in WORDING.values()),
        "data": embedded,
        "script": script,
    }
    # Each part goes in once, so that a text which holds such a name stays as it is.
    before = []
    for name, part in parts.items():
        head, found, page = page.partition("{{" + name + "}}")
        assert found, f"explore.html has no {name}"
        before += [head, part]
    return "".join([*before, page]).encode("utf-8")


def _json(data: dict[str, Any]) -> str:
    """Return data as JSON that cannot end the element that holds it.

    >>> _json({"title": "</script><!--", "n": 1})
    '{"title":"\\\\u003c/script>\\\\u003c!--","n":1}'
    """
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c")


def _hash(text: str) -> str:
    """Return what a Content Security Policy calls a text by."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode("utf-8")).digest()).decode()
