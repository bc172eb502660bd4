"""Phase: Pending, Running, Succeeded, Failed; the kubelet's own and the one in the API are two instances (semantics B.4)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Changes, Edge, Kind, become
from ..core.rule import Rule

# Rules
COMPUTED = Rule(
    "B4.2", "kubelet getPhase", "the phase follows from the container statuses, the policy and whether all has ended"
)
BACK = Rule("B4.2", "kubelet getPhase", "init containers that run again make a Running Pod Pending")
READ = Rule(
    "D47",
    "kubelet/status GetPodStatus",
    "a restarted kubelet begins with the phase in the API; one that was not sent is lost",
)
ABSORBED = Rule("B4.8", "kubelet generateAPIPodStatus", "a terminal phase stays, whatever is computed later")
FORCED = Rule(
    "B18.12",
    "kubelet/eviction evictPod",
    "a kubelet that ends a Pod itself calls it Failed; how its containers end may still make it Succeeded",
)
SENT = Rule(
    "B4.10",
    "kubelet/status mergePodStatus",
    "a phase goes to the API; a terminal one only when no container can be running",
)
HELD = Rule("B4.10", "kubelet/status mergePodStatus", "until then the API keeps the phase it had")


GIVEN_UP = Rule(
    "B20.2",
    "controller/podgc markFailedAndDeletePodWithCondition",
    "a Pod that nobody looks after any more is called Failed before it is deleted",
)


# States
class Phase(Enum):
    PENDING = "Pending"
    RUNNING = "Running"
    SUCCEEDED = "Succeeded"
    FAILED = "Failed"

    @property
    def is_terminal(self) -> bool:
        return self in (Phase.SUCCEEDED, Phase.FAILED)


# Record
@frozen
class PodPhase:
    state: Phase = Phase.PENDING
    forced: bool = False
    """It was called Failed before its containers had ended."""


# View
@frozen
class PhaseView:
    could_run: bool = False
    """A container of the Pod may still be running, as far as the kubelet knows."""


# Events
@frozen
class PhaseComputed(Event):
    """The kubelet computed this phase."""

    actor = Actor.KUBELET
    phase: Phase


@frozen
class PhaseForced(Event):
    """The kubelet ends the Pod itself and calls it Failed; `spares_success`: unless it has succeeded."""

    actor = Actor.KUBELET
    spares_success: bool = False


@frozen
class PhaseSent(Event):
    """The kubelet wrote a status with this phase to the API server."""

    actor = Actor.KUBELET
    phase: Phase


@frozen
class PhaseRead(Event):
    """A restarted kubelet reads the phase in the API: all that is left of what it knew."""

    actor = Actor.FAULT
    phase: Phase


@frozen
class PhaseGivenUp(Event):
    """The Pod garbage collector calls the Pod Failed before it deletes it: its node is gone, or it never had one."""

    actor = Actor.CONTROLLER


# Guards
def is_pending(view: PhaseView, me: PodPhase, event: PhaseComputed) -> bool:
    return event.phase is Phase.PENDING


def is_running(view: PhaseView, me: PodPhase, event: PhaseComputed) -> bool:
    return event.phase is Phase.RUNNING


def is_succeeded(view: PhaseView, me: PodPhase, event: PhaseComputed) -> bool:
    return event.phase is Phase.SUCCEEDED


def is_failed(view: PhaseView, me: PodPhase, event: PhaseComputed) -> bool:
    return event.phase is Phase.FAILED


def has_succeeded_after_all(view: PhaseView, me: PodPhase, event: PhaseComputed) -> bool:
    return me.forced and event.phase is Phase.SUCCEEDED


def has_failed_after_all(view: PhaseView, me: PodPhase, event: PhaseComputed) -> bool:
    return me.forced and event.phase is Phase.FAILED


def spares_success(view: PhaseView, me: PodPhase, event: PhaseForced) -> bool:
    return event.spares_success


def is_succeeded_for_good(view: PhaseView, me: PodPhase, event: PhaseSent) -> bool:
    return event.phase is Phase.SUCCEEDED and not view.could_run


def is_failed_for_good(view: PhaseView, me: PodPhase, event: PhaseSent) -> bool:
    return event.phase is Phase.FAILED and not view.could_run


def is_early(view: PhaseView, me: PodPhase, event: PhaseSent) -> bool:
    return event.phase.is_terminal and view.could_run


# Effects
def force(view: PhaseView, me: PodPhase, event: PhaseForced) -> Changes:
    return become(forced=True)


def settle(view: PhaseView, me: PodPhase, event: PhaseComputed | PhaseRead) -> Changes:
    return become(forced=False)


P, R, S, F = Phase
# fmt: off
PHASE = Kind(
    name="phase", words="The phase of a Pod; the kubelet has one of its own, the API shows another.",
    states=Phase, record=PodPhase, view=PhaseView, events=(PhaseComputed, PhaseForced, PhaseSent, PhaseRead, PhaseGivenUp),
    edges=(
        Edge(PhaseComputed, P, P, by=COMPUTED, when=is_pending),
        Edge(PhaseComputed, P, R, by=COMPUTED, when=is_running),
        Edge(PhaseComputed, P, S, by=COMPUTED, when=is_succeeded),
        Edge(PhaseComputed, P, F, by=COMPUTED, when=is_failed),
        Edge(PhaseComputed, R, P, by=BACK,     when=is_pending),
        Edge(PhaseComputed, R, R, by=COMPUTED, when=is_running),
        Edge(PhaseComputed, R, S, by=COMPUTED, when=is_succeeded),
        Edge(PhaseComputed, R, F, by=COMPUTED, when=is_failed),
        Edge(PhaseComputed, S, S, by=ABSORBED),
        Edge(PhaseComputed, F, S, by=FORCED,   when=has_succeeded_after_all, then=settle),
        Edge(PhaseComputed, F, F, by=FORCED,   when=has_failed_after_all,    then=settle),
        Edge(PhaseComputed, F, F, by=ABSORBED),
        Edge(PhaseForced,   P, F, by=FORCED,   then=force),
        Edge(PhaseForced,   R, F, by=FORCED,   then=force),
        Edge(PhaseForced,   S, S, by=ABSORBED, when=spares_success),
        Edge(PhaseForced,   S, F, by=FORCED,   then=force),
        Edge(PhaseForced,   F, F, by=ABSORBED),
        Edge(PhaseSent,     P, P, by=SENT,     when=is_pending),
        Edge(PhaseSent,     P, R, by=SENT,     when=is_running),
        Edge(PhaseSent,     P, S, by=SENT,     when=is_succeeded_for_good),
        Edge(PhaseSent,     P, F, by=SENT,     when=is_failed_for_good),
        Edge(PhaseSent,     P, P, by=HELD,     when=is_early),
        Edge(PhaseSent,     R, P, by=BACK,     when=is_pending),
        Edge(PhaseSent,     R, R, by=SENT,     when=is_running),
        Edge(PhaseSent,     R, S, by=SENT,     when=is_succeeded_for_good),
        Edge(PhaseSent,     R, F, by=SENT,     when=is_failed_for_good),
        Edge(PhaseSent,     R, R, by=HELD,     when=is_early),
        Edge(PhaseSent,     S, S, by=ABSORBED),
        Edge(PhaseSent,     F, F, by=ABSORBED),
        Edge(PhaseGivenUp,  P, F, by=GIVEN_UP),
        Edge(PhaseGivenUp,  R, F, by=GIVEN_UP),
        *(Edge(PhaseRead, state, P, by=READ, when=is_pending, then=settle) for state in Phase),
        *(Edge(PhaseRead, state, R, by=READ, when=is_running, then=settle) for state in Phase),
        *(Edge(PhaseRead, state, S, by=READ, when=is_succeeded, then=settle) for state in Phase),
        *(Edge(PhaseRead, state, F, by=READ, when=is_failed, then=settle) for state in Phase),
    ),
)
# fmt: on
