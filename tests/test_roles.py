"""The list of words of responsibility, and that one row of it reaches every reader."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from policytasks.codebook import Codebook, load_codebook
from policytasks.errors import CodebookError
from policytasks.reading.annex import first_table
from policytasks.reading.outline import read_outline
from policytasks.reading.statements import find_statements
from policytasks.reading.units import read_units
from policytasks.reading.view import View
from policytasks.roles import RoleWord

FILES = Path(__file__).parents[1] / "data" / "codebook"
CODEBOOK = load_codebook(FILES)
ROLES = CODEBOOK.roles


def reads(word: RoleWord, text: str) -> bool:
    """Tell whether a text is read as the word's role, in the word's use."""
    if word.use == "verb":
        verbs = [verb for verb in ROLES.verb.finditer(text) if verb.end() == len(text)]
        return [verb.lastgroup for verb in verbs] == [word.role]
    if word.use == "name":
        return ROLES.person.search(text) is not None
    if word.role in ("indicator", "unit", "baseline", "target", "nature"):
        return ROLES.indicator_column(text) == word.role
    label = ROLES.label.fullmatch(text + ":") if word.use == "label" else None
    return ROLES.column(text) == word.role or bool(label and label.lastgroup == word.role)


@pytest.mark.parametrize("word", ROLES.words, ids=lambda word: f"{word.use} {word.word}")
def test_examples_are_read_so_and_counterexamples_are_not(word):
    assert word.examples and word.counterexamples
    assert [text for text in word.examples if not reads(word, text)] == []
    assert [text for text in word.counterexamples if reads(word, text)] == []


def agencies(codebook: Codebook, statement: str) -> list[tuple[str, str]]:
    view = View.of(f"建设食堂。（{statement}）")
    return [
        (view.text[agency.start : agency.end], agency.role)
        for found in find_statements(view, 0, len(view.text), codebook)
        for agency in found.agencies
    ]


def rows(codebook: Codebook, lines: list[str], between: str) -> list[list[tuple[str, str]]]:
    """Return the agencies of each row of a table."""
    table = ("\n" if between == "\t" else between).join(between.join(x.split()) for x in lines)
    text = f"附件\n任务清单\n{table}\n"
    view = View.of(text)
    return [
        [(view.text[a.start : a.end], a.role) for a in unit.agencies]
        for unit in read_units(read_outline(view, first_table(view, codebook)), codebook)
    ]


@pytest.mark.parametrize("between", ["\t", "\n", "\n\n"], ids=["ruled", "lines", "paragraphs"])
@pytest.mark.parametrize(
    ("lead", "support"),
    [
        ("主要责任单位", "支持单位"),
        ("主责部门", "协同单位"),
        ("第一责任单位", "支撑部门"),
        ("市级牵头责任单位", "配合责任单位"),
    ],
)
def test_a_table_is_headed_by_the_words_that_statements_use(lead, support, between):
    lines = [
        f"序号 任务 {lead} {support}",
        "1 建设食堂。 市民政局 市财政局",
        "2 增床。 市卫健委 市医保局",
    ]
    assert rows(CODEBOOK, lines, between) == [
        [("市民政局", "lead"), ("市财政局", "support")],
        [("市卫健委", "lead"), ("市医保局", "support")],
    ]


@pytest.mark.parametrize("head", ["执行单位", "承担部门", "落实单位", "实施主体"])
def test_a_table_with_one_column_of_agencies(head):
    lines = [f"序号 任务 {head}", "1 建设食堂。 市民政局、市财政局"]
    both = [("市民政局", "responsible"), ("市财政局", "responsible")]
    assert rows(CODEBOOK, lines, "\t") == [both]


@pytest.mark.parametrize(
    "head", ["实施情况", "落实", "支持政策", "协同机制", "责任", "主要责任人", "执行标准", "参与率"]
)
def test_near_misses_head_no_column_of_agencies(head):
    lines = [f"序号 任务 {head}", "1 建设食堂。 市民政局"]
    assert rows(CODEBOOK, lines, "\t") == []


@pytest.fixture
def with_rows(tmp_path):
    """Return a codebook with further rows in its list of roles."""

    def make(*added: str) -> Codebook:
        folder = Path(shutil.copytree(FILES, tmp_path / "codebook"))
        with (folder / "roles.csv").open("a", encoding="utf-8") as file:
            file.writelines(f"{row}\n" for row in added)
        return load_codebook(folder)

    return make


def test_one_row_adds_a_label_for_statements_tables_and_names(with_rows):
    statement = "统筹单位：市民政局，配合单位：市财政局"
    lines = ["序号 任务 统筹单位 配合单位", "1 建设食堂。 市民政局 市财政局"]
    named = [("市民政局", "lead"), ("市财政局", "support")]
    assert agencies(CODEBOOK, statement) != named
    assert rows(CODEBOOK, lines, "\t") == []
    codebook = with_rows("lead,label,统筹,统筹单位,统筹推进,")
    assert agencies(codebook, statement) == named
    for between in ("\t", "\n"):
        assert rows(codebook, lines, between) == [named]
    assert CODEBOOK.is_agency_name("统筹部门")
    assert not codebook.is_agency_name("统筹部门")


def test_one_row_adds_a_verb(with_rows):
    statement = "市民政局统揽，市财政局、市商务局配合"
    assert agencies(CODEBOOK, statement)[0] != ("市民政局", "lead")
    codebook = with_rows("lead,verb,统揽,市民政局统揽,统揽全局,")
    assert agencies(codebook, statement) == [
        ("市民政局", "lead"),
        ("市财政局", "support"),
        ("市商务局", "support"),
    ]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("lead,label,牵头,牵头单位,牵头人", "has 5 cells"),
        ("boss,label,牵头,牵头单位,牵头人,", "role 'boss' is unknown for a label"),
        ("number,verb,牵头,牵头单位,牵头人,", "role 'number' is unknown for a verb"),
        ("lead,lable,牵头,牵头单位,牵头人,", "use 'lable' is unknown"),
        ("lead,verb,,市民政局牵头,牵头人,", "word is empty"),
        ("lead,verb,牵头,,牵头人,", "examples is empty"),
        ("lead,verb,(牵头,市民政局牵头,牵头人,", "pattern '(牵头' is no regular expression"),
    ],
)
def test_a_row_at_fault_is_refused_with_its_line(row, message, with_rows):
    with pytest.raises(CodebookError, match=rf"roles\.csv, line {len(ROLES.words) + 2}") as caught:
        with_rows(row)
    assert message in str(caught.value)
