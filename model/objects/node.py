"""Node: a machine of the cluster, as far as Pods depend on it (semantics A.5); attribute names are the API's own."""

from __future__ import annotations

from collections.abc import Mapping

from attrs import field, frozen

from .meta import ObjectMeta
from .shapes import Json, QuantityText
from .time import Time


@frozen(kw_only=True)
class Taint:
    """`effect` is NoSchedule, PreferNoSchedule or NoExecute."""

    key: str
    effect: str
    value: str = ""
    timeAdded: Time | None = None


@frozen(kw_only=True)
class NodeSpec:
    podCIDR: str = ""
    podCIDRs: tuple[str, ...] = ()
    providerID: str = ""
    unschedulable: bool = False
    taints: tuple[Taint, ...] = ()
    configSource: Json = None
    externalID: str = ""


@frozen(kw_only=True)
class NodeCondition:
    type: str
    status: str = "Unknown"
    lastHeartbeatTime: Time | None = None
    lastTransitionTime: Time | None = None
    reason: str = ""
    message: str = ""


@frozen(kw_only=True)
class NodeAddress:
    type: str
    address: str


@frozen(kw_only=True)
class NodeStatus:
    capacity: Mapping[str, QuantityText] = field(factory=dict)
    allocatable: Mapping[str, QuantityText] = field(factory=dict)
    phase: str = ""
    conditions: tuple[NodeCondition, ...] = ()
    addresses: tuple[NodeAddress, ...] = ()
    daemonEndpoints: Json = None
    nodeInfo: Json = None
    images: tuple[Json, ...] = ()
    volumesInUse: tuple[str, ...] = ()
    volumesAttached: tuple[Json, ...] = ()
    config: Json = None
    runtimeHandlers: tuple[Json, ...] = ()
    features: Json = None
    declaredFeatures: tuple[str, ...] = ()


@frozen(kw_only=True)
class Node:
    apiVersion: str = "v1"
    kind: str = "Node"
    metadata: ObjectMeta = ObjectMeta()
    spec: NodeSpec = NodeSpec()
    status: NodeStatus = NodeStatus()
