"""Sidecar: laws of a Pod's sidecars: what waits for them, who restarts them, in which order they stop (semantics C.9)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...model.cluster.composition import POD
from ...model.cluster.pod_world import ContainerParts
from ...model.core.event import Event
from ...model.core.world import Firing
from ...model.kubelet import kill_task, phase, start, sync
from ...model.kubelet.container import ContainerState
from ...model.kubelet.container_cache import ContainerCache, Seen
from ...model.kubelet.container_status import PublishedStatus, StatusState
from ...model.kubelet.kill_task import KILL_TASK, KillState, KillTask, KillView
from ...model.kubelet.phase import Phase, PodPhase
from ...model.kubelet.pod_cache import PodCache
from ...model.kubelet.pod_worker import PodWorkerState
from ...model.kubelet.published_probes import ProbesState
from ...model.kubelet.rules.restart import RestartPolicy
from ...model.kubelet.sandbox import SandboxState
from ...model.kubelet.start import StartAttempt, StartState
from ...model.kubelet.sync import KillPlan, Sync, SyncState
from ...model.kubelet.termination import Termination, TerminationState
from ..law import Mood, Move, Step, law
from . import examples as ex
from .moves import apps, fired, indices, inits, is_as_made, restarts

N, H, T, S, O, D = KillState  # noqa: E741 -- O is Overdue
KRT = "kubelet/kuberuntime waitForTurn"
WAITS = ContainerParts(is_init=False, is_sidecar=True, life=ex.RUNNING, kill=KillTask(T))
SIGNALLED = ContainerParts(is_init=False, is_sidecar=True, life=ex.RUNNING, kill=KillTask(S))
KILLING = Termination(TerminationState.KILLING)
LOOKING = Sync(SyncState.LOOKING)
SEEN_FAILED, SEEN_RUNNING, SEEN_READY = (
    ContainerCache(Seen.FAILED),
    ContainerCache(Seen.RUNNING),
    PodCache(SandboxState.READY),
)
EXITED = ContainerParts(is_init=False, is_sidecar=True, life=ex.FAILED, seen=SEEN_FAILED)
PATIENT = ContainerParts(is_init=False, is_sidecar=True, has_startup=True, life=ex.RUNNING, seen=SEEN_RUNNING)
BEGUN = ex.app(ex.RUNNING, seen=SEEN_RUNNING, shown=PublishedStatus(StatusState.RUNNING))


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
    later = [container for container in world.containers[index + 1 :] if container.is_sidecar]
    return any(container.life.state is ContainerState.RUNNING for container in (*apps(world), *later))


@law(
    "SC-4", KILL_TASK, by=(kill_task.HOOK, "kubelet/kuberuntime killContainer"),
    given=lambda view, before, event, after: isinstance(event, kill_task.BeginKill) and view.has_hook,
    witness="its hook waited: it was {after.state.value}",
    breach=Step(KillView(has_hook=True, waits_for_turn=True), KillTask(), kill_task.BeginKill(), KillTask(T)),
)  # fmt: skip
def a_hook_does_not_wait_for_a_turn(view: KillView, before: KillTask, event: Event, after: KillTask) -> bool:
    """A sidecar's preStop hook begins at once: only its stop signal waits for its turn."""
    return after.state is H


