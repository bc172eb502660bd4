"""Waiting: for the end of something, or of the time that it has, or of the container in which it happens."""

from __future__ import annotations

from enum import Enum

from ...core.simulation import Resume, Simulation, Wait


class Over(Enum):
    """What ended the wait."""

    DONE = "done"
    TIMEOUT = "timeout"
    CONTAINER = "the container ended"


def until(simulation: Simulation, takes: int | None, limit: int | None, ended: Wait | None) -> Wait:
    """Resumes with what comes first: `takes` milliseconds (None: never), the limit, or that `ended` resumes."""

    def begin(resume: Resume) -> None:
        waiting = True

        def go_on(over: Over) -> None:
            nonlocal waiting
            if waiting:
                waiting = False
                resume(over)

        if takes is not None and takes <= 0:
            go_on(Over.DONE)
            return
        if takes is not None and (limit is None or takes <= limit):
            simulation.after(takes, lambda: go_on(Over.DONE))
        elif limit is not None:
            simulation.after(limit, lambda: go_on(Over.TIMEOUT))
        if ended is not None:
            ended(lambda _: go_on(Over.CONTAINER))

    return begin
