"""A stranger's own plans: whatever he has, every notebook runs, in either language."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

import policytasks as pt
from policytasks.reference import HandCodes

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
NO_HAND_CODES = HandCodes((), pt.load().themes.iloc[:0][["task_id", "theme_id"]])


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


CORPORA = {
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


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.parametrize("name", CORPORA)
def test_every_notebook_runs(run, name, notebook):
    lang = "zh" if sorted(CORPORA).index(name) % 2 else "en"
    with warnings.catch_warnings():
        # A warning would show in the notebook.
        warnings.simplefilter("error")
        run(notebook, CORPORA[name](), lang, NO_HAND_CODES)
