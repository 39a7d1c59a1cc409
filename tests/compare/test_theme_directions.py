"""Which of two documents says more, by every way of counting."""

from __future__ import annotations

import pytest

from policytasks.compare import theme_directions, theme_measures


def test_four_measures_of_one_theme(corpus, cell):
    """West: meals is one of three codes and of three tasks, 200 of 400 characters, 4 mentions."""
    row = cell(theme_measures(corpus.tasks, corpus.themes), document_id="w", theme_id="meals")
    measured = row[["codes", "tasks", "characters", "mentions"]].tolist()
    assert measured == pytest.approx([1 / 3, 1 / 3, 1 / 2, 10])


def test_a_direction_holds_only_where_every_measure_agrees(corpus, cell):
    frame = theme_directions(corpus.tasks, corpus.themes)
    meals = cell(frame, a="e", b="w", theme_id="meals")
    assert (meals["direction"], meals["holds"]) == (-1, True)
    # Care: 2 of 4 codes and of 4 tasks, 300 of 500 characters, 8 mentions a thousand, against
    # 1 of 3, 1 of 3, 100 of 400 and 5.
    care = cell(frame, a="e", b="w", theme_id="care")
    assert care[["codes", "tasks", "characters", "mentions"]].tolist() == [1, 1, 1, 1]
    governance = cell(frame, a="e", b="w", theme_id="governance")
    assert (governance["direction"], governance["holds"]) == (0, False)
    assert "v" not in set(frame["b"])


def test_longer_tasks_alone_make_no_direction(make_tasks):
    """One plan has twice as many themes in each task, the same profile: codes are alike."""
    import pandas as pd

    tasks = make_tasks(
        [("e:1", "task", None, 20), ("w:1", "task", None, 10), ("w:2", "task", None, 10)]
    )
    rows = [("e:1", "p", 1), ("e:1", "q", 1), ("w:1", "p", 1), ("w:2", "q", 1)]
    themes = pd.DataFrame(rows, columns=["task_id", "theme_id", "mentions"])
    frame = theme_directions(tasks, themes)
    assert frame["codes"].tolist() == [0, 0]
    assert frame["tasks"].tolist() == [1, 1]
    assert not frame["holds"].any()
