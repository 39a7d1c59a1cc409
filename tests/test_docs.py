"""What the README tells is what the program does."""

import ast
import csv
import re
from pathlib import Path

import pytest

from policytasks.cli import main
from policytasks.codebook import load_codebook
from policytasks.schema import TABLES

ROOT = Path(__file__).parents[1]
READMES = {name: (ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh-CN.md")}


@pytest.mark.parametrize("readme", READMES.values(), ids=READMES)
def test_the_tables_named_are_those_of_the_schema(readme):
    assert re.findall(r"^\| `(\w+)` \|[^|]+\|$", readme, re.MULTILINE) == list(TABLES)


# Promised for an issue to come: how binding a clause is.
NOT_YET_BUILT = {("clauses", "tone")}


def test_the_contract_names_the_columns_of_the_schema():
    """The tables may have more columns than promised, never fewer or in another order."""
    contract = (ROOT / "docs" / "data-contract.md").read_text("utf-8")
    promised = {}
    for match in re.finditer(r"^`(\w+)`(?: \([^)]*\))?: (.+)$", contract, re.MULTILINE):
        without_asides = re.sub(r"\([^)]*\)", "", match[2])
        promised[match[1]] = re.findall(r"\w+(?=\*|,| |$)", without_asides)
    built = {name: list(table.columns) for name, table in TABLES.items()}
    for name, columns in promised.items():
        if name in built:
            due = [column for column in columns if (name, column) not in NOT_YET_BUILT]
            assert [column for column in built[name] if column in columns] == due


def test_the_themes_of_the_manual_are_in_the_codebook():
    """A researcher may add themes; those that the manual defines stay what they are."""
    manual = (ROOT / "docs" / "coding-manual.md").read_text("utf-8")
    section = manual.split("## 5. Themes")[1].split("\n## ")[0]
    told = re.findall(r"^\| (\w+) \| (\S+) \|", section, re.MULTILINE)[1:]
    codebook = load_codebook(ROOT / "data" / "codebook")
    assert len(told) > 20
    assert set(told) <= {(theme.id, theme.zh) for theme in codebook.themes}


def test_the_manual_names_the_registered_documents():
    manual = (ROOT / "docs" / "coding-manual.md").read_text("utf-8")
    with open(ROOT / "data" / "documents.csv", encoding="utf-8-sig", newline="") as file:
        registered = [row["document_id"] for row in csv.DictReader(file)]
    assert set(re.findall(r"^\| ([\w-]+-\d{4}-\d+) \|", manual, re.MULTILINE)) <= set(registered)


@pytest.mark.parametrize("readme", READMES.values(), ids=READMES)
def test_what_the_readme_points_to_exists(readme):
    for target in re.findall(r"\]\(([^)]+)\)", readme):
        assert (ROOT / target).exists(), f"{target}: run make, or mend the README"


@pytest.mark.parametrize("readme", READMES.values(), ids=READMES)
def test_commands_of_the_readme_are_commands(readme, capsys):
    commands = set(re.findall(r"^\.venv/bin/policytasks (\w+)", readme, re.MULTILINE))
    assert commands
    for command in commands:
        with pytest.raises(SystemExit) as done:
            main([command, "--help"])
        assert done.value.code == 0
    capsys.readouterr()


def test_both_readmes_show_the_same_commands():
    blocks = [re.findall(r"```\w*\n(.*?)```", text, re.DOTALL) for text in READMES.values()]
    code = [[re.sub(r"\s*#.*", "", block) for block in found] for found in blocks]
    assert code[0] == code[1]


CONTRIBUTING = (ROOT / "docs" / "contributing.md").read_text("utf-8")


def test_the_walk_names_functions_that_exist():
    steps = re.findall(r"^\| \d \| `([\w/]+\.py)`: `(\w+)` \|", CONTRIBUTING, re.MULTILINE)
    assert 3 <= len(steps) <= 6
    for path, function in steps:
        tree = ast.parse((ROOT / "src" / "policytasks" / path).read_text("utf-8"))
        assert function in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}


def test_the_files_that_contributing_names_exist():
    for path in re.findall(r"`((?:data|docs|src|tests|notebooks)/[\w/.-]+)`", CONTRIBUTING):
        assert (ROOT / path).exists() or "NN_" in path, path
