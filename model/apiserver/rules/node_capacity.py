"""Node capacity: a resize beyond what the Pod's node can ever give is forbidden (admission plugin NodeCapacity of resizes)."""

from __future__ import annotations

from collections.abc import Iterator

from ...objects.node import Node
from ...objects.pod import Pod
from ...objects.quantity import ZERO, Quantity, parse_quantity
from ...scheduler.rules.requests import pod_requests
from .rejection import Rejected


def check_node_capacity(pod: Pod, node: Node) -> None:
    """Raises Rejected, Forbidden, if the Pod as a whole requests more cpu or memory than is allocatable on its node."""
    lacking = "; ".join(_beyond(pod, node))
    if lacking:
        message = f"node didn't have enough allocatable resources: {lacking}"
        raise Rejected("Forbidden", f'pods "{pod.metadata.name}" is forbidden: {message}')


def _beyond(pod: Pod, node: Node) -> Iterator[str]:
    requests = pod_requests(pod.spec)
    for name in ("cpu", "memory"):
        wanted = requests.get(name, ZERO)
        allocatable = parse_quantity(node.status.allocatable.get(name, "0"))
        if wanted > allocatable:
            yield f"{name}, requested: {_counted(name, wanted)}, allocatable: {_counted(name, allocatable)}"


def _counted(name: str, amount: Quantity) -> int:
    """Thousandths of a cpu, bytes of memory."""
    return amount.milli_value() if name == "cpu" else amount.value()
