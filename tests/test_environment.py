"""environment.yml offers what pyproject.toml asks for, and requirements.lock pins it."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[1]
PYPROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
ENVIRONMENT = (ROOT / "environment.yml").read_text(encoding="utf-8")
LOCKS = ("requirements.lock", "benchmarks/requirements.lock", "tests/mutants.lock")


def pyproject_ranges(pyproject: str) -> dict[str, SpecifierSet]:
    """Return what pyproject.toml asks for, with extras and groups: name to range.

    The group of ``make mutants`` is left out: it is installed by its own lock alone.
    """
    content = tomllib.loads(pyproject)
    project = content["project"]
    lists = [
        project["dependencies"],
        *project["optional-dependencies"].values(),
        *(names for group, names in content["dependency-groups"].items() if group != "mutants"),
    ]
    requirements = [Requirement(line) for names in lists for line in names]
    ranges = {canonicalize_name(each.name): each.specifier for each in requirements}
    assert len(ranges) == len(requirements), "a dependency is listed twice"
    return {"python": SpecifierSet(project["requires-python"])} | ranges


def conda_ranges(environment: str) -> dict[str, SpecifierSet]:
    """Return what environment.yml takes from conda: name to range."""
    lines = [each for each in yaml.safe_load(environment)["dependencies"] if isinstance(each, str)]
    pairs = [line.partition(" ")[::2] for line in lines]
    return {canonicalize_name(name): SpecifierSet(wanted) for name, wanted in pairs}


def disagreements(pyproject: str, environment: str) -> list[str]:
    """Return the names that only one side has, or that have another range on each."""
    asked = pyproject_ranges(pyproject)
    offered = conda_ranges(environment)
    names = asked.keys() | offered.keys()
    return sorted(name for name in names if asked.get(name) != offered.get(name))


def test_environment_and_pyproject_agree():
    assert disagreements(PYPROJECT, ENVIRONMENT) == []


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ('"pandas>=3,<4"', '"pandas>=3.1,<4"', "pandas"),
        ('"pandas>=3,<4"', '"pandas"', "pandas"),
        ('    "tqdm>=4.66,<5",\n', "", "tqdm"),
        ('"tqdm>=4.66,<5"', '"tqdm>=4.66,<5", "polars>=1"', "polars"),
        ('"hypothesis>=', '"hypothesis>', "hypothesis"),
        ('"jieba>=0.42.1,<0.43"', '"jieba"', "jieba"),
        ('requires-python = ">=3.11"', 'requires-python = ">=3.12"', "python"),
    ],
)
def test_change_in_pyproject_is_noticed(old, new, name):
    assert PYPROJECT.count(old) == 1
    assert disagreements(PYPROJECT.replace(old, new), ENVIRONMENT) == [name]


@pytest.mark.parametrize(
    ("old", "new", "name"),
    [
        ("- pandas >=3,<4\n", "- pandas >=3,<5\n", "pandas"),
        ("- pandas >=3,<4\n", "- pandas\n", "pandas"),
        ("  - tqdm >=4.66,<5\n", "", "tqdm"),
        ("- tqdm >=4.66,<5\n", "- tqdm >=4.66,<5\n  - polars >=1\n", "polars"),
        ("- distributed >=", "- distributed >", "distributed"),
        ("- python >=3.11\n", "- python >=3.10\n", "python"),
    ],
)
def test_change_in_environment_is_noticed(old, new, name):
    assert ENVIRONMENT.count(old) == 1
    assert disagreements(PYPROJECT, ENVIRONMENT.replace(old, new)) == [name]


def test_conda_takes_packages_from_conda_forge_and_this_package_from_the_checkout():
    environment = yaml.safe_load(ENVIRONMENT)
    assert environment["channels"] == ["conda-forge"]
    # Last, so that pip finds every dependency there already.
    assert environment["dependencies"][-1] == {"pip": ["--editable ."]}


def pins(lock: str) -> dict[str, tuple[str, str]]:
    """Return the entries of a lock: name to version and the rest of the entry."""
    entries = re.split(r"^(?=[^\s#])", lock, flags=re.MULTILINE)
    found = {}
    for entry in filter(str.strip, entries):
        match = re.match(r"([a-z0-9-]+)==(\S+)(.*)", entry, flags=re.DOTALL)
        assert match, f"neither a pin nor a comment: {entry.splitlines()[0]}"
        found[match[1]] = (match[2], match[3])
    return found


@pytest.mark.parametrize("name", LOCKS)
def test_lock_pins_with_hashes_and_names_no_place(name):
    lock = (ROOT / name).read_text(encoding="utf-8")
    for package, (_, rest) in pins(lock).items():
        assert "--hash=sha256:" in rest, package
    options = set(re.findall(r"(?:^|\s)(--?[a-z][a-z-]*)", lock))
    assert options == {"--hash"}
    assert "/" not in lock


def test_locks_hold_every_dependency_within_its_range():
    locked = {}
    for name in LOCKS:
        locked |= pins((ROOT / name).read_text(encoding="utf-8"))
    for name, wanted in pyproject_ranges(PYPROJECT).items():
        if name != "python":
            assert name in locked, f"{name} is not locked: run make lock"
            assert locked[name][0] in wanted, f"{name} {locked[name][0]} is not {wanted}"
