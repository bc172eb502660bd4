"""Scheduler: what it costs to find a node for a Pod, and how that grows with the number of Pods that have one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from time import process_time

from attrs import evolve

from ...model.apiserver.admission import Admission
from ...model.apiserver.defaults import default_pod
from ...model.apiserver.namespaces import Namespaces
from ...model.apiserver.pod_object import Create
from ...model.apiserver.pods import Pods
from ...model.apiserver.store import Store
from ...model.cluster.node_shape import NodeShape, node_of
from ...model.cluster.pod_life import PodLife
from ...model.core.lives import Lives
from ...model.core.simulation import Simulation
from ...model.kubelet.agent.events import Recorder
from ...model.objects.container import Container, ResourceRequirements
from ...model.objects.meta import ObjectMeta
from ...model.objects.pod import Pod, PodSpec
from ...model.objects.time import Millis
from ...model.scheduler.scheduler import Scheduler
from .measure import Row

NODES = 5_000
STEPS = (1_000, 10_000, 100_000)
"""After so many Pods the cost of the last thousand is reported."""
BATCH = 1_000


def rows(nodes: int = NODES, steps: Sequence[int] = STEPS) -> Iterator[Row]:
    """Microseconds of processor time a Pod, of the last thousand before each step; nobody runs the Pods."""
    simulation = Simulation(Millis(0), 0)
    store, lives = Store(lambda: simulation.now), Lives()
    admission = Admission(simulation, store, Namespaces(simulation, store, lives))
    pods = Pods(simulation, store, admission, PodLife)
    Scheduler(simulation, store, pods, Recorder(lambda: simulation.now), lives)
    for number in range(nodes):
        store.create(node_of(NodeShape(f"node-{number:05}")))
    requests = ResourceRequirements(requests={"cpu": "100m", "memory": "128Mi"})
    template = default_pod(Pod(spec=PodSpec(containers=(Container(name="app", image="nginx:1", resources=requests),))))
    first = 0.0
    for begin in range(0, steps[-1], BATCH):
        _create(pods, store, template, range(begin, begin + BATCH))
        start = process_time()
        simulation.run_until(simulation.now + 1_000)
        cost = (process_time() - start) / BATCH * 1e6
        first = first or cost
        if begin + BATCH in steps:
            note = f"the last {BATCH:,} on {nodes:,} nodes, {cost / first:.2f} times the first"
            yield Row(f"scheduling of {begin + BATCH:,} Pods", cost, "µs/Pod", note)


def _create(pods: Pods, store: Store, template: Pod, numbers: Sequence[int]) -> None:
    """Pods as the API server stores them, without its checks."""
    for number in numbers:
        uid = f"uid-{number}"
        metadata = ObjectMeta(name=f"pod-{number}", namespace="default", uid=uid, generation=1)
        pod = evolve(template, metadata=metadata)
        pods.lives[uid] = PodLife(pod)
        pods.lives[uid].fire(("pod",), Create(bound=False, finalizers=False))
        store.create(pod)
