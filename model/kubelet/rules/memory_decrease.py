"""memory_decrease: why a lower memory limit is not put in force where containers run on (KRM validateMemoryResizeAction)."""

from __future__ import annotations

from collections.abc import Collection

from ...objects.pod import Pod, every_container
from .actions import Actuated
from .allocation import Allocation, with_allocation
from .resize_actions import amount_of

LEAD = "cannot decrease memory limits"


def memory_decrease_error(allocated: Pod, actuated: Actuated, updated: Collection[str]) -> str:
    """The kubelet's message where a limit goes down and nobody measures the memory in use, as with a scripted runtime;
    empty where none goes down. `updated` are the containers whose memory changes in place."""
    before = with_allocation(allocated, Allocation(allocated.spec.resources, actuated))
    old, new = memory_limit(before), memory_limit(allocated)
    if old and new and new < old:
        return f"{LEAD}: missing pod memory usage"
    missing = [
        f'missing container "{container.name}" memory usage'
        for container in every_container(allocated.spec)
        if container.name in updated
        if 0 < amount_of(container.resources.limits, "memory") < amount_of(actuated[container.name].limits, "memory")
    ]
    listed = ", ".join(missing)
    return f"{LEAD}: {listed if len(missing) == 1 else f'[{listed}]'}" if missing else ""


def memory_limit(pod: Pod) -> int:
    """The limit of the Pod as a whole in bytes, its own or, if all its containers have one, theirs; 0: there is none
    (ResourceConfigForPod)."""
    own = amount_of(pod.spec.resources.limits, "memory") if pod.spec.resources is not None else 0
    limits = [amount_of(each.resources.limits, "memory") for each in pod.spec.containers]
    return own or (sum(limits) if all(limits) else 0)
