"""Chinese policy plans as tidy tables of tasks, themes, targets and responsibilities.

>>> import policytasks as pt
>>> corpus = pt.parse("一、任务 （一）发展助餐服务。建设老年食堂。（责任单位：市民政局）")
>>> corpus.tasks["title"][0], corpus.responsibilities["agency_id"][0]
('发展助餐服务', 'civil_affairs')
"""

from __future__ import annotations

from importlib import import_module

from policytasks.version import __version__

__all__ = ["Corpus", "__version__", "build", "load", "parse"]

# Imported on first use: the command's help needs none of them, and a build needs
# no pandas.
_MODULES = {
    "Corpus": "policytasks.corpus",
    "build": "policytasks.building",
    "load": "policytasks.corpus",
    "parse": "policytasks.corpus",
}


def __getattr__(name: str) -> object:
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_MODULES[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
