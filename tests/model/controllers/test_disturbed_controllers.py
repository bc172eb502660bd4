"""Disturbed controllers: whatever a user does to Pods and sizes, everything is as wanted some time after it stops (RS-1)."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest

from podlaw.model.apiserver.rules.rejection import Rejected
from podlaw.model.cluster import operations
from podlaw.model.cluster.cluster import Cluster
from podlaw.model.cluster.node_shape import NodeShape
from podlaw.model.controllers.machinery.ownership import controller_of
from podlaw.model.controllers.rules.replica_count import is_ready
from podlaw.model.controllers.rules.replicaset import is_active
from podlaw.model.objects.pod import Pod

from .conftest import apply, manifest, pods

KINDS = {"rs": "ReplicaSet", "dep": "Deployment", "sts": "StatefulSet"}


def maker(pod: Pod) -> str:
    """The object that it comes from; a StatefulSet adopts no Pod of another name, a Deployment none without the hash."""
    owner = controller_of(pod)
    return "" if owner is None else owner.name.split("-")[0]


def delete(cluster: Cluster, random: Random) -> None:
    cluster.delete(random.choice([pod.metadata.name for pod in pods(cluster)]), grace=random.choice([None, 0, 1]))


def end(cluster: Cluster, random: Random) -> None:
    cluster.pods.set_deadline("default", random.choice([pod.metadata.name for pod in pods(cluster)]), 1)


def relabel(cluster: Cluster, random: Random) -> None:
    """An ordinal's Pod that another workload adopts keeps its name, and the StatefulSet can never have it again: not these."""
    name = random.choice([pod.metadata.name for pod in pods(cluster) if not pod.metadata.name.startswith("sts-")])
    cluster.pods.set_labels("default", name, {"app": random.choice(["nobody", *KINDS])})


def scale(cluster: Cluster, random: Random) -> None:
    name = random.choice(list(KINDS))
    operations.scale(cluster, KINDS[name], name, random.randint(0, 5))


def roll(cluster: Cluster, random: Random) -> None:
    name = random.choice(["dep", "sts"])
    operations.set_images(cluster, KINDS[name], name, {"app": f"i:{random.randint(1, 3)}"})


DISTURBANCES: tuple[Callable[[Cluster, Random], None], ...] = (delete, delete, end, relabel, scale, roll)


@pytest.mark.parametrize("seed", range(8))
def test_everything_is_as_wanted_after_the_disturbances_stop(seed: int) -> None:
    random = Random(seed)
    cluster = Cluster([NodeShape("a"), NodeShape("b")], seed=seed, judge=True)
    for name, kind in KINDS.items():
        spec = {"replicas": 2, **({"serviceName": "s"} if kind == "StatefulSet" else {})}
        text = manifest(kind, spec, name=name).replace("app: a", f"app: {name}")
        apply(cluster, text, {"app": {"on_sigterm": {"after": "1s", "exit": 0}}})
    for _ in range(40):
        cluster.advance(random.choice(["20ms", "100ms", "1s", "4s"]))
        try:
            random.choice(DISTURBANCES)(cluster, random)
        except (Rejected, IndexError):
            continue  # the Pod had a shorter deadline already, or there was no Pod
    cluster.advance("5m")
    for name, kind in KINDS.items():
        wanted = cluster.workloads.get(kind, "default", name)
        own = [pod for pod in pods(cluster) if is_active(pod) and maker(pod) == name]
        assert len(own) == wanted.spec.replicas, (name, [pod.metadata.name for pod in own])
        assert all(is_ready(pod) for pod in own)
        assert all(sum(bool(each.controller) for each in pod.metadata.ownerReferences) == 1 for pod in own)
        assert wanted.status.readyReplicas == wanted.spec.replicas
