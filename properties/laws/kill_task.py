"""KillTask: laws of how one running container is ended: hook, turn, stop signal, SIGKILL (semantics C.14)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...model.cluster.composition import POD
from ...model.core.event import Event
from ...model.core.world import Firing
from ...model.kubelet import kill_task
from ...model.kubelet.kill_task import KILL_TASK, KillState, KillTask, KillView
from ..law import Move, Step, law
from . import examples as ex
from .moves import indices, running

N, H, T, S, O, D = KillState  # noqa: E741 -- O is Overdue
VIEW = KillView()


@law(
    "TERM-1", KILL_TASK, by=(kill_task.GRACE_OVER, kill_task.KILL),
    given=lambda view, before, event, after: isinstance(event, kill_task.SigKill),
    witness="SIGKILL came when it was {before.state.value}",
    breach=Step(VIEW, KillTask(S), kill_task.SigKill(), KillTask(D)),
)  # fmt: skip
def sigkill_comes_last(view: KillView, before: KillTask, event: Event, after: KillTask) -> bool:
    """SIGKILL comes only after the stop signal, when the grace is over and the container still lives."""
    return before.state is O


@law(
    "TERM-1", POD, by=(kill_task.KILL,),
    given=lambda before, firings, after: bool(indices(firings, "kill", kill_task.SigKill)),
    witness="{moves}, while its kill was not overdue or it did not run",
    breach=Move(
        ex.world(ex.app(ex.RUNNING, kill=KillTask(S))),
        ((("containers", 0, "kill"), kill_task.SigKill()),),
        ex.world(ex.app(ex.FAILED, kill=KillTask(D))),
    ),
)  # fmt: skip
def only_the_overdue_are_killed(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """Only a running container whose stop signal is older than its grace gets SIGKILL."""
    killed = indices(firings, "kill", kill_task.SigKill)
    return all(before.containers[n].kill.state is O and n in running(before) for n in killed)


@law(
    "TERM-1", KILL_TASK, by=(kill_task.HOOK, kill_task.SIGNAL),
    given=lambda view, before, event, after: isinstance(event, kill_task.BeginKill),
    witness="it began with {after.state.value}, with {sight}",
    breach=Step(KillView(has_hook=True), KillTask(), kill_task.BeginKill(), KillTask(S)),
)  # fmt: skip
def the_hook_comes_first(view: KillView, before: KillTask, event: Event, after: KillTask) -> bool:
    """A kill begins with the preStop hook if there is one, then waits for its turn, and only then sends the signal."""
    return after.state is (H if view.has_hook else T if view.waits_for_turn else S)


@law(
    "TERM-3", KILL_TASK, by=(kill_task.SIGNAL, kill_task.GRACE_OVER),
    given=lambda view, before, event, after: after.state is O and before.state is not O,
    witness="{event} made it overdue when it was {before.state.value}",
    breach=Step(VIEW, KillTask(H), kill_task.GraceOver(), KillTask(O)),
)  # fmt: skip
def a_signal_has_its_time(view: KillView, before: KillTask, event: Event, after: KillTask) -> bool:
    """After the stop signal a container always has time to obey, even if its hook has used all of the grace."""
    return before.state is S and isinstance(event, kill_task.GraceOver)


@law(
    "TERM-6", KILL_TASK, by=(kill_task.HOOK_OVER, kill_task.TURN_OVER),
    given=lambda view, before, event, after: before.state in (H, T) and isinstance(event, kill_task.GraceOver),
    witness="when the grace was over it went from {before.state.value} to {after.state.value}",
    breach=Step(VIEW, KillTask(H), kill_task.GraceOver(), KillTask(H)),
)  # fmt: skip
def no_hook_blocks_a_kill(view: KillView, before: KillTask, event: Event, after: KillTask) -> bool:
    """A hook that hangs, or a turn that never comes, holds the stop signal up no longer than the grace."""
    return after.state is S


@law(
    "TERM-7", KILL_TASK, by=(kill_task.NO_HOOK,),
    given=lambda view, before, event, after: not view.has_hook and before.state is not H,
    witness="{event} began a hook",
    breach=Step(VIEW, KillTask(), kill_task.BeginKill(), KillTask(H)),
)  # fmt: skip
def without_grace_no_hook(view: KillView, before: KillTask, event: Event, after: KillTask) -> bool:
    """Without a hook, or without any grace for it, no preStop hook runs."""
    return after.state is not H
