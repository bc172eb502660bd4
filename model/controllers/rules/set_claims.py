"""set_claims: the claims of a StatefulSet's ordinals, their volumes in its Pods, and who owns them (SSP, SSU; semantics B24.3)."""

from __future__ import annotations

from typing import Any

from attrs import evolve

from ...objects.meta import ObjectMeta, OwnerReference
from ...objects.persistent_volume_claim import PersistentVolumeClaim
from ...objects.pod import Pod, PodSpec
from ...objects.stateful_set import StatefulSet
from ..machinery.ownership import reference_to


def claims_for(stateful_set: StatefulSet, ordinal: int) -> tuple[PersistentVolumeClaim, ...]:
    """The claims that this ordinal is to have: `TEMPLATE-SET-ORDINAL`, with the labels that the set selects by."""
    selected = (stateful_set.spec.selector or {}).get("matchLabels") or {}
    return tuple(
        evolve(
            template,
            metadata=ObjectMeta(
                name=f"{template.metadata.name}-{stateful_set.metadata.name}-{ordinal}",
                namespace=stateful_set.metadata.namespace,
                labels={**template.metadata.labels, **selected},
                annotations=template.metadata.annotations,
                finalizers=template.metadata.finalizers,
            ),
        )
        for template in stateful_set.spec.volumeClaimTemplates
    )


def with_claims(spec: PodSpec, stateful_set: StatefulSet, ordinal: int) -> PodSpec:
    """The Pod's spec with a volume for each claim; one of the same name in the template gives way (updateStorage)."""
    templates = stateful_set.spec.volumeClaimTemplates
    own: list[dict[str, Any]] = [
        {"name": template.metadata.name, "persistentVolumeClaim": {"claimName": claim.metadata.name}}
        for template, claim in zip(templates, claims_for(stateful_set, ordinal), strict=True)
    ]
    taken = {each["name"] for each in own}
    return evolve(spec, volumes=(*own, *(each for each in spec.volumes if each.get("name") not in taken)))


def owners_of_claim(
    claim: PersistentVolumeClaim, stateful_set: StatefulSet, pod: Pod, *, is_scaled_down: bool
) -> tuple[OwnerReference, ...]:
    """Whose going takes the claim with it, by persistentVolumeClaimRetentionPolicy; another's claim is left alone
    (updateClaimOwnerRefForSetAndPod)."""
    ours = (stateful_set.metadata.uid, pod.metadata.uid)
    if any(each.controller and each.uid not in ours for each in claim.metadata.ownerReferences):
        return claim.metadata.ownerReferences
    others = tuple(each for each in claim.metadata.ownerReferences if each.uid not in ours)
    policy = stateful_set.spec.persistentVolumeClaimRetentionPolicy
    if policy is None:
        return others
    if is_scaled_down and policy.whenScaled == "Delete":
        return (*others, reference_to(pod))
    return (*others, reference_to(stateful_set)) if policy.whenDeleted == "Delete" else others
