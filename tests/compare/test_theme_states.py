"""What a document does with a theme: acts on it, names it, is silent or may be."""

from __future__ import annotations

import pandas as pd
import pytest

from policytasks.codebook import Theme
from policytasks.compare import leading_themes, theme_mandates, theme_states, with_hand_codes


def theme(id: str, pattern: str) -> Theme:
    texts = dict.fromkeys(("zh", "en", "definition", "definition_zh"), id)
    return Theme(id=id, **texts, patterns=(pattern,), match=(), no_match=())


THEMES = [
    theme("care", "照护"),
    theme("home", "居家"),
    theme("meals", "助餐"),
    theme("tcm", "中医"),
]


@pytest.fixture
def states(corpus):
    """Return the state of each theme in a document, once texts and mandates are given."""

    def of(document: str, text: str = "", mandate: str | None = None) -> dict[str, str]:
        own = corpus.tasks["document_id"] == document
        first = own & ~own.shift(fill_value=False)
        corpus.tasks["text"] = corpus.tasks["text"].where(~first, text)
        documents = corpus.documents.assign(mandate=mandate)
        frame = theme_states(corpus.tasks, corpus.themes, documents, THEMES)
        return frame[frame["document_id"] == document].set_index("theme_id")["state"].to_dict()

    return of


def test_a_word_without_a_code_is_no_silence(states):
    assert states("e", "在助餐场所宣传。") == {
        "care": "acts",
        "home": "acts",
        "meals": "names",
        "tcm": "nothing",
    }


def test_what_lies_outside_the_mandate_is_no_silence(states):
    assert states("e", mandate="推进居家照护融合发展")["tcm"] == "outside"
    assert states("e", mandate="养老服务高质量发展")["tcm"] == "nothing"


def test_a_mandate_is_what_the_title_names(corpus):
    documents = corpus.documents.assign(mandate=["推进居家照护", "养老服务高质量发展", None])
    assert theme_mandates(documents, THEMES) == {
        "e": frozenset({"care", "home"}),
        "w": frozenset(),
        "v": frozenset(),
    }


def test_silence_of_few_units_says_little(corpus, cell):
    """Were the share larger, none among five units would come about in less than 5 %."""
    frame = theme_states(corpus.tasks, corpus.themes, corpus.documents, THEMES)
    assert cell(frame, document_id="e", theme_id="meals")["high"] == pytest.approx(
        1 - 0.05 ** (1 / 5)
    )
    assert pd.isna(cell(frame, document_id="e", theme_id="care")["high"])


def test_all_themes_within_one_task_of_the_first_lead(corpus):
    """West acts on three themes once each: no order of rows makes one of them the first."""
    frame = leading_themes(corpus.tasks, corpus.themes)
    west = frame[frame["document_id"] == "w"]
    assert set(west["theme_id"]) == {"care", "home", "meals"}
    assert west["behind"].tolist() == [0, 0, 0]
    again = leading_themes(corpus.tasks, corpus.themes.iloc[::-1])
    assert set(again[again["document_id"] == "w"]["theme_id"]) == {"care", "home", "meals"}


def test_hand_codes_outrank_the_program(corpus):
    coded = pd.DataFrame({"task_id": ["e:002", "e:003"], "theme_id": ["meals", "meals"]})
    themes = with_hand_codes(corpus.themes, coded, ["e"])
    frame = leading_themes(corpus.tasks, themes)
    assert frame[frame["document_id"] == "e"]["theme_id"].tolist() == ["meals"]
    unchanged = frame[frame["document_id"] == "w"]
    assert len(unchanged) == 3
