"""Restart: laws of who is started again, and who never (semantics C.10)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...model.apiserver.pod_object import PodObjectState
from ...model.cluster.composition import POD
from ...model.core.event import Event
from ...model.core.world import Firing
from ...model.kubelet import container as life
from ...model.kubelet import pod_worker, start, sync
from ...model.kubelet.container_cache import Seen
from ...model.kubelet.phase import Phase, PodPhase
from ...model.kubelet.pod_worker import PodWorker, PodWorkerState
from ...model.kubelet.rules.restart import RestartPolicy
from ...model.kubelet.start import START, StartAttempt, StartState, StartView
from ...model.kubelet.sync import SYNC, Sync, SyncState, SyncView
from ..law import Move, Step, law
from . import examples as ex
from .moves import fired, indices

ALWAYS, ON_FAILURE, NEVER = RestartPolicy
CREATES = ((("containers", 0, "life"), life.Create()),)
PLANNED = StartAttempt(StartState.PLANNED)
SHOULD = "api/v1/pod ContainerShouldRestart"


def _starts(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    return bool(indices(firings, "life", life.Create, life.Start))


@law(
    "RST-1", START, by=(start.AGAIN, SHOULD),
    given=lambda view, before, event, after: (
        isinstance(event, start.Plan) and view.seen.has_exited and not view.makes_sandbox and not view.is_init
    ),
    witness="a start was planned with {sight}",
    breach=Step(StartView(policy=ON_FAILURE, seen=Seen.SUCCEEDED), StartAttempt(), start.Plan(), PLANNED),
)  # fmt: skip
def the_policy_decides(view: StartView, before: StartAttempt, event: Event, after: StartAttempt) -> bool:
    """An ended app container is started again under Always, under OnFailure only if it failed, and under Never not at
    all."""
    return view.policy is ALWAYS or (view.policy is ON_FAILURE and view.seen is Seen.FAILED)


@law(
    "RST-1", START, by=("kubelet/container ShouldContainerBeRestarted",),
    given=lambda view, before, event, after: isinstance(event, start.Plan) and not view.makes_sandbox,
    witness="a start was planned while it was seen running",
    breach=Step(StartView(seen=Seen.RUNNING), StartAttempt(), start.Plan(), PLANNED),
)  # fmt: skip
def what_runs_is_not_started(view: StartView, before: StartAttempt, event: Event, after: StartAttempt) -> bool:
    """What was seen running is not started."""
    return view.seen is not Seen.RUNNING


@law(
    "RST-1", START, by=("kubelet/kuberuntime computeInitContainerActions",),
    given=lambda view, before, event, after: (
        isinstance(event, start.Plan) and view.is_init and not view.makes_sandbox
    ),
    witness="an init container that had succeeded was to start again",
    breach=Step(StartView(is_init=True, seen=Seen.SUCCEEDED), StartAttempt(), start.Plan(), PLANNED),
)  # fmt: skip
def a_succeeded_init_container_rests(view: StartView, before: StartAttempt, event: Event, after: StartAttempt) -> bool:
    """An init container that has succeeded is not started again, whatever the policy."""
    return view.seen is not Seen.SUCCEEDED


@law(
    "RST-1", START, by=("kubelet/kuberuntime computePodActions",),
    given=lambda view, before, event, after: isinstance(event, start.Plan) and view.makes_sandbox and not view.is_init,
    witness="a start was planned with {sight}",
    breach=Step(
        StartView(policy=ON_FAILURE, seen=Seen.SUCCEEDED, makes_sandbox=True), StartAttempt(), start.Plan(), PLANNED
    ),
)  # fmt: skip
def a_success_outlives_its_sandbox(view: StartView, before: StartAttempt, event: Event, after: StartAttempt) -> bool:
    """Under OnFailure an app container that has succeeded is not started again in a new sandbox either."""
    return not (view.policy is ON_FAILURE and view.seen is Seen.SUCCEEDED)


@law(
    "RST-2", SYNC, by=(pod_worker.ACKNOWLEDGED, "kubelet podWorkers.UpdatePod"),
    given=lambda view, before, event, after: isinstance(event, sync.Look),
    witness="a sync began with {sight}",
    breach=Step(SyncView(has_newer_status=True), Sync(), sync.Look(), Sync(SyncState.LOOKING)),
)  # fmt: skip
def the_terminating_are_not_synced(view: SyncView, before: Sync, event: Event, after: Sync) -> bool:
    """No sync begins once the Pod's worker terminates."""
    return view.worker_syncs


