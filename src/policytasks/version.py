"""The version of the package, in a place from which every module may import it."""

from __future__ import annotations

__all__ = ["__version__"]

__version__ = "0.1.0"
