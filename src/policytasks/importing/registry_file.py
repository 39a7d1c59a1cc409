"""The registry as a file: rows are added and filled in, and all else stays byte for byte."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from policytasks.errors import RegistryError
from policytasks.files import what_is_no_file
from policytasks.importing.stored_files import store
from policytasks.registry import REGISTRY_COLUMNS, RegistryEntry, read_registry

__all__ = ["RegistryFile"]


@dataclass(slots=True)
class RegistryFile:
    """The registry as it was read: its bytes, its cells and its checked entries."""

    path: Path
    data: bytes
    columns: list[str]
    rows: list[dict[str, str]]
    entries: list[RegistryEntry]

    @classmethod
    def read(cls, path: Path) -> RegistryFile:
        """Read a registry; one that is not there yet has no entries."""
        if os.path.lexists(path) and not path.is_file():
            raise RegistryError(
                what_is_no_file(path), where=str(path), remedy="name another with --documents"
            )
        data = path.read_bytes() if path.is_file() else b""
        if data.decode("utf-8-sig", "replace").strip() in ("", ",".join(REGISTRY_COLUMNS)):
            return cls(path, data, list(REGISTRY_COLUMNS), [], [])
        entries: list[RegistryEntry] = []
        for entry in read_registry(path):
            if isinstance(entry, RegistryError):
                raise entry
            entries.append(entry)
        reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
        rows = list(reader)
        for row, entry in zip(rows, entries, strict=True):
            # A spreadsheet may have written them in its own way.
            row |= {
                name: day.isoformat()
                for name in ("issued", "published")
                if (day := getattr(entry, name))
            }
        return cls(path, data, list(reader.fieldnames or ()), rows, entries)

    def append(self, row: Mapping[str, str], files: Mapping[Path, bytes]) -> None:
        """Write a document's files, then the registry with its row, or nothing at all.

        What is there stays byte for byte.
        """
        head = "" if self.data.strip(b"\xef\xbb\xbf \r\n") else self._line(self._head())
        end = "" if not self.data or self.data.endswith((b"\n", b"\r")) else "\n"
        self._replace(self.data + (end + head + self._line(row)).encode(), files)

    def fill(self, entry: RegistryEntry, values: Mapping[str, str]) -> None:
        """Write the registry with values filled into an entry's row.

        What holds for a place goes into every row of the place.
        """
        of_place = {name: value for name, value in values.items() if name == "place_en"}
        for row, other in zip(self.rows, self.entries, strict=True):
            if other is entry:
                row.update(values)
            elif other.place_id == entry.place_id:
                row.update(of_place)
        # Excel puts the mark in front and needs it to know the file for UTF-8.
        mark = "\ufeff" if self.data.startswith(b"\xef\xbb\xbf") else ""
        lines = [self._line(row) for row in (self._head(), *self.rows)]
        self._replace((mark + "".join(lines)).encode(), {})

    def _head(self) -> dict[str, str]:
        return dict(zip(self.columns, self.columns, strict=True))

    def _line(self, row: Mapping[str, str]) -> str:
        line = io.StringIO()
        end = "\r\n" if b"\r\n" in self.data else "\n"
        writer = csv.DictWriter(line, self.columns, restval="", lineterminator=end)
        writer.writerow(row)
        return line.getvalue()

    def _replace(self, data: bytes, files: Mapping[Path, bytes]) -> None:
        now = self.path.read_bytes() if self.path.exists() else b""
        if now != self.data:
            raise RegistryError(
                "was changed by something else meanwhile",
                where=str(self.path),
                remedy="run the command again",
            )
        store({**files, self.path: data})
