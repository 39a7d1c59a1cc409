"""The notebooks' cells run in this process, on whatever corpus a test hands them."""

from __future__ import annotations

import ast
import json
from collections.abc import Callable, Iterable
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from IPython.display import Markdown

import policytasks as pt
from policytasks.figures import FigureSpec
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


class Run:
    """What a notebook showed, cell by cell, and the names that its cells left."""

    def __init__(self, sources: list[str], shown: list[Any], names: dict[str, Any]) -> None:
        self.sources, self.shown, self.names = sources, shown, names

    def computed_lines(self) -> list[str]:
        """Return the lines of Markdown that depend on the tables."""
        return [
            line
            for source, shown in zip(self.sources, self.shown, strict=True)
            if isinstance(shown, Markdown) and not _is_fixed(source)
            for line in shown.data.splitlines()
            if line
        ]

    def tables(self) -> list[pd.DataFrame]:
        return [shown for shown in self.shown if isinstance(shown, pd.DataFrame)]


def _is_fixed(source: str) -> bool:
    """Tell whether a cell shows words alone: Markdown(say("…", "…"))."""
    names = {node.id for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)}
    return names == {"Markdown", "say"} and 'f"' not in source


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Run]:
    """Return a function that runs a notebook on a corpus, in a language."""

    def run_notebook(
        notebook: Path,
        corpus: Any = None,
        lang: str = "en",
        hand: HandCodes | None = None,
        *,
        draw: bool = True,
    ) -> Run:
        if corpus is not None:
            monkeypatch.setattr(pt, "load", lambda: corpus)
        if hand is not None:
            monkeypatch.setattr("policytasks.reference.load_hand_codes", lambda: hand)
        if not draw:
            monkeypatch.setattr(FigureSpec, "show", lambda *_: None)
        switch, *cells = code_cells(notebook)
        names: dict[str, Any] = {}
        exec(switch, names)
        assert names["LANG"] == "en"
        names["LANG"] = lang
        return Run(cells, [shown_by(source, names) for source in cells], names)

    return run_notebook


# --- what a stranger may have -----------------------------------------------------


def plan(
    name: str,
    *,
    tasks: int = 4,
    place: str | None = "清河市",
    year: int | None = 2022,
    **words: bool,
) -> pt.Corpus:
    """Return a made-up plan that says only what it is asked to say."""
    says = {"themes": True, "targets": True, "agencies": True} | words
    lines = ["一、主要任务"]
    for number, ordinal in zip(range(tasks), "一二三四五六七八九十", strict=False):
        body = ["发展老年助餐", "培训养老护理员", "改造适老化住房", "建设护理型床位"]
        what = body[number % 4] if says["themes"] else "做好有关工作"
        text = f"（{ordinal}）{what}。认真组织，抓好落实。"
        if says["targets"]:
            text += f"{2023 + number % 3}年底前建成老年食堂{10 + number}个，护理型床位占比达到{50 + number}%。"
        if says["agencies"]:
            text += "（牵头单位：市民政局；配合单位：市财政局）"
        lines.append(text)
    return pt.parse(
        "\n".join(lines) if tasks else "本通知自印发之日起施行。",
        document_id=name,
        place_id=place and f"p{place}",
        place_zh=place,
        issued=year and date(year, 5, 1),
    )


def joined(plans: Iterable[pt.Corpus]) -> pt.Corpus:
    """Return several corpora of one text each as one."""
    plans = list(plans)
    tables = {
        name: pa.concat_tables([plan._arrow[name] for plan in plans]) for name in plans[0]._arrow
    }
    of_document = {plan.documents["document_id"][0]: plan for plan in plans}
    return pt.Corpus(lambda: tables, lambda id: of_document[id].source(id))


STRANGERS = {
    "one": lambda: joined([plan("one")]),
    "two of one place and year": lambda: joined([plan("first"), plan("second", tasks=7)]),
    "thirteen": lambda: joined(
        plan(f"d{n}", place=f"{'甲乙丙丁戊己庚'[n % 7]}河市", year=2015 + n % 9, tasks=3 + n % 6)
        for n in range(13)
    ),
    "each lacks something": lambda: joined(
        [
            plan("a", themes=False),
            plan("b", place="甲河市", targets=False, year=None),
            plan("c", place=None, agencies=False),
        ]
    ),
    "nothing but tasks": lambda: joined(
        [plan("a", themes=False, targets=False, agencies=False), plan("b", tasks=0)]
    ),
    "no tasks": lambda: joined([plan("a", tasks=0)]),
}


@pytest.fixture(params=list(STRANGERS))
def strangers(request: pytest.FixtureRequest) -> pt.Corpus:
    """A stranger's corpus of made-up plans, each lacking something."""
    return made_up(request.param)


@cache
def made_up(name: str) -> pt.Corpus:
    return STRANGERS[name]()
