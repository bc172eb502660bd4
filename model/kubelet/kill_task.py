"""KillTask: how the kubelet ends one running container: hook, turn, stop signal, SIGKILL (semantics B14.26–B14.34)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Edge, Kind
from ..core.rule import Rule
from .process import KubeletRestarts

# Rules
HOOK = Rule("B14.26", "kubelet/kuberuntime executePreStopHook", "a preStop hook runs first, inside the grace period")
NO_HOOK = Rule("B14.27", "kubelet/kuberuntime killContainer", "without a hook or without grace its turn is next")
HOOK_OVER = Rule(
    "B14.28", "kubelet/kuberuntime executePreStopHook", "the hook's end, or the end of the grace, leads on"
)
SIGNAL = Rule(
    "B14.29", "kubelet/kuberuntime killContainer", "StopContainer sends the stop signal, with at least 2 s to obey"
)
TURN_OVER = Rule("B14.30", "kubelet/kuberuntime waitForTurn", "a sidecar waits for its turn no longer than the grace")
ENDS = Rule("B14.31", "CRI StopContainer", "it ends when its main process does")
GRACE_OVER = Rule("B14.32", "CRI StopContainer", "the time that StopContainer was given is over")
KILL = Rule("B14.32", "CRI StopContainer", "then SIGKILL ends all its processes: 137")
ALONE = Rule("B14.33", "CRI", "a container may end by itself before it is told to")
RESET = Rule("B14.11", "kubelet/kuberuntime killPodWithSyncResult", "the kill is over when all have ended")
LOST = Rule("B14.34", "kubelet Run", "a restarted kubelet begins a kill anew, with the whole grace")


# States
class KillState(Enum):
    NONE = "None"
    HOOK = "Hook"
    TURN = "Turn"
    SIGNALLED = "Signalled"
    OVERDUE = "Overdue"
    DEAD = "Dead"


# Record
@frozen
class KillTask:
    state: KillState = KillState.NONE


# View
@frozen
class KillView:
    has_hook: bool = False
    """It has a preStop hook and there is grace left for it."""
    waits_for_turn: bool = False
    """A sidecar of a Pod that is killed as a whole, and others that must end before it still run."""


# Events
@frozen
class BeginKill(Event):
    actor = Actor.KUBELET


@frozen
class HookEnds(Event):
    actor = Actor.RUNTIME


@frozen
class TurnComes(Event):
    actor = Actor.KUBELET


@frozen
class GraceOver(Event):
    """The time that this stage may take is over."""

    actor = Actor.CLOCK


@frozen
class SigKill(Event):
    actor = Actor.RUNTIME


@frozen
class Dies(Event):
    """Its main process has ended."""

    actor = Actor.RUNTIME


@frozen
class KillEnds(Event):
    actor = Actor.KUBELET


# Guards
def has_hook(view: KillView, me: KillTask, event: Event) -> bool:
    return view.has_hook


def waits_for_turn(view: KillView, me: KillTask, event: Event) -> bool:
    return view.waits_for_turn


def turn_has_come(view: KillView, me: KillTask, event: Event) -> bool:
    return not view.waits_for_turn


N, H, T, S, O, D = KillState  # noqa: E741 -- O is Overdue; the table is read beside its states
# fmt: off
KILL_TASK = Kind(
    name="kill-task", words="How the kubelet ends one running container: hook, turn, stop signal, SIGKILL.",
    states=KillState, record=KillTask, view=KillView,
    events=(BeginKill, HookEnds, TurnComes, GraceOver, SigKill, Dies, KillEnds, KubeletRestarts),
    edges=(
        Edge(BeginKill, N, H, by=HOOK,       when=has_hook),
        Edge(BeginKill, N, T, by=NO_HOOK,    when=waits_for_turn),
        Edge(BeginKill, N, S, by=SIGNAL),
        Edge(HookEnds,  H, T, by=HOOK_OVER,  when=waits_for_turn),
        Edge(HookEnds,  H, S, by=HOOK_OVER),
        Edge(GraceOver, H, S, by=HOOK_OVER),
        Edge(TurnComes, T, S, by=SIGNAL,     when=turn_has_come),
        Edge(GraceOver, T, S, by=TURN_OVER),
        Edge(GraceOver, S, O, by=GRACE_OVER),
        Edge(SigKill,   O, D, by=KILL),
        Edge(Dies,      H, D, by=ALONE),
        Edge(Dies,      T, D, by=ALONE),
        Edge(Dies,      S, D, by=ENDS),
        Edge(Dies,      O, D, by=ENDS),
        Edge(Dies,      D, D, by=ENDS),
        Edge(KillEnds,  D, N, by=RESET),
        *(Edge(KubeletRestarts, state, N, by=LOST) for state in KillState),
    ),
)
# fmt: on
