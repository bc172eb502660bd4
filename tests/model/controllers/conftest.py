"""conftest: manifests of workloads, and a cluster that runs them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest

from podlaw.model.cluster.cluster import Cluster
from podlaw.model.objects.manifest import read_text
from podlaw.model.objects.pod import Pod
from podlaw.model.objects.yaml_writer import write_yaml

Make = Callable[..., Cluster]


def manifest(kind: str, spec: Mapping[str, Any], *, version: str = "apps/v1", name: str = "web", **pod: Any) -> str:
    """A workload of one container `app`; `pod` are further fields of its Pods' spec."""
    template = {"metadata": {"labels": {"app": "a"}}, "spec": {"containers": [{"name": "app", "image": "i:1"}], **pod}}
    chosen = {} if version == "batch/v1" else {"selector": {"matchLabels": {"app": "a"}}}
    whole = {**chosen, **spec, "template": template}
    return write_yaml(iter([{"apiVersion": version, "kind": kind, "metadata": {"name": name}, "spec": whole}]))


@pytest.fixture
def cluster() -> Cluster:
    """One node, judged."""
    return Cluster(judge=True)


def pods(cluster: Cluster) -> Iterator[Pod]:
    """All Pods that are there."""
    return (each for each in cluster.store.list("Pod"))


def apply(cluster: Cluster, text: str, script: Mapping[str, Any] | None = None) -> None:
    """Create what the text says; `script` for the Pods of each object in it."""
    for each in read_text(text):
        cluster.create(each.object, script)
