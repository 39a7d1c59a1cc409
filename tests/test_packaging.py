"""An installed package works away from the checkout."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def installed(tmp_path_factory) -> Path:
    """Return a folder into which the package's wheel has been unpacked."""
    wheels = tmp_path_factory.mktemp("wheels")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", wheels],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    (wheel,) = wheels.glob("*.whl")
    folder = tmp_path_factory.mktemp("installed")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def run(installed: Path, code: str, folder: Path) -> str:
    """Run code with the installed package, from a folder that is no checkout."""
    environment = os.environ | {"PYTHONPATH": str(installed)}
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env=environment,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.strip()


def test_wheel_carries_the_codebook_the_font_the_words_and_the_templates(installed):
    package = installed / "policytasks"
    codebook = ROOT / "data" / "codebook"
    assert {path.name for path in (package / "data" / "codebook").iterdir()} == {
        path.name for path in codebook.iterdir()
    }
    fonts = {path.name for path in (package / "fonts").iterdir()}
    assert {"NotoSansSCSubset-Regular.ttf", "OFL.txt"} <= fonts
    words = {path.name for path in package.rglob("*") if path.suffix in (".csv", ".toml")}
    assert {"captions.toml", "labels.csv", "terms.csv", "words.csv"} <= words
    templates = {path.name for path in (package / "figures" / "templates").iterdir()}
    assert templates == {"gallery.html", "interactive.html", "page.html"}
    licenses = {path.name for path in installed.glob("*.dist-info/licenses/**/*")}
    assert {"LICENSE", "OFL.txt"} <= licenses


def test_codebook_is_found_away_from_the_checkout(installed, tmp_path):
    code = "from policytasks.paths import PathFinder; print(PathFinder.find().codebook)"
    assert Path(run(installed, code, tmp_path)) == installed / "policytasks" / "data" / "codebook"


def test_citation_and_changelog_name_the_version(installed):
    (dist_info,) = installed.glob("*.dist-info")
    version = re.search(r"^Version: (.+)$", (dist_info / "METADATA").read_text("utf-8"), re.M)[1]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert citation["version"] == version
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## \[(.+?)\]", changelog, re.M)
    assert headings[0] == "Unreleased"
    # The first release is prepared under Unreleased.
    assert headings[1:2] in ([version], [])
