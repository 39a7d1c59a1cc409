"""The codebooks: what a researcher edits under ``data/codebook/``, as objects.

``themes.toml`` says what each theme acts on, ``agencies.csv`` which names belong
to which public function, ``indicators.toml`` which measured values compare,
``populations.toml`` whom a value may concern besides the elders,
``roles.csv`` by which words a plan says who answers for what, ``clauses.toml``
which clauses say that money goes with a task and that its work is checked.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, StrictBool, model_validator

from policytasks.agencies import (
    Agency,
    AgencyIndex,
    agency_level,
    compact_name,
    has_agency_shape,
)
from policytasks.agencies.table import read_agencies
from policytasks.entries import (
    Fault,
    NamedEntry,
    Texts,
    csv_rows,
    read_codebook_file,
    toml_entries,
)
from policytasks.errors import CodebookError
from policytasks.paths import PathFinder
from policytasks.patterns import Pattern, alternation
from policytasks.questions import Question
from policytasks.roles import Roles, RoleWord

__all__ = ["Codebook", "Indicator", "Question", "Theme", "load_codebook"]

_THEMES = "themes.toml"
_AGENCIES = "agencies.csv"
_INDICATORS = "indicators.toml"
_POPULATIONS = "populations.toml"
_ROLES = "roles.csv"
_CLAUSES = "clauses.toml"
_FILES = (_THEMES, _AGENCIES, _INDICATORS, _POPULATIONS, _ROLES, _CLAUSES)
_ELDERS = "elders"
# A plan names the same few bodies in most of its units.
_remembered = lru_cache(maxsize=4096)

Kind = Literal["quantity", "norm"]
Measure = Literal["share", "count", "density", "amount"]
Basis = Literal["stock", "new", "yearly", "standard"]


class Theme(NamedEntry):
    """A theme of the coding manual, with the wording that shows it.

    Patterns are regular expressions over the compact text: no white space,
    half-width signs. They are compiled on first use.

    Attributes
    ----------
    patterns
        Wording that by itself shows that a unit acts on the theme.
    weak_patterns
        Wording that only supports other evidence.
    names_providers
        Whether its nouns also name who provides, owns or receives something
        (养老机构): as such they are no act on the theme.
    goes_to_providers
        Whether its words count only where providers get it: what persons are given is
        relief or pay.
    is_means
        Whether it is a means to the others, money or staff: what a unit on it names
        once is what the means are for.
    match, no_match
        Clauses that must, and must not, show the theme.
    """

    zh: str
    en: str
    definition: str
    definition_zh: str
    patterns: Annotated[tuple[Pattern, ...], Field(min_length=1)]
    match: tuple[str, ...]
    no_match: tuple[str, ...]
    weak_patterns: tuple[Pattern, ...] = ()
    names_providers: bool = False
    goes_to_providers: bool = False
    is_means: bool = False

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """All patterns as one; CodebookError where one is no regular expression."""
        return alternation(self.patterns, self.where)

    @cached_property
    def weak_pattern(self) -> re.Pattern[str]:
        """All weak patterns as one, which matches nothing where there are none."""
        return alternation(self.weak_patterns, self.where)


class Population(NamedEntry):
    """People whom a value may concern.

    Attributes
    ----------
    patterns
        Regular expressions over the compact text that name them.
    match, no_match
        Texts that must, and must not, name them.
    """

    zh: str
    en: str
    patterns: Annotated[tuple[Pattern, ...], Field(min_length=1)]
    match: Texts
    no_match: tuple[str, ...] = ()

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """All patterns as one; CodebookError where one is no regular expression."""
        return alternation(self.patterns, self.where)


class Indicator(NamedEntry):
    """A measure whose values compare across documents.

    Attributes
    ----------
    unit, units
        The unit to compare in, and every unit as written that converts to it.
    kinds
        The kinds of target that can state it: ``quantity``, ``norm``.
    measure
        ``share`` (per cent of a group), ``count``, ``density`` (per head, per
        household) or ``amount`` (money).
    basis
        What the value holds for: ``stock`` (all there are at the deadline),
        ``new`` (what is added by then), ``yearly`` (each year) or ``standard``
        (a rule for each case, which says nothing of how much is achieved).
    grows_with_place
        Whether a larger place has a larger value for no other reason: such
        values compare only within a level or per head.
    comparable, comparable_zh
        What makes two values comparable or not.
    topic
        The indicator beside which this one is shown, where two measure one thing in
        different ways (a share against a count); by default none.
    headline
        Whether it is shown although one place alone states it.
    patterns
        Regular expressions for what is measured, tried on the indicator, failing
        that on the quote, failing that on the two joined, all compact.
    exclude
        Wording, in either, that rules the indicator out.
    populations
        Those of ``populations.toml`` whom it concerns besides the elders. A target that
        names others, and not the elders, is not read as this indicator.
    match, no_match
        Targets that must, and must not, be read as this indicator: tables with
        ``indicator``, ``unit``, ``kind`` and ``quote``, each optional but one of
        the two texts.
    """

    zh: str
    en: str
    unit: str
    units: tuple[str, ...]
    kinds: tuple[Kind, ...]
    measure: Measure
    basis: Basis
    grows_with_place: StrictBool
    comparable: str
    comparable_zh: str
    patterns: Annotated[tuple[Pattern, ...], Field(min_length=1)]
    match: tuple[Mapping[str, str], ...]
    no_match: tuple[Mapping[str, str], ...] = ()
    exclude: tuple[Pattern, ...] = ()
    topic: str = ""
    headline: StrictBool = False
    populations: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _unit_is_listed(self) -> Self:
        if self.unit not in self.units:
            raise Fault(f"unit {self.unit!r} is not among units", "list it in units")
        return self

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """All patterns as one; CodebookError where one is no regular expression."""
        return alternation(self.patterns, self.where)

    @cached_property
    def excluding(self) -> re.Pattern[str]:
        """All excluding patterns as one, which matches nothing where there are none."""
        return alternation(self.exclude, self.where)


@dataclass(frozen=True)
class Codebook:
    """All codebooks, in the order of their files.

    Attributes
    ----------
    digest
        SHA-256 over the files' bytes, hexadecimal.
    """

    themes: tuple[Theme, ...]
    agencies: tuple[Agency, ...]
    indicators: tuple[Indicator, ...]
    populations: tuple[Population, ...]
    roles: Roles
    questions: tuple[Question, ...]
    digest: str

    def names(self, lang: str) -> dict[str, dict[str, str]]:
        """Return what themes, agencies and indicators are called in ``en`` or ``zh``.

        By what they are (``theme``, ``agency``, ``indicator``), then by id.
        """
        entries: dict[str, Sequence[Theme | Agency | Indicator]] = {
            "theme": self.themes,
            "agency": self.agencies,
            "indicator": self.indicators,
        }
        return {
            kind: {each.id: getattr(each, lang) for each in known}
            for kind, known in entries.items()
        }

    @cached_property
    def _agency_index(self) -> AgencyIndex:
        return AgencyIndex(self.agencies)

    def agency_id(self, name_as_written: str, year: int | None = None) -> str | None:
        """Return the function of an agency, None where the codebook has none.

        Parameters
        ----------
        name_as_written
            The agency with its level or place, as the document prints it.
        year
            Year of the document: some short names have changed their meaning.
        """
        return self._ids(name_as_written, year)

    def agency_level(self, name_as_written: str) -> str:
        """Return the level that an agency's name prints, as `agencies.agency_level` tells it."""
        return self._levels(name_as_written)

    def is_agency_name(self, text: str) -> bool:
        """Return whether a text is one agency's name, by its shape or as listed.

        Labels (责任单位) and clauses (市民政局牵头) have that shape and are none.
        """
        return self._are_names(text)

    @cached_property
    def _ids(self) -> Callable[[str, int | None], str | None]:
        return _remembered(self._agency_index.find)

    @cached_property
    def _levels(self) -> Callable[[str], str]:
        return _remembered(agency_level)

    @cached_property
    def _are_names(self) -> Callable[[str], bool]:
        return _remembered(self._is_name)

    def _is_name(self, text: str) -> bool:
        has_shape = has_agency_shape(text) or self._agency_index.knows(text)
        return has_shape and not self.roles.is_no_name(compact_name(text))

    def indicator_id(
        self, indicator: str | None, unit: str | None, kind: str, quote: str
    ) -> str | None:
        """Return the comparable indicator that a target states, None where none.

        Parameters
        ----------
        indicator
            What is measured, as written; None where the reader found none.
        unit
            The unit as written.
        kind
            ``quantity``, ``norm`` or ``milestone``.
        quote
            The stretch that carries the value, asked when the indicator alone
            does not tell.

        Notes
        -----
        Where several indicators fit, the one that stands first in the file
        counts: narrow ones stand before wide ones.
        """
        candidates, any_of_them = self._open(kind, unit)
        if not candidates:
            return None
        texts = [compact_name(text) for text in (indicator, quote) if text]
        # 农村幸福院 of the indicator and 每个区县建成3个 of the quote tell but together.
        whole = "".join(texts)
        telling = [text for text in (*texts, whole) if any_of_them.search(text)]
        if not telling:
            return None
        others = self._others_named(whole)
        fitting = [each for each in candidates if others.issubset(each.populations)]
        for text in telling:
            for candidate in fitting:
                if candidate.pattern.search(text) and not candidate.excluding.search(whole):
                    return candidate.id
        return None

    def _others_named(self, text: str) -> set[str]:
        """Return whom a text names besides the elders, no one where it names these."""
        named = {each.id for each in self.populations if each.pattern.search(text)}
        return set() if _ELDERS in named else named

    @cached_property
    def _open(self) -> Callable[[str, str | None], tuple[tuple[Indicator, ...], re.Pattern[str]]]:
        return cache(self._open_to)

    def _open_to(
        self, kind: str, unit: str | None
    ) -> tuple[tuple[Indicator, ...], re.Pattern[str]]:
        """Return the indicators of a kind and unit, and a pattern that any of them needs."""
        compact = compact_name(unit) if unit else None
        candidates = tuple(i for i in self.indicators if kind in i.kinds and compact in i.units)
        patterns = [pattern for candidate in candidates for pattern in candidate.patterns]
        return candidates, alternation(patterns, _INDICATORS)


