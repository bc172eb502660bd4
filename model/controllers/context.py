"""ControllerContext: what every workload controller is given."""

from __future__ import annotations

from attrs import frozen

from ..apiserver.admission import Admission
from ..apiserver.namespaces import Namespaces
from ..apiserver.plain_objects import PlainObjects
from ..apiserver.pods import Pods
from ..apiserver.store import Store
from ..apiserver.volumes import Volumes
from ..apiserver.workloads import Workloads
from ..core.lives import Lives
from ..core.simulation import Simulation
from ..kubelet.agent.events import Recorder


@frozen(eq=False)
class ControllerContext:
    """The clock, the API server's face, where events go, and the machines of the objects' lives."""

    simulation: Simulation
    store: Store
    admission: Admission
    namespaces: Namespaces
    pods: Pods
    workloads: Workloads
    plain_objects: PlainObjects
    volumes: Volumes
    recorder: Recorder
    lives: Lives
