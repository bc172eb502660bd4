"""ResizePass: the step of a sync that changes running containers to what is allocated to them (KRM doPodResizeAction; B3.20)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from attrs import evolve

from ...objects.container import Container, ResourceRequirements
from ...objects.pod import every_container
from ..rules.actions import PodActions
from ..rules.memory_decrease import memory_decrease_error

if TYPE_CHECKING:
    from .pod_agent import PodAgent

ORDER = ("memory", "cpu")


def resize_containers(agent: PodAgent, plan: PodActions) -> None:
    """Memory first, then cpu; a lower memory limit is looked at before anything is changed. Works from the Pod as the pass
    took it: what was allocated since waits for the next one."""
    if not plan.containers_to_update and not plan.update_pod_resources:
        return
    actuated = agent.kubelet.resizer.actuated(agent.uid)
    error = memory_decrease_error(agent.active, actuated, plan.containers_to_update.get("memory", ()))
    if error:
        agent.resize.failed(error)
        agent.fail()
        return
    containers = {each.name: each for each in every_container(agent.active.spec)}
    for resource in ORDER:
        for name in plan.containers_to_update.get(resource, ()):
            _update(agent, containers[name], resource, actuated[name])
    agent.kubelet.resizer.caught_up(agent)
    agent.wants_relist = agent.is_pending = True


def _update(agent: PodAgent, container: Container, resource: str, now: ResourceRequirements) -> None:
    """UpdateContainerResources, unless the container has ended meanwhile: then it is made anew with what is allocated."""
    runtime = agent.kubelet.runtime
    newest = runtime.status(agent.uid).newest(container.name)
    if newest is None or newest.state != "running":
        return
    changed = _with(now, container.resources, resource)
    runtime.update_resources(agent.uid, newest.id, changed)
    agent.kubelet.resizer.updated(agent, container.name, changed)


def _with(old: ResourceRequirements, new: ResourceRequirements, resource: str) -> ResourceRequirements:
    """The old amounts with those of this one resource from the new ones."""

    def mixed(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, str]:
        kept = {name: amount for name, amount in before.items() if name != resource}
        return {**kept, **{name: amount for name, amount in after.items() if name == resource}}

    return evolve(old, requests=mixed(old.requests, new.requests), limits=mixed(old.limits, new.limits))
