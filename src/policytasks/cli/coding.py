"""The commands about the codebook: codebook diff."""

from __future__ import annotations

import argparse

from policytasks.cli.options import add_command
from policytasks.cli.output import DONE, SOME_INPUT_FAILED, complain, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from policytasks.codebook_effect import Effect

__all__ = ["add_codebook"]


def add_codebook(commands: argparse._SubParsersAction) -> None:
    command = add_command(
        commands,
        "codebook",
        "see what a change of the codebook does",
        "Compare two codebooks by what they read in the registered plans.",
    )
    actions = command.add_subparsers(title="actions", metavar="ACTION", required=True)
    action = add_command(
        actions,
        "diff",
        "tell which rows, shares and findings differ between two codebooks",
        "OLD and NEW are folders of codebooks or git revisions of the project. Both read the\n"
        "registered plans; nothing is written, and corrections are left out.\n\n"
        "examples:\n  policytasks codebook diff HEAD data/codebook\n"
        "  policytasks codebook diff v1.0 HEAD",
    )
    action.add_argument("old", metavar="OLD", help="folder or git revision")
    action.add_argument("new", metavar="NEW", help="folder or git revision")
    action.set_defaults(run=_diff)


def _diff(arguments: argparse.Namespace) -> int:
    from policytasks.codebook_effect import codebook_effect, codebook_of
    from policytasks.paths import PathFinder

    registry = PathFinder.find().documents_csv
    project = registry.parent.parent
    old, new = (codebook_of(name, project) for name in (arguments.old, arguments.new))
    effect = codebook_effect(registry, old, new)
    for failure in effect.failures:
        complain(failure)
    for line in _told(effect):
        say(line)
    return SOME_INPUT_FAILED if effect.failures else DONE


def _told(effect: Effect) -> Iterator[str]:
    from policytasks.compare.tallies import records_of

    if effect.rows.empty:
        yield "no row differs"
    for (table, change), rows in effect.rows.groupby(["table", "change"], sort=False):
        yield f"{table}: {len(rows)} {change}"
        for row in records_of(rows):
            values = f" {row.field}" if row.field else ""
            if row.field:
                values += "".join(
                    f" {sign}{value}"
                    for sign, value in (("-", row.old), ("+", row.new))
                    if value is not None
                )
            title = f" {row.title}" if row.title else ""
            yield f"  {row.task_id or row.document_id}{title}:{values} | {row.words}"
    if not effect.themes.empty:
        yield "shares of tasks by theme:"
    for row in records_of(effect.themes):
        yield f"  {row.theme_id}, {row.document_id}: {row.old} → {row.new} of {row.n}"
    graded = effect.findings[effect.findings["grade_old"] != effect.findings["grade_new"]]
    if not effect.findings.empty:
        yield f"findings: {len(effect.findings)} differ, {len(graded)} in their grade"
    for row in records_of(graded):
        yield (
            f"  {row.finding}, {row.a} – {row.b}: {row.grade_old} ({row.difference_old:+.2f}) → "
            f"{row.grade_new} ({row.difference_new:+.2f})"
        )
