"""PublishedProbes: what the probe workers of one container have published of its present instance (semantics B.12)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Changes, Edge, Kind, become
from ..core.rule import Rule
from .probe_worker import Published
from .process import KubeletRestarts
from .rules.probe_results import ProbeType

# Rules
RESET = Rule(
    "B12.1",
    "kubelet/prober newWorker",
    "a new instance begins with startup unknown, liveness success, readiness failure",
)
NO_PROBE = Rule("B12.2", "kubelet/prober UpdatePodStatus", "a probe that is not configured counts as success")
STARTED = Rule("B12.9", "kubelet/prober doProbe", "when the startup probe has succeeded the container has started")
STARTUP_FAILED = Rule(
    "B12.9", "kubelet/prober doProbe", "a startup probe that failed for good has the container killed"
)
LIVENESS_FAILED = Rule(
    "B12.8",
    "kubelet/prober doProbe",
    "a failed liveness probe has the container killed and is on hold until it is a new one",
)
READINESS = Rule("B12.10", "kubelet/status SetContainerReadiness", "readiness may come and go; it never kills")
INHERITED = Rule(
    "B12.5",
    "kubelet convertToAPIContainerStatuses",
    "until its startup probe has said something, an instance counts as started where the one before it, or itself before a "
    "restart of the kubelet, was shown so: its readiness is probed",
)
LOST = Rule("B12.20", "kubelet/prober UpdatePodStatus", "a restarted kubelet has no results yet")


# States
class ProbesState(Enum):
    UNKNOWN = "Startup unknown"
    STARTED = "Started"
    STARTUP_FAILED = "Startup failed"
    FAILED = "Liveness failed"


# Record
@frozen
class PublishedProbes:
    state: ProbesState = ProbesState.UNKNOWN
    is_ready: bool = False
    """The published readiness."""


# View
@frozen
class ProbesView:
    has_startup: bool = False
    has_liveness: bool = False
    has_readiness: bool = False
    runs: bool = False
    """For the kubelet the container runs: its end, if it has ended, was not seen, and a probe of its port may yet fail."""


# Events
@frozen
class NewInstance(Event):
    actor = Actor.KUBELET


@frozen
class PublishStartup(Event):
    actor = Actor.KUBELET
    succeeded: bool


@frozen
class PublishLivenessFailure(Event):
    actor = Actor.KUBELET


@frozen
class PublishReadiness(Event):
    actor = Actor.KUBELET
    succeeded: bool


PublishedEvent = PublishStartup | PublishLivenessFailure | PublishReadiness


def news(
    probe: ProbeType, result: Published, me: PublishedProbes, *, liveness: Published, is_sidecar: bool
) -> PublishedEvent | None:
    """What a worker's result says of the present instance that is not known yet; asked again, what else it says.

    `liveness` is what the liveness worker has published: a sidecar is not killed for it before it has started.
    """
    if result in (Published.NONE, Published.UNKNOWN):
        return None
    succeeded = result is Published.SUCCESS
    if probe is ProbeType.READINESS:
        return PublishReadiness(succeeded) if succeeded is not me.is_ready else None
    if probe is ProbeType.STARTUP and me.state is ProbesState.UNKNOWN:
        return PublishStartup(succeeded)
    if liveness is not Published.FAILURE:
        return None
    if me.state is ProbesState.UNKNOWN and not is_sidecar:  # the status says so: its startup probe is not asked for it
        return PublishStartup(True)
    return PublishLivenessFailure() if me.state is ProbesState.STARTED else None


# Guards
def has_startup(view: ProbesView, me: PublishedProbes, event: Event) -> bool:
    return view.has_startup


def startup_succeeds(view: ProbesView, me: PublishedProbes, event: PublishStartup) -> bool:
    return view.runs and view.has_startup and event.succeeded


def startup_fails(view: ProbesView, me: PublishedProbes, event: PublishStartup) -> bool:
    return view.runs and view.has_startup and not event.succeeded


def is_alive_and_probed(view: ProbesView, me: PublishedProbes, event: PublishLivenessFailure) -> bool:
    return view.runs and view.has_liveness


def has_readiness(view: ProbesView, me: PublishedProbes, event: PublishReadiness) -> bool:
    return view.runs and view.has_readiness


# Effects
def begin_unready(view: ProbesView, me: PublishedProbes, event: NewInstance) -> Changes:
    return become(is_ready=False)


def begin_as_probed(view: ProbesView, me: PublishedProbes, event: NewInstance) -> Changes:
    return become(is_ready=not view.has_readiness)


def be_ready_unless_probed(view: ProbesView, me: PublishedProbes, event: PublishStartup) -> Changes:
    return become(is_ready=me.is_ready or not view.has_readiness)


def publish_readiness(view: ProbesView, me: PublishedProbes, event: PublishReadiness) -> Changes:
    return become(is_ready=event.succeeded)


U, S, X, F = ProbesState
# fmt: off
PUBLISHED_PROBES = Kind(
    name="published-probes", words="What the probe workers of one container have published of its present instance.",
    states=ProbesState, record=PublishedProbes, view=ProbesView,
    events=(NewInstance, PublishStartup, PublishLivenessFailure, PublishReadiness, KubeletRestarts),
    edges=(
        *(Edge(NewInstance, state, U, by=RESET,    when=has_startup, then=begin_unready) for state in ProbesState),
        *(Edge(NewInstance, state, S, by=NO_PROBE,                   then=begin_as_probed) for state in ProbesState),
        Edge(PublishStartup,         U, S, by=STARTED,         when=startup_succeeds,    then=be_ready_unless_probed),
        Edge(PublishStartup,         U, X, by=STARTUP_FAILED,  when=startup_fails),
        Edge(PublishLivenessFailure, S, F, by=LIVENESS_FAILED, when=is_alive_and_probed),
        Edge(PublishReadiness,       U, U, by=INHERITED,       when=has_readiness,       then=publish_readiness),
        Edge(PublishReadiness,       S, S, by=READINESS,       when=has_readiness,       then=publish_readiness),
        Edge(PublishReadiness,       F, F, by=READINESS,       when=has_readiness,       then=publish_readiness),
        *(Edge(KubeletRestarts, state, U, by=LOST, when=has_startup) for state in ProbesState),
        *(Edge(KubeletRestarts, state, S, by=LOST) for state in ProbesState),
    ),
)
# fmt: on