def load_codebook(directory: Path | None = None) -> Codebook:
    """Read the codebooks.

    Parameters
    ----------
    directory
        The folder that holds the files; by default the project's, else
        the one packaged with policytasks.

    Raises
    ------
    CodebookError
        A file is missing or at fault; names the file, the line and the remedy.
        A pattern that is no regular expression shows when it is first used.
    """
    directory = PathFinder.find().codebook if directory is None else Path(directory)
    contents = {name: read_codebook_file(directory / name) for name in _FILES}
    digest = hashlib.sha256()
    for name, content in contents.items():
        digest.update(f"{name}\0{len(content)}\0".encode())
        digest.update(content)
    themes = toml_entries(directory / _THEMES, contents[_THEMES], "theme", Theme)
    indicators = toml_entries(
        directory / _INDICATORS, contents[_INDICATORS], "indicator", Indicator
    )
    populations = toml_entries(
        directory / _POPULATIONS, contents[_POPULATIONS], "population", Population
    )
    _check_names(indicators, populations)
    agencies = read_agencies(directory / _AGENCIES, contents[_AGENCIES])
    questions = toml_entries(directory / _CLAUSES, contents[_CLAUSES], "question", Question)
    words = tuple(word for _, word in csv_rows(directory / _ROLES, contents[_ROLES], RoleWord))
    return Codebook(
        themes, agencies, indicators, populations, Roles(words), questions, digest.hexdigest()
    )


def _check_names(indicators: Sequence[Indicator], populations: Sequence[Population]) -> None:
    ids = {indicator.id for indicator in indicators}
    people = {population.id for population in populations}
    for indicator in indicators:
        if indicator.topic and indicator.topic not in ids:
            raise CodebookError(
                f"topic {indicator.topic!r} is no indicator",
                where=indicator.where,
                remedy="name the id of an indicator of this file",
            )
        for population in set(indicator.populations) - people:
            raise CodebookError(
                f"population {population!r} is not known",
                where=indicator.where,
                remedy=f"name an id of {_POPULATIONS}",
            )
