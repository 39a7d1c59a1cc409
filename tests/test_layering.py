"""A module imports only from the floors below its own."""

from __future__ import annotations

import ast
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src"

# From the ground up. A package is one room: its own modules may import each other.
FLOORS = (
    {"errors", "files", "model", "rows", "version", "words"},
    {"entries", "paths", "schema", "sources", "workers"},
    {"datapackage", "patterns", "places"},
    {"agencies", "metadata", "questions", "roles"},
    {"codebook"},
    {"data_dictionary", "reading", "registry", "selection", "tables"},
    {"audit", "corrections", "documents", "evidence", "reference"},
    {"building", "corpus", "exporting", "importing"},
    {"compare"},
    {"figures", "review"},
    {"codebook_effect", "exchange", "explorer"},
    {"cli"},
    {"__init__", "__main__"},
)

# What is slow to import stays out of reading and building.
ROOMS_OF = {
    "pandas": {
        "audit",
        "codebook_effect",
        "reference",
        "compare",
        "corpus",
        "evidence",
        "explorer",
        "exporting",
        "figures",
        "review",
        "selection",
    },
    "matplotlib": {"figures"},
    "plotly": {"figures"},
}

# Where the name to import is not the name to install.
DISTRIBUTION_OF = {"PIL": "pillow", "docx": "python-docx", "pdfminer": "pdfminer-six"}

# Programs that a reader starts, and an engine that a caller hands in.
NEVER_IMPORTED = {"distributed", "jupyterlab", "nbval"}


def modules() -> dict[str, str]:
    """Return every module of the package: dotted name to source text."""
    return {
        ".".join(path.relative_to(SOURCE).with_suffix("").parts): path.read_text(encoding="utf-8")
        for path in sorted(SOURCE.rglob("*.py"))
    }


def imports(module: str, source: str) -> Iterator[str]:
    """Yield the dotted names that a module imports, wherever in it the import stands."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            # module is the file's own name, so one level up is its package.
            package = module.split(".")[: -node.level] if node.level else []
            base = ".".join([*package, *filter(None, [node.module])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def room(name: str) -> str | None:
    """Return the module or subpackage of policytasks that a dotted name lies in.

    A name of the package root itself, such as ``policytasks.load``, lies in
    ``__init__``; a name of another package in no room.
    """
    top, *rest = name.split(".")
    if top != "policytasks":
        return None
    known = set().union(*FLOORS)
    is_module = rest and (
        rest[0] in known
        or (SOURCE / "policytasks" / rest[0]).is_dir()
        or (SOURCE / "policytasks" / f"{rest[0]}.py").is_file()
    )
    return rest[0] if is_module else "__init__"


def floor(name: str) -> int:
    """Return the floor of a room, counted from 0; KeyError for one that has none."""
    for number, rooms in enumerate(FLOORS):
        if name in rooms:
            return number
    raise KeyError(f"{name} is on no floor: add it to FLOORS")


def violations(sources: dict[str, str]) -> list[tuple[str, str]]:
    """Return the pairs of a module and what it must not import."""
    found = []
    for module, source in sources.items():
        own = room(module)
        for name in imports(module, source):
            other = room(name)
            if other is None:
                allowed = own in ROOMS_OF.get(name.split(".")[0], {own})
            else:
                allowed = own == other or floor(other) < floor(own)
            if not allowed:
                found.append((module, name))
    return found


def test_every_module_has_a_floor():
    for module in modules():
        floor(room(module))


def test_modules_import_only_from_below():
    assert violations(modules()) == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("policytasks.errors", "from policytasks.codebook import Codebook"),
        ("policytasks.codebook", "import policytasks.reading.units"),
        ("policytasks.reading.units", "def f():\n    from policytasks.building import build"),
        ("policytasks.model", "from policytasks import errors"),
        ("policytasks.model", "from .errors import SourceError"),
        ("policytasks.reading.units", "from ..cli import main"),
        ("policytasks.corpus", "import policytasks"),
        ("policytasks.corpus", "from policytasks import load"),
        ("policytasks.building", "import pandas as pd"),
        ("policytasks.compare.theme_shares", "from matplotlib import pyplot"),
    ],
)
def test_import_from_above_is_noticed(module, source):
    assert [found for found, _ in violations({module: source})] == [module]


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("policytasks.reading.units", "from policytasks.reading.view import View"),
        ("policytasks.reading.units", "from . import view\nfrom ..model import Span"),
        ("policytasks.cli", "from policytasks import building, corpus"),
        ("policytasks.corpus", "import pandas as pd\nimport json"),
    ],
)
def test_import_from_below_passes(module, source):
    assert violations({module: source}) == []


def test_package_declares_what_it_imports_and_no_more():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    # What only development needs is not there where the package is installed.
    extras = project["optional-dependencies"]
    lines = [*project["dependencies"], *extras["import"], *extras["dask"]]
    declared = {canonicalize_name(Requirement(line).name) for line in lines}
    names = {name.split(".")[0] for item in modules().items() for name in imports(*item)}
    third_party = names - sys.stdlib_module_names - {"policytasks"}
    imported = {DISTRIBUTION_OF.get(name, canonicalize_name(name)) for name in third_party}
    assert imported == declared - NEVER_IMPORTED
