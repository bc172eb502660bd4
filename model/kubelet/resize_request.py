"""ResizeRequest: settled, asked, deferred, infeasible; what becomes of the resources that a Pod's spec asks for on its node (B.31)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Edge, Kind
from ..core.rule import Rule
from .process import KubeletRestarts

# Rules
ASKED = Rule(
    "B31.8", "kubelet HandlePodUpdates", "other resources in the spec are a wish; the Pod keeps those allocated to it"
)
ALLOCATED = Rule(
    "B31.8",
    "kubelet/allocation handlePodResourcesResize",
    "what fits beside the node's other Pods is allocated at once",
)
DEFERRED = Rule(
    "B13.9", "kubelet/allocation handlePodResourcesResize", "what does not fit now waits: PodResizePending, Deferred"
)
INFEASIBLE = Rule(
    "B13.9", "kubelet/allocation podResizesAdmitHandler", "what can never be is given up: PodResizePending, Infeasible"
)
WITHDRAWN = Rule(
    "B31.8", "kubelet/allocation handlePodResourcesResize", "a spec that asks for what is allocated waits for nothing"
)
ENDED = Rule("B13.9", "kubelet generateAPIPodStatus", "a Pod that has ended on its node is resized no more")
LOST = Rule("D47", "kubelet Run", "a restarted kubelet asks anew for each Pod whose spec differs from its allocation")


# States
class ResizeRequestState(Enum):
    SETTLED = "Settled"
    ASKED = "Asked"
    DEFERRED = "Deferred"
    INFEASIBLE = "Infeasible"

    @property
    def is_pending(self) -> bool:
        """PodResizePending is shown, with this word as its reason."""
        return self in (ResizeRequestState.DEFERRED, ResizeRequestState.INFEASIBLE)


# Record
@frozen
class ResizeRequest:
    state: ResizeRequestState = ResizeRequestState.SETTLED


# View
@frozen
class ResizeRequestView:
    worker_syncs: bool = False
    """The pod worker is in Sync."""


# Events
@frozen
class AskToResize(Event):
    """The kubelet sees other resources in the spec than those it has allocated."""

    actor = Actor.USER


@frozen
class Allocate(Event):
    """They fit beside what the node's other Pods have."""

    actor = Actor.KUBELET


@frozen
class Defer(Event):
    actor = Actor.KUBELET


@frozen
class DeclareInfeasible(Event):
    actor = Actor.KUBELET


@frozen
class Withdraw(Event):
    actor = Actor.USER


@frozen
class EndResize(Event):
    """All containers of the Pod were stopped for good."""

    actor = Actor.KUBELET


# Guards
def worker_syncs(view: ResizeRequestView, me: ResizeRequest, event: Event) -> bool:
    return view.worker_syncs


S, A, D, I = ResizeRequestState  # noqa: E741 -- I is Infeasible; the table is read beside its states
# fmt: off
RESIZE_REQUEST = Kind(
    name="resize-request", words="What becomes of the resources that a Pod's spec asks for on its node.",
    states=ResizeRequestState, record=ResizeRequest, view=ResizeRequestView,
    events=(AskToResize, Allocate, Defer, DeclareInfeasible, Withdraw, EndResize, KubeletRestarts),
    edges=(
        *(Edge(AskToResize, state, A, by=ASKED, when=worker_syncs) for state in ResizeRequestState),
        Edge(Allocate,          A, S, by=ALLOCATED,  when=worker_syncs),
        Edge(Allocate,          D, S, by=ALLOCATED,  when=worker_syncs),
        Edge(Defer,             A, D, by=DEFERRED),
        Edge(Defer,             D, D, by=DEFERRED),
        Edge(DeclareInfeasible, A, I, by=INFEASIBLE),
        Edge(DeclareInfeasible, D, I, by=INFEASIBLE),
        Edge(Withdraw,          A, S, by=WITHDRAWN),
        Edge(Withdraw,          D, S, by=WITHDRAWN),
        Edge(Withdraw,          I, S, by=WITHDRAWN),
        *(Edge(EndResize, state, S, by=ENDED) for state in ResizeRequestState),
        *(Edge(KubeletRestarts, state, S, by=LOST) for state in ResizeRequestState),
    ),
)
# fmt: on
