"""The patterns of the codebooks: regular expressions that a researcher writes."""

from __future__ import annotations

import re
from collections.abc import Sequence

from policytasks.errors import CodebookError

__all__ = ["alternation"]


def alternation(patterns: Sequence[str], where: str) -> re.Pattern:
    """Compile patterns into one; CodebookError names the one at fault."""
    try:
        return re.compile("|".join(f"(?:{pattern})" for pattern in patterns) or r"(?!)")
    except re.error:
        for pattern in patterns:
            try:
                re.compile(pattern)
            except re.error as error:
                raise CodebookError(
                    f"pattern {pattern!r} is no regular expression: {error}",
                    where=where,
                    remedy="correct it, or escape the signs that are meant literally",
                ) from None
        raise CodebookError(
            "the patterns cannot stand together",
            where=where,
            remedy="give no two patterns a group of the same name and set no flags inside them",
        ) from None
