"""volume_wait: a Pod waits for the ConfigMaps and Secrets that its containers mount."""

from __future__ import annotations

from podlaw.model.cluster.cluster import Cluster

POD = """
apiVersion: v1
kind: Pod
metadata: {name: web}
spec:
  containers:
  - {name: app, image: "a:1", volumeMounts: [{name: v, mountPath: /v}]}
  volumes:
  - {name: v, secret: {secretName: key}}
"""
SECRET = "apiVersion: v1\nkind: Secret\nmetadata: {name: key}\nstringData: {k: v}\n"


def tries(cluster: Cluster) -> int:
    return sum(event.count for event in cluster.events if event.reason == "FailedMount")


def test_nothing_is_made_while_a_mounted_secret_is_missing() -> None:
    cluster = Cluster(judge=True)
    cluster.apply(POD)
    cluster.run_until("20s")
    assert cluster.pod("web").status.phase == "Pending"
    assert not [call for call in cluster.calls if call.call == "RunPodSandbox"]
    assert tries(cluster) == 6  # at about 0.1, 0.6, 1.6, 3.6, 7.6 and 15.6 seconds


def test_the_pod_starts_at_the_next_try_after_the_secret_has_come() -> None:
    cluster = Cluster(judge=True)
    cluster.apply(POD)
    cluster.at("9s", lambda: cluster.apply(SECRET))
    assert cluster.run_until(lambda: cluster.pod("web").status.phase == "Running", limit="60s")
    assert 15 < cluster.now < 18


def test_a_deletion_ends_the_wait() -> None:
    cluster = Cluster(judge=True)
    cluster.apply(POD)
    cluster.at("5s", lambda: cluster.delete("web"))
    assert cluster.run_until(lambda: not list(cluster.store.list("Pod")), limit="60s")
    assert cluster.now < 8


def test_a_volume_that_no_container_mounts_is_not_waited_for() -> None:
    cluster = Cluster(judge=True)
    cluster.apply(POD.replace(", volumeMounts: [{name: v, mountPath: /v}]", ""))
    cluster.run_until("2s")
    assert cluster.pod("web").status.phase == "Running"
