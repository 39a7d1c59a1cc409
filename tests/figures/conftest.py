"""The project's own tables, corpora that have little to show, and plans that nobody wrote."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from types import SimpleNamespace

import pandas as pd
import pyarrow as pa
import pytest

import policytasks as pt
from policytasks.corpus import Corpus
from policytasks.figures import FIGURES, Style
from policytasks.schema import TABLES

ROOT = Path(__file__).parents[2]

_TABLES = (
    *("documents", "tasks", "themes", "targets", "responsibilities"),
    *("clauses", "citations"),
)
_IDS = ("document_id", "place_id", "task_id", "parent_id", "target_id", "citation_id")
_NAMES = ("place_en", "place_zh")


@pytest.fixture(scope="session")
def corpus() -> pt.Corpus:
    return pt.load(ROOT / "data" / "tables")


@pytest.fixture(scope="session")
def frames(corpus) -> dict[str, pd.DataFrame]:
    """Return what each figure plots."""
    return {name: spec.compare(corpus) for name, spec in FIGURES.items()}


@pytest.fixture(scope="session", params=["en", "zh"])
def style(request, corpus) -> Style:
    return Style.of(corpus, request.param)


def one_task() -> pt.Corpus:
    """A plan of one task, of an unknown place, without theme codes of note or deadline."""
    text = "一、重点任务 （一）发展助餐服务。建设老年食堂10个。（责任单位：市民政局）"
    return pt.parse(text, document_id="one")


def no_task() -> pt.Corpus:
    """A text in which nothing is numbered."""
    return pt.parse("没有编号的文本。", document_id="none")


def many_places(corpus: pt.Corpus, copies: int = 2) -> SimpleNamespace:
    """The corpus twice over, each time as other places with other documents."""
    tables = {}
    for table in _TABLES:
        parts = []
        for copy in range(copies):
            part = getattr(corpus, table).copy()
            for column in part.columns.intersection(_IDS):
                part[column] = [id if pd.isna(id) else f"{copy}{id}" for id in part[column]]
            for column in part.columns.intersection(_NAMES):
                part[column] = part[column] + f" {copy}"
            parts.append(part)
        tables[table] = pd.concat(parts, ignore_index=True)
    return SimpleNamespace(**tables, source=lambda document_id: corpus.source(document_id[1:]))


@pytest.fixture(scope="session", params=["one task", "no task", "many places"])
def unusual(request, corpus) -> pt.Corpus | SimpleNamespace:
    """A corpus that figures were not made for: too little in it, or too much."""
    kinds = {"one task": one_task, "no task": no_task, "many places": lambda: many_places(corpus)}
    return kinds[request.param]()


@pytest.fixture(scope="session")
def plans() -> Callable[[int], Corpus]:
    """Return a function that gives the tables of so many plans, each of another place."""
    return generated


# Places of eight provinces, and English names that no list has.
_PLACES = (
    *(
        "石家庄市",
        "唐山市",
        "邯郸市",
        "保定市",
        "承德市",
        "太原市",
        "大同市",
        "长治市",
        "晋城市",
        "沈阳市",
    ),
    *(
        "大连市",
        "鞍山市",
        "长春市",
        "四平市",
        "辽源市",
        "南京市",
        "无锡市",
        "徐州市",
        "常州市",
        "南通市",
    ),
    *(
        "杭州市",
        "宁波市",
        "温州市",
        "嘉兴市",
        "合肥市",
        "芜湖市",
        "蚌埠市",
        "淮南市",
        "济南市",
        "青岛市",
    ),
    *(
        "淄博市",
        "枣庄市",
        "福州市",
        "厦门市",
        "莆田市",
        "三明市",
        "南昌市",
        "景德镇市",
        "萍乡市",
        "九江市",
    ),
)
_TASKS = (
    ("发展老年助餐服务", "支持社区开办老年食堂，到{year}年底建成{n}个助餐点。"),
    ("提升机构护理能力", "扩大护理型床位供给，到{year}年护理型床位占比达到{share}%以上。"),
    ("推进居家适老化改造", "为困难老年人家庭实施适老化改造{n}户。"),
    ("深化医养结合", "养老机构与医疗机构签订合作协议，到{year}年医养结合机构达到{n}家。"),
    ("建设智慧养老平台", "运用大数据、物联网汇总服务信息。"),
    ("加强护理人才培养", "每年培训养老护理员{n}人次，给予岗位补贴。"),
    ("补齐农村养老短板", "建设农村互助养老站点，到{year}年农村互助站点覆盖率达到{share}%。"),
    ("强化质量监管", "开展服务质量监测和等级评定，将结果纳入年度考核。"),
    ("发展银发经济", "培育老年用品产业，支持企业研发康复辅助器具。"),
    ("健全长期护理保险制度", "扩大长期护理保险参保范围，减轻失能老年人家庭负担。"),
    ("落实用地保障", "新建小区按标准配建养老服务设施，到{year}年配建率达到100%。"),
    ("加大财政投入", "安排专项资金支持养老服务设施建设和运营补助。"),
    ("鼓励社会力量参与", "支持民办养老机构发展，公办机构可以委托社会力量运营。"),
    ("保障特困老年人", "对特困供养老年人实行集中供养，{year}年底前完成供养机构改造{n}家。"),
    ("丰富老年精神文化生活", "办好老年大学，开展志愿服务活动。"),
)
_AGENCIES = (
    *(
        "市民政局",
        "市财政局",
        "市卫生健康委",
        "市人力资源社会保障局",
        "市自然资源局",
        "市住房城乡建设局",
    ),
    *("市医保局", "市发展改革委", "市教育局", "市农业农村局", "市市场监管局", "市商务局", "市残联"),
)
_GOALS = "到{year}年，全市护理型床位占比达到{share}%，每个街道建有{n}个综合养老服务中心。"
_BASES = ("〔2019〕5号", "〔2020〕14号", "〔2021〕35号")


def plan_text(number: int) -> str:
    """Return the text of one plan."""
    chance = random.Random(number)
    year = 2021 + chance.randrange(8)

    def filled(text: str) -> str:
        share = 5 * chance.randrange(8, 19)
        return text.format(
            year=year + chance.randrange(3), n=10 * chance.randrange(1, 60), share=share
        )

    lines = [f"{_PLACES[number]}养老服务提升工作方案"]
    lines.append(
        f"根据《国务院办公厅关于推进养老服务发展的意见》（国办发{chance.choice(_BASES)}）精神，制定本方案。"
    )
    lines += ["一、总体目标", filled(_GOALS), "二、重点任务"]
    tasks = chance.sample(_TASKS, chance.randrange(6, len(_TASKS) + 1))
    for position, (title, text) in enumerate(tasks):
        lead, *others = chance.sample(_AGENCIES, chance.randrange(1, 5))
        named = (
            f"（牵头单位：{lead}" + (f"；配合单位：{'、'.join(others)}" if others else "") + "）"
        )
        ordinal = (
            "一二三四五六七八九十"[position]
            if position < 10
            else f"十{'一二三四五'[position - 10]}"
        )
        lines.append(
            f"（{ordinal}）{title}。{filled(text)}{named if chance.random() < 0.8 else ''}"
        )
    lines += ["三、保障措施", "（一）加强组织领导。建立部门协调机制，定期开展督查。"]
    return "\n".join(lines)


@cache
def generated(count: int) -> Corpus:
    """Return the tables of so many plans, each of another place."""
    texts = {f"plan-{number:02d}": plan_text(number) for number in range(count)}
    read = [
        pt.parse(
            text,
            document_id=id,
            place_id=f"place-{number:02d}",
            place_zh=_PLACES[number],
            place_en=f"Northern City {number}",
            level="prefecture",
            number=f"办发〔{2019 + number % 6}〕{number + 1}号",
            issued=date(2019 + number % 6, 1 + number % 12, 1),
        )
        for number, (id, text) in enumerate(texts.items())
    ]
    tables = {name: pa.concat_tables([one._arrow[name] for one in read]) for name in TABLES}
    return Corpus(lambda: tables, texts.__getitem__)
