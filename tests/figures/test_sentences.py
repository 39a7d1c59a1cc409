"""Prose follows from the rows: a changed table changes every sentence that it makes untrue."""

from __future__ import annotations

import pandas as pd
import pytest

import policytasks as pt
from policytasks.figures import plotted
from policytasks.figures.answers import intervals_mean
from policytasks.figures.named_tables import named_table
from policytasks.figures.sentences import answer, difference_sentence
from policytasks.reference import HandCodes, load_hand_codes


class Changed:
    """A corpus with some of its tables changed."""

    def __init__(self, corpus: pt.Corpus, **tables: pd.DataFrame) -> None:
        self._corpus, self._tables = corpus, tables

    def __getattr__(self, name: str) -> pd.DataFrame:
        return self._tables.get(name, getattr(self._corpus, name))


@pytest.fixture(scope="module")
def differences(corpus):
    return plotted.differences(corpus, load_hand_codes())


def test_every_sentence_of_an_answer_is_a_row(differences, style):
    lines = answer(differences, style, most=1000).splitlines()
    graded = differences[differences["grade"] != "not shown"]
    sentences = {f"- {difference_sentence(row, style)}" for row in graded.itertuples()}
    assert sentences == set(lines[:-1])
    assert f"{len(differences) - len(graded)}" in lines[-1]
    for row in graded.itertuples():
        line = difference_sentence(row, style)
        assert f"{row.count_a}" in line and f"{row.n_b}" in line
        assert style.name("document", row.a) in line


def test_no_sentence_survives_a_table_that_makes_it_untrue(corpus, differences, style):
    """Without dates no plan dates more than another; without leads none leads."""
    targets = corpus.targets.assign(deadline=pd.NaT)
    named = corpus.responsibilities
    bare = Changed(
        corpus,
        targets=targets,
        responsibilities=named[named["role"] != "lead"],
        tasks=corpus.tasks.assign(deadline=pd.NaT),
    )
    changed = plotted.differences(bare, load_hand_codes())
    before = answer(differences, style, "link", "chain", most=1000).splitlines()
    after = answer(changed, style, "link", "chain", most=1000).splitlines()
    date = style.say("have a date", "具备期限")
    assert any(date in line for line in before)
    assert not any(date in line for line in after)
    assert not any(style.say("lead", "牵头") in line for line in after[:-1])


def test_hand_codes_outrank_the_program(corpus, style):
    """Coders who found one theme everywhere leave nothing to tell documents apart by it."""
    everything = pd.DataFrame({"task_id": corpus.tasks["task_id"], "theme_id": "tcm"})
    hand = HandCodes(tuple(corpus.documents["document_id"]), {"themes": everything})
    frame = plotted.differences(corpus, hand)
    themes = frame[frame["finding"].str.startswith("theme:")]
    assert (themes["difference"] == 0).all()
    assert set(themes["grade"]) == {"not shown"}


def test_without_hand_codes_the_size_of_coding_error_is_unknown(style, tmp_path):
    nothing = load_hand_codes(tmp_path)
    assert nothing.documents == ()
    said = intervals_mean(style, agreement=pd.DataFrame({"f1": []}))
    assert style.say("not known", "不知") in said


def test_tables_show_names_in_the_language(differences, style):
    table = named_table(differences.head(3), style, "a", "difference", "grade")
    assert next(iter(table.columns)) == style.say("document", "文件")
    assert set(table.iloc[:, 0]) <= set(style.names["document"].values())


def test_the_annex_keeps_most_of_its_body(corpus):
    """Counted by a coder: of about fifty targets all but two or three stand in both."""
    changes = plotted.annex_changes(corpus).set_index(["document_id", "change"])["count"]
    own = changes["tongchuan-2020-34"]
    assert own["same"] + own["dated"] >= 45
    assert own["dropped"] <= 3 and own["new"] <= 3
    assert (own["lead moved"], own["tasks"]) == (4, 27)
    assert set(changes.index.get_level_values(0)) == {"tongchuan-2020-34"}
