"""pool: work on many files on all cores, the results in the order of the files."""

from __future__ import annotations

import multiprocessing
import signal
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import TypeVar

Result = TypeVar("Result")

_ENOUGH_FOR_A_PROCESS = 4
"""Starting a process costs as much as some files."""


def in_order(work: Callable[[Path], Result], paths: Sequence[Path], jobs: int = 1) -> Generator[Result, None, None]:
    """`work(path)` for each path, in order, as they come; memory holds one file a process, however many there are.

    With more than one job `work` and its results must be picklable. Closing the iterator drops what has not begun.
    """
    jobs = min(jobs, len(paths) // _ENOUGH_FOR_A_PROCESS)
    if jobs <= 1:
        yield from map(work, paths)
        return
    # Workers are spawned, not forked: the same everywhere, and nothing of this process leaks into a replay.
    executor = ProcessPoolExecutor(jobs, multiprocessing.get_context("spawn"), initializer=_die_quietly)
    try:
        for future in [executor.submit(work, path) for path in paths]:
            yield future.result()
    finally:
        executor.shutdown(cancel_futures=True)


def _die_quietly() -> None:
    """An interrupt from the terminal reaches the workers too: it ends them without a traceback of their own."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
