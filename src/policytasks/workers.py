"""Worker processes: they end with their parent, and a death among them is told in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from policytasks.errors import PolicyTasksError

if TYPE_CHECKING:
    from concurrent.futures import Executor
    from multiprocessing.context import BaseContext
    from multiprocessing.process import BaseProcess

__all__ = ["death_of_worker", "processes", "starting_workers"]

# By its number, because Windows has no such signal.
_KILLED = -9
_OLD_TABLES = "the old tables are as they were"


def processes(workers: int, *, preload: str) -> Executor:
    """Return a pool of processes that end when this one does, however that comes about.

    Parameters
    ----------
    workers
        How many.
    preload
        Module that they need.
    """
    import multiprocessing
    from concurrent.futures import ProcessPoolExecutor

    # Forking a process that has threads, as any with Arrow or a notebook's kernel
    # may, can hang; a fork server has none, and imports for all workers once.
    context: BaseContext
    if "forkserver" in multiprocessing.get_all_start_methods():
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([preload])
    else:
        context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_end_with_parent)


def _end_with_parent() -> None:
    import multiprocessing
    import os
    import signal
    from threading import Thread

    # Ctrl-C reaches every process of a terminal; the parent's answer is enough.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is None:
        return

    def wait() -> None:
        parent.join()
        os._exit(1)

    Thread(target=wait, daemon=True).start()


@contextmanager
def starting_workers() -> Iterator[None]:
    """Say in words that worker processes cannot be started.

    Raises
    ------
    PolicyTasksError
        The system has no more files, processes or memory to give.
    """
    try:
        yield
    except OSError as error:
        raise PolicyTasksError(
            f"worker processes cannot be started: {error.strerror or error}; {_OLD_TABLES}",
            remedy="use fewer workers, or raise the system's limits (ulimit -n, ulimit -u)",
        ) from error


def death_of_worker(workers: Iterable[BaseProcess]) -> PolicyTasksError:
    """Return what to say where one of these processes has died."""
    statuses = [worker.exitcode for worker in workers]
    if _KILLED in statuses:
        return PolicyTasksError(
            "a worker process was killed (SIGKILL), as the system does where memory is short; "
            + _OLD_TABLES,
            remedy="use fewer workers, or close other programs",
        )
    return PolicyTasksError(
        f"a worker process died; {_OLD_TABLES}", remedy="use fewer workers if memory is short"
    )
