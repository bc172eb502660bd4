"""crictl: the containers and sandboxes of a node, the newest first."""

from __future__ import annotations

import pytest

from podlaw.model.cluster.cluster import Cluster
from podlaw.model.runtime.crictl import ago, containers, pods

WEB = "apiVersion: v1\nkind: Pod\nmetadata: {name: web}\nspec: {containers: [{name: app, image: nginx}]}\n"


def test_ended_containers_are_listed_until_they_are_removed() -> None:
    cluster = Cluster()
    cluster.apply(WEB, {"web": {"app": {"runs": [{"after": "5s", "exit": 1}, {"forever": True}]}}})
    cluster.advance("20s")
    runtime = cluster.kubelets["node-1"].runtime
    assert [each.cells for each in containers(runtime, cluster.simulation.now)] == [
        ("node-1-c000003", "nginx", "14 seconds ago", "Running", "app", "1", "node-1-s000001", "web"),
        ("node-1-c000002", "nginx", "19 seconds ago", "Exited", "app", "0", "node-1-s000001", "web"),
    ]


def test_a_lost_sandbox_is_not_ready_beside_the_new_one() -> None:
    cluster = Cluster()
    cluster.apply(WEB)
    cluster.advance("10s")
    cluster.kill_sandbox("web")
    cluster.advance("10s")
    listed = [each.data for each in pods(cluster.kubelets["node-1"].runtime, cluster.simulation.now)]
    assert [(each["state"], each["attempt"], each["name"], each["namespace"]) for each in listed] == [
        ("Ready", 1, "web", "default"),
        ("NotReady", 0, "web", "default"),
    ]


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "Less than a second"),
        (1, "1 second"),
        (59, "59 seconds"),
        (60, "About a minute"),
        (120, "2 minutes"),
        (3599, "59 minutes"),
        (3600, "About an hour"),
        (5400, "2 hours"),
        (47 * 3600, "47 hours"),
        (48 * 3600, "2 days"),
        (14 * 86400, "2 weeks"),
        (60 * 86400, "2 months"),
        (730 * 86400, "2 years"),
    ],
)
def test_a_span_is_told_in_words(seconds: int, text: str) -> None:
    assert ago(seconds * 1000) == f"{text} ago"
