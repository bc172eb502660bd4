"""DisruptionBudget: how many more of its Pods a budget lets go: none, one, or several (semantics B18.3, B18.4)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Edge, Kind
from ..core.rule import Rule

# Rules
COUNTED = Rule(
    "B18.3",
    "controller/disruption updatePdbStatus",
    "the controller counts what is left: the healthy beyond the needed",
)
SPENT = Rule("B18.3", "registry/core/pod/storage checkAndDecrement", "an eviction takes one disruption")


# States
class DisruptionBudgetState(Enum):
    EXHAUSTED = "Exhausted"
    ONE_LEFT = "One left"
    SEVERAL_LEFT = "Several left"


# Record
@frozen
class DisruptionBudget:
    state: DisruptionBudgetState = DisruptionBudgetState.EXHAUSTED


# View
@frozen
class DisruptionBudgetView:
    is_processed: bool = True
    """The controller has seen the budget's newest version."""
    only_two_are_left: bool = False


# Events
@frozen
class Count(Event):
    """The controller has counted so many."""

    actor = Actor.CONTROLLER
    left: DisruptionBudgetState


@frozen
class Spend(Event):
    """An eviction is granted."""

    actor = Actor.USER


# Guards
def is_none(view: DisruptionBudgetView, me: DisruptionBudget, event: Count) -> bool:
    return event.left is DisruptionBudgetState.EXHAUSTED


def is_one(view: DisruptionBudgetView, me: DisruptionBudget, event: Count) -> bool:
    return event.left is DisruptionBudgetState.ONE_LEFT


def is_more(view: DisruptionBudgetView, me: DisruptionBudget, event: Count) -> bool:
    return event.left is DisruptionBudgetState.SEVERAL_LEFT


def is_processed(view: DisruptionBudgetView, me: DisruptionBudget, event: Spend) -> bool:
    return view.is_processed


def leaves_one(view: DisruptionBudgetView, me: DisruptionBudget, event: Spend) -> bool:
    return view.is_processed and view.only_two_are_left


NONE, ONE, MORE = DisruptionBudgetState
# fmt: off
DISRUPTION_BUDGET = Kind(
    name="disruption-budget", words="How many more of its Pods a PodDisruptionBudget lets go.",
    states=DisruptionBudgetState, record=DisruptionBudget, view=DisruptionBudgetView, events=(Count, Spend),
    edges=(
        *(Edge(Count, state, NONE, by=COUNTED, when=is_none) for state in DisruptionBudgetState),
        *(Edge(Count, state, ONE,  by=COUNTED, when=is_one)  for state in DisruptionBudgetState),
        *(Edge(Count, state, MORE, by=COUNTED, when=is_more) for state in DisruptionBudgetState),
        Edge(Spend, ONE,  NONE, by=SPENT, when=is_processed),
        Edge(Spend, MORE, ONE,  by=SPENT, when=leaves_one),
        Edge(Spend, MORE, MORE, by=SPENT, when=is_processed),
    ),
)
# fmt: on


def left(allowed: int) -> DisruptionBudget:
    """The record of a budget that allows so many disruptions."""
    return DisruptionBudget(NONE if allowed <= 0 else ONE if allowed == 1 else MORE)
