"""The commands that show what was read: export and figures."""

from __future__ import annotations

import argparse

from policytasks.cli.options import add_command, add_tables_option, tables_folder
from policytasks.cli.output import DONE, complain, say

__all__ = ["add_export", "add_figures"]


def add_export(commands: argparse._SubParsersAction) -> None:
    command = add_command(
        commands,
        "export",
        "write the tables for Excel, R, networks and annotation tools",
        "FILE.xlsx becomes a workbook with a sheet for each table and one that describes the\n"
        "columns. FILE.csv becomes the tasks, with the other tables beside it in\n"
        "FILE-documents.csv, FILE-themes.csv, FILE-targets.csv and so on; Excel opens their\n"
        "Chinese intact. Both have names beside the ids.\n"
        "FILE.graphml becomes the network of departments and tasks, with its nodes and edges\n"
        "as CSV beside it; FILE.jsonl W3C Web Annotations with the offsets of every row.\n"
        "A text that a spreadsheet would run as a formula stays a text: in CSV an\n"
        "apostrophe stands before it, and the cell is named.\n\n"
        "examples:\n  policytasks export plans.xlsx\n  policytasks export plans.csv\n"
        "  policytasks export network.graphml\n  policytasks export annotations.jsonl",
    )
    command.add_argument(
        "file", metavar="FILE", help="name that ends in .xlsx, .csv, .graphml or .jsonl"
    )
    add_tables_option(command)
    command.set_defaults(run=_export, command=command)


def _export(arguments: argparse.Namespace) -> int:
    from policytasks.exporting import SUFFIXES, export
    from policytasks.tables import read_tables

    if not arguments.file.lower().endswith(SUFFIXES):
        arguments.command.error(f"FILE must end in {' or '.join(SUFFIXES)}: {arguments.file}")
    report = export(read_tables(tables_folder(arguments)), arguments.file)
    for table, row, column, length in report.cut:
        complain(
            f"{report.files[0]}, sheet {table}, row {row}: {column} has {length} characters, more "
            f"than an Excel cell holds, and was cut there; the Parquet table has it whole"
        )
    for table, row, column in report.guarded:
        complain(
            f"{table}, row {row}: a spreadsheet would run {column} as a formula, so that an "
            f"apostrophe stands before it; the Parquet table has it without"
        )
    for file in report.files:
        say(file)
    return DONE


def add_figures(commands: argparse._SubParsersAction) -> None:
    command = add_command(
        commands,
        "figures",
        "draw every figure from the tables",
        "Each figure goes into the folder figures, with the plotted data as CSV beside it.\n\n"
        "example:\n  policytasks figures --lang zh --format png,pdf",
    )
    command.add_argument(
        "--lang", choices=("en", "zh"), help="language of the labels (default: both)"
    )
    command.add_argument(
        "--format",
        metavar="LIST",
        type=_formats,
        default=_FORMATS,
        help=f"which of {','.join(_FORMATS)} to write (default: all)",
    )
    add_tables_option(command)
    command.add_argument("--out", metavar="DIR", help="folder of the figures (default: figures)")
    command.set_defaults(run=_figures)


def _figures(arguments: argparse.Namespace) -> int:
    from pathlib import Path

    from policytasks.corpus import load
    from policytasks.figures import write_figures
    from policytasks.paths import PathFinder

    directory = Path(arguments.out) if arguments.out else PathFinder.find().figures
    corpus = load(tables_folder(arguments))
    for file in write_figures(corpus, directory, lang=arguments.lang, formats=arguments.format):
        say(file)
    return DONE


_FORMATS = ("png", "svg", "pdf")


def _formats(text: str) -> tuple[str, ...]:
    formats = tuple(text.split(","))
    unknown = [name for name in formats if name not in _FORMATS]
    if unknown:
        raise argparse.ArgumentTypeError(
            f"{', '.join(map(repr, unknown))} is not among {','.join(_FORMATS)}"
        )
    return formats
