"""Themes of a unit that a test writes itself."""

from policytasks.codebook import load_codebook
from policytasks.reading.drafts import Unit
from policytasks.reading.themes import code_themes

THEMES = load_codebook().themes


def matches(text, *, title="", section="", kind="task", themes=THEMES, in_eldercare_plan=True):
    """Code a unit whose title and body stand one behind the other."""
    both, middle = title + text, len(title)
    unit = Unit(kind, None, section, 0, len(both), (0, middle), ((middle, len(both)),))
    (found,) = code_themes(both, [unit], themes, in_eldercare_plan=in_eldercare_plan)
    return found


def codes(text, **unit):
    """Return the ids of the themes of such a unit."""
    return {match.theme_id for match in matches(text, **unit)}
