"""NamespaceController: a deleted namespace takes what is in it: Pods first, then all else; nothing new comes in."""

from __future__ import annotations

import pytest

from podlaw.model.apiserver.rules.rejection import Rejected
from podlaw.model.cluster import operations
from podlaw.model.cluster.cluster import Cluster

TEAM = "apiVersion: v1\nkind: Namespace\nmetadata: {name: team}\n"
CONTENT = """
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: team}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: team}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: app, image: 'i:1'}]}
"""
POD = """
apiVersion: v1
kind: Pod
metadata: {name: p, namespace: team}
spec: {containers: [{name: app, image: 'i:1'}]}
"""


def refusal(cluster: Cluster, text: str) -> str:
    with pytest.raises(Rejected) as caught:
        cluster.apply(text)
    return f"{caught.value.reason}: {caught.value.message}"


def test_four_namespaces_are_there_and_three_of_them_stay(cluster: Cluster) -> None:
    names = [each.metadata.name for each in cluster.store.list("Namespace")]
    assert names == ["default", "kube-node-lease", "kube-public", "kube-system"]
    for name in ("default", "kube-public", "kube-system"):
        with pytest.raises(Rejected, match=f'namespaces "{name}" is forbidden: this namespace may not be deleted'):
            cluster.namespaces.delete(name)
    operations.delete_object(cluster, "Namespace", "kube-node-lease")
    cluster.advance("10s")
    assert cluster.store.get("Namespace", "", "kube-node-lease") is None


def test_nothing_is_created_in_a_namespace_that_is_not_there_or_ends(cluster: Cluster) -> None:
    assert refusal(cluster, POD) == 'NotFound: namespaces "team" not found'
    cluster.apply(TEAM)
    cluster.namespaces.delete("team")
    words = "unable to create new content in namespace team because it is being terminated"
    assert refusal(cluster, POD) == f'Forbidden: pods "p" is forbidden: {words}'
    assert refusal(cluster, CONTENT) == f'Forbidden: configmaps "settings" is forbidden: {words}'


def test_pods_go_first_then_all_else_then_the_namespace_and_its_name_is_free(cluster: Cluster) -> None:
    cluster.apply(TEAM)
    cluster.apply(CONTENT)
    cluster.advance("5s")
    cluster.namespaces.delete("team")
    cluster.namespaces.delete("team")  # a second time changes nothing
    cluster.advance("2m")
    gone = [(event.kind, event.object.metadata.name) for event in cluster.watch if event.type == "DELETED"]
    kinds = [kind for kind, _ in gone]
    assert kinds[:2] == ["Pod", "Pod"]
    assert sorted(kinds[2:-1]) == ["ConfigMap", "Deployment", "ReplicaSet"]
    assert gone[-1] == ("Namespace", "team")
    cluster.apply(TEAM)
    cluster.apply(POD)
    assert cluster.pod("p", "team")


def test_a_finalizer_in_it_keeps_a_namespace(cluster: Cluster) -> None:
    cluster.apply(TEAM)
    cluster.apply(POD.replace("namespace: team", "namespace: team, finalizers: [example.com/hold]"))
    cluster.advance("5s")
    cluster.namespaces.delete("team")
    cluster.advance("5m")
    assert cluster.namespaces.get("team").status.phase == "Terminating"
    cluster.pods.set_finalizers("team", "p", ())
    cluster.advance("1m")
    assert cluster.store.get("Namespace", "", "team") is None
