"""Files of figures that are drawn no longer."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from policytasks.figures.page import PAGES
from policytasks.figures.registry import FIGURES, FORMER
from policytasks.figures.style import LANGUAGES

__all__ = ["Leftovers", "remove_leftovers"]

_FILE = re.compile(
    rf"""
    (?P<figure>[a-z][a-z_]*)                # target_calendar
    (?:\.(?:{"|".join(LANGUAGES)})          # target_calendar.en
       (?:\.(?:{"|".join(PAGES)}))?         # target_calendar.en.slide
       \.(?:png|svg|pdf|html)
    |\.csv)
    """,
    re.VERBOSE,
)


class Leftovers(NamedTuple):
    """What stood in a folder of figures and is drawn no longer.

    Attributes
    ----------
    removed
        Files of figures that earlier versions drew.
    unknown
        Files that are named like those of a figure, but of none that ever was: they stay.
    """

    removed: list[Path]
    unknown: list[Path]


def remove_leftovers(directory: Path) -> Leftovers:
    """Remove the files of figures that earlier versions drew, and name what nobody knows.

    Nothing is done to a file that is not named like one of a figure.
    """
    found = Leftovers([], [])
    for path in sorted(directory.iterdir()) if directory.is_dir() else []:
        named = _FILE.fullmatch(path.name)
        if named is None or named["figure"] in FIGURES or not path.is_file():
            continue
        if named["figure"] in FORMER:
            path.unlink()
            found.removed.append(path)
        else:
            found.unknown.append(path)
    return found
