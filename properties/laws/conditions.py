"""Conditions: laws of the conditions that the kubelet writes (semantics C.13)."""

from __future__ import annotations

from ...model.core.event import Event
from ...model.kubelet import condition
from ...model.kubelet.condition import CONDITION, Condition, ConditionState, ConditionType, ConditionView
from ..law import Step, law

U, F, T = ConditionState
SCHEDULED, INITIALIZED = ConditionView(ConditionType.POD_SCHEDULED), ConditionView(ConditionType.INITIALIZED)


@law(
    "COND-4", CONDITION, by=(condition.INITIALIZED,),
    given=lambda view, before, event, after: view.type is ConditionType.INITIALIZED and before.state is T,
    witness="{event} made it {after.state.value}",
    breach=Step(INITIALIZED, Condition(T), condition.SetFalse(), Condition(F)),
)  # fmt: skip
def initialized_stays(view: ConditionView, before: Condition, event: Event, after: Condition) -> bool:
    """Initialized never goes from True to False, whatever restarts."""
    return after.state is T


@law(
    "COND-5", CONDITION, by=(condition.SCHEDULED,),
    given=lambda view, before, event, after: view.type is ConditionType.POD_SCHEDULED and before.state is not F,
    witness="{event} made it {after.state.value}",
    breach=Step(SCHEDULED, Condition(T), condition.SetFalse(), Condition(F)),
)  # fmt: skip
def a_kubelets_pod_is_scheduled(view: ConditionView, before: Condition, event: Event, after: Condition) -> bool:
    """No kubelet writes PodScheduled as False: a Pod that it has is scheduled."""
    return after.state is not F


@law(
    "COND-7", CONDITION, by=(condition.UNMOVED,),
    given=lambda view, before, event, after: True,
    witness="{event} left it {after.state.value}",
    breach=Step(ConditionView(), Condition(U), condition.SetTrue(), Condition(F)),
)  # fmt: skip
def a_condition_is_what_was_written(view: ConditionView, before: Condition, event: Event, after: Condition) -> bool:
    """A condition is as it was written last, and is never unset again."""
    return after.state is (T if isinstance(event, condition.SetTrue) else F)
