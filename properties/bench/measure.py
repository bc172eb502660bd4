"""Measure: one row of the bench, and the clocks; rates are per second of processor time, so that other work disturbs them less."""

from __future__ import annotations

import resource
from collections.abc import Callable
from time import perf_counter, process_time
from typing import TypeVar

from attrs import frozen

T = TypeVar("T")


@frozen
class Row:
    """What was measured, the figure in its unit (None where it could not be), and what else is to be said."""

    what: str
    figure: float | None
    unit: str
    note: str = ""


def processor_time(work: Callable[[], T]) -> tuple[T, float]:
    """What this gives, and the seconds of this process's own time that it took."""
    began = process_time()
    given = work()
    return given, process_time() - began


def childrens_time(work: Callable[[], T]) -> tuple[T, float]:
    """What this gives, and the seconds of processor time of the programs that it ran."""
    began = _children()
    given = work()
    return given, _children() - began


def wall_time(work: Callable[[], T]) -> tuple[T, float]:
    """What this gives, and the seconds that passed."""
    began = perf_counter()
    given = work()
    return given, perf_counter() - began


def rate(work: Callable[[int], int], *, seconds: float) -> float:
    """How often a second: `work(n)` does it about n times and says how often; n doubles until it takes so many seconds."""
    times = 1
    while True:
        done, took = processor_time(lambda: work(times))  # noqa: B023 -- called at once
        if took >= seconds:
            return done / took
        times *= 2


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
