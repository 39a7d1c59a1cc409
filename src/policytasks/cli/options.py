"""What several commands have in common: how they describe themselves, and their options."""

from __future__ import annotations

import argparse
from pathlib import Path

__all__ = [
    "add_command",
    "add_documents_option",
    "add_tables_option",
    "add_workers_option",
    "positive",
    "tables_folder",
]


def add_command(
    commands: argparse._SubParsersAction, name: str, summary: str, details: str
) -> argparse.ArgumentParser:
    return commands.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.\n\n{details}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 on")
    return int(text)


def add_workers_option(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--workers",
        metavar="N",
        type=positive,
        default=1,
        help="processes that read plans (default: 1); the tables are the same to the byte",
    )


def add_documents_option(command: argparse.ArgumentParser, more: str = "") -> None:
    command.add_argument(
        "--documents",
        metavar="CSV",
        help=f"register of the plans (default: data/documents.csv){more}",
    )


def add_tables_option(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--tables", metavar="DIR", help="folder of the tables (default: data/tables)"
    )


def tables_folder(arguments: argparse.Namespace) -> Path:
    from policytasks.paths import PathFinder

    return Path(arguments.tables) if arguments.tables else PathFinder.find().tables
