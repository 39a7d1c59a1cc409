"""The command ``policytasks``.

Every command imports what it needs when it runs, so that help comes at once and
a build waits for no plotting library.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from policytasks.errors import PolicyTasksError
from policytasks.version import __version__

# As in `typing`, whose import would make help a third slower.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from policytasks.building import BuildReport

__all__ = ["main"]

_DONE, _SOME_INPUT_FAILED, _INTERRUPTED = 0, 1, 130

_DESCRIPTION = """\
Turn Chinese policy plans into tidy tables: tasks, themes, targets and the
agencies that answer for them, each with its place in the text."""

_EPILOG = """\
A project is a folder with
  data/documents.csv   the register of the plans: one line a plan
  data/sources/        their texts, UTF-8
  data/codebook/       the themes, agencies and indicators to look for
  data/tables/         the tables, written by `policytasks build`
  figures/             the figures, written by `policytasks figures`
Commands find it from any folder inside it.

examples:
  policytasks build                       read the registered plans
  policytasks add plan.html               register a plan of your own
  policytasks audit                       what was not understood
  policytasks export plans.xlsx           open the tables in Excel
  policytasks parse plan.txt --out plan   read a plan outside the project

`policytasks COMMAND --help` says more of a command. The exit status is 0 when
all went well, 1 when some input failed (the rest is still written), 2 for
wrong usage."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command.

    Parameters
    ----------
    argv
        Arguments after the command's name; by default those of the process.

    Returns
    -------
    int
        Exit status: 0 when all went well, 1 when some input failed. Wrong usage
        ends in `SystemExit` with status 2.
    """
    parser = _parser()
    arguments = parser.parse_args(argv)
    if arguments.run is None:
        parser.print_help(sys.stderr)
        return 2
    # Looking for plugins of pydantic, of which none has a say in the tables, reads
    # the metadata of every installed package.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        return arguments.run(arguments)
    except PolicyTasksError as error:
        _complain(error)
        return _SOME_INPUT_FAILED
    except KeyboardInterrupt:
        _complain("interrupted; what was there before is as it was")
        return _INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="policytasks",
        description=_DESCRIPTION,
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"policytasks {__version__}")
    parser.set_defaults(run=None)
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for add_command in (_add_add, _add_build, _add_parse, _add_audit, _add_export, _add_figures):
        add_command(commands)
    return parser


def _command(
    commands: argparse._SubParsersAction, name: str, summary: str, details: str
) -> argparse.ArgumentParser:
    return commands.add_parser(
        name,
        help=summary,
        description=f"{summary[0].upper()}{summary[1:]}.\n\n{details}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )


def _add_add(commands: argparse._SubParsersAction) -> None:
    command = _command(
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
    command.add_argument(
        "--documents", metavar="CSV", help="register of the plans (default: data/documents.csv)"
    )
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
    print(f"{document.document_id}: {addition.status}, text in {addition.source}")
    for name in _SHOWN_OF_A_DOCUMENT:
        value = getattr(document, name)
        if value is not None:
            print(f"  {name}: {value}")
    for name in addition.missing:
        print(f"  {name}: not found; give it with {FLAGS[name]}")
    for note in addition.notes:
        print(f"  {note}")
    return _DONE


_SHOWN_OF_A_DOCUMENT = (
    "place_id",
    "place_zh",
    "place_en",
    "level",
    "title",
    "number",
    "issuer",
    "issued",
    "published",
)


def _date(text: str) -> date:
    from datetime import date

    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date like 2024-09-30") from None


def _add_build(commands: argparse._SubParsersAction) -> None:
    command = _command(
        commands,
        "build",
        "read the registered plans and write the tables",
        "A plan that cannot be read is named and left out; the others are built. The old\n"
        "tables are replaced only when the new ones are whole, and stay when no plan can\n"
        "be read.\n\n"
        "example:\n  policytasks build --workers 4",
    )
    command.add_argument(
        "--documents",
        metavar="CSV",
        help="register of the plans (default: data/documents.csv); "
        "their texts are in the folder sources beside it",
    )
    command.add_argument("--out", metavar="DIR", help="folder of the tables (default: data/tables)")
    _add_workers(command)
    command.set_defaults(run=_build)


def _build(arguments: argparse.Namespace) -> int:
    from policytasks.building import build

    return _tell(build(arguments.documents, arguments.out, workers=arguments.workers))


def _add_parse(commands: argparse._SubParsersAction) -> None:
    command = _command(
        commands,
        "parse",
        "read plans outside the register and write the tables",
        "Title, number, issuer, dates, place and level come from the text. The file's name\n"
        "without its ending becomes the document_id.\n\n"
        "example:\n  policytasks parse plans/*.txt --out plans/tables",
    )
    command.add_argument("files", metavar="FILE", nargs="+", help="text of a plan, UTF-8")
    command.add_argument("--out", metavar="DIR", required=True, help="folder of the tables")
    _add_workers(command)
    command.set_defaults(run=_parse)


def _parse(arguments: argparse.Namespace) -> int:
    from policytasks.building import build_files

    return _tell(build_files(arguments.files, arguments.out, workers=arguments.workers))


def _add_audit(commands: argparse._SubParsersAction) -> None:
    command = _command(
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
    _add_tables(command)
    command.set_defaults(run=_audit)


def _audit(arguments: argparse.Namespace) -> int:
    from policytasks.corpus import load

    audit = load(_tables(arguments)).audit(arguments.documents or None)
    print(audit.to_json() if arguments.json else audit)
    return _DONE


def _add_export(commands: argparse._SubParsersAction) -> None:
    command = _command(
        commands,
        "export",
        "write the tables for Excel",
        "FILE.xlsx becomes a workbook with a sheet for each table. FILE.csv becomes the\n"
        "tasks, with the other tables beside it in FILE-documents.csv, FILE-themes.csv,\n"
        "FILE-targets.csv and so on; Excel opens their Chinese intact.\n"
        "A text that a spreadsheet would run as a formula stays a text: in CSV an\n"
        "apostrophe stands before it.\n\n"
        "examples:\n  policytasks export plans.xlsx\n  policytasks export plans.csv",
    )
    command.add_argument("file", metavar="FILE", help="name that ends in .xlsx or .csv")
    _add_tables(command)
    command.set_defaults(run=_export, command=command)


def _export(arguments: argparse.Namespace) -> int:
    from policytasks.export import SUFFIXES, export
    from policytasks.tables import read_tables

    if not arguments.file.lower().endswith(SUFFIXES):
        arguments.command.error(f"FILE must end in {' or '.join(SUFFIXES)}: {arguments.file}")
    report = export(read_tables(_tables(arguments)), arguments.file)
    for table, row, column, length in report.cut:
        _complain(
            f"{report.files[0]}, sheet {table}, row {row}: {column} has {length} characters, more "
            f"than an Excel cell holds, and was cut there; the Parquet table has it whole"
        )
    for file in report.files:
        print(file)
    return _DONE


def _add_figures(commands: argparse._SubParsersAction) -> None:
    command = _command(
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
    _add_tables(command)
    command.add_argument("--out", metavar="DIR", help="folder of the figures (default: figures)")
    command.set_defaults(run=_figures)


def _figures(arguments: argparse.Namespace) -> int:
    from pathlib import Path

    from policytasks.corpus import load
    from policytasks.figures import write_figures
    from policytasks.paths import PathFinder

    directory = Path(arguments.out) if arguments.out else PathFinder.find().figures
    corpus = load(_tables(arguments))
    for file in write_figures(corpus, directory, lang=arguments.lang, formats=arguments.format):
        print(file)
    return _DONE


_FORMATS = ("png", "svg", "pdf")


def _formats(text: str) -> tuple[str, ...]:
    formats = tuple(text.split(","))
    unknown = [name for name in formats if name not in _FORMATS]
    if unknown:
        raise argparse.ArgumentTypeError(
            f"{', '.join(map(repr, unknown))} is not among {','.join(_FORMATS)}"
        )
    return formats


def _positive(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 on")
    return int(text)


def _add_workers(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--workers",
        metavar="N",
        type=_positive,
        default=1,
        help="processes that read plans (default: 1); the tables are the same to the byte",
    )


def _add_tables(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--tables", metavar="DIR", help="folder of the tables (default: data/tables)"
    )


def _tables(arguments: argparse.Namespace) -> Path:
    from pathlib import Path

    from policytasks.paths import PathFinder

    return Path(arguments.tables) if arguments.tables else PathFinder.find().tables


def _tell(report: BuildReport) -> int:
    """Report a build: what failed on stderr, what was written on stdout."""
    for failure in report.failures:
        _complain(failure)
    if any(report.rows.values()):
        counts = ", ".join(f"{name} {count}" for name, count in report.rows.items())
        print(f"{report.directory}: {counts}")
    else:
        _complain(f"no plan could be read; {report.directory} is as it was")
    return _SOME_INPUT_FAILED if report.failures else _DONE


def _complain(message: object) -> None:
    print(f"policytasks: {message}", file=sys.stderr)
