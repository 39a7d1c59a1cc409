"""What a file is read into."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from policytasks.words.marks import INVISIBLE

__all__ = ["ImportedText", "without_invisible_characters"]

_LONE_SURROGATE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class ImportedText:
    """The plain text of a file.

    Attributes
    ----------
    text
        The text. Of a table each row is a line with its cells parted by tabs; a
        cell that continues the merged cell above it holds only 〃.
    format
        ``text``, ``html``, ``docx`` or ``pdf``.
    encoding
        How the file's bytes were decoded; None where the format settles it.
    notes
        What a user should know of the reading, as sentences: what was left out,
        what was replaced.
    title, published
        What the file says of itself outside its text, None where it does not.
    """

    text: str
    format: str
    encoding: str | None = None
    notes: tuple[str, ...] = ()
    title: str | None = None
    published: date | None = None


def without_invisible_characters(text: str) -> str:
    """Return ``text`` without the characters that nobody sees; line ends and tabs stay.

    >>> without_invisible_characters("养老\\u200b服务\\u202e\\x00")
    '养老服务'
    """
    return _LONE_SURROGATE.sub("\ufffd", INVISIBLE.sub("", text))
