"""PriorityClass: a name for how important Pods are (scheduling.k8s.io/v1; semantics A2.11)."""

from __future__ import annotations

from attrs import frozen

from .meta import ObjectMeta


@frozen(kw_only=True)
class PriorityClass:
    """`globalDefault`: Pods that name no class are of this one."""

    apiVersion: str = "scheduling.k8s.io/v1"
    kind: str = "PriorityClass"
    metadata: ObjectMeta = ObjectMeta()
    value: int
    globalDefault: bool = False
    description: str = ""
    preemptionPolicy: str | None = None


SYSTEM_CLASSES = (
    PriorityClass(
        metadata=ObjectMeta(name="system-node-critical"), value=2_000_001_000, preemptionPolicy="PreemptLowerPriority"
    ),
    PriorityClass(
        metadata=ObjectMeta(name="system-cluster-critical"),
        value=2_000_000_000,
        preemptionPolicy="PreemptLowerPriority",
    ),
)
"""The classes that every cluster has; nobody creates them."""
