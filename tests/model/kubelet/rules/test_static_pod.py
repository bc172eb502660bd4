"""static_pod: what the kubelet makes of a manifest in its folder, and what it shows of it in the API."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from attrs import evolve

from podlaw.model.cluster.node_shape import NodeShape, node_of
from podlaw.model.kubelet.rules.static_pod import STAYS, api_reference, is_mirror_of, mirror_pod, static_pod
from podlaw.model.objects.pod import Pod, is_mirror, is_static

MakePod = Callable[..., Pod]


def test_a_static_pod_bears_the_nodes_name_and_tolerates_whatever_becomes_of_it(make_pod: MakePod) -> None:
    pod = static_pod(make_pod("web"), "Node-1", "web.yaml")
    assert (pod.metadata.name, pod.metadata.namespace, pod.spec.nodeName) == ("web-node-1", "default", "Node-1")
    assert pod.spec.tolerations == (STAYS,)
    assert is_static(pod)
    assert not is_mirror(pod)


def test_another_text_another_file_or_another_node_is_another_pod(make_pod: MakePod) -> None:
    manifest = make_pod("web")
    uids = {
        static_pod(each, node, file).metadata.uid
        for each in (manifest, make_pod("web", apps=({"name": "app", "image": "app:2"},)))
        for node in ("node-1", "node-2")
        for file in ("web.yaml", "other.yaml")
    }
    assert len(uids) == 8
    again = static_pod(make_pod("web"), "node-1", "web.yaml", seen="2026-01-01T00:00:00Z")
    assert again.metadata.uid in uids


def test_a_manifest_may_bring_its_uid(make_pod: MakePod) -> None:
    manifest = make_pod("web")
    manifest = evolve(manifest, metadata=evolve(manifest.metadata, uid="my-own"))
    assert static_pod(manifest, "node-1", "web.yaml").metadata.uid == "my-own"


def test_a_mirror_is_owned_by_the_node_and_knows_its_manifest(make_pod: MakePod) -> None:
    pod, node = static_pod(make_pod("web"), "node-1", "web.yaml"), node_of(NodeShape())
    mirror = mirror_pod(pod, node)
    (owner,) = mirror.metadata.ownerReferences
    assert (owner.kind, owner.name, owner.controller) == ("Node", "node-1", True)
    assert is_mirror(mirror)
    assert is_mirror_of(mirror, pod)
    other = static_pod(make_pod("web", restartPolicy="Never"), "node-1", "web.yaml")
    assert not is_mirror_of(mirror, other)


@pytest.mark.parametrize(
    ("spec", "resource"),
    [
        ({}, ""),
        ({"serviceAccountName": "builder"}, "serviceaccounts"),
        ({"imagePullSecrets": [{"name": "s"}]}, "secrets"),
        ({"volumes": [{"name": "v", "emptyDir": {}}]}, ""),
        ({"volumes": [{"name": "v", "secret": {"secretName": "s"}}]}, "secrets"),
        ({"volumes": [{"name": "v", "projected": {"sources": [{"configMap": {"name": "c"}}]}}]}, "configmaps"),
        ({"apps": ({"name": "app", "envFrom": [{"configMapRef": {"name": "c", "optional": True}}]},)}, "configmaps"),
    ],
    ids=str,
)
def test_a_static_pod_refers_to_nothing_in_the_api(make_pod: MakePod, spec: dict[str, object], resource: str) -> None:
    assert api_reference(make_pod("web", **spec)) == resource
