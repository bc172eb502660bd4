"""ContainerCache: what the kubelet's last relist has seen of one container (semantics B3.21)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Edge, Kind
from ..core.rule import Rule
from .container import Outcome
from .process import KubeletRestarts

# Rules
SEEN = Rule("B3.21", "kubelet/pleg Relist", "what happened between two relists is seen as its net effect")
LOST = Rule("D47", "kubelet Run", "a restarted kubelet has listed nothing yet")


# States
class Seen(Enum):
    NONE = "None"
    CREATED = "Created"
    RUNNING = "Running"
    SUCCEEDED = "Exited 0"
    FAILED = "Exited"
    SUCCEEDED_BY_RULE = "Exited 0, by rule"
    FAILED_BY_RULE = "Exited, by rule"
    SUCCEEDED_RESTARTS_ALL = "Exited 0, restarts all"
    FAILED_RESTARTS_ALL = "Exited, restarts all"

    @property
    def has_exited(self) -> bool:
        return self not in (Seen.NONE, Seen.CREATED, Seen.RUNNING)

    @property
    def outcome(self) -> Outcome:
        return _OUTCOMES.get(self, Outcome.NONE)

    @property
    def has_succeeded(self) -> bool:
        return self.outcome.has_succeeded

    @property
    def has_rule(self) -> bool:
        return self.outcome.has_rule

    @property
    def restarts_all(self) -> bool:
        return self.outcome.restarts_all


_OUTCOMES = {
    Seen.SUCCEEDED: Outcome.SUCCEEDED,
    Seen.FAILED: Outcome.FAILED,
    Seen.SUCCEEDED_BY_RULE: Outcome.SUCCEEDED_BY_RULE,
    Seen.FAILED_BY_RULE: Outcome.FAILED_BY_RULE,
    Seen.SUCCEEDED_RESTARTS_ALL: Outcome.SUCCEEDED_RESTARTS_ALL,
    Seen.FAILED_RESTARTS_ALL: Outcome.FAILED_RESTARTS_ALL,
}
AS_SEEN = {outcome: seen for seen, outcome in _OUTCOMES.items()}
"""How an exited container is seen, by its outcome."""


# Record
@frozen
class ContainerCache:
    state: Seen = Seen.NONE


# View
@frozen
class ContainerCacheView:
    found: Seen = Seen.NONE
    """What the runtime has now."""


# Events
@frozen
class Observe(Event):
    actor = Actor.KUBELET


# Guards
def finds_none(view: ContainerCacheView, me: ContainerCache, event: Observe) -> bool:
    return view.found is Seen.NONE


def finds_created(view: ContainerCacheView, me: ContainerCache, event: Observe) -> bool:
    return view.found is Seen.CREATED


def finds_running(view: ContainerCacheView, me: ContainerCache, event: Observe) -> bool:
    return view.found is Seen.RUNNING


def finds_succeeded(view: ContainerCacheView, me: ContainerCache, event: Observe) -> bool:
    return view.found is Seen.SUCCEEDED


def finds_failed(view: ContainerCacheView, me: ContainerCache, event: Observe) -> bool:
    return view.found is Seen.FAILED


def finds_succeeded_by_rule(view: ContainerCacheView, me: ContainerCache, event: Observe) -> bool:
    return view.found is Seen.SUCCEEDED_BY_RULE


def finds_failed_by_rule(view: ContainerCacheView, me: ContainerCache, event: Observe) -> bool:
    return view.found is Seen.FAILED_BY_RULE


def finds_succeeded_restarts_all(view: ContainerCacheView, me: ContainerCache, event: Observe) -> bool:
    return view.found is Seen.SUCCEEDED_RESTARTS_ALL


def finds_failed_restarts_all(view: ContainerCacheView, me: ContainerCache, event: Observe) -> bool:
    return view.found is Seen.FAILED_RESTARTS_ALL


N, C, R, S, F, SR, FR, SA, FA = Seen
# fmt: off
CONTAINER_CACHE = Kind(
    name="container-cache", words="What the kubelet's last relist has seen of one container.",
    states=Seen, record=ContainerCache, view=ContainerCacheView, events=(Observe, KubeletRestarts),
    edges=(
        *(Edge(Observe, state, N, by=SEEN, when=finds_none)      for state in Seen),
        *(Edge(Observe, state, C, by=SEEN, when=finds_created)   for state in Seen),
        *(Edge(Observe, state, R, by=SEEN, when=finds_running)   for state in Seen),
        *(Edge(Observe, state, S, by=SEEN, when=finds_succeeded) for state in Seen),
        *(Edge(Observe, state, F, by=SEEN, when=finds_failed)    for state in Seen),
        *(Edge(Observe, state, SR, by=SEEN, when=finds_succeeded_by_rule) for state in Seen),
        *(Edge(Observe, state, FR, by=SEEN, when=finds_failed_by_rule) for state in Seen),
        *(Edge(Observe, state, SA, by=SEEN, when=finds_succeeded_restarts_all) for state in Seen),
        *(Edge(Observe, state, FA, by=SEEN, when=finds_failed_restarts_all) for state in Seen),
        *(Edge(KubeletRestarts, state, N, by=LOST) for state in Seen),
    ),
)
# fmt: on
