"""Node: laws of what a node's fate does to its Pods (semantics C.18)."""

from __future__ import annotations

from ....model.objects.pod import Pod
from ...law import RECORD, Change, law
from .conditions import is_true
from .examples import ended, pod, status

UP = {"Ready": "True", "ContainersReady": "True"}
LOST = {"Ready": "False", "ContainersReady": "True"}


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
