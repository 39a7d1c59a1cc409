"""The codebooks as they stand, and what is said of codebooks at fault."""

from __future__ import annotations

import re
import shutil
import time
from pathlib import Path

import pytest

from policytasks import paths
from policytasks.agencies import compact_name
from policytasks.codebook import Indicator, load_codebook
from policytasks.errors import CodebookError, RegistryError
from policytasks.paths import PathFinder

ROOT = Path(__file__).parents[1]
FILES = ROOT / "data" / "codebook"
CODEBOOK = load_codebook(FILES)
each_indicator = pytest.mark.parametrize(
    "indicator", CODEBOOK.indicators, ids=lambda indicator: indicator.id
)


@pytest.fixture
def folder(tmp_path) -> Path:
    """A copy of the codebooks that a test may spoil."""
    return Path(shutil.copytree(FILES, tmp_path / "codebook"))


def read(indicator: Indicator, example: dict[str, str]) -> str | None:
    """Return the indicator that an example of the codebook is read as."""
    return CODEBOOK.indicator_id(
        example.get("indicator"),
        example.get("unit", indicator.unit),
        example.get("kind", indicator.kinds[0]),
        example.get("quote", ""),
    )


# --- as they stand -------------------------------------------------------------


def test_every_pattern_is_a_regular_expression():
    for theme in CODEBOOK.themes:
        assert theme.pattern and theme.weak_pattern
    for indicator in CODEBOOK.indicators:
        assert indicator.pattern and indicator.excluding


@each_indicator
def test_examples_are_read_as_the_indicator_and_counterexamples_are_not(indicator):
    assert indicator.match
    assert [e for e in indicator.match if read(indicator, e) != indicator.id] == []
    assert [e for e in indicator.no_match if read(indicator, e) == indicator.id] == []


@each_indicator
def test_every_pattern_of_an_indicator_has_an_example(indicator):
    pairs = [(e.get("indicator", ""), e.get("quote", "")) for e in indicator.match]
    texts = [compact_name(text) for pair in pairs for text in (*pair, "".join(pair))]
    idle = [p for p in indicator.patterns if not any(re.search(p, text) for text in texts)]
    assert idle == []


def test_milestones_and_foreign_units_have_no_indicator():
    assert CODEBOOK.indicator_id("护理型床位占比", None, "milestone", "护理型床位占比提高") is None
    assert CODEBOOK.indicator_id("护理型床位占比", "张", "quantity", "护理型床位占比50张") is None


def test_indicator_as_written_goes_before_the_quote():
    # One quote carries two values; only the indicator tells which is which.
    quote = "嵌入式社区日间照料中心和农村养老综合服务中心覆盖率分别达到30%和35%以上"
    for indicator, expected in (
        ("嵌入式社区日间照料中心覆盖率", "embedded_centre_coverage"),
        ("农村养老综合服务中心覆盖率", "rural_centre_coverage"),
    ):
        assert CODEBOOK.indicator_id(indicator, "%", "quantity", quote) == expected


@pytest.mark.parametrize("population", CODEBOOK.populations, ids=lambda each: each.id)
def test_populations_are_named_by_their_examples(population):
    for text in population.match:
        assert population.pattern.search(text), text
    for text in population.no_match:
        assert not population.pattern.search(text), text


@pytest.mark.parametrize(
    ("indicator", "unit", "expected"),
    [
        ("65岁以上老年人健康管理率", "%", "health_management_rate"),
        ("7岁以下儿童健康管理率", "%", None),
        ("孕产妇健康管理率", "%", None),
        ("高血压患者健康管理服务率", "%", None),
        ("健康管理率", "%", "health_management_rate"),
        ("社区养老服务设施覆盖率", "%", "community_facility_coverage"),
        ("社区托育服务设施覆盖率", "%", None),
        ("新增普惠养老床位", "张", "inclusive_beds"),
        ("新增普惠托位床位", "张", None),
        ("福利彩票公益金用于养老服务的比例", "%", "lottery_fund_share"),
        ("体育彩票公益金用于儿童服务的比例", "%", None),
    ],
)
def test_an_indicator_has_a_population(indicator, unit, expected):
    assert CODEBOOK.indicator_id(indicator, unit, "quantity", indicator) == expected


def test_page_layout_does_not_change_the_indicator():
    quote = "到２０２１年底，护理型\n　床位占比达到40％"
    assert CODEBOOK.indicator_id(None, "％", "quantity", quote) == "nursing_bed_share"


# --- reading -------------------------------------------------------------------


def test_digest_follows_every_file(folder):
    digests = {load_codebook(folder).digest}
    for name, comment in (
        ("themes.toml", "# a\n"),
        ("indicators.toml", "# a\n"),
        ("populations.toml", "# a\n"),
        ("agencies.csv", "\n"),
    ):
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(comment)
        digests.add(load_codebook(folder).digest)
    assert len(digests) == 5
    assert load_codebook(FILES).digest == CODEBOOK.digest


