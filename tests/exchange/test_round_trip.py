"""What goes out comes back as it was, and a change in the tool is exactly one correction."""

from __future__ import annotations

import csv

import pytest

from policytasks.building import build
from policytasks.cli import main
from policytasks.errors import CorrectionError, ReviewError
from tests.exchange.conftest import CITY, CODEBOOK, RARE, change_project, change_tasks


def name_of(theme: str) -> str:
    (found,) = (each for each in CODEBOOK.themes if each.id == theme)
    return f"{found.zh} ({found.en})"


def meals_and_new(exchanged) -> tuple[tuple[int, int, str], tuple[int, int, str]]:
    """Return the row on meals, and words that have the theme of facilities nowhere yet."""
    row = next(r for r in exchanged.rows() if r["theme_id"] == "meals")
    words = f"建设全市养老服务{RARE}信息平台"
    start = exchanged.source().index(words)
    return (
        (row["start"], row["end"], name_of("meals")),
        (start, start + len(words), name_of("land_facilities")),
    )


def test_what_nobody_changed_gives_no_correction(exchanged, hand):
    file = exchanged.send(hand.name)
    brought = exchanged.bring_back(file)
    assert (brought.corrections, brought.further, brought.unknown, brought.files) == (0, 0, (), ())
    assert not exchanged.corrections.exists()


def test_equal_tables_give_equal_files(exchanged, hand):
    first = exchanged.send(hand.name).read_bytes()
    assert exchanged.send(hand.name).read_bytes() == first


def test_what_changed_is_exactly_what_is_corrected_and_outlives_the_build(exchanged, hand):
    before = {(r["task_id"], r["theme_id"]) for r in exchanged.rows()}
    file = exchanged.send(hand.name)
    hand.change(file, *meals_and_new(exchanged))
    brought = exchanged.bring_back(file)
    assert brought.corrections == 2
    deleted, added = csv.DictReader(exchanged.decisions(brought).splitlines())
    assert (deleted["action"], deleted["table"], deleted["who"]) == ("delete", "themes", "Li")
    assert deleted["key"] == "theme_id=meals"
    assert (added["action"], added["new"], added["who"]) == (
        "add",
        "theme_id=land_facilities",
        "Wang",
    )
    assert added["quote"] == f"建设全市养老服务{RARE}信息平台"
    report = build(progress=False)
    assert not report.failures
    after = {(r["task_id"], r["theme_id"]): r for r in exchanged.rows()}
    (gone,) = before - set(after)
    (new,) = set(after) - before
    assert (gone[1], new[1]) == ("meals", "land_facilities")
    row = after[new]
    assert row["origin"] == "added"
    assert exchanged.source()[row["start"] : row["end"]] == row["quote"]


def test_importing_again_repeats_nothing(exchanged, hand):
    file = exchanged.send(hand.name)
    hand.change(file, *meals_and_new(exchanged))
    first = exchanged.decisions(exchanged.bring_back(file))
    build(progress=False)
    assert exchanged.decisions(exchanged.bring_back(file)) == first
    other = file.with_name(f"again-{file.name}")
    file.rename(other)
    assert exchanged.bring_back(other).corrections == 0


def test_a_row_that_others_deleted_since_is_not_deleted_again(exchanged, hand):
    file = exchanged.send(hand.name)
    hand.change(file, *meals_and_new(exchanged))
    decided = exchanged.decisions(exchanged.bring_back(file)).splitlines(keepends=True)
    other = exchanged.corrections / "other.csv"
    other.write_text("".join(decided[:2]), encoding="utf-8")
    (decision,) = csv.DictReader(exchanged.decisions(exchanged.bring_back(file)).splitlines())
    assert decision["action"] == "add"


def test_other_words_for_a_theme_of_the_unit_move_its_row(exchanged, hand):
    gone, _ = meals_and_new(exchanged)
    start = exchanged.source().index("新建社区食堂20个")
    file = exchanged.send(hand.name)
    hand.change(file, gone, (start, start + len("新建社区食堂20个"), gone[2]))
    assert exchanged.bring_back(file).corrections == 2
    build(progress=False)
    (row,) = (r for r in exchanged.rows() if r["theme_id"] == "meals")
    assert (row["quote"], row["origin"]) == ("新建社区食堂20个", "added")


def test_a_second_passage_of_a_theme_is_left_out_and_counted(exchanged, hand):
    gone, _ = meals_and_new(exchanged)
    start = exchanged.source().index("新建社区食堂20个")
    file = exchanged.send(hand.name)
    hand.change(file, (0, 0, gone[2]), (start, start + len("新建社区食堂20个"), gone[2]))
    brought = exchanged.bring_back(file)
    assert (brought.corrections, brought.further) == (0, 1)


