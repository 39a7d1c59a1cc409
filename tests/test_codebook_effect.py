"""What a changed codebook flips is told row by row, with the shares and findings that move."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from policytasks.cli import main
from policytasks.codebook import load_codebook
from policytasks.codebook_effect import codebook_effect, codebook_of
from policytasks.errors import CodebookError

ROOT = Path(__file__).parents[1]


@pytest.fixture
def changed(project, tmp_path):
    """Return a copy of the project's codebook in which 智慧 is a word of meals, and 助餐 none."""
    folder = shutil.copytree(project.root / "data" / "codebook", tmp_path / "changed")
    themes = folder / "themes.toml"
    text = themes.read_text("utf-8")
    head, meals = text.split('id = "meals"')
    assert "'助餐', " in meals
    meals = meals.replace("'助餐', ", "'智慧', ", 1).replace("'社区食堂', ", "", 1)
    themes.write_text(f'{head}id = "meals"{meals}', "utf-8")
    return folder


def effect_of(project, old: Path, new: Path):
    return codebook_effect(project.registry, load_codebook(old), load_codebook(new))


def test_tasks_that_flip_and_shares_that_move(project, changed):
    effect = effect_of(project, project.root / "data" / "codebook", changed)
    flips = effect.rows[effect.rows["table"] == "themes"]
    told = flips[["change", "task_id", "title", "old", "new"]].to_dict("split")["data"]
    assert told == [
        ["lost", "qinghe-2023-5:002", "发展老年助餐服务", "meals", None],
        ["gained", "qinghe-2023-5:003", "推进智慧养老", None, "meals"],
    ]
    # One lost and one gained leave the share as it was.
    assert effect.themes.empty and effect.failures == ()


def test_the_other_way_round_is_the_opposite(project, changed):
    own = project.root / "data" / "codebook"
    there, back = effect_of(project, own, changed), effect_of(project, changed, own)
    swap = {"gained": "lost", "lost": "gained", "changed": "changed"}
    assert {
        (row.task_id, swap[row.change], row.new, row.old) for row in there.rows.itertuples()
    } == {(row.task_id, row.change, row.old, row.new) for row in back.rows.itertuples()}


def test_a_codebook_does_not_differ_from_itself(project, capsys):
    own = project.root / "data" / "codebook"
    effect = effect_of(project, own, own)
    assert effect.rows.empty and effect.themes.empty and effect.findings.empty
    assert main(["codebook", "diff", str(own), str(own)]) == 0
    assert capsys.readouterr().out == "no row differs\n"


def test_agencies_and_indicators_that_get_another_code_are_told(project, changed):
    agencies = changed / "agencies.csv"
    text = agencies.read_text("utf-8")
    agencies.write_text(text.replace("civil_affairs,", "civil_matters,"), "utf-8")
    effect = effect_of(project, project.root / "data" / "codebook", changed)
    coded = effect.rows[effect.rows["field"] == "agency_id"]
    assert set(coded["change"]) == {"changed"} and set(coded["new"]) == {"civil_matters"}
    assert set(coded["old"]) == {"civil_affairs"} and len(coded) == 3


def test_findings_of_the_five_plans_that_change_are_told(changed):
    effect = codebook_effect(
        ROOT / "data" / "documents.csv",
        load_codebook(ROOT / "data" / "codebook"),
        load_codebook(changed),
    )
    moved = effect.themes.set_index(["document_id", "theme_id"])
    assert set(effect.themes["theme_id"]) == {"meals"}
    assert moved.loc[("jilin-2021-41", "meals"), ["old", "new"]].tolist() == [0, 1]
    assert not effect.findings.empty
    of_meals = effect.findings[effect.findings["finding"] == "theme:meals"]
    assert (of_meals["difference_old"] != of_meals["difference_new"]).all() and len(of_meals)


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=li", "-c", "user.email=li@example.org")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
def test_revisions_of_the_project_are_codebooks_too(project, changed, capsys):
    git(project.root, "init", "--quiet")
    git(project.root, "add", "data/codebook")
    git(project.root, "commit", "--quiet", "--message", "codebook")
    own = load_codebook(project.root / "data" / "codebook")
    assert codebook_of("HEAD", project.root).digest == own.digest
    assert main(["codebook", "diff", "HEAD", str(changed)]) == 0
    out = capsys.readouterr().out
    assert (
        "themes: 1 lost" in out and "qinghe-2023-5:002 发展老年助餐服务: theme_id -meals |" in out
    )
    for name in ("HEAD~1", "--output=x", "nowhere"):
        with pytest.raises(CodebookError, match="is neither a folder nor a revision"):
            codebook_of(name, project.root)


def test_a_document_that_cannot_be_read_is_named(project, capsys):
    (project.sources / "dongshan-2022-8.txt").write_text("anders", "utf-8")
    own = str(project.root / "data" / "codebook")
    assert main(["codebook", "diff", own, own]) == 1
    assert capsys.readouterr().err.count("dongshan-2022-8.txt") == 1
