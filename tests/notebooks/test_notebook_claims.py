"""No sentence of a notebook survives a change of the tables that makes it untrue.

Each notebook runs on the five plans and on changed copies of them. Every line that
depends on the tables is held against a count of its own, made here from the tables
without the package's comparisons; a line that nobody checks fails.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from IPython.display import Markdown
from scipy.stats import fisher_exact
from statsmodels.stats.proportion import confint_proportions_2indep

import policytasks as pt
from policytasks.codebook import load_codebook
from policytasks.figures import Style, plotted
from policytasks.reference import HandCodes

*NOTEBOOKS, APPENDIX = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))
NO_HAND_CODES = HandCodes()


class Changed:
    """A corpus with some of its tables changed."""

    def __init__(self, corpus: pt.Corpus, **tables: pd.DataFrame) -> None:
        self._corpus, self._tables = corpus, tables

    def __getattr__(self, name: str) -> Any:
        return self._tables.get(name, getattr(self._corpus, name))

    @property
    def before_themes(self) -> Changed:
        """Itself: no themes were chosen."""
        return self


def without_dates(corpus: pt.Corpus) -> Changed:
    tasks, targets = (table.assign(deadline=pd.NaT) for table in (corpus.tasks, corpus.targets))
    return Changed(corpus, tasks=tasks, targets=targets)


def without_leads(corpus: pt.Corpus) -> Changed:
    named = corpus.responsibilities
    return Changed(corpus, responsibilities=named[named["role"] != "lead"])


def tasks_alone(corpus: pt.Corpus) -> Changed:
    """Neither goals nor annex: each target stands once."""
    return Changed(corpus, tasks=corpus.tasks[corpus.tasks["kind"] == "task"])


def themes_dealt_anew(corpus: pt.Corpus) -> Changed:
    dealt = corpus.themes["task_id"].sample(frac=1, random_state=3).to_numpy()
    themes = corpus.themes.assign(task_id=dealt).drop_duplicates(["task_id", "theme_id"])
    return Changed(corpus, themes=themes.sort_index())


def two_plans_swapped(corpus: pt.Corpus) -> Changed:
    """What one plan did, the other does."""
    one, other = "jining-2024-42", "tongchuan-2020-34"
    swap = {one: other, other: one}

    def swapped(table: pd.DataFrame) -> pd.DataFrame:
        ids = [name for name in table if name in ("task_id", "parent_id", "target_id")]
        moved = {"document_id": table["document_id"].replace(swap)}
        for name in ids:
            moved[name] = table[name].map(
                lambda id: (
                    id
                    if pd.isna(id)
                    else swap.get(id.split(":")[0], id.split(":")[0]) + id[id.index(":") :]
                )
            )
        return table.assign(**moved)

    names = ("tasks", "themes", "targets", "responsibilities", "clauses", "citations")
    return Changed(corpus, **{name: swapped(getattr(corpus, name)) for name in names})


COPIES: dict[str, Callable[[pt.Corpus], Any]] = {
    "as it is": lambda corpus: corpus,
    "without dates": without_dates,
    "without leads": without_leads,
    "tasks alone": tasks_alone,
    "themes dealt anew": themes_dealt_anew,
    "two plans swapped": two_plans_swapped,
}


@cache
def copy_of_the_plans(name: str) -> Any:
    return COPIES[name](pt.load())


@pytest.fixture(autouse=True)
def differences_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Work the table of differences of each copy out once for all notebooks."""
    monkeypatch.setattr(plotted, "differences", lambda corpus, hand: _differences(corpus))


@cache
def _differences(corpus: Any) -> pd.DataFrame:
    return _worked_out(corpus, NO_HAND_CODES)


_worked_out = plotted.differences

# --- counts made here -----------------------------------------------------------


