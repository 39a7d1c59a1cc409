"""A sample is drawn alike each time and written as a sheet that comes back filled in."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from openpyxl import load_workbook

from policytasks.codebook import load_codebook
from policytasks.corrections import write_cells
from policytasks.errors import ReviewError
from policytasks.review import draw, read_answers, read_sample, sheet_of, write_sample, write_sheets
from policytasks.review.answers import COLUMNS, AnswerCells
from policytasks.review.samples import REVIEWED
from tests.review.conftest import DATA, answer

CODEBOOK = load_codebook(DATA / "codebook")


@pytest.fixture
def sample(rows, texts):
    return draw(rows, texts, "targets", n=30, units=10, seed=7)


def fill_in(file, rows=(), units=(), missed=()):
    """Write answers into the workbook as a person would: every row right but those given."""
    book = load_workbook(file)
    for name, answers in (("rows", dict(rows)), ("units", dict(units))):
        sheet = book[name]
        columns = {cell.value: cell.column for cell in sheet[1]}
        usual = {"verdict": "right"} if name == "rows" else {"wrong": 0, "missed": 0}
        for line in range(2, sheet.max_row + 1):
            number = sheet.cell(line, 1).value
            for column, value in answers.get(number, usual).items():
                sheet.cell(line, columns[column], value)
    for line, cells in enumerate(missed, 2):
        for column, value in enumerate(cells, 1):
            book["missed"].cell(line, column, value)
    book.save(file)


def test_every_stratum_is_in_the_sample_and_no_row_twice(sample, rows):
    assert len(sample.rows) == 30 and len(sample.units) == 10
    assert sum(sample.strata.values()) == len(rows["targets"])
    drawn = Counter(row.stratum for row in sample.rows)
    assert set(drawn) == set(sample.strata)
    assert all(drawn[name] >= min(2, size) for name, size in sample.strata.items())
    assert len({str(row.place) for row in sample.rows}) == 30


def test_the_same_seed_draws_the_same_sample(sample, rows, texts, tmp_path):
    assert draw(rows, texts, "targets", n=30, units=10, seed=7) == sample
    other = draw(rows, texts, "targets", n=30, units=10, seed=8)
    assert other.sample_id != sample.sample_id
    write_sample(tmp_path, sample)
    assert read_sample(tmp_path, sample.sample_id) == sample


def test_few_rows_of_many_kinds_are_drawn_by_document_or_at_large(rows, texts):
    assert set(draw(rows, texts, "targets", n=12, units=10, seed=1).strata) == {
        row["document_id"] for row in rows["targets"]
    }
    assert set(draw(rows, texts, "targets", n=5, units=5, seed=1).strata) == {"all"}


@pytest.mark.parametrize("table", REVIEWED)
def test_every_table_can_be_sampled(rows, texts, table, tmp_path):
    sample = draw(rows, texts, table, n=12, units=5, seed=1)
    for row in sample.rows:
        text = "".join(texts(row.document_id).split())
        assert row.before + row.quote + row.after in text
    assert bool(sample.units) == (table not in ("tasks", "citations"))
    write_sheets(sample, tmp_path / "sheet.xlsx")
    assert load_workbook(tmp_path / "sheet.xlsx")["rows"].max_row == len(sample.rows) + 1


def test_a_table_that_is_none_is_refused(rows, texts):
    with pytest.raises(ReviewError, match="cannot be reviewed"):
        draw(rows, texts, "documents", n=3, units=3, seed=1)


def test_workbook_has_drop_down_lists_and_comes_back(sample, tmp_path):
    file, page = write_sheets(sample, tmp_path / "sheet.xlsx")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["sheet.html", "sheet.xlsx"]
    book = load_workbook(file)
    lists = [v.formula1 for v in book["rows"].data_validations.dataValidation if v.type == "list"]
    assert '"right,wrong,no row"' in lists and len(lists) == 3
    fill_in(
        file,
        rows={2: {"verdict": "wrong", "field": "deadline", "right_value": "2025-12-31"}},
        units={3: {"wrong": 0, "missed": 1}},
        missed=[(3, "新建食堂", "kind=quantity; comparator==; value=3")],
    )
    sample_id, lines = sheet_of(file)
    assert sample_id == sample.sample_id
    answers = read_answers(file, lines, sample, CODEBOOK)
    assert answers.rows[1].verdict == "right"
    assert answers.rows[2].right_values == {"deadline": "2025-12-31"}
    assert (answers.units[3].missed, answers.missed[0].no) == (1, 3)
    # What is kept of it says the same.
    write_cells(tmp_path / "kept.csv", AnswerCells, lines)
    assert [c.model_dump() for c in sheet_of(tmp_path / "kept.csv")[1]] == [
        c.model_dump() for c in lines
    ]
    assert page.read_text("utf-8").count("<option>no row</option>") == len(sample.rows)


def test_page_has_every_row_and_no_word_of_a_plan_as_markup(sample, tmp_path):
    from dataclasses import replace

    first = replace(sample.rows[0], quote="<script>alert(1)</script>", before='="')
    _, page = write_sheets(replace(sample, rows=(first, *sample.rows[1:])), tmp_path / "sheet.xlsx")
    text = page.read_text("utf-8")
    assert "<script>alert" not in text and text.count("<script>") == 1
    assert re.findall(r'data-sheet="rows" data-no="(\d+)"', text) == [
        str(row.number) for row in sample.rows
    ]
    assert all(f'"{name}"' in text for name in COLUMNS)
    sheet = load_workbook(tmp_path / "sheet.xlsx")["rows"]
    assert all(cell.data_type in "ns" for line in sheet.iter_rows() for cell in line)


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"verdict": ""}, "row 1: has no verdict"),
        ({"verdict": "wrong"}, "row 1: is wrong, but names no field"),
        ({"field": "value", "right_value": "3"}, "row 1: is right, but has a right value"),
        ({"verdict": "wrong", "field": "values"}, "row 1: 'values' is no field"),
        ({"verdict": "wrong", "field": "mode", "right_value": "x"}, "row 1: mode cannot be 'x'"),
    ],
)
def test_what_does_not_fit_is_named(sample, tmp_path, cells, message):
    lines = answer(sample)
    lines[0] = type(lines[0]).model_validate({**lines[0].model_dump(), **cells})
    with pytest.raises(ReviewError) as error:
        read_answers(tmp_path / "li.csv", lines, sample, CODEBOOK)
    assert message in str(error.value)


def test_missing_rows_counts_and_strange_files_are_named(sample, tmp_path):
    lines = answer(sample)
    with pytest.raises(ReviewError, match="row 1 is missing"):
        read_answers(tmp_path / "li.csv", lines[1:], sample, CODEBOOK)
    last = type(lines[0]).model_validate({**lines[-1].model_dump(), "missed": ""})
    with pytest.raises(ReviewError, match="unit 10: wrong and missed are not both filled in"):
        read_answers(tmp_path / "li.csv", [*lines[:-1], last], sample, CODEBOOK)
    last = type(lines[0]).model_validate({**lines[-1].model_dump(), "wrong": "99"})
    with pytest.raises(ReviewError, match="unit 10: 99 wrong"):
        read_answers(tmp_path / "li.csv", [*lines[:-1], last], sample, CODEBOOK)
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"no workbook")
    with pytest.raises(ReviewError, match="is no workbook"):
        sheet_of(broken)
    with pytest.raises(ReviewError, match="cannot be read"):
        sheet_of(tmp_path / "nowhere.csv")
    with pytest.raises(ReviewError, match="there is no such sample"):
        read_sample(tmp_path, sample.sample_id)
