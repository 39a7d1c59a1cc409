"""No file and no function grows past what a reader takes in at once."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src"
MODULES = sorted(SOURCE.rglob("*.py"))
LONGEST_FILE = 430
LONGEST_FUNCTION = 60
LONGEST_PATTERN = 80


def ids(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_files_are_short(path):
    assert len(path.read_text(encoding="utf-8").splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_functions_are_short(path):
    lengths = {
        node.name: node.end_lineno - node.lineno + 1
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    }
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FUNCTION} == {}


def patterns(tree: ast.AST):
    """Yield line, text and verbosity of every pattern that a module compiles."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "re.compile":
            pattern, *flags = [*node.args, *(keyword.value for keyword in node.keywords)]
            constants = [
                part.value
                for part in ast.walk(pattern)
                if isinstance(part, ast.Constant) and isinstance(part.value, str)
            ]
            is_verbose = any("VERBOSE" in ast.unparse(flag) for flag in flags)
            yield node.lineno, "".join(constants), is_verbose


@pytest.mark.parametrize("path", MODULES, ids=ids)
def test_long_patterns_are_verbose_and_commented(path):
    """A pattern longer than 80 signs is set in lines with examples beside them."""
    found = patterns(ast.parse(path.read_text(encoding="utf-8")))
    unexplained = [
        line
        for line, text, is_verbose in found
        if len(text) > LONGEST_PATTERN and not (is_verbose and "#" in text)
    ]
    assert unexplained == []