def _decides(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """A sync decides, with sandbox and Pod to be kept."""
    keeps = after.sync.kills in (KillPlan.NONE, KillPlan.CONTAINERS)
    return fired(firings, "sync", sync.Decide) and keeps and not after.phase.state.is_terminal


def _has_exited_sidecar(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    return _decides(before, firings, after) and any(c.is_sidecar and c.seen.state.has_exited for c in before.containers)


@law(
    "SC-1", POD, by=("kubelet/kuberuntime computeInitContainerActions",), given=_has_exited_sidecar,
    witness="{moves}, and a sidecar that had exited was left down",
    breach=Move(
        ex.world(EXITED, ex.app(ex.RUNNING), sync=LOOKING, sandbox=ex.READY),
        ((("sync",), sync.Decide()),),
        ex.world(EXITED, ex.app(ex.RUNNING), sandbox=ex.READY),
    ),
)  # fmt: skip
def an_exited_sidecar_is_restarted(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """A sync that keeps the Pod starts every sidecar that has exited again, whatever its exit code and the policy."""
    ended = [n for n, one in enumerate(before.containers) if one.is_sidecar and one.seen.state.has_exited]
    return all(after.containers[n].start.state is StartState.PLANNED for n in ended)


@law(
    "SC-1", POD, by=("kubelet/kuberuntime computePodActions",),
    given=lambda before, firings, after: any(
        before.containers[n].is_sidecar and before.containers[n].seen.state.has_exited
        for n in indices(firings, "start", start.Plan)
    ),
    witness="{moves}, although all app containers had ended for good, or the Pod terminated",
    breach=Move(
        ex.world(EXITED, ex.app(ex.FAILED, seen=SEEN_FAILED), policy=RestartPolicy.NEVER),
        ((("sync",), sync.Decide()), (("containers", 0, "start"), start.Plan())),
        ex.world(EXITED, ex.app(ex.FAILED, seen=SEEN_FAILED), policy=RestartPolicy.NEVER),
    ),
)  # fmt: skip
def no_sidecar_outlives_the_app(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """A sidecar is started again only while the Pod does not terminate, and an app container runs or is to run."""
    if before.worker.state is not PodWorkerState.SYNC:
        return False
    return not all(_has_ended_for_good(before, one) for one in apps(before)) or after.sync.kills is KillPlan.SANDBOX


def _has_ended_for_good(world: Any, container: Any) -> bool:
    exited = container.seen.state.has_exited
    return bool(exited) and is_as_made(container) and not restarts(world, container, container.seen.state.outcome)


def _first_starts(before: Any, firings: Sequence[Firing]) -> list[int]:
    """What is planned right after a sidecar, and of which nothing is known yet: its first start in this sandbox."""
    entries = [n for n, one in enumerate(before.containers) if one.is_init or one.is_sidecar]
    planned = indices(firings, "start", start.Plan)
    after_it = [n for n in planned if n in entries and n > 0 and before.containers[n - 1].is_sidecar]
    if entries and before.containers[entries[-1]].is_sidecar and not _an_app_is_known(before):
        after_it += [n for n in planned if n not in entries and not before.containers[n].is_ephemeral]
    return [n for n in after_it if before.containers[n].seen.state is Seen.NONE]


def _an_app_is_known(world: Any) -> bool:
    """By this the kubelet takes the Pod for initialized."""
    return any(one.seen.state in (Seen.CREATED, Seen.RUNNING) for one in apps(world))


@law(
    "SC-2", POD, by=("kubelet/kuberuntime computeInitContainerActions",),
    given=lambda before, firings, after: (
        after.sync.kills is KillPlan.NONE and bool(_first_starts(before, firings))
    ),
    witness="{moves}, although the sidecar before it had not started",
    breach=Move(
        ex.world(PATIENT, ex.app()),
        ((("sync",), sync.Decide()), (("containers", 1, "start"), start.Plan())),
        ex.world(PATIENT, ex.app(start=StartAttempt(StartState.PLANNED))),
    ),
)  # fmt: skip
def what_follows_a_sidecar_waits_for_its_start(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """What follows a sidecar is started when that runs and its startup probe, if it has one, has succeeded."""
    entries = [n for n, one in enumerate(before.containers) if one.is_init or one.is_sidecar]
    ahead = [before.containers[n - 1 if n in entries else entries[-1]] for n in _first_starts(before, firings)]
    return all(
        one.seen.state is Seen.RUNNING and (one.probes.state is not ProbesState.UNKNOWN or not one.has_startup)
        for one in ahead
    )


@law(
    "SC-2", POD, by=("kubelet/kuberuntime computeInitContainerActions",), mood=Mood.POSSIBLE,
    given=lambda world: any(one.is_sidecar and (one.has_startup or one.has_readiness) for one in world.containers),
    witness="an app container ran only while every sidecar was ready",
    breach=(ex.world(PATIENT, ex.app()),),
)  # fmt: skip
def the_app_does_not_wait_for_readiness(world: Any) -> bool:
    """An app container may run while a sidecar is not ready, or not alive."""
    waiting = any(one.is_sidecar and not one.probes.is_ready for one in world.containers)
    return waiting and any(one.life.state is ContainerState.RUNNING for one in apps(world))


@law(
    "SC-7", POD, by=("kubelet getPhase",),
    given=lambda before, firings, after: (
        fired(firings, "phase", phase.PhaseComputed) and any(one.is_sidecar for one in after.containers)
        and _has_initialized(after)
    ),
    witness="{moves} made the phase Pending",
    breach=Move(
        ex.world(EXITED, BEGUN, cache=SEEN_READY, sandbox=ex.READY, phase=PodPhase(Phase.RUNNING)),
        ((("phase",), phase.PhaseComputed(Phase.PENDING)),),
        ex.world(EXITED, BEGUN, cache=SEEN_READY, sandbox=ex.READY),
    ),
)  # fmt: skip
def a_sidecars_restart_is_no_new_beginning(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """Once a Pod has initialized and all app containers have been started, no sidecar makes its phase Pending."""
    return after.phase.state is not Phase.PENDING


def _has_initialized(world: Any) -> bool:
    """An app container is in the sandbox that was seen ready; all of them, and the init containers, have had their turn."""
    in_sandbox = any(one.seen.state is not Seen.NONE and one.life.in_sandbox for one in apps(world))
    begun = all(one.shown.state is not StatusState.WAITING for one in apps(world))
    done = all(one.shown.state is StatusState.STOPPED and one.shown.outcome.has_succeeded for one in inits(world))
    return world.cache.state is SandboxState.READY and in_sandbox and begun and done


@law(
    "SC-8", POD, by=("website sidecar-containers",), mood=Mood.POSSIBLE,
    given=lambda world: len(apps(world)) > 1,
    witness="the first app container never ended while the second ran on",
    breach=(ex.world(ex.app(ex.RUNNING), ex.app(ex.RUNNING)),),
)  # fmt: skip
def helpers_have_no_turn(world: Any) -> bool:
    """An app container that is meant as a helper has no turn: when a Pod is killed the first may be dead before the
    second."""
    first, second = apps(world)[:2]
    return first.kill.state is D and second.life.state is ContainerState.RUNNING
