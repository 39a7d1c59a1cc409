"""Texts and codings into the file of a coding tool, by the ending of its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow as pa

from policytasks.codebook import Codebook
from policytasks.errors import PolicyTasksError, writing
from policytasks.exchange.codes import code_groups, coded_texts
from policytasks.exchange.label_studio import write_tasks
from policytasks.exchange.refi_qda import write_project

__all__ = ["ENDINGS", "send"]

_PROJECT, _TASKS = ENDINGS = (".qdpx", ".labelstudio.json")
"""The endings of file names that `send` writes."""


def send(
    tables: Mapping[str, pa.Table],
    source: Callable[[str], str],
    path: Path | str,
    *,
    codebook: Codebook,
) -> tuple[Path, ...]:
    """Write all documents with their themes, units, targets and responsibilities as codings.

    Parameters
    ----------
    tables
        As `policytasks.tables.read_tables` returns them.
    source
        Gives the text of a document, as `policytasks.corpus.Corpus.source` does.
    path
        ``NAME.qdpx`` for a REFI-QDA project, ``NAME.labelstudio.json`` for the tasks of
        Label Studio, with the labeling configuration beside them. Files of these names
        are replaced; equal tables give equal files.
    codebook
        Names and defines the themes.

    Returns
    -------
    tuple of Path
        The files.

    Raises
    ------
    PolicyTasksError
        The ending is another, a text has changed, or the file cannot be written.
    """
    path = Path(path)
    if not path.name.lower().endswith(ENDINGS):
        raise PolicyTasksError(
            f"cannot be exchanged as {path.suffix or 'a file without ending'}",
            where=str(path),
            remedy=f"give the file's name one of the endings {', '.join(ENDINGS)}",
        )
    texts = coded_texts(tables, source, codebook)
    with writing(path):
        if path.name.lower().endswith(_TASKS):
            return path, write_tasks(texts, code_groups(codebook), path)
        write_project(texts, code_groups(codebook), path)
    return (path,)
