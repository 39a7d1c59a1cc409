"""The command that writes the page from themes to clauses: explore."""

from __future__ import annotations

import argparse

from policytasks.cli.options import add_command, add_tables_option, tables_folder
from policytasks.cli.output import DONE, say

__all__ = ["add_explore"]


def add_explore(commands: argparse._SubParsersAction) -> None:
    command = add_command(
        commands,
        "explore",
        "write the page from themes and departments to the clauses",
        "One HTML file, in English and Chinese, that any browser opens without a network:\n"
        "themes and departments by document, and behind each number the units with their\n"
        "text, agencies and targets, to search and to filter.\n\n"
        "example:\n  policytasks explore --out plans.html",
    )
    add_tables_option(command)
    command.add_argument(
        "--out", metavar="FILE", help="name of the page (default: figures/explore.html)"
    )
    command.set_defaults(run=_explore)


def _explore(arguments: argparse.Namespace) -> int:
    from pathlib import Path

    from policytasks.corpus import load
    from policytasks.explorer import EXPLORER, write_explorer
    from policytasks.paths import PathFinder

    path = Path(arguments.out) if arguments.out else PathFinder.find().figures / EXPLORER
    say(write_explorer(load(tables_folder(arguments)), path))
    return DONE
