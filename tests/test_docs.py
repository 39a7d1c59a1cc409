"""What the README tells is what the program does."""

import re
from pathlib import Path

import pytest

from policytasks.cli import main
from policytasks.schema import TABLES

ROOT = Path(__file__).parents[1]
READMES = {name: (ROOT / name).read_text("utf-8") for name in ("README.md", "README.zh-CN.md")}


@pytest.mark.parametrize("readme", READMES.values(), ids=READMES)
def test_the_table_of_columns_is_the_schema(readme):
    told = {
        match[1]: tuple(match[2].split(", "))
        for match in re.finditer(r"^\| `(\w+)` \|[^|]+\| ([\w, ]+) \|$", readme, re.MULTILINE)
    }
    assert told == {name: tuple(table.columns) for name, table in TABLES.items()}


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
