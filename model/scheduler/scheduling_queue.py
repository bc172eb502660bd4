"""SchedulingQueue: the Pods that wait for a node, in the order in which the scheduler takes them up (backend/queue)."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from itertools import count
from typing import Final

from ..core.event import Event
from ..core.lives import Lives
from ..core.simulation import Simulation, Timer
from ..objects.pod import Pod
from .queue import (
    LEVELS,
    QUEUED_POD,
    Assume,
    Bind,
    EndBackOff,
    Enqueue,
    Err,
    FailToBind,
    FitNowhere,
    Flush,
    Help,
    Leave,
    OpenGates,
    Pop,
    QueuedPod,
    QueueState,
    QueueView,
    back_off,
)
from .rules.nomination import priority

PATIENCE: Final = 300_000
"""Milliseconds after which an unschedulable Pod is tried again though nothing has changed for it,"""
FLUSH_PERIOD: Final = 30_000
"""when the scheduler next looks for such Pods."""
WINDOW: Final = 1_000
"""Back-offs end at full seconds of the clock."""


class Entry:
    """A Pod in the queue: `since` its last attempt, or its arrival, in milliseconds; `plugins` keep it waiting."""

    __slots__ = ("plugins", "pod", "rest_until", "since", "ticket", "timer")

    def __init__(self, pod: Pod, since: int) -> None:
        self.pod, self.since = pod, since
        self.plugins: frozenset[str] = frozenset()
        self.rest_until = 0
        self.ticket = 0
        self.timer: Timer | None = None


class SchedulingQueue:
    """Each Pod's way through the queue goes through its QueuedPod machine; `wake` is called when one can be popped."""

    def __init__(self, simulation: Simulation, lives: Lives, wake: Callable[[], None]) -> None:
        self._simulation, self._lives, self._wake = simulation, lives, wake
        self._entries: dict[str, Entry] = {}
        self._active: list[tuple[int, int, int, str]] = []
        self._resting: list[tuple[int, int, int, int, str]] = []
        self._unschedulable: dict[str, Entry] = {}
        self._tickets = count(1)

    def state(self, uid: str) -> QueueState:
        """Where the Pod is."""
        return self._record(uid).state

    @property
    def unschedulable(self) -> tuple[Entry, ...]:
        """The Pods that wait for something to change, in the order of their failures."""
        return tuple(self._unschedulable.values())

    def add(self, pod: Pod) -> None:
        """A Pod without a node was seen."""
        uid = pod.metadata.uid
        self._entries[uid] = Entry(pod, self._simulation.now)
        self._fire(uid, Enqueue())

    def refresh(self, pod: Pod) -> None:
        """The waiting Pod has changed; its last gate may have gone."""
        entry = self._entries.get(pod.metadata.uid)
        if entry is None:
            return
        entry.pod = pod
        if self.state(pod.metadata.uid) is QueueState.GATED and not pod.spec.schedulingGates:
            self._fire(pod.metadata.uid, OpenGates())

    def pop(self) -> Entry | None:
        """The most important Pod that may be tried now, of equals the one that has waited longest; None: there is none."""
        uid = self._top_active()
        if uid is None:
            while self._resting and not self._is_current(self._resting[0][-2:], QueueState.BACKING_OFF):
                heapq.heappop(self._resting)
            uid = self._resting[0][-1] if self._resting else None
        if uid is None:
            return None
        self._fire(uid, Pop())
        return self._entries[uid]

    def assume(self, uid: str) -> None:
        """The Pod has its room, and is about to be bound."""
        self._fire(uid, Assume())

    def bound(self, uid: str) -> None:
        """The Pod has its node, and is done."""
        self._fire(uid, Bind())

    def fits_nowhere(self, uid: str, plugins: frozenset[str]) -> None:
        """These filters kept the Pod off the nodes."""
        self._rest(uid, FitNowhere(), plugins)

    def fails(self, uid: str) -> None:
        """The attempt ended without an answer."""
        self._rest(uid, Err(), frozenset())

    def fails_to_bind(self, uid: str) -> None:
        """The Pod has to give its room back."""
        self._rest(uid, FailToBind(), frozenset())

    def help(self, uid: str) -> None:
        """Something has changed that may let the Pod fit."""
        if uid in self._unschedulable:
            self._fire(uid, Help())

    def leave(self, uid: str) -> None:
        """The Pod needs no node any more."""
        if uid in self._entries:
            self._fire(uid, Leave())

    def _record(self, uid: str) -> QueuedPod:
        return self._lives.of(QUEUED_POD, uid)  # type: ignore[no-any-return]  # Lives holds records of any Kind

    def _rest(self, uid: str, event: Event, plugins: frozenset[str]) -> None:
        entry, now = self._entries[uid], self._simulation.now
        entry.since, entry.plugins = now, plugins
        level = min(self._record(uid).level + 1, LEVELS)
        entry.rest_until = (now + back_off(level) * 1000) // WINDOW * WINDOW
        self._fire(uid, event)

    def _fire(self, uid: str, event: Event) -> None:
        """Take the event in the Pod's machine, and keep it where it is then."""
        entry, before = self._entries[uid], self._record(uid).state
        first = self._top_active()
        view = QueueView(
            has_gates=bool(entry.pod.spec.schedulingGates),
            backs_off=entry.rest_until > self._simulation.now,
            none_is_active=first is None,
            is_next=first in (None, uid),
        )
        state = self._lives.fire(QUEUED_POD, uid, event, view).state
        if state is not before:
            self._unschedulable.pop(uid, None)
            if entry.timer is not None:
                entry.timer.cancel()
            self._keep(uid, entry, state)

    def _keep(self, uid: str, entry: Entry, state: QueueState) -> None:
        entry.ticket = next(self._tickets)
        order = (-priority(entry.pod), entry.since, entry.ticket, uid)
        match state:
            case QueueState.ACTIVE:
                heapq.heappush(self._active, order)
                self._wake()
            case QueueState.BACKING_OFF:
                if not self._record(uid).by_error:
                    heapq.heappush(self._resting, (entry.rest_until, *order))
                    self._wake()
                entry.timer = self._simulation.at(entry.rest_until, lambda: self._fire(uid, EndBackOff()))
            case QueueState.UNSCHEDULABLE:
                self._unschedulable[uid] = entry
                entry.timer = self._simulation.at(self._next_flush(entry.since), lambda: self._fire(uid, Flush()))
            case QueueState.OUTSIDE:
                del self._entries[uid]
                self._lives.forget(QUEUED_POD, uid)

    def _next_flush(self, since: int) -> int:
        """The scheduler's first look at which a Pod that failed then has waited for more than its patience."""
        start = self._simulation.start
        return start + ((since + PATIENCE - start) // FLUSH_PERIOD + 1) * FLUSH_PERIOD

    def _top_active(self) -> str | None:
        while self._active and not self._is_current(self._active[0][-2:], QueueState.ACTIVE):
            heapq.heappop(self._active)
        return self._active[0][-1] if self._active else None

    def _is_current(self, place: tuple[int, str], state: QueueState) -> bool:
        ticket, uid = place
        entry = self._entries.get(uid)
        return entry is not None and entry.ticket == ticket and self.state(uid) is state
