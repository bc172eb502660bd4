"""PodObject: laws of the API object of a Pod, its creation, binding and deletion (semantics C.1, C.2)."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum
from typing import Any

from ...model.apiserver import pod_object as api
from ...model.apiserver.pod_object import POD_OBJECT, PodObject, PodObjectState, PodObjectView
from ...model.cluster.composition import POD
from ...model.core.event import Event
from ...model.core.world import Firing
from ...model.kubelet import container as life
from ...model.kubelet import container_status as shown
from ...model.kubelet import pod_config
from ...model.kubelet.container_status import StatusState
from ...model.kubelet.phase import Phase, PodPhase
from ...model.objects.grace import Grace
from ..law import Mood, Move, Step, law
from . import examples as ex
from .moves import fired, running

A, U, B, D, T, G = PodObjectState
VIEW = PodObjectView()
DELETED_BEFORE = "registry/rest BeforeDelete"


@law(
    "API-6", POD_OBJECT, by=(api.CREATED,),
    given=lambda view, before, event, after: isinstance(event, api.Create) and before.grace is Grace.UNSET,
    witness="it was created {after.state.value}, with grace {after.grace.value}",
    breach=Step(VIEW, PodObject(A), api.Create(), PodObject(D)),
)  # fmt: skip
def a_created_pod_has_no_past(view: PodObjectView, before: PodObject, event: Event, after: PodObject) -> bool:
    """A created Pod has neither ended nor is it being deleted."""
    return after.state in (U, B) and after.grace is Grace.UNSET


@law(
    "API-6", POD, by=(api.CREATED,),
    given=lambda before, firings, after: fired(firings, "pod", api.Create),
    witness="its phase was {after.api_phase.state.value}",
    breach=Move(
        ex.world(pod=PodObject()), ((("pod",), api.Create()),), ex.world(api_phase=PodPhase(Phase.RUNNING))
    ),
)  # fmt: skip
def a_created_pod_is_pending(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """A created Pod is Pending."""
    return after.api_phase.state is Phase.PENDING


@law(
    "API-7", POD_OBJECT, by=(api.BOUND,),
    given=lambda view, before, event, after: before.state in (B, D) or (before.bound and before.state is T),
    witness="{event} took it from {before.state.value} to {after.state.value}",
    breach=Step(VIEW, PodObject(B, bound=True), api.Bind(), PodObject(U)),
)  # fmt: skip
def a_bound_pod_stays_bound(view: PodObjectView, before: PodObject, event: Event, after: PodObject) -> bool:
    """A Pod that was bound never becomes unbound, and is never bound again."""
    return after.bound is before.bound and after.state not in (A, U) and not isinstance(event, api.Bind)


@law(
    "API-8", POD_OBJECT, by=("registry/core/pod assignPod",),
    given=lambda view, before, event, after: isinstance(event, api.Bind),
    witness="it was bound while {before.state.value}",
    breach=Step(VIEW, PodObject(T, grace=Grace.FULL), api.Bind(), PodObject(B, grace=Grace.FULL)),
)  # fmt: skip
def only_an_unbound_pod_is_bound(view: PodObjectView, before: PodObject, event: Event, after: PodObject) -> bool:
    """Only a Pod that is unbound and not being deleted is bound."""
    return before.state is U


@law(
    "API-9", POD_OBJECT, by=("registry/core/pod podStatusStrategy",),
    given=lambda view, before, event, after: isinstance(event, api.WriteEnd),
    witness="a status write changed grace {before.grace.value} to {after.grace.value}, or the finalizers",
    breach=Step(VIEW, PodObject(T, grace=Grace.FULL), api.WriteEnd(), PodObject(D)),
)  # fmt: skip
def a_status_write_undoes_no_deletion(view: PodObjectView, before: PodObject, event: Event, after: PodObject) -> bool:
    """A status write never changes the deletion mark, the grace or the finalizers."""
    return (
        after.grace is before.grace
        and after.finalizers is before.finalizers
        and (after.state is T) is (before.state is T)
    )


class Flow(Enum):
    """How far a Pod's creation has come."""

    NEW = "not created"
    CREATED = "created"
    BOUND = "bound"
    SEEN = "seen by its kubelet"
    STARTED = "started"


def _bound_or_not(firings: Sequence[Firing], after: Any) -> Flow:
    return Flow.BOUND if after.pod.state is B else Flow.CREATED


def _is_shown_early(flow: Flow, container: Any) -> bool:
    return flow is not Flow.STARTED and container.shown.state is StatusState.RUNNING


