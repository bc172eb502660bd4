"""Sandbox: laws of the sandbox, as the runtime's log shows it (semantics C.5)."""

from __future__ import annotations

from ....model.kubelet.rules.restart import all_containers_could_restart
from ....model.objects.status import PodIP
from ...law import RECORD, law
from ...record import Call, Item, Observation
from ...story import Story
from .examples import STORY, created, did, exited, pod, seen
from .pod_object import condition

SYNC_POD = "kubelet/kuberuntime SyncPod"
ACTIONS = "kubelet/kuberuntime computePodActions"


def calls(item: Item, *names: str) -> bool:
    """Whether this is such a call, and it worked."""
    return isinstance(item, Call) and item.call in names and "error" not in item.detail


@law(
    "SBX-1", RECORD, by=(SYNC_POD,), **STORY,
    given=lambda story, item: calls(item, "CreateContainer", "StartContainer"),
    witness="{item}, without a ready sandbox",
    breach=created(1.0),
)  # fmt: skip
def the_sandbox_comes_first(story: Story, item: Item) -> bool:
    """A container is created and started only in a sandbox that was made before it and is still there."""
    return story.sandbox_is_ready


@law(
    "SBX-2", RECORD, by=(SYNC_POD,), **STORY,
    given=lambda story, item: calls(item, "StartContainer"),
    witness="{item}, while one runs in another sandbox",
    breach=(
        did("RunPodSandbox", 0.5), *created(1.0, "old"), did("RunPodSandbox", 2.0, sandbox="s1"), *created(3.0),
    ),
)  # fmt: skip
def all_run_in_one_sandbox(story: Story, item: Item) -> bool:
    """All containers of a Pod that run are in one sandbox."""
    return all(story.instances[name].sandbox == story.sandbox for name in story.running)


def _shows_an_address(story: Story, item: Item) -> bool:
    """Before and now, in the first sandbox, which is still there; hostNetwork's address is the node's at first."""
    if isinstance(item, Call) or item.before is None or item.after is None or item.after.spec.hostNetwork:
        return False
    both = bool(item.before.status.podIP) and bool(item.after.status.podIP)
    return both and story.attempt == 0 and story.sandbox_is_ready


@law(
    "SBX-3", RECORD, by=(SYNC_POD,), **STORY, given=_shows_an_address,
    witness="the address went from {item.before.status.podIP} to {item.after.status.podIP} in one sandbox",
    breach=(
        did("RunPodSandbox", 0.5),
        seen(pod("Running", podIP="10.0.0.2", podIPs=(PodIP(ip="10.0.0.2"),)), before=pod("Running", podIP="10.0.0.1")),
    ),
)  # fmt: skip
def an_address_lasts_as_its_sandbox(story: Story, item: Item) -> bool:
    """A Pod keeps its address as long as its sandbox, whatever its containers do."""
    if not isinstance(item, Observation) or item.before is None or item.after is None:
        return True
    return item.before.status.podIP == item.after.status.podIP


@law(
    "SBX-4", RECORD, by=(ACTIONS,), **STORY,
    given=lambda story, item: calls(item, "RunPodSandbox"),
    witness="{item}, when a container ran, or with an attempt that is not the next",
    breach=(did("RunPodSandbox", 0.5), *created(1.0), did("RunPodSandbox", 2.0, sandbox="s1", attempt=1)),
)  # fmt: skip
def a_new_sandbox_finds_nothing_running(story: Story, item: Item) -> bool:
    """A new sandbox is made only when every container has ended, and it has the next attempt."""
    attempt = item.detail["attempt"] if isinstance(item, Call) else 0
    return not story.running and not story.sandbox_is_ready and attempt in (0, story.attempt + 1)


@law(
    "SBX-5", RECORD, by=(ACTIONS,), **STORY,
    given=lambda story, item: (
        calls(item, "RunPodSandbox")
        and story.pod is not None
        and story.pod.spec.restartPolicy == "Never"
        and not all_containers_could_restart(story.pod.spec)
    ),
    witness="{item}, with attempt {item.detail[attempt]}",
    breach=(
        seen(pod("Running", spec={"restartPolicy": "Never"}), 0.1), did("RunPodSandbox", 0.5), *created(1.0),
        did("sandbox-died", 2.0), exited(137, 2.0), did("RunPodSandbox", 3.0, sandbox="s1", attempt=1),
    ),
)  # fmt: skip
def never_is_not_begun_again(story: Story, item: Item) -> bool:
    """Under the policy Never a Pod that had a container, and may not restart all, is never given a sandbox with a later
    attempt."""
    return not (story.instances and isinstance(item, Call) and item.detail["attempt"] > 0)


@law(
    "SBX-6", RECORD, by=("kubelet/kuberuntime killPodWithSyncResult",), **STORY,
    given=lambda story, item: calls(item, "StopPodSandbox") and item.detail["sandbox"] == story.sandbox,
    witness="{item}, while a container ran",
    breach=(did("RunPodSandbox", 0.5), *created(1.0), did("StopPodSandbox", 2.0)),
)  # fmt: skip
def the_sandbox_stops_last(story: Story, item: Item) -> bool:
    """A sandbox is stopped only after the last of its containers."""
    return not story.running


@law(
    "SBX-7", RECORD, by=("kubelet OnPodSandboxReady", "kubelet GeneratePodReadyToStartContainersCondition"), **STORY,
    given=lambda story, item: (
        isinstance(item, Observation) and item.after is not None
        and (ready := condition(item.after, "PodReadyToStartContainers")) is not None and ready.status == "True"
    ),
    witness="{item}, and is called ready for containers although it never had a sandbox",
    breach=(
        did("RunPodSandbox", 0.2, error="no network"),
        seen(pod("Pending", conditions={"PodReadyToStartContainers": "True"})),
    ),
)  # fmt: skip
def readiness_for_containers_needs_a_sandbox(story: Story, item: Item) -> bool:
    """PodReadyToStartContainers is True only after a sandbox was made."""
    return story.attempt >= 0 or story.calls == 0
