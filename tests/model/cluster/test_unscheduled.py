"""Cluster: what happens to processes happens to no Pod that has no node yet."""

from __future__ import annotations

from podlaw.model.cluster.cluster import Cluster
from podlaw.model.objects.container import Container
from podlaw.model.objects.meta import ObjectMeta
from podlaw.model.objects.pod import Pod, PodSpec


def test_a_pod_without_a_node_has_neither_processes_nor_a_sandbox() -> None:
    cluster = Cluster()
    spec = PodSpec(containers=(Container(name="app", image="app:1"),), nodeSelector={"disk": "none"})
    cluster.create(Pod(metadata=ObjectMeta(name="web"), spec=spec))
    cluster.advance(5)
    assert cluster.pod("web").spec.nodeName == ""
    assert not cluster.exit_container("web", "app", 1)
    assert not cluster.kill_sandbox("web")
