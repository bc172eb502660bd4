"""StaticManifest: a manifest in the folder of a node's kubelet: the only source of a static Pod (semantics B34.5)."""

from __future__ import annotations

from enum import Enum

from attrs import frozen

from ..core.event import Actor, Event
from ..core.kind import Edge, Kind, Nothing
from ..core.rule import Rule

# Rules
WRITTEN = Rule("B34.5", "kubelet/config sourceFile", "a manifest in the folder is a Pod, without the API server")
BACK = Rule("B3.15", "kubelet podWorkers.UpdatePod", "the same manifest again is the same Pod, by uid")
REMOVED = Rule("B34.5", "kubelet/config sourceFile", "without its manifest the Pod is gone, for its kubelet")


# States
class StaticManifestState(Enum):
    ABSENT = "Absent"
    PRESENT = "Present"
    REMOVED = "Removed"


# Record
@frozen
class StaticManifest:
    state: StaticManifestState = StaticManifestState.ABSENT


# Events
@frozen
class WriteManifest(Event):
    actor = Actor.USER


@frozen
class RemoveManifest(Event):
    actor = Actor.USER


A, P, R = StaticManifestState
# fmt: off
STATIC_MANIFEST = Kind(
    name="static-manifest", words="The manifest of a static Pod in the folder of its node's kubelet.",
    states=StaticManifestState, record=StaticManifest, view=Nothing, events=(WriteManifest, RemoveManifest),
    edges=(
        Edge(WriteManifest,  A, P, by=WRITTEN),
        Edge(WriteManifest,  R, P, by=BACK),
        Edge(RemoveManifest, P, R, by=REMOVED),
    ),
)
# fmt: on
