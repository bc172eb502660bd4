"""CrashLoop: laws of the back-off between restarts (semantics C.11)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...model.cluster.composition import POD
from ...model.core.event import Event
from ...model.core.world import Firing
from ...model.kubelet import container as life
from ...model.kubelet import crash_loop, start
from ...model.kubelet.container import Outcome
from ...model.kubelet.container_cache import ContainerCache, Seen
from ...model.kubelet.crash_loop import CRASH_LOOP, CrashLoop, CrashLoopState, CrashLoopView, delay_seconds
from ...model.kubelet.process import KubeletRestarts
from ...model.kubelet.start import START, StartAttempt, StartState, StartView
from ..law import Move, Step, law
from . import examples as ex
from .moves import fired, indices

N, R, B = CrashLoopState
VIEW = CrashLoopView()
PULLED = ((("containers", 0, "start"), start.PullSucceeds()),)
SEEN_FAILED = ContainerCache(Seen.FAILED)
LET_THROUGH = (start.PullSucceeds, start.PullFails)


@law(
    "BOFF-1", START, by=(start.BACKED_OFF, crash_loop.BEGUN),
    given=lambda view, before, event, after: isinstance(event, LET_THROUGH),
    witness="its start went on with {sight}",
    breach=Step(
        StartView(backs_off=True), StartAttempt(StartState.PLANNED),
        start.PullSucceeds(), StartAttempt(StartState.IMAGE_PRESENT),
    ),
)  # fmt: skip
def back_off_holds_a_start(view: StartView, before: StartAttempt, event: Event, after: StartAttempt) -> bool:
    """No container starts again before its back-off is over."""
    return not view.backs_off


@law(
    "BOFF-1", CRASH_LOOP, by=(crash_loop.BEGUN,),
    given=lambda view, before, event, after: isinstance(event, crash_loop.Ended) and before.state is not N,
    witness="the end left it {after.state.value}, at level {after.level}",
    breach=Step(VIEW, CrashLoop(R, 1), crash_loop.Ended(), CrashLoop(R, 1)),
)  # fmt: skip
def every_end_begins_the_delay(view: CrashLoopView, before: CrashLoop, event: Event, after: CrashLoop) -> bool:
    """Once there is a delay, every end of the container begins it anew, at the level it has."""
    return after.state is B and after.level == before.level


@law(
    "BOFF-1", CRASH_LOOP, by=(crash_loop.AT_ONCE, crash_loop.DOUBLED),
    given=lambda view, before, event, after: isinstance(event, crash_loop.CountRestart) and view.has_run_before,
    witness="the level went from {before.level} to {after.level}",
    breach=Step(VIEW, CrashLoop(R, 2), crash_loop.CountRestart(), CrashLoop(R, 2)),
)  # fmt: skip
def every_restart_doubles_the_delay(view: CrashLoopView, before: CrashLoop, event: Event, after: CrashLoop) -> bool:
    """The first restart is immediate, and each doubles the delay before the next: 10, 20, 40 … 300 seconds."""
    due = 1 if before.state is N else min(before.level + 1, crash_loop.LEVELS)
    return after.level == due and before.state is not B


@law(
    "BOFF-1", POD, by=(start.BACKED_OFF, crash_loop.BEGUN),
    given=lambda before, firings, after: bool(indices(firings, "start", *LET_THROUGH)),
    witness="{moves}, inside its back-off",
    breach=Move(
        ex.world(ex.app(ex.FAILED, seen=SEEN_FAILED, back_off=CrashLoop(B, 1))),
        PULLED,
        ex.world(ex.app(ex.FAILED, seen=SEEN_FAILED, back_off=CrashLoop(R, 2))),
    ),
)  # fmt: skip
def nothing_restarts_in_back_off(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """No container that has ended starts again before the delay since its end is over."""
    containers = [before.containers[n] for n in indices(firings, "start", *LET_THROUGH)]
    return not any(c.back_off.state is B and _has_ended_before(c) for c in containers)


def _has_ended_before(container: Any) -> bool:
    """An end was seen: of what was seen last, or, where that is replaced or was never started, of the instance before it."""
    has_older = container.seen.state in (Seen.CREATED, Seen.RUNNING) and container.life.older is not Outcome.NONE
    return bool(container.seen.state.has_exited) or has_older


@law(
    "BOFF-2", CRASH_LOOP, by=(crash_loop.RESET, crash_loop.LOST),
    given=lambda view, before, event, after: (
        after.level < before.level and before.state is not N and not isinstance(event, crash_loop.Recall)
    ),
    witness="{event} took the level from {before.level} to {after.level}",
    breach=Step(VIEW, CrashLoop(B, 3), crash_loop.BackoffOver(), CrashLoop(R, 0)),
)  # fmt: skip
def only_a_long_run_forgives(view: CrashLoopView, before: CrashLoop, event: Event, after: CrashLoop) -> bool:
    """The delay of one image is forgotten only more than 600 seconds after it was raised, or with the kubelet; not by its end."""
    return isinstance(event, crash_loop.Expire | KubeletRestarts) and after.state is N


@law(
    "BOFF-3", CRASH_LOOP, by=(crash_loop.DOUBLED,),
    given=lambda view, before, event, after: after.level > 0 and after.state is not N,
    witness="the delay was that of level {after.level}",
    breach=Step(VIEW, CrashLoop(R, 6), crash_loop.CountRestart(), CrashLoop(R, 7)),
)  # fmt: skip
def the_delay_has_bounds(view: CrashLoopView, before: CrashLoop, event: Event, after: CrashLoop) -> bool:
    """A delay is at least 10 and at most 300 seconds."""
    return after.level <= crash_loop.LEVELS and 10 <= delay_seconds(after.level) <= 300


@law(
    "BOFF-4", POD, by=(crash_loop.BEGUN, "kubelet/kuberuntime doBackOff"),
    given=lambda before, firings, after: (
        bool(indices(firings, "life", life.Exit)) and not fired(firings, "process", KubeletRestarts)
    ),
    witness="{moves} left it without its delay",
    breach=Move(
        ex.world(ex.app(ex.RUNNING, back_off=CrashLoop(R, 1))),
        ((("containers", 0, "life"), life.Exit(Outcome.SUCCEEDED)),),
        ex.world(ex.app(ex.SUCCEEDED, back_off=CrashLoop(R, 1))),
    ),
)  # fmt: skip
def every_exit_counts(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """An exit that the kubelet outlives begins the delay whatever its code, of an init container as of any other."""
    ended = indices(firings, "life", life.Exit)
    return all(before.containers[n].back_off.state is N or after.containers[n].back_off.state is B for n in ended)


@law(
    "BOFF-5", START, by=(start.BACKED_OFF,),
    given=lambda view, before, event, after: isinstance(event, start.BackOff),
    witness="it was held back with {sight}",
    breach=Step(StartView(), StartAttempt(StartState.PLANNED), start.BackOff(), StartAttempt()),
)  # fmt: skip
def only_back_off_holds_back(view: StartView, before: StartAttempt, event: Event, after: StartAttempt) -> bool:
    """A container is held back only while its back-off is not over."""
    return view.backs_off


@law(
    "BOFF-5", POD, by=(start.BACKED_OFF,),
    given=lambda before, firings, after: bool(indices(firings, "start", start.BackOff)),
    witness="{moves}, although it had never ended",
    breach=Move(ex.world(), ((("containers", 0, "start"), start.BackOff()),), ex.world()),
)  # fmt: skip
def only_the_ended_back_off(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """Only a container of which an instance was seen that has ended is held back."""
    return all(_has_ended_before(before.containers[n]) for n in indices(firings, "start", start.BackOff))


@law(
    "BOFF-1", CRASH_LOOP, by=(crash_loop.NOT_BEGUN,),
    given=lambda view, before, event, after: isinstance(event, crash_loop.CountRestart) and not view.has_run_before,
    witness="a first start took the level from {before.level} to {after.level}",
    breach=Step(CrashLoopView(has_run_before=False), CrashLoop(), crash_loop.CountRestart(), CrashLoop(R, 1)),
)  # fmt: skip
def a_first_start_is_no_restart(view: CrashLoopView, before: CrashLoop, event: Event, after: CrashLoop) -> bool:
    """The start of a container that has not ended yet counts as no restart."""
    return after.state is before.state and after.level == before.level


@law(
    "BOFF-2", CRASH_LOOP, by=(crash_loop.RESET, crash_loop.LOST),
    given=lambda view, before, event, after: isinstance(event, crash_loop.Expire | KubeletRestarts),
    witness="{event} left the level {after.level}",
    breach=Step(VIEW, CrashLoop(B, 3), crash_loop.Expire(), CrashLoop(N, 3)),
)  # fmt: skip
def a_long_run_forgives_all(view: CrashLoopView, before: CrashLoop, event: Event, after: CrashLoop) -> bool:
    """A run of more than 600 seconds, and the end of the kubelet, forget the whole delay."""
    return after.state is N and after.level == 0
