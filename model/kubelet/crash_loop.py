"""CrashLoop: the back-off between the restarts of one container: 0, 10, 20, 40, 80, 160, 300, 300 … seconds (semantics B.11)."""

from __future__ import annotations

from enum import Enum
from typing import Annotated

from attrs import frozen

from ..core.domain import UpTo
from ..core.event import Actor, Event
from ..core.kind import Changes, Edge, Kind, become
from ..core.rule import Rule
from .process import KubeletRestarts

# Rules
AT_ONCE = Rule("B11.2", "kubelet/kuberuntime doBackOff", "the first restart is immediate and sets the delay to 10 s")
DOUBLED = Rule("B11.4", "client-go flowcontrol Backoff.Next", "a restart after the delay doubles it, up to 300 s")
BEGUN = Rule("B11.3", "kubelet/kuberuntime doBackOff", "the delay is counted from the end of the last instance")
NOT_BEGUN = Rule("B11.1", "kubelet/kuberuntime doBackOff", "without an entry there is no delay")
OVER = Rule("B11.4", "client-go flowcontrol IsInBackOffSince", "the delay is over")
RESET = Rule(
    "B11.5",
    "kubelet newCrashLoopBackOff, HandlePodCleanups",
    "the delay is forgotten when the instance ended, or housekeeping finds it, more than 600 s after it was raised",
)
RECALLED = Rule(
    "B11.6",
    "kubelet/kuberuntime GetBackoffKey",
    "another image or other resources have a delay of their own; with those of before that of before counts again",
)
LOST = Rule("B11.8", "kubelet Run", "a restarted kubelet has no delays")

LEVELS = 6
"""10, 20, 40, 80, 160, 300 seconds."""


# States
class CrashLoopState(Enum):
    NONE = "No entry"
    READY = "May start"
    BACKING_OFF = "Backing off"


# Record
@frozen
class CrashLoop:
    state: CrashLoopState = CrashLoopState.NONE
    level: Annotated[int, UpTo(LEVELS)] = 0
    """0: no delay; n: min(10 · 2^(n−1), 300) seconds."""


# View
@frozen
class CrashLoopView:
    has_run_before: bool = True
    """The newest instance of the container has exited: this start is a restart."""


# Events
@frozen
class CountRestart(Event):
    """A restart is let through: the delay before the next one grows."""

    actor = Actor.KUBELET


@frozen
class Ended(Event):
    """The newest instance has ended: the delay is counted from here."""

    actor = Actor.RUNTIME


@frozen
class BackoffOver(Event):
    actor = Actor.CLOCK


@frozen
class Expire(Event):
    actor = Actor.CLOCK


@frozen
class Recall(Event):
    """The container is again as it was when an earlier delay was raised: that delay, of this level, holds since its end."""

    actor = Actor.KUBELET
    level: Annotated[int, UpTo(LEVELS)]


# Guards
def is_delay(view: CrashLoopView, me: CrashLoop, event: Recall) -> bool:
    return event.level > 0


def is_restart(view: CrashLoopView, me: CrashLoop, event: CountRestart) -> bool:
    return view.has_run_before


def is_first_start(view: CrashLoopView, me: CrashLoop, event: CountRestart) -> bool:
    return not view.has_run_before


# Effects
def begin_at_ten(view: CrashLoopView, me: CrashLoop, event: CountRestart) -> Changes:
    return become(level=1)


def double(view: CrashLoopView, me: CrashLoop, event: CountRestart) -> Changes:
    return become(level=min(me.level + 1, LEVELS))


def recall(view: CrashLoopView, me: CrashLoop, event: Recall) -> Changes:
    return become(level=event.level)


def forget(view: CrashLoopView, me: CrashLoop, event: Event) -> Changes:
    return become(level=0)


N, R, B = CrashLoopState
# fmt: off
CRASH_LOOP = Kind(
    name="crash-loop", words="The back-off between the restarts of one container.",
    states=CrashLoopState, record=CrashLoop, view=CrashLoopView,
    events=(CountRestart, Ended, BackoffOver, Expire, Recall, KubeletRestarts),
    edges=(
        Edge(CountRestart,    N, N, by=NOT_BEGUN, when=is_first_start),
        Edge(CountRestart,    N, R, by=AT_ONCE,   when=is_restart, then=begin_at_ten),
        Edge(CountRestart,    R, R, by=NOT_BEGUN, when=is_first_start),
        Edge(CountRestart,    R, R, by=DOUBLED,   when=is_restart, then=double),
        Edge(CountRestart,    B, B, by=NOT_BEGUN, when=is_first_start),
        Edge(Ended,           N, N, by=NOT_BEGUN),
        Edge(Ended,           R, B, by=BEGUN),
        Edge(Ended,           B, B, by=BEGUN),
        Edge(BackoffOver,     B, R, by=OVER),
        Edge(Expire,          R, N, by=RESET,                      then=forget),
        Edge(Expire,          B, N, by=RESET,                      then=forget),
        *(Edge(Recall, state, B, by=RECALLED, when=is_delay, then=recall) for state in CrashLoopState),
        *(Edge(KubeletRestarts, state, N, by=LOST, then=forget) for state in CrashLoopState),
    ),
)
# fmt: on


def level_of(delay: int) -> int:
    """The level that stands for this delay, in seconds."""
    return next(level for level in range(1, LEVELS + 1) if delay_seconds(level) >= delay)


def delay_seconds(level: int) -> int:
    """The delay in seconds that this level stands for (B.11)."""
    return min(10 << (level - 1), 300) if level else 0