class Count:
    """The cases of a document that have something, counted from the tables."""

    def __init__(self, corpus: Any) -> None:
        self.corpus = corpus
        self.style = Style.of(corpus)
        self.ids = {label: id for id, label in self.style.names["document"].items()}
        assert len(self.ids) == len(corpus.documents), "two documents are called alike"
        self.themes = {label: id for id, label in self.style.names["theme"].items()}

    def tasks_of(self, document: str) -> pd.DataFrame:
        tasks = self.corpus.tasks
        return tasks[(tasks["document_id"] == document) & (tasks["kind"] == "task")]

    def with_annex(self, document: str) -> dict[str, str]:
        """Return the task of each task and of each annex row."""
        own = set(self.tasks_of(document)["task_id"])
        annex = self.corpus.tasks[self.corpus.tasks["parent_id"].isin(own)]
        rows = annex[annex["kind"] == "subtask"]
        return {id: id for id in own} | dict(zip(rows["task_id"], rows["parent_id"], strict=True))

    def having(self, document: str, link: str) -> set[str]:
        owner = self.with_annex(document)
        corpus = self.corpus
        rows = {
            "target": [corpus.targets],
            "date": [table[table["deadline"].notna()] for table in (corpus.targets, corpus.tasks)],
            "lead": [corpus.responsibilities[corpus.responsibilities["role"] == "lead"]],
            "money": [corpus.clauses[corpus.clauses["money"]]],
            "check": [corpus.clauses[corpus.clauses["check"]]],
        }[link]
        return {owner[id] for table in rows for id in table["task_id"] if id in owner}

    def of(self, what: str, document: str) -> tuple[int, int] | None:
        """Return how many of how many, None where the count is not made here."""
        tasks = set(self.tasks_of(document)["task_id"])
        if found := re.fullmatch("tasks act on “(.+)”", what):
            themes = self.corpus.themes
            acting = themes[themes["theme_id"] == self.themes[found[1]]]["task_id"]
            return len(tasks & set(acting)), len(tasks)
        if found := re.fullmatch("tasks have (.+)", what):
            words = {"a target": "target", "a date": "date", "a lead": "lead"}
            words |= {"public money": "money", "a check": "check"}
            links = [words[word] for word in re.split(", | and ", found[1])]
            return len(set.intersection(*(self.having(document, link) for link in links))), len(
                tasks
            )
        assert what == "quantities have neither date nor cadence"
        if set(self.corpus.tasks["kind"]) != {"task"}:
            return None
        targets = self.corpus.targets
        own = targets[targets["task_id"].isin(tasks) & (targets["kind"] == "quantity")]
        return int((own["deadline"].isna() & own["every"].isna()).sum()), len(own)


# --- one check for each form of sentence ------------------------------------------

DIFFERENCE = re.compile(
    r"""
    -\ (\d+)\ of\ (\d+)\ (.+?)\ in\ (.+?),\ (\d+)\ of\ (\d+)\ in\ (.+?):\ ([+-]\d+)\ points
    \ \(95\ %\ interval\ ([+-]\d+)\ to\ ([+-]\d+),\ p\ (.+?),\ q\ (.+?)\),\ (solid|indicative)
    (?:;\ the\ two\ also\ differ\ in\ (.+))?\.    # - 7 of 29 tasks have a date in Jining 2024, …
    """,
    re.VERBOSE,
)


def check_difference(found: re.Match, count: Count, names: dict[str, Any]) -> None:
    k, n, what, a, j, m, b, points, low, high, p, q, grade, differ = found.groups()
    pairs = [(count.ids[a], int(k), int(n)), (count.ids[b], int(j), int(m))]
    for document, held, whole in pairs:
        assert count.of(what, document) in (None, (held, whole))
    k, n, j, m = int(k), int(n), int(j), int(m)
    assert int(points) == pytest.approx(100 * (k / n - j / m), abs=0.51)
    limits = confint_proportions_2indep(k, n, j, m, method="newcomb", compare="diff")
    assert [int(low), int(high)] == pytest.approx([100 * limit for limit in limits], abs=0.51)
    exact = fisher_exact([[k, n - k], [j, m - j]]).pvalue
    assert p == ("< .001" if exact < 0.001 else f"= {exact:.3f}".replace("0.", "."))
    assert exact <= 0.05 and (
        grade == "indicative"
        or float(q.removeprefix("= 0").removeprefix("= ").removeprefix("< ")) <= 0.05
    )
    known = count.corpus.documents.set_index("document_id").loc[[pairs[0][0], pairs[1][0]]]
    columns = {"place": known["place_id"], "level": known["level"], "genre": known["genre"]}
    columns["year"] = known["issued"].dt.year
    apart = [name for name, values in columns.items() if values.nunique() > 1]
    said = differ.split(", ") if differ else []
    assert [name for name in said if name != "mandate"] == apart


