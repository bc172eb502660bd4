"""Decision: who decided what of which Pod, when, by which rule and from what; a log of them for whoever asks why."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Protocol

from attrs import frozen

from ..objects.time import Millis
from .rule import Rule

Input = str | int | bool | tuple[str, ...] | None
"""What a decision looked at, as plain data."""


class Subject(Protocol):
    """The metadata of the Pod that is decided about."""

    @property
    def namespace(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def uid(self) -> str: ...


@frozen
class Reason:
    """Why: by `rule`, from `inputs`, follows `outcome`; `container` is empty where it concerns the whole Pod.

    What stands before a colon in the outcome says what it is about: `liveness probe: failure 1/2`.
    """

    rule: Rule
    outcome: str
    inputs: Mapping[str, Input]
    container: str = ""

    @property
    def about(self) -> str:
        """`liveness probe`; empty where the rule alone says it."""
        return self.outcome.rpartition(": ")[0]


@frozen
class Decision:
    """One decision of a component, such as `kubelet node-1`, about a Pod; `at` in milliseconds since 1970."""

    at: Millis
    who: str
    namespace: str
    pod: str
    uid: str
    reason: Reason

    @property
    def subject(self) -> str:
        """`pod/web`, or `pod/web container=app`."""
        container = f" container={self.reason.container}" if self.reason.container else ""
        return f"pod/{self.pod}{container}"

    def repeats(self, other: Decision) -> bool:
        """The same was decided from the same inputs at another time."""
        return (self.who, self.uid, self.reason) == (other.who, other.uid, other.reason)


class DecisionLog:
    """The decisions in the order in which they were taken, if there is a clock; without one nobody asks and nothing is kept.

    `rules`: only decisions by these are kept. Who decides asks `is_open` or `asks_for` before it gathers the inputs, so a
    closed log costs nothing else.
    """

    def __init__(self, clock: Callable[[], Millis] | None = None, rules: Collection[Rule] | None = None) -> None:
        self.entries: list[Decision] = []
        self._clock, self._rules = clock, rules

    @property
    def is_open(self) -> bool:
        """Somebody asks why, whatever the rule."""
        return self._clock is not None and self._rules is None

    def asks_for(self, rule: Rule) -> bool:
        """Somebody asks for decisions by this rule."""
        return self._clock is not None and (self._rules is None or rule in self._rules)

    def write(self, who: str, pod: Subject, *reasons: Reason) -> None:
        """What `who` has just decided about the Pod with this metadata."""
        if self._clock is not None:
            now = self._clock()
            self.entries += [
                Decision(now, who, pod.namespace, pod.name, pod.uid, reason)
                for reason in reasons
                if self.asks_for(reason.rule)
            ]


NOBODY_ASKS = DecisionLog()


@frozen
class Repeated:
    """A decision that was taken `count` times in a row with the same inputs, the last time at `last`."""

    decision: Decision
    last: Millis
    count: int


def without_repetitions(decisions: list[Decision]) -> Iterator[Repeated]:
    """The decisions in the order of their first time; one that says what the last one by the same actor about the same
    subject said, with the same rule, is counted there."""
    found: dict[int, Repeated] = {}
    latest: dict[tuple[str, ...], int] = {}
    for index, each in enumerate(decisions):
        subject = (each.who, each.uid, each.reason.container, each.reason.rule.id, each.reason.about)
        before = latest.get(subject)
        if before is not None and found[before].decision.repeats(each):
            found[before] = Repeated(found[before].decision, each.at, found[before].count + 1)
        else:
            latest[subject] = index
            found[index] = Repeated(each, each.at, 1)
    yield from found.values()
