"""The rows that people coded by hand, and what was measured on plans of other places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from policytasks.paths import PathFinder

__all__ = ["CODED_FIELDS", "HandCodes", "load_hand_codes", "load_measured_elsewhere"]

CODED_FIELDS = {
    "documents": ("horizon_start", "horizon_end", "genre", "mandate"),
    "tasks": ("kind", "number", "title", "deadline", "ongoing"),
    "themes": ("theme_id",),
    "targets": (
        *("kind", "value", "value_high", "unit", "comparator", "deadline", "every"),
        *("period_start", "scope", "base", "mode", "baseline", "nature", "conditional"),
    ),
    "responsibilities": ("position", "agency", "role"),
    "citations": ("cited_title", "cited_number", "relation", "quote"),
}
"""What coders wrote down of each row, by table; of every unit and document, which it is."""

_FILES = {"documents": "document", "tasks": "units"}
_NO_CODES = pd.DataFrame({"task_id": [], "theme_id": []}, dtype="str")


@dataclass(frozen=True)
class HandCodes:
    """What coders wrote down of some documents; by default of none.

    Attributes
    ----------
    documents
        The documents that were coded.
    rows
        By table, the rows as text: ``document_id``, ``task_id`` (of tables of units) and
        `CODED_FIELDS`.
    """

    documents: tuple[str, ...] = ()
    rows: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    @property
    def themes(self) -> pd.DataFrame:
        """``task_id`` and ``theme_id`` of every code."""
        return self.rows.get("themes", _NO_CODES)[["task_id", "theme_id"]]


def load_hand_codes(directory: Path | None = None) -> HandCodes:
    """Read the hand-coded rows, none where there are none.

    Parameters
    ----------
    directory
        Folder with a folder a document, as its README tells; by default the project's
        ``data/reference``.
    """
    directory = directory or _folder()
    coded = sorted(file.parent for file in directory.glob("*/units.csv")) if directory else []
    if not coded:
        return HandCodes()
    rows = {
        table: pd.concat([_rows(folder, table) for folder in coded], ignore_index=True)
        for table in CODED_FIELDS
    }
    return HandCodes(tuple(folder.name for folder in coded), rows)


def load_measured_elsewhere(directory: Path | None = None) -> pd.DataFrame:
    """Read how far program and coders agreed on texts that are not in the repository.

    Returns
    -------
    DataFrame
        ``plan``, ``mended_by`` (whether rules were mended by it), ``table``, ``both``,
        ``program``, ``hand`` (rows of both, and of either); no row without the file.
    """
    directory = directory or _folder()
    file = directory / "elsewhere.csv" if directory else None
    if file is None or not file.exists():
        names = {"plan": "str", "mended_by": "bool", "table": "str"}
        counts = dict.fromkeys(("both", "program", "hand"), "int64")
        return pd.DataFrame(columns=[*names, *counts]).astype(names | counts)
    return pd.read_csv(file, dtype={"plan": "str", "table": "str"})


def _folder() -> Path | None:
    root = PathFinder.find().root
    return None if root is None else root / "data" / "reference"


def _rows(folder: Path, table: str) -> pd.DataFrame:
    """Read what was coded of one document for one table."""
    file = folder / f"{_FILES.get(table, table)}.csv"
    part = pd.read_csv(file, dtype="str", keep_default_na=False)
    part.insert(0, "document_id", folder.name)
    if "seq" in part:
        part["task_id"] = [f"{folder.name}:{int(seq):03d}" for seq in part["seq"]]
    names = [name for name in ("document_id", "task_id") if name in part]
    return part[[*names, *CODED_FIELDS[table]]]
