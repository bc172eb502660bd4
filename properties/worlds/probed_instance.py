"""ProbedInstance: all that the probe workers of one container may meet: its instances, and the status that names one."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ...model.core.event import Actor, Event
from ...model.core.kind import Changes, Edge, Kind, become
from ...model.core.rule import Rule
from ...model.kubelet.process import KubeletRestarts
from ...model.kubelet.rules.probe_results import ProbeType

# Rules
ANY = Rule("scope", "podlaw", "whatever may happen to an instance and to the status that names it")


# States
class Instance(Enum):
    NONE = "None"
    RUNNING = "Running"
    ENDED = "Ended"


class Named(Enum):
    """What the published status says of the container."""

    NOTHING = "nothing"
    RUNNING = "an instance that runs"
    ENDED = "an instance that has ended"


# Record
@frozen
class ProbedInstance:
    state: Instance = Instance.NONE
    named: Named = Named.NOTHING
    is_present: bool = False
    """The instance that the status names is the newest."""
    is_older: bool = False
    """The newest instance began before the kubelet did."""
    has_started: bool = False
    """In the status."""
    delay_is_over: bool = False
    new_to_startup: bool = True
    """The instance that the status names is another than the worker of this probe knows."""
    new_to_liveness: bool = True
    new_to_readiness: bool = True


# View
@frozen
class ProbedInstanceView:
    startup_has_succeeded: bool = True
    """Or there is no startup probe."""
    has_startup: bool = False


# Events
@frozen
class Begin(Event):
    """A new instance runs."""

    actor = Actor.RUNTIME


@frozen
class End(Event):
    actor = Actor.RUNTIME


@frozen
class Name(Event):
    """A status is published that names the newest instance, as the last relist saw it."""

    actor = Actor.KUBELET
    running: bool


@frozen
class ShowStarted(Event):
    actor = Actor.KUBELET


@frozen
class DelayPasses(Event):
    actor = Actor.CLOCK


@frozen
class Known(Event):
    """The worker of this probe has taken up the instance that the status names."""

    actor = Actor.KUBELET
    probe: ProbeType


# Guards
def is_seen_so(view: ProbedInstanceView, me: ProbedInstance, event: Name) -> bool:
    """A relist may be late, but nothing runs again that it saw ended."""
    if event.running:
        return not (me.is_present and me.named is Named.ENDED)
    return me.state is Instance.ENDED


def may_be_shown_started(view: ProbedInstanceView, me: ProbedInstance, event: ShowStarted) -> bool:
    return view.startup_has_succeeded and me.is_present and me.named is Named.RUNNING


def is_named(view: ProbedInstanceView, me: ProbedInstance, event: Known) -> bool:
    return me.named is not Named.NOTHING


# Effects
def be_unnamed(view: ProbedInstanceView, me: ProbedInstance, event: Begin) -> Changes:
    return become(is_present=False, is_older=False)


def name(view: ProbedInstanceView, me: ProbedInstance, event: Name) -> Changes:
    named = Named.RUNNING if event.running else Named.ENDED
    if me.is_present:
        return become(named=named)
    started = event.running and not view.has_startup
    return become(
        named=named, is_present=True, has_started=started, delay_is_over=False,
        new_to_startup=True, new_to_liveness=True, new_to_readiness=True,
    )  # fmt: skip


def start(view: ProbedInstanceView, me: ProbedInstance, event: ShowStarted) -> Changes:
    return become(has_started=True)


def be_due(view: ProbedInstanceView, me: ProbedInstance, event: DelayPasses) -> Changes:
    return become(delay_is_over=True)


def be_known(view: ProbedInstanceView, me: ProbedInstance, event: Known) -> Changes:
    return {f"new_to_{event.probe.value}": False}


def be_older(view: ProbedInstanceView, me: ProbedInstance, event: KubeletRestarts) -> Changes:
    """The status is read back from the API; the workers are new."""
    return become(is_older=True, new_to_startup=True, new_to_liveness=True, new_to_readiness=True)


N, R, E = Instance
# fmt: off
PROBED_INSTANCE = Kind(
    name="probed-instance", words="All that the probe workers of one container may meet.",
    states=Instance, record=ProbedInstance, view=ProbedInstanceView,
    events=(Begin, End, Name, ShowStarted, DelayPasses, Known, KubeletRestarts),
    edges=(
        Edge(Begin, N, R, by=ANY, then=be_unnamed),
        Edge(Begin, E, R, by=ANY, then=be_unnamed),
        Edge(End,   R, E, by=ANY),
        *(Edge(Name, state, state,            by=ANY, when=is_seen_so,           then=name) for state in (R, E)),
        *(Edge(ShowStarted, state, state,     by=ANY, when=may_be_shown_started, then=start) for state in (R, E)),
        *(Edge(DelayPasses, state, state,     by=ANY,                            then=be_due) for state in (R, E)),
        *(Edge(Known, state, state,           by=ANY, when=is_named,             then=be_known) for state in Instance),
        *(Edge(KubeletRestarts, state, state, by=ANY,                            then=be_older) for state in Instance),
    ),
)
# fmt: on
