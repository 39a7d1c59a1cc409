"""Exports of a small project, and hands that change them as a person would in the tool."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest

import policytasks as pt
from policytasks.building import build
from policytasks.codebook import load_codebook
from policytasks.exchange import BroughtBack, bring_back, send
from policytasks.tables import read_tables

XML = "{urn:QDA-XML:project:1.0}"
CITY = "qinghe-2023-5"
# A project of these tests has the codebook of the repository; its patterns compile once.
CODEBOOK = load_codebook(Path(__file__).parents[2] / "data" / "codebook")
# Signs beyond the first plane, before all units and within one.
CITY_TITLE, RARE = "清河市人民政府办公室关于", "𠮷"


class Exchanged:
    """A project, and what is done with its exports."""

    def __init__(self, project) -> None:
        self.project = project
        self.folder = project.root
        self.corrections = project.root / "data" / "corrections"
        build(progress=False)

    def rows(self, table: str = "themes") -> list[dict]:
        return read_tables(self.project.tables)[table].to_pylist()

    def source(self, id: str = CITY) -> str:
        return pt.load().source(id)

    def send(self, name: str) -> Path:
        tables = read_tables(self.project.tables)
        return send(tables, pt.load().source, self.folder / name, codebook=CODEBOOK)[0]

    def bring_back(self, file: Path, by: str = "Li") -> BroughtBack:
        return bring_back(
            file,
            by,
            corrections=self.corrections,
            corpus=pt.load(),
            codebook=CODEBOOK,
            today=date(2026, 3, 1),
        )

    def decisions(self, brought: BroughtBack) -> str:
        return "".join(file.read_text(encoding="utf-8") for file in brought.files)


@pytest.fixture
def exchanged(project, city_plan) -> Exchanged:
    known = {"document_id", "source", "sha256"}
    cells = next(dict(row) for row in project.rows if row["document_id"] == CITY)
    project.rows[:] = [row for row in project.rows if row["document_id"] != CITY]
    text = city_plan.replace(CITY_TITLE, RARE + CITY_TITLE).replace("信息平台", f"{RARE}信息平台")
    project.add(CITY, text, **{name: cells[name] for name in cells if name not in known})
    return Exchanged(project)


def parts_of(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as package:
        return {name: package.read(name) for name in package.namelist()}


def pack(file: Path, parts: dict[str, bytes]) -> Path:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    file.write_bytes(content.getvalue())
    return file


def change_project(file: Path, change: Callable[[ElementTree.Element], None]) -> None:
    parts = parts_of(file)
    root = ElementTree.fromstring(parts["project.qde"])
    change(root)
    pack(file, parts | {"project.qde": ElementTree.tostring(root, encoding="utf-8")})


def change_tasks(file: Path, change: Callable[[list], None]) -> None:
    tasks = json.loads(file.read_text(encoding="utf-8"))
    change(tasks)
    file.write_text(json.dumps(tasks, ensure_ascii=False), encoding="utf-8")


class ProjectHand:
    """Changes a REFI-QDA project."""

    name = "plans.qdpx"

    def change(self, file: Path, gone: tuple[int, int, str], new: tuple[int, int, str]) -> None:
        def in_tool(root: ElementTree.Element) -> None:
            codes = {c.get("name"): c.get("guid") for c in root.iter(f"{XML}Code")}
            users = root.find(f"{XML}Users")
            ElementTree.SubElement(users, f"{XML}User", guid="U1", name="Wang")
            (source,) = (s for s in root.iter(f"{XML}TextSource") if s.get("name") == CITY)
            for each in list(source.iter(f"{XML}PlainTextSelection")):
                at = int(each.get("startPosition")), int(each.get("endPosition"))
                target = each.find(f"{XML}Coding/{XML}CodeRef").get("targetGUID")
                if (*at, target) == (*gone[:2], codes[gone[2]]):
                    source.remove(each)
            selection = ElementTree.SubElement(
                source,
                f"{XML}PlainTextSelection",
                guid="S1",
                startPosition=str(new[0]),
                endPosition=str(new[1]),
            )
            coding = ElementTree.SubElement(selection, f"{XML}Coding", guid="C1", creatingUser="U1")
            ElementTree.SubElement(coding, f"{XML}CodeRef", targetGUID=codes[new[2]])

        change_project(file, in_tool)


class TasksHand:
    """Annotates the tasks of Label Studio."""

    name = "plans.labelstudio.json"

    def change(self, file: Path, gone: tuple[int, int, str], new: tuple[int, int, str]) -> None:
        def in_tool(tasks: list) -> None:
            task = next(t for t in tasks if t["data"]["policytasks"]["document_id"] == CITY)
            result = [
                region
                for region in task["predictions"][0]["result"]
                if (region["value"]["start"], region["value"]["end"], *region["value"]["labels"])
                != gone
            ]
            words = task["data"]["text"][new[0] : new[1]]
            value = {"start": new[0], "end": new[1], "text": words, "labels": [new[2]]}
            result.append({"id": "r1", "type": "labels", "value": value})
            task["annotations"] = [{"result": result, "completed_by": {"email": "Wang"}}]
            task["predictions"] = [1]

        change_tasks(file, in_tool)


@pytest.fixture(params=[ProjectHand(), TasksHand()], ids=["qdpx", "labelstudio"])
def hand(request) -> ProjectHand | TasksHand:
    return request.param