def check_silent(found: re.Match, count: Count, names: dict[str, Any]) -> None:
    """Every two documents that can be asked are asked, for each finding."""
    silent, asked = map(int, found.groups())
    frame = names["differences"]
    assert asked in {(frame["finding"].map(kind)).sum() for kind in KINDS}
    assert 0 < silent <= asked


KINDS = (
    lambda finding: finding.startswith("theme:"),
    lambda finding: finding == "link:lead",
    lambda finding: not finding.startswith("theme:"),
)


def check_lengths(found: re.Match, count: Count, names: dict[str, Any]) -> None:
    longest, times, shortest = found.groups()
    medians = {}
    for label, id in count.ids.items():
        own = count.tasks_of(id)
        text = (own["title"].fillna("") + own["text"].fillna("")).map(
            lambda t: len("".join(t.split()))
        )
        medians[label] = text.median()
    assert medians[longest] == max(medians.values())
    assert medians[shortest] == min(medians.values())
    assert float(times) == pytest.approx(medians[longest] / medians[shortest], abs=0.051)


def check_no_task(found: re.Match, count: Count, names: dict[str, Any]) -> None:
    assert count.tasks_of(count.ids[found[1]]).empty


def check_missing_list(found: re.Match, count: Count, names: dict[str, Any]) -> None:
    document = count.ids[found[1]]
    cited = count.corpus.citations
    own = cited[(cited["document_id"] == document) & (cited["relation"] == "enclosure")]
    assert own["cited_title"].str.contains("清单|分工").any()
    tasks = count.corpus.tasks
    assert "subtask" not in set(tasks[tasks["document_id"] == document]["kind"])


def check_agreement(found: re.Match, count: Count, names: dict[str, Any]) -> None:
    """Without hand codes the size of coding error is not known."""
    assert found[1] == "its size is not known for these plans"


def acting(count: Count) -> list[str]:
    """Return the documents of which a task acts on any theme."""
    coded = count.corpus.themes["task_id"]
    return [id for id in count.ids.values() if coded.isin(count.tasks_of(id)["task_id"]).any()]


def check_no_profiles(found: re.Match, count: Count, names: dict[str, Any]) -> None:
    assert len(acting(count)) < 2


def check_distances(found: re.Match, count: Count, names: dict[str, Any]) -> None:
    apart, pairs, least, adjusted = found.groups()
    documents = len(acting(count))
    assert int(pairs) == documents * (documents - 1) // 2
    p = names["distances"]["p"].dropna().sort_values().to_numpy()
    assert float(least) == pytest.approx(p[0], abs=0.0006)
    holm = np.maximum.accumulate(p * np.arange(len(p), 0, -1)).clip(max=1)
    assert float(adjusted) == pytest.approx(holm[0], abs=0.0006)
    assert int(apart) == (holm <= 0.05).sum()


def check_annex(found: re.Match, count: Count, names: dict[str, Any]) -> None:
    label, kept, of_body, dated, added, moved, tasks = found.groups()
    document = count.ids[label]
    own = count.tasks_of(document)
    targets = count.corpus.targets
    assert int(of_body) == targets["task_id"].isin(own["task_id"]).sum()
    annex = count.corpus.tasks
    annex = annex[(annex["document_id"] == document) & (annex["kind"] == "subtask")]
    of_annex = targets[targets["task_id"].isin(annex["task_id"])]
    assert int(kept) + int(added) == len(of_annex)
    assert int(dated) <= of_annex["deadline"].notna().sum()
    assert int(tasks) == len(own)
    led = count.corpus.responsibilities
    assert int(moved) <= led[led["role"] == "lead"]["task_id"].isin(own["task_id"]).sum()


def check_no_annex(found: re.Match, count: Count, names: dict[str, Any]) -> None:
    assert "subtask" not in set(count.corpus.tasks["kind"])


def check_no_lead(found: re.Match, count: Count, names: dict[str, Any]) -> None:
    label, naming, tasks, duties, form = found.groups()
    document = count.ids[label]
    assert not count.having(document, "lead")
    owner = count.with_annex(document)
    ids = count.corpus.responsibilities["task_id"]
    assert int(naming) == len({owner[id] for id in ids if id in owner})
    assert int(tasks) == len(count.tasks_of(document))
    units = count.corpus.tasks
    own = units[(units["document_id"] == document) & (units["kind"] == "duty")]
    assert int(duties) == len(own)
    by_task, by_department = int(naming) > 0, own["task_id"].isin(ids).any()
    assert (
        form
        == {
            (True, True): "by task and department",
            (True, False): "task by task",
            (False, True): "by department",
            (False, False): "names nobody",
        }[by_task, bool(by_department)]
    )


