"""resize_actions: resources that change while a container runs."""

from __future__ import annotations

import pytest

from podlaw.model.kubelet.rules.actions import ContainerAction, ContainerResize, ContainerToKill
from podlaw.model.kubelet.rules.resize_actions import in_order_of_update, resize_action
from podlaw.model.objects.container import Container, ContainerResizePolicy, ResourceRequirements
from podlaw.model.objects.runtime import RuntimeContainer

RUNNING = RuntimeContainer(name="c", id="c-0", state="running")


def resources(cpu: str = "100m", memory: str = "1Gi", request: str = "100m") -> ResourceRequirements:
    return ResourceRequirements(limits={"cpu": cpu, "memory": memory}, requests={"cpu": request})


def resize(desired: ResourceRequirements, current: ResourceRequirements, *restarts: str) -> ContainerAction:
    policies = tuple(ContainerResizePolicy(resourceName=name, restartPolicy="RestartContainer") for name in restarts)
    container = Container(name="c", resources=desired, resizePolicy=policies)
    return resize_action(container, RUNNING, {"c": current})


def test_equal_amounts_are_no_resize() -> None:
    assert resize(resources(memory="1Gi"), resources(memory="1024Mi")) == ContainerAction()


def test_unknown_actuated_resources_are_no_resize() -> None:
    assert resize_action(Container(name="c", resources=resources()), RUNNING, {}) == ContainerAction()


def test_a_resource_without_policy_changes_in_place() -> None:
    found = resize(resources(cpu="200m", memory="500Mi"), resources())
    assert found.resizes == (ContainerResize("c", "memory", grows=False), ContainerResize("c", "cpu", grows=True))


def test_a_request_alone_is_a_resize() -> None:
    assert resize(resources(request="50m"), resources()).resizes == (ContainerResize("c", "cpu", grows=False),)


def test_the_policy_of_the_changed_resource_restarts_the_container() -> None:
    kill = ContainerToKill("c-0", "c", "Container c resize requires restart")
    found = resize(resources(memory="2Gi"), resources(), "memory")
    assert found == ContainerAction(start=True, kill=kill, restarts_to_resize=True)
    assert resize(resources(memory="2Gi"), resources(), "cpu").kill is None


@pytest.mark.parametrize(("desired", "current"), [("5m", "10m"), ("10m", "1m")])
def test_tiny_cpu_limits_are_alike(desired: str, current: str) -> None:
    assert resize(resources(cpu=desired), resources(cpu=current)) == ContainerAction()


def test_what_shrinks_is_updated_first() -> None:
    a, b, c, d = (ContainerResize(name, "cpu", grows) for name, grows in zip("abcd", (1, 0, 1, 0), strict=True))
    assert in_order_of_update((a, b, c, d)) == {"cpu": ("d", "b", "a", "c")}
