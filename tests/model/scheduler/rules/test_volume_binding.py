"""VolumeBinding and VolumeRestrictions: what a Pod's claims keep it from, in the scheduler's words."""

from __future__ import annotations

from typing import Any

import pytest
from attrs import evolve

from podlaw.model.objects.meta import ObjectMeta, OwnerReference
from podlaw.model.objects.node import Node
from podlaw.model.objects.persistent_volume import PersistentVolume
from podlaw.model.objects.persistent_volume_claim import (
    BIND_COMPLETED,
    SELECTED_NODE,
    PersistentVolumeClaim,
    PersistentVolumeClaimSpec,
    PersistentVolumeClaimStatus,
)
from podlaw.model.objects.pod import Pod, PodSpec
from podlaw.model.objects.storage_class import StorageClass
from podlaw.model.scheduler.rules import volume_binding, volume_restrictions
from podlaw.model.scheduler.rules.node_info import NodeInfo
from podlaw.model.scheduler.rules.rejection import Code, Rejection
from podlaw.model.scheduler.rules.storage import Storage

POD = Pod(
    metadata=ObjectMeta(name="p", namespace="default", uid="p"),
    spec=PodSpec(volumes=({"name": "data", "persistentVolumeClaim": {"claimName": "c"}},)),
)
OWN = evolve(POD, spec=PodSpec(volumes=({"name": "data", "ephemeral": {"volumeClaimTemplate": {}}},)))
NODE = Node(metadata=ObjectMeta(name="n"))


def claim(name: str = "c", phase: str = "Pending", modes: tuple[str, ...] = (), **meta: Any) -> PersistentVolumeClaim:
    annotations = {BIND_COMPLETED: "yes"} if phase != "Pending" else {}
    return PersistentVolumeClaim(
        metadata=ObjectMeta(name=name, namespace="default", **{"annotations": annotations, **meta}),
        spec=PersistentVolumeClaimSpec(
            volumeName="v" if phase != "Pending" else "", storageClassName="slow", accessModes=modes
        ),
        status=PersistentVolumeClaimStatus(phase=phase),
    )


def storage(
    *claims: PersistentVolumeClaim, provisioner: str = "", mode: str = "Immediate", volumes: bool = True
) -> Storage:
    of = StorageClass(metadata=ObjectMeta(name="slow"), provisioner=provisioner, volumeBindingMode=mode)
    return Storage(
        {("default", each.metadata.name): each for each in claims},
        {"v": PersistentVolume(metadata=ObjectMeta(name="v"))} if volumes else {},
        {"slow": of},
    )


@pytest.mark.parametrize(
    ("pod", "known", "reason"),
    [
        (POD, storage(), 'persistentvolumeclaim "c" not found'),
        (OWN, storage(), 'waiting for ephemeral volume controller to create the persistentvolumeclaim "p-data"'),
        (OWN, storage(claim("p-data")), "PVC default/p-data was not created for pod default/p (pod is not owner)"),
        (POD, storage(claim(phase="Lost")), 'persistentvolumeclaim "c" bound to non-existent persistentvolume "v"'),
        (POD, storage(claim(phase="Bound", deletionTimestamp=1)), 'persistentvolumeclaim "c" is being deleted'),
        (POD, storage(claim()), "pod has unbound immediate PersistentVolumeClaims"),
    ],
)
def test_the_state_of_a_claim_keeps_its_pod_off_every_node(pod: Pod, known: Storage, reason: str) -> None:
    rejection = volume_binding.pre_filter(pod, known)
    assert rejection is not None
    assert (rejection.reasons, rejection.code) == ((reason,), Code.UNRESOLVABLE)


def test_claims_that_are_bound_or_wait_for_a_node_keep_it_off_none() -> None:
    owner = OwnerReference(apiVersion="v1", kind="Pod", name="p", uid="p", controller=True)
    assert volume_binding.pre_filter(POD, storage(claim(phase="Bound"))) is None
    assert volume_binding.pre_filter(OWN, storage(claim("p-data", "Bound", ownerReferences=(owner,)))) is None
    assert volume_binding.pre_filter(POD, storage(claim(), mode="WaitForFirstConsumer")) is None


def test_a_node_needs_a_volume_or_a_provisioner_that_chose_no_other_node() -> None:
    def reasons(*claims: PersistentVolumeClaim, **fields: Any) -> tuple[str, ...]:
        rejection = volume_binding.filter_node(POD, NodeInfo(NODE), storage(*claims, **fields))
        return () if rejection is None else rejection.reasons

    wait = {"mode": "WaitForFirstConsumer"}
    assert reasons(claim(), provisioner="kubernetes.io/no-provisioner", **wait) == (volume_binding.NO_VOLUME,)
    assert reasons(claim(), provisioner="example.com/disk", **wait) == ()
    elsewhere = claim(annotations={SELECTED_NODE: "m"})
    assert reasons(elsewhere, provisioner="example.com/disk", **wait) == (volume_binding.NO_VOLUME,)
    assert reasons(claim(phase="Bound"), volumes=False) == (volume_binding.NOT_THERE,)


def test_a_claim_for_one_pod_keeps_others_off_until_that_one_is_gone() -> None:
    known = storage(claim(phase="Bound", modes=("ReadWriteOncePod",)))
    user = evolve(POD, metadata=evolve(POD.metadata, name="q", uid="q"))
    full, empty = NodeInfo(NODE, (user,)), NodeInfo(NODE)

    def rejection(*nodes: NodeInfo) -> Rejection | None:
        return volume_restrictions.volume_restrictions(POD, nodes, known)(empty)

    found = rejection(full)
    assert found is not None
    assert (found.reasons, found.code) == ((volume_restrictions.IN_USE,), Code.UNSCHEDULABLE)
    assert rejection(empty) is None
