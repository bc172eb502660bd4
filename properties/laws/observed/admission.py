"""Admission: laws of Pods that their kubelet rejects, as the API and the runtime show them (semantics C.16)."""

from __future__ import annotations

from ....model.objects.pod import Pod
from ...law import RECORD, law
from ...record import Call, Item, Observation
from ...story import SLACK, Story
from .examples import STORY, created, pod, seen

REJECT = "kubelet rejectPod"
WORDS = "Pod was rejected: "
REJECTED = pod("Failed", reason="OutOfcpu", message=f"{WORDS}Node didn't have enough resource: cpu")


def is_rejected(shown: Pod | None) -> bool:
    """Its kubelet has rejected it: its status says so."""
    return shown is not None and shown.status.message.startswith(WORDS)


def _is_rejected(story: Story, item: Item) -> bool:
    """What is seen of a rejected Pod, whose kubelet has not restarted: it cannot have run the Pod before."""
    if story.kubelet_restarts:
        return False
    if isinstance(item, Observation):
        return is_rejected(item.after)
    return bool(item.uid) and is_rejected(story.pod) and item.at > story.seen + SLACK


@law(
    "ADM-1", RECORD, by=(REJECT,), **STORY, given=_is_rejected,
    witness="{item}, and it has a container, or no reason",
    breach=(*created(1.0), seen(REJECTED, 2.0)),
)  # fmt: skip
def the_rejected_have_no_container(story: Story, item: Item) -> bool:
    """A Pod that its kubelet has rejected has failed, with a reason, and neither had a container nor gets one."""
    if isinstance(item, Call):
        return item.call not in ("RunPodSandbox", "PullImage", "CreateContainer", "StartContainer")
    return item.after is None or (_is_bare(item.after) and not story.instances)


def _is_bare(shown: Pod) -> bool:
    statuses = (*shown.status.initContainerStatuses, *shown.status.containerStatuses)
    had = any(one.containerID or one.restartCount for one in statuses)
    return shown.status.phase == "Failed" and bool(shown.status.reason) and not had