def test_blanks_at_the_ends_of_a_coding_say_nothing(exchanged, hand):
    gone, (_, _, name) = meals_and_new(exchanged)
    source = exchanged.source()
    start = source.index("（二）推进智慧养老")
    end = source.index("\n", start)
    file = exchanged.send(hand.name)
    hand.change(file, (0, 0, gone[2]), (start - 1, end + 1, name))
    (decision,) = csv.DictReader(exchanged.decisions(exchanged.bring_back(file)).splitlines())
    assert (decision["start"], decision["quote"]) == (str(start), source[start:end])


def test_words_in_no_unit_are_refused_and_nothing_is_written(exchanged, hand):
    gone, (_, _, name) = meals_and_new(exchanged)
    file = exchanged.send(hand.name)
    hand.change(file, gone, (2, 8, name))
    with pytest.raises(ReviewError, match="stands in no unit") as caught:
        exchanged.bring_back(file)
    assert str(file) in caught.value.where
    assert caught.value.remedy
    assert not exchanged.corrections.exists()


def test_a_theme_that_another_person_added_is_not_added_again(exchanged, hand):
    one = exchanged.send(hand.name)
    two = exchanged.send("two-" + hand.name)
    gone, new = meals_and_new(exchanged)
    start = exchanged.source().index("推动部门数据共享")
    hand.change(one, gone, new)
    hand.change(two, gone, (start, start + len("推动部门数据共享"), new[2]))
    exchanged.bring_back(one)
    brought = exchanged.bring_back(two, by="Zhao")
    assert (brought.corrections, brought.further) == (0, 1)


def test_codes_that_are_no_themes_are_named(exchanged):
    file = exchanged.send("plans.labelstudio.json")

    def in_tool(tasks):
        value = {"start": 0, "end": 4, "labels": ["my own code"]}
        tasks[0]["predictions"][0]["result"].append({"type": "labels", "value": value})

    change_tasks(file, in_tool)
    assert exchanged.bring_back(file).unknown == ("my own code",)


def test_commands_send_and_bring_back(exchanged, hand, capsys):
    assert main(["export", hand.name]) == 0
    assert hand.name in capsys.readouterr().out
    hand.change(exchanged.folder / hand.name, *meals_and_new(exchanged))
    assert main(["review", "import", hand.name, "--by", "Li"]) == 0
    assert "2 corrections" in capsys.readouterr().out
    assert main(["build"]) == 0
    assert "added" in {row["origin"] for row in exchanged.rows()}


def test_text_that_was_edited_is_refused_with_both_hashes(exchanged, hand):
    file = exchanged.send(hand.name)
    if file.suffix == ".qdpx":

        def in_tool(root):
            for source in root.iter("{urn:QDA-XML:project:1.0}TextSource"):
                if source.get("name") == CITY:
                    content = source.makeelement("{urn:QDA-XML:project:1.0}PlainTextContent", {})
                    content.text = "另一份文本"
                    source.append(content)

        change_project(file, in_tool)
    else:

        def in_tool(tasks):
            for task in tasks:
                task["data"]["text"] += "。"

        change_tasks(file, in_tool)
    with pytest.raises(ReviewError, match=r"SHA-256 is \w{64}, not \w{64}"):
        exchanged.bring_back(file)


def test_corrections_that_stand_are_not_contradicted_in_silence(exchanged, hand):
    row = next(r for r in exchanged.rows() if r["theme_id"] == "meals")
    gone, new = meals_and_new(exchanged)
    file = exchanged.send(hand.name)
    hand.change(file, gone, new)
    exchanged.bring_back(file)
    own = next(exchanged.corrections.iterdir())
    text = own.read_text(encoding="utf-8")
    # Somebody changes by hand the row that the tool deletes.
    lines = list(csv.reader(text.splitlines()))
    header, deletion = lines[0], dict(zip(lines[0], lines[1], strict=True))
    change = deletion | {"action": "change", "field": "mentions"}
    change |= {"old": str(row["mentions"]), "new": str(row["mentions"] + 1), "why": "counted"}
    with (exchanged.corrections / "hand.csv").open("w", encoding="utf-8", newline="") as other:
        writer = csv.writer(other, lineterminator="\n")
        writer.writerows([header, [change[name] for name in header]])
    with pytest.raises(CorrectionError, match=r"hand\.csv"):
        exchanged.bring_back(file)
    assert own.read_text(encoding="utf-8") == text
