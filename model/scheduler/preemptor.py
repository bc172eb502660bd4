"""Preemptor: carries a preemption out: its victims are marked and deleted, and less important Pods give up the node
(PRE prepareCandidate; semantics B21.14)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from ..apiserver.pods import Pods
from ..apiserver.store import Store
from ..kubelet.agent.events import Recorder
from ..objects.delete_options import DeleteOptions
from ..objects.pod import Pod
from ..objects.selectors import label_selector
from ..objects.status import PodCondition
from .rules.disruption_budget import DisruptionBudget
from .rules.nomination import priority
from .rules.preemption import BY_SCHEDULER, DISRUPTION_TARGET

NAME: Final = "default-scheduler"
MARK: Final = PodCondition(
    type=DISRUPTION_TARGET,
    status="True",
    reason=BY_SCHEDULER,
    message=f"{NAME}: preempting to accommodate a higher priority pod",
)


def budgets_in(store: Store) -> Iterator[DisruptionBudget]:
    """The PodDisruptionBudgets as preemption reads them."""
    for each in store.list("PodDisruptionBudget"):
        yield DisruptionBudget(
            each.metadata.namespace,
            label_selector(each.spec.selector),
            each.status.disruptionsAllowed,
            frozenset(each.status.disruptedPods),
        )


def make_room(
    pods: Pods, recorder: Recorder, preemptor: Pod, node: str, victims: Sequence[Pod], nominated: Sequence[Pod]
) -> None:
    """Mark and delete the victims, the most important first, with their own grace; of the Pods `nominated` to the node
    those that are less important than the preemptor lose their nomination."""
    for victim in victims:
        meta = victim.metadata
        stored = pods.by_uid(meta.uid, meta.namespace, meta.name)
        if stored is None or stored.metadata.deletionTimestamp is not None:
            continue
        pods.write_condition(meta.namespace, meta.name, MARK)
        pods.delete(meta.namespace, meta.name, DeleteOptions())
        text = f"Preempted by pod {preemptor.metadata.uid} on node {node}"
        recorder.write(victim, "Normal", "Preempted", text, source=NAME)
    for each in nominated:
        if priority(each) < priority(preemptor):
            pods.clear_nomination(each.metadata.namespace, each.metadata.name)
