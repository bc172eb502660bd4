"""ContainerSpec: laws of what may change in the spec of a Pod that exists, as the API shows it (semantics C.22, B.31)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attrs import evolve

from ....model.objects.container import Container, ResourceRequirements
from ....model.objects.pod import Pod, every_container
from ...law import RECORD, Change, law
from .examples import pod, status

RUNNING = pod("Running", status())
DEBUGGED = pod("Running", status(), spec={"ephemeralContainers": (Container(name="debugger", image="busybox:1.36"),)})
AMOUNTS = ("cpu", "memory")


def _has_new_spec(before: Pod, after: Pod) -> bool:
    return before.spec != after.spec


def _is_bound_now(before: Pod, after: Pod) -> bool:
    return not before.spec.nodeName and bool(after.spec.nodeName)


def _fixed(pod: Pod) -> Iterator[Any]:
    """What of each container no update changes: all but its image, its amounts of cpu and memory and how it takes them."""
    for each in every_container(pod.spec):
        yield evolve(each, image="", resources=_without_amounts(each.resources), resizePolicy=())


def _without_amounts(resources: ResourceRequirements) -> ResourceRequirements:
    def others(amounts: Any) -> dict[str, str]:
        return {name: amount for name, amount in amounts.items() if name not in AMOUNTS}

    return evolve(resources, requests=others(resources.requests), limits=others(resources.limits))


@law(
    "UPD-1", RECORD, by=("validation ValidatePodUpdate", "validation ValidatePodResize"), given=_has_new_spec,
    witness="a container was added, removed, or changed in something else",
    breach=Change(RUNNING, pod("Running", status(), status(name="other"))),
)  # fmt: skip
def containers_keep_what_they_are(before: Pod, after: Pod) -> bool:
    """Init and app containers of a Pod that exists stay: only images, cpu, memory and resize policies change."""
    return list(_fixed(before)) == list(_fixed(after))


@law(
    "UPD-1", RECORD, by=("validation ValidatePodEphemeralContainersUpdate",),
    given=lambda before, after: bool(before.spec.ephemeralContainers),
    witness="an ephemeral container went, or is another",
    breach=Change(DEBUGGED, RUNNING),
)  # fmt: skip
def ephemeral_containers_are_only_added(before: Pod, after: Pod) -> bool:
    """An ephemeral container that was added stays in the spec as it is."""
    return all(each in after.spec.ephemeralContainers for each in before.spec.ephemeralContainers)


@law(
    "UPD-1", RECORD, by=("registry/core/pod podStrategy PrepareForUpdate",), given=_has_new_spec,
    witness="the generation went from {before.metadata.generation} to {after.metadata.generation}",
    breach=Change(RUNNING, DEBUGGED),
)  # fmt: skip
def a_new_spec_has_a_new_generation(before: Pod, after: Pod) -> bool:
    """A change of the spec raises the generation by one, but for the binding, which leaves it."""
    is_binding = not before.spec.nodeName and bool(after.spec.nodeName)
    return is_binding or after.metadata.generation > before.metadata.generation


@law(
    "UPD-1", RECORD, by=("registry/core/pod podStrategy PrepareForUpdate", "registry/rest BeforeDelete"),
    witness="the generation went from {before.metadata.generation} to {after.metadata.generation}",
    breach=Change(RUNNING, pod("Running", status(), meta={"generation": 3})),
)  # fmt: skip
def a_generation_counts_one_change(before: Pod, after: Pod) -> bool:
    """The generation never falls, and one write raises it by one at most: where either the spec changes
    or a deletion is asked for."""
    grown = after.metadata.generation - before.metadata.generation
    is_asked = before.metadata.deletionGracePeriodSeconds != after.metadata.deletionGracePeriodSeconds
    return grown == 0 or (grown == 1 and (before.spec != after.spec) is not is_asked)


@law(
    "UPD-1", RECORD, by=("registry/core/pod setPodNodeAndMetadata",), given=_is_bound_now,
    witness="something else of the spec changed with the node, or containers have a status already",
    breach=Change(pod("Pending", spec={"nodeName": ""}), pod("Running", status())),
)  # fmt: skip
def a_binding_changes_the_node_alone(before: Pod, after: Pod) -> bool:
    """The binding changes nothing of the spec but the node, and comes before any container has a status."""
    return evolve(before.spec, nodeName=after.spec.nodeName) == after.spec and not after.status.containerStatuses