def check_verdicts(found: re.Match, count: Count, names: dict[str, Any]) -> None:
    """Documents that are held against each other each state the indicator, or its topic."""
    indicators = {i.en: i for i in load_codebook().indicators}
    indicator = indicators[found[1].split(" / ")[0]]
    topic = indicator.topic or indicator.id
    alike = {i.id for i in indicators.values() if topic in (i.topic, i.id)}
    targets, units = count.corpus.targets, count.corpus.tasks["task_id"]
    stated = targets[targets["indicator_id"].isin(alike) & targets["task_id"].isin(units)]
    stating = set(stated["document_id"])
    pairs = len(stating) * (len(stating) - 1) // 2
    if many := re.fullmatch(
        r"of (\d+) pairs of documents (\d+) c.+, (\d+) do w.+, (\d+) do not\.", found[2]
    ):
        whole, *parts = map(int, many.groups())
        assert sum(parts) == whole == pairs > 6
    elif found[2] == "stated by one document alone.":
        assert pairs == 0
    else:
        told = re.findall(r"(?:^|\. )(.+?) – (.+?) (?:not comparable|comparable)", found[2])
        assert len(told) == pairs
        assert {count.ids[name] for pair in told for name in pair} == stating


def check_more(found: re.Match, count: Count, names: dict[str, Any]) -> None:
    graded = names["differences"]["grade"] != "not shown"
    assert 0 < int(found[1]) < graded.sum()


def check_not_coded(found: re.Match, count: Count, names: dict[str, Any]) -> None:
    assert not names["hand"].documents


def check_elsewhere(found: re.Match, count: Count, names: dict[str, Any]) -> None:
    """Precision and recall on plans of other places, from the counts in the file."""
    mended, told = found[1].startswith("by which"), found[3].split(", ")
    folder = Path(__file__).parents[2] / "data" / "reference"
    counts = pd.read_csv(folder / "elsewhere.csv")
    own = counts[(counts["mended_by"] == mended) & (counts["program"] + counts["hand"] > 0)]
    assert int(found[2]) == own["plan"].nunique()
    called = {"units": "tasks"}
    for each in told:
        name, precision, _, recall = each.split(" ")
        both, program, hand = own[own["table"] == called.get(name, name)].sum(numeric_only=True)[
            ["both", "program", "hand"]
        ]
        assert float(precision) == pytest.approx(both / program, abs=6e-4)
        assert float(recall) == pytest.approx(both / hand, abs=6e-4)
    assert len(told) == own["table"].nunique()


CHECKS = {
    DIFFERENCE: check_difference,
    re.compile(r"- (\d+) more rows are graded\."): check_more,
    re.compile(r"- None of these plans was coded by hand: .+\."): check_not_coded,
    re.compile(
        r"- Plans of other places (by which rules were mended|that were not used) \((\d+)\): (.+)\."
    ): check_elsewhere,
    re.compile(
        r"- In (\d+) of (\d+) comparisons no difference is shown, which is no evidence that the documents are alike\."
    ): check_silent,
    re.compile(r"- No two documents can be compared in this\."): lambda *_: None,
    re.compile(
        r"- The median task of (.+) is ([\d.]+) times as long as that of (.+): the profile of codes .+\."
    ): check_lengths,
    re.compile(r"- (.+) has no numbered task: it is not compared\."): check_no_task,
    re.compile(r"- (.+) announces a list of tasks that the source lacks: .+\."): check_missing_list,
    re.compile(
        r"- The tasks of a plan are all .+ Coding error comes on top: (.+)\. Where .+\."
    ): check_agreement,
    re.compile(r"No two documents have themes to compare\."): check_no_profiles,
    re.compile(
        r"(\d+) of (\d+) pairs of documents are .+ at random \(smallest p ([\d.]+), after Holm ([\d.]+)\)\."
    ): check_distances,
    re.compile(
        r"- (.+): (\d+) of the (\d+) targets of the body stand in the annex too, (\d+) of them only "
        r"there with a date; the annex adds (\d+), and gives (\d+) of (\d+) tasks another lead\."
    ): check_annex,
    re.compile(r"- No plan has an annex of tasks\."): check_no_annex,
    re.compile(
        r"- (.+) names no lead \((\d+) of (\d+) tasks and (\d+) duties name an agency: (.+)\)\. It is .+\."
    ): check_no_lead,
    re.compile(r"- \*\*(.+?)\*\*: (.+)"): check_verdicts,
    re.compile(r"\*\*(?:Commitment and responsibility|Themes)\*\*"): lambda *_: None,
}


