"""The command ``policytasks``.

Every command imports what it needs when it runs, so that help comes at once and
a build waits for no plotting library.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from policytasks.cli.coding import add_codebook
from policytasks.cli.output import (
    INTERRUPTED,
    SOME_INPUT_FAILED,
    complain,
    say_all,
    write_what_a_stream_can,
)
from policytasks.cli.reading import add_audit, add_build, add_parse
from policytasks.cli.registering import add_add, add_remove
from policytasks.cli.reviewing import add_review
from policytasks.cli.showing import add_explore, add_export, add_figures
from policytasks.errors import PolicyTasksError, reason_of, what_helps
from policytasks.version import __version__

__all__ = ["main"]

_DESCRIPTION = """\
Turn Chinese policy plans into tidy tables: tasks, themes, targets and the
agencies that answer for them, each with its place in the text."""

_EPILOG = """\
A project is a folder with
  data/documents.csv   the register of the plans: one line a plan
  data/sources/        their texts, UTF-8
  data/codebook/       the themes, agencies and indicators to look for
  data/tables/         the tables, written by `policytasks build`
  figures/             the figures, written by `policytasks figures`, and the page
                       from themes to clauses, written by `policytasks explore`
Commands find it from any folder inside it.

examples:
  policytasks build                       read the registered plans
  policytasks add plan.html               register a plan of your own
  policytasks remove plan                 take it out again
  policytasks audit                       what was not understood
  policytasks review --help               check a sample, learn how right the tables are
  policytasks codebook diff HEAD data/codebook   what a changed pattern does
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
    write_what_a_stream_can()
    _end_in_order_when_terminated()
    parser = _parser()
    try:
        arguments = parser.parse_args(argv)
    finally:
        # Help and the version end here.
        say_all()
    if arguments.run is None:
        parser.print_help(sys.stderr)
        return 2
    # Looking for plugins of pydantic, of which none has a say in the tables, reads
    # the metadata of every installed package.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    try:
        status = arguments.run(arguments)
        say_all()
        return status
    except PolicyTasksError as error:
        complain(error)
        return SOME_INPUT_FAILED
    except OSError as error:
        complain(f"{error.filename or 'the system'}: {reason_of(error)} ({what_helps(error)})")
        return SOME_INPUT_FAILED
    except KeyboardInterrupt:
        complain("interrupted; what was there before is as it was")
        return INTERRUPTED


def _end_in_order_when_terminated() -> None:
    """Make SIGTERM an interruption, so that nothing half-written is left behind."""
    import signal
    import threading

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, interrupt)


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
    for add_to in (
        add_add,
        add_remove,
        add_build,
        add_parse,
        add_audit,
        add_export,
        add_review,
        add_codebook,
        add_figures,
        add_explore,
    ):
        add_to(commands)
    return parser
