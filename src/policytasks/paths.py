"""Where a project keeps its sources, codebooks, tables and figures."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from policytasks.errors import CodebookError, RegistryError

__all__ = ["PathFinder"]

_REGISTRY = Path("data", "documents.csv")
_CODEBOOK = Path("data", "codebook")


@dataclass(frozen=True, slots=True)
class PathFinder:
    """The places of one project.

    Attributes
    ----------
    root
        The folder that holds ``data/documents.csv``; None outside a project,
        where only the codebook that came with the package can be found.
    """

    root: Path | None

    @classmethod
    def find(cls, start: Path | None = None) -> PathFinder:
        """Find the project around ``start``, by default the working directory.

        The nearest folder upwards that holds ``data/documents.csv`` is the
        project's root.
        """
        folder = (Path.cwd() if start is None else Path(start)).resolve()
        for root in (folder, *folder.parents):
            if (root / _REGISTRY).is_file():
                return cls(root)
        return cls(None)

    def _inside(self, *parts: str) -> Path:
        """Return a path below the root; RegistryError where there is no project."""
        if self.root is None:
            raise RegistryError(
                f"no {_REGISTRY.as_posix()} in this folder or one above it",
                where=str(Path.cwd()),
                remedy="change to a project's folder or name the files on the command line",
            )
        return self.root.joinpath(*parts)

    @property
    def documents_csv(self) -> Path:
        """The registry of documents."""
        return self._inside(*_REGISTRY.parts)

    @property
    def sources(self) -> Path:
        """The folder of the texts as published."""
        return self._inside("data", "sources")

    @property
    def tables(self) -> Path:
        """The folder of the built tables."""
        return self._inside("data", "tables")

    @property
    def figures(self) -> Path:
        """The folder of the drawn figures."""
        return self._inside("figures")

    @property
    def codebook(self) -> Path:
        """The folder of the codebooks: the project's own, else the package's.

        Raises
        ------
        CodebookError
            Neither exists.
        """
        if self.root is not None and (self.root / _CODEBOOK).is_dir():
            return self.root / _CODEBOOK
        # Only installed packages carry a copy, and the import is slow enough to
        # be worth avoiding where a project has its own.
        from importlib.resources import files

        packaged = Path(str(files("policytasks").joinpath(*_CODEBOOK.parts)))
        if packaged.is_dir():
            return packaged
        # A package that was installed from a checkout reads the checkout's.
        for parent in Path(__file__).resolve().parents:
            if (parent / _CODEBOOK).is_dir():
                return parent / _CODEBOOK
        raise CodebookError(
            f"no codebook: no project with {_CODEBOOK.as_posix()} around here, and none packaged",
            where=str(self.root or Path.cwd()),
            remedy="change to a project's folder or reinstall policytasks",
        )
