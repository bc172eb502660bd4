"""Binder: claims get the volume that fits, wait where there is none, and are lost with it."""

from __future__ import annotations

from podlaw.model.cluster.cluster import Cluster
from podlaw.model.objects.persistent_volume_claim import PROVISIONERS, SELECTED_NODE

from .conftest import claim, make_claim, make_class, make_pod, make_volume, told, volume


def test_a_claim_and_the_smallest_volume_that_is_large_enough_name_each_other(cluster: Cluster) -> None:
    for name, size in (("small", "1Gi"), ("large", "9Gi"), ("middle", "3Gi")):
        make_volume(cluster, name, size)
    make_claim(cluster, size="2Gi")
    cluster.advance("1s")
    assert (claim(cluster).status.phase, claim(cluster).spec.volumeName) == ("Bound", "middle")
    reference = volume(cluster, "middle").spec.claimRef
    assert reference is not None
    assert reference.uid == claim(cluster).metadata.uid
    assert volume(cluster, "large").status.phase == volume(cluster, "small").status.phase == "Available"


def test_a_volume_that_comes_late_is_found_at_the_next_look_at_all_claims(cluster: Cluster) -> None:
    make_claim(cluster)
    cluster.advance("20s")
    assert claim(cluster).status.phase == "Pending"
    make_volume(cluster)
    cluster.advance("15.1s")
    assert claim(cluster).status.phase == "Bound"


def test_a_released_volume_is_not_offered_until_its_claim_is_taken_off(cluster: Cluster) -> None:
    make_volume(cluster)
    make_claim(cluster)
    cluster.advance("1s")
    cluster.volumes.delete("PersistentVolumeClaim", "default", "claim")
    cluster.advance("1s")
    assert volume(cluster).status.phase == "Released"
    make_claim(cluster)
    cluster.advance("60s")
    assert claim(cluster).status.phase == "Pending"
    cluster.volumes.patch("PersistentVolume", "", "pv", {"spec": {"claimRef": None}})
    cluster.advance("16s")
    assert claim(cluster).status.phase == "Bound"


def test_a_claim_whose_volume_is_gone_is_lost_and_no_pod_goes_with_it(cluster: Cluster) -> None:
    make_volume(cluster)
    make_claim(cluster)
    cluster.advance("1s")
    cluster.volumes.delete("PersistentVolume", "", "pv")
    cluster.advance("1s")
    assert claim(cluster).status.phase == "Bound", "a bound volume is protected"
    cluster.volumes.patch("PersistentVolume", "", "pv", {"metadata": {"finalizers": None}})
    cluster.advance("1s")
    assert (claim(cluster).status.phase, claim(cluster).status.capacity) == ("Lost", {})
    make_pod(cluster)
    cluster.advance("1s")
    (condition,) = cluster.pod("p").status.conditions
    assert 'persistentvolumeclaim "claim" bound to non-existent persistentvolume "pv"' in condition.message


def test_a_volume_to_be_deleted_goes_with_its_claim_where_that_can_be_done_here(cluster: Cluster) -> None:
    for name, path in (("here", "/tmp/here"), ("there", "/data/there")):
        policy = {"persistentVolumeReclaimPolicy": "Delete", "hostPath": {"path": path}}
        make_volume(cluster, name, **policy)
        make_claim(cluster, name, volumeName=name)
    cluster.advance("1s")
    for name in ("here", "there"):
        cluster.volumes.delete("PersistentVolumeClaim", "default", name)
    cluster.advance("5s")
    assert cluster.store.get("PersistentVolume", "", "here") is None
    assert volume(cluster, "there").status.phase == "Failed"
    assert told(cluster, "VolumeFailedDelete") == [volume(cluster, "there").status.message]


def test_an_external_provisioner_is_asked_once_the_node_is_chosen(cluster: Cluster) -> None:
    make_class(cluster, "example.com/disk", "WaitForFirstConsumer")
    make_claim(cluster)
    cluster.advance("1s")
    assert told(cluster, "WaitForFirstConsumer")
    assert SELECTED_NODE not in claim(cluster).metadata.annotations
    make_pod(cluster)
    cluster.advance("5s")
    annotations = claim(cluster).metadata.annotations
    assert annotations[SELECTED_NODE] == "node-1"
    assert annotations[PROVISIONERS[0]] == "example.com/disk"
    assert cluster.pod("p").status.nominatedNodeName == "node-1"
    assert not cluster.pod("p").spec.nodeName
    make_volume(cluster, claimRef={"namespace": "default", "name": "claim"})
    cluster.advance("17s")
    assert cluster.pod("p").spec.nodeName == "node-1"


def test_a_claim_without_a_class_takes_the_default_one_that_comes_later(cluster: Cluster) -> None:
    make_claim(cluster, storageClassName=None)
    cluster.advance("1s")
    assert claim(cluster).spec.storageClassName is None
    make_class(cluster, "example.com/disk")
    cluster.volumes.patch(
        "StorageClass",
        "",
        "slow",
        {"metadata": {"annotations": {"storageclass.kubernetes.io/is-default-class": "true"}}},
    )
    cluster.advance("16s")
    assert claim(cluster).spec.storageClassName == "slow"
    assert told(cluster, "ExternalProvisioning")


def test_of_two_pods_that_wait_for_volumes_of_a_node_each_gets_its_own(cluster: Cluster) -> None:
    make_class(cluster, "kubernetes.io/no-provisioner", "WaitForFirstConsumer")
    for name in "ab":
        make_volume(cluster, name)
        make_claim(cluster, name)
        make_pod(cluster, f"p-{name}", name)
    cluster.advance("10s")
    assert {claim(cluster, name).spec.volumeName for name in "ab"} == {"a", "b"}
    assert all(cluster.pod(f"p-{name}").status.phase == "Running" for name in "ab")


def test_two_claims_for_one_volume_by_name_leave_one_waiting(cluster: Cluster) -> None:
    make_volume(cluster)
    for name in ("first", "second"):
        make_claim(cluster, name, volumeName="pv")
    cluster.advance("2s")
    assert sorted(claim(cluster, name).status.phase for name in ("first", "second")) == ["Bound", "Pending"]
    assert told(cluster, "FailedBinding") == ['volume "pv" already bound to a different claim.']
