"""PodWorker: laws of the kubelet's work on a Pod, as the runtime's log shows it (semantics C.3)."""

from __future__ import annotations

from ...law import RECORD, law
from ...record import Call, Item
from ...story import RUNNING, Story
from .examples import STORY, created, did, pod, seen
from .pod_object import MARKED


def _is_over(story: Story, item: Item) -> bool:
    """The deleted Pod's sandbox was stopped, and not as one that is replaced."""
    return story.marked is not None and story.sandbox_stopped is not None and story.sandbox_stopped > story.marked


@law(
    "PW-2", RECORD, by=("kubelet acknowledgeTerminating", "kubelet SyncTerminatingPod"), **STORY,
    given=lambda story, item: isinstance(item, Call) and _is_over(story, item),
    witness="{item}, after the sandbox of the deleted Pod was stopped",
    breach=(
        did("RunPodSandbox", 0.5), seen(pod("Running", meta=MARKED), 1.0), did("StopPodSandbox", 2.0), *created(3.0),
    ),
)  # fmt: skip
def the_terminated_start_nothing(story: Story, item: Item) -> bool:
    """Once the sandbox of a deleted Pod was stopped, none of its containers is created or started."""
    return not (isinstance(item, Call) and item.call in ("CreateContainer", "StartContainer"))


@law(
    "PW-6", RECORD, by=("kubelet/kuberuntime computePodActions",), **STORY,
    given=lambda story, item: isinstance(item, Call) and item.call == "CreateContainer" and "error" not in item.detail,
    witness="{item}, while another instance of it ran",
    breach=(*created(1.0), created(2.0)[0]),
)  # fmt: skip
def one_instance_runs(story: Story, item: Item) -> bool:
    """At most one instance of a container runs: no other is created before it has ended."""
    name = item.container if isinstance(item, Call) else ""
    return name not in story.instances or story.instances[name].state != RUNNING
