"""ReplicaSet: which of its Pods goes first when there are too many (CU ActivePodsWithRanks; semantics B22.5)."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cmp_to_key
from typing import Final

from attrs import frozen

from ...objects.container import is_sidecar
from ...objects.pod import Pod, is_terminal
from ...objects.time import Time

DELETION_COST: Final = "controller.kubernetes.io/pod-deletion-cost"
_COST: Final = re.compile(r"0|-?[1-9][0-9]*|-[0-9]+", re.ASCII)
_PHASES: Final = {"Pending": 0, "Unknown": 1, "Running": 2}
_NANOS: Final = 10**9


@frozen
class Ranked:
    """A Pod and the number of active related Pods on its node, itself included."""

    pod: Pod
    rank: int


def is_active(pod: Pod) -> bool:
    """It has not ended and is not being deleted (CU IsPodActive)."""
    return not is_terminal(pod.status.phase) and pod.metadata.deletionTimestamp is None


def ranked(pods: Sequence[Pod], related: Iterable[Pod]) -> tuple[Ranked, ...]:
    """The Pods with their ranks; `related`: all Pods of sets of one owner (getPodsRankedByRelatedPodsOnSameNode)."""
    on_node = Counter(pod.spec.nodeName for pod in related if is_active(pod))
    return tuple(Ranked(pod, on_node[pod.spec.nodeName]) for pod in pods)


def deletion_order(pods: Iterable[Ranked], now: Time) -> tuple[Pod, ...]:
    """The Pods, first deleted first (ActivePodsWithRanks.Less)."""

    def compare(one: Ranked, other: Ranked) -> int:
        return _compare(one, other, now)

    return tuple(each.pod for each in sorted(pods, key=cmp_to_key(compare)))


def _compare(one: Ranked, other: Ranked, now: Time) -> int:
    """Below 0: `one` goes first."""
    first, second = _standing(one), _standing(other)
    if first != second:
        return -1 if first < second else 1
    times = _ready_since(one.pod), _ready_since(other.pod)
    if times[0] is not None and times[1] is not None and times[0] != times[1]:
        return _younger_first(one.pod, other.pod, times[0], times[1], now)
    restarts = _restarts(one.pod), _restarts(other.pod)
    if restarts[0] != restarts[1]:
        return -1 if restarts[0] > restarts[1] else 1
    created = one.pod.metadata.creationTimestamp or Time(0), other.pod.metadata.creationTimestamp or Time(0)
    return 0 if created[0] == created[1] else _younger_first(one.pod, other.pod, *created, now)


def _standing(each: Ranked) -> tuple[bool, int, bool, int, int]:
    """Unassigned first, then by phase, not ready first, the cheaper first, the more crowded first."""
    pod = each.pod
    return (
        bool(pod.spec.nodeName),
        _PHASES.get(pod.status.phase, 0),
        _is_ready(pod),
        deletion_cost(pod),
        -each.rank,
    )


def deletion_cost(pod: Pod) -> int:
    """The annotation's 32-bit number; a text that is none counts as 0 (GetDeletionCostFromPodAnnotations)."""
    text = pod.metadata.annotations.get(DELETION_COST, "")
    cost = int(text) if _COST.fullmatch(text) else 0
    return cost if -(2**31) <= cost < 2**31 else 0


def _is_ready(pod: Pod) -> bool:
    return any(each.type == "Ready" and each.status == "True" for each in pod.status.conditions)


def _ready_since(pod: Pod) -> Time | None:
    """When it became Ready, None where it is not."""
    condition = next((each for each in pod.status.conditions if each.type == "Ready"), None)
    if condition is None or condition.status != "True":
        return None
    return condition.lastTransitionTime


def _younger_first(one: Pod, other: Pod, since: Time, since_other: Time, now: Time) -> int:
    """By the magnitude of the age, and by uid where that is the same (logarithmicRankDiff)."""
    difference = _magnitude(now - since) - _magnitude(now - since_other)
    if difference == 0:
        return -1 if one.metadata.uid < other.metadata.uid else 1
    return difference


def _magnitude(seconds: int) -> int:
    return int(math.log2(seconds * _NANOS)) if seconds > 0 else -1


def _restarts(pod: Pod) -> tuple[int, int]:
    """The most restarts of an app container, and of a sidecar (compareMaxContainerRestarts)."""
    sidecars = {each.name for each in pod.spec.initContainers if is_sidecar(each)}
    return (
        max((each.restartCount for each in pod.status.containerStatuses), default=0),
        max((each.restartCount for each in pod.status.initContainerStatuses if each.name in sidecars), default=0),
    )
