"""Targets: worked by hand on the two small plans."""

from __future__ import annotations

import pandas as pd

from policytasks.compare import (
    TASKS,
    UNIT_KINDS,
    deadline_calendar,
    deadline_status,
    target_shares,
)

BOTH = ("task", "subtask")


def test_targets_of_each_kind_and_the_tasks_that_carry_one(corpus):
    frame = target_shares(corpus.tasks, corpus.targets, kinds=TASKS).set_index(
        ["document_id", "kind"]
    )
    west = frame.loc["w"]
    assert west["targets"].to_dict() == {"any": 5, "quantity": 3, "norm": 2, "milestone": 0}
    assert west["count"].to_dict() == {"any": 2, "quantity": 2, "norm": 1, "milestone": 0}
    assert west.loc["norm", "target_ids"] == ("w:002:t2", "w:002:t3")
    east = frame.loc["e"]
    assert east.loc["any", ["targets", "count", "n", "share"]].tolist() == [3, 2, 4, 0.5]


def test_what_the_annex_restates_counts_once(corpus):
    """Of the annex's targets 90 % and one of two 120 万元 restate the body; 50 % is new."""
    frame = target_shares(corpus.tasks, corpus.targets, kinds=BOTH)
    west = frame[frame["document_id"] == "w"].set_index("kind")
    assert west["targets"].to_dict() == {"any": 6, "quantity": 4, "norm": 2, "milestone": 0}
    assert west.loc["any", ["count", "n"]].tolist() == [2, 3]
    assert west.loc["norm", "task_ids"] == ("w:002", "w:005")


def test_annex_rows_on_their_own_keep_all_their_targets(corpus, cell):
    frame = target_shares(corpus.tasks, corpus.targets, kinds=("subtask",), carriers=("subtask",))
    assert cell(frame, document_id="w", kind="any")[["targets", "count", "n"]].tolist() == [3, 2, 3]


def test_a_place_without_targets_and_one_without_tasks(corpus, cell):
    none_in_east = corpus.targets[~corpus.targets["task_id"].str.startswith("e")]
    frame = target_shares(corpus.tasks, none_in_east)
    east = cell(frame, document_id="e", kind="any")
    assert east[["targets", "count", "n", "share"]].tolist() == [0, 0, 4, 0]
    void = cell(frame, document_id="v", kind="any")
    assert void["n"] == 0
    assert void[["share", "low", "high"]].isna().all()


def test_all_that_a_document_commits_to_counts_by_default(make_tasks, make_targets):
    """Body and annex state one share, the annex dates it; the goal states it once more; a
    safeguard has a target of its own. That is two targets, one of them undated."""
    tasks = make_tasks(
        [
            ("w:1", "objective", None, 20),
            ("w:2", "task", None, 20),
            ("w:3", "subtask", "w:2", 20),
            ("w:4", "safeguard", None, 20),
        ]
    )
    share = ("quantity", "bed_share", ">=", 90, "%", "whole", None)
    targets = make_targets(
        [
            ("w:1:t1", *share, "2021-12-31", "90%"),
            ("w:2:t1", *share, None, "90%"),
            ("w:3:t1", *share, "2021-12-31", "90%"),
            ("w:4:t1", "quantity", None, "=", 1, "次", "whole", None, None, "1次"),
        ]
    )
    frame = deadline_status(tasks, targets).query("kind == 'quantity'").set_index("status")
    assert frame["count"].to_dict() == {"dated": 1, "recurring": 0, "open": 1}
    assert target_shares(tasks, targets).set_index("kind").loc["any", "targets"] == 2
    assert len(deadline_calendar(tasks, targets)) == 1


def test_targets_with_and_without_a_deadline(corpus, cell):
    frame = deadline_status(corpus.tasks, corpus.targets, kinds=TASKS)
    west = frame.query("document_id == 'w' and kind == 'any'").set_index("status")
    assert west["count"].to_dict() == {"dated": 1, "recurring": 1, "open": 3}
    assert west["n"].unique().tolist() == [5]
    assert west.loc["recurring", "target_ids"] == ("w:003:t1",)
    milestone = cell(frame, document_id="w", kind="milestone", status="open")
    assert milestone["n"] == 0
    assert pd.isna(milestone["share"])


def test_the_annex_dates_what_the_body_leaves_open(corpus):
    frame = deadline_status(corpus.tasks, corpus.targets, kinds=BOTH)
    west = frame.query("document_id == 'w' and kind == 'quantity'").set_index("status")
    assert west["count"].to_dict() == {"dated": 3, "recurring": 1, "open": 0}
    assert "w:002:t1" in west.loc["dated", "target_ids"]


def test_the_calendar_of_deadlines(corpus):
    frame = deadline_calendar(corpus.tasks, corpus.targets, kinds=UNIT_KINDS)
    entries = zip(frame["deadline"].dt.date.astype(str), frame["target_ids"], strict=True)
    assert list(entries) == [
        ("2021-06-30", ("w:003:t2",)),
        ("2021-12-31", ("e:002:t1",)),
        ("2021-12-31", ("w:004:t1",)),
        ("2021-12-31", ("w:004:t2",)),
        ("2022-12-31", ("e:003:t1",)),
        ("2025-12-31", ("e:002:t2",)),
    ]
    assert frame["year"].tolist() == [2021, 2021, 2021, 2021, 2022, 2025]
    assert frame.loc[0, "quote"] == "耀州区4个"


def test_one_target_stated_twice_for_one_day_is_one_entry(corpus):
    restated = corpus.targets["target_id"] == "w:002:t1"
    corpus.targets.loc[restated, "deadline"] = pd.Timestamp("2021-12-31")
    frame = deadline_calendar(corpus.tasks, corpus.targets, kinds=BOTH)
    entry = frame[[("w:002:t1" in ids) for ids in frame["target_ids"]]].iloc[0]
    assert entry["target_ids"] == ("w:002:t1", "w:004:t1")
    assert entry["task_ids"] == ("w:002", "w:004")
    assert entry["quote"] == "占比90%以上"
