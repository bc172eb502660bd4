"""ContainerStatus: laws of what a status says of one instance as long as it is the same, as the API shows it (semantics C.6)."""

from __future__ import annotations

from ....model.objects.pod import Pod, all_containers
from ...law import RECORD, Mood, law
from .examples import pod, status

KP = "kubelet convertToAPIContainerStatuses"


def names_only_its_containers(shown: Pod) -> bool:
    """Whether every status is of a container of the spec, and no two are of the same."""
    status = shown.status
    every = (*status.initContainerStatuses, *status.containerStatuses, *status.ephemeralContainerStatuses)
    names = [one.name for one in every]
    return len(set(names)) == len(names) and {one.name for one in all_containers(shown.spec)}.issuperset(names)


@law(
    "CTR-1", RECORD, by=(KP,), mood=Mood.ALWAYS, given=lambda shown: bool(shown.status.containerStatuses),
    witness="{pod.metadata.name} has a status of no container, or two of one",
    breach=pod("Running", status(name="app"), status(name="app")),
)  # fmt: skip
def a_status_has_its_container(shown: Pod) -> bool:
    """Every container status is of a container of the spec, and no two are of the same."""
    return names_only_its_containers(shown)
