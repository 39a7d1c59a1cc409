"""The patterns of the codebooks: regular expressions that a researcher writes.

Each is checked when the codebook is read, not when a plan happens to meet it: one that
matches everywhere or nowhere codes all units or none, and one that can divide a text in
too many ways would hold up a build without end.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache

# The standard library's own parser of patterns; it has no public name.
from re import _constants as codes  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Annotated, Any

from pydantic import AfterValidator

from policytasks.entries import Fault
from policytasks.errors import CodebookError
from policytasks.words.marks import HALF_WIDTH

__all__ = ["Pattern", "alternation", "check_pattern", "scanned"]

# In how many ways a pattern may divide a text before it counts as endless. A repeat
# without bound counts as so many, one of digits or letters alone as fewer.
_MOST_WAYS = 200_000
_UNBOUNDED_WIDE = 1_000
_UNBOUNDED_NARROW = 20
_REPEATS = (codes.MAX_REPEAT, codes.MIN_REPEAT)


@lru_cache(maxsize=4096)
def check_pattern(pattern: str) -> str:
    """Return a pattern that can be used; Fault where it cannot.

    >>> check_pattern("老年(?:人)?食堂.{0,8}覆盖")
    '老年(?:人)?食堂.{0,8}覆盖'
    """
    try:
        tree = parser.parse(pattern)
    except (re.error, OverflowError, RecursionError) as error:
        raise Fault(
            f"pattern {pattern!r} is no regular expression: {error}",
            "correct it, or escape the signs that are meant literally",
        ) from None
    if tree.getwidth()[0] == 0:
        raise Fault(
            f"pattern {pattern!r} matches an empty text, and so every unit",
            "take the empty alternative out (a | at an end, || or a ? on the whole)",
        )
    for sign in map(chr, _literals(tree)):
        if sign.isspace() or ord(sign) in HALF_WIDTH:
            half = HALF_WIDTH.get(ord(sign))
            raise Fault(
                f"pattern {pattern!r} has {sign!r}, which the text that it is tried on never has",
                f"write {chr(half)!r}" if half else "leave the blank out",
            )
    if _ways(tree) > _MOST_WAYS:
        raise Fault(
            f"pattern {pattern!r} can divide a text in endless ways and would hold up the build",
            "give its repeats bounds (.{0,20} instead of .*) and put no repeat inside another",
        )
    return pattern


Pattern = Annotated[str, AfterValidator(check_pattern)]


def _literals(tree: Any) -> Sequence[int]:
    """Return the signs that a pattern names, but those behind ^ in a set."""
    found: list[int] = []
    for operator, argument in tree:
        if operator is codes.LITERAL:
            found.append(argument)
        elif operator is codes.CATEGORY and argument is codes.CATEGORY_SPACE:
            found.append(ord(" "))
        elif operator is codes.IN:
            if argument[0][0] is not codes.NEGATE:
                found += _literals(argument)
        else:
            for part in _parts(operator, argument):
                found += _literals(part)
    return found


def _parts(operator: Any, argument: Any) -> list[Any]:
    """Return the patterns inside one step of a pattern."""
    if operator in (*_REPEATS, codes.POSSESSIVE_REPEAT):
        return [argument[2]]
    if operator is codes.SUBPATTERN:
        return [argument[3]]
    if operator is codes.BRANCH:
        return list(argument[1])
    if operator in (codes.ASSERT, codes.ASSERT_NOT):
        return [argument[1]]
    if operator is codes.ATOMIC_GROUP:
        return [argument]
    return []


def _ways(tree: Any) -> float:
    """Estimate in how many ways a pattern can divide a text that it does not match."""
    ways = 1.0
    for operator, argument in tree:
        if operator in _REPEATS:
            ways *= _ways_of_repeat(*argument)
        elif parts := _parts(operator, argument):
            ways *= max(map(_ways, parts))
    return ways


def _ways_of_repeat(least: int, most: int, body: Any) -> float:
    inside = _ways(body)
    if most <= 1:
        return inside
    if inside > 1 or _has_rivals(body):
        # Each round may end in several places: (a+)+, (?:老人|老)*.
        return math.inf if most > 4 else max(inside, 2.0) ** most
    if most is codes.MAXREPEAT:
        return _UNBOUNDED_WIDE if _is_wide(body) else _UNBOUNDED_NARROW
    return most - least + 1


def _has_rivals(body: Any) -> bool:
    """Whether two alternatives inside may begin alike, or one inside is of any length."""
    least, most = body.getwidth()
    if least != most:
        return True
    for operator, argument in body:
        if operator is codes.BRANCH:
            firsts = [part[0] if len(part) else None for part in argument[1]]
            literal = [first[1] for first in firsts if first and first[0] is codes.LITERAL]
            if len(set(literal)) < len(firsts):
                return True
        if any(map(_has_rivals, _parts(operator, argument))):
            return True
    return False


def _is_wide(body: Any) -> bool:
    """Whether a repeat runs over running text, and not over digits or one sign alone."""
    for operator, argument in body:
        if operator in (codes.ANY, codes.NOT_LITERAL):
            return True
        if operator is codes.IN and any(
            part[0] is codes.NEGATE
            or (part[0] is codes.CATEGORY and part[1] is not codes.CATEGORY_DIGIT)
            for part in argument
        ):
            return True
        if any(map(_is_wide, _parts(operator, argument))):
            return True
    return False


# A pattern of one piece that begins with a plain sign: 老年(?:人)?食堂; not 助餐|食堂, 老?人.
_BEGINS_PLAINLY = re.compile(r"(\w)(?![?*+{])((?:[^|()]|\((?:[^()]|\([^()]*\))*\))*)")


def alternation(patterns: Sequence[str], where: str) -> re.Pattern[str]:
    """Compile patterns into one; CodebookError where they cannot stand together.

    Those that begin with the same sign are tried where it stands, and nowhere else.
    """
    by_opening: dict[tuple[str, int], list[str]] = defaultdict(list)
    # Where several fit, the first one counts: none is put before one that begins otherwise.
    begun_otherwise = 0
    for pattern in patterns:
        plain = _BEGINS_PLAINLY.fullmatch(pattern)
        begun_otherwise += plain is None
        opening, rest = plain.groups() if plain else (f"(?:{pattern})", "")
        by_opening[opening, begun_otherwise].append(rest)
    joined = "|".join(
        opening + (f"(?:{'|'.join(rests)})" if len(rests) > 1 else rests[0])
        for (opening, _), rests in by_opening.items()
    )
    try:
        if any(pattern.startswith("(") for pattern in patterns):
            return scanned(joined)
        return re.compile(joined or r"(?!)")
    except re.error:
        raise CodebookError(
            "the patterns cannot stand together",
            where=where,
            remedy="give no two patterns a group of the same name and set no flags inside them",
        ) from None


def scanned(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Compile a pattern so that a search asks first for the signs that may open it.

    The library tries each alternative at each sign of a text, unless all begin with a plain
    sign; for a pattern that begins with a group or an optional word this is said by itself.
    """
    signs = _opening_signs(parser.parse(pattern, flags))
    if signs:
        pattern = f"(?={'|'.join(map(re.escape, sorted(signs)))})(?:{pattern})"
    return re.compile(pattern, flags)


def _opening_signs(tree: Any) -> set[str]:
    """Return the signs with which a match may begin; none where that cannot be listed."""
    signs: set[str] = set()
    for operator, argument in tree:
        if operator in (codes.ASSERT, codes.ASSERT_NOT):
            continue
        opening = _signs_of(operator, argument)
        if not opening:
            break
        signs |= opening
        if operator not in (*_REPEATS, codes.POSSESSIVE_REPEAT) or argument[0]:
            return signs
    return set()


def _signs_of(operator: Any, argument: Any) -> set[str]:
    """Return the signs with which one step of a pattern may begin, as `_opening_signs` does."""
    if operator is codes.LITERAL:
        return {chr(argument)}
    if operator is codes.IN:
        is_listed = all(part[0] is codes.LITERAL for part in argument)
        return {chr(sign) for _, sign in argument} if is_listed else set()
    if operator is codes.SUBPATTERN and argument[1]:
        return set()
    opening = [_opening_signs(part) for part in _parts(operator, argument)]
    return set().union(*opening) if all(opening) else set()
