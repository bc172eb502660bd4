"""Protection: what is in use stays in the API, marked, until it is used no more."""

from __future__ import annotations

from podlaw.model.cluster.cluster import Cluster

from .conftest import claim, make_claim, make_pod, make_volume


def begin(cluster: Cluster, script_end: str = "Always") -> None:
    make_volume(cluster)
    make_claim(cluster)
    make_pod(cluster, restartPolicy=script_end)
    cluster.advance("2s")


def is_there(cluster: Cluster) -> bool:
    return cluster.store.get("PersistentVolumeClaim", "default", "claim") is not None


def test_a_claim_stays_as_long_as_a_scheduled_pod_names_it(cluster: Cluster) -> None:
    begin(cluster)
    cluster.volumes.delete("PersistentVolumeClaim", "default", "claim")
    cluster.advance("10s")
    assert claim(cluster).metadata.deletionTimestamp is not None
    cluster.delete("p")
    cluster.advance("5s")
    assert not is_there(cluster)


def test_a_pod_that_has_ended_still_keeps_its_claim(cluster: Cluster) -> None:
    begin(cluster, "Never")
    cluster.volumes.delete("PersistentVolumeClaim", "default", "claim")
    cluster.exit_container("p", "app", 0)
    cluster.advance("10s")
    assert cluster.pod("p").status.phase == "Succeeded"
    assert is_there(cluster)


def test_a_pod_without_a_node_keeps_nothing_and_goes_nowhere(cluster: Cluster) -> None:
    make_claim(cluster)
    make_pod(cluster)
    cluster.advance("1s")
    cluster.volumes.delete("PersistentVolumeClaim", "default", "claim")
    cluster.advance("1s")
    assert not is_there(cluster)
    (condition,) = cluster.pod("p").status.conditions
    assert condition.message == '0/1 nodes are available: persistentvolumeclaim "claim" not found. not found'


def test_the_event_of_the_removal_still_shows_the_protection(cluster: Cluster) -> None:
    make_claim(cluster)
    cluster.advance("1s")
    cluster.volumes.delete("PersistentVolumeClaim", "default", "claim")
    cluster.advance("1s")
    last = [event for event in cluster.watch if event.kind == "PersistentVolumeClaim"][-1]
    assert (last.type, last.object.metadata.finalizers) == ("DELETED", ("kubernetes.io/pvc-protection",))


def test_a_live_claim_gets_its_protection_back(cluster: Cluster) -> None:
    make_claim(cluster)
    cluster.advance("1s")
    cluster.volumes.patch("PersistentVolumeClaim", "default", "claim", {"metadata": {"finalizers": None}})
    cluster.advance("1s")
    assert claim(cluster).metadata.finalizers == ("kubernetes.io/pvc-protection",)
