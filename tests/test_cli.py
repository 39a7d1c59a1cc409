"""The command says what it did, what went wrong and what to do, and exits by the contract."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import types
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from policytasks.cli import main
from policytasks.version import __version__

REGISTRY = Path(__file__).parents[1] / "data" / "documents.csv"


def run(*arguments: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "-m", "policytasks", *arguments], capture_output=True, text=True
    )


def usage_error(*arguments: str) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2


def test_build_writes_the_five_tables(project, capsys):
    assert main(["build"]) == 0
    written = {path.stem for path in project.tables.iterdir()}
    assert written == {
        "documents",
        "tasks",
        "themes",
        "targets",
        "responsibilities",
        "citations",
        "clauses",
        "datapackage",
    }
    output = capsys.readouterr()
    assert str(project.tables) in output.out
    assert "documents 2," in output.out
    assert output.err == ""


def test_build_of_another_registry_into_another_folder(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert main(["build", "--documents", str(REGISTRY), "--out", "tables"]) == 0
    assert pq.read_table(tmp_path / "tables" / "documents.parquet").num_rows == 5


def test_build_from_a_folder_inside_the_project(project, monkeypatch):
    monkeypatch.chdir(project.sources)
    assert main(["build"]) == 0
    assert (project.tables / "tasks.parquet").exists()


def test_bad_documents_are_named_and_the_rest_is_built(project, city_plan, capsys):
    project.add("empty", b"")
    project.add("gbk", city_plan.encode("gb18030"))
    project.add("dated", city_plan, issued="1.3.2023")
    assert main(["build"]) == 1
    output = capsys.readouterr()
    first, second, third = output.err.splitlines()
    assert first.startswith(f"policytasks: {project.sources / 'empty.txt'}: is empty (")
    assert "gbk.txt" in second
    assert "GB18030" in second
    assert "policytasks add" in second
    assert f"{project.registry}, line 6" in third
    assert "2023-" not in third
    assert "2021-11-25" in third
    assert "documents 2," in output.out
    assert pq.read_table(project.tables / "documents.parquet").num_rows == 2


def test_old_tables_stay_when_nothing_can_be_read(project, capsys):
    main(["build"])
    before = project.table_bytes()
    for path in project.sources.iterdir():
        path.write_bytes(b"")
    assert main(["build"]) == 1
    assert "is as it was" in capsys.readouterr().err
    assert project.table_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["build", "--documents", "none.csv"], ["none.csv", "no such registry", "--documents"]),
        (["export", "plans.xlsx"], ["documents.parquet", "no such table", "policytasks build"]),
        (["parse", "none.txt", "--out", "tables"], ["none.txt", "no such file", "correct"]),
        (["export", "plans.csv", "--tables", "x"], ["x", "no such table"]),
    ],
    ids=" ".join,
)
def test_what_is_missing_is_named_without_a_traceback(project, arguments, said):
    done = run(*arguments)
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert all(words in done.stderr for words in said)


def test_outside_a_project_the_command_says_so(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("policytasks.paths.PathFinder.find", lambda *_: no_project())
    monkeypatch.chdir(tmp_path)
    assert main(["build"]) == 1
    assert "data/documents.csv" in capsys.readouterr().err


def no_project():
    from policytasks.paths import PathFinder

    return PathFinder(None)


def test_parse_reads_files_outside_the_registry(tmp_path, city_plan, capsys):
    (tmp_path / "清河方案.txt").write_text(city_plan, encoding="utf-8")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    files = [str(tmp_path / "清河方案.txt"), str(tmp_path / "empty.txt")]
    assert main(["parse", *files, "--out", str(tmp_path / "tables")]) == 1
    output = capsys.readouterr()
    assert "empty.txt: is empty" in output.err
    assert "documents 1," in output.out
    (row,) = pq.read_table(tmp_path / "tables" / "documents.parquet").to_pylist()
    assert row["document_id"] == "清河方案"
    assert row["number"] == "清政办发〔2023〕5号"


@pytest.mark.parametrize("name", ["plans.xlsx", "plans.csv"])
def test_export_names_its_files(project, name, capsys):
    main(["build"])
    capsys.readouterr()
    assert main(["export", name]) == 0
    files = capsys.readouterr().out.splitlines()
    assert name in files
    assert all(Path(file).stat().st_size for file in files)


def test_export_says_what_it_cut(project, city_plan, capsys):
    project.add("long", city_plan.replace("推动部门数据共享", "推动部门数据共享" * 5_000))
    main(["build"])
    capsys.readouterr()
    assert main(["export", "plans.xlsx"]) == 0
    complaint = capsys.readouterr().err
    assert "sheet tasks, row" in complaint
    assert "was cut" in complaint


@pytest.fixture
def drawn(project, monkeypatch) -> dict[str, object]:
    """Return what was asked of the drawing, without drawing."""
    asked: dict[str, object] = {}

    def write_figures(corpus, directory, **how):
        asked.update(how, documents=list(corpus.documents["document_id"]), directory=directory)
        return [directory / "themes.png"]

    figures = types.ModuleType("policytasks.figures")
    figures.write_figures = write_figures
    figures.remove_leftovers = lambda directory: types.SimpleNamespace(
        removed=[directory / "gone.png"], unknown=[directory / "strange.png"]
    )
    monkeypatch.setitem(sys.modules, "policytasks.figures", figures)
    main(["build"])
    return asked


def test_figures_are_drawn_as_asked(project, drawn, capsys):
    assert main(["figures", "--lang", "zh", "--format", "png,pdf"]) == 0
    assert len(drawn.pop("documents")) == 2
    assert drawn == {
        "directory": project.root / "figures",
        "lang": "zh",
        "formats": ("png", "pdf"),
        "names": None,
        "width": "180mm",
    }
    said = capsys.readouterr()
    assert "themes.png" in said.out and "gone.png: removed" in said.out
    assert "strange.png is named like a figure" in said.err


def test_one_figure_of_chosen_places(drawn, tmp_path, capsys):
    import policytasks as pt

    first = pt.load().documents["document_id"].iloc[0]
    asked = ["figures", "chain", "--document", first, "--width", "slide", "--out", str(tmp_path)]
    assert main(asked) == 0
    assert drawn["documents"] == [first]
    assert (drawn["names"], drawn["width"], drawn["directory"]) == (["chain"], "slide", tmp_path)
    assert "gone.png" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("choice", "said"),
    [
        (["--place", "nowhere"], "there is no place 'nowhere'"),
        (["--theme", "mealz"], "did you mean meals"),
        (["--since", "2090"], "no document is left of 2"),
    ],
)
def test_a_choice_of_nothing_is_said(drawn, choice, said, tmp_path, capsys):
    assert main(["figures", *choice, "--out", str(tmp_path)]) == 1
    assert said in capsys.readouterr().err
    assert not drawn


@pytest.mark.parametrize(
    "arguments",
    [
        ["bulid"],
        ["build", "--workers", "0"],
        ["build", "--workers", "two"],
        ["build", "extra"],
        ["parse", "plan.txt"],
        ["parse", "--out", "tables"],
        ["export"],
        ["export", "plans.ods"],
        ["figures", "--lang", "de"],
        ["figures", "--format", "png,gif"],
        ["figures", "--width", "100mm"],
        ["figures", "--place", "jining"],
        ["figures", "--place", ","],
        ["--unknown"],
    ],
    ids=" ".join,
)
def test_wrong_usage_ends_with_2(project, arguments, capsys):
    usage_error(*arguments)
    assert "usage: policytasks" in capsys.readouterr().err


def test_without_a_command_the_help_is_shown(capsys):
    assert main([]) == 2
    assert "examples:" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["build", "parse", "export", "figures"])
def test_every_command_explains_itself_with_an_example(command, capsys):
    with pytest.raises(SystemExit) as caught:
        main([command, "--help"])
    assert caught.value.code == 0
    assert f"policytasks {command} " in capsys.readouterr().out.split("example", 1)[1]


def test_version(capsys):
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"policytasks {__version__}\n"


def test_help_imports_nothing_slow():
    code = (
        "import sys; from policytasks.cli import main\n"
        "try: main(['--help'])\n"
        "except SystemExit: pass\n"
        "slow = {'numpy', 'pandas', 'pyarrow', 'pydantic', 'matplotlib', 'plotly', 'tqdm'}\n"
        "print(sorted(slow & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_interruption_is_no_traceback(project, monkeypatch, capsys):
    def interrupted(*_, **__):
        raise KeyboardInterrupt

    monkeypatch.setattr("policytasks.building.build", interrupted)
    assert main(["build"]) == 130
    assert "interrupted" in capsys.readouterr().err


def test_package_gives_its_verbs_also_after_its_modules_are_imported(city_plan):
    import policytasks as pt
    import policytasks.building
    import policytasks.corpus

    assert pt.parse(city_plan).tasks["task_id"][0] == "document:001"
    assert pt.build is policytasks.building.build
    assert pt.load is policytasks.corpus.load
    assert pt.Corpus is policytasks.corpus.Corpus
    assert {"Corpus", "build", "load", "parse"} <= set(dir(pt))
    with pytest.raises(AttributeError):
        _ = pt.nothing


def test_audit_prints_what_was_not_understood(project, capsys):
    main(["build"])
    capsys.readouterr()
    assert main(["audit"]) == 0
    text = capsys.readouterr().out
    assert "title, notice and legal basis" in text
    assert main(["audit", "--json"]) == 0
    assert {row["finding"] for row in json.loads(capsys.readouterr().out)["findings"]} >= {
        "outside"
    }
    assert main(["audit", "nowhere"]) == 1
    assert "there is no document 'nowhere'" in capsys.readouterr().err


def test_add_registers_a_plan_that_build_then_reads(project, tmp_path, capsys, city_plan):
    page = tmp_path / "luhe.html"
    body = "".join(
        f"<p>{line}</p>" for line in city_plan.replace("清河市", "芦河市").splitlines() if line
    )
    page.write_text(
        f"<html><head><meta charset='utf-8'></head><body><div>{body}</div></body></html>",
        encoding="utf-8",
    )
    assert main(["add", str(page), "--place", "luhe", "--place-en", "Luhe"]) == 0
    said = capsys.readouterr().out
    assert "luhe: added" in said
    assert "place_zh: 芦河市" in said
    assert "published: not found; give it with --published" in said
    assert main(["add", str(page)]) == 0
    assert "luhe: unchanged" in capsys.readouterr().out
    assert main(["build"]) == 0
    assert "luhe" in pq.read_table(project.tables / "tasks.parquet")["document_id"].to_pylist()


def test_add_refuses_a_bad_date(project):
    usage_error("add", "plan.txt", "--issued", "2023")


# --- terminals and pipes -------------------------------------------------------


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "gbk", "utf-8"])
def test_no_terminal_is_too_poor_for_what_is_said(project, tmp_path, city_plan, encoding):
    plan = tmp_path / "anping.txt"
    plan.write_text(city_plan.replace("80%", "85%") + "①㈠⺠𠮷", encoding="utf-8")
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "LC_ALL": "C", "PYTHONUTF8": "0"}
    for arguments, status in (
        (["add", str(plan), "--place", "qinghe"], 0),
        (["build"], 0),
        (["audit"], 0),
        (["remove", "不在"], 1),
        (["--help"], 0),
    ):
        done = subprocess.run(
            [sys.executable, "-m", "policytasks", *arguments],
            cwd=project.root, env=environment, capture_output=True,
        )  # fmt: skip
        assert b"Traceback" not in done.stderr
        assert done.returncode == status, done.stderr
        assert (done.stdout if status == 0 else done.stderr).strip()


@pytest.mark.parametrize("arguments", [["audit"], ["audit", "--json"], ["build"], ["--help"]])
def test_reader_that_leaves_ends_the_command_quietly(project, arguments):
    main(["build"])
    command = [sys.executable, "-m", "policytasks", *arguments]
    with subprocess.Popen(
        command, cwd=project.root, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        running.stdout.close()
        said = running.stderr.read()
    assert said == b""
    assert running.returncode == 0
