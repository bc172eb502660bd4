"""Volumes: what the API server makes of claims, volumes and classes, and what it refuses."""

from __future__ import annotations

import pytest

from podlaw.model.apiserver.check import check_manifests
from podlaw.model.apiserver.rules.rejection import Rejected
from podlaw.model.cluster.cluster import Cluster
from podlaw.model.objects.manifest import ManifestError, read_text
from podlaw.model.objects.persistent_volume_claim import PersistentVolumeClaim

CLAIM = """
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: c}
spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
"""
VOLUME = """
apiVersion: v1
kind: PersistentVolume
metadata: {name: v}
spec: {accessModes: [ReadWriteOnce], capacity: {storage: 1Gi}, hostPath: {path: /data}}
"""
CLASS = """
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: usual, annotations: {storageclass.kubernetes.io/is-default-class: "true"}}
provisioner: example.com/disk
"""


def problems(text: str) -> str:
    with pytest.raises(ManifestError) as found:
        check_manifests(read_text(text))
    return str(found.value)


def test_what_is_not_said_is_filled_in_and_both_are_protected() -> None:
    cluster = Cluster()
    for text in (CLASS, CLAIM, VOLUME):
        cluster.create(read_text(text)[0].object)
    claim = cluster.volumes.get("PersistentVolumeClaim", "default", "c")
    volume = cluster.volumes.get("PersistentVolume", "", "v")
    assert (claim.spec.storageClassName, claim.spec.volumeMode, claim.status.phase) == (
        "usual",
        "Filesystem",
        "Pending",
    )
    assert (volume.spec.persistentVolumeReclaimPolicy, volume.status.phase) == ("Retain", "Pending")
    assert claim.metadata.finalizers == ("kubernetes.io/pvc-protection",)
    assert volume.metadata.finalizers == ("kubernetes.io/pv-protection",)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (CLAIM.replace("[ReadWriteOnce]", "[]"), "-:5: spec.accessModes: required value: at least 1 access mode is required"),
        (CLAIM.replace("[ReadWriteOnce]", "[Often]"), "-:5: spec.accessModes: unsupported value"),
        (
            CLAIM.replace("[ReadWriteOnce]", "[ReadWriteOnce, ReadWriteOncePod]"),
            "-:5: spec.accessModes: forbidden: may not use ReadWriteOncePod with other access modes",
        ),
        (CLAIM.replace("storage: 1Gi", ""), "spec.resources[storage]: required value"),
        (CLAIM.replace("1Gi", "0"), "spec.resources.requests.storage: must be greater than zero"),
        (VOLUME.replace(", hostPath: {path: /data}", ""), "-:5: spec: required value: must specify a volume type"),
        (
            VOLUME.replace("hostPath", "nfs: {server: s, path: /}, hostPath"),
            "-:5: spec.nfs: forbidden: may not specify more than 1 volume type",
        ),
        (
            VOLUME.replace("hostPath:", "persistentVolumeReclaimPolicy: Recycle, hostPath:"),
            "-:5: spec.persistentVolumeReclaimPolicy: recycling a volume is not modelled yet",
        ),
        (VOLUME.replace("{name: v}", "{name: v, namespace: ns}"), "-:4: metadata.namespace: forbidden"),
        (CLASS + "volumeBindingMode: Later\n", "-:6: volumeBindingMode: unsupported value"),
    ],
)  # fmt: skip
def test_what_the_api_server_refuses_is_said_at_its_line(text: str, said: str) -> None:
    assert said in problems(text)


def test_a_claim_keeps_its_spec() -> None:
    cluster = Cluster()
    cluster.create(read_text(CLAIM)[0].object)
    with pytest.raises(Rejected, match="spec is immutable after creation"):
        cluster.volumes.patch("PersistentVolumeClaim", "default", "c", {"spec": {"accessModes": ["ReadOnlyMany"]}})
    cluster.volumes.patch("PersistentVolumeClaim", "default", "c", {"metadata": {"labels": {"a": "b"}}})
    assert cluster.volumes.get("PersistentVolumeClaim", "default", "c").metadata.labels == {"a": "b"}


def test_a_claim_that_a_controller_makes_is_refused_like_anyone_elses() -> None:
    with pytest.raises(Rejected, match="at least 1 access mode"):
        Cluster().create(PersistentVolumeClaim())
