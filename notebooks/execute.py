"""Run notebooks from top to bottom and store what they show.

Usage: python notebooks/execute.py NOTEBOOK...

A notebook that fails, or that writes to stderr, is left as it was.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

__all__ = ["NotebookError", "execute", "main"]

SECONDS_PER_CELL = 600

# The version of the interpreter would otherwise enter each notebook.
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


class NotebookError(Exception):
    """A notebook did not run cleanly; the message names the cell."""


def execute(path: Path) -> None:
    """Run the notebook at ``path`` in its own folder and store it with its outputs.

    Two runs of the same cells on the same data store the same bytes.

    Raises
    ------
    NotebookError
        A cell raised an exception or wrote to stderr.
    """
    notebook = nbformat.read(path, as_version=4)
    client = NotebookClient(
        notebook,
        timeout=SECONDS_PER_CELL,
        kernel_name="python3",
        coalesce_streams=True,
        record_timing=False,
        store_widget_state=False,
        resources={"metadata": {"path": str(path.parent)}},
        # Else each kernel warns that it talks to this process unencrypted.
        extra_arguments=["--log-level=ERROR"],
    )
    try:
        client.execute()
    except CellExecutionError as error:
        raise NotebookError(f"{path}: {error}") from error
    refuse_stderr(notebook, path)
    notebook.metadata = nbformat.from_dict(METADATA)
    unfinished = path.with_suffix(".ipynb.tmp")
    try:
        nbformat.write(notebook, unfinished)
        os.replace(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def refuse_stderr(notebook: nbformat.NotebookNode, path: Path) -> None:
    """Raise NotebookError where a cell wrote to stderr.

    What stands there, such as a warning of a missing glyph, is a fault in the
    picture, and its paths differ between machines.
    """
    for number, cell in enumerate(notebook.cells, start=1):
        for output in cell.get("outputs", ()):
            if output.output_type == "stream" and output.name == "stderr":
                raise NotebookError(f"{path}: cell {number} wrote to stderr:\n{output.text}")


def main(names: list[str]) -> int:
    """Execute the notebooks named, one after the other; 0 when all ran cleanly, else 1."""
    if not names:
        print(__doc__, file=sys.stderr)
        return 2
    failed = False
    for name in names:
        begun = time.monotonic()
        try:
            execute(Path(name))
        except NotebookError as error:
            print(error, file=sys.stderr)
            failed = True
        else:
            print(f"{name}  {time.monotonic() - begun:.1f} s", flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
