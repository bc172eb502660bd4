"""Route: where a new connection to a Service goes, as one node's proxy knows its endpoints (B15.4)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Edge, Kind
from ..core.rule import Rule

# Rules
TO_READY = Rule(
    "B15.4", "pkg/proxy/topology.go CategorizeEndpoints", "a connection goes to a ready endpoint while there is one"
)
TO_LAST = Rule(
    "B15.4",
    "pkg/proxy/topology.go CategorizeEndpoints",
    "without a ready endpoint it goes to one that serves and terminates",
)
REFUSED = Rule("B15.4", "pkg/proxy/iptables REJECT", "without either it is refused")


# States
class RouteState(Enum):
    WANTED = "Wanted"
    READY = "To a ready endpoint"
    DRAINING = "To a terminating endpoint"
    REFUSED = "Refused"


# Record
@frozen
class Route:
    state: RouteState = RouteState.WANTED


# View
@frozen
class RouteView:
    """What the proxy has in its table."""

    ready: bool = False
    """Some endpoint is ready."""
    serving: bool = False
    """Some endpoint serves and terminates."""


# Events
@frozen
class Connect(Event):
    actor = Actor.USER


# Guards
def has_ready(view: RouteView, me: Route, event: Connect) -> bool:
    return view.ready


def has_only_serving(view: RouteView, me: Route, event: Connect) -> bool:
    return not view.ready and view.serving


def has_none(view: RouteView, me: Route, event: Connect) -> bool:
    return not view.ready and not view.serving


WANTED, READY, DRAINING, NOWHERE = RouteState

# fmt: off
ROUTE = Kind(
    name="route", words="A new connection to a Service, as the proxy of a node sends it on.",
    states=RouteState, record=Route, view=RouteView, events=(Connect,),
    edges=(
        Edge(Connect, WANTED, READY,    by=TO_READY, when=has_ready),
        Edge(Connect, WANTED, DRAINING, by=TO_LAST,  when=has_only_serving),
        Edge(Connect, WANTED, NOWHERE,  by=REFUSED,  when=has_none),
    ),
)
# fmt: on
