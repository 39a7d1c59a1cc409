"""The commands that read plans: build, parse and audit."""

from __future__ import annotations

import argparse

from policytasks.cli.options import (
    add_command,
    add_documents_option,
    add_tables_option,
    add_workers_option,
    tables_folder,
)
from policytasks.cli.output import DONE, say, tell

__all__ = ["add_audit", "add_build", "add_parse"]


def add_build(commands: argparse._SubParsersAction) -> None:
    command = add_command(
        commands,
        "build",
        "read the registered plans and write the tables",
        "A plan that cannot be read is named and left out; the others are built. The old\n"
        "tables are replaced only when the new ones are whole, and stay when no plan can\n"
        "be read. What people decided on single rows (data/corrections/*.csv) is applied;\n"
        "deleting a unit deletes its rows in the other tables too.\n\n"
        "example:\n  policytasks build --workers 4",
    )
    add_documents_option(command, "; their texts are in the folder sources beside it")
    command.add_argument("--out", metavar="DIR", help="folder of the tables (default: data/tables)")
    command.add_argument(
        "--no-corrections",
        dest="corrections",
        action="store_false",
        help="write what the program alone reads, without data/corrections",
    )
    add_workers_option(command)
    command.set_defaults(run=_build)


def _build(arguments: argparse.Namespace) -> int:
    from policytasks.building import build

    return tell(
        build(
            arguments.documents,
            arguments.out,
            corrections=arguments.corrections,
            workers=arguments.workers,
        )
    )


def add_parse(commands: argparse._SubParsersAction) -> None:
    command = add_command(
        commands,
        "parse",
        "read plans outside the register and write the tables",
        "Title, number, issuer, dates, place and level come from the text. The file's name\n"
        "without its ending becomes the document_id.\n\n"
        "example:\n  policytasks parse plans/*.txt --out plans/tables",
    )
    command.add_argument("files", metavar="FILE", nargs="+", help="text of a plan, UTF-8")
    command.add_argument("--out", metavar="DIR", required=True, help="folder of the tables")
    add_workers_option(command)
    command.set_defaults(run=_parse)


def _parse(arguments: argparse.Namespace) -> int:
    from policytasks.building import build_files

    return tell(build_files(arguments.files, arguments.out, workers=arguments.workers))


def add_audit(commands: argparse._SubParsersAction) -> None:
    command = add_command(
        commands,
        "audit",
        "print what was not understood",
        "For each document: the text that no unit holds, the numbers that no target took and\n"
        "why, agencies without a function, statements without a lead, units without a theme,\n"
        "gaps in the numbering. An exclamation mark stands before what no rule explains.\n\n"
        "examples:\n  policytasks audit\n  policytasks audit jining-2024-42 --json",
    )
    command.add_argument(
        "documents", metavar="DOCUMENT_ID", nargs="*", help="documents to audit (default: all)"
    )
    command.add_argument("--json", action="store_true", help="print the audit as JSON")
    add_tables_option(command)
    command.set_defaults(run=_audit)


def _audit(arguments: argparse.Namespace) -> int:
    from policytasks.corpus import load

    audit = load(tables_folder(arguments)).audit(arguments.documents or None)
    say(audit.to_json() if arguments.json else audit)
    return DONE
