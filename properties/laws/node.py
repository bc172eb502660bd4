"""Node: laws of nodes that are lost, and of what is done to their Pods (semantics C.17, C.18)."""

from __future__ import annotations

from ...model.apiserver import disruption_budget as budgets
from ...model.apiserver.disruption_budget import (
    DISRUPTION_BUDGET,
    Count,
    DisruptionBudget,
    DisruptionBudgetState,
    DisruptionBudgetView,
    Spend,
)
from ...model.controllers import taint_wait
from ...model.controllers.taint_wait import (
    TAINT_WAIT,
    Evict,
    Limit,
    SeeTaints,
    TaintWait,
    TaintWaitState,
    TaintWaitView,
)
from ...model.core.event import Event
from ...model.node import execute_taint, readiness
from ...model.node.execute_taint import (
    EXECUTE_TAINT,
    ExecuteTaint,
    ExecuteTaintState,
    ExecuteTaintView,
    PutTaint,
)
from ...model.node.readiness import READINESS, LoseContact, Readiness, ReadinessState, ReadinessView
from ..law import Step, law

WAITING = TaintWait(TaintWaitState.WAITING)


@law(
    "EV-1", DISRUPTION_BUDGET, by=(budgets.SPENT,),
    given=lambda view, before, event, after: isinstance(event, Spend),
    witness="{event} was granted when it was {before.state.value}, with {view}",
    breach=Step(DisruptionBudgetView(), DisruptionBudget(), Spend(), DisruptionBudget()),
)  # fmt: skip
def an_exhausted_budget_grants_nothing(
    view: DisruptionBudgetView, before: DisruptionBudget, event: Event, after: DisruptionBudget
) -> bool:  # fmt: skip
    """No eviction is granted by a budget that allows none, or that its controller has not looked at yet."""
    return before.state is not DisruptionBudgetState.EXHAUSTED and view.is_processed


@law(
    "EV-1", DISRUPTION_BUDGET, by=(budgets.SPENT, budgets.COUNTED),
    given=lambda view, before, event, after: not isinstance(event, Count),
    witness="{event} took it from {before.state.value} to {after.state.value}",
    breach=Step(
        DisruptionBudgetView(), DisruptionBudget(DisruptionBudgetState.ONE_LEFT), Spend(),
        DisruptionBudget(DisruptionBudgetState.ONE_LEFT),
    ),
)  # fmt: skip
def a_granted_eviction_uses_the_budget_up(
    view: DisruptionBudgetView, before: DisruptionBudget, event: Event, after: DisruptionBudget
) -> bool:  # fmt: skip
    """The last disruption is granted once, until the controller has counted again."""
    if before.state is DisruptionBudgetState.ONE_LEFT:
        return after.state is DisruptionBudgetState.EXHAUSTED
    return after.state is not DisruptionBudgetState.EXHAUSTED


@law(
    "EV-4", TAINT_WAIT, by=(taint_wait.AT_ONCE, taint_wait.LATER),
    given=lambda view, before, event, after: isinstance(event, Evict),
    witness="{event} came in {before.state.value} with {view}",
    breach=Step(TaintWaitView(Limit.FOR_A_TIME), WAITING, Evict(), TaintWait()),
)  # fmt: skip
def taints_evict_when_the_time_is_over(view: TaintWaitView, before: TaintWait, event: Event, after: TaintWait) -> bool:
    """A taint evicts a Pod that tolerates it for a time only when that time is over."""
    is_over = view.limit is Limit.AT_ONCE or view.time_is_over
    return before.state is TaintWaitState.WAITING and is_over


@law(
    "EV-4", TAINT_WAIT, by=(taint_wait.CANCELLED,),
    given=lambda view, before, event, after: isinstance(event, SeeTaints) and view.limit is Limit.NONE,
    witness="{event} left it {after.state.value}",
    breach=Step(TaintWaitView(), WAITING, SeeTaints(), WAITING),
)  # fmt: skip
def an_eviction_is_cancelled_with_its_taint(
    view: TaintWaitView, before: TaintWait, event: Event, after: TaintWait
) -> bool:  # fmt: skip
    """A Pod whose node loses its taints in time waits for no deletion any more."""
    return after.state is TaintWaitState.FREE


@law(
    "EV-5", TAINT_WAIT, by=(taint_wait.STAYS,),
    given=lambda view, before, event, after: view.limit is Limit.NONE,
    witness="{event} happened to it",
    breach=Step(TaintWaitView(time_is_over=True), WAITING, Evict(), TaintWait()),
)  # fmt: skip
def who_tolerates_without_limit_stays(view: TaintWaitView, before: TaintWait, event: Event, after: TaintWait) -> bool:
    """A Pod that tolerates every taint of its node without limit is never evicted by them."""
    return not isinstance(event, Evict)


@law(
    "NODE-1", READINESS, by=(readiness.LOST,),
    given=lambda view, before, event, after: (
        before.state is not ReadinessState.UNKNOWN and after.state is ReadinessState.UNKNOWN
    ),
    witness="{event} made it Unknown with {view}",
    breach=Step(ReadinessView(), Readiness(), LoseContact(), Readiness(ReadinessState.UNKNOWN)),
)  # fmt: skip
def silence_is_borne_for_the_grace_period(
    view: ReadinessView, before: Readiness, event: Event, after: Readiness
) -> bool:  # fmt: skip
    """A node becomes Unknown only when its kubelet has been silent for longer than the grace period."""
    return view.grace_is_over


@law(
    "NODE-2", EXECUTE_TAINT, by=(execute_taint.TAINTED, execute_taint.SWAPPED),
    given=lambda view, before, event, after: after.state is not ExecuteTaintState.NONE,
    witness="{event} made it {after.state.value} with {view}",
    breach=Step(
        ExecuteTaintView(ReadinessState.UNKNOWN, turn_has_come=True), ExecuteTaint(), PutTaint(),
        ExecuteTaint(ExecuteTaintState.NOT_READY),
    ),
)  # fmt: skip
def the_taint_says_what_the_node_is(
    view: ExecuteTaintView, before: ExecuteTaint, event: Event, after: ExecuteTaint
) -> bool:  # fmt: skip
    """The controller leaves one of the two taints on a node, the one that fits what the node is."""
    fits = {
        ReadinessState.NOT_READY: ExecuteTaintState.NOT_READY,
        ReadinessState.UNKNOWN: ExecuteTaintState.UNREACHABLE,
    }
    return fits.get(view.readiness) is after.state


@law(
    "NODE-5", EXECUTE_TAINT, by=(execute_taint.TAINTED, execute_taint.SPARED),
    given=lambda view, before, event, after: (
        before.state is ExecuteTaintState.NONE and after.state is not ExecuteTaintState.NONE
    ),
    witness="{event} tainted it with {view}",
    breach=Step(
        ExecuteTaintView(ReadinessState.UNKNOWN, turn_has_come=True, all_are_lost=True), ExecuteTaint(), PutTaint(),
        ExecuteTaint(ExecuteTaintState.UNREACHABLE),
    ),
)  # fmt: skip
def the_loss_of_all_nodes_taints_none(
    view: ExecuteTaintView, before: ExecuteTaint, event: Event, after: ExecuteTaint
) -> bool:  # fmt: skip
    """A node is tainted in its zone's turn, and never while every node is lost."""
    return view.turn_has_come and not view.all_are_lost
