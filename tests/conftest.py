"""Small plans and projects for the tests of everything around the reading."""

from __future__ import annotations

import csv
import hashlib
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

# Needs a tool that only `make mutants` installs.
collect_ignore = ["mutants.py"]

# How long an example takes says more of the machine than of the code.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

ROOT = Path(__file__).parents[1]

CITY_PLAN = """\
清河市人民政府办公室关于印发《清河市养老服务工作方案》的通知
清政办发〔2023〕5号
各县（区）人民政府：
现将方案印发给你们，请遵照执行。
清河市人民政府办公室
2023年3月1日

一、总体要求
以满足老年人需求为目标，2025年底前，建成覆盖城乡的服务网络。
二、重点任务
（一）发展老年助餐服务。2025年年底前，新建社区食堂20个，老年助餐覆盖率达到80%以上。\
（牵头单位：市民政局，配合单位：市财政局、市卫生健康委）
（二）推进智慧养老。建设全市养老服务信息平台，推动部门数据共享。（责任单位：市民政局）
三、保障措施
（一）加强组织领导。各县（区）要建立工作协调机制，加强督查考核。
"""

PROVINCE_PLAN = """\
东山省民政厅关于印发农村养老服务提升方案的通知
东民发〔2022〕8号
各市（州）民政局：
现将方案印发给你们。
东山省民政厅
2022年6月1日
一、主要任务
（一）建设农村互助幸福院。到2024年，农村互助幸福院覆盖率达到60%。（责任部门：省民政厅、省财政厅）
（二）培训养老护理员。每年培训养老护理员500名以上。（责任部门：省人力资源社会保障厅）
"""

REGISTRY_COLUMNS = (
    *("document_id", "place_id", "place_zh", "place_en", "level", "title", "number"),
    *("issuer", "issued", "published", "source", "sha256"),
)


class Project:
    """A project folder whose registry a test may edit cell by cell."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.rows: list[dict[str, str]] = []
        self.sources.mkdir(parents=True)
        shutil.copytree(ROOT / "data" / "codebook", root / "data" / "codebook")

    @property
    def registry(self) -> Path:
        return self.root / "data" / "documents.csv"

    @property
    def sources(self) -> Path:
        return self.root / "data" / "sources"

    @property
    def tables(self) -> Path:
        return self.root / "data" / "tables"

    def add(self, name: str, content: str | bytes, **cells: str) -> dict[str, str]:
        """Write a source, register it and return its row."""
        data = content.encode() if isinstance(content, str) else content
        (self.sources / f"{name}.txt").write_bytes(data)
        row = dict.fromkeys(REGISTRY_COLUMNS, "") | {
            "document_id": name,
            "place_id": "qinghe",
            "place_zh": "清河市",
            "place_en": "Qinghe",
            "level": "prefecture",
            "title": "清河市养老服务工作方案",
            "issued": "2023-03-01",
            "source": f"{name}.txt",
            "sha256": hashlib.sha256(data).hexdigest(),
            **cells,
        }
        self.rows.append(row)
        self.register()
        return row

    def register(self) -> None:
        """Write the rows into the registry."""
        with self.registry.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, REGISTRY_COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(self.rows)

    def table_bytes(self) -> dict[str, bytes]:
        """Return what the folder of the tables holds."""
        return {path.name: path.read_bytes() for path in sorted(self.tables.iterdir())}


@pytest.fixture
def city_plan() -> str:
    return CITY_PLAN


@pytest.fixture
def province_plan() -> str:
    return PROVINCE_PLAN


@pytest.fixture
def empty_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project without documents, which is the working directory."""
    project = Project(tmp_path / "project")
    monkeypatch.chdir(project.root)
    return project


@pytest.fixture
def project(empty_project: Project) -> Project:
    """A project with two documents, which is the working directory."""
    empty_project.add("qinghe-2023-5", CITY_PLAN)
    empty_project.add(
        "dongshan-2022-8",
        PROVINCE_PLAN,
        place_id="dongshan",
        place_zh="东山省",
        place_en="Dongshan Province",
        level="province",
        issued="2022-06-01",
    )
    return empty_project
