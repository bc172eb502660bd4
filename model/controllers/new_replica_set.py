"""new_replica_set: the ReplicaSet that a Deployment makes for its template, and what its annotations say (B23.1; DUTIL)."""

from __future__ import annotations

import json
from typing import Any, Final

from attrs import evolve

from ..objects.deployment import Deployment
from ..objects.meta import ObjectMeta
from ..objects.pod_template import PodTemplateSpec
from ..objects.replica_set import ReplicaSet, ReplicaSetSpec
from ..objects.unstructure import unstructure
from .machinery.ownership import reference_to
from .rules.deployment import DESIRED, HASH, HISTORY, MOST, REVISION, fenceposts, replicas_of, revision_of

SOURCE: Final = "deployment-controller"
SAFE: Final = "bcdfghjklmnpqrstvwxz2456789"
"""The letters of generated names (SafeEncodeString)."""

NOT_COPIED: Final = (
    "kubectl.kubernetes.io/last-applied-configuration", REVISION, HISTORY, DESIRED, MOST,
    "deprecated.deployment.rollback.to",
)  # fmt: skip


def template_hash(template: PodTemplateSpec, collisions: int | None) -> str:
    """Tells templates apart. Kubernetes hashes its own memory layout, so its letters cannot be had: only that equal
    templates have equal ones is determined."""
    data = json.dumps([unstructure(template), collisions or 0], sort_keys=True).encode()
    number = 0x811C9DC5
    for byte in data:
        number = (number ^ byte) * 0x01000193 & 0xFFFFFFFF
    return "".join(SAFE[ord(digit) % len(SAFE)] for digit in str(number))


def new_replica_set(deployment: Deployment, replicas: int, revision: int) -> ReplicaSet:
    """The ReplicaSet, to be created."""
    spec, meta = deployment.spec, deployment.metadata
    hashed = {HASH: template_hash(spec.template, deployment.status.collisionCount)}
    labels = {**spec.template.metadata.labels, **hashed}
    chosen: dict[str, Any] = dict(spec.selector or {})
    selector = {**chosen, "matchLabels": {**chosen.get("matchLabels", {}), **hashed}}
    replica_set = ReplicaSet(
        metadata=ObjectMeta(
            name=f"{meta.name}-{hashed[HASH]}", namespace=meta.namespace, labels=labels,
            ownerReferences=(reference_to(deployment),),
        ),
        spec=ReplicaSetSpec(
            replicas=replicas, minReadySeconds=spec.minReadySeconds, selector=selector,
            template=evolve(spec.template, metadata=evolve(spec.template.metadata, labels=labels)),
        ),
    )  # fmt: skip
    annotations = {**annotated(deployment, replica_set, revision), **_sizes(deployment)}
    return evolve(replica_set, metadata=evolve(replica_set.metadata, annotations=annotations))


def annotated(deployment: Deployment, replica_set: ReplicaSet, revision: int) -> dict[str, str]:
    """Its annotations: those of the Deployment, and the revision if that is newer (SetNewReplicaSetAnnotations)."""
    own = {key: value for key, value in deployment.metadata.annotations.items() if key not in NOT_COPIED}
    annotations = {**replica_set.metadata.annotations, **own}
    before = revision_of(replica_set)
    if before < revision:
        annotations[REVISION] = str(revision)
        if before:
            history = annotations.get(HISTORY, "")
            annotations[HISTORY] = f"{history},{before}" if history else str(before)
    return annotations


def scaled(deployment: Deployment, replica_set: ReplicaSet, replicas: int) -> ReplicaSet:
    """The ReplicaSet of this size, with what its annotations say of the Deployment's size."""
    annotations = {**replica_set.metadata.annotations, **_sizes(deployment)}
    return evolve(
        replica_set,
        metadata=evolve(replica_set.metadata, annotations=annotations),
        spec=evolve(replica_set.spec, replicas=replicas),
    )


def _sizes(deployment: Deployment) -> dict[str, str]:
    wanted = replicas_of(deployment)
    return {DESIRED: str(wanted), MOST: str(wanted + fenceposts(deployment)[0])}