def test_files_saved_by_a_spreadsheet_are_read(folder):
    path = folder / "agencies.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert load_codebook(folder).agencies == CODEBOOK.agencies


def test_new_row_gives_a_new_function(folder):
    with (folder / "agencies.csv").open("a", encoding="utf-8") as file:
        file.write("low_altitude,低空经济,Low-altitude economy,低空经济局,2024,,\n")
    codebook = load_codebook(folder)
    assert codebook.agency_id("市低空经济局") == "low_altitude"
    assert codebook.agency_id("市低空经济主管部门") == "low_altitude"


HEAD = "agency_id,zh,en,alias,first_year,last_year,note\n"
INDICATOR = """
[[indicator]]
id = "beds"
zh = "床位"
en = "Beds"
unit = "张"
units = ["张"]
kinds = ["quantity"]
measure = "count"
basis = "stock"
grows_with_place = true
comparable = "Always."
comparable_zh = "可比。"
patterns = ['床位']
match = [{ quote = "床位100张" }]
"""
THEME = """
[[theme]]
id = "meals"
zh = "老年助餐"
en = "Meals"
definition = "Meals."
definition_zh = "助餐。"
patterns = ['助餐']
match = ["助餐点"]
no_match = ["床位"]
"""


@pytest.mark.parametrize(
    ("name", "content", "line", "says"),
    [
        ("agencies.csv", "agency_id,zh,en,alias\n", 1, "first_year"),
        ("agencies.csv", HEAD + "a,甲,A,甲局,,,\nb,乙,B,甲局,,,\n", 3, "'a'"),
        ("agencies.csv", HEAD + "a,甲,A,甲局,,,\na,甲,A,甲局,2018,,\n", 3, "already"),
        ("agencies.csv", HEAD + "a,甲,A,甲局,,2018,\nb,乙,B,甲局,2018,,\n", 3, "those years"),
        ("agencies.csv", HEAD + "a,甲,A,甲和乙局,,,\nb,乙,B,甲乙局,,,\n", 3, "already"),
        ("agencies.csv", HEAD + "a,甲,A,甲局,2018,2013,\n", 2, "before first_year"),
        ("agencies.csv", HEAD + "a,甲,A,甲局,2018年,,\n", 2, "no year"),
        ("agencies.csv", HEAD + "a,甲,A,甲局,,,\na,甲,Other,甲厅,,,\n", 3, "Other"),
        ("agencies.csv", HEAD + "a,甲,A,*,,,\n", 2, "alias"),
        ("agencies.csv", HEAD + "a,,A,甲局,,,\n", 2, "empty"),
        ("agencies.csv", HEAD + "a,甲,A,甲局,,,one, two\n", 2, "8 cells"),
        ("indicators.toml", INDICATOR + INDICATOR, 17, "taken"),
        ("indicators.toml", INDICATOR + "colour = 'red'\n", 2, "colour"),
        ("indicators.toml", INDICATOR.replace('unit = "张"\n', ""), 2, "'unit'"),
        ("indicators.toml", INDICATOR.replace('unit = "张"', 'unit = "个"'), 2, "units"),
        ("indicators.toml", INDICATOR.replace('"stock"', '"flow"'), 2, "flow"),
        ("indicators.toml", INDICATOR.replace('["quantity"]', '["milestone"]'), 2, "milestone"),
        ("indicators.toml", INDICATOR.replace("true", '"yes"'), 2, "true or false"),
        ("indicators.toml", INDICATOR.replace("['床位']", "'床位'"), 2, "a list"),
        ("indicators.toml", INDICATOR.replace("['床位']", "[]"), 2, "empty"),
        ("indicators.toml", INDICATOR + "zh = \n", None, "line 16"),
        ("indicators.toml", "[indicator]\nid = 'a'\n", None, "[[indicator]]"),
        ("themes.toml", THEME + THEME, 12, "taken"),
        ("themes.toml", THEME.replace("definition_zh", "definiton_zh"), 2, "definiton_zh"),
        ("themes.toml", "", None, "nothing"),
    ],
)
def test_fault_is_named_with_file_line_and_remedy(folder, name, content, line, says):
    (folder / name).write_text(content, encoding="utf-8")
    with pytest.raises(CodebookError) as caught:
        load_codebook(folder)
    assert says in str(caught.value)
    assert caught.value.remedy
    where = str(folder / name)
    assert caught.value.where == (where if line is None else f"{where}, line {line}")


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("(", "no regular expression"),
        ("养老|", "every unit"),
        ("|养老", "every unit"),
        ("养老||床位", "every unit"),
        ("(?:养老)?", "every unit"),
        ("", "every unit"),
        ("养老　床位", "leave the blank out"),
        ("养老 床位", "leave the blank out"),
        (r"养老\s床位", "leave the blank out"),
        ("养老，床位", "','"),
        ("床位（张）", "'('"),
        ("[，、]床位", "','"),
        ("(养+)+老", "endless"),
        ("(养|养老)+床", "endless"),
        ("(养老|养老)*床", "endless"),
        ("(.*)*床", "endless"),
        (".*养老.*床位", "endless"),
        ("(?:养?老?)*床", "endless"),
        ("(?:.{0,40}、){0,40}床", "endless"),
        (".{0,900}养.{0,900}", "endless"),
    ],
)
@pytest.mark.parametrize(
    ("name", "content"), [("themes.toml", THEME), ("indicators.toml", INDICATOR)]
)
def test_pattern_that_cannot_be_used_is_refused_when_it_is_read(
    folder, name, content, pattern, says
):
    text = re.sub("patterns = .*", lambda _: f"patterns = ['好', '{pattern}']", content)
    (folder / name).write_text(text, encoding="utf-8")
    began = time.process_time()
    with pytest.raises(CodebookError, match=re.escape(f"{name}, line 2")) as caught:
        load_codebook(folder)
    assert says in str(caught.value)
    assert repr(pattern)[1:-1] in caught.value.problem
    assert time.process_time() - began < 2


