"""Nothing in the project names a machine or a registry."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]

# Bytes, so that Parquet, pictures and stored notebook outputs are searched as well.
OF_ONE_MACHINE = re.compile(
    rb"""
      (?<![\w.~-]) / (?: home/\w | root/ | Users/\w | work/\w | tmp/\w | opt/\w | private/var/ )
    | [A-Za-z]:\\{1,2}Users\\
    | \b (?: pypi\.org | pythonhosted\.org | registry\.npmjs\.org | anaconda\.org )
    | \b (?: index-url | find-links | trusted-host ) \s* [=:\ ] \s* ["']? (?: https? | / )
    """,
    re.VERBOSE,
)


def project_files() -> list[Path]:
    """Return the files that git tracks, and those it would offer to add."""
    listing = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
    ).stdout
    paths = [ROOT / name.decode("utf-8") for name in listing.split(b"\0") if name]
    return [path for path in paths if path.is_file()]


def test_no_file_names_a_machine_or_a_registry():
    files = project_files()
    assert Path(__file__) in files
    found = {
        str(path.relative_to(ROOT)): match[0]
        for path in files
        if (match := OF_ONE_MACHINE.search(path.read_bytes()))
    }
    assert found == {}


@pytest.mark.parametrize(
    "parts",
    [
        ("/ho", "me/li/policytasks/data"),
        ("'/ro", "ot/x.csv'"),
        ("C:\\Use", "rs\\li"),
        ("file:///op", "t/wheels"),
        ("https://py", "pi.org/simple"),
        ("--index-", "url https://mirror.example/simple"),
        ("--find-", "links=/wheels"),
    ],
    ids="".join,
)
def test_names_of_machines_are_noticed(parts):
    assert OF_ONE_MACHINE.search("".join(parts).encode())


@pytest.mark.parametrize("text", ["data/home/x.csv", "https://example.org/tmp/x", "a/root/b"])
def test_other_paths_pass(text):
    assert not OF_ONE_MACHINE.search(text.encode())