def check_all(done: Any, corpus: Any) -> None:
    """Hold every line that depends on the tables against the counts made here."""
    count = Count(corpus)
    assert done.computed_lines()
    for line in done.computed_lines():
        checks = [
            (found, check) for form, check in CHECKS.items() if (found := form.fullmatch(line))
        ]
        assert checks, f"nobody checks: {line}"
        found, check = checks[0]
        check(found, count, done.names)


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
@pytest.mark.parametrize("copy", COPIES)
def test_every_sentence_is_true_of_the_tables_as_they_are(run, copy, notebook):
    corpus = copy_of_the_plans(copy)
    check_all(run(notebook, corpus, hand=NO_HAND_CODES, draw=False), corpus)


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_stranger_can_run_every_notebook_and_reads_nothing_untrue(run, strangers, notebook):
    """As many lines in Chinese, with the same numbers; a warning would show in the notebook."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        done = run(notebook, strangers, hand=NO_HAND_CODES)
        in_chinese = run(notebook, strangers, "zh", NO_HAND_CODES, draw=False)
    check_all(done, strangers)
    said, told = (list(map(numbers, each.computed_lines())) for each in (done, in_chinese))
    assert said == told


def test_a_stranger_can_run_the_appendix(run, strangers):
    run(APPENDIX, strangers, "zh", NO_HAND_CODES)


def numbers(line: str) -> list[str]:
    # 53: the volume of a journal is cited in short in Chinese.
    return sorted(
        set(re.findall(r"\d+(?:\.\d+)?|\.\d+", line)) - {"495", "513", "53", "2009", "95"}
    )


@pytest.mark.parametrize("notebook", NOTEBOOKS, ids=lambda path: path.stem)
def test_what_a_change_makes_untrue_is_gone(run, notebook):
    """Swapped plans, dates gone, themes dealt anew: a sentence that stays is still true."""
    before = run(
        notebook, copy_of_the_plans("as it is"), hand=NO_HAND_CODES, draw=False
    ).computed_lines()
    after = run(
        notebook, two_plans_swapped(pt.load()), hand=NO_HAND_CODES, draw=False
    ).computed_lines()
    about = [
        line
        for line in before
        if DIFFERENCE.fullmatch(line) and "Jining" in line and "Tongchuan" in line
    ]
    assert not set(about) & set(after)


@pytest.mark.parametrize("notebook", [*NOTEBOOKS, APPENDIX], ids=lambda path: path.stem)
def test_a_chinese_notebook_says_the_same_in_chinese_throughout(run, notebook):
    """Heads of tables and sentences; names of sources, journals and statistics aside."""
    corpus = copy_of_the_plans("as it is")
    done = run(notebook, corpus, "zh", NO_HAND_CODES, draw=False)
    english = run(notebook, corpus, hand=NO_HAND_CODES, draw=False)
    said, told = (list(map(numbers, each.computed_lines())) for each in (english, done))
    assert said == told
    assert done.tables()
    texts = [shown.data for shown in done.shown if isinstance(shown, Markdown)]
    texts += [str(head) for table in done.tables() for head in table.columns]
    allowed = r"Benoit|Laver|Mikhaylov|AJPS|Holm|F1"
    for text in texts:
        assert not re.search(r"[A-Za-z]{2,}", re.sub(allowed, "", text)), text


def test_the_notebooks_say_what_the_numbers_cannot(run):
    """What the intervals mean stands in 00 with its source; that names are joined and work is
    not, in 04."""
    corpus = copy_of_the_plans("as it is")
    first, last = (
        " ".join(
            shown.data
            for shown in run(path, corpus, draw=False).shown
            if isinstance(shown, Markdown)
        )
        for path in (NOTEBOOKS[0], NOTEBOOKS[4])
    )
    for words in ("Benoit, Laver and Mikhaylov 2009", "all of its tasks", "Coding error", "place"):
        assert words in first
    assert re.search("Names are joined by function, work is not.+2018.+2023", last)