@pytest.mark.parametrize(
    "pattern",
    [
        "养老.{0,20}床位.{0,20}张",
        "(?:老年|)人",
        "(?:综合)?(?:养老)?服务中心",
        r"GB(?:/T)?\d+.{0,24}达标",
        "^(?:(?!嵌入式).)*农村",
        "(?:养老|助餐)+点",
        "“互联网”",
        "[^，。]养老",
    ],
)
def test_pattern_that_can_be_used_is_read(folder, pattern):
    text = re.sub("patterns = .*", lambda _: f"patterns = ['{pattern}']", THEME)
    (folder / "themes.toml").write_text(text, encoding="utf-8")
    assert load_codebook(folder).themes[0].pattern


def test_agencies_that_are_no_csv_are_named_with_their_line(folder):
    (folder / "agencies.csv").write_text(HEAD + 'a,甲,A,"甲局,,,\n', encoding="utf-8")
    with pytest.raises(CodebookError, match=r"agencies\.csv, line 2: is no valid CSV"):
        load_codebook(folder)
    (folder / "agencies.csv").write_text(
        HEAD + "a,甲,A," + "局" * 200_000 + ",,,\n", encoding="utf-8"
    )
    with pytest.raises(CodebookError, match=r"agencies\.csv, line 2: is no valid CSV"):
        load_codebook(folder)


def test_missing_and_undecodable_files_are_named(folder):
    (folder / "agencies.csv").write_bytes(HEAD.encode() + "甲局\n".encode("gb18030"))
    with pytest.raises(CodebookError, match=r"agencies\.csv, line 2: is not UTF-8"):
        load_codebook(folder)
    (folder / "agencies.csv").unlink()
    with pytest.raises(CodebookError, match=r"agencies\.csv: cannot be read"):
        load_codebook(folder)


# --- where they are found ------------------------------------------------------


@pytest.fixture
def elsewhere(tmp_path, monkeypatch) -> Path:
    """A package that was not installed from a checkout; returns its folder."""
    package = tmp_path / "site-packages" / "policytasks"
    package.mkdir(parents=True)
    monkeypatch.setattr(paths, "__file__", str(package / "paths.py"))
    monkeypatch.setattr("importlib.resources.files", lambda _: package)
    return package


def make_project(root: Path) -> Path:
    """Make a project with nothing but a registry."""
    (root / "data").mkdir(parents=True)
    (root / "data" / "documents.csv").touch()
    return root


def test_nearest_project_above_counts(tmp_path):
    outer = make_project(tmp_path / "outer")
    inner = make_project(outer / "inner")
    deep = inner / "notebooks" / "drafts"
    deep.mkdir(parents=True)
    found = PathFinder.find(deep)
    assert found.root == inner
    assert found.documents_csv == inner / "data" / "documents.csv"
    assert {found.sources, found.tables} == {inner / "data" / "sources", inner / "data" / "tables"}
    assert found.figures == inner / "figures"
    assert PathFinder.find(outer).root == outer


def test_outside_a_project_only_the_codebook_of_the_checkout_serves(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert PathFinder.find().root is None
    assert load_codebook().digest == CODEBOOK.digest


def test_packaged_codebook_serves_where_a_project_has_none(tmp_path, elsewhere):
    packaged = Path(shutil.copytree(FILES, elsewhere / "data" / "codebook"))
    assert PathFinder.find(tmp_path).codebook == packaged
    project = make_project(tmp_path / "project")
    assert PathFinder.find(project).codebook == packaged
    own = project / "data" / "codebook"
    own.mkdir()
    assert PathFinder.find(project).codebook == own


def test_outside_every_project_the_remedy_is_told(tmp_path, elsewhere):
    nowhere = PathFinder.find(tmp_path)
    with pytest.raises(CodebookError, match="reinstall"):
        _ = nowhere.codebook
    for place in ("documents_csv", "sources", "tables", "figures"):
        with pytest.raises(RegistryError, match="change to a project's folder"):
            getattr(nowhere, place)
