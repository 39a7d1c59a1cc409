"""The commands that show what was read: export, figures and explore."""

from __future__ import annotations

import argparse
from pathlib import Path

from policytasks.cli.options import add_command, add_tables_option, tables_folder
from policytasks.cli.output import DONE, complain, say

__all__ = ["add_explore", "add_export", "add_figures"]


def add_export(commands: argparse._SubParsersAction) -> None:
    command = add_command(
        commands,
        "export",
        "write the tables for Excel, R, networks and annotation tools",
        "FILE.xlsx becomes a workbook with a sheet for each table and one that describes the\n"
        "columns. FILE.csv becomes the tasks, with the other tables beside it in\n"
        "FILE-documents.csv, FILE-themes.csv, FILE-targets.csv and so on; Excel opens their\n"
        "Chinese intact. Both have names beside the ids. R reads them with readr::read_csv, or\n"
        'with read.csv and fileEncoding = "UTF-8-BOM".\n'
        "FILE.graphml becomes the network of departments and tasks, with its nodes and edges\n"
        "as CSV beside it; FILE.jsonl W3C Web Annotations with the offsets of every row.\n"
        "FILE.qdpx becomes a REFI-QDA project (NVivo, MAXQDA, ATLAS.ti, QualCoder) and\n"
        "FILE.labelstudio.json tasks of Label Studio, its configuration beside it; what people\n"
        "change there comes back by `policytasks review import`.\n"
        "A text that a spreadsheet would run as a formula stays a text: in CSV an\n"
        "apostrophe stands before it, and the cell is named.\n\n"
        "examples:\n  policytasks export plans.xlsx\n  policytasks export plans.csv\n"
        "  policytasks export network.graphml\n  policytasks export annotations.jsonl\n"
        "  policytasks export plans.qdpx",
    )
    command.add_argument(
        "file",
        metavar="FILE",
        help="name that ends in .xlsx, .csv, .graphml, .jsonl, .qdpx or .labelstudio.json",
    )
    add_tables_option(command)
    command.set_defaults(run=_export, command=command)


def _export(arguments: argparse.Namespace) -> int:
    from policytasks.exchange import ENDINGS
    from policytasks.exporting import SUFFIXES, export
    from policytasks.tables import read_tables

    if arguments.file.lower().endswith(ENDINGS):
        return _send(arguments)
    if not arguments.file.lower().endswith(SUFFIXES):
        endings = " or ".join((*SUFFIXES, *ENDINGS))
        arguments.command.error(f"FILE must end in {endings}: {arguments.file}")
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


def _send(arguments: argparse.Namespace) -> int:
    from policytasks.codebook import load_codebook
    from policytasks.corpus import load
    from policytasks.exchange import send
    from policytasks.tables import read_tables

    folder = tables_folder(arguments)
    source = load(folder).source
    for file in send(read_tables(folder), source, arguments.file, codebook=load_codebook()):
        say(file)
    return DONE


def add_figures(commands: argparse._SubParsersAction) -> None:
    command = add_command(
        commands,
        "figures",
        "draw figures from the tables",
        "Without a name, every figure goes into the folder figures, with the plotted data as\n"
        "CSV and a gallery, and files of figures that are drawn no longer are removed.\n"
        "With names, only these are drawn. Lists are parted by commas.\n\n"
        "examples:\n"
        "  policytasks figures --lang zh --format png,pdf\n"
        "  policytasks figures chain_of_commitment --place jining,tongchuan --since 2020 \\\n"
        "      --lang zh --width 85mm --format svg --out paper",
    )
    command.add_argument("names", metavar="NAME", nargs="*", help="which to draw (default: all)")
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
    command.add_argument(
        "--width",
        choices=_WIDTHS,
        default=_WIDTHS[1],
        help="a column or a page of a journal (text of 7 points) or a slide (14 points); "
        "default: 180mm",
    )
    for option, what in _CHOICES.items():
        command.add_argument(f"--{option}", metavar="LIST", type=_list, help=what)
    command.add_argument("--since", metavar="DATE", help="issued from this day, month or year on")
    command.add_argument("--until", metavar="DATE", help="issued up to this day, month or year")
    add_tables_option(command)
    command.add_argument(
        "--out",
        metavar="DIR",
        help="folder of the figures (default: figures; needed with a choice or another width)",
    )
    command.set_defaults(run=_figures, command=command)


_WIDTHS = ("85mm", "180mm", "slide")
_CHOICES = {
    "place": "only documents of these places, by id or name",
    "document": "only these documents, by id",
    "level": "only documents of these levels: province, prefecture, county",
    "theme": "only what acts on these themes, by id; shares stay those of all tasks",
}


def _figures(arguments: argparse.Namespace) -> int:
    from policytasks.corpus import load
    from policytasks.figures import remove_leftovers, write_figures
    from policytasks.paths import PathFinder

    asked = {f"{name}s": getattr(arguments, name) for name in _CHOICES}
    asked |= {"since": arguments.since, "until": arguments.until}
    asked = {name: value for name, value in asked.items() if value is not None}
    usual = not asked and arguments.width == "180mm"
    if not (usual or arguments.out):
        arguments.command.error("say --out DIR: the folder figures holds those of all documents")
    directory = Path(arguments.out) if arguments.out else PathFinder.find().figures
    corpus = load(tables_folder(arguments))
    if asked:
        corpus = corpus.select(**asked)
        left = set(corpus.before_themes.documents["document_id"])
        for document in sorted(left - set(corpus.documents["document_id"])):
            complain(
                f"{document} has no unit on the themes and stands only where themes are counted"
            )
    if usual and not arguments.names:
        leftovers = remove_leftovers(directory)
        for file in leftovers.removed:
            say(f"{file}: removed, no figure is called so any more")
        for file in leftovers.unknown:
            complain(f"{file} is named like a figure, but none is called so; it was left as it is")
    written = write_figures(
        corpus,
        directory,
        lang=arguments.lang,
        formats=arguments.format,
        names=arguments.names or None,
        width=arguments.width,
    )
    for file in written:
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


def _list(text: str) -> tuple[str, ...]:
    """Return the parts of a list with commas of either script."""
    parts = tuple(part.strip() for part in text.replace("，", ",").split(",") if part.strip())
    if not parts:
        raise argparse.ArgumentTypeError("names nothing")
    return parts


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
    from policytasks.corpus import load
    from policytasks.explorer import EXPLORER, write_explorer
    from policytasks.paths import PathFinder

    path = Path(arguments.out) if arguments.out else PathFinder.find().figures / EXPLORER
    say(write_explorer(load(tables_folder(arguments)), path))
    return DONE
