"""The tables keep their schema, on the way out and on the way in, and are replaced whole."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import policytasks.tables
from policytasks.errors import TableError
from policytasks.model import (
    Citation,
    Clause,
    Document,
    ParsedDocument,
    Responsibility,
    Span,
    Target,
    Task,
    ThemeCode,
)
from policytasks.schema import TABLES
from policytasks.tables import TableWriter, read_tables, tabulate, to_arrow
from policytasks.version import __version__

SOURCE = "一、发展助餐。到2025年 新建\n食堂20个。（市民政局牵头）"

# As the data contract has them.
CONTRACT = {
    "documents": "document_id place_id place_zh place_en level title number issuer issued "
    "published horizon_start horizon_end genre mandate source sha256 characters",
    "tasks": "task_id document_id place_id kind number section title text parent_id deadline "
    "deadline_text ongoing start end",
    "themes": "task_id theme_id document_id place_id mentions quote start end",
    "targets": "target_id task_id document_id place_id kind indicator indicator_id comparator "
    "value value_high unit scope period_start deadline deadline_text every base mode "
    "baseline nature conditional quote start end",
    "responsibilities": "task_id position document_id place_id agency agency_id role level basis "
    "quote start end",
    "clauses": "clause_id task_id document_id place_id money check quote start end",
    "citations": "citation_id document_id place_id cited_title cited_number relation quote "
    "start end",
}


def span(words: str) -> Span:
    start = SOURCE.index(words)
    return Span(start, start + len(words))


def a_document(document_id: str = "plan") -> Document:
    return Document(
        document_id=document_id,
        place_id="qinghe",
        place_zh="清河市",
        place_en=None,
        level="prefecture",
        title="方案",
        number=None,
        issuer=None,
        issued=date(2023, 3, 1),
        published=None,
        source=f"{document_id}.txt",
        sha256=hashlib.sha256(SOURCE.encode()).hexdigest(),
        characters=len(SOURCE),
    )


def a_target(**values) -> Target:
    words = "到2025年 新建\n食堂20个"
    known = {
        "kind": "quantity",
        "indicator": "新建食堂",
        "indicator_id": None,
        "comparator": "=",
        "value": 20.0,
        "value_high": None,
        "unit": "个",
        "scope": "whole",
        "period_start": None,
        "deadline": date(2025, 12, 31),
        "deadline_text": "到2025年",
        "every": None,
        "base": None,
        "mode": "reach",
        "baseline": None,
        "nature": None,
        "conditional": False,
        "span": span(words),
        "quote": "到2025年新建食堂20个",
    }
    return Target(**{**known, **values})


def a_theme(**values) -> ThemeCode:
    known = {"theme_id": "meals", "mentions": 2, "span": span("发展助餐"), "quote": "发展助餐"}
    return ThemeCode(**{**known, **values})


def a_responsibility(**values) -> Responsibility:
    known = {
        "agency": "市民政局",
        "agency_id": "civil_affairs",
        "role": "lead",
        "level": "prefecture",
        "basis": "statement",
        "span": span("市民政局"),
        "quote": "市民政局",
    }
    return Responsibility(**{**known, **values})


def a_task(**values) -> Task:
    known = {
        "kind": "task",
        "number": 1,
        "section": "一、任务",
        "title": "发展助餐",
        "text": "到2025年新建食堂20个。",
        "parent": None,
        "deadline": None,
        "deadline_text": None,
        "ongoing": False,
        "span": Span(0, len(SOURCE)),
        "responsibilities": (a_responsibility(),),
        "targets": (a_target(),),
        "themes": (a_theme(),),
        "clauses": (a_clause(),),
    }
    return Task(**{**known, **values})


def a_clause() -> Clause:
    return Clause(False, False, span("发展助餐"), "发展助餐")


def a_citation() -> Citation:
    return Citation("发展助餐", None, "mention", span("发展助餐"), "发展助餐")


def a_plan(*tasks: Task, document_id: str = "plan") -> ParsedDocument:
    return ParsedDocument(a_document(document_id), tasks or (a_task(),), (), (a_citation(),))


def write(folder: Path, *plans: ParsedDocument, codebook_digest: str = "c" * 64) -> None:
    with TableWriter(folder, codebook_digest=codebook_digest) as writer:
        for plan in plans:
            writer.add(tabulate(plan, SOURCE))
        writer.commit()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


# --- schema ---------------------------------------------------------------------


def test_columns_are_those_of_the_contract():
    found = {name: " ".join(table.columns) for name, table in TABLES.items()}
    # Who made a row stands in every table, after the columns of the contract.
    assert found == {name: f"{columns} origin" for name, columns in CONTRACT.items()}


def test_types_are_those_of_the_contract():
    category = pa.dictionary(pa.int32(), pa.string())
    types = {
        (name, field.name): field.type for name, table in TABLES.items() for field in table.arrow
    }
    assert {t for (_, name), t in types.items() if name.endswith("_id")} == {pa.string()}
    dates = ("issued", "published", "deadline", "period_start")
    assert {t for (_, name), t in types.items() if name in dates} == {pa.date32()}
    numbers = ("start", "end", "characters", "mentions", "position", "number")
    for (table, name), found in types.items():
        if name in numbers and (table, name) != ("documents", "number"):
            assert found == pa.int32(), name
    fixed = ("kind", "level", "comparator", "every", "mode", "nature", "role", "basis")
    assert {t for (_, name), t in types.items() if name in fixed} == {category}
    assert types["targets", "value"] == types["targets", "value_high"] == pa.float64()
    assert types["tasks", "ongoing"] == pa.bool_()


def test_every_table_and_column_is_described():
    for table in TABLES.values():
        assert table.description
        for field in table.arrow:
            assert field.metadata[b"description"], field.name


# --- rows -----------------------------------------------------------------------


def test_ids_and_positions_follow_reading_order():
    task = a_task(
        targets=(a_target(), a_target(kind="norm")),
        responsibilities=(a_responsibility(), a_responsibility(role="support")),
    )
    rows = tabulate(a_plan(a_task(), task), SOURCE)
    assert rows["tasks"]["task_id"] == ["plan:001", "plan:002"]
    assert rows["targets"]["target_id"] == ["plan:001:t1", "plan:002:t1", "plan:002:t2"]
    assert rows["responsibilities"]["position"] == [1, 1, 2]


def test_ids_of_more_than_999_tasks_sort_in_reading_order():
    ids = tabulate(a_plan(*[a_task()] * 1_001), SOURCE)["tasks"]["task_id"]
    assert len(set(ids)) == 1_001
    assert sorted(ids) == ids


def test_parent_becomes_the_id_of_the_task():
    rows = tabulate(a_plan(a_task(), a_task(kind="subtask", parent=0)), SOURCE)
    assert rows["tasks"]["parent_id"] == [None, "plan:001"]


def test_missing_text_and_source_are_null():
    plan = ParsedDocument(replace(a_document(), source=""), (a_task(text=""),), ())
    rows = tabulate(plan, SOURCE)
    assert rows["tasks"]["text"] == [None]
    assert rows["documents"]["source"] == [None]


@pytest.mark.parametrize(
    ("task", "said"),
    [
        (a_task(kind="chapter"), ["tasks, row 0 (plan:001)", "kind is 'chapter'", "'safeguard'"]),
        (a_task(number=-1), ["tasks", "number is -1"]),
        (a_task(number=10**30), ["tasks", "number"]),
        (a_task(title=""), ["tasks", "title is ''"]),
        (a_task(ongoing=None), ["tasks", "ongoing is None"]),
        (a_task(span=Span(5, 5)), ["tasks", "start must lie before end", "start 5, end 5"]),
        (a_task(span=Span(-3, 5)), ["tasks", "start is -3"]),
        (a_task(span=Span(0, 10_000)), ["tasks", "10000"]),
        (a_task(parent=0), ["tasks", "own parent"]),
        (a_task(deadline="2025"), ["tasks", "deadline is '2025'"]),
        (a_task(themes=(a_theme(quote=""),)), ["themes", "quote is ''"]),
        (a_task(themes=(a_theme(mentions=0),)), ["themes", "mentions is 0"]),
        (a_task(themes=(a_theme(), a_theme())), ["themes", "'meals'", "twice"]),
        (
            a_task(themes=(a_theme(quote="发展 助餐"),)),
            ["themes, row 0", "'发展 助餐' does not stand", "'发展助餐'"],
        ),
        (a_task(targets=(a_target(value=None),)), ["targets", "a milestone has no value"]),
        (a_task(targets=(a_target(kind="milestone"),)), ["targets", "a milestone has no value"]),
        (a_task(targets=(a_target(value=float("nan")),)), ["targets", "value is nan"]),
        (a_task(targets=(a_target(comparator="≥"),)), ["targets", "comparator is '≥'"]),
        (a_task(targets=(a_target(comparator="range"),)), ["targets", "a range has two values"]),
        (
            a_task(targets=(a_target(comparator="range", value_high=5.0),)),
            ["targets", "a range has two values", "value 20.0, value_high 5.0"],
        ),
        (a_task(targets=(a_target(value_high=25.0),)), ["targets", "a range has two values"]),
        (
            a_task(targets=(a_target(period_start=date(2026, 1, 1)),)),
            ["targets", "period_start must not lie after deadline"],
        ),
        (a_task(responsibilities=(a_responsibility(role="boss"),)), ["role is 'boss'", "'lead'"]),
        (a_task(responsibilities=(a_responsibility(agency=""),)), ["agency is ''"]),
    ],
    ids=lambda value: " ".join(value[:2]) if isinstance(value, list) else "",
)
def test_rows_that_break_the_schema_are_refused(task, said):
    with pytest.raises(TableError) as caught:
        tabulate(a_plan(task), SOURCE)
    assert caught.value.where == "plan.txt"
    for words in said:
        assert words in caught.value.problem


@pytest.mark.parametrize(
    "values",
    [
        {"sha256": "ABC"},
        {"document_id": "a:b"},
        {"level": "city"},
        {"published": date(2020, 1, 1)},
    ],
    ids=lambda values: next(iter(values)),
)
def test_documents_that_break_the_schema_are_refused(values):
    plan = ParsedDocument(replace(a_document(), **values), (a_task(),), ())
    with pytest.raises(TableError, match=r"documents, row 0"):
        tabulate(plan, SOURCE)


# --- files ----------------------------------------------------------------------


def test_what_is_written_is_read(tmp_path):
    tasks = [
        a_task(
            number=None if index % 2 else index,
            ongoing=index % 3 == 0,
            deadline=date(1960 + 10 * index, 12, 31) if index % 4 else None,
            targets=() if index % 5 else (a_target(value=-0.5, unit=None),),
        )
        for index in range(11)
    ]
    write(tmp_path, a_plan(*tasks))
    rows = tabulate(a_plan(*tasks), SOURCE)
    for name, table in read_tables(tmp_path).items():
        assert table.to_pydict() == rows[name]


def test_files_carry_descriptions_version_and_hashes(tmp_path):
    write(tmp_path, a_plan(), a_plan(document_id="other"))
    sha256 = hashlib.sha256(SOURCE.encode()).hexdigest()
    sources = hashlib.sha256(f"{sha256}  plan\n{sha256}  other\n".encode()).hexdigest()
    for name, table in TABLES.items():
        file = pq.ParquetFile(tmp_path / table.file_name)
        metadata = file.metadata.metadata
        assert metadata[b"description"].decode() == table.description
        assert metadata[b"policytasks_version"].decode() == __version__
        assert metadata[b"sources_sha256"].decode() == sources
        assert metadata[b"codebook_sha256"] == b"c" * 64
        for field in TABLES[name].arrow:
            stored = file.schema_arrow.field(field.name)
            assert stored.metadata[b"description"] == field.metadata[b"description"]
            assert stored.nullable == field.nullable


def test_files_do_not_depend_on_earlier_ones(tmp_path):
    write(tmp_path / "a", a_plan())
    write(tmp_path / "b", a_plan(document_id="other"))
    write(tmp_path / "b", a_plan())
    assert contents(tmp_path / "a") == contents(tmp_path / "b")


def test_row_groups_have_a_fixed_size(tmp_path, monkeypatch):
    monkeypatch.setattr(policytasks.tables, "_ROWS_PER_GROUP", 4)
    plans = [a_plan(*[a_task()] * 3, document_id=f"plan-{number}") for number in range(5)]
    write(tmp_path, *plans)
    groups = pq.ParquetFile(tmp_path / "tasks.parquet").metadata
    assert [groups.row_group(i).num_rows for i in range(groups.num_row_groups)] == [4, 4, 4, 3]
    assert read_tables(tmp_path)["tasks"].num_rows == 15


def test_tables_without_rows_can_be_read(tmp_path):
    write(tmp_path, a_plan(a_task(targets=(), themes=(), responsibilities=())))
    assert read_tables(tmp_path)["targets"].num_rows == 0


def changed(folder: Path, name: str, change) -> None:
    """Write a table anew with its rows and types changed, its metadata kept."""
    path = folder / f"{name}.parquet"
    with pq.ParquetFile(path) as file:
        table, metadata = file.read(), file.metadata.metadata
    kept = {key: value for key, value in metadata.items() if key != b"ARROW:schema"}
    pq.write_table(change(table).replace_schema_metadata(kept), path)


def with_column(table: pa.Table, name: str, values) -> pa.Table:
    index = table.schema.get_field_index(name)
    return table.set_column(index, name, values)


def with_category(table: pa.Table, name: str, value: str) -> pa.Table:
    return with_column(table, name, pa.array([value] * table.num_rows).dictionary_encode())


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("tasks", lambda t: t.drop_columns(["title"]), "no column title"),
        ("tasks", lambda t: with_column(t, "start", t["start"].cast("int64")), "int64, not int32"),
        ("tasks", lambda t: with_column(t, "kind", t["kind"].cast("string")), "kind is string"),
        ("tasks", lambda t: with_category(t, "kind", "chapter"), "row 0 (plan:001): kind"),
        ("tasks", lambda t: with_column(t, "end", t["start"]), "start must lie before end"),
        ("tasks", lambda t: pa.concat_tables([t, t]), "plan:001 occurs twice"),
        ("themes", lambda t: pa.concat_tables([t, t]), "plan:001, meals occurs twice"),
        ("themes", lambda t: with_column(t, "quote", pa.array([""])), "quote is ''"),
        ("themes", lambda t: with_column(t, "quote", pa.array([None], "string")), "quote is None"),
        (
            "targets",
            lambda t: with_column(
                with_column(t, "task_id", pa.array(["plan:009"])),
                "target_id",
                pa.array(["plan:009:t1"]),
            ),
            "task_id 'plan:009' is not in tasks.parquet",
        ),
        (
            "tasks",
            lambda t: with_column(t, "parent_id", pa.array(["plan:007"])),
            "parent_id 'plan:007' is not in tasks.parquet",
        ),
        ("targets", lambda t: with_column(t, "value", pa.array([1e400])), "value is inf"),
    ],
)
def test_faults_are_noticed_on_reading(tmp_path, name, change, said):
    write(tmp_path, a_plan())
    changed(tmp_path, name, change)
    with pytest.raises(TableError) as caught:
        read_tables(tmp_path)
    assert caught.value.where == str(tmp_path / f"{name}.parquet")
    assert said in caught.value.problem
    assert "policytasks build" in caught.value.remedy


def test_number_of_a_faulty_row_counts_from_the_first_of_the_table(tmp_path, monkeypatch):
    write(tmp_path, a_plan(*[a_task(themes=(), targets=(), responsibilities=())] * 9))
    ends = pa.array([30] * 7 + [0, 30], pa.int32())
    changed(tmp_path, "tasks", lambda table: with_column(table, "end", ends))
    monkeypatch.setattr(policytasks.tables, "_ROWS_PER_GROUP", 4)
    with pytest.raises(TableError, match=r"tasks, row 7 \(plan:008\)"):
        read_tables(tmp_path)


def test_missing_table_is_named(tmp_path):
    write(tmp_path, a_plan())
    (tmp_path / "themes.parquet").unlink()
    with pytest.raises(TableError, match=r"themes.parquet.*no such table.*policytasks build"):
        read_tables(tmp_path)


@pytest.mark.parametrize("data", [b"", b"not a table", b"PAR1" * 10])
def test_file_that_is_no_parquet_is_named(tmp_path, data):
    write(tmp_path, a_plan())
    (tmp_path / "themes.parquet").write_bytes(data)
    with pytest.raises(TableError, match=r"themes.parquet.*no readable Parquet"):
        read_tables(tmp_path)


def test_table_of_another_build_is_noticed(tmp_path):
    write(tmp_path / "a", a_plan())
    write(tmp_path / "b", a_plan(), codebook_digest="d" * 64)
    (tmp_path / "b" / "themes.parquet").replace(tmp_path / "a" / "themes.parquet")
    with pytest.raises(TableError, match=r"themes.parquet.*of another build"):
        read_tables(tmp_path / "a")


# --- replacing ------------------------------------------------------------------


def test_without_commit_nothing_changes(tmp_path):
    write(tmp_path, a_plan())
    before = contents(tmp_path)
    with TableWriter(tmp_path, codebook_digest="d" * 64) as writer:
        writer.add(tabulate(a_plan(document_id="other"), SOURCE))
    assert contents(tmp_path) == before


@pytest.mark.parametrize("name", ["write_table", "add_key_value_metadata"])
def test_failure_while_writing_leaves_the_old_tables(tmp_path, monkeypatch, name):
    write(tmp_path, a_plan())
    before = contents(tmp_path)

    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(pq.ParquetWriter, name, full)
        with pytest.raises(TableError, match=r"No space left on device.*make room"):
            write(tmp_path, a_plan(document_id="other"))
    assert contents(tmp_path) == before


def test_file_in_the_place_of_the_folder(tmp_path):
    (tmp_path / "tables").write_text("")
    with pytest.raises(TableError, match="cannot be written"):
        write(tmp_path / "tables", a_plan())


def test_earlier_of_two_builds_in_one_folder_says_so(tmp_path):
    with TableWriter(tmp_path, codebook_digest="c" * 64) as earlier:
        earlier.add(tabulate(a_plan(), SOURCE))
        write(tmp_path, a_plan(document_id="other"))
        with pytest.raises(TableError, match="at the same time"):
            earlier.commit()
    assert read_tables(tmp_path)["documents"]["document_id"].to_pylist() == ["other"]


class KilledError(BaseException):
    """What stops a process at once."""


def stop_at(step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a replacement take its first steps and be stopped at the next one."""
    steps = iter(range(step))

    def dying(act):
        def do(*arguments):
            if next(steps, None) is None:
                raise KilledError
            return act(*arguments)

        return do

    for name in ("rename", "replace"):
        monkeypatch.setattr(Path, name, dying(getattr(Path, name)))


