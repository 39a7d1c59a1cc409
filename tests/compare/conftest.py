"""Two small plans, and a third without tasks, whose comparisons are worked by hand.

``east`` is a province with four tasks; ``west`` a city with three, an annex whose
rows restate the second, and one annex row of its own; ``void`` has only a duty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from types import SimpleNamespace

import pandas as pd
import pytest

from policytasks.codebook import Indicator, Theme

PLACES = {"e": "east", "w": "west", "v": "void"}

# task_id, kind, parent, characters of title and text
TASKS = [
    ("e:001", "objective", None, 50),
    ("e:002", "task", None, 100),
    ("e:003", "task", None, 200),
    ("e:004", "task", None, 100),
    ("e:005", "task", None, 100),
    ("w:001", "task", None, 100),
    ("w:002", "task", None, 100),
    ("w:003", "task", None, 200),
    ("w:004", "subtask", "w:002", 80),
    ("w:005", "subtask", "w:002", 40),
    ("w:006", "safeguard", None, 60),
    ("w:007", "subtask", None, 100),
    ("v:001", "duty", None, 30),
]
# task_id, theme_id, mentions
THEMES = [
    ("e:001", "care", 1),
    ("e:002", "care", 3),
    ("e:002", "home", 1),
    ("e:003", "care", 1),
    ("e:004", "home", 2),
    ("w:001", "care", 2),
    ("w:002", "home", 1),
    ("w:003", "meals", 4),
    ("w:004", "meals", 1),
    ("w:005", "home", 1),
    ("w:006", "governance", 1),
    ("v:001", "care", 1),
]
# task_id, agency, agency_id, role, level
RESPONSIBILITIES = [
    ("e:002", "省民政厅", "civil_affairs", "responsible", "province"),
    ("e:002", "省财政厅", "finance", "responsible", "province"),
    ("e:003", "省民政厅", "civil_affairs", "responsible", "province"),
    ("w:001", "市民政局", "civil_affairs", "lead", "prefecture"),
    ("w:001", "市财政局", "finance", "support", "prefecture"),
    ("w:001", "各区县政府", "local_government", "support", "county"),
    ("w:002", "市国土局", "natural_resources", "lead", "prefecture"),
    ("w:002", "市民政局", "civil_affairs", "support", "prefecture"),
    ("w:003", "市民政局", "civil_affairs", "lead", "prefecture"),
    ("w:003", "民政部门", "civil_affairs", "support", "other"),
    ("w:003", "某协会", None, "support", "other"),
    ("w:004", "市住建局", "housing", "lead", "prefecture"),
    ("w:004", "市财政局", "finance", "support", "prefecture"),
    ("w:005", "各区县政府", "local_government", "lead", "county"),
    ("v:001", "市民政局", "civil_affairs", "responsible", "prefecture"),
]
# target_id, kind, indicator_id, comparator, value, unit, scope, every, deadline, quote
TARGETS = [
    ("e:002:t1", "quantity", "bed_share", "=", 40, "%", "whole", None, "2021-12-31", "达到40%"),
    ("e:002:t2", "quantity", "bed_share", ">=", 55, "%", "whole", None, "2025-12-31", "达到55%"),
    ("e:003:t1", "milestone", None, None, None, None, "whole", None, "2022-12-31", "开展试点"),
    ("w:002:t1", "quantity", "bed_share", ">=", 90, "%", "whole", None, None, "占比90%以上"),
    ("w:002:t2", "norm", None, "=", 120, "万元", "whole", None, None, "补助120万元"),
    ("w:002:t3", "norm", None, "=", 120, "万元", "whole", None, None, "奖励120万元"),
    ("w:003:t1", "quantity", None, ">=", 500, "名", "each_county", "year", None, "每年500名"),
    ("w:003:t2", "quantity", None, "=", 4, "个", "耀州区", None, "2021-06-30", "耀州区4个"),
    ("w:004:t1", "quantity", "bed_share", ">=", 90, "%", "whole", None, "2021-12-31", "占90%"),
    ("w:004:t2", "quantity", None, "=", 50, "%", "whole", None, "2021-12-31", "覆盖率50%"),
    ("w:005:t1", "norm", None, "=", 120, "万元", "whole", None, None, "补助120万元"),
]
# task_id, money, check, quote
CLAUSES = [
    ("e:002", True, False, "给予建设补助"),
    ("w:001", False, True, "加强考核督查"),
    ("w:004", True, False, "给予运营补贴"),
]
DOCUMENTS = [("e", "province", "2021-11-25"), ("w", "prefecture", "2020-11-11")]
DOCUMENTS += [("v", "prefecture", "2022-01-06")]


def tasks_frame(rows: Iterable[tuple]) -> pd.DataFrame:
    """Return a tasks table; a third of each text is white space, which never counts."""
    frame = pd.DataFrame(rows, columns=["task_id", "kind", "parent_id", "characters"])
    frame = frame.assign(deadline=pd.NaT, deadline_text=None)
    frame["document_id"] = frame["task_id"].str.split(":").str[0]
    frame["place_id"] = frame["document_id"].map(PLACES)
    frame["title"] = ["题" if n % 20 == 0 else None for n in frame["characters"]]
    lengths = frame["characters"] - frame["title"].notna()
    frame["text"] = ["字" * int(n) + " \n\u3000" * int(n // 6) for n in lengths]
    return frame.drop(columns="characters")


def targets_frame(rows: Iterable[tuple]) -> pd.DataFrame:
    """Return a targets table."""
    columns = ["target_id", "kind", "indicator_id", "comparator", "value", "unit"]
    frame = pd.DataFrame(rows, columns=[*columns, "scope", "every", "deadline", "quote"])
    frame["task_id"] = frame["target_id"].str.rsplit(":", n=1).str[0]
    frame["deadline"] = pd.to_datetime(frame["deadline"])
    return frame.assign(indicator=None, value_high=float("nan"), base=None, mode=None)


def documents_frame(rows: Iterable[tuple]) -> pd.DataFrame:
    """Return a documents table."""
    frame = pd.DataFrame(rows, columns=["document_id", "level", "issued"])
    return frame.assign(issued=pd.to_datetime(frame["issued"]))


def indicator(id: str, unit: str, measure: str, basis: str, *, grows: bool = False) -> Indicator:
    """Return an indicator of the codebook."""
    return Indicator(
        id=id,
        zh=f"{id}的中文",
        en=f"{id} in English",
        unit=unit,
        units=(unit, f"万{unit}"),
        kinds=("quantity", "norm"),
        measure=measure,
        basis=basis,
        grows_with_place=grows,
        comparable=f"Note on {id}.",
        comparable_zh=f"{id}说明。",
        patterns=(id,),
        match=(),
    )


def theme(id: str, pattern: str) -> Theme:
    """Return a theme of the codebook."""
    texts = dict.fromkeys(("zh", "en", "definition", "definition_zh"), id)
    return Theme(id=id, **texts, patterns=(pattern,), match=(), no_match=())


def build_corpus() -> SimpleNamespace:
    """Return the tables of the three plans and the codebook's indicators."""
    return SimpleNamespace(
        tasks=tasks_frame(TASKS),
        themes=pd.DataFrame(THEMES, columns=["task_id", "theme_id", "mentions"]),
        responsibilities=pd.DataFrame(
            RESPONSIBILITIES, columns=["task_id", "agency", "agency_id", "role", "level"]
        ).assign(quote=lambda named: named["agency"]),
        targets=targets_frame(TARGETS),
        documents=documents_frame(DOCUMENTS),
        clauses=pd.DataFrame(CLAUSES, columns=["task_id", "money", "check", "quote"]),
        codebook_themes=(theme("care", "照护"), theme("meals", "助餐")),
        indicators=(
            indicator("bed_share", "%", "share", "stock"),
            indicator("beds", "张", "count", "stock", grows=True),
            indicator("beds_per_county", "张", "count", "stock"),
            indicator("land", "平方米", "density", "standard"),
            indicator("carers_trained", "名", "count", "yearly", grows=True),
        ),
    )


@pytest.fixture
def corpus() -> SimpleNamespace:
    """A corpus that a test may change."""
    return build_corpus()


@pytest.fixture(scope="session")
def make_corpus() -> Callable[[], SimpleNamespace]:
    return build_corpus


@pytest.fixture
def make_tasks() -> Callable[[Iterable[tuple]], pd.DataFrame]:
    return tasks_frame


@pytest.fixture
def make_targets() -> Callable[[Iterable[tuple]], pd.DataFrame]:
    return targets_frame


@pytest.fixture
def make_documents() -> Callable[[Iterable[tuple]], pd.DataFrame]:
    return documents_frame


@pytest.fixture(scope="session")
def cell() -> Callable[..., pd.Series]:
    """Return the one row of a frame that has the values given by column."""

    def row(frame: pd.DataFrame, **values: str) -> pd.Series:
        found = frame.loc[(frame[list(values)] == pd.Series(values)).all(axis=1)]
        assert len(found) == 1
        return found.iloc[0]

    return row
