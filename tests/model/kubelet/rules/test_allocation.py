"""allocation: what is set aside for a Pod, and in which order wishes are looked at."""

from __future__ import annotations

from itertools import pairwise

from attrs import evolve

from podlaw.model.kubelet.container_resources import ResourcesState
from podlaw.model.kubelet.rules.allocation import (
    ResizeRefusal,
    allocation_of,
    is_allocated,
    is_in_force,
    needs_of,
    resize_refusal,
    turn_of_resize,
    with_allocation,
)
from podlaw.model.objects.container import Container, ContainerResizePolicy, ResourceRequirements
from podlaw.model.objects.meta import ObjectMeta
from podlaw.model.objects.node import Node, NodeStatus
from podlaw.model.objects.pod import Pod, PodSpec
from podlaw.model.objects.runtime import RuntimeContainer, RuntimeStatus
from podlaw.model.objects.time import Millis

NODE = Node(metadata=ObjectMeta(name="n"), status=NodeStatus(allocatable={"cpu": "4", "memory": "4Gi", "pods": "9"}))


def asks(cpu: str) -> ResourceRequirements:
    return ResourceRequirements(requests={"cpu": cpu})


def pod(cpu: str, *, priority: int = 0, name: str = "p", guaranteed: bool = False) -> Pod:
    all_of_it = {"cpu": cpu, "memory": "1Gi"}
    resources = ResourceRequirements(requests=all_of_it, limits=all_of_it) if guaranteed else asks(cpu)
    container = Container(name="app", resources=resources)
    return Pod(metadata=ObjectMeta(name=name, uid=name), spec=PodSpec(containers=(container,), priority=priority))


def test_the_node_has_the_word_on_resources_and_the_spec_on_all_else() -> None:
    small, large = pod("1"), pod("2")
    newer = evolve(large, spec=evolve(large.spec, containers=(evolve(large.spec.containers[0], image="app:2"),)))
    found = with_allocation(newer, allocation_of(small)).spec.containers[0]
    assert (found.resources, found.image) == (asks("1"), "app:2")


def test_amounts_are_compared_not_their_texts() -> None:
    assert is_allocated(pod("1000m"), allocation_of(pod("1")))
    assert not is_allocated(pod("1001m"), allocation_of(pod("1")))


def test_what_does_not_fit_beside_others_is_refused_with_the_words_of_admission() -> None:
    refusal = resize_refusal(pod("3"), NODE, (pod("2", name="other"),))
    assert refusal == ResizeRefusal(
        "OutOfcpu", "Node didn't have enough resource: cpu, requested: 3000, used: 2000, capacity: 4000"
    )
    assert resize_refusal(pod("2"), NODE, (pod("2", name="other"),)) is None


def test_a_static_pod_is_never_resized() -> None:
    static = evolve(pod("1"), metadata=ObjectMeta(name="p", annotations={"kubernetes.io/config.source": "file"}))
    refusal = resize_refusal(static, NODE, ())
    assert refusal is not None
    assert refusal.reason == "Infeasible"


def test_wishes_are_sorted_by_growth_then_priority_then_class_then_time() -> None:
    def turn(asked: Pod, since: int | None) -> tuple[object, ...]:
        return turn_of_resize(asked, pod("1"), None if since is None else Millis(since))

    shrinks = turn(pod("500m"), None)
    urgent = turn(pod("2", priority=5), 9)
    guaranteed = turn(pod("2", guaranteed=True), 9)
    old, young, new = turn(pod("2"), 1), turn(pod("2"), 2), turn(pod("2"), None)
    right = [shrinks, urgent, guaranteed, old, young, new]
    assert all(one < other for one, other in pairwise(right))


def test_a_container_needs_a_restart_only_where_its_policy_asks_for_one() -> None:
    plain = Container(name="app", resources=asks("2"))
    policy = ContainerResizePolicy(resourceName="cpu", restartPolicy="RestartContainer")
    assert needs_of(plain, asks("1")) is ResourcesState.TO_UPDATE
    assert needs_of(evolve(plain, resizePolicy=(policy,)), asks("1")) is ResourcesState.TO_RESTART
    assert needs_of(evolve(plain, resizePolicy=(policy,)), asks("2")) is ResourcesState.AS_ALLOCATED
    assert needs_of(plain, None) is ResourcesState.AS_ALLOCATED


def test_only_running_containers_hold_a_resize_up() -> None:
    def runtime(state: str) -> RuntimeStatus:
        return RuntimeStatus(containers=(RuntimeContainer(name="app", id="1", state=state),))

    assert not is_in_force(pod("2"), runtime("running"), {"app": asks("1")})
    assert is_in_force(pod("2"), runtime("exited"), {"app": asks("1")})
    assert is_in_force(pod("2"), RuntimeStatus(), {"app": asks("1")})
