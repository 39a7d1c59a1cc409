"""What is said of accuracy follows from the rows of program and coders."""

from pathlib import Path

import pandas as pd
import pytest

import policytasks as pt
from policytasks import compare
from policytasks.figures import Style, accuracy
from policytasks.reference import CODED_FIELDS, HandCodes, load_hand_codes, load_measured_elsewhere

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def corpus():
    return pt.load()


@pytest.fixture(scope="module")
def style(corpus):
    return Style.of(corpus, "en")


def program_as_coder(corpus, **changed):
    """Return hand codes that are the program's own, but for some tables."""
    tables = {name: changed.get(name, getattr(corpus, name)) for name in CODED_FIELDS}
    return HandCodes(tuple(corpus.documents["document_id"]), tables)


def test_the_program_agrees_with_itself_in_every_row(corpus):
    rows = accuracy.coded_rows(corpus, program_as_coder(corpus))
    assert set(rows["table"]) == set(CODED_FIELDS)
    assert (rows["both"] == rows["program"]).all()
    assert (rows["both"] == rows["hand"]).all()
    of_tables = accuracy.of_all(rows, "table").set_index("table")
    for table in CODED_FIELDS:
        assert of_tables.loc[table, "program"] == len(getattr(corpus, table))


@pytest.mark.parametrize(
    ("table", "field", "value"),
    [
        ("tasks", "title", "另一标题"),
        ("targets", "comparator", "<="),
        ("targets", "conditional", True),
        ("responsibilities", "role", "support"),
        ("citations", "relation", "mention"),
        ("documents", "horizon_end", pd.Timestamp("2031-12-31")),
    ],
)
def test_one_planted_error_costs_one_row(corpus, table, field, value):
    own = getattr(corpus, table)
    differing = own.index[own[field].astype(str) != str(value)][0]
    wrong = own.astype({field: "object"})
    wrong.loc[differing, field] = value
    rows = accuracy.coded_rows(corpus, program_as_coder(corpus, **{table: wrong}))
    missed = rows[rows["both"] != rows["program"]]
    assert missed[["table", "document_id"]].to_numpy().tolist() == [
        [table, own.loc[differing, "document_id"]]
    ]
    assert (missed["program"] - missed["both"]).item() == 1
    assert (missed["hand"] - missed["both"]).item() == 1


def test_a_lost_row_costs_recall_and_an_invented_one_precision(corpus):
    fewer, more = corpus.targets.iloc[1:], corpus.targets
    lost = accuracy.coded_rows(corpus, program_as_coder(corpus, targets=fewer))
    row = accuracy.of_all(lost, "table").set_index("table").loc["targets"]
    assert row["recall"] == 1
    assert row["precision"] == pytest.approx((len(more) - 1) / len(more))


def test_findings_move_only_for_the_theme_that_coders_coded_otherwise(corpus, style):
    ids = corpus.tasks.loc[corpus.tasks["document_id"] == "tongchuan-2020-34", "task_id"]
    is_there = (corpus.themes["theme_id"] == "rural_care") & corpus.themes["task_id"].isin(ids)
    hand = program_as_coder(corpus, themes=corpus.themes[~is_there])
    findings = accuracy.findings_by_hand(corpus, hand)
    moved = findings[(findings["difference_program"] - findings["difference_hand"]).abs() > 1e-12]
    assert set(moved["finding"]) == {"theme:rural_care"}
    assert all("tongchuan-2020-34" in pair for pair in zip(moved["a"], moved["b"], strict=True))
    regraded = (findings["grade_program"] != findings["grade_hand"]).sum()
    turned = (findings["difference_program"] * findings["difference_hand"] < 0).sum()
    rows = accuracy.coded_rows(corpus, hand)
    _, line, *_ = accuracy.accuracy_lines(
        rows, findings, accuracy.elsewhere_rows(load_measured_elsewhere()), style
    )
    assert f"{regraded} of {len(findings)} comparisons" in line
    assert f"{turned} their direction" in line


def test_without_hand_codes_nothing_is_claimed(corpus, style, tmp_path):
    rows = accuracy.coded_rows(corpus, HandCodes())
    findings = accuracy.findings_by_hand(corpus, HandCodes())
    nothing = accuracy.elsewhere_rows(load_measured_elsewhere(tmp_path))
    lines = accuracy.accuracy_lines(rows, findings, nothing, style)
    assert lines == [
        "None of these plans was coded by hand: how right their rows are is not known."
    ]


def test_precision_recall_and_their_interval_by_hand():
    frame = pd.DataFrame({"plan": ["a"], "both": [8], "program": [10], "hand": [16]})
    row = compare.measured_agreement(frame).iloc[0]
    assert (row["precision"], row["recall"]) == (0.8, 0.5)
    # 2 * .8 * .5 / 1.3; Wilson's interval of 8 of 10 by his formula with z = 1.96.
    assert row["f1"] == pytest.approx(0.615385, abs=1e-6)
    assert [row["precision_low"], row["precision_high"]] == pytest.approx([0.490, 0.943], abs=5e-4)


@pytest.mark.parametrize(("name", "lang"), [("README.md", "en"), ("README.zh-CN.md", "zh")])
def test_the_readme_says_what_the_notebook_says(corpus, name, lang):
    hand = load_hand_codes()
    lines = accuracy.accuracy_lines(
        accuracy.coded_rows(corpus, hand),
        accuracy.findings_by_hand(corpus, hand),
        accuracy.elsewhere_rows(load_measured_elsewhere()),
        Style.of(corpus, lang),
    )
    text = "".join((ROOT / name).read_text(encoding="utf-8").split())
    assert [line for line in lines if "".join(line.split()) not in text] == []
