"""plan_rules: the rows of the catalogue by which a sync starts, kills, resizes or waits, as a decision cites them."""

from __future__ import annotations

from typing import Final

from ...core.rule import Rule

PLAN: Final = Rule(
    "B3.20", "kubelet/kuberuntime computePodActions", "one decision covers the sandbox and all containers"
)
MAKE: Final = Rule("B5.1", "kubelet/kuberuntime computePodActions", "a Pod without a sandbox gets one")
REPLACE: Final = Rule(
    "B5.3", "kubelet/kuberuntime PodSandboxChanged", "a sandbox that is no longer ready is replaced, with all in it"
)
ALL_ENDED: Final = Rule(
    "B5.4", "kubelet/kuberuntime computePodActions", "when no app container runs or starts, the rest is killed"
)
NOTHING_LEFT: Final = Rule(
    "B5.5", "kubelet/kuberuntime computePodActions", "no new sandbox where nothing is left to run"
)
INIT_FAILED: Final = Rule(
    "B8.6", "kubelet/kuberuntime computePodActions", "an init container failed for good: so does the Pod"
)
FIRST: Final = Rule("B8.1", "kubelet/kuberuntime computeInitContainerActions", "the first init container begins")
WAITS: Final = Rule("B8.2", "kubelet/kuberuntime computeInitContainerActions", "what comes later waits for it to end")
NEXT: Final = Rule(
    "B8.3", "kubelet/kuberuntime computeInitContainerActions", "the one before it is done: its turn has come"
)
AGAIN: Final = Rule(
    "B8.5", "kubelet/kuberuntime computeInitContainerActions", "an init container that failed is tried again"
)
ANEW: Final = Rule(
    "B8.8", "kubelet/kuberuntime computePodActions", "in a new sandbox the sequence begins from the first"
)
SIDECAR_WAITS: Final = Rule(
    "B9.3", "kubelet/kuberuntime computeInitContainerActions", "what comes later waits for its startup probe"
)
SIDECAR_AGAIN: Final = Rule(
    "B9.6", "kubelet/kuberuntime computeInitContainerActions", "a sidecar that ended starts again whatever the policy"
)
SIDECAR_LOST: Final = Rule(
    "B9.10", "kubelet/kuberuntime computeInitContainerActions", "a sidecar without a record is started again"
)
STARTUP_KILL: Final = Rule(
    "B12.9", "kubelet/kuberuntime computePodActions", "a failed startup probe kills the container"
)
LIVENESS_KILL: Final = Rule(
    "B12.8", "kubelet/kuberuntime computePodActions", "a failed liveness probe kills the container"
)
CHANGED_KILL: Final = Rule(
    "B10.8", "kubelet/kuberuntime containerChanged", "another image restarts whatever the policy"
)
UNKNOWN_KILL: Final = Rule(
    "B6.15", "kubelet/kuberuntime computePodActions", "what may still run is killed before it starts again"
)

RESIZE_KILL: Final = Rule(
    "B31.8", "kubelet/kuberuntime computePodResizeAction", "a resize whose policy asks for it restarts"
)
RESIZE: Final = Rule("B31.8", "kubelet/kuberuntime computePodResizeAction", "a running container is resized in place")
RESET: Final = Rule(
    "B10.9", "kubelet/kuberuntime getContainersToReset", "RestartAllContainers removes every instance before any starts"
)
EPHEMERAL: Final = Rule("B10.10", "kubelet/kuberuntime computePodActions", "an ephemeral container is started once")

KILLS: Final = {"LivenessProbe": LIVENESS_KILL, "StartupProbe": STARTUP_KILL, "Unknown": UNKNOWN_KILL}
RULES: Final = (
    PLAN, MAKE, REPLACE, ALL_ENDED, NOTHING_LEFT, INIT_FAILED, FIRST, WAITS, NEXT, AGAIN, ANEW, SIDECAR_WAITS,
    SIDECAR_AGAIN, SIDECAR_LOST, STARTUP_KILL, LIVENESS_KILL, CHANGED_KILL, UNKNOWN_KILL, RESIZE_KILL, RESIZE, RESET,
    EPHEMERAL,
)  # fmt: skip
