"""The rows that people coded by hand, beside those of the program."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from policytasks.paths import PathFinder

__all__ = ["HandCodes", "load_hand_codes"]


class HandCodes:
    """The themes that coders gave to the units of some documents.

    Attributes
    ----------
    documents
        The documents that were coded.
    themes
        ``task_id`` and ``theme_id`` of every code.
    """

    def __init__(self, documents: tuple[str, ...], themes: pd.DataFrame) -> None:
        self.documents = documents
        self.themes = themes


def load_hand_codes(directory: Path | None = None) -> HandCodes:
    """Read the hand-coded themes, none where there are none.

    Parameters
    ----------
    directory
        Folder with a folder a document, each with ``themes.csv`` (the unit's place in
        the document, and a theme); by default the project's.
    """
    if directory is None:
        root = PathFinder.find().root
        directory = None if root is None else root / "tests" / "expected"
    files = sorted(directory.glob("*/themes.csv")) if directory else []
    parts = [pd.read_csv(file, dtype={"theme_id": "str"}) for file in files]
    frames = [
        pd.DataFrame(
            {
                "task_id": [f"{file.parent.name}:{seq:03d}" for seq in part["seq"]],
                "theme_id": part["theme_id"],
            }
        )
        for file, part in zip(files, parts, strict=True)
    ]
    nothing = pd.DataFrame({"task_id": [], "theme_id": []}, dtype="str")
    themes = pd.concat(frames, ignore_index=True) if frames else nothing
    return HandCodes(tuple(file.parent.name for file in files), themes)
