"""EphemeralClaims: a Pod's ephemeral volume has a claim of its own, which comes and goes with it."""

from __future__ import annotations

from podlaw.model.cluster.cluster import Cluster

from .conftest import claim, make_claim, make_pod, make_volume, told

TEMPLATE = {
    "metadata": {"labels": {"of": "p"}},
    "spec": {
        "accessModes": ["ReadWriteOnce"],
        "storageClassName": "slow",
        "resources": {"requests": {"storage": "1Gi"}},
    },
}
VOLUMES = [{"name": "data", "ephemeral": {"volumeClaimTemplate": TEMPLATE}}]


def test_the_claim_is_made_for_the_pod_and_goes_with_it(cluster: Cluster) -> None:
    make_volume(cluster)
    make_pod(cluster, volumes=VOLUMES)
    cluster.advance("2s")
    meta = claim(cluster, "p-data").metadata
    assert meta.ownerReferences[0].uid == cluster.pod("p").metadata.uid
    assert meta.labels == {"of": "p"}
    assert cluster.pod("p").status.phase == "Running"
    cluster.delete("p")
    cluster.advance("5s")
    assert cluster.store.get("PersistentVolumeClaim", "default", "p-data") is None


def test_a_claim_of_that_name_that_is_not_the_pods_keeps_it_waiting(cluster: Cluster) -> None:
    make_claim(cluster, "p-data")
    make_pod(cluster, volumes=VOLUMES)
    cluster.advance("2s")
    assert "was not created for pod default/p (pod is not owner)" in told(cluster, "FailedScheduling")[-1]
    assert "was not created for pod default/p (pod is not owner)" in told(cluster, "FailedBinding")[-1]
