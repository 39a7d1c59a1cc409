"""What decisions do to each other and to the rows that depend on theirs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from policytasks.codebook import load_codebook
from policytasks.corrections import Correction, CorrectionCells, apply_corrections
from policytasks.documents import describe
from policytasks.errors import CorrectionError
from policytasks.reading import read
from policytasks.tables import tabulate

ROOT = Path(__file__).parents[2]
CODEBOOK = load_codebook(ROOT / "data" / "codebook")

PLAN = """清河市养老服务工作方案
一、重点任务
（一）发展老年助餐服务。2025年年底前，新建社区食堂20个，覆盖率达到80%以上。（牵头单位：市民政局，配合单位：市财政局）
（二）改造老旧小区。2024年新建社区食堂20个，2024年新建社区食堂20个。培训养老护理员。（责任单位：市民政局）
附件
重点任务清单
序号 | 重点任务 | 具体措施 | 责任单位 | 完成时限
1 | 发展老年助餐服务 | 新建社区食堂20个 | 市民政局 | 2025年12月
"""
MEALS = "（一）发展老年助餐服务"
HOMES = "（二）改造老旧小区"


@pytest.fixture(scope="module")
def tables():
    document = describe(PLAN, document_id="plan", issued=date(2023, 3, 1))
    return tabulate(read(PLAN, document, CODEBOOK), PLAN)


def cells(action: str, table: str, **given) -> CorrectionCells:
    known = {"document_id": "plan", "unit": MEALS, "quote": "", "start": "", "key": ""}
    known |= {"field": "", "old": "", "new": "", "who": "li", "when": "2026-03-01", "why": "w"}
    if table in ("tasks", "citations", "documents"):
        known["unit"] = ""
    return CorrectionCells.model_validate({**known, "action": action, "table": table, **given})


def decisions(*several: CorrectionCells) -> list[Correction]:
    return [Correction.of(c, CODEBOOK, f"c.csv, line {n}") for n, c in enumerate(several, 2)]


@pytest.fixture
def apply(tables):
    def run(*several: CorrectionCells):
        return apply_corrections(tables, PLAN, decisions(*several), CODEBOOK)

    return run


def rows(applied, table: str, **values) -> list[dict]:
    columns = applied.tables[table]
    found = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    return [row for row in found if all(row[name] == value for name, value in values.items())]


EIGHTY = {"quote": "覆盖率达到80%以上", "key": "value=80"}


def the_rate(tables) -> dict:
    """Point at the target of 80 %, whatever words reading quotes."""
    (quote,) = [
        q
        for q, v in zip(tables["targets"]["quote"], tables["targets"]["value"], strict=True)
        if v == 80
    ]
    return {"quote": quote, "key": "value=80"}


def change(tables, old: str, new: str, field: str = "value") -> CorrectionCells:
    return cells("change", "targets", **the_rate(tables), field=field, old=old, new=new)


def test_fields_of_one_row_are_changed_apart(apply, tables):
    applied = apply(change(tables, "80", "85"), change(tables, "", "binding", "nature"))
    (row,) = rows(applied, "targets", origin="corrected")
    assert (row["value"], row["nature"]) == (85, "binding")
    assert applied.counts == {"corrected": 1} and not applied.unplaced


@pytest.mark.parametrize("order", [1, -1])
def test_a_later_decision_builds_on_an_earlier_one(apply, tables, order):
    applied = apply(*[change(tables, "80", "85"), change(tables, "85", "90")][::order])
    (row,) = rows(applied, "targets", origin="corrected")
    assert row["value"] == 90 and not applied.unplaced


def test_two_people_may_decide_the_same(apply, tables):
    applied = apply(change(tables, "80", "85"), change(tables, "80", "85"))
    assert len(rows(applied, "targets", value=85)) == 1 and not applied.unplaced
    theme = cells("add", "themes", quote="新建社区食堂20个", new="theme_id=market")
    applied = apply(theme, theme)
    assert len(rows(applied, "themes", origin="added")) == 1 and not applied.unplaced


@pytest.mark.parametrize("order", [1, -1])
@pytest.mark.parametrize(
    "pair",
    [
        lambda t: (change(t, "80", "85"), change(t, "80", "90")),
        lambda t: (change(t, "80", "85"), cells("delete", "targets", **the_rate(t))),
        lambda t: (cells("delete", "tasks", quote=MEALS), change(t, "80", "85")),
        lambda t: (
            cells("delete", "tasks", quote=MEALS),
            cells("add", "themes", quote="社区食堂", new="theme_id=market"),
        ),
        lambda t: (
            cells("add", "themes", quote="社区食堂", new="theme_id=market"),
            cells("add", "themes", quote="社区食堂", new="theme_id=market; mentions=2"),
        ),
        lambda t: (
            cells("add", "themes", quote="社区食堂", new="theme_id=market"),
            cells("delete", "themes", quote="社区食堂", key="theme_id=market"),
        ),
    ],
)
def test_decisions_that_contradict_each_other_are_both_named(apply, tables, pair, order):
    with pytest.raises(CorrectionError) as error:
        apply(*pair(tables)[::order])
    assert "c.csv, line 2" in str(error.value) and "c.csv, line 3" in str(error.value)


def test_a_deleted_unit_takes_its_rows_with_it(apply, tables):
    (unit,) = rows(apply(), "tasks", title="发展老年助餐服务", kind="task")
    (annex,) = rows(apply(), "tasks", kind="subtask")
    assert annex["parent_id"] == unit["task_id"]
    dependents = sum(
        table[column].count(unit["task_id"])
        for name, table in tables.items()
        for column in ["task_id"]
        if name != "tasks" and column in table
    )
    applied = apply(cells("delete", "tasks", quote=MEALS))
    assert applied.counts == {
        "deleted": 1,
        "deleted with their unit": dependents,
        "corrected": 1,
    }
    for name in ("tasks", "themes", "targets", "responsibilities", "clauses"):
        assert not rows(applied, name, task_id=unit["task_id"])
    # The others keep their ids; the annex row has lost its parent.
    (orphan,) = rows(applied, "tasks", task_id=annex["task_id"])
    assert orphan["parent_id"] is None and orphan["origin"] == "corrected"


def test_agencies_are_counted_anew(apply):
    applied = apply(cells("delete", "responsibilities", quote="市民政局", key="role=lead"))
    assert [(r["agency"], r["position"]) for r in rows(applied, "responsibilities")][:1] == [
        ("市财政局", 1)
    ]


def test_an_added_unit_has_its_own_rows_and_others_keep_their_ids(apply, tables):
    words = "一、重点任务"
    applied = apply(
        cells("add", "themes", unit="一、重点", quote="重点任务", new="theme_id=governance"),
        cells("add", "tasks", quote=words, new="kind=principle; section=; title=重点任务"),
    )
    (unit,) = rows(applied, "tasks", origin="added")
    assert applied.tables["tasks"]["task_id"] == ["plan:000-1", *tables["tasks"]["task_id"]]
    assert (unit["number"], unit["title"], unit["text"]) == (1, "重点任务", None)
    (theme,) = rows(applied, "themes", origin="added")
    assert theme["task_id"] == unit["task_id"] and theme == rows(applied, "themes")[0]


def test_a_unit_can_be_cut_in_two(apply, tables):
    whole = PLAN[PLAN.index("（二）改造") : PLAN.index("附件")].strip()
    first, comma, second = whole.partition("，")
    add = {"new": "kind=task; section=一、重点任务"}
    applied = apply(
        cells("delete", "tasks", quote=HOMES),
        cells("add", "tasks", quote=second, **add),
        cells("add", "tasks", quote=first, **add),
    )
    assert not applied.unplaced and comma
    added = rows(applied, "tasks", origin="added")
    (task_id,) = [r["task_id"] for r in rows(apply(), "tasks", title="改造老旧小区")]
    assert [unit["text"][:6] for unit in added] == ["改造老旧小区", "2024年新"]
    assert {unit["task_id"] for unit in added} == {f"{task_id}-1", f"{task_id}-2"}
    assert rows(applied, "tasks") == sorted(rows(applied, "tasks"), key=lambda u: u["start"])


def test_a_unit_is_not_added_over_one_that_stays(apply):
    add = {"new": "kind=task; section="}
    applied = apply(cells("add", "tasks", quote="2024年新建社区食堂20个。", **add))
    assert "nothing deletes it" in applied.unplaced[0].reason


def test_a_parent_is_named_by_its_words(apply):
    (homes,) = rows(apply(), "tasks", title="改造老旧小区")
    (annex,) = rows(apply(), "tasks", kind="subtask")
    opening = "".join(PLAN[annex["start"] : annex["end"]].split())[:20]
    applied = apply(
        cells("change", "tasks", quote=opening, field="parent_id", old=MEALS, new=HOMES)
    )
    (moved,) = rows(applied, "tasks", kind="subtask")
    assert moved["parent_id"] == homes["task_id"] and not applied.unplaced


def test_words_that_stand_twice_in_a_unit_are_told_by_the_offset(apply):
    first = PLAN.index("2024年新建")
    second = PLAN.index("2024年新建", first + 1)
    for start, near in ((first, first), (second + 3, second)):
        applied = apply(
            cells(
                *("add", "themes"),
                **{"unit": HOMES, "quote": "2024年新建", "new": "theme_id=market"},
                start=str(start),
            )
        )
        (row,) = rows(applied, "themes", origin="added")
        assert row["start"] == near
    applied = apply(cells("add", "themes", unit=HOMES, quote="2024年新建", new="theme_id=market"))
    assert "stand 2 times" in applied.unplaced[0].reason


def test_another_unit_with_the_same_words_is_left_alone(apply):
    # The body's agency is a lead; the annex row names it too, without that split.
    applied = apply(cells("delete", "responsibilities", quote="市民政局", key="role=support"))
    assert "has no such row" in applied.unplaced[0].reason
    assert applied.counts == {}


def test_a_value_that_is_read_otherwise_now_is_not_overwritten(apply, tables):
    (left,) = apply(change(tables, "70", "85")).unplaced
    assert left.reason == "value is '80' now, not '70'"
    (left,) = apply(change(tables, "70", "80")).unplaced
    assert left.reason == "the program reads '80' by itself now"
    (left,) = apply(cells("add", "responsibilities", quote="市财政局", new="role=support")).unplaced
    assert "the program reads such a row" in left.reason


def test_values_that_do_not_go_together_are_refused(apply, tables):
    with pytest.raises(CorrectionError, match=r"line 2: .*a range has two values"):
        apply(change(tables, ">=", "range", "comparator"))
    one, other = rows(apply(), "themes", task_id="plan:002")
    with pytest.raises(CorrectionError, match="line 2: gives themes a second row"):
        apply(
            cells(
                *("change", "themes"),
                unit=HOMES,
                quote=one["quote"],
                field="theme_id",
                old=one["theme_id"],
                new=other["theme_id"],
            )
        )
