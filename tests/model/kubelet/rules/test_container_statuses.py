"""container_statuses: what the API shows of a container in the cases that are easily wrong."""

from __future__ import annotations

from collections.abc import Callable

from attrs import evolve

from podlaw.model.kubelet.rules.container_statuses import (
    StartError,
    api_container_statuses,
    api_ephemeral_container_statuses,
)
from podlaw.model.objects.container import Container, ResourceRequirements
from podlaw.model.objects.meta import ObjectMeta
from podlaw.model.objects.pod import Pod, PodSpec
from podlaw.model.objects.runtime import RuntimeContainer, RuntimeStatus
from podlaw.model.objects.status import (
    ContainerState,
    ContainerStateRunning,
    ContainerStateWaiting,
    ContainerStatus,
    PodStatus,
)
from podlaw.model.objects.time import Millis, Time

POD = Pod(spec=PodSpec(containers=(Container(name="c"),)))
RAN = ContainerStatus(name="c", state=ContainerState(running=ContainerStateRunning()), restartCount=2)


def instance(name: str = "c", state: str = "running", instance_id: str = "1", code: int = 0) -> RuntimeContainer:
    return RuntimeContainer(name=name, id=instance_id, state=state, exitCode=code, startedAt=Millis(1999))


def status_of(pod: Pod, *instances: RuntimeContainer, old: ContainerStatus | None = None) -> ContainerStatus:
    """The status of the only app container."""
    before = PodStatus(containerStatuses=() if old is None else (old,))
    return api_container_statuses(pod, RuntimeStatus(containers=instances), before, {}, init=False)[0]


def test_recorded_answers_agree(assert_agrees: Callable[[str], None]) -> None:
    assert_agrees("convert")


def test_an_unknown_container_waits_by_the_default_reason() -> None:
    with_init = Pod(spec=evolve(POD.spec, initContainers=(Container(name="i"),)))
    assert status_of(POD).state.waiting == ContainerStateWaiting(reason="ContainerCreating")
    assert status_of(with_init).state.waiting == ContainerStateWaiting(reason="PodInitializing")


def test_the_second_newest_instance_is_the_last_state() -> None:
    status = status_of(POD, instance(instance_id="2"), instance(state="exited", code=3))
    assert status.state.running == ContainerStateRunning(startedAt=Time(1))
    assert status.lastState.terminated is not None
    assert (status.lastState.terminated.exitCode, status.lastState.terminated.containerID) == (3, "1")


def test_a_container_that_vanished_ended_with_137_and_is_one_restart_further() -> None:
    status = status_of(POD, old=RAN)
    assert status.state.waiting is not None
    assert status.lastState.terminated is not None
    assert (status.lastState.terminated.exitCode, status.restartCount) == (137, 3)


def test_a_container_that_vanished_from_a_deleted_pod_is_not_counted_as_restarted() -> None:
    deleted = evolve(POD, metadata=ObjectMeta(deletionTimestamp=Time(1)))
    assert status_of(deleted, old=RAN).restartCount == 2


def test_a_running_container_that_the_runtime_lost_sight_of_is_terminated() -> None:
    status = status_of(POD, instance(state="unknown"), old=RAN)
    assert status.state.terminated is not None
    assert (status.state.terminated.reason, status.restartCount) == ("ContainerStatusUnknown", 3)


def test_a_start_error_hides_the_end_of_what_will_restart() -> None:
    error = {"c": StartError("CrashLoopBackOff", "back-off 10s")}
    runtime = RuntimeStatus(containers=(instance(state="exited", code=1),))
    restarts = api_container_statuses(POD, runtime, PodStatus(), error, init=False)[0]
    never = Pod(spec=evolve(POD.spec, restartPolicy="Never"))
    stays = api_container_statuses(never, runtime, PodStatus(), error, init=False)[0]
    assert restarts.state.waiting == ContainerStateWaiting(reason="CrashLoopBackOff", message="back-off 10s")
    assert restarts.lastState.terminated is not None
    assert stays.state.terminated is not None


def test_a_forgotten_init_container_has_completed_once_an_app_container_was_created() -> None:
    inits = (Container(name="i"), Container(name="s", restartPolicy="Always"))
    pod = Pod(spec=evolve(POD.spec, initContainers=inits))
    runtime = RuntimeStatus(containers=(instance(state="created"),))
    done, sidecar = api_container_statuses(pod, runtime, PodStatus(), {}, init=True)
    assert done.state.terminated is not None
    assert done.state.terminated.exitCode == 0
    assert sidecar.state.waiting is not None


def test_app_containers_are_shown_by_name_and_init_containers_in_order() -> None:
    both = (Container(name="z"), Container(name="a"))
    pod = Pod(spec=PodSpec(containers=both, initContainers=both))
    names = [
        [status.name for status in api_container_statuses(pod, RuntimeStatus(), PodStatus(), {}, init=init)]
        for init in (False, True)
    ]
    assert names == [["a", "z"], ["z", "a"]]


def test_ephemeral_containers_have_statuses_of_their_own() -> None:
    pod = Pod(spec=evolve(POD.spec, ephemeralContainers=(Container(name="debug"),)))
    runtime = RuntimeStatus(containers=(instance("debug"), instance("c")))
    found = api_ephemeral_container_statuses(pod, runtime, PodStatus(), {})
    assert [(status.name, status.state.running is not None) for status in found] == [("debug", True)]


def test_a_created_container_shows_the_resources_that_it_was_given() -> None:
    resources = ResourceRequirements(requests={"cpu": "1"})
    pod = Pod(spec=PodSpec(containers=(Container(name="c", resources=resources),)))
    status = status_of(pod, instance())
    assert (status.resources, status.allocatedResources) == (resources, {"cpu": "1"})
    assert status_of(pod).allocatedResources is None
