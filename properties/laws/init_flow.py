"""InitFlow: laws of the sequence of init containers (semantics C.8)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...model.cluster.composition import POD
from ...model.cluster.facts import is_app
from ...model.core.event import Event
from ...model.core.world import Firing
from ...model.kubelet import container as life
from ...model.kubelet import init_flow, start
from ...model.kubelet.container import ContainerState
from ...model.kubelet.container_cache import ContainerCache, Seen
from ...model.kubelet.init_flow import INIT_FLOW, InitFlow, InitFlowState, InitFlowView
from ...model.kubelet.process import KubeletRestarts
from ...model.kubelet.rules.restart import RestartPolicy
from ...model.kubelet.start import StartAttempt, StartState
from ...model.kubelet.sync import KillPlan
from ..law import Mood, Move, Step, law
from . import examples as ex
from .moves import apps, has_failed, has_succeeded, indices, inits, restarts

P, I, F = InitFlowState  # noqa: E741 -- I is Initialized
EXISTS = (ContainerState.CREATED, ContainerState.RUNNING)
SEEN_FAILED = ContainerCache(Seen.FAILED)
FIRST_STARTS = ((("containers", 0, "life"), life.Start()),)
SECOND_STARTS = ((("containers", 1, "life"), life.Start()),)
PLANNED = StartAttempt(StartState.PLANNED)


def _starts(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    return bool(indices(firings, "life", life.Create, life.Start))


def _is_done(container: Any) -> bool:
    """In the present sandbox: an init container that has succeeded, a sidecar that was started."""
    if container.life.in_sandbox is not True:
        return False
    return bool(container.life.ever_started) if container.is_sidecar else has_succeeded(container)


def _planned(before: Any, firings: Sequence[Firing]) -> list[Any]:
    """The init containers whose start is planned in the present sandbox."""
    return [c for c in (before.containers[n] for n in indices(firings, "start", start.Plan)) if c.is_init]


@law(
    "INIT-1", POD, by=("kubelet/kuberuntime computeInitContainerActions",), mood=Mood.ALWAYS,
    given=lambda world: len(inits(world)) > 1,
    witness="more than one init container ran",
    breach=ex.world(ex.init(ex.RUNNING), ex.init(ex.RUNNING), ex.app()),
)  # fmt: skip
def one_init_container_runs(world: Any) -> bool:
    """At most one init container runs at a time."""
    return sum(container.life.state is ContainerState.RUNNING for container in inits(world)) <= 1


@law(
    "INIT-2", POD, by=(init_flow.IN_TURN,), given=_starts,
    witness="{moves}, before all init containers ahead of it had succeeded",
    breach=Move(
        ex.world(ex.init(ex.FAILED), ex.init(ex.CREATED), ex.app()),
        SECOND_STARTS,
        ex.world(ex.init(ex.FAILED), ex.init(ex.RUNNING), ex.app()),
    ),
)  # fmt: skip
def init_containers_go_in_order(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """An init container or sidecar starts in a sandbox only after every entry ahead of it is done in it."""
    started = [n for n in indices(firings, "life", life.Create, life.Start) if _is_entry(before.containers[n])]
    return all(_is_done(before.containers[ahead]) for n in started for ahead in range(n))


def _is_entry(container: Any) -> bool:
    """An entry of initContainers, in its turn: not a sidecar that is restarted."""
    again = container.is_sidecar and container.life.in_sandbox and container.life.ever_started
    return bool(container.is_init or container.is_sidecar) and not again


@law(
    "INIT-3", POD, by=(init_flow.INITIALIZED,), given=_starts,
    witness="{moves}, before all init containers had succeeded",
    breach=Move(
        ex.world(ex.init(ex.RUNNING), ex.app(ex.CREATED)),
        SECOND_STARTS,
        ex.world(ex.init(ex.RUNNING), ex.app(ex.RUNNING)),
    ),
)  # fmt: skip
def app_containers_wait_for_init(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """No app container starts in a sandbox before all init containers have succeeded and sidecars have started in it,
    unless an app container was seen that exists: it proves that they had been."""
    entries = [container for container in before.containers if container.is_init or container.is_sidecar]
    started = [n for n in indices(firings, "life", life.Create, life.Start) if is_app(before.containers[n])]
    proof = any(container.seen.state in (Seen.CREATED, Seen.RUNNING) for container in apps(before))
    return not started or proof or all(_is_done(container) for container in entries)


@law(
    "INIT-3", INIT_FLOW, by=(init_flow.INITIALIZED,),
    given=lambda view, before, event, after: after.state is I,
    witness="it was {after.state.value} with {sight}",
    breach=Step(InitFlowView(), InitFlow(), init_flow.Scan(), InitFlow(I)),
)  # fmt: skip
def initialized_means_all_are_done(view: InitFlowView, before: InitFlow, event: Event, after: InitFlow) -> bool:
    """A sync takes a Pod for initialized only when all init containers are done."""
    return view.all_done


@law(
    "INIT-2", INIT_FLOW, by=(init_flow.IN_TURN,),
    given=lambda view, before, event, after: isinstance(event, init_flow.Scan),
    witness="{after.due} was due with {sight}",
    breach=Step(InitFlowView(due=1), InitFlow(), init_flow.Scan(), InitFlow()),
)  # fmt: skip
def the_records_say_who_is_due(view: InitFlowView, before: InitFlow, event: Event, after: InitFlow) -> bool:
    """Which init container is due follows from the records alone, not from what the kubelet remembers."""
    return after.due == view.due and (after.state is P) is (not view.all_done and not view.has_failed)


@law(
    "INIT-4", POD, by=(init_flow.STAYS,), given=_starts,
    witness="{moves}, again in the same sandbox",
    breach=Move(
        ex.world(ex.init(ex.SUCCEEDED), ex.app(ex.RUNNING)),
        ((("containers", 0, "life"), life.Create()),),
        ex.world(ex.init(ex.CREATED), ex.app(ex.RUNNING)),
    ),
)  # fmt: skip
def a_done_init_container_is_not_run_again(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """An init container that has succeeded, or whose app containers exist, is not run again in the same sandbox."""
    again = [n for n in indices(firings, "life", life.Create, life.Start) if before.containers[n].is_init]
    exists = any(c.life.in_sandbox and c.life.state in EXISTS for c in apps(before))
    return not any(_is_done(before.containers[n]) or exists for n in again)


@law(
    "INIT-5", POD, by=("kubelet/kuberuntime computeInitContainerActions",),
    given=lambda before, firings, after: (
        after.sync.kills is not KillPlan.SANDBOX and any(c.seen.state.has_exited for c in _planned(before, firings))
    ),
    witness="{moves}, which the policy {before.shape.policy.value} forbids",
    breach=Move(
        ex.world(ex.init(ex.FAILED, seen=SEEN_FAILED), ex.app(), policy=RestartPolicy.NEVER),
        ((("containers", 0, "start"), start.Plan()),),
        ex.world(ex.init(ex.FAILED, seen=SEEN_FAILED, start=PLANNED), ex.app(), policy=RestartPolicy.NEVER),
    ),
)  # fmt: skip
def a_failed_init_container_is_tried_again(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """An init container is tried again in place only if it failed and its policy is not Never, or a rule says so."""
    again = [c for c in _planned(before, firings) if c.seen.state.has_exited]
    return all(not c.seen.state.has_succeeded and restarts(before, c, c.seen.state.outcome) for c in again)


@law(
    "INIT-5", POD, by=(init_flow.FAILED,),
    given=lambda before, firings, after: before.shape.policy is RestartPolicy.NEVER,
    witness="{moves}, after an init container had failed under Never",
    breach=Move(
        ex.world(ex.init(ex.FAILED), ex.app(), policy=RestartPolicy.NEVER),
        FIRST_STARTS,
        ex.world(ex.init(ex.RUNNING), ex.app(), policy=RestartPolicy.NEVER),
    ),
)  # fmt: skip
def a_failed_init_container_ends_the_pod(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """Nothing starts any more once an init container has failed that is not to be restarted, but for an ephemeral one of
    the sync that has not seen it."""
    failed = any(_failed_for_good(before, container) for container in inits(before))
    started = indices(firings, "life", life.Create, life.Start)
    return not (failed and any(not before.containers[n].is_ephemeral for n in started))


def _failed_for_good(world: Any, container: Any) -> bool:
    """It was seen to have failed, or it has."""
    seen, now = container.seen.state, container.life
    was_seen = seen.has_exited and not seen.has_succeeded and not restarts(world, container, seen.outcome)
    return was_seen or (has_failed(container) and not restarts(world, container, now.outcome))


@law(
    "INIT-5", INIT_FLOW, by=(init_flow.FAILED,),
    given=lambda view, before, event, after: after.state is F,
    witness="it had failed with {sight}",
    breach=Step(InitFlowView(), InitFlow(), init_flow.Scan(), InitFlow(F)),
)  # fmt: skip
def failed_means_for_good(view: InitFlowView, before: InitFlow, event: Event, after: InitFlow) -> bool:
    """A sync takes initialization for failed only when an init container has failed for good."""
    return view.has_failed and not view.all_done


@law(
    "INIT-2", INIT_FLOW, by=(init_flow.LOST,),
    given=lambda view, before, event, after: isinstance(event, KubeletRestarts),
    witness="it still thought {after.due} due",
    breach=Step(InitFlowView(), InitFlow(I, 2), KubeletRestarts(), InitFlow(P, 2)),
)  # fmt: skip
def a_restarted_kubelet_scans_anew(view: InitFlowView, before: InitFlow, event: Event, after: InitFlow) -> bool:
    """A restarted kubelet remembers nothing of initialization."""
    return after.state is P and after.due == 0
