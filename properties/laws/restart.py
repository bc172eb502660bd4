"""Restart: laws of who is started again, and who never (semantics C.10)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from attrs import evolve

from ...model.apiserver.pod_object import PodObjectState
from ...model.cluster.composition import POD
from ...model.cluster.pod_world import ContainerParts
from ...model.core.event import Event
from ...model.core.world import Firing
from ...model.kubelet import container as life
from ...model.kubelet import pod_worker, start, sync
from ...model.kubelet.container import ContainerState, Outcome
from ...model.kubelet.container_cache import ContainerCache, Seen
from ...model.kubelet.phase import Phase, PodPhase
from ...model.kubelet.pod_worker import PodWorker, PodWorkerState
from ...model.kubelet.rules.restart import RestartPolicy
from ...model.kubelet.start import START, StartAttempt, StartState, StartView
from ...model.kubelet.sync import SYNC, KillPlan, Sync, SyncState, SyncView
from ..law import Move, Step, law
from . import examples as ex
from .moves import fired, indices, is_as_made, policy, restarts

ALWAYS, ON_FAILURE, NEVER = RestartPolicy
CREATES = ((("containers", 0, "life"), life.Create()),)
PLANNED = StartAttempt(StartState.PLANNED)
SEEN_SUCCEEDED = ContainerCache(Seen.SUCCEEDED)
SHOULD = "api/v1/pod ContainerShouldRestart"


def _starts(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    return bool(indices(firings, "life", life.Create, life.Start))


def _plans(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    return bool(indices(firings, "start", start.Plan))


def _planned(before: Any, firings: Sequence[Firing]) -> list[Any]:
    """The containers whose start is planned in this move."""
    return [before.containers[n] for n in indices(firings, "start", start.Plan)]


def _plan_of(container: ContainerParts, policy: RestartPolicy, kills: KillPlan = KillPlan.NONE) -> Move:
    """A sync that plans the start of this one container."""
    state = SyncState.STARTING if kills is KillPlan.NONE else SyncState.KILLING
    return Move(
        ex.world(container, policy=policy),
        ((("containers", 0, "start"), start.Plan()),),
        ex.world(evolve(container, start=PLANNED), policy=policy, sync=Sync(state, kills)),
    )


@law(
    "RST-1", START, by=(start.PLANNED,),
    given=lambda view, before, event, after: isinstance(event, start.Plan),
    witness="it was planned with {sight}",
    breach=Step(StartView(), StartAttempt(), start.Plan(), PLANNED),
)  # fmt: skip
def only_what_is_decided_is_planned(view: StartView, before: StartAttempt, event: Event, after: StartAttempt) -> bool:
    """A start is planned only if the decision of the sync, computePodActions, asks for it."""
    return view.is_planned


@law(
    "RST-1", POD, by=(SHOULD,),
    given=lambda before, firings, after: _plans(before, firings, after) and after.sync.kills is not KillPlan.SANDBOX,
    witness="{moves}, which the policy {before.shape.policy.value} forbids",
    breach=_plan_of(ex.app(ex.SUCCEEDED, seen=SEEN_SUCCEEDED), ON_FAILURE),
)  # fmt: skip
def the_policy_decides(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """What was seen to have ended is started again only if a rule matches, or under Always, or under OnFailure if it
    failed; and no init container that has succeeded."""
    ended = [c for c in _planned(before, firings) if c.seen.state.has_exited]
    return all(
        restarts(before, c, c.seen.state.outcome) and not (c.is_init and c.seen.state.has_succeeded) for c in ended
    )


@law(
    "RST-1", POD, by=("kubelet/container ShouldContainerBeRestarted",), given=_plans,
    witness="{moves}, while it was seen running",
    breach=_plan_of(ex.app(ex.RUNNING, seen=ContainerCache(Seen.RUNNING)), ALWAYS),
)  # fmt: skip
def what_runs_is_not_started(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """What was seen running is started only in the place of one that the same sync kills first."""
    kills = after.sync.kills in (KillPlan.CONTAINERS, KillPlan.SANDBOX)
    return kills or not any(container.seen.state is Seen.RUNNING for container in _planned(before, firings))


@law(
    "RST-4", POD, by=("kubelet/kuberuntime computePodActions",),
    given=lambda before, firings, after: (
        _plans(before, firings, after) and after.sync.kills is KillPlan.CONTAINERS
    ),
    witness="{moves}, although a probe had it killed under {before.shape.policy.value}",
    breach=_plan_of(ex.app(ex.RUNNING, seen=ContainerCache(Seen.RUNNING)), NEVER, KillPlan.CONTAINERS),
)  # fmt: skip
def no_rule_answers_a_probe(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """What is killed for a failed probe starts again unless its policy is Never; rules are for exits only."""
    killed = [c for c in _planned(before, firings) if c.seen.state is Seen.RUNNING and is_as_made(c)]
    return not any(policy(before, container) is NEVER for container in killed)


@law(
    "RST-1", POD, by=("kubelet/kuberuntime computePodActions",),
    given=lambda before, firings, after: _plans(before, firings, after) and after.sync.kills is KillPlan.SANDBOX,
    witness="{moves}, for a new sandbox, although it had succeeded",
    breach=_plan_of(ex.app(ex.SUCCEEDED, seen=SEEN_SUCCEEDED), ON_FAILURE, KillPlan.SANDBOX),
)  # fmt: skip
def a_success_outlives_its_sandbox(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """Under OnFailure an app container that has succeeded is not started again in a new sandbox either."""
    done = [c for c in _planned(before, firings) if c.seen.state is Seen.SUCCEEDED and not c.is_init]
    return not any(policy(before, container) is ON_FAILURE for container in done)


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
    "RST-2", POD, by=(sync.PUBLISHED,),
    given=lambda before, firings, after: fired(firings, "sync", sync.Look) and after.phase.state.is_terminal,
    witness="the sync went on to {after.sync.state.value}",
    breach=Move(
        ex.world(),
        ((("sync",), sync.Look()), (("sync",), sync.Decide())),
        ex.world(phase=PodPhase(Phase.FAILED), sync=Sync(SyncState.STARTING)),
    ),
)  # fmt: skip
def the_ended_are_not_synced_further(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """A sync that computes a terminal phase does nothing more."""
    return not fired(firings, "sync", sync.Decide)


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
    bound = before.shape.is_static or before.pod.state not in (PodObjectState.ABSENT, PodObjectState.UNBOUND)
    return bound and before.worker.state is not PodWorkerState.UNKNOWN


@law(
    "RST-7", POD, by=(SHOULD, "kubelet/container ShouldContainerBeRestarted"),
    given=lambda before, firings, after: before.shape.policy is NEVER and not before.shape.may_restart_all,
    witness="{moves}, for the second time",
    breach=Move(
        ex.world(ex.app(ex.FAILED), policy=NEVER), CREATES, ex.world(ex.app(ex.CREATED), policy=NEVER)
    ),
)  # fmt: skip
def never_means_once(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """Under Never a container that has run is never created again, unless a rule, of any container where it restarts all, or
    a new image asks for it."""
    created = [before.containers[n] for n in indices(firings, "life", life.Create)]
    plain = [c for c in created if policy(before, c) is NEVER and is_as_made(c) and not c.life.outcome.has_rule]
    return not any(c.life.ever_started and c.life.state is not ContainerState.CREATED for c in plain)


@law(
    "RST-1", POD, by=(SHOULD,),
    given=lambda before, firings, after: before.shape.policy is ON_FAILURE,
    witness="{moves}, after it had succeeded",
    breach=Move(
        ex.world(ex.app(ex.SUCCEEDED), policy=ON_FAILURE), CREATES, ex.world(ex.app(ex.CREATED), policy=ON_FAILURE)
    ),
)  # fmt: skip
def a_success_is_not_repeated(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """Under OnFailure no app container that has succeeded by itself is created again, but for its new image."""
    created = [before.containers[n] for n in indices(firings, "life", life.Create)]
    plain = [c for c in created if not c.is_init and policy(before, c) is ON_FAILURE and is_as_made(c)]
    return not any(c.life.outcome is Outcome.SUCCEEDED and c.seen.state is not Seen.RUNNING for c in plain)
