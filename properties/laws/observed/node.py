"""Node: laws of what a node's fate does to its Pods (semantics C.18)."""

from __future__ import annotations

from attrs import evolve

from ....model.objects.pod import Pod, is_terminal
from ....model.objects.status import PodCondition
from ....model.objects.time import Time
from ...law import RECORD, Change, law
from .conditions import is_true
from .examples import ended, pod, status

UP = {"Ready": "True", "ContainersReady": "True"}
LOST = {"Ready": "False", "ContainersReady": "True"}


def given_up(phase: str, *, deleted: bool = False) -> Pod:
    """A Pod that bears the mark of the Pod garbage collector."""
    made = pod(phase, status(ready=True))
    mark = PodCondition(type="DisruptionTarget", status="True", reason="DeletionByPodGC")
    metadata = evolve(made.metadata, deletionTimestamp=Time(1)) if deleted else made.metadata
    return evolve(made, metadata=metadata, status=evolve(made.status, conditions=(mark,)))


@law(
    "NODE-3", RECORD, by=("controller/util/node MarkPodsNotReady",),
    given=lambda before, after: (
        is_true(before, "Ready") and not is_true(after, "Ready") and is_true(after, "ContainersReady")
        and not after.spec.readinessGates
    ),
    witness="the phase went from {before.status.phase} to {after.status.phase}",
    breach=Change(
        pod("Running", status(ready=True), conditions=UP), pod("Failed", status(ended(137)), conditions=LOST)
    ),
)  # fmt: skip
def a_lost_nodes_pods_go_on(before: Pod, after: Pod) -> bool:
    """Whoever takes away a Pod's readiness because its node is lost changes neither its phase nor its containers."""
    same = before.status.containerStatuses == after.status.containerStatuses
    return same and before.status.phase == after.status.phase


@law(
    "NODE-7", RECORD, by=("controller/podgc markFailedAndDeletePodWithCondition",),
    given=lambda before, after: (
        before.metadata.deletionTimestamp is None and after.metadata.deletionTimestamp is not None
        and any(each.reason == "DeletionByPodGC" for each in after.status.conditions)
    ),
    witness="it was still {after.status.phase} when it was deleted",
    breach=Change(given_up("Running"), given_up("Running", deleted=True)),
)  # fmt: skip
def what_is_collected_has_failed(before: Pod, after: Pod) -> bool:
    """A Pod whose node is gone is called Failed before the garbage collector deletes it, unless it had ended."""
    return is_terminal(after.status.phase)