@law(
    "API-10", POD, by=(api.CREATED, api.BOUND, pod_config.ADD, life.STARTED), mood=Mood.ORDER, initial=Flow.NEW,
    witness="while it was only {monitor.value}: {moves}",
    breach=(
        Move(ex.world(pod=PodObject()), ((("pod",), api.Create()),), ex.world(pod=PodObject(U))),
        Move(ex.world(), ((("containers", 0, "life"), life.Start()),), ex.world(ex.app(ex.RUNNING))),
    ),
)  # fmt: skip
def creation_goes_in_order(flow: Flow, before: Any, firings: Sequence[Firing], after: Any) -> Flow | None:
    """A Pod is created, bound, seen by its kubelet and started, in this order; only then it is shown running."""
    if before.shape.is_static:
        return flow
    order = list(Flow)
    for path, event in firings:
        if isinstance(event, api.Create):
            flow = _bound_or_not(firings, after)
        elif isinstance(event, api.Bind):
            if flow is not Flow.CREATED:
                return None
            flow = Flow.BOUND
        elif isinstance(event, pod_config.SeeAdd | pod_config.SeeDelete):
            if order.index(flow) < order.index(Flow.BOUND):
                return None
            flow = max(flow, Flow.SEEN, key=order.index)
        elif isinstance(event, life.Start):
            if order.index(flow) < order.index(Flow.SEEN):
                return None
            flow = Flow.STARTED
        elif isinstance(event, shown.PublishStatus) and _is_shown_early(flow, after.containers[path[1]]):
            return None
    return flow


@law(
    "DEL-1", POD_OBJECT, by=(api.SHORTENED, api.NOT_LONGER),
    given=lambda view, before, event, after: before.state is T and before.grace is not Grace.UNSET,
    witness="{event} made the grace {after.grace.value} of {before.grace.value}",
    breach=Step(VIEW, PodObject(T, grace=Grace.SHORT), api.Delete(Grace.FULL), PodObject(T, grace=Grace.FULL)),
)  # fmt: skip
def grace_never_grows(view: PodObjectView, before: PodObject, event: Event, after: PodObject) -> bool:
    """A deletion is never taken back, and its grace never grows."""
    return after.grace is not Grace.UNSET and not before.grace.shorter_than(after.grace) and after.state in (T, G)


@law(
    "DEL-2", POD_OBJECT, by=(api.MARKED, api.REMOVED),
    given=lambda view, before, event, after: (
        isinstance(event, api.Delete) and (before.state in (U, D) or (before.state is B and not view.has_ended))
    ),
    witness="{event} of a Pod that was {before.state.value} gave it the grace {after.grace.value}",
    breach=Step(VIEW, PodObject(U), api.Delete(Grace.FULL), PodObject(T, grace=Grace.FULL)),
)  # fmt: skip
def the_first_deletion_sets_the_grace(view: PodObjectView, before: PodObject, event: Event, after: PodObject) -> bool:
    """The first deletion gives the grace that it asks for, and none to a Pod that is unbound or has ended."""
    return isinstance(event, api.Delete) and after.grace is (event.grace if before.state is B else Grace.ZERO)


@law(
    "DEL-3", POD_OBJECT, by=(api.HELD, api.RELEASED),
    given=lambda view, before, event, after: after.state is G,
    witness="{event} removed it with grace {after.grace.value}",
    breach=Step(VIEW, PodObject(T, grace=Grace.FULL), api.FinalDelete(), PodObject(G, grace=Grace.FULL)),
)  # fmt: skip
def only_the_released_are_removed(view: PodObjectView, before: PodObject, event: Event, after: PodObject) -> bool:
    """A Pod leaves the store only with grace 0 and without finalizers."""
    return after.grace is Grace.ZERO and not after.finalizers


@law(
    "DEL-3", POD_OBJECT, by=(api.GUARDED,),
    given=lambda view, before, event, after: isinstance(event, api.AddFinalizers),
    witness="it was {before.state.value}, and is {after.state.value}",
    breach=Step(VIEW, PodObject(T, grace=Grace.FULL), api.AddFinalizers(), PodObject(T, grace=Grace.FULL, finalizers=True)),
)  # fmt: skip
def no_finalizer_is_added_late(view: PodObjectView, before: PodObject, event: Event, after: PodObject) -> bool:
    """A finalizer is added only to a Pod that is not being deleted, and changes nothing else of it."""
    return after.finalizers and after.state is before.state and before.state in (U, B, D)


@law(
    "DEL-6", POD_OBJECT, by=(api.FINISHED,),
    given=lambda view, before, event, after: isinstance(event, api.FinalDelete),
    witness="the kubelet removed it with {view}",
    breach=Step(VIEW, PodObject(T, grace=Grace.FULL), api.FinalDelete(), PodObject(G, grace=Grace.ZERO)),
)  # fmt: skip
def the_kubelet_removes_what_has_ended(view: PodObjectView, before: PodObject, event: Event, after: PodObject) -> bool:
    """The kubelet removes a Pod only when its phase in the API is terminal and the kubelet has finished with it."""
    return view.has_ended and view.kubelet_is_done


