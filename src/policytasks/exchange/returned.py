"""What comes back from a coding tool, whatever its format."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from policytasks.errors import ReviewError
from policytasks.exchange.codes import Origin, without_mark

__all__ = ["LARGEST_FILE", "Returned", "ReturnedCoding", "in_source"]

LARGEST_FILE = 64 * 1024 * 1024
"""Bytes of a text or of a list of codings beyond which nobody coded it by hand."""

_SIGN = re.compile(r"\r\n|.", re.DOTALL)
_LINE_END = re.compile(r"\r\n?")

_Offset = Callable[[int], int]


@dataclass(frozen=True, slots=True)
class ReturnedCoding:
    """A stretch coded in a tool: the code's names there, offsets, by whom, and its place."""

    names: tuple[str, ...]
    start: int
    end: int
    who: str
    where: str


@dataclass(frozen=True, slots=True)
class Returned:
    """A document as a tool gives it back.

    Attributes
    ----------
    document_id
        As the file says.
    origin
        What the export put beside it; None where the tool did not keep it.
    text
        The tool's text, to whose code points the offsets refer.
    codings
        All codings, of whatever code.
    where
        File and place, for messages.
    """

    document_id: str
    origin: Origin | None
    text: str
    codings: Sequence[ReturnedCoding]
    where: str


def in_source(returned: Returned, source: str) -> list[tuple[ReturnedCoding, int, int]]:
    """Return the codings with their offsets in the registered source.

    A tool may have rewritten the ends of lines, and may count such an end as one sign or
    as two: that way is taken in which more of the stretches that went out come back.

    Raises
    ------
    ReviewError
        The text is another, or a stretch lies outside of it or holds no words.
    """
    plain, mark = without_mark(source)
    text, _ = without_mark(returned.text)
    ways = _ways(text, plain, returned, source)
    sent = {(start, end) for _, start, end in returned.origin.themes} if returned.origin else set()

    def kept(way: _Offset) -> int:
        return sum((way(c.start) + mark, way(c.end) + mark) in sent for c in returned.codings)

    way = max(ways, key=kept)
    placed = []
    for coding in returned.codings:
        start, end = (way(offset) + mark for offset in (coding.start, coding.end))
        words = source[start:end] if 0 <= coding.start < coding.end <= len(text) else ""
        if not words.strip():
            raise ReviewError(
                f"the coding of {coding.start} to {coding.end} holds no words of the text, "
                f"which has {len(text)} signs",
                where=coding.where,
                remedy="take it out in the tool and save the file anew",
            )
        start += len(words) - len(words.lstrip())
        end -= len(words) - len(words.rstrip())
        placed.append((coding, start, end))
    return placed


def _ways(text: str, plain: str, returned: Returned, source: str) -> list[_Offset]:
    """Return the ways in which offsets of the tool can be meant, the likeliest first."""
    if text == plain:
        return [lambda offset: offset]
    if _LINE_END.sub("\n", text) != _LINE_END.sub("\n", plain):
        hashes = [hashlib.sha256(t.encode(errors="replace")).hexdigest() for t in (text, source)]
        raise ReviewError(
            f"the text of {returned.document_id} is not the registered one: its SHA-256 is "
            f"{hashes[0]}, not {hashes[1]}",
            where=returned.where,
            remedy="code the text as exported, without editing it; where the plan was registered "
            "anew, export anew",
        )
    theirs, ours = ([*(m.start() for m in _SIGN.finditer(t)), len(t)] for t in (text, plain))
    last = len(ours) - 1
    return [
        lambda offset: ours[min(bisect_left(theirs, offset), last)],
        lambda offset: ours[max(0, min(offset, last))],
    ]
