"""Codings out to tools in which people code texts, and what they changed back as corrections."""

from policytasks.exchange.bringing_back import BroughtBack, bring_back
from policytasks.exchange.sending import ENDINGS, send

__all__ = ["ENDINGS", "BroughtBack", "bring_back", "send"]
