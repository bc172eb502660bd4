"""static_pod: what the kubelet makes of a manifest in its folder, and of the Pod its mirror in the API (semantics B34.5)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from attrs import evolve

from ...apiserver.defaults import default_pod
from ...objects.meta import OwnerReference
from ...objects.node import Node
from ...objects.pod import CONFIG_MIRROR, CONFIG_SOURCE, Pod, Toleration, every_container
from ...objects.status import PodStatus
from ...objects.unstructure import unstructure

CONFIG_HASH: Final = "kubernetes.io/config.hash"
CONFIG_SEEN: Final = "kubernetes.io/config.seen"
STAYS: Final = Toleration(operator="Exists", effect="NoExecute")
"""Whatever becomes of the node, nobody evicts a static Pod."""


def static_pod(manifest: Pod, node: str, file: str, seen: str = "") -> Pod:
    """The Pod that the kubelet of this node reads from this file: named after the node, its uid a hash of what it says,
    so that another text is another Pod (KCFG applyDefaults). `seen` is the time at which it was first read."""
    meta = manifest.metadata
    uid = meta.uid or _hash(manifest, node, file)
    annotations = {**meta.annotations, CONFIG_HASH: uid, CONFIG_SEEN: seen, CONFIG_SOURCE: "file"}
    pod = default_pod(manifest)
    tolerations = tuple(each for each in pod.spec.tolerations if each != STAYS)
    return evolve(
        pod,
        metadata=evolve(
            pod.metadata,
            name=f"{meta.name}-{node.lower()}",
            namespace=meta.namespace or "default",
            uid=uid,
            annotations=annotations,
        ),
        spec=evolve(pod.spec, nodeName=node, tolerations=(*tolerations, STAYS)),
        status=PodStatus(phase="Pending"),
    )


def mirror_pod(pod: Pod, node: Node) -> Pod:
    """What the kubelet asks the API server to create for its static Pod: the same, marked, owned by the Node (KL CreateMirrorPod)."""
    meta = pod.metadata
    owner = OwnerReference(
        apiVersion="v1", kind="Node", name=node.metadata.name, uid=node.metadata.uid, controller=True
    )
    annotations = {**meta.annotations, CONFIG_MIRROR: meta.annotations[CONFIG_HASH]}
    metadata = evolve(meta, uid="", annotations=annotations, ownerReferences=(owner,))
    return evolve(pod, metadata=metadata, status=PodStatus())


def is_mirror_of(mirror: Pod, pod: Pod) -> bool:
    """The mirror shows this very manifest (kubelet/pod IsMirrorPodOf)."""
    same = (mirror.metadata.name, mirror.metadata.namespace) == (pod.metadata.name, pod.metadata.namespace)
    return same and mirror.metadata.annotations.get(CONFIG_MIRROR) == pod.metadata.annotations[CONFIG_HASH]


def api_reference(pod: Pod) -> str:
    """The resource of an API object that the Pod refers to, which a static Pod may not; empty: it refers to none
    (podutil HasAPIObjectReference)."""
    return next(_references(pod), "")


def _references(pod: Pod) -> Iterator[str]:
    spec = pod.spec
    if spec.serviceAccountName or spec.serviceAccount:
        yield "serviceaccounts"
    if spec.imagePullSecrets:
        yield "secrets"
    for container in every_container(spec):
        for each in (*container.envFrom, *((entry.get("valueFrom") or {}) for entry in container.env)):
            yield from _named(each, {"secretRef": "secrets", "secretKeyRef": "secrets"})
            yield from _named(each, {"configMapRef": "configmaps", "configMapKeyRef": "configmaps"})
    if spec.resourceClaims:
        yield "resourceclaims"
    for volume in spec.volumes:
        for source in (volume, *((volume.get("projected") or {}).get("sources") or ())):
            yield from _named(source, VOLUMES)


VOLUMES: Final[Mapping[str, str]] = {
    "secret": "secrets",
    "configMap": "configmaps",
    "persistentVolumeClaim": "persistentvolumeclaims",
    "ephemeral": "persistentvolumeclaims",
    "serviceAccountToken": "serviceaccounts",
    "clusterTrustBundle": "clustertrustbundles",
}
"""What a volume may take from the API."""


def _named(data: Mapping[str, Any], resources: Mapping[str, str]) -> Iterator[str]:
    return (resource for member, resource in resources.items() if data.get(member))


def _hash(manifest: Pod, node: str, file: str) -> str:
    text = json.dumps([node, file, unstructure(manifest)], sort_keys=True)
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()
