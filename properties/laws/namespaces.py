"""Namespaces: laws of their end (semantics C.21)."""

from __future__ import annotations

from ...model.apiserver import namespace_life as namespace
from ...model.apiserver.namespace_life import NAMESPACE, NamespaceLife, NamespaceState, NamespaceView
from ...model.core.event import Event
from ..law import Step, law

ACTIVE, PODS, REST, GONE = (NamespaceLife(state) for state in NamespaceState)


@law(
    "NS-1", NAMESPACE, by=(namespace.ROOM,),
    given=lambda view, before, event, after: isinstance(event, namespace.CreateInside),
    witness="it was {before.state.value}",
    breach=Step(NamespaceView(), PODS, namespace.CreateInside(), PODS),
)  # fmt: skip
def what_ends_takes_nothing_in(view: NamespaceView, before: NamespaceLife, event: Event, after: NamespaceLife) -> bool:
    """Nothing is created in a namespace that is not active."""
    return before.state is NamespaceState.ACTIVE


@law(
    "NS-2", NAMESPACE, by=(namespace.MARKS,),
    given=lambda view, before, event, after: view.protected and before.state is NamespaceState.ACTIVE,
    witness="it became {after.state.value}",
    breach=Step(NamespaceView(protected=True), ACTIVE, namespace.DeleteNamespace(), PODS),
)  # fmt: skip
def three_namespaces_stay(view: NamespaceView, before: NamespaceLife, event: Event, after: NamespaceLife) -> bool:
    """The namespaces default, kube-system and kube-public are never deleted."""
    return after.state is NamespaceState.ACTIVE


@law(
    "NS-3", NAMESPACE, by=(namespace.PODS_FIRST,),
    given=lambda view, before, event, after: view.pods and before.state is NamespaceState.DELETING_PODS,
    witness="it became {after.state.value}",
    breach=Step(NamespaceView(pods=True), PODS, namespace.PodsHaveGone(), REST),
)  # fmt: skip
def pods_go_before_all_else(view: NamespaceView, before: NamespaceLife, event: Event, after: NamespaceLife) -> bool:
    """Of a namespace that is being deleted nothing else is deleted while a Pod of it is left."""
    return after.state is NamespaceState.DELETING_PODS


@law(
    "NS-3", NAMESPACE, by=(namespace.EMPTIES,),
    given=lambda view, before, event, after: after.state is NamespaceState.GONE,
    witness="it was gone with {view}",
    breach=Step(NamespaceView(others=True), REST, namespace.AllHasGone(), GONE),
)  # fmt: skip
def a_namespace_goes_last(view: NamespaceView, before: NamespaceLife, event: Event, after: NamespaceLife) -> bool:
    """A namespace is removed only after all that is in it."""
    return not view.pods and not view.others and before.state is NamespaceState.DELETING_REST
