"""eviction: which Pod a node that is short of a resource ends first, with how much time, and what is said of it (EVM, EVH;
semantics B18.9 to B18.12)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final

from attrs import field, frozen

from ...apiserver.rules.qos import pod_qos
from ...objects.node import Taint
from ...objects.pod import Pod, every_container
from ...objects.quantity import NANOS, Format, Quantity, parse_quantity
from ...objects.tolerations import untolerated_taint
from ...scheduler.rules.requests import pod_requests
from .admission import AdmissionFailure
from .disruption import is_critical
from .thresholds import RESOURCES, EvictionThreshold, amount_of

EVICTED: Final = "Evicted"
HARD_GRACE: Final = 1
"""Seconds that a Pod has after a hard threshold (immediateEvictionGracePeriodSeconds)."""
MEMORY_TAINT = Taint(key="node.kubernetes.io/memory-pressure", effect="NoSchedule")


@frozen(eq=False)
class Candidate:
    """A Pod and what its running containers use, in bytes by container name; None: nothing is known of it yet."""

    pod: Pod
    used: Mapping[str, int] | None = field(factory=dict)

    @property
    def total(self) -> int:
        return sum((self.used or {}).values())


def eviction_order(candidates: Iterable[Candidate], resource: str) -> list[Candidate]:
    """The candidates, first to go first: of whom nothing is known, then who uses more of the resource than requested,
    then the lower priority, then the larger use beyond the request (B18.10, B18.11; EVH rankMemoryPressure,
    rankDiskPressureFunc). Equal ones stay in their order, which is nobody's business."""

    def rank(one: Candidate) -> tuple[bool, bool, int, int]:
        excess = one.total - request_of(one.pod, resource)
        priority = one.pod.spec.priority or 0
        if one.used is None:
            return (False, False, priority, 0)
        return (True, excess <= 0, priority, -excess)

    return sorted(candidates, key=rank)


def process_order(candidates: Iterable[tuple[Pod, int]]) -> list[Pod]:
    """Pods with the number of their processes, first to go first: the lower priority, then more processes (B18.11; EVH
    rankPIDPressure)."""
    return [pod for pod, _ in sorted(candidates, key=lambda each: (each[0].spec.priority or 0, -each[1]))]


def victim(candidates: Iterable[Candidate], resource: str) -> Candidate | None:
    """The one that is evicted: the first that is not critical (EVM evictPod)."""
    return next((each for each in eviction_order(candidates, resource) if not is_critical(each.pod)), None)


def request_of(pod: Pod, resource: str) -> int:
    """Bytes of the resource that the Pod as a whole requests."""
    amount = pod_requests(pod.spec).get(resource)
    return 0 if amount is None else amount.nanos // NANOS


def eviction_grace(pod: Pod, threshold: EvictionThreshold, max_pod_grace: int) -> int:
    """Seconds for the Pod: one after a hard threshold, else its own at most `max_pod_grace` (B14.21)."""
    if threshold.is_hard:
        return HARD_GRACE
    own = pod.spec.terminationGracePeriodSeconds
    return max_pod_grace if own is None else min(own, max_pod_grace)


def eviction_message(candidate: Candidate, threshold: EvictionThreshold, available: int, capacity: int) -> str:
    """What the Pod's status and the Event say; amounts in bytes (EVH evictionMessage)."""
    resource = RESOURCES[threshold.signal]
    asked = amount_of(threshold.value, capacity)
    quantity = threshold.value if not threshold.value.endswith("%") else _text(asked)
    text = f"The node was low on resource: {resource}. "
    text += f"Threshold quantity: {quantity}, available: {_text(available)}. "
    for container in every_container(candidate.pod.spec):
        used = (candidate.used or {}).get(container.name)
        request = container.resources.requests.get(resource, "0")
        if used is not None and used > parse_quantity(request).nanos // NANOS:
            text += (
                f"Container {container.name} was using {_text(used)}, request is {request}, "
                f"has larger consumption of {resource}. "
            )
    return text


def pressure_rejection(pod: Pod, conditions: Sequence[str]) -> AdmissionFailure | None:
    """Why a node in these conditions refuses a new Pod: a critical one it takes; short of nothing but memory it refuses only
    BestEffort Pods that do not tolerate it (B17.2; EVM Admit)."""
    if not conditions or is_critical(pod):
        return None
    if tuple(conditions) == ("MemoryPressure",):
        is_tolerated = untolerated_taint((MEMORY_TAINT,), pod.spec.tolerations, ("NoSchedule",)) is None
        if pod_qos(pod.spec) != "BestEffort" or is_tolerated:
            return None
    return AdmissionFailure(EVICTED, f"The node had condition: [{' '.join(conditions)}]. ")


def most_urgent(thresholds: Sequence[EvictionThreshold], due: Collection[int]) -> int | None:
    """Which of the thresholds that are due, by their places, is acted upon: memory before all else (EVM
    byEvictionPriority); that of two for one resource the hard one comes first is a choice among what may happen."""
    return min(
        due, key=lambda i: (RESOURCES[thresholds[i].signal] != "memory", not thresholds[i].is_hard, i), default=None
    )


def _text(amount: int) -> str:
    return str(Quantity(amount * NANOS, Format.BINARY_SI))
