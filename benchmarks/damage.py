"""How much of a plan is read after one slip of the page: the units found again.

Each text is damaged in one way after the other: all line breaks removed, all full stops
before headings removed, brackets swapped, one heading or one ordinal removed (each of
some in turn). A unit counts as found again if one of its kind opens with the same words.

Where the heading that is removed is all that tells the kind of the units under it
(五、强化服务保障 over items that count on from those of 四、), the text that is left says
another kind, and nothing tells that it lies. So the floor for one slip is held by the units
found again whatever their kind; the mean by those of their kind too.

    python benchmarks/damage.py                  the five sources
    python benchmarks/damage.py plan.txt …       these as well
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from policytasks.codebook import load_codebook
from policytasks.documents import describe
from policytasks.importing import read_file
from policytasks.reading import read
from policytasks.reading.headings import heading_end
from policytasks.reading.outline import Section, read_outline
from policytasks.reading.view import View

SOURCES = Path(__file__).parents[1] / "data" / "sources"
MOST_HEADINGS = 24
AIM, FLOOR = 0.95, 0.80
FIRST_WORDS = 8
SWAPPED = str.maketrans("（）()〔〕【】", "〔〕〔〕（）（）")


def units(text: str, codebook) -> Counter:
    """Return the units of a text by kind and first words, signs and breaks aside."""
    parsed = read(text, describe(text, document_id="plan"), codebook)
    return Counter(
        (task.kind, re.sub(r"\W", "", (task.title or "") + task.text)[:FIRST_WORDS])
        for task in parsed.tasks
    )


def shares_found(whole: Counter, found: Counter) -> tuple[float, float]:
    """Return the share of units found again with their kind, and whatever their kind."""

    def words(units: Counter) -> Counter:
        return Counter(words for _, words in units.elements())

    total = whole.total()
    return (whole & found).total() / total, (words(whole) & words(found)).total() / total


def headings(text: str) -> tuple[View, list[Section]]:
    """Return the view of a text and the sections of its outline."""
    view = View.of(text)
    return view, [section for _, section in read_outline(view).walk() if not section.is_lost]


def damages(text: str) -> Iterator[tuple[str, str]]:
    """Yield the name of a damage and the damaged text."""
    view, sections = headings(text)
    yield "all line breaks", re.sub(r"[\r\n]+", "", text)
    starts = {view.offset(section.start) for section in sections}
    before = {start - len(text[:start]) + len(text[:start].rstrip()) - 1 for start in starts}
    yield (
        "all full stops before headings",
        "".join(sign for at, sign in enumerate(text) if not (sign == "。" and at in before)),
    )
    yield "brackets", text.translate(SWAPPED)
    step = max(1, len(sections) // MOST_HEADINGS)
    for section in sections[::step]:
        first, body = view.span(section.start, section.body)
        end = view.offset(max(heading_end(view, section), section.body + 1) - 1) + 1
        yield "one heading", text[:first] + text[end:]
        yield "one ordinal", text[:first] + text[body:]


def main(files: list[str]) -> int:
    """Print the share of units found again; return 1 if one slip costs more than it may."""
    codebook = load_codebook()
    shares: dict[str, list[tuple[float, float]]] = {}
    for file in [*sorted(SOURCES.glob("*.txt")), *map(Path, files)]:
        text = read_file(file).text
        whole = units(text, codebook)
        if not whole:
            continue
        own: dict[str, list[tuple[float, float]]] = {}
        for name, damaged in damages(text):
            found = shares_found(whole, units(damaged, codebook))
            own.setdefault(name, []).append(found)
        print(f"{file.stem[:32]:32} {whole.total():4} units", end="")
        for name, values in own.items():
            mean, least, _ = summary(values)
            print(f" | {name} {mean:.3f} min {least:.3f}", end="")
            shares.setdefault(name, []).extend(values)
        print()
    print()
    good = True
    for name, values in shares.items():
        mean, least, least_of_any_kind = summary(values)
        print(
            f"{name:32} mean {mean:.3f}  least {least:.3f}, whatever the kind "
            f"{least_of_any_kind:.3f}  of {len(values)}"
        )
        good = good and mean >= AIM and least_of_any_kind >= FLOOR
    return 0 if good else 1


def summary(values: list[tuple[float, float]]) -> tuple[float, float, float]:
    """Return the mean and the least share by kind, and the least whatever the kind."""
    by_kind, of_any_kind = zip(*values, strict=True)
    return sum(by_kind) / len(by_kind), min(by_kind), min(of_any_kind)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
