"""eviction: who goes first, with how much time, and what is said of it."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from podlaw.model.kubelet.rules.eviction import (
    Candidate,
    eviction_grace,
    eviction_message,
    eviction_order,
    most_urgent,
    pressure_rejection,
    process_order,
    victim,
)
from podlaw.model.kubelet.rules.thresholds import DISK, MEMORY, EvictionThreshold
from podlaw.model.objects.container import Container, ResourceRequirements
from podlaw.model.objects.meta import ObjectMeta
from podlaw.model.objects.pod import Pod, PodSpec, Toleration

MI = 2**20
HARD, SOFT = EvictionThreshold(MEMORY, "100Mi"), EvictionThreshold(MEMORY, "1Gi", 20)
LOW = EvictionThreshold(DISK, "10%")


def pod(name: str, request: str = "", *, priority: int | None = None, grace: int | None = 30) -> Pod:
    resources = ResourceRequirements(requests={"memory": request} if request else {})
    spec = PodSpec(
        containers=(Container(name="app", resources=resources),),
        priority=priority,
        terminationGracePeriodSeconds=grace,
    )
    return Pod(metadata=ObjectMeta(name=name), spec=spec)


def candidate(name: str, used: int | None, request: str = "", priority: int = 0) -> Candidate:
    return Candidate(pod(name, request, priority=priority), None if used is None else {"app": used * MI})


def names(candidates: Sequence[Candidate]) -> list[str]:
    return [each.pod.metadata.name for each in candidates]


def test_who_uses_more_than_requested_goes_before_priority_and_excess() -> None:
    ranked = eviction_order(
        [
            candidate("within-low", 90, "100Mi", -10),
            candidate("exceeds-high", 101, "100Mi", 10),
            candidate("exceeds-much", 300, "100Mi"),
            candidate("exceeds-most", 301, "100Mi"),
            candidate("within", 99, "100Mi"),
            candidate("at-request", 100, "100Mi", -20),
        ],
        "memory",
    )
    assert names(ranked) == ["exceeds-most", "exceeds-much", "exceeds-high", "at-request", "within-low", "within"]


def test_of_whom_nothing_is_known_goes_first() -> None:
    ranked = eviction_order([candidate("huge", 5000), candidate("new", None, priority=100)], "memory")
    assert names(ranked) == ["new", "huge"]


def test_equal_ones_stay_in_their_order() -> None:
    assert names(eviction_order([candidate("b", 0), candidate("a", 0)], "memory")) == ["b", "a"]


def test_critical_pods_are_passed_over() -> None:
    critical = candidate("critical", 5000, priority=2_000_000_000)
    chosen = victim([critical, candidate("usual", 0)], "memory")
    assert chosen is not None
    assert chosen.pod.metadata.name == "usual"
    assert victim([critical], "memory") is None


def test_processes_count_after_priority() -> None:
    pods = process_order([(pod("few"), 3), (pod("many"), 9), (pod("low", priority=-1), 1)])
    assert [each.metadata.name for each in pods] == ["low", "many", "few"]


@pytest.mark.parametrize(
    ("threshold", "own", "given"), [(HARD, 30, 1), (SOFT, 30, 4), (SOFT, 2, 2), (SOFT, None, 4), (HARD, 0, 1)]
)
def test_a_hard_threshold_leaves_a_second_and_a_soft_one_no_more_than_configured(
    threshold: EvictionThreshold, own: int | None, given: int
) -> None:
    assert eviction_grace(pod("p", grace=own), threshold, 4) == given


def test_the_message_names_what_was_low_and_who_used_more_than_requested() -> None:
    assert eviction_message(candidate("p", 0), HARD, 46 * MI, 0) == (
        "The node was low on resource: memory. Threshold quantity: 100Mi, available: 46Mi. "
    )
    assert eviction_message(candidate("p", 300, "100Mi"), HARD, 0, 0) == (
        "The node was low on resource: memory. Threshold quantity: 100Mi, available: 0. "
        "Container app was using 300Mi, request is 100Mi, has larger consumption of memory. "
    )
    assert eviction_message(candidate("p", 0), LOW, 5 * MI, 100 * MI) == (
        "The node was low on resource: ephemeral-storage. Threshold quantity: 10Mi, available: 5Mi. "
    )


@pytest.mark.parametrize(
    ("due", "first"), [([0, 1, 2], 1), ([0, 2], 2), ([0], 0), ([], None)], ids=["all", "no hard memory", "disk", "none"]
)
def test_memory_comes_first_and_then_the_hard_one(due: list[int], first: int | None) -> None:
    assert most_urgent([LOW, HARD, SOFT], due) == first


TOLERANT = Toleration(key="node.kubernetes.io/memory-pressure", operator="Exists", effect="NoSchedule")


@pytest.mark.parametrize(
    ("made", "conditions", "refused"),
    [
        (pod("best-effort"), (), False),
        (pod("best-effort"), ("MemoryPressure",), True),
        (pod("burstable", "1Mi"), ("MemoryPressure",), False),
        (Pod(spec=PodSpec(containers=(Container(name="app"),), tolerations=(TOLERANT,))), ("MemoryPressure",), False),
        (pod("burstable", "1Mi"), ("DiskPressure",), True),
        (pod("burstable", "1Mi"), ("MemoryPressure", "DiskPressure"), True),
        (pod("critical", priority=2_000_000_000), ("MemoryPressure", "DiskPressure"), False),
    ],
)
def test_whom_a_node_under_pressure_refuses(made: Pod, conditions: tuple[str, ...], refused: bool) -> None:
    failure = pressure_rejection(made, conditions)
    assert (failure is not None) is refused
    if failure is not None:
        assert (failure.reason, failure.message) == ("Evicted", f"The node had condition: [{' '.join(conditions)}]. ")
