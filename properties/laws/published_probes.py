"""PublishedProbes: laws of what the probes of a container have published, and of what follows (semantics C.12)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...model.cluster.composition import POD
from ...model.core.event import Event
from ...model.core.world import Firing
from ...model.kubelet import kill_task, published_probes, sync
from ...model.kubelet.kill_task import KillState, KillTask
from ...model.kubelet.pod_worker import PodWorkerState
from ...model.kubelet.process import KubeletRestarts
from ...model.kubelet.published_probes import (
    PUBLISHED_PROBES,
    NewInstance,
    ProbesState,
    ProbesView,
    PublishedProbes,
    PublishLivenessFailure,
    PublishReadiness,
    PublishStartup,
)
from ...model.kubelet.sync import KillPlan, Sync, SyncState
from ...model.kubelet.termination import BeginTermination
from ..law import Move, Step, law
from . import examples as ex
from .moves import fired, indices, is_as_made

U, S, X, F = ProbesState
FAILED = (X, F)
"""By the startup probe, or by the liveness probe."""
KRM = "kubelet/kuberuntime computePodActions"
KILLING = Sync(SyncState.KILLING, KillPlan.CONTAINERS)
BEGINS = ((("sync",), sync.Decide()), (("containers", 0, "kill"), kill_task.BeginKill()))


@law(
    "PRB-1", PUBLISHED_PROBES, by=(published_probes.RESET, published_probes.NO_PROBE),
    given=lambda view, before, event, after: isinstance(event, NewInstance),
    witness="a new instance was {after.state.value}, and ready: {after.is_ready}, with {sight}",
    breach=Step(ProbesView(has_readiness=True), PublishedProbes(S, is_ready=True), NewInstance(), PublishedProbes(S, is_ready=True)),
)  # fmt: skip
def a_new_instance_has_no_results(
    view: ProbesView, before: PublishedProbes, event: Event, after: PublishedProbes
) -> bool:
    """Before any result a container with a startup probe has not started, one with a readiness probe is not ready, and
    none has failed its liveness."""
    started = S if not view.has_startup else U
    return after.state is started and after.is_ready is (not view.has_startup and not view.has_readiness)


@law(
    "PRB-2", PUBLISHED_PROBES, by=(published_probes.NO_PROBE, published_probes.STARTED),
    given=lambda view, before, event, after: not view.has_readiness and before.state is not S and after.state is S
    and not isinstance(event, KubeletRestarts),
    witness="{event} left it unready, with {sight}",
    breach=Step(ProbesView(has_startup=True, runs=True), PublishedProbes(), PublishStartup(True), PublishedProbes(S)),
)  # fmt: skip
def without_a_probe_the_started_are_ready(
    view: ProbesView, before: PublishedProbes, event: Event, after: PublishedProbes
) -> bool:
    """A container without a readiness probe is ready as soon as it has started."""
    return after.is_ready


@law(
    "PRB-2", PUBLISHED_PROBES, by=(published_probes.READINESS, published_probes.STARTED),
    given=lambda view, before, event, after: after.is_ready and not before.is_ready,
    witness="{event} made it ready, with {sight}",
    breach=Step(ProbesView(has_readiness=True, runs=True), PublishedProbes(), PublishStartup(True), PublishedProbes(S, is_ready=True)),
)  # fmt: skip
def the_ready_have_started(view: ProbesView, before: PublishedProbes, event: Event, after: PublishedProbes) -> bool:
    """A container with a readiness probe becomes ready only by its success, another one only when it has started."""
    if view.has_readiness:
        return isinstance(event, PublishReadiness) and event.succeeded
    return after.state is S


@law(
    "PRB-6", PUBLISHED_PROBES, by=(published_probes.READINESS,),
    given=lambda view, before, event, after: isinstance(event, PublishReadiness),
    witness="{event} made it {after.state.value}",
    breach=Step(ProbesView(has_readiness=True, runs=True), PublishedProbes(S, True), PublishReadiness(False), PublishedProbes(F)),
)  # fmt: skip
def readiness_never_fails_a_container(
    view: ProbesView, before: PublishedProbes, event: Event, after: PublishedProbes
) -> bool:
    """Readiness comes and goes: it never has a container killed, and never starts one."""
    return after.state is before.state and isinstance(event, PublishReadiness) and after.is_ready is event.succeeded


@law(
    "PRB-6", PUBLISHED_PROBES, by=(published_probes.STARTUP_FAILED, published_probes.LIVENESS_FAILED),
    given=lambda view, before, event, after: after.state in FAILED and before.state not in FAILED,
    witness="{event} made it {after.state.value}, with {sight}",
    breach=Step(ProbesView(has_readiness=True, runs=True), PublishedProbes(S, True), PublishReadiness(False), PublishedProbes(F)),
)  # fmt: skip
def only_startup_and_liveness_fail_a_container(
    view: ProbesView, before: PublishedProbes, event: Event, after: PublishedProbes
) -> bool:
    """A container has failed only by its startup probe, before it has started, or by its liveness probe after that."""
    if isinstance(event, PublishStartup):
        return not event.succeeded and view.has_startup and (before.state, after.state) == (U, X)
    return isinstance(event, PublishLivenessFailure) and view.has_liveness and (before.state, after.state) == (S, F)


@law(
    "PRB-8", PUBLISHED_PROBES, by=(published_probes.LIVENESS_FAILED, published_probes.STARTUP_FAILED),
    given=lambda view, before, event, after: before.state in FAILED,
    witness="{event} made it {after.state.value}",
    breach=Step(ProbesView(has_liveness=True, runs=True), PublishedProbes(F), PublishStartup(True), PublishedProbes(S)),
)  # fmt: skip
def the_failed_wait_for_another_instance(
    view: ProbesView, before: PublishedProbes, event: Event, after: PublishedProbes
) -> bool:
    """What has failed for its probe stays failed until there is another instance, or another kubelet."""
    return after.state is before.state or isinstance(event, NewInstance | KubeletRestarts)


@law(
    "PRB-9", PUBLISHED_PROBES, by=(published_probes.STARTED,),
    given=lambda view, before, event, after: (
        before.state is S and not isinstance(event, NewInstance | KubeletRestarts)
    ),
    witness="{event} made it {after.state.value}",
    breach=Step(ProbesView(has_startup=True, runs=True), PublishedProbes(S), PublishReadiness(False), PublishedProbes(U)),
)  # fmt: skip
def the_started_stay_started(view: ProbesView, before: PublishedProbes, event: Event, after: PublishedProbes) -> bool:
    """What has started stays started as long as the instance and its kubelet."""
    return after.state is not U


def _is_killed_alone(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """A sync decides to kill single containers."""
    return fired(firings, "sync", sync.Decide) and after.sync.kills is KillPlan.CONTAINERS


@law(
    "PRB-6", POD, by=(KRM,), given=_is_killed_alone,
    witness="{moves}, although neither startup nor liveness had failed and its image was the same",
    breach=Move(
        ex.world(ex.app(ex.RUNNING, has_readiness=True, probes=PublishedProbes(S))),
        BEGINS,
        ex.world(ex.app(ex.RUNNING, has_readiness=True, probes=PublishedProbes(S), kill=KillTask(KillState.SIGNALLED)), sync=KILLING),
    ),
)  # fmt: skip
def only_a_failed_probe_kills(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """A sync kills a single container only because its startup or its liveness probe has failed, or its image changed."""
    killed = [before.containers[n] for n in indices(firings, "kill", kill_task.BeginKill)]
    return all(one.probes.state in FAILED or not is_as_made(one) for one in killed)


@law(
    "PRB-7", POD, by=(KRM, sync.REPLACES), given=_is_killed_alone,
    witness="{moves}, and the sandbox became {after.sandbox.state.value}",
    breach=Move(
        ex.world(ex.app(ex.RUNNING, has_liveness=True, probes=PublishedProbes(F)), sandbox=ex.READY),
        BEGINS,
        ex.world(ex.app(ex.RUNNING, has_liveness=True, probes=PublishedProbes(F)), sandbox=ex.NOT_READY, sync=KILLING),
    ),
)  # fmt: skip
def a_probes_kill_spares_the_rest(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """A kill for a failed probe leaves the sandbox, the Pod's worker and every other container as they were."""
    killed = indices(firings, "kill", kill_task.BeginKill)
    others = [n for n in range(len(before.containers)) if n not in killed]
    spared = all(
        before.containers[n].life.state is after.containers[n].life.state
        and before.containers[n].kill.state is after.containers[n].kill.state
        for n in others
    )
    stays = before.sandbox.state is after.sandbox.state and before.worker.state is after.worker.state
    return spared and stays


@law(
    "PRB-11", POD, by=("kubelet SyncTerminatingPod", "kubelet/prober StopLivenessAndStartup"),
    given=lambda before, firings, after: (
        before.worker.state is PodWorkerState.TERMINATING and bool(indices(firings, "kill", kill_task.BeginKill))
    ),
    witness="{moves}, while the Pod was terminating already",
    breach=Move(
        ex.world(ex.app(ex.RUNNING, probes=PublishedProbes(F)), worker=ex.ACKNOWLEDGED),
        BEGINS,
        ex.world(ex.app(ex.RUNNING, probes=PublishedProbes(F)), worker=ex.ACKNOWLEDGED),
    ),
)  # fmt: skip
def no_probe_kills_while_terminating(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """While a Pod terminates no sync begins a kill, whatever its probes say: the termination alone does."""
    return fired(firings, "termination", BeginTermination) and not fired(firings, "sync", sync.Decide)
