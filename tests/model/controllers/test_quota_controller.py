"""QuotaController: a quota is measured when it is new, when it changes, and when a Pod ends or goes."""

from __future__ import annotations

from typing import Any

import pytest

from podlaw.model.apiserver.rules.rejection import Rejected
from podlaw.model.cluster import operations
from podlaw.model.cluster.cluster import Cluster
from podlaw.model.objects.manifest import read_text
from podlaw.model.objects.resource_quota import ResourceQuota

QUOTA = "apiVersion: v1\nkind: ResourceQuota\nmetadata: {name: q}\nspec: {hard: {pods: '1'}}\n"
RANGE = """
apiVersion: v1
kind: LimitRange
metadata: {name: r}
spec: {limits: [{type: Container, max: {cpu: '1'}, min: {cpu: 100m}}]}
"""


def pod(name: str, resources: str = "{}") -> str:
    return (
        f"apiVersion: v1\nkind: Pod\nmetadata: {{name: {name}}}\n"
        f"spec: {{restartPolicy: Never, containers: [{{name: app, image: 'i:1', resources: {resources}}}]}}\n"
    )


def create(cluster: Cluster, text: str, script: Any = None) -> None:
    for each in read_text(text):
        cluster.create(each.object, script)


def used(cluster: Cluster) -> Any:
    found = cluster.store.get("ResourceQuota", "default", "q")
    assert isinstance(found, ResourceQuota)
    return found.status.used.get("pods")


def test_a_quota_is_charged_before_its_pod_is_there_and_gives_back_what_ends(cluster: Cluster) -> None:
    create(cluster, QUOTA)
    cluster.advance("1s")
    create(cluster, pod("a"), {"app": {"runs": [{"after": "3s", "exit": 0}]}})
    last = [(event.kind, event.type) for event in cluster.watch][-2:]
    assert last == [("ResourceQuota", "MODIFIED"), ("Pod", "ADDED")]
    with pytest.raises(Rejected) as caught:
        create(cluster, pod("b"))
    words = "exceeded quota: q, requested: pods=1, used: pods=1, limited: pods=1"
    assert caught.value.message == f'pods "b" is forbidden: {words}'
    cluster.advance("10s")
    assert used(cluster) == "0"
    create(cluster, pod("b"))


def test_a_lowered_quota_takes_nothing_from_pods_that_run(cluster: Cluster) -> None:
    create(cluster, QUOTA)
    cluster.advance("1s")
    create(cluster, pod("a"))
    cluster.advance("1s")
    operations.patch_workload(cluster, "ResourceQuota", "q", {"spec": {"hard": {"pods": "0"}}})
    cluster.advance("1s")
    quota = cluster.store.get("ResourceQuota", "default", "q")
    assert (quota.status.hard, quota.status.used) == ({"pods": "0"}, {"pods": "1"})
    assert cluster.pod("a").status.phase == "Running"


def test_a_charge_in_vain_is_found_at_the_next_look_at_all_quotas(cluster: Cluster) -> None:
    create(cluster, QUOTA.replace("'1'", "'2'"))
    cluster.advance("1s")
    create(cluster, pod("a"))
    with pytest.raises(Rejected, match="already exists"):
        create(cluster, pod("a"))
    cluster.advance("4m")
    assert used(cluster) == "2"
    cluster.advance("2m")
    assert used(cluster) == "1"


def test_what_a_limit_range_adds_and_refuses(cluster: Cluster) -> None:
    create(cluster, RANGE + "---\n" + pod("a"))
    assert cluster.pod("a").spec.containers[0].resources.requests == {"cpu": "1"}
    assert cluster.pod("a").status.qosClass == "Burstable"
    with pytest.raises(Rejected) as caught:
        create(cluster, pod("b", "{requests: {cpu: 50m}, limits: {cpu: '2'}}"))
    words = "[minimum cpu usage per Container is 100m, but request is 50m, "
    words += "maximum cpu usage per Container is 1, but limit is 2]"
    assert caught.value.message == f'pods "b" is forbidden: {words}'
