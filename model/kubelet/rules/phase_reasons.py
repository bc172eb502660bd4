"""phase_reasons: by which row the kubelet computed the phase of a Pod, and from what."""

from __future__ import annotations

from typing import Final

from ...core.decision import Input, Reason
from ...core.rule import Rule
from ...objects.pod import Pod, is_static, is_terminal
from ...objects.runtime import RuntimeStatus
from ...objects.status import PodStatus
from .phase import ROWS, Seen, phase_row, progress_of
from .sandbox import any_active_app_container

KEPT: Final = Rule("B4.8", "kubelet generateAPIPodStatus", "a terminal phase stays")
EVICTED: Final = Rule("B4.9", "kubelet generateAPIPodStatus", "a Pod that the kubelet itself ends has failed")
RULES: Final = (*ROWS, KEPT, EVICTED)


def phase_reason(
    pod: Pod, old: PodStatus, status: PodStatus, runtime: RuntimeStatus, *, pod_is_terminal: bool, evicts: bool
) -> Reason:
    """Why the phase of this status is what it is; `old` is the kubelet's status before it."""
    found = progress_of(pod.spec, status.initContainerStatuses, status.containerStatuses)
    inputs: dict[str, Input] = {
        each.container.name: _progress(each) for each in (*found.inits, *found.sidecars, *found.apps)
    }
    if is_terminal(pod.status.phase):
        return Reason(KEPT, status.phase, {"phase in the API": pod.status.phase, **inputs})
    if evicts:
        return Reason(EVICTED, status.phase, {"reason": status.reason, **inputs})
    initialized = any_active_app_container(pod.spec, runtime)
    rule, phase = phase_row(
        found,
        pod.spec.restartPolicy,
        may_restart=is_static(pod) or not pod_is_terminal,
        pod_has_initialized=initialized,
    )
    if phase != status.phase:
        return Reason(KEPT, status.phase, {"phase before": old.phase, **inputs})
    more: dict[str, Input] = {"restartPolicy": pod.spec.restartPolicy, "podIsTerminal": pod_is_terminal}
    return Reason(rule, status.phase, {**inputs, **more})


def _progress(one: Seen) -> str:
    """`running`, `never ran`, `stopped with 1`."""
    return one.progress.value if one.end is None else f"{one.progress.value} with {one.end.exitCode}"
