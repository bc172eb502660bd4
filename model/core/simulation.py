"""Simulation: virtual time: what happens when, in one thread, in one order."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Generator
from random import Random
from typing import Any

from ..objects.time import Millis

Resume = Callable[[Any], None]
Wait = Callable[[Resume], None]
"""Something to wait for: it is given the function to call, once, with the result."""

Process = Generator[Wait, Any, None]
"""A course of action in virtual time: it yields what it waits for and is sent the result."""


class Timer:
    """Something that will happen, unless it is cancelled first."""

    __slots__ = ("action", "at")

    def __init__(self, at: Millis, action: Callable[[], None]) -> None:
        self.at, self.action = at, action

    def cancel(self) -> None:
        self.action = _nothing


def _nothing() -> None:
    """What a cancelled timer does."""


def _always() -> bool:
    """A process that nothing but its own end ends."""
    return True


class Simulation:
    """A clock in milliseconds since 1970 and a queue; equal times are taken in the order in which they were asked for."""

    def __init__(self, start: Millis, seed: int) -> None:
        self.start = start
        self.now = start
        self.random = Random(seed)
        self._seed = seed
        self._queue: list[tuple[int, int, Timer]] = []
        self._count = 0

    def stream(self, name: str) -> Random:
        """Random numbers of its own for what bears this name: what else is drawn, and when, does not change them."""
        return Random(f"{self._seed}/{name}")

    def at(self, moment: int, action: Callable[[], None]) -> Timer:
        """Do this at the moment, or now if it is past."""
        timer = Timer(Millis(max(moment, self.now)), action)
        self._count += 1
        heapq.heappush(self._queue, (timer.at, self._count, timer))
        return timer

    def after(self, delay: int, action: Callable[[], None]) -> Timer:
        """Do this in so many milliseconds."""
        return self.at(self.now + delay, action)

    def sleep(self, delay: int) -> Wait:
        """Wait so many milliseconds."""
        return lambda resume: _ignore(self.after(delay, lambda: resume(None)))

    def next_moment(self) -> Millis | None:
        """When the next thing happens; None if nothing ever will."""
        while self._queue and self._queue[0][2].action is _nothing:
            heapq.heappop(self._queue)
        return self._queue[0][2].at if self._queue else None

    def step(self) -> bool:
        """Let the next thing happen; False if there is none."""
        if self.next_moment() is None:
            return False
        _, _, timer = heapq.heappop(self._queue)
        self.now = timer.at
        timer.action()
        return True

    def run_until(self, moment: int) -> None:
        """Let all happen that is due up to and at this moment; the clock then stands there."""
        while (due := self.next_moment()) is not None and due <= moment:
            self.step()
        self.now = Millis(max(self.now, moment))

    def begin(self, process: Process, done: Callable[[], None] = _nothing, alive: Callable[[], bool] = _always) -> None:
        """Carry a process out; `done` is called at its end; a process that is no longer alive when it would go on, ends there."""
        _advance(process, None, done, alive)


def all_of(simulation: Simulation, processes: list[Process], alive: Callable[[], bool] = _always) -> Wait:
    """Wait until all of these, begun together, have ended."""

    def begin(resume: Resume) -> None:
        left = len(processes)
        if not left:
            resume(None)
            return

        def one_done() -> None:
            nonlocal left
            left -= 1
            if not left:
                resume(None)

        for process in processes:
            simulation.begin(process, one_done, alive)

    return begin


def _advance(process: Process, value: Any, done: Callable[[], None], alive: Callable[[], bool]) -> None:
    if not alive():
        process.close()
        return
    try:
        wait = process.send(value)
    except StopIteration:
        done()
        return
    wait(lambda result: _advance(process, result, done, alive))


def _ignore(_: object) -> None:
    """The timer of a sleep is never cancelled."""
