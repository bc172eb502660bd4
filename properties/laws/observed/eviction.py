"""Eviction: laws of Pods that their kubelet ended itself, as the API and the runtime show them (semantics C.17)."""

from __future__ import annotations

from ....model.objects.pod import Pod
from ...law import RECORD, Mood, law
from ...record import Item
from ...story import Story
from .examples import STORY, did, ended, pod, seen, status
from .pod_object import condition
from .sandbox import calls

LOW, REJECTED = "The node was low on resource: ", "Pod was rejected: "
CRITICAL = 2_000_000_000
EVICTED = pod("Failed", status(ended(137)), reason="Evicted", message=f"{LOW}memory. ")


def was_evicted(shown: Pod) -> bool:
    """It ran and was evicted for what its node lacked; limits of its own have other words."""
    return shown.status.reason == "Evicted" and shown.status.message.startswith(LOW)


def was_shut_down(shown: Pod) -> bool:
    """It ended with its node."""
    return shown.status.reason == "Terminated"


@law(
    "EV-2", RECORD, by=("kubelet/eviction evictPod", "kubelet/nodeshutdown killPods"), mood=Mood.ALWAYS,
    given=lambda shown: was_evicted(shown) or was_shut_down(shown),
    witness="{pod.metadata.name} is {pod.status.phase} without a word about who ended it",
    breach=EVICTED,
)  # fmt: skip
def what_a_kubelet_ended_says_so(shown: Pod) -> bool:
    """A Pod that was evicted or ended with its node has Failed, and DisruptionTarget tells it in the same words."""
    target = condition(shown, "DisruptionTarget")
    if target is None or (target.status, target.reason) != ("True", "TerminationByKubelet"):
        return False
    return shown.status.phase == "Failed" and target.message == shown.status.message


@law(
    "EV-2", RECORD, by=("kubelet/types IsCriticalPod",), mood=Mood.ALWAYS,
    given=lambda shown: shown.status.reason == "Evicted",
    witness="{pod.metadata.name} is critical",
    breach=pod("Failed", status(ended(137)), reason="Evicted", spec={"priority": CRITICAL}),
)  # fmt: skip
def the_critical_are_never_evicted(shown: Pod) -> bool:
    """A critical Pod is neither evicted nor refused because its node is short of something."""
    return (shown.spec.priority or 0) < CRITICAL


@law(
    "EV-6", RECORD, by=("kubelet podWorkers.UpdatePod",), **STORY,
    given=lambda story, item: story.pod is not None and story.pod.status.reason == "Evicted",
    witness="{item}",
    breach=(seen(EVICTED, 1.0), did("StartContainer", 5.0)),
)  # fmt: skip
def the_evicted_start_nothing(story: Story, item: Item) -> bool:
    """An evicted Pod starts no container again: only another Pod may take its place."""
    return not calls(item, "CreateContainer") and not calls(item, "StartContainer")
