"""conftest: claims, volumes and a Pod that uses one, as manifests."""

from __future__ import annotations

from typing import Any

import pytest

from podlaw.model.cluster.cluster import Cluster
from podlaw.model.objects.manifest import read_text
from podlaw.model.objects.persistent_volume import PersistentVolume
from podlaw.model.objects.persistent_volume_claim import PersistentVolumeClaim
from podlaw.model.objects.yaml_writer import write_yaml

STOPS = {"app": {"on_sigterm": {"after": "1s", "exit": 0}}}


@pytest.fixture
def cluster() -> Cluster:
    """One node, judged."""
    return Cluster(judge=True)


def make(cluster: Cluster, kind: str, name: str, version: str = "v1", **fields: Any) -> None:
    """Create an object of these fields."""
    text = write_yaml(iter([{"apiVersion": version, "kind": kind, "metadata": {"name": name}, **fields}]))
    cluster.create(read_text(text)[0].object, STOPS if kind == "Pod" else None)


def make_volume(cluster: Cluster, name: str = "pv", size: str = "1Gi", **spec: Any) -> None:
    usual = {"capacity": {"storage": size}, "accessModes": ["ReadWriteOnce"], "hostPath": {"path": "/data"}}
    make(cluster, "PersistentVolume", name, spec={**usual, "storageClassName": "slow", **spec})


def make_claim(cluster: Cluster, name: str = "claim", size: str = "1Gi", **spec: Any) -> None:
    usual = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": size}}}
    make(cluster, "PersistentVolumeClaim", name, spec={**usual, "storageClassName": "slow", **spec})


def make_class(cluster: Cluster, provisioner: str, mode: str = "Immediate", name: str = "slow") -> None:
    make(cluster, "StorageClass", name, "storage.k8s.io/v1", provisioner=provisioner, volumeBindingMode=mode)


def make_pod(cluster: Cluster, name: str = "p", claim: str = "claim", **spec: Any) -> None:
    container = {"name": "app", "image": "i:1", "volumeMounts": [{"name": "data", "mountPath": "/data"}]}
    volume = {"name": "data", "persistentVolumeClaim": {"claimName": claim}}
    make(cluster, "Pod", name, spec={"containers": [container], "volumes": [volume], **spec})


def claim(cluster: Cluster, name: str = "claim") -> PersistentVolumeClaim:
    found = cluster.volumes.get("PersistentVolumeClaim", "default", name)
    assert isinstance(found, PersistentVolumeClaim)
    return found


def volume(cluster: Cluster, name: str = "pv") -> PersistentVolume:
    found = cluster.volumes.get("PersistentVolume", "", name)
    assert isinstance(found, PersistentVolume)
    return found


def told(cluster: Cluster, reason: str) -> list[str]:
    """The messages of the events of this reason."""
    return [event.message for event in cluster.events if event.reason == reason]
