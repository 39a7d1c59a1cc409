"""The commands by which people check the tables: review sample, import and agreement."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from policytasks.cli.options import add_command, add_tables_option, positive, tables_folder
from policytasks.cli.output import DONE, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

__all__ = ["add_review"]


def add_review(commands: argparse._SubParsersAction) -> None:
    command = add_command(
        commands,
        "review",
        "check a sample of the tables by hand, and learn how right they are",
        "Draw a sample, fill in the sheet (a workbook, or the page beside it), import it: the\n"
        "verdicts are kept in data/reviews, what is wrong becomes a correction in\n"
        "data/corrections, and precision and recall are told with their intervals.",
    )
    actions = command.add_subparsers(title="actions", metavar="ACTION", required=True)
    _add_sample(actions)
    _add_import(actions)
    _add_agreement(actions)


def _add_sample(actions: argparse._SubParsersAction) -> None:
    action = add_command(
        actions,
        "sample",
        "draw rows and units to check, and write the sheet",
        "Rows are drawn at random by document and kind, units by document. Seed and tables\n"
        "being the same, so is the sample.\n\n"
        "example:\n  policytasks review sample --table targets --n 100 --seed 1",
    )
    action.add_argument(
        "--table",
        required=True,
        help="tasks, themes, targets, responsibilities, clauses, citations",
    )
    action.add_argument("--n", metavar="N", type=positive, default=100, help="rows (default: 100)")
    action.add_argument(
        "--units", metavar="N", type=positive, default=40, help="whole units (default: 40)"
    )
    action.add_argument("--seed", metavar="S", type=int, required=True, help="any whole number")
    action.add_argument(
        "--out",
        metavar="FILE.xlsx",
        help="the sheet (default: in data/reviews, named for the sample)",
    )
    add_tables_option(action)
    action.set_defaults(run=_sample, command=action)


def _reviews(tables: Path) -> Path:
    from policytasks.paths import PathFinder

    root = PathFinder.find().root
    return (root / "data" if root else tables.parent) / "reviews"


def _sample(arguments: argparse.Namespace) -> int:
    from policytasks.corpus import load
    from policytasks.review import draw, write_sample, write_sheets
    from policytasks.tables import read_tables

    folder = tables_folder(arguments)
    if arguments.out and not arguments.out.lower().endswith(".xlsx"):
        arguments.command.error(f"FILE must end in .xlsx: {arguments.out}")
    rows = {name: table.to_pylist() for name, table in read_tables(folder).items()}
    sample = draw(
        rows,
        load(folder).source,
        arguments.table,
        n=arguments.n,
        units=arguments.units,
        seed=arguments.seed,
    )
    kept = write_sample(_reviews(folder), sample)
    out = Path(arguments.out) if arguments.out else kept.with_suffix(".xlsx")
    for file in (*write_sheets(sample, out), kept):
        say(file)
    return DONE


def _add_import(actions: argparse._SubParsersAction) -> None:
    action = add_command(
        actions,
        "import",
        "bring a filled-in sheet, or themes changed in a coding tool, into the project",
        "Of a REFI-QDA project (.qdpx) and of a JSON export of Label Studio the themes are\n"
        "compared with those that were exported: what is gone is deleted, what is new is added.\n"
        "What is not filled in, or does not fit, is named, and nothing is written. Run\n"
        "`policytasks build` afterwards to see the corrections in the tables.\n\n"
        "example:\n  policytasks review import targets-100-seed1-0a1b2c3d.xlsx --by Li\n"
        "  policytasks review import plans.qdpx --by Li",
    )
    action.add_argument(
        "file",
        metavar="FILE",
        help="the workbook, the CSV that the page saved, or the tool's .qdpx or .json",
    )
    action.add_argument("--by", metavar="NAME", required=True, help="who filled it in")
    add_tables_option(action)
    action.set_defaults(run=_import)


def _import(arguments: argparse.Namespace) -> int:
    from policytasks.codebook import load_codebook
    from policytasks.corpus import load
    from policytasks.exchange import bring_back
    from policytasks.review import bring_in, told

    folder = tables_folder(arguments)
    reviews, file = _reviews(folder), Path(arguments.file)
    given: dict[str, Any] = {
        "corrections": reviews.parent / "corrections",
        "corpus": load(folder),
        "codebook": load_codebook(),
        "today": date.today(),
    }
    if arguments.file.lower().endswith((".qdpx", ".json")):
        brought = bring_back(file, arguments.by, **given)
        say(f"{brought.corrections} corrections")
        if brought.further:
            say(f"{brought.further} codings left out: their unit has the theme already")
        if brought.unknown:
            say(f"left out, being no themes: {', '.join(brought.unknown)}")
        files = brought.files
    else:
        review = bring_in(file, arguments.by, reviews=reviews, **given)
        for line in told(review.accuracy):
            say(line)
        say(f"{review.corrections} corrections")
        files = review.files
    for written in files:
        say(written)
    return DONE


def _add_agreement(actions: argparse._SubParsersAction) -> None:
    action = add_command(
        actions,
        "agreement",
        "compare two people's sheets of one sample",
        "Krippendorff's alpha of the verdicts with its interval, and every row and unit on\n"
        "which the two differ.\n\n"
        "example:\n  policytasks review agreement li.xlsx wang.xlsx",
    )
    action.add_argument("files", metavar="FILE", nargs=2, help="a filled-in sheet")
    add_tables_option(action)
    action.set_defaults(run=_agreement)


def _agreement(arguments: argparse.Namespace) -> int:
    from policytasks.codebook import load_codebook
    from policytasks.errors import ReviewError
    from policytasks.review import agreement, read_answers, read_sample, sheet_of

    files = [Path(file) for file in arguments.files]
    (sample_id, lines), (other_id, other_lines) = map(sheet_of, files)
    if sample_id != other_id:
        raise ReviewError(
            f"is about {other_id}, not {sample_id}",
            where=str(files[1]),
            remedy="name two sheets of one sample",
        )
    sample = read_sample(_reviews(tables_folder(arguments)), sample_id)
    codebook = load_codebook()
    found = agreement(
        sample,
        read_answers(files[0], lines, sample, codebook),
        read_answers(files[1], other_lines, sample, codebook),
    )
    if found.alpha == found.alpha:
        say(f"Krippendorff's alpha {found.alpha:.3f} [{found.low:.3f}, {found.high:.3f}]")
    else:
        say("Krippendorff's alpha: none, both gave one and the same verdict to every row")
    say(f"same verdict on {found.share:.1%} of {found.rows} rows")
    for row in found.differences.itertuples():
        say(f"{row.sheet} {row.no}, {row.document_id}: {row.one} | {row.other}: {row.words}")
    return DONE
