"""Sidecar: laws of the order in which the containers of a Pod with sidecars are stopped (semantics C.9)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...model.cluster.composition import POD
from ...model.cluster.pod_world import ContainerParts
from ...model.core.event import Event
from ...model.core.world import Firing
from ...model.kubelet import kill_task
from ...model.kubelet.container import ContainerState
from ...model.kubelet.kill_task import KILL_TASK, KillState, KillTask, KillView
from ...model.kubelet.termination import Termination, TerminationState
from ..law import Move, Step, law
from . import examples as ex
from .moves import indices

N, H, T, S, O, D = KillState  # noqa: E741 -- O is Overdue
KRT = "kubelet/kuberuntime waitForTurn"
WAITS = ContainerParts(is_init=False, is_sidecar=True, life=ex.RUNNING, kill=KillTask(T))
SIGNALLED = ContainerParts(is_init=False, is_sidecar=True, life=ex.RUNNING, kill=KillTask(S))
KILLING = Termination(TerminationState.KILLING)


@law(
    "SC-3", KILL_TASK, by=(kill_task.SIGNAL, KRT),
    given=lambda view, before, event, after: isinstance(event, kill_task.TurnComes),
    witness="the signal was sent with {sight}",
    breach=Step(KillView(waits_for_turn=True), KillTask(T), kill_task.TurnComes(), KillTask(S)),
)  # fmt: skip
def a_turn_comes_when_it_has_come(view: KillView, before: KillTask, event: Event, after: KillTask) -> bool:
    """What waits for its turn is signalled only when nobody before it runs any more, or when the grace is over."""
    return not view.waits_for_turn


@law(
    "SC-3", KILL_TASK, by=(kill_task.HOOK_OVER, KRT),
    given=lambda view, before, event, after: isinstance(event, kill_task.HookEnds),
    witness="after its hook it was {after.state.value}, with {sight}",
    breach=Step(KillView(has_hook=True, waits_for_turn=True), KillTask(H), kill_task.HookEnds(), KillTask(S)),
)  # fmt: skip
def the_turn_comes_after_the_hook(view: KillView, before: KillTask, event: Event, after: KillTask) -> bool:
    """After its preStop hook a container waits for its turn if it has to, and is signalled at once if not."""
    return after.state is (T if view.waits_for_turn else S)


@law(
    "SC-3", POD, by=(KRT, kill_task.SIGNAL),
    given=lambda before, firings, after: (
        after.termination.state is TerminationState.KILLING and bool(indices(firings, "kill", kill_task.TurnComes))
    ),
    witness="{moves}, while an app container or a later sidecar ran",
    breach=Move(
        ex.world(WAITS, ex.app(ex.RUNNING, kill=KillTask(S)), termination=KILLING),
        ((("containers", 0, "kill"), kill_task.TurnComes()),),
        ex.world(SIGNALLED, ex.app(ex.RUNNING, kill=KillTask(S)), termination=KILLING),
    ),
)  # fmt: skip
def sidecars_stop_last_and_backwards(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """When a Pod is killed a sidecar's turn comes only after all app containers and all later sidecars have ended."""
    return not any(_is_waited_for(before, n) for n in indices(firings, "kill", kill_task.TurnComes))


def _is_waited_for(world: Any, index: int) -> bool:
    """An app container, or a sidecar after this one, runs."""
    others = [(n, container) for n, container in enumerate(world.containers) if not container.is_init and n != index]
    awaited = [container for n, container in others if not container.is_sidecar or n > index]
    return any(container.life.state is ContainerState.RUNNING for container in awaited)


@law(
    "SC-4", KILL_TASK, by=(kill_task.HOOK, "kubelet/kuberuntime killContainer"),
    given=lambda view, before, event, after: isinstance(event, kill_task.BeginKill) and view.has_hook,
    witness="its hook waited: it was {after.state.value}",
    breach=Step(KillView(has_hook=True, waits_for_turn=True), KillTask(), kill_task.BeginKill(), KillTask(T)),
)  # fmt: skip
def a_hook_does_not_wait_for_a_turn(view: KillView, before: KillTask, event: Event, after: KillTask) -> bool:
    """A sidecar's preStop hook begins at once: only its stop signal waits for its turn."""
    return after.state is H
