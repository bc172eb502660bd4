"""Deadline: laws of a Pod's active deadline (semantics C.16)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ...model.cluster.composition import POD
from ...model.core.event import Event
from ...model.core.world import Firing
from ...model.kubelet import deadline, phase
from ...model.kubelet.deadline import DEADLINE, Deadline, DeadlinePasses, DeadlineState, DeadlineView
from ...model.kubelet.phase import Phase, PodPhase
from ...model.kubelet.pod_worker import PodWorkerState
from ..law import Move, Step, law
from . import examples as ex
from .moves import fired

NOT_OVER, OVER = DeadlineState
ADL = "kubelet/active_deadline pastActiveDeadline"


@law(
    "ADL-1", DEADLINE, by=(deadline.OVER,),
    given=lambda view, before, event, after: after.state is not before.state,
    witness="{event} made it {after.state.value}, with {sight}",
    breach=Step(DeadlineView(), Deadline(), DeadlinePasses(), Deadline(OVER)),
)  # fmt: skip
def only_a_set_deadline_passes(view: DeadlineView, before: Deadline, event: Event, after: Deadline) -> bool:
    """A deadline passes only where one is set and the Pod's startTime is known, and it never comes back."""
    return view.is_set and after.state is OVER and isinstance(event, DeadlinePasses)


@law(
    "ADL-1", POD, by=(deadline.OVER, ADL),
    given=lambda before, firings, after: fired(firings, "deadline", DeadlinePasses),
    witness="it passed although the Pod has none, or no kubelet had accepted it",
    breach=Move(ex.world(), ((("deadline",), DeadlinePasses()),), ex.world(deadline=Deadline(OVER))),
)  # fmt: skip
def time_without_a_kubelet_does_not_count(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """A deadline passes only while a kubelet works on the Pod: the time before it was accepted does not count."""
    return bool(after.shape.has_deadline) and before.worker.state is not PodWorkerState.UNKNOWN


@law(
    "ADL-2", POD, by=(deadline.OVER, "kubelet generateAPIPodStatus"),
    given=lambda before, firings, after: (
        before.deadline.state is OVER and fired(firings, "phase", phase.PhaseComputed)
        and not before.phase.state.is_terminal
    ),
    witness="{moves} made the phase {after.phase.state.value}",
    breach=Move(
        ex.world(ex.app(ex.RUNNING), deadline=Deadline(OVER)),
        ((("phase",), phase.PhaseComputed(Phase.RUNNING)),),
        ex.world(ex.app(ex.RUNNING), deadline=Deadline(OVER), phase=PodPhase(Phase.RUNNING)),
    ),
)  # fmt: skip
def past_its_deadline_a_pod_has_failed(before: Any, firings: Sequence[Firing], after: Any) -> bool:
    """Every status that is computed after the deadline says Failed, whatever its containers do."""
    return after.phase.state is Phase.FAILED
