"""Make plans by the thousand out of the registered ones, the same for the same seed.

A generated plan has the layout of one source, with its header, sections and
annexes. Each numbered item of its body is exchanged for one of any source, and
then names of places, years and quantities are changed.
"""

from __future__ import annotations

import csv
import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from policytasks.documents import load_registered
from policytasks.registry import REGISTRY_COLUMNS, RegistryEntry, read_registry

__all__ = ["Plan", "generate", "write_plans"]

_NUMERAL = "[一二三四五六七八九十]{1,3}"
_HEADING = re.compile(
    rf"(?<=[\s。])(?:(?P<section>{_NUMERAL})、|[（(]{_NUMERAL}[）)]|\d{{1,2}}[.](?!\d)\s?)"
)
_ANNEXES = re.compile(r"^附件\d?\s*$", re.MULTILINE)
# An item ends with its last full stop, or with the brackets behind it.
_ITEM = re.compile(r".{40,}。(?:\s*[（(][^（()）]*[）)])?", re.DOTALL)
_ABOUT_THE_WORK_ITSELF = re.compile("目标|要求|步骤|保障|组织|职责")

_YEAR = re.compile(r"(?<!\d)20[12]\d(?=年|〕|\)|—|-)")
# The upper end of a range stays as it is, else it could fall below the lower one.
_QUANTITY = re.compile(r"(?<![\d.〔~～—至-])\d+(?=%|张|个|家|名|户|所|支|处|次|元|万元|平方米)")
_LARGEST_SHIFT = 3

_STEM_BEGINNINGS = "清东南北安平永宁兴和长临新广金华嘉昌德文武龙凤青"
_STEM_ENDINGS = "河山川阳州源泉岭江湖溪原城林海丰"
_SUFFIXES = {"province": "省", "prefecture": "市"}


@dataclass(frozen=True, slots=True)
class Plan:
    """A generated text and its line in the registry."""

    cells: dict[str, str]
    text: str


@dataclass(frozen=True, slots=True)
class _Frame:
    """A source cut into what stays and what is exchanged.

    ``pieces`` are alternately text and the pool from which an item comes.
    """

    entry: RegistryEntry
    pieces: tuple[str, ...]


def generate(registry: Path, count: int, seed: int) -> Iterator[Plan]:
    """Yield plans made of the documents that a registry names.

    Parameters
    ----------
    registry
        The registry, with the sources in the folder ``sources`` beside it.
    count
        Number of plans. The first ones are the same whatever it is.
    seed
        Another seed gives other plans.
    """
    frames = []
    pools: dict[str, list[str]] = defaultdict(list)
    for entry in read_registry(registry):
        text, _ = load_registered(entry)
        frames.append(_Frame(entry, tuple(_cut(text, pools))))
    stems = [frame.entry.place_zh[:2] for frame in frames]
    names_of_places = re.compile("|".join(sorted(set(stems))))
    for number in range(1, count + 1):
        yield _plan(number, Random(f"{seed}:{number}"), frames, pools, names_of_places)


def _cut(text: str, pools: dict[str, list[str]]) -> Iterator[str]:
    """Yield a source's pieces; put its items into the pools."""
    annexes = _ANNEXES.search(text)
    end = annexes.start() if annexes else len(text)
    pool, kept = "work", 0
    headings = list(_HEADING.finditer(text, 0, end))
    for heading, following in zip(headings, [*headings[1:], None], strict=True):
        stop = following.start() if following else end
        if heading["section"]:
            line = text[heading.end() : heading.end() + 12]
            pool = "support" if _ABOUT_THE_WORK_ITSELF.search(line) else "work"
        elif item := _ITEM.match(text, heading.end(), stop):
            pools[pool].append(item[0])
            yield text[kept : heading.end()]
            yield pool
            kept = item.end()
    yield text[kept:]


def _plan(
    number: int,
    random: Random,
    frames: list[_Frame],
    pools: dict[str, list[str]],
    names_of_places: re.Pattern,
) -> Plan:
    frame = random.choice(frames)
    entry = frame.entry
    beginning = random.randrange(len(_STEM_BEGINNINGS))
    ending = random.randrange(len(_STEM_ENDINGS))
    stem = _STEM_BEGINNINGS[beginning] + _STEM_ENDINGS[ending]
    shift = random.randint(-_LARGEST_SHIFT, _LARGEST_SHIFT)

    def change(text: str) -> str:
        text = names_of_places.sub(stem, text)
        text = _YEAR.sub(lambda year: str(int(year[0]) + shift), text)
        return _QUANTITY.sub(lambda quantity: _of_as_many_digits(quantity[0], random), text)

    kept, exchanged = frame.pieces[::2], frame.pieces[1::2]
    pieces = [kept[0]]
    for pool, text in zip(exchanged, kept[1:], strict=True):
        pieces += (random.choice(pools[pool]), text)
    text = change("".join(pieces))
    document_id = f"plan-{number:06d}"
    return Plan(
        {
            "document_id": document_id,
            "place_id": f"{entry.level}-{beginning}-{ending}",
            "place_zh": stem + _SUFFIXES[entry.level],
            "place_en": "",
            "level": entry.level,
            "title": change(entry.title),
            "number": change(entry.number or ""),
            "issuer": change(entry.issuer or ""),
            "issued": _shifted(entry.issued, shift),
            "published": _shifted(entry.published, shift),
            "source": f"{document_id}.txt",
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
        },
        text,
    )


def _of_as_many_digits(number: str, random: Random) -> str:
    if number == "100":
        return number
    return str(random.randint(10 ** (len(number) - 1), 10 ** len(number) - 1))


def _shifted(day: date | None, years: int) -> str:
    return str(day.replace(year=day.year + years)) if day else ""


def write_plans(plans: Iterable[Plan], folder: Path) -> Path:
    """Write plans and their registry as `policytasks build` reads them.

    Parameters
    ----------
    plans
        As `generate` yields them.
    folder
        Gets ``documents.csv`` and the folder ``sources``.

    Returns
    -------
    Path
        The registry.
    """
    (folder / "sources").mkdir(parents=True)
    registry = folder / "documents.csv"
    with registry.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, REGISTRY_COLUMNS, lineterminator="\n")
        writer.writeheader()
        for plan in plans:
            writer.writerow(plan.cells)
            (folder / "sources" / plan.cells["source"]).write_bytes(plan.text.encode())
    return registry