FILES = {*(table.file_name for table in TABLES.values()), "datapackage.json"}


# The folder is renamed, then each of the files.
@pytest.mark.parametrize("step", range(len(FILES) + 1))
def test_replacement_stopped_at_any_step_leaves_old_or_new_tables(tmp_path, monkeypatch, step):
    write(tmp_path, a_plan(document_id="old"))
    with monkeypatch.context() as patched:
        stop_at(step, patched)
        with pytest.raises(KilledError):
            write(tmp_path, a_plan(document_id="new"))
    expected = "old" if step == 0 else "new"
    for table in read_tables(tmp_path).values():
        assert set(table["document_id"].to_pylist()) == {expected}
    write(tmp_path, a_plan(document_id="next"))
    assert set(contents(tmp_path)) == FILES


KILLED = """
import os, signal, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from test_tables import a_plan, write

def killed(*_):
    os.kill(os.getpid(), signal.SIGKILL)

setattr(Path, sys.argv[3], killed)
write(Path(sys.argv[2]), a_plan(document_id="new"))
"""


@pytest.mark.parametrize(("act", "expected"), [("rename", "old"), ("replace", "new")])
def test_process_killed_at_the_replacement_leaves_old_or_new_tables(tmp_path, act, expected):
    write(tmp_path, a_plan(document_id="old"))
    arguments = [Path(__file__).parent, tmp_path, act]
    killed = subprocess.run([sys.executable, "-c", KILLED, *arguments])
    assert killed.returncode < 0
    for table in read_tables(tmp_path).values():
        assert set(table["document_id"].to_pylist()) == {expected}
    write(tmp_path, a_plan(document_id="next"))
    assert set(contents(tmp_path)) == FILES


def test_next_build_clears_what_a_killed_one_left(tmp_path):
    left = tmp_path / ".unfinished-abc"
    left.mkdir()
    (left / "tasks.parquet").write_bytes(b"half")
    write(tmp_path, a_plan())
    assert not left.exists()


def test_categories_are_stored_in_their_order_whatever_comes_first():
    rows = tabulate(a_plan(a_task(kind="safeguard"), a_task(kind="objective")), SOURCE)
    kinds = to_arrow(TABLES["tasks"], rows["tasks"])["kind"].chunk(0)
    assert kinds.dictionary.to_pylist() == list(TABLES["tasks"].categories["kind"])
    assert kinds.to_pylist() == ["safeguard", "objective"]


def test_tables_refer_only_to_those_before_them():
    # So that rows can be checked as the tables are read, one after the other.
    names = list(TABLES)
    for name, table in TABLES.items():
        for target in table.references.values():
            assert names.index(target) <= names.index(name)
