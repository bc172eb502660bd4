"""counted: a Pod that is resized counts with the most of what it asks for, has, and runs with."""

from __future__ import annotations

from attrs import evolve

from podlaw.model.objects.container import Container, ResourceRequirements
from podlaw.model.objects.pod import Pod, PodSpec
from podlaw.model.objects.status import ContainerStatus, PodCondition, PodStatus
from podlaw.model.scheduler.rules.counted import counted, shrinks


def pod(asked: str, allocated: str, actual: str, *conditions: PodCondition) -> Pod:
    status = ContainerStatus(
        name="app",
        allocatedResources={"cpu": allocated},
        resources=ResourceRequirements(requests={"cpu": actual}),
    )
    container = Container(name="app", resources=ResourceRequirements(requests={"cpu": asked}))
    return Pod(
        spec=PodSpec(containers=(container,)), status=PodStatus(containerStatuses=(status,), conditions=conditions)
    )


def cpu(found: Pod) -> str:
    return found.spec.containers[0].resources.requests["cpu"]


def test_the_largest_of_the_three_counts() -> None:
    assert [cpu(counted(pod(*each))) for each in (("3", "1", "1"), ("1", "3", "1"), ("1", "1", "3"))] == ["3"] * 3


def test_a_pod_that_is_not_resized_is_left_alone() -> None:
    same = pod("2", "2", "2")
    assert counted(same) is same
    assert counted(Pod()) == Pod()


def test_what_is_asked_for_in_vain_does_not_count() -> None:
    infeasible = PodCondition(type="PodResizePending", status="True", reason="Infeasible")
    assert cpu(counted(pod("3", "1", "2", infeasible))) == "2"
    assert cpu(counted(pod("3", "1", "2"), ignore_spec=True)) == "2"


def test_room_comes_when_the_smaller_amount_is_in_force() -> None:
    before = pod("1", "1", "3")
    assert shrinks(before, pod("1", "1", "1"))
    assert not shrinks(before, evolve(before, status=evolve(before.status, phase="Running")))
    assert not shrinks(pod("1", "1", "1"), before)
