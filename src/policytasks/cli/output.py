"""What the commands say: results on stdout, what is wrong on stderr."""

from __future__ import annotations

import io
import os
import sys

# As in `typing`, whose import would make help a third slower.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from policytasks.building import BuildReport

__all__ = [
    "DONE",
    "INTERRUPTED",
    "SOME_INPUT_FAILED",
    "complain",
    "say",
    "say_all",
    "tell",
    "write_what_a_stream_can",
]

DONE, SOME_INPUT_FAILED, INTERRUPTED = 0, 1, 130


def write_what_a_stream_can() -> None:
    """Let signs that a terminal or pipe cannot write appear as escapes, not end in an error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def say(message: object) -> None:
    """Print a line for whoever still reads; the work is done whether or not anyone does."""
    try:
        print(message)
    except BrokenPipeError:
        _stop_saying()


def say_all() -> None:
    """Flush what was said: a reader such as head may be gone by now."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _stop_saying()


def _stop_saying() -> None:
    # The stream would complain once more when Python closes it.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(message: object) -> None:
    print(f"policytasks: {message}", file=sys.stderr)


def tell(report: BuildReport) -> int:
    """Report a build: what failed on stderr, what was written on stdout."""
    for failure in (*report.failures, *report.notes):
        complain(failure)
    if any(report.rows.values()):
        counts = ", ".join(f"{name} {count}" for name, count in report.rows.items())
        say(f"{report.directory}: {counts}")
        if report.corrected:
            what = ", ".join(f"{number} {how}" for how, number in sorted(report.corrected.items()))
            say(f"{report.directory}: by hand {what}")
    else:
        complain(f"no plan could be read; {report.directory} is as it was")
    return SOME_INPUT_FAILED if report.failures else DONE
