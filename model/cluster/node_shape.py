"""NodeShape: a node in short: its name, and what Pods can have of it."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import frozen

from ..objects.meta import ObjectMeta
from ..objects.node import Node, NodeStatus


@frozen
class NodeShape:
    """A node to make: its name and what Pods can have of it."""

    name: str = "node-1"
    cpu: str = "16"
    memory: str = "64Gi"
    pods: str = "110"
    labels: Mapping[str, str] = {}


def node_of(shape: NodeShape) -> Node:
    """The Node object of this shape."""
    labels = {"kubernetes.io/hostname": shape.name, "kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64"}
    amounts = {"cpu": shape.cpu, "memory": shape.memory, "pods": shape.pods}
    return Node(
        metadata=ObjectMeta(name=shape.name, labels={**labels, **shape.labels}),
        status=NodeStatus(capacity=amounts, allocatable=amounts),
    )
