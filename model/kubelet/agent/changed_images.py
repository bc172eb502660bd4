"""ChangedImages: which containers of a Pod have another image than the one that is known, or that runs (B31.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...objects.pod import Pod, every_container
from ..container_spec import ChangeSpec, SpecState

if TYPE_CHECKING:
    from .pod_agent import PodAgent


def changed_images(before: Pod, now: Pod) -> list[str]:
    """The names of the containers whose image differs."""
    old = {each.name: each.image for each in every_container(before.spec)}
    return [each.name for each in every_container(now.spec) if old.get(each.name) != each.image]


def tell_of_changed_images(agent: PodAgent) -> None:
    """What changed while no kubelet looked is seen at the first sight of the Pod."""
    found = agent.kubelet.runtime.status(agent.uid)
    for container in every_container(agent.pod.spec):
        newest, known = found.newest(container.name), agent.life.container(container.name).spec.state
        if newest is not None and newest.image != container.image and known is SpecState.AS_MADE:
            agent.life.fire(agent.life.of(container.name, "spec"), ChangeSpec())
