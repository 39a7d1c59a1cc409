"""A filled-in sheet becomes verdicts, corrections and estimates, or nothing at all."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

import policytasks as pt
from policytasks.building import build
from policytasks.cli import main
from policytasks.codebook import load_codebook
from policytasks.errors import CorrectionError, ReviewError
from policytasks.review import bring_in, draw, write_sample, write_sheets
from policytasks.tables import read_tables
from tests.review.test_sheets import fill_in


class Reviewed:
    """A project, a sample of one of its tables, and its sheet."""

    def __init__(self, project, table: str = "targets") -> None:
        self.project = project
        build(progress=False)
        self.reviews = project.root / "data" / "reviews"
        self.corrections = project.root / "data" / "corrections"
        self.sheet = project.root / "sheet.xlsx"
        self.draw(table)

    def rows(self, table: str = "targets") -> list[dict]:
        return read_tables(self.project.tables)[table].to_pylist()

    def draw(self, table: str) -> None:
        rows = {name: t.to_pylist() for name, t in read_tables(self.project.tables).items()}
        self.sample = draw(rows, pt.load().source, table, n=100, units=100, seed=1)
        write_sample(self.reviews, self.sample)
        write_sheets(self.sample, self.sheet)

    def bring_in(self, by: str = "Li"):
        return bring_in(
            self.sheet,
            by,
            reviews=self.reviews,
            corrections=self.corrections,
            corpus=pt.load(),
            codebook=load_codebook(),
            today=date(2026, 3, 1),
        )

    def number(self, **values: str) -> int:
        (found,) = [
            row.number
            for row in self.sample.rows
            if all(row.values[name] == value for name, value in values.items())
        ]
        return found


@pytest.fixture
def reviewed(project) -> Reviewed:
    return Reviewed(project)


def test_what_was_found_wrong_is_in_the_tables_of_the_next_build(reviewed):
    meals = next(u for u in reviewed.sample.units if "老年助餐" in u.opening)
    fill_in(
        reviewed.sheet,
        rows={
            reviewed.number(value="80"): {
                **{"verdict": "wrong", "field": "value", "right_value": 85},
                **{"field_2": "deadline", "right_value_2": date(2026, 12, 31), "note": "print"},
            },
            reviewed.number(value="20"): {"verdict": "no row"},
        },
        units={meals.number: {"wrong": 1, "missed": 1}},
        missed=[(meals.number, "发展老年助餐服务", "kind=norm; comparator=>=; value=1; unit=项")],
    )
    before = reviewed.rows()
    review = reviewed.bring_in()
    assert review.corrections == 4
    build(progress=False)
    rows = reviewed.rows()
    assert len(rows) == len(before)
    (changed,) = [row for row in rows if row["origin"] == "corrected"]
    assert (changed["value"], changed["deadline"]) == (85, date(2026, 12, 31))
    (added,) = [row for row in rows if row["origin"] == "added"]
    assert (added["value"], added["quote"]) == (1, "发展老年助餐服务")
    assert not any(row["value"] == 20 for row in rows)
    said = pd.read_csv(review.files[1])
    overall = said[said["document_id"] == "all"].set_index("measure")["share"]
    n = len(before)
    assert overall["precision"] == pytest.approx((n - 1) / n)
    assert overall["right"] == pytest.approx((n - 2) / n)
    assert overall["recall"] == pytest.approx((n - 1) / n)


def test_importing_again_repeats_nothing(reviewed):
    fill_in(reviewed.sheet, rows={reviewed.number(value="20"): {"verdict": "no row"}})
    first = {path: path.read_bytes() for path in reviewed.bring_in().files}
    assert {path: path.read_bytes() for path in reviewed.bring_in().files} == first
    # Nor does it when the corrected tables are built.
    build(progress=False)
    assert {path: path.read_bytes() for path in reviewed.bring_in().files} == first


def test_a_sheet_that_is_not_filled_in_writes_nothing(reviewed):
    with pytest.raises(ReviewError, match="has no verdict"):
        reviewed.bring_in()
    assert [path.suffix for path in reviewed.reviews.iterdir()] == [".json"]
    assert not reviewed.corrections.exists()


def test_words_that_do_not_stand_in_the_unit_are_named(reviewed):
    fill_in(
        reviewed.sheet,
        units={1: {"wrong": 0, "missed": 1}},
        missed=[(1, "并无此句", "kind=norm; comparator==; value=1")],
    )
    with pytest.raises(ReviewError, match=r"add '并无此句' in .*: its words stand no longer"):
        reviewed.bring_in()
    assert not reviewed.corrections.exists()


def test_reviewers_who_contradict_each_other_are_both_named(reviewed):
    number = reviewed.number(value="20")
    fill_in(reviewed.sheet, rows={number: {"verdict": "no row"}})
    reviewed.bring_in("Li")
    wrong = {"verdict": "wrong", "field": "value", "right_value": 30}
    fill_in(reviewed.sheet, rows={number: wrong})
    with pytest.raises(CorrectionError) as error:
        reviewed.bring_in("Wang")
    assert ".Li.csv, line 2" in str(error.value) and ".Wang.csv, line 2" in str(error.value)
    # The verdicts of both are kept, for their agreement; the decision of one stands.
    assert len(list(reviewed.reviews.glob("*.accuracy.csv"))) == 2
    assert [path.name.split(".")[1] for path in reviewed.corrections.iterdir()] == ["Li"]


def test_a_row_that_was_corrected_can_be_corrected_again(reviewed):
    wrong = {"verdict": "wrong", "field": "value", "right_value": 30}
    fill_in(reviewed.sheet, rows={reviewed.number(value="20"): wrong})
    reviewed.bring_in()
    build(progress=False)
    reviewed.draw("targets")
    fill_in(reviewed.sheet, rows={reviewed.number(value="30"): {**wrong, "right_value": 40}})
    reviewed.bring_in()
    assert build(progress=False).notes == ()
    assert sum(row["value"] == 40 for row in reviewed.rows()) == 1


@pytest.mark.parametrize("table", ["tasks", "themes", "responsibilities", "clauses", "citations"])
def test_rows_of_other_tables_are_deleted_by_a_verdict(project, table):
    reviewed = Reviewed(project, table)
    before = reviewed.rows(table)
    number = reviewed.sample.rows[-1].number
    book_rows = {number: {"verdict": "no row"}}
    if reviewed.sample.units:
        fill_in(reviewed.sheet, rows=book_rows)
    else:
        from openpyxl import load_workbook

        book = load_workbook(reviewed.sheet)
        columns = {cell.value: cell.column for cell in book["rows"][1]}
        for row in reviewed.sample.rows:
            verdict = "no row" if row.number == number else "right"
            book["rows"].cell(row.number + 1, columns["verdict"], verdict)
        book.save(reviewed.sheet)
    reviewed.bring_in()
    assert build(progress=False).notes == ()
    assert len(reviewed.rows(table)) == len(before) - 1


def test_the_commands_go_round(reviewed, capsys):
    draw_it = ["review", "sample", "--table", "targets", "--n", "50", "--seed", "3"]
    assert main([*draw_it, "--out", "one.xlsx"]) == 0
    assert main([*draw_it, "--out", "two.xlsx"]) == 0
    printed = capsys.readouterr().out.splitlines()
    assert printed[2] == printed[5] and printed[2].endswith(".json")
    assert main(["review", "import", "one.xlsx", "--by", "Li"]) == 1
    assert "has no verdict" in capsys.readouterr().err
    root = reviewed.project.root
    fill_in(root / "one.xlsx")
    fill_in(root / "two.xlsx", rows={1: {"verdict": "no row"}})
    assert main(["review", "import", "one.xlsx", "--by", "Li"]) == 0
    assert "precision of targets: 1.000 [" in capsys.readouterr().out
    assert main(["review", "agreement", "one.xlsx", "two.xlsx"]) == 0
    out = capsys.readouterr().out
    assert "Krippendorff's alpha" in out and "rows 1, " in out and "right | no row" in out
    assert main(["review", "agreement", "one.xlsx", "sheet.xlsx"]) == 1
    assert "name two sheets of one sample" in capsys.readouterr().err
