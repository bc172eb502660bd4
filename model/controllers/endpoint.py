"""Endpoint: one Pod behind one Service: not there, unready, ready, and the same two while it terminates (B.15)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Edge, Kind
from ..core.rule import Rule
from ..objects.endpoint_slice import EndpointConditions

# Rules
BELONGS = Rule(
    "B15.1",
    "endpointslice/util ShouldPodBeInEndpoints",
    "a selected Pod with an address that has not ended is an endpoint, a terminating one too",
)
SERVES = Rule(
    "B15.2",
    "endpointslice/utils.go podToEndpoint",
    "serving is the Pod's readiness, terminating its deletion; ready is serving without terminating",
)
STAYS = Rule("B15.5", "endpointslice/reconciler.go", "a Pod that is no longer ready stays in the slice, unready")


# States
class EndpointState(Enum):
    ABSENT = "Absent"
    UNREADY = "Unready"
    READY = "Ready"
    DRAINING = "Serving and terminating"
    GOING = "Unready and terminating"


# Record
@frozen
class EndpointLife:
    state: EndpointState = EndpointState.ABSENT


# View
@frozen
class EndpointView:
    """What the controller has seen of the Pod."""

    belongs: bool = False
    """It is selected, has an address, and has not ended."""
    ready: bool = False
    deleting: bool = False


# Events
@frozen
class LookAtPod(Event):
    actor = Actor.CONTROLLER


# Guards
def is_none(view: EndpointView, me: EndpointLife, event: LookAtPod) -> bool:
    return not view.belongs


def is_unready(view: EndpointView, me: EndpointLife, event: LookAtPod) -> bool:
    return view.belongs and not view.ready and not view.deleting


def is_ready(view: EndpointView, me: EndpointLife, event: LookAtPod) -> bool:
    return view.belongs and view.ready and not view.deleting


def is_draining(view: EndpointView, me: EndpointLife, event: LookAtPod) -> bool:
    return view.belongs and view.ready and view.deleting


def is_going(view: EndpointView, me: EndpointLife, event: LookAtPod) -> bool:
    return view.belongs and not view.ready and view.deleting


def conditions_of(life: EndpointLife, *, publishes_not_ready: bool) -> EndpointConditions:
    """What the slice says of an endpoint in this state; a Service may publish what is not ready (B15.2)."""
    return EndpointConditions(
        ready=publishes_not_ready or life.state is EndpointState.READY,
        serving=life.state in (EndpointState.READY, EndpointState.DRAINING),
        terminating=life.state in (EndpointState.DRAINING, EndpointState.GOING),
    )


ABSENT, UNREADY, READY, DRAINING, GOING = EndpointState

# fmt: off
ENDPOINT = Kind(
    name="endpoint", words="A Pod behind a Service, as the Service's EndpointSlices show it.",
    states=EndpointState, record=EndpointLife, view=EndpointView, events=(LookAtPod,),
    edges=(
        Edge(LookAtPod, ABSENT,   UNREADY,  by=BELONGS, when=is_unready),
        Edge(LookAtPod, ABSENT,   READY,    by=BELONGS, when=is_ready),
        Edge(LookAtPod, ABSENT,   DRAINING, by=BELONGS, when=is_draining),
        Edge(LookAtPod, ABSENT,   GOING,    by=BELONGS, when=is_going),
        Edge(LookAtPod, ABSENT,   ABSENT,   by=BELONGS),
        Edge(LookAtPod, UNREADY,  READY,    by=SERVES,  when=is_ready),
        Edge(LookAtPod, UNREADY,  DRAINING, by=SERVES,  when=is_draining),
        Edge(LookAtPod, UNREADY,  GOING,    by=SERVES,  when=is_going),
        Edge(LookAtPod, UNREADY,  ABSENT,   by=BELONGS, when=is_none),
        Edge(LookAtPod, UNREADY,  UNREADY,  by=STAYS),
        Edge(LookAtPod, READY,    UNREADY,  by=STAYS,   when=is_unready),
        Edge(LookAtPod, READY,    DRAINING, by=SERVES,  when=is_draining),
        Edge(LookAtPod, READY,    GOING,    by=SERVES,  when=is_going),
        Edge(LookAtPod, READY,    ABSENT,   by=BELONGS, when=is_none),
        Edge(LookAtPod, READY,    READY,    by=SERVES),
        Edge(LookAtPod, DRAINING, GOING,    by=SERVES,  when=is_going),
        Edge(LookAtPod, DRAINING, ABSENT,   by=BELONGS, when=is_none),
        Edge(LookAtPod, DRAINING, DRAINING, by=SERVES,  when=is_draining),
        Edge(LookAtPod, GOING,    DRAINING, by=SERVES,  when=is_draining),
        Edge(LookAtPod, GOING,    ABSENT,   by=BELONGS, when=is_none),
        Edge(LookAtPod, GOING,    GOING,    by=STAYS,   when=is_going),
    ),
)
# fmt: on
