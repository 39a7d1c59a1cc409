"""The commands that change the registry: add and remove."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from policytasks.cli.options import add_command, add_documents_option
from policytasks.cli.output import DONE, say, tell

__all__ = ["add_add", "add_remove"]


def add_add(commands: argparse._SubParsersAction) -> None:
    command = add_command(
        commands,
        "add",
        "register a plan from a text, web page, DOCX or PDF file",
        "Reads the text, finds title, document number, issuer, dates, place and level in it,\n"
        "puts the text and the original into data/sources and a row into data/documents.csv.\n"
        "It says what it could not find; the options below supply that, and go before what\n"
        "the text says. A plan that is there already is left as it is.\n\n"
        "example:\n  policytasks add plan.html --place luoyang --place-en Luoyang",
    )
    command.add_argument("file", metavar="FILE", help="plain text, saved web page, DOCX or PDF")
    command.add_argument("--id", metavar="ID", help="document_id (default: from the file's name)")
    command.add_argument(
        "--place", metavar="ID", help="place_id: short name of the place in the tables"
    )
    command.add_argument("--place-zh", metavar="NAME", help="name of the place in Chinese")
    command.add_argument("--place-en", metavar="NAME", help="name of the place in English")
    command.add_argument("--level", help="province, prefecture, county or national")
    command.add_argument("--title", help="title of the document")
    command.add_argument("--number", help="document number (发文字号)")
    command.add_argument("--issuer", help="who issued it")
    command.add_argument("--issued", metavar="DATE", type=_date, help="YYYY-MM-DD")
    command.add_argument("--published", metavar="DATE", type=_date, help="YYYY-MM-DD")
    add_documents_option(command)
    command.set_defaults(run=_add)


def _add(arguments: argparse.Namespace) -> int:
    from policytasks.importing import add_document
    from policytasks.importing.add import FLAGS
    from policytasks.paths import PathFinder

    registry = arguments.documents or PathFinder.find().documents_csv
    given = {
        name: getattr(arguments, flag.lstrip("-").replace("-", "_")) for name, flag in FLAGS.items()
    }
    addition = add_document(arguments.file, registry=registry, document_id=arguments.id, **given)
    document = addition.document
    say(f"{document.document_id}: {addition.status}, text in {addition.source}")
    for name in FLAGS:
        value = getattr(document, name)
        if value is not None:
            say(f"  {name}: {value}")
    for name in addition.missing:
        say(f"  {name}: not found; give it with {FLAGS[name]}")
    for note in addition.notes:
        say(f"  {note}")
    return DONE


def _date(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date like 2024-09-30") from None


def add_remove(commands: argparse._SubParsersAction) -> None:
    command = add_command(
        commands,
        "remove",
        "take a plan out of the project again",
        "Its row goes from data/documents.csv, its text and its original from data/sources,\n"
        "and the tables are built anew without it. It says what it did.\n\n"
        "example:\n  policytasks remove luoyang-2023-5",
    )
    command.add_argument("document", metavar="ID", help="document_id of the plan")
    add_documents_option(command)
    command.add_argument(
        "--tables",
        metavar="DIR",
        help="folder of the tables (default: the folder tables beside the register)",
    )
    command.set_defaults(run=_remove)


def _remove(arguments: argparse.Namespace) -> int:
    from policytasks.building import build, delete_tables
    from policytasks.importing.remove import remove_document
    from policytasks.paths import PathFinder

    registry = Path(arguments.documents or PathFinder.find().documents_csv)
    tables = Path(arguments.tables) if arguments.tables else registry.parent / "tables"
    removal = remove_document(arguments.document, registry=registry)
    for line in removal.lines:
        say(f"{removal.document_id}: removed from {registry}, line {line}")
    for file in removal.files:
        say(f"  deleted {file}")
    for file in removal.kept:
        say(f"  kept {file}, which is not its own")
    if not (tables / "documents.parquet").is_file():
        return DONE
    if removal.remaining:
        return tell(build(registry, tables))
    for file in delete_tables(tables):
        say(f"  deleted {file}")
    return DONE
