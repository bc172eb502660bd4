"""InitFlow: laws of the sequence of init containers (semantics C.8)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...model.cluster.composition import POD
from ...model.core.event import Event
from ...model.core.world import Firing
from ...model.kubelet import container as life
from ...model.kubelet import init_flow, start
from ...model.kubelet.container import ContainerState
from ...model.kubelet.container_cache import Seen
from ...model.kubelet.init_flow import INIT_FLOW, InitFlow, InitFlowState, InitFlowView
from ...model.kubelet.rules.restart import RestartPolicy
from ...model.kubelet.start import START, StartAttempt, StartState, StartView
from ..law import Mood, Move, Step, law
from . import examples as ex
from .moves import apps, has_succeeded, indices, inits

P, I, F = InitFlowState  # noqa: E741 -- I is Initialized
FIRST_STARTS = ((("containers", 0, "life"), life.Start()),)
SECOND_STARTS = ((("containers", 1, "life"), life.Start()),)
PLANNED = StartAttempt(StartState.PLANNED)


def _starts(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    return bool(indices(firings, "life", life.Create, life.Start))


def _is_done(container: Any) -> bool:
    """It has succeeded, in the present sandbox."""
    return has_succeeded(container) and container.life.in_sandbox is True


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
    "INIT-2", START, by=(init_flow.IN_TURN,),
    given=lambda view, before, event, after: isinstance(event, start.Plan),
    witness="it was planned out of its turn",
    breach=Step(StartView(its_turn=False), StartAttempt(), start.Plan(), PLANNED),
)  # fmt: skip
def a_start_waits_for_its_turn(view: StartView, before: StartAttempt, event: Event, after: StartAttempt) -> bool:
    """The start of a container is planned only in its turn."""
    return view.its_turn


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
    """An init container starts only after every one ahead of it has succeeded, in this sandbox."""
    started = [n for n in indices(firings, "life", life.Create, life.Start) if before.containers[n].is_init]
    return all(_is_done(before.containers[ahead]) for n in started for ahead in range(n))


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
    """No app container starts in a sandbox before all init containers have succeeded in it."""
    started = [n for n in indices(firings, "life", life.Create, life.Start) if not before.containers[n].is_init]
    return not started or all(_is_done(container) for container in inits(before))


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
    exists = any(c.life.state in (ContainerState.CREATED, ContainerState.RUNNING) for c in apps(before))
    return not any(_is_done(before.containers[n]) or exists for n in again)


@law(
    "INIT-5", START, by=(start.INIT_AGAIN,),
    given=lambda view, before, event, after: (
        isinstance(event, start.Plan) and view.is_init and view.seen is Seen.FAILED and not view.makes_sandbox
    ),
    witness="it was tried again under {view.policy.value}",
    breach=Step(
        StartView(policy=RestartPolicy.NEVER, is_init=True, seen=Seen.FAILED), StartAttempt(), start.Plan(), PLANNED
    ),
)  # fmt: skip
def a_failed_init_container_is_tried_again(
    view: StartView, before: StartAttempt, event: Event, after: StartAttempt
) -> bool:
    """A failed init container is tried again in place unless the policy is Never."""
    return view.policy is not RestartPolicy.NEVER


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
    """Under Never nothing starts any more once an init container was seen to have failed."""
    failed = any(container.seen.state is Seen.FAILED or _failed(container) for container in inits(before))
    return not (failed and indices(firings, "life", life.Create, life.Start))


def _failed(container: Any) -> bool:
    return container.life.state is ContainerState.EXITED and not has_succeeded(container)