@law(
    "RST-2", SYNC, by=(sync.PUBLISHED,),
    given=lambda view, before, event, after: isinstance(event, sync.Decide) and view.has_ended,
    witness="the sync went on to {after.state.value}",
    breach=Step(SyncView(has_ended=True), Sync(SyncState.LOOKING), sync.Decide(), Sync(SyncState.STARTING)),
)  # fmt: skip
def the_ended_are_not_synced_further(view: SyncView, before: Sync, event: Event, after: Sync) -> bool:
    """A sync that computes a terminal phase does nothing more."""
    return after.state is SyncState.IDLE


@law(
    "RST-2", POD, by=(pod_worker.ACKNOWLEDGED, "kubelet/container ShouldContainerBeRestarted"),
    given=lambda before, firings, after: before.worker.state is not PodWorkerState.SYNC,
    witness="a sync began while the worker was {before.worker.state.value}",
    breach=Move(
        ex.world(worker=PodWorker(PodWorkerState.TERMINATING)),
        ((("sync",), sync.Look()),),
        ex.world(worker=PodWorker(PodWorkerState.TERMINATING), sync=Sync(SyncState.STARTING)),
    ),
)  # fmt: skip
def deletion_stops_all_restarts(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """Once a Pod's worker terminates no sync begins that could start a container."""
    return not fired(firings, "sync", sync.Look)


@law(
    "RST-2", POD, by=("kubelet SyncPod", "kubelet podWorkers.completeSync"), given=_starts,
    witness="{moves}, while the phase in the API was {before.api_phase.state.value}",
    breach=Move(
        ex.world(api_phase=PodPhase(Phase.FAILED)),
        CREATES,
        ex.world(ex.app(ex.CREATED), api_phase=PodPhase(Phase.FAILED)),
    ),
)  # fmt: skip
def the_ended_start_nothing(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """No container is created or started once the phase is terminal, in the API or in the kubelet."""
    return not before.api_phase.state.is_terminal and not before.phase.state.is_terminal


@law(
    "RST-3", POD, by=("website pod-lifecycle restart policy",), given=_starts,
    witness="{moves}, while the Pod was {before.pod.state.value}",
    breach=Move(
        ex.world(pod=ex.GONE, worker=PodWorker()),
        CREATES,
        ex.world(ex.app(ex.CREATED), pod=ex.GONE, worker=PodWorker()),
    ),
)  # fmt: skip
def a_start_is_its_workers(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """A container is started only by the worker that its Pod, by uid, has on the node it is bound to."""
    bound = before.pod.state not in (PodObjectState.ABSENT, PodObjectState.UNBOUND)
    return bound and before.worker.state is not PodWorkerState.UNKNOWN


@law(
    "RST-7", POD, by=(SHOULD, "kubelet/container ShouldContainerBeRestarted"),
    given=lambda before, firings, after: before.shape.policy is NEVER,
    witness="{moves}, for the second time",
    breach=Move(
        ex.world(ex.app(ex.FAILED), policy=NEVER), CREATES, ex.world(ex.app(ex.CREATED), policy=NEVER)
    ),
)  # fmt: skip
def never_means_once(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """Under Never a container that has been started is never created or started again."""
    return not any(before.containers[n].life.ever_started for n in indices(firings, "life", life.Create, life.Start))


@law(
    "RST-1", POD, by=(SHOULD,),
    given=lambda before, firings, after: before.shape.policy is ON_FAILURE,
    witness="{moves}, after it had succeeded",
    breach=Move(
        ex.world(ex.app(ex.SUCCEEDED), policy=ON_FAILURE), CREATES, ex.world(ex.app(ex.CREATED), policy=ON_FAILURE)
    ),
)  # fmt: skip
def a_success_is_not_repeated(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """Under OnFailure an app container that was seen to have succeeded is not started again."""
    created = [n for n in indices(firings, "life", life.Create) if not before.containers[n].is_init]
    return not any(before.containers[n].seen.state is Seen.SUCCEEDED or _succeeded(before, n) for n in created)


def _succeeded(world: Any, index: int) -> bool:
    return world.containers[index].life.outcome is life.Outcome.SUCCEEDED
