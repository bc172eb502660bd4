"""Cluster: how long the simulated cluster takes: to a first running Pod, for a day of crashes, for thousands of Pods."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from functools import partial

from ...model.cluster.cluster import Cluster
from ...model.cluster.node_shape import NodeShape
from ...model.objects.manifest import read_text
from ...model.objects.meta import ObjectMeta
from ...model.objects.pod import Pod
from .measure import Row, wall_time

POD = "{apiVersion: v1, kind: Pod, metadata: {name: web}, spec: {containers: [{name: web, image: nginx}]}}"
FIRST = f"""
from {__name__.removesuffix(".properties.bench.cluster")}.model.cluster.cluster import Cluster
cluster = Cluster()
cluster.apply("{POD}")
assert cluster.run_until(lambda: cluster.pod("web").status.phase == "Running", limit="10m")
"""
CRASHES = {"web": {"runs": [{"after": "1s", "exit": 1}]}}
PODS, PODS_OF_A_NODE = (1_000, 10_000), 100


def rows() -> Iterator[Row]:
    """Seconds of wall time of each."""
    _, took = wall_time(lambda: subprocess.run([sys.executable, "-c", FIRST], check=True))
    yield Row("from `import podlaw` to the first Pod Running", took, "s", "a new process")
    restarts, took = wall_time(a_day_of_crashes)
    yield Row("24 h of one crash-looping Pod", took, "s", f"{restarts} restarts")
    for count in PODS:
        _, took = wall_time(partial(many_pods, count))
        yield Row(f"{count:,} Pods to Running", took, "s", f"on {count // PODS_OF_A_NODE} nodes")


def a_day_of_crashes() -> int:
    """24 hours of a Pod whose container fails a second after each start; returns its restarts."""
    cluster = Cluster()
    cluster.apply(POD, {"web": CRASHES})
    cluster.advance("24h")
    return cluster.pod("web").status.containerStatuses[0].restartCount


def many_pods(count: int) -> None:
    """So many Pods on as many nodes as they need, until all are Running."""
    shapes = [NodeShape(f"node-{n}", pods=str(PODS_OF_A_NODE)) for n in range(count // PODS_OF_A_NODE)]
    cluster = Cluster(shapes)
    template = read_text(POD)[0].object
    assert isinstance(template, Pod)
    for number in range(count):
        cluster.create(Pod(metadata=ObjectMeta(name=f"web-{number}"), spec=template.spec))
    names = [f"web-{number}" for number in range(count)]
    cluster.run_until(lambda: all(cluster.pod(name).status.phase == "Running" for name in reversed(names)), limit="1h")
