"""Machines: how often a second one steps, by its transitions machine and by look-up, and how often a Pod's world moves."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ...model.core.domain import instances
from ...model.core.kind import Kind
from ...model.core.world import Scope
from ...model.kubelet.pod_worker import POD_WORKER
from .measure import Row, rate

Case = tuple[Any, Any, Any]
"""A view, a record and an event that the machine takes."""

CASES = 2000


def rows(scope: Scope, *, seconds: float) -> Iterator[Row]:
    """`drive` and `step` of one Kind, and moves of this scope's world with all their couplings."""
    cases = taken(POD_WORKER)
    note = f"the {POD_WORKER.name}, {len(cases):,} cases"
    yield Row(
        "drive, by its transitions machine", rate(_each(cases, POD_WORKER.drive), seconds=seconds), "steps/s", note
    )
    yield Row("step, by look-up", rate(_each(cases, POD_WORKER.step), seconds=seconds), "steps/s", note)
    yield Row("fire, in a world with couplings", rate(_moves(scope), seconds=seconds), "moves/s", scope.words)


def taken(kind: Kind[Any, Any]) -> list[Case]:
    """Some views, records and events with which this machine has an edge, spread over all of them."""
    events = [event for event_class in kind.events for event in instances(event_class)]
    cases: list[Case] = []
    for record in instances(kind.record):
        for view in instances(kind.view):
            cases += [(view, record, event) for event in events if kind.edge(view, record, event) is not None]
    return cases[:: max(1, len(cases) // CASES)]


def _each(cases: list[Case], work: Callable[[Any, Any, Any], Any]) -> Callable[[int], int]:
    def repeat(times: int) -> int:
        for _ in range(times):
            for view, record, event in cases:
                work(view, record, event)
        return times * len(cases)

    return repeat


def _moves(scope: Scope) -> Callable[[int], int]:
    """A walk: each time the next of the moves that are possible, in turn, from the beginning again at the end."""

    def walk(times: int) -> int:
        world = scope.initial[0]
        for turn in range(times):
            enabled = scope.enabled(world)
            world = scope.after(world, enabled[turn % len(enabled)]) if enabled else scope.initial[0]
        return times

    return walk
