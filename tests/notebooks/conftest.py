"""The notebooks' cells run in this process, on whatever corpus a test hands them."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import policytasks as pt
from policytasks.reference import HandCodes


def code_cells(notebook: Path) -> list[str]:
    """Return the source of each code cell."""
    cells = json.loads(notebook.read_text("utf-8"))["cells"]
    return ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]


def shown_by(source: str, names: dict[str, Any]) -> Any:
    """Run one cell and return what its last line shows, None where it shows nothing."""
    tree = ast.parse(source)
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), names)
    return eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last else None


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[Any]]:
    """Return a function that runs a notebook and returns what each cell shows."""

    def run_notebook(
        notebook: Path,
        corpus: pt.Corpus | None = None,
        lang: str = "en",
        hand: HandCodes | None = None,
    ) -> list[Any]:
        if corpus is not None:
            monkeypatch.setattr(pt, "load", lambda: corpus)
        if hand is not None:
            monkeypatch.setattr("policytasks.reference.load_hand_codes", lambda: hand)
        switch, *cells = code_cells(notebook)
        names: dict[str, Any] = {}
        exec(switch, names)
        assert names["LANG"] == "en"
        names["LANG"] = lang
        return [shown_by(source, names) for source in cells]

    return run_notebook
