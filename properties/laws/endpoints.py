"""Endpoints: laws of the Pods behind a Service, and of where its connections go (semantics C.15)."""

from __future__ import annotations

from ...model.controllers import endpoint
from ...model.controllers.endpoint import (
    ENDPOINT,
    EndpointLife,
    EndpointState,
    EndpointView,
    LookAtPod,
    conditions_of,
)
from ...model.core.event import Event
from ...model.node import route
from ...model.node.route import ROUTE, Connect, Route, RouteState, RouteView
from ..law import Step, law

READY, DRAINING, GONE = (EndpointLife(EndpointState[name]) for name in ("READY", "DRAINING", "ABSENT"))
LEAVING = EndpointView(belongs=True, ready=True, deleting=True)


@law(
    "EP-1", ENDPOINT, by=(endpoint.BELONGS,),
    witness="it became {after.state.value} with {view}",
    breach=Step(EndpointView(), READY, LookAtPod(), READY),
)  # fmt: skip
def an_endpoint_is_a_living_pod_with_an_address(
    view: EndpointView, before: EndpointLife, event: Event, after: EndpointLife
) -> bool:
    """After a look a Pod is an endpoint only if it is selected, has an address and has not ended."""
    return view.belongs == (after.state is not EndpointState.ABSENT)


@law(
    "EP-2", ENDPOINT, by=(endpoint.SERVES,),
    given=lambda view, before, event, after: bool(conditions_of(after, publishes_not_ready=False).ready),
    witness="it was shown ready with {view}",
    breach=Step(LEAVING, READY, LookAtPod(), READY),
)  # fmt: skip
def what_is_ready_serves_and_stays(view: EndpointView, before: EndpointLife, event: Event, after: EndpointLife) -> bool:
    """An endpoint is shown ready only while its Pod is ready and is not being deleted."""
    return view.ready and not view.deleting


@law(
    "EP-3", ENDPOINT, by=(endpoint.SERVES,),
    given=lambda view, before, event, after: view.belongs and view.deleting,
    witness="it became {after.state.value} with {view}",
    breach=Step(LEAVING, READY, LookAtPod(), EndpointLife(EndpointState.GOING)),
)  # fmt: skip
def serving_is_readiness_also_at_the_end(
    view: EndpointView, before: EndpointLife, event: Event, after: EndpointLife
) -> bool:
    """Serving follows the Pod's condition Ready also while the Pod terminates."""
    return conditions_of(after, publishes_not_ready=False).serving == view.ready


@law(
    "EP-5", ENDPOINT, by=(endpoint.STAYS,),
    given=lambda view, before, event, after: view.belongs and not view.ready,
    witness="it became {after.state.value}",
    breach=Step(EndpointView(belongs=True), READY, LookAtPod(), GONE),
)  # fmt: skip
def unready_is_not_absent(view: EndpointView, before: EndpointLife, event: Event, after: EndpointLife) -> bool:
    """A Pod that fails its readiness keeps its place among the endpoints, unready."""
    return after.state in (EndpointState.UNREADY, EndpointState.GOING)


@law(
    "EP-6", ROUTE, by=(route.TO_READY, route.TO_LAST, route.REFUSED),
    witness="it went {after.state.value} with {view}",
    breach=Step(RouteView(ready=True, serving=True), Route(), Connect(), Route(RouteState.DRAINING)),
)  # fmt: skip
def traffic_goes_to_the_ready_first(view: RouteView, before: Route, event: Event, after: Route) -> bool:
    """A new connection goes to a ready endpoint while one is known, else only to one that serves and terminates."""
    if view.ready:
        return after.state is RouteState.READY
    return after.state is (RouteState.DRAINING if view.serving else RouteState.REFUSED)
