"""What is asked of the clauses of a task: does money go with it, is its work checked?"""

from __future__ import annotations

import re
from functools import cached_property
from typing import Annotated, Literal

from pydantic import Field

from policytasks.entries import NamedEntry
from policytasks.patterns import Pattern, alternation

__all__ = ["Question"]


class Question(NamedEntry):
    """What a clause of a task may answer: ``money`` or ``check``.

    Attributes
    ----------
    patterns
        Wording that answers it, as in a theme.
    match, no_match
        Clauses that must, and must not, answer it.
    """

    id: Literal["money", "check"]
    zh: str
    en: str
    definition: str
    definition_zh: str
    patterns: Annotated[tuple[Pattern, ...], Field(min_length=1)]
    match: tuple[str, ...]
    no_match: tuple[str, ...]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """All patterns as one; CodebookError where one is no regular expression."""
        return alternation(self.patterns, self.where)