@law(
    "DEL-6", POD, by=(api.FINISHED, "kubelet/status canBeDeleted"),
    given=lambda before, firings, after: fired(firings, "pod", api.FinalDelete),
    witness="the phase in the API was {before.api_phase.state.value}, or a container ran",
    breach=Move(
        ex.world(ex.app(ex.RUNNING)), ((("pod",), api.FinalDelete()),), ex.world(ex.app(ex.RUNNING), pod=ex.GONE)
    ),
)  # fmt: skip
def removal_comes_last(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """The kubelet removes a Pod only after its containers have stopped and its end is in the API."""
    return before.api_phase.state.is_terminal and not running(before)


@law(
    "DEL-8", POD, by=("website pod-lifecycle forced deletion", "kubelet HandlePodCleanups"), mood=Mood.POSSIBLE,
    given=lambda world: not world.shape.is_static,
    witness="whenever the object was gone nothing ran any more",
    breach=(ex.world(pod=ex.GONE),),
)  # fmt: skip
def the_removed_may_still_run(world: Any) -> bool:
    """A Pod that was deleted by force may still run when its object is gone."""
    return world.pod.state is G and bool(running(world))


@law(
    "DEL-3", POD_OBJECT, by=(api.RELEASED, api.CREATED),
    given=lambda view, before, event, after: isinstance(event, api.RemoveFinalizers),
    witness="they went from {before.finalizers} to {after.finalizers}, with the grace {before.grace.value}",
    breach=Step(VIEW, PodObject(B, finalizers=True), api.RemoveFinalizers(), PodObject(B, finalizers=True)),
)  # fmt: skip
def finalizers_are_removed(view: PodObjectView, before: PodObject, event: Event, after: PodObject) -> bool:
    """The removal of finalizers leaves none, and lets the object go only if it has no grace left."""
    may_go = before.grace is Grace.ZERO or after.state is before.state
    return not after.finalizers and may_go and (before.finalizers or before.grace is Grace.ZERO)


@law(
    "DEL-3", POD_OBJECT, by=(api.CREATED, api.HELD),
    given=lambda view, before, event, after: isinstance(event, api.Create),
    witness="it has finalizers: {after.finalizers}, and a node: {after.bound}",
    breach=Step(VIEW, PodObject(A), api.Create(finalizers=True), PodObject(U)),
)  # fmt: skip
def what_was_given_is_kept(view: PodObjectView, before: PodObject, event: Event, after: PodObject) -> bool:
    """A created Pod has the finalizers, and the node, that it was given."""
    return isinstance(event, api.Create) and (
        after.finalizers is event.finalizers and after.bound is event.bound and (after.state is B) is event.bound
    )


@law(
    "DEL-1", POD_OBJECT, by=(api.SHORTENED, api.NOT_LONGER),
    given=lambda view, before, event, after: isinstance(event, api.Delete) and before.state is T,
    witness="{event} left the grace {after.grace.value} of {before.grace.value}",
    breach=Step(
        VIEW, PodObject(T, grace=Grace.FULL), api.Delete(Grace.SHORT), PodObject(T, grace=Grace.FULL)
    ),
)  # fmt: skip
def the_shorter_grace_counts(view: PodObjectView, before: PodObject, event: Event, after: PodObject) -> bool:
    """Of two deletions the one with the shorter grace counts."""
    if not isinstance(event, api.Delete) or event.grace is Grace.UNSET:
        return False
    return after.grace is (event.grace if event.grace.shorter_than(before.grace) else before.grace)


@law(
    "DEL-3", POD_OBJECT, by=(api.HELD,),
    given=lambda view, before, event, after: isinstance(event, api.FinalDelete),
    witness="the grace is {after.grace.value}",
    breach=Step(
        VIEW, PodObject(T, grace=Grace.FULL, finalizers=True), api.FinalDelete(),
        PodObject(T, grace=Grace.FULL, finalizers=True),
    ),
)  # fmt: skip
def what_is_held_has_no_grace_left(view: PodObjectView, before: PodObject, event: Event, after: PodObject) -> bool:
    """A Pod that the kubelet has removed has no grace left, even while a finalizer holds it."""
    return after.grace is Grace.ZERO


@law(
    "DEL-2", POD_OBJECT, by=(api.MARKED,),
    given=lambda view, before, event, after: isinstance(event, api.Delete) and before.state is B,
    witness="{event} was accepted",
    breach=Step(VIEW, PodObject(B), api.Delete(Grace.UNSET), PodObject(T)),
)  # fmt: skip
def a_deletion_asks_for_something(view: PodObjectView, before: PodObject, event: Event, after: PodObject) -> bool:
    """Every deletion names a grace, its own or the spec's."""
    return isinstance(event, api.Delete) and event.grace is not Grace.UNSET
